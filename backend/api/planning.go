package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"paddock/backend/calendar"
	"paddock/backend/desk"
	"paddock/backend/exchange"
	"paddock/backend/planning"
)

// planning are the operations of the plan: its lessons, the series that make
// them, and where they are given.
func (h handlers) planning(api huma.API) {
	type days struct {
		First calendar.Day `query:"first" format:"date" required:"true"`
		Last  calendar.Day `query:"last" format:"date" required:"true"`
	}
	ask(h, api, "getPlan", "/plan", "The lessons of some days, six weeks at most, with how their places are taken",
		func(ctx context.Context, in *days) (desk.PlanView, error) {
			return h.desk.Plan(ctx, calendar.Period{First: in.First, Last: in.Last})
		})
	type tried struct {
		Lesson     planning.LessonID `query:"lesson" doc:"0 for a new one"`
		Day        calendar.Day      `query:"day" format:"date" required:"true"`
		Start      calendar.Minute   `query:"start"`
		Minutes    int               `query:"minutes"`
		Arena      planning.ArenaID  `query:"arena"`
		Instructor int64             `query:"instructor"`
	}
	ask(h, api, "checkLesson", "/lessons/check", "What stands against a lesson at a time, and whom it touches",
		func(ctx context.Context, in *tried) (desk.LessonCheck, error) {
			return h.desk.CheckLesson(ctx, in.Lesson, desk.LessonForm{Day: in.Day, Shape: planning.Shape{
				Start: in.Start, Minutes: in.Minutes, Arena: in.Arena, Instructor: in.Instructor,
			}})
		})
	type added struct {
		Keyed
		Body desk.LessonForm
	}
	do(h, api, "POST", "addLesson", "/lessons", "Plan a lesson on its own",
		func(ctx context.Context, req desk.Request, in *added) (desk.LessonView, error) {
			return h.desk.AddLesson(ctx, req, in.Body)
		})
	type changed struct {
		Keyed
		ID   planning.LessonID `path:"id"`
		Body desk.LessonForm
	}
	do(h, api, "PUT", "changeLesson", "/lessons/{id}", "Move or change a lesson, or this one and all that follow",
		func(ctx context.Context, req desk.Request, in *changed) (desk.LessonView, error) {
			return h.desk.ChangeLesson(ctx, req, in.ID, in.Body)
		})
	type cancelled struct {
		Keyed
		ID   planning.LessonID `path:"id"`
		Body desk.CancelLesson
	}
	do(h, api, "POST", "cancelLesson", "/lessons/{id}/cancel", "Cancel a lesson by the club, or this one and all that follow",
		func(ctx context.Context, req desk.Request, in *cancelled) (desk.LessonView, error) {
			return h.desk.CancelLesson(ctx, req, in.ID, in.Body)
		})
	listed(h, api, "SmallGroups", "/small-groups", "Lessons of the days to come that fewer ride in than their minimum", (*desk.Desk).SmallGroups)
	type kept struct {
		Keyed
		ID   planning.LessonID `path:"id"`
		Body desk.KeepLesson
	}
	do(h, api, "POST", "keepLesson", "/lessons/{id}/keep", "Give a lesson although fewer ride in it than its minimum",
		func(ctx context.Context, req desk.Request, in *kept) (desk.LessonView, error) {
			return h.desk.KeepLesson(ctx, req, in.ID, in.Body)
		})
	ask(h, api, "listMerges", "/lessons/{id}/merges", "The groups of its day that a group could be merged into, with who would go and who not",
		func(ctx context.Context, in *struct {
			ID planning.LessonID `path:"id"`
		}) ([]desk.GroupMerge, error) {
			return h.desk.Merges(ctx, in.ID)
		})
	type merged struct {
		Keyed
		ID   planning.LessonID `path:"id"`
		Body desk.MergeLesson
	}
	do(h, api, "POST", "mergeLesson", "/lessons/{id}/merge", "Bring the riders of a group together in another of its day",
		func(ctx context.Context, req desk.Request, in *merged) (desk.GroupMerge, error) {
			return h.desk.MergeLesson(ctx, req, in.ID, in.Body)
		})
	ask(h, api, "previewCancelLesson", "/lessons/{id}/cancel", "What cancelling a lesson by the club would give back, and to whom",
		func(ctx context.Context, in *struct {
			ID        planning.LessonID `path:"id"`
			Following bool              `query:"following" doc:"Those of its series that follow, as well"`
		}) (desk.LessonCancelling, error) {
			return h.desk.PreviewCancelLesson(ctx, in.ID, in.Following)
		})
	type copied struct {
		Keyed
		Body desk.DuplicateWeek
	}
	do(h, api, "POST", "duplicateWeek", "/plan/duplicate-week", "Copy the lessons of one week to another",
		func(ctx context.Context, req desk.Request, in *copied) (int, error) {
			return h.desk.DuplicateWeek(ctx, req, in.Body)
		})

	ask(h, api, "listSeries", "/series", "The series of a season by weekday and hour",
		func(ctx context.Context, in *struct {
			Season int64 `query:"season" required:"true"`
		}) ([]planning.Series, error) {
			return h.desk.SeriesOf(ctx, in.Season)
		})
	type seriesAdded struct {
		Keyed
		Body desk.SaveSeries
	}
	do(h, api, "POST", "addSeries", "/series", "Make a series with its lessons of the season",
		func(ctx context.Context, req desk.Request, in *seriesAdded) (desk.SeriesSaved, error) {
			in.Body.ID = 0
			return h.desk.SaveSeries(ctx, req, in.Body)
		})
	type seriesChanged struct {
		Keyed
		ID   planning.SeriesID `path:"id"`
		Body desk.SaveSeries
	}
	do(h, api, "PUT", "changeSeries", "/series/{id}", "Change a series and its lessons to come",
		func(ctx context.Context, req desk.Request, in *seriesChanged) (desk.SeriesSaved, error) {
			in.Body.ID = in.ID
			return h.desk.SaveSeries(ctx, req, in.Body)
		})
	ask(h, api, "checkCopySeries", "/series/copy", "What making the series of a season anew in another would make, and what would clash",
		func(ctx context.Context, in *struct {
			From int64 `query:"from" required:"true"`
			To   int64 `query:"to" required:"true"`
		}) (desk.SeasonCopied, error) {
			return h.desk.CheckCopySeries(ctx, desk.CopySeries{From: in.From, To: in.To})
		})
	type seasonCopied struct {
		Keyed
		Body desk.CopySeries
	}
	do(h, api, "POST", "copySeries", "/series/copy", "Make the series of a season anew in another",
		func(ctx context.Context, req desk.Request, in *seasonCopied) (desk.SeasonCopied, error) {
			return h.desk.CopySeries(ctx, req, in.Body)
		})

	ask(h, api, "listArenas", "/arenas", "Where lessons are given",
		func(ctx context.Context, _ *struct{}) ([]planning.Arena, error) { return h.desk.Arenas(ctx) })
	type arenaSaved struct {
		Keyed
		Body planning.Arena
	}
	do(h, api, "POST", "saveArena", "/arenas", "Add a place, or change the one with this id",
		func(ctx context.Context, req desk.Request, in *arenaSaved) ([]planning.Arena, error) {
			return h.desk.SaveArena(ctx, req, in.Body)
		})
	ask(h, api, "listInstructors", "/instructors", "Who gives lessons, with their hours and leave",
		func(ctx context.Context, _ *struct{}) ([]planning.Instructor, error) { return h.desk.Instructors(ctx) })
	type instructorSaved struct {
		Keyed
		ID   int64 `path:"id"`
		Body planning.Instructor
	}
	do(h, api, "PUT", "saveInstructor", "/instructors/{id}", "Say whether a person gives lessons, and when",
		func(ctx context.Context, req desk.Request, in *instructorSaved) ([]planning.Instructor, error) {
			in.Body.ID = in.ID
			return h.desk.SaveInstructor(ctx, req, in.Body)
		})
}

