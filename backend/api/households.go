package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/sqlite"
)

// households are the operations of families, their riders and accounts, and the
// palette that finds them.
func (h handlers) households(api huma.API) {
	type list struct {
		Query      string `query:"q" maxLength:"200"`
		Sort       string `query:"sort" enum:",name,-name,town,-town,remaining,-remaining,overdue,-overdue,recent" doc:"- turns it round; empty is the best match"`
		Incomplete bool   `query:"incomplete" doc:"Those with a rider of this season whose file is not complete"`
		Limit      int    `query:"limit" minimum:"1" maximum:"10000" default:"200"`
		Offset     int    `query:"offset" minimum:"0"`
	}
	ask(h, api, "listHouseholds", "/households", "Families and guests with what they owe",
		func(ctx context.Context, in *list) (desk.HouseholdList, error) {
			return h.desk.Households(ctx, desk.HouseholdQuery{Query: in.Query, Incomplete: in.Incomplete, Sort: in.Sort, Limit: in.Limit, Offset: in.Offset})
		})

	type householdID struct {
		ID club.HouseholdID `path:"id"`
	}
	ask(h, api, "getHousehold", "/households/{id}", "A household with its riders and what it lacks",
		func(ctx context.Context, in *householdID) (desk.HouseholdView, error) {
			return h.desk.Household(ctx, in.ID)
		})
	ask(h, api, "getAccount", "/households/{id}/account", "Documents and payments of a household in order",
		func(ctx context.Context, in *householdID) (desk.Account, error) { return h.desk.Account(ctx, in.ID) })

	type addHousehold struct {
		Keyed
		Body desk.SaveHousehold
	}
	do(h, api, "POST", "addHousehold", "/households", "Make a household with its riders",
		func(ctx context.Context, req desk.Request, in *addHousehold) (desk.HouseholdView, error) {
			in.Body.ID = 0
			return h.desk.SaveHousehold(ctx, req, in.Body)
		})
	type saveHousehold struct {
		Keyed
		ID   club.HouseholdID `path:"id" minimum:"1"`
		Body desk.SaveHousehold
	}
	do(h, api, "PUT", "saveHousehold", "/households/{id}", "Change a household and the riders it names",
		func(ctx context.Context, req desk.Request, in *saveHousehold) (desk.HouseholdView, error) {
			in.Body.ID = in.ID
			return h.desk.SaveHousehold(ctx, req, in.Body)
		})
	type acceptTerms struct {
		Keyed
		ID   club.HouseholdID `path:"id"`
		Body desk.AcceptTerms
	}
	do(h, api, "POST", "acceptTerms", "/households/{id}/terms", "Record that a household accepts the conditions of sale",
		func(ctx context.Context, req desk.Request, in *acceptTerms) (desk.HouseholdView, error) {
			return h.desk.AcceptTerms(ctx, req, in.ID, in.Body)
		})
	h.riders(api)
}

func (h handlers) riders(api huma.API) {
	type addRider struct {
		Keyed
		Body desk.SaveRider
	}
	do(h, api, "POST", "addRider", "/riders", "Add a rider to a household",
		func(ctx context.Context, req desk.Request, in *addRider) (desk.HouseholdView, error) {
			in.Body.ID = 0
			return h.desk.SaveRider(ctx, req, in.Body)
		})
	type saveRider struct {
		Keyed
		ID   club.RiderID `path:"id" minimum:"1"`
		Body desk.SaveRider
	}
	do(h, api, "PUT", "saveRider", "/riders/{id}", "Change a rider",
		func(ctx context.Context, req desk.Request, in *saveRider) (desk.HouseholdView, error) {
			in.Body.ID = in.ID
			return h.desk.SaveRider(ctx, req, in.Body)
		})
	type files struct {
		Query string `query:"q" maxLength:"200"`
	}
	ask(h, api, "listRiderFiles", "/rider-files", "Riders as whoever teaches must know them: no amounts",
		func(ctx context.Context, in *files) ([]sqlite.RiderFile, error) {
			return h.desk.RiderFiles(ctx, in.Query)
		})
	ask(h, api, "listLevels", "/levels", "The federations' ladders",
		func(ctx context.Context, _ *struct{}) ([]club.Level, error) { return h.desk.Levels(ctx) })

	type search struct {
		Query string `query:"q" maxLength:"200"`
	}
	ask(h, api, "search", "/search", "People, documents and offers by words, six of each at most",
		func(ctx context.Context, in *search) (desk.Found, error) { return h.desk.Search(ctx, in.Query) })
}
