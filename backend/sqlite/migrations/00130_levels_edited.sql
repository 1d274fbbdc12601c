-- +goose Up

-- A level that is no longer given stays with who has it (PRODUCT section 9: a level
-- is a row). The list is saved as a whole: every row carries the version of the list.
ALTER TABLE levels ADD COLUMN retired INTEGER NOT NULL DEFAULT 0 CHECK (retired IN (0, 1));
ALTER TABLE levels ADD COLUMN version INTEGER NOT NULL DEFAULT 1;
