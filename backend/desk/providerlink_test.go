package desk_test

import (
	"database/sql"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/money"
	"paddock/backend/payment/paymenttest"
	"paddock/backend/sqlite"
)

// linked is a shop that asks for money by links of a provider.
type linked struct {
	*shop
	provider *paymenttest.Server
}

func newLinked(t *testing.T, provider string) *linked { return newShop(t).linked(provider) }

func (s *shop) linked(provider string) *linked {
	s.t.Helper()
	l := &linked{s, paymenttest.Start(s.t)}
	l.begin()
	view := l.settings()
	view.Policy.LinkProvider, view.Policy.LinkShop = provider, "12345678"
	_, err := l.SavePolicy(ctx, l.req(), desk.Change[club.Policy]{Version: view.Versions.Policy, Value: view.Policy})
	l.must(err)
	l.key(paymenttest.Key)
	return l
}

// begin starts the program anew.
func (l *linked) begin() {
	l.t.Helper()
	l.must(l.Close())
	options := l.options()
	options.Pay, options.Roots = l.provider.URL, l.roots
	opened, err := desk.Open(ctx, options)
	l.must(err)
	l.Desk = opened
	l.t.Cleanup(func() { opened.Close() })
}

func (l *linked) key(key string) {
	l.t.Helper()
	kept, err := l.KeepLinkKey(ctx, l.req(), desk.LinkKey{Key: key})
	l.must(err)
	if kept.Kept != (key != "") {
		l.t.Errorf("kept %v", kept)
	}
}

// tend lets some time pass and asks the provider.
func (l *linked) tend() {
	l.t.Helper()
	l.wait(2 * time.Hour)
	_, err := l.TendLinks(ctx)
	l.must(err)
}

// request is the latest link over an invoice.
func (l *linked) request(id billing.InvoiceID) sqlite.Request {
	l.t.Helper()
	view, err := l.Document(ctx, id)
	l.must(err)
	at := slices.IndexFunc(view.Requests, func(r sqlite.Request) bool { return r.Kind == "link" })
	if at < 0 {
		l.t.Fatal("no link")
	}
	return view.Requests[at]
}

func (l *linked) paid(id billing.InvoiceID) money.Cents {
	l.t.Helper()
	view, err := l.Document(ctx, id)
	l.must(err)
	return view.Paid
}

func (l *linked) toCheck() []sqlite.LinkPayment {
	l.t.Helper()
	today, err := l.Today(ctx)
	l.must(err)
	return today.LinkPayments
}

func TestALinkIsMadeByTheProviderPaidAndBookedOnceWhateverIsReported(t *testing.T) {
	for _, provider := range []string{"stripe", "mollie", "systempay"} {
		t.Run(provider, func(t *testing.T) {
			l := newLinked(t, provider)
			id := l.sell([]billing.Tender{link(3500)}, "gloves").Invoice.ID
			if r := l.request(id); r.LinkState != "wanted" || r.URL != "" {
				t.Errorf("before the provider answered: %+v", r)
			}
			l.tend()
			r := l.request(id)
			codes, err := l.Codes(ctx, id)
			l.must(err)
			if r.LinkState != "open" || !strings.HasPrefix(r.URL, "https://pay.example/") || codes.Link.Text != r.URL || codes.LinkCents != 3500 {
				t.Fatalf("made: %+v, the code says %q", r, codes.Link.Text)
			}
			l.provider.Pay(3500, "EUR")
			for range 4 {
				l.tend()
			}
			l.begin()
			l.tend()
			if got := l.paid(id); got != 3500 || l.provider.Links() != 1 {
				t.Errorf("paid %d by %d links", got, l.provider.Links())
			}
			if r := l.request(id); r.State != "paid" || len(l.toCheck()) != 0 {
				t.Errorf("%+v, to check %+v", r, l.toCheck())
			}
			l.proved()
		})
	}
}

func TestALinkFollowsWhatRemainsAndTheOldOneIsClosed(t *testing.T) {
	l := newLinked(t, "stripe")
	id := l.sell([]billing.Tender{link(3500)}, "gloves").Invoice.ID
	l.tend()
	first := l.request(id)
	l.receiveCash(1000) // hybrid: some at the desk, the link for what remains
	l.tend()
	l.tend()
	if r := l.request(id); r.ID == first.ID || r.Cents != 2500 || r.LinkState != "open" || !l.provider.Closed() {
		t.Fatalf("%+v, the old one closed: %v", r, l.provider.Closed())
	}
	l.provider.Pay(2500, "EUR")
	l.tend()
	if got := l.paid(id); got != 3500 {
		t.Errorf("paid %d", got)
	}
	l.proved()
}

