-- +goose Up

-- When a link stops working at its provider, '' for never; when it was closed; and
-- whether it had ended there while money was still asked.
ALTER TABLE provider_links ADD COLUMN ends_at TEXT NOT NULL DEFAULT '';
ALTER TABLE provider_links ADD COLUMN closed_at TEXT NOT NULL DEFAULT '';
ALTER TABLE provider_links ADD COLUMN lapsed INTEGER NOT NULL DEFAULT 0 CHECK (lapsed IN (0, 1));

-- A person also decides of money that came back after it was given back, and of money
-- its provider no longer names: 'returned', 'cancelled'. The table is made anew, since
-- a CHECK cannot be changed; its rows stay as they are.
CREATE TABLE link_payments_anew (
  id       INTEGER PRIMARY KEY,
  request  INTEGER NOT NULL REFERENCES provider_links (request),
  provider TEXT NOT NULL,
  ref      TEXT NOT NULL,
  cents    INTEGER NOT NULL,
  currency TEXT NOT NULL,
  refunded INTEGER NOT NULL DEFAULT 0,
  paid_at  TEXT NOT NULL,
  why      TEXT NOT NULL CHECK (why IN ('', 'amount', 'currency', 'late', 'refunded', 'cart', 'returned', 'cancelled')),
  state    TEXT NOT NULL CHECK (state IN ('booked', 'toCheck', 'givenBack')),
  payment  INTEGER UNIQUE REFERENCES payments (id),
  seen_at  TEXT NOT NULL,
  done_by  INTEGER REFERENCES staff (id),
  back     INTEGER NOT NULL DEFAULT 0 CHECK (back >= 0),
  UNIQUE (provider, ref),
  CHECK ((state = 'booked') = (payment IS NOT NULL))
) STRICT;
INSERT INTO link_payments_anew SELECT id, request, provider, ref, cents, currency, refunded, paid_at, why, state, payment, seen_at, done_by, back FROM link_payments;
DROP TRIGGER link_payments_no_delete;
DROP TRIGGER link_payments_once;
DROP TABLE link_payments;
ALTER TABLE link_payments_anew RENAME TO link_payments;
CREATE INDEX link_payments_to_check ON link_payments (id) WHERE state = 'toCheck' OR state = 'booked' AND refunded <> back;
CREATE INDEX link_payments_request ON link_payments (request);

-- +goose StatementBegin
CREATE TRIGGER link_payments_once BEFORE UPDATE ON link_payments
WHEN OLD.provider <> NEW.provider OR OLD.ref <> NEW.ref OR OLD.cents <> NEW.cents OR OLD.currency <> NEW.currency OR OLD.request <> NEW.request OR OLD.payment IS NOT NULL AND OLD.payment IS NOT NEW.payment
BEGIN SELECT RAISE(ABORT, 'sealed: link_payments'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER link_payments_no_delete BEFORE DELETE ON link_payments BEGIN SELECT RAISE(ABORT, 'sealed: link_payments'); END;
-- +goose StatementEnd

-- What came back of money that had been given back, as a payment of its own: a dispute
-- that was won.
CREATE TABLE link_returns (
  payment      INTEGER PRIMARY KEY REFERENCES payments (id),
  link_payment INTEGER NOT NULL REFERENCES link_payments (id)
) STRICT;
CREATE INDEX link_returns_by_link_payment ON link_returns (link_payment);

-- +goose StatementBegin
CREATE TRIGGER link_returns_no_update BEFORE UPDATE ON link_returns BEGIN SELECT RAISE(ABORT, 'sealed: link_returns'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER link_returns_no_delete BEFORE DELETE ON link_returns BEGIN SELECT RAISE(ABORT, 'sealed: link_returns'); END;
-- +goose StatementEnd

-- Links over invoices that ended unseen while money was asked are looked at once more.
UPDATE provider_links SET state = 'closed', next_at = looked_at
WHERE state = 'ended' AND ref <> '' AND url <> '' AND request IN (SELECT i.request FROM request_invoices i JOIN requests r ON r.id = i.request WHERE r.state = 'open');
