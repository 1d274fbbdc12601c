-- +goose Up

-- The Monday of the week whose lesson of its series it is, wherever somebody
-- moved it to: a series has one lesson a week at most, so none is made twice.
ALTER TABLE lessons ADD COLUMN week TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX lessons_once_a_week ON lessons (series, week) WHERE series IS NOT NULL AND week <> '';

-- 0 closes every day of the period; else that weekday alone: the horses rest on Mondays.
ALTER TABLE closed_days ADD COLUMN weekday INTEGER NOT NULL DEFAULT 0 CHECK (weekday BETWEEN 0 AND 7);

-- What hangs on a lesson, freed places among it.
CREATE INDEX IF NOT EXISTS bookings_by_lesson ON bookings (lesson, n);
