package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"paddock/backend/calendar"
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

	type stopping struct {
		ID    int64        `path:"id" minimum:"1"`
		From  calendar.Day `query:"from" format:"date" required:"true"`
		Keeps int          `query:"keeps" minimum:"0" maximum:"100"`
	}
	ask(h, api, "previewStopPackage", "/packages/{id}/stop", "What stopping a package would credit and free",
		func(ctx context.Context, in *stopping) (desk.PackageStop, error) {
			return h.desk.PreviewStopPackage(ctx, in.ID, desk.StopPackage{From: in.From, Keeps: in.Keeps})
		})
	type stop struct {
		Keyed
		ID   int64 `path:"id" minimum:"1"`
		Body desk.StopPackage
	}
	do(h, api, "POST", "stopPackage", "/packages/{id}/stop", "Stop a package in mid-season",
		func(ctx context.Context, req desk.Request, in *stop) (desk.PackageStop, error) {
			return h.desk.StopPackage(ctx, req, in.ID, in.Body)
		})
}
