-- +goose Up

-- The line of a cart that takes up the weekly place a list offered: taken out of it,
-- the family has its turn again.
ALTER TABLE waiting ADD COLUMN cart_line INTEGER REFERENCES cart_lines (id) ON DELETE SET NULL;
CREATE INDEX waiting_by_cart_line ON waiting (cart_line) WHERE cart_line IS NOT NULL;
