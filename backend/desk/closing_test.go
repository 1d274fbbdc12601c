package desk_test

import (
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/money"
)

// till counts a drawer of whole euros.
func drawer(euros int) desk.CountTill {
	return desk.CountTill{Pieces: []billing.Pieces{{Value: 1_00, N: euros}}}
}

func (h *house) closes(day calendar.Day) desk.Closed {
	h.t.Helper()
	made, err := h.CloseDay(ctx, h.req(), desk.CloseDay{Day: day, ConfirmClock: true})
	h.must(err)
	return made
}

// entriesOf are the kinds of the entries a closing names, with their documents.
func (h *house) entriesOf(c desk.Closed) (kinds []string) {
	h.t.Helper()
	h.ask(fmt.Sprintf("SELECT kind || ' ' || doc FROM journal WHERE seq BETWEEN %d AND %d ORDER BY seq", c.First, c.Last), func(row *sql.Rows) error {
		var kind string
		err := row.Scan(&kind)
		kinds = append(kinds, strings.TrimSpace(kind))
		return err
	})
	return kinds
}

func TestAClosingThatIsMadeLateNamesTheEntriesOfItsOwnDays(t *testing.T) {
	h := openClub(t)
	home, bit := h.join("Delcourt", "Manon"), h.goods("Mors", 24_00)
	h.sellTo(home.ID, bit)
	h.closes("2026-10-07") // at noon: what is entered later that day is none of its own
	_, err := h.ChangePIN(ctx, h.req(), desk.ChangePIN{PIN: "7392"})
	h.must(err)
	for _, day := range []string{"2026-10-08", "2026-10-09", "2026-10-12"} {
		h.clock.set(t, day+" 10:00")
		h.sellTo(home.ID, bit)
	}
	eighth, ninth := h.closes("2026-10-08"), h.closes("2026-10-09")
	for _, test := range []struct {
		made desk.Closed
		want []string
	}{
		{eighth, []string{"staff.changed", "invoice.issued F2026-0002"}},
		{ninth, []string{"invoice.issued F2026-0003"}},
	} {
		if got := h.entriesOf(test.made); !slices.Equal(got, test.want) {
			t.Errorf("%s names %v, want %v", test.made.Day, got, test.want)
		}
		h.ask(fmt.Sprintf("SELECT hash FROM journal WHERE seq = %d", test.made.Last), func(row *sql.Rows) error {
			var hash string
			err := row.Scan(&hash)
			if hash != test.made.LastHash {
				t.Errorf("%s: the hash of its last entry is %s, not %s", test.made.Day, hash, test.made.LastHash)
			}
			return err
		})
	}
	tenth := h.closes("2026-10-10") // nothing happened
	if got := h.entriesOf(tenth); got != nil || tenth.First != tenth.Last+1 {
		t.Errorf("a day without anything names %d to %d: %v", tenth.First, tenth.Last, got)
	}
	twelfth := h.closes("2026-10-12")
	if got := h.entriesOf(twelfth); len(got) != 4 || got[0] != "invoice.issued F2026-0004" || got[3] != "day.closed Z-2026-10-10" {
		t.Errorf("the day they were closed on names %v", got)
	}
	h.clock.set(t, "2026-11-03 10:00")
	h.sellTo(home.ID, bit)
	month, err := h.CloseSpan(ctx, h.req(), billing.MonthClosing, "2026-10-12")
	h.must(err)
	if month.Last != twelfth.Last || month.LastHash != twelfth.LastHash || month.Until != twelfth.Until || twelfth.Until != "2026-10-12T22:00:00Z" {
		t.Errorf("the month names %d to %d until %s", month.First, month.Last, month.Until)
	}
	h.proved()
}

// A clock that was set ahead would shut the books until its date.
func TestAClosingMonthsAfterAllThatWasEnteredWaitsForTheOwnerToConfirmTheClock(t *testing.T) {
	h := openClub(t)
	home, bit := h.join("Delcourt", "Manon"), h.goods("Mors", 24_00)
	h.sellTo(home.ID, bit)
	h.closes("2026-10-07")
	h.clock.set(t, "2027-01-07 10:00") // three months later is a long winter
	h.closesWithout("2027-01-07", "")
	h.clock.set(t, "2028-01-07 10:00")
	h.sellTo(home.ID, bit) // what is entered on the wrong day does not make it right
	h.closesWithout("2028-01-07", club.CodeClockAhead)
	clerk := desk.Request{Actor: club.Actor{ID: h.owner.ID, Name: "Léa", Role: club.Desk}, Key: "lea-closes-0001"}
	_, err := h.CloseDay(ctx, clerk, desk.CloseDay{Day: "2028-01-07", ConfirmClock: true})
	h.refuses(err, club.CodeNotAllowed)
	h.closes("2028-01-07")
	if !slices.Contains(h.happened(), "L’heure de l’ordinateur a été confirmée") {
		t.Errorf("not among the events: %v", h.happened())
	}
	h.proved()
}

