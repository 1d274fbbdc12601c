package desk_test

import (
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/journal"
	"paddock/backend/mail/mailtest"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// takeover is the day the club of these tests left its old program.
const takeover = calendar.Day("2026-09-30")

func owed(home club.HouseholdID, cents money.Cents) billing.Carried {
	return billing.Carried{Kind: billing.Balance, Household: home, Cents: cents, Text: "Facture 2025-118"}
}

func (h *house) moveIn(lines ...billing.Carried) []desk.OpeningView {
	h.t.Helper()
	made, err := h.MoveIn(ctx, h.req(), desk.MoveIn{Day: takeover, Lines: lines})
	h.must(err)
	return made
}

func (h *house) carriedCard(rider club.RiderID, units int) billing.Carried {
	h.t.Helper()
	offers, err := h.Offers(ctx, desk.OfferFilter{})
	h.must(err)
	at := slices.IndexFunc(offers, func(o desk.OfferView) bool { return o.Kind == catalogue.Card })
	return billing.Carried{Kind: catalogue.Card, Rider: rider, Offer: offers[at].ID, Units: units, Through: "2027-03-31", Worth: 12_000, Text: "Carte n° 88"}
}

func (h *house) postings(number string) map[string]money.Cents {
	h.t.Helper()
	rows, err := h.Entries(ctx, "2026-01-01", "2026-12-31")
	h.must(err)
	byRole := map[string]money.Cents{}
	for _, row := range rows {
		if row.Text == number {
			byRole[row.Journal+" "+row.Role] += row.Debit - row.Credit
		}
	}
	return byRole
}

func TestWhatAFamilyOwedIsPaidLikeAnInvoiceAndIsNone(t *testing.T) {
	h := openClub(t)
	home := h.join("Delcourt", "Léa")
	line := owed(home.ID, 17_000)
	line.Due = "2026-09-15"
	made := h.moveIn(line)[0]

	if made.Number != "REPRISE-2026-0001" || made.State != billing.StateOverdue || made.Remaining != 17_000 {
		t.Fatalf("opening %+v", made)
	}
	session, err := h.Today(ctx)
	h.must(err)
	if session.LateCount != 1 || session.Late != 17_000 || session.Issued != 0 || session.Invoices != 0 {
		t.Fatalf("today says late %d × %d, issued %d", session.LateCount, session.Late, session.Issued)
	}
	_, err = h.PreviewInvoice(ctx, made.ID)
	wantRefusal(t, err, club.CodeNotAnInvoice, "")
	_, err = h.Receive(ctx, h.req(), desk.Receive{Household: home.ID, Tenders: []billing.Tender{{Way: billing.BankCard, Cents: 20_000}}})
	h.must(err)
	account, err := h.Account(ctx, home.ID)
	h.must(err)
	if account.Remaining != 0 || account.Credit != 3_000 || account.Invoiced != 0 || account.Lines[0].State != billing.StatePaid {
		t.Fatalf("account %+v", account)
	}
	if sold := h.sellTo(home.ID, h.goods("Licol", 2500)).Invoice; sold.N != 1 { // the invoices' numbers know nothing of openings
		t.Fatalf("the first invoice is %s", sold.Number)
	}
	h.proved()
}

func TestVATThatWaitedInTheOldProgramIsDueAsTheOpeningIsPaid(t *testing.T) {
	h := openClub(t)
	home := h.join("Delcourt", "Léa")
	line := owed(home.ID, 10_550)
	line.VAT = "riding"
	made := h.moveIn(line)[0]
	want := map[string]money.Cents{"opening customers": 10_550, "opening vat.pending.0550": -550, "opening opening": -10_000}
	if got := h.postings(made.Number); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatalf("booked %v, want %v", got, want)
	}
	_, err := h.Receive(ctx, h.req(), desk.Receive{Household: home.ID, Tenders: []billing.Tender{{Way: billing.BankCard, Cents: 5_275}}})
	h.must(err)
	want["misc vat.pending.0550"], want["misc vat.0550"] = 275, -275
	if got := h.postings(made.Number); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatalf("half paid it says %v, want %v", got, want)
	}
	credit := owed(home.ID, -1_000)
	credit.VAT = line.VAT
	_, err = h.MoveIn(ctx, h.req(), desk.MoveIn{Day: takeover, Lines: []billing.Carried{line, credit}})
	wantRefusal(t, err, club.CodeOpeningVAT, "lines.1.vat")
	h.proved()
}

