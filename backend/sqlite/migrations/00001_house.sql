-- +goose Up

-- Instants are UTC text with milliseconds, days are club-local ISO text, money
-- is whole cents. Tables below "Sealed" refuse UPDATE and DELETE; a correction
-- is a mirror row (PRODUCT section 9).

-- The club ------------------------------------------------------------------

CREATE TABLE settings (
  section    TEXT PRIMARY KEY CHECK (section IN ('identity', 'policy', 'vat', 'mentions', 'terms')),
  body       TEXT NOT NULL CHECK (json_valid(body)),
  version    INTEGER NOT NULL,
  updated_at TEXT NOT NULL,
  updated_by INTEGER NOT NULL
) STRICT;

CREATE TABLE seasons (
  id        INTEGER PRIMARY KEY,
  name      TEXT NOT NULL UNIQUE,
  first_day TEXT NOT NULL,
  last_day  TEXT NOT NULL CHECK (last_day >= first_day)
) STRICT;

CREATE TABLE staff (
  id     INTEGER PRIMARY KEY,
  name   TEXT NOT NULL UNIQUE CHECK (name <> ''),
  role   TEXT NOT NULL CHECK (role IN ('owner', 'desk', 'instructor')),
  active INTEGER NOT NULL DEFAULT 1
) STRICT;

