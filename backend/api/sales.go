package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/desk"
)

// sales are the operations of a cart, from its opening to its checkout.
func (h handlers) sales(api huma.API) {
	type chosen struct {
		ID    billing.CartID `path:"id"`
		Lines []int64        `query:"lines,explode" doc:"Lines to be invoiced; all of them when missing"`
	}
	type keyedCart struct {
		Keyed
		ID billing.CartID `path:"id"`
	}

	ask(h, api, "listCarts", "/carts", "Carts that wait: parked, open, or expired today",
		func(ctx context.Context, _ *struct{}) ([]desk.CartView, error) { return h.desk.Carts(ctx) })
	ask(h, api, "getCart", "/carts/{id}", "A cart with what its checkout would do",
		func(ctx context.Context, in *chosen) (desk.CartView, error) { return h.desk.Cart(ctx, in.ID, in.Lines) })

	type open struct {
		Keyed
		Body struct {
			Household club.HouseholdID `json:"household" doc:"0 for a sale without a client"`
			Lines     []desk.AddLine   `json:"lines,omitempty" nullable:"false" doc:"What is sold first, in the same write"`
		}
	}
	do(h, api, "POST", "openCart", "/carts", "Begin a sale",
		func(ctx context.Context, req desk.Request, in *open) (desk.CartView, error) {
			return h.desk.OpenCart(ctx, req, in.Body.Household, in.Body.Lines...)
		})

	type add struct {
		Keyed
		ID   billing.CartID `path:"id"`
		Body desk.AddLine
	}
	do(h, api, "POST", "addLine", "/carts/{id}/lines", "Put an offer into a cart",
		func(ctx context.Context, req desk.Request, in *add) (desk.CartView, error) {
			return h.desk.AddLine(ctx, req, in.ID, in.Body)
		})

	type quantity struct {
		Keyed
		ID   billing.CartID `path:"id"`
		Line int64          `path:"line"`
		Body struct {
			Quantity int `json:"quantity" minimum:"0" maximum:"999" doc:"0 takes the line out"`
		}
	}
	do(h, api, "PUT", "setQuantity", "/carts/{id}/lines/{line}", "Change how many of a line are bought",
		func(ctx context.Context, req desk.Request, in *quantity) (desk.CartView, error) {
			return h.desk.SetQuantity(ctx, req, in.ID, in.Line, in.Body.Quantity)
		})

	type promo struct {
		Keyed
		ID   billing.CartID `path:"id"`
		Body struct {
			Code string `json:"code" maxLength:"100" doc:"Empty takes it away"`
		}
	}
	do(h, api, "PUT", "typePromo", "/carts/{id}/promo", "Give a sale its promotion code",
		func(ctx context.Context, req desk.Request, in *promo) (desk.CartView, error) {
			return h.desk.TypePromo(ctx, req, in.ID, in.Body.Code)
		})
	type discount struct {
		Keyed
		ID   billing.CartID `path:"id"`
		Line int64          `path:"line"`
		Body desk.GiveDiscount
	}
	do(h, api, "PUT", "giveDiscount", "/carts/{id}/lines/{line}/discount", "Take something off a line, with a reason",
		func(ctx context.Context, req desk.Request, in *discount) (desk.CartView, error) {
			return h.desk.GiveDiscount(ctx, req, in.ID, in.Line, in.Body)
		})

	do(h, api, "POST", "parkCart", "/carts/{id}/park", "Put a sale aside",
		func(ctx context.Context, req desk.Request, in *keyedCart) (desk.CartView, error) {
			return h.desk.ParkCart(ctx, req, in.ID)
		})
	type keptCart struct {
		Keyed
		ID   billing.CartID `path:"id" minimum:"1"`
		Body desk.KeepCart
	}
	do(h, api, "POST", "keepCart", "/carts/{id}/keep", "Put a sale aside until a day, its places held",
		func(ctx context.Context, req desk.Request, in *keptCart) (desk.CartView, error) {
			return h.desk.KeepCart(ctx, req, in.ID, in.Body)
		})
	do(h, api, "POST", "lookAtCartLink", "/carts/{id}/link/look", "Have the payment provider asked about a cart's links now",
		func(ctx context.Context, req desk.Request, in *keyedCart) (desk.CartView, error) {
			return h.desk.LookAtCartLink(ctx, req, in.ID)
		})
	type unlockedCart struct {
		Keyed
		ID   billing.CartID `path:"id" minimum:"1"`
		Body desk.UnlockLink
	}
	do(h, api, "POST", "unlockCartLink", "/carts/{id}/link/unlock", "Give out a cart's payment link although a file is incomplete",
		func(ctx context.Context, req desk.Request, in *unlockedCart) (desk.CartView, error) {
			return h.desk.UnlockCartLink(ctx, req, in.ID, in.Body)
		})
	type Reenrolled struct {
		Query string                `query:"q" maxLength:"200"`
		State desk.ReenrolmentState `query:"state" enum:",open,unfit,kept,bought,letGo,lapsed"`
		Sort  string                `query:"sort" enum:",family,-family,rider,-rider,slot,-slot,state,-state,until,-until"`
	}
	ask(h, api, "getReenrolment", "/reenrolment", "The running packages and what of them goes on in the season to come",
		func(ctx context.Context, in *Reenrolled) (desk.Reenrolment, error) {
			return h.desk.Reenrolment(ctx, desk.ReenrolmentQuery(*in))
		})
	type reenrolmentOut struct {
		Reenrolled
		As
	}
	export(h, api, "exportReenrolment", "/reenrolment/export", "The same list as a file",
		func(ctx context.Context, in *reenrolmentOut) ([]byte, error) {
			return h.desk.ExportReenrolment(ctx, desk.ReenrolmentQuery(in.Reenrolled), in.Format)
		})
	type openReenrolment struct {
		Keyed
		Body desk.OpenReenrolment
	}
	do(h, api, "POST", "openReenrolment", "/reenrolment", "Keep every rider's place in the season to come until a day",
		func(ctx context.Context, req desk.Request, in *openReenrolment) (desk.Reenrolment, error) {
			return h.desk.OpenReenrolment(ctx, req, in.Body)
		})
	do(h, api, "POST", "takeUpCart", "/carts/{id}/take-up", "Bring a sale back to the desk",
		func(ctx context.Context, req desk.Request, in *keyedCart) (desk.CartView, error) {
			return h.desk.TakeUpCart(ctx, req, in.ID)
		})
	do(h, api, "POST", "dropCart", "/carts/{id}/drop", "Give up a sale",
		func(ctx context.Context, req desk.Request, in *keyedCart) (desk.CartView, error) {
			return h.desk.DropCart(ctx, req, in.ID)
		})

	type checkout struct {
		Keyed
		ID   billing.CartID `path:"id"`
		Body desk.Checkout
	}
	do(h, api, "POST", "checkout", "/carts/{id}/checkout", "Issue the invoice of a cart and book its payments",
		func(ctx context.Context, req desk.Request, in *checkout) (desk.Sale, error) {
			return h.desk.Checkout(ctx, req, in.ID, in.Body)
		})
}