func TestCreditBroughtAlongIsSpentFirstWhereItMayNotGoBack(t *testing.T) {
	h := openClub(t)
	home := h.join("Delcourt", "Léa")
	free, bound := owed(home.ID, -2_000), owed(home.ID, -3_000)
	bound.Stays = true
	h.moveIn(free, bound)
	account, err := h.Account(ctx, home.ID)
	h.must(err)
	if account.Credit != 5_000 || len(account.Sources) != 2 || account.Sources[0].Refundable || account.Sources[0].Left != 3_000 || !account.Sources[1].Refundable {
		t.Fatalf("credit %d of %+v", account.Credit, account.Sources)
	}
	made := h.moveIn(owed(home.ID, 3_500))[0]
	_, err = h.Receive(ctx, h.req(), desk.Receive{Household: home.ID, Tenders: []billing.Tender{{Way: billing.SpentCredit, Cents: 3_500}}})
	h.must(err)
	view, err := h.Document(ctx, made.ID)
	h.must(err)
	if view.State != billing.StatePaid || len(view.PaidBy) != 2 {
		t.Fatalf("it is %s by %+v", view.State, view.PaidBy)
	}
	h.proved()
}

func TestUnitsLeftStandOnACardThatWorksAtOnce(t *testing.T) {
	h := openClub(t)
	home := h.join("Delcourt", "Léa")
	made := h.moveIn(h.carriedCard(home.Riders[0].ID, 7))[0]
	cards, err := h.Cards(ctx, home.ID)
	h.must(err)
	if len(cards) != 1 || cards[0].Left != 7 || cards[0].ValidFrom != takeover || cards[0].ValidThrough != "2027-03-31" || cards[0].Invoice != made.Number {
		t.Fatalf("cards %+v", cards)
	}
	want := map[string]money.Cents{"opening deferred.card": -12_000, "opening opening": 12_000}
	if got := h.postings(made.Number); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Fatalf("booked %v, want %v", got, want)
	}
	if made.State != billing.StateCarried {
		t.Fatalf("it is %s", made.State)
	}
	h.proved()

	_, err = h.CorrectOpening(ctx, h.req(), made.ID, "Carte déjà utilisée")
	h.must(err)
	cards, err = h.Cards(ctx, home.ID)
	h.must(err)
	if cards[0].Left != 0 || cards[0].CreditNote != "REPRISE-2026-0002" || len(h.postings("REPRISE-2026-0002")) != 2 {
		t.Fatalf("after the mirror %+v", cards)
	}
	h.proved()
}

func TestAWrongOpeningIsTakenBackByItsMirrorOnce(t *testing.T) {
	h := openClub(t)
	home := h.join("Delcourt", "Léa")
	for _, cents := range []money.Cents{8_000, -8_000} {
		made := h.moveIn(owed(home.ID, cents))[0]
		_, err := h.CorrectOpening(ctx, h.req(), made.ID, " ")
		wantRefusal(t, err, club.CodeReasonNeeded, "reason")
		back, err := h.CorrectOpening(ctx, h.req(), made.ID, "Autre famille")
		h.must(err)
		if back.Remaining != 0 || back.Mirror == "" {
			t.Fatalf("taken back it is %+v", back)
		}
		_, err = h.CorrectOpening(ctx, h.req(), made.ID, "Encore")
		wantRefusal(t, err, club.CodeOpeningRight, "")
		account, err := h.Account(ctx, home.ID)
		h.must(err)
		if account.Remaining != 0 || account.Credit != 0 {
			t.Fatalf("the account still says %+v", account.AccountSummary)
		}
	}
	h.proved()
}