// closesWithout closes a day without a word on the clock, or is refused with a code.
func (h *house) closesWithout(day calendar.Day, code club.Code) {
	h.t.Helper()
	_, err := h.CloseDay(ctx, h.req(), desk.CloseDay{Day: day})
	if code == "" {
		h.must(err)
	} else {
		h.refuses(err, code)
	}
}

func TestADayIsClosedWithWhatWasIssuedAndWhatWasReceivedEachWithItsPerpetualTotal(t *testing.T) {
	h := openClub(t)
	home, bit := h.join("Delcourt", "Manon"), h.goods("Mors", 24_00)
	h.sellTo(home.ID, bit, cash(24_00)...)
	h.sellTo(home.ID, bit, billing.Tender{Way: billing.BankCard, Cents: 10_00})
	first := h.closes("2026-10-07")
	if first.N != 1 || first.Period.Issued.Gross != 48_00 || first.Period.Issued.Tax != 8_00 || first.Period.Received.Cents != 34_00 || first.Period.Issued.Invoices != 2 {
		t.Errorf("closed %+v", first.Closing)
	}
	h.clock.set(t, "2026-10-10 10:00")
	h.sellTo(home.ID, bit, cash(24_00)...)
	second := h.closes("2026-10-10")
	if second.From != "2026-10-08" || second.Empty != 2 || second.Period.Received.Cents != 24_00 || second.Perpetual.Received.Cents != 58_00 || second.Perpetual.Issued.Gross != 72_00 {
		t.Errorf("closed %+v", second.Closing)
	}
	if second.First != first.Seq+1 || second.Last != second.Seq-1 {
		t.Errorf("entries %d to %d beside its own %d", second.First, second.Last, second.Seq)
	}
	h.proved()
}

func TestNothingEntersAClosedDayByAnyPath(t *testing.T) {
	h := openClub(t)
	home, bit := h.join("Delcourt", "Manon"), h.goods("Mors", 24_00)
	owed := h.sellTo(home.ID, bit)
	h.closes("2026-10-07")
	cart, err := h.OpenCart(ctx, h.req(), home.ID, desk.AddLine{Offer: bit, Quantity: 1})
	h.must(err)
	_, err = h.Checkout(ctx, h.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, OnAccount: true})
	h.refuses(err, club.CodeBooksClosed)
	_, err = h.Receive(ctx, h.req(), desk.Receive{Household: home.ID, Tenders: cash(24_00)})
	h.refuses(err, club.CodeBooksClosed)
	_, err = h.Credit(ctx, h.req(), owed.Invoice.ID, desk.Credit{Reason: "?"})
	h.refuses(err, club.CodeBooksClosed)
	_, err = h.OpenTill(ctx, h.req(), drawer(100))
	h.refuses(err, club.CodeBooksClosed)
	_, err = h.CloseDay(ctx, h.req(), desk.CloseDay{Day: "2026-10-07"})
	h.refuses(err, club.CodeBooksClosed)
	for _, statement := range []string{
		"INSERT INTO entries (id, day, journal, text) VALUES (999, '2026-10-07', 'misc', '?')",
		"INSERT INTO payments (receipt, day, way, cents, received_at, received_by) VALUES ('2026-10-07-0999', '2026-10-06', 'cash', 1, '', 1)",
	} {
		db, err := sql.Open("sqlite3", "file:"+h.dir+"/paddock.db")
		h.must(err)
		if _, err := db.Exec(statement); err == nil || !strings.Contains(err.Error(), "closed day") {
			t.Errorf("%s: %v", statement, err)
		}
		db.Close()
	}
	h.clock.set(t, "2026-10-08 10:00")
	_, err = h.Receive(ctx, h.req(), desk.Receive{Household: home.ID, Tenders: cash(24_00)})
	h.must(err)
	h.proved()
}

