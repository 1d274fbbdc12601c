//go:build bench

package bench

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"paddock/backend/calendar"
	"paddock/backend/desk"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// The plan of a large club: so many series make ten thousand lessons a season.
const (
	benchSeries = 200
	benchPlaces = 6 // taken in every lesson
)

const barePlan = `
CREATE TABLE lesson (id INTEGER PRIMARY KEY, series INTEGER NOT NULL, day TEXT NOT NULL, start INTEGER NOT NULL, minutes INTEGER NOT NULL, arena INTEGER, instructor INTEGER, capacity INTEGER NOT NULL, state INTEGER NOT NULL);
CREATE INDEX lesson_day ON lesson (day, start);
CREATE TABLE booking (id INTEGER PRIMARY KEY, lesson INTEGER NOT NULL, rider INTEGER NOT NULL, way INTEGER NOT NULL, state INTEGER NOT NULL);
CREATE INDEX booking_lesson ON booking (lesson);`

// TestPlan times the rows of PERFORMANCE, section 5, that the plan reaches.
func TestPlan(t *testing.T) {
	printLoad("before")
	b := openBarePlan(t)
	c, from := plannedClub(t)
	week := calendar.Week("2026-10-07")
	year := 2027
	for _, a := range []action{{
		name: "week_grid", most: 20, turns: 60, goal: time.Millisecond,
		floor: func(int) {
			b.rows(`SELECT l.*, count(b.id), sum(b.way = 1), sum(b.state = 1) FROM lesson l LEFT JOIN booking b ON b.lesson = l.id
				WHERE l.day BETWEEN ? AND ? GROUP BY l.id ORDER BY l.day, l.start`, string(week.First), string(week.Last))
		},
		ours: func(int) {
			plan, err := c.Plan(ctx, week)
			c.must(err)
			if len(plan.Lessons) < benchSeries-10 || plan.Lessons[0].Booked != benchPlaces {
				t.Fatalf("%d lessons", len(plan.Lessons))
			}
		},
	}, {
		name: "season_10000", most: 20, turns: 3, goal: 200 * time.Millisecond,
		floor: func(n int) { b.season(n) },
		ours: func(int) {
			next, err := c.SaveSeason(ctx, c.request(), calendar.Season{
				Name: fmt.Sprint(year), First: calendar.Date(year, 9, 1), Last: calendar.Date(year+1, 8, 31),
			})
			c.must(err)
			year++
			made, err := c.CopySeries(ctx, c.request(), desk.CopySeries{From: from, To: next.ID})
			c.must(err)
			if made.Made < 10_000 {
				t.Fatalf("%d lessons", made.Made)
			}
		},
	}} {
		t.Run(a.name, func(t *testing.T) { compare(t, a) })
	}
	printLoad("after")
}

// openBarePlan is a bare season with its bookings.
func openBarePlan(t *testing.T) *bare {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(t.TempDir(), "bare.db")+"?_journal_mode=WAL&_synchronous=FULL&_foreign_keys=1&_txlock=immediate&_stmt_cache_size=32")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	if _, err := db.Exec(barePlan); err != nil {
		t.Fatal(err)
	}
	b := &bare{t: t, db: db, kept: map[string]*sql.Stmt{}}
	b.season(0)
	b.write(func(tx *sql.Tx) {
		for n := range benchPlaces {
			b.exec(tx, "INSERT INTO booking (lesson, rider, way, state) SELECT id, ?, 2, 2 FROM lesson", n+1)
		}
	})
	return b
}

// season makes ten thousand lessons in one transaction.
func (b *bare) season(n int) {
	first := calendar.Date(2026+n, 9, 1).Monday()
	b.write(func(tx *sql.Tx) {
		for week := range 51 {
			for series := range benchSeries {
				b.exec(tx, "INSERT INTO lesson (series, day, start, minutes, arena, instructor, capacity, state) VALUES (?, ?, ?, 60, 1, 1, 8, 0)",
					series, string(first.AddDays(7*week+series%7)), 300+series/7*30)
			}
		}
	})
}

// plannedClub is a club with a season of lessons that are nearly full.
func plannedClub(t *testing.T) (*counter, int64) {
	t.Helper()
	dir := t.TempDir()
	d := open(t, dir)
	made, err := d.MakeSample(ctx, desk.Request{}, desk.Sample{Riders: 20, Years: 1, Seed: 1, Today: "2026-10-07"})
	if err != nil {
		t.Fatal(err)
	}
	c := &counter{Desk: d, t: t, dir: dir, owner: made.Session.Person}
	seasons, err := d.Seasons(ctx)
	c.must(err)
	closed, err := d.ClosedDays(ctx)
	c.must(err)
	for _, days := range closed { // a full season
		_, err := d.RemoveClosedDays(ctx, c.request(), days.ID)
		c.must(err)
	}
	for n := range benchSeries {
		_, err := d.SaveSeries(ctx, c.request(), desk.SaveSeries{Series: planning.Series{
			Season: seasons[0].ID, Weekday: n%7 + 1, EveryWeeks: 1, InHolidays: true, OnPublic: true,
			Shape: planning.Shape{Kind: planning.Group, Name: "Galop 2", Start: calendar.Minute(300 + n/7*30), Minutes: 60, Capacity: 8},
		}})
		c.must(err)
	}
	c.must(d.Close())
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(dir, sqlite.File))
	c.must(err)
	for n := range benchPlaces {
		_, err := db.Exec(`INSERT INTO bookings (lesson, rider, n, by, state, booked_at, booked_by)
			SELECT id, ?1, ?1, 'given', 'booked', '2026-10-01T08:00:00.000Z', 1 FROM lessons WHERE capacity >= ?2`, n+1, benchPlaces)
		c.must(err)
	}
	c.must(db.Close())
	c.Desk = open(t, dir)
	t.Cleanup(func() { c.Close() })
	return c, seasons[0].ID
}
