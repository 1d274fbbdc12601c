-- +goose Up

-- The plan (PRODUCT section 4). A lesson stores the club-local day and minutes
-- from midnight; the instant is derived, so that 14:00 stays 14:00 across a
-- change of the clock (section 9, Times). Weekdays are ISO: 1 is Monday.

-- Where lessons are given.
CREATE TABLE arenas (
  id       INTEGER PRIMARY KEY,
  name     TEXT NOT NULL UNIQUE CHECK (name <> ''),
  shared   INTEGER NOT NULL DEFAULT 0,  -- several lessons at once: the outdoors
  archived INTEGER NOT NULL DEFAULT 0,
  position INTEGER NOT NULL DEFAULT 0,
  version  INTEGER NOT NULL DEFAULT 1
) STRICT;

-- Days without lessons, and school holidays, which a series may ride through or
-- not. Typed or read from a file, never guessed; public holidays are computed.
CREATE TABLE closed_days (
  id        INTEGER PRIMARY KEY,
  kind      TEXT NOT NULL CHECK (kind IN ('closed', 'schoolHoliday')),
  name      TEXT NOT NULL CHECK (name <> ''),
  first_day TEXT NOT NULL,
  last_day  TEXT NOT NULL CHECK (last_day >= first_day),
  source    TEXT NOT NULL CHECK (source IN ('typed', 'file')),
  version   INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX closed_days_by_day ON closed_days (last_day, first_day);

-- Who gives lessons: instructors, and an owner who teaches.
ALTER TABLE staff ADD COLUMN teaches INTEGER NOT NULL DEFAULT 0;
UPDATE staff SET teaches = 1 WHERE role = 'instructor';

CREATE TABLE instructor_hours (
  staff   INTEGER NOT NULL REFERENCES staff (id),
  weekday INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  start   INTEGER NOT NULL CHECK (start BETWEEN 0 AND 1439),
  finish  INTEGER NOT NULL CHECK (finish BETWEEN start + 1 AND 1440),
  PRIMARY KEY (staff, weekday, start)
) STRICT, WITHOUT ROWID;

CREATE TABLE instructor_leave (
  id        INTEGER PRIMARY KEY,
  staff     INTEGER NOT NULL REFERENCES staff (id),
  first_day TEXT NOT NULL,
  last_day  TEXT NOT NULL CHECK (last_day >= first_day)
) STRICT;
CREATE INDEX instructor_leave_by_day ON instructor_leave (last_day, first_day);

-- The weekly rule.
CREATE TABLE series (
  id           INTEGER PRIMARY KEY,
  season       INTEGER NOT NULL REFERENCES seasons (id),
  kind         TEXT NOT NULL CHECK (kind IN ('group', 'private', 'privateForTwo', 'horseWork', 'trial')),
  name         TEXT NOT NULL CHECK (name <> ''),
  weekday      INTEGER NOT NULL CHECK (weekday BETWEEN 1 AND 7),
  start        INTEGER NOT NULL CHECK (start BETWEEN 0 AND 1439),
  minutes      INTEGER NOT NULL CHECK (minutes BETWEEN 5 AND 720),
  every_weeks  INTEGER NOT NULL DEFAULT 1 CHECK (every_weeks IN (1, 2)),
  first_day    TEXT NOT NULL,               -- of its lessons; every other week counts from here
  last_day     TEXT NOT NULL CHECK (last_day >= first_day),
  arena        INTEGER REFERENCES arenas (id),
  instructor   INTEGER REFERENCES staff (id),
  level_min    INTEGER REFERENCES levels (id),
  level_max    INTEGER REFERENCES levels (id),
  age_min      INTEGER NOT NULL DEFAULT 0,  -- full years; 0 for no limit
  age_max      INTEGER NOT NULL DEFAULT 0,
  capacity     INTEGER NOT NULL CHECK (capacity BETWEEN 1 AND 200),
  min_group    INTEGER NOT NULL DEFAULT 0 CHECK (min_group BETWEEN 0 AND capacity),
  in_holidays  INTEGER NOT NULL DEFAULT 0,  -- rides in school holidays
  on_public    INTEGER NOT NULL DEFAULT 0,  -- rides on public holidays
  version      INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX series_by_season ON series (season, weekday, start);

-- One dated lesson: of a series, of an activity (a day of it, with its roll), or
-- on its own. It carries all it needs, for it may differ from its series.
CREATE TABLE lessons (
  id         INTEGER PRIMARY KEY,
  series     INTEGER REFERENCES series (id),
  activity   INTEGER REFERENCES offers (id),
  season     INTEGER REFERENCES seasons (id),
  kind       TEXT NOT NULL CHECK (kind IN ('group', 'private', 'privateForTwo', 'horseWork', 'trial', 'camp', 'competition', 'event')),
  name       TEXT NOT NULL CHECK (name <> ''),
  day        TEXT NOT NULL,
  start      INTEGER NOT NULL CHECK (start BETWEEN 0 AND 1439),
  minutes    INTEGER NOT NULL CHECK (minutes BETWEEN 5 AND 1440),
  arena      INTEGER REFERENCES arenas (id),
  instructor INTEGER REFERENCES staff (id),
  level_min  INTEGER REFERENCES levels (id),
  level_max  INTEGER REFERENCES levels (id),
  age_min    INTEGER NOT NULL DEFAULT 0,
  age_max    INTEGER NOT NULL DEFAULT 0,
  capacity   INTEGER NOT NULL CHECK (capacity BETWEEN 1 AND 200),
  min_group  INTEGER NOT NULL DEFAULT 0,
  state      TEXT NOT NULL DEFAULT 'planned' CHECK (state IN ('planned', 'cancelled', 'closed')), -- closed: its roll was called
  own        INTEGER NOT NULL DEFAULT 0,    -- differs from its series by a person's hand; a change of the series leaves it
  reason     TEXT NOT NULL DEFAULT '',      -- why the club cancelled it, or why it clashes: of a lesson, of no household
  version    INTEGER NOT NULL DEFAULT 1,
  CHECK (series IS NULL OR activity IS NULL)
) STRICT;
CREATE INDEX lessons_by_day ON lessons (day, start, id);
CREATE INDEX lessons_by_series ON lessons (series, day) WHERE series IS NOT NULL;
CREATE INDEX lessons_by_activity ON lessons (activity, day) WHERE activity IS NOT NULL;