// closedDays are the operations of what closes the club.
func (h handlers) closedDays(api huma.API) {
	ask(h, api, "listClosedDays", "/closed-days", "What closes the club, and the school holidays",
		func(ctx context.Context, _ *struct{}) ([]planning.ClosedDays, error) { return h.desk.ClosedDays(ctx) })
	type read struct {
		Keyed
		RawBody []byte `contentType:"application/octet-stream"`
	}
	do(h, api, "POST", "readClosedDays", "/closed-days/file", "Read the periods of an iCalendar or CSV file; nothing is written",
		func(ctx context.Context, _ desk.Request, in *read) ([]exchange.DaysOff, error) {
			return h.desk.ReadClosedDays(ctx, in.RawBody)
		}, largeBody)
	type saved struct {
		Keyed
		Body []planning.ClosedDays
	}
	do(h, api, "POST", "saveClosedDays", "/closed-days", "Add closed days, or change those with an id, all or none",
		func(ctx context.Context, req desk.Request, in *saved) (desk.ClosedDaysSaved, error) {
			return h.desk.SaveClosedDays(ctx, req, in.Body)
		})
	type removed struct {
		Keyed
		ID int64 `path:"id"`
	}
	do(h, api, "DELETE", "removeClosedDays", "/closed-days/{id}", "Open the club again on these days",
		func(ctx context.Context, req desk.Request, in *removed) (desk.ClosedDaysSaved, error) {
			return h.desk.RemoveClosedDays(ctx, req, in.ID)
		})
}
