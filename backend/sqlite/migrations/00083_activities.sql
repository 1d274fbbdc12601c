-- +goose Up

-- What enrolling in an activity asks (PRODUCT section 3, Activity): its deadline,
-- cancellation terms, questions, papers. Its days are lessons.
ALTER TABLE offers ADD COLUMN enrolling TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(enrolling));
