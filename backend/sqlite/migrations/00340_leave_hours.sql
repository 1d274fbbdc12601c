-- +goose Up
-- A leave may begin within its first day and end within its last; 0 is that whole day.
ALTER TABLE instructor_leave ADD COLUMN start INTEGER NOT NULL DEFAULT 0 CHECK (start BETWEEN 0 AND 1439);
ALTER TABLE instructor_leave ADD COLUMN finish INTEGER NOT NULL DEFAULT 0 CHECK (finish BETWEEN 0 AND 1440);
