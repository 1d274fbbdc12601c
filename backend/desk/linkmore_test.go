package desk_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/mail/mailtest"
	"paddock/backend/money"
	"paddock/backend/payment/paymenttest"
	"paddock/backend/sqlite"
)

// asksAlone proves that one open link asks for an amount of an invoice, and that its code
// leads there.
func (l *linked) asksAlone(id billing.InvoiceID, cents money.Cents) {
	l.t.Helper()
	l.tend()
	l.tend()
	r := l.request(id)
	if asked := l.asked(id); r.State != "open" || r.LinkState != "open" || asked != cents || l.pageOf(id) != r.URL {
		l.t.Errorf("%d asked, want %d: %+v, the code says %q", asked, cents, r, l.pageOf(id))
	}
}

func TestALinkAsksForMoreOnceAChequeBouncesAndOneIsMadeWhereNoneAsked(t *testing.T) {
	for name, test := range map[string]struct {
		tenders []billing.Tender
		before  int
	}{
		"beside a link":              {[]billing.Tender{cheque(1000), link(2500)}, 1},
		"on account":                 {[]billing.Tender{cheque(1000)}, 1},
		"it had paid all":            {[]billing.Tender{cheque(3500)}, 0},
		"beside a link of a part":    {[]billing.Tender{cheque(1000), link(500)}, 1},
		"beside a promise of a part": {[]billing.Tender{cheque(1000), {Way: billing.Promise, Cents: 2500}}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLinked(t, "mollie")
			cart := l.cart(l.family.ID, "gloves")
			sale, err := l.Checkout(ctx, l.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, Tenders: test.tenders, OnAccount: true})
			l.must(err)
			id := sale.Invoice.ID
			l.tend()
			if n := l.provider.Links(); n != test.before {
				t.Fatalf("%d links", n)
			}
			l.bounce(sale.Payments[0].ID)
			l.remains(id, 3500)
			switch name {
			case "beside a link of a part":
				l.tend()
				l.tend()
				if asked := l.asked(id); asked != 1500 {
					t.Errorf("%d asked: the part, and what came back", asked)
				}
			case "beside a promise of a part":
				if asked := l.asked(id); asked != 0 {
					t.Errorf("%d asked, and it is promised", asked)
				}
			default:
				l.asksAlone(id, 3500)
			}
			l.proved()
		})
	}
}

func TestALinkOverSeveralInvoicesAsksForMoreOnceOneOfThemIsOpenAgain(t *testing.T) {
	l := newLinked(t, "mollie")
	first := l.sell([]billing.Tender{cheque(1000), link(2500)}, "gloves")
	second := l.owes("gloves")
	_, err := l.Receive(ctx, l.req(), desk.Receive{Household: l.family.ID, Tenders: []billing.Tender{link(6000)}})
	l.must(err)
	l.bounce(first.Payments[0].ID)
	for _, id := range []billing.InvoiceID{first.Invoice.ID, second} {
		l.asksAlone(id, 7000)
	}
	l.proved()
}

func TestNoLinkIsMadeForWhatIsOpenAgainWhereTheClubAsksEachTime(t *testing.T) {
	l := newLinked(t, "mollie")
	view := l.settings()
	view.Policy.LinkOnAsk = true
	_, err := l.SavePolicy(ctx, l.req(), desk.Change[club.Policy]{Version: view.Versions.Policy, Value: view.Policy})
	l.must(err)
	sale := l.sell([]billing.Tender{cheque(3500)}, "gloves")
	l.bounce(sale.Payments[0].ID)
	if asked := l.asked(sale.Invoice.ID); asked != 0 {
		t.Errorf("%d asked, and nobody asked", asked)
	}
	l.proved()
}

// What is under way by a link comes: another link would ask for it a second time.
func TestALinkByWhichMoneyIsUnderWayAsksForNoMoreWhenAChequeBounces(t *testing.T) {
	l := newLinked(t, "mollie")
	sale := l.sell([]billing.Tender{cheque(1000), link(2500)}, "gloves")
	l.tend()
	l.provider.Try(paymenttest.UnderWay)
	l.tend()
	before := l.request(sale.Invoice.ID)
	l.bounce(sale.Payments[0].ID)
	l.remains(sale.Invoice.ID, 3500)
	if now := l.request(sale.Invoice.ID); now.ID != before.ID || l.asked(sale.Invoice.ID) != 2500 {
		t.Errorf("%+v", now)
	}
	l.provider.Pay(2500, "EUR")
	l.tend()
	if got := l.paid(sale.Invoice.ID); got != 2500 {
		t.Errorf("paid %d", got)
	}
	l.proved()
}

