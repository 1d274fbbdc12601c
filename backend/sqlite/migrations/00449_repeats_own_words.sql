-- +goose Up

-- A line that was there already keeps what its own file says of it, and its own key: kept
-- as a movement of its own, or given to its statement, it is what that file says. Of those
-- from before only the line they are the same as is known.
CREATE TABLE statement_repeats_anew (
  statement      INTEGER NOT NULL REFERENCES statements (id),
  n              INTEGER NOT NULL,
  key            TEXT NOT NULL, -- of the line it is taken for
  own            TEXT NOT NULL, -- its own, of package statement
  day            TEXT NOT NULL,
  value_day      TEXT NOT NULL,
  cents          INTEGER NOT NULL,
  reference      TEXT NOT NULL,
  reference_kind TEXT NOT NULL,
  name           TEXT NOT NULL,
  iban           TEXT NOT NULL,
  text           TEXT NOT NULL,
  returned       INTEGER NOT NULL,
  PRIMARY KEY (statement, n)
) STRICT, WITHOUT ROWID;
INSERT INTO statement_repeats_anew (statement, n, key, own, day, value_day, cents, reference, reference_kind, name, iban, text, returned)
SELECT r.statement, r.n, r.key, r.key, l.day, l.value_day, l.cents, l.reference, l.reference_kind, l.name, l.iban, l.text, l.returned
FROM statement_repeats r JOIN statement_lines l ON l.key = r.key;
DROP TABLE statement_repeats;
ALTER TABLE statement_repeats_anew RENAME TO statement_repeats;
CREATE INDEX statement_repeats_key ON statement_repeats (key);
