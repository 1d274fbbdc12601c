-- +goose Up

-- A list that is brought in holds members or openings; of openings the day of the
-- take-over, the rate whose VAT waits on what is owed, and how many it made.
ALTER TABLE imports ADD COLUMN kind TEXT NOT NULL DEFAULT 'members' CHECK (kind IN ('members', 'openings'));
ALTER TABLE imports ADD COLUMN day TEXT NOT NULL DEFAULT '';
ALTER TABLE imports ADD COLUMN vat TEXT NOT NULL DEFAULT '';
ALTER TABLE imports ADD COLUMN openings INTEGER NOT NULL DEFAULT 0;
