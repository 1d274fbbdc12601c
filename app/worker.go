package main

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"paddock/backend/billing"
	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/locale"
	"paddock/backend/planning"
)

// workerCommand works without end and says "ack" and what it did after each
// thing that is safe on the disk. It is hidden: fault tests kill it, fill its disk
// and cut its power, and then ask verify whether anything acknowledged was lost
// (PERFORMANCE, section "Shape").
func (c *cli) workerCommand() *cobra.Command {
	most, doing, anyway := 0, "sales", false
	cmd := &cobra.Command{
		Use:    "worker",
		Short:  "Work without end, for fault tests",
		Hidden: true,
		Args:   noWords,
		RunE: func(cmd *cobra.Command, _ []string) error {
			days := &ownDays{}
			start, known := map[string]func(context.Context, *desk.Desk, desk.Request) (task, error){
				"sales": selling, "bookings": booked, "series": planned, "closings": days.closed, "mails": mailed, "notices": days.told,
			}[doing]
			if !known {
				return usage("usage.flagValue", locale.Params{"value": doing, "flag": "--doing"})
			}
			return c.with(cmd.Context(), desk.Options{Now: days.now}, func(ctx context.Context, d *desk.Desk) error {
				person, err := d.Person(ctx, c.as)
				if err != nil {
					return err
				}
				work, err := start(ctx, d, desk.Request{Actor: person})
				if err != nil {
					return err
				}
				for n := 0; most == 0 || n < most; n++ {
					did, err := work(n)
					if err != nil && anyway {
						continue
					}
					if err != nil {
						return err
					}
					if _, err := fmt.Fprintln(c.out, "ack", did); err != nil {
						return err
					}
				}
				return nil
			})
		},
	}
	cmd.Flags().IntVar(&most, "max", 0, "how many; 0 is without end")
	cmd.Flags().BoolVar(&anyway, "anyway", false, "go on after what failed")
	cmd.Flags().StringVar(&doing, "doing", doing, "sales, bookings, series, closings, mails or notices")
	return cmd
}

// workedName is the name and the reason of what the worker plans and books.
const workedName = "fault test"

// task does its n-th piece of work and says what is now safe.
type task func(n int) (string, error)

// selling sells one thing after another to nobody in particular, for cash.
func selling(ctx context.Context, d *desk.Desk, req desk.Request) (task, error) {
	offers, err := d.OffersFor(ctx, 0, 0)
	if err != nil {
		return nil, err
	}
	if len(offers.Fits) == 0 {
		return nil, usage("usage.noOffer", nil)
	}
	return func(n int) (string, error) {
		return sellOne(ctx, d, req, offers.Fits[n%len(offers.Fits)].Offer.ID)
	}, nil
}

func sellOne(ctx context.Context, d *desk.Desk, req desk.Request, offer catalogue.OfferID) (string, error) {
	cart, err := d.OpenCart(ctx, req, 0, desk.AddLine{Offer: offer, Quantity: 1})
	if err != nil {
		return "", err
	}
	sale, err := d.Checkout(ctx, req, cart.ID, desk.Checkout{Tenders: []billing.Tender{
		{Way: billing.Cash, Cents: cart.Total, Tendered: cart.Total + 500},
	}})
	return sale.Invoice.Number, err
}

// booked gives the club's first rider a place in one lesson after another that is
// still to come and takes each back.
func booked(ctx context.Context, d *desk.Desk, req desk.Request) (task, error) {
	riders, err := d.ListRiders(ctx)
	if err != nil {
		return nil, err
	}
	season, err := lastSeason(ctx, d)
	if err != nil {
		return nil, err
	}
	soon := calendar.DayOf(time.Now(), time.UTC).AddDays(2)
	lessons, err := d.ListLessons(ctx, calendar.Period{First: soon, Last: season.Last})
	if err != nil {
		return nil, err
	}
	if len(riders) == 0 || len(lessons) == 0 {
		return nil, club.Refuse(club.CodeLessonNotFound)
	}
	before, err := d.Bookings(ctx, season.First, season.Last)
	if err != nil {
		return nil, err
	}
	for _, b := range before { // a worker killed before this one left it
		if b.State.Takes() {
			if _, err := d.CancelBooking(ctx, req, b.ID, desk.CancelBooking{}); err != nil {
				return nil, err
			}
		}
	}
	var last booking.BookingID
	return func(n int) (string, error) {
		if n%2 == 1 {
			_, err := d.CancelBooking(ctx, req, last, desk.CancelBooking{})
			return fmt.Sprint("freed ", last), err
		}
		seats, err := d.Book(ctx, req, desk.Book{
			Lesson: lessons[n/2%len(lessons)].ID, Rider: riders[0].ID, By: booking.ByGiven, Reason: workedName,
		})
		if err != nil {
			return "", err
		}
		last = seats.Bookings[0]
		return fmt.Sprint("booked ", last), nil
	}, nil
}

