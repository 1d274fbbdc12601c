package desk_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/locale"
	"paddock/backend/money"
)

// stable is a house with a family of three riders and a membership of 175 €
// whose second rider pays 7.50 € less and whose third 17.50 € (PRODUCT section
// 3).
type stable struct {
	*house
	family     desk.HouseholdView
	membership catalogue.OfferID
}

func inFrench(text string) club.Texts { return club.Texts{French: text} }

func newStable(t testing.TB) *stable {
	t.Helper()
	in := firstRun()
	in.Starter = false
	h := openClubAs(t, in)
	s := &stable{house: h, family: h.join("Delcourt", "Manon", "Hugo", "Zoé")}
	s.membership = h.sells(catalogue.Offer{Kind: catalogue.Membership, Name: "Adhésion", Price: 17500,
		Parts: []catalogue.Part{{Label: "Enseignement", VAT: "riding", Cents: 12500}, {Label: "Gestion", VAT: "standard", Cents: 5000}}})
	s.rules(
		club.DiscountRule{Kind: club.DiscountRank, Place: 2, Cents: 750, Label: inFrench("Réduction 2e cavalier")},
		club.DiscountRule{Kind: club.DiscountRank, Place: 3, Cents: 1750, Label: inFrench("Réduction 3e cavalier")})
	return s
}

// rules adds rules of discounts for memberships from the first of September on,
// unless they say otherwise.
func (h *house) rules(added ...club.DiscountRule) []club.DiscountRule {
	h.t.Helper()
	view, err := h.SettingsView(ctx)
	h.must(err)
	for _, rule := range added {
		if rule.Kinds == nil {
			rule.Kinds = []string{"membership"}
		}
		if rule.From == "" {
			rule.From = "2026-09-01"
		}
		view.Discounts = append(view.Discounts, rule)
	}
	saved, err := h.SaveDiscounts(ctx, h.req(), desk.Change[[]club.DiscountRule]{Version: view.Versions.Discounts, Value: view.Discounts})
	h.must(err)
	return saved.Discounts
}

// cartFor opens a cart with a membership for each of these riders of the family.
func (s *stable) cartFor(riders ...int) desk.CartView {
	s.t.Helper()
	cart, err := s.OpenCart(ctx, s.req(), s.family.ID)
	s.must(err)
	for _, rider := range riders {
		cart, err = s.AddLine(ctx, s.req(), cart.ID, desk.AddLine{Offer: s.membership, Rider: s.family.Riders[rider].ID, Quantity: 1})
		s.must(err)
	}
	return cart
}

func (s *stable) checkOut(cart desk.CartView) desk.DocumentView {
	s.t.Helper()
	sale, err := s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, OnAccount: true})
	s.must(err)
	if sale.Payments == nil {
		s.t.Error("a sale nothing is received for has no list of payments instead of an empty one")
	}
	if sale.Invoice.Total != cart.Total || sale.Invoice.Now != cart.Now {
		s.t.Errorf("the cart said %d, %d now; the invoice says %d, %d", cart.Total, cart.Now, sale.Invoice.Total, sale.Invoice.Now)
	}
	return sale.Invoice
}

// leave gives the line of one rider back whole and tells what that comes to.
func (s *stable) leave(invoice desk.DocumentView, rider int) money.Cents {
	s.t.Helper()
	view, err := s.Document(ctx, invoice.ID)
	s.must(err)
	for i, line := range view.Lines {
		if line.Rider != s.family.Riders[rider].ID || line.Base > 0 {
			continue
		}
		back := billing.Return{Line: line.ID, Cents: view.LeftByLine[i]}
		shown, err := s.CreditPreview(ctx, invoice.ID, []billing.Return{back})
		s.must(err)
		before := s.balance()
		_, err = s.Credit(ctx, s.req(), invoice.ID, desk.Credit{Returns: []billing.Return{back}, Reason: "Départ"})
		s.must(err)
		if given := before - s.balance(); given != shown.Total {
			s.t.Errorf("the screen said %d, %d was given back", shown.Total, given)
		}
		return shown.Total
	}
	s.t.Fatalf("no line for rider %d", rider)
	return 0
}

