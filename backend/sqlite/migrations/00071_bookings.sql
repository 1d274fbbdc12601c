-- +goose Up

-- Places (PRODUCT sections 5 and 9). A booking that takes a place holds its
-- number n; one that freed it holds 0. The two unique indexes and the triggers
-- are the second wall: never more bookings than capacity, never one rider twice,
-- whatever the path.
CREATE TABLE packages (
  id           INTEGER PRIMARY KEY,
  rider        INTEGER NOT NULL REFERENCES riders (id),
  offer        INTEGER NOT NULL REFERENCES offers (id),
  season       INTEGER NOT NULL REFERENCES seasons (id),
  invoice_line INTEGER NOT NULL UNIQUE REFERENCES invoice_lines (id),
  weeks        TEXT NOT NULL DEFAULT 'every' CHECK (weeks IN ('every', 'odd', 'even')),
  lessons      INTEGER NOT NULL CHECK (lessons > 0),  -- bought: the pro rata's numerator
  of_lessons   INTEGER NOT NULL CHECK (of_lessons >= lessons), -- and its denominator, of the whole season
  ended_day    TEXT NOT NULL DEFAULT '',
  credit_note  INTEGER REFERENCES invoices (id)
) STRICT;
CREATE INDEX packages_by_rider ON packages (rider, season);

CREATE TABLE package_series (
  package INTEGER NOT NULL REFERENCES packages (id),
  series  INTEGER NOT NULL REFERENCES series (id),
  PRIMARY KEY (package, series)
) STRICT, WITHOUT ROWID;

-- The right to make up a missed group lesson (section 5, Voucher).
CREATE TABLE vouchers (
  id            INTEGER PRIMARY KEY,
  rider         INTEGER NOT NULL REFERENCES riders (id),
  season        INTEGER REFERENCES seasons (id),
  booking       INTEGER UNIQUE REFERENCES bookings (id),  -- the lesson that was missed
  invoice_line  INTEGER UNIQUE REFERENCES invoice_lines (id), -- carried over from another program
  why           TEXT NOT NULL CHECK (why IN ('absence', 'medical', 'club', 'given', 'carried')),
  counts        INTEGER NOT NULL CHECK (counts = (why = 'absence')), -- among those of a season
  valid_from    TEXT NOT NULL,
  valid_through TEXT NOT NULL,
  reason        INTEGER REFERENCES reasons (id),
  made_at       TEXT NOT NULL,
  made_by       INTEGER NOT NULL REFERENCES staff (id)
) STRICT;
CREATE INDEX vouchers_by_rider ON vouchers (rider, valid_through);

CREATE TABLE bookings (
  id           INTEGER PRIMARY KEY,
  lesson       INTEGER NOT NULL REFERENCES lessons (id),
  rider        INTEGER NOT NULL REFERENCES riders (id),
  n            INTEGER NOT NULL DEFAULT 0 CHECK (n >= 0),
  by           TEXT NOT NULL CHECK (by IN ('package', 'card', 'voucher', 'activity', 'given')),
  state        TEXT NOT NULL CHECK (state IN ('held', 'booked', 'cancelledInTime', 'cancelledLate', 'cancelledByClub', 'attended', 'absent')),
  held_until   TEXT NOT NULL DEFAULT '',                -- instant; the end of a hold
  cart_line    INTEGER REFERENCES cart_lines (id) ON DELETE SET NULL,
  waiting      INTEGER REFERENCES waiting (id),         -- the offer of a waiting list that holds it
  package      INTEGER REFERENCES packages (id),
  card         INTEGER REFERENCES cards (id),
  voucher      INTEGER REFERENCES vouchers (id),
  invoice_line INTEGER REFERENCES invoice_lines (id),   -- of an activity
  reason       INTEGER REFERENCES reasons (id),         -- why a rule was set aside
  booked_at    TEXT NOT NULL,
  booked_by    INTEGER NOT NULL REFERENCES staff (id),
  ended_at     TEXT NOT NULL DEFAULT '',
  ended_by     INTEGER REFERENCES staff (id),
  CHECK ((n > 0) = (state IN ('held', 'booked', 'attended', 'absent'))),
  CHECK ((held_until <> '') = (state = 'held'))
) STRICT;
CREATE UNIQUE INDEX bookings_place ON bookings (lesson, n) WHERE n > 0;
CREATE UNIQUE INDEX bookings_once ON bookings (lesson, rider) WHERE n > 0;
CREATE INDEX bookings_by_rider ON bookings (rider, lesson);
CREATE INDEX bookings_held ON bookings (held_until) WHERE state = 'held';
CREATE INDEX bookings_by_cart_line ON bookings (cart_line) WHERE cart_line IS NOT NULL;
CREATE INDEX bookings_by_package ON bookings (package) WHERE package IS NOT NULL;

