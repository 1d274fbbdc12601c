package desk_test

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/journal"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

func TestASaleOfGoodsACardAndALicencePaid70ByChequeAnd100ByLink(t *testing.T) {
	s := newShop(t)
	sale := s.sell([]billing.Tender{cheque(7000), link(10000)}, "card", "licence", "gloves")
	doc := sale.Invoice
	if doc.Number != "F2026-0001" || doc.Total != 17000 || doc.Now != 9300 || doc.Remaining != 10000 || doc.State != billing.StatePartly {
		t.Errorf("%s: total %d, now %d, remaining %d, %s", doc.Number, doc.Total, doc.Now, doc.Remaining, doc.State)
	}
	want := []billing.VATGroup{
		{VAT: "riding", Kind: club.Taxed, Rate: 550, Gross: 11000, Net: 10427, Tax: 573},
		{VAT: "thirdParty", Kind: club.ThirdParty, Gross: 2500, Net: 2500},
		{VAT: "standard", Kind: club.Taxed, Rate: 2000, Gross: 3500, Net: 2917, Tax: 583},
	}
	if !reflect.DeepEqual(doc.VAT, want) {
		t.Errorf("VAT %+v", doc.VAT)
	}
	if doc.DueDay != "2026-10-14" || !strings.HasPrefix(doc.OrderRef, "CMD20261007120000") || !strings.HasPrefix(doc.Reference, "RF") {
		t.Errorf("due %s, order %s, reference %s", doc.DueDay, doc.OrderRef, doc.Reference)
	}
	if doc.Buyer.Name != "Madame Sophie Delcourt" || doc.Seller.Name != "Écuries de Vaubrun" || doc.TermsVersion == "" || doc.TermsAt == "" {
		t.Errorf("snapshots: %+v %+v, terms %q %q", doc.Buyer, doc.Seller.Name, doc.TermsVersion, doc.TermsAt)
	}
	if wantURL := "https://pay.example/?amount=100.00&ref=" + doc.Reference + "&lang=fr"; sale.Link != wantURL {
		t.Errorf("link %s, want %s", sale.Link, wantURL)
	}
	household, err := s.Household(ctx, s.family.ID)
	s.must(err)
	if l := household.Riders[1].Licences; len(l) != 1 || l[0].Number != "" || l[0].ValidThrough != "2027-12-31" {
		t.Errorf("licence asked for Hugo: %+v", l)
	}
	s.proved()
}

func TestACardWorksFromTheDayItsDueNowPartIsCoveredAndCountsFromThatDay(t *testing.T) {
	s := newShop(t)
	sale := s.sell([]billing.Tender{link(11000)}, "card")
	if card := s.card(); card.ValidFrom != "" || card.Left != 10 {
		t.Errorf("nothing was paid: %+v", card)
	}
	s.wait(24 * 24 * time.Hour) // to 31 October
	s.pay(sale.Invoice.ID, 3299)
	if card := s.card(); card.ValidFrom != "" {
		t.Errorf("a cent is missing: %+v", card)
	}
	s.pay(sale.Invoice.ID, 1)
	if card := s.card(); card.ValidFrom != "2026-10-31" || card.ValidThrough != "2026-11-30" {
		t.Errorf("paid on 31 October: %+v", card)
	}
	s.wait(24 * time.Hour)
	s.pay(sale.Invoice.ID, 7700)
	if card := s.card(); card.ValidFrom != "2026-10-31" {
		t.Errorf("the rest does not begin it anew: %+v", card)
	}
	s.proved()
}

func (s *shop) card() sqlite.Card {
	s.t.Helper()
	cards, err := s.Cards(ctx, s.family.ID)
	s.must(err)
	return cards[0]
}

func (s *shop) pay(invoice billing.InvoiceID, cents money.Cents) desk.Received {
	s.t.Helper()
	got, err := s.Receive(ctx, s.req(), desk.Receive{
		Household: s.family.ID, Invoices: []billing.InvoiceID{invoice}, Tenders: cash(cents),
	})
	s.must(err)
	return got
}

