package desk_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/desk"
	"paddock/backend/journal"
	"paddock/backend/sqlite"
)

// found lists what verify says, by code.
func (h *house) found() (codes []string, first *desk.First) {
	h.t.Helper()
	proof, err := h.Verify(ctx)
	h.must(err)
	for _, f := range proof.Findings {
		if !f.Note {
			codes = append(codes, f.Code)
		}
	}
	return codes, proof.First
}

// closedClub has sold on two days and closed both, and a third that is open.
func closedClub(t *testing.T) *house {
	t.Helper()
	h := openClub(t)
	home, bit := h.join("Delcourt", "Manon"), h.goods("Mors", 24_00)
	for _, day := range []string{"2026-10-07", "2026-10-08", "2026-10-09"} {
		h.clock.set(t, day+" 10:00")
		h.sellTo(home.ID, bit, cash(24_00)...)
		h.sellTo(home.ID, bit, cash(24_00)...)
		if day < "2026-10-09" {
			h.closes(calendar.Day(day))
		}
	}
	return h
}

// chainAnew lets somebody who knows the whole form of the chain change one entry
// and make every hash after it anew, in the database and in the seal log. Only
// the key stays out of reach.
func (h *house) chainAnew(change func(e *journal.Entry)) {
	h.t.Helper()
	var entries []journal.Entry
	h.ask("SELECT seq, kind, doc, line, prev, hash FROM journal ORDER BY seq", func(row *sql.Rows) error {
		var e journal.Entry
		err := row.Scan(&e.Seq, &e.Kind, &e.Doc, &e.Line, &e.Prev, &e.Hash)
		entries = append(entries, e)
		return err
	})
	h.must(h.Close())
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(h.dir, sqlite.File))
	h.must(err)
	_, err = db.Exec("DROP TRIGGER journal_no_update; UPDATE journal SET hash = printf('%064d', seq)")
	h.must(err)
	log, prev := "", strings.Repeat("0", 64)
	for _, e := range entries {
		change(&e)
		e.Prev, e.Hash = prev, journal.Hash(prev, e.Line)
		_, err := db.Exec("UPDATE journal SET line = ?, prev = ?, hash = ? WHERE seq = ?", e.Line, e.Prev, e.Hash, e.Seq)
		h.must(err)
		log, prev = log+e.Head().SealLine(), e.Hash
	}
	h.must(db.Close())
	h.must(os.WriteFile(filepath.Join(h.dir, sqlite.SealFile), []byte(log), 0o600))
	h.open()
}

func TestAChainMadeAnewWithItsSealLogIsGivenAwayByTheSignedClosings(t *testing.T) {
	h := closedClub(t)
	n := 0
	h.chainAnew(func(e *journal.Entry) {
		if e.Kind == journal.PaymentReceived {
			if n++; n == 1 {
				e.Line = strings.Replace(e.Line, `"way":"cash"`, `"way":"card"`, 1)
			}
		}
	})
	if codes, _ := h.found(); !slices.Contains(codes, "closingWrong") || !slices.Contains(codes, "paymentChanged") {
		t.Errorf("found %v", codes)
	}

	h = closedClub(t)
	h.chainAnew(func(e *journal.Entry) {
		if e.Kind == journal.DayClosed {
			e.Line = strings.Replace(e.Line, `"grossCents":4800`, `"grossCents":2400`, -1)
		}
	})
	if codes, _ := h.found(); !slices.Contains(codes, "closingSignature") || !slices.Contains(codes, "closingWrong") {
		t.Errorf("found %v", codes)
	}
}

// Who makes the whole chain anew with a key of their own leaves no entry that is wrong:
// the club's computer does not hold that key.
func TestAChainMadeAnewWithAnotherKeyIsGivenAwayByTheKeyThisComputerDoesNotHold(t *testing.T) {
	h := openClub(t)
	h.chainAnew(func(e *journal.Entry) {
		if e.Kind == journal.ClubOpened {
			e.Line = regexp.MustCompile(`"keyId":"[0-9a-f]+"`).ReplaceAllString(e.Line, `"keyId":"0123456789abcdef"`)
		}
	})
	proof, err := h.Verify(ctx)
	h.must(err)
	if !slices.ContainsFunc(proof.Findings, func(f journal.Finding) bool { return f.Code == "keyElsewhere" && f.Note }) {
		t.Errorf("%+v", proof.Findings)
	}
}

// A key that cannot be read hinders nobody from proving the journal, which needs none.
func TestADamagedKeyIsNotedAndTheJournalProvedAllTheSame(t *testing.T) {
	h := closedClub(t)
	files, err := filepath.Glob(filepath.Join(string(h.options().Keys.(desk.FileKeys)), "*.key"))
	h.must(err)
	for _, file := range files {
		h.must(os.WriteFile(file, []byte("damaged"), 0o600))
	}
	proof, err := h.Verify(ctx)
	h.must(err)
	if !proof.OK || len(files) == 0 || !slices.ContainsFunc(proof.Findings, func(f journal.Finding) bool { return f.Code == "keyElsewhere" }) {
		t.Errorf("%d keys: %+v", len(files), proof)
	}
}

