package desk_test

import (
	"database/sql"
	"slices"
	"strings"
	"testing"
	"time"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/payment/paymenttest"
	"paddock/backend/sqlite"
)

// pageOf is the page the invoice's code leads to; "" where none is shown.
func (l *linked) pageOf(id billing.InvoiceID) string {
	l.t.Helper()
	codes, err := l.Codes(ctx, id)
	l.must(err)
	return codes.Link.Text
}

func TestAnInvoicesLinkOutlivesItsDueDayAndACartsDoesNotOutliveItsCart(t *testing.T) {
	for _, provider := range []string{"stripe", "mollie", "systempay"} {
		t.Run(provider, func(t *testing.T) {
			l := newLinked(t, provider)
			id := l.owes("gloves")
			l.tend()
			if ends := l.provider.Ends(); (ends == "") == (provider == "systempay") {
				t.Errorf("asked until %q", ends)
			}
			page := l.pageOf(id)
			l.wait(70 * 24 * time.Hour) // long after its due day
			l.tend()
			if r := l.request(id); r.LinkState != "open" || page == "" || l.pageOf(id) != page || l.provider.Links() != 1 {
				t.Fatalf("%+v, %q", r, l.pageOf(id))
			}
			l.provider.Pay(3500, "EUR")
			l.tend()
			l.remains(id, 0)
			cart := l.kept("gloves")
			if ends := l.provider.Ends(); provider != "stripe" && (ends == "" || ends[:10] < string(cart.Link.Until) || ends[:10] > string(cart.Link.Until.AddDays(1))) {
				t.Errorf("the cart's asked until %q, it is kept until %s", ends, cart.Link.Until)
			}
			l.proved()
		})
	}
}

func TestALinkThatEndedWhileMoneyIsOwedIsNoticedSaidAndAskedAnew(t *testing.T) {
	for name, end := range map[string]func(*paymenttest.Server){"its day came": (*paymenttest.Server).Expire, "closed at the provider's site": (*paymenttest.Server).Shut} {
		for _, provider := range []string{"stripe", "mollie", "systempay"} {
			t.Run(name+" "+provider, func(t *testing.T) {
				l := newLinked(t, provider)
				id := l.owes("gloves")
				l.tend()
				first := l.request(id)
				l.wait(40 * 24 * time.Hour)
				l.tend()
				end(l.provider)
				l.tend()
				if page := l.pageOf(id); page == first.URL {
					t.Errorf("a dead page is shown: %q", page)
				}
				l.tend()
				second := l.request(id)
				if second.ID == first.ID || second.LinkState != "open" || second.Cents != 3500 || !second.Renewed || first.Renewed || l.provider.Links() != 2 || l.pageOf(id) != second.URL {
					t.Fatalf("%+v, %d links", second, l.provider.Links())
				}
				end(l.provider) // and again, the same day: not asked without end
				for range 3 {
					l.tend()
				}
				if now := l.request(id); now.ID != second.ID || now.LinkState != "closed" || l.pageOf(id) == second.URL {
					t.Errorf("%+v, %d links", now, l.provider.Links())
				}
				l.wait(24 * time.Hour)
				l.tend()
				l.tend()
				third := l.request(id)
				if third.LinkState != "open" || l.provider.Links() != 3 {
					t.Errorf("a day later %+v, %d links", third, l.provider.Links())
				}
				l.provider.Pay(3500, "EUR")
				l.tend()
				l.remains(id, 0)
				l.proved()
			})
		}
	}
}

// Cash at the desk, then the link for what remains: the order that asks for too much
// ends a few minutes later, and what is paid by it all the same is a person's to judge.
func TestAnOrderOfLyraEndsSoonOnceAnotherAmountIsAskedFor(t *testing.T) {
	l := newLinked(t, "systempay")
	id := l.owes("gloves")
	l.tend()
	first := l.request(id)
	l.pays(l.family.ID, 1000)
	l.tend()
	l.tend()
	if now := l.request(id); now.ID == first.ID || now.Cents != 2500 || now.LinkState != "open" || l.provider.Links() != 2 {
		t.Fatalf("%+v, %d links", now, l.provider.Links())
	}
	if ends := l.provider.EndsOf(0); ends > l.clock.now().Add(5*time.Minute).UTC().Format(time.RFC3339) {
		t.Errorf("the order for the whole ends at %s", ends)
	}
	l.provider.Pay(2500, "EUR")
	l.tend()
	l.remains(id, 0)
	l.proved()
}

// The clock ends a link too, whatever state its provider tells: Lyra's after 90 days.
func TestALinkIsOverByTheClockAlone(t *testing.T) {
	l := newLinked(t, "systempay")
	id := l.owes("gloves")
	l.tend()
	first := l.request(id)
	if first.EndsAt == "" {
		t.Errorf("nobody is told when it ends: %+v", first)
	}
	l.wait(91 * 24 * time.Hour)
	l.tend()
	l.tend()
	if now := l.request(id); now.ID == first.ID || now.LinkState != "open" {
		t.Errorf("%+v", now)
	}
	l.proved()
}

