-- +goose Up

-- What a family was told of before it happens, each thing once: the lessons of a day
-- once a household, a card, a voucher or a paper once for the day it ends.
CREATE TABLE notices (
  kind      TEXT NOT NULL CHECK (kind IN ('noticeLesson', 'noticeEnding', 'noticePaper')),
  thing     TEXT NOT NULL, -- household/N, card/N, voucher/N, paper/RIDER/CODE
  day       TEXT NOT NULL, -- of the lessons; the last one it is good for
  household INTEGER NOT NULL REFERENCES households (id),
  message   INTEGER NOT NULL REFERENCES outbox (id),
  PRIMARY KEY (kind, thing, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX notices_by_day ON notices (kind, day);
CREATE INDEX notices_by_message ON notices (message);
CREATE INDEX notices_by_household ON notices (household);

-- A family that wants none of them.
ALTER TABLE households ADD COLUMN no_notices INTEGER NOT NULL DEFAULT 0 CHECK (no_notices IN (0, 1));
