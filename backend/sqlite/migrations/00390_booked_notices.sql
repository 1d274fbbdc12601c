-- +goose Up

-- A family is told of the places that were booked for it, each once. The table is made
-- anew, since a CHECK cannot be changed; its rows stay as they are.
CREATE TABLE notices_anew (
  kind      TEXT NOT NULL CHECK (kind IN ('noticeLesson', 'noticeEnding', 'noticePaper', 'noticeBooked')),
  thing     TEXT NOT NULL, -- household/N, card/N, voucher/N, paper/RIDER/CODE, booking/N
  day       TEXT NOT NULL, -- of the lessons; the last one it is good for
  household INTEGER NOT NULL REFERENCES households (id),
  message   INTEGER NOT NULL REFERENCES outbox (id),
  PRIMARY KEY (kind, thing, day)
) STRICT, WITHOUT ROWID;
INSERT INTO notices_anew SELECT kind, thing, day, household, message FROM notices;
DROP TABLE notices;
ALTER TABLE notices_anew RENAME TO notices;
CREATE INDEX notices_by_day ON notices (kind, day);
CREATE INDEX notices_by_message ON notices (message);
CREATE INDEX notices_by_household ON notices (household);
