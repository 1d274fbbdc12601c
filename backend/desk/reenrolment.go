package desk

import (
	"context"
	"errors"
	"slices"
	"strings"

	"paddock/backend/billing"
	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// ReenrolmentState is what became of a package's place in the season to come.
type ReenrolmentState string

// The states of a re-enrolment.
const (
	ReenrolOpen   ReenrolmentState = "open"   // a place is there and nobody keeps it yet
	ReenrolUnfit  ReenrolmentState = "unfit"  // none can be kept, for a reason that is told
	ReenrolKept   ReenrolmentState = "kept"   // the family has to answer
	ReenrolBought ReenrolmentState = "bought" // it was taken up
	ReenrolLetGo  ReenrolmentState = "letGo"
	ReenrolLapsed ReenrolmentState = "lapsed" // nobody answered until its day
)

// reenrolmentStates are the states in the order in which somebody has to act.
var reenrolmentStates = []ReenrolmentState{ReenrolKept, ReenrolOpen, ReenrolUnfit, ReenrolLapsed, ReenrolLetGo, ReenrolBought}

// Reenrolment is the list of the packages of a season and what of them goes on.
type Reenrolment struct {
	Season calendar.Season      `json:"season" doc:"To come"`
	Until  calendar.Day         `json:"untilDay,omitempty" doc:"The last day of the first place that is kept; empty for none"`
	Rows   []ReenrolmentPackage `json:"rows" nullable:"false"`

	Counts map[ReenrolmentState]int `json:"counts" doc:"Of all packages, whatever the list is narrowed to"`
}

// ReenrolmentQuery narrows the list of re-enrolments.
type ReenrolmentQuery struct {
	Query string
	State ReenrolmentState // "" for all
	Sort  string           // family, rider, slot, state or until, with - before for the other way; "" is as they were bought
}

// ReenrolmentPackage is a package that runs and its place in the season to come.
type ReenrolmentPackage struct {
	Package   int64            `json:"package"`
	Rider     club.RiderID     `json:"rider"`
	RiderName string           `json:"riderName"`
	Household club.HouseholdID `json:"household"`
	Family    string           `json:"family"`
	Mobile    string           `json:"mobile" doc:"Whom to call; empty when nobody gave a number"`
	Name      string           `json:"name" doc:"Of the offer in the season to come; of the package while there is none"`
	Slots     []PackageSlot    `json:"slots" nullable:"false" doc:"In the season to come; those of now while there is none"`
	State     ReenrolmentState `json:"state" enum:"open,unfit,kept,bought,letGo,lapsed"`
	Why       *Obstacle        `json:"why,omitempty" doc:"Why no place can be kept"`
	Lessons   int              `json:"lessons,omitempty" doc:"That are kept"`
	Of        int              `json:"ofLessons,omitempty" doc:"Of the season to come"`
	Full      []calendar.Day   `json:"fullDays" nullable:"false" doc:"Of these, full: not kept"`
	Cart      billing.CartID   `json:"cart,omitempty" doc:"That keeps the place, or did"`
	Line      int64            `json:"line,omitempty" doc:"Of that cart"`
	Until     calendar.Day     `json:"untilDay,omitempty" doc:"The last day the place is kept"`
}

// Reenrolment tells of every running package of this season what of it goes on in
// the season to come: its place, or why there is none.
func (d *Desk) Reenrolment(ctx context.Context, q ReenrolmentQuery) (Reenrolment, error) {
	return read(ctx, d, "reenrolment", func(tx *sqlite.Tx) (Reenrolment, error) {
		c, err := loadClub(tx)
		if err != nil {
			return Reenrolment{}, err
		}
		return reenrolment(tx, c, q)
	})
}

func reenrolment(tx *sqlite.Tx, c clubNow, q ReenrolmentQuery) (Reenrolment, error) {
	r, err := newReenrolling(tx, c)
	if err != nil {
		return Reenrolment{}, err
	}
	list, err := r.list()
	list.Rows = q.narrow(list.Rows)
	return list, err
}

// narrow keeps the rows that are asked for, in the order that is.
func (q ReenrolmentQuery) narrow(rows []ReenrolmentPackage) []ReenrolmentPackage {
	words := club.Words(q.Query)
	rows = slices.DeleteFunc(rows, func(row ReenrolmentPackage) bool {
		said := club.Fold(row.Family + " " + row.RiderName + " " + row.Name)
		return q.State != "" && row.State != q.State || slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(said, word) })
	})
	by, back := strings.CutPrefix(q.Sort, "-")
	compare, known := reenrolmentOrders[by]
	if !known {
		return rows
	}
	slices.SortStableFunc(rows, func(a, b ReenrolmentPackage) int {
		if back {
			a, b = b, a
		}
		return compare(a, b)
	})
	return rows
}

