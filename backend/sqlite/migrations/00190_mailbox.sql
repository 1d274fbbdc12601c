-- +goose Up

-- Mails that were read from the club's mailbox, where they stay. Each is here once,
-- whatever number the server gives it: it is known by what it holds, its
-- Message-ID among it.
CREATE TABLE mails (
  id          INTEGER PRIMARY KEY,
  message_id  TEXT NOT NULL,
  hash        TEXT NOT NULL, -- SHA-256 of what was fetched
  sender_name TEXT NOT NULL,
  sender      TEXT NOT NULL, -- lower case
  answer_to   TEXT NOT NULL, -- empty for the sender
  subject     TEXT NOT NULL,
  body        TEXT NOT NULL, -- plain, whatever the mail was
  written_at  TEXT NOT NULL,
  arrived_at  TEXT NOT NULL,
  facts       TEXT NOT NULL, -- JSON: what the trusted server found, whether it is whole
  household   INTEGER REFERENCES households (id),
  tied        INTEGER NOT NULL DEFAULT 0 CHECK (tied IN (0, 1)), -- by a person, not by the address
  found       TEXT NOT NULL DEFAULT '[]', -- JSON: kinds and sureness when it came, for the list
  state       TEXT NOT NULL CHECK (state IN ('new', 'filed', 'done')),
  ended_at    TEXT NOT NULL DEFAULT '',
  ended_by    INTEGER REFERENCES staff (id),
  reply       INTEGER REFERENCES outbox (id),
  UNIQUE (hash)
) STRICT;
CREATE INDEX mails_new ON mails (written_at) WHERE state = 'new';
CREATE INDEX mails_by_day ON mails (written_at);
CREATE INDEX mails_by_household ON mails (household) WHERE household IS NOT NULL;

-- Whose an address is, asked for every mail.
CREATE INDEX households_by_email ON households (lower(email)) WHERE email <> '';
CREATE INDEX contacts_by_email ON contacts (lower(email)) WHERE email <> '';
CREATE INDEX riders_by_email ON riders (lower(email)) WHERE email <> '';

CREATE TABLE mail_files (
  mail    INTEGER NOT NULL REFERENCES mails (id) ON DELETE CASCADE,
  n       INTEGER NOT NULL, -- from 0, in their order
  name    TEXT NOT NULL,    -- never a path
  type    TEXT NOT NULL,    -- by its content; empty where it was not kept
  bytes   INTEGER NOT NULL,
  content BLOB,
  PRIMARY KEY (mail, n)
) STRICT;

-- How far the mailbox was read, and how that went. One row.
CREATE TABLE mailbox (
  id        INTEGER PRIMARY KEY CHECK (id = 1),
  account   TEXT NOT NULL, -- which one: user, server and folder
  validity  INTEGER NOT NULL,
  uid       INTEGER NOT NULL,
  begun_at  TEXT NOT NULL, -- what arrived long before is not asked about
  read_at   TEXT NOT NULL DEFAULT '',
  trouble   TEXT NOT NULL DEFAULT '' -- JSON: code and params of what went wrong last; empty when nothing did
) STRICT;
