package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"paddock/backend/desk"
	"paddock/backend/sqlite"
)

// actions are what the person who calls did last, and the way back.
func (h handlers) actions(api huma.API) {
	ask(h, api, "listActions", "/actions", "What one did last, the latest first",
		func(ctx context.Context, _ *struct{}) ([]sqlite.Action, error) {
			person, err := h.desk.Seated(ctx)
			if err != nil {
				return nil, err
			}
			return h.desk.Actions(ctx, person)
		})
	type undo struct {
		Keyed
		ID int64 `path:"id" minimum:"1"`
	}
	do(h, api, "POST", "undo", "/actions/{id}/undo", "Undo one of them, while nothing depends on it",
		func(ctx context.Context, req desk.Request, in *undo) (sqlite.Action, error) {
			return h.desk.Undo(ctx, req, in.ID)
		})
	do(h, api, "POST", "redo", "/actions/{id}/redo", "Do again one that was undone, while nothing was changed since",
		func(ctx context.Context, req desk.Request, in *undo) (sqlite.Action, error) {
			return h.desk.Redo(ctx, req, in.ID)
		})
}
