package desk_test

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"paddock/backend/billing"
	"paddock/backend/desk"
	"paddock/backend/sqlite"
)

// checks lets the program look whether the daily check is due, and returns what Today says.
func (h *house) checks() desk.TodayCheck {
	h.t.Helper()
	ticks := make(chan time.Time) // a tick is taken once what was due before it is done
	h.KeepChecking(ticks)
	ticks <- time.Time{}
	ticks <- time.Time{}
	today, err := h.Today(ctx)
	h.must(err)
	return today.Check
}

// found lists the events of what daily checks found.
func (h *house) foundDaily() (found []string) {
	h.t.Helper()
	rows, err := h.Events().Rows(ctx, desk.ListQuery{})
	h.must(err)
	for _, e := range rows {
		if strings.Contains(e.What, "Vérification du jour") {
			found = append(found, e.What)
		}
	}
	return found
}

// soldLine is a club that sold a card, and what somebody with sqlite3 does to its price
// and then back.
func soldLine(t *testing.T) (s *shop, changed, mended string) {
	s = newShop(t)
	s.sell([]billing.Tender{cheque(13500)}, "card")
	const guard = "DROP TRIGGER invoice_lines_no_update; UPDATE invoice_lines SET cents = cents %s 1; " +
		"CREATE TRIGGER invoice_lines_no_update BEFORE UPDATE ON invoice_lines BEGIN SELECT RAISE(ABORT, 'sealed: invoice_lines'); END"
	return s, strings.Replace(guard, "%s", "+", 1), strings.Replace(guard, "%s", "-", 1)
}

// checked makes the check if it is due, and returns what Today says.
func (h *house) checked() desk.TodayCheck {
	h.t.Helper()
	h.must(desk.CheckDaily(h.Desk, 50_000))
	today, err := h.Today(ctx)
	h.must(err)
	return today.Check
}

func TestTheBooksAreProvedOnceADayAndTodaySaysWhatWasFound(t *testing.T) {
	s, changed, mended := soldLine(t)
	if check := s.checked(); check.Day != "" {
		t.Errorf("at once after the desk was opened: %+v", check)
	}
	s.wait(10 * time.Minute)
	revision, err := s.Revision(ctx)
	s.must(err)
	if check := s.checked(); check.Day != "2026-10-07" || check.Faults != 0 || !check.Whole || check.Entries == 0 || check.Failing {
		t.Errorf("of sound books: %+v", check)
	}
	if now, err := s.Revision(ctx); err != nil || now != revision+1 || len(s.foundDaily()) != 0 {
		t.Errorf("%d writes, %v", now-revision, s.foundDaily())
	}
	s.behindItsBack(changed)
	s.wait(time.Hour)
	if check := s.checked(); check.Day != "2026-10-07" || check.Faults != 0 {
		t.Errorf("twice a day: %+v", check)
	}
	s.clock.set(t, "2026-10-07 21:59") // 23:59 in Paris
	s.checked()
	s.wait(time.Minute)
	check := s.checked()
	if check.Day != "2026-10-08" || check.Faults == 0 || check.Seq == 0 || check.Code != "documentChanged" {
		t.Errorf("of a price changed behind its back: %+v", check)
	}
	for range 2 { // what is known is sealed once
		if found := s.foundDaily(); len(found) != 1 {
			t.Errorf("events: %v", found)
		}
		s.wait(24 * time.Hour)
		s.checked()
	}
	s.behindItsBack(mended)
	s.wait(24 * time.Hour)
	if check := s.checked(); check.Faults != 0 || check.Code != "" {
		t.Errorf("of books that are sound again: %+v", check)
	}
	s.proved()
}

