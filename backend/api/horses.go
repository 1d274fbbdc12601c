package api

import (
	"context"
	"fmt"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/planning"
)

// horses are the operations of horses and of who rides what.
func (h handlers) horses(api huma.API) {
	type day struct {
		Day calendar.Day `query:"day" format:"date" required:"true"`
	}
	ask(h, api, "listHorses", "/horses", "The horses with what they do on a day and in its week",
		func(ctx context.Context, in *day) (desk.HorsesView, error) { return h.desk.Horses(ctx, in.Day) })
	type exported struct {
		day
		As
	}
	export(h, api, "exportHorses", "/horses/export", "The same list as a file",
		func(ctx context.Context, in *exported) ([]byte, error) {
			return h.desk.ExportHorses(ctx, in.Day, in.Format)
		})
	type horse struct {
		ID planning.HorseID `path:"id"`
	}
	ask(h, api, "getHorse", "/horses/{id}", "A horse with its falls and who likes it",
		func(ctx context.Context, in *horse) (desk.HorseFile, error) { return h.desk.HorseFile(ctx, in.ID) })
	type days struct {
		First calendar.Day `query:"first" format:"date" required:"true"`
		Last  calendar.Day `query:"last" format:"date" required:"true"`
	}
	ask(h, api, "getHorsePlan", "/horses/plan", "What each horse does on some days, six weeks at most",
		func(ctx context.Context, in *days) (desk.HorsePlan, error) {
			return h.desk.HorsePlan(ctx, calendar.Period{First: in.First, Last: in.Last})
		})

	type added struct {
		Keyed
		Body planning.Horse
	}
	do(h, api, "POST", "addHorse", "/horses", "Add a horse",
		func(ctx context.Context, req desk.Request, in *added) (desk.HorseFile, error) {
			in.Body.ID = 0
			return h.desk.SaveHorse(ctx, req, in.Body)
		})
	type saved struct {
		Keyed
		ID   planning.HorseID `path:"id"`
		Body planning.Horse
	}
	do(h, api, "PUT", "saveHorse", "/horses/{id}", "Change a horse, with its cares and when it is away",
		func(ctx context.Context, req desk.Request, in *saved) (desk.HorseFile, error) {
			in.Body.ID = in.ID
			return h.desk.SaveHorse(ctx, req, in.Body)
		})
	type rest struct {
		Keyed
		ID   planning.HorseID `path:"id"`
		Body desk.RestHorse
	}
	do(h, api, "POST", "restHorse", "/horses/{id}/rest", "A horse cannot work for some days",
		func(ctx context.Context, req desk.Request, in *rest) (desk.HorseFile, error) {
			return h.desk.RestHorse(ctx, req, in.ID, in.Body)
		})
	type care struct {
		Keyed
		ID   planning.HorseID `path:"id"`
		Body desk.CareDone
	}
	do(h, api, "POST", "careDone", "/horses/{id}/care", "A horse was shod, wormed and the like",
		func(ctx context.Context, req desk.Request, in *care) (desk.HorseFile, error) {
			return h.desk.CareDone(ctx, req, in.ID, in.Body)
		})
	type fall struct {
		Keyed
		ID   planning.HorseID `path:"id"`
		Body desk.RecordFall
	}
	do(h, api, "POST", "recordFall", "/horses/{id}/falls", "Note a fall",
		func(ctx context.Context, req desk.Request, in *fall) (desk.HorseFile, error) {
			return h.desk.RecordFall(ctx, req, in.ID, in.Body)
		})
	type wish struct {
		Keyed
		ID   planning.HorseID `path:"id"`
		Body struct {
			Rider club.RiderID  `json:"rider"`
			Wish  planning.Wish `json:"wish" enum:"-1,0,1" doc:"1 likes it, -1 does not, 0 forgets it"`
		}
	}
	do(h, api, "PUT", "saveWish", "/horses/{id}/wishes", "What a rider thinks of a horse",
		func(ctx context.Context, req desk.Request, in *wish) (desk.HorseFile, error) {
			return h.desk.SaveWish(ctx, req, desk.SaveWish{Rider: in.Body.Rider, Horse: in.ID, Wish: in.Body.Wish})
		})
}

// mounts are the operations of who rides what.
func (h handlers) mounts(api huma.API) {
	type place struct {
		ID booking.BookingID `path:"id"`
	}
	ask(h, api, "listHorsesFor", "/bookings/{id}/horses", "The horses for a rider's place, those that suit best first",
		func(ctx context.Context, in *place) ([]desk.HorseChoice, error) { return h.desk.HorsesFor(ctx, in.ID) })
	type proposed struct {
		Day      calendar.Day      `query:"day" format:"date" required:"true"`
		Lesson   planning.LessonID `query:"lesson" doc:"0 for the whole day"`
		Anew     bool              `query:"anew" doc:"Also for those who have a horse"`
		Habit    string            `query:"habit" enum:",repeat,vary" doc:"Instead of the club's"`
		Aside    []string          `query:"aside,explode" doc:"Limits that are set aside, each as booking.horse.limit"`
		Patience int               `query:"patience" minimum:"0" maximum:"2000" default:"2000" doc:"Milliseconds to search where lessons overlap in part"`
	}
	ask(h, api, "proposeHorses", "/horses/proposal", "A horse for each rider of a lesson or a day; nothing is given",
		func(ctx context.Context, in *proposed) (desk.HorseProposal, error) {
			ask := desk.ProposeHorses{
				Day: in.Day, Lesson: in.Lesson, Anew: in.Anew, Habit: planning.Habit(in.Habit), Other: in.Habit != "",
				Patience: time.Duration(in.Patience) * time.Millisecond,
			}
			for _, text := range in.Aside {
				var way planning.Way
				if _, err := fmt.Sscanf(text, "%d.%d.%s", &way.Ride, &way.Horse, &way.Limit); err != nil {
					return desk.HorseProposal{}, club.Refuse(club.CodeInvalid).On("aside")
				}
				ask.Aside = append(ask.Aside, way)
			}
			return h.desk.ProposeHorses(ctx, ask)
		})
	type given struct {
		Keyed
		Body desk.GiveHorses
	}
	do(h, api, "POST", "giveHorses", "/horses/given", "Give riders of one day their horses, all or none",
		func(ctx context.Context, req desk.Request, in *given) (desk.HorsesGiven, error) {
			return h.desk.GiveHorses(ctx, req, in.Body)
		})
}
