-- +goose Up

-- What a person typed into a form and has not sent yet, so that neither Escape nor a
-- crash costs it (DESIGN section 1, autosave).
CREATE TABLE drafts (
  staff    INTEGER NOT NULL REFERENCES staff (id),
  form     TEXT NOT NULL CHECK (form <> ''),
  text     TEXT NOT NULL CHECK (json_valid(text)),
  kept_at  TEXT NOT NULL,
  PRIMARY KEY (staff, form)
) STRICT, WITHOUT ROWID;