// balance is what the family's documents come to.
func (s *stable) balance() (sum money.Cents) {
	s.t.Helper()
	docs, err := s.Statement()
	s.must(err)
	for _, total := range docs {
		sum += total
	}
	return sum
}

// Statement lists the totals of the family's documents.
func (s *stable) Statement() (totals []money.Cents, err error) {
	list, err := s.Entries(ctx, "0001-01-01", "9999-12-31")
	for _, e := range list {
		if e.Role == "customers" {
			totals = append(totals, e.Debit-e.Credit)
		}
	}
	return totals, err
}

func lineCents(doc desk.DocumentView) string {
	var cents []string
	for _, line := range doc.Lines {
		cents = append(cents, fmt.Sprint(int64(line.Cents)))
	}
	return strings.Join(cents, " ")
}

func TestEveryRiderOfAHouseholdPaysByRankInVisibleLines(t *testing.T) {
	s := newStable(t)
	cart := s.cartFor(0, 1, 2)
	if cart.Total != 17500+16750+15750 {
		t.Fatalf("%d", cart.Total)
	}
	invoice := s.checkOut(cart)
	if got := lineCents(invoice); got != "17500 17500 -750 17500 -1750" {
		t.Errorf("%s", got)
	}
	second := invoice.Lines[2]
	if second.Base != 2 || second.Text != "Réduction 2e cavalier" || second.Parts[0].Cents != -536 || second.Parts[1].Cents != -214 {
		t.Errorf("split like its base: %+v", second)
	}
	s.proved()
}

func TestTheCreditIsTheOldTotalLessTheNewOneWhenARiderLeaves(t *testing.T) {
	for rider, want := range []money.Cents{15750, 15750, 15750} {
		s := newStable(t)
		invoice := s.checkOut(s.cartFor(0, 1, 2))
		if got := s.leave(invoice, rider); got != want {
			t.Errorf("rider %d leaves: %d, want %d", rider+1, got, want)
		}
		s.proved()
	}
}

func TestRidersWhoLeaveOneAfterTheOtherTakeAllOfItBack(t *testing.T) {
	s := newStable(t)
	invoice := s.checkOut(s.cartFor(0, 1, 2))
	if a, b, c := s.leave(invoice, 0), s.leave(invoice, 1), s.leave(invoice, 2); a != 15750 || b != 16750 || c != 17500 || s.balance() != 0 {
		t.Errorf("%d, %d, %d", a, b, c)
	}
	s.proved()
}

func TestRanksAreCountedOverTheInvoicesOfASeason(t *testing.T) {
	s := newStable(t)
	first := s.checkOut(s.cartFor(0))
	second := s.checkOut(s.cartFor(1, 2))
	if got := lineCents(second); got != "17500 -750 17500 -1750" {
		t.Fatalf("%s", got)
	}
	if got := s.leave(first, 0); got != 15750 {
		t.Errorf("the first leaves: %d", got)
	}
	s.proved()
	third := s.checkOut(s.cartFor(0)) // comes back, as the last in rank of those who bought
	if got := lineCents(third); got != "17500" {
		t.Errorf("who was the first keeps that place: %s", got)
	}
	if a, b := s.leave(second, 1), s.leave(second, 2); a+b != 16750+17500 {
		t.Errorf("%d + %d", a, b)
	}
	s.leave(third, 0)
	if s.balance() != 0 {
		t.Errorf("%d stays owed by nobody", s.balance())
	}
	s.proved()
}

func TestAnotherSeasonCountsFromTheFirstRiderAgain(t *testing.T) {
	in := firstRun()
	in.Starter = false
	in.Season = calendar.Season{Name: "2026", First: "2026-01-01", Last: "2026-12-31"}
	h := openClubAs(t, in)
	s := newStableIn(h)
	_, err := h.SaveSeason(ctx, h.req(), calendar.Season{Name: "2027", First: "2027-01-01", Last: "2027-12-31"})
	h.must(err)
	h.clock.set(t, "2026-12-31 22:59") // one minute to midnight in Paris
	s.checkOut(s.cartFor(0))
	if got := lineCents(s.checkOut(s.cartFor(1))); got != "17500 -750" {
		t.Errorf("on 31 December: %s", got)
	}
	h.clock.set(t, "2026-12-31 23:00") // it is 2027 in Paris
	if got := lineCents(s.checkOut(s.cartFor(2))); got != "17500" {
		t.Errorf("on 1 January: %s", got)
	}
	s.proved()
}

