package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/sqlite"
)

// households are the operations of families, their riders and accounts, and the
// palette that finds them.
func (h handlers) households(api huma.API) {
	type Wanted struct {
		Query string `query:"q" maxLength:"200"`
		Sort  string `query:"sort" enum:",name,-name,town,-town,remaining,-remaining,overdue,-overdue,recent" doc:"- turns it round; empty is the best match"`

		Incomplete bool `query:"incomplete" doc:"Those with a rider of this season whose file is not complete"`
	}
	type list struct {
		Wanted
		Limit  int `query:"limit" minimum:"1" maximum:"100000" default:"200"`
		Offset int `query:"offset" minimum:"0"`
	}
	wanted := func(in Wanted) desk.HouseholdQuery {
		return desk.HouseholdQuery{Query: in.Query, Sort: in.Sort, Incomplete: in.Incomplete}
	}
	ask(h, api, "listHouseholds", "/households", "Families and guests with what they owe",
		func(ctx context.Context, in *list) (desk.HouseholdList, error) {
			page := wanted(in.Wanted)
			page.Limit, page.Offset = in.Limit, in.Offset
			return h.desk.Households(ctx, page)
		})

	type listOut struct {
		Wanted
		As
	}
	export(h, api, "exportHouseholds", "/households/export", "The list of families and guests as a file",
		func(ctx context.Context, in *listOut) ([]byte, error) {
			return h.desk.ExportHouseholds(ctx, wanted(in.Wanted), in.Format)
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
	ask(h, api, "getComing", "/households/{id}/coming", "Money of a household that is on its way and in no payment yet",
		func(ctx context.Context, in *householdID) ([]desk.Coming, error) { return h.desk.Coming(ctx, in.ID) })

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
	h.statements(api)
	h.merges(api)
	h.personalData(api)
	h.riders(api)
}

// statements are a household's account from a day to a day.
func (h handlers) statements(api huma.API) {
	type period struct {
		ID   club.HouseholdID `path:"id"`
		From calendar.Day     `query:"from" required:"true" example:"2026-09-01"`
		To   calendar.Day     `query:"to" required:"true" example:"2027-08-31"`
	}
	ask(h, api, "getStatement", "/households/{id}/statement", "A household's account from a day to a day",
		func(ctx context.Context, in *period) (desk.Statement, error) {
			return h.desk.Statement(ctx, in.ID, desk.StatementDays{From: in.From, To: in.To})
		})
	draw(h, api, "drawStatement", "/households/{id}/statement/pdf", "The same on A4, in the household's language",
		func(ctx context.Context, in *period) ([]byte, error) {
			return h.desk.StatementPaper(ctx, in.ID, desk.StatementDays{From: in.From, To: in.To})
		})
}

// certificates are the operations of what was paid for a rider.
func (h handlers) certificates(api huma.API) {
	type paid struct {
		ID    club.HouseholdID `path:"id"`
		Rider club.RiderID     `query:"rider" required:"true"`
		From  calendar.Day     `query:"from" required:"true" example:"2026-09-01"`
		To    calendar.Day     `query:"to" required:"true" example:"2027-08-31"`
	}
	of := func(in *paid) desk.CertificateOf {
		return desk.CertificateOf{Rider: in.Rider, StatementDays: desk.StatementDays{From: in.From, To: in.To}}
	}
	ask(h, api, "getCertificate", "/households/{id}/certificate", "What a family paid itself for a rider from a day to a day",
		func(ctx context.Context, in *paid) (desk.Certificate, error) {
			return h.desk.Certificate(ctx, in.ID, of(in))
		})
	draw(h, api, "drawCertificate", "/households/{id}/certificate/pdf", "The same as a letter on A4, in the household's language",
		func(ctx context.Context, in *paid) ([]byte, error) {
			return h.desk.CertificatePaper(ctx, in.ID, of(in))
		})
}

// merges are the operations that make one household of two.
func (h handlers) merges(api huma.API) {
	type householdID struct {
		ID club.HouseholdID `path:"id"`
	}
	ask(h, api, "listResembling", "/households/{id}/resembling", "Households that may be one with this one",
		func(ctx context.Context, in *householdID) ([]desk.LookAlike, error) {
			return h.desk.Resembling(ctx, in.ID)
		})
	type preview struct {
		ID     club.HouseholdID `path:"id"`
		Merged club.HouseholdID `path:"merged"`
	}
	ask(h, api, "previewMerge", "/households/{id}/merges/{merged}", "What would go where if the second were merged into the first",
		func(ctx context.Context, in *preview) (desk.MergePreview, error) {
			return h.desk.PreviewMerge(ctx, in.ID, in.Merged)
		})
	type merge struct {
		Keyed
		ID   club.HouseholdID `path:"id" minimum:"1"`
		Body desk.MergeHouseholds
	}
	do(h, api, "POST", "mergeHouseholds", "/households/{id}/merges", "Merge a household into this one",
		func(ctx context.Context, req desk.Request, in *merge) (desk.HouseholdView, error) {
			return h.desk.Merge(ctx, req, in.ID, in.Body)
		})
	type undo struct {
		Keyed
		ID int64 `path:"id" minimum:"1"`
	}
	do(h, api, "POST", "undoMerge", "/merges/{id}/undo", "Make two households of one again, while nothing depends on it",
		func(ctx context.Context, req desk.Request, in *undo) (desk.HouseholdView, error) {
			return h.desk.UndoMerge(ctx, req, in.ID)
		})
}

// personalData are the operations of a household's right to know and to be
// forgotten (GDPR art. 15, 17 and 20).
func (h handlers) personalData(api huma.API) {
	type householdID struct {
		ID club.HouseholdID `path:"id"`
	}
	type keyedHousehold struct {
		Keyed
		ID club.HouseholdID `path:"id"`
	}
	do(h, api, "POST", "exportPersonalData", "/households/{id}/personal-data", "Everything held on a household; records that it left",
		func(ctx context.Context, req desk.Request, in *keyedHousehold) (desk.PersonalData, error) {
			return h.desk.ExportPersonalData(ctx, req, in.ID)
		})
	h.print(api, "printPersonalData", "/households/{id}/personal-data/pdf", "Everything held on a household, to be read; records that it left",
		func(ctx context.Context, req desk.Request, id int64) ([]byte, error) {
			return h.desk.PersonalDataPaper(ctx, req, club.HouseholdID(id))
		})
	ask(h, api, "previewErasure", "/households/{id}/erasure", "What erasing a household takes away, what it keeps and why; changes nothing",
		func(ctx context.Context, in *householdID) (desk.Erasure, error) {
			return h.desk.PreviewErasure(ctx, in.ID)
		})
	type erase struct {
		Keyed
		ID   club.HouseholdID `path:"id"`
		Body desk.EraseHousehold
	}
	do(h, api, "POST", "eraseHousehold", "/households/{id}/erasure", "Erase a household's personal data",
		func(ctx context.Context, req desk.Request, in *erase) (desk.Erasure, error) {
			return h.desk.EraseHousehold(ctx, req, in.ID, in.Body)
		})
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
	type moveRider struct {
		Keyed
		ID   club.RiderID `path:"id" minimum:"1"`
		Body desk.MoveRider
	}
	do(h, api, "POST", "moveRider", "/riders/{id}/move", "Put a rider into another household",
		func(ctx context.Context, req desk.Request, in *moveRider) (desk.HouseholdView, error) {
			return h.desk.MoveRider(ctx, req, in.ID, in.Body)
		})
	type shareRider struct {
		Keyed
		ID   club.RiderID `path:"id" minimum:"1"`
		Body desk.ShareRider
	}
	do(h, api, "POST", "shareRider", "/riders/{id}/share", "Let another household see a rider, or no other any more",
		func(ctx context.Context, req desk.Request, in *shareRider) (desk.HouseholdView, error) {
			return h.desk.ShareRider(ctx, req, in.ID, in.Body)
		})
	type Files struct {
		Query string `query:"q" maxLength:"200"`
		Sort  string `query:"sort" enum:",name,-name,age,-age,level,-level" doc:"- turns it round; empty is the best match"`
	}
	ask(h, api, "listRiderFiles", "/rider-files", "Riders as whoever teaches must know them, no amounts; to an instructor those of their lessons",
		func(ctx context.Context, in *Files) ([]sqlite.RiderFile, error) {
			return h.desk.RiderFiles(ctx, desk.RiderQuery(*in))
		})
	type filesOut struct {
		Files
		As
	}
	export(h, api, "exportRiders", "/rider-files/export", "The list of riders as a file, without what their files say of health",
		func(ctx context.Context, in *filesOut) ([]byte, error) {
			return h.desk.ExportRiders(ctx, desk.RiderQuery(in.Files), in.Format)
		})
	ask(h, api, "listLevels", "/levels", "The federations' ladders",
		func(ctx context.Context, _ *struct{}) ([]club.Level, error) { return h.desk.Levels(ctx) })

	type search struct {
		Query string `query:"q" maxLength:"200"`
	}
	ask(h, api, "search", "/search", "People, documents and offers by words, six of each at most",
		func(ctx context.Context, in *search) (desk.Found, error) { return h.desk.Search(ctx, in.Query) })
}
