package payment

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"paddock/backend/money"
)

// Lyra makes payment orders of Lyra's REST API V4, which banks sell as Systempay
// (Banque Populaire, Caisse d'Épargne) and PayZen. Amounts are cents there. It
// keeps no idempotency key: an order whose answer was lost is one nobody hears of,
// since its address is sent to nobody.
type Lyra struct {
	Shop string // number of the shop
	Key  string // password of its REST API
	Base string // LyraSystempay, LyraPayZen
}

// The addresses of Lyra's API by the name a bank sells it under.
const (
	LyraSystempay = "https://api.systempay.fr"
	LyraPayZen    = "https://api.payzen.eu"
)

// lyraOrder is a payment order as Lyra answers it.
type lyraOrder struct {
	ID           string     `json:"paymentOrderId"`
	URL          string     `json:"paymentURL"`
	Expires      *time.Time `json:"expirationDate"`
	Cents        int64      `json:"amount"`
	Currency     string     `json:"currency"`
	State        string     `json:"paymentOrderStatus"` // RUNNING, PAID, EXPIRED, CANCELLED …
	Mode         string     `json:"-"`                  // TEST, PRODUCTION: of the answer around it
	Transactions []struct {
		ID       string      `json:"uuid"`
		Cents    money.Cents `json:"amount"`
		Currency string      `json:"currency"`
		Status   string      `json:"status"`        // PAID, RUNNING, UNPAID
		Kind     string      `json:"operationType"` // DEBIT, CREDIT
		At       time.Time   `json:"creationDate"`
	} `json:"transactions"`
}

// lyraLongest is how long an order lives at most: 90 days (expirationDate of
// Charge/CreatePaymentOrder), less one for clocks that differ.
const lyraLongest = 89 * 24 * time.Hour

// Create makes an order whose address Paddock sends itself.
func (l Lyra) Create(ctx context.Context, a Asked) (Made, error) {
	question := map[string]any{
		"amount": a.Cents, "currency": "EUR", "orderId": a.Reference, "description": a.Text,
		"channelOptions": map[string]any{"channelType": "URL"}, "locale": lyraLocale[string(a.Language)],
		"metadata": map[string]string{"paddock": a.Key},
	}
	ends := a.At.Add(lyraLongest)
	if !a.Until.IsZero() && a.Until.Before(ends) {
		ends = a.Until
	}
	question["expirationDate"] = ends.UTC().Format(time.RFC3339)
	var order lyraOrder
	if err := l.call(ctx, "/api-payment/V4/Charge/CreatePaymentOrder", question, &order); err != nil {
		return Made{}, err
	}
	return made(order.ID, order.URL, ends)
}

var lyraLocale = map[string]string{"fr": "fr_FR", "nl": "nl_NL", "en": "en_GB"}

// Look reads an order and its transactions; money back is a transaction of its own.
func (l Lyra) Look(ctx context.Context, id string) (Look, error) {
	var order lyraOrder
	if err := l.call(ctx, "/api-payment/V4/Charge/PaymentOrder/Get", map[string]any{"paymentOrderId": id}, &order); err != nil {
		return Look{}, err
	}
	look := Look{State: Open}
	switch order.State {
	case "EXPIRED":
		look.State = Expired
	case "CANCELLED", "REFUSED":
		look.State = Closed
	}
	if order.Expires != nil {
		look.Ends = order.Expires.UTC()
	}
	var back money.Cents
	for _, t := range order.Transactions {
		switch {
		case t.Status != "PAID":
			look.Pending = look.Pending || t.Status == "RUNNING" && t.Kind != "CREDIT"
			look.UnderWay = look.Pending
		case t.Kind == "CREDIT":
			back += t.Cents
		default:
			look.Paid = append(look.Paid, Paid{ID: t.ID, Cents: t.Cents, Currency: t.Currency, At: t.At.UTC(), Test: order.Mode == "TEST"})
		}
	}
	for i := range look.Paid {
		took := min(back, look.Paid[i].Cents)
		look.Paid[i].Refunded, back = took, back-took
	}
	if order.State == "PAID" && len(look.Paid) == 0 {
		look.State = Unclear
	}
	return look, nil
}

// lyraEndsIn is how soon an order that is closed ends: its day may not lie before the
// moment that Lyra's own clock has.
const lyraEndsIn = 5 * time.Minute

// Close lets an order end in a few minutes: Lyra knows no other way than to change its
// expirationDate (Charge/PaymentOrder/Update, which asks for amount, currency and channel
// once more and takes an order that is RUNNING). One it does not want to change ends on
// its day.
func (l Lyra) Close(ctx context.Context, id string, now time.Time) error {
	var order lyraOrder
	if err := l.call(ctx, "/api-payment/V4/Charge/PaymentOrder/Get", map[string]any{"paymentOrderId": id}, &order); err != nil {
		return err
	}
	err := l.call(ctx, "/api-payment/V4/Charge/PaymentOrder/Update", map[string]any{
		"paymentOrderId": id, "amount": order.Cents, "currency": order.Currency, "channelOptions": map[string]any{"channelType": "URL"},
		"expirationDate": now.Add(lyraEndsIn).UTC().Format(time.RFC3339),
	}, &order)
	if err != nil && ProblemOf(err).Kind == Refused {
		return ErrEndsByItself
	}
	return err
}

// call asks Lyra, whose refusals are answers of status 200.
func (l Lyra) call(ctx context.Context, path string, question map[string]any, order *lyraOrder) error {
	var answer struct {
		Status string          `json:"status"` // SUCCESS, ERROR
		Mode   string          `json:"mode"`
		Answer json.RawMessage `json:"answer"`
	}
	sign := func(r *http.Request) { r.SetBasicAuth(l.Shop, l.Key) }
	if err := call(ctx, http.MethodPost, l.Base+path, sign, question, &answer, func([]byte) string { return "" }); err != nil {
		return err
	}
	if answer.Status != "SUCCESS" {
		var refusal struct {
			Code   string `json:"errorCode"`
			Words  string `json:"errorMessage"`
			Detail string `json:"detailedErrorMessage"`
		}
		if err := json.Unmarshal(answer.Answer, &refusal); err != nil {
			return &Problem{Kind: Strange, Detail: err.Error()}
		}
		return &Problem{Kind: lyraKind(refusal.Code), Detail: strings.TrimSpace(refusal.Code + " " + refusal.Words + " " + refusal.Detail)}
	}
	if err := json.Unmarshal(answer.Answer, order); err != nil {
		return &Problem{Kind: Strange, Detail: err.Error()}
	}
	order.Mode = answer.Mode
	return nil
}

// lyraKind is what an error code of Lyra says. Its list was not at hand: of what is
// known, INT_905 is a wrong shop or password and PSP_010 something it does not
// have; any other is shown in its own words.
func lyraKind(code string) ProblemKind {
	switch code {
	case "INT_905":
		return BadKey
	case "PSP_010":
		return Gone
	}
	return Refused
}
