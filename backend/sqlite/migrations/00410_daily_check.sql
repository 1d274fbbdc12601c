-- +goose Up

-- One row: the last check the program made of the books by itself, and what it found.
CREATE TABLE daily_check (
  id      INTEGER PRIMARY KEY CHECK (id = 1),
  day     TEXT NOT NULL,    -- club-local
  entries INTEGER NOT NULL, -- of the journal
  whole   INTEGER NOT NULL CHECK (whole IN (0, 1)), -- every row was compared, not the chain and the sums alone
  faults  INTEGER NOT NULL,
  seq     INTEGER NOT NULL, -- of the first entry that was touched; 0 where none is named
  code    TEXT NOT NULL     -- of the first fault; empty where there is none
) STRICT;

-- What that check finds is on the list of events as well: see 00405.
DROP INDEX journal_events;
CREATE INDEX journal_events ON journal (seq) WHERE kind IN ('club.opened', 'program.changed', 'settings.changed', 'staff.changed',
  'clock.confirmed', 'data.restored', 'key.replaced', 'archive.made', 'books.exported', 'list.exported', 'backup.made', 'check.failed', 'attestation.made', 'personalData.exported',
  'personalData.erased', 'day.closed', 'month.closed', 'year.closed');