func TestNoOtherLinkIsAskedForWhileTheMoneyOfTheOneThatEndedIsUnderWayOrWaits(t *testing.T) {
	for _, provider := range []string{"stripe", "mollie", "systempay"} {
		t.Run(provider, func(t *testing.T) {
			l := newLinked(t, provider)
			id := l.owes("gloves")
			l.tend()
			l.provider.Try(paymenttest.UnderWay)
			l.provider.Shut()
			l.tend()
			l.tend()
			if r := l.request(id); l.provider.Links() != 1 || r.LinkState != "closed" {
				t.Fatalf("under way: %+v, %d links", r, l.provider.Links())
			}
			l.provider.Pay(3000, "EUR")
			for range 4 {
				l.tend()
			}
			if list := l.toCheck(); l.provider.Links() != 1 || len(list) != 1 {
				t.Fatalf("it waits: %d links, %+v", l.provider.Links(), list)
			}
			_, err := l.SettleLinkPayment(ctx, l.req(), l.toCheck()[0].ID, desk.LinkPaymentFate{Take: true})
			l.must(err)
			l.tend()
			if r := l.request(id); r.Cents != 500 || r.LinkState != "open" || l.provider.Links() != 2 {
				t.Errorf("the rest: %+v", r)
			}
			l.proved()
		})
	}
}

func TestAPaymentThatWasCancelledFailedOrRefusedLeavesAllAsItWas(t *testing.T) {
	for _, provider := range []string{"stripe", "mollie", "systempay"} {
		t.Run(provider, func(t *testing.T) {
			l := newLinked(t, provider)
			id := l.owes("gloves")
			l.tend()
			before := l.request(id)
			for _, how := range []string{paymenttest.Cancelled, paymenttest.Failed, paymenttest.Refused, paymenttest.Lapsed} {
				l.provider.Try(how)
				l.tend()
			}
			if now := l.request(id); now.ID != before.ID || now.URL != before.URL || now.LinkState != "open" || now.Problem != "" || len(l.toCheck()) != 0 {
				t.Errorf("%+v, to check %+v", now, l.toCheck())
			}
			l.remains(id, 3500)
			l.proved()
		})
	}
}

func TestADisputeThatIsWonIsShownAndComesBackIntoTheBooksAndMayGoOutAgain(t *testing.T) {
	l := newLinked(t, "mollie")
	id := l.owes("gloves")
	l.tend()
	l.provider.Pay(3500, "EUR")
	l.tend()
	bank := l.role("bank")
	decide := func(why string, refunded int64, take bool) {
		t.Helper()
		l.refunded()
		list := l.toCheck()
		if len(list) != 1 || list[0].Why != why || int64(list[0].Refunded) != refunded {
			t.Fatalf("%s: %+v", why, list)
		}
		_, err := l.SettleLinkPayment(ctx, l.req(), list[0].ID, desk.LinkPaymentFate{Take: take, Refunded: list[0].Refunded})
		l.must(err)
		if list := l.toCheck(); len(list) != 0 {
			t.Errorf("it stays: %+v", list)
		}
	}
	l.provider.ChargeBack(3500)
	decide("refunded", 3500, true)
	l.remains(id, 3500)
	l.provider.Win()
	decide("returned", 0, true)
	l.remains(id, 0)
	if l.role("bank") != bank {
		t.Errorf("bank %d, it was %d", l.role("bank"), bank)
	}
	l.provider.Refund(1000)
	decide("refunded", 1000, true)
	l.remains(id, 1000)
	l.provider.ChargeBack(2000)
	decide("refunded", 3000, false) // the books say so already
	l.provider.Win()
	decide("returned", 1000, false)
	l.remains(id, 1000)
	if l.role("bank") != bank-1000 {
		t.Errorf("bank %d, it was %d", l.role("bank"), bank)
	}
	l.proved()
}

func TestWhatAPersonSaidWasGivenBackAndComesBackIsShownAgain(t *testing.T) {
	l := newLinked(t, "mollie")
	l.owes("gloves")
	l.tend()
	l.provider.Pay(3000, "EUR")
	l.provider.ChargeBack(3000)
	l.tend()
	_, err := l.SettleLinkPayment(ctx, l.req(), l.toCheck()[0].ID, desk.LinkPaymentFate{Refunded: 3000})
	l.must(err)
	l.provider.Win()
	l.refunded()
	list := l.toCheck()
	if len(list) != 1 || list[0].Why != "returned" {
		t.Fatalf("%+v", list)
	}
	_, err = l.SettleLinkPayment(ctx, l.req(), list[0].ID, desk.LinkPaymentFate{Take: true})
	l.must(err)
	l.proved()
}

