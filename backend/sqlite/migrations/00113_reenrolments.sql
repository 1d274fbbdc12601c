-- +goose Up

-- What is copied to the season to come says of what it is the next: a rider's
-- package and slot have their successors, whatever these are called by then.
ALTER TABLE series ADD COLUMN follows INTEGER REFERENCES series (id) ON DELETE SET NULL;
ALTER TABLE offers ADD COLUMN follows INTEGER REFERENCES offers (id) ON DELETE SET NULL;

-- A package whose place is kept, or was, in the season to come: by a line of a
-- cart that awaits re-enrolment. The line is named by its number alone, for one
-- that was taken out comes back under it; taken out, the place is let go.
CREATE TABLE reenrolments (
  package   INTEGER NOT NULL REFERENCES packages (id),
  season    INTEGER NOT NULL REFERENCES seasons (id), -- to come
  cart_line INTEGER NOT NULL,
  PRIMARY KEY (package, season)
) STRICT, WITHOUT ROWID;
