-- +goose Up

-- What was exchanged with a family is on its page.
CREATE INDEX outbox_by_household ON outbox (household) WHERE household IS NOT NULL;
