-- +goose Up

-- A lesson below its minimum group size is shown in good time; the club cancels it,
-- or keeps it, which is this (PRODUCT section 5).
ALTER TABLE lessons ADD COLUMN kept INTEGER NOT NULL DEFAULT 0 CHECK (kept IN (0, 1));