func TestAClosingAfterMidnightBelongsToTheDayItNames(t *testing.T) {
	h := openClub(t)
	home, bit := h.join("Delcourt", "Manon"), h.goods("Mors", 24_00)
	h.sellTo(home.ID, bit, cash(24_00)...)
	h.clock.set(t, "2026-10-08 10:00")
	h.sellTo(home.ID, bit, cash(20_00)...)
	_, err := h.CloseDay(ctx, h.req(), desk.CloseDay{Day: "2026-10-09"})
	h.refuses(err, club.CodeDayToCome)
	if made := h.closes("2026-10-07"); made.Period.Received.Cents != 24_00 {
		t.Errorf("the day before brought %d", made.Period.Received.Cents)
	}
	h.clock.set(t, "2026-10-09 10:00")
	_, err = h.CloseDay(ctx, h.req(), desk.CloseDay{Day: "2026-10-09"})
	h.refuses(err, club.CodeDayBefore)
	today, err := h.Today(ctx)
	h.must(err)
	if !slices.Equal(today.Closings, []desk.ClosingDue{{Kind: billing.DayClosing, Day: "2026-10-08"}}) {
		t.Errorf("due: %v", today.Closings)
	}
	if made := h.closes("2026-10-08"); made.Period.Received.Cents != 20_00 {
		t.Errorf("the next brought %d", made.Period.Received.Cents)
	}
	h.proved()
}

func TestAMonthIsNotClosedOnItsLastDayWhileThatGoesOn(t *testing.T) {
	h := openClub(t)
	home, bit := h.join("Delcourt", "Manon"), h.goods("Mors", 24_00)
	h.sellTo(home.ID, bit, cash(24_00)...)
	h.closes("2026-10-07")
	h.clock.set(t, "2026-10-31 08:00")
	_, err := h.CloseSpan(ctx, h.req(), billing.MonthClosing, "2026-10-31")
	h.refuses(err, club.CodeDaysOpen)
	h.sellTo(home.ID, bit, cash(24_00)...) // the day is still to be sold in
	h.closes("2026-10-31")
	_, err = h.CloseSpan(ctx, h.req(), billing.MonthClosing, "2026-10-31")
	h.must(err)
	h.proved()
}

func TestAMonthAndAYearAreTheSumOfTheirPartsAndWaitForThem(t *testing.T) {
	h := openClub(t)
	home, bit := h.join("Delcourt", "Manon"), h.goods("Mors", 24_00)
	for _, day := range []string{"2026-10-07", "2026-10-30", "2026-11-02", "2026-12-30"} {
		h.clock.set(t, day+" 10:00")
		if day == "2026-11-02" {
			made, err := h.CloseSpan(ctx, h.req(), billing.MonthClosing, "2026-10-15")
			h.must(err)
			if made.Day != "2026-10-31" || made.Period.Issued.Gross != 48_00 || made.First != 1 {
				t.Errorf("October: %+v", made.Closing)
			}
		}
		h.sellTo(home.ID, bit, cash(24_00)...)
		_, err := h.CloseSpan(ctx, h.req(), billing.MonthClosing, calendar.Day(day))
		h.refuses(err, club.CodeDayToCome)
		h.closes(calendar.Day(day))
	}
	h.clock.set(t, "2027-01-01 10:00")
	_, err := h.CloseSpan(ctx, h.req(), billing.YearClosing, "2026-10-15")
	h.refuses(err, club.CodeDaysOpen)
	_, err = h.CloseSpan(ctx, h.req(), billing.MonthClosing, "2026-12-15")
	h.refuses(err, club.CodeDayBefore)
	for _, day := range []calendar.Day{"2026-11-30", "2026-12-01"} {
		_, err := h.CloseSpan(ctx, h.req(), billing.MonthClosing, day)
		h.must(err)
	}
	year, err := h.CloseSpan(ctx, h.req(), billing.YearClosing, "2026-10-15")
	h.must(err)
	if year.Day != "2026-12-31" || year.Period.Issued.Gross != 96_00 || year.Perpetual.Received.Cents != 96_00 {
		t.Errorf("the year: %+v", year.Closing)
	}
	h.sellTo(home.ID, bit, cash(24_00)...)
	if made := h.closes("2027-01-01"); made.Perpetual.Issued.Gross != 120_00 || made.From != "2027-01-01" {
		t.Errorf("the perpetual total began anew: %+v", made.Closing)
	}
	h.proved()
}

