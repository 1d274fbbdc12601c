
-- +goose Up
-- The tray of the planning asks for what is good today, not for ten years of it.
CREATE INDEX vouchers_ending ON vouchers (valid_through);
