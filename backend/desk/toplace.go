package desk

import (
	"cmp"
	"slices"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// ToPlace is something that wants a place in a lesson: a voucher, somebody on a
// waiting list, or what is left of a card.
type ToPlace struct {
	Rider      club.RiderID        `json:"rider"`
	RiderName  string              `json:"riderName"`
	LevelCode  string              `json:"levelCode" doc:"Empty when it is not known"`
	LevelLabel string              `json:"levelLabel"`
	By         booking.By          `json:"by" enum:"card,voucher,given" doc:"What pays; given for who waits and has nothing yet"`
	Voucher    booking.VoucherID   `json:"voucher,omitempty"`
	Card       booking.CardID      `json:"card,omitempty"`
	Waiting    booking.WaitingID   `json:"waiting,omitempty"`
	Offered    bool                `json:"offered" doc:"The list keeps a place for the rider"`
	Lesson     *planning.Lesson    `json:"lesson,omitempty" doc:"That is waited for"`
	Name       string              `json:"name" doc:"Of the card, of the lesson waited for"`
	Kind       planning.Kind       `json:"kind" doc:"Of the lessons: those made on demand have no cell yet"`
	Left       int                 `json:"left" doc:"Units"`
	Through    calendar.Day        `json:"throughDay" doc:"The last day it can be placed on"`
	Fits       []planning.LessonID `json:"fits" nullable:"false" doc:"Lessons of its kind that suit the rider, have a place and can still be booked"`
	First      calendar.Day        `json:"firstDay,omitempty" doc:"Of the first of them"`
	Why        *Obstacle           `json:"why,omitempty" doc:"Who waits: what stands first in the way to that lesson"`
}

// cardEnds is how many days before its end a card of several lessons wants a place:
// until then its rider books when they come.
const cardEnds = 14

// ToPlace lists what wants a place from now on: vouchers and cards, the first to
// expire first, then the waiting lists in the order of their lessons. Of a card of
// several lessons only one that ends soon is shown.
func (d *Desk) ToPlace() List[ToPlace] {
	return listed(d, "toPlace", "tray.title", toPlaceColumns, func(tx *sqlite.Tx, l listing, _ ListQuery) ([]ToPlace, error) {
		c := l.clubNow
		list, err := wantPlaces(tx, c)
		if err != nil {
			return nil, err
		}
		last := c.today
		for _, one := range list {
			last = max(last, one.Through)
		}
		days, err := loadDays(tx, c.today, last)
		if err != nil {
			return nil, err
		}
		chances := map[club.RiderID][]Chance{}
		for i := range list {
			if err := list[i].weigh(tx, c, days, chances); err != nil {
				return nil, err
			}
		}
		return list, nil
	})
}

func wantPlaces(tx *sqlite.Tx, c clubNow) ([]ToPlace, error) {
	list := []ToPlace{}
	vouchers, err := tx.LiveVouchers(c.today)
	if err != nil {
		return nil, err
	}
	for _, v := range vouchers {
		list = append(list, ToPlace{Rider: v.Rider, By: booking.ByVoucher, Voucher: v.ID, Kind: planning.Group, Left: v.Left, Through: v.ValidThrough})
	}
	cards, err := tx.LiveCards(c.today)
	if err != nil {
		return nil, err
	}
	for _, k := range cards {
		if k.Units == 1 || k.ValidThrough <= c.today.AddDays(cardEnds) {
			list = append(list, ToPlace{Rider: k.Rider, By: booking.ByCard, Card: booking.CardID(k.ID), Name: k.Name, Kind: k.LessonKind, Left: k.Left, Through: k.ValidThrough})
		}
	}
	slices.SortStableFunc(list, func(a, b ToPlace) int { return cmp.Compare(a.Through, b.Through) })
	waiting, err := tx.WaitingFrom(c.today)
	for _, w := range waiting {
		l, err := tx.Lesson(w.Lesson)
		if err != nil {
			return nil, err
		}
		if tx.Now.Before(l.StartsAt(c.zone)) {
			list = append(list, ToPlace{Rider: w.Rider, By: booking.ByGiven, Waiting: w.ID, Offered: w.State == booking.Offered, Lesson: &l, Name: l.Name, Kind: l.Kind, Through: l.Day})
		}
	}
	return list, err
}

// weigh says whose it is and counts the lessons that fit.
func (t *ToPlace) weigh(tx *sqlite.Tx, c clubNow, days bookable, known map[club.RiderID][]Chance) error {
	p, err := prospectOf(tx, c, t.Rider)
	if err != nil {
		return err
	}
	t.Fits = []planning.LessonID{}
	t.RiderName, t.LevelCode, t.LevelLabel = p.rider.FirstName+" "+p.rider.Surname, p.rider.LevelCode, p.rider.LevelLabel
	if _, done := known[t.Rider]; !done {
		if known[t.Rider], err = p.chances(days); err != nil {
			return err
		}
	}
	for _, chance := range known[t.Rider] {
		switch {
		case chance.Lesson.Day <= t.Through && chance.places(*t):
			t.Fits = append(t.Fits, chance.Lesson.ID)
			t.First = cmp.Or(t.First, chance.Lesson.Day)
		case t.Waiting != 0 && t.Lesson.ID == chance.Lesson.ID:
			t.Why = chance.why()
		}
	}
	return nil
}

// why is what stands first in the way of a place; nil for nothing.
func (c Chance) why() *Obstacle {
	for _, first := range [][]Obstacle{c.Bars, c.Asks} {
		if len(first) > 0 {
			return &first[0]
		}
	}
	for _, way := range c.Ways {
		if way.Closed != nil {
			return way.Closed
		}
	}
	return c.Without
}

// places reports whether something to be placed can be placed in the lesson, without
// anybody setting a rule aside.
func (c Chance) places(t ToPlace) bool {
	if len(c.Bars) > 0 || len(c.Asks) > 0 || t.Waiting != 0 && t.Lesson.ID != c.Lesson.ID {
		return false
	}
	return slices.ContainsFunc(c.Ways, func(w Way) bool {
		return w.Closed == nil && (t.Waiting != 0 || w.Voucher == t.Voucher && w.Card == t.Card)
	})
}
