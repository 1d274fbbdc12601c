package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"paddock/backend/club"
	"paddock/backend/desk"
)

// staff are the operations of who works here and who sits at the desk.
func (h handlers) staff(api huma.API) {
	h.seat(api)
	ask(h, api, "listStaff", "/staff", "Everybody who works or worked with Paddock",
		func(ctx context.Context, _ *struct{}) ([]club.Staff, error) { return h.desk.Staff(ctx) })

	type added struct {
		Keyed
		Body desk.SaveStaff
	}
	do(h, api, "POST", "addStaff", "/staff", "Add a person who works here",
		func(ctx context.Context, req desk.Request, in *added) (club.Staff, error) {
			in.Body.ID = 0
			return h.desk.SaveStaff(ctx, req, in.Body)
		})
	type changed struct {
		Keyed
		ID   int64 `path:"id" minimum:"1"`
		Body desk.SaveStaff
	}
	do(h, api, "PUT", "changeStaff", "/staff/{id}", "Change a person, or let them leave",
		func(ctx context.Context, req desk.Request, in *changed) (club.Staff, error) {
			in.Body.ID = in.ID
			return h.desk.SaveStaff(ctx, req, in.Body)
		})
	type given struct {
		Keyed
		ID   int64 `path:"id" minimum:"1"`
		Body desk.GivePIN
	}
	do(h, api, "PUT", "givePin", "/staff/{id}/pin", "Give somebody else a PIN",
		func(ctx context.Context, req desk.Request, in *given) (club.Staff, error) {
			return h.desk.GivePIN(ctx, req, in.ID, in.Body)
		})
	listed(h, api, "Overrides", "/overrides", "What was done in a period although a rule stood against it, of everybody or of one person, and why", (*desk.Desk).Overrides)
	type own struct {
		Keyed
		Body desk.ChangePIN
	}
	do(h, api, "PUT", "changePin", "/pin", "Change one's own PIN",
		func(ctx context.Context, req desk.Request, in *own) (desk.Session, error) {
			return h.desk.ChangePIN(ctx, req, in.Body)
		})
}

// seat are the three operations that answer while the desk is locked. None goes
// through enter.
func (h handlers) seat(api huma.API) {
	here := func(session desk.Session, err error) (*Body[desk.Session], error) {
		if err != nil {
			return nil, h.problem(err)
		}
		return whole(session), nil
	}
	huma.Register(api, huma.Operation{OperationID: "getSession", Method: "GET", Path: "/api/desk/session", Summary: "What a screen must know first"},
		func(ctx context.Context, _ *struct{}) (*Body[desk.Session], error) {
			return here(h.desk.SessionHere(ctx))
		})

	type sit struct {
		Keyed
		Body desk.SitDown
	}
	huma.Register(api, huma.Operation{OperationID: "sitDown", Method: "POST", Path: "/api/desk/seat", Summary: "Sit down at the desk: unlock it, or relieve who sits there", DefaultStatus: 200},
		func(ctx context.Context, in *sit) (*Body[desk.Session], error) {
			return here(h.desk.SitDown(ctx, in.Body))
		})
	huma.Register(api, huma.Operation{OperationID: "lock", Method: "POST", Path: "/api/desk/lock", Summary: "Lock the desk", DefaultStatus: 200},
		func(ctx context.Context, _ *Keyed) (*Body[desk.Session], error) { return here(h.desk.Lock(ctx)) })
}

// nameVerbs lists the verbs where the description says what a person may ask,
// so that a screen that asks for one nobody knows does not compile.
func nameVerbs(api huma.API) {
	may := api.OpenAPI().Components.Schemas.Map()["Session"].Properties["may"]
	for _, verb := range club.Owner.Verbs() {
		may.Items.Enum = append(may.Items.Enum, string(verb))
	}
}