func TestACardOfWhichNothingIsDueNowWorksFromTheDayItIsSold(t *testing.T) {
	h := openClub(t)
	home := h.join("Moreau", "Zoé")
	for name, offer := range map[string]catalogue.Offer{
		"given away":    {Price: 0, Deposit: catalogue.Deposit{Kind: catalogue.DepositAll}},
		"to pay later":  {Price: 5000, Deposit: catalogue.Deposit{Kind: catalogue.DepositNone}},
		"to pay in all": {Price: 5000, Deposit: catalogue.Deposit{Kind: catalogue.DepositAll}},
	} {
		offer.Kind, offer.Name = catalogue.Card, name
		offer.Parts = []catalogue.Part{{VAT: "riding", Cents: offer.Price}}
		offer.Terms = catalogue.Terms{Units: 1, Months: 1, LessonKind: "group"}
		view, err := h.SaveOffer(t.Context(), h.req(), offer)
		if err != nil {
			t.Fatal(err)
		}
		cart, err := h.OpenCart(t.Context(), h.req(), home.ID)
		if err != nil {
			t.Fatal(err)
		}
		if cart, err = h.AddLine(t.Context(), h.req(), cart.ID, desk.AddLine{Offer: view.ID, Rider: home.Riders[0].ID, Quantity: 1}); err != nil {
			t.Fatal(err)
		}
		if _, err = h.Checkout(t.Context(), h.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, OnAccount: true}); err != nil {
			t.Fatal(err)
		}
	}
	cards, err := h.Cards(t.Context(), home.ID)
	if err != nil || len(cards) != 3 {
		t.Fatalf("%+v %v", cards, err)
	}
	for _, card := range cards {
		from, through := calendar.Day("2026-10-07"), calendar.Day("2026-11-07")
		if card.Name == "to pay in all" {
			from, through = "", ""
		}
		if card.ValidFrom != from || card.ValidThrough != through {
			t.Errorf("a card %s: %q to %q", card.Name, card.ValidFrom, card.ValidThrough)
		}
	}
}

func TestCashGivesChangeAndOtherMoneyAboveTheTotalBecomesCredit(t *testing.T) {
	s := newShop(t)
	sale := s.sell([]billing.Tender{{Way: billing.Cash, Cents: 3500, Tendered: 5000}}, "gloves")
	if sale.Change != 1500 || sale.Invoice.State != billing.StatePaid || sale.Invoice.DueDay != "2026-10-07" {
		t.Errorf("change %d, %s, due %s", sale.Change, sale.Invoice.State, sale.Invoice.DueDay)
	}
	s.sell([]billing.Tender{cheque(5000)}, "gloves")
	cart := s.cart(s.family.ID, "gloves")
	if cart.Credit != 1500 {
		t.Fatalf("credit %d", cart.Credit)
	}
	spent, err := s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Tenders: []billing.Tender{
		{Way: billing.SpentCredit, Cents: 1500}, {Way: billing.BankCard, Cents: 2000},
	}})
	s.must(err)
	if spent.Invoice.State != billing.StatePaid || len(spent.Payments) != 1 {
		t.Errorf("credit is an allocation and no payment: %+v", spent.Payments)
	}
	if again := s.cart(s.family.ID); again.Credit != 0 {
		t.Errorf("credit %d after it was spent", again.Credit)
	}
	s.proved()
}

