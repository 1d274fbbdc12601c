-- +goose Up

-- A cart whose payment is promised, whose file is awaited, or that keeps a family's
-- place of next season holds its places until a moment of its own, not for an hour
-- (PRODUCT section 6).
ALTER TABLE carts ADD COLUMN awaits TEXT NOT NULL DEFAULT '' CHECK (awaits IN ('', 'cheque', 'transfer', 'visit', 'file', 'renewal'));
ALTER TABLE carts ADD COLUMN kept_until TEXT NOT NULL DEFAULT '' CHECK ((awaits = '') = (kept_until = ''));
