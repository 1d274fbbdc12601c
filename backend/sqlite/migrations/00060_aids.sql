-- +goose Up

-- An aid is what somebody else pays of what a rider bought: announced, granted
-- (from then on a receivable on its payer that covers invoices), claimed, and
-- received or refused. What it is never changes; what became of it does, and
-- follows from the journal.
CREATE TABLE aids (
  id             INTEGER PRIMARY KEY,
  kind           INTEGER NOT NULL,          -- of the settings, as it was then
  name           TEXT NOT NULL,
  payer          TEXT NOT NULL,
  household      INTEGER NOT NULL REFERENCES households (id),
  rider          INTEGER NOT NULL REFERENCES riders (id),
  number         TEXT NOT NULL,
  valid_through  TEXT NOT NULL DEFAULT '',
  cents          INTEGER NOT NULL CHECK (cents > 0),
  state          TEXT NOT NULL CHECK (state IN ('announced', 'granted', 'claimed', 'received', 'refused')),
  payment        INTEGER REFERENCES payments (id),  -- that covers the invoices, once granted
  claimed_day    TEXT NOT NULL DEFAULT '',
  received_day   TEXT NOT NULL DEFAULT '',
  received_cents INTEGER NOT NULL DEFAULT 0,
  noted_at       TEXT NOT NULL,
  noted_by       INTEGER NOT NULL REFERENCES staff (id)
) STRICT;
CREATE INDEX aids_open ON aids (state, payer, id) WHERE state IN ('announced', 'granted', 'claimed');
CREATE INDEX aids_by_rider ON aids (rider, kind);
CREATE UNIQUE INDEX aids_by_payment ON aids (payment) WHERE payment IS NOT NULL;
CREATE INDEX aids_received ON aids (received_day) WHERE received_day <> '';

CREATE TABLE aid_invoices (
  aid     INTEGER NOT NULL REFERENCES aids (id),
  invoice INTEGER NOT NULL REFERENCES invoices (id),
  PRIMARY KEY (aid, invoice)
) STRICT, WITHOUT ROWID;
CREATE INDEX aid_invoices_by_invoice ON aid_invoices (invoice);

-- The part of settled_cents that aids cover and nobody paid yet.
ALTER TABLE settlements ADD COLUMN covered_cents INTEGER NOT NULL DEFAULT 0;

-- +goose StatementBegin
CREATE TRIGGER aids_fixed BEFORE UPDATE OF id, kind, name, payer, household, rider, number, valid_through, cents, noted_at, noted_by ON aids
BEGIN SELECT RAISE(ABORT, 'sealed: aids'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER aids_no_delete BEFORE DELETE ON aids BEGIN SELECT RAISE(ABORT, 'sealed: aids'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER aid_invoices_no_update BEFORE UPDATE ON aid_invoices BEGIN SELECT RAISE(ABORT, 'sealed: aid_invoices'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER aid_invoices_no_delete BEFORE DELETE ON aid_invoices BEGIN SELECT RAISE(ABORT, 'sealed: aid_invoices'); END;
-- +goose StatementEnd
