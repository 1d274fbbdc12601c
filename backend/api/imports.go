package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"paddock/backend/calendar"
	"paddock/backend/desk"
	"paddock/backend/exchange"
	"paddock/backend/sqlite"
)

// largeBody lets a verb take a whole file, on a disk that is slow.
func largeBody(op *huma.Operation) {
	op.MaxBodyBytes = exchange.MaxBytes
	op.BodyReadTimeout = time.Minute
}

// imports are the operations of lists of members: looked at, mended, imported,
// undone. Progress is asked for (trap 7), and a file comes as bytes (trap 2).
func (h handlers) imports(api huma.API) {
	type openFile struct {
		Keyed
		Name string `query:"name" minLength:"1" maxLength:"300" required:"true"`

		Openings bool         `query:"openings" doc:"What families bring along, and no members"`
		Day      calendar.Day `query:"day" doc:"Openings: day of the take-over"`
		VAT      string       `query:"vat" doc:"Openings: code of the rate whose VAT waits on what is owed; empty when it is declared"`

		RawBody []byte `contentType:"application/octet-stream"`
	}
	do(h, api, "POST", "openMemberFile", "/member-files", "Look at a list of members or of openings; nothing is written",
		func(ctx context.Context, _ desk.Request, in *openFile) (desk.MemberFileView, error) {
			return h.desk.OpenMemberFile(ctx, desk.MemberFile{Name: in.Name, Raw: in.RawBody, Openings: in.Openings, Day: in.Day, VAT: in.VAT})
		}, largeBody)

	type fileID struct {
		ID string `path:"id"`
	}
	ask(h, api, "getMemberFile", "/member-files/{id}", "A list, how far it is, and what is wrong with it",
		func(ctx context.Context, in *fileID) (desk.MemberFileView, error) {
			return h.desk.MemberFile(ctx, in.ID)
		})

	type page struct {
		ID    string `path:"id"`
		From  int    `query:"from" minimum:"0"`
		Limit int    `query:"limit" minimum:"1" maximum:"500" default:"200"`
	}
	ask(h, api, "listMemberFamilies", "/member-files/{id}/families", "The families a list makes, and why",
		func(ctx context.Context, in *page) ([]desk.MemberFamily, error) {
			return h.desk.MemberFamilies(ctx, in.ID, in.From, in.Limit)
		})

	ask(h, api, "listNamesakes", "/member-files/{id}/namesakes", "Lines whose rider has the name of somebody known, and whom",
		func(ctx context.Context, in *page) ([]desk.Namesake, error) {
			return h.desk.Namesakes(ctx, in.ID, in.From, in.Limit)
		})

	type columns struct {
		Keyed
		ID   string `path:"id"`
		Body desk.MemberColumns
	}
	do(h, api, "PUT", "readMemberFileAs", "/member-files/{id}/columns", "Say what the columns of a list hold",
		func(ctx context.Context, _ desk.Request, in *columns) (desk.MemberFileView, error) {
			return h.desk.ReadMemberFileAs(ctx, in.ID, in.Body)
		})

	type mend struct {
		Keyed
		ID   string `path:"id"`
		Line int    `path:"line" minimum:"1"`
		Body desk.Mend
	}
	do(h, api, "PUT", "mendMemberLine", "/member-files/{id}/lines/{line}", "Mend a bad line, set it aside or leave it out",
		func(ctx context.Context, _ desk.Request, in *mend) (desk.MemberFileView, error) {
			return h.desk.MendMemberLine(ctx, in.ID, in.Line, in.Body)
		})

	type file struct {
		Keyed
		ID string `path:"id"`
	}
	do(h, api, "POST", "setAllAside", "/member-files/{id}/set-aside", "Set every bad line aside",
		func(ctx context.Context, _ desk.Request, in *file) (desk.MemberFileView, error) {
			return h.desk.SetAllAside(ctx, in.ID)
		})
	do(h, api, "POST", "leaveBrought", "/member-files/{id}/leave-brought", "Leave out of the lines of openings what was brought before",
		func(ctx context.Context, _ desk.Request, in *file) (desk.MemberFileView, error) {
			return h.desk.LeaveBrought(ctx, in.ID)
		})
	do(h, api, "POST", "importMemberFile", "/member-files/{id}/import", "Import a list, all of it or nothing",
		func(ctx context.Context, req desk.Request, in *file) (desk.MemberFileView, error) {
			return h.desk.ImportMemberFile(ctx, req, in.ID)
		})
	do(h, api, "POST", "stopMemberFile", "/member-files/{id}/stop", "Stop what is being done to a list",
		func(ctx context.Context, _ desk.Request, in *file) (desk.MemberFileView, error) {
			return h.desk.StopMemberFile(ctx, in.ID)
		})
	do(h, api, http.MethodDelete, "closeMemberFile", "/member-files/{id}", "Let go of a list",
		func(ctx context.Context, _ desk.Request, in *file) (struct{}, error) {
			return struct{}{}, h.desk.CloseMemberFile(ctx, in.ID)
		})
	h.imported(api)
}

func (h handlers) imported(api huma.API) {
	listed(h, api, "Imports", "/imports", "What was imported, the latest first", (*desk.Desk).Imports)

	type importID struct {
		Keyed
		ID int64 `path:"id"`
	}
	do(h, api, "POST", "undoImport", "/imports/{id}/undo", "Take away all that an import made",
		func(ctx context.Context, req desk.Request, in *importID) (sqlite.Import, error) {
			return h.desk.UndoImport(ctx, req, in.ID)
		})

	listed(h, api, "SetAside", "/set-aside", "Lines of imports that wait to be mended", (*desk.Desk).SetAside)
	type mend struct {
		Keyed
		ID   int64 `path:"id"`
		Body desk.Mend
	}
	do(h, api, "PUT", "mendSetAside", "/set-aside/{id}", "Import a line that waited, or leave it out",
		func(ctx context.Context, req desk.Request, in *mend) (desk.MembersImported, error) {
			return h.desk.MendSetAside(ctx, req, in.ID, in.Body)
		})
}
