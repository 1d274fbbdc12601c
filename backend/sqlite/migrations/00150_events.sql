-- +goose Up

-- What happened to the installation itself, for the list of events (RULES section
-- 4): a handful of entries among hundreds of thousands. Settings have an index of
-- their own (00131).
CREATE INDEX journal_events ON journal (seq) WHERE kind IN ('club.opened', 'program.changed', 'settings.changed', 'staff.changed',
  'clock.confirmed', 'data.restored', 'key.replaced', 'archive.made', 'books.exported', 'attestation.made', 'personalData.exported',
  'personalData.erased', 'day.closed', 'month.closed', 'year.closed');
