-- +goose Up

-- A file of the bank may hold several statements: one import, named by its first.
ALTER TABLE statements ADD COLUMN import INTEGER NOT NULL DEFAULT 0;
UPDATE statements SET import = (SELECT min(s.id) FROM statements s WHERE s.read_at = statements.read_at AND s.file = statements.file);
CREATE INDEX statements_by_import ON statements (import);
