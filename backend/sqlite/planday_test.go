package sqlite

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"paddock/backend/calendar"
)

// What is kept of the days of the plan is what the tables say, whoever changes
// them and whatever is undone: here by every statement that could, a third of them
// undone after they were read.
func TestThePlanThatIsKeptIsThePlanThatIs(t *testing.T) {
	db := opened(t)
	if _, err := db.write.Exec("PRAGMA foreign_keys = OFF"); err != nil { // riders and staff are not what this is about
		t.Fatal(err)
	}
	const first, last = "2026-10-05", "2026-10-11"
	errUndone := errors.New("undone")
	rapid.Check(t, func(t *rapid.T) {
		same := func(tx *Tx) {
			anew := *tx
			anew.kept = &kept{}
			lessons, err := tx.LessonsBetween(first, last)
			want, wantErr := anew.LessonsBetween(first, last)
			if err != nil || wantErr != nil || !slices.Equal(lessons, want) {
				t.Fatalf("lessons %+v, not %+v: %v, %v", lessons, want, err, wantErr)
			}
			taken, err := tx.TakenBetween(first, last, 7)
			there, wantErr := anew.TakenBetween(first, last, 7)
			if err != nil || wantErr != nil || !maps.Equal(taken, there) {
				t.Fatalf("taken %v, not %v: %v, %v", taken, there, err, wantErr)
			}
		}
		changes := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) func(*Tx) error {
			day := calendar.Day(first).AddDays(rapid.IntRange(0, 6).Draw(t, "day"))
			which, rider, n := rapid.IntRange(0, 30).Draw(t, "which"), rapid.IntRange(1, 9).Draw(t, "rider"), rapid.IntRange(1, 8).Draw(t, "place")
			statement := rapid.SampledFrom([]func(*Tx) error{
				func(tx *Tx) error {
					_, err := tx.exec("INSERT INTO lessons (kind, name, day, start, minutes, capacity, on_demand) VALUES ('group', 'Galop 3', ?, 600, 60, 8, ?)", string(day), which%2)
					return err
				},
				func(tx *Tx) error {
					_, err := tx.exec("UPDATE lessons SET day = ?, capacity = 9 WHERE id % 31 = ?", string(day), which)
					return err
				},
				func(tx *Tx) error {
					_, err := tx.exec("DELETE FROM lessons WHERE id % 31 = ? AND id NOT IN (SELECT lesson FROM bookings)", which)
					return err
				},
				func(tx *Tx) error {
					_, err := tx.exec(`INSERT OR IGNORE INTO bookings (lesson, rider, n, by, state, held_until, booked_at, booked_by)
						SELECT id, ?, ?, 'card', 'held', iif(?2 > 4, '2020-01-01T00:00:00.000Z', '2999-01-01T00:00:00.000Z'), '', 1 FROM lessons WHERE id % 31 = ?`, rider, n, which)
					return err
				},
				func(tx *Tx) error {
					_, err := tx.exec("UPDATE bookings SET state = 'booked', held_until = '' WHERE id % 31 = ? AND n > 0", which)
					return err
				},
				func(tx *Tx) error {
					_, err := tx.exec("UPDATE bookings SET n = 0, state = 'cancelledLate', held_until = '' WHERE id % 31 = ?", which)
					return err
				},
				func(tx *Tx) error {
					_, err := tx.exec("DELETE FROM bookings WHERE id % 31 = ? AND state = 'held'", which)
					return err
				},
			}).Draw(t, "change")
			undone := rapid.IntRange(0, 2).Draw(t, "undone") == 0
			return func(tx *Tx) error {
				err := statement(tx)
				if err == nil && undone {
					same(tx)
					err = errUndone
				}
				return err
			}
		}), 1, 40).Draw(t, "changes")
		for _, change := range changes {
			if err := db.Write(context.Background(), change); err != nil && !errors.Is(err, errUndone) {
				t.Fatal(err)
			}
			if err := db.Read(context.Background(), func(tx *Tx) error { same(tx); return nil }); err != nil {
				t.Fatal(err)
			}
		}
	})
}