func newStableIn(h *house) *stable {
	s := &stable{house: h, family: h.join("Delcourt", "Manon", "Hugo", "Zoé")}
	s.membership = h.sells(catalogue.Offer{Kind: catalogue.Membership, Name: "Adhésion", Price: 17500,
		Parts: []catalogue.Part{{VAT: "riding", Cents: 17500}}})
	s.rules(club.DiscountRule{Kind: club.DiscountRank, Place: 2, Cents: 750, Label: inFrench("Réduction 2e cavalier"), From: "2026-01-01"})
	return s
}

func TestDiscountsStackInOneOrderAndTheDepositFollows(t *testing.T) {
	s := newStable(t)
	s.rules(
		club.DiscountRule{Kind: club.DiscountSecond, Place: 2, Percent: 1000, Label: inFrench("Deuxième formule")},
		club.DiscountRule{Kind: club.DiscountPromo, Code: "Rentrée26", Percent: 2000, Label: inFrench("Code de rentrée")})
	s.checkOut(s.cartFor(0))
	cart := s.cartFor(1, 1)
	cart, err := s.TypePromo(ctx, s.req(), cart.ID, "RENTREE26")
	s.must(err)
	cart, err = s.GiveDiscount(ctx, s.req(), cart.ID, cart.Lines[1].ID, desk.GiveDiscount{GivenDiscount: club.GivenDiscount{Cents: 100}, Reason: "Geste"})
	s.must(err)
	invoice := s.checkOut(cart)
	// 175 − 7.50 = 167.50 − 33.50; then 175 − 7.50 − 16.75 = 150.75 − 30.15 = 120.60 − 1
	if got := lineCents(invoice); got != "17500 -750 -3350 17500 -750 -1675 -3015 -100" {
		t.Errorf("%s", got)
	}
	if invoice.Lines[7].Text != locale.Text(locale.French, "discount.manual", nil) {
		t.Errorf("%+v", invoice.Lines[7])
	}
	s.proved()
}

func TestAPromotionIsGoodInItsDaysAndAsOftenAsItMayBe(t *testing.T) {
	s := newStable(t)
	s.rules(
		club.DiscountRule{Kind: club.DiscountPromo, Code: "UNE", Cents: 5000, MostUses: 1, Label: inFrench("Une fois")},
		club.DiscountRule{Kind: club.DiscountPromo, Code: "PLUS TARD", Cents: 100, Label: inFrench("Plus tard"), From: "2026-10-08"},
		club.DiscountRule{Kind: club.DiscountPromo, Code: "HIER", Cents: 100, Label: inFrench("Hier"), Through: "2026-10-06"})
	typed := func(code string) (desk.CartView, error) { return s.TypePromo(ctx, s.req(), s.cartFor(0).ID, code) }
	for code, want := range map[string]club.Code{
		"RIEN": club.CodePromoUnknown, "plus tard": club.CodePromoEarly, "hier": club.CodePromoOver,
	} {
		_, err := typed(code)
		wantRefusal(t, err, want, "promo")
	}
	first, err := typed("une")
	s.must(err)
	other, err := typed("une")
	s.must(err)
	if invoice := s.checkOut(first); invoice.Total != 12500 {
		t.Errorf("%d", invoice.Total)
	}
	_, err = s.Checkout(ctx, s.req(), other.ID, desk.Checkout{Terms: other.TermsVersion, OnAccount: true})
	wantRefusal(t, err, club.CodePromoUsed, "promo")
	other, err = s.TypePromo(ctx, s.req(), other.ID, "")
	s.must(err)
	if invoice := s.checkOut(other); invoice.Total != 17500 {
		t.Errorf("%d", invoice.Total)
	}
	s.proved()
}

