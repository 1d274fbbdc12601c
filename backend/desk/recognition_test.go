package desk_test

import (
	"database/sql"
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"paddock/backend/billing"
	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/money"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// balance is what the books hold on a role, credits as positive.
func (h *house) balance(role string) (cents money.Cents) {
	h.t.Helper()
	h.ask("SELECT coalesce(sum(credit_cents - debit_cents), 0) FROM postings WHERE role = '"+role+"'", func(row *sql.Rows) error { return row.Scan(&cents) })
	return cents
}

func (h *house) books(want map[string]money.Cents) {
	h.t.Helper()
	for role, cents := range want {
		if got := h.balance(role); got != cents {
			h.t.Errorf("%s holds %d, want %d", role, got, cents)
		}
	}
	deferredAgrees(h.t, h.ask)
}

// deferredAgrees holds deferred revenue against the value of what is not used: of
// each line that sold cards or a package its net, less round(net × used ÷ of). It
// reads ledgers, rolls and documents by itself.
func deferredAgrees(t interface {
	Helper()
	Errorf(format string, args ...any)
}, ask func(string, func(*sql.Rows) error)) {
	t.Helper()
	want := map[string]money.Cents{}
	ask(`WITH closed AS (SELECT coalesce(max(day), '') through FROM closings WHERE kind = 'day'),
		lost(line, started) AS (SELECT l.id, s.settled_cents > s.credited_cents + s.written_cents FROM invoice_lines l JOIN settlements s ON s.invoice = l.invoice WHERE s.written_cents > 0),
		used(line, used, of) AS (
			SELECT c.invoice_line, sum(CASE WHEN c.valid_through <> '' AND c.valid_through <= through OR EXISTS (SELECT 1 FROM card_movements WHERE card = c.id AND credit_note > 0)
					OR c.valid_from = '' AND EXISTS (SELECT 1 FROM lost WHERE line = c.invoice_line) THEN c.units
				ELSE (SELECT count(*) FROM card_movements WHERE card = c.id AND why = 'spent') END), sum(c.units) FROM cards c, closed GROUP BY 1
			UNION ALL SELECT p.invoice_line, CASE WHEN p.ended_day <> '' AND p.ended_day <= through OR s.last_day <= through
					OR EXISTS (SELECT 1 FROM lost WHERE line = p.invoice_line AND NOT started) THEN 1000 ELSE
					(SELECT count(*) FROM bookings b JOIN lessons l ON l.id = b.lesson WHERE b.package = p.id AND NOT b.given_up
						AND (l.state = 'closed' OR l.state = 'cancelled' AND l.day <= through)) END,
				iif(p.ended_day = '', p.lessons, (SELECT count(*) FROM bookings WHERE package = p.id AND NOT given_up)) - (SELECT coalesce(sum(short), 0) FROM package_moves WHERE package = p.id)
			FROM packages p JOIN seasons s ON s.id = p.season, closed)
		SELECT l.id, l.kind, sum(d.cents), u.used, u.of, (SELECT coalesce(sum(cents), 0) FROM recognitions WHERE line = l.id)
		FROM used u JOIN invoice_lines l ON l.id = u.line JOIN deferrals d ON d.line = u.line GROUP BY u.line`,
		func(row *sql.Rows) error {
			var kind string
			var net, recognised money.Cents
			var line, used, of int64
			err := row.Scan(&line, &kind, &net, &used, &of, &recognised)
			left := money.Cents(0)
			if used < of {
				left = net - net.MulDiv(used, of)
			}
			if net-recognised != left { // line by line: two faults must not hide each other
				t.Errorf("line %d holds %d, what is not used is worth %d", line, net-recognised, left)
			}
			want["deferred."+kind] += left
			return err
		})
	ask(`SELECT i.number, (SELECT coalesce(sum(cents), 0) FROM deferrals WHERE document = i.id),
			(SELECT coalesce(sum(credit_cents - debit_cents), 0) FROM entries e JOIN postings p ON p.entry = e.id WHERE e.invoice = i.id AND p.role LIKE 'deferred.%') FROM invoices i`,
		func(row *sql.Rows) error {
			var number string
			var put, booked money.Cents
			err := row.Scan(&number, &put, &booked)
			if put != booked {
				t.Errorf("%s defers %d and books %d", number, put, booked)
			}
			return err
		})
	got := map[string]money.Cents{}
	ask("SELECT role, sum(credit_cents - debit_cents) FROM postings WHERE role LIKE 'deferred.%' GROUP BY role", func(row *sql.Rows) error {
		var role string
		var cents money.Cents
		err := row.Scan(&role, &cents)
		got[role] = cents
		return err
	})
	for _, role := range []string{"deferred.card", "deferred.package"} {
		if got[role] != want[role] {
			t.Errorf("%s holds %d, what is not used is worth %d", role, got[role], want[role])
		}
	}
}

// called closes the roll of a lesson on its evening.
func (r *ring) called(lesson planning.LessonID) {
	r.t.Helper()
	_, err := r.CallRoll(ctx, r.req(), lesson, desk.CallRoll{AllPresent: true, Close: true})
	r.must(err)
}

// A card of 10 lessons at 10.00 with 5.5 % is 9.48 net: 0.95 a lesson, and 0.94
// where the cent has to come out.
func TestACardIsRevenueLessonByLessonToTheCent(t *testing.T) {
	r := newRing(t)
	r.books(map[string]money.Cents{"deferred.card": 2 * 948, "sales.card": 0}) // of Manon and of Hugo
	var earned money.Cents
	for n := 1; n <= 10; n++ {
		day := calendar.Day("2026-10-08").AddDays(n)
		lesson := r.group(day, 2)
		r.at(string(day.AddDays(-2)) + " 10:00")
		id := r.booked(lesson, r.manon)
		r.at(string(day) + " 20:00")
		if n == 3 { // absent without notice: the lesson is given and spent
			_, err := r.TickRoll(ctx, r.req(), id, desk.Tick{State: booking.Absent})
			r.must(err)
		}
		r.called(lesson)
		earned = money.Cents(948).MulDiv(int64(n), 10)
		r.books(map[string]money.Cents{"sales.card": earned, "deferred.card": 2*948 - earned})
	}
	if earned != 948 {
		t.Errorf("ten lessons come to %d", earned)
	}
	r.proved()
}

func TestWhatAnEndedCardStillHeldIsRevenueAtTheClosingOfItsLastDayAndComesBackWhenItIsExtended(t *testing.T) {
	r := newRing(t)
	lesson := r.group("2026-10-14", 8)
	late := r.booked(lesson, r.manon)
	r.at("2026-10-14 08:00")
	r.cancelled(late, booking.Counted) // too late: the lesson counts
	r.at("2026-10-14 20:00")
	r.called(lesson)
	r.books(map[string]money.Cents{"sales.card": 95})
	r.at("2026-11-06 20:00")
	r.closes("2026-11-06")
	r.books(map[string]money.Cents{"sales.card": 95})
	r.at("2026-11-08 20:00")
	r.closes("2026-11-07") // the last day of both
	r.books(map[string]money.Cents{"sales.card": 2 * 948, "deferred.card": 0})
	r.must(r.extend(booking.CardID(r.cardsOf(r.manon)[0].ID), "2026-11-30", "plâtre"))
	r.books(map[string]money.Cents{"sales.card": 948 + 95, "deferred.card": 948 - 95})
	r.proved()
	booksAgree(t, r.Desk, r.ask)
}

// Nine tenths of the card go back from what is deferred, a tenth from revenue; of
// a part, by the same pro rata.
func TestACreditNoteOfAUsedCardTakesFromRevenueWhatWasUsedAndFromDeferredTheRest(t *testing.T) {
	for name, c := range map[string]struct {
		cents           money.Cents
		earned, waiting money.Cents
	}{
		"all of it": {1000, 0, 0},
		"a half":    {500, 47, 427},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRing(t)
			lesson := r.group("2026-10-14", 8)
			r.booked(lesson, r.manon)
			r.at("2026-10-14 20:00")
			r.called(lesson)
			sold, err := r.DocumentNumbered(ctx, r.cardsOf(r.manon)[0].Invoice)
			r.must(err)
			_, err = r.Credit(ctx, r.req(), sold.ID, desk.Credit{Returns: []billing.Return{{Line: sold.Lines[0].ID, Cents: c.cents}}, Reason: "geste"})
			r.must(err)
			r.books(map[string]money.Cents{"sales.card": c.earned, "deferred.card": c.waiting + 948})
			r.proved()
		})
	}
}

