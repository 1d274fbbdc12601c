package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"paddock/backend/billing"
	"paddock/backend/desk"
)

// openings are the operations of what households bring along from the program
// the club had before.
func (h handlers) openings(api huma.API) {
	listed(h, api, "Openings", "/openings", "What was carried over, the latest first", (*desk.Desk).Openings)

	type moveIn struct {
		Keyed
		Body desk.MoveIn
	}
	do(h, api, "POST", "moveIn", "/openings", "Carry balances and card units over, all of them or none",
		func(ctx context.Context, req desk.Request, in *moveIn) ([]desk.OpeningView, error) {
			return h.desk.MoveIn(ctx, req, in.Body)
		})

	type correct struct {
		Keyed
		ID   billing.InvoiceID `path:"id"`
		Body struct {
			Reason string `json:"reason" maxLength:"500"`
		}
	}
	do(h, api, "POST", "correctOpening", "/openings/{id}/mirror", "Take a wrong opening back by its mirror",
		func(ctx context.Context, req desk.Request, in *correct) (desk.OpeningView, error) {
			return h.desk.CorrectOpening(ctx, req, in.ID, in.Body.Reason)
		})
}
