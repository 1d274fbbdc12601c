package desk_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
)

// shared is a shop where the Perrins see Hugo Delcourt too.
func shared(t *testing.T) (s *shop, perrin desk.HouseholdView, hugo club.Rider) {
	s, perrin = two(t, "Perrin", "Zoe")
	hugo = s.family.Riders[1]
	s.shares(hugo, perrin.ID)
	return s, s.shown(perrin.ID), s.rider(hugo.ID)
}

// shares lets a household see a rider too, nobody for 0.
func (s *shop) shares(rider club.Rider, with club.HouseholdID) desk.HouseholdView {
	s.t.Helper()
	view, err := s.ShareRider(ctx, s.req(), rider.ID, desk.ShareRider{Household: with, Version: s.rider(rider.ID).Version})
	s.must(err)
	return view
}

// rider is the rider as both households see them now.
func (s *shop) rider(id club.RiderID) club.Rider {
	s.t.Helper()
	rows, err := s.Households(ctx, desk.HouseholdQuery{})
	s.must(err)
	for _, row := range rows.Rows {
		view := s.shown(row.ID)
		if at := slices.IndexFunc(view.Riders, func(r club.Rider) bool { return r.ID == id }); at >= 0 {
			return view.Riders[at]
		}
	}
	s.t.Fatalf("no rider %d", id)
	return club.Rider{}
}

func TestTheHouseholdsOfSeparatedParentsSeeOneRiderWhoCountsOnce(t *testing.T) {
	s, perrin, hugo := shared(t)
	if len(perrin.Riders) != 2 || perrin.Riders[1].ID != hugo.ID || !perrin.Shared[0].Theirs || perrin.Shared[0].Household != s.family.ID {
		t.Errorf("the other parent sees %+v, shared %+v", perrin.Riders, perrin.Shared)
	}
	if home := s.shown(s.family.ID); home.Shared[0].Theirs || home.Shared[0].Household != perrin.ID {
		t.Errorf("the rider's household shares %+v", home.Shared)
	}
	list, err := s.Households(ctx, desk.HouseholdQuery{Query: "hugo"})
	s.must(err)
	if len(list.Rows) != 2 || list.Counts.Riders != 3 {
		t.Errorf("%d households found, %d riders counted; want 2 and 3", len(list.Rows), list.Counts.Riders)
	}
	riders, err := s.ListRiders(ctx)
	s.must(err)
	files, err := s.RiderFiles(ctx, desk.RiderQuery{Query: "hugo"})
	s.must(err)
	if len(riders) != 3 || len(files) != 1 {
		t.Errorf("%d riders and %d files listed, want 3 and 1", len(riders), len(files))
	}
	alike, err := s.Resembling(ctx, perrin.ID)
	s.must(err)
	if len(alike) != 0 {
		t.Errorf("the other parent is a look-alike: %+v", alike)
	}
	// A name corrected from one side is found from the other.
	hugo.FirstName = "Ulysse"
	_, err = s.SaveRider(ctx, s.req(), desk.SaveRider{Rider: hugo})
	s.must(err)
	if list, err = s.Households(ctx, desk.HouseholdQuery{Query: "ulysse"}); err != nil || len(list.Rows) != 2 {
		t.Errorf("%d households found by the new name: %v", len(list.Rows), err)
	}
	saved, err := s.SaveHousehold(ctx, s.req(), desk.SaveHousehold{Household: s.shown(perrin.ID).Household})
	s.must(err)
	if saved.Riders[1].Household != s.family.ID {
		t.Error("saving the other household took the rider over")
	}
}

func TestEachParentPaysWhatTheyBoughtAndBothSeeTheCard(t *testing.T) {
	s, perrin, hugo := shared(t)
	cart, err := s.OpenCart(ctx, s.req(), perrin.ID)
	s.must(err)
	cart, err = s.AddLine(ctx, s.req(), cart.ID, desk.AddLine{Offer: s.offers["card"], Rider: hugo.ID, Quantity: 1})
	s.must(err)
	_, err = s.ShareRider(ctx, s.req(), hugo.ID, desk.ShareRider{Version: hugo.Version})
	wantRefusal(t, err, club.CodeRiderInSale, "")
	_, err = s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, Tenders: cash(11000)})
	s.must(err)
	if theirs, ours := s.account(perrin.ID), s.account(s.family.ID); len(theirs.Lines) != 2 || len(ours.Lines) != 0 {
		t.Errorf("%d lines on the buyer's account, %d on the other", len(theirs.Lines), len(ours.Lines))
	}
	for _, home := range []club.HouseholdID{s.family.ID, perrin.ID} {
		if cards, err := s.Cards(ctx, home); err != nil || len(cards) != 1 || cards[0].Rider != hugo.ID {
			t.Errorf("household %d sees the cards %+v: %v", home, cards, err)
		}
	}
	s.shares(hugo, 0)
	if cards, err := s.Cards(ctx, perrin.ID); err != nil || len(cards) != 0 || len(s.shown(perrin.ID).Riders) != 1 {
		t.Errorf("seen after it ended: %+v: %v", cards, err)
	}
	cart, err = s.OpenCart(ctx, s.req(), perrin.ID)
	s.must(err)
	_, err = s.AddLine(ctx, s.req(), cart.ID, desk.AddLine{Offer: s.offers["card"], Rider: hugo.ID, Quantity: 1})
	wantRefusal(t, err, club.CodeRiderNotFound, "rider")
	s.proved()
}

