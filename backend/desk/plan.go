package desk

import (
	"context"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// PlanView is the plan of some days.
type PlanView struct {
	Days    []PlanDay             `json:"days" nullable:"false"`
	Lessons []sqlite.PlanLesson   `json:"lessons" nullable:"false" doc:"In their order, those the club cancelled among them"`
	Arenas  []planning.Arena      `json:"arenas" nullable:"false"`
	People  []planning.Instructor `json:"people" nullable:"false" doc:"Who gives lessons"`
	Season  calendar.Season       `json:"season" doc:"That of the first day, or the next to come; without an id there is none"`
	Series  int                   `json:"series" doc:"How many series the season has"`
}

// PlanDay is a day of the plan.
type PlanDay struct {
	Day calendar.Day `json:"day"`
	planning.DayOff
}

// mostPlanDays bounds what one look at the plan reads: a month with the ends of
// its weeks.
const mostPlanDays = 42

// Plan shows the plan of some days, both included: a day, a week, a month.
func (d *Desk) Plan(ctx context.Context, days calendar.Period) (PlanView, error) {
	return read(ctx, d, "plan", func(tx *sqlite.Tx) (PlanView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return PlanView{}, err
		}
		if err := checkPlanDays(days); err != nil {
			return PlanView{}, err
		}
		closures, err := closuresOf(tx, c, days)
		if err != nil {
			return PlanView{}, err
		}
		view := PlanView{Days: []PlanDay{}}
		for day := days.First; day <= days.Last; day = day.AddDays(1) {
			view.Days = append(view.Days, PlanDay{day, closures.On(day)})
		}
		if view.Lessons, err = tx.PlanLessons(days.First, days.Last); err != nil {
			return PlanView{}, err
		}
		if view.Arenas, err = tx.Arenas(); err != nil {
			return PlanView{}, err
		}
		if view.People, err = tx.Instructors(); err != nil {
			return PlanView{}, err
		}
		view.Season, err = tx.SeasonOn(days.First)
		if err = refusedNone(err); err != nil || view.Season.ID == 0 {
			return view, err
		}
		view.Series, err = tx.CountSeries(view.Season.ID)
		return view, err
	})
}

// checkPlanDays refuses more days than one look at the plan reads.
func checkPlanDays(days calendar.Period) error {
	if err := checkPeriod(days.First, days.Last, "first", "last"); err != nil {
		return err
	}
	if days.First == "" || days.Last == "" || days.First.DaysUntil(days.Last) >= mostPlanDays {
		return club.Refuse(club.CodeOutOfRange).On("last").With("min", 1).With("max", mostPlanDays)
	}
	return nil
}

// LessonCheck says what a lesson would do at a time, before anybody decides.
type LessonCheck struct {
	Clashes    []planning.Clash `json:"clashes" nullable:"false"`
	Day        planning.DayOff  `json:"day"`
	Riders     int              `json:"riders" doc:"Who have a place in it"`
	Households int              `json:"households" doc:"To be told of a change"`
	Horses     int              `json:"horses" doc:"Of the club that are free then; its own count"`
}

// CheckLesson tells what stands against a lesson at another time, or against a
// new one (id 0), and whom it touches. Nothing is written.
func (d *Desk) CheckLesson(ctx context.Context, id planning.LessonID, in LessonForm) (LessonCheck, error) {
	return read(ctx, d, "checkLesson", func(tx *sqlite.Tx) (check LessonCheck, err error) {
		c, err := loadClub(tx)
		if err != nil {
			return check, err
		}
		if _, err := calendar.ParseDay(string(in.Day)); err != nil {
			return check, club.Refuse(club.CodeBadDay).On("day")
		}
		p, err := newPlanner(tx, c, club.Actor{}, calendar.Period{First: in.Day, Last: in.Day})
		if err != nil {
			return check, err
		}
		check.Day = p.plan.On(in.Day)
		lesson := planning.Lesson{ID: id, Day: in.Day, Shape: in.Shape, State: planning.Planned}
		if check.Horses, err = freeHorses(tx, c, lesson); err != nil {
			return check, err
		}
		if check.Clashes, err = p.clashes(lesson); err != nil || id == 0 {
			return check, err
		}
		check.Riders, check.Households, err = tx.PlacesTaken(id)
		return check, err
	})
}

// ListLessons lists the lessons of some days for a person or a script.
func (d *Desk) ListLessons(ctx context.Context, days calendar.Period) ([]sqlite.ListedLesson, error) {
	return read(ctx, d, "listLessons", func(tx *sqlite.Tx) ([]sqlite.ListedLesson, error) {
		return tx.ListLessons(days.First, days.Last)
	})
}