func TestADiscountByHandNeedsAReasonAndALineThatIsOurs(t *testing.T) {
	s := newShop(t)
	cart := s.cart(s.family.ID, "card", "licence", "gloves")
	give := func(line int, given club.GivenDiscount, reason string) error {
		_, err := s.GiveDiscount(ctx, s.req(), cart.ID, cart.Lines[line].ID, desk.GiveDiscount{GivenDiscount: given, Reason: reason})
		return err
	}
	wantRefusal(t, give(0, club.GivenDiscount{Cents: 100}, " "), club.CodeReasonNeeded, "reason")
	wantRefusal(t, give(0, club.GivenDiscount{Cents: 100, Percent: 100}, "Geste"), club.CodeInvalid, "cents")
	s.refuses(give(1, club.GivenDiscount{Percent: 1000}, "Geste"), club.CodeDiscountFixed)
	s.must(give(0, club.GivenDiscount{Percent: 100_00}, "Monitrice"))
	s.must(give(2, club.GivenDiscount{Cents: 99_00}, "Défaut"))
	view, err := s.Cart(ctx, cart.ID, nil)
	s.must(err)
	if view.Total != 2500 || view.Lines[0].Now != 0 {
		t.Errorf("never below nothing: %d", view.Total)
	}
	s.must(give(2, club.GivenDiscount{}, ""))
	sale, err := s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, Tenders: cash(6000)})
	s.must(err)
	overrides := 0
	s.journal(func(kind, line string) {
		if kind == "override.made" && strings.Contains(line, `"discountCents":-11000`) && !strings.Contains(line, "Monitrice") {
			overrides++
		}
	})
	if overrides != 1 {
		t.Errorf("%d overrides sealed", overrides)
	}
	note, err := s.Credit(ctx, s.req(), sale.Invoice.ID, desk.Credit{Reason: "Tout", Returns: []billing.Return{{Line: sale.Invoice.Lines[0].ID}, {Line: sale.Invoice.Lines[3].ID, Cents: 3500}}})
	s.must(err)
	if note.Total != -3500 || lineCents(note) != "-11000 11000 -3500" {
		t.Errorf("%s", lineCents(note))
	}
	cards, err := s.Cards(ctx, s.family.ID)
	s.must(err)
	if len(cards) != 1 || cards[0].Left != 0 {
		t.Errorf("a card sold for nothing goes back too: %+v", cards)
	}
	s.proved()
}

func TestALineDiscountedToNothingGoesBackAlone(t *testing.T) {
	s := newShop(t)
	cart := s.cart(s.family.ID, "card", "gloves")
	_, err := s.GiveDiscount(ctx, s.req(), cart.ID, cart.Lines[0].ID, desk.GiveDiscount{GivenDiscount: club.GivenDiscount{Percent: 100_00}, Reason: "Monitrice"})
	s.must(err)
	sale, err := s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, Tenders: cash(3500)})
	s.must(err)
	note, err := s.Credit(ctx, s.req(), sale.Invoice.ID, desk.Credit{Reason: "Part", Returns: []billing.Return{{Line: sale.Invoice.Lines[0].ID}}})
	s.must(err)
	cards, err := s.Cards(ctx, s.family.ID)
	s.must(err)
	if note.Total != 0 || lineCents(note) != "-11000 11000" || cards[0].Left != 0 {
		t.Errorf("%s, %d units left", lineCents(note), cards[0].Left)
	}
	s.proved()
	overrides, err := s.Overrides().Rows(ctx, desk.ListQuery{From: "2026-10-07", To: "2026-10-07"})
	s.must(err)
	if len(overrides) != 1 || overrides[0].Given == nil || overrides[0].Given.Percent != 100_00 || overrides[0].Reason != "Monitrice" || overrides[0].Offer != "Carte 10 cours collectifs" {
		t.Errorf("the owner reads %+v", overrides)
	}
}

