-- +goose Up

-- What is paid for a gift card whose amount the buyer chooses; 0 is the offer's price.
ALTER TABLE cart_lines ADD COLUMN cents INTEGER NOT NULL DEFAULT 0 CHECK (cents >= 0);

-- A gift card: money the club owes to whoever brings the code. The chain knows
-- the code by its salted hash, so that nobody who checks an archive can spend it.
CREATE TABLE gift_cards (
  id            INTEGER PRIMARY KEY,
  invoice_line  INTEGER NOT NULL REFERENCES invoice_lines (id),
  n             INTEGER NOT NULL,          -- which of the line's quantity
  code          TEXT NOT NULL UNIQUE,
  salt          TEXT NOT NULL,
  cents         INTEGER NOT NULL CHECK (cents > 0),
  months        INTEGER NOT NULL,
  valid_from    TEXT NOT NULL DEFAULT '',  -- once it is paid
  valid_through TEXT NOT NULL DEFAULT '',
  UNIQUE (invoice_line, n)
) STRICT;

-- Sealed: the gift card's own ledger.
CREATE TABLE gift_card_movements (
  id          INTEGER PRIMARY KEY,
  gift_card   INTEGER NOT NULL REFERENCES gift_cards (id),
  cents       INTEGER NOT NULL,
  balance     INTEGER NOT NULL CHECK (balance >= 0),
  why         TEXT NOT NULL CHECK (why IN ('sold', 'spent', 'credited')),
  payment     INTEGER REFERENCES payments (id),
  credit_note INTEGER REFERENCES invoices (id),
  moved_at    TEXT NOT NULL,
  moved_by    INTEGER NOT NULL REFERENCES staff (id)
) STRICT;
CREATE INDEX gift_card_movements_by_card ON gift_card_movements (gift_card, id);

-- +goose StatementBegin
CREATE TRIGGER gift_card_movements_balance BEFORE INSERT ON gift_card_movements
WHEN NEW.balance <> NEW.cents + coalesce((SELECT balance FROM gift_card_movements WHERE gift_card = NEW.gift_card ORDER BY id DESC LIMIT 1), 0)
BEGIN SELECT RAISE(ABORT, 'gift card: the balance does not follow'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER gift_card_movements_no_update BEFORE UPDATE ON gift_card_movements BEGIN SELECT RAISE(ABORT, 'sealed: gift_card_movements'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER gift_card_movements_no_delete BEFORE DELETE ON gift_card_movements BEGIN SELECT RAISE(ABORT, 'sealed: gift_card_movements'); END;
-- +goose StatementEnd

-- Its part of a price is of no rate: VAT is owed when it is spent. The checks
-- alone are rewritten, as in 00043: every row holds by the wider rule too.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, '(''vat'', ''exempt'', ''thirdParty'')', '(''vat'', ''exempt'', ''thirdParty'', ''voucher'')')
WHERE type = 'table' AND sql LIKE '%(''vat'', ''exempt'', ''thirdParty'')%';
PRAGMA writable_schema = RESET;
