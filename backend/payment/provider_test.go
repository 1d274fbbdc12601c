package payment_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"paddock/backend/locale"
	"paddock/backend/payment"
	"paddock/backend/payment/paymenttest"
)

// providers are all of them, at a server of the test.
func providers(s *paymenttest.Server, key string) map[string]payment.Provider {
	return map[string]payment.Provider{
		"stripe": payment.Stripe{Key: key, Base: s.URL},
		"mollie": payment.Mollie{Key: key, Base: s.URL},
		"lyra":   payment.Lyra{Shop: "12345678", Key: key, Base: s.URL},
	}
}

func asked(key string) payment.Asked {
	return payment.Asked{Key: key, Cents: 123_05, Reference: "RF26FA20260001", Text: "Les Tilleuls", Language: locale.French}
}

// each runs a test for each provider, with a server of its own.
func each(t *testing.T, test func(t *testing.T, s *paymenttest.Server, p payment.Provider)) {
	for name := range providers(&paymenttest.Server{}, "") {
		t.Run(name, func(t *testing.T) {
			s := paymenttest.Start(t)
			test(t, s, providers(s, paymenttest.Key)[name])
		})
	}
}

func TestALinkIsMadePaidAndSeenPaidTheSameAtEveryLook(t *testing.T) {
	each(t, func(t *testing.T, s *paymenttest.Server, p payment.Provider) {
		made, err := p.Create(t.Context(), asked("k1"))
		if err != nil || made.URL != "https://pay.example/"+made.ID {
			t.Fatalf("%+v, %v", made, err)
		}
		if look, err := p.Look(t.Context(), made.ID); err != nil || look.State != payment.Open || len(look.Paid) != 0 {
			t.Errorf("at first %+v, %v", look, err)
		}
		s.Pay(123_05, "EUR")
		first, err := p.Look(t.Context(), made.ID)
		if err != nil || len(first.Paid) != 1 || first.Paid[0].Cents != 123_05 || first.Paid[0].Currency != "EUR" || first.Paid[0].ID == "" || first.Paid[0].At.IsZero() {
			t.Fatalf("paid %+v, %v", first, err)
		}
		if again, err := p.Look(t.Context(), made.ID); err != nil || again.Paid[0].ID != first.Paid[0].ID {
			t.Errorf("again %+v, %v", again, err)
		}
		s.Pay(5_00, "USD")
		s.Refund(23_05)
		if look, err := p.Look(t.Context(), made.ID); err != nil || len(look.Paid) != 2 || look.Paid[0].Refunded != 23_05 || look.Paid[1].Currency != "USD" || look.Paid[1].Refunded != 0 {
			t.Errorf("twice, and some back: %+v, %v", look, err)
		}
	})
}

func TestALinkWhoseAnswerWasLostIsMadeOnceMoreAndIsTheSame(t *testing.T) {
	each(t, func(t *testing.T, s *paymenttest.Server, p payment.Provider) {
		s.Lose()
		if _, err := p.Create(t.Context(), asked("k1")); payment.ProblemOf(err).Kind != payment.Later {
			t.Fatalf("%v", err)
		}
		if _, err := p.Create(t.Context(), asked("k1")); err != nil {
			t.Fatal(err)
		}
		if _, is := p.(payment.Lyra); s.Links() != 1 && !is { // which keeps no keys
			t.Errorf("%d links", s.Links())
		}
	})
}

func TestAClosedLinkIsClosedOrEndsSoon(t *testing.T) {
	each(t, func(t *testing.T, s *paymenttest.Server, p payment.Provider) {
		made, err := p.Create(t.Context(), asked("k1"))
		if err != nil {
			t.Fatal(err)
		}
		err = p.Close(t.Context(), made.ID, asked("k1").At)
		if _, is := p.(payment.Lyra); is { // its order ends five minutes later
			if err != nil || s.Ends() != asked("k1").At.Add(5*time.Minute).UTC().Format(time.RFC3339) {
				t.Fatalf("%v, ends %s", err, s.Ends())
			}
			s.Expire()
		} else if err != nil || !s.Closed() {
			t.Fatalf("%v", err)
		}
		if look, err := p.Look(t.Context(), made.ID); err != nil || look.State == payment.Open {
			t.Errorf("%+v, %v", look, err)
		}
	})
}

