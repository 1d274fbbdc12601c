package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"paddock/backend/billing"
	"paddock/backend/catalogue"
	"paddock/backend/desk"
)

// works are the operations of what takes long: many invoices issued or printed
// at once, a statement of the bank. Progress is asked for (trap 7).
func (h handlers) works(api huma.API) {
	type print struct {
		Keyed
		Body struct {
			Invoices []billing.InvoiceID `json:"invoices" nullable:"false"`
		}
	}
	do(h, api, "POST", "printInvoices", "/invoices/print", "Print many invoices into one file, in the background",
		func(ctx context.Context, req desk.Request, in *print) (desk.Work, error) {
			return h.desk.PrintInvoices(ctx, req, in.Body.Invoices)
		})

	listed(h, api, "Candidates", "/candidates", "The families an offer could be invoiced to, and why not the others", (*desk.Desk).Candidates)
	type many struct {
		Keyed
		ID   catalogue.OfferID `path:"id"`
		Body desk.InvoiceMany
	}
	do(h, api, "POST", "invoiceMany", "/offers/{id}/invoices", "Invoice an offer to many families on account, in the background",
		func(ctx context.Context, req desk.Request, in *many) (desk.Work, error) {
			return h.desk.InvoiceMany(ctx, req, in.ID, in.Body)
		})

	ask(h, api, "listWorks", "/works", "One's own long works whose result was not read yet",
		func(ctx context.Context, _ *struct{}) ([]desk.Work, error) { return h.desk.Works(ctx) })
	type work struct {
		Keyed
		ID int64 `path:"id"`
	}
	do(h, api, "POST", "stopWork", "/works/{id}/stop", "Stop a work; what was done stands",
		func(ctx context.Context, _ desk.Request, in *work) (desk.Work, error) {
			return h.desk.StopWork(ctx, in.ID)
		})
	do(h, api, http.MethodDelete, "closeWork", "/works/{id}", "Let go of a result that was read",
		func(ctx context.Context, _ desk.Request, in *work) (struct{}, error) {
			return struct{}{}, h.desk.CloseWork(ctx, in.ID)
		})
	h.paper(api, "getWorkPaper", "/works/{id}/paper", "The file a work has made", func(ctx context.Context, id int64) ([]byte, error) { return h.desk.WorkPaper(ctx, id) })
}
