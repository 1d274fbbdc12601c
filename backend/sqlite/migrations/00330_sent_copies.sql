-- +goose Up

-- A mail that left and is not among the sent ones of the mailbox yet: the letter as it
-- left. The row goes when its copy is there, and after a month without.
CREATE TABLE sent_copies (
  message  INTEGER PRIMARY KEY REFERENCES outbox (id),
  letter   BLOB NOT NULL,
  sent_at  TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  next_at  TEXT NOT NULL DEFAULT '', -- instant; not tried before
  fault    TEXT NOT NULL DEFAULT '', -- code of the text error.CODE; empty before it was tried
  params   TEXT NOT NULL DEFAULT '{}' -- of that text: the server's own words
) STRICT;
