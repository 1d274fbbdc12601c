-- +goose Up

-- A payment the bank takes back whole of which all was paid out meanwhile: what goes
-- back still names it, with nothing taken out of it. Only what the table forbids
-- becomes less, so the words of its schema change and not one row (see 00049).
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'CHECK (cents > 0)', 'CHECK (cents >= 0)') WHERE type = 'table' AND name = 'withdrawals';
PRAGMA writable_schema = RESET;
