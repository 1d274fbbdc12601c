package desk

import (
	"context"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// What the command line lists (ARCHITECTURE, Command line): each verb is one
// consistent view in a number of queries that does not grow with the club.

// ListInvoices lists the documents of a period in order of issue, both days
// included.
func (d *Desk) ListInvoices(ctx context.Context, from, to calendar.Day) ([]sqlite.ListedInvoice, error) {
	return read(ctx, d, "listInvoices", func(tx *sqlite.Tx) ([]sqlite.ListedInvoice, error) {
		c, err := loadClub(tx)
		if err != nil {
			return nil, err
		}
		list, err := tx.ListInvoices(from, to)
		for i := range list {
			l := &list[i]
			l.State = billing.StateOf(l.Kind, l.Total, l.Settled, l.Credited, l.Covered, l.NextDue, c.today)
		}
		return list, err
	})
}

// ListedPayment is a payment as the command line lists it; Receipt is what print
// receipt takes.
type ListedPayment struct {
	Receipt     string             `json:"receipt"`
	Day         calendar.Day       `json:"day"`
	Way         billing.Way        `json:"way"`
	Cents       money.Cents        `json:"cents"`
	Household   string             `json:"household"`
	Allocations []ListedAllocation `json:"allocations"`
}

// ListedAllocation is what a listed payment settles.
type ListedAllocation struct {
	Invoice string      `json:"invoice"`
	Cents   money.Cents `json:"cents"`
}

// ListPayments lists the payments of a period, the oldest first.
func (d *Desk) ListPayments(ctx context.Context, from, to calendar.Day) ([]ListedPayment, error) {
	payments, err := d.Payments().Rows(ctx, ListQuery{From: from, To: to})
	list := []ListedPayment{}
	for _, p := range payments {
		row := ListedPayment{Receipt: p.Receipt, Day: p.Day, Way: p.Way, Cents: p.Cents, Household: p.Family, Allocations: []ListedAllocation{}}
		for _, a := range p.Allocations {
			row.Allocations = append(row.Allocations, ListedAllocation{Invoice: a.Number, Cents: a.Cents})
		}
		list = append(list, row)
	}
	return list, err
}

// ListedHousehold is a household as the command line lists it.
type ListedHousehold struct {
	ID        club.HouseholdID `json:"id"`
	Name      string           `json:"name"`
	Kind      string           `json:"kind"`
	Town      string           `json:"town"`
	Mobile    string           `json:"mobile"`
	Email     string           `json:"email"`
	Riders    []string         `json:"riders"`
	Remaining money.Cents      `json:"remainingCents"`
}

// ListHouseholds lists every household by name.
func (d *Desk) ListHouseholds(ctx context.Context) ([]ListedHousehold, error) {
	all, err := d.Households(ctx, HouseholdQuery{})
	list := []ListedHousehold{}
	for _, h := range all.Rows {
		list = append(list, ListedHousehold{
			ID: h.ID, Name: h.Name, Kind: h.Kind, Town: h.Town, Mobile: h.Mobile, Email: h.Email, Riders: h.Riders, Remaining: h.Remaining,
		})
	}
	return list, err
}

// ListRiders lists every rider in the order they came.
func (d *Desk) ListRiders(ctx context.Context) ([]sqlite.ListedRider, error) {
	return read(ctx, d, "listRiders", (*sqlite.Tx).ListRiders)
}
