-- +goose Up

-- The figures of booking (PRODUCT section 5), with their defaults.
UPDATE settings SET body = json_set(body, '$.cutOffMinutes', 1020, '$.voucherHours', 24, '$.voucherMonths', 1,
  '$.vouchersASeason', 5, '$.voucherPeriod', 'season', '$.waitingHours', 24) WHERE section = 'policy';

-- What a card's unit was moved by, for the proof.
CREATE INDEX card_movements_by_booking ON card_movements (booking) WHERE booking IS NOT NULL;
CREATE INDEX bookings_by_card ON bookings (card) WHERE card IS NOT NULL;
CREATE INDEX waiting_offered ON waiting (offered_until) WHERE state = 'offered';
