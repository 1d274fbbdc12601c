-- +goose Up

-- What was answered when a rider was enrolled in an activity; the question stands
-- beside it as it was asked, for the activity's own may change.
CREATE TABLE enrolment_answers (
  activity INTEGER NOT NULL REFERENCES offers (id),
  rider    INTEGER NOT NULL REFERENCES riders (id),
  question INTEGER NOT NULL CHECK (question > 0),
  asked    TEXT NOT NULL,
  answer   TEXT NOT NULL CHECK (answer <> ''),
  given_at TEXT NOT NULL,
  given_by INTEGER NOT NULL REFERENCES staff (id),
  PRIMARY KEY (activity, rider, question)
) STRICT, WITHOUT ROWID;
CREATE INDEX enrolment_answers_by_rider ON enrolment_answers (rider);
