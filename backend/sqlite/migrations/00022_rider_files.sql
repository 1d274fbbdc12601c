-- +goose Up

-- The sections of the settings are named by the program: each new one would
-- otherwise need this table made anew.
CREATE TABLE settings_open (
  section    TEXT PRIMARY KEY CHECK (section <> ''),
  body       TEXT NOT NULL CHECK (json_valid(body)),
  version    INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL
) STRICT;
INSERT INTO settings_open SELECT section, body, version, updated_at, updated_by FROM settings;
DROP TABLE settings;
ALTER TABLE settings_open RENAME TO settings;

-- Where the papers of riders stand, as it was written down: the last row of a
-- rider's paper is its state, those before it are its history.
CREATE TABLE paper_states (
  id      INTEGER PRIMARY KEY,
  rider   INTEGER NOT NULL REFERENCES riders (id),
  paper   TEXT NOT NULL CHECK (paper <> ''),  -- its code on the season's list
  state   TEXT NOT NULL CHECK (state IN ('missing', 'received', 'accepted', 'refused')),
  expires TEXT NOT NULL DEFAULT '',           -- the last day it is good for; '' for ever
  reason  INTEGER REFERENCES reasons (id),    -- why it is refused
  set_at  TEXT NOT NULL,
  set_by  INTEGER NOT NULL REFERENCES staff (id)
) STRICT;
CREATE INDEX paper_states_by_rider ON paper_states (rider, paper, id);

-- Scans of papers, in the database so that backups carry them. One that is
-- removed leaves when and by whom, and nothing of what it held or was called.
CREATE TABLE scans (
  id         INTEGER PRIMARY KEY,
  rider      INTEGER NOT NULL REFERENCES riders (id),
  paper      TEXT NOT NULL CHECK (paper <> ''),
  name       TEXT NOT NULL,
  type       TEXT NOT NULL CHECK (type IN ('application/pdf', 'image/jpeg', 'image/png')),
  bytes      INTEGER NOT NULL,
  sha256     TEXT NOT NULL,
  added_at   TEXT NOT NULL,
  added_by   INTEGER NOT NULL REFERENCES staff (id),
  removed_at TEXT NOT NULL DEFAULT '',
  removed_by INTEGER REFERENCES staff (id),
  content    BLOB,                            -- last: what else is asked of a row never reads it
  CHECK ((content IS NULL) = (removed_at <> ''))
) STRICT;
CREATE INDEX scans_by_rider ON scans (rider, paper, id);

-- What a rider bought decides which papers are asked of whom.
CREATE INDEX invoice_lines_by_rider ON invoice_lines (rider) WHERE rider IS NOT NULL;

-- An offer may need a complete file, or have its link wait for one, or not,
-- whatever its kind does.
ALTER TABLE offers ADD COLUMN needs_file INTEGER NOT NULL DEFAULT 0;
ALTER TABLE offers ADD COLUMN link TEXT NOT NULL DEFAULT '' CHECK (link IN ('', 'afterFile', 'atOnce'));

UPDATE settings SET body = json_set(body, '$.fileBeforeLink', json('["package","activity"]')) WHERE section = 'policy';
