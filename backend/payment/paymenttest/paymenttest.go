// Package paymenttest is a payment provider that runs in a test: the parts of the
// three providers' interfaces that Paddock uses, to their documentation (RULES
// section 8). None of them can be reached from a test, and none has an emulator
// that keeps states.
package paymenttest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"

	"paddock/backend/money"
)

// Key is the only key the provider accepts, of shop 12345678 at Lyra's.
const Key = "test_key"

// Server is a provider under way.
type Server struct {
	URL string

	mutex sync.Mutex
	links []*link
	keys  map[string]*link // by idempotency key
	next  []http.HandlerFunc
	asked int
}

type link struct {
	id, currency string
	cents        money.Cents
	reference    string
	state        string // open, closed, expired
	paid         []paid
}

type paid struct {
	id, currency string
	cents, back  money.Cents
	charged      money.Cents // taken back by the payer's bank
}

// Start runs a provider until the test ends.
func Start(t testing.TB) *Server {
	s := &Server{keys: map[string]*link{}}
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
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mutex.Lock()
		defer s.mutex.Unlock()
		s.asked++
		if len(s.next) > 0 {
			answer := s.next[0]
			if s.next = s.next[1:]; answer != nil {
				answer(w, r)
				return
			}
		}
		mux.ServeHTTP(w, r)
	}))
	t.Cleanup(web.Close)
	s.URL = web.URL
	return s
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

// Refund gives back the first payment by the latest link.
func (s *Server) Refund(cents money.Cents) { s.with(func(l *link) { l.paid[0].back += cents }) }

// ChargeBack has the payer's bank take back the first payment by the latest link; Lyra
// does not say so.
func (s *Server) ChargeBack(cents money.Cents) { s.with(func(l *link) { l.paid[0].charged += cents }) }

// Expire ends the latest link.
func (s *Server) Expire() { s.with(func(l *link) { l.state = "expired" }) }

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

func (s *Server) make(key, currency, reference string, cents money.Cents) *link {
	if made := s.keys[key]; key != "" && made != nil {
		return made
	}
	l := &link{id: fmt.Sprintf("pl_%04d", len(s.links)+1), currency: currency, cents: cents, reference: reference, state: "open"}
	s.links = append(s.links, l)
	s.keys[key] = l
	return l
}

