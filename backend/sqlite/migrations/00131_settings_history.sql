-- +goose Up

-- What was changed in the settings is found without reading the whole journal.
CREATE INDEX journal_settings ON journal (seq) WHERE kind = 'settings.changed';
