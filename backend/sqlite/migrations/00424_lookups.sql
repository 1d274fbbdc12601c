-- +goose Up
-- What SQLite walked a grown table for: which rows hang on one that is taken away, and
-- the rare entries among all.
CREATE INDEX payments_by_sale ON payments (sale) WHERE sale IS NOT NULL;
CREATE INDEX voucher_movements_by_booking ON voucher_movements (booking) WHERE booking IS NOT NULL;
CREATE INDEX bookings_by_reason ON bookings (reason) WHERE reason IS NOT NULL;
CREATE INDEX card_movements_by_reason ON card_movements (reason) WHERE reason IS NOT NULL;
CREATE INDEX invoices_by_reason ON invoices (reason) WHERE reason IS NOT NULL;
CREATE INDEX vouchers_by_reason ON vouchers (reason) WHERE reason IS NOT NULL;
CREATE INDEX postings_by_household ON postings (household) WHERE household IS NOT NULL;
CREATE INDEX requests_by_household ON requests (household) WHERE household IS NOT NULL;
CREATE INDEX requests_open ON requests (id) WHERE state = 'open';
CREATE INDEX journal_overrides ON journal (seq) WHERE kind = 'override.made';
