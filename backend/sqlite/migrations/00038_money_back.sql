-- +goose Up

-- Money that goes back is a payment below nothing: a mirror row that says why
-- (a cheque the bank refused, a refund) and what it takes from which money that
-- came in or which credit note. kept is credit that never goes back as money:
-- what aids and holiday vouchers had covered.
ALTER TABLE payments ADD COLUMN back TEXT NOT NULL DEFAULT '' CHECK (back IN ('', 'bounced', 'refunded', 'refused', 'returned'));
ALTER TABLE invoices ADD COLUMN kept_cents INTEGER NOT NULL DEFAULT 0;
ALTER TABLE allocations ADD COLUMN kept INTEGER NOT NULL DEFAULT 0 CHECK (kept IN (0, 1));

CREATE TABLE withdrawals (
  payment     INTEGER NOT NULL REFERENCES payments (id) DEFERRABLE INITIALLY DEFERRED,
  n           INTEGER NOT NULL,
  source      INTEGER REFERENCES payments (id),
  credit_note INTEGER REFERENCES invoices (id),
  cents       INTEGER NOT NULL CHECK (cents > 0),
  PRIMARY KEY (payment, n),
  CHECK ((source IS NULL) <> (credit_note IS NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX withdrawals_by_source ON withdrawals (source) WHERE source IS NOT NULL;
CREATE INDEX withdrawals_by_credit_note ON withdrawals (credit_note) WHERE credit_note IS NOT NULL;
CREATE INDEX payments_back ON payments (back, id) WHERE back <> '';

-- +goose StatementBegin
CREATE TRIGGER withdrawals_no_update BEFORE UPDATE ON withdrawals BEGIN SELECT RAISE(ABORT, 'sealed: withdrawals'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER withdrawals_no_delete BEFORE DELETE ON withdrawals BEGIN SELECT RAISE(ABORT, 'sealed: withdrawals'); END;
-- +goose StatementEnd

-- The payment that goes out closes what it takes.
-- +goose StatementBegin
CREATE TRIGGER withdrawals_closed BEFORE INSERT ON withdrawals
WHEN EXISTS (SELECT 1 FROM payments WHERE id = NEW.payment)
BEGIN SELECT RAISE(ABORT, 'sealed: the payment is closed'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER payments_back_add_up BEFORE INSERT ON payments
WHEN (NEW.cents < 0) <> (NEW.back <> '')
  OR NEW.cents < 0 AND NEW.cents <> -(SELECT coalesce(sum(cents), 0) FROM withdrawals WHERE payment = NEW.id)
BEGIN SELECT RAISE(ABORT, 'payment: what goes back does not add up'); END;
-- +goose StatementEnd

-- Nothing settles or gives back more than it holds, and no invoice takes more
-- than it asks.
DROP TRIGGER allocations_bounded;
-- +goose StatementBegin
CREATE TRIGGER allocations_bounded AFTER INSERT ON allocations
WHEN (SELECT sum(cents) FROM allocations WHERE invoice = NEW.invoice)
       NOT BETWEEN 0 AND (SELECT CASE kind WHEN 'invoice' THEN total_cents ELSE -1 END FROM invoices WHERE id = NEW.invoice)
  OR NEW.payment IS NOT NULL AND (SELECT sum(cents) FROM allocations WHERE payment = NEW.payment)
       NOT BETWEEN 0 AND (SELECT cents FROM payments WHERE id = NEW.payment)
         - (SELECT coalesce(sum(cents), 0) FROM withdrawals WHERE source = NEW.payment)
  OR NEW.credit_note IS NOT NULL AND (SELECT sum(cents) FROM allocations WHERE credit_note = NEW.credit_note)
       NOT BETWEEN 0 AND (SELECT -total_cents FROM invoices WHERE id = NEW.credit_note AND kind = 'creditNote')
         - (SELECT coalesce(sum(cents), 0) FROM withdrawals WHERE credit_note = NEW.credit_note)
BEGIN SELECT RAISE(ABORT, 'allocation: out of bounds'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER withdrawals_bounded AFTER INSERT ON withdrawals
WHEN NEW.source IS NOT NULL AND (SELECT sum(cents) FROM withdrawals WHERE source = NEW.source)
       > (SELECT cents FROM payments WHERE id = NEW.source) - (SELECT coalesce(sum(cents), 0) FROM allocations WHERE payment = NEW.source)
  OR NEW.credit_note IS NOT NULL AND (SELECT sum(cents) FROM withdrawals WHERE credit_note = NEW.credit_note)
       > (SELECT -total_cents - kept_cents FROM invoices WHERE id = NEW.credit_note AND kind = 'creditNote')
         - (SELECT coalesce(sum(cents), 0) FROM allocations WHERE credit_note = NEW.credit_note AND kept = 0)
BEGIN SELECT RAISE(ABORT, 'withdrawal: out of bounds'); END;
-- +goose StatementEnd
