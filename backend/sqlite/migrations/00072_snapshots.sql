-- +goose Up

-- Seller, legal sentences and paper are the same on thousands of documents: an
-- entry of the journal holds them once, and the document points to it. Its own
-- columns then say nothing; those of older documents stay as they are.
ALTER TABLE invoices ADD COLUMN snapshot INTEGER REFERENCES journal (seq);

-- Finds the snapshot that says a thing, and lets nobody say it twice.
CREATE UNIQUE INDEX journal_snapshots ON journal (json_extract(line, '$.payload')) WHERE kind = 'snapshot.taken';
