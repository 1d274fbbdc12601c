-- +goose Up

-- The terms of the licence, accepted besides the club's when one is bought.
ALTER TABLE invoices ADD COLUMN licence_terms_version TEXT NOT NULL DEFAULT '';
ALTER TABLE invoices ADD COLUMN licence_terms_at TEXT NOT NULL DEFAULT '';
