-- +goose Up

-- What search reads at every key: the households a list may show, by their name,
-- without the wide rows behind them.
CREATE INDEX households_found ON households (folded) WHERE merged_into IS NULL AND erased_at = '';
