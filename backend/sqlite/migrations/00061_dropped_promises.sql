-- +goose Up

-- Money that was promised and that nobody waits for any more, and why. Its
-- request is cancelled; what it was for goes on asking.
CREATE TABLE dropped_promises (
  request    INTEGER PRIMARY KEY REFERENCES requests (id),
  reason     INTEGER NOT NULL REFERENCES reasons (id),
  dropped_at TEXT NOT NULL,
  dropped_by INTEGER NOT NULL REFERENCES staff (id)
) STRICT;

-- +goose StatementBegin
CREATE TRIGGER dropped_promises_no_update BEFORE UPDATE ON dropped_promises BEGIN SELECT RAISE(ABORT, 'sealed: dropped_promises'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER dropped_promises_no_delete BEFORE DELETE ON dropped_promises BEGIN SELECT RAISE(ABORT, 'sealed: dropped_promises'); END;
-- +goose StatementEnd

-- A promise holds 7 days unless the club says otherwise (PRODUCT section 6).
UPDATE settings SET body = json_set(body, '$.promiseDays', 7) WHERE section = 'policy';
