package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"paddock/backend/billing"
	"paddock/backend/desk"
)

// reminders are the operations of what is late: reminders, calls and disputes.
func (h handlers) reminders(api huma.API) {
	listed(h, api, "ToRemind", "/to-remind", "What is late, and whether its family is reminded; of one family where one is named", (*desk.Desk).ToRemind)
	listed(h, api, "ToPhone", "/to-phone", "Families to call about what is late, the latest first", (*desk.Desk).ToPhone)
	type remind struct {
		Keyed
		Body desk.Remind
	}
	do(h, api, "POST", "remind", "/reminders", "Remind the families of invoices that are late, each once",
		func(ctx context.Context, req desk.Request, in *remind) (desk.Reminded, error) {
			return h.desk.Remind(ctx, req, in.Body)
		})
	h.paper(api, "drawReminder", "/reminders/{id}/pdf", "A reminder as a letter", h.desk.ReminderPaper)

	type dispute struct {
		Keyed
		ID   billing.InvoiceID `path:"id"`
		Body desk.DisputeReason
	}
	do(h, api, "POST", "disputeInvoice", "/invoices/{id}/dispute", "A family disputes an invoice: it is not reminded",
		func(ctx context.Context, req desk.Request, in *dispute) (desk.DocumentView, error) {
			return h.desk.Dispute(ctx, req, in.ID, in.Body)
		})
	type plan struct {
		Keyed
		ID   billing.InvoiceID `path:"id"`
		Body desk.PlanDues
	}
	do(h, api, "POST", "planDues", "/invoices/{id}/plan", "What an invoice still asks for is paid in parts, on these days",
		func(ctx context.Context, req desk.Request, in *plan) (desk.DocumentView, error) {
			return h.desk.PlanDues(ctx, req, in.ID, in.Body)
		})
	type writeOff struct {
		Keyed
		ID   billing.InvoiceID `path:"id"`
		Body desk.WriteOff
	}
	do(h, api, "POST", "writeOffInvoice", "/invoices/{id}/write-off", "What an invoice still asks for is lost",
		func(ctx context.Context, req desk.Request, in *writeOff) (desk.DocumentView, error) {
			return h.desk.WriteOff(ctx, req, in.ID, in.Body)
		})
	type reopen struct {
		Keyed
		ID billing.InvoiceID `path:"id"`
	}
	do(h, api, "POST", "reopenDebt", "/invoices/{id}/reopen", "A debt that was written off is paid after all: the invoice asks for it again",
		func(ctx context.Context, req desk.Request, in *reopen) (desk.DocumentView, error) {
			return h.desk.ReopenDebt(ctx, req, in.ID)
		})
	do(h, api, "POST", "endDispute", "/invoices/{id}/dispute/end", "A dispute ended, and how",
		func(ctx context.Context, req desk.Request, in *dispute) (desk.DocumentView, error) {
			return h.desk.EndDispute(ctx, req, in.ID, in.Body)
		})
}
