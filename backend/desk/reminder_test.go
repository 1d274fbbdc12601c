package desk_test

import (
	"database/sql"
	"slices"
	"strings"
	"testing"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/locale"
	"paddock/backend/money"
)

// lateOf is what the list of reminders says of an invoice.
func (h *house) lateOf(id billing.InvoiceID) (desk.ToRemind, bool) {
	h.t.Helper()
	rows, err := h.ToRemind().Rows(ctx, desk.ListQuery{})
	h.must(err)
	at := slices.IndexFunc(rows, func(r desk.ToRemind) bool { return r.Invoice == id })
	if at < 0 {
		return desk.ToRemind{}, false
	}
	return rows[at], true
}

func (h *house) reminds(ids ...billing.InvoiceID) desk.Reminded {
	h.t.Helper()
	made, err := h.Remind(ctx, h.req(), desk.Remind{Invoices: ids})
	h.must(err)
	return made
}

func TestRemindersFollowTheirLevelsAfterTheDueDay(t *testing.T) {
	s := newShop(t)
	id := s.owes("gloves") // due 14 October
	if _, late := s.lateOf(id); late {
		t.Error("it is not late yet")
	}
	_, err := s.Remind(ctx, s.req(), desk.Remind{Invoices: []billing.InvoiceID{id}})
	s.refuses(err, club.CodeNotLate)
	due := func() string { view, err := s.Document(ctx, id); s.must(err); return string(view.NextDueDay) }()
	if due != "2026-10-14" {
		t.Fatalf("due %s", due)
	}
	for _, step := range []struct {
		day   string
		why   string
		level int
	}{
		{"2026-10-15", "early", 1}, {"2026-10-21", "", 1}, {"2026-10-30", "", 1},
	} {
		s.clock.set(t, step.day+" 10:00")
		if r, late := s.lateOf(id); !late || r.Why != step.why || r.Level != step.level || r.How != "letter" || r.Cents != 35_00 {
			t.Errorf("%s: %+v", step.day, r)
		}
	}
	today, err := s.Today(ctx)
	s.must(err)
	if today.ToRemind != (desk.ToRemindCount{N: 1, Cents: 35_00, Days: 16}) {
		t.Errorf("the task: %+v", today.ToRemind)
	}
	if made := s.reminds(id); made.Families != 1 || len(made.Letters) != 1 {
		t.Errorf("made %+v", made)
	}
	_, err = s.Remind(ctx, s.req(), desk.Remind{Invoices: []billing.InvoiceID{id}}) // another desk, whose list is older
	s.refuses(err, club.CodeRemindedToday)
	if r, _ := s.lateOf(id); r.Why != "early" || r.Level != 2 || r.From != "2026-11-13" {
		t.Errorf("the next keeps its distance of 14 days: %+v", r)
	}
	for _, day := range []string{"2026-11-13", "2026-12-01"} {
		s.clock.set(t, day+" 10:00")
		s.reminds(id)
	}
	if r, _ := s.lateOf(id); r.Why != "last" || r.Level != 0 || r.Done != 3 {
		t.Errorf("no level is left: %+v", r)
	}
	view, err := s.Document(ctx, id)
	s.must(err)
	if len(view.Reminders) != 3 || view.Reminders[1].Level != 2 || view.Reminders[0].How != "letter" {
		t.Errorf("its history: %+v", view.Reminders)
	}
	s.ask("SELECT subject, body FROM reminders ORDER BY id LIMIT 1", func(row *sql.Rows) error {
		var subject, body string
		err := row.Scan(&subject, &body)
		if subject != "Rappel : facture à régler" || !strings.Contains(body, view.Number) || !strings.Contains(body, "35,00") ||
			!strings.Contains(body, "FR76") || !strings.Contains(body, "sans frais") {
			t.Errorf("%s\n%s", subject, body)
		}
		return err
	})
	s.proved()
}

