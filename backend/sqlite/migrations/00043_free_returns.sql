-- +goose Up

-- What was sold for nothing goes back by a credit note that comes to zero. The
-- rows hold by the wider rule too, so the check alone is rewritten (sqlite.org,
-- ALTER TABLE, "Making Other Kinds Of Table Schema Changes").
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'ELSE total_cents < 0 END', 'ELSE total_cents <= 0 END') WHERE type = 'table' AND name = 'invoices';
PRAGMA writable_schema = RESET;
