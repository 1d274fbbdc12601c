-- +goose Up

-- Cash or a cheque that somebody of the club was handed and has not brought in:
-- the family paid, and the till has nothing of it yet.
CREATE TABLE held_money (
  payment     INTEGER PRIMARY KEY REFERENCES payments (id),
  holder      INTEGER NOT NULL REFERENCES staff (id),
  brought_day TEXT NOT NULL DEFAULT '',     -- club-local; '' while it is held
  brought_at  TEXT NOT NULL DEFAULT '',
  brought_by  INTEGER REFERENCES staff (id) -- who took it in
) STRICT;
CREATE INDEX held_money_open ON held_money (holder, payment) WHERE brought_day = '';
CREATE INDEX held_money_brought ON held_money (brought_day) WHERE brought_day <> '';

-- +goose StatementBegin
CREATE TRIGGER held_money_once BEFORE UPDATE ON held_money
  WHEN OLD.brought_day <> '' OR NEW.payment <> OLD.payment OR NEW.holder <> OLD.holder
BEGIN SELECT RAISE(ABORT, 'sealed: held_money'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER held_money_no_delete BEFORE DELETE ON held_money BEGIN SELECT RAISE(ABORT, 'sealed: held_money'); END;
-- +goose StatementEnd
