package desk

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime/debug"
	"slices"
	"time"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// Sample says which invented club to make. The same values give the same club.
type Sample struct {
	Riders   int          `json:"riders" minimum:"1" maximum:"5000" default:"60"`
	Years    int          `json:"years" minimum:"1" maximum:"20" default:"1" doc:"Seasons, the current one included"`
	Seed     uint64       `json:"seed" default:"1"`
	Today    calendar.Day `json:"today,omitempty" doc:"The club's present day; the clock's when empty"`
	Language locale.Lang  `json:"language,omitempty" enum:",fr,nl,en" doc:"What the club speaks; French when empty"`
	Country  string       `json:"country,omitempty" enum:",FR,BE" doc:"Where it is; France when empty"`

	// Lived is told every day that is committed, with what was made until then.
	Lived func(calendar.Day, SampleMade) `json:"-"`
}

// place fills in what a request may leave out.
func (in Sample) place() Sample {
	if !in.Language.Valid() {
		in.Language = locale.French
	}
	if zones[in.Country] == "" {
		in.Country = "FR"
	}
	return in
}

// SampleMade counts what was invented.
type SampleMade struct {
	Households int     `json:"households"`
	Riders     int     `json:"riders"`
	Invoices   int     `json:"invoices"`
	Payments   int     `json:"payments"`
	Session    Session `json:"session"`
}

// MakeSample fills empty data with an invented club, marked as training data
// for ever: families, riders, offers, and the sales and payments of its seasons
// up to today. Everything goes through the desk's own verbs, so there is no
// second path with rules of its own. A day at a time is committed: ten years of a
// large club take minutes, and a context that ends stops between two days. Under
// a key all of it is one transaction, so that a repeated request finds the whole
// club or none.
func (d *Desk) MakeSample(ctx context.Context, req Request, in Sample) (made SampleMade, err error) {
	if req.Key == "" {
		return d.makeSample(ctx, in)
	}
	req.Actor = club.Actor{} // a repeated request finds the owner the first one made, and must find its answer
	err = d.db.Batch(ctx, func(ctx context.Context) error {
		made, err = once(ctx, d, req, "makeSample", in, func() (SampleMade, error) { return d.makeSample(ctx, in) })
		return err
	})
	return made, err
}

func (d *Desk) makeSample(ctx context.Context, in Sample) (SampleMade, error) {
	in = in.place()
	zone, err := time.LoadLocation(zones[in.Country])
	if err != nil {
		return SampleMade{}, err
	}
	if in.Today == "" {
		in.Today = calendar.DayOf(d.now(), zone)
	}
	if person, err := d.Person(ctx, ""); err != nil || person.ID != 0 {
		return SampleMade{}, errors.Join(err, club.Refuse(club.CodeFolderNotEmpty))
	}
	s := &sampler{Desk: d, in: in, zone: zone, dice: rand.New(rand.NewPCG(in.Seed, 0x9addc)), taken: map[string]bool{}, held: map[club.RiderID][]club.Licence{},
		riding: rand.New(rand.NewPCG(in.Seed, 0x51de)), riders: map[club.RiderID]club.Rider{}}
	first := s.firstDay()
	if err := s.open(sqlite.At(ctx, s.at(first, 8, 0)), first); err != nil {
		return SampleMade{}, err
	}
	ctx = As(ctx, s.owner)
	defer debug.SetGCPercent(debug.SetGCPercent(800)) // little is kept from one day to the next
	whole := context.WithoutCancel(ctx)               // a day that began is lived to its end
	for day := first; day <= in.Today; day = day.AddDays(1) {
		if err := ctx.Err(); err != nil {
			return s.made, err
		}
		if err := d.db.Batch(sqlite.At(whole, s.at(day, 8, 30)), func(ctx context.Context) error { return s.live(ctx, day) }); err != nil {
			return s.made, fmt.Errorf("sample club, %s: %w", day, err)
		}
		if in.Lived != nil {
			in.Lived(day, s.made)
		}
	}
	s.made.Session, err = d.Session(ctx, s.owner)
	return s.made, err
}

