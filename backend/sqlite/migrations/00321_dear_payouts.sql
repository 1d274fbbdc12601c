-- +goose Up

-- Why a payout was ticked whose fee is above a tenth of what families paid; null for
-- all else.
ALTER TABLE payouts ADD COLUMN reason INTEGER REFERENCES reasons (id);

-- +goose StatementBegin
CREATE TRIGGER payouts_reason_fixed BEFORE UPDATE OF reason ON payouts WHEN OLD.reason IS NOT NEW.reason
BEGIN SELECT RAISE(ABORT, 'sealed: payouts'); END;
-- +goose StatementEnd