var reenrolmentOrders = map[string]func(a, b ReenrolmentPackage) int{
	"family": func(a, b ReenrolmentPackage) int { return strings.Compare(club.Fold(a.Family), club.Fold(b.Family)) },
	"rider": func(a, b ReenrolmentPackage) int {
		return strings.Compare(club.Fold(a.RiderName), club.Fold(b.RiderName))
	},
	"slot": func(a, b ReenrolmentPackage) int { return slices.CompareFunc(a.Slots, b.Slots, byWeek) },
	"state": func(a, b ReenrolmentPackage) int {
		return slices.Index(reenrolmentStates, a.State) - slices.Index(reenrolmentStates, b.State)
	},
	"until": func(a, b ReenrolmentPackage) int { return strings.Compare(string(a.Until), string(b.Until)) },
}

// reenrolling finds the places of packages in the season to come.
type reenrolling struct {
	tx            *sqlite.Tx
	c             clubNow
	present, next calendar.Season
	follows       map[planning.SeriesID]planning.Series // of the season to come, by those they go on with
	offers        []catalogue.Offer
	people        []club.Staff
	running       []sqlite.RunningPackage
	lines         map[int64]sqlite.Reenrolled // by package
}

func newReenrolling(tx *sqlite.Tx, c clubNow) (r reenrolling, err error) {
	r.tx, r.c = tx, c
	if r.present, r.next, err = seasonToCome(tx, c); err != nil {
		return r, err
	}
	of, err := tx.SeriesOf(r.present.ID)
	if err != nil {
		return r, err
	}
	next, err := tx.SeriesOf(r.next.ID)
	if err != nil {
		return r, err
	}
	r.follows = planning.Successors(of, next)
	if r.people, err = tx.Staff(); err != nil {
		return r, err
	}
	if r.offers, err = tx.Offers(); err != nil {
		return r, err
	}
	if r.running, err = tx.RunningPackages(r.present.ID); err != nil {
		return r, err
	}
	r.lines, err = tx.Reenrolments(r.next.ID)
	return r, err
}

func (r reenrolling) list() (Reenrolment, error) {
	list := Reenrolment{Season: r.next, Rows: make([]ReenrolmentPackage, len(r.running)), Counts: map[ReenrolmentState]int{}}
	bought, err := r.tx.RunningPackages(r.next.ID)
	if err != nil {
		return list, err
	}
	for i, p := range r.running {
		row, err := r.row(p, r.lines[p.ID], &bought)
		if err != nil {
			return list, err
		}
		list.Counts[row.State]++
		if list.Rows[i] = row; row.State == ReenrolKept && (list.Until == "" || row.Until < list.Until) {
			list.Until = row.Until
		}
	}
	return list, nil
}

// row tells what became of a package's place. A package of the season to come is
// taken off those bought: it takes up one place.
func (r reenrolling) row(p sqlite.RunningPackage, line sqlite.Reenrolled, bought *[]sqlite.RunningPackage) (ReenrolmentPackage, error) {
	row := ReenrolmentPackage{
		Package: p.ID, Rider: p.Rider, RiderName: p.RiderName, Household: p.Household, Family: p.Family, Mobile: p.Mobile,
		Name: p.Name, Slots: []PackageSlot{}, Full: []calendar.Day{}, Cart: line.Cart, Line: line.Line,
	}
	next, err := r.successor(p)
	var why *club.Error
	if err != nil && !errors.As(err, &why) {
		return row, err
	}
	if why == nil {
		row.Name = next.offer.Name
	}
	if err := r.slots(&row, p, next.Series); err != nil {
		return row, err
	}
	at := slices.IndexFunc(*bought, func(b sqlite.RunningPackage) bool { return b.Rider == p.Rider && b.Offer == next.offer.ID })
	switch {
	case line.Held:
		row.State, row.Until = ReenrolKept, r.c.lastDay(line.Until)
		row.Lessons, row.Of, row.Full = line.Seats.Lessons, line.Seats.Of, append(row.Full, line.Seats.Full...)
		return row, nil
	case at >= 0:
		*bought = slices.Delete(*bought, at, at+1)
		row.State = ReenrolBought
		return row, nil
	case line.Line != 0 && line.State != billing.CartOpen && line.State != billing.CartParked:
		row.State = ReenrolLetGo
		return row, nil
	case line.Line != 0:
		row.State, row.Until = ReenrolLapsed, r.c.lastDay(line.Until)
		return row, nil
	case why == nil:
		row.State = ReenrolOpen
		offered, err := r.offered(p.Rider, next.Series)
		if err != nil || offered {
			return row, err
		}
		if _, err := r.places(p.Rider, p.Household, next); err != nil && !errors.As(err, &why) {
			return row, err
		}
	}
	if why != nil {
		row.State, row.Why = ReenrolUnfit, &Obstacle{why.Code, why.Params}
	}
	return row, nil
}

