-- +goose Up

-- A later change of the calendar gives or takes lessons, not money (PRODUCT section
-- 3). What it cancelled is planned again when the day opens; what a person
-- cancelled is not.
ALTER TABLE lessons ADD COLUMN shut INTEGER NOT NULL DEFAULT 0 CHECK (shut IN (0, 1));
UPDATE lessons SET shut = 1 WHERE state = 'cancelled' AND series IS NOT NULL AND NOT own
  AND EXISTS (SELECT 1 FROM closed_days c WHERE c.name = lessons.reason AND lessons.day BETWEEN c.first_day AND c.last_day);

-- A place that a change of the calendar gave to a package sold before: nobody paid
-- for it, and undoing the change takes it back without a voucher.
ALTER TABLE bookings ADD COLUMN added INTEGER NOT NULL DEFAULT 0 CHECK (added IN (0, 1));