func TestACheckoutThatNobodySpreadIsRefusedUnlessTheDeskIssuesItOnAccount(t *testing.T) {
	s := newShop(t)
	cart := s.cart(s.family.ID, "gloves")
	terms := cart.TermsVersion
	_, err := s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Terms: terms, Tenders: cash(3000)})
	s.refuses(err, club.CodeNotSpread)
	_, err = s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Tenders: cash(3500)})
	s.refuses(err, club.CodeTermsNotAccepted)
	sale, err := s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Terms: terms, Tenders: cash(3000), OnAccount: true})
	s.must(err)
	if sale.Invoice.Number != "F2026-0001" || !sale.Invoice.OnAccount || sale.Invoice.IssuedBy != "Laure Caron" {
		t.Errorf("refusals took a number, or nobody said on account: %+v", sale.Invoice.Document)
	}
	_, err = s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Tenders: cash(3500)})
	s.refuses(err, club.CodeCartClosed)
	walkIn := s.cart(0, "gloves")
	_, err = s.Checkout(ctx, s.req(), walkIn.ID, desk.Checkout{Tenders: cash(3000), OnAccount: true})
	s.refuses(err, club.CodeClientNeeded)
	s.proved()
}

func TestARepeatedKeyChangesNothingAndAnotherAmountUnderItIsRefused(t *testing.T) {
	s := newShop(t)
	cart := s.cart(0, "gloves")
	req := desk.Request{Actor: s.owner, Key: "sale-4711"}
	first, err := s.Checkout(ctx, req, cart.ID, desk.Checkout{Tenders: cash(3500)})
	s.must(err)
	again, err := s.Checkout(ctx, req, cart.ID, desk.Checkout{Tenders: cash(3500)})
	s.must(err)
	if !reflect.DeepEqual(first, again) {
		t.Errorf("the same key answered otherwise:\n%+v\n%+v", first, again)
	}
	_, err = s.Checkout(ctx, req, cart.ID, desk.Checkout{Tenders: cash(3400)})
	s.refuses(err, club.CodeKeyReused)
	list, err := s.Documents(ctx, sqlite.DocumentFilter{})
	s.must(err)
	payments, err := s.Payments().Rows(ctx, desk.ListQuery{From: "2026-01-01", To: "2026-12-31"})
	s.must(err)
	if len(list.Rows) != 1 || len(payments) != 1 {
		t.Errorf("%d invoices and %d payments", len(list.Rows), len(payments))
	}
}

func TestARefusalIsNotStoredUnderItsKeySoTheFormCanBeMended(t *testing.T) {
	s := newShop(t)
	cart := s.cart(0, "gloves")
	req := desk.Request{Actor: s.owner, Key: "sale-4712"}
	_, err := s.Checkout(ctx, req, cart.ID, desk.Checkout{Tenders: cash(1)})
	s.refuses(err, club.CodeNotSpread)
	_, err = s.Checkout(ctx, req, cart.ID, desk.Checkout{Tenders: cash(3500)})
	s.must(err)
}

func TestFiftyParallelCheckoutsGiveFiftyNumbersWithoutAGap(t *testing.T) {
	s := newShop(t)
	const n = 50
	carts := make([]desk.CartView, n)
	for i := range carts {
		carts[i] = s.cart(0, "gloves")
	}
	numbers := make([]string, n)
	var wait sync.WaitGroup
	for i := range n {
		wait.Go(func() {
			sale, err := s.Checkout(ctx, s.req(), carts[i].ID, desk.Checkout{Tenders: cash(3500)})
			if err != nil {
				t.Errorf("checkout %d: %v", i, err)
			}
			numbers[i] = sale.Invoice.Number
		})
	}
	wait.Wait()
	slices.Sort(numbers)
	for i, number := range numbers {
		if want := fmt.Sprintf("F2026-%04d", i+1); number != want {
			t.Fatalf("%s where %s should be", number, want)
		}
	}
	s.proved()
	raw, err := os.ReadFile(filepath.Join(s.dir, sqlite.SealFile))
	s.must(err)
	for i, head := range journal.ParseSealLog(raw).Heads {
		if head.Seq != int64(i+1) {
			t.Fatalf("line %d of the seal log is entry %d", i+1, head.Seq)
		}
	}
}

