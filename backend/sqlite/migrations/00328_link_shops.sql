-- +goose Up

-- A link is looked at with the key of the shop that made it, whichever the club has now.
ALTER TABLE provider_links ADD COLUMN shop TEXT NOT NULL DEFAULT '';
UPDATE provider_links SET shop = coalesce((SELECT body ->> 'linkShop' FROM settings WHERE section = 'policy'), '');
