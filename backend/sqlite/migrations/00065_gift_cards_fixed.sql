-- +goose Up

-- What was sold as a gift card is not sold otherwise later; only its validity
-- is written once it is paid.

-- +goose StatementBegin
CREATE TRIGGER gift_cards_fixed BEFORE UPDATE OF id, invoice_line, n, code, salt, cents, months ON gift_cards
BEGIN SELECT RAISE(ABORT, 'sealed: gift_cards'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER gift_cards_no_delete BEFORE DELETE ON gift_cards BEGIN SELECT RAISE(ABORT, 'sealed: gift_cards'); END;
-- +goose StatementEnd
