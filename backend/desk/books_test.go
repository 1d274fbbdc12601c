package desk_test

import (
	"database/sql"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/exchange"
	"paddock/backend/locale"
	"paddock/backend/money"
)

// booksAgree holds what the accountant is given against the entries: the VAT
// report has the VAT those posted on it: as a whole, in two parts, and on each of the
// last days; the entries file breaks none of its rules; and what is deferred is what
// is not used.
func booksAgree(t testing.TB, d *desk.Desk, ask func(string, func(*sql.Rows) error)) {
	t.Helper()
	deferredAgrees(t, ask)
	posted := map[calendar.Day]map[string]money.Cents{}
	days := []calendar.Day{}
	ask(`SELECT e.day, p.role, sum(p.credit_cents - p.debit_cents) FROM entries e JOIN postings p ON p.entry = e.id
		WHERE p.role LIKE 'vat.%' AND p.role NOT LIKE 'vat.pending.%' GROUP BY 1, 2 ORDER BY 1`, func(row *sql.Rows) error {
		var day calendar.Day
		var role string
		var cents money.Cents
		err := row.Scan(&day, &role, &cents)
		if posted[day] == nil {
			posted[day] = map[string]money.Cents{}
			days = append(days, day)
		}
		posted[day][role] = cents
		return err
	})
	if len(days) == 0 {
		return
	}
	whole := map[string]money.Cents{}
	for _, day := range days {
		for role, cents := range posted[day] {
			whole[role] += cents
		}
	}
	check := func(from, to calendar.Day, want map[string]money.Cents) (gross money.Cents) {
		t.Helper()
		rows, err := d.VATReport().Rows(ctx, desk.ListQuery{From: from, To: to})
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]money.Cents{}
		for _, row := range rows {
			if row.Net+row.Tax != row.Gross {
				t.Errorf("%s to %s: %+v does not add up", from, to, row)
			}
			if row.Tax != 0 {
				got[billing.VATRole(row.Rate, false)] = row.Tax
			}
			gross += row.Gross
		}
		want = maps.Clone(want)
		maps.DeleteFunc(want, func(_ string, cents money.Cents) bool { return cents == 0 })
		if !maps.Equal(got, want) {
			t.Errorf("%s to %s: the report says %v, the entries %v", from, to, got, want)
		}
		return gross
	}
	first, last := days[0].AddDays(-500), days[len(days)-1].AddDays(1)
	all := check(first, last, whole)
	var parts money.Cents
	for _, day := range days[max(0, len(days)-5):] { // the rest was, as it came
		check(day, day, posted[day])
	}
	middle := days[len(days)/2]
	before := map[string]money.Cents{}
	for _, day := range days[:len(days)/2] {
		for role, cents := range posted[day] {
			before[role] += cents
		}
	}
	after := maps.Clone(whole)
	for role, cents := range before {
		after[role] -= cents
	}
	parts = check(first, middle.AddDays(-1), before) + check(middle, last, after)
	if parts != all {
		t.Errorf("two periods come to %d, the whole to %d", parts, all)
	}
	owner, err := d.Person(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	open := []calendar.Day{}
	ask("SELECT DISTINCT day FROM entries WHERE day > (SELECT coalesce(max(day), '') FROM closings) ORDER BY 1", func(row *sql.Rows) error {
		var day calendar.Day
		err := row.Scan(&day)
		open = append(open, day)
		return err
	})
	for _, day := range open {
		if _, err := d.CloseDay(ctx, desk.Request{Actor: owner}, desk.CloseDay{Day: day}); err != nil && !errors.Is(err, club.Refuse(club.CodeDayToCome)) {
			t.Fatal(err)
		}
	}
	file, err := d.EntriesFile(ctx, desk.Request{Actor: owner}, first, last)
	if err != nil {
		t.Fatal(err)
	}
	if faults := exchange.CheckEntries(file.Name, file.Raw); len(faults) > 0 {
		t.Errorf("the entries file breaks its rules: %v", faults[0])
	}
}

func TestTheBooksOfTheSampleClubAgreeWithItsEntries(t *testing.T) {
	in := desk.Sample{Riders: 40, Years: 2, Seed: 5, Today: "2026-10-07"}
	h := emptyHouse(t)
	_, err := h.MakeSample(ctx, desk.Request{}, in)
	h.must(err)
	h.clock.set(t, "2026-10-07 10:00")
	booksAgree(t, h.Desk, h.ask)
}

