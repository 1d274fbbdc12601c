package desk_test

import (
	"errors"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/payment/paymenttest"
)

// another enters the key of another account, or says what becomes of the links.
func (l *linked) another(key, links string) error {
	_, err := l.KeepLinkKey(ctx, l.req(), desk.LinkKey{Key: key, Links: links})
	return err
}

// keptFor counts what is open by the club's key and by those before it.
func (l *linked) keptFor(open, other int) {
	l.t.Helper()
	kept, err := l.LinkKeeping(ctx)
	l.must(err)
	if kept.Open != open || kept.Other != other {
		l.t.Errorf("%+v, want %d and %d", kept, open, other)
	}
}

func countIn(err error) any {
	var refusal *club.Error
	errors.As(err, &refusal)
	return refusal.Params["n"]
}

func TestAKeyOfAnotherAccountIsRefusedWithTheNumberOfLinksItDoesNotKnow(t *testing.T) {
	for _, provider := range []string{"stripe", "mollie", "systempay"} {
		t.Run(provider, func(t *testing.T) {
			l := newLinked(t, provider)
			first, second := l.owes("gloves"), l.owes("gloves")
			l.tend()
			l.keptFor(2, 0)
			err := l.another(paymenttest.OtherKey, "")
			l.refuses(err, club.CodeLinkKeyOther)
			if n := countIn(err); n != 2 {
				t.Errorf("%v links", n)
			}
			l.refuses(l.another(paymenttest.OtherKey, "leave"), club.CodeLinkKeyOther)
			l.refuses(l.another("", ""), club.CodeLinkKeyNeeded)
			l.refuses(l.another("", "follow"), club.CodeLinkKeyNeeded)
			l.provider.Pay(3500, "EUR") // by the second: nothing was lost by asking
			l.tend()
			if l.paid(first) != 0 || l.paid(second) != 3500 {
				t.Errorf("%d and %d", l.paid(first), l.paid(second))
			}
			l.proved()
		})
	}
}

func TestLinksOfAnotherAccountAreFollowedWithTheKeyThatMadeThem(t *testing.T) {
	for _, provider := range []string{"stripe", "mollie", "systempay"} {
		t.Run(provider, func(t *testing.T) {
			l := newLinked(t, provider)
			old := l.owes("gloves")
			l.tend()
			l.provider.Pay(3500, "EUR")
			l.must(l.another(paymenttest.OtherKey, "follow"))
			l.keptFor(0, 1)
			l.tend()
			if got := l.paid(old); got != 3500 {
				t.Errorf("paid %d by the old link", got)
			}
			fresh := l.owes("gloves")
			l.tend()
			l.provider.Pay(3500, "EUR")
			l.tend()
			if r := l.request(fresh); l.paid(fresh) != 3500 || r.Problem != "" {
				t.Errorf("by the new account: %d, %+v", l.paid(fresh), r)
			}
			// What the payer's bank takes back months later is seen by the old key too.
			l.wait(60 * 24 * time.Hour)
			l.tend()
			if r := l.request(old); r.Problem != "" {
				t.Errorf("%+v", r)
			}
			// The first account again: its links are the club's own once more.
			third := l.owes("gloves")
			l.tend()
			l.refuses(l.another(paymenttest.Key, ""), club.CodeLinkKeyOther)
			l.must(l.another(paymenttest.Key, "follow"))
			l.keptFor(0, 1)
			l.provider.Pay(3500, "EUR")
			l.tend()
			if l.paid(third) != 3500 {
				t.Errorf("paid %d", l.paid(third))
			}
			names, err := filepath.Glob(filepath.Join(l.dir, "keys", "link-*"))
			l.must(err)
			if len(names) != 2 { // each account's, once
				t.Errorf("kept: %v", names)
			}
			l.proved()
		})
	}
}

// keysKept are the names of the keys in the store.
func (l *linked) keysKept() (names []string) {
	l.t.Helper()
	files, err := filepath.Glob(filepath.Join(l.dir, "keys", "link-*"))
	l.must(err)
	for _, file := range files {
		names = append(names, strings.TrimSuffix(filepath.Base(file), ".secret"))
	}
	return names
}

// A key that nobody is asked with any more is not kept, and its number is no other key's:
// the links that ended by it keep it.
func TestTheKeyOfAFormerAccountIsForgottenOnceItsLastLinkEnded(t *testing.T) {
	l := newLinked(t, "mollie")
	l.owes("gloves")
	l.tend()
	l.must(l.another(paymenttest.OtherKey, "follow"))
	if got := l.keysKept(); !slices.Equal(got, []string{"link-mollie", "link-mollie@1"}) {
		t.Fatalf("%q", got)
	}
	l.tend()
	if got := len(l.keysKept()); got != 2 {
		t.Errorf("%d keys while a link is open", got)
	}
	l.provider.Pay(3500, "EUR")
	l.tend()
	ended := func() bool { n, err := l.TendLinks(ctx); l.must(err); return n == 0 }
	for l.wait(32 * 24 * time.Hour); !ended(); l.wait(32 * 24 * time.Hour) { // what a payer's bank takes back is looked for a year and more
		if got := len(l.keysKept()); got != 2 {
			t.Errorf("%d keys as soon as the last link ended", got)
		}
	}
	if got := l.keysKept(); !slices.Equal(got, []string{"link-mollie"}) {
		t.Errorf("%q once the last link ended", got)
	}
	l.owes("gloves")
	l.tend()
	l.must(l.another(paymenttest.Key, "follow"))
	if got := l.keysKept(); !slices.Equal(got, []string{"link-mollie", "link-mollie@2"}) {
		t.Errorf("%q: the number of one that ended", got)
	}
	l.proved()
}

