-- +goose Up

-- A line of the bank by which a payment provider or the card terminal pays out what
-- families paid, less its fee. One that was wrong is taken back once: its payments are
-- to be paid out again, and its line is open.
CREATE TABLE payouts (
  id       INTEGER PRIMARY KEY,
  line     INTEGER NOT NULL REFERENCES statement_lines (id),
  day      TEXT NOT NULL,            -- club-local, of the booking
  cards    INTEGER NOT NULL CHECK (cards IN (0, 1)), -- else links
  cents    INTEGER NOT NULL CHECK (cents > 0),       -- what families paid
  fee      INTEGER NOT NULL CHECK (fee BETWEEN 0 AND cents - 1),
  made_at  TEXT NOT NULL,
  made_by  INTEGER NOT NULL REFERENCES staff (id),
  back_day TEXT NOT NULL DEFAULT '', -- when it was taken back
  back_at  TEXT NOT NULL DEFAULT '',
  back_by  INTEGER REFERENCES staff (id)
) STRICT;
CREATE UNIQUE INDEX payouts_of_line ON payouts (line) WHERE back_day = '';

CREATE TABLE payout_payments (
  payout  INTEGER NOT NULL REFERENCES payouts (id) DEFERRABLE INITIALLY DEFERRED,
  n       INTEGER NOT NULL,
  payment INTEGER NOT NULL REFERENCES payments (id),
  PRIMARY KEY (payout, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX payouts_by_payment ON payout_payments (payment);
CREATE INDEX payments_paid_out ON payments (day) WHERE way IN ('linkPaid', 'card', 'bancontact', 'payconiq');

-- +goose StatementBegin
CREATE TRIGGER payouts_add_up BEFORE INSERT ON payouts
  WHEN NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM payouts)
    OR NEW.cents <> (SELECT coalesce(sum(p.cents), 0) FROM payout_payments x JOIN payments p ON p.id = x.payment WHERE x.payout = NEW.id)
    OR NEW.cents - NEW.fee <> (SELECT cents FROM statement_lines WHERE id = NEW.line AND ignored = '' AND slip IS NULL)
    OR EXISTS (SELECT 1 FROM line_payments WHERE line = NEW.line)
BEGIN SELECT RAISE(ABORT, 'payout: number, sum or line'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER payouts_once BEFORE UPDATE ON payouts
  WHEN OLD.back_day <> '' OR NEW.id <> OLD.id OR NEW.line <> OLD.line OR NEW.day <> OLD.day OR NEW.cards <> OLD.cards OR NEW.cents <> OLD.cents
    OR NEW.fee <> OLD.fee OR NEW.made_at <> OLD.made_at OR NEW.made_by <> OLD.made_by
BEGIN SELECT RAISE(ABORT, 'sealed: payouts'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER payouts_no_delete BEFORE DELETE ON payouts BEGIN SELECT RAISE(ABORT, 'sealed: payouts'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER payout_payments_no_update BEFORE UPDATE ON payout_payments BEGIN SELECT RAISE(ABORT, 'sealed: payout_payments'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER payout_payments_no_delete BEFORE DELETE ON payout_payments BEGIN SELECT RAISE(ABORT, 'sealed: payout_payments'); END;
-- +goose StatementEnd

-- The payout closes its payments, and a payment is paid out once.
-- +goose StatementBegin
CREATE TRIGGER payout_payments_closed BEFORE INSERT ON payout_payments
  WHEN EXISTS (SELECT 1 FROM payouts WHERE id = NEW.payout)
    OR EXISTS (SELECT 1 FROM payout_payments x JOIN payouts o ON o.id = x.payout WHERE x.payment = NEW.payment AND o.back_day = '')
BEGIN SELECT RAISE(ABORT, 'sealed: the payment is paid out'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER line_payments_no_payout BEFORE INSERT ON line_payments
  WHEN EXISTS (SELECT 1 FROM payouts WHERE line = NEW.line AND back_day = '')
BEGIN SELECT RAISE(ABORT, 'bank: the line is a payout'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER statement_lines_no_payout BEFORE UPDATE OF ignored, slip ON statement_lines
  WHEN (NEW.ignored <> '' OR NEW.slip IS NOT NULL) AND EXISTS (SELECT 1 FROM payouts WHERE line = NEW.id AND back_day = '')
BEGIN SELECT RAISE(ABORT, 'bank: the line is a payout'); END;
-- +goose StatementEnd

-- Nothing enters a day that is closed.
-- +goose StatementBegin
CREATE TRIGGER payouts_closed BEFORE INSERT ON payouts
  WHEN NEW.day <= (SELECT max(day) FROM closings) BEGIN SELECT RAISE(ABORT, 'closed day'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER payouts_back_closed BEFORE UPDATE OF back_day ON payouts
  WHEN NEW.back_day <> '' AND NEW.back_day <= (SELECT max(day) FROM closings) BEGIN SELECT RAISE(ABORT, 'closed day'); END;
-- +goose StatementEnd
