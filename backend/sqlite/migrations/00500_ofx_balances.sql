-- +goose Up

-- Earlier programs kept the balance of an OFX file whatever day it was of, which may be
-- later than its lines: nothing is weighed against one of those.
UPDATE statements SET closing_cents = NULL WHERE format = 'OFX' AND opening_cents IS NULL;
