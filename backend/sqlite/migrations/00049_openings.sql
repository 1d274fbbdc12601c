-- +goose Up

-- What a household brings along from the program the club had before: a document
-- of a kind and a series of its own. Its sign says whether it asks or gives; its
-- mirror names it as the
-- original. The tables of documents are sealed and full, and only what they
-- forbid becomes less: so the words of their schema change and not one row
-- (sqlite.org/lang_altertable, "making other kinds of table schema changes").
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(replace(replace(sql,
    '''invoice'', ''creditNote'')', '''invoice'', ''creditNote'', ''opening'')'),
    'CHECK ((kind = ''creditNote'') = (original IS NOT NULL))',
    'CHECK (kind = ''opening'' OR (kind = ''creditNote'') = (original IS NOT NULL))'),
    'CASE kind WHEN ''invoice''', 'CASE kind WHEN ''opening'' THEN 1 WHEN ''invoice''')
  WHERE type = 'table' AND name = 'invoices';
UPDATE sqlite_schema SET sql = replace(sql, 'INTEGER NOT NULL REFERENCES offers (id)', 'INTEGER REFERENCES offers (id)')
  WHERE type = 'table' AND name = 'invoice_lines';
UPDATE sqlite_schema SET sql = replace(sql, '''bank'', ''misc'')', '''bank'', ''misc'', ''opening'')')
  WHERE type = 'table' AND name = 'entries';
PRAGMA writable_schema = RESET;

-- The list an opening came with; what the units of a card were paid before.
ALTER TABLE invoices ADD COLUMN import INTEGER REFERENCES imports (id);
ALTER TABLE invoice_lines ADD COLUMN carried_cents INTEGER NOT NULL DEFAULT 0;
CREATE INDEX invoices_openings ON invoices (id) WHERE kind = 'opening';

-- Lists tell documents that ask from documents that give.
DROP INDEX invoices_credit_notes;
CREATE INDEX invoices_giving ON invoices (id) WHERE kind = 'creditNote' OR total_cents < 0;

-- Nothing settles or gives back more than it holds, and nothing that gives is
-- asked for.
DROP TRIGGER allocations_bounded;
-- +goose StatementBegin
CREATE TRIGGER allocations_bounded AFTER INSERT ON allocations
WHEN (SELECT sum(cents) FROM allocations WHERE invoice = NEW.invoice)
       NOT BETWEEN 0 AND (SELECT CASE kind WHEN 'creditNote' THEN -1 ELSE total_cents END FROM invoices WHERE id = NEW.invoice)
  OR NEW.payment IS NOT NULL AND (SELECT sum(cents) FROM allocations WHERE payment = NEW.payment)
       NOT BETWEEN 0 AND (SELECT cents FROM payments WHERE id = NEW.payment)
         - (SELECT coalesce(sum(cents), 0) FROM withdrawals WHERE source = NEW.payment)
  OR NEW.credit_note IS NOT NULL AND (SELECT sum(cents) FROM allocations WHERE credit_note = NEW.credit_note)
       NOT BETWEEN 0 AND (SELECT -total_cents FROM invoices WHERE id = NEW.credit_note)
         - (SELECT coalesce(sum(cents), 0) FROM withdrawals WHERE credit_note = NEW.credit_note)
BEGIN SELECT RAISE(ABORT, 'allocation: out of bounds'); END;
-- +goose StatementEnd

DROP TRIGGER withdrawals_bounded;
-- +goose StatementBegin
CREATE TRIGGER withdrawals_bounded AFTER INSERT ON withdrawals
WHEN NEW.source IS NOT NULL AND (SELECT sum(cents) FROM withdrawals WHERE source = NEW.source)
       > (SELECT cents FROM payments WHERE id = NEW.source) - (SELECT coalesce(sum(cents), 0) FROM allocations WHERE payment = NEW.source)
  OR NEW.credit_note IS NOT NULL AND (SELECT sum(cents) FROM withdrawals WHERE credit_note = NEW.credit_note)
       > (SELECT -total_cents - kept_cents FROM invoices WHERE id = NEW.credit_note)
         - (SELECT coalesce(sum(cents), 0) FROM allocations WHERE credit_note = NEW.credit_note AND kept = 0)
BEGIN SELECT RAISE(ABORT, 'withdrawal: out of bounds'); END;
-- +goose StatementEnd

-- A wrong opening is taken back by its exact mirror, once. What sells names an
-- offer; a balance sells nothing.
-- +goose StatementBegin
CREATE TRIGGER openings_bounded BEFORE INSERT ON invoices
WHEN NEW.kind = 'opening' AND NEW.original IS NOT NULL AND (
    (SELECT kind FROM invoices WHERE id = NEW.original) <> 'opening'
    OR (SELECT original FROM invoices WHERE id = NEW.original) IS NOT NULL
    OR (SELECT total_cents FROM invoices WHERE id = NEW.original) <> -NEW.total_cents
    OR EXISTS (SELECT 1 FROM invoices WHERE original = NEW.original))
  OR EXISTS (SELECT 1 FROM invoice_lines WHERE invoice = NEW.id AND (offer IS NULL) <> (kind = 'balance'))
  OR NEW.kind <> 'opening' AND EXISTS (SELECT 1 FROM invoice_lines WHERE invoice = NEW.id AND (kind = 'balance' OR carried_cents <> 0))
BEGIN SELECT RAISE(ABORT, 'opening: not as it may be'); END;
-- +goose StatementEnd
