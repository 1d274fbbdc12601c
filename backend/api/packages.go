package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"paddock/backend/club"
	"paddock/backend/desk"
)

// packages are the operations of packages that run.
func (h handlers) packages(api huma.API) {
	type ofHousehold struct {
		ID club.HouseholdID `path:"id" minimum:"1"`
	}
	ask(h, api, "listPackages", "/households/{id}/packages", "The packages of a household's riders as the run of their lessons",
		func(ctx context.Context, in *ofHousehold) ([]desk.PackageRun, error) {
			return h.desk.Packages(ctx, in.ID)
		})
}
