package desk_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
)

// ladder is the club's levels as its settings edit them.
func (h *house) ladder() desk.Change[[]club.Level] {
	h.t.Helper()
	view, err := h.LevelSection(ctx)
	h.must(err)
	in := desk.Change[[]club.Level]{Version: view.Version}
	for _, l := range view.Levels {
		in.Value = append(in.Value, l.Level)
	}
	return in
}

// codes are the levels in their order.
func (h *house) codes() string {
	h.t.Helper()
	var codes []string
	for _, l := range h.ladder().Value {
		codes = append(codes, l.Code)
	}
	return strings.Join(codes, " ")
}

func step(levels []club.Level, code string) int {
	return slices.IndexFunc(levels, func(l club.Level) bool { return l.Code == code })
}

// swapped puts a level one place earlier.
func swapped(levels []club.Level, code string) []club.Level {
	at := step(levels, code)
	levels[at-1], levels[at] = levels[at], levels[at-1]
	return levels
}

func TestALevelIsAddedRenamedOrderedAndRetiredAndAllIsUndone(t *testing.T) {
	h := openClub(t)
	before := h.codes()
	in := h.ladder()
	in.Value = append(in.Value, club.Level{Federation: "FFE", Code: "G8", Label: "Galop 8", Aliases: []string{"Or fédéral"}})
	renamed := step(in.Value, "G1")
	in.Value[renamed].Label = "Premier galop"
	in.Value[step(in.Value, "G7")].Retired = true
	in.Value = swapped(in.Value, "G3")
	saved, err := h.SaveLevels(ctx, h.req(), in)
	h.must(err)
	if got := h.codes(); got != "PB PA PO G1 G3 G2 G4 G5 G6 G7 G8" {
		t.Fatalf("the order is %s", got)
	}
	for i, l := range saved.Levels[1:] {
		if l.Rank <= saved.Levels[i].Rank {
			t.Errorf("%s has rank %d after %d", l.Code, l.Rank, saved.Levels[i].Rank)
		}
	}
	if first := saved.Levels[renamed]; !slices.Contains(first.Aliases, "Galop 1") {
		t.Errorf("lists that say Galop 1 are not understood any more: %v", first.Aliases)
	}
	_, err = h.SaveLevels(ctx, h.req(), in)
	wantRefusal(t, err, club.CodeStale, "")
	h.must(h.undo())
	if got := h.codes(); got != before {
		t.Errorf("undone it is %s, want %s", got, before)
	}
	_, err = h.Redo(ctx, h.req(), h.did()[0].ID)
	h.must(err)
	if got := h.codes(); !strings.HasSuffix(got, "G3 G2 G4 G5 G6 G7 G8") {
		t.Errorf("done again it is %s", got)
	}
	h.proved()
}

func TestALevelInUseIsNotTakenAwayAndItsUsersAreNamed(t *testing.T) {
	h := openClub(t)
	form := household("Delcourt", "Hugo")
	form.Riders[0].Level = h.level("G2")
	_, err := h.SaveHousehold(ctx, h.req(), desk.SaveHousehold{Household: form})
	h.must(err)
	h.sells(catalogue.Offer{Kind: catalogue.Card, Name: "Perfectionnement", Price: 9000, LevelMin: h.level("G2"), LevelMax: h.level("G4"),
		Parts: []catalogue.Part{{VAT: "riding", Cents: 9000}}, Terms: catalogue.Terms{Units: 5, Months: 3}})
	view, err := h.LevelSection(ctx)
	h.must(err)
	for _, l := range view.Levels {
		if l.Code == "G2" && (l.Uses.Riders != 1 || l.Uses.Offers != 1) || l.Code == "G3" && l.Uses.Riders+l.Uses.Offers != 0 {
			t.Errorf("%s is used by %+v", l.Code, l.Uses)
		}
	}
	in := h.ladder()
	in.Value = slices.Delete(in.Value, step(in.Value, "G2"), step(in.Value, "G2")+1)
	_, err = h.SaveLevels(ctx, h.req(), in)
	if names := wantRefusal(t, err, club.CodeLevelInUse, "levels").Params["names"]; names != "Perfectionnement, Hugo Delcourt" {
		t.Errorf("it names %v", names)
	}
	in = h.ladder()
	in.Value = slices.Delete(in.Value, step(in.Value, "G7"), step(in.Value, "G7")+1)
	_, err = h.SaveLevels(ctx, h.req(), in)
	h.must(err)
	h.must(h.undo())
	if !strings.HasSuffix(h.codes(), "G6 G7") {
		t.Errorf("the deletion undone leaves %s", h.codes())
	}
}