// slots are when the place is: those of now where nothing goes on with them.
func (r reenrolling) slots(row *ReenrolmentPackage, p sqlite.RunningPackage, in []planning.SeriesID) error {
	if len(in) == 0 {
		in = p.Series
	}
	for _, id := range in {
		series, err := r.tx.Series(id)
		if err != nil {
			return err
		}
		row.Slots = append(row.Slots, slotOf(series, r.people))
	}
	slices.SortFunc(row.Slots, byWeek)
	return nil
}

// goesOn is what goes on with a package in the season to come.
type goesOn struct {
	offer catalogue.Offer
	Choice
}

// successor finds the offer and the series that go on with a package, or says what
// there is none of.
func (r reenrolling) successor(p sqlite.RunningPackage) (goesOn, error) {
	at := slices.IndexFunc(r.offers, func(o catalogue.Offer) bool { return o.ID == p.Offer })
	copied := r.offers[at].InSeason(r.present, r.next)
	at = slices.IndexFunc(r.offers, func(o catalogue.Offer) bool { return !o.Archived && o.Continues(copied) })
	if at < 0 {
		return goesOn{}, club.Refuse(club.CodeNoNextOffer).With("name", p.Name).With("season", r.next.Name)
	}
	next := goesOn{offer: r.offers[at], Choice: Choice{Weeks: p.Weeks}}
	for _, id := range p.Series {
		follower, found := r.follows[id]
		if !found {
			series, err := r.tx.Series(id)
			if err != nil {
				return goesOn{}, err
			}
			return goesOn{}, club.Refuse(club.CodeNoNextSeries).With("name", series.Name).With("season", r.next.Name)
		}
		next.Series = append(next.Series, follower.ID)
	}
	return next, nil
}

// offered reports whether a list holds a weekly place for a rider in what goes on.
func (r reenrolling) offered(rider club.RiderID, series []planning.SeriesID) (bool, error) {
	for _, id := range series {
		list, err := r.tx.WaitingForSeries(id)
		if err != nil || slices.ContainsFunc(list, func(w sqlite.Waiting) bool {
			return w.Rider == rider && w.State == booking.Offered && r.tx.Now.Before(w.Until)
		}) {
			return err == nil, err
		}
	}
	return false, nil
}

// waitOn puts who was about to take up a weekly place, and cannot, back in the line.
func (r reenrolling) waitOn(actor club.Actor, waited waitedFor, series []planning.SeriesID) error {
	if len(waited) == 0 {
		return nil
	}
	for _, id := range waited {
		if err := r.tx.SetWaiting(id, booking.Waits, r.tx.Now); err != nil {
			return err
		}
	}
	for _, id := range series {
		if _, err := moveUpWeekly(r.tx, r.c, actor, id); err != nil {
			return err
		}
	}
	return nil
}

// places are those of a rider in what goes on with a package, or why there are none.
// A file that is not complete stands in nobody's way: it is the season's that is to
// come, and asked for when the place is bought.
func (r reenrolling) places(rider club.RiderID, household club.HouseholdID, next goesOn) (*places, error) {
	day, err := agesOn(r.tx, r.c, next.offer, next.Choice)
	if err != nil {
		return nil, err
	}
	buyer, err := buyerOf(r.tx, r.c, rider, household, day, next.offer)
	if err != nil {
		return nil, err
	}
	taken, err := seatsFor(r.tx, r.c, next.offer, AddLine{Rider: rider, Quantity: 1, Choice: next.Choice})
	if err != nil {
		return nil, err
	}
	for _, obstacle := range append(next.offer.Obstacles(buyer, day), taken.asks...) {
		if obstacle.Code != club.CodeFileIncomplete {
			return nil, obstacle
		}
	}
	return taken, nil
}
