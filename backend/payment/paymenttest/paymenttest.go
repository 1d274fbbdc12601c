// Package paymenttest is a payment provider that runs in a test: the parts of the
// three providers' interfaces that Paddock uses, to their documentation (RULES
// section 8). None of them can be reached from a test, and none has an emulator
// that keeps states.
package paymenttest

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"paddock/backend/money"
)

// Key is the key of the club's account, of shop 12345678 at Lyra's; OtherKey that of
// another account, which knows none of the other's links. Any other key is refused.
const (
	Key      = "live_key"
	OtherKey = "live_other"
)

// Server is a provider under way.
type Server struct {
	URL string

	mutex sync.Mutex
	links []*link
	keys  map[string]*link // by idempotency key
	saved map[string]*httptest.ResponseRecorder
	next  []http.HandlerFunc
	asked int
	plays bool   // in its test mode
	by    string // key of the question
}

type link struct {
	by           string // key of the account that made it
	id, currency string
	cents        money.Cents
	reference    string
	state        string // open, closed, expired
	ends         string // as it was asked; "" for never
	paid         []paid
	tried        []string // what became of payments that somebody began
	silent       bool     // about what was paid
}

type paid struct {
	id, currency string
	cents, back  money.Cents
	charged      money.Cents // taken back by the payer's bank
}

// Start runs a provider until the test ends.
func Start(t testing.TB) *Server {
	s := &Server{keys: map[string]*link{}, saved: map[string]*httptest.ResponseRecorder{}}
	mux := http.NewServeMux()
	mux.HandleFunc("POST /v2/payment-links", s.mollieCreate)
	mux.HandleFunc("GET /v2/payment-links/{id}", s.mollieLink)
	mux.HandleFunc("PATCH /v2/payment-links/{id}", s.mollieLink)
	mux.HandleFunc("GET /v2/payment-links/{id}/payments", s.molliePayments)
	mux.HandleFunc("POST /v1/payment_links", s.stripeCreate)
	mux.HandleFunc("GET /v1/payment_links/{id}", s.stripeLink)
	mux.HandleFunc("POST /v1/payment_links/{id}", s.stripeLink)
	mux.HandleFunc("GET /v1/checkout/sessions", s.stripeSessions)
	mux.HandleFunc("GET /v1/disputes", s.stripeDisputes)
	mux.HandleFunc("POST /api-payment/V4/Charge/CreatePaymentOrder", s.lyraCreate)
	mux.HandleFunc("POST /api-payment/V4/Charge/PaymentOrder/Get", s.lyraGet)
	mux.HandleFunc("POST /api-payment/V4/Charge/PaymentOrder/Update", s.lyraUpdate)
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mutex.Lock()
		defer s.mutex.Unlock()
		s.asked++
		key := r.Header.Get("Idempotency-Key")
		if key == "" || !strings.HasPrefix(r.URL.Path, "/v1/") {
			s.answer(mux, w, r)
			return
		}
		// Stripe saves its first answer to a key, errors of 500 among them, and gives it
		// again; what it never began to do it does not save (its "Idempotent requests").
		said := s.saved[key]
		if said == nil {
			said = httptest.NewRecorder()
			s.answer(mux, said, r)
			if said.Code < 400 || said.Code >= 500 {
				s.saved[key] = said
			}
		}
		maps.Copy(w.Header(), said.Header())
		w.WriteHeader(said.Code)
		_, _ = w.Write(said.Body.Bytes())
	}))
	t.Cleanup(web.Close)
	s.URL = web.URL
	return s
}

// answer answers a question, as the test wants it or as the provider does.
func (s *Server) answer(mux http.Handler, w http.ResponseWriter, r *http.Request) {
	if len(s.next) > 0 {
		answer := s.next[0]
		if s.next = s.next[1:]; answer != nil {
			answer(w, r)
			return
		}
	}
	mux.ServeHTTP(w, r)
}

// Asked counts the questions so far.
func (s *Server) Asked() int {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.asked
}

// Links counts the links that were made.
func (s *Server) Links() int {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return len(s.links)
}

// Pay lets somebody pay an amount by the latest link, whatever its state.
func (s *Server) Pay(cents money.Cents, currency string) {
	s.with(func(l *link) {
		l.paid = append(l.paid, paid{id: fmt.Sprintf("pay_%s_%d", l.id, len(l.paid)+1), cents: cents, currency: currency})
	})
}

// Refund gives back the first payment by the latest link that was paid by.
func (s *Server) Refund(cents money.Cents) { s.ofPaid(func(l *link) { l.paid[0].back += cents }) }

// ChargeBack has the payer's bank take back the first payment by the latest link that was paid by; Lyra
// does not say so.
func (s *Server) ChargeBack(cents money.Cents) {
	s.ofPaid(func(l *link) { l.paid[0].charged += cents })
}