func TestAnotherOrderSaysWhichRangesTakeOtherLevelsAndTurnsNone(t *testing.T) {
	h := openClub(t)
	offer := catalogue.Offer{Kind: catalogue.Card, Name: "Perfectionnement", Price: 9000, LevelMin: h.level("G2"), LevelMax: h.level("G4"),
		Parts: []catalogue.Part{{VAT: "riding", Cents: 9000}}, Terms: catalogue.Terms{Units: 5, Months: 3}}
	h.sells(offer)
	order := func(levels []club.Level) (ids []int64) {
		for _, l := range levels {
			ids = append(ids, l.ID)
		}
		return ids
	}
	moved, err := h.CheckLevelOrder(ctx, order(swapped(h.ladder().Value, "G5")))
	h.must(err)
	if len(moved) != 1 || moved[0].Name != offer.Name || !slices.Equal(moved[0].Gained, []string{"Galop 5"}) || len(moved[0].Lost) != 0 {
		t.Errorf("Galop 5 before Galop 4: %+v", moved)
	}
	moved, err = h.CheckLevelOrder(ctx, order(swapped(h.ladder().Value, "G6")))
	h.must(err)
	if len(moved) != 0 {
		t.Errorf("Galop 6 before Galop 5 is nobody's business, and it says %+v", moved)
	}
	in := h.ladder()
	in.Value = swapped(swapped(in.Value, "G4"), "G4")
	_, err = h.SaveLevels(ctx, h.req(), in)
	refusal := wantRefusal(t, err, club.CodeLevelsTurned, "levels")
	if refusal.Params["name"] != offer.Name || refusal.Params["min"] != "Galop 2" || refusal.Params["max"] != "Galop 4" {
		t.Errorf("it names %v", refusal.Params)
	}
}

func TestTwoLevelsOfALadderShareNoWord(t *testing.T) {
	h := openClub(t)
	for name, test := range map[string]struct {
		level club.Level
		field string
	}{
		"a code":   {club.Level{Federation: "FFE", Code: "g 3", Label: "Galop trois"}, "levels.10.code"},
		"a label":  {club.Level{Federation: "FFE", Code: "X", Label: "GALOP 3"}, "levels.10.label"},
		"an alias": {club.Level{Federation: "FFE", Code: "X", Label: "Dixième", Aliases: []string{"poney or"}}, "levels.10.aliases"},
	} {
		in := h.ladder()
		in.Value = append(in.Value, test.level)
		_, err := h.SaveLevels(ctx, h.req(), in)
		if wantRefusal(t, err, club.CodeLevelWord, test.field); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	in := h.ladder()
	in.Value = append(in.Value, club.Level{Federation: "Club", Code: "G3", Label: "Groupe 3"})
	_, err := h.SaveLevels(ctx, h.req(), in)
	h.must(err) // another ladder has words of its own
	in = h.ladder()
	in.Value[len(in.Value)-1].Retired = true
	_, err = h.SaveLevels(ctx, h.req(), in)
	h.must(err)
	in = h.ladder()
	in.Value = append(in.Value, club.Level{Federation: "Club", Code: "G3", Label: "Autre groupe"})
	_, err = h.SaveLevels(ctx, h.req(), in)
	if refusal := wantRefusal(t, err, club.CodeLevelWord, fmt.Sprintf("levels.%d.code", len(in.Value)-1)); refusal == nil {
		t.Error("the code of a retired level is given again")
	}
}

func TestListsAndSearchesUnderstandWhatALevelIsCalledBesides(t *testing.T) {
	h := openClub(t)
	in := h.ladder()
	at := step(in.Value, "G3")
	in.Value[at].Label, in.Value[at].Retired = "Confirmés", true
	in.Value[at].Aliases = append(in.Value[at].Aliases, "Groupe bleu")
	_, err := h.SaveLevels(ctx, h.req(), in)
	h.must(err)
	done := h.brings("Nom;Prénom;Naissance;Galop\nBlanc;Zoé;02/05/2014;groupe bleu\nNoir;Léo;07/06/2015;Galop 3\nGris;Ana;07/06/2015;G1\n")
	if len(done.Bad) != 0 || done.Accepted != 3 {
		t.Fatalf("accepted %d, bad %v", done.Accepted, done.Bad)
	}
	for query, want := range map[string]string{"groupe bleu": "Léo Noir, Zoé Blanc", "galop 3 leo": "Léo Noir", "zoe confirmes": "Zoé Blanc", "zoe g1": ""} {
		found, err := h.Search(ctx, query)
		h.must(err)
		var names []string
		for _, r := range found.Riders {
			names = append(names, r.Name)
		}
		slices.Sort(names)
		if got := strings.Join(names, ", "); got != want {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
}
