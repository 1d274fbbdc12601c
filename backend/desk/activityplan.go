package desk

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// ActivityDay is a day of an activity as the desk writes it.
type ActivityDay struct {
	Lesson     planning.LessonID `json:"lesson,omitempty" doc:"The day it changes; 0 for a new one"`
	Day        calendar.Day      `json:"day"`
	Start      calendar.Minute   `json:"start" doc:"Club-local minutes from midnight"`
	Minutes    int               `json:"minutes" doc:"How long"`
	Arena      planning.ArenaID  `json:"arena,omitempty"`
	Instructor int64             `json:"instructor,omitempty"`
}

// PlanActivity is all the days of an activity that are still to be given, and
// what they have in common.
type PlanActivity struct {
	Kind     planning.Kind `json:"kind" enum:"camp,competition,event"`
	Capacity int           `json:"capacity" doc:"The same on all days"`
	Days     []ActivityDay `json:"days" nullable:"false"`
	Reason   string        `json:"reason,omitempty" maxLength:"500" doc:"Why a day is given although it clashes"`
	Version  int           `json:"version" doc:"Of the offer as it was shown"`
}

// PlanActivity makes the days of an activity what the desk says: new ones are
// planned, others move or change, those that are missing are taken away. What
// was given or cancelled stays as it is. Who is enrolled has a place on a new day
// too, at no price, and is told; that is lasting. It refuses what clashes, as for
// any lesson, a day with less places than are taken, and to take a day away on
// which somebody rides: such a day moves, or the club cancels it.
func (d *Desk) PlanActivity(ctx context.Context, req Request, id catalogue.OfferID, in PlanActivity) (ActivityView, error) {
	body := struct {
		ID catalogue.OfferID
		In PlanActivity
	}{id, in}
	return write(ctx, d, req, "planActivity", body, func(tx *sqlite.Tx) (ActivityView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return ActivityView{}, err
		}
		offer, err := activityOffer(tx, id)
		if err != nil {
			return ActivityView{}, err
		}
		if offer.Version != in.Version {
			return ActivityView{}, stale(offer.Version, offer)
		}
		if in.Kind.Weekly() {
			return ActivityView{}, club.Refuse(club.CodeInvalid).On("kind")
		}
		if err := planActivity(tx, c, req.Actor, offer, in); err != nil {
			return ActivityView{}, err
		}
		return viewActivity(tx, c, id)
	})
}

// activityOffer loads the offer of an activity.
func activityOffer(tx *sqlite.Tx, id catalogue.OfferID) (catalogue.Offer, error) {
	offer, err := tx.Offer(id)
	if err == nil && offer.Kind != catalogue.Activity {
		err = sqlite.ErrNotFound
	}
	return offer, refused(err, club.CodeOfferNotFound)
}

func planActivity(tx *sqlite.Tx, c clubNow, actor club.Actor, offer catalogue.Offer, in PlanActivity) error {
	old, err := tx.LessonsOfActivity(offer.ID)
	if err != nil {
		return err
	}
	changes, err := activityChanges(tx, offer, in, old)
	if err != nil {
		return err
	}
	p, err := newPlanner(tx, c, actor, touched(changes))
	if err != nil {
		return err
	}
	p.reason = clean(in.Reason)
	for _, change := range changes {
		switch {
		case change.After.Day == "":
			err = p.removeDay(change.Before)
		case change.Before.Day == "":
			if change.After.Season, err = seasonOf(tx, change.After.Day); err == nil {
				p.add(change.After)
			}
		default:
			p.change(change.Before, change.After)
		}
		if err != nil {
			return err
		}
	}
	return p.activityDone("planActivity", offer)
}

// activityDone writes what a verb made of the days of an activity, lets the offer's
// period follow, and keeps what takes it back unless it is lasting.
func (p *planner) activityDone(what string, offer catalogue.Offer) (err error) {
	if err := p.write(); err != nil {
		return err
	}
	planned := offer
	if planned.Terms.ValidFrom, planned.Terms.ValidThrough, err = p.tx.ActivityDays(offer.ID); err != nil {
		return err
	}
	view, err := putOffer(p.tx, p.c, planned)
	if err != nil {
		return err
	}
	moved, err := changed(offerFields(offer), offerFields(view.Offer))
	if err != nil {
		return err
	}
	if p.lasting {
		return nil
	}
	steps := []back{{"restoreLessons", planChange{Lessons: p.changes}}}
	if !moved.none() {
		steps = append(steps, back{"saveOffer", recordChange{int64(offer.ID), moved}})
	}
	return act(p.tx, what, offer.Name, 0, steps...)
}