// mailed sends what waits in the outbox, again and again.
func mailed(ctx context.Context, d *desk.Desk, req desk.Request) (task, error) {
	return func(int) (string, error) {
		posted, err := d.SendMails(ctx, req)
		return fmt.Sprint("sent ", posted.Sent), err
	}, nil
}

// planned makes one series after another, each with the lessons of a season.
func planned(ctx context.Context, d *desk.Desk, req desk.Request) (task, error) {
	season, err := lastSeason(ctx, d)
	if err != nil {
		return nil, err
	}
	return func(int) (string, error) {
		saved, err := d.SaveSeries(ctx, req, desk.SaveSeries{Series: planning.Series{
			Season: season.ID, Weekday: 2, EveryWeeks: 1,
			Shape: planning.Shape{Kind: planning.Group, Name: workedName, Start: 600, Minutes: 60, Capacity: 8},
		}})
		return fmt.Sprint("series ", saved.Series.ID), err
	}, nil
}

func lastSeason(ctx context.Context, d *desk.Desk) (calendar.Season, error) {
	seasons, err := d.Seasons(ctx) // the latest comes first
	if err == nil && len(seasons) == 0 {
		err = club.Refuse(club.CodeSeasonNotFound)
	}
	if err != nil {
		return calendar.Season{}, err
	}
	return seasons[0], nil
}

// ownDays is a clock that can be set days ahead: a club closes one day a day.
type ownDays struct{ ahead atomic.Int64 }

func (o *ownDays) now() time.Time { return time.Now().Add(time.Duration(o.ahead.Load())) }

func (o *ownDays) pass() { o.ahead.Add(int64(24 * time.Hour)) }

// closed plays one day after another from the first that is open: it sells, and
// closes the day, and the month and the year with their last day.
func (o *ownDays) closed(ctx context.Context, d *desk.Desk, req desk.Request) (task, error) {
	sell, err := selling(ctx, d, req)
	if err != nil {
		return nil, err
	}
	made, err := d.Closings().Rows(ctx, desk.ListQuery{})
	if err != nil {
		return nil, err
	}
	for _, closing := range made { // a worker killed before this one came so far
		for o.today() <= closing.Day {
			o.pass()
		}
	}
	return func(n int) (string, error) {
		if _, err := sell(n); err != nil {
			return "", err
		}
		day := o.today()
		if _, err := d.CloseDay(ctx, req, desk.CloseDay{Day: day}); err != nil {
			return "", err
		}
		for _, kind := range []billing.ClosingKind{billing.MonthClosing, billing.YearClosing} {
			if kind.Span(day, time.January).Last != day {
				continue
			}
			if _, err := d.CloseSpan(ctx, req, kind, day); err != nil {
				return "", err
			}
		}
		o.pass()
		return "closed " + string(day), nil
	}, nil
}

// today is the worker's day in the club's time, of which a fault test needs no
// more than that it goes on.
// told takes one evening after another: what time alone asks the program for.
func (o *ownDays) told(_ context.Context, d *desk.Desk, _ desk.Request) (task, error) {
	turns := make(chan time.Time)
	d.KeepTime(turns)
	return func(int) (string, error) {
		day := o.today()
		for range 2 { // the second is taken once what was due at the first is done
			turns <- time.Time{}
		}
		o.pass()
		return string(day), nil
	}, nil
}

func (o *ownDays) today() calendar.Day { return calendar.DayOf(o.now(), time.UTC) }
