package desk_test

import (
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"paddock/backend/calendar"
	"paddock/backend/desk"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// momentBackups is how many backups are made while the desk works; make torture
// asks for 1,000 (PERFORMANCE R9).
var momentBackups = flag.Int("moments", 12, "backups made during sales and rolls")

// working sells and closes rolls, so that revenue is recognised, until it is told to
// stop; it returns how much was confirmed.
func (r *ring) working(ctx context.Context, lessons []planning.LessonID, confirmed func()) {
	for n := 0; ctx.Err() == nil; n++ {
		r.sell(cash(3500), "gloves")
		if n < len(lessons) {
			r.called(lessons[n])
		}
		confirmed()
	}
}

// momentsOfAClub are the backups made of one club: what it holds grows with each, and
// so does what they need of the disk until they are checked.
const momentsOfAClub = 25

func TestEveryBackupMadeWhileTheDeskWorksIsOneMomentInTime(t *testing.T) {
	for first := 0; first < *momentBackups; first += momentsOfAClub {
		t.Run(fmt.Sprint(first), func(t *testing.T) { momentsAreWhole(t, min(momentsOfAClub, *momentBackups-first)) })
	}
}

func momentsAreWhole(t *testing.T, backups int) {
	r := newRing(t)
	var lessons []planning.LessonID
	for n := range 10 {
		lesson := r.group(calendar.Day("2026-10-08").AddDays(n), 2)
		r.booked(lesson, r.manon)
		lessons = append(lessons, lesson)
	}
	r.at("2026-10-30 10:00")
	ctx, stop := context.WithCancel(t.Context())
	sold := make(chan int, 1)
	sold <- 0
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		r.working(ctx, lessons, func() { sold <- 1 + <-sold })
	}()
	count := func() int { n := <-sold; sold <- n; return n }

	dir := t.TempDir()
	type copied struct {
		file          string
		before, after int
	}
	var copies []copied
	for n := range backups {
		before := count()
		made, err := r.Backup(t.Context(), r.req(), filepath.Join(dir, fmt.Sprintf("%d.paddock", n)))
		if err != nil {
			t.Error(err)
			break
		}
		copies = append(copies, copied{made.File, before, count()})
	}
	stop()
	<-ended

	for _, c := range copies {
		at := emptyHouse(t)
		at.must(at.Close())
		_, err := desk.Restore(t.Context(), at.options(), "", c.file)
		at.must(err)
		at.clock.put(r.clock.now())
		at.open()
		at.proved() // money, places and what is recognised of them agree
		if n := at.rowsOf("invoices") - 2; n < c.before || n > c.after+1 {
			t.Errorf("%s holds %d sales; %d were confirmed before it began, %d when it was done", filepath.Base(c.file), n, c.before, c.after)
		}
		at.must(at.Close())
	}

	// The control: the file alone lacks the last sale. One of two copies may come just
	// after SQLite moved its log into the file.
	behind := r.copyIsBehind()
	if behind = r.copyIsBehind() || behind; !behind {
		t.Error("a plain copy of the file does as well")
	}
}

// copyIsBehind sells, copies the file alone, and reports whether the copy is no
// database or lacks the sale.
func (r *ring) copyIsBehind() bool {
	r.t.Helper()
	r.sell(cash(3500), "gloves")
	raw, err := os.ReadFile(filepath.Join(r.dir, sqlite.File))
	r.must(err)
	at := emptyHouse(r.t)
	at.must(at.Close())
	at.must(os.WriteFile(filepath.Join(at.dir, sqlite.File), raw, 0o600))
	if at.Desk, err = desk.Open(r.t.Context(), at.options()); err != nil {
		return true
	}
	defer at.Close()
	return at.rowsOf("invoices") < r.rowsOf("invoices")
}
