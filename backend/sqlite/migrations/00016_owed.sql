-- +goose Up

-- What a household owes is added up without reading its invoices' wide rows.
DROP INDEX invoices_by_household;
CREATE INDEX invoices_by_household ON invoices (household, id, kind, total_cents);
CREATE INDEX invoice_lines_memberships ON invoice_lines (rider) WHERE kind = 'membership' AND original IS NULL;