func TestMoneyItsProviderNamesNoMoreWaitsForAPerson(t *testing.T) {
	for name, take := range map[string]bool{"it never came": true, "the books say so": false} {
		t.Run(name, func(t *testing.T) {
			l := newLinked(t, "systempay")
			id := l.owes("gloves")
			l.tend()
			l.provider.Pay(3500, "EUR")
			l.tend()
			l.remains(id, 0)
			l.provider.Cancel()
			l.refunded()
			list := l.toCheck()
			if len(list) != 1 || list[0].Why != "cancelled" || list[0].Refunded != 3500 {
				t.Fatalf("%+v", list)
			}
			l.remains(id, 0) // nothing by silence
			l.provider.Collect()
			l.refunded()
			if list := l.toCheck(); len(list) != 0 {
				t.Errorf("named again: %+v", list)
			}
			l.provider.Cancel()
			l.refunded()
			_, err := l.SettleLinkPayment(ctx, l.req(), l.toCheck()[0].ID, desk.LinkPaymentFate{Take: take, Refunded: 3500})
			l.must(err)
			l.refunded()
			if take {
				l.remains(id, 3500)
			}
			if len(l.toCheck()) != 0 {
				t.Errorf("%+v", l.toCheck())
			}
			l.proved()
		})
	}
}

func TestWhoDecidedOfALinkPaymentStaysWhateverTheProviderSaysSince(t *testing.T) {
	l := newLinked(t, "mollie")
	l.owes("gloves")
	l.tend()
	l.provider.Pay(3000, "EUR")
	l.tend()
	_, err := l.SettleLinkPayment(ctx, l.req(), l.toCheck()[0].ID, desk.LinkPaymentFate{Take: true})
	l.must(err)
	l.provider.Refund(500)
	l.refunded()
	l.ask("SELECT coalesce(done_by, 0) FROM link_payments", func(row *sql.Rows) error {
		var by int64
		err := row.Scan(&by)
		if by == 0 {
			t.Error("nobody knows who took it")
		}
		return err
	})
}

func TestALinkOverSeveralInvoicesIsPaidByAProviderOnceAndSettlesThemAll(t *testing.T) {
	for _, provider := range []string{"stripe", "mollie", "systempay"} {
		t.Run(provider, func(t *testing.T) {
			l := newLinked(t, provider)
			ids := []billing.InvoiceID{l.owes("gloves"), l.owes("gloves", "card"), l.owes("gloves")}
			var owed int64
			for _, id := range ids {
				view, err := l.Document(ctx, id)
				l.must(err)
				owed += int64(view.Remaining)
			}
			all := desk.Receive{Household: l.family.ID, Tenders: []billing.Tender{link(money.Cents(owed))}}
			_, err := l.Receive(ctx, l.req(), all)
			l.must(err)
			l.tend()
			r := l.request(ids[0])
			if !r.Shared || int64(r.Cents) != owed || r.LinkState != "open" {
				t.Fatalf("%+v", r)
			}
			l.receiveCash(1000)
			l.tend()
			if now := l.request(ids[0]); now.ID == r.ID || int64(now.Cents) != owed-1000 || !now.Shared || now.LinkState != "open" {
				t.Fatalf("after some cash: %+v", now)
			}
			l.provider.Expire()
			l.tend()
			l.tend()
			if now := l.request(ids[2]); int64(now.Cents) != owed-1000 || !now.Shared || now.LinkState != "open" || !now.Renewed {
				t.Fatalf("after it ended: %+v", now)
			}
			l.provider.Pay(money.Cents(owed-1000), "EUR")
			for range 3 {
				l.tend()
			}
			for _, id := range ids {
				l.remains(id, 0)
			}
			if list := l.toCheck(); len(list) != 0 {
				t.Errorf("%+v", list)
			}
			l.tend()
			if n := l.provider.Links(); n != 3 { // asked for, after the cash, after its end
				t.Errorf("%d links", n)
			}
			for _, id := range ids {
				view, err := l.Document(ctx, id)
				l.must(err)
				if slices.ContainsFunc(view.Requests, func(r sqlite.Request) bool { return r.State == "open" }) {
					t.Errorf("%d is still asked for: %+v", id, view.Requests)
				}
			}
			l.proved()
		})
	}
}

func TestAnAmountOfTheListIsWrittenInTheLanguageOfItsReader(t *testing.T) {
	l := newLinked(t, "mollie")
	l.owes("gloves")
	l.tend()
	l.provider.Pay(3050, "EUR")
	l.tend()
	for lang, want := range map[locale.Lang]string{locale.French: "30,50 EUR", locale.English: "30.50 EUR"} {
		view := l.settings()
		view.Identity.Language = lang
		_, err := l.SaveIdentity(ctx, l.req(), desk.Change[club.Identity]{Version: view.Versions.Identity, Value: view.Identity})
		l.must(err)
		raw, err := l.LinkPayments().Export(ctx, desk.ListQuery{}, desk.CSV)
		l.must(err)
		if !strings.Contains(string(raw), want) {
			t.Errorf("%s: no %q in\n%s", lang, want, raw)
		}
	}
}

func TestTheMailOfACartsLinkSpeaksOfWhatIsInTheCart(t *testing.T) {
	for lang, enrols := range map[locale.Lang]string{locale.French: "inscri", locale.Dutch: "inschrij", locale.English: "enrol"} {
		if text := locale.Text(lang, "mail.sends.cartLink.body", locale.Params{"what": "Gants"}); strings.Contains(text, enrols) || !strings.Contains(text, "Gants") {
			t.Errorf("gloves are no enrolment: %s", text)
		}
	}
}
