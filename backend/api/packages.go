package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/planning"
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

	type slots struct {
		ID   int64        `path:"id" minimum:"1"`
		From calendar.Day `query:"from" format:"date" required:"true"`
	}
	ask(h, api, "listPackageSlots", "/packages/{id}/slots", "The series a package can go to in mid-season",
		func(ctx context.Context, in *slots) ([]desk.SeriesSeats, error) {
			return h.desk.PackageSlots(ctx, in.ID, in.From)
		})
	type changing struct {
		ID     int64             `path:"id" minimum:"1"`
		From   calendar.Day      `query:"from" format:"date" required:"true"`
		Keeps  int               `query:"keeps" minimum:"0" maximum:"100"`
		Leaves planning.SeriesID `query:"leaves" minimum:"1" required:"true"`
		Takes  planning.SeriesID `query:"takes" minimum:"1" required:"true"`
	}
	ask(h, api, "previewChangeSlot", "/packages/{id}/slot", "What another slot would give a package, and credit",
		func(ctx context.Context, in *changing) (desk.SlotChange, error) {
			return h.desk.PreviewChangeSlot(ctx, in.ID, desk.ChangeSlot{From: in.From, Leaves: in.Leaves, Takes: in.Takes, Keeps: in.Keeps})
		})
	type change struct {
		Keyed
		ID   int64 `path:"id" minimum:"1"`
		Body desk.ChangeSlot
	}
	do(h, api, "POST", "changeSlot", "/packages/{id}/slot", "Take a package to another slot in mid-season",
		func(ctx context.Context, req desk.Request, in *change) (desk.SlotChange, error) {
			return h.desk.ChangeSlot(ctx, req, in.ID, in.Body)
		})
}
