-- +goose Up
-- The account an offer's sales are booked on, and that of what was sold of it; '' is that
-- of its kind.
ALTER TABLE offers ADD COLUMN sales_account TEXT NOT NULL DEFAULT '';
ALTER TABLE invoice_lines ADD COLUMN account TEXT NOT NULL DEFAULT '';
