package desk_test

import (
	"slices"
	"testing"

	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
)

// plan previews the season to come.
func (h *house) plan() desk.SeasonPlan {
	h.t.Helper()
	plan, err := h.SeasonPlan(h.t.Context())
	h.must(err)
	return plan
}

func TestASeasonIsPreparedAtOnceAndUndoneAsAWhole(t *testing.T) {
	h := openClub(t)
	_, err := h.SeasonPlan(t.Context())
	h.refuses(err, club.CodeNoNextSeason)
	_, err = h.SaveSeason(t.Context(), h.req(), nextSeason())
	h.must(err)
	before := h.order("")

	plan := h.plan()
	if plan.Season.Name != "2027–2028" || len(plan.Copies) < 3 {
		t.Fatalf("%+v", plan)
	}
	var wanted desk.PrepareSeason
	for _, planned := range plan.Copies {
		if planned.There {
			t.Errorf("%s is said to be there", planned.NextName)
		}
		if planned.Kind == catalogue.Membership && (planned.NextName != "Adhésion au club 2027–2028" || planned.ValidThrough != plan.Season.Last) {
			t.Errorf("%+v", planned)
		}
		wanted.Copies = append(wanted.Copies, desk.PricedCopy{From: planned.From, Price: planned.Price + 101})
	}
	made, err := h.PrepareSeason(t.Context(), h.req(), wanted)
	h.must(err)
	if len(made) != len(plan.Copies) {
		t.Fatalf("%d copies of %d", len(made), len(plan.Copies))
	}
	for i, copied := range made {
		if copied.Price != plan.Copies[i].Price+101 || copied.Check() != nil {
			t.Errorf("%+v", copied.Offer)
		}
	}
	if got := h.order(catalogue.Licence); !slices.Equal(got[:2], []string{"Licence FFE 2027, moins de 18 ans", "Licence FFE 2028, moins de 18 ans"}) {
		t.Errorf("a copy stands after its original: %q", got)
	}

	// Another window, or a second click with a form of its own.
	again, err := h.PrepareSeason(t.Context(), h.req(), wanted)
	h.must(err)
	if len(again) != 0 {
		t.Errorf("%d made twice", len(again))
	}
	after := h.plan()
	if len(after.Copies) != len(plan.Copies) || slices.ContainsFunc(after.Copies, func(c desk.SeasonCopy) bool { return !c.There }) {
		t.Errorf("the copies are not copied on: %+v", after.Copies)
	}

	h.must(h.undo())
	if got := h.order(""); !slices.Equal(got, before) {
		t.Errorf("undone: %q", got)
	}
}

func TestAnOfferThatIsNotPlannedIsNotCopied(t *testing.T) {
	h := openClub(t)
	_, err := h.SaveSeason(t.Context(), h.req(), nextSeason())
	h.must(err)
	_, err = h.PrepareSeason(t.Context(), h.req(), desk.PrepareSeason{Copies: []desk.PricedCopy{
		{From: h.plan().Copies[0].From, Price: 1000}, {From: h.named("Gants enfant").ID, Price: 1000},
	}})
	wantRefusal(t, err, club.CodeOfferNotFound, "copies")
	if made := h.plan().Copies[0]; made.There {
		t.Error("half of it was done")
	}
}
