package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"paddock/backend/calendar"
	"paddock/backend/desk"
)

// file is a list as bytes, in the format that was asked for.
type file struct {
	ContentType string `header:"Content-Type"`
	Body        []byte
}

// exports is an input that embeds As.
type exports interface{ format() desk.Format }

// As is the format a list is asked in. What it is embedded beside has an exported
// name too: Huma passes over the others.
type As struct {
	Format desk.Format `query:"format" enum:"csv,xlsx,pdf" required:"true" doc:"csv and xlsx for spreadsheets, pdf for A4 paper"`
}

func (a *As) format() desk.Format { return a.Format }

var contentTypes = map[desk.Format]string{
	desk.CSV:  "text/csv; charset=utf-8",
	desk.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
	desk.PDF:  "application/pdf",
}

// export registers the way a list leaves the program: a question with the
// parameters of the list's own that answers with every row it finds.
func export[In any, P interface {
	*In
	exports
}](h handlers, api huma.API, id, path, summary string, write func(context.Context, P) ([]byte, error)) {
	content := map[string]*huma.MediaType{}
	for _, kind := range contentTypes {
		content[kind] = &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
	}
	huma.Register(api, huma.Operation{
		OperationID: id, Method: http.MethodGet, Path: "/api/desk" + path, Summary: summary,
		Responses: map[string]*huma.Response{"200": {Description: "The list", Content: content}},
	}, func(ctx context.Context, in *In) (*file, error) {
		ctx, _, err := h.enter(ctx)
		if err != nil {
			return nil, h.problem(err)
		}
		raw, err := write(ctx, in)
		if err != nil {
			return nil, h.problem(err)
		}
		return &file{ContentType: contentTypes[P(in).format()], Body: raw}, nil
	})
}

// Narrowed is what any list can be asked with.
type Narrowed struct {
	Words string       `query:"q" maxLength:"200" doc:"What its columns hold, without accents; what only sounds so comes last"`
	Sort  string       `query:"sort" maxLength:"60" doc:"The text key of a column's head, with - before for the other way; the list's own order when empty"`
	Of    int64        `query:"of" minimum:"0" doc:"The household, offer, activity or person whose list it is; 0 where it is nobody's own"`
	From  calendar.Day `query:"from" doc:"Of a list of a period, both days included"`
	To    calendar.Day `query:"to"`
	Part  string       `query:"part" maxLength:"2000" doc:"Which part of it, in the words of the list"`
}

// listed registers a list: the rows as they are shown, and the same as a file.
func listed[Row any](h handlers, api huma.API, name, path, summary string, list func(*desk.Desk) desk.List[Row]) {
	ask(h, api, "list"+name, path, summary, func(ctx context.Context, in *Narrowed) ([]Row, error) {
		return list(h.desk).Rows(ctx, desk.ListQuery(*in))
	})
	type as struct {
		Narrowed
		As
	}
	export(h, api, "export"+name, path+"/export", summary+", as a file", func(ctx context.Context, in *as) ([]byte, error) {
		return list(h.desk).Export(ctx, desk.ListQuery(in.Narrowed), in.Format)
	})
}
