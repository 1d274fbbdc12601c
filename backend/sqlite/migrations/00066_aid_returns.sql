-- +goose Up

-- What was paid back to an aid's payer. What is owed to it is the money of back
-- 'returned' that was taken from the aid's payment, less this.
CREATE TABLE aid_returns (
  id          INTEGER PRIMARY KEY,
  aid         INTEGER NOT NULL REFERENCES aids (id),
  day         TEXT NOT NULL,
  cents       INTEGER NOT NULL CHECK (cents > 0),
  returned_at TEXT NOT NULL,
  returned_by INTEGER NOT NULL REFERENCES staff (id)
) STRICT;
CREATE INDEX aid_returns_by_aid ON aid_returns (aid);
CREATE INDEX aid_returns_by_day ON aid_returns (day);

-- +goose StatementBegin
CREATE TRIGGER aid_returns_no_update BEFORE UPDATE ON aid_returns BEGIN SELECT RAISE(ABORT, 'sealed: aid_returns'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER aid_returns_no_delete BEFORE DELETE ON aid_returns BEGIN SELECT RAISE(ABORT, 'sealed: aid_returns'); END;
-- +goose StatementEnd