func TestWhatAProviderGaveBackIsAskedForByAnotherLink(t *testing.T) {
	l := newLinked(t, "mollie")
	id := l.owes("gloves")
	l.tend()
	l.provider.Pay(3500, "EUR")
	l.tend()
	l.provider.ChargeBack(3500)
	l.refunded()
	_, err := l.SettleLinkPayment(ctx, l.req(), l.toCheck()[0].ID, desk.LinkPaymentFate{Take: true, Refunded: 3500})
	l.must(err)
	l.asksAlone(id, 3500)
	if l.provider.Links() != 2 {
		t.Errorf("%d links", l.provider.Links())
	}
	l.proved()
}

func TestALinkThatIsReplacedOrPaidIsClosedAtTheNextRound(t *testing.T) {
	for name, ends := range map[string]money.Cents{"replaced": 1000, "paid at the desk": 3500} {
		t.Run(name, func(t *testing.T) {
			l := newLinked(t, "mollie")
			l.owes("gloves")
			l.tend()
			l.receiveCash(ends)
			_, err := l.TendLinks(ctx) // at once: its five minutes are not over
			l.must(err)
			if !l.provider.Closed() {
				t.Error("somebody can still pay what is asked no more")
			}
		})
	}
}

// Stripe answers a key as it did first, for a day and longer.
func TestALinkIsMadeUnderAnotherKeyOnceItsProviderAnsweredThatItFailed(t *testing.T) {
	l := newLinked(t, "stripe")
	l.provider.Fail(500)
	id := l.owes("gloves")
	l.tend()
	if r := l.request(id); r.LinkState != "wanted" || r.Problem != "later" {
		t.Errorf("%+v", r)
	}
	l.tend()
	if r := l.request(id); r.LinkState != "open" || l.provider.Links() != 1 {
		t.Errorf("%+v, %d links", r, l.provider.Links())
	}
	other := l.owes("gloves")
	l.provider.Lose() // no answer: it keeps its key
	l.tend()
	l.tend()
	if r := l.request(other); r.LinkState != "open" || l.provider.Links() != 2 {
		t.Errorf("%+v, %d links", r, l.provider.Links())
	}
	l.proved()
}

func TestTheReceiptOfASaleWaitsForTheLinkOverWhatRemains(t *testing.T) {
	l, server := newLinked(t, "mollie"), mailtest.StartFaulty(t)
	l.sendsBy(server.Port)
	sale := l.sell(append(cash(1000), link(2500)), "gloves")
	_, err := l.MailReceipts(ctx, l.req(), desk.MailReceipts{Payments: []billing.PaymentID{sale.Payments[0].ID}})
	l.must(err)
	l.sends(sqlite.MailWaiting)
	l.tend()
	l.sends(sqlite.MailSent)
}

// A link over two invoices of which the mail's own is settled stands on none of its papers.
func TestAMailWaitsForNoLinkThatItDoesNotShowAndADayAtMost(t *testing.T) {
	l, server := newLinked(t, "mollie"), mailtest.StartFaulty(t)
	l.sendsBy(server.Port)
	l.change(func(p *club.Policy) { p.LinkOnAsk = true })
	first, second := l.owes("gloves"), l.owes("gloves")
	_, err := l.Receive(ctx, l.req(), desk.Receive{Household: l.family.ID, Tenders: []billing.Tender{link(3000)}, Invoices: []billing.InvoiceID{first, second}})
	l.must(err)
	l.receiveCash(3500)
	if l.asked(first) != 3000 || l.request(first).LinkState != "wanted" {
		t.Fatalf("%+v", l.request(first))
	}
	l.mailsOut(first)
	l.sends(sqlite.MailSent)
	l.mailsOut(second)
	states := func() (all []sqlite.MailState) {
		_, err := l.SendMails(ctx, l.req())
		l.must(err)
		rows, err := l.Outbox().Rows(ctx, desk.ListQuery{})
		l.must(err)
		for _, m := range rows {
			all = append(all, m.State)
		}
		return all
	}
	if got := states(); !slices.Equal(got, []sqlite.MailState{sqlite.MailWaiting, sqlite.MailSent}) {
		t.Errorf("its paper will show it: %v", got)
	}
	l.wait(25 * time.Hour) // nobody asked the provider all that time
	if got := states(); !slices.Equal(got, []sqlite.MailState{sqlite.MailSent, sqlite.MailSent}) {
		t.Errorf("for ever: %v", got)
	}
}