// 336.00 with 5.5 % is 318.48 net for 30 lessons.
func TestAPackageIsRevenueByItsLessonsWhateverBecameOfTheirVouchers(t *testing.T) {
	y := openYard(t)
	p := y.runsFromOctober()
	cards := y.balance("deferred.card")
	y.cancelled(y.ride(y.manon, "2026-10-21"), booking.MakesVoucher)
	y.rolls(y.wed, "2026-10-14", "2026-10-21")
	y.books(map[string]money.Cents{"sales.package": 2123, "deferred.package": 31848 - 2123, "deferred.card": cards})
	y.at("2026-10-22 10:00")
	_, err := y.stops(p, "2026-10-22", 10) // 28 lessons left at 313.60: 282.24 go back, 267.52 net
	y.must(err)
	y.books(map[string]money.Cents{"sales.package": 31848 - 26752, "deferred.package": 0})
	y.proved()
}

func TestALessonTheClubCancelledAndTheEndOfTheSeasonAreRevenueAtTheClosingOfTheirDay(t *testing.T) {
	y := openYard(t)
	y.runsFromOctober()
	lesson := y.lessonOf(y.wed, "2026-10-14")
	_, err := y.CancelLesson(ctx, y.req(), lesson, desk.CancelLesson{Reason: "orage", Version: y.version(lesson)})
	y.must(err)
	y.at("2026-10-15 10:00")
	y.books(map[string]money.Cents{"sales.package": 0})
	y.closes("2026-10-14")
	y.books(map[string]money.Cents{"sales.package": 1062})
	y.at("2027-09-01 10:00")
	y.closes("2027-08-31")
	y.books(map[string]money.Cents{"sales.package": 31848, "deferred.package": 0, "deferred.card": 0})
	y.proved()
}

