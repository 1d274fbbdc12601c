-- +goose Up

-- Limits belong to a season (PRODUCT section 1): its own figures for the club's rules of
-- booking, cancelling and vouchers; null where the club's hold.
ALTER TABLE seasons ADD COLUMN cut_off_minutes INTEGER CHECK (cut_off_minutes BETWEEN 0 AND 1439);
ALTER TABLE seasons ADD COLUMN voucher_hours INTEGER CHECK (voucher_hours >= 0);
ALTER TABLE seasons ADD COLUMN voucher_months INTEGER CHECK (voucher_months >= 1);
ALTER TABLE seasons ADD COLUMN vouchers_a_season INTEGER CHECK (vouchers_a_season >= 0);