// sampler invents a club.
type sampler struct {
	*Desk
	in     Sample
	zone   *time.Location
	dice   *rand.Rand
	owner  club.Actor
	taken  map[string]bool // household names given
	homes  []sampleHome
	offers []catalogue.Offer // on sale on the day that is played
	levels []club.Level
	held   map[club.RiderID][]club.Licence // bought so far
	owing  []sampleDebt
	made   SampleMade

	riding     *rand.Rand // of what sampleplaces draws
	yearly     catalogue.OfferID
	series     []planning.Series // that the yearly package is for
	subscribed map[planning.SeriesID]int
	asked      int            // homes that were asked this season whether they take a package
	units      []club.RiderID // of cards that were bought and not booked yet, one each
	missed     []club.Rider   // that got a voucher for a lesson, since they were last asked
	riders     map[club.RiderID]club.Rider
}

// sampleHome is a household that came to the club on a day.
type sampleHome struct {
	id     club.HouseholdID
	email  string
	riders []club.Rider
	prompt int // per cent of its bills it pays at once
}

// sampleDebt is an invoice somebody will pay on a day, or never.
type sampleDebt struct {
	home    sampleHome
	invoice billing.InvoiceID
	day     calendar.Day
	way     billing.Way
}

// firstDay is the first of September that begins the sample's first season.
func (s *sampler) firstDay() calendar.Day {
	year := s.in.Today.Year()
	if s.in.Today.Month() < time.September {
		year--
	}
	return calendar.Date(year-s.in.Years+1, time.September, 1)
}

func (s *sampler) at(day calendar.Day, hour, minute int) time.Time {
	return time.Date(day.Year(), day.Month(), day.DayOfMonth(), hour, minute, 0, 0, s.zone)
}

// live plays one day: families that join, sales at the desk, money that comes.
func (s *sampler) live(ctx context.Context, day calendar.Day) error {
	if day > s.firstDay() && day.Month() == time.September && day.DayOfMonth() == 1 {
		if err := s.renew(ctx, day); err != nil {
			return err
		}
	}
	if err := s.join(ctx, day); err != nil {
		return err
	}
	if err := s.ride(ctx, day); err != nil {
		return err
	}
	if day == s.in.Today {
		if err := s.stable(ctx, day); err != nil {
			return err
		}
	}
	if len(s.homes) == 0 || day.Weekday() == time.Monday { // closed
		return nil
	}
	err := s.db.Read(ctx, func(tx *sqlite.Tx) (err error) {
		s.offers, err = offersOn(tx, day) // a licence of another year is not sold
		return err
	})
	if err != nil {
		return err
	}
	minute := 0
	for range s.customers(day) {
		minute += 6 + s.dice.IntN(18)
		home := s.homes[s.dice.IntN(len(s.homes))]
		if err := s.visit(sqlite.At(ctx, s.at(day, 9, minute)), home, day); err != nil {
			return err
		}
	}
	return s.collect(sqlite.At(ctx, s.at(day, 18, 0)), day)
}

// served is how many families one desk serves on a day beside those who come for
// a package: a large club sells some six thousand times a year.
const served = 17

// customers is how many families buy something on a day: most of them around
// the start of a season, and on Wednesdays and Saturdays.
func (s *sampler) customers(day calendar.Day) int {
	share := 0.03
	if day.Month() == time.September {
		share = 0.12
	}
	if day.Weekday() == time.Wednesday || day.Weekday() == time.Saturday {
		share *= 2
	}
	expected := share * float64(len(s.homes))
	n := int(expected)
	if s.dice.Float64() < expected-float64(n) {
		n++
	}
	return min(n, served)
}

// visit is one family at the counter.
func (s *sampler) visit(ctx context.Context, home sampleHome, day calendar.Day) error {
	var lines []AddLine
	for range 1 + s.dice.IntN(3) {
		offer := s.offers[s.dice.IntN(len(s.offers))]
		line := AddLine{Offer: offer.ID, Quantity: 1}
		if offer.Kind == catalogue.Package || offer.Kind == catalogue.Activity { // see ride
			continue
		}
		if offer.Kind.ForRider() {
			rider := home.riders[s.dice.IntN(len(home.riders))]
			if len(offer.Obstacles(catalogue.Buyer{Rider: true, Birth: rider.BirthDate, Licences: s.held[rider.ID]}, day)) > 0 {
				continue
			}
			line.Rider = rider.ID
			if offer.Kind == catalogue.Card {
				s.units = append(s.units, slices.Repeat([]club.RiderID{rider.ID}, offer.Terms.Units)...)
			}
			if offer.Kind == catalogue.Licence {
				s.held[rider.ID] = append(s.held[rider.ID], offer.Licence())
			}
		} else {
			line.Quantity += s.dice.IntN(2)
		}
		lines = append(lines, line)
	}
	if len(lines) == 0 {
		return nil
	}
	cart, err := s.OpenCart(ctx, Request{Actor: s.owner}, home.id, lines...)
	if err != nil {
		return err
	}
	return s.pay(ctx, home, cart, day)
}

