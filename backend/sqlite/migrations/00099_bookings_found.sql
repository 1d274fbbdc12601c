-- +goose Up

-- The lesson a voucher is used for: without it every voucher of a rider read all
-- bookings there are.
CREATE INDEX bookings_by_voucher ON bookings (voucher) WHERE voucher IS NOT NULL;

-- Rolls that are still open, of a year's lessons.
CREATE INDEX lessons_planned ON lessons (day) WHERE state = 'planned';
