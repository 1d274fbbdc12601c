-- +goose Up

-- A mail that left and came back: the server that could not deliver it names it by
-- the Message-ID it left with, which is the same for every try.
ALTER TABLE outgoing ADD COLUMN message_id TEXT NOT NULL DEFAULT ''; -- without brackets; empty before it was tried
CREATE UNIQUE INDEX outgoing_by_message_id ON outgoing (message_id) WHERE message_id <> '';

-- The rows hold by the wider rule too, so the check alone is rewritten (sqlite.org,
-- ALTER TABLE, "Making Other Kinds Of Table Schema Changes").
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, '''failed'', ''dropped''', '''failed'', ''dropped'', ''bounced''') WHERE type = 'table' AND name = 'outgoing';
PRAGMA writable_schema = RESET;
