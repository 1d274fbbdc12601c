package main

import (
	"context"

	"paddock/backend/calendar"
	"paddock/backend/desk"
	"paddock/backend/money"
)

type householdRow struct {
	ID        int64       `json:"id"`
	Name      string      `json:"name"`
	Kind      string      `json:"kind"`
	Town      string      `json:"town"`
	Mobile    string      `json:"mobile"`
	Email     string      `json:"email"`
	Riders    []string    `json:"riders"`
	Remaining money.Cents `json:"remainingCents"`
}

func listHouseholds(ctx context.Context, d *desk.Desk, _, _ calendar.Day) (any, error) {
	list, err := d.Households(ctx, desk.HouseholdQuery{})
	rows := []householdRow{}
	for _, h := range list.Rows {
		rows = append(rows, householdRow{
			ID: int64(h.ID), Name: h.Name, Kind: h.Kind, Town: h.Town, Mobile: h.Mobile, Email: h.Email, Riders: h.Riders, Remaining: h.Remaining,
		})
	}
	return rows, err
}

type riderRow struct {
	ID        int64        `json:"id"`
	Household string       `json:"household"`
	Surname   string       `json:"surname"`
	FirstName string       `json:"firstName"`
	BirthDate calendar.Day `json:"birthDate"`
	Level     string       `json:"level"`
}

func listRiders(ctx context.Context, d *desk.Desk, _, _ calendar.Day) (any, error) {
	riders, err := d.Riders(ctx)
	if err != nil {
		return nil, err
	}
	names, err := d.HouseholdNames(ctx)
	rows := []riderRow{}
	for _, r := range riders {
		rows = append(rows, riderRow{
			ID: int64(r.ID), Household: names[r.Household], Surname: r.Surname, FirstName: r.FirstName, BirthDate: r.BirthDate, Level: r.LevelCode,
		})
	}
	return rows, err
}
