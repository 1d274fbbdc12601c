-- +goose Up

-- The till that recorded it (BOI-TVA-DECLA-30-10-30, paragraph 50); '' before tills had
-- a number.
ALTER TABLE invoices ADD COLUMN till TEXT NOT NULL DEFAULT '';
ALTER TABLE payments ADD COLUMN till TEXT NOT NULL DEFAULT '';