func TestAttacksOnTheJournalAreNamedWithTheFirstEntryTheyTouch(t *testing.T) {
	const free = "DROP TRIGGER journal_no_delete; DROP TRIGGER journal_no_update; "
	for name, test := range map[string]struct {
		sql  string
		code string
		seq  func(last int64) int64
	}{
		"the last entry deleted":     {free + "DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)", "behindSealLog", func(last int64) int64 { return last - 1 }},
		"the last three deleted":     {free + "DELETE FROM journal WHERE seq > (SELECT max(seq) FROM journal) - 3", "behindSealLog", func(last int64) int64 { return last - 3 }},
		"an entry taken out":         {free + "DELETE FROM journal WHERE seq = 5", "entryMissing", func(int64) int64 { return 5 }},
		"two entries in other order": {free + "UPDATE journal SET seq = 100 WHERE seq = 5; UPDATE journal SET seq = 5 WHERE seq = 6; UPDATE journal SET seq = 6 WHERE seq = 100", "moved", func(int64) int64 { return 5 }},
		"a line changed":             {free + "UPDATE journal SET line = replace(line, '2400', '1200') WHERE seq = 6", "altered", func(int64) int64 { return 6 }},
		"a closing deleted with its entry": {free + "DROP TRIGGER closings_no_delete; DELETE FROM journal WHERE kind = 'day.closed' AND seq < 12; DELETE FROM closings WHERE n = 1", "entryMissing",
			func(int64) int64 { return 0 }},
		"a refund without its VAT": {"DROP TRIGGER invoice_vat_no_update; UPDATE invoice_vat SET vat_cents = 0, net_cents = gross_cents", "documentChanged", func(int64) int64 { return 0 }},
	} {
		t.Run(name, func(t *testing.T) {
			h := closedClub(t)
			last := int64(0)
			h.journal(func(string, string) { last++ })
			h.behindItsBack(test.sql)
			codes, first := h.found()
			if !slices.Contains(codes, test.code) {
				t.Fatalf("found %v", codes)
			}
			if want := test.seq(last); want != 0 && first.Seq != want {
				t.Errorf("names entry %d, want %d: %s", first.Seq, want, first.What)
			}
		})
	}
}

func TestWorkThatGoesOnWithAnOldCopyMakesTwoChainsThatAreNamed(t *testing.T) {
	h := closedClub(t)
	h.must(h.Close())
	file := filepath.Join(h.dir, sqlite.File)
	old, err := os.ReadFile(file)
	h.must(err)
	h.open()
	bit := h.goods("Licol", 12_00)
	h.sellTo(0, bit, cash(12_00)...)
	h.must(h.Close())
	for _, side := range []string{"-wal", "-shm"} {
		os.Remove(file + side)
	}
	h.must(os.WriteFile(file, old, 0o600))
	h.open()
	if codes, _ := h.found(); !slices.Contains(codes, "behindSealLog") {
		t.Errorf("the old copy: %v", codes)
	}
	h.sellTo(0, h.goods("Longe", 9_00), cash(9_00)...)
	h.sellTo(0, h.goods("Bride", 9_00), cash(9_00)...)
	if codes, _ := h.found(); !slices.Contains(codes, "forked") {
		t.Errorf("two chains: %v", codes)
	}
}

// A year from its first day to its yearly closing, with the program ended and
// begun again in between; -short plays two months of it.
func TestAYearIsPlayedThroughToItsClosing(t *testing.T) {
	days := 365
	if testing.Short() {
		days = 61
	}
	h := openClub(t)
	home, bit := h.join("Delcourt", "Manon"), h.goods("Mors", 24_00)
	start := time.Date(2027, 1, 1, 10, 0, 0, 0, time.UTC)
	h.clock.put(start.Add(-24 * time.Hour))
	h.closes("2026-12-31")
	for _, kind := range []billing.ClosingKind{billing.MonthClosing, billing.YearClosing} {
		_, err := h.CloseSpan(ctx, h.req(), kind, "2026-12-31")
		h.must(err)
	}
	sold, slowest := 0, time.Duration(0)
	for n := range days {
		at := start.AddDate(0, 0, n)
		h.clock.put(at)
		day := calendar.Day(at.Format("2006-01-02"))
		if n%3 != 2 {
			h.sellTo(home.ID, bit, cash(24_00)...)
			sold++
		}
		if n%40 == 17 {
			h.must(h.Close())
			h.open()
		}
		begun := time.Now()
		made := h.closes(day)
		slowest = max(slowest, time.Since(begun))
		if made.N != n+2 || int(made.Perpetual.Issued.Gross) != sold*24_00 {
			t.Fatalf("%s: closing %d, perpetual %d", day, made.N, made.Perpetual.Issued.Gross)
		}
		if at.AddDate(0, 0, 1).Day() == 1 {
			_, err := h.CloseSpan(ctx, h.req(), billing.MonthClosing, day)
			h.must(err)
		}
	}
	if days == 365 {
		h.clock.put(start.AddDate(1, 0, 0))
		made, err := h.CloseSpan(ctx, h.req(), billing.YearClosing, "2027-06-01")
		h.must(err)
		if int(made.Period.Issued.Gross) != sold*24_00 {
			t.Errorf("the year: %d", made.Period.Issued.Gross)
		}
	}
	t.Logf("%d closings, the slowest in %v", days, slowest)
	h.proved()
}