func TestWhatComesOtherwiseThanAskedWaitsForAPersonAndIsNeverAppliedBySilence(t *testing.T) {
	for name, test := range map[string]struct {
		cents    money.Cents
		currency string
		before   func(*linked)
		why      string
		taken    money.Cents // paid of the invoice once it is taken
	}{
		"another amount":   {3000, "EUR", nil, "amount", 3000},
		"too much":         {5000, "EUR", nil, "amount", 3500},
		"another currency": {3500, "USD", nil, "currency", -1},
		"settled since":    {3500, "EUR", func(l *linked) { l.receiveCash(3500) }, "late", 3500},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLinked(t, "mollie")
			id := l.sell([]billing.Tender{link(3500)}, "gloves").Invoice.ID
			l.tend()
			if test.before != nil {
				test.before(l)
			}
			before := l.paid(id)
			l.provider.Pay(test.cents, test.currency)
			l.tend()
			l.tend()
			list := l.toCheck()
			if len(list) != 1 || list[0].Why != test.why || list[0].Cents != test.cents || l.paid(id) != before {
				t.Fatalf("%+v, paid %d", list, l.paid(id))
			}
			_, err := l.SettleLinkPayment(ctx, l.req(), list[0].ID, desk.LinkPaymentFate{Take: true})
			if test.taken < 0 {
				if err == nil {
					t.Fatal("dollars were taken as euros")
				}
				_, err = l.SettleLinkPayment(ctx, l.req(), list[0].ID, desk.LinkPaymentFate{})
			}
			l.must(err)
			if got := l.paid(id); test.taken >= 0 && got != test.taken {
				t.Errorf("paid %d, want %d", got, test.taken)
			}
			if _, err := l.SettleLinkPayment(ctx, l.req(), list[0].ID, desk.LinkPaymentFate{Take: true}); err == nil || len(l.toCheck()) != 0 {
				t.Errorf("decided twice: %v, %+v", err, l.toCheck())
			}
			l.tend()
			l.proved()
		})
	}
}

func TestAProviderThatDoesNotAnswerIsAskedAgainAndThePersonReadsWhy(t *testing.T) {
	l := newLinked(t, "mollie")
	l.provider.Fail(503)
	id := l.sell([]billing.Tender{link(3500)}, "gloves").Invoice.ID
	_, err := l.TendLinks(ctx)
	l.must(err)
	if r := l.request(id); r.LinkState != "wanted" || r.Problem != "later" {
		t.Errorf("%+v", r)
	}
	asked := l.provider.Asked()
	_, err = l.TendLinks(ctx)
	l.must(err)
	if l.provider.Asked() != asked {
		t.Error("asked again at once")
	}
	l.provider.Lose() // it made the link, and the answer was lost
	l.tend()
	l.tend()
	if r := l.request(id); r.LinkState != "open" || r.Problem != "" || l.provider.Links() != 1 {
		t.Errorf("%+v, %d links", r, l.provider.Links())
	}
	_, err = l.KeepLinkKey(ctx, l.req(), desk.LinkKey{Key: "somebody else's"})
	l.refuses(err, club.CodeLinkProvider)
	if strings.Contains(err.Error(), "somebody") {
		t.Errorf("%v", err)
	}
	l.provider.Fail(401) // it is revoked
	l.tend()
	if r := l.request(id); r.Problem != "badKey" {
		t.Errorf("%+v", r)
	}
	l.provider.Fail(401)
	if _, err := l.CheckLinks(ctx, l.req()); err == nil {
		t.Error("a wrong key is checked and found good")
	}
	if _, err := l.CheckLinks(ctx, l.req()); err != nil {
		t.Errorf("a good key: %v", err)
	}
}

func TestALinkIsMadeOnlyOnceItsFileIsComplete(t *testing.T) {
	s, _ := enrolment(t)
	l := s.linked("stripe")
	id := l.sell([]billing.Tender{link(4000)}, "membership").Invoice.ID
	l.tend()
	if l.provider.Links() != 0 {
		t.Fatal("made while the file is incomplete")
	}
	_, err := l.UnlockLink(ctx, l.req(), id, desk.UnlockLink{Reason: "vu avec la famille"})
	l.must(err)
	l.tend()
	if r := l.request(id); r.LinkState != "open" || l.provider.Links() != 1 {
		t.Errorf("%+v", r)
	}
	l.proved()
}