func TestADailyCheckThatCannotBeMadeIsToldLoggedAndTriedAgain(t *testing.T) {
	s, _, _ := soldLine(t)
	s.must(s.Close())
	said := &bytes.Buffer{}
	o := s.options()
	o.Log = slog.New(slog.NewTextHandler(said, nil))
	opened, err := desk.Open(ctx, o)
	s.must(err)
	s.Desk = opened
	s.wait(10 * time.Minute)
	seal := filepath.Join(s.dir, sqlite.SealFile)
	s.must(os.Rename(seal, seal+".away"))
	s.must(os.Mkdir(seal, 0o700))
	if check := s.checks(); check.Day != "" || !check.Failing {
		t.Errorf("nobody is told: %+v", check)
	}
	s.must(os.Remove(seal))
	s.must(os.Rename(seal+".away", seal))
	if check := s.checks(); check.Day != "2026-10-07" || check.Faults != 0 || check.Failing {
		t.Errorf("it is not tried again: %+v", check)
	}
	s.must(s.Close())
	if !strings.Contains(said.String(), "daily check") {
		t.Errorf("the log: %s", said)
	}
}

// Of a journal of many entries the chain and the sums are proved, and not every row.
func TestOfALongJournalTheDailyCheckProvesTheChainAndTheSums(t *testing.T) {
	s, changed, mended := soldLine(t)
	s.wait(10 * time.Minute)
	s.closes("2026-10-07")
	light := func() sqlite.DailyCheck {
		t.Helper()
		s.wait(24 * time.Hour)
		s.must(desk.CheckDaily(s.Desk, 1))
		today, err := s.Today(ctx)
		s.must(err)
		return today.Check.DailyCheck
	}
	week := func() {
		t.Helper()
		if check := light(); !check.Whole || check.Faults != 0 {
			t.Errorf("the first of a week: %+v", check)
		}
	}
	week() // none was made before
	s.clock.set(t, "2026-10-11 10:00")
	week() // Monday
	if check := light(); check.Day != "2026-10-13" || check.Whole || check.Faults != 0 {
		t.Errorf("of sound books: %+v", check)
	}
	s.behindItsBack(changed)
	if check := light(); check.Faults != 0 {
		t.Errorf("a row was compared: %+v", check)
	}
	s.behindItsBack(mended)
	const journal = "DROP TRIGGER journal_no_update; UPDATE journal SET %s; CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'sealed: journal'); END"
	const cut = `"signature":"`
	for _, test := range []struct {
		tamper, undo, code string
		faults             int
	}{
		{strings.Replace(journal, "%s", "line = line || ' ' WHERE kind = 'invoice.issued'", 1),
			strings.Replace(journal, "%s", "line = trim(line) WHERE kind = 'invoice.issued'", 1), "altered", 1},
		{strings.Replace(journal, "%s", "line = replace(line, '"+cut+"', '"+cut+"00') WHERE kind = 'day.closed'", 1),
			strings.Replace(journal, "%s", "line = replace(line, '"+cut+"00', '"+cut+"') WHERE kind = 'day.closed'", 1), "altered", 2},
		{"DROP TRIGGER postings_no_update; UPDATE postings SET debit_cents = debit_cents + 1 WHERE entry = 1 AND debit_cents > 0; CREATE TRIGGER postings_no_update BEFORE UPDATE ON postings BEGIN SELECT RAISE(ABORT, 'sealed: postings'); END",
			"DROP TRIGGER postings_no_update; UPDATE postings SET debit_cents = debit_cents - 1 WHERE entry = 1 AND debit_cents > 0; CREATE TRIGGER postings_no_update BEFORE UPDATE ON postings BEGIN SELECT RAISE(ABORT, 'sealed: postings'); END", "entryUnbalanced", 2},
		{"DROP TRIGGER journal_no_update", "CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'sealed: journal'); END", "guardMissing", 1},
	} {
		s.behindItsBack(test.tamper)
		if check := light(); check.Code != test.code || check.Faults != test.faults || check.Whole {
			t.Errorf("%s: %+v", test.code, check)
		}
		s.behindItsBack(test.undo)
	}
	s.proved()
}