// activityChanges is what the days of an activity become, each checked.
func activityChanges(tx *sqlite.Tx, offer catalogue.Offer, in PlanActivity, old []planning.Lesson) ([]lessonChange, error) {
	var changes []lessonChange
	kept := map[planning.LessonID]bool{}
	for n, day := range in.Days {
		var change lessonChange
		if day.Lesson != 0 {
			at := slices.IndexFunc(old, func(l planning.Lesson) bool { return l.ID == day.Lesson })
			if at < 0 {
				return nil, club.Refuse(club.CodeLessonNotFound)
			}
			if kept[day.Lesson] = true; old[at].State != planning.Planned {
				continue
			}
			change = lessonChange{old[at], old[at]}
		}
		if _, err := calendar.ParseDay(string(day.Day)); err != nil {
			return nil, club.Refuse(club.CodeBadDay).On(field("days", n, "day"))
		}
		change.After.Activity, change.After.Day = offer.ID, day.Day
		change.After.Shape = planning.Shape{
			Kind: in.Kind, Name: offer.Name, Start: day.Start, Minutes: day.Minutes, Arena: day.Arena, Instructor: day.Instructor,
			LevelMin: offer.LevelMin, LevelMax: offer.LevelMax, AgeMin: offer.AgeMin, AgeMax: offer.AgeMax, Capacity: in.Capacity,
		}
		if err := checkShape(tx, &change.After.Shape); err != nil {
			return nil, onRow("days", n, err)
		}
		changes = append(changes, change)
	}
	for _, l := range old {
		if l.State == planning.Planned && !kept[l.ID] {
			changes = append(changes, lessonChange{Before: l})
		}
	}
	return changes, nil
}

// onRow puts what is refused of a lesson on its row, but for what all share.
func onRow(list string, n int, err error) error {
	var refusal *club.Error
	if errors.As(err, &refusal) && refusal.Field != "capacity" && refusal.Field != "name" {
		return refusal.On(field(list, n, refusal.Field))
	}
	return err
}

// seatEnrolled gives who is enrolled in an activity a place on each day that was
// added to it, sold or held as their others are, and writes it to the families. It
// refuses a day that has no place for all, and names who is left.
func (p *planner) seatEnrolled() error {
	for _, change := range p.changes {
		day := change.After
		if change.Before.Day != "" || day.Activity == 0 {
			continue
		}
		enrolled, err := p.tx.Enrolments(day.Activity)
		if err != nil {
			return err
		}
		if len(enrolled) > day.Capacity {
			return club.Refuse(club.CodeDayTooSmall).On("capacity").With("onDay", day.Day).With("n", day.Capacity).With("riders", namesOf(enrolled[day.Capacity:]))
		}
		told := map[club.HouseholdID][]sqlite.Enrolment{}
		for _, e := range enrolled {
			if _, err := takePlaces(p.tx, p.actor, []planning.Lesson{day}, e.NewBooking); err != nil {
				return err
			}
			if p.lasting = true; e.State == booking.Booked { // bookings are kept: the club cancels such a day
				told[e.Household] = append(told[e.Household], e)
			}
		}
		for _, household := range slices.Sorted(maps.Keys(told)) {
			if err := tell(p.tx, p.c, p.actor, dayAdded, household, day, map[string]any{"riders": namesOf(told[household])},
				about{[]string{namesOf(told[household])}, []sqlite.Said{{Code: dayAdded}}}); err != nil {
				return err
			}
		}
	}
	return nil
}

func namesOf(enrolled []sqlite.Enrolment) string {
	names := make([]string, len(enrolled))
	for i, e := range enrolled {
		names[i] = e.RiderName
	}
	return strings.Join(names, ", ")
}

// removeDay takes a day of an activity away on which nobody rides.
func (p *planner) removeDay(l planning.Lesson) error {
	riders, _, err := p.tx.PlacesTaken(l.ID)
	if err != nil {
		return err
	}
	if riders > 0 {
		return club.Refuse(club.CodeDayHasRiders).With("onDay", l.Day).With("n", riders)
	}
	return p.remove(l, "")
}

// enrolling cleans what an activity asks of whoever enrols; other offers ask
// nothing.
func (f *form) enrolling(c clubNow, o *catalogue.Offer) {
	if o.Kind != catalogue.Activity {
		o.Enrolling, o.Terms.Keeps = catalogue.Enrolling{}, catalogue.Keeps{}
		return
	}
	e := &o.Enrolling
	f.texts("enrolling.cancelling", &e.Cancelling, "")
	e.Questions = slices.Clone(e.Questions)
	next := 1
	for _, q := range e.Questions {
		next = max(next, q.ID+1)
	}
	for i := range e.Questions {
		q := &e.Questions[i]
		f.texts(field("enrolling.questions", i, "text"), &q.Text, c.Identity.Language)
		if q.ID == 0 {
			q.ID, next = next, next+1
		}
	}
	e.Papers = slices.Compact(slices.Sorted(slices.Values(e.Papers)))
	for _, code := range e.Papers {
		_, err := c.paper(code)
		f.fail(on("enrolling.papers", err))
	}
}
