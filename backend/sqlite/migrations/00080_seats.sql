-- +goose Up

-- What is sold with places (PRODUCT sections 3 and 9). A line, in a cart and on
-- the invoice, remembers what it books: series, weeks, the pro rata and the full
-- dates that were left out, fixed when it entered. It takes the place of columns
-- that nothing ever wrote.
DROP TABLE cart_line_series;
ALTER TABLE cart_lines DROP COLUMN weeks;
ALTER TABLE cart_lines DROP COLUMN lessons;
ALTER TABLE cart_lines DROP COLUMN of_lessons;
ALTER TABLE cart_lines ADD COLUMN seats TEXT NOT NULL DEFAULT 'null' CHECK (json_valid(seats));
ALTER TABLE invoice_lines ADD COLUMN seats TEXT NOT NULL DEFAULT 'null' CHECK (json_valid(seats));

-- Sold to who has a package: a drop-in at its price, a second hour.
ALTER TABLE offers ADD COLUMN needs_package INTEGER NOT NULL DEFAULT 0;

-- The day on which the ages of packages count; empty: the season's first.
ALTER TABLE seasons ADD COLUMN ages_day TEXT NOT NULL DEFAULT '';

CREATE INDEX bookings_by_invoice_line ON bookings (invoice_line) WHERE invoice_line IS NOT NULL;
