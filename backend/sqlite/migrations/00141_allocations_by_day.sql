-- +goose Up

-- What settled anything in a period is found without reading ten years.
CREATE INDEX allocations_by_day ON allocations (day);
