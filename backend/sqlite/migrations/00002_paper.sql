-- +goose Up

-- What the prints of a document say besides its sums, chosen at issue; null for
-- what was sealed in version 1 of the journal's payloads.
ALTER TABLE invoices ADD COLUMN paper TEXT NOT NULL DEFAULT 'null' CHECK (json_valid(paper));
ALTER TABLE payments ADD COLUMN paper TEXT NOT NULL DEFAULT 'null' CHECK (json_valid(paper));
