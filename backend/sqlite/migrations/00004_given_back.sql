-- +goose Up

-- The credit note that gave a card or a licence back: on the card's last
-- movement, and on a licence that was not yet passed on to the federation.
ALTER TABLE card_movements ADD COLUMN credit_note INTEGER REFERENCES invoices (id);
ALTER TABLE licences ADD COLUMN credit_note INTEGER REFERENCES invoices (id);

-- The second wall: what was sold or asked for stays as the sale or the request
-- made it. Only a card's days, a licence's number and a request's state move.

-- +goose StatementBegin
CREATE TRIGGER cards_fixed BEFORE UPDATE OF id, rider, offer, invoice_line, n, name, units, months ON cards
BEGIN SELECT RAISE(ABORT, 'sealed: cards'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER cards_no_delete BEFORE DELETE ON cards BEGIN SELECT RAISE(ABORT, 'sealed: cards'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER licences_fixed BEFORE UPDATE OF id, rider, kind, valid_from, valid_through, invoice_line ON licences
WHEN OLD.invoice_line IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'sealed: licences'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER licences_no_delete BEFORE DELETE ON licences WHEN OLD.invoice_line IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'sealed: licences'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER requests_fixed BEFORE UPDATE OF id, kind, household, cents, url, until_day, created_at, created_by ON requests
BEGIN SELECT RAISE(ABORT, 'sealed: requests'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER requests_no_delete BEFORE DELETE ON requests BEGIN SELECT RAISE(ABORT, 'sealed: requests'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER request_invoices_no_update BEFORE UPDATE ON request_invoices BEGIN SELECT RAISE(ABORT, 'sealed: request_invoices'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER request_invoices_no_delete BEFORE DELETE ON request_invoices BEGIN SELECT RAISE(ABORT, 'sealed: request_invoices'); END;
-- +goose StatementEnd