func TestWhoIsSharedIsInvoicedOnceForWhatEverybodyIs(t *testing.T) {
	s, perrin, hugo := shared(t)
	member := s.sells(catalogue.Offer{Kind: catalogue.Membership, Name: "Cotisation", Price: 3000, Parts: []catalogue.Part{{VAT: "standard", Cents: 3000}}})
	cart, err := s.OpenCart(ctx, s.req(), perrin.ID)
	s.must(err)
	cart, err = s.AddLine(ctx, s.req(), cart.ID, desk.AddLine{Offer: member, Rider: hugo.ID, Quantity: 1})
	s.must(err)
	_, err = s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, Tenders: cash(3000)})
	s.must(err)
	list, err := s.Candidates().Rows(ctx, desk.ListQuery{Of: int64(member)})
	s.must(err)
	for _, family := range list {
		if family.Household == s.family.ID && !slices.Contains(family.Bought, hugo.FirstName) {
			t.Errorf("not known to have it: %+v", family)
		}
		if slices.ContainsFunc(family.Riders, func(r desk.CandidateRider) bool { return r.ID == hugo.ID }) {
			t.Errorf("%s would be invoiced again by %s", hugo.FirstName, family.Name)
		}
	}
}

func TestSharingIsUndoneAndRefusedWhereItMeansNothing(t *testing.T) {
	s, perrin, hugo := shared(t)
	for _, with := range []club.HouseholdID{s.family.ID, perrin.ID} {
		_, err := s.ShareRider(ctx, s.req(), hugo.ID, desk.ShareRider{Household: with, Version: hugo.Version})
		wantRefusal(t, err, club.CodeRiderThere, "household")
	}
	_, err := s.ShareRider(ctx, s.req(), hugo.ID, desk.ShareRider{Version: hugo.Version - 1})
	wantRefusal(t, err, club.CodeStale, "")
	s.must(s.undo())
	if view := s.shown(perrin.ID); len(view.Riders) != 1 {
		t.Errorf("after the undoing %+v", view.Riders)
	}
	s.shares(hugo, perrin.ID)
	s.shares(hugo, 0)
	s.must(s.undo())
	if view := s.shown(perrin.ID); len(view.Riders) != 2 {
		t.Errorf("after undoing the end %+v", view.Riders)
	}
}

func TestARiderWhoGoesToTheOtherParentIsStillSeenByTheFirst(t *testing.T) {
	s, perrin, hugo := shared(t)
	view, err := s.MoveRider(ctx, s.req(), hugo.ID, desk.MoveRider{Household: perrin.ID, Version: hugo.Version})
	s.must(err)
	if view.Shared[0].Theirs || view.Shared[0].Household != s.family.ID || len(s.shown(s.family.ID).Riders) != 2 {
		t.Errorf("after the move: %+v", view.Shared)
	}
	s.must(s.undo())
	if again := s.rider(hugo.ID); again.Household != s.family.ID || again.SharedWith != perrin.ID {
		t.Errorf("after the undoing: of %d, shared with %d", again.Household, again.SharedWith)
	}
	third := s.join("Tessier")
	_, err = s.MoveRider(ctx, s.req(), hugo.ID, desk.MoveRider{Household: third.ID, Version: s.rider(hugo.ID).Version})
	s.must(err)
	if moved := s.rider(hugo.ID); moved.Household != third.ID || moved.SharedWith != perrin.ID || len(s.shown(s.family.ID).Riders) != 1 {
		t.Errorf("after leaving: of %d, shared with %d", moved.Household, moved.SharedWith)
	}
}

