-- +goose Up
-- What a provider said was paid in its test mode is no money.
ALTER TABLE link_payments ADD COLUMN test INTEGER NOT NULL DEFAULT 0 CHECK (test IN (0, 1));

-- Since when somebody's money by a link is under way, as its provider says; '' for none.
ALTER TABLE provider_links ADD COLUMN pending_since TEXT NOT NULL DEFAULT '';
CREATE INDEX provider_links_pending ON provider_links (request) WHERE pending_since <> '';