// refunded lets the time pass after which a paid link is looked at again.
func (l *linked) refunded() {
	l.t.Helper()
	l.wait(6 * time.Hour)
	l.tend()
}

func TestWhatTheProviderGivesBackOfBookedMoneyIsShownAndGoesOutOfTheBooksOnce(t *testing.T) {
	for _, provider := range []string{"stripe", "mollie", "systempay"} {
		t.Run(provider, func(t *testing.T) {
			l := newLinked(t, provider)
			id := l.sell([]billing.Tender{link(3500)}, "gloves").Invoice.ID
			l.tend()
			l.provider.Pay(3500, "EUR")
			l.tend()
			before := l.role("bank")
			l.provider.Refund(1000)
			l.refunded()
			list := l.toCheck()
			if len(list) != 1 || list[0].Why != "refunded" || list[0].State != "booked" || list[0].Refunded != 1000 || l.paid(id) != 3500 || l.role("bank") != before {
				t.Fatalf("%+v, paid %d: a refund nobody is shown, or that was booked by silence", list, l.paid(id))
			}
			_, err := l.SettleLinkPayment(ctx, l.req(), list[0].ID, desk.LinkPaymentFate{Take: true})
			l.refuses(err, club.CodeLinkPaymentStale)
			req := l.req()
			for range 2 {
				_, err = l.SettleLinkPayment(ctx, req, list[0].ID, desk.LinkPaymentFate{Take: true, Refunded: 1000})
				l.must(err)
			}
			if l.paid(id) != 2500 || l.role("bank") != before-1000 || len(l.toCheck()) != 0 {
				t.Errorf("paid %d, bank %d, %+v", l.paid(id), l.role("bank"), l.toCheck())
			}
			l.tend()
			_, err = l.SettleLinkPayment(ctx, l.req(), list[0].ID, desk.LinkPaymentFate{Take: true, Refunded: 1000})
			l.refuses(err, club.CodeLinkPaymentGone)
			l.provider.Refund(2500)
			l.refunded()
			if list = l.toCheck(); len(list) != 1 || list[0].Refunded != 3500 || list[0].Back != 1000 {
				t.Fatalf("the rest: %+v", list)
			}
			_, err = l.SettleLinkPayment(ctx, l.req(), list[0].ID, desk.LinkPaymentFate{Take: true, Refunded: 3500})
			l.must(err)
			if l.paid(id) != 0 || l.role("bank") != before-3500 || len(l.toCheck()) != 0 {
				t.Errorf("paid %d, bank %d, %+v", l.paid(id), l.role("bank"), l.toCheck())
			}
			l.remains(id, 3500)
			l.proved()
		})
	}
}

func TestWhatALinkBringsAfterACreditNoteWaitsForAPersonAndIsNeverAppliedBySilence(t *testing.T) {
	for name, fate := range map[string]desk.LinkPaymentFate{"taken": {Take: true}, "given back": {}} {
		t.Run(name, func(t *testing.T) {
			l := newLinked(t, "mollie")
			sale := l.sell([]billing.Tender{link(3500)}, "gloves")
			l.tend()
			l.credit(sale.Invoice.ID)
			l.provider.Pay(3500, "EUR") // before the program closes the link
			l.tend()
			l.begin()
			l.tend()
			list := l.toCheck()
			if len(list) != 1 || list[0].Why != "late" || list[0].Invoice != sale.Invoice.ID || l.paid(sale.Invoice.ID) != 0 || l.role("bank") != 0 {
				t.Fatalf("%+v, %d paid, %d on the bank's account", list, l.paid(sale.Invoice.ID), l.role("bank"))
			}
			l.proved()
			_, err := l.SettleLinkPayment(ctx, l.req(), list[0].ID, fate)
			l.must(err)
			left := money.Cents(0)
			if fate.Take {
				left = 3500
			}
			if got := l.role("bank"); got != left || l.paid(sale.Invoice.ID) != 0 || len(l.toCheck()) != 0 {
				t.Errorf("%d on the bank's account, %d paid, to check %+v", got, l.paid(sale.Invoice.ID), l.toCheck())
			}
			l.proved()
		})
	}
}