func TestVATOnCollectionFollowsTheMoneyAndGoodsTheirDelivery(t *testing.T) {
	h := openClub(t)
	family := h.join("Delcourt", "Manon")
	gloves := h.goods("Gants", 2_400)
	membership := h.sells(catalogue.Offer{
		Kind: catalogue.Membership, Name: "Adhésion", Price: 10_550, Parts: []catalogue.Part{{VAT: "riding", Cents: 10_550}},
		Deposit: catalogue.Deposit{Kind: catalogue.DepositNone},
	})
	h.sellTo(family.ID, gloves)
	cart, err := h.OpenCart(ctx, h.req(), family.ID)
	h.must(err)
	cart, err = h.AddLine(ctx, h.req(), cart.ID, desk.AddLine{Offer: membership, Rider: family.Riders[0].ID, Quantity: 1})
	h.must(err)
	sale, err := h.Checkout(ctx, h.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, OnAccount: true})
	h.must(err)
	rows := func(from, to calendar.Day) []desk.VATRow {
		t.Helper()
		rows, err := h.VATReport().Rows(ctx, desk.ListQuery{From: from, To: to})
		h.must(err)
		return rows
	}
	if got := rows("2026-10-01", "2026-10-31"); len(got) != 1 || got[0].Rate != 2000 || got[0].Net != 2000 || got[0].Tax != 400 {
		t.Errorf("before any money: %+v", got)
	}
	h.clock.set(t, "2026-11-02 10:00")
	_, err = h.Receive(ctx, h.req(), desk.Receive{
		Household: family.ID, Invoices: []billing.InvoiceID{sale.Invoice.ID}, Tenders: []billing.Tender{{Way: billing.BankCard, Cents: 5_275}},
	})
	h.must(err)
	if got := rows("2026-11-01", "2026-11-30"); len(got) != 1 || got[0].Rate != 550 || got[0].Gross != 5_275 || got[0].Tax != 275 {
		t.Errorf("half was paid: %+v", got)
	}
	if got := rows("2026-12-01", "2026-12-31"); len(got) != 0 {
		t.Errorf("nothing came in December: %+v", got)
	}
}

func TestABelgianClubIsAskedForItsAccounts(t *testing.T) {
	in := firstRun()
	in.Identity.Country, in.Identity.Enterprise, in.Identity.VATNumber, in.Identity.SIREN, in.Identity.Registry = "BE", "0417497106", "BE0417497106", "", ""
	in.Identity.IBAN, in.Identity.BIC, in.Identity.PostalCode, in.Identity.Zone = "BE68539007547034", "", "4000", "Europe/Brussels"
	h := openClubAs(t, in)
	family := h.join("Peeters", "Lotte")
	h.sellTo(family.ID, h.goods("Gants", 2_100))
	h.closes("2026-10-07")
	_, err := h.EntriesFiles(ctx, h.req(), "2026-10-01", "2026-10-31")
	refusal := wantRefusal(t, err, club.CodeAccountMissing, "")
	for _, name := range []string{"Clients", "Ventes de marchandises"} {
		if !strings.Contains(refusal.Params["names"].(string), name) {
			t.Errorf("%s is not among %v", name, refusal.Params["names"])
		}
	}
	all, err := h.Accounts(ctx)
	h.must(err)
	given := []club.BookAccount{}
	for i, row := range all {
		if row.Number != "" {
			t.Errorf("%s has %s by itself", row.Role, row.Number)
		}
		given = append(given, club.BookAccount{Role: row.Role, Number: "40" + string(rune('0'+i%10)) + "000"})
	}
	_, err = h.SaveAccounts(ctx, h.req(), desk.Change[[]club.BookAccount]{Version: h.accountsVersion(), Value: given})
	h.must(err)
	files, err := h.EntriesFiles(ctx, h.req(), "2026-10-01", "2026-10-31")
	h.must(err)
	if len(files) != 1 || !strings.HasPrefix(files[0].Name, "VE ") || strings.Count(string(files[0].Raw), "\r\n") != 4 {
		t.Errorf("%d files: %s", len(files), files[0].Raw)
	}
}

func (h *house) accountsVersion() int {
	h.t.Helper()
	view, err := h.SettingsView(ctx)
	h.must(err)
	return view.Versions.Accounts
}

func TestAnAccountIsAKnownRoleAndANumberOfAChart(t *testing.T) {
	h := openClub(t)
	save := func(rows ...club.BookAccount) error {
		_, err := h.SaveAccounts(ctx, h.req(), desk.Change[[]club.BookAccount]{Version: h.accountsVersion(), Value: rows})
		return err
	}
	wantRefusal(t, save(club.BookAccount{Role: "sales.hay", Number: "706000"}), club.CodeInvalid, "accounts.0.role")
	wantRefusal(t, save(club.BookAccount{Role: "bank", Number: "512000"}, club.BookAccount{Role: "bank", Number: "512100"}), club.CodeInvalid, "accounts.1.role")
	for _, number := range []string{"70", "A12", "906000", "7060001234567", "70é000", "000"} {
		wantRefusal(t, save(club.BookAccount{Role: "bank", Number: number}), club.CodeAccountNumber, "accounts.0.number")
	}
	h.must(save(club.BookAccount{Role: "bank", Number: " 512 ca1 ", Label: "Crédit Agricole"}, club.BookAccount{Role: "cash", Number: "530000"}))
	settings, err := h.Settings(ctx)
	h.must(err)
	if want := []club.BookAccount{{Role: "bank", Number: "512CA1", Label: "Crédit Agricole"}}; !slices.Equal(settings.Accounts, want) {
		t.Errorf("kept %+v, what is as by default is not", settings.Accounts)
	}
	h.proved()
}