func TestTenClicksOnOneCartMakeOneInvoice(t *testing.T) {
	s := newShop(t)
	cart := s.cart(0, "gloves")
	var wait sync.WaitGroup
	for range 10 {
		wait.Go(func() {
			req := desk.Request{Actor: s.owner, Key: "one-form-one-key"}
			if sale, err := s.Checkout(ctx, req, cart.ID, desk.Checkout{Tenders: cash(3500)}); err != nil || sale.Invoice.Number != "F2026-0001" {
				t.Errorf("%s %v", sale.Invoice.Number, err)
			}
		})
	}
	wait.Wait()
	payments, err := s.Payments().Rows(ctx, desk.ListQuery{From: "2026-10-07", To: "2026-10-07"})
	s.must(err)
	if len(payments) != 1 {
		t.Errorf("%d payments", len(payments))
	}
}

func TestACartDiesToTheSecondAndOneKeyTakesItUpAgain(t *testing.T) {
	s := newShop(t)
	cart := s.cart(0, "gloves")
	s.wait(time.Hour)
	_, err := s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Tenders: cash(3500)})
	s.refuses(err, club.CodeCartExpired)
	_, err = s.SetQuantity(ctx, s.req(), cart.ID, cart.Lines[0].ID, 2)
	s.refuses(err, club.CodeCartExpired)
	taken, err := s.TakeUpCart(ctx, s.req(), cart.ID)
	s.must(err)
	if !taken.ExpiresAt.Equal(s.clock.now().Add(time.Hour)) {
		t.Errorf("expires %s", taken.ExpiresAt)
	}
	s.wait(time.Hour - time.Millisecond)
	_, err = s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Tenders: cash(3500)})
	s.must(err)
}

func TestLinesLeftOutOfACheckoutStayInACartWithTheirHour(t *testing.T) {
	s := newShop(t)
	cart := s.cart(s.family.ID, "gloves", "card")
	s.wait(50 * time.Minute)
	part, err := s.Cart(ctx, cart.ID, []int64{cart.Lines[0].ID})
	s.must(err)
	if len(part.Lines) != 2 || part.Total != 3500 || part.NoteDue || !cart.NoteDue {
		t.Errorf("the gloves alone are %d of %d lines, note due: %v", part.Total, len(part.Lines), part.NoteDue)
	}
	sale, err := s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{
		Lines: []int64{cart.Lines[0].ID}, Terms: cart.TermsVersion, Tenders: cash(3500),
	})
	s.must(err)
	rest, err := s.Cart(ctx, sale.Rest, nil)
	s.must(err)
	if sale.Invoice.Total != 3500 || len(rest.Lines) != 1 || rest.Lines[0].RiderName != "Hugo Delcourt" || !rest.ExpiresAt.Equal(cart.ExpiresAt) {
		t.Errorf("invoiced %d, left %+v until %s", sale.Invoice.Total, rest.Lines, rest.ExpiresAt)
	}
	if !rest.CreatedAt.Equal(cart.CreatedAt) || !rest.ChangedAt.Equal(cart.ChangedAt) {
		t.Errorf("the rest is of %s, changed %s: its three hours begin anew", rest.CreatedAt, rest.ChangedAt)
	}
}

func TestWhatDoesNotFitIsSoldOnlyWithAReasonThatIsSealedByItsHash(t *testing.T) {
	s := newShop(t)
	adult := s.sells(catalogue.Offer{Kind: catalogue.Licence, Name: "Licence adulte", Price: 3600, AgeMin: 18,
		Parts: []catalogue.Part{{VAT: "thirdParty", Cents: 3600}},
		Terms: catalogue.Terms{LicenceKind: "FFE", ValidFrom: "2026-09-01", ValidThrough: "2027-12-31"}})
	cart, err := s.OpenCart(ctx, s.req(), s.family.ID)
	s.must(err)
	line := desk.AddLine{Offer: adult, Rider: s.family.Riders[1].ID, Quantity: 1}
	_, err = s.AddLine(ctx, s.req(), cart.ID, line)
	s.refuses(err, club.CodeTooYoung)
	line.Reason = "Demande de la fédération, dossier médical"
	cart, err = s.AddLine(ctx, s.req(), cart.ID, line)
	s.must(err)
	_, err = s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, Tenders: cash(3600)})
	s.must(err)
	overrides, text := 0, ""
	s.journal(func(kind, payload string) {
		if kind == "override.made" {
			overrides++
		}
		text += payload
	})
	if overrides != 1 || strings.Contains(text, line.Reason) {
		t.Errorf("%d overrides sealed; the reason itself must stay outside the chain", overrides)
	}
	list, err := s.Overrides().Rows(ctx, desk.ListQuery{From: "2026-10-07", To: "2026-10-07"})
	s.must(err)
	if len(list) != 1 || list[0].Reason != line.Reason || list[0].Who != s.owner.Name || list[0].Rider != "Hugo Delcourt" || list[0].Offer != "Licence adulte" {
		t.Errorf("the owner reads %+v", list)
	}
	if later, err := s.Overrides().Rows(ctx, desk.ListQuery{From: "2026-10-08", To: "2026-10-31"}); err != nil || len(later) != 0 {
		t.Errorf("%+v, %v", later, err)
	}
	s.proved()
}

