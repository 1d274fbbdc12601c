-- +goose Up

-- Horses (PRODUCT section 4) and what each may be asked for. A limit of 0 is none.
CREATE TABLE horses (
  id             INTEGER PRIMARY KEY,
  name           TEXT NOT NULL CHECK (name <> ''),
  folded         TEXT NOT NULL,                   -- what search finds it by
  level_min      INTEGER REFERENCES levels (id),
  level_max      INTEGER REFERENCES levels (id),
  most_weight_kg INTEGER NOT NULL DEFAULT 0 CHECK (most_weight_kg BETWEEN 0 AND 300),
  lessons_a_day  INTEGER NOT NULL DEFAULT 0 CHECK (lessons_a_day BETWEEN 0 AND 20),
  hours_a_week   INTEGER NOT NULL DEFAULT 0 CHECK (hours_a_week BETWEEN 0 AND 80),
  days_off       TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(days_off)), -- ISO weekdays: 1 is Monday
  owner          INTEGER REFERENCES riders (id),  -- whose own horse it is; NULL for the club's
  archived       INTEGER NOT NULL DEFAULT 0,
  note           TEXT NOT NULL DEFAULT '',
  version        INTEGER NOT NULL DEFAULT 1
) STRICT;
-- A plate shows a name and no more: no two that work here have the same.
CREATE UNIQUE INDEX horses_named ON horses (name) WHERE archived = 0;
CREATE INDEX horses_by_owner ON horses (owner) WHERE owner IS NOT NULL;

-- When a horse cannot work, both days included; an empty last day is until further notice.
CREATE TABLE horse_away (
  id        INTEGER PRIMARY KEY,
  horse     INTEGER NOT NULL REFERENCES horses (id),
  first_day TEXT NOT NULL,
  last_day  TEXT NOT NULL DEFAULT '' CHECK (last_day = '' OR last_day >= first_day),
  why       TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX horse_away_by_horse ON horse_away (horse, first_day);

-- What a horse needs again and again; 0 weeks is once.
CREATE TABLE horse_cares (
  horse       INTEGER NOT NULL REFERENCES horses (id),
  kind        TEXT NOT NULL CHECK (kind IN ('farrier', 'dentist', 'worming', 'vaccine', 'vet')),
  last_day    TEXT NOT NULL DEFAULT '',
  due_day     TEXT NOT NULL DEFAULT '',
  every_weeks INTEGER NOT NULL DEFAULT 0 CHECK (every_weeks BETWEEN 0 AND 260),
  PRIMARY KEY (horse, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE horse_falls (
  id          INTEGER PRIMARY KEY,
  horse       INTEGER NOT NULL REFERENCES horses (id),
  rider       INTEGER REFERENCES riders (id),
  day         TEXT NOT NULL,
  note        TEXT NOT NULL DEFAULT '',  -- may speak of health
  recorded_at TEXT NOT NULL,
  recorded_by INTEGER NOT NULL REFERENCES staff (id)
) STRICT;
CREATE INDEX horse_falls_by_horse ON horse_falls (horse, day);
CREATE INDEX horse_falls_by_rider ON horse_falls (rider) WHERE rider IS NOT NULL;

-- What a rider thinks of a horse.
CREATE TABLE horse_wishes (
  rider INTEGER NOT NULL REFERENCES riders (id),
  horse INTEGER NOT NULL REFERENCES horses (id),
  wish  INTEGER NOT NULL CHECK (wish IN (-1, 1)),
  PRIMARY KEY (rider, horse)
) STRICT, WITHOUT ROWID;

-- Who rides what. That a horse is not in two lessons at once is the transaction's
-- rule; in one lesson it is one rider's, whatever the path, and whoever gives the
-- place up gives the horse back.
ALTER TABLE bookings ADD COLUMN horse INTEGER REFERENCES horses (id);
CREATE UNIQUE INDEX bookings_horse_once ON bookings (lesson, horse) WHERE horse IS NOT NULL;

-- +goose StatementBegin
CREATE TRIGGER bookings_give_the_horse_back AFTER UPDATE OF n ON bookings WHEN NEW.n = 0 AND NEW.horse IS NOT NULL
BEGIN UPDATE bookings SET horse = NULL WHERE id = NEW.id; END;
-- +goose StatementEnd

-- A horse that was given although a limit stood against it, for the owner.
CREATE TABLE horse_overrides (
  id      INTEGER PRIMARY KEY,
  booking INTEGER NOT NULL REFERENCES bookings (id),
  horse   INTEGER NOT NULL REFERENCES horses (id),
  limits  TEXT NOT NULL CHECK (json_valid(limits)),
  reason  INTEGER NOT NULL REFERENCES reasons (id),
  made_at TEXT NOT NULL,
  made_by INTEGER NOT NULL REFERENCES staff (id)
) STRICT;
CREATE INDEX horse_overrides_by_time ON horse_overrides (made_at);
CREATE INDEX horse_overrides_by_booking ON horse_overrides (booking);

-- How the club gives horses: a rider keeps to the same ones by default.
UPDATE settings SET body = json_set(body, '$.horseHabit', 'repeat') WHERE section = 'policy';