// A family that never paid its package is given no lessons for it; one that paid a
// part of it was, and is owed the rest of them (PRODUCT section 9, Accounting).
func TestAPackageNobodyPaidOwesNothingOnceItsDebtIsWrittenOff(t *testing.T) {
	for name, c := range map[string]struct{ paid, earned money.Cents }{
		"nothing was paid": {0, 31848},
		"a part was paid":  {100_00, 0},
	} {
		t.Run(name, func(t *testing.T) {
			y := openYard(t)
			y.at("2026-10-13 12:00")
			cart := y.open(y.weekly(y.manon, y.wed))
			out := desk.Checkout{Terms: cart.TermsVersion, OnAccount: true}
			if c.paid > 0 {
				out.Tenders = []billing.Tender{{Way: billing.BankCard, Cents: c.paid}}
			}
			sale, err := y.Checkout(ctx, y.req(), cart.ID, out)
			y.must(err)
			y.at("2027-01-20 10:00")
			y.writesOff(sale.Invoice.ID)
			y.books(map[string]money.Cents{"sales.package": c.earned, "deferred.package": 31848 - c.earned})
			y.proved()
			_, err = y.ReopenDebt(ctx, y.req(), sale.Invoice.ID)
			y.must(err)
			y.books(map[string]money.Cents{"sales.package": 0, "deferred.package": 31848})
			y.proved()
		})
	}
}

// Nothing was sold here: revenue comes out of what the opening booked.
func TestWhatWasBroughtAlongIsRevenueOutOfItsOpening(t *testing.T) {
	y := openYard(t)
	line := y.running(y.manon, y.wed)
	y.at("2026-10-13 12:00")
	made, err := y.brings(line)
	y.must(err)
	y.rolls(y.wed, "2026-10-14")
	n := int64(y.packages()[0].Lessons)
	first := line.Worth.MulDiv(1, n)
	y.books(map[string]money.Cents{"sales.package": first, "deferred.package": line.Worth - first})
	_, err = y.CorrectOpening(ctx, y.req(), made[0].ID, "déjà vendu")
	y.must(err)
	y.books(map[string]money.Cents{"sales.package": 0, "deferred.package": 0})
	y.proved()
}

