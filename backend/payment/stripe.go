package payment

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/stripe/stripe-go/v83"

	"paddock/backend/money"
)

// Stripe makes Payment Links of Stripe, by its own Go client. Amounts are cents
// there. A link has no end of its own: it is open until it is closed or paid.
type Stripe struct {
	Key  string
	Base string // its address; "" for Stripe's own
}

func (s Stripe) client() *stripe.Client {
	config := &stripe.BackendConfig{
		HTTPClient: client, MaxNetworkRetries: stripe.Int64(0), EnableTelemetry: stripe.Bool(false),
		LeveledLogger: &stripe.LeveledLogger{Level: stripe.LevelNull},
	}
	if s.Base != "" {
		config.URL = stripe.String(s.Base)
	}
	return stripe.NewClient(s.Key, stripe.WithBackends(stripe.NewBackendsWithConfig(config)))
}

// Create makes a link that one session can complete.
func (s Stripe) Create(ctx context.Context, a Asked) (Made, error) {
	told := map[string]string{"reference": a.Reference}
	params := &stripe.PaymentLinkCreateParams{
		LineItems: []*stripe.PaymentLinkCreateLineItemParams{{
			Quantity: stripe.Int64(1),
			PriceData: &stripe.PaymentLinkCreateLineItemPriceDataParams{
				Currency: stripe.String("eur"), UnitAmount: stripe.Int64(int64(a.Cents)),
				ProductData: &stripe.PaymentLinkCreateLineItemPriceDataProductDataParams{Name: stripe.String(a.Text + " " + a.Reference)},
			},
		}},
		Restrictions:      &stripe.PaymentLinkCreateRestrictionsParams{CompletedSessions: &stripe.PaymentLinkCreateRestrictionsCompletedSessionsParams{Limit: stripe.Int64(1)}},
		PaymentIntentData: &stripe.PaymentLinkCreatePaymentIntentDataParams{Metadata: told, Description: stripe.String(a.Reference)},
		Metadata:          told,
	}
	params.IdempotencyKey = stripe.String(a.Key)
	link, err := s.client().V1PaymentLinks.Create(ctx, params)
	if err != nil {
		return Made{}, stripeProblem(err)
	}
	return made(link.ID, link.URL, time.Time{})
}

// Look reads a link and the sessions people completed on it. The money of a session
// is known by its payment intent.
func (s Stripe) Look(ctx context.Context, id string) (Look, error) {
	client := s.client()
	link, err := client.V1PaymentLinks.Retrieve(ctx, id, nil)
	if err != nil {
		return Look{}, stripeProblem(err)
	}
	look := Look{State: Open}
	if !link.Active { // one that was paid closes itself
		look.State = Closed
	}
	list := &stripe.CheckoutSessionListParams{PaymentLink: stripe.String(id)}
	list.AddExpand("data.payment_intent.latest_charge")
	for session, err := range client.V1CheckoutSessions.List(ctx, list) {
		if err != nil {
			return Look{}, stripeProblem(err)
		}
		if session.PaymentStatus != stripe.CheckoutSessionPaymentStatusPaid {
			look.Pending = look.Pending || session.PaymentIntent != nil && session.PaymentIntent.Status == stripe.PaymentIntentStatusProcessing
			look.UnderWay = look.Pending
			continue
		}
		paid := Paid{ID: session.ID, Cents: money.Cents(session.AmountTotal), Currency: strings.ToUpper(string(session.Currency)), At: time.Unix(session.Created, 0).UTC(), Test: !session.Livemode}
		if intent := session.PaymentIntent; intent != nil && intent.LatestCharge != nil {
			paid.Refunded = money.Cents(intent.LatestCharge.AmountRefunded)
			if intent.LatestCharge.Created > 0 {
				paid.At = time.Unix(intent.LatestCharge.Created, 0).UTC()
			}
			if intent.LatestCharge.Disputed {
				taken, err := disputed(ctx, client, intent.LatestCharge.ID)
				if err != nil {
					return Look{}, stripeProblem(err)
				}
				paid.Refunded = min(paid.Cents, paid.Refunded+taken)
			}
		}
		look.Paid = append(look.Paid, paid)
	}
	return look, nil
}

// disputed is what banks took back of a charge: from the first day of a dispute until
// it is won; a warning takes nothing.
func disputed(ctx context.Context, client *stripe.Client, charge string) (taken money.Cents, err error) {
	for dispute, err := range client.V1Disputes.List(ctx, &stripe.DisputeListParams{Charge: stripe.String(charge)}) {
		if err != nil {
			return 0, err
		}
		switch dispute.Status {
		case stripe.DisputeStatusNeedsResponse, stripe.DisputeStatusUnderReview, stripe.DisputeStatusLost:
			taken += money.Cents(dispute.Amount)
		}
	}
	return taken, nil
}

// Close makes a link inactive.
func (s Stripe) Close(ctx context.Context, id string, _ time.Time) error {
	_, err := s.client().V1PaymentLinks.Update(ctx, id, &stripe.PaymentLinkUpdateParams{Active: stripe.Bool(false)})
	return stripeProblem(err)
}

func stripeProblem(err error) error {
	var answer *stripe.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &answer) && answer.HTTPStatusCode > 0:
		return answered(answer.HTTPStatusCode, answer.Msg)
	}
	return &Problem{Kind: Later, Detail: err.Error()}
}
