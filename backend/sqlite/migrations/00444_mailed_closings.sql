-- +goose Up
-- Which closing's seal a message carries out of the machine.
CREATE TABLE outgoing_closings (
  message INTEGER PRIMARY KEY REFERENCES outbox (id),
  closing INTEGER NOT NULL REFERENCES closings (id)
) STRICT;
CREATE INDEX outgoing_closings_by_closing ON outgoing_closings (closing);
