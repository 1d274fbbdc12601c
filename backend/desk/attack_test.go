package desk_test

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/journal"
	"paddock/backend/locale"
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

// VAT that an invoice made due is moved to where it waits for money, or the other way,
// and the guard put back with its own words: the policy that was sealed last before the
// document says where it belongs, in the books and in an archive made of them.
func TestVATMovedBetweenDebitsAndCollectionIsNamed(t *testing.T) {
	for name, test := range map[string]struct {
		collection bool
		month      string // in which it is issued; the club opened in October
		note       bool
		move       string
	}{
		"an invoice on debits":             {false, "2026-10", false, "vat.0550 vat.pending.0550"},
		"an invoice on collection":         {true, "2026-10", false, "vat.pending.0550 vat.0550"},
		"an invoice of a later archive":    {false, "2026-11", false, "vat.0550 vat.pending.0550"},
		"a credit note on debits":          {false, "2026-11", true, "vat.0550 vat.pending.0550"},
		"a note of an invoice of long ago": {true, "2026-11", true, "vat.pending.0550 vat.0550"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newShop(t)
			if !test.collection {
				s.change(func(p *club.Policy) { p.VATOnCollection = false })
			}
			id := s.owes("card", "gloves")
			if test.month != "2026-10" {
				s.closes("2026-10-07")
				s.clock.set(t, test.month+"-03 10:00")
			}
			switch {
			case test.note:
				id = s.credit(id, s.lineOf(id, 110_00)).ID
			case test.month != "2026-10":
				id = s.owes("card", "gloves")
			}
			doc, err := s.Document(ctx, id)
			s.must(err)
			s.closes(doc.Day)
			s.proved()
			if proof, err := desk.VerifyArchive(s.archives(doc.Day, doc.Day).File, locale.French); err != nil || !proof.OK {
				t.Fatalf("untouched: %+v %v", proof.Findings, err)
			}
			guard := ""
			s.ask("SELECT sql FROM sqlite_master WHERE name = 'postings_no_update'", func(row *sql.Rows) error { return row.Scan(&guard) })
			from, to, _ := strings.Cut(test.move, " ")
			s.behindItsBack("DROP TRIGGER postings_no_update",
				fmt.Sprintf("UPDATE postings SET role = '%s' WHERE role = '%s' AND entry = (SELECT id FROM entries WHERE invoice = %d AND journal = 'sales')", to, from, id), guard)
			if codes, first := s.found(); !slices.Equal(codes, []string{"entriesChanged"}) || !strings.Contains(first.What, doc.Number) {
				t.Errorf("found %v, first %+v", codes, first)
			}
			proof, err := desk.VerifyArchive(s.archives(doc.Day, doc.Day).File, locale.French)
			s.must(err)
			if test.note && !test.collection { // of an invoice before the archive, in a club that changed: it may have been either
				return
			}
			if proof.OK || proof.Findings[0].Params["document"] != doc.Number {
				t.Errorf("the archive: %+v", proof.Findings)
			}
		})
	}
}