func TestALineThatCannotBeCarriedOverIsNamedAndNothingIsWritten(t *testing.T) {
	h := openClub(t)
	home := h.join("Delcourt", "Léa")
	goods := h.goods("Licol", 2500)
	good, card := owed(home.ID, 100), h.carriedCard(home.Riders[0].ID, 3)
	change := func(from billing.Carried, do func(*billing.Carried)) billing.Carried {
		do(&from)
		return from
	}
	for _, bad := range []struct {
		line  billing.Carried
		code  club.Code
		field string
	}{
		{owed(home.ID, 0), club.CodeRequired, "lines.1.cents"},
		{owed(home.ID, money.Max+1), club.CodeAmountTooHigh, "lines.1.cents"},
		{owed(999, 100), club.CodeHouseholdNotFound, "lines.1.household"},
		{change(good, func(c *billing.Carried) { c.Due = "2026-02-29" }), club.CodeBadDay, "lines.1.dueDay"},
		{change(good, func(c *billing.Carried) { c.VAT = "none" }), club.CodeVATUnknown, "lines.1.vat"},
		{change(good, func(c *billing.Carried) { c.Kind = "membership" }), club.CodeInvalid, "lines.1.kind"},
		{change(good, func(c *billing.Carried) { c.Kind = "package" }), club.CodeRiderNotFound, "lines.1.rider"},
		{change(card, func(c *billing.Carried) { c.Rider = 999 }), club.CodeRiderNotFound, "lines.1.rider"},
		{change(card, func(c *billing.Carried) { c.Offer = goods }), club.CodeOfferNotFound, "lines.1.offer"},
		{change(card, func(c *billing.Carried) { c.Units = 0 }), club.CodeOpeningUnits, "lines.1.units"},
		{change(card, func(c *billing.Carried) { c.Through = "2026-09-29" }), club.CodeOpeningExpired, "lines.1.validThrough"},
		{change(card, func(c *billing.Carried) { c.Worth = -1 }), club.CodeAmountTooHigh, "lines.1.worthCents"},
	} {
		_, err := h.MoveIn(ctx, h.req(), desk.MoveIn{Day: takeover, Lines: []billing.Carried{good, bad.line}})
		wantRefusal(t, err, bad.code, bad.field)
	}
	_, err := h.MoveIn(ctx, h.req(), desk.MoveIn{Day: "2026-10-08", Lines: []billing.Carried{good}})
	wantRefusal(t, err, club.CodeOpeningLater, "day")
	if list, err := h.Openings().Rows(ctx, desk.ListQuery{}); err != nil || len(list) != 0 {
		t.Fatalf("%d openings were written, %v", len(list), err)
	}
}

func TestTheSameMoveInUnderOneKeyIsDoneOnce(t *testing.T) {
	h := openClub(t)
	home, req := h.join("Delcourt", "Léa"), h.req()
	for range 2 {
		_, err := h.MoveIn(ctx, req, desk.MoveIn{Day: takeover, Lines: []billing.Carried{owed(home.ID, 500)}})
		h.must(err)
	}
	if list, err := h.Openings().Rows(ctx, desk.ListQuery{}); err != nil || len(list) != 1 {
		t.Fatalf("%d openings, %v", len(list), err)
	}
}

func TestNoFormOfTheClubPrintsTheNumberOfAnOpening(t *testing.T) {
	h := openClub(t)
	view := h.settings()
	view.Policy.NumberForm = "reprise{year}/{n}"
	_, err := h.SavePolicy(ctx, h.req(), desk.Change[club.Policy]{Version: view.Versions.Policy, Value: view.Policy})
	wantRefusal(t, err, club.CodeNumberForm, "policy.numberForm")
}

// Any mix of openings, their mirrors, payments and credit that is spent: what
// the account says is what was carried less what came, and verify finds nothing.
func TestOpeningsPaymentsAndCreditAddUpInAnyOrder(t *testing.T) {
	h := openClub(t)
	rates := []string{"", "riding", "standard"}
	n := 0
	rapid.Check(t, func(t *rapid.T) {
		n++
		home := h.join(fmt.Sprint("Famille ", n), "Léa")
		var balance money.Cents
		var standing []desk.OpeningView
		for range rapid.IntRange(1, 8).Draw(t, "steps") {
			switch rapid.SampledFrom([]string{"owed", "credit", "card", "mirror", "pay", "spend"}).Draw(t, "step") {
			case "owed":
				line := owed(home.ID, money.Cents(rapid.IntRange(1, 50_000).Draw(t, "cents")))
				line.VAT = rapid.SampledFrom(rates).Draw(t, "vat")
				standing, balance = append(standing, h.moveIn(line)...), balance+line.Cents
			case "credit":
				line := owed(home.ID, -money.Cents(rapid.IntRange(1, 50_000).Draw(t, "cents")))
				line.Stays = rapid.Bool().Draw(t, "stays")
				standing, balance = append(standing, h.moveIn(line)...), balance+line.Cents
			case "card":
				standing = append(standing, h.moveIn(h.carriedCard(home.Riders[0].ID, rapid.IntRange(1, 20).Draw(t, "units")))...)
			case "mirror":
				if len(standing) == 0 {
					continue
				}
				at := rapid.IntRange(0, len(standing)-1).Draw(t, "which")
				_, err := h.CorrectOpening(ctx, h.req(), standing[at].ID, "Erreur")
				h.must(err)
				balance -= standing[at].Cents
				standing = append(standing[:at:at], standing[at+1:]...)
			case "pay", "spend":
				account, err := h.Account(ctx, home.ID)
				h.must(err)
				pay := billing.Tender{Way: billing.BankCard, Cents: money.Cents(rapid.IntRange(1, 60_000).Draw(t, "cents"))}
				if account.Remaining == 0 {
					continue
				}
				if account.Credit > 0 {
					pay = billing.Tender{Way: billing.SpentCredit, Cents: min(pay.Cents, account.Credit, account.Remaining)}
				} else {
					balance -= pay.Cents
				}
				_, err = h.Receive(ctx, h.req(), desk.Receive{Household: home.ID, Tenders: []billing.Tender{pay}})
				h.must(err)
			}
		}
		account, err := h.Account(ctx, home.ID)
		h.must(err)
		if account.Remaining-account.Credit != balance {
			t.Fatalf("the account says %d − %d, carried less paid is %d", account.Remaining, account.Credit, balance)
		}
	})
	h.proved()
}

