package desk_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/journal"
	"paddock/backend/sqlite"
)

// did is what the owner did last, the latest first.
func (h *house) did() []sqlite.Action {
	h.t.Helper()
	actions, err := h.Actions(ctx, h.owner)
	h.must(err)
	return actions
}

// undo takes the latest action back that stands.
func (h *house) undo() error {
	h.t.Helper()
	for _, action := range h.did() {
		if action.UndoneAt == "" {
			_, err := h.Undo(ctx, h.req(), action.ID)
			return err
		}
	}
	h.t.Fatal("nothing to undo")
	return nil
}

// snapshot is all that undoing is about, as the desk shows it, but for how often
// records were written.
func (h *house) snapshot() string {
	h.t.Helper()
	var all []any
	households, err := h.Households(ctx, desk.HouseholdQuery{})
	h.must(err)
	for _, row := range households.Rows {
		view := h.shown(row.ID)
		view.Version = 0
		for i := range view.Riders {
			view.Riders[i].Version = 0
		}
		all = append(all, view)
	}
	offers, err := h.Offers(ctx, desk.OfferFilter{})
	h.must(err)
	for i := range offers {
		offers[i].Version = 0
	}
	carts, err := h.Carts(ctx)
	h.must(err)
	settings, err := h.Settings(ctx)
	h.must(err)
	text, err := json.MarshalIndent(append(all, offers, carts, settings), "", " ")
	h.must(err)
	return string(text)
}

// stillIs fails when the snapshot is not this one, with the first line that
// differs.
func (h *house) stillIs(t interface{ Fatalf(string, ...any) }, want string) {
	now, was := strings.Split(h.snapshot(), "\n"), strings.Split(want, "\n")
	for i := range min(len(now), len(was)) {
		if now[i] != was[i] {
			t.Fatalf("line %d is\n%s\nwant\n%s", i, strings.Join(now[max(0, i-5):i+1], "\n"), strings.Join(was[max(0, i-5):i+1], "\n"))
		}
	}
	if len(now) != len(was) {
		t.Fatalf("%d lines, want %d", len(now), len(was))
	}
}

func TestAnEditOfAFamilyAndItsRidersIsUndoneStepByStep(t *testing.T) {
	s := newShop(t)
	start := s.snapshot()
	home := s.shown(s.family.ID).Household
	home.Note, home.Riders[0].Medical = "Appeler le soir", "Asthme"
	first := home.Addresses
	home.Addresses = nil
	view, err := s.SaveHousehold(ctx, s.req(), desk.SaveHousehold{Household: home})
	s.must(err)
	home = view.Household
	home.Note = "Appeler le matin"
	_, err = s.SaveHousehold(ctx, s.req(), desk.SaveHousehold{Household: home})
	s.must(err)

	s.must(s.undo())
	if note := s.shown(home.ID).Note; note != "Appeler le soir" {
		t.Errorf("after one step the note is %q", note)
	}
	s.must(s.undo())
	s.stillIs(t, start)
	if got := s.shown(home.ID).Addresses; len(got) != len(first) || len(got) > 0 && got[0].ID != first[0].ID {
		t.Errorf("addresses %+v, want %+v with their ids", got, first)
	}
	if actions := s.did(); actions[0].What != "saveHousehold" || actions[0].About != home.Name || actions[0].UndoneAt == "" {
		t.Errorf("%+v", actions[0])
	}
	s.refuses(func() error { _, err := s.Undo(ctx, s.req(), s.did()[0].ID); return err }(), club.CodeUndone)
	s.proved()
}

