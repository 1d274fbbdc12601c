-- +goose Up

-- Rows of invoices are wide, and ten years of them are not read to find six: the
-- palette looks through this index alone, the latest first.
DROP INDEX invoices_by_day;
CREATE INDEX invoices_by_day ON invoices (day, id, number, household);
CREATE INDEX invoices_credit_notes ON invoices (id) WHERE kind = 'creditNote';
