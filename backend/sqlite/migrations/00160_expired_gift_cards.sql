-- +goose Up

-- What nobody spent of a gift card by its last day is income. The check alone is
-- rewritten, as in 00044: every row holds by the wider rule too.
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, '(''sold'', ''spent'', ''credited'')', '(''sold'', ''spent'', ''credited'', ''expired'')')
WHERE type = 'table' AND name = 'gift_card_movements';
PRAGMA writable_schema = RESET;