func TestARiderOfAnotherFamilyIsNoBeneficiary(t *testing.T) {
	s := newShop(t)
	cart, err := s.OpenCart(ctx, s.req(), 0)
	s.must(err)
	_, err = s.AddLine(ctx, s.req(), cart.ID, desk.AddLine{Offer: s.offers["card"], Rider: s.family.Riders[1].ID, Quantity: 1})
	s.refuses(err, club.CodeRiderNotFound)
	_, err = s.AddLine(ctx, s.req(), cart.ID, desk.AddLine{Offer: s.offers["card"], Quantity: 1})
	s.refuses(err, club.CodeRiderNeeded)
}

func TestWhileTheClockStandsBeforeTheLastDocumentNothingIsIssuedUntilTheOwnerConfirms(t *testing.T) {
	s := newShop(t)
	s.sell(cash(3500), "gloves")
	s.wait(-48 * time.Hour)
	cart := s.cart(0, "gloves")
	_, err := s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Tenders: cash(3500)})
	s.refuses(err, club.CodeClockBehind)
	clerk := desk.Request{Actor: club.Actor{ID: s.owner.ID, Name: "Léa", Role: club.Desk}}
	_, err = s.Checkout(ctx, clerk, cart.ID, desk.Checkout{Tenders: cash(3500), ConfirmClock: true})
	s.refuses(err, club.CodeNotAllowed)
	sale, err := s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Tenders: cash(3500), ConfirmClock: true})
	s.must(err)
	if sale.Invoice.Number != "F2026-0002" || sale.Invoice.Day != "2026-10-05" {
		t.Errorf("%s of %s", sale.Invoice.Number, sale.Invoice.Day)
	}
	s.proved()
}

func TestNumbersBeginAnewWithTheClubLocalYear(t *testing.T) {
	s := newShop(t)
	s.sell(cash(3500), "gloves")
	s.clock.set(t, "2026-12-31 22:59") // 23:59 in Paris
	if got := s.sell(cash(3500), "gloves").Invoice.Number; got != "F2026-0002" {
		t.Errorf("a minute before midnight: %s", got)
	}
	s.wait(time.Minute)
	if got := s.sell(cash(3500), "gloves").Invoice; got.Number != "F2027-0001" || got.Day != "2027-01-01" {
		t.Errorf("at midnight: %s of %s", got.Number, got.Day)
	}
	s.proved()
}

func TestANoteIsDueFrom25EuroOfServicesAndNeverForGoodsAlone(t *testing.T) {
	s := newShop(t)
	for name, test := range map[string]struct {
		things []string
		want   bool
	}{
		"gloves for 70 €":        {[]string{"gloves", "gloves"}, false},
		"a licence for 25 €":     {[]string{"licence"}, true},
		"a card and some gloves": {[]string{"card", "gloves"}, true},
	} {
		if cart := s.cart(s.family.ID, test.things...); cart.NoteDue != test.want {
			t.Errorf("%s: %v", name, cart.NoteDue)
		}
	}
}

