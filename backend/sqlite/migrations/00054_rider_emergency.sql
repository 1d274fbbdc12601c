-- +goose Up

-- Whom to call first for a rider; the household's contacts where it is empty.
ALTER TABLE riders ADD COLUMN emergency_name TEXT NOT NULL DEFAULT '';
ALTER TABLE riders ADD COLUMN emergency_phone TEXT NOT NULL DEFAULT '';