// Only an order that is open can be changed there: one that is not ends by itself, and
// a lost answer is asked again.
func TestAnOrderThatCannotBeChangedEndsByItself(t *testing.T) {
	each(t, func(t *testing.T, s *paymenttest.Server, p payment.Provider) {
		if _, is := p.(payment.Lyra); !is {
			return
		}
		made, err := p.Create(t.Context(), asked("k1"))
		if err != nil {
			t.Fatal(err)
		}
		s.Fail(http.StatusServiceUnavailable)
		if err := p.Close(t.Context(), made.ID, asked("k1").At); payment.ProblemOf(err).Kind != payment.Later {
			t.Errorf("no answer: %v", err)
		}
		before := s.Ends()
		s.Pay(7000, "EUR")
		if err := p.Close(t.Context(), made.ID, asked("k1").At); !errors.Is(err, payment.ErrEndsByItself) || s.Ends() != before {
			t.Errorf("paid: %v, ends %s", err, s.Ends())
		}
		if look, err := p.Look(t.Context(), made.ID); err != nil || len(look.Paid) != 1 || look.Paid[0].Cents != 7000 {
			t.Errorf("%+v, %v", look, err)
		}
	})
}

func TestWhatGoesWrongIsNamedByWhatAPersonCanDo(t *testing.T) {
	each(t, func(t *testing.T, s *paymenttest.Server, p payment.Provider) {
		for status, kind := range map[int]payment.ProblemKind{429: payment.Later, 500: payment.Later, 503: payment.Later, 403: payment.BadKey} {
			s.Fail(status)
			if _, err := p.Create(t.Context(), asked(http.StatusText(status))); payment.ProblemOf(err).Kind != kind || payment.ProblemOf(err).Spent != (status != 429) {
				t.Errorf("%d: %v", status, err)
			}
		}
		for name, body := range map[string]string{"no JSON": "<html>", "no link": `{}`, "not https": `{"status":"SUCCESS","id":"x","url":"javascript:alert(1)","answer":{"paymentOrderId":"x","paymentURL":"http://pay.example/"},"_links":{"paymentLink":{"href":"http://pay.example/"}}}`} {
			s.Answer(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(body)) })
			if made, err := p.Create(t.Context(), asked(name)); err == nil {
				t.Errorf("%s: %+v", name, made)
			}
		}
		s.Answer(func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://evil.example/", http.StatusTemporaryRedirect)
		})
		if _, err := p.Create(t.Context(), asked("redirected")); err == nil || strings.Contains(err.Error(), "evil.example: dial") {
			t.Errorf("followed: %v", err)
		}
		if _, err := p.Look(t.Context(), "pl_9999"); payment.ProblemOf(err).Kind != payment.Gone {
			t.Errorf("a link it does not have: %v", err)
		}
		bad := asked("k2")
		bad.Cents = -1
		if _, err := p.Create(t.Context(), bad); payment.ProblemOf(err).Kind != payment.Refused {
			t.Errorf("a link it does not want: %v", err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		defer cancel()
		s.Answer(func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body) // a server sees that somebody left once all they sent is read
			<-r.Context().Done()
		})
		if _, err := p.Create(ctx, asked("k3")); payment.ProblemOf(err).Kind != payment.Later {
			t.Errorf("no answer: %v", err)
		}
	})
}

