-- +goose Up

-- A package that goes to another slot in mid-season (PRODUCT section 5). What was
-- bought stays in package_series, as the invoice says it; each move is a line of
-- its own, sealed, and what runs now follows from them.
CREATE TABLE package_moves (
  id          INTEGER PRIMARY KEY,
  package     INTEGER NOT NULL REFERENCES packages (id),
  day         TEXT NOT NULL,                              -- the first on the new slot
  leaves      INTEGER NOT NULL REFERENCES series (id),
  takes       INTEGER NOT NULL REFERENCES series (id) CHECK (takes <> leaves),
  lessons     INTEGER NOT NULL CHECK (lessons > 0),       -- booked on the new slot
  short       INTEGER NOT NULL CHECK (short >= 0),        -- it had no place for: given back
  kept_cents  INTEGER NOT NULL CHECK (kept_cents >= 0),   -- of these, by the club's terms
  credit_note INTEGER REFERENCES invoices (id)
) STRICT;
CREATE INDEX package_moves_by_package ON package_moves (package, id);

-- +goose StatementBegin
CREATE TRIGGER package_moves_no_update BEFORE UPDATE ON package_moves BEGIN SELECT RAISE(ABORT, 'sealed: package_moves'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER package_moves_no_delete BEFORE DELETE ON package_moves BEGIN SELECT RAISE(ABORT, 'sealed: package_moves'); END;
-- +goose StatementEnd

-- Given up with the package or its slot: no more a lesson of it, whatever becomes
-- of the lesson.
ALTER TABLE bookings ADD COLUMN given_up INTEGER NOT NULL DEFAULT 0 CHECK (given_up IN (0, 1));
UPDATE bookings SET given_up = 1 WHERE state = 'cancelledInTime'
  AND EXISTS (SELECT 1 FROM packages p JOIN lessons l ON l.id = bookings.lesson WHERE p.id = bookings.package AND p.ended_day <> '' AND l.day >= p.ended_day)
  AND NOT EXISTS (SELECT 1 FROM vouchers v WHERE v.booking = bookings.id);
