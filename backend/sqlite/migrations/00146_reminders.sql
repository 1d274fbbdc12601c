-- +goose Up

-- What a family was reminded of, how and when; a call has no words.
CREATE TABLE reminders (
  id        INTEGER PRIMARY KEY,
  household INTEGER NOT NULL REFERENCES households (id),
  day       TEXT NOT NULL, -- club-local
  how       TEXT NOT NULL CHECK (how IN ('mail', 'letter', 'phone')),
  message   INTEGER REFERENCES outbox (id),
  language  TEXT NOT NULL CHECK (language IN ('fr', 'nl', 'en')),
  subject   TEXT NOT NULL,
  body      TEXT NOT NULL,
  made_at   TEXT NOT NULL,
  made_by   INTEGER NOT NULL REFERENCES staff (id)
) STRICT;
CREATE INDEX reminders_by_household ON reminders (household);

CREATE TABLE reminded (
  reminder INTEGER NOT NULL REFERENCES reminders (id),
  invoice  INTEGER NOT NULL REFERENCES invoices (id),
  level    INTEGER NOT NULL, -- 0 for a call
  cents    INTEGER NOT NULL, -- late then
  PRIMARY KEY (reminder, invoice)
) STRICT, WITHOUT ROWID;
CREATE INDEX reminded_by_invoice ON reminded (invoice);

-- An invoice a family disputes is not reminded until the dispute ends.
CREATE TABLE disputes (
  id         INTEGER PRIMARY KEY,
  invoice    INTEGER NOT NULL REFERENCES invoices (id),
  reason     INTEGER NOT NULL REFERENCES reasons (id),
  day        TEXT NOT NULL, -- club-local
  opened_at  TEXT NOT NULL,
  opened_by  INTEGER NOT NULL REFERENCES staff (id),
  ended_at   TEXT NOT NULL DEFAULT '',
  ended_by   INTEGER REFERENCES staff (id),
  end_reason INTEGER REFERENCES reasons (id) -- how it ended
) STRICT;
CREATE UNIQUE INDEX disputes_open ON disputes (invoice) WHERE ended_at = '';
CREATE INDEX disputes_by_invoice ON disputes (invoice);
