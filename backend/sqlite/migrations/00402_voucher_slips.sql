-- +goose Up

-- Holiday vouchers go to their issuer with a slip as cheques go to the bank, counted by
-- their face values. The issuer pays the slip, less its commission: a payout, by a line
-- of the bank or told by a person.
ALTER TABLE deposit_slips ADD COLUMN way TEXT NOT NULL DEFAULT 'cheque' CHECK (way IN ('cheque', 'holidayVoucher'));
ALTER TABLE deposit_slips ADD COLUMN faces TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(faces));
CREATE INDEX payments_vouchers ON payments (id) WHERE way = 'holidayVoucher' AND cents > 0;

-- Only what the table forbids becomes less (see 00049).
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'line     INTEGER NOT NULL REFERENCES', 'line     INTEGER REFERENCES') WHERE type = 'table' AND name = 'payouts';
PRAGMA writable_schema = RESET;
ALTER TABLE payouts ADD COLUMN slip INTEGER REFERENCES deposit_slips (id);
CREATE UNIQUE INDEX payouts_of_slip ON payouts (slip) WHERE back_day = '' AND slip IS NOT NULL;

-- +goose StatementBegin
CREATE TRIGGER deposit_slips_sort BEFORE INSERT ON deposit_slips
  WHEN EXISTS (SELECT 1 FROM deposited_cheques d JOIN payments p ON p.id = d.payment WHERE d.slip = NEW.id AND p.way <> NEW.way)
BEGIN SELECT RAISE(ABORT, 'deposit: another way of paying'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER deposit_slips_sort_fixed BEFORE UPDATE OF way, faces ON deposit_slips BEGIN SELECT RAISE(ABORT, 'sealed: deposit_slips'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER deposit_slips_paid BEFORE UPDATE OF back_day ON deposit_slips
  WHEN EXISTS (SELECT 1 FROM payouts WHERE slip = NEW.id AND back_day = '') BEGIN SELECT RAISE(ABORT, 'deposit: the slip is paid'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER payouts_slip BEFORE INSERT ON payouts
  WHEN NEW.line IS NULL AND NEW.slip IS NULL
    OR NEW.slip IS NOT NULL AND NEW.cents IS NOT (SELECT cents FROM deposit_slips WHERE id = NEW.slip AND way = 'holidayVoucher' AND back_day = '')
BEGIN SELECT RAISE(ABORT, 'payout: not of its slip'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER payouts_slip_fixed BEFORE UPDATE OF line, slip ON payouts WHEN OLD.line IS NOT NEW.line OR OLD.slip IS NOT NEW.slip
BEGIN SELECT RAISE(ABORT, 'sealed: payouts'); END;
-- +goose StatementEnd