func (s *sampler) pay(ctx context.Context, home sampleHome, cart CartView, day calendar.Day) error {
	in := Checkout{Terms: cart.TermsVersion, LicenceTerms: cart.LicenceTermsVersion, Tenders: s.tenders(home, cart.Total)}
	sale, err := s.Checkout(ctx, Request{Actor: s.owner}, cart.ID, in)
	if err != nil {
		return err
	}
	s.made.Invoices++
	s.made.Payments += len(sale.Payments)
	if sale.Invoice.Remaining > 0 && s.dice.IntN(100) < 86 { // the rest never pays by itself
		way := billing.LinkPaid
		if s.dice.IntN(4) == 0 {
			way = billing.Transfer
		}
		s.owing = append(s.owing, sampleDebt{home: home, invoice: sale.Invoice.ID, day: day.AddDays(1 + s.dice.IntN(14)), way: way})
	}
	if s.dice.IntN(12) == 0 { // something is brought back
		line := sale.Invoice.Lines[s.dice.IntN(len(sale.Invoice.Lines))]
		if line.Kind == catalogue.Goods && line.Cents > 0 {
			_, err = s.Credit(ctx, Request{Actor: s.owner}, sale.Invoice.ID, Credit{
				Returns: []billing.Return{{Line: line.ID, Cents: line.Cents}}, Reason: locale.Text(s.in.Language, "sample.exchange", nil),
			})
		}
	}
	return err
}

// tenders mixes ways of paying as a desk sees them.
func (s *sampler) tenders(home sampleHome, total money.Cents) []billing.Tender {
	if total == 0 {
		return []billing.Tender{}
	}
	cheque := func(cents money.Cents) billing.Tender {
		if s.in.Country == "BE" { // nobody writes cheques there
			return billing.Tender{Way: billing.Payconiq, Cents: cents}
		}
		return billing.Tender{Way: billing.Cheque, Cents: cents, Detail: billing.Detail{
			Number: fmt.Sprintf("%07d", 1_000_000+s.dice.IntN(8_999_999)), Back: home.riders[0].Name(),
		}}
	}
	if s.dice.IntN(100) >= home.prompt {
		if total > 4000 && s.dice.IntN(2) == 0 {
			now := total.MulDiv(4, 10) / 100 * 100
			return []billing.Tender{cheque(now), {Way: billing.Link, Cents: total - now}}
		}
		return []billing.Tender{{Way: billing.Link, Cents: total}}
	}
	card := billing.BankCard
	if s.in.Country == "BE" {
		card = billing.Bancontact
	}
	switch n := s.dice.IntN(10); {
	case n < 5:
		return []billing.Tender{{Way: card, Cents: total}}
	case n < 7 && total <= 6000:
		return []billing.Tender{{Way: billing.Cash, Cents: total, Tendered: (total + 999) / 1000 * 1000}}
	case n < 9 || s.in.Country == "BE":
		return []billing.Tender{cheque(total)}
	}
	return []billing.Tender{{Way: billing.HolidayVoucher, Cents: total}}
}

// collect books the money that comes on a day for earlier invoices.
func (s *sampler) collect(ctx context.Context, day calendar.Day) error {
	waiting := s.owing[:0]
	for _, debt := range s.owing {
		if debt.day > day {
			waiting = append(waiting, debt)
			continue
		}
		view, err := s.Document(ctx, debt.invoice)
		if err != nil {
			return err
		}
		if view.Remaining <= 0 {
			continue
		}
		_, err = s.Receive(ctx, Request{Actor: s.owner}, Receive{
			Household: debt.home.id, Invoices: []billing.InvoiceID{debt.invoice},
			Tenders: []billing.Tender{{Way: debt.way, Cents: view.Remaining}},
		})
		if err != nil {
			return err
		}
		s.made.Payments++
	}
	s.owing = waiting
	return nil
}
