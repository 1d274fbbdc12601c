package desk_test

import (
	"database/sql"
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"paddock/backend/billing"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/mail/mailtest"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// kept keeps a sale of these for a link, and lets the provider make it.
func (l *linked) kept(names ...string) desk.CartView {
	l.t.Helper()
	cart := l.cart(l.family.ID, names...)
	_, err := l.KeepCart(ctx, l.req(), cart.ID, desk.KeepCart{Awaits: billing.AwaitsLink})
	l.must(err)
	l.tend()
	return l.now(cart.ID)
}

func (l *linked) now(id billing.CartID) desk.CartView {
	l.t.Helper()
	cart, err := l.Cart(ctx, id, nil)
	l.must(err)
	return cart
}

// soldBy is the one invoice of the family.
func (l *linked) soldBy() desk.DocumentView {
	l.t.Helper()
	docs, err := l.Documents(ctx, sqlite.DocumentFilter{})
	l.must(err)
	if len(docs.Rows) != 1 {
		l.t.Fatalf("%d documents: %+v", len(docs.Rows), docs.Rows)
	}
	view, err := l.Document(ctx, docs.Rows[0].ID)
	l.must(err)
	return view
}

func TestACartKeptForALinkBecomesItsSaleOnceWhateverIsReported(t *testing.T) {
	for _, provider := range []string{"stripe", "mollie", "systempay"} {
		t.Run(provider, func(t *testing.T) {
			l := newLinked(t, provider)
			cart := l.kept("gloves", "card")
			if cart.Link == nil || cart.Link.LinkState != "open" || !strings.HasPrefix(cart.Link.URL, "https://pay.example/") || cart.Link.Cents != cart.Now || cart.Now == cart.Total {
				t.Fatalf("%+v, due now %d of %d", cart.Link, cart.Now, cart.Total)
			}
			l.provider.Pay(cart.Now, "EUR")
			for range 4 {
				l.tend()
			}
			l.begin()
			l.tend()
			sold := l.soldBy()
			if l.now(cart.ID).State != billing.CartIssued || sold.Paid != cart.Now || sold.Total != cart.Total || sold.OrderRef[:3] != "CMD" || len(l.toCheck()) != 0 {
				t.Errorf("cart %s, %d paid of %d, to check %+v", l.now(cart.ID).State, sold.Paid, sold.Total, l.toCheck())
			}
			if r := l.request(sold.ID); r.Cents != sold.Total-sold.Paid || r.State != "open" {
				t.Errorf("the rest is asked for by the invoice's own link: %+v", r)
			}
			l.proved()
		})
	}
}

func TestALinkFollowsItsCart(t *testing.T) {
	l := newLinked(t, "stripe")
	cart := l.kept("gloves")
	first := *cart.Link
	_, err := l.AddLine(ctx, l.req(), cart.ID, desk.AddLine{Offer: l.offers["gloves"], Quantity: 1})
	l.must(err)
	if now := l.now(cart.ID).Link; now.ID == first.ID || now.Cents != 7000 || now.LinkState != "wanted" {
		t.Fatalf("another line: %+v", now)
	}
	l.tend()
	l.tend()
	if !l.provider.Closed() || l.provider.Links() != 2 {
		t.Errorf("%d links, the first closed: %v", l.provider.Links(), l.provider.Closed())
	}
	l.must(l.undoes()) // the line
	l.must(l.undoes()) // the keeping
	if now := l.now(cart.ID); now.Link != nil || now.Awaits != "" {
		t.Errorf("undone: %+v", now.Link)
	}
	l.proved()
	for name, end := range map[string]func(id billing.CartID){
		"dropped": func(id billing.CartID) { _, err := l.DropCart(ctx, l.req(), id); l.must(err) },
		"a cheque": func(id billing.CartID) {
			_, err := l.KeepCart(ctx, l.req(), id, desk.KeepCart{Awaits: billing.AwaitsCheque})
			l.must(err)
		},
		"over": func(id billing.CartID) { l.wait(9 * 24 * time.Hour); l.tend() },
		"sold": func(id billing.CartID) {
			c := l.now(id)
			_, err := l.Checkout(ctx, l.req(), id, desk.Checkout{Terms: c.TermsVersion, Tenders: cash(c.Total)})
			l.must(err)
		},
	} {
		again := l.kept("gloves")
		end(again.ID)
		l.tend()
		l.provider.Pay(3500, "EUR")
		l.refunded() // as what is paid by a link that is closed
		if list := l.toCheck(); name == "over" && len(list) != 0 || name != "over" && (len(list) != 1 || list[0].Why != "late" || list[0].Cart != again.ID) {
			t.Errorf("%s: %+v", name, list)
		}
		for _, paid := range l.toCheck() {
			_, err := l.SettleLinkPayment(ctx, l.req(), paid.ID, desk.LinkPaymentFate{Take: true})
			l.must(err)
		}
		if name == "over" && l.now(again.ID).State != billing.CartIssued {
			t.Error("paid late, and what it sells is still there: it is sold")
		}
	}
	l.proved()
}

func TestWhatComesOtherwiseForACartIsNeverItsSaleBySilence(t *testing.T) {
	for name, test := range map[string]struct {
		cents    money.Cents
		currency string
		before   func(*linked)
		why      string
	}{
		"another amount":   {3000, "EUR", nil, "amount"},
		"another currency": {3500, "USD", nil, "currency"},
		"another price": {3500, "EUR", func(l *linked) {
			offers, err := l.Offers(ctx, desk.OfferFilter{})
			l.must(err)
			offer := offers[slices.IndexFunc(offers, func(o desk.OfferView) bool { return o.ID == l.offers["gloves"] })].Offer
			offer.Price, offer.Parts[0].Cents = 4000, 4000
			_, err = l.SaveOffer(ctx, l.req(), offer)
			l.must(err)
		}, "amount"},
		"no invoice can be made": {3500, "EUR", (*linked).ahead, "cart"},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLinked(t, "mollie")
			cart := l.kept("gloves")
			if test.before != nil {
				test.before(l)
			}
			l.provider.Pay(test.cents, test.currency)
			l.tend()
			l.tend()
			list := l.toCheck()
			now := l.now(cart.ID)
			if len(list) != 1 || list[0].Why != test.why || list[0].Cart != cart.ID || list[0].Invoice != 0 || now.State == billing.CartIssued {
				t.Fatalf("%+v, cart %s", list, now.State)
			}
			if now.Link.State == "open" || !now.Link.Received || l.provider.Links() != 1 {
				t.Errorf("the family is asked again: %+v", now.Link)
			}
			fate := desk.LinkPaymentFate{Take: test.currency == "EUR"}
			_, err := l.SettleLinkPayment(ctx, l.req(), list[0].ID, fate)
			l.must(err)
			if now = l.now(cart.ID); fate.Take && now.Credit != test.cents {
				t.Errorf("credit %d", now.Credit)
			}
			l.proved()
		})
	}
}