func TestNobodyIsRemindedOfWhatIsDisputedPromisedOrAwaitedFromAnAid(t *testing.T) {
	s := newShop(t)
	id := s.owes("gloves")
	s.clock.set(t, "2026-10-30 10:00")
	refused := func(why string, code club.Code) {
		t.Helper()
		if r, _ := s.lateOf(id); r.Why != why {
			t.Errorf("why %q, want %q", r.Why, why)
		}
		_, err := s.Remind(ctx, s.req(), desk.Remind{Invoices: []billing.InvoiceID{id}})
		s.refuses(err, code)
		families, err := s.ToPhone().Rows(ctx, desk.ListQuery{})
		s.must(err)
		if len(families) != 0 {
			t.Errorf("%s: to call %+v", why, families)
		}
	}
	_, err := s.Dispute(ctx, s.req(), id, desk.DisputeReason{})
	s.refuses(err, club.CodeRequired)
	view, err := s.Dispute(ctx, s.req(), id, desk.DisputeReason{Reason: "les gants étaient troués"})
	s.must(err)
	if !view.Disputed() || view.Disputes[0].Reason != "les gants étaient troués" {
		t.Errorf("disputes %+v", view.Disputes)
	}
	refused("disputed", club.CodeDisputed)
	_, err = s.Dispute(ctx, s.req(), id, desk.DisputeReason{Reason: "encore"})
	s.refuses(err, club.CodeDisputed)
	_, err = s.EndDispute(ctx, s.req(), id, desk.DisputeReason{Reason: "échangés"})
	s.must(err)
	_, err = s.EndDispute(ctx, s.req(), id, desk.DisputeReason{Reason: "encore"})
	s.refuses(err, club.CodeNotDisputed)
	if r, _ := s.lateOf(id); r.Why != "" {
		t.Errorf("the dispute is over: %+v", r)
	}

	_, err = s.Receive(ctx, s.req(), desk.Receive{Household: s.family.ID, Invoices: []billing.InvoiceID{id},
		Tenders: []billing.Tender{{Way: billing.Promise, Cents: 35_00, Detail: billing.Detail{Until: "2026-11-05"}}}})
	s.must(err)
	refused("promised", club.CodeIsPromised)
	s.clock.set(t, "2026-11-06 10:00")
	if r, _ := s.lateOf(id); r.Why != "" {
		t.Errorf("the promise was not kept: %+v", r)
	}
}

func TestAFamilyIsWrittenToOnceForAllThatIsLateByLetter(t *testing.T) {
	h := openClub(t)
	bit := h.goods("Mors", 24_00)
	in := household("Sansmail", "Manon")
	in.Email, in.Language = "", locale.Dutch
	home, err := h.SaveHousehold(ctx, h.req(), desk.SaveHousehold{Household: in})
	h.must(err)
	first, second := h.sellTo(home.ID, bit), h.sellTo(home.ID, bit)
	other := h.sellTo(h.join("Delcourt", "Hugo").ID, bit)
	h.clock.set(t, "2026-10-30 10:00")
	made := h.reminds(first.Invoice.ID, other.Invoice.ID, second.Invoice.ID)
	if made.Families != 2 || len(made.Letters) != 2 {
		t.Fatalf("made %+v", made)
	}
	raw, err := h.ReminderPaper(ctx, made.Letters[0])
	h.must(err)
	asked := map[string]money.Cents{} // each invoice its own transfer
	for _, code := range codesOf(t, "letter.pdf", raw) {
		transfer := transferOf(t, []string{code})
		asked[transfer.Reference] = transfer.Amount
	}
	if len(asked) != 2 || asked[first.Invoice.Reference] != 24_00 || asked[second.Invoice.Reference] != 24_00 {
		t.Errorf("the codes ask for %v", asked)
	}
	h.ask("SELECT subject, body FROM reminders WHERE language = 'nl'", func(row *sql.Rows) error {
		var subject, body string
		err := row.Scan(&subject, &body)
		if !strings.HasPrefix(subject, "Herinnering") || !strings.Contains(body, "48,00") {
			t.Errorf("%s\n%s", subject, body)
		}
		return err
	})
	families, err := h.ToPhone().Rows(ctx, desk.ListQuery{})
	h.must(err)
	if len(families) != 2 || families[0].Cents != 48_00 && families[1].Cents != 48_00 {
		t.Errorf("to call %+v", families)
	}
	_, err = h.Remind(ctx, h.req(), desk.Remind{Invoices: []billing.InvoiceID{first.Invoice.ID}, Phoned: true})
	h.must(err)
	view, err := h.Document(ctx, first.Invoice.ID)
	h.must(err)
	if n := len(view.Reminders); n != 2 || view.Reminders[1].How != "phone" || view.Reminders[1].Level != 0 {
		t.Errorf("its history: %+v", view.Reminders)
	}
	if r, _ := h.lateOf(first.Invoice.ID); r.Level != 2 {
		t.Errorf("a call is no level: %+v", r)
	}
}

