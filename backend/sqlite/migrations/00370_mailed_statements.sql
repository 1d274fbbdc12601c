-- +goose Up
-- A statement that came with a mail says so for ever, and of which mail as long as it
-- is kept: such a one does not say by itself that its account is the club's.
ALTER TABLE statements ADD COLUMN by_mail INTEGER NOT NULL DEFAULT 0 CHECK (by_mail IN (0, 1));
ALTER TABLE statements ADD COLUMN mail INTEGER REFERENCES mails (id) ON DELETE SET NULL;
CREATE INDEX statements_by_mail ON statements (mail) WHERE mail IS NOT NULL;
-- Two copies of one mail, in two addresses of the club.
CREATE INDEX mails_by_message ON mails (message_id) WHERE message_id <> '';
