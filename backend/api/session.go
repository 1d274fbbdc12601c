package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"paddock/backend/desk"
)

func (h handlers) session(api huma.API) {
	type firstRun struct {
		Keyed
		Body desk.FirstRun
	}
	do(h, api, "POST", "openClub", "/first-run", "Make the club",
		func(ctx context.Context, req desk.Request, in *firstRun) (desk.Session, error) {
			return h.desk.OpenClub(ctx, req, in.Body)
		})

	type entry struct {
		Kind string `query:"kind" enum:"iban,bic,siret,rna,enterprise,vat,email,link"`
		Text string `query:"text" maxLength:"1000"`
	}
	ask(h, api, "check", "/check", "Whether one entry of a form can be kept",
		func(_ context.Context, in *entry) (desk.Checked, error) { return h.desk.Check(in.Kind, in.Text) })

	type sample struct {
		Keyed
		Body desk.Sample
	}
	do(h, api, "POST", "makeSample", "/sample-club", "Fill empty data with an invented club",
		func(ctx context.Context, req desk.Request, in *sample) (desk.SampleMade, error) {
			return h.desk.MakeSample(ctx, req, in.Body)
		})

	type preference struct {
		Keyed
		Body desk.Preference
	}
	do(h, api, "POST", "prefer", "/preferences", "Keep a choice of one's own screen",
		func(ctx context.Context, req desk.Request, in *preference) (desk.Session, error) {
			return h.desk.Prefer(ctx, req, in.Body)
		})

	type draftOf struct {
		Form string `path:"form" maxLength:"60"`
	}
	ask(h, api, "getDraft", "/drafts/{form}", "What one typed into a form and has not sent",
		func(ctx context.Context, in *draftOf) (desk.Draft, error) { return h.desk.Draft(ctx, in.Form) })

	type draft struct {
		Keyed
		Body desk.KeepDraft
	}
	do(h, api, "POST", "keepDraft", "/drafts", "Keep what is typed into a form until it is sent",
		func(ctx context.Context, req desk.Request, in *draft) (desk.Draft, error) {
			return h.desk.KeepDraft(ctx, req, in.Body)
		})

	type since struct {
		Since  int64 `query:"since" doc:"Revision the screen has seen"`
		Active bool  `query:"active" doc:"Somebody used it since it last asked"`
	}
	type changes struct {
		Revision int64 `json:"revision"`
		Changed  bool  `json:"changed"`
	}
	huma.Register(api, huma.Operation{OperationID: "changes", Method: "GET", Path: "/api/changes", Summary: "Whether anything was written"},
		func(ctx context.Context, in *since) (*Body[changes], error) {
			ctx, _, err := h.enter(ctx)
			if err != nil {
				return nil, h.problem(err)
			}
			if in.Active {
				h.desk.Stay()
			}
			revision, err := h.desk.Revision(ctx)
			if err != nil {
				return nil, h.problem(err)
			}
			return &Body[changes]{changes{Revision: revision, Changed: revision != in.Since}}, nil
		})
}
