-- +goose Up

-- What the bank reported: a statement of a file, and how many of its lines an
-- earlier one had said already.
CREATE TABLE statements (
  id            INTEGER PRIMARY KEY,
  file          TEXT NOT NULL,
  format        TEXT NOT NULL,
  account       TEXT NOT NULL,
  opening_cents INTEGER,          -- NULL where the format has none
  closing_cents INTEGER,
  first_day     TEXT NOT NULL,
  last_day      TEXT NOT NULL,
  lines         INTEGER NOT NULL, -- that the file says
  known         INTEGER NOT NULL, -- of them, there already
  known_cents   INTEGER NOT NULL,
  pending       INTEGER NOT NULL, -- announced, not booked: not among the lines
  read_at       TEXT NOT NULL,
  read_by       INTEGER NOT NULL REFERENCES staff (id)
) STRICT;

-- A line is one movement of the account, once, whatever files say it. What it
-- brought is among line_payments; only a line of which nothing came is ignored.
CREATE TABLE statement_lines (
  id             INTEGER PRIMARY KEY,
  statement      INTEGER NOT NULL REFERENCES statements (id),
  key            TEXT NOT NULL UNIQUE, -- of package statement
  day            TEXT NOT NULL,        -- booked by the bank
  value_day      TEXT NOT NULL,        -- information
  cents          INTEGER NOT NULL,
  reference      TEXT NOT NULL,
  reference_kind TEXT NOT NULL,
  name           TEXT NOT NULL,
  iban           TEXT NOT NULL,
  text           TEXT NOT NULL,
  returned       INTEGER NOT NULL,
  slip           INTEGER UNIQUE REFERENCES deposit_slips (id), -- whose cheques it is; booked with the slip
  ignored        TEXT NOT NULL DEFAULT '' CHECK (ignored IN ('', 'fees', 'supplier', 'own', 'other')),
  CHECK (slip IS NULL OR ignored = '')
) STRICT;
CREATE INDEX statement_lines_of ON statement_lines (statement);

-- A payment comes from one line, and the payments of a line never make more than
-- it: a payment the bank took back, by no line, counts no more.
CREATE TABLE line_payments (
  payment INTEGER PRIMARY KEY REFERENCES payments (id),
  line    INTEGER NOT NULL REFERENCES statement_lines (id)
) STRICT;
CREATE INDEX line_payments_of ON line_payments (line);

-- Who paid for a family before: an account, or a name.
CREATE TABLE bank_payers (
  payer     TEXT PRIMARY KEY, -- IBAN, or name: and the folded name
  household INTEGER NOT NULL REFERENCES households (id)
) STRICT, WITHOUT ROWID;
CREATE INDEX bank_payers_of ON bank_payers (household);

-- What the columns of a bank's tables hold, by its headings.
CREATE TABLE bank_columns (
  headings TEXT PRIMARY KEY,
  choices  TEXT NOT NULL CHECK (json_valid(choices))
) STRICT, WITHOUT ROWID;

-- +goose StatementBegin
CREATE TRIGGER statement_lines_said BEFORE UPDATE ON statement_lines
  WHEN NEW.id <> OLD.id OR NEW.key <> OLD.key OR NEW.day <> OLD.day OR NEW.value_day <> OLD.value_day OR NEW.cents <> OLD.cents
    OR NEW.statement <> OLD.statement
BEGIN SELECT RAISE(ABORT, 'sealed: statement_lines'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER statement_lines_used BEFORE UPDATE OF ignored, slip ON statement_lines
  WHEN (NEW.ignored <> '' OR NEW.slip IS NOT NULL) AND EXISTS (SELECT 1 FROM line_payments WHERE line = NEW.id)
BEGIN SELECT RAISE(ABORT, 'bank: the line brought a payment'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER line_payments_within BEFORE INSERT ON line_payments
  WHEN EXISTS (SELECT 1 FROM statement_lines l JOIN payments p ON p.id = NEW.payment WHERE l.id = NEW.line AND
      (l.ignored <> '' OR l.slip IS NOT NULL OR (l.cents > 0) <> (p.cents > 0) OR abs(l.cents) < abs(p.cents) + (
        SELECT coalesce(sum(abs(q.cents)), 0) FROM line_payments x JOIN payments q ON q.id = x.payment WHERE x.line = l.id
          AND NOT EXISTS (SELECT 1 FROM withdrawals w JOIN payments b ON b.id = w.payment
            WHERE w.source = q.id AND b.back = 'bounced' AND b.id NOT IN (SELECT payment FROM line_payments)))))
BEGIN SELECT RAISE(ABORT, 'bank: more than the line'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER line_payments_no_update BEFORE UPDATE ON line_payments BEGIN SELECT RAISE(ABORT, 'sealed: line_payments'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER line_payments_no_delete BEFORE DELETE ON line_payments BEGIN SELECT RAISE(ABORT, 'sealed: line_payments'); END;
-- +goose StatementEnd
