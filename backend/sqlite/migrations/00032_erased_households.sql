-- +goose Up

-- When a household's personal data was erased; '' while it is held.
ALTER TABLE households ADD COLUMN erased_at TEXT NOT NULL DEFAULT '';

CREATE INDEX households_gone ON households (id) WHERE erased_at <> '';

-- 1 from an erasure until the file was made anew without what it left in pages
-- that are free.
ALTER TABLE revision ADD COLUMN unswept INTEGER NOT NULL DEFAULT 0;

-- The second wall: nothing is written about who was erased.

-- +goose StatementBegin
CREATE TRIGGER households_erased BEFORE UPDATE ON households WHEN OLD.erased_at <> ''
BEGIN SELECT RAISE(ABORT, 'erased: households'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER riders_erased BEFORE UPDATE ON riders
WHEN EXISTS (SELECT 1 FROM households WHERE erased_at <> '' AND id IN (OLD.household, NEW.household))
BEGIN SELECT RAISE(ABORT, 'erased: riders'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER riders_not_erased BEFORE INSERT ON riders
WHEN EXISTS (SELECT 1 FROM households WHERE erased_at <> '' AND id = NEW.household)
BEGIN SELECT RAISE(ABORT, 'erased: riders'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER contacts_erased BEFORE INSERT ON contacts
WHEN EXISTS (SELECT 1 FROM households WHERE erased_at <> '' AND id = NEW.household)
BEGIN SELECT RAISE(ABORT, 'erased: contacts'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER addresses_erased BEFORE INSERT ON addresses
WHEN EXISTS (SELECT 1 FROM households WHERE erased_at <> '' AND id = NEW.household)
BEGIN SELECT RAISE(ABORT, 'erased: addresses'); END;
-- +goose StatementEnd
