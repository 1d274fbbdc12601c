-- +goose Up

-- Goods may keep a stock; the owner hears of it when no more than this is left.
ALTER TABLE offers ADD COLUMN keeps_stock INTEGER NOT NULL DEFAULT 0;
ALTER TABLE offers ADD COLUMN low_stock INTEGER NOT NULL DEFAULT 0 CHECK (low_stock >= 0);

-- Sealed: what came into the stock of an offer and left it. What is there is
-- their sum and is written nowhere.
CREATE TABLE stock_movements (
  id           INTEGER PRIMARY KEY,
  offer        INTEGER NOT NULL REFERENCES offers (id),
  units        INTEGER NOT NULL,                       -- negative: out of it
  why          TEXT NOT NULL CHECK (why IN ('counted', 'received', 'corrected', 'sold', 'returned')),
  reason       TEXT NOT NULL DEFAULT '',               -- why it was corrected: of goods, of no household
  invoice_line INTEGER REFERENCES invoice_lines (id),  -- that sold it
  credit_note  INTEGER REFERENCES invoices (id),       -- that put it back
  moved_at     TEXT NOT NULL,
  moved_by     INTEGER NOT NULL REFERENCES staff (id),
  CHECK ((why = 'corrected') = (reason <> '')),
  CHECK ((why IN ('sold', 'returned')) = (invoice_line IS NOT NULL)),
  CHECK ((why = 'returned') = (credit_note IS NOT NULL))
) STRICT;
CREATE INDEX stock_movements_by_offer ON stock_movements (offer, units);
CREATE INDEX stock_movements_by_line ON stock_movements (invoice_line, units) WHERE invoice_line IS NOT NULL;

-- +goose StatementBegin
CREATE TRIGGER stock_movements_no_update BEFORE UPDATE ON stock_movements BEGIN SELECT RAISE(ABORT, 'sealed: stock_movements'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER stock_movements_no_delete BEFORE DELETE ON stock_movements BEGIN SELECT RAISE(ABORT, 'sealed: stock_movements'); END;
-- +goose StatementEnd