func TestWhatWasChangedAgainSinceIsNotUndoneOverIt(t *testing.T) {
	s := newShop(t)
	rider := s.shown(s.family.ID).Riders[0]
	rider.Mobile = "06 39 98 00 01"
	view, err := s.SaveRider(ctx, s.req(), desk.SaveRider{Rider: rider})
	s.must(err)
	edit := s.did()[0].ID
	rider = view.Riders[0]
	rider.Mobile = "06 39 98 00 02"
	view, err = s.SaveRider(ctx, s.req(), desk.SaveRider{Rider: rider})
	s.must(err)
	_, err = s.Undo(ctx, s.req(), edit)
	s.refuses(err, club.CodeUndoChanged)
	if mobile := s.shown(s.family.ID).Riders[0].Mobile; mobile != view.Riders[0].Mobile {
		t.Errorf("mobile %q: the refusal wrote", mobile)
	}

	// Another field of the record stands for itself.
	rider = view.Riders[0]
	rider.HeightCm = 151
	_, err = s.SaveRider(ctx, s.req(), desk.SaveRider{Rider: rider})
	s.must(err)
	_, err = s.Undo(ctx, s.req(), s.did()[1].ID)
	s.must(err)
	got := s.shown(s.family.ID).Riders[0]
	if got.HeightCm != 151 || got.Mobile == view.Riders[0].Mobile {
		t.Errorf("%+v", got)
	}
}

func TestAFamilyIsTakenAwayAgainUntilSomethingWasSoldToIt(t *testing.T) {
	s := newShop(t)
	start := s.snapshot()
	s.join("Marchal", "Zoé", "Tom")
	s.must(s.undo())
	s.stillIs(t, start)
	home := s.join("Marchal", "Zoé")
	added := s.did()[0].ID
	s.sellTo(home.ID, s.offers["gloves"])
	_, err := s.Undo(ctx, s.req(), added)
	s.refuses(err, club.CodeUndoSold)
	s.proved()
}

func TestANewSeasonIsTakenAwayUntilSomethingLiesInIt(t *testing.T) {
	s := newShop(t)
	next := calendar.Season{Name: "2027–2028", First: "2027-09-01", Last: "2028-08-31"}
	_, err := s.SaveSeason(ctx, s.req(), next)
	s.must(err)
	s.must(s.undo())
	seasons, err := s.Seasons(ctx)
	s.must(err)
	if len(seasons) != 1 {
		t.Errorf("%+v", seasons)
	}
	saved, err := s.SaveSeason(ctx, s.req(), next)
	s.must(err)
	made := s.did()[0]
	s.sells(catalogue.Offer{Kind: catalogue.Membership, Name: "Cotisation", Price: 3000, Parts: []catalogue.Part{{VAT: "riding", Cents: 3000}},
		Season: saved.Season.ID, Terms: catalogue.Terms{ValidFrom: next.First, ValidThrough: next.Last}})
	_, err = s.Undo(ctx, s.req(), made.ID)
	s.refuses(err, club.CodeUndoUsed)
	s.proved()
}

func TestMoneyIsNeverUndoneAndSaysWhatToDoInstead(t *testing.T) {
	s := newShop(t)
	sale := s.sellTo(s.family.ID, s.offers["gloves"])
	s.refuses(s.undo(), club.CodeLastingInvoice)
	if action := s.did()[0]; action.About != sale.Invoice.Number || action.What != "checkout" {
		t.Errorf("%+v", action)
	}
	// What stood in the cart before is money by now.
	_, err := s.Undo(ctx, s.req(), s.did()[1].ID)
	s.refuses(err, club.CodeLastingInvoice)
	s.proved()
}

func TestACartIsUndoneLineByLineAndComesBackWhenItWasDropped(t *testing.T) {
	s := newShop(t)
	cart, err := s.OpenCart(ctx, s.req(), s.family.ID, desk.AddLine{Offer: s.offers["gloves"], Quantity: 2})
	s.must(err)
	opened := s.snapshot()
	line := cart.Lines[0].ID
	_, err = s.GiveDiscount(ctx, s.req(), cart.ID, line, desk.GiveDiscount{GivenDiscount: club.GivenDiscount{Cents: 100}, Reason: "fidélité"})
	s.must(err)
	given := s.snapshot()
	_, err = s.SetQuantity(ctx, s.req(), cart.ID, line, 0)
	s.must(err)
	s.must(s.undo())
	s.stillIs(t, given)
	_, err = s.DropCart(ctx, s.req(), cart.ID)
	s.must(err)
	s.must(s.undo())
	s.must(s.undo())
	s.stillIs(t, opened)
	s.must(s.undo())
	if view, err := s.Cart(ctx, cart.ID, nil); err != nil || len(view.Lines) != 0 {
		t.Errorf("%+v %v", view.Lines, err)
	}
}