func TestTheTillIsOpenedCountedAndEmptiedAndAGapNeedsAReason(t *testing.T) {
	h := openClub(t)
	home, bit := h.join("Delcourt", "Manon"), h.goods("Mors", 24_00)
	_, err := h.DropCash(ctx, h.req(), desk.DropCash{Cents: 1_00})
	h.refuses(err, club.CodeTillNotCounted)
	till, err := h.OpenTill(ctx, h.req(), drawer(120))
	h.must(err)
	if !till.Open || till.Expected != 120_00 {
		t.Errorf("opened: %+v", till)
	}
	_, err = h.OpenTill(ctx, h.req(), drawer(120))
	h.refuses(err, club.CodeTillOpen)
	h.sellTo(home.ID, bit, cash(24_00)...)
	_, err = h.DropCash(ctx, h.req(), desk.DropCash{Cents: 145_00})
	wantRefusal(t, err, club.CodeTillShort, "cents")
	till, err = h.DropCash(ctx, h.req(), desk.DropCash{Cents: 44_00})
	h.must(err)
	if till.Expected != 100_00 || till.Float != 76_00 {
		t.Errorf("after the drop: %+v", till)
	}
	_, err = h.CloseDay(ctx, h.req(), desk.CloseDay{Day: "2026-10-07", Count: &desk.CountTill{Pieces: drawer(98).Pieces}})
	wantRefusal(t, err, club.CodeReasonNeeded, "reason")
	count := drawer(98)
	count.Reason = "rendu de trop"
	_, err = h.CloseDay(ctx, h.req(), desk.CloseDay{Day: "2026-10-07", Count: &count})
	h.must(err)
	sums := map[string]int64{}
	h.ask("SELECT role, sum(debit_cents - credit_cents) FROM postings GROUP BY role", func(row *sql.Rows) error {
		var role string
		var cents int64
		err := row.Scan(&role, &cents)
		sums[role] = cents
		return err
	})
	if sums["cash"] != 98_00 || sums["tillLoss"] != 2_00 || sums["internalTransfers"] != -120_00 || sums["bank"] != 44_00 {
		t.Errorf("booked %v", sums)
	}
	h.journal(func(_, line string) {
		if strings.Contains(line, "rendu de trop") {
			t.Error("the chain holds the reason itself")
		}
	})
	h.proved()
}

func TestClosingsAndCountsThatWereTouchedAreNamed(t *testing.T) {
	const drop = "DROP TRIGGER "
	for name, test := range map[string]struct {
		tamper []string
		code   string
	}{
		"a closing's totals":     {[]string{drop + "closings_no_update", "UPDATE closings SET body = json_set(body, '$.period.issued.grossCents', 1)"}, "rowChanged"},
		"a closing's signature":  {[]string{drop + "closings_no_update", "UPDATE closings SET signature = replace(signature, '0', '1')"}, "rowChanged"},
		"a closing taken away":   {[]string{drop + "closings_no_delete", "DELETE FROM closings"}, "rowMissing"},
		"a closing of no entry":  {[]string{"INSERT INTO closings (kind, n, from_day, day, seq, body, signature, key, closed_at, closed_by) VALUES ('day', 2, '2026-10-08', '2026-10-08', 99, '{}', '', '', '', 1)"}, "rowNeverSealed"},
		"what a drawer held":     {[]string{drop + "till_events_no_update", "UPDATE till_events SET cents = 1"}, "rowChanged"},
		"what a till began with": {[]string{drop + "till_events_no_update", "UPDATE till_events SET float_cents = 1"}, "rowChanged"},
		"what a gap was booked":  {[]string{drop + "postings_no_update", "UPDATE postings SET role = 'sales.goods' WHERE role = 'internalTransfers'"}, "entriesChanged"},
		"a day opened anew":      {[]string{drop + "invoices_closed"}, "guardMissing"},
		"the reason of a gap":    {[]string{"UPDATE till_events SET reason = 'autre', salt = 'x'"}, "rowChanged"},
		"a till event taken out": {[]string{drop + "till_events_no_delete", "DELETE FROM till_events"}, "rowMissing"},
	} {
		t.Run(name, func(t *testing.T) {
			h := openClub(t)
			h.sellTo(h.join("Delcourt", "Manon").ID, h.goods("Mors", 24_00), cash(24_00)...)
			count := drawer(144)
			_, err := h.CloseDay(ctx, h.req(), desk.CloseDay{Day: "2026-10-07", Count: &count})
			h.must(err)
			h.behindItsBack(test.tamper...)
			proof, err := h.Verify(ctx)
			h.must(err)
			codes := []string{}
			for _, f := range proof.Findings {
				codes = append(codes, f.Code)
			}
			if proof.OK || !slices.Contains(codes, test.code) {
				t.Errorf("found %v", codes)
			}
		})
	}
}