func TestParentsWhoBecomeOneHouseholdHaveTheRiderOnceAndAreParted(t *testing.T) {
	for _, c := range []struct {
		name       string
		keepsTheir bool // the household the rider is shared with is the one that is kept
	}{{"into the rider's own", false}, {"into the other", true}} {
		t.Run(c.name, func(t *testing.T) {
			s, perrin, hugo := shared(t)
			kept, merged := s.family.ID, perrin.ID
			if c.keepsTheir {
				kept, merged = merged, kept
			}
			preview, err := s.PreviewMerge(ctx, kept, merged)
			s.must(err)
			if len(preview.Twice) != 0 {
				t.Errorf("told to stand there twice: %+v", preview.Twice)
			}
			view := s.merges(kept, merged)
			if len(view.Riders) != 3 || len(view.Shared) != 0 {
				t.Errorf("%d riders, shared %+v; want three riders who are shared with nobody", len(view.Riders), view.Shared)
			}
			s.must(s.undo())
			if again := s.rider(hugo.ID); again.Household != s.family.ID || again.SharedWith != perrin.ID {
				t.Errorf("after the parting: of %d, shared with %d", again.Household, again.SharedWith)
			}
		})
	}
	s, perrin, hugo := shared(t)
	third := s.join("Tessier")
	s.merges(third.ID, perrin.ID)
	if now := s.rider(hugo.ID); now.SharedWith != third.ID {
		t.Errorf("shared with %d, want the household that stands for the other", now.SharedWith)
	}
	s.must(s.undo())
	if now := s.rider(hugo.ID); now.SharedWith != perrin.ID {
		t.Errorf("after the parting shared with %d", now.SharedWith)
	}
}

func TestForgettingOneParentLeavesTheRiderWithTheOther(t *testing.T) {
	s, perrin, hugo := shared(t)
	s.must(second(s.SaveRider(ctx, s.req(), desk.SaveRider{Rider: func() club.Rider { hugo.Medical = "asthme"; return hugo }()})))
	cart, err := s.OpenCart(ctx, s.req(), s.family.ID)
	s.must(err)
	cart, err = s.AddLine(ctx, s.req(), cart.ID, desk.AddLine{Offer: s.offers["card"], Rider: hugo.ID, Quantity: 1})
	s.must(err)
	sale, err := s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, Tenders: cash(11000)})
	s.must(err)
	// What is held on the child is in the other parent's export, what the first paid is not.
	data, err := s.ExportPersonalData(ctx, s.req(), perrin.ID)
	s.must(err)
	raw, err := json.Marshal(data)
	s.must(err)
	if !strings.Contains(string(raw), "asthme") || strings.Contains(string(raw), sale.Invoice.Number) {
		t.Errorf("the export of the other parent: health %v, invoice %v", strings.Contains(string(raw), "asthme"), strings.Contains(string(raw), sale.Invoice.Number))
	}
	refusal := erasing(s, s.family.ID)
	s.refuses(refusal, club.CodeErasureShared)
	s.must(erasing(s, perrin.ID))
	if view := s.shown(s.family.ID); len(view.Shared) != 0 || view.Riders[1].FirstName != "Hugo" || view.Riders[1].Medical != "asthme" {
		t.Errorf("the rider is now %+v", view.Riders[1])
	}
	s.proved()
}

// erasing forgets a household as its preview shows it.
func erasing(s *shop, id club.HouseholdID) error {
	_, err := s.EraseHousehold(ctx, s.req(), id, desk.EraseHousehold{Version: s.shown(id).Version})
	return err
}

func second[T any](_ T, err error) error { return err }

func TestALookAlikeIsSharedAsTheSameChildOfSeparatedParents(t *testing.T) {
	s, perrin := two(t, "Perrin", "Zoe")
	hugo := s.family.Riders[1]
	twin := func(home club.HouseholdID) desk.LookAlike {
		_, err := s.SaveRider(ctx, s.req(), desk.SaveRider{Rider: club.Rider{
			Household: home, Surname: "DELCOURT", FirstName: hugo.FirstName, BirthDate: hugo.BirthDate,
		}})
		s.refuses(err, club.CodeLookAlike)
		var refused *club.Error
		errors.As(err, &refused)
		return refused.Params["lookAlikes"].([]desk.LookAlike)[0]
	}
	if one := twin(s.family.ID); one.Version != 0 {
		t.Errorf("a namesake under one roof is nobody to share: %+v", one)
	}
	one := twin(perrin.ID)
	if one.Rider != hugo.ID || one.Version != hugo.Version {
		t.Fatalf("%+v", one)
	}
	_, err := s.ShareRider(ctx, s.req(), one.Rider, desk.ShareRider{Household: perrin.ID, Version: one.Version})
	s.must(err)
	if again := twin(perrin.ID); again.Version != 0 {
		t.Errorf("who is shared is shared once: %+v", again)
	}
	home := club.Household{Name: "Petit", Riders: []club.Rider{
		{Surname: "Petit", FirstName: "Lou", BirthDate: "2015-01-02"},
		{Surname: "Delcourt", FirstName: s.family.Riders[0].FirstName, BirthDate: s.family.Riders[0].BirthDate},
	}}
	_, err = s.SaveHousehold(ctx, s.req(), desk.SaveHousehold{Household: home})
	var refused *club.Error
	if !errors.As(err, &refused) || refused.Params["lookAlikes"].([]desk.LookAlike)[0].Of != 1 {
		t.Errorf("which of the new riders it is: %v", err)
	}
}
