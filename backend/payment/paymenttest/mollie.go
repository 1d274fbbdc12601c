package paymenttest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"paddock/backend/money"
)

func (s *Server) mollieKnows(w http.ResponseWriter, r *http.Request) bool {
	if s.accepts(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")) {
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
		ExpiresAt   string
	}
	if !s.mollieKnows(w, r) {
		return
	}
	err := json.NewDecoder(r.Body).Decode(&asked)
	cents, badAmount := strconv.ParseInt(strings.Replace(asked.Amount.Value, ".", "", 1), 10, 64)
	if err != nil || badAmount != nil || !strings.Contains(asked.Amount.Value, ".") || asked.Description == "" || asked.Reusable == nil || *asked.Reusable {
		w.WriteHeader(http.StatusUnprocessableEntity)
		answer(w, object{"status": 422, "title": "Unprocessable Entity", "detail": "The amount is wrong", "field": "amount"})
		return
	}
	s.mollieShow(w, s.make(r.Header.Get("Idempotency-Key"), asked.Amount.Currency, asked.Description, asked.ExpiresAt, money.Cents(cents)))
}

func (s *Server) mollieShow(w http.ResponseWriter, l *link) {
	var ends any
	if l.ends != "" {
		ends = l.ends
	}
	if l.state == "expired" { // which Mollie says by that time alone
		ends = "2026-01-01T00:00:00+00:00"
	}
	answer(w, object{
		"resource": "payment-link", "id": l.id, "archived": l.state == "closed", "expiresAt": ends, "amount": object{"currency": l.currency, "value": decimal(l.cents)},
		"_links": object{"paymentLink": object{"href": page(l), "type": "text/html"}},
	})
}

func (s *Server) mollieLink(w http.ResponseWriter, r *http.Request) {
	if !s.mollieKnows(w, r) {
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
	if !s.mollieKnows(w, r) {
		return
	}
	l := s.find(w, r.PathValue("id"))
	if l == nil {
		return
	}
	list := []object{}
	for i, how := range append([]string{Lapsed}, l.tried...) {
		status := map[string]string{Cancelled: "canceled", Failed: "failed", Refused: "failed", Lapsed: "expired", UnderWay: "pending", Begun: "open"}[how]
		list = append(list, object{"id": fmt.Sprintf("tr_%d", i), "status": status, "amount": object{"currency": l.currency, "value": decimal(l.cents)}})
	}
	for _, p := range l.reports() {
		said := object{
			"id": p.id, "mode": s.mode("live", "test"), "status": "paid", "paidAt": "2026-10-07T12:00:00+00:00",
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
