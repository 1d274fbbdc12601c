-- +goose Up

-- The receipts a message carries: which copy of which payment's.
CREATE TABLE outgoing_receipts (
  message INTEGER NOT NULL REFERENCES outbox (id),
  payment INTEGER NOT NULL REFERENCES payments (id),
  copy    INTEGER NOT NULL, -- 0 for the original
  PRIMARY KEY (message, payment)
) STRICT, WITHOUT ROWID;
CREATE INDEX outgoing_receipts_by_payment ON outgoing_receipts (payment);
