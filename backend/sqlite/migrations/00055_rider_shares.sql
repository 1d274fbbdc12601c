-- +goose Up

-- The other household that sees a rider: separated parents. The rider stays of
-- the household in riders; one that is named in both, after a merge, is shared
-- with nobody.
CREATE TABLE rider_shares (
  rider     INTEGER PRIMARY KEY REFERENCES riders (id),
  household INTEGER NOT NULL REFERENCES households (id),
  shared_at TEXT NOT NULL,
  shared_by INTEGER NOT NULL REFERENCES staff (id)
) STRICT;
CREATE INDEX rider_shares_by_household ON rider_shares (household);