func TestADisputeIsUndoneAndTheEndOfOneToo(t *testing.T) {
	s := newShop(t)
	id := s.owes("gloves")
	undo := func() {
		t.Helper()
		list, err := s.Actions(ctx, s.owner)
		s.must(err)
		_, err = s.Undo(ctx, s.req(), list[0].ID)
		s.must(err)
	}
	disputed := func() bool {
		t.Helper()
		view, err := s.Document(ctx, id)
		s.must(err)
		return view.Disputed()
	}
	_, err := s.Dispute(ctx, s.req(), id, desk.DisputeReason{Reason: "double"})
	s.must(err)
	undo()
	if disputed() {
		t.Error("still disputed")
	}
	_, err = s.Dispute(ctx, s.req(), id, desk.DisputeReason{Reason: "double"})
	s.must(err)
	_, err = s.EndDispute(ctx, s.req(), id, desk.DisputeReason{Reason: "non"})
	s.must(err)
	undo()
	if !disputed() {
		t.Error("the dispute goes on")
	}
}

func TestTheLevelsOfRemindersAreSettingsThatRise(t *testing.T) {
	h := openClub(t)
	view, err := h.SettingsView(ctx)
	h.must(err)
	if len(view.Reminders) != 3 || view.Reminders[0].Days != 7 || view.Reminders[2].Subject.French == "" {
		t.Fatalf("by default %+v", view.Reminders)
	}
	levels := slices.Clone(view.Reminders[:2])
	levels[1].Days = 7
	_, err = h.SaveReminders(ctx, h.req(), desk.Change[[]club.ReminderLevel]{Version: view.Versions.Reminders, Value: levels})
	wantRefusal(t, err, club.CodeOutOfRange, "reminders.1.days")
	levels[1].Days, levels[0].Text.French = 30, "Bonjour à tous."
	view, err = h.SaveReminders(ctx, h.req(), desk.Change[[]club.ReminderLevel]{Version: view.Versions.Reminders, Value: levels})
	h.must(err)
	if len(view.Reminders) != 2 || view.Reminders[0].Text.French != "Bonjour à tous." {
		t.Errorf("saved %+v", view.Reminders)
	}
	view, err = h.SaveReminders(ctx, h.req(), desk.Change[[]club.ReminderLevel]{Version: view.Versions.Reminders, Value: []club.ReminderLevel{}})
	h.must(err)
	if len(view.Reminders) != 0 {
		t.Errorf("a club without reminders: %+v", view.Reminders)
	}
	h.proved()
}

// A promise of 40.00 over three invoices of 24.00 is 40.00, not 120.00.
func TestMoneyAnnouncedForSeveralInvoicesCountsOnceTheOldestFirst(t *testing.T) {
	h := openClub(t)
	bit := h.goods("Mors", 24_00)
	home := h.join("Delcourt", "Hugo")
	var ids []billing.InvoiceID
	for range 3 {
		ids = append(ids, h.sellTo(home.ID, bit).Invoice.ID)
	}
	_, err := h.Receive(ctx, h.req(), desk.Receive{Household: home.ID, Invoices: ids,
		Tenders: []billing.Tender{{Way: billing.Promise, Cents: 40_00, Detail: billing.Detail{Until: "2026-11-30"}}}})
	h.must(err)
	h.clock.set(t, "2026-10-30 10:00")
	for i, want := range []desk.ToRemind{{Why: "promised"}, {Cents: 8_00}, {Cents: 24_00}} {
		if r, _ := h.lateOf(ids[i]); max(r.Cents, 0) != want.Cents || r.Why != want.Why {
			t.Errorf("the %dth: %d, %q", i+1, r.Cents, r.Why)
		}
	}
}

