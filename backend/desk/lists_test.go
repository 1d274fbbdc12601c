package desk_test

import (
	"slices"
	"testing"
	"time"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/money"
)

// held is a club where an instructor was handed three payments.
func heldClub(t *testing.T) *house {
	h := openClub(t)
	boots := h.goods("Bottes", 4_500)
	holder := billing.Detail{HeldBy: h.owner.ID}
	for _, one := range []struct {
		family string
		cents  money.Cents
	}{{"Dupond", 1_000}, {"Élan", 4_500}, {"Dupont", 2_000}} {
		home := h.join(one.family)
		h.sellTo(home.ID, boots, billing.Tender{Way: billing.Cash, Cents: one.cents, Detail: holder})
	}
	return h
}

func TestAListIsSearchedAndSortedByWhatItsColumnsSayAndItsFileIsTheSame(t *testing.T) {
	h := heldClub(t)
	for name, c := range map[string]struct {
		q    desk.ListQuery
		want []string
	}{
		"its own order":            {desk.ListQuery{}, []string{"Dupond", "Élan", "Dupont"}},
		"by name, without accents": {desk.ListQuery{Sort: "today.col.family"}, []string{"Dupond", "Dupont", "Élan"}},
		"the most money first":     {desk.ListQuery{Sort: "-today.col.amount"}, []string{"Élan", "Dupont", "Dupond"}},
		"as a version before had":  {desk.ListQuery{Sort: "gone"}, []string{"Dupond", "Élan", "Dupont"}},
		"without accents":          {desk.ListQuery{Words: "elan"}, []string{"Élan"}},
		"what sounds so second":    {desk.ListQuery{Words: "dupont", Sort: "today.col.family"}, []string{"Dupont", "Dupond"}},
		"an amount":                {desk.ListQuery{Words: "45,00"}, []string{"Élan"}},
		"every word":               {desk.ListQuery{Words: "elan 20,00"}, []string{}},
	} {
		rows, err := h.Held().Rows(ctx, c.q)
		h.must(err)
		got := []string{}
		for _, row := range rows {
			got = append(got, row.Family)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %q", name, got)
		}
		raw, err := h.Held().Export(ctx, c.q, desk.CSV)
		if file := names(cells(t, raw, err)); !slices.Equal(file, c.want) && len(file)+len(c.want) > 0 {
			t.Errorf("%s, as a file: %q", name, file)
		}
	}
}

func TestPaymentsAreFoundByTheirWayAndAidsByTheirPayer(t *testing.T) {
	s := aided(t)
	s.sell([]billing.Tender{s.aid(billing.Aided, 1, 7000), cheque(4_000)}, "card")
	payments, err := s.Payments().Rows(ctx, desk.ListQuery{Words: "cheque"})
	s.must(err)
	if len(payments) != 1 || payments[0].Cents != 4_000 {
		t.Errorf("%+v", payments)
	}
	payments, err = s.Payments().Rows(ctx, desk.ListQuery{Words: "pass sport"}) // what the screen calls it
	s.must(err)
	if len(payments) != 1 || payments[0].Cents != 7000 {
		t.Errorf("%+v", payments)
	}
	for words, want := range map[string]int{"asp": 1, "ville": 0} {
		if aids, err := s.Aids().Rows(ctx, desk.ListQuery{Words: words}); err != nil || len(aids) != want {
			t.Errorf("%s: %+v, %v", words, aids, err)
		}
	}
}

func TestWhatIsPromisedAndWhatIsAbandonedAreTwoLists(t *testing.T) {
	h := openClub(t)
	boots := h.goods("Bottes", 4_500)
	sell := func(family string) billing.CartID {
		cart, err := h.OpenCart(ctx, h.req(), h.join(family).ID, desk.AddLine{Offer: boots, Quantity: 1})
		h.must(err)
		return cart.ID
	}
	left, kept, running := sell("Laissé"), sell("Gardé"), sell("Promis")
	_, err := h.KeepCart(ctx, h.req(), kept, desk.KeepCart{Awaits: billing.AwaitsCheque})
	h.must(err)
	h.clock.set(t, "2026-10-07 12:30") // half an hour after the two others ended
	_, err = h.TakeUpCart(ctx, h.req(), running)
	h.must(err)

	abandoned, err := h.Abandoned().Rows(ctx, desk.ListQuery{})
	h.must(err)
	if len(abandoned) != 1 || abandoned[0].Cart != left || abandoned[0].What != "Bottes" || abandoned[0].Cents != 4_500 || abandoned[0].Family != "Laissé" || abandoned[0].By == "" || abandoned[0].FreedAt.IsZero() {
		t.Errorf("abandoned: %+v", abandoned)
	}
	promised, err := h.PromisedMoney().Rows(ctx, desk.ListQuery{})
	h.must(err)
	if len(promised) != 1 || promised[0].Cart != kept || promised[0].By != "cheque" || promised[0].Until != "2026-10-14" || promised[0].Past || promised[0].For != "Bottes" {
		t.Errorf("promised: %+v", promised)
	}
	today, err := h.Today(ctx)
	h.must(err)
	if len(today.Carts) != 1 || today.Carts[0].ID != running || len(today.Abandoned) != 1 || len(today.Kept) != 1 {
		t.Errorf("carts %d, abandoned %d, kept %d", len(today.Carts), len(today.Abandoned), len(today.Kept))
	}
	if _, err = h.DropCart(ctx, h.req(), left); err != nil {
		t.Fatal(err)
	}
	if abandoned, err = h.Abandoned().Rows(ctx, desk.ListQuery{}); err != nil || len(abandoned) != 0 {
		t.Errorf("dropped, and still %+v, %v", abandoned, err)
	}
	h.clock.set(t, "2026-10-15 00:00") // past its last day
	if promised, err = h.PromisedMoney().Rows(ctx, desk.ListQuery{}); err != nil || len(promised) != 1 || !promised[0].Past {
		t.Errorf("past its day: %+v, %v", promised, err)
	}
}

