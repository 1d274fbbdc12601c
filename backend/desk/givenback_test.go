package desk_test

import (
	"testing"
	"time"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/desk"
	"paddock/backend/sqlite"
)

// cards are those of the family, by the invoice they were sold on.
func (s *shop) cards() map[string]sqlite.Card {
	s.t.Helper()
	list, err := s.Cards(ctx, s.family.ID)
	s.must(err)
	cards := map[string]sqlite.Card{}
	for _, c := range list {
		cards[c.Invoice] = c
	}
	return cards
}

func TestACardGivenBackIsGoodThroughThatDayAndItsLedgerSaysWhichNoteTookIt(t *testing.T) {
	s := newShop(t)
	sale := s.sell(cash(11000), "card")
	s.wait(48 * time.Hour)
	note := s.credit(sale.Invoice.ID)
	card := s.cards()[sale.Invoice.Number]
	if card.Left != 0 || card.CreditNote != note.Number || card.ValidFrom != "2026-10-07" || card.ValidThrough != "2026-10-09" {
		t.Errorf("%+v", card)
	}
	s.proved()
}

func TestACardThatWasOverWhenItWasGivenBackKeepsItsLastDay(t *testing.T) {
	s := newShop(t)
	sale := s.sell(cash(11000), "card")
	s.clock.set(t, "2027-02-28 10:00")
	s.credit(sale.Invoice.ID)
	if card := s.cards()[sale.Invoice.Number]; card.ValidThrough != "2026-11-07" || card.CreditNote == "" {
		t.Errorf("%+v", card)
	}
	s.proved()
}

// A credit note settles the invoice, and that is no money: the card of an unpaid
// sale must not begin to work because it is given back.
func TestACreditNoteIsNoMoneyThatLetsACardBegin(t *testing.T) {
	s := newShop(t)
	whole := s.sell([]billing.Tender{link(11000)}, "card")
	s.credit(whole.Invoice.ID)
	if card := s.cards()[whole.Invoice.Number]; card.ValidFrom != "" || card.Left != 0 {
		t.Errorf("given back before it was paid: %+v", card)
	}
	other := s.sell([]billing.Tender{link(14500)}, "card", "gloves")
	s.credit(other.Invoice.ID, billing.Return{Line: other.Invoice.Lines[1].ID, Cents: 3500})
	if card := s.cards()[other.Invoice.Number]; card.ValidFrom != "" || card.Left != 10 {
		t.Errorf("only the gloves were given back: %+v", card)
	}
	s.proved()
}

func TestMoneyThatALineGivenBackNoLongerNeedsLetsTheNextCardBegin(t *testing.T) {
	s := newShop(t)
	sale := s.sell([]billing.Tender{cheque(3500), link(11000)}, "gloves", "card")
	if card := s.cards()[sale.Invoice.Number]; card.ValidFrom != "" {
		t.Fatalf("the gloves come first: %+v", card)
	}
	s.wait(24 * time.Hour)
	s.credit(sale.Invoice.ID, billing.Return{Line: sale.Invoice.Lines[0].ID, Cents: 3500})
	if card := s.cards()[sale.Invoice.Number]; card.ValidFrom != "2026-10-08" || card.Left != 10 {
		t.Errorf("%+v", card)
	}
	s.proved()
}

func TestAnAmountGivenBackLeavesTheCardUntilTheLastCentIsGivenBack(t *testing.T) {
	s := newShop(t)
	sale := s.sell(cash(11000), "card")
	line := sale.Invoice.Lines[0].ID
	s.credit(sale.Invoice.ID, billing.Return{Line: line, Cents: 10999})
	if card := s.cards()[sale.Invoice.Number]; card.Left != 10 || card.CreditNote != "" {
		t.Errorf("a gesture on the price: %+v", card)
	}
	last := s.credit(sale.Invoice.ID, billing.Return{Line: line, Cents: 1})
	if card := s.cards()[sale.Invoice.Number]; card.Left != 0 || card.CreditNote != last.Number {
		t.Errorf("nothing of its price is left: %+v", card)
	}
	s.proved()
}

