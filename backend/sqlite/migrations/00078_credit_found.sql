-- +goose Up

-- Whether a household has credit is asked at every cart, and ten years of payments
-- that settled all they could are not read for it.
DROP INDEX payments_by_household;
CREATE INDEX payments_by_household ON payments (household, id, cents);
DROP INDEX allocations_by_payment;
CREATE INDEX allocations_by_payment ON allocations (payment, cents) WHERE payment IS NOT NULL;
