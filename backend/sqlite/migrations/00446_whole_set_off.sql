-- +goose Up
-- By it an invoice's own credit notes leave nothing of it, nor of the VAT their rounding
-- left waiting; 0 of all that was set off before, whose entries stay as they were made.
ALTER TABLE allocations ADD COLUMN whole INTEGER NOT NULL DEFAULT 0 CHECK (whole IN (0, 1));
