package desk_test

import (
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/locale"
	"paddock/backend/money"
)

// two is a shop with a second household, that may be the family again.
func two(t testing.TB, name string, riders ...string) (*shop, desk.HouseholdView) {
	s := newShop(t)
	return s, s.join(name, riders...)
}

// merges merges the second household into the first, as the preview proposes.
func (h *house) merges(kept, merged club.HouseholdID, choose ...func(*desk.MergeHouseholds)) desk.HouseholdView {
	h.t.Helper()
	preview, err := h.PreviewMerge(ctx, kept, merged)
	h.must(err)
	in := desk.MergeHouseholds{Merged: merged, Version: preview.Kept.Version, MergedVersion: preview.Merged.Version, MergeChoice: preview.Choice}
	for _, c := range choose {
		c(&in)
	}
	view, err := h.Merge(ctx, h.req(), kept, in)
	h.must(err)
	return view
}

func (h *house) account(id club.HouseholdID) desk.Account {
	h.t.Helper()
	account, err := h.Account(ctx, id)
	h.must(err)
	return account
}

func (h *house) shown(id club.HouseholdID) desk.HouseholdView {
	h.t.Helper()
	view, err := h.Household(ctx, id)
	h.must(err)
	return view
}

func TestAMergedHouseholdsRidersGoOverAndItsInvoicesStayWithWhomTheyWereIssuedTo(t *testing.T) {
	s, other := two(t, "Delcour", "Léa")
	sale := s.sellTo(other.ID, s.offers["gloves"])
	kept := s.merges(s.family.ID, other.ID)

	if len(kept.Riders) != 3 || kept.Riders[2].FirstName != "Léa" {
		t.Errorf("riders %+v, want three with Léa", kept.Riders)
	}
	doc, err := s.Document(ctx, sale.Invoice.ID)
	s.must(err)
	if doc.Household != other.ID || doc.Buyer.Household != "Delcour" {
		t.Errorf("the invoice says %d %q: it was issued to %d", doc.Household, doc.Buyer.Household, other.ID)
	}
	if account := s.account(kept.ID); len(account.Lines) != 1 || account.Remaining != 3500 {
		t.Errorf("account %+v, want the invoice of the merged household", account)
	}
	if view := s.shown(other.ID); view.ID != kept.ID {
		t.Errorf("the old id shows household %d, want %d", view.ID, kept.ID)
	}
	s.proved()
}

func TestTheKeptHouseholdPaysWhatTheMergedOneOwed(t *testing.T) {
	s, other := two(t, "Delcour")
	old := s.sellTo(other.ID, s.offers["gloves"])
	own := s.sellTo(s.family.ID, s.offers["gloves"])
	s.merges(s.family.ID, other.ID)
	_, err := s.Receive(ctx, s.req(), desk.Receive{
		Household: s.family.ID, Invoices: []billing.InvoiceID{old.Invoice.ID, own.Invoice.ID}, Tenders: cash(7000),
	})
	s.must(err)
	account := s.account(s.family.ID)
	if account.Remaining != 0 || account.Received != 7000 {
		t.Errorf("remaining %d, received %d, want 0 and 7000", account.Remaining, account.Received)
	}
	s.proved()
}

func TestAMergeKeepsEverySumOfTheTwoAccounts(t *testing.T) {
	s := newShop(t)
	rapid.Check(t, func(r *rapid.T) {
		s.t = t
		join := func() desk.HouseholdView {
			view, err := s.SaveHousehold(ctx, s.req(), desk.SaveHousehold{Household: household("Delcourt"), Confirmed: true})
			s.must(err)
			return view
		}
		kept, other := join(), join()
		sell := func(to club.HouseholdID) {
			for range rapid.IntRange(0, 2).Draw(r, "sales") {
				sale := s.sellTo(to, s.offers["gloves"], cash(money.Cents(rapid.SampledFrom([]int{500, 3500}).Draw(r, "paid")))...)
				if rapid.Bool().Draw(r, "credited") {
					_, err := s.Credit(ctx, s.req(), sale.Invoice.ID, desk.Credit{Reason: "retour"})
					s.must(err)
				}
			}
		}
		sell(kept.ID)
		sell(other.ID)
		a, b := s.account(kept.ID), s.account(other.ID)
		s.merges(kept.ID, other.ID)
		sum := s.account(kept.ID)
		a.Remaining, a.Overdue, a.Credit = a.Remaining+b.Remaining, a.Overdue+b.Overdue, a.Credit+b.Credit
		a.Invoiced, a.Received = a.Invoiced+b.Invoiced, a.Received+b.Received
		if sum.AccountSummary != a.AccountSummary || len(sum.Lines) != len(a.Lines)+len(b.Lines) {
			r.Fatalf("together %+v, want %+v", sum.AccountSummary, a.AccountSummary)
		}
		list, err := s.Households(ctx, desk.HouseholdQuery{Sort: "-remaining"})
		s.must(err)
		for _, row := range list.Rows {
			if row.ID == other.ID || row.ID == kept.ID && row.Remaining != sum.Remaining {
				r.Fatalf("the list shows %+v, want household %d alone with %d", row, kept.ID, sum.Remaining)
			}
		}
	})
	s.proved()
}

