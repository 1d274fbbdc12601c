package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"paddock/backend/calendar"
	"paddock/backend/desk"
)

// books are the operations of the accountant: entries, accounts, VAT, figures.
func (h handlers) books(api huma.API) {
	type period struct {
		From calendar.Day `query:"from" format:"date" required:"true"`
		To   calendar.Day `query:"to" format:"date" required:"true"`
	}
	ask(h, api, "getOverview", "/books", "The owner's figures of a period",
		func(ctx context.Context, in *period) (desk.Overview, error) {
			return h.desk.Overview(ctx, in.From, in.To)
		})
	ask(h, api, "listAccounts", "/books/accounts", "The roles of the entries with the accounts they are exported to",
		func(ctx context.Context, _ *struct{}) ([]desk.AccountRow, error) { return h.desk.Accounts(ctx) })
	type days struct {
		Keyed
		Body struct {
			From calendar.Day `json:"from" format:"date"`
			To   calendar.Day `json:"to" format:"date"`
		}
	}
	do(h, api, "POST", "makeEntriesFile", "/books/file", "The 18-column file of entries of a period; that it was made is sealed",
		func(ctx context.Context, req desk.Request, in *days) (desk.BooksFile, error) {
			return h.desk.EntriesFile(ctx, req, in.Body.From, in.Body.To)
		})
	ask(h, api, "listAttestationWords", "/attestation", "The places of the publisher's attestation and what this club and version fill in",
		func(ctx context.Context, _ *struct{}) ([]desk.AttestationWord, error) {
			return h.desk.AttestationWords(ctx)
		})
	type attestation struct {
		Keyed
		Body desk.Attestation
	}
	do(h, api, "POST", "makeAttestation", "/attestation", "Fill the model of the publisher's attestation in; that it was made is sealed",
		func(ctx context.Context, req desk.Request, in *attestation) (desk.BooksFile, error) {
			return h.desk.MakeAttestation(ctx, req, in.Body)
		})
	listed(h, api, "Events", "/events", "What happened to the installation itself in a period, the latest first", (*desk.Desk).Events)
	type archive struct {
		Keyed
		Body struct {
			From   calendar.Day `json:"from" format:"date"`
			To     calendar.Day `json:"to" format:"date"`
			Folder string       `json:"folder" maxLength:"1000" doc:"An absolute path on the club's computer"`
		}
	}
	do(h, api, "POST", "makeArchive", "/books/archive", "Write what was closed in a period as one signed file",
		func(ctx context.Context, req desk.Request, in *archive) (desk.ArchiveMade, error) {
			return h.desk.Archive(ctx, req, calendar.Period{First: in.Body.From, Last: in.Body.To}, in.Body.Folder)
		})
	listed(h, api, "BookLines", "/books/entries", "Accounting entries of a period", (*desk.Desk).BookLines)
	listed(h, api, "VatReport", "/books/vat", "VAT that became due in a period, by rate", (*desk.Desk).VATReport)
	listed(h, api, "VatDays", "/books/vat-days", "VAT that became due in a period, by the day the money came or the sale was made, and by rate", (*desk.Desk).VATDays)
	listed(h, api, "B2CTotals", "/books/b2c", "What private persons bought and paid of services, by day, category and rate", (*desk.Desk).B2CTotals)
	listed(h, api, "AgedReceivables", "/books/aged", "What families owe, by how late it is", (*desk.Desk).AgedReceivables)
	listed(h, api, "DeferredRevenue", "/books/deferred", "What was sold and is still to be given, on a day", (*desk.Desk).DeferredRevenue)
	listed(h, api, "Occupancy", "/books/occupancy", "How full a period is, by series, instructor or horse", (*desk.Desk).Occupancy)
	listed(h, api, "Income", "/books/income", "What each kind of offer earned in each month", (*desk.Desk).Income)
	listed(h, api, "Gone", "/books/gone", "Riders of the season before who did not come back, by name", (*desk.Desk).Gone)
	listed(h, api, "Retention", "/books/retention", "Riders who came back from season to season", (*desk.Desk).Retention)
}
