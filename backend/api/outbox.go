package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"paddock/backend/desk"
	"paddock/backend/sqlite"
)

// outbox are the operations of what goes by mail.
func (h handlers) outbox(api huma.API) {
	listed(h, api, "Outbox", "/outbox", "What goes by mail: what waits for a person, what waits to leave, what left in the last thirty days; of one family where one is named", (*desk.Desk).Outbox)
	ask(h, api, "getOutboxState", "/outbox/state", "Whether mails can leave now, and what is in their way",
		func(ctx context.Context, _ *struct{}) (desk.OutboxState, error) { return h.desk.OutboxState(ctx) })
	type decide struct {
		Keyed
		Body desk.DecideMail
	}
	do(h, api, "POST", "decideMail", "/outbox/decide", "Say of a mail that it is sent again, arrived after all, or is let go",
		func(ctx context.Context, req desk.Request, in *decide) (sqlite.OutboxMail, error) {
			return h.desk.DecideMail(ctx, req, in.Body)
		})
	type send struct{ Keyed }
	do(h, api, "POST", "sendMails", "/outbox/send", "Send what waits now",
		func(ctx context.Context, req desk.Request, _ *send) (desk.Posted, error) {
			return h.desk.SendMails(ctx, req)
		})
	type invoices struct {
		Keyed
		Body desk.MailInvoices
	}
	do(h, api, "POST", "mailInvoices", "/invoices/mail", "Send documents to their families, one mail a family",
		func(ctx context.Context, req desk.Request, in *invoices) (desk.MailedInvoices, error) {
			return h.desk.MailInvoices(ctx, req, in.Body)
		})
	type receipts struct {
		Keyed
		Body desk.MailReceipts
	}
	do(h, api, "POST", "mailReceipts", "/payments/mail", "Send the receipts of payments to their family in one mail",
		func(ctx context.Context, req desk.Request, in *receipts) (desk.MailedInvoices, error) {
			return h.desk.MailReceipts(ctx, req, in.Body)
		})
}
