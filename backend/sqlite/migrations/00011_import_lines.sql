-- +goose Up

-- A line that waits is kept as the file had it, with what was said of it so
-- far: what is wrong with it may be which cell belongs to which column.
DROP TABLE import_lines;
CREATE TABLE import_lines (
  id     INTEGER PRIMARY KEY,
  import INTEGER NOT NULL REFERENCES imports (id),
  line   INTEGER NOT NULL,               -- in the file, from 1
  cells  TEXT NOT NULL CHECK (json_valid(cells)),
  mend   TEXT NOT NULL CHECK (json_valid(mend)),
  UNIQUE (import, line)
) STRICT;

-- How the file was read, for its lines that wait.
ALTER TABLE imports ADD COLUMN columns TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(columns));
ALTER TABLE imports ADD COLUMN proper_names INTEGER NOT NULL DEFAULT 0;