func (s *Server) find(w http.ResponseWriter, id string) *link {
	for _, l := range s.links {
		if l.id == id {
			return l
		}
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

// Mollie.

func mollieKnows(w http.ResponseWriter, r *http.Request) bool {
	if r.Header.Get("Authorization") == "Bearer "+Key {
		return true
	}
	w.WriteHeader(http.StatusUnauthorized)
	answer(w, object{"status": 401, "title": "Unauthorized Request", "detail": "Missing authentication, or failed to authenticate"})
	return false
}

func decimal(cents money.Cents) string { return fmt.Sprintf("%d.%02d", cents/100, cents%100) }

func (s *Server) mollieCreate(w http.ResponseWriter, r *http.Request) {
	var asked struct {
		Amount      struct{ Currency, Value string }
		Description string
		Reusable    *bool
	}
	if !mollieKnows(w, r) {
		return
	}
	err := json.NewDecoder(r.Body).Decode(&asked)
	cents, badAmount := strconv.ParseInt(strings.Replace(asked.Amount.Value, ".", "", 1), 10, 64)
	if err != nil || badAmount != nil || !strings.Contains(asked.Amount.Value, ".") || asked.Description == "" || asked.Reusable == nil || *asked.Reusable {
		w.WriteHeader(http.StatusUnprocessableEntity)
		answer(w, object{"status": 422, "title": "Unprocessable Entity", "detail": "The amount is wrong", "field": "amount"})
		return
	}
	s.mollieShow(w, s.make(r.Header.Get("Idempotency-Key"), asked.Amount.Currency, asked.Description, money.Cents(cents)))
}

func (s *Server) mollieShow(w http.ResponseWriter, l *link) {
	answer(w, object{
		"resource": "payment-link", "id": l.id, "archived": l.state == "closed", "amount": object{"currency": l.currency, "value": decimal(l.cents)},
		"_links": object{"paymentLink": object{"href": page(l), "type": "text/html"}},
	})
}

func (s *Server) mollieLink(w http.ResponseWriter, r *http.Request) {
	if !mollieKnows(w, r) {
		return
	}
	l := s.find(w, r.PathValue("id"))
	if l == nil {
		return
	}
	if r.Method == http.MethodPatch {
		var change struct{ Archived bool }
		if json.NewDecoder(r.Body).Decode(&change) == nil && change.Archived {
			l.state = "closed"
		}
	}
	s.mollieShow(w, l)
}

// molliePayments lists one payment a page, so that pages are turned.
func (s *Server) molliePayments(w http.ResponseWriter, r *http.Request) {
	if !mollieKnows(w, r) {
		return
	}
	l := s.find(w, r.PathValue("id"))
	if l == nil {
		return
	}
	list := []object{{"id": "tr_open", "status": "open", "amount": object{"currency": l.currency, "value": decimal(l.cents)}}}
	for _, p := range l.paid {
		said := object{
			"id": p.id, "status": "paid", "paidAt": "2026-10-07T12:00:00+00:00",
			"amount": object{"currency": p.currency, "value": decimal(p.cents)}, "amountRefunded": object{"currency": p.currency, "value": decimal(p.back)},
		}
		if p.charged > 0 {
			said["amountChargedBack"] = object{"currency": p.currency, "value": decimal(p.charged)}
		}
		list = append(list, said)
	}
	at, _ := strconv.Atoi(r.URL.Query().Get("from"))
	body := object{"count": 1, "_embedded": object{"payments": list[at : at+1]}, "_links": object{"next": nil}}
	if at+1 < len(list) {
		body["_links"] = object{"next": object{"href": fmt.Sprintf("https://api.mollie.com/v2/payment-links/%s/payments?from=%d", l.id, at+1)}}
	}
	answer(w, body)
}

// Stripe.

func stripeKnows(w http.ResponseWriter, r *http.Request) bool {
	if r.Header.Get("Authorization") == "Bearer "+Key {
		return true
	}
	w.WriteHeader(http.StatusUnauthorized)
	answer(w, object{"error": object{"type": "invalid_request_error", "message": "Invalid API Key provided: test_******"}})
	return false
}

func (s *Server) stripeCreate(w http.ResponseWriter, r *http.Request) {
	if !stripeKnows(w, r) {
		return
	}
	cents, err := strconv.ParseInt(r.FormValue("line_items[0][price_data][unit_amount]"), 10, 64)
	if err != nil || cents <= 0 || r.FormValue("line_items[0][quantity]") != "1" || r.FormValue("restrictions[completed_sessions][limit]") != "1" {
		w.WriteHeader(http.StatusBadRequest)
		answer(w, object{"error": object{"type": "invalid_request_error", "message": "Invalid amount", "param": "line_items"}})
		return
	}
	currency := strings.ToUpper(r.FormValue("line_items[0][price_data][currency]"))
	s.stripeShow(w, s.make(r.Header.Get("Idempotency-Key"), currency, r.FormValue("metadata[reference]"), money.Cents(cents)))
}

func (s *Server) stripeShow(w http.ResponseWriter, l *link) {
	answer(w, object{"id": l.id, "object": "payment_link", "active": l.state == "open", "url": page(l)})
}

func (s *Server) stripeLink(w http.ResponseWriter, r *http.Request) {
	if !stripeKnows(w, r) {
		return
	}
	l := s.find(w, r.PathValue("id"))
	if l == nil {
		return
	}
	if r.Method == http.MethodPost && r.FormValue("active") == "false" {
		l.state = "closed"
	}
	s.stripeShow(w, l)
}

func (s *Server) stripeSessions(w http.ResponseWriter, r *http.Request) {
	if !stripeKnows(w, r) {
		return
	}
	l := s.find(w, r.FormValue("payment_link"))
	if l == nil {
		return
	}
	list := []object{{"id": "cs_open", "object": "checkout.session", "payment_status": "unpaid", "amount_total": l.cents, "currency": "eur"}}
	for _, p := range l.paid {
		list = append(list, object{
			"id": p.id, "object": "checkout.session", "payment_status": "paid", "amount_total": p.cents, "currency": strings.ToLower(p.currency), "created": 1791374400,
			"payment_intent": object{"id": "pi_" + p.id, "object": "payment_intent", "latest_charge": object{"id": "ch_" + p.id, "object": "charge", "created": 1791374400, "amount_refunded": p.back, "disputed": p.charged > 0}},
		})
	}
	answer(w, object{"object": "list", "url": "/v1/checkout/sessions", "has_more": false, "data": list})
}

func (s *Server) stripeDisputes(w http.ResponseWriter, r *http.Request) {
	if !stripeKnows(w, r) {
		return
	}
	list := []object{}
	for _, l := range s.links {
		for _, p := range l.paid {
			if "ch_"+p.id == r.FormValue("charge") {
				list = append(list, object{"id": "dp_1", "object": "dispute", "status": "warning_under_review", "amount": p.cents},
					object{"id": "dp_2", "object": "dispute", "status": "needs_response", "amount": p.charged})
			}
		}
	}
	answer(w, object{"object": "list", "url": "/v1/disputes", "has_more": false, "data": list})
}

// Lyra.

func lyraKnows(w http.ResponseWriter, r *http.Request) bool {
	shop, key, _ := r.BasicAuth()
	if shop == "12345678" && key == Key {
		return true
	}
	answer(w, object{"status": "ERROR", "answer": object{"errorCode": "INT_905", "errorMessage": "invalid credentials"}})
	return false
}

func (s *Server) lyraCreate(w http.ResponseWriter, r *http.Request) {
	var asked struct {
		Amount            money.Cents
		Currency, OrderID string
		ChannelOptions    struct{ ChannelType string }
	}
	if !lyraKnows(w, r) {
		return
	}
	if err := json.NewDecoder(r.Body).Decode(&asked); err != nil || asked.Amount <= 0 || asked.ChannelOptions.ChannelType != "URL" {
		answer(w, object{"status": "ERROR", "answer": object{"errorCode": "INT_009", "errorMessage": "invalid field", "detailedErrorMessage": "amount"}})
		return
	}
	s.lyraShow(w, s.make("", asked.Currency, asked.OrderID, asked.Amount))
}

func (s *Server) lyraShow(w http.ResponseWriter, l *link) {
	state := map[string]string{"open": "RUNNING", "expired": "EXPIRED", "closed": "CANCELLED"}[l.state]
	list := []object{{"uuid": "t_no", "amount": l.cents, "currency": l.currency, "status": "UNPAID", "operationType": "DEBIT", "creationDate": "2026-10-07T11:59:00+00:00"}}
	for _, p := range l.paid {
		state = "PAID"
		list = append(list, object{"uuid": p.id, "amount": p.cents, "currency": p.currency, "status": "PAID", "operationType": "DEBIT", "creationDate": "2026-10-07T12:00:00+00:00"})
		if p.back > 0 {
			list = append(list, object{"uuid": p.id + "_back", "amount": p.back, "currency": p.currency, "status": "PAID", "operationType": "CREDIT", "creationDate": "2026-10-07T13:00:00+00:00"})
		}
	}
	answer(w, object{"status": "SUCCESS", "answer": object{"paymentOrderId": l.id, "paymentURL": page(l), "paymentOrderStatus": state, "transactions": list}})
}

func (s *Server) lyraGet(w http.ResponseWriter, r *http.Request) {
	var asked struct{ PaymentOrderID string }
	if !lyraKnows(w, r) {
		return
	}
	if err := json.NewDecoder(r.Body).Decode(&asked); err == nil {
		for _, l := range s.links {
			if l.id == asked.PaymentOrderID {
				s.lyraShow(w, l)
				return
			}
		}
	}
	answer(w, object{"status": "ERROR", "answer": object{"errorCode": "PSP_010", "errorMessage": "not found"}})
}