func TestARefundOfWhatACreditNoteGaveBackReopensNothingAndOneTheDeskBookedIsSaidToBeThere(t *testing.T) {
	l := newLinked(t, "mollie")
	sale := l.sell([]billing.Tender{link(3500)}, "gloves")
	l.tend()
	l.provider.Pay(3500, "EUR")
	l.tend()
	_, err := l.Credit(ctx, l.req(), sale.Invoice.ID, desk.Credit{Reason: "rendu"})
	l.must(err)
	l.provider.Refund(3500)
	l.refunded()
	fate := func(take bool) error {
		list := l.toCheck()
		if len(list) != 1 {
			t.Fatalf("%+v", list)
		}
		_, err := l.SettleLinkPayment(ctx, l.req(), list[0].ID, desk.LinkPaymentFate{Take: take, Refunded: list[0].Refunded})
		return err
	}
	l.must(fate(true))
	l.remains(sale.Invoice.ID, 0)
	if bank := l.role("bank"); bank != 0 {
		t.Errorf("%d on the bank's account", bank)
	}
	l.proved()

	again := l.sell([]billing.Tender{link(3500)}, "gloves")
	l.tend()
	l.tend()
	l.provider.Pay(4000, "EUR")
	l.tend()
	l.must(fate(true)) // 5.00 more than it asks: the family's credit
	_, err = l.Refund(ctx, l.req(), l.family.ID, desk.Refund{Cents: 500, Way: billing.Transfer})
	l.must(err)
	l.provider.Refund(4000)
	l.refunded()
	l.refuses(fate(true), club.CodeWentBack)
	bank := l.role("bank")
	l.must(fate(false))
	l.remains(again.Invoice.ID, 0)
	if l.role("bank") != bank || len(l.toCheck()) != 0 {
		t.Errorf("bank %d, to check %+v", l.role("bank"), l.toCheck())
	}
	l.proved()
}

func TestADisputeOverMoneyTheDeskPaidOutInPartIsBookedWholeAndThatPartClaimed(t *testing.T) {
	l := newLinked(t, "mollie")
	sale := l.sell([]billing.Tender{link(3500)}, "gloves")
	l.tend()
	l.provider.Pay(4000, "EUR")
	l.tend()
	fate := func(in desk.LinkPaymentFate) error {
		list := l.toCheck()
		in.Take, in.Refunded = true, list[0].Refunded
		_, err := l.SettleLinkPayment(ctx, l.req(), list[0].ID, in)
		return err
	}
	l.must(fate(desk.LinkPaymentFate{}))
	_, err := l.Refund(ctx, l.req(), l.family.ID, desk.Refund{Cents: 500, Way: billing.Cash})
	l.must(err)
	l.provider.Refund(4000)
	l.refunded()
	l.refuses(fate(desk.LinkPaymentFate{}), club.CodeWentBack)
	l.must(fate(desk.LinkPaymentFate{Claim: true}))
	l.remains(sale.Invoice.ID, 3500)
	if _, left := l.claimed(); left != 500 || l.role("bank") != 0 || len(l.toCheck()) != 0 {
		t.Errorf("%d claimed, %d on the bank's account, to check %+v", left, l.role("bank"), l.toCheck())
	}
	l.proved()
}

func TestEveryInvoiceThatLeavesUnpaidGetsItsLinkUnlessTheClubAsksEachTime(t *testing.T) {
	l := newLinked(t, "mollie")
	id := l.owes("gloves")
	l.tend()
	if r := l.request(id); r.Cents != 3500 || r.LinkState != "open" || l.provider.Links() != 1 {
		t.Errorf("%+v", r)
	}
	l.provider.Pay(3500, "EUR")
	l.tend()
	l.remains(id, 0)
	for name, tenders := range map[string][]billing.Tender{
		"paid": cash(3500), "announced": {{Way: billing.Announced, Cents: 3500}}, "promised": {{Way: billing.Promise, Cents: 3500}},
	} {
		sale := l.sell(tenders, "gloves")
		for _, r := range sale.Invoice.Requests {
			if r.Kind == "link" {
				t.Errorf("%s, and a link asks for it as well", name)
			}
		}
	}
	view := l.settings()
	view.Policy.LinkOnAsk = true
	_, err := l.SavePolicy(ctx, l.req(), desk.Change[club.Policy]{Version: view.Versions.Policy, Value: view.Policy})
	l.must(err)
	l.owes("gloves")
	l.tend()
	if l.provider.Links() != 1 {
		t.Errorf("%d links, and nobody asked", l.provider.Links())
	}
	l.proved()
}

