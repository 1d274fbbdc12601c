-- +goose Up

-- An answer goes where the mail came from, and stands under it in the family's
-- mailbox.
ALTER TABLE outgoing ADD COLUMN goes_to TEXT NOT NULL DEFAULT ''; -- empty for the household's own address
ALTER TABLE outgoing ADD COLUMN answers TEXT NOT NULL DEFAULT ''; -- Message-ID of the mail it answers, without brackets