// ahead issues an invoice of a later day: none is made now before the owner confirms
// the clock.
func (l *linked) ahead() {
	l.wait(30 * 24 * time.Hour)
	l.owes("gloves")
	l.wait(-30 * 24 * time.Hour)
}

func TestAPaidCartWhosePlaceIsGoneIsToldAndNobodyIsOversold(t *testing.T) {
	y := openYard(t)
	y.at("2026-10-13 12:00")
	one := y.series(5, 17*60, 1, nil)
	l := y.shop.linked("mollie")
	keeps := func(rider club.RiderID) desk.CartView {
		t.Helper()
		cart, err := l.OpenCart(ctx, l.req(), y.householdOf(rider), y.weekly(rider, one))
		l.must(err)
		_, err = l.UnlockCartLink(ctx, l.req(), cart.ID, desk.UnlockLink{Reason: "rien"})
		l.refuses(err, club.CodeNotWithheld)
		_, err = l.KeepCart(ctx, l.req(), cart.ID, desk.KeepCart{Awaits: billing.AwaitsLink, Until: "2026-10-14"})
		l.must(err)
		return l.now(cart.ID)
	}
	cart := keeps(y.manon)
	if cart.Link.Withheld { // packages wait for the file
		_, err := l.UnlockCartLink(ctx, l.req(), cart.ID, desk.UnlockLink{Reason: "vu"})
		l.must(err)
	}
	_, err := l.TendLinks(ctx)
	l.must(err)
	y.at("2026-10-15 09:00")
	other, err := l.OpenCart(ctx, l.req(), y.householdOf(y.hugo), y.weekly(y.hugo, one))
	l.must(err)
	y.checkout(other)
	l.provider.Pay(cart.Now, "EUR")
	l.tend()
	list := l.toCheck()
	if len(list) != 1 || list[0].Why != "cart" || y.takenOn("2026-10-16") != 1 {
		t.Fatalf("%+v, %d in a lesson of one", list, y.takenOn("2026-10-16"))
	}
	_, err = l.SettleLinkPayment(ctx, l.req(), list[0].ID, desk.LinkPaymentFate{Take: true})
	l.must(err)
	if got := l.now(cart.ID); got.Credit != cart.Now || got.State == billing.CartIssued {
		t.Errorf("credit %d, cart %s", got.Credit, got.State)
	}
	l.proved()
}

