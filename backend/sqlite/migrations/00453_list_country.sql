-- +goose Up
-- How a list's postal codes were read, for its lines that wait: without the first zeros
-- that a spreadsheet cut off, and of which country where a line says none.
ALTER TABLE imports ADD COLUMN lost_zeros INTEGER NOT NULL DEFAULT 0 CHECK (lost_zeros IN (0, 1));
ALTER TABLE imports ADD COLUMN country TEXT NOT NULL DEFAULT ''; -- a code; empty is the club's
