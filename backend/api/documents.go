package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/desk"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// documents are the operations of invoices, credit notes and their papers.
func (h handlers) documents(api huma.API) {
	type Wanted struct {
		Show  string       `query:"show" enum:"all,open,late,paid,creditNotes" default:"all"`
		Query string       `query:"q" maxLength:"200"`
		From  calendar.Day `query:"from" format:"date"`
		To    calendar.Day `query:"to" format:"date"`
		Sort  string       `query:"sort" enum:",number,-number,family,-family,day,-day,due,-due,total,-total,left,-left" doc:"- turns it round; empty is late first among open ones, else the latest first"`
	}
	type list struct {
		Wanted
		Limit  int `query:"limit" minimum:"1" maximum:"10000" default:"200"`
		Offset int `query:"offset" minimum:"0"`
	}
	filter := func(in Wanted) sqlite.DocumentFilter {
		return sqlite.DocumentFilter{Show: in.Show, Query: in.Query, From: in.From, To: in.To, Sort: in.Sort}
	}
	ask(h, api, "listInvoices", "/invoices", "Invoices and credit notes",
		func(ctx context.Context, in *list) (desk.DocumentList, error) {
			page := filter(in.Wanted)
			page.Limit, page.Offset = in.Limit, in.Offset
			return h.desk.Documents(ctx, page)
		})
	type listOut struct {
		Wanted
		As
	}
	export(h, api, "exportInvoices", "/invoices/export", "The list of invoices and credit notes as a file",
		func(ctx context.Context, in *listOut) ([]byte, error) {
			return h.desk.ExportDocuments(ctx, filter(in.Wanted), in.Format)
		})

	type documentID struct {
		ID billing.InvoiceID `path:"id"`
	}
	ask(h, api, "getInvoice", "/invoices/{id}", "An invoice or credit note with what became of it",
		func(ctx context.Context, in *documentID) (desk.DocumentView, error) {
			return h.desk.Document(ctx, in.ID)
		})
	ask(h, api, "getCodes", "/invoices/{id}/codes", "The codes of an invoice, for the screen",
		func(ctx context.Context, in *documentID) (desk.Codes, error) { return h.desk.Codes(ctx, in.ID) })

	type credit struct {
		Keyed
		ID   billing.InvoiceID `path:"id"`
		Body desk.Credit
	}
	type returned struct {
		ID    billing.InvoiceID `path:"id"`
		Lines []int64           `query:"lines,explode" doc:"Lines to give back; all that is left when missing"`
		Cents []int64           `query:"cents,explode" doc:"How much of each, in the order of the lines"`
	}
	ask(h, api, "previewCredit", "/invoices/{id}/credit", "What a credit note would give back; records nothing",
		func(ctx context.Context, in *returned) (desk.CreditPreview, error) {
			var returns []billing.Return
			for i, line := range in.Lines {
				if i < len(in.Cents) {
					returns = append(returns, billing.Return{Line: line, Cents: money.Cents(in.Cents[i])})
				}
			}
			return h.desk.CreditPreview(ctx, in.ID, returns)
		})
	do(h, api, "POST", "creditInvoice", "/invoices/{id}/credit", "Issue a credit note over an invoice",
		func(ctx context.Context, req desk.Request, in *credit) (desk.DocumentView, error) {
			return h.desk.Credit(ctx, req, in.ID, in.Body)
		})

	type unlock struct {
		Keyed
		ID   billing.InvoiceID `path:"id"`
		Body desk.UnlockLink
	}
	do(h, api, "POST", "unlockLink", "/invoices/{id}/unlock", "Give out the payment link although a file is incomplete",
		func(ctx context.Context, req desk.Request, in *unlock) (desk.DocumentView, error) {
			return h.desk.UnlockLink(ctx, req, in.ID, in.Body)
		})

	h.paper(api, "previewInvoice", "/invoices/{id}/preview", "The paper as it would print; records nothing",
		func(ctx context.Context, id int64) ([]byte, error) {
			return h.desk.PreviewInvoice(ctx, billing.InvoiceID(id))
		})
	h.print(api, "printInvoice", "/invoices/{id}/print", "The paper: the original once, then duplicates",
		func(ctx context.Context, req desk.Request, id int64) ([]byte, error) {
			return h.desk.PrintInvoice(ctx, req, billing.InvoiceID(id))
		})
	h.paper(api, "getGiftCardSlip", "/gift-cards/{id}/slip", "The slip of a gift card, with its code",
		func(ctx context.Context, id int64) ([]byte, error) { return h.desk.GiftCardSlip(ctx, id) })
	type coded struct {
		Code string `query:"code" maxLength:"40"`
	}
	ask(h, api, "getGiftCard", "/gift-cards", "The gift card of a code, with what is left on it",
		func(ctx context.Context, in *coded) (sqlite.GiftCard, error) {
			return h.desk.GiftCardCoded(ctx, in.Code)
		})
	h.paper(api, "previewReceipt", "/payments/{id}/preview", "The receipt as it would print; records nothing",
		func(ctx context.Context, id int64) ([]byte, error) {
			return h.desk.PreviewReceipt(ctx, billing.PaymentID(id))
		})
	h.print(api, "printReceipt", "/payments/{id}/print", "The receipt: the original once, then duplicates",
		func(ctx context.Context, req desk.Request, id int64) ([]byte, error) {
			return h.desk.PrintReceipt(ctx, req, billing.PaymentID(id))
		})
}

// pdf is a paper as bytes.
type pdf struct {
	ContentType string `header:"Content-Type"`
	Body        []byte
}

type paperID struct {
	ID int64 `path:"id"`
}

var pdfResponse = map[string]*huma.Response{"200": {
	Description: "The paper", Content: map[string]*huma.MediaType{"application/pdf": {
		Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"},
	}},
}}

// paper registers a question that answers with a PDF.
func (h handlers) paper(api huma.API, id, path, summary string, of func(context.Context, int64) ([]byte, error)) {
	draw(h, api, id, path, summary, func(ctx context.Context, in *paperID) ([]byte, error) { return of(ctx, in.ID) })
}

// draw is paper for a question with more than an id.
func draw[In any](h handlers, api huma.API, id, path, summary string, of func(context.Context, *In) ([]byte, error)) {
	huma.Register(api, huma.Operation{OperationID: id, Method: "GET", Path: "/api/desk" + path, Summary: summary, Responses: pdfResponse},
		func(ctx context.Context, in *In) (*pdf, error) {
			ctx, _, err := h.enter(ctx)
			if err != nil {
				return nil, h.problem(err)
			}
			raw, err := of(ctx, in)
			if err != nil {
				return nil, h.problem(err)
			}
			return &pdf{ContentType: "application/pdf", Body: raw}, nil
		})
}

type keyedPaperID struct {
	Keyed
	ID int64 `path:"id"`
}

// print registers a verb that answers with a PDF.
func (h handlers) print(api huma.API, id, path, summary string, draw func(context.Context, desk.Request, int64) ([]byte, error)) {
	huma.Register(api, huma.Operation{OperationID: id, Method: "POST", Path: "/api/desk" + path, Summary: summary, Responses: pdfResponse},
		func(ctx context.Context, in *keyedPaperID) (*pdf, error) {
			ctx, req, err := h.act(ctx, in.Key)
			if err != nil {
				return nil, h.problem(err)
			}
			raw, err := draw(ctx, req, in.ID)
			if err != nil {
				return nil, h.problem(err)
			}
			return &pdf{ContentType: "application/pdf", Body: raw}, nil
		})
}
