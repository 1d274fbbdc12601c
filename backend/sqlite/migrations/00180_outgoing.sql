-- +goose Up

-- A message of the outbox that goes by mail: what became of it on its way. "sending"
-- is written before the server is handed anything; whoever opens the data and finds
-- it there does not know whether the mail left ("perhaps"), and never sends it again
-- without a person.
CREATE TABLE outgoing (
  message    INTEGER PRIMARY KEY REFERENCES outbox (id),
  state      TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sending', 'sent', 'perhaps', 'failed', 'dropped')),
  address    TEXT NOT NULL DEFAULT '', -- where it went, or was to go
  attempts   INTEGER NOT NULL DEFAULT 0,
  next_at    TEXT NOT NULL DEFAULT '', -- instant; not tried before
  fault      TEXT NOT NULL DEFAULT '', -- code of the text outbox.fault.CODE
  says       TEXT NOT NULL DEFAULT '', -- what the server said of the last try
  changed_at TEXT NOT NULL,
  changed_by INTEGER REFERENCES staff (id) -- who decided; none for the program
) STRICT;
CREATE INDEX outgoing_open ON outgoing (state, message) WHERE state <> 'sent';

-- The papers a message carries: which copy of which document.
CREATE TABLE outgoing_papers (
  message INTEGER NOT NULL REFERENCES outbox (id),
  invoice INTEGER NOT NULL REFERENCES invoices (id),
  copy    INTEGER NOT NULL, -- 0 for the original
  PRIMARY KEY (message, invoice)
) STRICT, WITHOUT ROWID;
CREATE INDEX outgoing_papers_by_invoice ON outgoing_papers (invoice);