func TestACartTakesNoMoreLinesThanAnInvoiceHas(t *testing.T) {
	s := newShop(t)
	cart := s.cart(s.family.ID)
	var err error
	for range billing.MostLines {
		cart, err = s.AddLine(ctx, s.req(), cart.ID, desk.AddLine{Offer: s.offers["gloves"], Quantity: 1})
		s.must(err)
	}
	_, err = s.AddLine(ctx, s.req(), cart.ID, desk.AddLine{Offer: s.offers["gloves"], Quantity: 1})
	s.refuses(err, club.CodeCartFull)
	sale, err := s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, Tenders: cash(cart.Total)})
	s.must(err)
	if _, err := s.PreviewInvoice(ctx, sale.Invoice.ID); err != nil || len(sale.Invoice.Lines) != billing.MostLines {
		t.Errorf("%d lines, %v", len(sale.Invoice.Lines), err)
	}
}

func TestALicenceIsSoldOnceItsOwnTermsAreAccepted(t *testing.T) {
	s := newShop(t)
	s.wait(14*time.Hour + 30*time.Minute) // 02:14 on the 8th in Paris, the 8th in UTC as well
	s.wait(-2 * time.Hour)                // 00:14 on the 8th in Paris, still the 7th in UTC
	view, err := s.SettingsView(ctx)
	s.must(err)
	licence := club.Terms{Licence: true, Version: "FFE 2027", From: view.Terms[0].From, Text: club.Texts{French: "La licence est personnelle."}}
	_, err = s.SaveTerms(ctx, s.req(), desk.Change[[]club.Terms]{Version: view.Versions.Terms, Value: append(view.Terms, licence)})
	s.must(err)

	goods := s.cart(s.family.ID, "gloves")
	if goods.LicenceTermsVersion != "" || goods.TermsVersion != view.Terms[0].Version || goods.TermsText != view.Terms[0].Text.French {
		t.Errorf("a cart without a licence asks for %q and %q", goods.TermsVersion, goods.LicenceTermsVersion)
	}
	cart := s.cart(s.family.ID, "licence")
	if cart.LicenceTermsVersion != "FFE 2027" || cart.LicenceTermsText != "La licence est personnelle." {
		t.Errorf("a licence asks for %q: %s", cart.LicenceTermsVersion, cart.LicenceTermsText)
	}
	in := desk.Checkout{Terms: cart.TermsVersion, Tenders: cash(2500)}
	for _, version := range []string{"", "FFE 2026", cart.TermsVersion} {
		in.LicenceTerms = version
		_, err = s.Checkout(ctx, s.req(), cart.ID, in)
		wantRefusal(t, err, club.CodeLicenceTerms, "licenceTerms")
	}
	in.LicenceTerms = "FFE 2027"
	sale, err := s.Checkout(ctx, s.req(), cart.ID, in)
	s.must(err)
	if sale.Invoice.LicenceTermsVersion != "FFE 2027" || sale.Invoice.LicenceTermsAt != sale.Invoice.TermsAt {
		t.Errorf("accepted %q at %q", sale.Invoice.LicenceTermsVersion, sale.Invoice.LicenceTermsAt)
	}
	if text := printed(t, s.Desk, sale.Invoice.ID); !strings.Contains(text, "licence FFE 2027, acceptées le 8 octobre") {
		t.Errorf("the paper does not say so: %s", text)
	}
	if again := s.cart(s.family.ID, "Manon's licence"); again.LicenceTermsVersion != "" {
		t.Errorf("asks again for %q", again.LicenceTermsVersion)
	}
	view, err = s.SettingsView(ctx)
	s.must(err)
	view.Terms[1].Text.French = "Autre chose."
	_, err = s.SaveTerms(ctx, s.req(), desk.Change[[]club.Terms]{Version: view.Versions.Terms, Value: view.Terms})
	wantRefusal(t, err, club.CodeTermsInUse, "terms")
	s.proved()
}