func TestRulesOfDiscountsThatCannotBeMeantAreRefused(t *testing.T) {
	s := newStable(t)
	good := club.DiscountRule{Kind: club.DiscountRank, Place: 4, Cents: 100, Label: inFrench("4e"), Kinds: []string{"membership"}, From: "2026-09-01"}
	for field, spoil := range map[string]func(*club.DiscountRule){
		"place":    func(d *club.DiscountRule) { d.Place = 1 },
		"kinds":    func(d *club.DiscountRule) { d.Kinds = nil },
		"label.fr": func(d *club.DiscountRule) { d.Label = club.Texts{} },
		"cents":    func(d *club.DiscountRule) { d.Cents = 0 },
		"percent":  func(d *club.DiscountRule) { d.Percent = 100_01 },
		"from":     func(d *club.DiscountRule) { d.Place = 2 }, // there is one
		"through":  func(d *club.DiscountRule) { d.Through = "2026-08-31" },
		"code":     func(d *club.DiscountRule) { d.Kind = club.DiscountPromo },
	} {
		view, err := s.SettingsView(ctx)
		s.must(err)
		rule := good
		spoil(&rule)
		_, err = s.SaveDiscounts(ctx, s.req(), desk.Change[[]club.DiscountRule]{
			Version: view.Versions.Discounts, Value: append(view.Discounts, rule)})
		var refusal *club.Error
		if refusal, _ = err.(*club.Error); refusal == nil || refusal.Field != "discounts.2."+field {
			t.Errorf("%s: %v", field, err)
		}
	}
}

func TestInvoicesWithDiscountsAddUpAndTheirCreditsMirrorThem(t *testing.T) {
	s := newStable(t)
	s.rules(club.DiscountRule{Kind: club.DiscountPromo, Code: "TIERS", Percent: 3333, Label: inFrench("Tiers")})
	rapid.Check(t, func(r *rapid.T) {
		s.family = s.join(fmt.Sprintf("Famille %d", s.keys.Load()), "Manon", "Hugo", "Zoé")
		before := s.balance()
		var invoices []desk.DocumentView
		var sum money.Cents
		for range rapid.IntRange(1, 2).Draw(r, "sales") {
			cart := s.cartFor(rapid.SliceOfN(rapid.IntRange(0, 2), 1, 4).Draw(r, "riders")...)
			if rapid.Bool().Draw(r, "promo") {
				var err error
				cart, err = s.TypePromo(ctx, s.req(), cart.ID, "tiers")
				s.must(err)
			}
			given := money.Cents(rapid.Int64Range(1, 9000).Draw(r, "given"))
			cart, err := s.GiveDiscount(ctx, s.req(), cart.ID, cart.Lines[0].ID, desk.GiveDiscount{GivenDiscount: club.GivenDiscount{Cents: given}, Reason: "Geste"})
			s.must(err)
			invoice := s.checkOut(cart)
			sum += invoice.Total
			invoices = append(invoices, invoice)
			var gross money.Cents
			for _, group := range invoice.VAT {
				if gross += group.Gross; group.Gross < 0 || group.Net+group.Tax != group.Gross {
					r.Fatalf("%+v", group)
				}
			}
			if gross != invoice.Total {
				r.Fatalf("groups %d, total %d", gross, invoice.Total)
			}
		}
		if s.balance()-before != sum {
			r.Fatalf("sold %d, booked %d", sum, s.balance()-before)
		}
		refused := false
		for _, invoice := range invoices {
			for {
				view, err := s.Document(ctx, invoice.ID)
				s.must(err)
				var open []billing.Return
				for i, left := range view.LeftByLine {
					if left > 0 {
						open = append(open, billing.Return{Line: view.Lines[i].ID, Cents: left})
					}
				}
				if len(open) == 0 {
					break
				}
				back := rapid.SampledFrom(open).Draw(r, "back")
				if back.Cents > 1 && rapid.Bool().Draw(r, "part") {
					back.Cents = money.Cents(rapid.Int64Range(1, int64(back.Cents)).Draw(r, "cents"))
				}
				_, err = s.Credit(ctx, s.req(), invoice.ID, desk.Credit{Returns: []billing.Return{back}, Reason: "Retour"})
				if err != nil { // the discounts that fall are worth more than what little is left
					s.refuses(err, club.CodeDiscountsExceed)
					refused = true
					break
				}
			}
		}
		if left := s.balance() - before; !refused && left != 0 {
			r.Fatalf("all was given back and %d is left", left)
		}
	})
	s.proved()
}
