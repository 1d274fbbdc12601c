package desk_test

import (
	"testing"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/mail/mailtest"
	"paddock/backend/money"
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
