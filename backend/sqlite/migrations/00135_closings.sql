-- +goose Up

-- What the drawer was found to hold, and what was taken to the bank. Each row
-- says what the till holds after it; entry is the last accounting entry it knew.
CREATE TABLE till_events (
  id             INTEGER PRIMARY KEY,
  kind           TEXT NOT NULL CHECK (kind IN ('opened', 'counted', 'dropped')),
  day            TEXT NOT NULL,                                       -- club-local
  pieces         TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(pieces)), -- counted, by value
  expected_cents INTEGER NOT NULL,                                    -- what the books say, before
  cents          INTEGER NOT NULL,                                    -- found, or taken out
  float_cents    INTEGER NOT NULL,                                    -- what the till held when it last was counted, less drops
  reason         TEXT NOT NULL DEFAULT '',                            -- of a gap; the chain knows it by its salted hash
  salt           TEXT NOT NULL DEFAULT '',
  entry          INTEGER NOT NULL,
  at             TEXT NOT NULL,
  by             INTEGER NOT NULL REFERENCES staff (id)
) STRICT;

-- A closing as it was signed (PRODUCT section 9, Closings).
CREATE TABLE closings (
  id        INTEGER PRIMARY KEY,
  kind      TEXT NOT NULL CHECK (kind IN ('day', 'month', 'year')),
  n         INTEGER NOT NULL,
  from_day  TEXT NOT NULL,
  day       TEXT NOT NULL,    -- the last it closes
  seq       INTEGER NOT NULL, -- of its entry in the journal
  body      TEXT NOT NULL CHECK (json_valid(body)), -- exactly what is signed
  signature TEXT NOT NULL,
  key       TEXT NOT NULL,
  closed_at TEXT NOT NULL,
  closed_by INTEGER NOT NULL REFERENCES staff (id),
  UNIQUE (kind, n),
  UNIQUE (kind, day)
) STRICT;
CREATE INDEX closings_by_day ON closings (day);

-- +goose StatementBegin
CREATE TRIGGER till_events_no_update BEFORE UPDATE OF id, kind, day, pieces, expected_cents, cents, float_cents, entry, at, by ON till_events BEGIN SELECT RAISE(ABORT, 'sealed: till_events'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER till_events_no_delete BEFORE DELETE ON till_events BEGIN SELECT RAISE(ABORT, 'sealed: till_events'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER closings_no_update BEFORE UPDATE ON closings BEGIN SELECT RAISE(ABORT, 'sealed: closings'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER closings_no_delete BEFORE DELETE ON closings BEGIN SELECT RAISE(ABORT, 'sealed: closings'); END;
-- +goose StatementEnd

-- Nothing enters a day that is closed, whatever the path.
-- +goose StatementBegin
CREATE TRIGGER invoices_closed BEFORE INSERT ON invoices
  WHEN NEW.day <= (SELECT max(day) FROM closings) BEGIN SELECT RAISE(ABORT, 'closed day'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER payments_closed BEFORE INSERT ON payments
  WHEN NEW.day <= (SELECT max(day) FROM closings) BEGIN SELECT RAISE(ABORT, 'closed day'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER allocations_closed BEFORE INSERT ON allocations
  WHEN NEW.day <= (SELECT max(day) FROM closings) BEGIN SELECT RAISE(ABORT, 'closed day'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER entries_closed BEFORE INSERT ON entries
  WHEN NEW.day <= (SELECT max(day) FROM closings) BEGIN SELECT RAISE(ABORT, 'closed day'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER held_money_closed BEFORE UPDATE OF brought_day ON held_money
  WHEN NEW.brought_day <> '' AND NEW.brought_day <= (SELECT max(day) FROM closings) BEGIN SELECT RAISE(ABORT, 'closed day'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER aids_closed BEFORE UPDATE OF received_day ON aids
  WHEN NEW.received_day <> OLD.received_day AND NEW.received_day <> '' AND NEW.received_day <= (SELECT max(day) FROM closings)
BEGIN SELECT RAISE(ABORT, 'closed day'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER aid_returns_closed BEFORE INSERT ON aid_returns
  WHEN NEW.day <= (SELECT max(day) FROM closings) BEGIN SELECT RAISE(ABORT, 'closed day'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER till_events_closed BEFORE INSERT ON till_events
  WHEN NEW.day <= (SELECT max(day) FROM closings) BEGIN SELECT RAISE(ABORT, 'closed day'); END;
-- +goose StatementEnd