func TestMoneyGivenBackMonthsAfterALinkEndedIsStillSeenAndLookedForWeekly(t *testing.T) {
	l := newLinked(t, "mollie")
	l.sell([]billing.Tender{link(3500)}, "gloves")
	l.tend()
	l.provider.Pay(3500, "EUR")
	l.tend()
	days := func(n int) (asked int) {
		before := l.provider.Asked()
		for range n {
			l.wait(22 * time.Hour)
			l.tend()
		}
		return l.provider.Asked() - before
	}
	days(60)                            // a month after its last day
	if n := days(30); n < 9 || n > 18 { // 3 questions a look
		t.Errorf("asked %d times in a month", n)
	}
	days(270)
	l.provider.ChargeBack(3500)
	days(8)
	if list := l.toCheck(); len(list) != 1 || list[0].Refunded != 3500 {
		t.Errorf("%+v: money that left a year later, and nobody is told", list)
	}
	days(60)
	if n := days(60); n != 0 {
		t.Errorf("asked %d times after it can go back no more", n)
	}
	l.proved()
}

func TestALinkNobodyPaidIsLookedAtForAMonthAndNoMore(t *testing.T) {
	l := newLinked(t, "mollie")
	l.sell([]billing.Tender{link(3500)}, "gloves")
	l.tend()
	l.receiveCash(3500)
	for range 60 {
		l.wait(22 * time.Hour)
		l.tend()
	}
	before := l.provider.Asked()
	l.wait(30 * 24 * time.Hour)
	l.tend()
	if n := l.provider.Asked() - before; n != 0 {
		t.Errorf("asked %d times", n)
	}
}

func (l *linked) moveTo(provider, shop string) {
	l.t.Helper()
	view := l.settings()
	view.Policy.LinkProvider, view.Policy.LinkShop = provider, shop
	_, err := l.SavePolicy(ctx, l.req(), desk.Change[club.Policy]{Version: view.Versions.Policy, Value: view.Policy})
	l.must(err)
}

func TestAClubThatChangesItsProviderOrShopIsPaidByTheOldLinksWithTheOldKeyAndNoOtherKeyGoesThere(t *testing.T) {
	for name, to := range map[string][2]string{"mollie": {"stripe", ""}, "systempay": {"systempay", "87654321"}} {
		t.Run(name, func(t *testing.T) {
			l := newLinked(t, name)
			id := l.sell([]billing.Tender{link(3500)}, "gloves").Invoice.ID
			l.tend()
			l.moveTo(to[0], to[1])
			if kept, err := l.LinkKeeping(ctx); err != nil || kept.Kept {
				t.Errorf("the new one's key is nobody's yet: %+v, %v", kept, err)
			}
			l.key("another key")
			l.tend()
			if r := l.request(id); r.Problem != "" {
				t.Errorf("the old link is looked at with the new key: %+v", r)
			}
			l.provider.Pay(3500, "EUR")
			l.tend()
			if got := l.paid(id); got != 3500 {
				t.Errorf("paid %d by the old link", got)
			}
			l.moveTo(name, "12345678")
			if _, err := l.CheckLinks(ctx, l.req()); err != nil {
				t.Errorf("its key is typed anew: %v", err)
			}
			l.proved()
		})
	}
}

func TestTheKeyKeptBeforeEachProviderHadItsOwnIsThatOfTheClubsProvider(t *testing.T) {
	l := newLinked(t, "mollie")
	l.key("")
	dir := filepath.Join(l.dir, "keys")
	secrets := desk.FileSecrets{Dir: dir, KeyFile: filepath.Join(dir, "secrets.key")}
	l.must(secrets.KeepSecret(desk.LinkSecret, paymenttest.Key))
	l.moveTo("stripe", "")
	if kept, err := l.LinkKeeping(ctx); err != nil || kept.Kept {
		t.Errorf("it went to the provider that came after: %+v, %v", kept, err)
	}
	l.moveTo("mollie", "")
	if _, err := l.CheckLinks(ctx, l.req()); err != nil {
		t.Error(err)
	}
}

func TestALetterCarriesTheProvidersLinkWhileItIsOpenAndNoPageShowsOneThatEnded(t *testing.T) {
	l := newLinked(t, "systempay")
	id := l.shop.owes("gloves")
	l.tend()
	url := l.request(id).URL
	l.wait(20 * 24 * time.Hour)
	l.tend()
	l.reminds(id)
	l.ask("SELECT body FROM reminders", func(row *sql.Rows) error {
		var body string
		err := row.Scan(&body)
		if url == "" || !strings.Contains(body, url) {
			t.Errorf("no link %q in\n%s", url, body)
		}
		return err
	})
	l.provider.Expire()
	l.tend()
	codes, err := l.Codes(ctx, id)
	l.must(err)
	if codes.Link.Text == url || l.request(id).URL == url {
		t.Errorf("a dead page is shown: %+v", codes.Link.Text)
	}
	l.proved()
}