func TestACartPaidAfterTheDayWasClosedKeepsItsPlaceAndIsSoldOnceTheNextDayBegins(t *testing.T) {
	for name, next := range map[string]string{"at once": "2026-10-14 00:00", "the program was off for days": "2026-10-17 09:00"} {
		t.Run(name, func(t *testing.T) {
			y := openYard(t)
			y.at("2026-10-13 12:00")
			one := y.series(5, 17*60, 1, nil)
			l := y.shop.linked("mollie")
			cart, err := l.OpenCart(ctx, l.req(), y.householdOf(y.manon), y.weekly(y.manon, one))
			l.must(err)
			_, err = l.KeepCart(ctx, l.req(), cart.ID, desk.KeepCart{Awaits: billing.AwaitsLink, Until: "2026-10-13"})
			l.must(err)
			if l.now(cart.ID).Link.Withheld {
				_, err := l.UnlockCartLink(ctx, l.req(), cart.ID, desk.UnlockLink{Reason: "vu"})
				l.must(err)
			}
			looks := func(when string) {
				t.Helper()
				y.at(when)
				_, err := l.TendLinks(ctx)
				l.must(err)
			}
			looks("2026-10-13 12:05")
			y.at("2026-10-13 18:30")
			l.closes("2026-10-13")
			l.provider.Pay(l.now(cart.ID).Now, "EUR")
			docs, err := l.Documents(ctx, sqlite.DocumentFilter{})
			l.must(err)
			before := len(docs.Rows)
			waits := func() {
				t.Helper()
				now := l.now(cart.ID)
				if now.State == billing.CartIssued || now.Expired || now.Link.State != "open" || now.Link.Received || now.Link.Problem != "" || now.Link.Pending == "" || len(l.toCheck()) != 0 {
					t.Fatalf("cart %s, over %v, its link %+v, to check %+v", now.State, now.Expired, now.Link, l.toCheck())
				}
			}
			looks("2026-10-13 20:00")
			waits()
			l.begin()
			_, err = l.LookAtCartLink(ctx, l.req(), cart.ID)
			l.must(err)
			looks("2026-10-13 20:01")
			waits()
			y.at(next)
			_, err = l.OpenCart(ctx, l.req(), y.householdOf(y.hugo), y.weekly(y.hugo, one))
			l.refuses(err, club.CodePlaceGone)
			looks(next)
			l.begin()
			l.tend()
			docs, err = l.Documents(ctx, sqlite.DocumentFilter{})
			l.must(err)
			sold := docs.Rows[0]
			if l.now(cart.ID).State != billing.CartIssued || len(docs.Rows) != before+1 || sold.Settled != cart.Now || string(sold.Day) != next[:10] || y.takenOn("2026-11-06") != 1 || len(l.toCheck()) != 0 {
				t.Errorf("cart %s, %+v, %d of %d documents new, to check %+v", l.now(cart.ID).State, sold, len(docs.Rows)-before, len(docs.Rows), l.toCheck())
			}
			l.proved()
		})
	}
}

