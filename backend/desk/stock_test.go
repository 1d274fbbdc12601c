package desk_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"paddock/backend/billing"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/money"
)

// stocks has the gloves keep a stock of n, of which the owner hears at low.
func (s *shop) stocks(n, low int) {
	s.t.Helper()
	offer := s.gloves().Offer
	offer.KeepsStock, offer.LowStock = true, low
	_, err := s.SaveOffer(ctx, s.req(), offer)
	s.must(err)
	s.moved(catalogue.StockCounted, n)
}

// moved moves the stock of the gloves.
func (s *shop) moved(why catalogue.StockReason, n int) {
	s.t.Helper()
	_, err := s.MoveStock(ctx, s.req(), s.offers["gloves"], desk.MoveStock{Why: why, Units: n, Reason: "Tombés dans la boue"})
	s.must(err)
}

// gloves is the offer of the gloves as the catalogue shows it.
func (s *shop) gloves() desk.OfferView {
	s.t.Helper()
	offers, err := s.Offers(ctx, desk.OfferFilter{Kind: catalogue.Goods})
	s.must(err)
	return offers[0]
}

// holds fails the test unless so many gloves are in stock.
func (s *shop) holds(want int) {
	s.t.Helper()
	if got := s.gloves().Stock; got != want {
		s.t.Errorf("%d in stock, want %d", got, want)
	}
}

func TestAStockIsWhatWasCountedReceivedCorrectedAndSold(t *testing.T) {
	s := newShop(t)
	s.stocks(5, 0)
	s.moved(catalogue.StockReceived, 10)
	s.moved(catalogue.StockCorrected, -2)
	sale := s.sell(cash(3500), "gloves")
	s.holds(12)
	s.moved(catalogue.StockCounted, 11) // one was stolen
	s.holds(11)
	moves, err := s.StockMovements().Rows(ctx, desk.ListQuery{Of: int64(s.offers["gloves"])})
	s.must(err)
	for i, want := range []struct {
		why         catalogue.StockReason
		units, left int
		number      string
	}{
		{catalogue.StockCounted, -1, 11, ""}, {catalogue.StockSold, -1, 12, sale.Invoice.Number},
		{catalogue.StockCorrected, -2, 13, ""}, {catalogue.StockReceived, 10, 15, ""}, {catalogue.StockCounted, 5, 5, ""},
	} {
		if m := moves[i]; m.Why != want.why || m.Units != want.units || m.Left != want.left || m.Number != want.number || m.By != s.owner.Name {
			t.Errorf("%d: %+v", i, m)
		}
	}
	if moves[2].Reason != "Tombés dans la boue" {
		t.Errorf("%+v", moves[2])
	}
	found := desk.ListQuery{Of: int64(s.offers["gloves"]), Words: "vendu", Sort: "stock.leftHead"}
	moves, err = s.StockMovements().Rows(ctx, found)
	s.must(err)
	if len(moves) != 1 || moves[0].Number != sale.Invoice.Number {
		t.Errorf("what was sold: %+v", moves)
	}
	file, err := s.StockMovements().Export(ctx, found, desk.CSV)
	s.must(err)
	if text := string(file); !strings.Contains(text, "Vendu "+sale.Invoice.Number) || strings.Contains(text, "boue") {
		t.Errorf("the file holds\n%s", text)
	}
	s.proved()
}

func TestOnlyGoodsThatKeepAStockHaveOne(t *testing.T) {
	s := newShop(t)
	s.sell(cash(3500), "gloves")
	moves, err := s.StockMovements().Rows(ctx, desk.ListQuery{Of: int64(s.offers["gloves"])})
	s.must(err)
	if len(moves) != 0 {
		t.Errorf("%+v", moves)
	}
	_, err = s.MoveStock(ctx, s.req(), s.offers["gloves"], desk.MoveStock{Why: catalogue.StockCounted, Units: 3})
	s.refuses(err, club.CodeNoStock)
	card := s.gloves().Offer
	card.ID, card.Kind, card.KeepsStock, card.Terms = 0, catalogue.Membership, true, catalogue.Terms{}
	_, err = s.SaveOffer(ctx, s.req(), card)
	s.refuses(err, club.CodeInvalid)
}

