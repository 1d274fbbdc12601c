package desk_test

import (
	"slices"
	"strings"
	"testing"

	"paddock/backend/billing"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/money"
)

// goods is an offer at 20 % that can be saved as it is.
func goods(name string, price money.Cents) catalogue.Offer {
	return catalogue.Offer{
		Kind: catalogue.Goods, Name: name, Price: price,
		Parts: []catalogue.Part{{VAT: "standard", Cents: price}}, Deposit: catalogue.Deposit{Kind: catalogue.DepositAll},
	}
}

// save saves an offer that must be accepted.
func (h *house) save(o catalogue.Offer) desk.OfferView {
	h.t.Helper()
	view, err := h.SaveOffer(h.t.Context(), h.req(), o)
	if err != nil {
		h.t.Fatalf("save offer %s: %v", o.Name, err)
	}
	return view
}

// named finds an offer of the starter catalogue.
func (h *house) named(name string) desk.OfferView {
	h.t.Helper()
	offers, err := h.Offers(h.t.Context(), desk.OfferFilter{})
	if err != nil {
		h.t.Fatal(err)
	}
	at := slices.IndexFunc(offers, func(o desk.OfferView) bool { return o.Name == name })
	if at < 0 {
		h.t.Fatalf("no offer %q", name)
	}
	return offers[at]
}

// sellGoods sells one of an offer for cash to nobody in particular.
func (h *house) sellGoods(offer desk.OfferView) billing.Document {
	h.t.Helper()
	cart, err := h.OpenCart(h.t.Context(), h.req(), 0)
	if err == nil {
		cart, err = h.AddLine(h.t.Context(), h.req(), cart.ID, desk.AddLine{Offer: offer.ID, Quantity: 1})
	}
	if err != nil {
		h.t.Fatalf("fill cart: %v", err)
	}
	sale, err := h.Checkout(h.t.Context(), h.req(), cart.ID, desk.Checkout{
		Tenders: []billing.Tender{{Way: billing.Cash, Cents: cart.Total, Tendered: cart.Total}},
	})
	if err != nil {
		h.t.Fatalf("checkout: %v", err)
	}
	return sale.Invoice.Document
}

func TestAnOfferShowsItsVATToTheCent(t *testing.T) {
	h := openClub(t)
	view := h.save(goods("Selle d’occasion", 50_01))
	if view.Net != 41_67 || view.Tax != 8_34 || view.VAT[0].Rate != 20_00 {
		t.Errorf("50.01 at 20 %% is 41.67 + 8.34, not %d + %d", view.Net, view.Tax)
	}

	mixed := goods("Stage avec repas", 735_00)
	mixed.Parts = []catalogue.Part{{Label: "enseignement", VAT: "riding", Cents: 441_00}, {Label: "installations", VAT: "standard", Cents: 294_00}}
	view = h.save(mixed)
	if view.Net != 663_01 || view.Tax != 71_99 || view.VAT[0].Tax != 22_99 || view.VAT[1].Net != 245_00 {
		t.Errorf("%+v", view)
	}
}

func TestAnOfferWithTwoPartsOfOneRateAddsUpAsItsInvoiceWould(t *testing.T) {
	h := openClub(t)
	twice := goods("Deux fois trois centimes", 6)
	twice.Parts = []catalogue.Part{{VAT: "standard", Cents: 3}, {VAT: "standard", Cents: 3}}
	view := h.save(twice)
	doc := h.sellGoods(view)
	if view.Tax != 1 || doc.VAT[0].Tax != view.Tax {
		t.Errorf("VAT of the catalogue %d, of the invoice %d: want 1, on the group and not on its parts", view.Tax, doc.VAT[0].Tax)
	}
}

func TestEachDepositSaysWhatIsDueNow(t *testing.T) {
	h := openClub(t)
	for _, test := range []struct {
		deposit    catalogue.Deposit
		now, later money.Cents
	}{
		{catalogue.Deposit{Kind: catalogue.DepositAll}, 651_00, 0},
		{catalogue.Deposit{Kind: catalogue.DepositPercent, Value: 30}, 195_30, 455_70},
		{catalogue.Deposit{Kind: catalogue.DepositAmount, Value: 100_00}, 100_00, 551_00},
		{catalogue.Deposit{Kind: catalogue.DepositNone}, 0, 651_00},
	} {
		offer := goods("Selle", 651_00)
		offer.Deposit = test.deposit
		if view := h.save(offer); view.Now != test.now || view.Later != test.later {
			t.Errorf("%s: now %d, later %d", test.deposit.Kind, view.Now, view.Later)
		}
	}
}