func TestRevenueIsOfTheLessonsDayWhileThatIsOpen(t *testing.T) {
	r := newRing(t)
	days := func() (days []string) {
		r.ask("SELECT e.day FROM recognitions r JOIN entries e ON e.id = r.entry ORDER BY e.id", func(row *sql.Rows) error {
			var day string
			err := row.Scan(&day)
			days = append(days, day)
			return err
		})
		return days
	}
	lessons := []planning.LessonID{r.group("2026-10-14", 8), r.group("2026-10-15", 8), r.group("2026-10-16", 8)}
	for _, lesson := range lessons {
		r.booked(lesson, r.manon)
	}
	r.at("2026-10-16 20:00")
	r.called(lessons[0])
	r.closes("2026-10-15")
	r.called(lessons[1]) // its day is closed: it is of today
	r.closes("2026-10-16")
	r.called(lessons[2]) // today is closed as well
	if got := days(); !slices.Equal(got, []string{"2026-10-14", "2026-10-16", "2026-10-17"}) {
		t.Errorf("%v", got)
	}
	r.proved()
}

func TestARecognitionThatSomebodyTouchedIsNamed(t *testing.T) {
	for name, c := range map[string]struct{ sql, code string }{
		"deleted":            {"DELETE FROM recognitions", "recognitionChanged"},
		"changed":            {"UPDATE recognitions SET cents = cents + 100", "recognitionChanged"},
		"doubled":            {"INSERT INTO recognitions SELECT (SELECT max(line) FROM deferrals), entry, gone, of_units, cents FROM recognitions", "recognitionChanged"},
		"under another":      {"INSERT INTO recognitions SELECT line, (SELECT min(id) FROM entries), gone, of_units, cents FROM recognitions", "recognitionNeverSealed"},
		"its entry changed":  {"UPDATE postings SET role = 'sales.goods' WHERE role = 'sales.card'", "entriesChanged"},
		"its day changed":    {"UPDATE entries SET day = '2026-10-13' WHERE text LIKE 'PCA-%'", "entriesChanged"},
		"more was deferred":  {"UPDATE deferrals SET cents = cents * 2", "deferralChanged"},
		"a sale's is gone":   {"DELETE FROM deferrals WHERE line = (SELECT max(line) FROM deferrals)", "deferralChanged"},
		"one for no sale":    {"INSERT INTO deferrals SELECT line, (SELECT max(id) FROM invoices), 100 FROM deferrals ORDER BY line LIMIT 1", "deferralNeverSealed"},
		"a unit was not it":  {"DELETE FROM card_movements WHERE why = 'spent'", "deferredOff"},
		"an entry of it new": {"INSERT INTO postings (entry, n, role, debit_cents, credit_cents) VALUES (900, 1, 'deferred.card', 5, 0), (900, 2, 'sales.card', 0, 5); INSERT INTO entries (id, day, journal, text) VALUES (900, '2026-10-14', 'misc', 'PCA-000900')", "entriesForeign"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRing(t)
			lesson := r.group("2026-10-14", 8)
			r.booked(lesson, r.manon)
			r.at("2026-10-14 20:00")
			r.called(lesson)
			r.proved()
			r.behindItsBack(`DROP TRIGGER recognitions_no_update; DROP TRIGGER recognitions_no_delete; DROP TRIGGER recognitions_bounded; DROP TRIGGER deferrals_no_update;
				DROP TRIGGER deferrals_no_delete; DROP TRIGGER card_movements_no_delete; DROP TRIGGER postings_no_update; DROP TRIGGER entries_no_update`, c.sql)
			if codes, _ := r.found(); !slices.Contains(codes, c.code) {
				t.Errorf("found %v", codes)
			}
		})
	}
}

// An older Paddock recognised nothing: what it sold is deferred when it is opened,
// and the first closing catches up.
func TestTheSalesOfAnOlderPaddockAreCaughtUpAtTheNextClosing(t *testing.T) {
	r := newRing(t)
	lesson := r.group("2026-10-14", 8)
	r.booked(lesson, r.manon)
	r.at("2026-10-14 20:00")
	r.behindItsBack("DROP TRIGGER deferrals_no_delete; DELETE FROM deferrals; CREATE TRIGGER deferrals_no_delete BEFORE DELETE ON deferrals BEGIN SELECT RAISE(ABORT, 'sealed: deferrals'); END",
		"UPDATE lessons SET state = 'closed'", `INSERT INTO card_movements (card, units, balance, why, moved_at, moved_by, booking)
			SELECT card, 0, balance, 'spent', moved_at, moved_by, booking FROM card_movements WHERE why = 'reserved'`)
	r.proved()
	if got := r.balance("deferred.card"); got != 2*948 {
		t.Errorf("%d is deferred", got)
	}
	r.closes("2026-10-14")
	r.books(map[string]money.Cents{"deferred.card": 2*948 - 95, "sales.card": 95})
	r.proved()
}