// numbers are the entries of a period by their number, each with its day and text.
func (h *house) numbers(from, to calendar.Day) map[int]string {
	h.t.Helper()
	lines, err := h.BookLines().Rows(ctx, desk.ListQuery{From: from, To: to})
	h.must(err)
	entries := map[int]string{}
	for _, line := range lines {
		entries[line.N] = string(line.Day) + " " + line.Journal + " " + line.Text
	}
	return entries
}

func TestALaterFileOfEntriesGoesOnWhereTheEarlierEnded(t *testing.T) {
	h := openClub(t)
	family, gloves := h.join("Delcourt", "Manon"), h.goods("Gants", 2_400)
	h.sellTo(family.ID, gloves, billing.Tender{Way: billing.BankCard, Cents: 2_400})
	h.closes("2026-10-07")
	h.clock.set(t, "2026-11-02 10:00")
	h.sellTo(family.ID, gloves)
	h.closes("2026-11-02")
	october, err := h.BookLines().Rows(ctx, desk.ListQuery{From: "2026-10-01", To: "2026-10-31"})
	h.must(err)
	november, err := h.BookLines().Rows(ctx, desk.ListQuery{From: "2026-11-01", To: "2026-11-30"})
	h.must(err)
	if last, next := october[len(october)-1].N, november[0].N; october[0].N != 1 || next != last+1 {
		t.Errorf("October ends with %d, November begins with %d", last, next)
	}
	if november[0].Text != "F2026-0002 Delcourt" || november[0].Account != "411000" || november[0].Journal != "VE" {
		t.Errorf("%+v", november[0])
	}
}

// What is booked on a day that is still open would take a number from what was
// exported: numbers are given to closed days.
func TestAnEntryKeepsItsNumberForEverAndHasOneOnceItsDayIsClosed(t *testing.T) {
	h := openClub(t)
	family, gloves := h.join("Delcourt", "Manon"), h.goods("Gants", 2_400)
	h.sellTo(family.ID, gloves)
	_, err := h.EntriesFile(ctx, h.req(), "2026-10-01", "2026-10-31")
	h.refuses(err, club.CodeNothingClosed)
	h.closes("2026-10-07")
	h.clock.set(t, "2026-10-09 10:00")
	h.sellTo(family.ID, gloves)
	file, err := h.EntriesFile(ctx, h.req(), "2026-10-01", "2026-10-31")
	h.must(err)
	if file.Through != "2026-10-07" || file.Name != "732829320FEC20261007.txt" || strings.Contains(string(file.Raw), "F2026-0002") {
		t.Errorf("through %q, %s:\n%s", file.Through, file.Name, file.Raw)
	}
	before := h.numbers("2026-10-01", "2026-10-31")
	if len(before) != 2 || before[0] != "2026-10-09 VE F2026-0002 Delcourt" {
		t.Errorf("an open day and a closed one: %v", before)
	}
	_, err = h.MoveIn(ctx, h.req(), desk.MoveIn{Day: "2026-10-08", Lines: []billing.Carried{{Kind: billing.Balance, Household: family.ID, Cents: 50_00}}})
	h.must(err)
	h.closes("2026-10-08")
	h.closes("2026-10-09")
	after := h.numbers("2026-10-01", "2026-10-31")
	delete(before, 0)
	for n, says := range before {
		if after[n] != says {
			t.Errorf("entry %d was %q and is %q", n, says, after[n])
		}
	}
	if len(after) != 3 || !strings.HasPrefix(after[2], "2026-10-08 OD ") || !strings.HasPrefix(after[3], "2026-10-09 VE ") {
		t.Errorf("the days after: %v", after)
	}
	second, err := h.EntriesFile(ctx, h.req(), "2026-10-01", "2026-10-31")
	h.must(err)
	if !strings.HasPrefix(string(second.Raw), string(file.Raw)) || second.Through != "2026-10-09" {
		t.Errorf("the same days differ in the second file:\n%s", second.Raw)
	}
	later, err := h.EntriesFile(ctx, h.req(), "2026-10-08", "2026-10-09")
	h.must(err)
	if faults := exchange.CheckEntries(later.Name, later.Raw); len(faults) > 0 || later.Through != "" {
		t.Errorf("%v through %q", faults, later.Through)
	}
}