func TestAClosingTakesEachWayThatSomebodyCountedOnceAndNoOther(t *testing.T) {
	h := openClub(t)
	for name, checked := range map[string][]billing.WayCents{
		"a way nobody counts": {{Way: billing.Transfer, Cents: 1}},
		"no way at all":       {{Way: "shells", Cents: 1}},
		"twice":               {{Way: billing.Cheque, Cents: 1}, {Way: billing.Cheque, Cents: 2}},
		"more than there is":  {{Way: billing.Cheque, Cents: money.Max + 1}},
	} {
		_, err := h.CloseDay(ctx, h.req(), desk.CloseDay{Day: "2026-10-07", Checked: checked})
		if refusal := (*club.Error)(nil); !errors.As(err, &refusal) || refusal.Field != "checked" {
			t.Errorf("%s: %v", name, err)
		}
	}
	made, err := h.CloseDay(ctx, h.req(), desk.CloseDay{Day: "2026-10-07", Checked: []billing.WayCents{{Way: billing.Cheque, Cents: 24_00}}})
	h.must(err)
	if len(made.Checked) != 1 {
		t.Errorf("%+v", made.Checked)
	}
}

// No language is sealed: what an entry is of is named as cash registers name it.
func TestClosingsAndCountsAreNamedInNoLanguage(t *testing.T) {
	h := openClub(t)
	_, err := h.OpenTill(ctx, h.req(), drawer(10))
	h.must(err)
	h.closes("2026-10-07")
	h.clock.set(t, "2027-01-02 10:00")
	for _, kind := range []billing.ClosingKind{billing.MonthClosing, billing.YearClosing} {
		_, err = h.CloseSpan(ctx, h.req(), kind, "2026-10-07")
		h.must(err)
	}
	for _, name := range []string{"T-1", "Z-2026-10-07", "Z-2026-10", "Z-2026"} {
		if n := h.rowsOf("journal WHERE doc = '" + name + "'"); n != 1 {
			t.Errorf("%d entries of %s", n, name)
		}
	}
}

func TestAClosingIsSignedByTheInstallationAndAKeyThatIsLostIsReplacedByAnEntry(t *testing.T) {
	h := openClub(t)
	first := h.closes("2026-10-07")
	if raw, err := hex.DecodeString(first.Signature); err != nil || len(raw) != 64 {
		t.Errorf("signature %q", first.Signature)
	}
	h.must(h.Close())
	lost := h.options()
	lost.Keys = desk.FileKeys(t.TempDir())
	opened, err := desk.Open(ctx, lost)
	h.must(err)
	t.Cleanup(func() { opened.Close() })
	h.Desk = opened
	h.clock.set(t, "2026-10-08 10:00")
	if second := h.closes("2026-10-08"); second.Key == first.Key {
		t.Error("signed with a key nobody has")
	}
	h.clock.set(t, "2026-10-09 10:00")
	h.closes("2026-10-09")
	replaced := 0
	h.journal(func(kind, _ string) {
		if kind == "key.replaced" {
			replaced++
		}
	})
	if replaced != 1 {
		t.Errorf("%d keys replaced", replaced)
	}
	h.proved()
}

// Many clubs close with the season: the year's closing ends with August, and one that
// moves to the calendar's year closes what lies between.
func TestAFinancialYearThatBeginsInSeptemberClosesInAugustAndMayBeMoved(t *testing.T) {
	h := openClub(t)
	home, bit := h.join("Delcourt", "Manon"), h.goods("Mors", 24_00)
	h.change(func(p *club.Policy) { p.YearMonth = 9 })
	for _, day := range []string{"2027-08-31", "2027-12-31"} {
		h.clock.set(t, day+" 10:00")
		h.sellTo(home.ID, bit, cash(24_00)...)
		h.closes(calendar.Day(day))
		_, err := h.CloseSpan(ctx, h.req(), billing.MonthClosing, calendar.Day(day))
		h.must(err)
		if day == "2027-12-31" {
			_, err = h.CloseSpan(ctx, h.req(), billing.YearClosing, calendar.Day(day))
			h.refuses(err, club.CodeDayToCome) // it ends in August of the next
			h.change(func(p *club.Policy) { p.YearMonth = 1 })
		}
		year, err := h.CloseSpan(ctx, h.req(), billing.YearClosing, calendar.Day(day))
		h.must(err)
		if string(year.Day) != day || year.Period.Issued.Gross != 24_00 {
			t.Errorf("the year to %s: %+v", day, year.Closing)
		}
	}
	h.proved()
}