func TestBothCardsOfALineGoTogether(t *testing.T) {
	s := newShop(t)
	cart, err := s.OpenCart(ctx, s.req(), s.family.ID)
	s.must(err)
	cart, err = s.AddLine(ctx, s.req(), cart.ID, desk.AddLine{Offer: s.offers["card"], Rider: s.family.Riders[0].ID, Quantity: 2})
	s.must(err)
	sale, err := s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, Tenders: cash(22000)})
	s.must(err)
	s.credit(sale.Invoice.ID)
	list, err := s.Cards(ctx, s.family.ID)
	s.must(err)
	if len(list) != 2 || list[0].Left+list[1].Left != 0 || list[0].CreditNote == "" || list[1].CreditNote == "" {
		t.Errorf("%+v", list)
	}
	s.proved()
}

// Before the key the screen knows how much of a card is used; the desk may go
// on, and what is left of it goes.
func TestTheInvoiceSaysWhatGivingItBackEnds(t *testing.T) {
	s := newShop(t)
	sale := s.sell(cash(13500), "card", "licence")
	s.behindItsBack("INSERT INTO card_movements (card, units, balance, why, moved_at, moved_by) VALUES (1, -3, 7, 'lesson', '2026-10-07T10:00:00.000Z', 1)")
	before, err := s.Document(ctx, sale.Invoice.ID)
	s.must(err)
	if len(before.Delivered) != 2 || before.Delivered[0].Units != 10 || before.Delivered[0].Left != 7 || before.Delivered[1].Number != "" ||
		before.Delivered[1].RiderName != "Hugo Delcourt" {
		t.Errorf("%+v", before.Delivered)
	}
	s.credit(sale.Invoice.ID)
	after, err := s.Document(ctx, sale.Invoice.ID)
	s.must(err)
	if card := s.cards()[sale.Invoice.Number]; card.Left != 0 || len(after.Delivered) != 0 {
		t.Errorf("%+v, still held %+v", card, after.Delivered)
	}
}

func TestALicenceIsWithdrawnUnlessTheFederationGaveItsNumber(t *testing.T) {
	s := newShop(t)
	asked := s.sell(cash(2500), "licence")
	passed := s.sell(cash(2500), "Manon's licence")
	s.behindItsBack("UPDATE licences SET number = '7654321' WHERE id = 2")
	view, err := s.Document(ctx, passed.Invoice.ID)
	s.must(err)
	if len(view.Delivered) != 1 || view.Delivered[0].Number != "7654321" {
		t.Errorf("%+v", view.Delivered)
	}
	s.credit(asked.Invoice.ID)
	s.credit(passed.Invoice.ID)
	home, err := s.Household(ctx, s.family.ID)
	s.must(err)
	if hugos, manons := home.Riders[1].Licences, home.Riders[0].Licences; len(hugos) != 0 || len(manons) != 1 || manons[0].Number != "7654321" {
		t.Errorf("%+v, %+v", hugos, manons)
	}
	s.proved()
}

func TestAMembershipEndsWithItsLine(t *testing.T) {
	s := newShop(t)
	s.offers["membership"] = s.sells(catalogue.Offer{Kind: catalogue.Membership, Name: "Adhésion 2026–2027", Price: 5000,
		Parts: []catalogue.Part{{VAT: "riding", Cents: 5000}},
		Terms: catalogue.Terms{ValidFrom: "2026-09-01", ValidThrough: "2027-08-31"}})
	sale := s.sell(cash(5000), "membership")
	members := func() []sqlite.Membership {
		home, err := s.Household(ctx, s.family.ID)
		s.must(err)
		return home.Memberships
	}
	want := sqlite.Membership{Rider: s.family.Riders[1].ID, Name: "Adhésion 2026–2027", ValidFrom: "2026-09-01", ValidThrough: calendar.Day("2027-08-31")}
	s.credit(sale.Invoice.ID, billing.Return{Line: sale.Invoice.Lines[0].ID, Cents: 1000})
	if got := members(); len(got) != 1 || got[0] != want {
		t.Errorf("%+v", got)
	}
	s.credit(sale.Invoice.ID)
	if got := members(); len(got) != 0 {
		t.Errorf("given back: %+v", got)
	}
	s.proved()
}