func TestAnOffersPriceOrderAndShelfAreUndone(t *testing.T) {
	s := newShop(t)
	first, second := s.offers["gloves"], s.goods("Cravache", 2500)
	start := s.snapshot()
	offers, err := s.Offers(ctx, desk.OfferFilter{})
	s.must(err)
	last := offers[slices.IndexFunc(offers, func(o desk.OfferView) bool { return o.ID == second })].Offer
	_, err = s.MoveOffer(ctx, s.req(), last.ID, desk.MoveOffer{Before: first})
	s.must(err)
	last.Name = "Cravache longue"
	_, err = s.SaveOffer(ctx, s.req(), last)
	s.must(err)
	_, err = s.ArchiveOffer(ctx, s.req(), last.ID)
	s.must(err)
	_, err = s.DuplicateOffer(ctx, s.req(), first)
	s.must(err)
	for range 4 {
		s.must(s.undo())
	}
	s.stillIs(t, start)
}

func TestASettingIsUndoneByANewSealedChange(t *testing.T) {
	s := newShop(t)
	start := s.snapshot()
	entries := func() (n int) {
		s.journal(func(kind, _ string) {
			if kind == string(journal.SettingsChanged) {
				n++
			}
		})
		return n
	}
	before := entries()
	view, err := s.SettingsView(ctx)
	s.must(err)
	view.Policy.TermDays = 45
	_, err = s.SavePolicy(ctx, s.req(), desk.Change[club.Policy]{Version: view.Versions.Policy, Value: view.Policy})
	s.must(err)
	view.VAT[0].Label.French = "Taux réduit"
	_, err = s.SaveVAT(ctx, s.req(), desk.Change[[]club.VATRate]{Version: view.Versions.VAT, Value: view.VAT})
	s.must(err)
	s.must(s.undo())
	s.must(s.undo())
	s.stillIs(t, start)
	if n := entries() - before; n != 4 {
		t.Errorf("%d entries in the journal, want 4", n)
	}
	s.proved()
}

func TestAPaperGoesBackToWhereItStoodAndItsHistoryKeepsBoth(t *testing.T) {
	s := newShop(t)
	rider := s.family.Riders[0].ID
	for _, state := range []desk.SetPaper{{State: club.PaperRefused, Reason: "illisible"}, {State: club.PaperAccepted}} {
		_, err := s.SetPaper(ctx, s.req(), rider, "rules", state)
		s.must(err)
	}
	want := []club.PaperState{club.PaperRefused, club.PaperMissing}
	for n, state := range want {
		s.must(s.undo())
		view, err := s.RiderPapers(ctx, rider)
		s.must(err)
		if got := view.History[0]; got.State != state || state == club.PaperRefused && got.Reason != "illisible" || len(view.History) != 3+n {
			t.Errorf("%+v, want %s", view.History, state)
		}
	}
}

func TestAMovedRiderGoesBackAndTheJournalSaysBoth(t *testing.T) {
	s, other := two(t, "Marchal", "Zoé")
	start := s.snapshot()
	rider := s.family.Riders[0]
	_, err := s.MoveRider(ctx, s.req(), rider.ID, desk.MoveRider{Household: other.ID, Version: rider.Version})
	s.must(err)
	s.must(s.undo())
	s.stillIs(t, start)
	s.proved()
}

