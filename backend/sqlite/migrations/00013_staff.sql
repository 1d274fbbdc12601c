-- +goose Up

-- What the owner leaves to the desk, as clubs begin with it.
UPDATE settings SET body = json_set(body, '$.deskOverrides', json('true'), '$.deskCreditCents', 50000, '$.lockMinutes', 5)
WHERE section = 'policy';

-- A PIN is known by its argon2id hash alone; '' for a person who has none.
ALTER TABLE staff ADD COLUMN pin TEXT NOT NULL DEFAULT '';
ALTER TABLE staff ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

-- Wrong PINs of the last hour. They are counted here and not in the program, so
-- that starting it again gives nobody a new hundred.
CREATE TABLE pin_failures (
  id    INTEGER PRIMARY KEY,
  staff INTEGER NOT NULL REFERENCES staff (id),
  at    TEXT NOT NULL
) STRICT;
CREATE INDEX pin_failures_by_staff ON pin_failures (staff, at);