func TestAWrongKeyIsSaidAndNeverShown(t *testing.T) {
	s := paymenttest.Start(t)
	for name, p := range providers(s, "secret_of_somebody") {
		_, err := p.Create(t.Context(), asked("k1"))
		if payment.ProblemOf(err).Kind != payment.BadKey || strings.Contains(err.Error(), "secret_of_somebody") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestWhatThePayersBankTookBackCountsWithWhatWasRefundedAndNeverMoreThanWasPaid(t *testing.T) {
	each(t, func(t *testing.T, s *paymenttest.Server, p payment.Provider) {
		if _, lyra := p.(payment.Lyra); lyra {
			t.Skip("Lyra says nothing of it")
		}
		made, err := p.Create(t.Context(), asked("k1"))
		if err != nil {
			t.Fatal(err)
		}
		s.Pay(123_05, "EUR")
		s.Refund(3_05)
		s.ChargeBack(20_00)
		if look, err := p.Look(t.Context(), made.ID); err != nil || look.Paid[0].Refunded != 23_05 {
			t.Errorf("%+v, %v", look, err)
		}
		s.ChargeBack(103_00)
		if look, err := p.Look(t.Context(), made.ID); err != nil || look.Paid[0].Refunded != 123_05 {
			t.Errorf("%+v, %v", look, err)
		}
	})
}

func TestALinkWithoutAnEndLivesAsLongAsItsProviderLetsIt(t *testing.T) {
	now := time.Date(2026, 10, 7, 12, 0, 0, 0, time.UTC)
	each(t, func(t *testing.T, s *paymenttest.Server, p payment.Provider) {
		a := asked("k1")
		a.At = now
		made, err := p.Create(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		look, err := p.Look(t.Context(), made.ID)
		if err != nil {
			t.Fatal(err)
		}
		days := look.Ends.Sub(now).Hours() / 24
		if _, lyra := p.(payment.Lyra); !lyra && (s.Ends() != "" || !look.Ends.IsZero() || !made.Ends.IsZero()) || lyra && (days > 90 || days < 88 || !look.Ends.Equal(made.Ends)) {
			t.Errorf("asked until %q, made until %s, seen until %s", s.Ends(), made.Ends, look.Ends)
		}
		if _, stripe := p.(payment.Stripe); stripe { // its links have no end
			return
		}
		a.Key, a.Until = "k2", now.AddDate(0, 0, 9)
		if made, err = p.Create(t.Context(), a); err != nil || !made.Ends.Equal(a.Until) || s.Ends() != "2026-10-16T12:00:00Z" {
			t.Errorf("one with an end: %s, %s, %v", made.Ends, s.Ends(), err)
		}
		if look, err := p.Look(t.Context(), made.ID); err != nil || !look.Ends.Equal(a.Until) {
			t.Errorf("and it is seen: %s, %v", look.Ends, err)
		}
	})
}

// Mollie calls a payment open whose page somebody looks at: nobody else is asked, and no
// money is on its way.
func TestAPaymentThatSomebodyBeganAtMollieIsNotUnderWay(t *testing.T) {
	s := paymenttest.Start(t)
	p := payment.Mollie{Key: paymenttest.Key, Base: s.URL}
	made, err := p.Create(t.Context(), asked("k1"))
	if err != nil {
		t.Fatal(err)
	}
	s.Try(paymenttest.Begun)
	if look, err := p.Look(t.Context(), made.ID); err != nil || !look.Pending || look.UnderWay {
		t.Errorf("begun: %+v, %v", look, err)
	}
	s.Try(paymenttest.UnderWay)
	if look, err := p.Look(t.Context(), made.ID); err != nil || !look.Pending || !look.UnderWay {
		t.Errorf("under way: %+v, %v", look, err)
	}
}

func TestAPaymentThatWasCancelledRefusedOrFailedIsNoMoneyAndOneUnderWayIsSaid(t *testing.T) {
	each(t, func(t *testing.T, s *paymenttest.Server, p payment.Provider) {
		made, err := p.Create(t.Context(), asked("k1"))
		if err != nil {
			t.Fatal(err)
		}
		for _, how := range []string{paymenttest.Cancelled, paymenttest.Failed, paymenttest.Refused, paymenttest.Lapsed} {
			s.Try(how)
			if look, err := p.Look(t.Context(), made.ID); err != nil || look.State != payment.Open || len(look.Paid) != 0 || look.Pending {
				t.Errorf("%s: %+v, %v", how, look, err)
			}
		}
		s.Try(paymenttest.UnderWay)
		if look, err := p.Look(t.Context(), made.ID); err != nil || len(look.Paid) != 0 || !look.Pending {
			t.Errorf("under way: %+v, %v", look, err)
		}
	})
}