// Data restored from a backup know nothing of the accounts that were left after it.
func TestANewKeyNeverTakesTheNumberOfAKeyThatIsKept(t *testing.T) {
	l := newLinked(t, "mollie")
	l.owes("gloves")
	l.tend()
	keys := filepath.Join(l.dir, "keys")
	l.must(desk.FileSecrets{Dir: keys, KeyFile: filepath.Join(keys, "secrets.key")}.KeepSecret("link-mollie@1", "live_of_an_account_left_later"))
	l.must(l.another(paymenttest.OtherKey, "follow"))
	if got := l.keysKept(); !slices.Equal(got, []string{"link-mollie", "link-mollie@1", "link-mollie@2"}) {
		t.Errorf("%q", got)
	}
	l.tend()
	l.provider.Pay(3500, "EUR")
	l.tend()
	l.proved()
}

func TestLinksOfAnotherAccountAreClosedThereAndMadeAnew(t *testing.T) {
	for _, provider := range []string{"stripe", "mollie"} {
		t.Run(provider, func(t *testing.T) {
			l := newLinked(t, provider)
			id := l.owes("gloves")
			l.tend()
			url := l.request(id).URL
			l.must(l.another(paymenttest.OtherKey, "renew"))
			l.tend()
			l.tend()
			if r := l.request(id); r.URL == url || r.LinkState != "open" || r.Cents != 3500 || !l.provider.Closed() || l.provider.Links() != 2 {
				t.Errorf("%+v, closed %v, %d links", r, l.provider.Closed(), l.provider.Links())
			}
			l.keptFor(1, 0)
			l.provider.Pay(3500, "EUR")
			l.tend()
			if l.paid(id) != 3500 {
				t.Errorf("paid %d", l.paid(id))
			}
			l.proved()
		})
	}
}

func TestALinkByWhichMoneyIsUnderWayIsNotMadeAnewInAnotherAccount(t *testing.T) {
	l := newLinked(t, "mollie")
	id := l.owes("gloves")
	l.tend()
	l.provider.Try(paymenttest.UnderWay)
	l.tend()
	l.must(l.another(paymenttest.OtherKey, "renew"))
	l.tend()
	l.keptFor(0, 1)
	if l.provider.Links() != 1 || l.provider.Closed() {
		t.Errorf("%d links, closed %v", l.provider.Links(), l.provider.Closed())
	}
	l.provider.Pay(3500, "EUR")
	l.tend()
	if l.paid(id) != 3500 {
		t.Errorf("paid %d", l.paid(id))
	}
}

// A key that is changed in its own account knows the links: nobody is asked anything.
func TestAKeyThatKnowsTheLinksTakesThePlaceOfTheOneBefore(t *testing.T) {
	l := newLinked(t, "mollie")
	id := l.owes("gloves")
	l.tend()
	l.must(l.another("", "leave"))
	l.provider.Pay(3500, "EUR")
	l.tend()
	if r := l.request(id); r.Problem != "badKey" {
		t.Errorf("%+v", r)
	}
	err := l.another(paymenttest.OtherKey, "follow") // with which key?
	l.refuses(err, club.CodeLinkKeyLost)
	l.must(l.another(paymenttest.Key, ""))
	l.tend()
	if l.paid(id) != 3500 {
		t.Errorf("paid %d", l.paid(id))
	}
}

func TestNoKeyTakesThePlaceOfAnotherWhileTheProviderDoesNotAnswer(t *testing.T) {
	l := newLinked(t, "mollie")
	id := l.owes("gloves")
	l.tend()
	l.provider.Fail(503)
	l.refuses(l.another(paymenttest.OtherKey, "follow"), club.CodeLinkKeyUntried)
	l.provider.Pay(3500, "EUR")
	l.tend()
	if l.paid(id) != 3500 {
		t.Errorf("paid %d", l.paid(id))
	}
}

func TestACartsLinkOfAnotherAccountIsMadeAnewToo(t *testing.T) {
	l := newLinked(t, "mollie")
	cart := l.kept("gloves")
	before := *cart.Link
	l.must(l.another(paymenttest.OtherKey, "renew"))
	l.tend()
	l.tend()
	if now := l.now(cart.ID).Link; now.ID == before.ID || now.LinkState != "open" || now.Cents != before.Cents || !l.provider.Closed() {
		t.Errorf("%+v, was %+v", now, before)
	}
	l.proved()
}