func TestAnAbandonedSaleIsAskedAboutForAWeek(t *testing.T) {
	h := openClub(t)
	cart, err := h.OpenCart(ctx, h.req(), h.join("Lambert").ID, desk.AddLine{Offer: h.goods("Bottes", 4_500), Quantity: 1})
	h.must(err)
	for _, c := range []struct {
		at   time.Time
		want int
	}{{cart.ExpiresAt.Add(-time.Second), 0}, {cart.ExpiresAt, 1}, {cart.ExpiresAt.Add(7 * 24 * time.Hour), 1}, {cart.ExpiresAt.Add(7*24*time.Hour + time.Second), 0}} {
		h.clock.put(c.at)
		if rows, err := h.Abandoned().Rows(ctx, desk.ListQuery{}); err != nil || len(rows) != c.want {
			t.Errorf("at %s: %+v, %v", c.at, rows, err)
		}
	}
}

func TestEveryListLeavesInEveryFormatAndRunsInNoSpreadsheet(t *testing.T) {
	h := openClub(t)
	id := h.join("=1+1", "@SUM").ID
	h.sellTo(id, h.goods("+cmd", 4_500), billing.Tender{Way: billing.Cash, Cents: 4_500, Detail: billing.Detail{HeldBy: h.owner.ID}})
	membership := h.goods("-2", 1_000)
	for name, list := range map[string]func(desk.ListQuery, desk.Format) ([]byte, error){
		"promised":   exportOf(h.PromisedMoney()),
		"abandoned":  exportOf(h.Abandoned()),
		"held":       exportOf(h.Held()),
		"bounced":    exportOf(h.Bounced()),
		"files":      exportOf(h.IncompleteFiles()),
		"renew":      exportOf(h.FilesToRenew()),
		"stock":      exportOf(h.LowStock()),
		"lacking":    exportOf(h.Lacking()),
		"released":   exportOf(h.Released()),
		"gift cards": exportOf(h.GiftCards()),
		"account":    exportOf(h.AccountLines()),
		"activities": exportOf(h.Activities()),
		"imports":    exportOf(h.Imports()),
		"set aside":  exportOf(h.SetAside()),
		"openings":   exportOf(h.Openings()),
		"overrides":  exportOf(h.Overrides()),
		"closings":   exportOf(h.Closings()),
		"mails":      exportOf(h.Mails()),
		"candidates": func(q desk.ListQuery, as desk.Format) ([]byte, error) {
			q.Of = int64(membership)
			return h.Candidates().Export(ctx, q, as)
		},
	} {
		for _, as := range []desk.Format{desk.CSV, desk.XLSX, desk.PDF} {
			raw, err := list(desk.ListQuery{Of: int64(id)}, as)
			if err != nil || len(raw) == 0 {
				t.Errorf("%s as %s: %d bytes, %v", name, as, len(raw), err)
			}
			if as == desk.CSV {
				noFormula(t, raw)
			}
		}
	}
}

func exportOf[Row any](list desk.List[Row]) func(desk.ListQuery, desk.Format) ([]byte, error) {
	return func(q desk.ListQuery, as desk.Format) ([]byte, error) { return list.Export(ctx, q, as) }
}

func TestWhoMayNotSeeAListMayNotTakeItAlong(t *testing.T) {
	h := openClub(t)
	made, err := h.SaveStaff(ctx, h.req(), desk.SaveStaff{Staff: club.Staff{Name: "Coach", Role: club.Instructor}})
	h.must(err)
	coach := desk.As(ctx, club.Actor{ID: made.ID, Name: made.Name, Role: made.Role})
	_, err = h.Held().Rows(coach, desk.ListQuery{})
	h.refuses(err, club.CodeNotAllowed)
	_, err = h.Held().Export(coach, desk.ListQuery{}, desk.CSV)
	h.refuses(err, club.CodeNotAllowed)
	if _, err = h.Activities().Rows(coach, desk.ListQuery{}); err != nil {
		t.Error(err)
	}
	_, err = h.Enrolled().Export(coach, desk.ListQuery{}, desk.CSV) // the instructor sees them, the file is the desk's
	h.refuses(err, club.CodeNotAllowed)
}
