-- +goose Up

-- Deferred revenue (PRODUCT section 9, Accounting): what each document put on it
-- for the line that sold a card or package, net of VAT, and what of that became
-- revenue as units and lessons were used up or owed no more.
CREATE TABLE deferrals (
  line     INTEGER NOT NULL REFERENCES invoice_lines (id), -- that sold it
  document INTEGER NOT NULL REFERENCES invoices (id),      -- the sale, or what gives it back
  cents    INTEGER NOT NULL,
  PRIMARY KEY (line, document)
) STRICT, WITHOUT ROWID;

CREATE TABLE recognitions (
  line     INTEGER NOT NULL REFERENCES invoice_lines (id),
  entry    INTEGER NOT NULL REFERENCES entries (id),
  gone     INTEGER NOT NULL, -- units or lessons owed no more
  of_units INTEGER NOT NULL,
  cents    INTEGER NOT NULL, -- to revenue; below nothing, back
  PRIMARY KEY (line, entry)
) STRICT, WITHOUT ROWID;

CREATE INDEX cards_ending ON cards (valid_through);
CREATE INDEX packages_by_season ON packages (season);

-- +goose StatementBegin
CREATE TRIGGER deferrals_no_update BEFORE UPDATE ON deferrals BEGIN SELECT RAISE(ABORT, 'sealed: deferrals'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER deferrals_no_delete BEFORE DELETE ON deferrals BEGIN SELECT RAISE(ABORT, 'sealed: deferrals'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER recognitions_no_update BEFORE UPDATE ON recognitions BEGIN SELECT RAISE(ABORT, 'sealed: recognitions'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER recognitions_no_delete BEFORE DELETE ON recognitions BEGIN SELECT RAISE(ABORT, 'sealed: recognitions'); END;
-- +goose StatementEnd

-- Never more revenue than was sold.
-- +goose StatementBegin
CREATE TRIGGER recognitions_bounded AFTER INSERT ON recognitions
WHEN (SELECT sum(cents) FROM recognitions WHERE line = NEW.line)
  NOT BETWEEN (SELECT min(0, coalesce(sum(cents), 0)) FROM deferrals WHERE line = NEW.line)
    AND (SELECT max(0, coalesce(sum(cents), 0)) FROM deferrals WHERE line = NEW.line)
BEGIN SELECT RAISE(ABORT, 'recognition: out of bounds'); END;
-- +goose StatementEnd
