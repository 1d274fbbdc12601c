package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/desk"
	"paddock/backend/sqlite"
)

// closings are the operations of the till and of closed days, months and years.
func (h handlers) closings(api huma.API) {
	ask(h, api, "getTill", "/till", "Where the drawer stands",
		func(ctx context.Context, _ *struct{}) (desk.Till, error) { return h.desk.Till(ctx) })
	type count struct {
		Keyed
		Body desk.CountTill
	}
	do(h, api, "POST", "openTill", "/till/open", "Open the till with the float found in it",
		func(ctx context.Context, req desk.Request, in *count) (desk.Till, error) {
			return h.desk.OpenTill(ctx, req, in.Body)
		})
	do(h, api, "POST", "countTill", "/till/count", "Count the till",
		func(ctx context.Context, req desk.Request, in *count) (desk.Till, error) {
			return h.desk.CountTill(ctx, req, in.Body)
		})
	type drop struct {
		Keyed
		Body desk.DropCash
	}
	do(h, api, "POST", "dropCash", "/till/drop", "Cash was taken from the till to the bank",
		func(ctx context.Context, req desk.Request, in *drop) (desk.Till, error) {
			return h.desk.DropCash(ctx, req, in.Body)
		})

	listed(h, api, "ChequesInHand", "/cheques", "Cheques that went to no bank, those that may go first before the others", (*desk.Desk).ChequesInHand)
	listed(h, api, "VouchersInHand", "/vouchers-in-hand", "Payments in holiday vouchers that went to no issuer", (*desk.Desk).VouchersInHand)
	listed(h, api, "DepositSlips", "/deposits", "Slips with which cheques went to the bank and vouchers to their issuer, the latest first", (*desk.Desk).DepositSlips)
	type deposit struct {
		Keyed
		Body desk.DepositCheques
	}
	do(h, api, "POST", "depositCheques", "/deposits", "Cheques go to the bank with a slip, or vouchers to their issuer",
		func(ctx context.Context, req desk.Request, in *deposit) (sqlite.DepositSlip, error) {
			return h.desk.DepositCheques(ctx, req, in.Body)
		})
	type slip struct {
		Keyed
		ID int64 `path:"id"`
	}
	do(h, api, "POST", "takeSlipBack", "/deposits/{id}/back", "A slip went to no bank: its cheques are in hand again",
		func(ctx context.Context, req desk.Request, in *slip) (sqlite.DepositSlip, error) {
			return h.desk.TakeSlipBack(ctx, req, in.ID)
		})
	type paySlip struct {
		Keyed
		ID   int64 `path:"id"`
		Body desk.PaySlip
	}
	do(h, api, "POST", "paySlip", "/deposits/{id}/paid", "The issuer paid a slip of vouchers, less its commission",
		func(ctx context.Context, req desk.Request, in *paySlip) (sqlite.DepositSlip, error) {
			return h.desk.PaySlip(ctx, req, in.ID, in.Body)
		})
	h.paper(api, "drawDepositSlip", "/deposits/{id}/pdf", "A deposit slip on paper", h.desk.DepositSlipPaper)

	type of struct {
		Day calendar.Day `query:"day" doc:"The first day that waits when empty, else today"`
	}
	ask(h, api, "getClosing", "/closing", "What closing a day would seal, and what waits before it",
		func(ctx context.Context, in *of) (desk.ClosingDraft, error) { return h.desk.Closing(ctx, in.Day) })
	type closeDay struct {
		Keyed
		Body desk.CloseDay
	}
	do(h, api, "POST", "closeDay", "/closings", "Seal and close a day",
		func(ctx context.Context, req desk.Request, in *closeDay) (desk.Closed, error) {
			return h.desk.CloseDay(ctx, req, in.Body)
		})
	type span struct {
		Keyed
		Body struct {
			Kind billing.ClosingKind `json:"kind" enum:"month,year"`
			Day  calendar.Day        `json:"day" format:"date" doc:"Any of its days"`
		}
	}
	do(h, api, "POST", "closeSpan", "/closings/span", "Seal and close a month or a year",
		func(ctx context.Context, req desk.Request, in *span) (desk.Closed, error) {
			return h.desk.CloseSpan(ctx, req, in.Body.Kind, in.Body.Day)
		})
	h.paper(api, "drawClosing", "/closings/{id}/pdf", "The seal of a closing on paper", h.desk.ClosingPaper)
	listed(h, api, "Closings", "/closings", "Closings by the last day they close, the latest first", (*desk.Desk).Closings)
}