func TestAFamilyWhoseCreditCoversItIsNotReminded(t *testing.T) {
	h := openClub(t)
	bit := h.goods("Mors", 24_00)
	home := h.join("Delcourt", "Hugo")
	back := h.sellTo(home.ID, bit).Invoice
	_, err := h.Receive(ctx, h.req(), desk.Receive{Household: home.ID, Invoices: []billing.InvoiceID{back.ID}, Tenders: []billing.Tender{cheque(54_00)}})
	h.must(err) // 30.00 more than was asked
	ids := []billing.InvoiceID{h.sellTo(home.ID, bit).Invoice.ID, h.sellTo(home.ID, bit).Invoice.ID}
	h.clock.set(t, "2026-10-30 10:00")
	if r, _ := h.lateOf(ids[0]); r.Why != "credit" {
		t.Errorf("covered: %+v", r)
	}
	if r, _ := h.lateOf(ids[1]); r.Why != "" || r.Cents != 18_00 {
		t.Errorf("for the rest: %+v", r)
	}
	_, err = h.Remind(ctx, h.req(), desk.Remind{Invoices: ids})
	h.refuses(err, club.CodeHasCredit)
}

func TestUndoingADisputeTakesItsOwnWordsAndNoOther(t *testing.T) {
	s := newShop(t)
	id := s.owes("gloves")
	undo := func(n int) error {
		list, err := s.Actions(ctx, s.owner)
		s.must(err)
		_, err = s.Undo(ctx, s.req(), list[n].ID)
		return err
	}
	reasons := s.rowsOf("reasons")
	_, err := s.Dispute(ctx, s.req(), id, desk.DisputeReason{Reason: "la première"})
	s.must(err)
	_, err = s.EndDispute(ctx, s.req(), id, desk.DisputeReason{Reason: "close"})
	s.must(err)
	_, err = s.Dispute(ctx, s.req(), id, desk.DisputeReason{Reason: "la seconde"})
	s.must(err)
	s.refuses(undo(2), club.CodeUndoChanged) // the first is over, the second is not its own
	view, err := s.Document(ctx, id)
	s.must(err)
	if !view.Disputed() || len(view.Disputes) != 2 {
		t.Fatalf("%+v", view.Disputes)
	}
	for n := range 3 {
		s.must(undo(n))
	}
	if n := s.rowsOf("reasons"); n != reasons || s.rowsOf("disputes") != 0 {
		t.Errorf("%d words stayed behind", n-reasons)
	}
}

// One link over two invoices is one line of the letter.
func TestALetterSaysASharedLinkOnce(t *testing.T) {
	h := openClub(t)
	bit := h.goods("Mors", 24_00)
	home := h.join("Delcourt", "Hugo")
	ids := []billing.InvoiceID{h.sellTo(home.ID, bit).Invoice.ID, h.sellTo(home.ID, bit).Invoice.ID}
	got, err := h.Receive(ctx, h.req(), desk.Receive{Household: home.ID, Invoices: ids, Tenders: []billing.Tender{link(48_00)}})
	h.must(err)
	h.clock.set(t, "2026-10-30 10:00")
	h.reminds(ids...)
	h.ask("SELECT body FROM reminders", func(row *sql.Rows) error {
		var body string
		err := row.Scan(&body)
		if got.Link == "" || strings.Count(body, got.Link) != 1 {
			t.Errorf("%d times %q in\n%s", strings.Count(body, got.Link), got.Link, body)
		}
		return err
	})
}
