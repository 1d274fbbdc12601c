-- +goose Up

-- What each person did last, with the verbs that take it back; the oldest go as
-- new ones come. It repeats what records said before, so it goes with them when
-- a household is erased or an import undone.
CREATE TABLE actions (
  id        INTEGER PRIMARY KEY,
  actor     INTEGER NOT NULL REFERENCES staff (id),
  verb      TEXT NOT NULL,             -- whose right it takes
  what      TEXT NOT NULL,             -- in the words of the screens
  about     TEXT NOT NULL,             -- whom or what by name
  household INTEGER REFERENCES households (id),
  steps     TEXT NOT NULL CHECK (json_valid(steps)),
  lasting   TEXT NOT NULL,             -- code of why it cannot be taken back
  done_at   TEXT NOT NULL,
  undone_at TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX actions_by_actor ON actions (actor, id);
CREATE INDEX actions_by_household ON actions (household) WHERE household IS NOT NULL;