func TestSearchFindsAMergedHouseholdByItsOldName(t *testing.T) {
	s, other := two(t, "Vandenbroucke", "Léa")
	s.merges(s.family.ID, other.ID)
	list, err := s.Households(ctx, desk.HouseholdQuery{Query: "vandenbroucke"})
	s.must(err)
	if len(list.Rows) != 1 || list.Rows[0].ID != s.family.ID || list.Counts.All != 1 {
		t.Errorf("found %+v of %d, want the kept household alone", list.Rows, list.Counts.All)
	}
	found, err := s.Search(ctx, "vandenbroucke")
	s.must(err)
	if len(found.Households) != 1 || found.Households[0].ID != s.family.ID {
		t.Errorf("the palette finds %+v", found.Households)
	}
}

func TestAMergeLosesNothingOfTheMergedHouseholdAndRepeatsNothing(t *testing.T) {
	s := newShop(t)
	same := household("Delcourt")
	same.Email, same.Language, same.Note = "sophie@delcourt.example", locale.Dutch, "Paie le 5"
	same.Addresses[0].Recipient = "Madame Sophie Delcourt" // not as Dutch would have it
	same.Contacts = append(same.Contacts, club.Contact{Surname: "Delcourt", FirstName: "Marc", Mobile: "06 39 98 14 07"})
	same.Addresses = append(same.Addresses, club.Address{Street: "3 place du Puits", PostalCode: "26999", Town: "Vaubrun", Country: "FR"})
	other, err := s.SaveHousehold(ctx, s.req(), desk.SaveHousehold{Household: same, Confirmed: true})
	s.must(err)
	kept := s.merges(s.family.ID, other.ID, func(in *desk.MergeHouseholds) {
		in.Language, in.Email = locale.Dutch, other.Email
		in.Address = other.Addresses[1].ID
	})
	if len(kept.Contacts) != 2 || kept.Contacts[1].FirstName != "Marc" {
		t.Errorf("contacts %+v, want Sophie once and Marc", kept.Contacts)
	}
	if len(kept.Addresses) != 2 || kept.Addresses[0].Street != "3 place du Puits" || !kept.Addresses[0].Default || kept.Addresses[1].Default {
		t.Errorf("addresses %+v, want two, the place du Puits by default", kept.Addresses)
	}
	if kept.Language != locale.Dutch || kept.Email != other.Email || kept.Note != "Paie le 5" {
		t.Errorf("language %s, e-mail %s, note %q", kept.Language, kept.Email, kept.Note)
	}
}

func TestUndoingAMergeGivesBackBothHouseholdsAsTheyWere(t *testing.T) {
	s := newShop(t)
	same := household("Delcour", "Léa")
	same.Language, same.Note = locale.Dutch, "Paie le 5"
	same.Addresses[0].Street = "3 place du Puits"
	other, err := s.SaveHousehold(ctx, s.req(), desk.SaveHousehold{Household: same})
	s.must(err)
	third := s.join("Ancien")
	s.sellTo(third.ID, s.offers["gloves"])
	s.merges(other.ID, third.ID)
	s.cart(other.ID, "gloves")
	before, beforeKept := s.shown(other.ID), s.shown(s.family.ID)

	kept := s.merges(s.family.ID, other.ID, func(in *desk.MergeHouseholds) {
		in.Language, in.Email, in.Address = other.Language, other.Email, other.Addresses[0].ID
	})
	if kept.Account.Remaining != 3500 {
		t.Errorf("remaining %d, want what came with the third household", kept.Account.Remaining)
	}
	back, err := s.UndoMerge(ctx, s.req(), kept.Merges[0].ID)
	s.must(err)
	if back.ID != other.ID {
		t.Errorf("shows %d, want the household that came back", back.ID)
	}
	for _, pair := range [][2]desk.HouseholdView{{before, s.shown(other.ID)}, {beforeKept, s.shown(s.family.ID)}} {
		if got, want := text(t, pair[1]), text(t, pair[0]); got != want {
			t.Errorf("after undo\n%s, want\n%s", got, want)
		}
	}
	carts, err := s.Carts(ctx)
	s.must(err)
	if len(carts) != 1 || carts[0].Household != other.ID {
		t.Errorf("carts %+v, want the open one with its household again", carts)
	}
	s.proved()
}

