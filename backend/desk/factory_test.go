package desk_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/locale"
	"paddock/backend/money"
)

// house is a club on a real data folder, with a clock the test sets.
type house struct {
	*desk.Desk
	t     *testing.T
	dir   string
	owner club.Actor
	clock *clock
	keys  int // idempotency keys handed out
}

// clock stands still until a test moves it.
type clock struct {
	mutex sync.Mutex
	at    time.Time
}

func (c *clock) now() time.Time {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.at
}

// set moves the clock to a moment in UTC: "2026-10-07 12:00".
func (c *clock) set(t *testing.T, moment string) {
	t.Helper()
	at, err := time.Parse("2006-01-02 15:04", moment)
	if err != nil {
		t.Fatal(err)
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.at = at
}

// firstRun is a French club that charges VAT and has the starter catalogue; its
// numbers are the published examples of the check digits.
func firstRun() desk.FirstRun {
	return desk.FirstRun{
		Owner: "Laure Caron",
		Identity: club.Identity{
			Name: "Écuries de Vaubrun", Tagline: "Centre équestre et poney-club", LegalForm: "EARL au capital de 8 000 €",
			Registry: "RCS Vaubrun", Street: "12 chemin du Moulin", PostalCode: "26999", Town: "Vaubrun", Country: "FR",
			Phone: "04 75 00 00 00", Email: "bonjour@vaubrun.example", SIREN: "732829320", VATNumber: "FR44732829320",
			IBAN: "FR7630006000011234567890189", BIC: "AGRIFRPP", Language: locale.French, Zone: "Europe/Paris",
		},
		Season:  calendar.Season{Name: "2026–2027", First: "2026-09-01", Last: "2027-08-31"},
		VAT:     true,
		Link:    "https://pay.example/?amount={amount}&ref={reference}&lang={language}",
		Starter: true,
	}
}

// openClub opens a French club on 7 October 2026 at noon.
func openClub(t *testing.T) *house {
	t.Helper()
	return openClubAs(t, firstRun())
}

// openClubAs opens a club of the test's own making.
func openClubAs(t *testing.T, in desk.FirstRun) *house {
	t.Helper()
	h := &house{t: t, dir: t.TempDir(), clock: &clock{}}
	h.clock.set(t, "2026-10-07 10:00")
	h.open()
	session, err := h.OpenClub(t.Context(), desk.Request{}, in)
	if err != nil {
		t.Fatalf("open club: %v", err)
	}
	h.owner = session.Person
	return h
}

// open opens the data folder; a test closes it before it opens it again.
func (h *house) open() {
	h.t.Helper()
	opened, err := desk.Open(context.Background(), desk.Options{
		Dir: h.dir, Now: h.clock.now, Version: "test", Keys: desk.FileKeys(h.dir + "-keys"),
	})
	if err != nil {
		h.t.Fatalf("open desk: %v", err)
	}
	h.Desk = opened
	h.t.Cleanup(func() { opened.Close() })
}

// req is a request of the owner under a new idempotency key.
func (h *house) req() desk.Request {
	h.keys++
	return desk.Request{Actor: h.owner, Key: fmt.Sprintf("test-key-%04d", h.keys)}
}

// family makes a household with a complete address and riders of these first
// names, all born on 2 May 2014.
func (h *house) family(name string, riders ...string) desk.HouseholdView {
	h.t.Helper()
	view, err := h.SaveHousehold(h.t.Context(), h.req(), desk.SaveHousehold{Household: household(name, riders...)})
	if err != nil {
		h.t.Fatalf("save household %s: %v", name, err)
	}
	return view
}

// household is what family saves.
func household(name string, riders ...string) club.Household {
	home := club.Household{
		Kind: "family", Name: name, Language: locale.French, Email: "famille@" + slug(name) + ".example",
		Contacts:  []club.Contact{{Civility: "Mme", Surname: name, FirstName: "Sophie", Pays: true}},
		Addresses: []club.Address{{Street: "8 rue des Tanneurs", PostalCode: "26999", Town: "Vaubrun", Country: "FR", Default: true}},
	}
	for _, first := range riders {
		home.Riders = append(home.Riders, club.Rider{
			Civility: "Mme", Sex: "F", Surname: name, FirstName: first, BirthDate: "2014-05-02",
		})
	}
	return home
}

// slug is a name as part of a domain.
func slug(name string) string {
	text := ""
	for _, word := range club.Words(name) {
		text += word
	}
	return text
}

// wantRefusal fails unless err is this refusal about this field.
func wantRefusal(t *testing.T, err error, code club.Code, field string) *club.Error {
	t.Helper()
	var refusal *club.Error
	if !errors.As(err, &refusal) || refusal.Code != code || refusal.Field != field {
		t.Fatalf("got %v, want the refusal %s on %q", err, code, field)
	}
	if !locale.Has("error." + string(code)) {
		t.Errorf("error.%s has no text", code)
	}
	return refusal
}

// goods puts a thing on sale at 20 %.
func (h *house) goods(name string, price money.Cents) catalogue.OfferID {
	h.t.Helper()
	view, err := h.SaveOffer(h.t.Context(), h.req(), catalogue.Offer{
		Kind: catalogue.Goods, Name: name, Price: price,
		Parts:   []catalogue.Part{{VAT: "standard", Cents: price}},
		Deposit: catalogue.Deposit{Kind: catalogue.DepositAll},
	})
	if err != nil {
		h.t.Fatalf("save offer %s: %v", name, err)
	}
	return view.ID
}

// sell issues one invoice of an offer to a household, paid by the tenders and
// the rest on account; the conditions of sale are accepted.
func (h *house) sell(household club.HouseholdID, offer catalogue.OfferID, tenders ...billing.Tender) desk.Sale {
	h.t.Helper()
	cart, err := h.OpenCart(h.t.Context(), h.req(), household)
	if err != nil {
		h.t.Fatalf("open cart: %v", err)
	}
	cart, err = h.AddLine(h.t.Context(), h.req(), cart.ID, desk.AddLine{Offer: offer, Quantity: 1})
	if err != nil {
		h.t.Fatalf("add line: %v", err)
	}
	sale, err := h.Checkout(h.t.Context(), h.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, Tenders: tenders, OnAccount: true})
	if err != nil {
		h.t.Fatalf("checkout: %v", err)
	}
	return sale
}