-- What one person chose for their own screen: theme, language, last area.
CREATE TABLE preferences (
  staff INTEGER NOT NULL REFERENCES staff (id),
  name  TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (staff, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE levels (
  id         INTEGER PRIMARY KEY,
  federation TEXT NOT NULL,
  code       TEXT NOT NULL,
  label      TEXT NOT NULL,
  rank       INTEGER NOT NULL,
  aliases    TEXT NOT NULL DEFAULT '[]' CHECK (json_valid(aliases)),
  UNIQUE (federation, code)
) STRICT;

-- Families and riders ---------------------------------------------------------

CREATE TABLE households (
  id         INTEGER PRIMARY KEY,
  kind       TEXT NOT NULL CHECK (kind IN ('family', 'guest')),
  name       TEXT NOT NULL CHECK (name <> ''),
  language   TEXT NOT NULL CHECK (language IN ('fr', 'nl', 'en')),
  email      TEXT NOT NULL DEFAULT '',
  note       TEXT NOT NULL DEFAULT '',
  folded     TEXT NOT NULL,             -- what search looks in: names, phones, e-mails, accents folded
  version    INTEGER NOT NULL DEFAULT 1,
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL REFERENCES staff (id)
) STRICT;
CREATE INDEX households_by_name ON households (name, id);

CREATE TABLE contacts (
  id         INTEGER PRIMARY KEY,
  household  INTEGER NOT NULL REFERENCES households (id),
  n          INTEGER NOT NULL,
  civility   TEXT NOT NULL DEFAULT '',
  surname    TEXT NOT NULL DEFAULT '',
  first_name TEXT NOT NULL DEFAULT '',
  relation   TEXT NOT NULL DEFAULT '',
  mobile     TEXT NOT NULL DEFAULT '',
  phone      TEXT NOT NULL DEFAULT '',
  email      TEXT NOT NULL DEFAULT '',
  pays       INTEGER NOT NULL DEFAULT 0,
  emergency  INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX contacts_by_household ON contacts (household, n);

CREATE TABLE addresses (
  id          INTEGER PRIMARY KEY,
  household   INTEGER NOT NULL REFERENCES households (id),
  recipient   TEXT NOT NULL,
  street      TEXT NOT NULL DEFAULT '',
  extra       TEXT NOT NULL DEFAULT '',
  postal_code TEXT NOT NULL DEFAULT '',
  town        TEXT NOT NULL DEFAULT '',
  country     TEXT NOT NULL DEFAULT 'FR',
  company_id  TEXT NOT NULL DEFAULT '',  -- SIREN or enterprise number, when a company or association pays
  vat_number  TEXT NOT NULL DEFAULT '',
  is_default  INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE UNIQUE INDEX addresses_one_default ON addresses (household) WHERE is_default = 1;
CREATE INDEX addresses_by_household ON addresses (household);

CREATE TABLE riders (
  id            INTEGER PRIMARY KEY,
  household     INTEGER NOT NULL REFERENCES households (id),
  civility      TEXT NOT NULL DEFAULT '',
  sex           TEXT NOT NULL DEFAULT '' CHECK (sex IN ('', 'F', 'M')),
  surname       TEXT NOT NULL CHECK (surname <> ''),
  first_name    TEXT NOT NULL CHECK (first_name <> ''),
  birth_date    TEXT NOT NULL DEFAULT '',
  birth_place   TEXT NOT NULL DEFAULT '',
  nationality   TEXT NOT NULL DEFAULT '',
  mobile        TEXT NOT NULL DEFAULT '',
  email         TEXT NOT NULL DEFAULT '',
  level         INTEGER REFERENCES levels (id),
  height_cm     INTEGER NOT NULL DEFAULT 0,
  weight_kg     INTEGER NOT NULL DEFAULT 0,
  medical       TEXT NOT NULL DEFAULT '',
  photo_consent INTEGER NOT NULL DEFAULT 0,
  note          TEXT NOT NULL DEFAULT '',
  folded        TEXT NOT NULL,
  version       INTEGER NOT NULL DEFAULT 1,
  created_at    TEXT NOT NULL,
  created_by    INTEGER NOT NULL REFERENCES staff (id)
) STRICT;
CREATE INDEX riders_by_household ON riders (household);
CREATE INDEX riders_by_name ON riders (surname, first_name, id);

-- A licence somebody holds or has asked for through the club; the number comes
-- later from the federation.
CREATE TABLE licences (
  id            INTEGER PRIMARY KEY,
  rider         INTEGER NOT NULL REFERENCES riders (id),
  kind          TEXT NOT NULL,
  number        TEXT NOT NULL DEFAULT '',
  valid_from    TEXT NOT NULL,
  valid_through TEXT NOT NULL,
  invoice_line  INTEGER UNIQUE REFERENCES invoice_lines (id)
) STRICT;
CREATE INDEX licences_by_rider ON licences (rider, valid_through);

CREATE TABLE terms_acceptances (
  household   INTEGER NOT NULL REFERENCES households (id),
  version     TEXT NOT NULL,
  accepted_at TEXT NOT NULL,
  recorded_by INTEGER NOT NULL REFERENCES staff (id),
  PRIMARY KEY (household, version)
) STRICT, WITHOUT ROWID;

-- Catalogue -------------------------------------------------------------------

CREATE TABLE offers (
  id            INTEGER PRIMARY KEY,
  kind          TEXT NOT NULL CHECK (kind IN ('card', 'package', 'activity', 'licence', 'membership', 'goods', 'giftCard')),
  name          TEXT NOT NULL CHECK (name <> ''),
  detail        TEXT NOT NULL DEFAULT '',
  season        INTEGER REFERENCES seasons (id),
  price_cents   INTEGER NOT NULL CHECK (price_cents >= 0),
  deposit_kind  TEXT NOT NULL DEFAULT 'all' CHECK (deposit_kind IN ('all', 'amount', 'percent', 'none')),
  deposit_value INTEGER NOT NULL DEFAULT 0 CHECK (deposit_value >= 0),
  age_min       INTEGER NOT NULL DEFAULT 0,
  age_max       INTEGER NOT NULL DEFAULT 0,
  terms         TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(terms)),  -- what only this kind has: units, validity, licence year
  archived      INTEGER NOT NULL DEFAULT 0,
  position      INTEGER NOT NULL DEFAULT 0,
  folded        TEXT NOT NULL,
  version       INTEGER NOT NULL DEFAULT 1
) STRICT;

CREATE TABLE offer_parts (
  offer INTEGER NOT NULL REFERENCES offers (id),
  n     INTEGER NOT NULL,
  label TEXT NOT NULL DEFAULT '',
  vat   TEXT NOT NULL,
  cents INTEGER NOT NULL CHECK (cents >= 0),
  PRIMARY KEY (offer, n)
) STRICT, WITHOUT ROWID;

-- Cart ------------------------------------------------------------------------

CREATE TABLE carts (
  id          INTEGER PRIMARY KEY,
  household   INTEGER REFERENCES households (id),
  state       TEXT NOT NULL CHECK (state IN ('open', 'parked', 'issued', 'dropped')),
  created_at  TEXT NOT NULL,
  changed_at  TEXT NOT NULL,
  expires_at  TEXT NOT NULL,
  created_by  INTEGER NOT NULL REFERENCES staff (id),
  invoice     INTEGER REFERENCES invoices (id)
) STRICT;
CREATE INDEX carts_waiting ON carts (state, expires_at) WHERE state IN ('open', 'parked');

CREATE TABLE cart_lines (
  id        INTEGER PRIMARY KEY,
  cart      INTEGER NOT NULL REFERENCES carts (id),
  offer     INTEGER NOT NULL REFERENCES offers (id),
  rider     INTEGER REFERENCES riders (id),
  quantity  INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 999),
  reason    INTEGER REFERENCES reasons (id)   -- why it is sold although it does not fit
) STRICT;
CREATE INDEX cart_lines_by_cart ON cart_lines (cart, id);

-- Free text that the sealed chain only knows by its salted hash, so that it can
-- be erased (PRODUCT section 9, Seal).
CREATE TABLE reasons (
  id   INTEGER PRIMARY KEY,
  salt TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT;

-- Sealed: documents -------------------------------------------------------------
-- A document is written from its lines up; its header comes last and closes it.

CREATE TABLE invoices (
  id            INTEGER PRIMARY KEY,
  kind          TEXT NOT NULL CHECK (kind IN ('invoice', 'creditNote')),
  series        TEXT NOT NULL,
  year          INTEGER NOT NULL,
  n             INTEGER NOT NULL CHECK (n > 0),
  number        TEXT NOT NULL UNIQUE,
  order_ref     TEXT NOT NULL,
  reference     TEXT NOT NULL UNIQUE,      -- structured payment reference, stored at issue and unique for ever
  day           TEXT NOT NULL,
  due_day       TEXT NOT NULL,
  household     INTEGER REFERENCES households (id),
  original      INTEGER REFERENCES invoices (id),
  language      TEXT NOT NULL,
  total_cents   INTEGER NOT NULL,
  now_cents     INTEGER NOT NULL,          -- due now; a part of the total
  on_account    INTEGER NOT NULL DEFAULT 0,
  seller        TEXT NOT NULL CHECK (json_valid(seller)),
  buyer         TEXT NOT NULL CHECK (json_valid(buyer)),
  mentions      TEXT NOT NULL CHECK (json_valid(mentions)),
  terms_version TEXT NOT NULL DEFAULT '',
  terms_at      TEXT NOT NULL DEFAULT '',
  reason        INTEGER REFERENCES reasons (id),
  training      INTEGER NOT NULL DEFAULT 0,
  issued_at     TEXT NOT NULL,
  issued_by     INTEGER NOT NULL REFERENCES staff (id),
  UNIQUE (series, year, n),
  CHECK ((kind = 'creditNote') = (original IS NOT NULL)),
  CHECK (CASE kind WHEN 'invoice' THEN total_cents >= 0 ELSE total_cents < 0 END)
) STRICT;
CREATE INDEX invoices_by_day ON invoices (day, id);
CREATE INDEX invoices_by_household ON invoices (household, id);
CREATE INDEX invoices_by_original ON invoices (original) WHERE original IS NOT NULL;

CREATE TABLE invoice_lines (
  id         INTEGER PRIMARY KEY,
  invoice    INTEGER NOT NULL REFERENCES invoices (id) DEFERRABLE INITIALLY DEFERRED,
  n          INTEGER NOT NULL,
  offer      INTEGER NOT NULL REFERENCES offers (id),
  kind       TEXT NOT NULL,
  rider      INTEGER REFERENCES riders (id),
  rider_name TEXT NOT NULL DEFAULT '',
  text       TEXT NOT NULL,
  detail     TEXT NOT NULL DEFAULT '',
  quantity   INTEGER NOT NULL,
  unit_cents INTEGER NOT NULL,
  cents      INTEGER NOT NULL,
  now_cents  INTEGER NOT NULL,
  original   INTEGER REFERENCES invoice_lines (id),  -- on a credit note: the line it gives back
  terms      TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(terms)),
  UNIQUE (invoice, n)
) STRICT;
CREATE INDEX invoice_lines_by_original ON invoice_lines (original) WHERE original IS NOT NULL;

CREATE TABLE invoice_parts (
  line  INTEGER NOT NULL REFERENCES invoice_lines (id),
  n     INTEGER NOT NULL,
  label TEXT NOT NULL,
  vat   TEXT NOT NULL,
  kind  TEXT NOT NULL CHECK (kind IN ('vat', 'exempt', 'thirdParty')),
  rate  INTEGER NOT NULL,
  cents INTEGER NOT NULL,
  PRIMARY KEY (line, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE invoice_vat (
  invoice     INTEGER NOT NULL REFERENCES invoices (id) DEFERRABLE INITIALLY DEFERRED,
  vat         TEXT NOT NULL,
  kind        TEXT NOT NULL CHECK (kind IN ('vat', 'exempt', 'thirdParty')),
  rate        INTEGER NOT NULL,
  gross_cents INTEGER NOT NULL,
  net_cents   INTEGER NOT NULL,
  vat_cents   INTEGER NOT NULL CHECK (net_cents + vat_cents = gross_cents),
  PRIMARY KEY (invoice, vat)
) STRICT, WITHOUT ROWID;

CREATE TABLE invoice_dues (
  invoice INTEGER NOT NULL REFERENCES invoices (id) DEFERRABLE INITIALLY DEFERRED,
  n       INTEGER NOT NULL,
  day     TEXT NOT NULL,
  cents   INTEGER NOT NULL,
  PRIMARY KEY (invoice, n)
) STRICT, WITHOUT ROWID;

-- Sealed: money -----------------------------------------------------------------

CREATE TABLE payments (
  id             INTEGER PRIMARY KEY,
  receipt        TEXT NOT NULL UNIQUE,      -- day and number of the receipt: 2026-10-07-0020
  day            TEXT NOT NULL,
  way            TEXT NOT NULL,
  cents          INTEGER NOT NULL CHECK (cents <> 0),  -- negative: a refund
  tendered_cents INTEGER NOT NULL DEFAULT 0, -- cash handed over; what exceeds cents was given back
  household      INTEGER REFERENCES households (id),
  detail         TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(detail)),
  refundable     INTEGER NOT NULL DEFAULT 1, -- holiday vouchers are never given back as money
  sale           INTEGER REFERENCES invoices (id), -- the checkout it came with, for the receipt
  received_at    TEXT NOT NULL,
  received_by    INTEGER NOT NULL REFERENCES staff (id)
) STRICT;
CREATE INDEX payments_by_day ON payments (day, id);
CREATE INDEX payments_by_household ON payments (household, id);

-- Which money settles which invoice. The source is a payment or a credit note;
-- a negative row takes an allocation back.
CREATE TABLE allocations (
  id           INTEGER PRIMARY KEY,
  payment      INTEGER REFERENCES payments (id),
  credit_note  INTEGER REFERENCES invoices (id),
  invoice      INTEGER NOT NULL REFERENCES invoices (id),
  cents        INTEGER NOT NULL CHECK (cents <> 0),
  day          TEXT NOT NULL,
  allocated_at TEXT NOT NULL,
  allocated_by INTEGER NOT NULL REFERENCES staff (id),
  CHECK ((payment IS NULL) <> (credit_note IS NULL))
) STRICT;
CREATE INDEX allocations_by_invoice ON allocations (invoice);
CREATE INDEX allocations_by_payment ON allocations (payment) WHERE payment IS NOT NULL;
CREATE INDEX allocations_by_credit_note ON allocations (credit_note) WHERE credit_note IS NOT NULL;

-- Double entries by role. The postings are written first; the entry closes them.
CREATE TABLE entries (
  id      INTEGER PRIMARY KEY,
  day     TEXT NOT NULL,
  journal TEXT NOT NULL CHECK (journal IN ('sales', 'cash', 'bank', 'misc')),
  text    TEXT NOT NULL,
  invoice INTEGER REFERENCES invoices (id),
  payment INTEGER REFERENCES payments (id)
) STRICT;
CREATE INDEX entries_by_day ON entries (day, id);
CREATE INDEX entries_by_invoice ON entries (invoice) WHERE invoice IS NOT NULL;

CREATE TABLE postings (
  entry        INTEGER NOT NULL REFERENCES entries (id) DEFERRABLE INITIALLY DEFERRED,
  n            INTEGER NOT NULL,
  role         TEXT NOT NULL,
  debit_cents  INTEGER NOT NULL CHECK (debit_cents >= 0),
  credit_cents INTEGER NOT NULL CHECK (credit_cents >= 0),
  household    INTEGER REFERENCES households (id),
  PRIMARY KEY (entry, n),
  CHECK ((debit_cents = 0) <> (credit_cents = 0))
) STRICT, WITHOUT ROWID;

-- Sealed: the journal -------------------------------------------------------------

CREATE TABLE journal (
  seq  INTEGER PRIMARY KEY CHECK (seq > 0),
  kind TEXT NOT NULL,
  at   TEXT NOT NULL,
  doc  TEXT NOT NULL DEFAULT '',
  line TEXT NOT NULL,
  prev TEXT NOT NULL CHECK (length(prev) = 64),
  hash TEXT NOT NULL UNIQUE CHECK (length(hash) = 64)
) STRICT;
CREATE INDEX journal_by_doc ON journal (doc) WHERE doc <> '';

-- Unsealed: what follows from the sealed rows, and requests for money ----------------

-- One row a document, written in the transaction that moves it and recomputed by
-- verify. For a credit note, settled_cents is what was spent of it (negative).
CREATE TABLE settlements (
  invoice       INTEGER PRIMARY KEY REFERENCES invoices (id),
  settled_cents INTEGER NOT NULL,
  credited_cents INTEGER NOT NULL DEFAULT 0, -- the part of settled_cents given by its own credit notes
  next_due_day  TEXT NOT NULL DEFAULT ''     -- first due day not yet covered; '' when nothing remains
) STRICT;
CREATE INDEX settlements_open ON settlements (next_due_day, invoice) WHERE next_due_day <> '';

-- A request asks for money that has not come: a link, an announced transfer, a
-- promised cheque or visit (PRODUCT section 9).
CREATE TABLE requests (
  id         INTEGER PRIMARY KEY,
  kind       TEXT NOT NULL CHECK (kind IN ('link', 'transfer', 'promise')),
  household  INTEGER REFERENCES households (id),
  cents      INTEGER NOT NULL CHECK (cents > 0),
  url        TEXT NOT NULL DEFAULT '',
  state      TEXT NOT NULL CHECK (state IN ('open', 'paid', 'replaced', 'cancelled')),
  until_day  TEXT NOT NULL,
  created_at TEXT NOT NULL,
  created_by INTEGER NOT NULL REFERENCES staff (id)
) STRICT;

CREATE TABLE request_invoices (
  request INTEGER NOT NULL REFERENCES requests (id),
  invoice INTEGER NOT NULL REFERENCES invoices (id),
  PRIMARY KEY (request, invoice)
) STRICT, WITHOUT ROWID;
CREATE INDEX request_invoices_by_invoice ON request_invoices (invoice);

-- A card belongs to one rider. It works from the day its line's due-now part is
-- covered; until then valid_from is ''.
CREATE TABLE cards (
  id            INTEGER PRIMARY KEY,
  rider         INTEGER NOT NULL REFERENCES riders (id),
  offer         INTEGER NOT NULL REFERENCES offers (id),
  invoice_line  INTEGER NOT NULL REFERENCES invoice_lines (id),
  n             INTEGER NOT NULL,          -- which of the line's quantity
  name          TEXT NOT NULL,
  units         INTEGER NOT NULL CHECK (units > 0),
  months        INTEGER NOT NULL,
  valid_from    TEXT NOT NULL DEFAULT '',
  valid_through TEXT NOT NULL DEFAULT '',
  UNIQUE (invoice_line, n)
) STRICT;
CREATE INDEX cards_by_rider ON cards (rider, valid_through);

-- Sealed: the card's own ledger: when, who, why, balance.
CREATE TABLE card_movements (
  id       INTEGER PRIMARY KEY,
  card     INTEGER NOT NULL REFERENCES cards (id),
  units    INTEGER NOT NULL,
  balance  INTEGER NOT NULL CHECK (balance >= 0),
  why      TEXT NOT NULL,
  moved_at TEXT NOT NULL,
  moved_by INTEGER NOT NULL REFERENCES staff (id)
) STRICT;
CREATE INDEX card_movements_by_card ON card_movements (card, id);

-- Every paper that left: the first is the original, the rest are duplicates.
CREATE TABLE prints (
  id         INTEGER PRIMARY KEY,
  doc_kind   TEXT NOT NULL CHECK (doc_kind IN ('invoice', 'receipt')),
  doc        INTEGER NOT NULL,
  copy       INTEGER NOT NULL,             -- 0 is the original, 1 the first duplicate
  printed_at TEXT NOT NULL,
  printed_by INTEGER NOT NULL REFERENCES staff (id),
  UNIQUE (doc_kind, doc, copy)
) STRICT;

-- House -----------------------------------------------------------------------------

CREATE TABLE answers (
  actor  INTEGER NOT NULL,
  key    TEXT NOT NULL,
  hash   TEXT NOT NULL,                    -- SHA-256 of verb and body
  answer TEXT NOT NULL,
  at     TEXT NOT NULL,
  PRIMARY KEY (actor, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX answers_by_at ON answers (at);

-- One row: how many writes were committed. Screens ask it what changed.
CREATE TABLE revision (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  n  INTEGER NOT NULL
) STRICT;
INSERT INTO revision VALUES (1, 0);

-- The second wall: sealed rows stay as they were written ----------------------------

-- +goose StatementBegin
CREATE TRIGGER invoices_no_update BEFORE UPDATE ON invoices BEGIN SELECT RAISE(ABORT, 'sealed: invoices'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER invoices_no_delete BEFORE DELETE ON invoices BEGIN SELECT RAISE(ABORT, 'sealed: invoices'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER invoice_lines_no_update BEFORE UPDATE ON invoice_lines BEGIN SELECT RAISE(ABORT, 'sealed: invoice_lines'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER invoice_lines_no_delete BEFORE DELETE ON invoice_lines BEGIN SELECT RAISE(ABORT, 'sealed: invoice_lines'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER invoice_parts_no_update BEFORE UPDATE ON invoice_parts BEGIN SELECT RAISE(ABORT, 'sealed: invoice_parts'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER invoice_parts_no_delete BEFORE DELETE ON invoice_parts BEGIN SELECT RAISE(ABORT, 'sealed: invoice_parts'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER invoice_vat_no_update BEFORE UPDATE ON invoice_vat BEGIN SELECT RAISE(ABORT, 'sealed: invoice_vat'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER invoice_vat_no_delete BEFORE DELETE ON invoice_vat BEGIN SELECT RAISE(ABORT, 'sealed: invoice_vat'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER invoice_dues_no_update BEFORE UPDATE ON invoice_dues BEGIN SELECT RAISE(ABORT, 'sealed: invoice_dues'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER invoice_dues_no_delete BEFORE DELETE ON invoice_dues BEGIN SELECT RAISE(ABORT, 'sealed: invoice_dues'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER payments_no_update BEFORE UPDATE ON payments BEGIN SELECT RAISE(ABORT, 'sealed: payments'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER payments_no_delete BEFORE DELETE ON payments BEGIN SELECT RAISE(ABORT, 'sealed: payments'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER allocations_no_update BEFORE UPDATE ON allocations BEGIN SELECT RAISE(ABORT, 'sealed: allocations'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER allocations_no_delete BEFORE DELETE ON allocations BEGIN SELECT RAISE(ABORT, 'sealed: allocations'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER entries_no_update BEFORE UPDATE ON entries BEGIN SELECT RAISE(ABORT, 'sealed: entries'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER entries_no_delete BEFORE DELETE ON entries BEGIN SELECT RAISE(ABORT, 'sealed: entries'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER postings_no_update BEFORE UPDATE ON postings BEGIN SELECT RAISE(ABORT, 'sealed: postings'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER postings_no_delete BEFORE DELETE ON postings BEGIN SELECT RAISE(ABORT, 'sealed: postings'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'sealed: journal'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'sealed: journal'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER card_movements_no_update BEFORE UPDATE ON card_movements BEGIN SELECT RAISE(ABORT, 'sealed: card_movements'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER card_movements_no_delete BEFORE DELETE ON card_movements BEGIN SELECT RAISE(ABORT, 'sealed: card_movements'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER prints_no_update BEFORE UPDATE ON prints BEGIN SELECT RAISE(ABORT, 'sealed: prints'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER prints_no_delete BEFORE DELETE ON prints BEGIN SELECT RAISE(ABORT, 'sealed: prints'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER journal_in_order BEFORE INSERT ON journal
WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM journal)
  OR NEW.prev <> coalesce((SELECT hash FROM journal ORDER BY seq DESC LIMIT 1), printf('%064d', 0))
BEGIN SELECT RAISE(ABORT, 'journal: out of order'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER invoices_numbered BEFORE INSERT ON invoices
WHEN NEW.n <> (SELECT coalesce(max(n), 0) + 1 FROM invoices WHERE series = NEW.series AND year = NEW.year)
BEGIN SELECT RAISE(ABORT, 'invoice: number out of sequence'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER invoices_add_up BEFORE INSERT ON invoices
WHEN NEW.total_cents <> (SELECT coalesce(sum(cents), 0) FROM invoice_lines WHERE invoice = NEW.id)
  OR NEW.now_cents <> (SELECT coalesce(sum(now_cents), 0) FROM invoice_lines WHERE invoice = NEW.id)
  OR NEW.total_cents <> (SELECT coalesce(sum(gross_cents), 0) FROM invoice_vat WHERE invoice = NEW.id)
  OR NEW.total_cents <> (SELECT coalesce(sum(cents), 0) FROM invoice_dues WHERE invoice = NEW.id)
  OR NEW.total_cents <> (SELECT coalesce(sum(p.cents), 0) FROM invoice_parts p JOIN invoice_lines l ON l.id = p.line WHERE l.invoice = NEW.id)
  OR NOT EXISTS (SELECT 1 FROM invoice_lines WHERE invoice = NEW.id)
BEGIN SELECT RAISE(ABORT, 'invoice: the lines do not add up'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER invoice_lines_closed BEFORE INSERT ON invoice_lines
WHEN EXISTS (SELECT 1 FROM invoices WHERE id = NEW.invoice)
BEGIN SELECT RAISE(ABORT, 'sealed: invoice_lines'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER invoice_vat_closed BEFORE INSERT ON invoice_vat
WHEN EXISTS (SELECT 1 FROM invoices WHERE id = NEW.invoice)
BEGIN SELECT RAISE(ABORT, 'sealed: invoice_vat'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER invoice_dues_closed BEFORE INSERT ON invoice_dues
WHEN EXISTS (SELECT 1 FROM invoices WHERE id = NEW.invoice)
BEGIN SELECT RAISE(ABORT, 'sealed: invoice_dues'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER invoice_parts_closed BEFORE INSERT ON invoice_parts
WHEN EXISTS (SELECT 1 FROM invoices i JOIN invoice_lines l ON l.invoice = i.id WHERE l.id = NEW.line)
BEGIN SELECT RAISE(ABORT, 'sealed: invoice_parts'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER entries_balance BEFORE INSERT ON entries
WHEN coalesce((SELECT sum(debit_cents) - sum(credit_cents) FROM postings WHERE entry = NEW.id), 1) <> 0
BEGIN SELECT RAISE(ABORT, 'entry: does not balance'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER postings_closed BEFORE INSERT ON postings
WHEN EXISTS (SELECT 1 FROM entries WHERE id = NEW.entry)
BEGIN SELECT RAISE(ABORT, 'sealed: postings'); END;
-- +goose StatementEnd

-- Never above the original: neither the whole nor any line of it.
-- +goose StatementBegin
CREATE TRIGGER credit_notes_bounded BEFORE INSERT ON invoices
WHEN NEW.kind = 'creditNote' AND (
  (SELECT kind FROM invoices WHERE id = NEW.original) <> 'invoice'
  OR -NEW.total_cents > (SELECT total_cents FROM invoices WHERE id = NEW.original)
     + (SELECT coalesce(sum(total_cents), 0) FROM invoices WHERE original = NEW.original)
  OR EXISTS (
    SELECT 1 FROM invoice_lines c JOIN invoice_lines o ON o.id = c.original
    WHERE c.invoice = NEW.id AND (o.invoice <> NEW.original OR
      (SELECT sum(cents) FROM invoice_lines WHERE original = o.id) + o.cents < 0))
  OR EXISTS (SELECT 1 FROM invoice_lines WHERE invoice = NEW.id AND original IS NULL))
BEGIN SELECT RAISE(ABORT, 'credit note: above its original'); END;
-- +goose StatementEnd

-- Nothing settles more than it holds, and no invoice takes more than it asks.
-- +goose StatementBegin
CREATE TRIGGER allocations_bounded AFTER INSERT ON allocations
WHEN (SELECT sum(cents) FROM allocations WHERE invoice = NEW.invoice)
       NOT BETWEEN 0 AND (SELECT CASE kind WHEN 'invoice' THEN total_cents ELSE -1 END FROM invoices WHERE id = NEW.invoice)
  OR NEW.payment IS NOT NULL AND (SELECT sum(cents) FROM allocations WHERE payment = NEW.payment)
       NOT BETWEEN 0 AND (SELECT cents FROM payments WHERE id = NEW.payment)
  OR NEW.credit_note IS NOT NULL AND (SELECT sum(cents) FROM allocations WHERE credit_note = NEW.credit_note)
       NOT BETWEEN 0 AND (SELECT -total_cents FROM invoices WHERE id = NEW.credit_note AND kind = 'creditNote')
BEGIN SELECT RAISE(ABORT, 'allocation: out of bounds'); END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER card_movements_balance BEFORE INSERT ON card_movements
WHEN NEW.balance <> NEW.units + coalesce((SELECT balance FROM card_movements WHERE card = NEW.card ORDER BY id DESC LIMIT 1), 0)
BEGIN SELECT RAISE(ABORT, 'card: the balance does not follow'); END;
-- +goose StatementEnd
