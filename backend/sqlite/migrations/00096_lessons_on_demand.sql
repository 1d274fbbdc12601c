-- +goose Up

-- A private lesson that is made with the place sold in it (PRODUCT section 3). It
-- is in the plan while somebody has a place in it; one that was never more than a
-- hold leaves nothing behind.
ALTER TABLE lessons ADD COLUMN on_demand INTEGER NOT NULL DEFAULT 0;

-- +goose StatementBegin
CREATE TRIGGER lessons_on_demand_vanish AFTER DELETE ON bookings
WHEN (SELECT on_demand FROM lessons WHERE id = OLD.lesson)
  AND NOT EXISTS (SELECT 1 FROM bookings WHERE lesson = OLD.lesson)
  AND NOT EXISTS (SELECT 1 FROM waiting WHERE lesson = OLD.lesson)
  AND NOT EXISTS (SELECT 1 FROM outbox WHERE lesson = OLD.lesson)
BEGIN DELETE FROM lessons WHERE id = OLD.lesson; END;
-- +goose StatementEnd
