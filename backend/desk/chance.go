package desk

import (
	"context"
	"slices"
	"time"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// Chance is what a rider can do about a lesson: the ways to a place in it, or
// what stands in the way (PRODUCT section 5).
type Chance struct {
	Lesson  planning.Lesson   `json:"lesson"`
	Teacher string            `json:"instructorName" doc:"Empty for nobody yet"`
	Taken   int               `json:"taken" doc:"Places"`
	Bars    []Obstacle        `json:"bars" nullable:"false" doc:"What no reason sets aside: the lesson is full, over, the rider is in it"`
	Asks    []Obstacle        `json:"asks" nullable:"false" doc:"What the desk may set aside with a reason: age, level, a bounced cheque, another lesson at the same time"`
	Ways    []Way             `json:"ways" nullable:"false" doc:"What would pay for the place, the first to expire first"`
	Without *Obstacle         `json:"without,omitempty" doc:"Why no card or voucher opens it"`
	Turn    booking.WaitingID `json:"turn,omitempty" doc:"The rider's on its waiting list, which a booking takes; a place it keeps for them is free to them"`
}

// Way is a card or a voucher that opens a lesson.
type Way struct {
	By      booking.By        `json:"by" enum:"card,voucher,given"`
	Card    booking.CardID    `json:"card,omitempty"`
	Voucher booking.VoucherID `json:"voucher,omitempty"`
	Name    string            `json:"name" doc:"Of the card"`
	Left    int               `json:"left" doc:"Units, before this one is taken"`
	Units   int               `json:"units"`
	Through calendar.Day      `json:"throughDay"`
	Closes  time.Time         `json:"closes" doc:"Until when it can be used for this lesson"`
	Closed  *Obstacle         `json:"closed,omitempty" doc:"It is too late for it; the desk may set that aside with a reason"`
	Final   bool              `json:"final" doc:"Booked now, it could not be cancelled without loss any more"`
}

// late is what says that it is too late for a way. Who has their turn on the lesson's
// waiting list said yes on the telephone, and is moved up after 17:00 too; a voucher's
// day ends for all (PRODUCT section 5).
func (w Way) late(turn booking.WaitingID) *Obstacle {
	if turn != 0 && w.By != booking.ByVoucher {
		return nil
	}
	return w.Closed
}

// prospect is a rider with all that decides which lessons they can book.
type prospect struct {
	tx       *sqlite.Tx
	rules    booking.Rules
	today    calendar.Day
	rider    club.Rider
	buyer    catalogue.Buyer
	cards    []sqlite.Card
	vouchers []sqlite.Voucher
	bounced  bool
	rides    agenda // on the days that are weighed

	// What was put in words once: a season has thousands of lessons, and few
	// reasons why one is not for a rider.
	outside map[bounds][]Obstacle
	nearby  map[nearest]*Obstacle
}

// bounds is what decides about ages and levels, and nearest why nothing opens a
// lesson.
type (
	bounds struct {
		catalogue.Limits
		age int // on the day of the lesson; 0 where it is not asked
	}
	nearest struct {
		card int // among the rider's; -1 for none
		bar  club.Code
	}
)

func (c clubNow) booking() booking.Rules {
	return booking.Rules{Policy: c.Policy, Zone: c.zone, Seasons: c.seasons}
}

// newProspect is a rider of whom nothing is known yet.
func newProspect(tx *sqlite.Tx, c clubNow, rider club.Rider) prospect {
	return prospect{tx: tx, rules: c.booking(), today: c.today, rider: rider, outside: map[bounds][]Obstacle{}, nearby: map[nearest]*Obstacle{}}
}

// remembered is for how many months a card that ended is still named as the reason
// why a lesson cannot be booked; older ones say nothing to anybody.
const remembered = 12

func prospectOf(tx *sqlite.Tx, c clubNow, id club.RiderID) (p prospect, err error) {
	rider, err := heldRider(tx, id)
	p = newProspect(tx, c, rider)
	if err != nil {
		return p, err
	}
	p.buyer = catalogue.Buyer{Rider: true, Name: p.rider.FirstName, Birth: p.rider.BirthDate, Level: p.rider.Level}
	if p.buyer.Steps, err = tx.Levels(); err != nil {
		return p, err
	}
	if p.cards, err = tx.CardsOf(id, c.today.AddMonths(-remembered)); err != nil {
		return p, err
	}
	if p.vouchers, err = tx.VouchersOf(id); err != nil {
		return p, err
	}
	bounced, err := tx.Bounced(p.rider.Household)
	p.bounced = len(bounced) > 0
	return p, err
}

// chance weighs one lesson. in says whether the rider has a place in it.
func (p prospect) chance(l planning.Lesson, taken int, in bool) Chance {
	chance := Chance{Lesson: l, Taken: taken, Bars: []Obstacle{}, Asks: p.asks(l), Ways: p.ways(l)}
	bar := func(refusal *club.Error) {
		chance.Bars = append(chance.Bars, Obstacle{refusal.Code, refusal.Params})
	}
	switch {
	case l.State == planning.Cancelled:
		bar(club.Refuse(club.CodeLessonCancelled))
	case l.State == planning.Closed || p.over(l):
		bar(club.Refuse(club.CodeLessonClosed))
	}
	if in {
		bar(club.Refuse(club.CodeBookedTwice).With("name", p.rider.FirstName))
	} else if taken >= l.Capacity {
		bar(club.Refuse(club.CodeLessonFull).With("name", l.Name).With("n", l.Capacity))
	}
	if other := p.rides.during(l); other != nil {
		twice := elsewhere(p.rider.FirstName, other)
		chance.Asks = append(chance.Asks, Obstacle{twice.Code, twice.Params})
	}
	if len(chance.Ways) == 0 {
		chance.Without = p.without(l)
	}
	return chance
}

// over reports whether a lesson is; one of a later day needs no look at the clock.
func (p prospect) over(l planning.Lesson) bool {
	return l.Day <= p.today && !p.tx.Now.Before(l.EndsAt(p.rules.Zone))
}

// asks is what the desk would have to set aside for a lesson.
func (p prospect) asks(l planning.Lesson) []Obstacle {
	by := bounds{Limits: catalogue.Limits{AgeMin: l.AgeMin, AgeMax: l.AgeMax, LevelMin: l.LevelMin, LevelMax: l.LevelMax}}
	if p.buyer.Birth != "" && (l.AgeMin != 0 || l.AgeMax != 0) {
		by.age = calendar.Age(p.buyer.Birth, l.Day)
	}
	asks, known := p.outside[by]
	if !known {
		asks = []Obstacle{}
		for _, refusal := range by.Obstacles(p.buyer, l.Day) {
			asks = append(asks, Obstacle{refusal.Code, refusal.Params})
		}
		if p.bounced {
			asks = append(asks, Obstacle{Code: club.CodeChequeBounced})
		}
		p.outside[by] = asks
	}
	return slices.Clip(asks)
}

// ways lists the cards and vouchers of the rider that open a lesson.
func (p prospect) ways(l planning.Lesson) []Way {
	ways := []Way{}
	for i := range p.cards {
		card := &p.cards[i]
		if units := p.unitsFor(card, l); units.Bar(l) == "" {
			ways = append(ways, p.way(l, Way{By: booking.ByCard, Card: units.ID, Name: card.Name, Left: units.Left, Units: card.Units, Through: card.ValidThrough}))
		}
	}
	for i := range p.vouchers {
		if voucher := &p.vouchers[i]; voucherOf(voucher).Bar(l) == "" {
			ways = append(ways, p.way(l, Way{By: booking.ByVoucher, Voucher: voucher.ID, Left: 1, Units: 1, Through: voucher.ValidThrough}))
		}
	}
	return ways
}

// unitsFor are the units of a card as a lesson can be booked by them: the one that the
// other of a duo rides on there is the lesson's already, and is not taken again.
func (p prospect) unitsFor(card *sqlite.Card, l planning.Lesson) booking.Card {
	units := unitsOf(card)
	if units.Left > 0 || l.ID == 0 || l.Kind != planning.PrivateForTwo {
		return units
	}
	if _, err := p.tx.ReservedBy(units.ID, l.ID); err == nil {
		units.Left = 1
	}
	return units
}

func (p prospect) way(l planning.Lesson, w Way) Way {
	w.Closes = p.rules.Closing(w.By, l)
	w.Final = p.rules.Final(l, p.tx.Now)
	if !p.tx.Now.Before(w.Closes) {
		closed := p.closed(w.By, w.Closes)
		w.Closed = &Obstacle{closed.Code, closed.Params}
	}
	return w
}

// closed says until when a lesson could be booked.
func (p prospect) closed(by booking.By, closes time.Time) *club.Error {
	code := club.CodeBookingClosed
	if by == booking.ByVoucher {
		code = club.CodeVoucherClosed
	}
	local := closes.In(p.rules.Zone)
	return club.Refuse(code).With("untilDay", calendar.DayOf(closes, p.rules.Zone)).With("time", local.Format("15:04"))
}

// without says why nothing the rider has opens a lesson, by the card that comes
// nearest.
func (p prospect) without(l planning.Lesson) *Obstacle {
	near := nearest{-1, club.CodeNoCard}
	for i := range p.cards {
		if units := unitsOf(&p.cards[i]); units.Opens(l.Kind) && p.cards[i].CreditNote == "" {
			near = nearest{i, units.Bar(l)}
		}
	}
	if p.nearby[near] == nil {
		refusal := club.Refuse(near.bar)
		if near.card >= 0 {
			refusal = unitsOf(&p.cards[near.card]).Refusal(near.bar)
		}
		p.nearby[near] = &Obstacle{refusal.Code, refusal.Params}
	}
	return p.nearby[near]
}

// unitsOf is a card as the rules of booking look at it.
func unitsOf(c *sqlite.Card) booking.Card {
	return booking.Card{ID: booking.CardID(c.ID), LessonKind: c.LessonKind, Left: c.Left, ValidFrom: c.ValidFrom, ValidThrough: c.ValidThrough}
}

func voucherOf(v *sqlite.Voucher) booking.Voucher {
	return booking.Voucher{ID: v.ID, Left: v.Left, ValidFrom: v.ValidFrom, ValidThrough: v.ValidThrough}
}

// buys lets the rider have a card of an offer, bought today, and nothing else.
func (p *prospect) buys(c clubNow, id catalogue.OfferID) error {
	offer, err := p.tx.Offer(id)
	if err != nil || offer.Kind != catalogue.Card {
		return on("offer", refused(firstError(err, sqlite.ErrNotFound), club.CodeOfferNotFound))
	}
	p.vouchers, p.cards = nil, []sqlite.Card{{
		Name: offer.Name, LessonKind: planning.Kind(offer.Terms.LessonKind), Left: offer.Terms.Units, Units: offer.Terms.Units,
		ValidFrom: c.today, ValidThrough: c.today.AddMonths(offer.Terms.Months),
	}}
	return nil
}

// mostDays is how many days are looked through at once.
const mostDays = 400

// LessonsFor lists the lessons of some days, both included, as one rider could
// book them, in their order. With the offer of a card, they are those that one
// bought today would open.
func (d *Desk) LessonsFor(ctx context.Context, rider club.RiderID, from, to calendar.Day, offer catalogue.OfferID) ([]Chance, error) {
	return read(ctx, d, "lessonsFor", func(tx *sqlite.Tx) ([]Chance, error) {
		c, err := loadClub(tx)
		if err != nil {
			return nil, err
		}
		if n := from.DaysUntil(to); n < 0 || n > mostDays {
			return nil, club.Refuse(club.CodeDayOrder).On("to")
		}
		p, err := prospectOf(tx, c, rider)
		if err != nil {
			return nil, err
		}
		if offer != 0 {
			if err := p.buys(c, offer); err != nil {
				return nil, err
			}
		}
		days, err := loadDays(tx, from, to)
		if err != nil {
			return nil, err
		}
		return p.chances(days)
	})
}

// bookable is the lessons of some days with what is taken in them.
type bookable struct {
	lessons  []planning.Lesson
	taken    map[planning.LessonID]int
	waited   map[planning.LessonID]bool // somebody waits for a place in it
	teachers map[int64]string
	calendar.Period
}

func loadDays(tx *sqlite.Tx, from, to calendar.Day) (days bookable, err error) {
	days = bookable{teachers: map[int64]string{}, waited: map[planning.LessonID]bool{}, Period: calendar.Period{First: from, Last: to}}
	if days.lessons, err = tx.LessonsBetween(from, to); err != nil {
		return days, err
	}
	if days.taken, err = tx.TakenBetween(from, to, 0); err != nil {
		return days, err
	}
	waiting, err := tx.WaitingFrom(from)
	if err != nil {
		return days, err
	}
	for _, w := range waiting {
		days.waited[w.Lesson] = true
	}
	staff, err := tx.Staff()
	for _, person := range staff {
		days.teachers[person.ID] = person.Name
	}
	return days, err
}

// chances weighs the lessons of some days in their order.
func (p prospect) chances(days bookable) ([]Chance, error) {
	own, err := p.tx.RiderBetween(p.rider.ID, days.First, days.Last)
	if err != nil {
		return nil, err
	}
	if p.rides, err = agendaOf(p.tx, p.rider.ID, days.Period); err != nil {
		return nil, err
	}
	turns, err := p.tx.WaitingOf(p.rider.ID)
	in, kept := map[planning.LessonID]bool{}, map[planning.LessonID]int{}
	for _, b := range own {
		switch {
		case b.Waiting != 0 && b.State == booking.Held && b.Waiting == turns[b.Lesson]:
			kept[b.Lesson] = 1
		case b.State.Takes():
			in[b.Lesson] = true
		}
	}
	chances := make([]Chance, 0, len(days.lessons))
	for _, l := range days.lessons {
		if l.Activity == 0 && !p.over(l) {
			chance := p.chance(l, days.taken[l.ID]-kept[l.ID], in[l.ID])
			chance.Turn, chance.Teacher = turns[l.ID], days.teachers[l.Instructor]
			for i, way := range chance.Ways {
				chance.Ways[i].Closed = way.late(chance.Turn)
			}
			if days.waited[l.ID] && len(chance.Bars) == 0 {
				before, err := outOfTurn(p.tx, l, p.rider.ID)
				if err != nil {
					return nil, err
				}
				if before != nil {
					chance.Asks = append(chance.Asks, Obstacle{before.Code, before.Params})
				}
			}
			chances = append(chances, chance)
		}
	}
	return chances, err
}