func TestALinkOverACartWaitsForItsFiles(t *testing.T) {
	s, _ := enrolment(t)
	l := s.linked("stripe")
	cart := l.kept("membership")
	if !cart.Link.Withheld || len(cart.Link.Awaited) == 0 || l.provider.Links() != 0 {
		t.Fatalf("%+v, %d links", cart.Link, l.provider.Links())
	}
	_, err := l.UnlockCartLink(ctx, l.req(), cart.ID, desk.UnlockLink{})
	l.refuses(err, club.CodeRequired)
	_, err = l.UnlockCartLink(ctx, l.req(), cart.ID, desk.UnlockLink{Reason: "vu avec la famille"})
	l.must(err)
	l.tend()
	if now := l.now(cart.ID); now.Link.LinkState != "open" || now.Link.Withheld {
		t.Errorf("%+v", now.Link)
	}
	rows, err := l.Overrides().Rows(ctx, desk.ListQuery{From: "2026-10-01", To: "2026-10-31"})
	l.must(err)
	if !slices.ContainsFunc(rows, func(o sqlite.Override) bool { return o.Link == cart.Link.ID && o.Reason == "vu avec la famille" }) {
		t.Errorf("the owner's list: %+v", rows)
	}
	l.proved()
}

func TestALinkOverACartIsMailedOnceItIsMadeAndNotOnceItIsOver(t *testing.T) {
	l := newLinked(t, "mollie")
	server := mailtest.StartFaulty(t)
	l.sendsBy(server.Port)
	cart := l.cart(l.family.ID, "gloves")
	_, err := l.KeepCart(ctx, l.req(), cart.ID, desk.KeepCart{Awaits: billing.AwaitsLink})
	l.must(err)
	rows, err := l.Outbox().Rows(ctx, desk.ListQuery{})
	l.must(err)
	if len(rows) != 0 {
		t.Fatalf("before there is a link: %+v", rows)
	}
	l.tend()
	if m := l.sends(sqlite.MailSent); m.Kind != "cartLink" || server.Taken() != 1 {
		t.Errorf("%+v, %d handed over", m, server.Taken())
	}
	_, err = l.DropCart(ctx, l.req(), cart.ID)
	l.must(err)
	gone := l.kept("gloves")
	_, err = l.DropCart(ctx, l.req(), gone.ID)
	l.must(err)
	_, err = l.SendMails(ctx, l.req())
	l.must(err)
	rows, err = l.Outbox().Rows(ctx, desk.ListQuery{})
	l.must(err)
	if at := slices.IndexFunc(rows, func(m sqlite.OutboxMail) bool { return m.State == sqlite.MailDropped && m.Fault == "linkOver" }); at < 0 || server.Taken() != 1 {
		t.Errorf("a link that is over: %+v, %d handed over", rows, server.Taken())
	}
	l.proved()
}

// In training nothing leaves: nobody is asked for a link, and no mail is written.
func TestInTrainingNoLinkOverACartIsAskedForOrMailed(t *testing.T) {
	in := firstRun()
	in.Starter, in.Training = false, true
	h := openClubAs(t, in)
	s := &shop{house: h, family: h.join("Delcourt", "Manon"), offers: map[string]catalogue.OfferID{"gloves": h.goods("Gants enfant", 3500)}}
	l := s.linked("mollie")
	l.sendsBy(1)
	cart := l.kept("gloves")
	rows, err := l.Outbox().Rows(ctx, desk.ListQuery{})
	l.must(err)
	if len(rows) != 0 || cart.Link.LinkState != "wanted" || l.provider.Links() != 0 {
		t.Errorf("%+v", cart.Link)
	}
}

