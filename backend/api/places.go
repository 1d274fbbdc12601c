package api

import (
	"context"

	"github.com/danielgtaylor/huma/v2"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// places are the operations of bookings, rolls and waiting lists.
func (h handlers) places(api huma.API) {
	type day struct {
		Day calendar.Day `query:"day" format:"date" required:"true"`
	}
	ask(h, api, "getRoster", "/roster", "The lessons of a day with their riders",
		func(ctx context.Context, in *day) (desk.DayRoster, error) { return h.desk.Roster(ctx, in.Day) })
	type sheets struct {
		Day        calendar.Day `query:"day" format:"date" required:"true"`
		Instructor string       `query:"instructor" doc:"By name; everybody's when empty"`
	}
	draw(h, api, "drawRoster", "/roster/pdf", "The same on A4, in the club's language: pages of their own for each instructor",
		func(ctx context.Context, in *sheets) ([]byte, error) {
			return h.desk.RosterPaper(ctx, in.Day, in.Instructor)
		})

	type RiderDays struct { // exported: huma overlooks it embedded otherwise
		Rider club.RiderID `path:"id"`
		From  calendar.Day `query:"from" format:"date" required:"true"`
		To    calendar.Day `query:"to" format:"date" required:"true"`
	}
	type lessonsFor struct {
		RiderDays
		Offer catalogue.OfferID `query:"offer" doc:"Of a card that the rider would buy; 0 for the cards and vouchers there are"`
	}
	ask(h, api, "listLessonsFor", "/riders/{id}/lessons", "The lessons of some days as a rider could book them, with what stands in the way",
		func(ctx context.Context, in *lessonsFor) ([]desk.Chance, error) {
			return h.desk.LessonsFor(ctx, in.Rider, in.From, in.To, in.Offer)
		})
	type slots struct {
		RiderDays
		Second     club.RiderID  `query:"second" doc:"Of a private lesson for two"`
		Kind       planning.Kind `query:"kind" enum:"private,privateForTwo,horseWork" required:"true"`
		Minutes    int           `query:"minutes" minimum:"15" maximum:"240" default:"60"`
		Instructor int64         `query:"instructor" doc:"0 for anybody"`
	}
	ask(h, api, "listSlots", "/riders/{id}/slots", "When a private lesson could be made for a rider, the nearest first",
		func(ctx context.Context, in *slots) ([]desk.FreeSlot, error) {
			riders := []club.RiderID{in.Rider}
			if in.Second != 0 {
				riders = append(riders, in.Second)
			}
			return h.desk.FreeSlots(ctx, desk.AskSlots{Kind: in.Kind, Riders: riders, Minutes: in.Minutes, Instructor: in.Instructor,
				Days: calendar.Period{First: in.From, Last: in.To}})
		})
	ask(h, api, "getRiderPlan", "/riders/{id}/plan", "What a rider rides, with what cancelling each lesson would do now",
		func(ctx context.Context, in *RiderDays) (desk.RiderPlan, error) {
			return h.desk.RiderPlan(ctx, in.Rider, in.From, in.To)
		})

	listed(h, api, "ToPlace", "/to-place", "Vouchers, waiting riders and cards that want a place, with what fits each", (*desk.Desk).ToPlace)
	listed(h, api, "WaitingLists", "/waiting-lists", "Who waits for a place in what is to come, in order", (*desk.Desk).WaitingLists)
	listed(h, api, "PlanLessons", "/plan/lessons", "The lessons of some days with their places", (*desk.Desk).PlanLessons)

	h.packages(api)

	type card struct {
		ID booking.CardID `path:"id"`
	}
	ask(h, api, "getCardLedger", "/cards/{id}/ledger", "What moved a card, the oldest first",
		func(ctx context.Context, in *card) ([]sqlite.CardMoved, error) { return h.desk.CardLedger(ctx, in.ID) })

	type voucher struct {
		ID booking.VoucherID `path:"id"`
	}
	ask(h, api, "getVoucherLedger", "/vouchers/{id}/ledger", "What moved a voucher, the oldest first",
		func(ctx context.Context, in *voucher) ([]sqlite.VoucherLine, error) {
			return h.desk.VoucherLedger(ctx, in.ID)
		})

	type longer struct {
		Keyed
		ID   booking.CardID `path:"id"`
		Body desk.ExtendCard
	}
	do(h, api, "POST", "extendCard", "/cards/{id}/extend", "Let a card be good for longer",
		func(ctx context.Context, req desk.Request, in *longer) (sqlite.Card, error) {
			return h.desk.ExtendCard(ctx, req, in.ID, in.Body)
		})

	type book struct {
		Keyed
		Body desk.Book
	}
	do(h, api, "POST", "book", "/bookings", "Take a place in a lesson",
		func(ctx context.Context, req desk.Request, in *book) (desk.Seats, error) {
			return h.desk.Book(ctx, req, in.Body)
		})

	type cancelled struct {
		ID    booking.BookingID `path:"id"`
		Cause booking.Cause     `query:"cause" enum:",medical,forgiven"`
	}
	ask(h, api, "previewCancel", "/bookings/{id}/cancel", "What giving up a place now would do",
		func(ctx context.Context, in *cancelled) (booking.Consequence, error) {
			return h.desk.PreviewCancel(ctx, in.ID, in.Cause)
		})
	type cancel struct {
		Keyed
		ID   booking.BookingID `path:"id"`
		Body desk.CancelBooking
	}
	do(h, api, "POST", "cancelBooking", "/bookings/{id}/cancel", "Give up a place",
		func(ctx context.Context, req desk.Request, in *cancel) (desk.Cancelled, error) {
			return h.desk.CancelBooking(ctx, req, in.ID, in.Body)
		})
	type away struct {
		ID      club.RiderID  `path:"id"`
		Through calendar.Day  `query:"through"`
		Cause   booking.Cause `query:"cause" enum:",medical,forgiven"`
	}
	ask(h, api, "previewAbsence", "/riders/{id}/absence", "What an absence through a day would do",
		func(ctx context.Context, in *away) ([]desk.Missed, error) {
			return h.desk.PreviewAbsence(ctx, in.ID, in.Through, in.Cause)
		})
	type absent struct {
		Keyed
		ID   club.RiderID `path:"id"`
		Body desk.NoteAbsence
	}
	do(h, api, "POST", "noteAbsence", "/riders/{id}/absence", "Give up every place through a day",
		func(ctx context.Context, req desk.Request, in *absent) ([]desk.Missed, error) {
			return h.desk.NoteAbsence(ctx, req, in.ID, in.Body)
		})
	type tick struct {
		Keyed
		ID   booking.BookingID `path:"id"`
		Body desk.Tick
	}
	do(h, api, "POST", "tickRoll", "/bookings/{id}/tick", "A rider is there, or is not",
		func(ctx context.Context, req desk.Request, in *tick) (booking.Booking, error) {
			return h.desk.TickRoll(ctx, req, in.ID, in.Body)
		})

	type roll struct {
		Keyed
		ID   planning.LessonID `path:"id"`
		Body desk.CallRoll
	}
	do(h, api, "POST", "callRoll", "/lessons/{id}/roll", "Tick whom nobody ticked, and close the roll",
		func(ctx context.Context, req desk.Request, in *roll) (desk.RollCalled, error) {
			return h.desk.CallRoll(ctx, req, in.ID, in.Body)
		})
	type wait struct {
		Keyed
		Body desk.Wait
	}
	do(h, api, "POST", "joinWaiting", "/waiting", "Put a rider on the waiting list of a full lesson",
		func(ctx context.Context, req desk.Request, in *wait) ([]sqlite.Waiting, error) {
			return h.desk.JoinWaiting(ctx, req, in.Body)
		})
	type leave struct {
		Keyed
		ID booking.WaitingID `path:"id"`
	}
	do(h, api, "POST", "leaveWaiting", "/waiting/{id}/leave", "Take a rider off a waiting list, or say no to the place that is held",
		func(ctx context.Context, req desk.Request, in *leave) ([]sqlite.Waiting, error) {
			return h.desk.LeaveWaiting(ctx, req, in.ID)
		})
	listed(h, api, "ToTell", "/to-tell", "The families to be told of lessons to come, of one lesson where it is said", (*desk.Desk).ToTell)
	type told struct {
		Keyed
		Body desk.Told
	}
	do(h, api, "POST", "markTold", "/to-tell", "Note that a family was told, or was not",
		func(ctx context.Context, req desk.Request, in *told) (desk.Told, error) {
			return h.desk.MarkTold(ctx, req, in.Body)
		})
	type tend struct{ Keyed }
	do(h, api, "POST", "tendWaiting", "/waiting/tend", "Offer anew the places whose offers lapsed; how many were offered",
		func(ctx context.Context, req desk.Request, _ *tend) (int, error) { return h.desk.TendWaiting(ctx, req) })
}
