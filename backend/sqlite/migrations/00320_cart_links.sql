-- +goose Up

-- A payment link belongs to invoices, or to a cart that is kept for it (PRODUCT
-- section 9): what is asked for it is due now of the cart as it was then.
CREATE TABLE request_carts (
  request   INTEGER PRIMARY KEY REFERENCES requests (id),
  cart      INTEGER NOT NULL REFERENCES carts (id),
  reference TEXT NOT NULL,                             -- what its payer reads: that of the order
  language  TEXT NOT NULL CHECK (language IN ('fr', 'nl', 'en'))
) STRICT;
CREATE INDEX request_carts_by_cart ON request_carts (cart);

-- +goose StatementBegin
CREATE TRIGGER request_carts_no_update BEFORE UPDATE ON request_carts BEGIN SELECT RAISE(ABORT, 'sealed: request_carts'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER request_carts_no_delete BEFORE DELETE ON request_carts BEGIN SELECT RAISE(ABORT, 'sealed: request_carts'); END;
-- +goose StatementEnd

-- The link a message gives out, where no paper of its does.
CREATE TABLE outgoing_links (
  message INTEGER PRIMARY KEY REFERENCES outbox (id),
  request INTEGER NOT NULL REFERENCES requests (id)
) STRICT;
CREATE INDEX outgoing_links_by_request ON outgoing_links (request);

-- Money for a cart that cannot become its sale waits for a person too: 'cart'. The
-- table is made anew, since a CHECK cannot be changed; its rows stay as they are.
CREATE TABLE link_payments_anew (
  id       INTEGER PRIMARY KEY,
  request  INTEGER NOT NULL REFERENCES provider_links (request),
  provider TEXT NOT NULL,
  ref      TEXT NOT NULL,
  cents    INTEGER NOT NULL,
  currency TEXT NOT NULL,
  refunded INTEGER NOT NULL DEFAULT 0,
  paid_at  TEXT NOT NULL,
  why      TEXT NOT NULL CHECK (why IN ('', 'amount', 'currency', 'late', 'refunded', 'cart')),
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
CREATE INDEX link_payments_to_check ON link_payments (id) WHERE state = 'toCheck' OR state = 'booked' AND refunded > back;
CREATE INDEX link_payments_request ON link_payments (request);

-- +goose StatementBegin
CREATE TRIGGER link_payments_once BEFORE UPDATE ON link_payments
WHEN OLD.provider <> NEW.provider OR OLD.ref <> NEW.ref OR OLD.cents <> NEW.cents OR OLD.currency <> NEW.currency OR OLD.request <> NEW.request OR OLD.payment IS NOT NULL AND OLD.payment IS NOT NEW.payment
BEGIN SELECT RAISE(ABORT, 'sealed: link_payments'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER link_payments_no_delete BEFORE DELETE ON link_payments BEGIN SELECT RAISE(ABORT, 'sealed: link_payments'); END;
-- +goose StatementEnd
