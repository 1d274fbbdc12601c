-- +goose Up

-- What of a refund at the provider's is settled here: in the books by a payment out,
-- or said by a person to be there already. What was taken net of a refund has it.
ALTER TABLE link_payments ADD COLUMN back INTEGER NOT NULL DEFAULT 0 CHECK (back >= 0);
UPDATE link_payments SET back = cents - (SELECT p.cents FROM payments p WHERE p.id = link_payments.payment) WHERE payment IS NOT NULL;
DROP INDEX link_payments_to_check;
CREATE INDEX link_payments_to_check ON link_payments (id) WHERE state = 'toCheck' OR state = 'booked' AND refunded > back;
