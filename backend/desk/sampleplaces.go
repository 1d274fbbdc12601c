package desk

import (
	"context"
	"errors"
	"slices"
	"time"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/money"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// What the invented club's riders do, in per cent: who takes a package, who is
// absent of those who ride in the next days, who rides by card of those who have
// one, who makes up what was missed.
const (
	sampleSubscribes = 60
	sampleAbsent     = 5
	sampleRides      = 30
	sampleMakesUp    = 40
)

// asked is how many families are asked on a day whether they take a package.
const asked = 120

// samplePackage is its price for a season.
const samplePackage = money.Cents(396_00)

// sampleCamp is the price of three days.
const sampleCamp = money.Cents(96_00)

// ride lets the invented club's riders take their places: packages are bought
// when a family comes and when a season begins, cards and vouchers are used,
// somebody is ill, and the rolls of the day before are called.
func (s *sampler) ride(ctx context.Context, day calendar.Day) error {
	season := calendar.Date(s.firstDay().Year()+s.in.Years-1, time.September, 1)
	if day.Month() == time.September && day.DayOfMonth() == 1 {
		if err := s.offerPackage(ctx, day); err != nil {
			return err
		}
	}
	others := s.dice // the rest of the club is the same without places
	s.dice = s.riding
	defer func() { s.dice = others }()
	if day == max(season, s.in.Today.AddDays(-14)) {
		if err := s.camp(ctx, day); err != nil {
			return err
		}
	}
	for most := s.asked + asked; s.asked < min(most, len(s.homes)); s.asked++ {
		for _, rider := range s.homes[s.asked].riders {
			if s.dice.IntN(100) >= sampleSubscribes {
				continue
			}
			if err := s.subscribe(ctx, s.homes[s.asked], rider, day); err != nil {
				return err
			}
		}
	}
	absent := sampleAbsent
	switch {
	case day < season:
		absent /= 2
		if err := s.dropIn(ctx, day); err != nil {
			return err
		}
	case day.DaysUntil(s.in.Today) <= 7:
		if err := s.useCards(ctx, day); err != nil {
			return err
		}
	}
	if err := s.callRolls(ctx, day.AddDays(-1)); err != nil {
		return err
	}
	return s.beIll(ctx, day, absent)
}

// offerPackage has the yearly package of a season on sale, and remembers its
// series; everybody is asked anew.
func (s *sampler) offerPackage(ctx context.Context, first calendar.Day) error {
	seasons, err := s.Seasons(ctx)
	if err != nil {
		return err
	}
	season := seasons[slices.IndexFunc(seasons, func(c calendar.Season) bool { return c.First == first })]
	all, err := s.SeriesOf(ctx, season.ID)
	if err != nil {
		return err
	}
	s.asked, s.series, s.subscribed = 0, nil, map[planning.SeriesID]int{}
	for _, series := range all {
		if series.Kind == planning.Group {
			s.series = append(s.series, series)
		}
	}
	if s.yearly != 0 { // renew made it of the one before
		return nil
	}
	vat := "riding"
	if s.in.Country == "BE" {
		vat = "standard"
	}
	offer, err := s.SaveOffer(ctx, Request{Actor: s.owner}, catalogue.Offer{
		Kind: catalogue.Package, Name: s.text("sample.package"), Season: season.ID, Price: samplePackage,
		Parts: []catalogue.Part{{VAT: vat, Cents: samplePackage}}, Deposit: catalogue.Deposit{Kind: catalogue.DepositPercent, Value: 30},
		Terms: catalogue.Terms{Weekly: 1},
	})
	if err != nil {
		return err
	}
	s.yearly = offer.ID
	return err
}

// camp puts a camp on sale that begins ten days after the club's last day or soon
// after, and enrols some riders in it.
func (s *sampler) camp(ctx context.Context, day calendar.Day) error {
	req := Request{Actor: s.owner}
	first := s.in.Today.AddDays(10)
	for first.ISOWeekday() != 2 { // the horses rest on Mondays
		first = first.AddDays(1)
	}
	vat := "riding"
	if s.in.Country == "BE" {
		vat = "standard"
	}
	offer, err := s.SaveOffer(ctx, req, catalogue.Offer{
		Kind: catalogue.Activity, Name: s.text("sample.camp"), Price: sampleCamp, AgeMin: 6, AgeMax: 14,
		Parts: []catalogue.Part{{VAT: vat, Cents: sampleCamp}}, Deposit: catalogue.Deposit{Kind: catalogue.DepositPercent, Value: 30},
	})
	if err != nil {
		return err
	}
	plan := PlanActivity{Kind: planning.Camp, Capacity: 10, Version: offer.Version}
	for n := range 3 {
		plan.Days = append(plan.Days, ActivityDay{Day: first.AddDays(n), Start: 600, Minutes: 360})
	}
	if _, err := s.PlanActivity(ctx, req, offer.ID, plan); err != nil {
		return err
	}
	enrolled := 0
	for _, i := range s.riding.Perm(len(s.homes)) {
		home := s.homes[i]
		rider := home.riders[0]
		cart, err := s.OpenCart(ctx, req, home.id, AddLine{Offer: offer.ID, Rider: rider.ID, Quantity: 1})
		if refusal := (*club.Error)(nil); errors.As(err, &refusal) { // too young, or no birth date yet
			continue
		}
		if err != nil {
			return err
		}
		if err := s.pay(ctx, home, cart, day); err != nil {
			return err
		}
		if enrolled++; enrolled == 7 {
			break
		}
	}
	return nil
}

// suits reports whether a lesson is of a rider's level.
func (s *sampler) suits(shape planning.Shape, rider club.Rider) bool {
	rank := func(level int64) int {
		for _, l := range s.levels {
			if l.ID == level {
				return l.Rank
			}
		}
		return 0
	}
	own := rank(rider.Level)
	return (shape.LevelMin == 0 || own >= rank(shape.LevelMin)) && (shape.LevelMax == 0 || own <= rank(shape.LevelMax))
}

// subscribe sells a rider a package in a series of their level that has a place.
func (s *sampler) subscribe(ctx context.Context, home sampleHome, rider club.Rider, day calendar.Day) error {
	for _, i := range s.dice.Perm(len(s.series)) {
		series := s.series[i]
		if s.subscribed[series.ID] >= series.Capacity-1 || !s.suits(series.Shape, rider) { // one place is for cards
			continue
		}
		cart, err := s.OpenCart(ctx, Request{Actor: s.owner}, home.id, AddLine{
			Offer: s.yearly, Rider: rider.ID, Quantity: 1, Choice: Choice{Series: []planning.SeriesID{series.ID}},
		})
		if refusal := (*club.Error)(nil); errors.As(err, &refusal) {
			continue
		}
		if err != nil {
			return err
		}
		s.subscribed[series.ID]++
		return s.pay(ctx, home, cart, day)
	}
	return nil
}

// useCards books riders who hold a card into lessons of the next days.
func (s *sampler) useCards(ctx context.Context, day calendar.Day) error {
	cards, err := s.Cards(ctx, 0)
	if err != nil {
		return err
	}
	lessons, taken, err := s.week(ctx, day)
	if err != nil {
		return err
	}
	for _, card := range cards {
		if card.Left == 0 || card.ValidThrough < day || s.dice.IntN(100) >= sampleRides {
			continue
		}
		for _, i := range s.dice.Perm(len(lessons)) {
			if taken[lessons[i].ID] >= lessons[i].Capacity || !s.suits(lessons[i].Shape, s.riders[card.Rider]) {
				continue
			}
			_, err := s.Book(ctx, Request{Actor: s.owner}, Book{Lesson: lessons[i].ID, Rider: card.Rider, By: booking.ByCard, Card: booking.CardID(card.ID)})
			if refusal := (*club.Error)(nil); err != nil && !errors.As(err, &refusal) {
				return err
			}
			if err == nil {
				taken[lessons[i].ID]++
				break
			}
		}
	}
	return nil
}

// week are the lessons of the days from one on, with how many places are taken.
func (s *sampler) week(ctx context.Context, day calendar.Day) (lessons []planning.Lesson, taken map[planning.LessonID]int, err error) {
	err = s.db.Read(ctx, func(tx *sqlite.Tx) error {
		if lessons, err = tx.LessonsBetween(day, day.AddDays(6)); err != nil {
			return err
		}
		taken, err = tx.TakenBetween(day, day.AddDays(6), 0)
		return err
	})
	return lessons, taken, err
}

// dropIn books some of the units that families bought, and some of the lessons
// they missed, into places that are free in the next days.
func (s *sampler) dropIn(ctx context.Context, day calendar.Day) error {
	lessons, taken, err := s.week(ctx, day.AddDays(1))
	if err != nil {
		return err
	}
	lessons = slices.DeleteFunc(lessons, func(l planning.Lesson) bool { return l.Kind != planning.Group || taken[l.ID] >= l.Capacity })
	ride := func(rider club.Rider, by booking.By) error {
		for _, i := range s.dice.Perm(len(lessons)) {
			if l := lessons[i]; taken[l.ID] < l.Capacity && s.suits(l.Shape, rider) {
				taken[l.ID]++
				_, err := s.Book(ctx, Request{Actor: s.owner}, Book{Lesson: l.ID, Rider: rider.ID, By: by})
				if refusal := (*club.Error)(nil); errors.As(err, &refusal) { // it expired, or they ride in it
					err = nil
				}
				return err
			}
		}
		return nil
	}
	for range s.dice.IntN(2 + len(s.homes)/100) {
		if len(s.units) == 0 {
			break
		}
		i := s.dice.IntN(len(s.units))
		rider, last := s.units[i], len(s.units)-1
		s.units[i], s.units = s.units[last], s.units[:last]
		if err := ride(s.riders[rider], booking.ByCard); err != nil {
			return err
		}
	}
	for _, rider := range s.missed {
		if s.dice.IntN(100) < sampleMakesUp {
			if err := ride(rider, booking.ByVoucher); err != nil {
				return err
			}
		}
	}
	s.missed = nil
	return nil
}

// callRolls closes the rolls of a day: everybody who did not say otherwise was there.
func (s *sampler) callRolls(ctx context.Context, day calendar.Day) error {
	rows, err := s.Bookings(ctx, day, day)
	if err != nil {
		return err
	}
	var lessons []planning.LessonID
	for _, b := range rows {
		if b.State == booking.Booked && !slices.Contains(lessons, b.Lesson) {
			lessons = append(lessons, b.Lesson)
		}
	}
	for _, id := range lessons {
		if _, err := s.CallRoll(ctx, Request{Actor: s.owner}, id, CallRoll{AllPresent: true, Close: true}); err != nil {
			return err
		}
	}
	return nil
}

// beIll lets some of those who ride in the next days be absent.
func (s *sampler) beIll(ctx context.Context, day calendar.Day, percent int) error {
	rows, err := s.Bookings(ctx, day.AddDays(1), day.AddDays(2))
	if err != nil {
		return err
	}
	for _, b := range rows {
		if b.State != booking.Booked || s.dice.IntN(100) >= percent {
			continue
		}
		done, err := s.CancelBooking(ctx, Request{Actor: s.owner}, b.ID, CancelBooking{})
		if err != nil {
			return err
		}
		if done.Voucher != 0 {
			s.missed = append(s.missed, s.riders[b.Rider])
		}
	}
	return nil
}