func TestWhatIsPaidInTheProvidersTestModeIsNoMoney(t *testing.T) {
	for _, provider := range []string{"stripe", "mollie", "systempay"} {
		t.Run(provider, func(t *testing.T) {
			l := newLinked(t, provider)
			l.provider.Play()
			id := l.owes("gloves")
			l.tend()
			l.provider.Pay(3500, "EUR")
			l.tend()
			list := l.toCheck()
			if len(list) != 1 || !list[0].Test || l.paid(id) != 0 {
				t.Fatalf("%+v, paid %d", list, l.paid(id))
			}
			raw, err := l.LinkPayments().Export(ctx, desk.ListQuery{}, desk.CSV)
			l.must(err)
			if !strings.Contains(string(raw), "clé de test") {
				t.Errorf("the list does not say why:\n%s", raw)
			}
			_, err = l.SettleLinkPayment(ctx, l.req(), list[0].ID, desk.LinkPaymentFate{Take: true})
			l.refuses(err, club.CodeLinkPaymentTest)
			_, err = l.SettleLinkPayment(ctx, l.req(), list[0].ID, desk.LinkPaymentFate{})
			l.must(err)
			l.tend()
			if len(l.toCheck()) != 0 || l.paid(id) != 0 {
				t.Errorf("%+v, paid %d", l.toCheck(), l.paid(id))
			}
			l.proved()
		})
	}
}

func TestAKeyOfTheTestModeIsSaidToBeOne(t *testing.T) {
	l := newLinked(t, "mollie")
	for key, test := range map[string]bool{"test_abc": true, "live_abc": false, "sk_test_abc": true, "rk_test_abc": true, "sk_live_abc": false, "testpassword_abc": true, "prodpassword_abc": false} {
		kept, err := l.KeepLinkKey(ctx, l.req(), desk.LinkKey{Key: key})
		l.must(err)
		if kept.Test != test {
			t.Errorf("%s: %v", key, kept.Test)
		}
	}
}

func TestMoneyThatIsUnderWayByALinkIsShownAndNobodyIsRemindedOfIt(t *testing.T) {
	for _, provider := range []string{"stripe", "mollie", "systempay"} {
		t.Run(provider, func(t *testing.T) {
			l := newLinked(t, provider)
			id := l.owes("gloves")
			l.tend()
			l.wait(60 * 24 * time.Hour)
			l.tend()
			why := func() string {
				rows, err := l.ToRemind().Rows(ctx, desk.ListQuery{})
				l.must(err)
				if len(rows) != 1 {
					t.Fatalf("%+v", rows)
				}
				return rows[0].Why
			}
			account := func() money.Cents {
				coming, err := l.Coming(ctx, l.family.ID)
				l.must(err)
				if len(coming) == 0 {
					return 0
				}
				if one := coming[0]; len(coming) > 1 || one.From != "link" || one.Invoice != id || one.Day == "" {
					t.Errorf("%+v", coming)
				}
				return coming[0].Cents
			}
			if w := why(); w == "underWay" || l.request(id).Pending != "" || account() != 0 {
				t.Errorf("%q before anybody paid, %+v", w, l.request(id))
			}
			l.provider.Try(paymenttest.UnderWay)
			l.tend()
			since := l.request(id).Pending
			l.tend()
			if w := why(); w != "underWay" || since == "" || l.request(id).Pending != since || account() != 3500 {
				t.Errorf("%q, since %q, then %q, %d on the account", w, since, l.request(id).Pending, account())
			}
			l.receiveCash(1000) // what is under way is no more than what remains
			if account() != 2500 {
				t.Errorf("%d on the account", account())
			}
			l.wait(15 * 24 * time.Hour) // nobody heard of it: it holds no reminder back for ever
			if w := why(); w == "underWay" || account() != 0 {
				t.Errorf("a fortnight later %q, %d on the account", w, account())
			}
			l.proved()
		})
	}
}
