-- +goose Up

-- A card that is good for longer says so in its ledger: until when, and why.
ALTER TABLE card_movements ADD COLUMN through TEXT NOT NULL DEFAULT '';
ALTER TABLE card_movements ADD COLUMN reason INTEGER REFERENCES reasons (id);
CREATE INDEX card_movements_extended ON card_movements (moved_at) WHERE through <> '';
