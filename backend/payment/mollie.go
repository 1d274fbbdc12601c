package payment

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"paddock/backend/money"
)

// Mollie makes payment links of Mollie's API v2. Amounts are decimal strings
// there (RULES section 8).
type Mollie struct {
	Key  string
	Base string // its address; "" for Mollie's own
}

const mollieBase = "https://api.mollie.com"

type mollieAmount struct {
	Currency string `json:"currency"`
	Value    string `json:"value"`
}

type mollieLink struct {
	ID       string     `json:"id"`
	Archived bool       `json:"archived"`
	Expires  *time.Time `json:"expiresAt"` // null for never
	Links    struct {
		Page struct {
			URL string `json:"href"`
		} `json:"paymentLink"`
	} `json:"_links"`
}

// Create makes a link that is paid once. One without an end lives until it is
// archived.
func (m Mollie) Create(ctx context.Context, a Asked) (Made, error) {
	question := map[string]any{
		"amount":      mollieAmount{"EUR", fmt.Sprintf("%d.%02d", a.Cents/100, a.Cents%100)},
		"description": a.Text + " " + a.Reference,
		"reusable":    false,
	}
	if !a.Until.IsZero() {
		question["expiresAt"] = a.Until.UTC().Format(time.RFC3339)
	}
	var link mollieLink
	if err := m.call(ctx, http.MethodPost, "/v2/payment-links", a.Key, question, &link); err != nil {
		return Made{}, err
	}
	return made(link.ID, link.Links.Page.URL, a.Until)
}

// Look reads a link and the payments people began on it.
func (m Mollie) Look(ctx context.Context, id string) (Look, error) {
	var link mollieLink
	if err := m.call(ctx, http.MethodGet, "/v2/payment-links/"+url.PathEscape(id), "", nil, &link); err != nil {
		return Look{}, err
	}
	look := Look{State: Open}
	if link.Archived {
		look.State = Closed
	}
	if link.Expires != nil {
		look.Ends = link.Expires.UTC()
	}
	next := "/v2/payment-links/" + url.PathEscape(id) + "/payments?limit=250"
	for next != "" {
		var page struct {
			Embedded struct {
				Payments []struct {
					ID       string       `json:"id"`
					Status   string       `json:"status"`
					Mode     string       `json:"mode"` // live, test
					Amount   mollieAmount `json:"amount"`
					Refunded mollieAmount `json:"amountRefunded"`
					Charged  mollieAmount `json:"amountChargedBack"` // only where something was
					PaidAt   time.Time    `json:"paidAt"`
				} `json:"payments"`
			} `json:"_embedded"`
			Links struct {
				Next *struct {
					URL string `json:"href"`
				} `json:"next"`
			} `json:"_links"`
		}
		if err := m.call(ctx, http.MethodGet, next, "", nil, &page); err != nil {
			return Look{}, err
		}
		for _, p := range page.Embedded.Payments {
			if p.Status != "paid" {
				look.Pending = look.Pending || slices.Contains(mollieUnderWay, p.Status)
				look.UnderWay = look.UnderWay || p.Status != "open" && slices.Contains(mollieUnderWay, p.Status)
				continue
			}
			cents, err := decimalCents(p.Amount.Value)
			refunded, backErr := decimalCents(p.Refunded.Value)
			charged, chargedErr := decimalCents(p.Charged.Value)
			if err = errors.Join(err, backErr, chargedErr); err != nil {
				return Look{}, &Problem{Kind: Strange, Detail: err.Error()}
			}
			look.Paid = append(look.Paid, Paid{ID: p.ID, Cents: cents, Currency: p.Amount.Currency, Refunded: min(cents, refunded+charged), At: p.PaidAt, Test: p.Mode == "test"})
		}
		if next = ""; page.Links.Next != nil {
			after, err := url.Parse(page.Links.Next.URL)
			if err != nil || after.Path == "" {
				return Look{}, &Problem{Kind: Strange, Detail: "its next page: " + page.Links.Next.URL}
			}
			next = after.RequestURI() // at the address we know, whatever it says
		}
	}
	return look, nil
}

// mollieUnderWay are the states in which a payment may still be paid.
var mollieUnderWay = []string{"open", "pending", "authorized"}

// Close archives a link: nobody can pay by it any more.
func (m Mollie) Close(ctx context.Context, id string, _ time.Time) error {
	return m.call(ctx, http.MethodPatch, "/v2/payment-links/"+url.PathEscape(id), "", map[string]any{"archived": true}, nil)
}

func (m Mollie) call(ctx context.Context, method, path, key string, question, answer any) error {
	base := m.Base
	if base == "" {
		base = mollieBase
	}
	sign := func(r *http.Request) {
		r.Header.Set("Authorization", "Bearer "+m.Key)
		if key != "" {
			r.Header.Set("Idempotency-Key", key)
		}
	}
	return call(ctx, method, base+path, sign, question, answer, func(raw []byte) string {
		var refusal struct {
			Detail string `json:"detail"`
			Field  string `json:"field"`
		}
		if json.Unmarshal(raw, &refusal) != nil {
			return ""
		}
		return strings.TrimSpace(refusal.Detail + " " + refusal.Field)
	})
}

// decimalCents reads an amount of two decimals; "" is nothing.
func decimalCents(text string) (money.Cents, error) {
	if text == "" {
		return 0, nil
	}
	euros, cents, has := strings.Cut(text, ".")
	if n, err := strconv.ParseUint(euros+cents, 10, 53); err == nil && has && len(cents) == 2 && euros != "" {
		return money.Cents(n), nil
	}
	return 0, fmt.Errorf("no amount: %q", text)
}
