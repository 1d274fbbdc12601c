package paymenttest

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"

	"paddock/backend/money"
)

func (s *Server) lyraKnows(w http.ResponseWriter, r *http.Request) bool {
	shop, key, _ := r.BasicAuth()
	if s.accepts(key) && shop == "12345678" {
		return true
	}
	answer(w, object{"status": "ERROR", "answer": object{"errorCode": "INT_905", "errorMessage": "invalid credentials"}})
	return false
}

func (s *Server) lyraCreate(w http.ResponseWriter, r *http.Request) {
	var asked struct {
		Amount            money.Cents
		Currency, OrderID string
		ExpirationDate    string
		ChannelOptions    struct{ ChannelType string }
	}
	if !s.lyraKnows(w, r) {
		return
	}
	if err := json.NewDecoder(r.Body).Decode(&asked); err != nil || asked.Amount <= 0 || asked.ChannelOptions.ChannelType != "URL" {
		answer(w, object{"status": "ERROR", "answer": object{"errorCode": "INT_009", "errorMessage": "invalid field", "detailedErrorMessage": "amount"}})
		return
	}
	s.lyraShow(w, s.make("", asked.Currency, asked.OrderID, asked.ExpirationDate, asked.Amount))
}

func (s *Server) lyraShow(w http.ResponseWriter, l *link) {
	state := map[string]string{"open": "RUNNING", "expired": "EXPIRED", "closed": "CANCELLED"}[l.state]
	list := []object{}
	for i, how := range append([]string{Lapsed}, l.tried...) {
		status, detailed := "UNPAID", map[string]string{Cancelled: "CANCELLED", Failed: "ERROR", Refused: "REFUSED", Lapsed: "EXPIRED"}[how]
		if how == UnderWay {
			status, detailed = "RUNNING", "WAITING_AUTHORISATION"
		}
		list = append(list, object{
			"uuid": fmt.Sprintf("t_%d", i), "amount": l.cents, "currency": l.currency, "status": status, "detailedStatus": detailed,
			"operationType": "DEBIT", "creationDate": "2026-10-07T11:59:00+00:00",
		})
	}
	if len(l.paid) > 0 {
		state = "PAID"
	}
	for _, p := range l.reports() {
		list = append(list, object{"uuid": p.id, "amount": p.cents, "currency": p.currency, "status": "PAID", "operationType": "DEBIT", "creationDate": "2026-10-07T12:00:00+00:00"})
		if p.back > 0 {
			list = append(list, object{"uuid": p.id + "_back", "amount": p.back, "currency": p.currency, "status": "PAID", "operationType": "CREDIT", "creationDate": "2026-10-07T13:00:00+00:00"})
		}
	}
	answer(w, object{"status": "SUCCESS", "mode": s.mode("PRODUCTION", "TEST"), "answer": object{"paymentOrderId": l.id, "paymentURL": page(l), "paymentOrderStatus": state, "amount": l.cents, "currency": l.currency, "expirationDate": l.ends, "transactions": list}})
}

func (s *Server) lyraGet(w http.ResponseWriter, r *http.Request) {
	var asked struct{ PaymentOrderID string }
	if !s.lyraKnows(w, r) {
		return
	}
	if err := json.NewDecoder(r.Body).Decode(&asked); err == nil {
		if l := s.known(asked.PaymentOrderID); l != nil {
			s.lyraShow(w, l)
			return
		}
	}
	answer(w, object{"status": "ERROR", "answer": object{"errorCode": "PSP_010", "errorMessage": "not found"}})
}

// lyraUpdate changes an order that is open; it is told amount, currency and channel
// again.
func (s *Server) lyraUpdate(w http.ResponseWriter, r *http.Request) {
	var asked struct {
		PaymentOrderID, Currency, ExpirationDate string
		Amount                                   money.Cents
		ChannelOptions                           struct{ ChannelType string }
	}
	if !s.lyraKnows(w, r) {
		return
	}
	refuse := func(code, words string) {
		answer(w, object{"status": "ERROR", "answer": object{"errorCode": code, "errorMessage": words}})
	}
	err := json.NewDecoder(r.Body).Decode(&asked)
	ends, unread := time.Parse(time.RFC3339, asked.ExpirationDate)
	if err != nil || asked.Amount <= 0 || asked.Currency == "" || asked.ChannelOptions.ChannelType != "URL" || unread != nil {
		refuse("INT_009", "invalid field")
		return
	}
	l := s.known(asked.PaymentOrderID)
	switch {
	case l == nil:
		refuse("PSP_010", "not found")
	case l.state != "open" || len(l.paid) > 0:
		refuse("PSP_998", "not RUNNING")
	default:
		l.cents, l.currency, l.ends = asked.Amount, asked.Currency, ends.UTC().Format(time.RFC3339)
		s.lyraShow(w, l)
	}
}