func TestASaleTakesTheRateOfItsDay(t *testing.T) {
	h := openClub(t)
	gloves := h.named("Gants enfant")
	settings, err := h.SettingsView(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	rates := slices.Clone(settings.VAT)
	for i := range rates {
		if rates[i].Code == "standard" {
			next := rates[i]
			rates[i].Through = "2026-10-31"
			next.From, next.Rate = "2026-11-01", 21_00
			rates = append(rates, next)
		}
	}
	if _, err := h.SaveVAT(t.Context(), h.req(), desk.Change[[]club.VATRate]{Version: settings.Versions.VAT, Value: rates}); err != nil {
		t.Fatal(err)
	}
	before := h.sellGoods(gloves)
	h.clock.set(t, "2026-10-31 22:59") // 23:59 at the club
	lastDay := h.sellGoods(gloves)
	h.clock.set(t, "2026-10-31 23:00")
	after := h.sellGoods(gloves)
	if before.VAT[0].Rate != 20_00 || lastDay.VAT[0].Rate != 20_00 || after.VAT[0].Rate != 21_00 {
		t.Errorf("rates %d, %d, %d", before.VAT[0].Rate, lastDay.VAT[0].Rate, after.VAT[0].Rate)
	}
	if before.Total != after.Total {
		t.Error("the price that includes VAT is what binds")
	}
}

func TestAClubOutsideVATChargesNoneAndSaysWhy(t *testing.T) {
	in := firstRun()
	in.VAT, in.Identity.VATNumber = false, ""
	h := openClubAs(t, in)
	gloves := h.named("Gants enfant")
	if gloves.Tax != 0 || gloves.Net != gloves.Price || gloves.VAT[0].Kind != club.Exempt {
		t.Errorf("%+v", gloves)
	}
	if doc := h.sellGoods(gloves); doc.VAT[0].Tax != 0 || !slices.ContainsFunc(doc.Mentions, func(m club.Texts) bool { return strings.Contains(m.French, "art. 293 B du CGI") }) {
		t.Errorf("%+v %q", doc.VAT, doc.Mentions)
	}
	licence := h.named("Licence FFE 2027, moins de 18 ans")
	if licence.VAT[0].Kind != club.ThirdParty {
		t.Errorf("a licence stays the federation's money: %+v", licence.VAT)
	}
}

func TestANewPriceIsForSalesToCome(t *testing.T) {
	h := openClub(t)
	gloves := h.named("Gants enfant")
	sold := h.sellGoods(gloves)
	dearer := gloves.Offer
	dearer.Price, dearer.Parts = 16_00, []catalogue.Part{{VAT: "standard", Cents: 16_00}}
	view := h.save(dearer)
	if view.Sold != 1 || view.Version != gloves.Version+1 {
		t.Errorf("sold %d, version %d", view.Sold, view.Version)
	}
	kept, err := h.Document(t.Context(), sold.ID)
	if err != nil || kept.Total != 14_90 {
		t.Errorf("the invoice now says %d, %v", kept.Total, err)
	}
	if doc := h.sellGoods(view); doc.Total != 16_00 {
		t.Errorf("sold at %d", doc.Total)
	}
}

func TestAnOfferThatCannotBeSoldIsRefused(t *testing.T) {
	h := openClub(t)
	for name, test := range map[string]struct {
		spoil func(*catalogue.Offer)
		code  club.Code
		field string
	}{
		"without a name":             {func(o *catalogue.Offer) { o.Name = " " }, club.CodeRequired, "name"},
		"with parts that do not fit": {func(o *catalogue.Offer) { o.Parts[0].Cents-- }, club.CodeVATParts, "parts"},
		"without parts":              {func(o *catalogue.Offer) { o.Parts, o.Price = nil, 0 }, club.CodeVATParts, "parts"},
		"at a rate nobody dated":     {func(o *catalogue.Offer) { o.Parts[0].VAT = "luxury" }, club.CodeVATUnknown, "parts"},
		"below nothing":              {func(o *catalogue.Offer) { o.Price = -1 }, club.CodePriceNegative, "priceCents"},
		"with a deposit above it":    {func(o *catalogue.Offer) { o.Deposit = catalogue.Deposit{Kind: catalogue.DepositPercent, Value: 101} }, club.CodeDepositTooHigh, "deposit"},
		"of a kind nobody sells":     {func(o *catalogue.Offer) { o.Kind = "loan" }, club.CodeInvalid, "kind"},
		"as a package of no season":  {func(o *catalogue.Offer) { o.Kind = catalogue.Package }, club.CodeRequired, "season"},
		"as a package of no lesson":  {func(o *catalogue.Offer) { o.Kind, o.Season = catalogue.Package, 1 }, club.CodeInvalid, "terms.weekly"},
		"in a season nobody made":    {func(o *catalogue.Offer) { o.Season = 99 }, club.CodeSeasonNotFound, "season"},
		"for ages that cross":        {func(o *catalogue.Offer) { o.AgeMin, o.AgeMax = 18, 12 }, club.CodeInvalid, "ageMax"},
		"as a card without lessons":  {func(o *catalogue.Offer) { o.Kind = catalogue.Card }, club.CodeRequired, "terms.units"},
		"as a licence of no day":     {func(o *catalogue.Offer) { o.Kind, o.Terms.ValidFrom = catalogue.Licence, "2026-02-30" }, club.CodeBadDay, "terms.validFrom"},
		"as a licence that ends first": {func(o *catalogue.Offer) {
			o.Kind, o.Terms.ValidFrom, o.Terms.ValidThrough = catalogue.Licence, "2027-01-01", "2026-12-31"
		}, club.CodeDayOrder, "terms.validThrough"},
	} {
		t.Run(name, func(t *testing.T) {
			offer := goods("Gants", 14_90)
			test.spoil(&offer)
			_, err := h.SaveOffer(t.Context(), h.req(), offer)
			wantRefusal(t, err, test.code, test.field)
		})
	}
}

func TestAStaleOfferIsRefusedWithWhatStandsThere(t *testing.T) {
	h := openClub(t)
	mine := h.named("Gants enfant").Offer
	theirs := mine
	theirs.Name = "Gants junior"
	h.save(theirs)
	mine.Name = "Gants bébé"
	_, err := h.SaveOffer(t.Context(), h.req(), mine)
	refusal := wantRefusal(t, err, club.CodeStale, "")
	if current, ok := refusal.Params["current"].(catalogue.Offer); !ok || current.Name != "Gants junior" {
		t.Errorf("%+v", refusal.Params)
	}
}

func TestTheKindOfAnOfferStays(t *testing.T) {
	h := openClub(t)
	offer := h.named("Gants enfant").Offer
	offer.Kind = catalogue.Membership
	_, err := h.SaveOffer(t.Context(), h.req(), offer)
	wantRefusal(t, err, club.CodeInvalid, "kind")
}

func TestAnArchivedOfferIsNotSoldUntilItIsRestored(t *testing.T) {
	h := openClub(t)
	gloves := h.named("Gants enfant")
	if _, err := h.ArchiveOffer(t.Context(), h.req(), gloves.ID); err != nil {
		t.Fatal(err)
	}
	archived, err := h.Offers(t.Context(), desk.OfferFilter{Archived: true})
	if err != nil || len(archived) != 1 || archived[0].ID != gloves.ID {
		t.Fatalf("%+v, %v", archived, err)
	}
	cart, err := h.OpenCart(t.Context(), h.req(), 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.AddLine(t.Context(), h.req(), cart.ID, desk.AddLine{Offer: gloves.ID, Quantity: 1})
	wantRefusal(t, err, club.CodeOfferArchived, "offer")
	if _, err := h.RestoreOffer(t.Context(), h.req(), gloves.ID); err != nil {
		t.Fatal(err)
	}
	h.sellGoods(gloves)
	_, err = h.ArchiveOffer(t.Context(), h.req(), 9999)
	wantRefusal(t, err, club.CodeOfferNotFound, "")
}

func TestACopyStandsBehindTheOthersAndHasItsOwnLife(t *testing.T) {
	h := openClub(t)
	gloves := h.named("Gants enfant")
	copied, err := h.DuplicateOffer(t.Context(), h.req(), gloves.ID)
	if err != nil {
		t.Fatal(err)
	}
	if copied.ID == gloves.ID || copied.Name != "Gants enfant, copie" || copied.Price != gloves.Price || copied.Version != 1 {
		t.Errorf("%+v", copied.Offer)
	}
	offers, err := h.Offers(t.Context(), desk.OfferFilter{Kind: catalogue.Goods})
	if err != nil || offers[len(offers)-1].ID != copied.ID {
		t.Errorf("the copy is not the last of its kind: %+v, %v", offers, err)
	}
}

func TestWhatWasGivenBackWholeWasNotSold(t *testing.T) {
	h := openClub(t)
	gloves := h.named("Gants enfant")
	doc := h.sellGoods(gloves)
	h.sellGoods(gloves)
	if _, err := h.Credit(t.Context(), h.req(), doc.ID, desk.Credit{Reason: "Mauvaise taille"}); err != nil {
		t.Fatal(err)
	}
	if sold := h.named("Gants enfant").Sold; sold != 1 {
		t.Errorf("sold %d, want 1", sold)
	}
}

func TestTheStarterCatalogueSpeaksTheClubsLanguageAndKnowsItsCountry(t *testing.T) {
	h := openClub(t)
	five, licence := h.named("5 cours collectifs"), h.named("Licence FFE 2027, 18 ans et plus")
	if five.Terms.Units != 5 || five.Terms.Months != 1 || five.VAT[0].Rate != 5_50 {
		t.Errorf("%+v", five)
	}
	if licence.Terms.ValidFrom != "2026-09-01" || licence.Terms.ValidThrough != "2027-12-31" || licence.VAT[0].Kind != club.ThirdParty {
		t.Errorf("a licence taken in October covers the next year: %+v", licence)
	}

	in := firstRun()
	in.Identity.Country, in.Identity.Language, in.Identity.Zone = "BE", "nl", "Europe/Brussels"
	in.Identity.SIREN, in.Identity.VATNumber, in.Identity.IBAN, in.Identity.BIC = "", "", "", ""
	belgian := openClubAs(t, in)
	if card := belgian.named("5 groepslessen"); card.VAT[0].Rate != 21_00 {
		t.Errorf("%+v", card.VAT)
	}
	offers, err := belgian.Offers(t.Context(), desk.OfferFilter{})
	if err != nil || slices.ContainsFunc(offers, func(o desk.OfferView) bool { return strings.Contains(o.Name, "FFE") }) {
		t.Errorf("a Belgian club sells no French licence: %v", err)
	}
}
