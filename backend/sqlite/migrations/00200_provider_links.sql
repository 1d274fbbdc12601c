-- +goose Up

-- A link at a payment provider: what its request is there. The request itself is
-- sealed; its address is known only once the provider has made it.
CREATE TABLE provider_links (
  request  INTEGER PRIMARY KEY REFERENCES requests (id),
  provider TEXT NOT NULL CHECK (provider IN ('stripe', 'mollie', 'systempay', 'payzen')),
  key      TEXT NOT NULL UNIQUE,                       -- asked twice with it, the provider makes one link
  ref      TEXT NOT NULL DEFAULT '',                   -- the provider's id
  url      TEXT NOT NULL DEFAULT '',
  state    TEXT NOT NULL CHECK (state IN ('wanted', 'open', 'closed', 'ended')), -- ended: nobody looks at it any more
  problem  TEXT NOT NULL DEFAULT '',                   -- link.problem.*
  detail   TEXT NOT NULL DEFAULT '',                   -- the provider's words
  tries    INTEGER NOT NULL DEFAULT 0,
  next_at  TEXT NOT NULL,                              -- when it is asked about again, UTC
  looked_at TEXT NOT NULL DEFAULT '',
  CHECK (state = 'wanted' OR state = 'ended' OR ref <> '' AND url <> '')
) STRICT;
CREATE INDEX provider_links_next ON provider_links (next_at) WHERE state <> 'ended';
CREATE UNIQUE INDEX provider_links_ref ON provider_links (provider, ref) WHERE ref <> '';

-- Money that a provider reported: once, whatever is reported twice.
CREATE TABLE link_payments (
  id       INTEGER PRIMARY KEY,
  request  INTEGER NOT NULL REFERENCES provider_links (request),
  provider TEXT NOT NULL,
  ref      TEXT NOT NULL,                              -- the provider's id of the payment
  cents    INTEGER NOT NULL,
  currency TEXT NOT NULL,
  refunded INTEGER NOT NULL DEFAULT 0,                 -- by the provider, as it says
  paid_at  TEXT NOT NULL,
  why      TEXT NOT NULL CHECK (why IN ('', 'amount', 'currency', 'late', 'refunded')), -- why a person looks at it
  state    TEXT NOT NULL CHECK (state IN ('booked', 'toCheck', 'givenBack')),
  payment  INTEGER UNIQUE REFERENCES payments (id),
  seen_at  TEXT NOT NULL,
  done_by  INTEGER REFERENCES staff (id),
  UNIQUE (provider, ref),
  CHECK ((state = 'booked') = (payment IS NOT NULL))
) STRICT;
CREATE INDEX link_payments_to_check ON link_payments (id) WHERE state = 'toCheck';
CREATE INDEX link_payments_request ON link_payments (request);

-- +goose StatementBegin
CREATE TRIGGER link_payments_once BEFORE UPDATE ON link_payments
WHEN OLD.provider <> NEW.provider OR OLD.ref <> NEW.ref OR OLD.cents <> NEW.cents OR OLD.currency <> NEW.currency OR OLD.request <> NEW.request OR OLD.payment IS NOT NULL AND OLD.payment IS NOT NEW.payment
BEGIN SELECT RAISE(ABORT, 'sealed: link_payments'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER link_payments_no_delete BEFORE DELETE ON link_payments BEGIN SELECT RAISE(ABORT, 'sealed: link_payments'); END;
-- +goose StatementEnd