func TestAMergeIsUndoneFromTheListToo(t *testing.T) {
	s, other := two(t, "Delcour", "Léa")
	s.merges(s.family.ID, other.ID)
	s.must(s.undo())
	if back := s.shown(other.ID); back.ID != other.ID || len(back.Riders) != 1 {
		t.Errorf("%+v", back)
	}
	s.proved()
}

func TestOnlyOnesOwnLastTwentyActionsAreThere(t *testing.T) {
	s := newShop(t)
	for n := range 25 {
		rider := s.shown(s.family.ID).Riders[0]
		rider.HeightCm = 120 + n
		_, err := s.SaveRider(ctx, s.req(), desk.SaveRider{Rider: rider})
		s.must(err)
	}
	actions := s.did()
	if len(actions) != 20 {
		t.Errorf("%d actions", len(actions))
	}
	lea, err := s.SaveStaff(ctx, s.req(), desk.SaveStaff{Staff: club.Staff{Name: "Léa", Role: club.Desk}})
	s.must(err)
	_, err = s.Undo(ctx, desk.Request{Actor: club.Actor{ID: lea.ID, Name: lea.Name, Role: lea.Role}, Key: "of-lea-1"}, actions[0].ID)
	s.refuses(err, club.CodeActionNotFound)
	s.must(s.undo()) // a person who works here stays on the list, and has left
	staff, err := s.Staff(ctx)
	s.must(err)
	if !slices.ContainsFunc(staff, func(one club.Staff) bool { return one.ID == lea.ID && !one.Active }) {
		t.Errorf("%+v", staff)
	}
	s.proved()
}

func TestUndoingTwiceUnderOneKeyIsUndoingOnce(t *testing.T) {
	s := newShop(t)
	rider := s.family.Riders[0]
	rider.HeightCm = 130
	_, err := s.SaveRider(ctx, s.req(), desk.SaveRider{Rider: rider})
	s.must(err)
	req := s.req()
	for range 2 {
		action, err := s.Undo(ctx, req, s.did()[0].ID)
		s.must(err)
		if action.UndoneAt == "" {
			t.Error("not undone")
		}
	}
}

// Whatever is done, undoing all of it brings back what was there.
func TestWhatWasUndoneIsDoneAgainUnlessSomethingChangedSince(t *testing.T) {
	s := newShop(t)
	home := s.shown(s.family.ID).Household
	home.Note = "rappeler mardi"
	_, err := s.SaveHousehold(ctx, s.req(), desk.SaveHousehold{Household: home, Confirmed: true})
	s.must(err)
	end := s.snapshot()
	redo := func() error { _, err := s.Redo(ctx, s.req(), s.did()[0].ID); return err }
	s.refuses(redo(), club.CodeNoRedo) // it stands
	s.must(s.undo())
	if done := s.did()[0]; !done.Again || done.UndoneAt == "" {
		t.Fatalf("%+v", done)
	}
	s.must(redo())
	s.stillIs(t, end)
	if done := s.did()[0]; done.Again || done.UndoneAt != "" {
		t.Errorf("%+v", done)
	}

	s.must(s.undo())
	home = s.shown(s.family.ID).Household
	home.Note = "rappeler jeudi"
	_, err = s.SaveHousehold(ctx, s.req(), desk.SaveHousehold{Household: home, Confirmed: true})
	s.must(err)
	_, err = s.Redo(ctx, s.req(), s.did()[1].ID)
	s.refuses(err, club.CodeUndoChanged)

	rider := home.Riders[0]
	rider.ID, rider.FirstName = 0, "Zoé"
	_, err = s.SaveRider(ctx, s.req(), desk.SaveRider{Rider: rider, Confirmed: true})
	s.must(err)
	s.must(s.undo())
	s.refuses(redo(), club.CodeNoRedo) // who was taken away is not made anew
}

