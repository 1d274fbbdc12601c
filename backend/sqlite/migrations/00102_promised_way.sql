-- +goose Up

-- How promised money is to come: a cheque, or a visit to the desk; '' where nobody
-- said, and for links and transfers.
ALTER TABLE requests ADD COLUMN way TEXT NOT NULL DEFAULT '' CHECK (way IN ('', 'cheque', 'visit'));

-- +goose StatementBegin
CREATE TRIGGER requests_way_fixed BEFORE UPDATE OF way ON requests
BEGIN SELECT RAISE(ABORT, 'sealed: requests'); END;
-- +goose StatementEnd
