package desk_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
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

// shop is an open club with one family and a few offers, at a time the test
// sets.
type shop struct {
	*desk.Desk
	t      testing.TB
	dir    string
	owner  club.Actor
	family desk.HouseholdView
	offers map[string]catalogue.OfferID

	mu  sync.Mutex
	now time.Time
}

var ctx = context.Background()

// newShop opens on Wednesday 7 October 2026 at 11:44 in Paris.
func newShop(t testing.TB) *shop {
	t.Helper()
	s := &shop{t: t, dir: t.TempDir(), now: time.Date(2026, 10, 7, 9, 44, 16, 0, time.UTC), offers: map[string]catalogue.OfferID{}}
	s.open()
	session, err := s.OpenClub(ctx, desk.Request{}, desk.FirstRun{
		Owner: "Laure", VAT: true, Link: "https://pay.example/f/{reference}?amount={amount}&lang={language}",
		Season: calendar.Season{Name: "2026–2027", First: "2026-09-01", Last: "2027-08-31"},
		Identity: club.Identity{
			Name: "Écuries de Vaubrun", Street: "14 chemin des Saules", PostalCode: "26999", Town: "Vaubrun-sur-Lierne", Country: "FR",
			SIREN: "123456782", IBAN: "FR7630006000011234567890189", BIC: "AGRIFRPPXXX", Language: locale.French, Zone: "Europe/Paris",
		},
	})
	s.must(err)
	s.owner = session.Person
	s.family, err = s.SaveHousehold(ctx, s.req(), desk.SaveHousehold{Household: club.Household{
		Kind: "family", Name: "Delcourt", Language: locale.French, Email: "sophie@courriel.example",
		Contacts: []club.Contact{{Surname: "Delcourt", FirstName: "Sophie", Mobile: "0639981402", Pays: true}},
		Addresses: []club.Address{{Recipient: "Madame Sophie Delcourt", Street: "8 rue des Tanneurs", PostalCode: "26999",
			Town: "Vaubrun-sur-Lierne", Country: "FR", Default: true}},
		Riders: []club.Rider{
			{Surname: "Delcourt", FirstName: "Manon", Sex: "F", BirthDate: "2014-05-02"},
			{Surname: "Delcourt", FirstName: "Hugo", Sex: "M", BirthDate: "2017-03-14"},
		},
	}})
	s.must(err)
	s.offer("card", catalogue.Offer{Kind: catalogue.Card, Name: "Carte 10 cours collectifs", Price: 11000,
		Parts: []catalogue.Part{{VAT: "riding", Cents: 11000}}, Deposit: catalogue.Deposit{Kind: catalogue.DepositPercent, Value: 30},
		Terms: catalogue.Terms{Units: 10, Months: 1, LessonKind: "group"}})
	s.offer("licence", catalogue.Offer{Kind: catalogue.Licence, Name: "Licence FFE 2027, moins de 18 ans", Price: 2500, AgeMax: 17,
		Parts: []catalogue.Part{{VAT: "thirdParty", Cents: 2500}}, Deposit: catalogue.Deposit{Kind: catalogue.DepositAll},
		Terms: catalogue.Terms{LicenceKind: "FFE", ValidFrom: "2026-09-01", ValidThrough: "2027-12-31"}})
	s.offer("gloves", catalogue.Offer{Kind: catalogue.Goods, Name: "Gants enfant", Price: 3500,
		Parts: []catalogue.Part{{VAT: "standard", Cents: 3500}}, Deposit: catalogue.Deposit{Kind: catalogue.DepositAll}})
	return s
}

// open opens the data folder, also again after a test closed it.
func (s *shop) open() {
	s.t.Helper()
	d, err := desk.Open(ctx, desk.Options{
		Dir: s.dir, Version: "test", Now: s.clock, Keys: desk.FileKeys(filepath.Join(s.dir, "keys")),
	})
	s.must(err)
	s.Desk = d
	s.t.Cleanup(func() { d.Close() })
}

func (s *shop) clock() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

// wait lets time pass.
func (s *shop) wait(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.now = s.now.Add(d)
}

func (s *shop) req() desk.Request { return desk.Request{Actor: s.owner} }

func (s *shop) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *shop) offer(name string, o catalogue.Offer) {
	s.t.Helper()
	saved, err := s.SaveOffer(ctx, s.req(), o)
	s.must(err)
	s.offers[name] = saved.ID
}

// cart fills a cart for the family: "card" and "licence" for Hugo, the rest for
// nobody in particular.
func (s *shop) cart(household club.HouseholdID, names ...string) desk.CartView {
	s.t.Helper()
	cart, err := s.OpenCart(ctx, s.req(), household)
	s.must(err)
	for _, name := range names {
		line := desk.AddLine{Offer: s.offers[name], Quantity: 1}
		if name != "gloves" {
			line.Rider = s.family.Riders[1].ID
		}
		cart, err = s.AddLine(ctx, s.req(), cart.ID, line)
		s.must(err)
	}
	return cart
}

// sell checks a cart of the family out.
func (s *shop) sell(tenders []billing.Tender, names ...string) desk.Sale {
	s.t.Helper()
	cart := s.cart(s.family.ID, names...)
	sale, err := s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, Tenders: tenders})
	s.must(err)
	return sale
}

// proved fails the test when verify finds anything.
func (s *shop) proved() {
	s.t.Helper()
	proof, err := s.Verify(ctx)
	s.must(err)
	if !proof.OK {
		s.t.Errorf("verify: %+v", proof.First)
	}
}

func (s *shop) refuses(err error, code club.Code) {
	s.t.Helper()
	if !errors.Is(err, club.Refuse(code)) {
		s.t.Errorf("want %s, got %v", code, err)
	}
}

func cash(cents money.Cents) []billing.Tender {
	return []billing.Tender{{Way: billing.Cash, Cents: cents}}
}

func cheque(cents money.Cents) billing.Tender {
	return billing.Tender{Way: billing.Cheque, Cents: cents, Detail: billing.Detail{Number: "4081127", Back: "Hugo Delcourt"}}
}

func link(cents money.Cents) billing.Tender { return billing.Tender{Way: billing.Link, Cents: cents} }

// journal visits the chain with nothing but SQLite, as an inspector would.
func (s *shop) journal(visit func(kind, line string)) {
	s.t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(s.dir, "paddock.db")+"?mode=ro")
	s.must(err)
	defer db.Close()
	rows, err := db.Query("SELECT kind, line FROM journal ORDER BY seq")
	s.must(err)
	defer rows.Close()
	for rows.Next() {
		var kind, line string
		s.must(rows.Scan(&kind, &line))
		visit(kind, line)
	}
	s.must(rows.Err())
}