-- +goose StatementBegin
CREATE TRIGGER bookings_within_capacity BEFORE INSERT ON bookings
WHEN NEW.n > (SELECT capacity FROM lessons WHERE id = NEW.lesson)
BEGIN SELECT RAISE(ABORT, 'booking: above capacity'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER bookings_stay_within_capacity BEFORE UPDATE OF n, lesson ON bookings
WHEN NEW.n > (SELECT capacity FROM lessons WHERE id = NEW.lesson)
BEGIN SELECT RAISE(ABORT, 'booking: above capacity'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER lessons_keep_their_riders BEFORE UPDATE OF capacity ON lessons
WHEN NEW.capacity < (SELECT coalesce(max(n), 0) FROM bookings WHERE lesson = NEW.id AND n > 0)
BEGIN SELECT RAISE(ABORT, 'lesson: below its bookings'); END;
-- +goose StatementEnd

-- Only a hold is ever deleted; what was booked stays, whatever became of it.
-- +goose StatementBegin
CREATE TRIGGER bookings_no_delete BEFORE DELETE ON bookings WHEN OLD.state <> 'held'
BEGIN SELECT RAISE(ABORT, 'booking: kept'); END;
-- +goose StatementEnd

-- Who is next when a place opens, of one lesson or of a whole series.
CREATE TABLE waiting (
  id            INTEGER PRIMARY KEY,
  lesson        INTEGER REFERENCES lessons (id),
  series        INTEGER REFERENCES series (id),
  rider         INTEGER NOT NULL REFERENCES riders (id),
  state         TEXT NOT NULL CHECK (state IN ('waiting', 'offered', 'placed', 'declined', 'lapsed', 'left')),
  offered_until TEXT NOT NULL DEFAULT '',
  made_at       TEXT NOT NULL,
  made_by       INTEGER NOT NULL REFERENCES staff (id),
  CHECK ((lesson IS NULL) <> (series IS NULL)),
  CHECK ((state = 'offered') = (offered_until <> ''))
) STRICT;
CREATE INDEX waiting_by_lesson ON waiting (lesson, id) WHERE lesson IS NOT NULL;
CREATE INDEX waiting_by_series ON waiting (series, id) WHERE series IS NOT NULL;
CREATE UNIQUE INDEX waiting_once ON waiting (rider, coalesce(lesson, 0), coalesce(series, 0)) WHERE state IN ('waiting', 'offered');

-- What a cart line seats: a card's one lesson, or a package's series, with the
-- pro rata that was fixed when it entered (section 9, Times).
ALTER TABLE cart_lines ADD COLUMN weeks TEXT NOT NULL DEFAULT '';
ALTER TABLE cart_lines ADD COLUMN lessons INTEGER NOT NULL DEFAULT 0;
ALTER TABLE cart_lines ADD COLUMN of_lessons INTEGER NOT NULL DEFAULT 0;
CREATE TABLE cart_line_series (
  cart_line INTEGER NOT NULL REFERENCES cart_lines (id) ON DELETE CASCADE,
  series    INTEGER NOT NULL REFERENCES series (id),
  PRIMARY KEY (cart_line, series)
) STRICT, WITHOUT ROWID;

-- Which booking moved a unit; why is then reserved, spent or returned.
ALTER TABLE card_movements ADD COLUMN booking INTEGER REFERENCES bookings (id);

-- Sealed: the voucher's own ledger.
CREATE TABLE voucher_movements (
  id       INTEGER PRIMARY KEY,
  voucher  INTEGER NOT NULL REFERENCES vouchers (id),
  booking  INTEGER REFERENCES bookings (id),
  units    INTEGER NOT NULL CHECK (units IN (-1, 0, 1)),
  balance  INTEGER NOT NULL CHECK (balance IN (0, 1)),
  why      TEXT NOT NULL CHECK (why IN ('made', 'used', 'returned', 'withdrawn', 'extended')),
  moved_at TEXT NOT NULL,
  moved_by INTEGER NOT NULL REFERENCES staff (id)
) STRICT;
CREATE INDEX voucher_movements_by_voucher ON voucher_movements (voucher, id);

-- +goose StatementBegin
CREATE TRIGGER voucher_movements_no_update BEFORE UPDATE ON voucher_movements BEGIN SELECT RAISE(ABORT, 'sealed: voucher_movements'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER voucher_movements_no_delete BEFORE DELETE ON voucher_movements BEGIN SELECT RAISE(ABORT, 'sealed: voucher_movements'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER voucher_movements_balance BEFORE INSERT ON voucher_movements
WHEN NEW.balance <> NEW.units + coalesce((SELECT balance FROM voucher_movements WHERE voucher = NEW.voucher ORDER BY id DESC LIMIT 1), 0)
BEGIN SELECT RAISE(ABORT, 'voucher: the balance does not follow'); END;
-- +goose StatementEnd

-- What families are to be told; sending comes with the mail.
CREATE TABLE outbox (
  id        INTEGER PRIMARY KEY,
  household INTEGER REFERENCES households (id),
  kind      TEXT NOT NULL,
  language  TEXT NOT NULL CHECK (language IN ('fr', 'nl', 'en')),
  subject   TEXT NOT NULL,
  body      TEXT NOT NULL,
  state     TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'phoned', 'dropped')),
  lesson    INTEGER REFERENCES lessons (id),
  made_at   TEXT NOT NULL,
  made_by   INTEGER NOT NULL REFERENCES staff (id)
) STRICT;
CREATE INDEX outbox_waiting ON outbox (state, id);
