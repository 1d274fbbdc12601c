package desk_test

import (
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// ledger is a club of two families to which everything happens that moves money.
type ledger struct {
	*ring
	p     *rapid.T
	homes []desk.HouseholdView
	gift  catalogue.OfferID
	done  map[string]int // how often each thing was not refused

	failing *bool
}

// How many clubs are played; make torture asks for 400.
var ledgers = flag.Int("ledgers", 8, "clubs to which everything happens that moves money")

// moves are what can happen, those that make the others possible more often.
var moves = []string{
	"sell", "sell", "sell", "gift", "pay", "pay", "pay", "credit", "credit", "refund", "too much", "too much", "anonymous", "deposit", "take slip back", "bounce", "bounce",
	"remit", "slip paid", "claim", "grant", "aid received", "aid received", "aid refused", "aid paid back", "write off", "write off", "reopen", "weeks later", "ride", "ride", "bring in", "close", "close",
}

// Any sequence of sales, payments of all ways, credits, refunds, bounces, aids, gift
// cards, write-offs, lessons and closings keeps: each entry balanced; what each
// household's account is in the books, its open documents less its credit; allocations
// within what gives and what asks; deferred revenue the value of what is not used; and
// the chain and every row proved.
func TestAnySequenceOfMoneyKeepsEveryAccountWhatItsDocumentsSay(t *testing.T) {
	done, played, failing := map[string]int{}, 0, false
	rapid.Check(t, func(p *rapid.T) {
		if played++; played > *ledgers && !failing {
			return // rapid tries more, each with a club of its own; one that failed it tries again until it is short
		}
		l := openLedger(t, p, done, &failing)
		for range rapid.IntRange(20, 60).Draw(p, "steps") {
			what := rapid.SampledFrom(moves).Draw(p, "what")
			var refusal *club.Error
			switch err := l.move(what); {
			case err == nil:
				done[what]++
			case !errors.As(err, &refusal):
				l.fails("%s: %v", what, err)
			}
			l.agrees(what)
		}
		l.proves()
	})
	for _, what := range moves {
		if done[what] == 0 && *ledgers >= 200 {
			t.Errorf("%q was always refused", what)
		}
	}
}

// fails ends a sequence that must not be.
func (l *ledger) fails(format string, args ...any) {
	*l.failing = true
	l.p.Fatalf(format, args...)
}

func openLedger(t *testing.T, p *rapid.T, done map[string]int, failing *bool) *ledger {
	s := aided(t)
	l := &ledger{ring: ringOf(s), p: p, done: done, failing: failing}
	l.homes = []desk.HouseholdView{l.family, l.join("Nguyen", "Léa")}
	l.gift = s.sells(catalogue.Offer{Kind: catalogue.GiftCard, Name: "Carte cadeau", Deposit: catalogue.Deposit{Kind: catalogue.DepositAll}, Terms: catalogue.Terms{Months: 12}})
	return l
}

func (l *ledger) cents(most money.Cents, name string) money.Cents {
	if most < 1 {
		return 0
	}
	return money.Cents(rapid.Int64Range(1, int64(most)).Draw(l.p, name))
}

func (l *ledger) home() desk.HouseholdView {
	return l.homes[rapid.IntRange(0, len(l.homes)-1).Draw(l.p, "home")]
}

// drawn is one of a list, or its zero value when there is none.
func drawn[T any](l *ledger, all []T, name string) (one T) {
	if len(all) > 0 {
		one = all[rapid.IntRange(0, len(all)-1).Draw(l.p, name)]
	}
	return one
}

// tenders lay an amount by up to three ways; the last may bring more.
func (l *ledger) tenders(home desk.HouseholdView, owed money.Cents) (laid []billing.Tender) {
	ways := []billing.Way{billing.Cash, billing.Cheque, billing.Cheque, billing.BankCard, billing.HolidayVoucher, billing.Aided, billing.AidAnnounced, billing.SpentCredit, billing.GiftCard, billing.Announced, billing.Promise}
	for range rapid.IntRange(1, 3).Draw(l.p, "ways") {
		t := billing.Tender{Way: rapid.SampledFrom(ways).Draw(l.p, "way"), Cents: l.cents(owed, "cents")}
		if t.Way == billing.SpentCredit {
			t.Cents = min(t.Cents, l.account(home.ID).Credit)
		}
		switch t.Way {
		case billing.Cheque:
			t.Detail.Number = "4081127"
			if rapid.Bool().Draw(l.p, "later") {
				t.Detail.Deposit = l.today().AddDays(rapid.IntRange(1, 5).Draw(l.p, "in days"))
			}
			if rapid.Bool().Draw(l.p, "more") {
				t.Cents += l.cents(5000, "above")
			}
			if rapid.IntRange(0, 5).Draw(l.p, "handed") == 0 {
				t.Detail.HeldBy = l.holder()
			}
		case billing.Aided, billing.AidAnnounced:
			t.Detail = billing.Detail{AidKind: int64(rapid.IntRange(1, 2).Draw(l.p, "aid")), Rider: home.Riders[0].ID, Number: "26-AB12"}
			t.Cents = min(t.Cents, 3000)
		case billing.GiftCard:
			l.ask("SELECT code FROM gift_cards ORDER BY id DESC LIMIT 1", func(rows *sql.Rows) error { return rows.Scan(&t.Detail.Number) })
			t.Cents = min(t.Cents, 2000)
		case billing.Promise:
			t.Detail.Until = l.today().AddDays(3)
		}
		laid = append(laid, t)
		if owed -= t.Cents; owed <= 0 {
			return laid
		}
	}
	return laid
}

func (l *ledger) today() calendar.Day {
	zone, _ := time.LoadLocation("Europe/Paris")
	return calendar.DayOf(l.clock.now(), zone)
}

// move does one thing; whether it can be done is the desk's to say.
func (l *ledger) move(what string) (err error) {
	home := l.home()
	switch what {
	case "sell", "gift", "anonymous":
		of, lines := home.ID, []desk.AddLine{{Offer: l.offers["gloves"], Quantity: 1}}
		switch {
		case what == "gift":
			lines = []desk.AddLine{{Offer: l.gift, Quantity: 1, Cents: 1000 + l.cents(4000, "worth")}}
		case what == "anonymous":
			of = 0
		case rapid.Bool().Draw(l.p, "a card"):
			lines = append(lines, desk.AddLine{Offer: l.offers["card"], Rider: home.Riders[0].ID, Quantity: 1})
		}
		cart, err := l.OpenCart(ctx, l.req(), of, lines...)
		if err != nil {
			return err
		}
		in := desk.Checkout{Terms: cart.TermsVersion, LicenceTerms: cart.LicenceTermsVersion, OnAccount: of != 0, Tenders: []billing.Tender{}}
		switch {
		case of == 0:
			first := l.cents(cart.Total, "in cash")
			in.Tenders = append(cash(first), billing.Tender{Way: billing.Cheque, Cents: cart.Total - first, Detail: billing.Detail{Number: "77"}})
			if first == cart.Total {
				in.Tenders = cash(first)
			}
		case rapid.IntRange(0, 2).Draw(l.p, "all later") > 0:
			in.Tenders = l.tenders(home, cart.Total)
		}
		if of != 0 && rapid.Bool().Draw(l.p, "with what is open") {
			in.Invoices = l.open(home)
		}
		sale, err := l.Checkout(ctx, l.req(), cart.ID, in)
		if err == nil && of == 0 && rapid.Bool().Draw(l.p, "given back") {
			note := l.credit(sale.Invoice.ID)
			_, err = l.RefundNote(ctx, l.req(), note.ID, desk.Refund{Cents: l.cents(cart.Total, "out"), Way: billing.Transfer})
		}
		return err
	case "pay":
		open := l.open(home)
		if len(open) == 0 {
			return club.Refuse(club.CodeNothingOwed)
		}
		open = open[:rapid.IntRange(1, len(open)).Draw(l.p, "invoices")]
		_, err = l.Receive(ctx, l.req(), desk.Receive{Household: home.ID, Invoices: open, Tenders: l.tenders(home, 15_000)})
	case "credit":
		doc := drawn(l, l.documents(), "document")
		view, err := l.Document(ctx, doc.ID)
		if err != nil {
			return err
		}
		in := desk.Credit{Reason: "geste"}
		if i := rapid.IntRange(0, len(view.LeftByLine)).Draw(l.p, "line"); i < len(view.LeftByLine) && view.LeftByLine[i] > 0 {
			in.Returns = []billing.Return{{Line: view.Lines[i].ID, Cents: l.cents(view.LeftByLine[i], "back")}}
		}
		_, err = l.Credit(ctx, l.req(), doc.ID, in)
		return err
	case "too much": // a cheque above what is open, of which some is paid out, and that may bounce
		open := l.open(home)
		if len(open) == 0 {
			return club.Refuse(club.CodeNothingOwed)
		}
		above := l.cents(5000, "above")
		got, err := l.Receive(ctx, l.req(), desk.Receive{Household: home.ID, Invoices: open, Tenders: []billing.Tender{cheque(l.account(home.ID).Remaining + above)}})
		if err == nil {
			_, err = l.Refund(ctx, l.req(), home.ID, desk.Refund{Cents: above, Way: billing.Cash})
		}
		if err == nil && rapid.Bool().Draw(l.p, "bounces") {
			_, err = l.Bounce(ctx, l.req(), got.Payments[0].ID)
		}
		return err
	case "refund":
		_, err = l.Refund(ctx, l.req(), home.ID, desk.Refund{Cents: l.cents(4000, "out"), Way: drawn(l, []billing.Way{billing.Cash, billing.Transfer}, "way")})
	case "deposit":
		_, err = l.DepositCheques(ctx, l.req(), desk.DepositCheques{Payments: l.cheques()})
	case "remit":
		rows, _ := l.VouchersInHand().Rows(ctx, desk.ListQuery{})
		in := desk.DepositCheques{Way: billing.HolidayVoucher}
		for _, row := range rows {
			in.Payments = append(in.Payments, row.Payment)
		}
		_, err = l.DepositCheques(ctx, l.req(), in)
	case "take slip back", "slip paid":
		slips, _ := l.DepositSlips().Rows(ctx, desk.ListQuery{})
		slip := drawn(l, slips, "slip")
		if what == "slip paid" {
			_, err = l.PaySlip(ctx, l.req(), slip.ID, desk.PaySlip{Cents: slip.Cents - slip.Cents/40})
			return err
		}
		_, err = l.TakeSlipBack(ctx, l.req(), slip.ID)
	case "bounce":
		_, err = l.Bounce(ctx, l.req(), drawn(l, l.paidBy("cheque"), "cheque"))
	case "claim", "grant", "aid received", "aid refused", "aid paid back":
		var ids []billing.AidID
		l.ask("SELECT id FROM aids", func(row *sql.Rows) error {
			var id billing.AidID
			err := row.Scan(&id)
			ids = append(ids, id)
			return err
		})
		var covered billing.InvoiceID
		id := drawn(l, ids, "aid")
		switch what {
		case "claim":
			_, err = l.ClaimAid(ctx, l.req(), id)
		case "grant":
			_, err = l.GrantAid(ctx, l.req(), id)
		case "aid received":
			_, err = l.ReceiveAid(ctx, l.req(), id, desk.ReceiveAid{Cents: l.cents(1000, "received")})
		case "aid refused":
			_, err = l.RefuseAid(ctx, l.req(), id)
		case "aid paid back":
			owed := l.owedToPayers()
			if len(owed) == 0 { // what such an aid paid is given back first
				l.ask("SELECT i.invoice FROM aids a JOIN aid_invoices i ON i.aid = a.id WHERE a.state = 'received'", func(row *sql.Rows) error { return row.Scan(&covered) })
				if _, err := l.Credit(ctx, l.req(), covered, desk.Credit{Reason: "annulé"}); err != nil {
					return err
				}
				owed = l.owedToPayers()
			}
			aid := drawn(l, owed, "owed back")
			_, err = l.PayAidBack(ctx, l.req(), aid.ID, desk.PayAidBack{Cents: l.cents(aid.OwedBack, "returned")})
		}
	case "write off":
		_, err = l.WriteOff(ctx, l.req(), drawn(l, l.open(home), "document"), desk.WriteOff{Why: "gone"})
	case "reopen":
		var lost []billing.InvoiceID
		l.ask("SELECT invoice FROM settlements WHERE written_cents > 0", func(row *sql.Rows) error {
			var id billing.InvoiceID
			err := row.Scan(&id)
			lost = append(lost, id)
			return err
		})
		_, err = l.ReopenDebt(ctx, l.req(), drawn(l, lost, "document"))
	case "weeks later":
		l.wait(35 * 24 * time.Hour) // above a term
	case "ride":
		day := l.today().AddDays(2)
		lesson := l.group(day, 8)
		if _, err = l.book(lesson, home.Riders[0].ID); err == nil {
			l.at(string(day) + " 20:00")
			l.called(lesson)
		}
	case "bring in":
		_, err = l.BringIn(ctx, l.req(), desk.BringIn{Payments: []billing.PaymentID{drawn(l, l.paidBy("cheque"), "cheque")}})
	case "close":
		day := l.today()
		if _, err = l.CloseDay(ctx, l.req(), desk.CloseDay{Day: day}); err == nil {
			l.at(string(day.AddDays(1)) + " 10:00")
		}
	}
	return err
}

func (l *ledger) owedToPayers() []sqlite.AidRow {
	aids, err := l.Aids().Rows(ctx, desk.ListQuery{})
	l.must(err)
	return slices.DeleteFunc(aids, func(a sqlite.AidRow) bool { return a.OwedBack == 0 })
}

// open are the invoices and claims of a household that ask for money.
func (l *ledger) open(home desk.HouseholdView) (ids []billing.InvoiceID) {
	for _, line := range l.account(home.ID).Lines {
		if line.Remaining > 0 {
			ids = append(ids, line.Invoice)
		}
	}
	return ids
}

func (l *ledger) documents() []sqlite.DocumentRow {
	list, err := l.Documents(ctx, sqlite.DocumentFilter{From: "2026-01-01"})
	l.must(err)
	return list.Rows
}

func (l *ledger) paidBy(way string) (ids []billing.PaymentID) {
	l.ask("SELECT id FROM payments WHERE cents > 0 AND way = '"+way+"'", func(row *sql.Rows) error {
		var id billing.PaymentID
		err := row.Scan(&id)
		ids = append(ids, id)
		return err
	})
	return ids
}

// agrees holds the books against the documents after a step.
func (l *ledger) agrees(after string) {
	wrong := func(query, says string) {
		l.ask(query, func(row *sql.Rows) error {
			var what string
			var found, want money.Cents
			if err := row.Scan(&what, &found, &want); err != nil {
				return err
			}
			if found != want {
				l.fails("after %q: %s %s: %d, want %d", after, says, what, found, want)
			}
			return nil
		})
	}
	wrong("SELECT CAST(entry AS TEXT), sum(debit_cents - credit_cents), 0 FROM postings GROUP BY entry", "entry")
	wrong(`SELECT h.name, coalesce((SELECT sum(debit_cents - credit_cents) FROM postings WHERE role = 'customers' AND household IS h.id), 0),
		coalesce((SELECT sum(total_cents) FROM invoices WHERE household IS h.id), 0) - coalesce((SELECT sum(cents) FROM payments WHERE household IS h.id), 0)
		FROM (SELECT id, name FROM households UNION ALL SELECT NULL, 'nobody') h`, "the account of")
	wrong(`SELECT i.number, s.settled_cents, coalesce((SELECT sum(iif(i.total_cents < 0, -cents, cents)) FROM allocations WHERE iif(i.total_cents < 0, credit_note, invoice) = i.id), 0)
		FROM invoices i JOIN settlements s ON s.invoice = i.id`, "what settles")
	wrong(`SELECT receipt, max(0, settled + gone - cents) + max(0, -settled), 0 FROM (SELECT receipt, cents,
			coalesce((SELECT sum(cents) FROM allocations WHERE payment = p.id), 0) settled, coalesce((SELECT sum(cents) FROM withdrawals WHERE source = p.id), 0) gone
		FROM payments p WHERE cents > 0)`, "what is taken out of")
	wrong(`SELECT i.number, max(0, -(i.total_cents - s.settled_cents)), 0 FROM invoices i JOIN settlements s ON s.invoice = i.id WHERE i.total_cents > 0`, "too much settles")
	for _, home := range l.homes {
		account := l.account(home.ID)
		balance := money.Cents(0)
		if n := len(account.Lines); n > 0 {
			balance = account.Lines[n-1].Balance
		}
		if asked := account.Remaining - account.Credit; asked != balance {
			l.fails("after %q: %s has open documents less credit of %d (%+v), its account says %d", after, home.Name, asked, account.AccountSummary, balance)
		}
	}
	if deferredAgrees(l.p, l.ask); l.p.Failed() {
		l.fails("after %q", after)
	}
}

func (l *ledger) proves() {
	proof, err := l.Verify(ctx)
	l.must(err)
	if !proof.OK {
		l.fails("verify: %s", fmt.Sprintf("%+v", proof.First))
	}
	made, err := l.Closings().Rows(ctx, desk.ListQuery{})
	l.must(err)
	for i := range min(len(made), 2) { // the last day alone, and all there is
		of := calendar.Period{First: made[i*(len(made)-1)].From, Last: made[0].Day}
		archive, err := l.Archive(ctx, l.req(), of, l.t.TempDir())
		l.must(err)
		if proof, err := desk.VerifyArchive(archive.File, locale.English); err != nil || !proof.OK || len(proof.Findings) > 0 {
			l.fails("archive of %v: %+v %v", of, proof.Findings, err)
		}
	}
}
