-- +goose Up

-- A second phone, and where a rider lives who does not live with the household (PRODUCT section 2).
ALTER TABLE riders ADD COLUMN phone TEXT NOT NULL DEFAULT '';
ALTER TABLE riders ADD COLUMN address TEXT NOT NULL DEFAULT '';