func TestAMovementThatSaysNothingIsRefused(t *testing.T) {
	s := newShop(t)
	s.stocks(5, 0)
	for name, test := range map[string]struct {
		in   desk.MoveStock
		code club.Code
	}{
		"fewer than none":           {desk.MoveStock{Why: catalogue.StockCounted, Units: -1}, club.CodeStockUnits},
		"nothing received":          {desk.MoveStock{Why: catalogue.StockReceived}, club.CodeStockUnits},
		"more than any club has":    {desk.MoveStock{Why: catalogue.StockReceived, Units: catalogue.MostUnits + 1}, club.CodeStockUnits},
		"corrected by nothing":      {desk.MoveStock{Why: catalogue.StockCorrected, Reason: "x"}, club.CodeStockUnits},
		"corrected without a word":  {desk.MoveStock{Why: catalogue.StockCorrected, Units: 1, Reason: " "}, club.CodeReasonNeeded},
		"a sale without an invoice": {desk.MoveStock{Why: catalogue.StockSold, Units: 1}, club.CodeInvalid},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := s.MoveStock(ctx, s.req(), s.offers["gloves"], test.in)
			s.refuses(err, test.code)
		})
	}
	s.holds(5)
}

func TestACreditNotePutsGoodsBackUnlessTheyStay(t *testing.T) {
	s := newShop(t)
	s.stocks(5, 0)
	first, second := s.sell(cash(7000), "gloves", "gloves").Invoice, s.sell(cash(3500), "gloves").Invoice
	s.holds(2)
	if len(first.FromStock) != 2 {
		t.Errorf("%+v", first.FromStock)
	}
	part := []billing.Return{{Line: first.Lines[0].ID, Cents: 1000}} // a gesture: the gloves stay with the family
	_, err := s.Credit(ctx, s.req(), first.ID, desk.Credit{Returns: part, Reason: "Couture"})
	s.must(err)
	s.holds(2)
	note, err := s.Credit(ctx, s.req(), first.ID, desk.Credit{Reason: "Rendus"})
	s.must(err)
	s.holds(4)
	if note, err = s.Credit(ctx, s.req(), second.ID, desk.Credit{Reason: "Déchirés", GoodsStay: true}); err != nil {
		t.Fatal(err)
	}
	s.holds(4)
	view, err := s.Document(ctx, second.ID)
	s.must(err)
	if len(view.FromStock) != 0 || note.Original != second.ID {
		t.Errorf("%+v", view.FromStock)
	}
	s.proved()
}

func TestMoreThanTheStockIsSoldWithAWarningAndStaysWritten(t *testing.T) {
	s := newShop(t)
	s.stocks(1, 0)
	cart := s.cart(s.family.ID, "gloves", "gloves")
	if short := []int{cart.Lines[0].Short, cart.Lines[1].Short}; short[0] != 0 || short[1] != 1 {
		t.Errorf("%v", short)
	}
	_, err := s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, Tenders: cash(7000)})
	s.must(err)
	s.holds(-1)
}

func TestOfTwoSalesOfTheLastOneExactlyOnePassesWhereTheClubRefuses(t *testing.T) {
	s := newShop(t)
	s.change(func(p *club.Policy) { p.RefuseBelowStock = true })
	s.stocks(1, 0)
	var carts []desk.CartView
	for range 6 {
		carts = append(carts, s.cart(s.family.ID, "gloves"))
	}
	fails := make([]error, len(carts))
	var wait sync.WaitGroup
	for i, cart := range carts {
		req := s.req()
		wait.Go(func() {
			_, fails[i] = s.Checkout(ctx, req, cart.ID, desk.Checkout{Terms: cart.TermsVersion, Tenders: cash(3500)})
		})
	}
	wait.Wait()
	passed := 0
	for _, err := range fails {
		if err == nil {
			passed++
		} else if !errors.Is(err, club.Refuse(club.CodeOutOfStock)) {
			t.Error(err)
		}
	}
	if passed != 1 {
		t.Errorf("%d of %d passed", passed, len(carts))
	}
	s.holds(0)
	s.proved()
}

