-- +goose Up

-- How the payer of an aid was paid back; until now it was always transferred.
ALTER TABLE aid_returns ADD COLUMN way TEXT NOT NULL DEFAULT 'transfer' CHECK (way IN ('transfer', 'cheque', 'cash'));
ALTER TABLE aid_returns ADD COLUMN number TEXT NOT NULL DEFAULT '';
