-- +goose Up

-- A cart whose payment is promised (cheque, transfer, visit) or whose file is
-- awaited holds its places until a moment of its own, not for an hour
-- (PRODUCT section 6).
ALTER TABLE carts ADD COLUMN awaits TEXT NOT NULL DEFAULT '';
ALTER TABLE carts ADD COLUMN kept_until TEXT NOT NULL DEFAULT '' CHECK ((awaits = '') = (kept_until = ''));
