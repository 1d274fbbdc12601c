package api

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"paddock/backend/club"
	"paddock/backend/desk"
)

// bank are the operations of bank statements. A file comes as bytes (trap 2);
// what the columns of a table hold comes as JSON beside it.
func (h handlers) bank(api huma.API) {
	type file struct {
		Keyed
		Name    string `query:"name" minLength:"1" maxLength:"300" required:"true"`
		Columns string `query:"columns" doc:"Of a table: a JSON list of {column, heading}, where its headings do not say"`

		RawBody []byte `contentType:"application/octet-stream"`
	}
	told := func(in *file) (desk.BankFile, error) {
		f := desk.BankFile{Name: in.Name, Raw: in.RawBody}
		if in.Columns == "" {
			return f, nil
		}
		if err := json.Unmarshal([]byte(in.Columns), &f.Columns); err != nil {
			return f, club.Refuse(club.CodeInvalid).On("columns")
		}
		return f, nil
	}
	do(h, api, "POST", "previewStatement", "/bank/preview", "What a file of the bank says, in the background; nothing is written",
		func(ctx context.Context, req desk.Request, in *file) (desk.Work, error) {
			f, err := told(in)
			if err != nil {
				return desk.Work{}, err
			}
			return h.desk.PreviewStatement(ctx, req, f)
		}, largeBody)
	do(h, api, "POST", "importStatement", "/bank/statements", "Store the lines of a file that are not there yet, in the background",
		func(ctx context.Context, req desk.Request, in *file) (desk.Work, error) {
			f, err := told(in)
			if err != nil {
				return desk.Work{}, err
			}
			return h.desk.ImportStatement(ctx, req, f)
		}, largeBody)
	type statementID struct {
		Keyed
		ID int64 `path:"id"`
	}
	do(h, api, http.MethodDelete, "dropStatement", "/bank/statements/{id}", "Take a whole file back of which nothing was settled",
		func(ctx context.Context, req desk.Request, in *statementID) (desk.BankView, error) {
			return h.desk.DropStatement(ctx, req, in.ID)
		})
	ask(h, api, "getBank", "/bank", "Lines that wait with what they could be, and those of the file that was imported last",
		func(ctx context.Context, _ *struct{}) (desk.BankView, error) { return h.desk.Bank(ctx) })
	listed(h, api, "BankLines", "/bank/lines", "Lines of the bank that wait, and those of the file that was imported last", (*desk.Desk).BankLines)

	listed(h, api, "ToPayOut", "/bank/to-pay-out", "What came by links and cards and no line of the bank paid out", (*desk.Desk).ToPayOut)

	type exact struct {
		Keyed
		Body desk.SettleExact
	}
	do(h, api, "POST", "settleExact", "/bank/exact", "Receive the money of all lines that invoices ask for by reference and amount",
		func(ctx context.Context, req desk.Request, in *exact) (desk.BankView, error) {
			return h.desk.SettleExact(ctx, req, in.Body)
		})
	type settle struct {
		Keyed
		Body desk.SettleLine
	}
	do(h, api, "POST", "settleLine", "/bank/settle", "Receive the money of a line, over invoices and families",
		func(ctx context.Context, req desk.Request, in *settle) (desk.BankView, error) {
			return h.desk.SettleLine(ctx, req, in.Body)
		})
	type keep struct {
		Keyed
		Body desk.KeepRepeat
	}
	do(h, api, "POST", "keepRepeat", "/bank/keep", "Take a line that was there already as a movement of its own",
		func(ctx context.Context, req desk.Request, in *keep) (desk.BankView, error) {
			return h.desk.KeepRepeat(ctx, req, in.Body)
		})
	type payout struct {
		Keyed
		Body desk.SettlePayout
	}
	do(h, api, "POST", "settlePayout", "/bank/payout", "A line pays out what came by links or cards, less a fee",
		func(ctx context.Context, req desk.Request, in *payout) (desk.BankView, error) {
			return h.desk.SettlePayout(ctx, req, in.Body)
		})
	type bounce struct {
		Keyed
		Body desk.BounceLine
	}
	do(h, api, "POST", "bounceLine", "/bank/bounce", "A line takes a cheque or a transfer back",
		func(ctx context.Context, req desk.Request, in *bounce) (desk.BankView, error) {
			return h.desk.BounceLine(ctx, req, in.Body)
		})
	type mark struct {
		Keyed
		Body desk.MarkLine
	}
	do(h, api, "POST", "markLine", "/bank/mark", "Ignore a line, tie it to a deposit slip, or take either back",
		func(ctx context.Context, req desk.Request, in *mark) (desk.BankView, error) {
			return h.desk.MarkLine(ctx, req, in.Body)
		})
}
