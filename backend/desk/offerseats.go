package desk

import (
	"slices"

	"paddock/backend/billing"
	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/money"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// OfferSeats is what an offer with places has for a rider now. What a sale would
// book is decided when the line enters the cart: see seats.
type OfferSeats struct {
	Series   []SeriesSeats `json:"series" nullable:"false" doc:"Package: its series; the one of the row, or those to choose two of"`
	First    calendar.Day  `json:"firstDay,omitempty" doc:"Activity: first day"`
	Last     calendar.Day  `json:"lastDay,omitempty" doc:"Activity: last day"`
	Free     int           `json:"free" doc:"Places left in the fullest lesson"`
	Capacity int           `json:"capacity" doc:"Activity: places of its smallest day"`
	Waits    bool          `json:"waits,omitempty" doc:"Package without a place: the rider is on the waiting list of its series"`
}

// SeriesSeats is a series as a package would be bought in it today.
type SeriesSeats struct {
	ID         planning.SeriesID `json:"id"`
	Name       string            `json:"name"`
	Weekday    int               `json:"weekday"`
	Start      calendar.Minute   `json:"start"`
	Instructor string            `json:"instructor" doc:"Empty for nobody yet"`
	Free       int               `json:"free"`
	Lessons    int               `json:"lessons" doc:"Left"`
	Of         int               `json:"ofLessons"`
	First      calendar.Day      `json:"firstDay" doc:"Of the lessons left"`
	Cents      money.Cents       `json:"cents" doc:"Pro rata, for this series alone"`
}

// counterOffers weighs what is on sale for one rider, in few statements however
// large the plan is.
type counterOffers struct {
	tx      *sqlite.Tx
	c       clubNow
	rider   club.RiderID
	leaves  map[planning.SeriesID]bool // that the rider may give up for what is weighed
	from    calendar.Day               // lessons before it are not asked for; "" for those that can be booked now
	buyer   catalogue.Buyer
	seasons []calendar.Season
	series  map[int64][]planning.Series
	fills   map[calendar.Period]map[planning.SeriesID]seriesFill
	staff   map[int64]string
	kinds   map[planning.Kind]bool // of the lessons that a card could be sold with
}

func newCounterOffers(tx *sqlite.Tx, c clubNow, rider club.RiderID, buyer catalogue.Buyer) (*counterOffers, error) {
	o := &counterOffers{tx: tx, c: c, rider: rider, buyer: buyer, series: map[int64][]planning.Series{},
		fills: map[calendar.Period]map[planning.SeriesID]seriesFill{}, staff: map[int64]string{}}
	var err error
	if o.seasons, err = tx.Seasons(); err != nil {
		return nil, err
	}
	if o.buyer.Steps, err = tx.Levels(); err != nil {
		return nil, err
	}
	people, err := tx.Staff()
	for _, person := range people {
		o.staff[person.ID] = person.Name
	}
	return o, err
}

// openFrom is the first day that can still be booked: it closes the day before.
func (c clubNow) openFrom(tx *sqlite.Tx) calendar.Day {
	tomorrow := planning.Lesson{Day: c.today.AddDays(1)}
	if at := slices.IndexFunc(c.seasons, func(s calendar.Season) bool { return s.Contains(tomorrow.Day) }); at >= 0 {
		tomorrow.Season = c.seasons[at].ID
	}
	if !tx.Now.Before(c.booking().Closes(tomorrow)) {
		return tomorrow.Day.AddDays(1)
	}
	return tomorrow.Day
}

// list adds the rows of an offer: to what fits, or to the rest with its reason.
func (o *counterOffers) list(to *OffersFor, offer catalogue.Offer) error {
	switch {
	case offer.Kind == catalogue.Package && o.rider != 0:
		fits, unfit, err := o.packageRows(offer)
		to.Fits, to.DoesNot = append(to.Fits, fits...), append(to.DoesNot, unfit...)
		return err
	case offer.Kind == catalogue.Activity && o.rider != 0:
		seats, obstacles, err := o.activitySeats(offer)
		switch {
		case seats == nil:
		case len(obstacles) > 0:
			to.DoesNot = append(to.DoesNot, UnfitOffer{offer, obstacles, seats})
		default:
			to.Fits = append(to.Fits, FittingOffer{Offer: offer, Seats: seats})
		}
		return err
	}
	if obstacles := obstaclesOf(offer, o.buyer, o.c.today); len(obstacles) > 0 {
		to.DoesNot = append(to.DoesNot, UnfitOffer{Offer: offer, Obstacles: obstacles})
		return nil
	}
	opens, err := o.opens(offer)
	to.Fits = append(to.Fits, FittingOffer{Offer: offer, Opens: opens})
	return err
}

// opens reports whether the plan may have a lesson for a card: there are such, or
// somebody gives them on demand.
func (o *counterOffers) opens(offer catalogue.Offer) (bool, error) {
	if offer.Kind != catalogue.Card || o.rider == 0 {
		return false, nil
	}
	if o.kinds == nil {
		last := o.c.today.AddMonths(1)
		kinds, err := o.tx.KindsPlanned(calendar.Period{First: o.c.openFrom(o.tx), Last: last})
		if err != nil {
			return false, err
		}
		o.kinds = kinds
		people, err := o.tx.Instructors()
		if err != nil {
			return false, err
		}
		for _, kind := range []planning.Kind{planning.Private, planning.PrivateForTwo, planning.HorseWork} {
			o.kinds[kind] = o.kinds[kind] || slices.ContainsFunc(people, func(i planning.Instructor) bool { return i.Teaches })
		}
	}
	card := booking.Card{LessonKind: planning.Kind(offer.Terms.LessonKind)}
	for kind, given := range o.kinds {
		if given && card.Opens(kind) {
			return true, nil
		}
	}
	return false, nil
}

// packageRows are the lines of the counter for a package: one for each of its series, or
// one for all of them where two are chosen or a reason is needed.
func (o *counterOffers) packageRows(offer catalogue.Offer) (fits []FittingOffer, unfit []UnfitOffer, err error) {
	at := slices.IndexFunc(o.seasons, func(s calendar.Season) bool { return s.ID == offer.Season })
	if at < 0 {
		return nil, nil, nil
	}
	season := o.seasons[at]
	inTheWay := obstaclesOf(offer, o.buyer, season.AgesOn())
	// Who does not fit the package has one row of it, with the series to choose from
	// once a reason is given; who lacks the file alone has a row for each.
	one := len(inTheWay) > 0 && (offer.Terms.Weekly == 2 || slices.ContainsFunc(inTheWay, func(o Obstacle) bool { return o.Code != club.CodeFileIncomplete }))
	fills, err := o.fillsOf(offer, season)
	if err != nil {
		return nil, nil, err
	}
	pair := &OfferSeats{Series: []SeriesSeats{}}
	for _, series := range o.series[season.ID] {
		fill := fills[series.ID]
		if !seatsIn(offer, series) || fill.Mine || fill.Left+fill.Full == 0 && fill.Elsewhere == nil {
			continue
		}
		seats := o.seriesSeats(offer, series, fill)
		if one {
			if fill.Left > 0 {
				pair.Series = append(pair.Series, seats)
			}
			continue
		}
		row := &OfferSeats{Series: []SeriesSeats{seats}, Free: seats.Free}
		limits := catalogue.Limits{AgeMin: series.AgeMin, AgeMax: series.AgeMax, LevelMin: series.LevelMin, LevelMax: series.LevelMax}
		obstacles := slices.Clone(inTheWay) // the file: a place of one of its series can wait for it
		for _, refusal := range limits.Obstacles(o.buyer, season.AgesOn()) {
			obstacles = append(obstacles, Obstacle{refusal.Code, refusal.Params})
		}
		if fill.Left+fill.Full == 0 {
			twice := elsewhere(o.buyer.Name, fill.Elsewhere)
			obstacles = append([]Obstacle{{twice.Code, twice.Params}}, obstacles...)
		} else if fill.Left == 0 {
			waiting, waits, err := o.tx.WaitingInSeries(series.ID, o.rider)
			if err != nil {
				return nil, nil, err
			}
			row.Waits = waits
			full := club.Refuse(club.CodeSeriesFull).With("n", waiting)
			obstacles = append([]Obstacle{{full.Code, full.Params}}, obstacles...)
		}
		switch {
		case len(obstacles) > 0:
			unfit = append(unfit, UnfitOffer{offer, obstacles, row})
		case offer.Terms.Weekly == 2:
			pair.Series = append(pair.Series, seats)
		default:
			fits = append(fits, FittingOffer{Offer: offer, Seats: row})
		}
	}
	if one {
		return nil, []UnfitOffer{{offer, inTheWay, pair}}, nil
	}
	if len(pair.Series) > 1 {
		fits = append(fits, FittingOffer{Offer: offer, Seats: pair})
	}
	return fits, unfit, nil
}

func (o *counterOffers) fillsOf(offer catalogue.Offer, season calendar.Season) (map[planning.SeriesID]seriesFill, error) {
	if _, known := o.series[season.ID]; !known {
		list, err := o.tx.SeriesOf(season.ID)
		if err != nil {
			return nil, err
		}
		o.series[season.ID] = list
	}
	period := calendar.Period{First: max(season.First, offer.Terms.ValidFrom), Last: season.Last}
	if offer.Terms.ValidThrough != "" {
		period.Last = offer.Terms.ValidThrough
	}
	if fills, known := o.fills[period]; known {
		return fills, nil
	}
	fills, err := fillsIn(o.tx, period, max(o.from, o.c.openFrom(o.tx)), o.rider, o.leaves)
	o.fills[period] = fills
	return fills, err
}

// seriesFill is how full a series is in a period, for one rider.
type seriesFill struct {
	Of    int          // lessons of the season, those the club cancelled among them
	Left  int          // open ones with a place
	Full  int          // open ones without
	Free  int          // places in the fullest of those left
	First calendar.Day // of those left

	Elsewhere *planning.Lesson // the first that the rider has at the time of an open one
	Mine      bool             // the rider is in an open one by a package
}

// fillsIn tells of every series how full its lessons of a period are; open says
// from which day on booking is. What a cart holds for the rider counts as free: it
// is what they are about to buy.
func fillsIn(tx *sqlite.Tx, period calendar.Period, open calendar.Day, rider club.RiderID, leaves map[planning.SeriesID]bool) (map[planning.SeriesID]seriesFill, error) {
	lessons, err := tx.LessonsBetween(period.First, period.Last)
	if err != nil {
		return nil, err
	}
	taken, err := tx.TakenBetween(max(period.First, open), period.Last, rider)
	if err != nil {
		return nil, err
	}
	own, err := tx.RiderBetween(rider, period.First, period.Last)
	if err != nil {
		return nil, err
	}
	rides, err := agendaOf(tx, rider, calendar.Period{First: max(period.First, open), Last: period.Last})
	by := map[planning.LessonID]booking.By{}
	for _, b := range own {
		if b.State.Takes() && b.State != booking.Held {
			by[b.Lesson] = b.By
		}
	}
	fills := map[planning.SeriesID]seriesFill{}
	for _, l := range lessons {
		if l.Series == 0 || l.LeftOut {
			continue
		}
		f := fills[l.Series]
		f.Of++
		free := l.Capacity - taken[l.ID]
		other := rides.during(l)
		if other != nil && leaves[other.Series] {
			other = nil
		}
		switch {
		case l.Day < open:
		case by[l.ID] != "":
			f.Mine = f.Mine || by[l.ID] == booking.ByPackage
		case l.State != planning.Planned:
		case free <= 0:
			f.Full++
		case other != nil:
			if f.Elsewhere == nil {
				f.Elsewhere = other
			}
		case f.Left == 0:
			f.Left, f.Free, f.First = 1, free, l.Day
		default:
			f.Left, f.Free = f.Left+1, min(f.Free, free)
		}
		fills[l.Series] = f
	}
	return fills, err
}

// slotsFor are the other series of its offer that a package that runs can go to
// from a day on, those that are full among them.
func slotsFor(tx *sqlite.Tx, c clubNow, bought sqlite.Package, offer catalogue.Offer, from calendar.Day) ([]SeriesSeats, error) {
	slots := []SeriesSeats{}
	o, err := newCounterOffers(tx, c, bought.Rider, catalogue.Buyer{})
	if err != nil {
		return nil, err
	}
	o.from, o.leaves = from, map[planning.SeriesID]bool{}
	for _, id := range bought.Series {
		o.leaves[id] = true
	}
	season, err := c.seasonOf(tx, bought.Season)
	if err != nil {
		return nil, err
	}
	fills, err := o.fillsOf(offer, season)
	for _, series := range o.series[season.ID] {
		fill := fills[series.ID]
		if seatsIn(offer, series) && !slices.Contains(bought.Series, series.ID) && !fill.Mine && fill.Left+fill.Full > 0 {
			slots = append(slots, o.seriesSeats(offer, series, fill))
		}
	}
	return slots, err
}

func (o *counterOffers) seriesSeats(offer catalogue.Offer, series planning.Series, fill seriesFill) SeriesSeats {
	price := &billing.LineSeats{By: booking.ByPackage, Weeks: booking.EveryWeek, Lessons: fill.Left, Of: fill.Of}
	return SeriesSeats{
		ID: series.ID, Name: series.Name, Weekday: series.Weekday, Start: series.Start, Instructor: o.staff[series.Instructor],
		Free: fill.Free, Lessons: fill.Left, Of: fill.Of, First: fill.First, Cents: price.Price(offer.Price),
	}
}

// activitySeats are the days of an activity and its places; nil while it has no
// day that is still to come.
func (o *counterOffers) activitySeats(offer catalogue.Offer) (*OfferSeats, []Obstacle, error) {
	lessons, err := o.tx.LessonsOfActivity(offer.ID)
	if err != nil {
		return nil, nil, err
	}
	lessons = slices.DeleteFunc(lessons, func(l planning.Lesson) bool { return l.State != planning.Planned })
	if len(lessons) == 0 || !o.tx.Now.Before(lessons[0].StartsAt(o.c.zone)) {
		return nil, nil, nil
	}
	s := seated{tx: o.tx, c: o.c, offer: offer, rider: club.Rider{ID: o.rider}}
	occupied, err := s.occupied(lessons)
	if err != nil {
		return nil, nil, err
	}
	seats := &OfferSeats{Series: []SeriesSeats{}, First: lessons[0].Day, Last: lessons[len(lessons)-1].Day, Free: lessons[0].Capacity, Capacity: lessons[0].Capacity}
	obstacles := obstaclesOf(offer, o.buyer, lessons[0].Day)
	for _, l := range lessons {
		seats.Free, seats.Capacity = min(seats.Free, l.Capacity-occupied[l.ID].Taken), min(seats.Capacity, l.Capacity)
		if occupied[l.ID].By != "" && len(obstacles) == 0 {
			obstacles = []Obstacle{{club.CodeBookedTwice, map[string]any{"name": o.buyer.Name}}}
		}
	}
	if seats.Free > 0 {
		return seats, obstacles, nil
	}
	waiting, err := o.tx.WaitingFor(lessons[0].ID)
	return seats, []Obstacle{{club.CodeSeriesFull, map[string]any{"n": len(waiting)}}}, err
}