func TestVerifyNamesAnOpeningThatWasTouchedBehindItsBack(t *testing.T) {
	const drop = "DROP TRIGGER "
	for name, test := range map[string]struct {
		tamper []string
		code   string
		doc    string
	}{
		"what is owed":        {[]string{drop + "invoices_no_update", "UPDATE invoices SET total_cents = 1 WHERE number = 'REPRISE-2026-0001'"}, "documentChanged", "REPRISE-2026-0001"},
		"credit made money":   {[]string{drop + "invoices_no_update", "UPDATE invoices SET kept_cents = 0 WHERE number = 'REPRISE-2026-0002'"}, "documentChanged", "REPRISE-2026-0002"},
		"the worth of a card": {[]string{drop + "invoice_lines_no_update", "UPDATE invoice_lines SET carried_cents = 0"}, "documentChanged", "REPRISE-2026-0003"},
		"units of a card":     {[]string{drop + "cards_fixed", "UPDATE cards SET units = 9"}, "rowChanged", "REPRISE-2026-0003"},
		"days of a card":      {[]string{"UPDATE cards SET valid_through = '2030-01-01'"}, "rowChanged", "REPRISE-2026-0003"},
		"a card's ledger":     {[]string{drop + "card_movements_no_update", "UPDATE card_movements SET why = 'sold'"}, "rowChanged", "REPRISE-2026-0003"},
		"its account":         {[]string{drop + "postings_no_update", "UPDATE postings SET role = 'sales.card' WHERE role = 'opening' AND entry = 1"}, "entriesChanged", "REPRISE-2026-0001"},
		"its settlement":      {[]string{"UPDATE settlements SET settled_cents = 5, next_due_day = '' WHERE invoice = 1"}, "settlementWrong", "REPRISE-2026-0001"},
		"one left out":        {[]string{"PRAGMA foreign_keys = 0", drop + "invoices_no_delete", "DELETE FROM invoices WHERE id = 3"}, "documentMissing", "REPRISE-2026-0003"},
		"one put in": {[]string{
			"INSERT INTO invoice_lines (id, invoice, n, kind, text, quantity, unit_cents, cents, now_cents) VALUES (99, 9, 1, 'balance', 'mine', 1, 0, 0, 0)",
			"INSERT INTO invoices (id, kind, series, year, n, number, order_ref, reference, day, due_day, language, total_cents, now_cents, seller, buyer, mentions, issued_at, issued_by) " +
				"VALUES (9, 'opening', 'R', 2026, 4, 'REPRISE-2026-0004', '', 'mine', '2026-10-07', '2026-10-07', 'fr', 0, 0, '{}', '{}', '[]', '2026-10-07T10:00:00.000Z', 1)",
		}, "neverSealed", "REPRISE-2026-0004"},
	} {
		t.Run(name, func(t *testing.T) {
			h := openClub(t)
			home := h.join("Delcourt", "Léa")
			bound := owed(home.ID, -3_000)
			bound.Stays = true
			h.moveIn(owed(home.ID, 5_000), bound, h.carriedCard(home.Riders[0].ID, 7))
			h.proved()
			h.behindItsBack(test.tamper...)
			proof, err := h.Verify(ctx)
			h.must(err)
			if !slices.ContainsFunc(proof.Findings, func(f journal.Finding) bool { return f.Code == test.code && f.Params["document"] == test.doc }) {
				t.Fatalf("no %s of %s among %+v", test.code, test.doc, proof.Findings)
			}
		})
	}
}

func TestWhatAFamilyOwedBeforeIsRemindedByMailWithoutAPaper(t *testing.T) {
	h, server := openClub(t), mailtest.StartFaulty(t)
	h.sendsBy(server.Port)
	home := h.join("Delcourt", "Léa")
	line := owed(home.ID, 17_000)
	line.Due = "2026-08-15"
	made := h.moveIn(line)[0]
	if got := h.reminds(made.ID); got.Mails != 1 {
		t.Fatalf("%+v", got)
	}
	if m := h.sends(sqlite.MailSent); m.Household != home.ID {
		t.Errorf("%+v", m)
	}
}
