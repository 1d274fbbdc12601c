-- +goose Up

-- What a person takes off a line of a cart, with the reason, and the promotion
-- code that was given for the sale. Discounts by rule follow from the settings.
ALTER TABLE carts ADD COLUMN promo TEXT NOT NULL DEFAULT '';
ALTER TABLE cart_lines ADD COLUMN discount TEXT NOT NULL DEFAULT 'null' CHECK (json_valid(discount));
ALTER TABLE cart_lines ADD COLUMN discount_reason INTEGER REFERENCES reasons (id);

-- A discount is a negative line of its own that names the line it reduces (its n
-- in the same document) and the rule. On a credit note, withdraws is the
-- discount of another document that falls because a rider left: its amount is
-- kept back from what the original line gives.
ALTER TABLE invoice_lines ADD COLUMN base INTEGER NOT NULL DEFAULT 0;
ALTER TABLE invoice_lines ADD COLUMN discount TEXT NOT NULL DEFAULT 'null' CHECK (json_valid(discount));
ALTER TABLE invoice_lines ADD COLUMN withdraws INTEGER REFERENCES invoice_lines (id);
CREATE INDEX invoice_lines_by_withdrawn ON invoice_lines (withdraws) WHERE withdraws IS NOT NULL;
CREATE INDEX invoice_lines_discounted ON invoice_lines (invoice) WHERE base > 0;

-- A discount reduces a line of its own document and never below nothing.
-- +goose StatementBegin
CREATE TRIGGER discounts_bounded BEFORE INSERT ON invoices
WHEN NEW.kind = 'invoice' AND EXISTS (
  SELECT 1 FROM invoice_lines l WHERE l.invoice = NEW.id AND l.base = 0 AND l.cents
    + (SELECT coalesce(sum(cents), 0) FROM invoice_lines WHERE invoice = NEW.id AND base = l.n) < 0)
  OR EXISTS (SELECT 1 FROM invoice_lines d WHERE d.invoice = NEW.id AND d.base > 0 AND (d.cents > 0
    OR NOT EXISTS (SELECT 1 FROM invoice_lines WHERE invoice = NEW.id AND n = d.base AND base = 0)))
BEGIN SELECT RAISE(ABORT, 'discount: below nothing'); END;
-- +goose StatementEnd

-- Never above the original: neither the whole nor any line of it, whose discounts
-- come back with the other sign.
DROP TRIGGER credit_notes_bounded;
-- +goose StatementBegin
CREATE TRIGGER credit_notes_bounded BEFORE INSERT ON invoices
WHEN NEW.kind = 'creditNote' AND (
  (SELECT kind FROM invoices WHERE id = NEW.original) <> 'invoice'
  OR -NEW.total_cents > (SELECT total_cents FROM invoices WHERE id = NEW.original)
     + (SELECT coalesce(sum(total_cents), 0) FROM invoices WHERE original = NEW.original)
  OR EXISTS (
    SELECT 1 FROM invoice_lines c JOIN invoice_lines o ON o.id = c.original
    WHERE c.invoice = NEW.id AND (o.invoice <> NEW.original OR
      CASE WHEN o.cents < 0 THEN (SELECT sum(cents) FROM invoice_lines WHERE original = o.id) + o.cents > 0
      ELSE (SELECT sum(cents) FROM invoice_lines WHERE original = o.id) + o.cents < 0 END))
  OR EXISTS (SELECT 1 FROM invoice_lines WHERE invoice = NEW.id AND original IS NULL))
BEGIN SELECT RAISE(ABORT, 'credit note: above its original'); END;
-- +goose StatementEnd
