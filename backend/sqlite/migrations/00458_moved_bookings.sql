-- +goose Up

-- The day and start (minutes) a place was booked for, once the club gave its lesson at
-- another time: who had it before is let go as if the club cancelled (PRODUCT section 5).
ALTER TABLE bookings ADD COLUMN moved_from TEXT;