// Win has the payer's bank give back what it took of the first payment by the latest link that was paid by.
func (s *Server) Win() { s.ofPaid(func(l *link) { l.paid[0].charged = 0 }) }

// Cancel takes what was paid last out of every answer, as Lyra does with
// what is cancelled before it is collected; Collect names it again.
func (s *Server) Cancel() { s.ofPaid(func(l *link) { l.silent = true }) }

// Collect is the contrary of Cancel.
func (s *Server) Collect() { s.ofPaid(func(l *link) { l.silent = false }) }

// Try lets somebody begin to pay by the latest link, and says what became of it:
// Cancelled, Failed, Refused, Lapsed or UnderWay.
func (s *Server) Try(how string) { s.with(func(l *link) { l.tried = append(l.tried, how) }) }

// What becomes of a payment that somebody began.
const (
	Cancelled = "cancelled"
	Failed    = "failed"
	Refused   = "refused"
	Lapsed    = "expired"
	UnderWay  = "under way"
	Begun     = "begun" // the page of the payment is open, at Mollie's
)

// Play has the provider say from now on that it is in its test mode.
func (s *Server) Play() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.plays = true
}

// mode is one of two words, by whether the provider is in its test mode.
func (s *Server) mode(live, test string) string {
	if s.plays {
		return test
	}
	return live
}

// Expire ends the latest link.
func (s *Server) Expire() { s.with(func(l *link) { l.state = "expired" }) }

// Shut closes the latest link, as its club may at the provider's own site.
func (s *Server) Shut() { s.with(func(l *link) { l.state = "closed" }) }

// EndsOf is until when a link works, the first being 0; "" for ever.
func (s *Server) EndsOf(n int) string {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return s.links[n].ends
}

// Ends is until when the latest link works; "" for ever.
func (s *Server) Ends() (ends string) {
	s.with(func(l *link) { ends = l.ends })
	return ends
}

// reports are what was paid, as the answers name it.
func (l *link) reports() []paid {
	if l.silent {
		return nil
	}
	return l.paid
}

// Closed reports whether nobody can pay by the first link any more.
func (s *Server) Closed() (closed bool) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	return len(s.links) > 0 && s.links[0].state != "open"
}

func (s *Server) with(do func(*link)) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	do(s.links[len(s.links)-1])
}

// ofPaid is with for the latest link that somebody paid by.
func (s *Server) ofPaid(do func(*link)) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	for _, l := range slices.Backward(s.links) {
		if len(l.paid) > 0 {
			do(l)
			return
		}
	}
	panic("nobody paid")
}

// Answer has the next question answered otherwise.
func (s *Server) Answer(answer http.HandlerFunc) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.next = append(s.next, answer)
}

// Fail has the next question answered with a status.
func (s *Server) Fail(status int) {
	s.Answer(func(w http.ResponseWriter, _ *http.Request) { refuse(w, status) })
}

// Forget has the next questions answered as they come again.
func (s *Server) Forget() {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.next = nil
}

// refuse says no as Stripe and Mollie do.
func refuse(w http.ResponseWriter, status int) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	answer(w, object{"status": status, "detail": http.StatusText(status), "error": object{"type": "api_error", "message": http.StatusText(status)}})
}

// Lose does what the next question asks, and loses the answer.
func (s *Server) Lose() {
	s.Answer(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasPrefix(r.URL.Path, "/v2/"):
			s.mollieCreate(httptest.NewRecorder(), r)
		case strings.HasPrefix(r.URL.Path, "/v1/"):
			s.stripeCreate(httptest.NewRecorder(), r)
		default:
			s.lyraCreate(httptest.NewRecorder(), r)
		}
		panic(http.ErrAbortHandler)
	})
}

func (s *Server) make(key, currency, reference, ends string, cents money.Cents) *link {
	if made := s.keys[key]; key != "" && made != nil {
		return made
	}
	l := &link{by: s.by, id: fmt.Sprintf("pl_%04d", len(s.links)+1), currency: currency, cents: cents, reference: reference, ends: ends, state: "open"}
	s.links = append(s.links, l)
	s.keys[key] = l
	return l
}

// accepts notes by which key it is asked.
func (s *Server) accepts(key string) bool {
	s.by = key
	return key == Key || key == OtherKey
}

// known is a link of the account that asks; nil where it has none of that name.
func (s *Server) known(id string) *link {
	for _, l := range s.links {
		if l.id == id && l.by == s.by {
			return l
		}
	}
	return nil
}

func (s *Server) find(w http.ResponseWriter, id string) *link {
	if l := s.known(id); l != nil {
		return l
	}
	refuse(w, http.StatusNotFound)
	return nil
}

func page(l *link) string { return "https://pay.example/" + l.id }

func answer(w http.ResponseWriter, body any) {
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(body)
}

type object = map[string]any
