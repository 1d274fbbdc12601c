package api

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"paddock/backend/club"
	"paddock/backend/desk"
)

// scanBody lets a verb take a scan, and one that is a little too large, so that
// the refusal says so.
func scanBody(op *huma.Operation) {
	op.MaxBodyBytes = club.MaxScanBytes + 1<<20
	op.BodyReadTimeout = time.Minute
}

// papers are the operations of riders' files and licences.
func (h handlers) papers(api huma.API) {
	type rider struct {
		Rider club.RiderID `path:"rider"`
	}
	ask(h, api, "getRiderPapers", "/riders/{rider}/papers", "A rider's file: its papers, scans and history",
		func(ctx context.Context, in *rider) (desk.RiderPapers, error) {
			return h.desk.RiderPapers(ctx, in.Rider)
		})

	type set struct {
		Keyed
		Rider club.RiderID `path:"rider"`
		Paper string       `path:"paper"`
		Body  desk.SetPaper
	}
	do(h, api, "PUT", "setPaper", "/riders/{rider}/papers/{paper}", "Say where a paper of a rider stands",
		func(ctx context.Context, req desk.Request, in *set) (desk.RiderPapers, error) {
			return h.desk.SetPaper(ctx, req, in.Rider, in.Paper, in.Body)
		})

	type add struct {
		Keyed
		Rider   club.RiderID `path:"rider"`
		Paper   string       `path:"paper"`
		Name    string       `query:"name" maxLength:"300"`
		RawBody []byte       `contentType:"application/octet-stream"`
	}
	do(h, api, "POST", "addScan", "/riders/{rider}/papers/{paper}/scans", "Keep a scan of a paper: PDF, JPEG or PNG",
		func(ctx context.Context, req desk.Request, in *add) (desk.RiderPapers, error) {
			return h.desk.AddScan(ctx, req, in.Rider, in.Paper, in.Name, in.RawBody)
		}, scanBody)

	type remove struct {
		Keyed
		Rider club.RiderID `path:"rider"`
		Scan  int64        `path:"scan"`
	}
	do(h, api, http.MethodDelete, "removeScan", "/riders/{rider}/scans/{scan}", "Drop a scan for good; where its paper stands stays",
		func(ctx context.Context, req desk.Request, in *remove) (desk.RiderPapers, error) {
			return h.desk.RemoveScan(ctx, req, in.Rider, in.Scan)
		})
	h.scan(api)

	type licence struct {
		Keyed
		Rider club.RiderID `path:"rider"`
		Body  club.Licence
	}
	do(h, api, "PUT", "saveLicence", "/riders/{rider}/licences", "Add a licence that a rider holds, or change it",
		func(ctx context.Context, req desk.Request, in *licence) (desk.HouseholdView, error) {
			return h.desk.SaveLicence(ctx, req, in.Rider, in.Body)
		})
	type removeLicence struct {
		Keyed
		Rider   club.RiderID `path:"rider"`
		Licence int64        `path:"licence"`
	}
	do(h, api, http.MethodDelete, "removeLicence", "/riders/{rider}/licences/{licence}", "Take away a licence that was not sold",
		func(ctx context.Context, req desk.Request, in *removeLicence) (desk.HouseholdView, error) {
			return h.desk.RemoveLicence(ctx, req, in.Rider, in.Licence)
		})
}

// scanFile is a scan as bytes, which no browser takes for anything else.
type scanFile struct {
	ContentType string `header:"Content-Type"`
	NoSniff     string `header:"X-Content-Type-Options"`
	Disposition string `header:"Content-Disposition"`
	Body        []byte
}

// scan registers the question that answers with a scan.
func (h handlers) scan(api huma.API) {
	binary := &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}
	content := map[string]*huma.MediaType{}
	for _, kind := range club.ScanTypes {
		content[kind] = binary
	}
	type scanID struct {
		ID int64 `path:"id"`
	}
	huma.Register(api, huma.Operation{
		OperationID: "getScan", Method: http.MethodGet, Path: "/api/desk/scans/{id}", Summary: "A scan",
		Responses: map[string]*huma.Response{"200": {Description: "The scan", Content: content}},
	}, func(ctx context.Context, in *scanID) (*scanFile, error) {
		ctx, _, err := h.enter(ctx)
		if err != nil {
			return nil, h.problem(err)
		}
		scan, content, err := h.desk.ScanContent(ctx, in.ID)
		if err != nil {
			return nil, h.problem(err)
		}
		disposition := fmt.Sprintf("attachment; filename*=UTF-8''%s", url.PathEscape(scan.Name))
		return &scanFile{ContentType: scan.Type, NoSniff: "nosniff", Disposition: disposition, Body: content}, nil
	})
}
