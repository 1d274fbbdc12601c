// Package api offers the desk's verbs over HTTP: decode, call one verb, encode.
//
// It decides nothing. Each audience has a handler of its own (the desk's is
// here; roster and member come with their screens), and OpenAPI falls out of
// the operations. Who calls is who sits at the desk: nothing a request says can
// make it somebody else.
package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"paddock/backend/club"
	"paddock/backend/desk"
)

// Desk is the front desk's handler: every route under /api/desk, and
// /api/changes. The caller is who sits at this process's desk (desk.Seated).
func Desk(d *desk.Desk, version string) http.Handler {
	mux := http.NewServeMux()
	register(mux, d, version)
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		writeProblem(w, d.Log(), club.Refuse(club.CodeNotFound))
	})
	return mux
}

// OpenAPI is the description of all routes, as JSON that does not change from
// run to run.
func OpenAPI() ([]byte, error) {
	doc := register(http.NewServeMux(), nil, "1").OpenAPI()
	return marshalOpenAPI(doc)
}

// register adds every operation and returns the API that describes them.
func register(mux *http.ServeMux, d *desk.Desk, version string) huma.API {
	huma.DefaultArrayNullable = false
	config := huma.DefaultConfig("Paddock", version)
	config.CreateHooks = nil // no $schema in every body
	config.DocsPath, config.OpenAPIPath, config.SchemasPath = "", "", ""
	config.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	api := humago.New(mux, config)
	h := handlers{d}
	h.session(api)
	h.actions(api)
	h.households(api)
	h.imports(api)
	h.unprinted(api)
	h.openings(api)
	h.papers(api)
	h.catalogue(api)
	h.settings(api)
	h.staff(api)
	h.planning(api)
	h.closedDays(api)
	h.sales(api)
	h.documents(api)
	h.works(api)
	h.money(api)
	h.bank(api)
	h.closings(api)
	h.reminders(api)
	h.outbox(api)
	h.certificates(api)
	h.books(api)
	h.places(api)
	h.horses(api)
	h.mounts(api)
	h.activities(api)
	h.mailbox(api)
	nameVerbs(api)
	return api
}

// handlers holds what every operation needs.
type handlers struct{ desk *desk.Desk }

// enter is the one door of every operation but the three of the lock screen: it
// finds who calls, refuses while the desk is locked, and lets the desk know on
// whose behalf it answers.
func (h handlers) enter(ctx context.Context) (context.Context, club.Actor, error) {
	person, err := h.desk.Seated(ctx)
	return desk.As(ctx, person), person, err
}

// act is enter for a write: somebody is there.
func (h handlers) act(ctx context.Context, key string) (context.Context, desk.Request, error) {
	ctx, person, err := h.enter(ctx)
	if err == nil {
		h.desk.Stay()
	}
	return ctx, desk.Request{Actor: person, Key: key}, err
}

// Keyed is the idempotency key every write carries; the client makes it when
// the form opens.
type Keyed struct {
	Key string `header:"Idempotency-Key" required:"true" minLength:"8" maxLength:"100"`
}

// Body is an answer that is one JSON value.
type Body[T any] struct{ Body T }

// ask registers a question: GET, no key, nothing changes.
func ask[In, Out any](h handlers, api huma.API, id, path, summary string, answer func(context.Context, *In) (Out, error)) {
	huma.Register(api, huma.Operation{OperationID: id, Method: http.MethodGet, Path: "/api/desk" + path, Summary: summary},
		func(ctx context.Context, in *In) (*Body[Out], error) {
			ctx, _, err := h.enter(ctx)
			if err != nil {
				return nil, h.problem(err)
			}
			out, err := answer(ctx, in)
			if err != nil {
				return nil, h.problem(err)
			}
			return whole(out), nil
		})
}

// keyed is an input that embeds Keyed.
type keyed interface{ key() string }

func (k *Keyed) key() string { return k.Key }

// do registers a verb: a write under an idempotency key, by the person who
// calls. ways change the operation where it is not like the others.
func do[In any, P interface {
	*In
	keyed
}, Out any](h handlers, api huma.API, method, id, path, summary string, act func(context.Context, desk.Request, P) (Out, error), ways ...func(*huma.Operation)) {
	operation := huma.Operation{OperationID: id, Method: method, Path: "/api/desk" + path, Summary: summary, DefaultStatus: http.StatusOK}
	for _, way := range ways {
		way(&operation)
	}
	huma.Register(api, operation,
		func(ctx context.Context, in *In) (*Body[Out], error) {
			ctx, req, err := h.act(ctx, P(in).key())
			if err != nil {
				return nil, h.problem(err)
			}
			out, err := act(ctx, req, in)
			if err != nil {
				return nil, h.problem(err)
			}
			return whole(out), nil
		})
}