// "Refund without VAT split" (RULES section 4): a credit note gives the VAT back by
// rate, the entry that pays the money out says which note it is of, and a note whose
// split was taken away afterwards is named.
func TestARefundHasItsVATSplitAndOneThatLosesItIsNamed(t *testing.T) {
	s := newShop(t)
	sale := s.sell(cash(7000), "gloves", "gloves").Invoice
	note, err := s.Credit(ctx, s.req(), sale.ID, desk.Credit{Reason: "taille"})
	s.must(err)
	_, err = s.Refund(ctx, s.req(), s.family.ID, desk.Refund{Way: billing.Cash, Cents: 7000})
	s.must(err)
	if len(note.VAT) != 1 || note.VAT[0].Rate != 2000 || note.VAT[0].Tax != -1167 || note.VAT[0].Net != -5833 {
		t.Errorf("the note gives back %+v", note.VAT)
	}
	seq := int64(0)
	s.ask("SELECT seq FROM journal WHERE kind = 'creditNote.issued'", func(row *sql.Rows) error { return row.Scan(&seq) })
	s.proved()
	s.must(s.Close())
	file := filepath.Join(s.dir, sqlite.File)
	whole, err := os.ReadFile(file)
	s.must(err)
	for name, attack := range map[string]string{
		"its VAT made net":        "DROP TRIGGER invoice_vat_no_update; UPDATE invoice_vat SET vat_cents = 0, net_cents = gross_cents WHERE invoice = %d",
		"its split taken away":    "DROP TRIGGER invoice_vat_no_delete; DELETE FROM invoice_vat WHERE invoice = %d",
		"its VAT not booked back": "DROP TRIGGER postings_no_update; UPDATE postings SET role = 'sales.goods' WHERE role LIKE 'vat.%%' AND entry = (SELECT id FROM entries WHERE invoice = %d)",
	} {
		s.must(os.WriteFile(file, whole, 0o600))
		s.open()
		s.behindItsBack(fmt.Sprintf(attack, note.ID))
		codes, first := s.found()
		if !slices.Contains(codes, "documentChanged") && !slices.Contains(codes, "entriesChanged") || first.Seq != seq || !strings.Contains(first.What, note.Number) {
			t.Errorf("%s: found %v, first %+v, want entry %d", name, codes, first, seq)
		}
		s.must(s.Close())
	}
}

// "Till number rewritten later" (RULES section 4): the till stands on each sale and
// receipt; each count and drop of it has its number, and so has each receipt.
func TestANumberOfTheTillThatIsRewrittenLaterIsNamed(t *testing.T) {
	for name, test := range map[string]struct{ attack, doc string }{
		"a count's":             {"DROP TRIGGER till_events_no_update; UPDATE till_events SET id = 9 WHERE id = 2", "T-2"},
		"a drop's":              {"DROP TRIGGER till_events_no_update; UPDATE till_events SET id = 9 WHERE id = 3", "T-3"},
		"two exchanged":         {"DROP TRIGGER till_events_no_update; UPDATE till_events SET id = 9 WHERE id = 2; UPDATE till_events SET id = 2 WHERE id = 3; UPDATE till_events SET id = 3 WHERE id = 9", "T-2"},
		"the till of a sale":    {"DROP TRIGGER invoices_no_update; UPDATE invoices SET till = till || '9' WHERE id = 1", "F2026-0001"},
		"the till of a payment": {"DROP TRIGGER payments_no_update; UPDATE payments SET till = till || '9' WHERE id = 1", "2026-10-07-0001"},
		"a receipt's":           {"DROP TRIGGER payments_no_update; UPDATE payments SET receipt = '2026-10-07-0099' WHERE id = 1", "2026-10-07-0001"},
		"whose entry it is":     {"DROP TRIGGER entries_no_update; UPDATE entries SET text = replace(text, '3', '9') WHERE text = 'T-3'", "T-3"},
	} {
		t.Run(name, func(t *testing.T) {
			h := openClub(t)
			_, err := h.OpenTill(ctx, h.req(), drawer(100))
			h.must(err)
			h.sellTo(h.join("Delcourt", "Manon").ID, h.goods("Mors", 24_00), cash(24_00)...)
			_, err = h.CountTill(ctx, h.req(), drawer(124))
			h.must(err)
			_, err = h.DropCash(ctx, h.req(), desk.DropCash{Cents: 20_00})
			h.must(err)
			seq := int64(0)
			h.ask("SELECT min(seq) FROM journal WHERE doc = '"+test.doc+"'", func(row *sql.Rows) error { return row.Scan(&seq) })
			h.proved()
			h.behindItsBack(test.attack)
			if codes, first := h.found(); first == nil || first.Seq != seq {
				t.Errorf("found %v, first %+v, want entry %d of %s", codes, first, seq, test.doc)
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
