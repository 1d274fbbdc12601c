package paymenttest

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"paddock/backend/money"
)

func (s *Server) stripeKnows(w http.ResponseWriter, r *http.Request) bool {
	if s.accepts(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")) {
		return true
	}
	w.WriteHeader(http.StatusUnauthorized)
	answer(w, object{"error": object{"type": "invalid_request_error", "message": "Invalid API Key provided: test_******"}})
	return false
}

func (s *Server) stripeCreate(w http.ResponseWriter, r *http.Request) {
	if !s.stripeKnows(w, r) {
		return
	}
	cents, err := strconv.ParseInt(r.FormValue("line_items[0][price_data][unit_amount]"), 10, 64)
	if err != nil || cents <= 0 || r.FormValue("line_items[0][quantity]") != "1" || r.FormValue("restrictions[completed_sessions][limit]") != "1" {
		w.WriteHeader(http.StatusBadRequest)
		answer(w, object{"error": object{"type": "invalid_request_error", "message": "Invalid amount", "param": "line_items"}})
		return
	}
	currency := strings.ToUpper(r.FormValue("line_items[0][price_data][currency]"))
	s.stripeShow(w, s.make(r.Header.Get("Idempotency-Key"), currency, r.FormValue("metadata[reference]"), "", money.Cents(cents)))
}

func (s *Server) stripeShow(w http.ResponseWriter, l *link) {
	answer(w, object{"id": l.id, "object": "payment_link", "active": l.state == "open", "url": page(l)})
}

func (s *Server) stripeLink(w http.ResponseWriter, r *http.Request) {
	if !s.stripeKnows(w, r) {
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
	if !s.stripeKnows(w, r) {
		return
	}
	l := s.find(w, r.FormValue("payment_link"))
	if l == nil {
		return
	}
	list := []object{}
	for i, how := range append([]string{Lapsed}, l.tried...) {
		status, intent := "expired", "canceled"
		switch how {
		case Failed, Refused:
			status, intent = "complete", "requires_payment_method"
		case UnderWay:
			status, intent = "complete", "processing"
		}
		list = append(list, object{
			"id": fmt.Sprintf("cs_%d", i), "object": "checkout.session", "status": status, "payment_status": "unpaid", "amount_total": l.cents, "currency": "eur",
			"payment_intent": object{"id": fmt.Sprintf("pi_%d", i), "object": "payment_intent", "status": intent},
		})
	}
	for _, p := range l.reports() {
		list = append(list, object{
			"id": p.id, "object": "checkout.session", "livemode": !s.plays, "payment_status": "paid", "amount_total": p.cents, "currency": strings.ToLower(p.currency), "created": 1791374400,
			"payment_intent": object{"id": "pi_" + p.id, "object": "payment_intent", "latest_charge": object{"id": "ch_" + p.id, "object": "charge", "created": 1791374400, "amount_refunded": p.back, "disputed": p.charged > 0}},
		})
	}
	answer(w, object{"object": "list", "url": "/v1/checkout/sessions", "has_more": false, "data": list})
}

func (s *Server) stripeDisputes(w http.ResponseWriter, r *http.Request) {
	if !s.stripeKnows(w, r) {
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