// PRODUCT section 9: each counts at its own date, however long nobody closed.
func TestAClosingOverAGapBooksEachEndAtItsOwnDate(t *testing.T) {
	y := openYard(t)
	y.runsFromOctober()
	lesson := y.lessonOf(y.wed, "2026-10-28")
	_, err := y.CancelLesson(ctx, y.req(), lesson, desk.CancelLesson{Reason: "orage", Version: y.version(lesson)})
	y.must(err)
	y.closes("2026-10-13")
	y.at("2026-11-20 10:00")
	y.closes("2026-11-19") // the cards end on 7 November
	days := map[string]money.Cents{}
	y.ask("SELECT e.day, sum(r.cents) FROM recognitions r JOIN entries e ON e.id = r.entry GROUP BY 1", func(row *sql.Rows) error {
		var day string
		var cents money.Cents
		err := row.Scan(&day, &cents)
		days[day] = cents
		return err
	})
	if len(days) != 2 || days["2026-10-28"] != 1062 || days["2026-11-07"] != 2*948 {
		t.Errorf("%v", days)
	}
	y.books(nil)
	y.proved()
}

func TestALessonCancelledOnceItsDayIsClosedIsRevenueAtOnce(t *testing.T) {
	y := openYard(t)
	y.runsFromOctober()
	lesson := y.lessonOf(y.wed, "2026-10-14")
	y.at("2026-10-15 10:00")
	y.closes("2026-10-14")
	y.books(map[string]money.Cents{"sales.package": 0})
	_, err := y.CancelLesson(ctx, y.req(), lesson, desk.CancelLesson{Reason: "orage", Version: y.version(lesson)})
	y.must(err)
	y.books(map[string]money.Cents{"sales.package": 1062})
	y.proved()
}

func TestASeasonThatEndsOnAClosedDayOwesItsPackagesNothing(t *testing.T) {
	y := openYard(t)
	y.runsFromOctober()
	y.rolls(y.wed, "2026-10-14")
	y.at("2026-10-16 10:00")
	y.closes("2026-10-15")
	season := y.season
	season.Last = "2026-10-15"
	_, err := y.SaveSeason(ctx, y.req(), season)
	y.must(err)
	if got := y.balance("deferred.package"); got != 0 {
		t.Errorf("%d is deferred", got)
	}
	y.proved()
	y.must(y.undoes())
	if got := y.balance("deferred.package"); got != 31848-1062 {
		t.Errorf("undone, %d is deferred", got)
	}
	y.proved()
}

