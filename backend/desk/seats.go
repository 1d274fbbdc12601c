package desk

import (
	"slices"
	"strconv"
	"strings"

	"paddock/backend/billing"
	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// Choice is what somebody picked among the places of an offer. An activity needs
// none: it seats in all of its lessons.
type Choice struct {
	Series []planning.SeriesID `json:"series,omitempty" nullable:"false" doc:"Package: as many as it has lessons a week"`
	Weeks  booking.Weeks       `json:"weeks,omitempty" enum:",every,odd,even" doc:"Package: every other week costs half"`
	Lesson planning.LessonID   `json:"lesson,omitempty" doc:"Card: the lesson it is sold with"`
	Slot   *planning.Slot      `json:"slot,omitempty" doc:"Card: when a lesson is made on demand, that it is sold with"`
	Second club.RiderID        `json:"second,omitempty" doc:"Card: whom its unit seats too in a private lesson for two"`
}

// places is what a line would book, by the rule of its kind.
type places struct {
	billing.LineSeats
	second  club.RiderID      // who has a place beside the rider; 0 for nobody
	lessons []planning.Lesson // where it takes a place
	asks    []*club.Error     // what a reason may set aside
}

// seats tells which lessons an offer seats a rider in, with this choice; nil for
// one that seats nobody. Of a package it leaves the full dates out; an activity
// has all of its lessons or is refused, a card its one (PRODUCT sections 3 and
// 5). Every sale of a place asks here.
func seats(tx *sqlite.Tx, c clubNow, offer catalogue.Offer, rider club.Rider, choice Choice) (*places, error) {
	s := seated{tx: tx, c: c, offer: offer, rider: rider}
	switch {
	case offer.Kind == catalogue.Package:
		return s.byPackage(choice)
	case offer.Kind == catalogue.Activity:
		return s.byActivity()
	case offer.Kind == catalogue.Card && (choice.Lesson != 0 || choice.Slot != nil):
		return s.byCard(choice)
	case choice.Lesson != 0 || choice.Slot != nil || choice.Second != 0 || len(choice.Series) > 0:
		return nil, club.Refuse(club.CodeInvalid).On("offer")
	}
	return nil, nil
}

// chosen is the choice that a line was made with.
func chosen(s *billing.LineSeats) Choice {
	return Choice{s.Series, s.Weeks, s.Lesson, s.Slot, s.Second}
}

// seated is an offer and who is to have its places.
type seated struct {
	tx    *sqlite.Tx
	c     clubNow
	offer catalogue.Offer
	rider club.Rider

	leaves planning.SeriesID // that is given up for these places; 0 for none
}

func (s seated) byPackage(choice Choice) (*places, error) {
	if choice.Weeks == "" {
		choice.Weeks = booking.EveryWeek
	}
	if !choice.Weeks.Valid() {
		return nil, club.Refuse(club.CodeInvalid).On("weeks")
	}
	if n := len(choice.Series); n != s.offer.Terms.Weekly || n == 2 && choice.Series[0] == choice.Series[1] {
		return nil, club.Refuse(club.CodeSeriesCount).On("series").With("n", s.offer.Terms.Weekly)
	}
	season, err := s.c.seasonOf(s.tx, s.offer.Season)
	if err != nil {
		return nil, err
	}
	slices.Sort(choice.Series)
	return s.inSeries(season, choice.Series, choice.Weeks, "")
}

// inSeries finds the lessons of a package in some series, from a day on.
func (s seated) inSeries(season calendar.Season, series []planning.SeriesID, weeks booking.Weeks, from calendar.Day) (*places, error) {
	p := &places{LineSeats: billing.LineSeats{By: booking.ByPackage, Season: season.ID, Series: series, Weeks: weeks}}
	var all []planning.Lesson
	for _, id := range series {
		series, err := s.tx.Series(id)
		if err != nil {
			return nil, on("series", refused(err, club.CodeSeriesNotFound))
		}
		if !seatsIn(s.offer, series) {
			return nil, club.Refuse(club.CodeSeriesUnfit).On("series").With("name", series.Name)
		}
		limits, err := s.limits(series.Shape, season.AgesOn())
		if err != nil {
			return nil, err
		}
		p.asks = append(p.asks, limits...)
		lessons, err := s.tx.LessonsOfSeries(id)
		if err != nil {
			return nil, err
		}
		for _, l := range ofPackage(s.offer, weeks, lessons) {
			if l.Day >= from {
				all = append(all, l)
			}
		}
	}
	return p, s.leftOf(p, all)
}

// seatsIn reports whether the package is for a series.
func seatsIn(o catalogue.Offer, series planning.Series) bool {
	kind := planning.Kind(o.Terms.LessonKind)
	if kind == "" {
		kind = planning.Group
	}
	return series.Season == o.Season && series.Kind == kind
}

// ofPackage are the lessons of a series that a package is for: those of the season,
// in its weeks, and in its period where it is for a part of the season.
func ofPackage(o catalogue.Offer, weeks booking.Weeks, lessons []planning.Lesson) []planning.Lesson {
	return slices.DeleteFunc(lessons, func(l planning.Lesson) bool {
		week := l.Week
		if week == "" {
			week = l.Day
		}
		return l.LeftOut || l.Day < o.Terms.ValidFrom || o.Terms.ValidThrough != "" && l.Day > o.Terms.ValidThrough || !weeks.Rides(week)
	})
}

// leftOf finds the lessons that are left of a package. A lesson is left while its
// booking is open; one that is full, that the rider is in by other means, or
// at whose time they ride elsewhere, is left out and not charged. A lesson the club cancelled stays one of the season:
// whoever buys later does not pay for it.
func (s seated) leftOf(p *places, all []planning.Lesson) error {
	p.Of = len(all)
	occupied, err := s.occupied(all)
	if err != nil {
		return err
	}
	slices.SortStableFunc(all, byStart)
	rides, err := s.agenda(all)
	if err != nil {
		return err
	}
	var there, other *planning.Lesson
	for i, l := range all {
		o := occupied[l.ID]
		switch {
		case l.State != planning.Planned || !s.tx.Now.Before(s.c.booking().Closes(l)):
		case o.By == booking.ByPackage:
			return s.twice(l)
		case o.By != "":
			there = &all[i]
			p.Elsewhere = append(p.Elsewhere, l.Day)
		case o.Taken >= l.Capacity:
			p.Full = append(p.Full, l.Day)
		case rides.during(l) != nil:
			other = rides.during(l)
			p.Elsewhere = append(p.Elsewhere, l.Day)
		default:
			p.lessons = append(p.lessons, l)
			rides.put(l) // its two series may be at the same time
		}
	}
	if p.Lessons = len(p.lessons); p.Lessons > 0 {
		return nil
	}
	switch {
	case len(p.Full) > 0:
		return s.gone(s.offer.Name, p.Full[0])
	case there != nil:
		return s.twice(*there)
	case other != nil:
		return elsewhere(s.rider.FirstName, other).On("offer")
	}
	return club.Refuse(club.CodeNoLessonLeft).On("offer").With("name", s.offer.Name)
}

func (s seated) byActivity() (*places, error) {
	lessons, err := s.tx.LessonsOfActivity(s.offer.ID)
	if err != nil {
		return nil, err
	}
	lessons = slices.DeleteFunc(lessons, func(l planning.Lesson) bool { return l.State == planning.Cancelled })
	if len(lessons) == 0 || lessons[0].State == planning.Closed {
		return nil, club.Refuse(club.CodeNoLessonLeft).On("offer").With("name", s.offer.Name)
	}
	p := &places{LineSeats: billing.LineSeats{By: booking.ByActivity, Lessons: len(lessons)}, lessons: lessons}
	if s.tx.Now.Before(lessons[0].StartsAt(s.c.zone)) {
		return p, s.all(p)
	}
	return nil, club.Refuse(club.CodeLessonBegun).On("offer")
}

// all refuses unless every lesson has a place for the rider; that they ride elsewhere
// then needs a reason.
func (s seated) all(p *places) error {
	occupied, err := s.occupied(p.lessons)
	if err != nil {
		return err
	}
	for _, l := range p.lessons {
		switch o := occupied[l.ID]; {
		case o.By != "":
			return s.twice(l)
		case o.Taken >= l.Capacity:
			return s.gone(l.Name, l.Day)
		}
	}
	rides, err := s.agenda(p.lessons)
	for _, l := range p.lessons {
		if other := rides.during(l); other != nil {
			p.asks = append(p.asks, elsewhere(s.rider.FirstName, other))
			break
		}
	}
	return err
}

// agenda is what the rider has on the days of some lessons, but for the series that
// are given up.
func (s seated) agenda(lessons []planning.Lesson) (agenda, error) {
	if len(lessons) == 0 {
		return agenda{}, nil
	}
	days := calendar.Period{First: slices.MinFunc(lessons, byStart).Day, Last: slices.MaxFunc(lessons, byStart).Day}
	rides, err := agendaOf(s.tx, s.rider.ID, days)
	for day := range rides {
		rides[day] = slices.DeleteFunc(rides[day], func(l planning.Lesson) bool { return l.Series != 0 && l.Series == s.leaves })
	}
	return rides, err
}

func (s seated) occupied(lessons []planning.Lesson) (map[planning.LessonID]sqlite.Occupied, error) {
	ids := make([]planning.LessonID, len(lessons))
	for i, l := range lessons {
		ids[i] = l.ID
	}
	return s.tx.OccupiedIn(ids, s.rider.ID)
}

// limits are the ages and levels of a lesson that the rider is outside of.
func (s seated) limits(shape planning.Shape, day calendar.Day) ([]*club.Error, error) {
	steps, err := s.tx.Levels()
	if err != nil {
		return nil, err
	}
	buyer := catalogue.Buyer{Name: s.rider.FirstName, Birth: s.rider.BirthDate, Level: s.rider.Level, Steps: steps}
	return catalogue.Limits{AgeMin: shape.AgeMin, AgeMax: shape.AgeMax, LevelMin: shape.LevelMin, LevelMax: shape.LevelMax}.Obstacles(buyer, day), nil
}

func (s seated) twice(l planning.Lesson) error {
	return club.Refuse(club.CodeBookedTwice).On("offer").With("name", s.rider.FirstName).With("lesson", l.Name).With("onDay", l.Day)
}

// gone says whom there is no place for: the family bought for several.
func (s seated) gone(name string, day calendar.Day) error {
	return club.Refuse(club.CodePlaceGone).On("offer").With("rider", s.rider.FirstName).With("name", name).With("onDay", day)
}

func byStart(a, b planning.Lesson) int {
	switch {
	case a.Day != b.Day:
		return strings.Compare(string(a.Day), string(b.Day))
	case a.Start != b.Start:
		return int(a.Start - b.Start)
	}
	return int(a.ID - b.ID)
}

// agesOn is the day on which the age of who buys an offer counts: of a package
// that of its season, of an activity its first day, of a lesson its own (PRODUCT
// section 3, Who may buy); else today.
func agesOn(tx *sqlite.Tx, c clubNow, offer catalogue.Offer, choice Choice) (calendar.Day, error) {
	switch {
	case offer.Kind == catalogue.Package:
		season, err := c.seasonOf(tx, offer.Season)
		return season.AgesOn(), err
	case offer.Kind == catalogue.Activity && offer.Terms.ValidFrom != "":
		return offer.Terms.ValidFrom, nil
	case choice.Slot != nil:
		return choice.Slot.Day, nil
	case choice.Lesson != 0:
		l, err := tx.Lesson(choice.Lesson)
		return l.Day, on("lesson", refused(err, club.CodeLessonNotFound))
	}
	return c.today, nil
}

// seatsDetail is the second line of a sold line: the offer's, then what it books:
// a package's weekday, hour and counted lessons, the dates that were full, or the
// day a card is sold with.
func seatsDetail(tx *sqlite.Tx, lang locale.Lang, line billing.Line) (string, error) {
	s := line.Seats
	if s == nil {
		return line.Detail, nil
	}
	said := []string{}
	if line.Detail != "" {
		said = append(said, line.Detail)
	}
	for _, id := range s.Series {
		series, err := tx.Series(id)
		if err != nil {
			return "", err
		}
		said = append(said, locale.Text(lang, "weekday."+strconv.Itoa(series.Weekday), nil)+" "+locale.Hour(lang, series.Start))
	}
	if s.Weeks == booking.OddWeeks || s.Weeks == booking.EvenWeeks {
		said = append(said, locale.Text(lang, "seats.weeks."+string(s.Weeks), nil))
	}
	switch {
	case s.Of > 0:
		said = append(said, locale.Text(lang, "seats.lessons", locale.Params{"n": s.Lessons, "of": s.Of}))
	case s.Lesson != 0:
		l, err := tx.Lesson(s.Lesson)
		if err != nil {
			return "", err
		}
		said = append(said, locale.LongDay(lang, l.Day)+" "+locale.Hour(lang, l.Start))
	}
	if len(s.Full) > 0 {
		var days []string
		for _, day := range s.Full {
			days = append(days, locale.ShortDay(lang, day))
		}
		said = append(said, locale.Text(lang, "seats.full", locale.Params{"n": len(days), "days": strings.Join(days, ", ")}))
	}
	if len(s.Elsewhere) > 0 {
		var days []string
		for _, day := range s.Elsewhere {
			days = append(days, locale.ShortDay(lang, day))
		}
		said = append(said, locale.Text(lang, "seats.elsewhere", locale.Params{"n": len(days), "days": strings.Join(days, ", ")}))
	}
	return strings.Join(said, " · "), nil
}
