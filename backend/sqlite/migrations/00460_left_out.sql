-- +goose Up

-- A lesson that a roll-over left out because it clashed: it stands in the plan as
-- cancelled, so that its series does not make it again, and never was a lesson of the
-- season. No other lesson of a series is cancelled as it is made.
ALTER TABLE lessons ADD COLUMN left_out INTEGER NOT NULL DEFAULT 0 CHECK (left_out IN (0, 1));
UPDATE lessons SET left_out = 1 WHERE state = 'cancelled' AND version = 1 AND NOT shut
  AND series IN (SELECT id FROM series WHERE follows IS NOT NULL);