// Whatever is sold, ridden, missed, given back, stopped, extended and closed, in
// whatever order: deferred revenue is the value of the units and lessons that are
// not used, to the cent, and verify agrees.
func TestAnySeasonLeavesTheValueOfWhatIsNotUsedDeferred(t *testing.T) {
	y := openYard(t)
	family := 0
	day := calendar.Day("2026-10-13")
	rapid.Check(t, func(p *rapid.T) {
		family++
		known := y.join("Reprise"+letters(family), "Manon", "Hugo")
		y.manon, y.hugo = known.Riders[0].ID, known.Riders[1].ID
		if day > "2027-03-01" {
			return // the season is nearly over
		}
		for range rapid.IntRange(3, 10).Draw(p, "steps") {
			y.at(string(day) + " 12:00")
			rider := rapid.SampledFrom([]club.RiderID{y.manon, y.hugo}).Draw(p, "rider")
			var err error
			switch rapid.SampledFrom([]string{"card", "package", "ride", "ride", "absence", "credit", "stop", "extend", "close"}).Draw(p, "what") {
			case "card":
				y.card(rider, "group", rapid.IntRange(1, 7).Draw(p, "units"))
			case "package":
				if cart, refused := y.OpenCart(ctx, y.req(), known.ID, y.weekly(rider, y.wed)); refused == nil {
					y.checkout(cart)
				}
			case "ride", "absence":
				lesson := y.group(day.AddDays(2), 8)
				if _, refused := y.book(lesson, rider); refused == nil {
					y.at(string(day.AddDays(2)) + " 21:00")
					y.called(lesson)
				}
				plan, planErr := y.Plan(ctx, calendar.Period{First: day, Last: day.AddDays(6)})
				y.must(planErr)
				y.at(string(day.AddDays(6)) + " 21:00")
				for _, l := range plan.Lessons {
					if l.Series == y.wed.ID && l.State == planning.Planned {
						y.called(l.ID)
					}
				}
				day = day.AddDays(rapid.IntRange(7, 20).Draw(p, "days"))
			case "credit":
				list, listErr := y.Documents(ctx, sqlite.DocumentFilter{From: "2026-01-01", Query: known.Name})
				y.must(listErr)
				for _, row := range list.Rows {
					doc, docErr := y.Document(ctx, row.ID)
					y.must(docErr)
					if doc.Kind == billing.Invoice && doc.LeftByLine[0] > 0 {
						part := money.Cents(rapid.Int64Range(1, int64(doc.LeftByLine[0])).Draw(p, "part"))
						back := rapid.SampledFrom([]money.Cents{doc.LeftByLine[0], part}).Draw(p, "back")
						_, err = y.Credit(ctx, y.req(), doc.ID, desk.Credit{Returns: []billing.Return{{Line: doc.Lines[0].ID, Cents: back}}, Reason: "geste"})
						break
					}
				}
			case "stop":
				for _, run := range y.packages() {
					if run.Rider == rider && run.EndedDay == "" {
						_, err = y.StopPackage(ctx, y.req(), run.ID, desk.StopPackage{From: day.AddDays(rapid.IntRange(0, 30).Draw(p, "in")), Keeps: rapid.IntRange(0, 100).Draw(p, "keeps"), Reason: "part"})
						break
					}
				}
			case "extend":
				for _, card := range y.cardsOf(rider) {
					if card.CreditNote == "" && card.ValidFrom != "" {
						err = y.extend(booking.CardID(card.ID), max(card.ValidThrough, day).AddDays(10), "fièvre")
					}
				}
			case "close":
				y.at(string(day) + " 22:00")
				_, err = y.CloseDay(ctx, y.req(), desk.CloseDay{Day: day})
				day = day.AddDays(1)
			}
			if refusal := (*club.Error)(nil); err != nil && !errors.As(err, &refusal) {
				p.Fatal(err)
			}
			deferredAgrees(t, y.ask)
		}
		y.at(string(day) + " 12:00")
		y.wait(time.Minute)
		y.proved()
	})
}

// What cannot be deferred is said, and tried again at the next start, whatever was
// sold meanwhile.
func TestSalesThatCouldNotBeDeferredAreToldAndTriedAgain(t *testing.T) {
	s := newShop(t)
	s.owes("card")
	const undefer = "DROP TRIGGER deferrals_no_delete; DELETE FROM deferrals; CREATE TRIGGER deferrals_no_delete BEFORE DELETE ON deferrals BEGIN SELECT RAISE(ABORT, 'sealed: deferrals'); END"
	s.behindItsBack(undefer, "DROP TRIGGER invoice_lines_no_update", "CREATE TABLE kept AS SELECT id, terms FROM invoice_lines", "UPDATE invoice_lines SET terms = '[]'")
	told := func() bool {
		today, err := s.Today(ctx)
		s.must(err)
		return today.Undeferred
	}
	if !told() {
		t.Error("nobody is told")
	}
	s.owes("card")
	s.behindItsBack("UPDATE invoice_lines SET terms = coalesce((SELECT terms FROM kept WHERE id = invoice_lines.id), terms)", "DROP TABLE kept",
		"CREATE TRIGGER invoice_lines_no_update BEFORE UPDATE ON invoice_lines BEGIN SELECT RAISE(ABORT, 'sealed: invoice_lines'); END")
	if n := s.rowsOf("deferrals"); n != 2 || told() {
		t.Errorf("%d deferrals, still told %v", n, told())
	}
	s.proved()
}
