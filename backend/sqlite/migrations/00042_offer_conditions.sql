-- +goose Up

-- Whom an offer is for besides their age, and what its papers say of it.
ALTER TABLE offers ADD COLUMN level_min INTEGER REFERENCES levels (id);
ALTER TABLE offers ADD COLUMN level_max INTEGER REFERENCES levels (id);
ALTER TABLE offers ADD COLUMN audience TEXT NOT NULL DEFAULT 'guest' CHECK (audience IN ('desk', 'family', 'guest'));
ALTER TABLE offers ADD COLUMN contact TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(contact));  -- by language
ALTER TABLE offers ADD COLUMN pay TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(pay));
