-- +goose Up
-- Papers on their way to a printer of this computer: a row comes before the paper is
-- asked for and goes once the printer has it. What stays was refused or lost, and is a
-- line of Today until it is printed or left.
CREATE TABLE unprinted (
  id      INTEGER PRIMARY KEY,
  path    TEXT NOT NULL,            -- of the API, where the paper is asked for
  key     TEXT NOT NULL,            -- it is asked for with: the same copy again; empty where asking records nothing
  kind    TEXT NOT NULL CHECK (kind IN ('a4', 'receipt')),
  file    TEXT NOT NULL,            -- its name
  opening TEXT NOT NULL,            -- of the data by the program that began it
  code    TEXT NOT NULL DEFAULT '', -- why it was refused; empty while it is under way, or was lost
  printer TEXT NOT NULL DEFAULT '', -- that is meant by it
  at      TEXT NOT NULL,
  staff   INTEGER NOT NULL REFERENCES staff (id)
) STRICT;