func TestTodayNamesWhatIsNearlyOutOfStock(t *testing.T) {
	s := newShop(t)
	low := func() []desk.LowStock {
		today, err := s.Today(ctx)
		s.must(err)
		return today.LowStock
	}
	s.stocks(3, 2)
	if got := low(); len(got) != 0 {
		t.Errorf("%+v", got)
	}
	s.sell(cash(3500), "gloves")
	if got := low(); len(got) != 1 || got[0].Left != 2 || got[0].Name != "Gants enfant" || !s.gloves().Low {
		t.Errorf("%+v", got)
	}
	_, err := s.ArchiveOffer(ctx, s.req(), s.offers["gloves"])
	s.must(err)
	if got := low(); len(got) != 0 {
		t.Errorf("off sale: %+v", got)
	}
}

func TestUndoingAMovementWritesTheOppositeOne(t *testing.T) {
	s := newShop(t)
	s.stocks(5, 0)
	s.moved(catalogue.StockCounted, 8)
	s.sell(cash(3500), "gloves")
	for _, action := range s.did() {
		if action.What == "moveStock" {
			_, err := s.Undo(ctx, s.req(), action.ID)
			s.must(err)
			break
		}
	}
	s.holds(4) // the three more were a mistake, the sale was not
	moves, err := s.StockMovements().Rows(ctx, desk.ListQuery{Of: int64(s.offers["gloves"])})
	s.must(err)
	if len(moves) != 4 || moves[0].Why != catalogue.StockCorrected || moves[0].Units != -3 {
		t.Errorf("%+v", moves)
	}
}

func TestPiecesOfALineGivenBackInPartComeBackAsCounted(t *testing.T) {
	s := newShop(t)
	s.stocks(5, 0)
	cart := s.cart(s.family.ID)
	cart, err := s.AddLine(ctx, s.req(), cart.ID, desk.AddLine{Offer: s.offers["gloves"], Quantity: 3})
	s.must(err)
	sale, err := s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, Tenders: cash(10500)})
	s.must(err)
	line := sale.Invoice.Lines[0].ID
	back := func(cents money.Cents, pieces int, stay bool) error {
		_, err := s.Credit(ctx, s.req(), sale.Invoice.ID, desk.Credit{Returns: []billing.Return{{Line: line, Cents: cents, Pieces: pieces}}, Reason: "Rendus", GoodsStay: stay})
		return err
	}
	s.refuses(back(3500, 4, false), club.CodePiecesBack)
	s.refuses(back(3500, -1, false), club.CodePiecesBack)
	s.holds(2)
	s.must(back(3500, 1, false))
	s.holds(3)
	s.must(back(1000, 1, true)) // they are torn
	s.holds(3)
	view, err := s.Document(ctx, sale.Invoice.ID)
	s.must(err)
	if len(view.FromStock) != 1 || view.FromStock[0] != (desk.GoodsOut{Line: line, Pieces: 2}) {
		t.Errorf("still out: %+v", view.FromStock)
	}
	s.must(back(6000, 0, false)) // the rest of the line: all that is out
	s.holds(5)
	s.proved()
}

func TestWhatWasSoldBelowZeroIsReadByTheOwner(t *testing.T) {
	s := newShop(t)
	s.stocks(1, 0)
	s.sell(cash(3500), "gloves")
	short := s.sell(cash(7000), "gloves", "gloves")
	s.moved(catalogue.StockReceived, 5)
	s.sell(cash(3500), "gloves")
	list, err := s.Overrides().Rows(ctx, desk.ListQuery{From: "2026-01-01", To: "2026-12-31"})
	s.must(err)
	if len(list) != 2 || list[0].Short != 1 || list[1].Number != short.Invoice.Number || list[0].Who != s.owner.Name || list[0].Offer != "Gants enfant" {
		t.Errorf("%+v", list)
	}
}

func TestTheListOfOffersSaysWhatIsInStock(t *testing.T) {
	s := newShop(t)
	s.stocks(7, 0)
	raw, err := s.ExportOffers(ctx, desk.OfferFilter{}, desk.CSV)
	s.must(err)
	for line, want := range map[string]string{"Gants enfant": ";0;7\r\n", "Carte 10 cours": ";0;\r\n"} {
		if _, rest, has := strings.Cut(string(raw), line); !has || !strings.Contains(rest[:strings.Index(rest, "\n")+1], want) {
			t.Errorf("%s: want %q in\n%s", line, want, raw)
		}
	}
}