func TestOnlyASaleThatAsksForMoneyIsKeptForALinkOfAClubThatHasThem(t *testing.T) {
	s := newShop(t)
	view := s.settings()
	view.Policy.LinkTemplate = ""
	_, err := s.SavePolicy(ctx, s.req(), desk.Change[club.Policy]{Version: view.Versions.Policy, Value: view.Policy})
	s.must(err)
	cart := s.cart(s.family.ID, "gloves")
	_, err = s.KeepCart(ctx, s.req(), cart.ID, desk.KeepCart{Awaits: billing.AwaitsLink})
	s.refuses(err, club.CodeLinkMissing)
	l := s.linked("mollie")
	l.offers["free"] = l.sells(catalogue.Offer{Kind: catalogue.Goods, Name: "Autocollant", Parts: []catalogue.Part{{VAT: "standard"}}})
	free := l.cart(l.family.ID, "free")
	_, err = l.KeepCart(ctx, l.req(), free.ID, desk.KeepCart{Awaits: billing.AwaitsLink})
	l.refuses(err, club.CodeNothingDue)
}

// The desk sells, and the provider reports, at one moment: one sale, and no money is
// lost. Then the same of an invoice that is paid in cash.
func TestTheDeskAndTheProviderAtOneMomentMakeOneSale(t *testing.T) {
	l := newLinked(t, "mollie")
	at := func(do ...func()) {
		var all sync.WaitGroup
		for _, one := range do {
			all.Go(one)
		}
		all.Wait()
	}
	tend := func() {
		if _, err := l.TendLinks(ctx); err != nil {
			t.Error(err)
		}
	}
	var owed, credit money.Cents
	var took atomic.Int64     // by the desk, in cents of cash
	says := func(err error) { // who comes second is told so, in words
		var refusal *club.Error
		switch {
		case err == nil:
			took.Add(3500)
		case !errors.As(err, &refusal):
			t.Errorf("the desk is told %v", err)
		}
	}
	for round := range 12 {
		cart := l.kept("gloves")
		l.provider.Pay(3500, "EUR")
		l.wait(time.Hour)
		sells := func() {
			_, err := l.Checkout(ctx, l.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, Tenders: cash(3500)})
			says(err)
		}
		at(sells, tend, sells, tend)
		l.tend()
		id := l.owes("gloves")
		l.tend()
		l.provider.Pay(3500, "EUR")
		l.wait(time.Hour)
		at(tend, func() {
			_, err := l.Receive(ctx, l.req(), desk.Receive{Household: l.family.ID, Invoices: []billing.InvoiceID{id}, Tenders: cash(3500)})
			says(err)
		}, tend)
		l.tend()
		for _, paid := range l.toCheck() {
			if paid.Why != "late" {
				t.Errorf("round %d: %+v", round, paid)
			}
			credit += paid.Cents
			_, err := l.SettleLinkPayment(ctx, l.req(), paid.ID, desk.LinkPaymentFate{Take: true})
			l.must(err)
		}
		owed += 7000
		if l.paid(id) != 3500 || l.now(cart.ID).State != billing.CartIssued {
			t.Fatalf("round %d: paid %d, cart %s", round, l.paid(id), l.now(cart.ID).State)
		}
	}
	// Each cart and each invoice is one document; what the desk and the provider took is
	// what they asked for and what waited for a person, to the cent.
	home, err := l.Household(ctx, l.family.ID)
	l.must(err)
	documents, received, online := 0, money.Cents(0), money.Cents(0)
	account, err := l.Account(ctx, l.family.ID)
	l.must(err)
	for _, line := range account.Lines {
		switch {
		case line.Payment == 0:
			documents++
		case line.Way == billing.Cash:
			received += line.Received
		default:
			online += line.Received
		}
	}
	if documents != 24 || int64(received) != took.Load() || online != 24*3500 || received+online != owed+credit {
		t.Errorf("%d documents; %d in cash of which the desk knows %d, %d online, of %d sold and %d twice", documents, received, took.Load(), online, owed, credit)
	}
	if home.Account.Credit != credit || l.role("customers") != -credit {
		t.Errorf("credit %d and %d in the books, of %d sold %d came twice", home.Account.Credit, l.role("customers"), owed, credit)
	}
	l.proved()
}

