-- +goose Up

-- What a message is about, in words of any language, and who told the family: until
-- there is mail, the desk phones (PRODUCT section 5).
ALTER TABLE outbox ADD COLUMN riders TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN says TEXT NOT NULL DEFAULT '[]'; -- codes and params of the texts tell.*
ALTER TABLE outbox ADD COLUMN told_at TEXT NOT NULL DEFAULT '';
ALTER TABLE outbox ADD COLUMN told_by INTEGER REFERENCES staff (id);
CREATE INDEX outbox_to_tell ON outbox (made_at) WHERE state IN ('waiting', 'phoned');
CREATE INDEX outbox_by_lesson ON outbox (lesson) WHERE lesson IS NOT NULL;
