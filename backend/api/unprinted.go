package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"paddock/backend/desk"
)

// unprinted are the operations of papers on their way to a printer of this computer.
func (h handlers) unprinted(api huma.API) {
	listed(h, api, "Unprinted", "/unprinted", "Papers that a printer refused or that were lost on their way", (*desk.Desk).Unprinted)
	type note struct {
		Keyed
		Body desk.NotePrint
	}
	do(h, api, "POST", "notePrint", "/unprinted", "Note a paper that is about to be printed",
		func(ctx context.Context, req desk.Request, in *note) (desk.Noted, error) {
			return h.desk.NotePrint(ctx, req, in.Body)
		})
	type refusal struct {
		Keyed
		ID   int64 `path:"id"`
		Body desk.PrintRefused
	}
	do(h, api, "POST", "refusePrint", "/unprinted/{id}/refuse", "Say that a printer did not take a paper",
		func(ctx context.Context, req desk.Request, in *refusal) (desk.Noted, error) {
			return h.desk.RefusePrint(ctx, req, in.ID, in.Body)
		})
	type paper struct {
		Keyed
		ID int64 `path:"id"`
	}
	do(h, api, "POST", "dropPrint", "/unprinted/{id}/drop", "The printer has a paper, or a person leaves it",
		func(ctx context.Context, req desk.Request, in *paper) (desk.Noted, error) {
			return h.desk.DropPrint(ctx, req, in.ID)
		})
}