func TestAMergeIsNotUndoneOnceSomethingDependsOnIt(t *testing.T) {
	for name, test := range map[string]struct {
		since func(*shop, desk.HouseholdView, desk.HouseholdView)
		code  club.Code
	}{
		"the family was written to": {func(s *shop, kept, _ desk.HouseholdView) {
			kept.Note = "Nouveau"
			_, err := s.SaveHousehold(ctx, s.req(), desk.SaveHousehold{Household: kept.Household})
			s.must(err)
		}, club.CodeMergeEdited},
		"something was sold": {func(s *shop, kept, _ desk.HouseholdView) {
			s.sellTo(kept.ID, s.offers["gloves"])
		}, club.CodeMergeMoney},
		"money came in": {func(s *shop, kept, _ desk.HouseholdView) {
			_, err := s.Receive(ctx, s.req(), desk.Receive{Household: kept.ID, Tenders: cash(3500)})
			s.must(err)
		}, club.CodeMergeMoney},
		"a rider moved on": {func(s *shop, kept, third desk.HouseholdView) {
			_, err := s.MoveRider(ctx, s.req(), kept.Riders[2].ID, desk.MoveRider{Household: third.ID, Version: kept.Riders[2].Version})
			s.must(err)
		}, club.CodeMergeRider},
		"a rider is in a sale": {func(s *shop, kept, _ desk.HouseholdView) {
			cart, err := s.OpenCart(ctx, s.req(), kept.ID)
			s.must(err)
			_, err = s.AddLine(ctx, s.req(), cart.ID, desk.AddLine{Offer: s.offers["card"], Rider: kept.Riders[2].ID, Quantity: 1})
			s.must(err)
		}, club.CodeRiderInSale},
	} {
		t.Run(name, func(t *testing.T) {
			s, other := two(t, "Delcour", "Léa")
			third := s.join("Martin")
			s.sellTo(other.ID, s.offers["gloves"])
			kept := s.merges(s.family.ID, other.ID)
			test.since(s, kept, third)
			_, err := s.UndoMerge(ctx, s.req(), kept.Merges[0].ID)
			wantRefusal(t, err, test.code, "")
		})
	}
}

func TestAMergedHouseholdIsNotWrittenToAnyMore(t *testing.T) {
	s, other := two(t, "Delcour")
	s.merges(s.family.ID, other.ID)
	_, err := s.SaveHousehold(ctx, s.req(), desk.SaveHousehold{Household: other.Household})
	wantRefusal(t, err, club.CodeHouseholdMerged, "")
	_, err = s.SaveRider(ctx, s.req(), desk.SaveRider{Rider: club.Rider{Household: other.ID, Surname: "Delcour", FirstName: "Zoé"}})
	wantRefusal(t, err, club.CodeHouseholdMerged, "")
	_, err = s.Merge(ctx, s.req(), other.ID, desk.MergeHouseholds{Merged: s.family.ID, Version: other.Version + 1})
	wantRefusal(t, err, club.CodeHouseholdMerged, "")
	cart, err := s.OpenCart(ctx, s.req(), other.ID)
	s.must(err)
	if cart.Household != s.family.ID {
		t.Errorf("the sale is on %d, want the kept household", cart.Household)
	}
}

func TestTheSecondClickMergesOnceAndWhatChangedMeanwhileIsNotMerged(t *testing.T) {
	s, other := two(t, "Delcour")
	in := desk.MergeHouseholds{Merged: other.ID, Version: s.family.Version, MergedVersion: other.Version,
		MergeChoice: club.MergeChoice{Language: "fr", Email: other.Email, Address: s.family.Addresses[0].ID}}
	late := in
	late.MergedVersion++
	_, err := s.Merge(ctx, s.req(), s.family.ID, late)
	wantRefusal(t, err, club.CodeStale, "")
	foreign := in
	foreign.Address = 9999
	_, err = s.Merge(ctx, s.req(), s.family.ID, foreign)
	wantRefusal(t, err, club.CodeAddressNotFound, "address")
	req := s.req()
	for range 2 {
		view, err := s.Merge(ctx, req, s.family.ID, in)
		s.must(err)
		if len(view.Merges) != 1 {
			t.Errorf("%d merges, want one", len(view.Merges))
		}
	}
}