func TestWhatWasCarriedOverBeforeTheFirstClosingComesFirstInTheBooks(t *testing.T) {
	h := openClub(t)
	family, gloves := h.join("Delcourt", "Manon"), h.goods("Gants", 2_400)
	h.sellTo(family.ID, gloves)
	h.clock.set(t, "2026-10-09 10:00")
	h.sellTo(family.ID, gloves)
	_, err := h.MoveIn(ctx, h.req(), desk.MoveIn{Day: "2026-10-09", Lines: []billing.Carried{{Kind: billing.Balance, Household: family.ID, Cents: 50_00}}})
	h.must(err)
	h.closes("2026-10-09")
	all := h.numbers("2026-10-01", "2026-10-31")
	if len(all) != 3 || !strings.HasPrefix(all[1], "2026-10-07 AN ") || !strings.HasPrefix(all[2], "2026-10-07 VE ") || !strings.HasPrefix(all[3], "2026-10-09 VE ") {
		t.Errorf("%v", all)
	}
	if from := h.numbers("2026-10-08", "2026-10-31"); len(from) != 1 || !strings.HasPrefix(from[3], "2026-10-09 VE ") {
		t.Errorf("from the day after: %v", from)
	}
	file, err := h.EntriesFile(ctx, h.req(), "2026-10-01", "2026-10-09")
	h.must(err)
	if faults := exchange.CheckEntries(file.Name, file.Raw); len(faults) > 0 {
		t.Errorf("%v in\n%s", faults, file.Raw)
	}
}

func TestWhatWasCarriedOverAfterTheFirstMonthsEndComesFirstToo(t *testing.T) {
	h := openClub(t)
	family, gloves := h.join("Delcourt", "Manon"), h.goods("Gants", 2_400)
	h.sellTo(family.ID, gloves)
	h.clock.set(t, "2026-11-05 10:00")
	_, err := h.MoveIn(ctx, h.req(), desk.MoveIn{Day: "2026-11-03", Lines: []billing.Carried{{Kind: billing.Balance, Household: family.ID, Cents: 50_00}}})
	h.must(err)
	h.closes("2026-11-05") // and October before it
	all := h.numbers("2026-10-01", "2026-11-30")
	if len(all) != 2 || !strings.HasPrefix(all[1], "2026-10-07 AN ") || !strings.HasPrefix(all[2], "2026-10-07 VE ") {
		t.Errorf("%v", all)
	}
}

func TestReceivablesAreAgedByWhatEachDueDayStillAsks(t *testing.T) {
	h := openClub(t)
	family := h.join("Delcourt", "Manon")
	sale := h.sellTo(family.ID, h.goods("Selle", 90_000))
	aged := func() desk.AgedRow {
		t.Helper()
		rows, err := h.AgedReceivables().Rows(ctx, desk.ListQuery{})
		h.must(err)
		if len(rows) != 1 {
			t.Fatalf("%+v", rows)
		}
		return rows[0]
	}
	if row := aged(); row.NotDue != 90_000 || row.Total != 90_000 || row.Family != "Delcourt" {
		t.Errorf("%+v", row)
	}
	_, err := h.Receive(ctx, h.req(), desk.Receive{
		Household: family.ID, Invoices: []billing.InvoiceID{sale.Invoice.ID}, Tenders: []billing.Tender{{Way: billing.BankCard, Cents: 30_000}},
	})
	h.must(err)
	due := sale.Invoice.DueDay
	for days, column := range map[int]func(desk.AgedRow) money.Cents{
		0:  func(r desk.AgedRow) money.Cents { return r.NotDue },
		1:  func(r desk.AgedRow) money.Cents { return r.To30 },
		30: func(r desk.AgedRow) money.Cents { return r.To30 },
		31: func(r desk.AgedRow) money.Cents { return r.To60 },
		90: func(r desk.AgedRow) money.Cents { return r.To90 },
		91: func(r desk.AgedRow) money.Cents { return r.Over90 },
	} {
		h.clock.set(t, string(due.AddDays(days))+" 10:00")
		if row := aged(); column(row) != 60_000 || row.Total != 60_000 {
			t.Errorf("%d days late: %+v", days, row)
		}
	}
}

func TestTheBooksAreInTheLanguageOfTheLaw(t *testing.T) {
	in := firstRun()
	in.Identity.Language = locale.English
	h := openClubAs(t, in)
	rows, err := h.Accounts(ctx)
	h.must(err)
	if at := slices.IndexFunc(rows, func(r desk.AccountRow) bool { return r.Role == "customers" }); rows[at].Label != "Clients" || rows[at].Number != "411000" {
		t.Errorf("%+v", rows[at])
	}
}
