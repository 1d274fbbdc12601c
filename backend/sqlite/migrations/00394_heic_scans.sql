-- +goose Up

-- Telephones take pictures as HEIC. The table is made anew, since a CHECK cannot be
-- changed; its rows stay as they are.
CREATE TABLE scans_anew (
  id         INTEGER PRIMARY KEY,
  rider      INTEGER NOT NULL REFERENCES riders (id),
  paper      TEXT NOT NULL CHECK (paper <> ''),
  name       TEXT NOT NULL,
  type       TEXT NOT NULL CHECK (type IN ('application/pdf', 'image/jpeg', 'image/png', 'image/heic')),
  bytes      INTEGER NOT NULL,
  sha256     TEXT NOT NULL,
  added_at   TEXT NOT NULL,
  added_by   INTEGER NOT NULL REFERENCES staff (id),
  removed_at TEXT NOT NULL DEFAULT '',
  removed_by INTEGER REFERENCES staff (id),
  content    BLOB,                            -- last: what else is asked of a row never reads it
  CHECK ((content IS NULL) = (removed_at <> ''))
) STRICT;
INSERT INTO scans_anew SELECT id, rider, paper, name, type, bytes, sha256, added_at, added_by, removed_at, removed_by, content FROM scans;
DROP TABLE scans;
ALTER TABLE scans_anew RENAME TO scans;
CREATE INDEX scans_by_rider ON scans (rider, paper, id);
