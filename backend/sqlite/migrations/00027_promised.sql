-- +goose Up

-- What was promised and has not come is a list of the day; links are not in it.
CREATE INDEX requests_promised ON requests (until_day, id) WHERE state = 'open' AND kind <> 'link';
