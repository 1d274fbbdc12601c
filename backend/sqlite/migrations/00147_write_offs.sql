-- +goose Up

-- What of a document was written off as lost; follows from its allocations.
ALTER TABLE settlements ADD COLUMN written_cents INTEGER NOT NULL DEFAULT 0;
CREATE INDEX payments_written_off ON payments (id) WHERE way = 'writtenOff';
