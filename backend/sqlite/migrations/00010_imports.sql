-- +goose Up

-- A member list that was imported as a whole, and can be undone as a whole for
-- as long as nothing hangs on what it made.
CREATE TABLE imports (
  id          INTEGER PRIMARY KEY,
  file        TEXT NOT NULL,             -- its name, without a folder
  sha256      TEXT NOT NULL,             -- of the file as it came
  lines       INTEGER NOT NULL,          -- members in the file
  riders      INTEGER NOT NULL,          -- made
  households  INTEGER NOT NULL,          -- made; the other riders joined families the club had
  known       INTEGER NOT NULL,          -- lines whose rider was already there
  imported_at TEXT NOT NULL,
  imported_by INTEGER NOT NULL REFERENCES staff (id),
  undone_at   TEXT NOT NULL DEFAULT '',
  undone_by   INTEGER REFERENCES staff (id)
) STRICT;

-- Lines set aside until somebody mends them; gone once they are imported.
CREATE TABLE import_lines (
  id     INTEGER PRIMARY KEY,
  import INTEGER NOT NULL REFERENCES imports (id),
  line   INTEGER NOT NULL,               -- in the file, from 1
  texts  TEXT NOT NULL CHECK (json_valid(texts)),  -- as written, by field
  UNIQUE (import, line)
) STRICT;

ALTER TABLE households ADD COLUMN import INTEGER REFERENCES imports (id);
ALTER TABLE riders ADD COLUMN import INTEGER REFERENCES imports (id);
CREATE INDEX households_by_import ON households (import) WHERE import IS NOT NULL;
CREATE INDEX riders_by_import ON riders (import) WHERE import IS NOT NULL;
