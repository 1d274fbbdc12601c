-- +goose Up

-- A household that was merged into another stays as it was, for its documents
-- and payments are sealed under its id; whatever is asked of it is answered by
-- the one it points to. Those that were merged into it before point there too.
ALTER TABLE households ADD COLUMN merged_into INTEGER REFERENCES households (id);
CREATE INDEX households_merged ON households (merged_into) WHERE merged_into IS NOT NULL;

-- What a merge moved, by ids, so that it can be undone; gone once it is.
CREATE TABLE merges (
  id        INTEGER PRIMARY KEY,
  kept      INTEGER NOT NULL REFERENCES households (id),
  merged    INTEGER NOT NULL UNIQUE REFERENCES households (id),
  version   INTEGER NOT NULL,            -- of the kept household right after
  trail     TEXT NOT NULL CHECK (json_valid(trail)),
  merged_at TEXT NOT NULL,
  merged_by INTEGER NOT NULL REFERENCES staff (id)
) STRICT;
CREATE INDEX merges_by_kept ON merges (kept);
