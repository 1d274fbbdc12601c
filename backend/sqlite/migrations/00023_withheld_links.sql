-- +goose Up

-- A link that waits for riders' files (PRODUCT section 9): it is open, and not
-- given out before every one of them is complete or the owner unlocks it.
CREATE TABLE withheld_links (
  request     INTEGER PRIMARY KEY REFERENCES requests (id),
  released_at TEXT NOT NULL DEFAULT '',
  released_by INTEGER REFERENCES staff (id),
  reason      INTEGER REFERENCES reasons (id)  -- why the owner unlocked it; null: the files are complete
) STRICT;
CREATE INDEX withheld_links_waiting ON withheld_links (request) WHERE released_at = '';
CREATE INDEX withheld_links_released ON withheld_links (released_at) WHERE released_at <> '';

CREATE TABLE withheld_riders (
  request INTEGER NOT NULL REFERENCES withheld_links (request),
  rider   INTEGER NOT NULL REFERENCES riders (id),
  PRIMARY KEY (request, rider)
) STRICT, WITHOUT ROWID;
CREATE INDEX withheld_riders_by_rider ON withheld_riders (rider);

-- +goose StatementBegin
CREATE TRIGGER withheld_links_once BEFORE UPDATE ON withheld_links WHEN OLD.released_at <> '' OR NEW.request <> OLD.request
BEGIN SELECT RAISE(ABORT, 'sealed: withheld_links'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER withheld_links_no_delete BEFORE DELETE ON withheld_links BEGIN SELECT RAISE(ABORT, 'sealed: withheld_links'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER withheld_riders_no_update BEFORE UPDATE ON withheld_riders BEGIN SELECT RAISE(ABORT, 'sealed: withheld_riders'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER withheld_riders_no_delete BEFORE DELETE ON withheld_riders BEGIN SELECT RAISE(ABORT, 'sealed: withheld_riders'); END;
-- +goose StatementEnd
