-- +goose Up

-- The days of lessons that a cart's line held and that the club gives no more: they
-- are not charged, and named at the sale.
ALTER TABLE cart_lines ADD COLUMN lost TEXT NOT NULL DEFAULT '[]';
