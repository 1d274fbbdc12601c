-- +goose Up

-- A make-up voucher of the program before is carried over as a line of its own:
-- like a balance it sells nothing and names no offer.
DROP TRIGGER openings_bounded;
-- +goose StatementBegin
CREATE TRIGGER openings_bounded BEFORE INSERT ON invoices
WHEN NEW.kind = 'opening' AND NEW.original IS NOT NULL AND (
    (SELECT kind FROM invoices WHERE id = NEW.original) <> 'opening'
    OR (SELECT original FROM invoices WHERE id = NEW.original) IS NOT NULL
    OR (SELECT total_cents FROM invoices WHERE id = NEW.original) <> -NEW.total_cents
    OR EXISTS (SELECT 1 FROM invoices WHERE original = NEW.original))
  OR EXISTS (SELECT 1 FROM invoice_lines WHERE invoice = NEW.id AND (offer IS NULL) <> (kind IN ('balance', 'voucher')))
  OR NEW.kind <> 'opening' AND EXISTS (SELECT 1 FROM invoice_lines WHERE invoice = NEW.id AND (kind IN ('balance', 'voucher') OR carried_cents <> 0))
BEGIN SELECT RAISE(ABORT, 'opening: not as it may be'); END;
-- +goose StatementEnd
