-- +goose Up

-- When what an invoice still asked for is to be paid, in place of the days it was
-- issued with; the latest counts. What had settled it by then stands first.
CREATE TABLE invoice_plans (
  id      INTEGER PRIMARY KEY,
  invoice INTEGER NOT NULL REFERENCES invoices (id),
  dues    TEXT NOT NULL CHECK (json_valid(dues)),
  made_at TEXT NOT NULL,
  made_by INTEGER NOT NULL REFERENCES staff (id)
) STRICT;
CREATE INDEX invoice_plans_by_invoice ON invoice_plans (invoice, id);

-- +goose StatementBegin
CREATE TRIGGER invoice_plans_add_up BEFORE INSERT ON invoice_plans
  WHEN (SELECT coalesce(sum(value ->> 'cents'), 0) FROM json_each(NEW.dues)) IS NOT (SELECT total_cents FROM invoices WHERE id = NEW.invoice)
BEGIN SELECT RAISE(ABORT, 'plan: does not add up'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER invoice_plans_no_update BEFORE UPDATE ON invoice_plans BEGIN SELECT RAISE(ABORT, 'sealed: invoice_plans'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER invoice_plans_no_delete BEFORE DELETE ON invoice_plans BEGIN SELECT RAISE(ABORT, 'sealed: invoice_plans'); END;
-- +goose StatementEnd