func TestALinkOverACartThatIsOverIsNeitherGivenOutNorUnlockedNorMailed(t *testing.T) {
	s, hugo := enrolment(t)
	l := s.linked("stripe")
	server := mailtest.StartFaulty(t)
	l.sendsBy(server.Port)
	cart := l.kept("membership")
	if !cart.Link.Withheld {
		t.Fatalf("%+v", cart.Link)
	}
	l.wait(9 * 24 * time.Hour)
	_, err := l.UnlockCartLink(ctx, l.req(), cart.ID, desk.UnlockLink{Reason: "vu avec la famille"})
	l.refuses(err, club.CodeCartExpired)
	l.accept(hugo, "health", "parental", "rules")
	l.holdsLicence(hugo)
	l.tend()
	rows, err := l.Outbox().Rows(ctx, desk.ListQuery{})
	l.must(err)
	if now := l.now(cart.ID); len(rows) != 0 || l.provider.Links() != 0 || now.Link != nil && now.Link.State == "open" {
		t.Errorf("asked to pay for what is gone: %+v, %+v", rows, now.Link)
	}
	l.proved()
}

func TestALinkOfTheClubsOwnAddressFollowsItsCartThroughTimeAndItsMailIsDropped(t *testing.T) {
	l := newLinked(t, "mollie")
	l.moveTo("", "")
	server := mailtest.StartFaulty(t)
	l.sendsBy(server.Port)
	cart := l.kept("gloves")
	if cart.Link == nil || cart.Link.State != "open" || cart.Link.Provider != "" || cart.Link.URL == "" {
		t.Fatalf("%+v", cart.Link)
	}
	l.wait(9 * 24 * time.Hour)
	if m := l.sends(sqlite.MailDropped); m.Fault != "linkOver" || server.Taken() != 0 {
		t.Errorf("%+v, %d handed over", m, server.Taken())
	}
	l.tend()
	if now := l.now(cart.ID); now.Link.State != "cancelled" {
		t.Errorf("%+v", now.Link)
	}
	l.proved()
}

func TestALinkThatCannotBeFollowedHereKeepsNoOtherBackAndIsTriedLater(t *testing.T) {
	l := newLinked(t, "mollie")
	broken := l.cart(l.family.ID, "gloves")
	_, err := l.KeepCart(ctx, l.req(), broken.ID, desk.KeepCart{Awaits: billing.AwaitsLink})
	l.must(err)
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(l.dir, sqlite.File))
	l.must(err)
	defer db.Close()
	var triggers []string
	l.ask("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'requests'", func(row *sql.Rows) error {
		var name string
		err := row.Scan(&name)
		triggers = append(triggers, name)
		return err
	})
	for _, name := range triggers {
		_, err = db.Exec("DROP TRIGGER " + name)
		l.must(err)
	}
	_, err = db.Exec("UPDATE requests SET created_by = 99999") // nobody
	l.must(err)
	l.wait(time.Second)
	whole := l.kept("gloves")
	if whole.Link.LinkState != "open" {
		t.Errorf("the link behind it: %+v", whole.Link)
	}
	if now := l.now(broken.ID).Link; now.Problem != "local" || now.Detail != "" {
		t.Errorf("the one that cannot be followed: %+v", now)
	}
	n, err := l.TendLinks(ctx)
	if n != 0 || err != nil {
		t.Errorf("tried again at once: %d, %v", n, err)
	}
}
