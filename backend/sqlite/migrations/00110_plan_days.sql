-- +goose Up

-- What tells whether a day's lessons, and the places taken in them, are still what
-- was read: a new stamp with each change. It is drawn, not counted, so that an
-- undone change leaves none behind that comes again.
CREATE TABLE plan_days (
  day     TEXT PRIMARY KEY,
  lessons INTEGER NOT NULL,
  places  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO plan_days SELECT day, random(), random() FROM lessons GROUP BY day;

-- +goose StatementBegin
CREATE TRIGGER lessons_added AFTER INSERT ON lessons
BEGIN
  INSERT INTO plan_days VALUES (NEW.day, random(), random()) ON CONFLICT DO UPDATE SET lessons = excluded.lessons, places = excluded.places;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER lessons_changed AFTER UPDATE ON lessons
BEGIN
  INSERT INTO plan_days VALUES (NEW.day, random(), random()) ON CONFLICT DO UPDATE SET lessons = excluded.lessons, places = excluded.places;
  UPDATE plan_days SET lessons = random(), places = random() WHERE day = OLD.day AND OLD.day <> NEW.day;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER lessons_taken_away AFTER DELETE ON lessons
BEGIN
  UPDATE plan_days SET lessons = random(), places = random() WHERE day = OLD.day;
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER bookings_taken AFTER INSERT ON bookings WHEN NEW.n > 0
BEGIN
  UPDATE plan_days SET places = random() WHERE day = (SELECT day FROM lessons WHERE id = NEW.lesson);
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER bookings_moved AFTER UPDATE OF n, lesson ON bookings WHEN (NEW.n > 0) <> (OLD.n > 0) OR NEW.lesson <> OLD.lesson
BEGIN
  UPDATE plan_days SET places = random() WHERE day IN (SELECT day FROM lessons WHERE id IN (OLD.lesson, NEW.lesson));
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER bookings_taken_away AFTER DELETE ON bookings WHEN OLD.n > 0
BEGIN
  UPDATE plan_days SET places = random() WHERE day = (SELECT day FROM lessons WHERE id = OLD.lesson);
END;
-- +goose StatementEnd

-- The few that were made on demand: they leave the plan with their last place.
CREATE INDEX lessons_on_demand ON lessons (day) WHERE on_demand;
