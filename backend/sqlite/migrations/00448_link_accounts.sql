-- +goose Up

-- By which of the keys that are kept for its provider and shop a link is looked at: 0 for
-- the club's own of today, else one of an account the club had there before.
ALTER TABLE provider_links ADD COLUMN account INTEGER NOT NULL DEFAULT 0 CHECK (account >= 0);
