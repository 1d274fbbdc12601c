-- +goose Up

-- Lines of a statement that were there already when it was read: the same, as far as
-- its file says, as the line of that key. Two equal payments that a bank cuts over two
-- files look like one, so a person may take such a line as a movement of its own.
CREATE TABLE statement_repeats (
  statement INTEGER NOT NULL REFERENCES statements (id),
  n         INTEGER NOT NULL,
  key       TEXT NOT NULL,
  PRIMARY KEY (statement, n)
) STRICT, WITHOUT ROWID;
