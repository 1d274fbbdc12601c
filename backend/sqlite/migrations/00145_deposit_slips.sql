-- +goose Up

-- Cheques that went to the bank together; its id is the number of the slip. A
-- slip that was wrong is taken back once: its cheques are in hand again.
CREATE TABLE deposit_slips (
  id       INTEGER PRIMARY KEY,
  day      TEXT NOT NULL,            -- club-local
  iban     TEXT NOT NULL,            -- of the club, '' when the settings had none
  cents    INTEGER NOT NULL CHECK (cents > 0),
  made_at  TEXT NOT NULL,
  made_by  INTEGER NOT NULL REFERENCES staff (id),
  back_day TEXT NOT NULL DEFAULT '', -- when it was taken back
  back_at  TEXT NOT NULL DEFAULT '',
  back_by  INTEGER REFERENCES staff (id)
) STRICT;

CREATE TABLE deposited_cheques (
  slip    INTEGER NOT NULL REFERENCES deposit_slips (id) DEFERRABLE INITIALLY DEFERRED,
  n       INTEGER NOT NULL,
  payment INTEGER NOT NULL REFERENCES payments (id),
  PRIMARY KEY (slip, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX deposited_by_payment ON deposited_cheques (payment);
CREATE INDEX payments_cheques ON payments (id) WHERE way = 'cheque' AND cents > 0;

-- +goose StatementBegin
CREATE TRIGGER deposit_slips_numbered BEFORE INSERT ON deposit_slips
  WHEN NEW.id <> (SELECT coalesce(max(id), 0) + 1 FROM deposit_slips)
    OR NEW.cents <> (SELECT coalesce(sum(p.cents), 0) FROM deposited_cheques d JOIN payments p ON p.id = d.payment WHERE d.slip = NEW.id)
BEGIN SELECT RAISE(ABORT, 'deposit: number or sum'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER deposit_slips_once BEFORE UPDATE ON deposit_slips
  WHEN OLD.back_day <> '' OR NEW.id <> OLD.id OR NEW.day <> OLD.day OR NEW.iban <> OLD.iban OR NEW.cents <> OLD.cents
    OR NEW.made_at <> OLD.made_at OR NEW.made_by <> OLD.made_by
BEGIN SELECT RAISE(ABORT, 'sealed: deposit_slips'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER deposit_slips_no_delete BEFORE DELETE ON deposit_slips BEGIN SELECT RAISE(ABORT, 'sealed: deposit_slips'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER deposited_cheques_no_update BEFORE UPDATE ON deposited_cheques BEGIN SELECT RAISE(ABORT, 'sealed: deposited_cheques'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER deposited_cheques_no_delete BEFORE DELETE ON deposited_cheques BEGIN SELECT RAISE(ABORT, 'sealed: deposited_cheques'); END;
-- +goose StatementEnd

-- The slip closes its cheques, and a cheque goes to the bank once.
-- +goose StatementBegin
CREATE TRIGGER deposited_cheques_closed BEFORE INSERT ON deposited_cheques
  WHEN EXISTS (SELECT 1 FROM deposit_slips WHERE id = NEW.slip)
    OR EXISTS (SELECT 1 FROM deposited_cheques d JOIN deposit_slips s ON s.id = d.slip WHERE d.payment = NEW.payment AND s.back_day = '')
BEGIN SELECT RAISE(ABORT, 'sealed: the cheque is deposited'); END;
-- +goose StatementEnd

-- Nothing enters a day that is closed.
-- +goose StatementBegin
CREATE TRIGGER deposit_slips_closed BEFORE INSERT ON deposit_slips
  WHEN NEW.day <= (SELECT max(day) FROM closings) BEGIN SELECT RAISE(ABORT, 'closed day'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER deposit_slips_back_closed BEFORE UPDATE OF back_day ON deposit_slips
  WHEN NEW.back_day <> '' AND NEW.back_day <= (SELECT max(day) FROM closings) BEGIN SELECT RAISE(ABORT, 'closed day'); END;
-- +goose StatementEnd