func TestHouseholdsThatMayBeOneAreNamedWithTheirReason(t *testing.T) {
	s := newShop(t)
	twin := household("Delcourt", "Manon")
	twin.Name = "Delcourt-Martin"
	twin.Email = "autre@delcourt.example"
	other, err := s.SaveHousehold(ctx, s.req(), desk.SaveHousehold{Household: twin, Confirmed: true})
	s.must(err)
	alike, err := s.Resembling(ctx, s.family.ID)
	s.must(err)
	if len(alike) != 1 || alike[0].Household != other.ID || alike[0].Why != "birth" || alike[0].Name != "Delcourt-Martin" {
		t.Errorf("look-alikes %+v, want the household of the other Manon", alike)
	}
	kept := s.merges(s.family.ID, other.ID)
	if alike, err = s.Resembling(ctx, kept.ID); err != nil || len(alike) != 0 {
		t.Errorf("look-alikes %+v, %v; want none once they are one", alike, err)
	}
}

func TestAMergeMadeBehindTheProgramIsFound(t *testing.T) {
	s, other := two(t, "Delcour")
	s.behindItsBack("UPDATE households SET merged_into = 1 WHERE id = 2")
	proof, err := s.Verify(ctx)
	s.must(err)
	if proof.OK {
		t.Errorf("verify says nothing of household %d", other.ID)
	}
}

func TestARiderMovesWithCardAndLicenceAndTheInvoiceStays(t *testing.T) {
	s, other := two(t, "Martin")
	s.sell(cash(13500), "card", "licence")
	hugo := s.shown(s.family.ID).Riders[1]
	view, err := s.MoveRider(ctx, s.req(), hugo.ID, desk.MoveRider{Household: other.ID, Version: hugo.Version})
	s.must(err)
	if view.ID != other.ID || len(view.Riders) != 1 || len(view.Riders[0].Licences) != 1 {
		t.Errorf("household %d has %+v, want Hugo with his licence", view.ID, view.Riders)
	}
	cards, err := s.Cards(ctx, other.ID)
	s.must(err)
	if len(cards) != 1 || cards[0].Rider != hugo.ID {
		t.Errorf("cards %+v, want Hugo's", cards)
	}
	if here, there := s.account(s.family.ID), s.account(other.ID); len(here.Lines) != 2 || len(there.Lines) != 0 {
		t.Errorf("accounts of %d and %d lines: the invoice moved", len(here.Lines), len(there.Lines))
	}
	list, err := s.Households(ctx, desk.HouseholdQuery{Query: "hugo"})
	s.must(err)
	if len(list.Rows) != 1 || list.Rows[0].ID != other.ID {
		t.Errorf("search finds %+v, want the new household", list.Rows)
	}
	s.proved()
}

func TestARiderDoesNotMoveOutOfAnOpenSaleNorToWhereTheyAre(t *testing.T) {
	s, other := two(t, "Martin")
	hugo := s.family.Riders[1]
	_, err := s.MoveRider(ctx, s.req(), hugo.ID, desk.MoveRider{Household: s.family.ID, Version: hugo.Version})
	wantRefusal(t, err, club.CodeRiderThere, "household")
	_, err = s.MoveRider(ctx, s.req(), hugo.ID, desk.MoveRider{Household: 99, Version: hugo.Version})
	wantRefusal(t, err, club.CodeHouseholdNotFound, "")
	_, err = s.MoveRider(ctx, s.req(), hugo.ID, desk.MoveRider{Household: other.ID, Version: hugo.Version + 1})
	wantRefusal(t, err, club.CodeStale, "")
	s.cart(s.family.ID, "card")
	_, err = s.MoveRider(ctx, s.req(), hugo.ID, desk.MoveRider{Household: other.ID, Version: hugo.Version})
	wantRefusal(t, err, club.CodeRiderInSale, "")
}

// text is what a person reads of a household: all but how often it was written.
func text(t *testing.T, v desk.HouseholdView) string {
	t.Helper()
	v.Version = 0
	for i := range v.Riders {
		v.Riders[i].Version = 0
	}
	body, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}