func TestWhoWorksHereAndWhatAFamilyAcceptedAreUndone(t *testing.T) {
	s := newShop(t)
	lea, err := s.SaveStaff(ctx, s.req(), desk.SaveStaff{Staff: club.Staff{Name: "Léa", Role: club.Desk}})
	s.must(err)
	changed := lea
	changed.Role, changed.Language = club.Instructor, "nl"
	_, err = s.SaveStaff(ctx, s.req(), desk.SaveStaff{Staff: changed})
	s.must(err)
	role := func() club.Role {
		staff, err := s.Staff(ctx)
		s.must(err)
		for _, one := range staff {
			if one.ID == lea.ID {
				return one.Role
			}
		}
		return ""
	}
	s.must(s.undo())
	if role() != club.Desk {
		t.Error("she is still", role())
	}
	_, err = s.Redo(ctx, s.req(), s.did()[0].ID)
	if s.must(err); role() != club.Instructor {
		t.Error("she is not again what she was made")
	}
	s.proved()

	terms := s.shown(s.family.ID).Terms
	_, err = s.AcceptTerms(ctx, s.req(), s.family.ID, desk.AcceptTerms{Version: terms.Version})
	s.must(err)
	accepted := s.shown(s.family.ID).Terms
	s.must(s.undo())
	if s.shown(s.family.ID).Terms != terms || accepted == terms {
		t.Error("they are still accepted")
	}
}

func TestUndoingEverythingBringsBackTheStart(t *testing.T) {
	s, other := two(t, "Marchal", "Zoé")
	cart, err := s.OpenCart(ctx, s.req(), s.family.ID, desk.AddLine{Offer: s.offers["gloves"], Quantity: 1})
	s.must(err)
	start := s.snapshot()
	last := s.did()[0].ID
	rapid.Check(t, func(r *rapid.T) {
		for n := range rapid.IntRange(1, 8).Draw(r, "actions") {
			home := s.shown(rapid.SampledFrom([]club.HouseholdID{s.family.ID, other.ID}).Draw(r, "family")).Household
			text := rapid.StringMatching("[a-z]{0,5}").Draw(r, "text")
			var err error
			switch rapid.IntRange(0, 5).Draw(r, "verb") {
			case 0:
				home.Note = text
				_, err = s.SaveHousehold(ctx, s.req(), desk.SaveHousehold{Household: home, Confirmed: true})
			case 1:
				home.Riders[0].Note = text
				_, err = s.SaveRider(ctx, s.req(), desk.SaveRider{Rider: home.Riders[0], Confirmed: true})
			case 2:
				rider := home.Riders[0]
				rider.ID, rider.FirstName = 0, fmt.Sprintf("Nouveau %d", n)
				_, err = s.SaveRider(ctx, s.req(), desk.SaveRider{Rider: rider, Confirmed: true})
			case 3:
				_, err = s.AddLine(ctx, s.req(), cart.ID, desk.AddLine{Offer: s.offers["gloves"], Quantity: 1 + n})
			case 4:
				now, _ := s.Cart(ctx, cart.ID, nil)
				_, err = s.SetQuantity(ctx, s.req(), cart.ID, now.Lines[0].ID, 3+n)
			case 5:
				_, err = s.SaveLicence(ctx, s.req(), home.Riders[0].ID, club.Licence{Kind: "FFE", Number: "1" + text, ValidFrom: "2026-09-01", ValidThrough: "2027-08-31"})
			}
			s.must(err)
		}
		end, again := s.snapshot(), true
		undo := func() (undone []sqlite.Action) {
			for _, action := range s.did() {
				if action.ID > last && action.UndoneAt == "" {
					action, err := s.Undo(ctx, s.req(), action.ID)
					s.must(err)
					undone = append(undone, action)
				}
			}
			s.stillIs(r, start)
			return undone
		}
		undone := undo()
		for _, action := range slices.Backward(undone) { // what was made anew is not done again, nor what hung on it
			if again = again && action.Again; again {
				_, err := s.Redo(ctx, s.req(), action.ID)
				s.must(err)
			}
		}
		if again {
			s.stillIs(r, end)
		}
		undo()
	})
}
