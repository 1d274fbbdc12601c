package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/planning"
)

// activities are the operations of camps, competitions and events.
func (h handlers) activities(api huma.API) {
	listed(h, api, "Activities", "/activities", "The activities on sale and those that have days, what is to come first", (*desk.Desk).Activities)
	listed(h, api, "Enrolled", "/enrolled", "Who rides in an activity", (*desk.Desk).Enrolled)
	type chosen struct {
		ID catalogue.OfferID `path:"id"`
	}
	ask(h, api, "getActivity", "/activities/{id}", "An activity with its days and who rides in it",
		func(ctx context.Context, in *chosen) (desk.ActivityView, error) { return h.desk.Activity(ctx, in.ID) })
	type planned struct {
		Keyed
		ID   catalogue.OfferID `path:"id"`
		Body desk.PlanActivity
	}
	do(h, api, "PUT", "planActivity", "/activities/{id}/days", "Make the days of an activity that are still to be given what the desk says",
		func(ctx context.Context, req desk.Request, in *planned) (desk.ActivityView, error) {
			return h.desk.PlanActivity(ctx, req, in.ID, in.Body)
		})
	draw(h, api, "drawActivity", "/activities/{id}/pdf", "The same on A4, in the club's language: a box for each rider and day",
		func(ctx context.Context, in *chosen) ([]byte, error) { return h.desk.ActivityPaper(ctx, in.ID) })
	type enrolled struct {
		Keyed
		ID   catalogue.OfferID `path:"id"`
		Body desk.Enrol
	}
	do(h, api, "POST", "enrol", "/activities/{id}/enrolments", "Hold all days of an activity for riders, in a new cart",
		func(ctx context.Context, req desk.Request, in *enrolled) (desk.CartView, error) {
			return h.desk.Enrol(ctx, req, in.ID, in.Body)
		})
	type leaving struct {
		ID    catalogue.OfferID `path:"id"`
		Rider club.RiderID      `path:"rider"`
	}
	ask(h, api, "previewCancelEnrolment", "/activities/{id}/enrolments/{rider}/cancel", "What giving an enrolment up would give back",
		func(ctx context.Context, in *leaving) (desk.EnrolmentCancelled, error) {
			return h.desk.PreviewCancelEnrolment(ctx, in.ID, in.Rider)
		})
	type left struct {
		Keyed
		ID    catalogue.OfferID `path:"id"`
		Rider club.RiderID      `path:"rider"`
		Body  desk.CancelEnrolment
	}
	do(h, api, "POST", "cancelEnrolment", "/activities/{id}/enrolments/{rider}/cancel", "Take a rider out of an activity, with a credit note of what the terms do not keep",
		func(ctx context.Context, req desk.Request, in *left) (desk.EnrolmentCancelled, error) {
			return h.desk.CancelEnrolment(ctx, req, in.ID, in.Rider, in.Body)
		})
	type day struct {
		ID  catalogue.OfferID `path:"id"`
		Day planning.LessonID `path:"day"`
	}
	ask(h, api, "previewCancelActivityDay", "/activities/{id}/days/{day}/cancel", "What cancelling a day of an activity would give back",
		func(ctx context.Context, in *day) (desk.DayCancelled, error) {
			return h.desk.PreviewCancelActivityDay(ctx, in.ID, in.Day)
		})
	type cancelled struct {
		Keyed
		ID   catalogue.OfferID `path:"id"`
		Day  planning.LessonID `path:"day"`
		Body desk.CancelActivityDay
	}
	do(h, api, "POST", "cancelActivityDay", "/activities/{id}/days/{day}/cancel", "Cancel a day of an activity by the club, with or without a credit note of its part",
		func(ctx context.Context, req desk.Request, in *cancelled) (desk.DayCancelled, error) {
			return h.desk.CancelActivityDay(ctx, req, in.ID, in.Day, in.Body)
		})
	type letter struct {
		Keyed
		ID   catalogue.OfferID `path:"id"`
		Body desk.Letter
	}
	do(h, api, "POST", "writeToEnrolled", "/activities/{id}/letters", "Write to every family that has a rider in an activity; how many there are",
		func(ctx context.Context, req desk.Request, in *letter) (int, error) {
			return h.desk.WriteToEnrolled(ctx, req, in.ID, in.Body)
		})
	listed(h, api, "Exchanges", "/exchanges", "Mails, letters and calls between the club and a household, the latest first", (*desk.Desk).Exchanges)
	type householdLetter struct {
		Keyed
		ID   club.HouseholdID `path:"id"`
		Body desk.Letter
	}
	do(h, api, "POST", "writeToHousehold", "/households/{id}/letters", "Write to a household by mail; how many letters go",
		func(ctx context.Context, req desk.Request, in *householdLetter) (int, error) {
			return h.desk.WriteToHousehold(ctx, req, in.ID, in.Body)
		})
}
