package desk

import (
	"context"
	"errors"
	"slices"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// AccountSummary is a household's account in figures.
type AccountSummary struct {
	Remaining money.Cents `json:"remainingCents" doc:"What its invoices still ask for"`
	Overdue   money.Cents `json:"overdueCents" doc:"The part of it on invoices that are late"`
	Credit    money.Cents `json:"creditCents" doc:"Payments and credit notes that settled nothing yet"`
	Awaited   money.Cents `json:"awaitedCents" doc:"The part of it that waits for the payer of an aid and cannot be spent before"`
	Season    string      `json:"season" doc:"Name of the season the next two figures are of; empty when there is none"`
	Invoiced  money.Cents `json:"invoicedCents" doc:"Invoices less credit notes of the season"`
	Received  money.Cents `json:"receivedCents" doc:"Payments of the season, less what was paid back"`
}

// Account is everything between the club and a household, in order of date.
type Account struct {
	AccountSummary
	Household club.HouseholdID     `json:"household"`
	Name      string               `json:"name"`
	Lines     []sqlite.AccountLine `json:"lines" nullable:"false"`
	Sources   []billing.Source     `json:"sources" nullable:"false" doc:"Where the credit came from, in the order it is spent"`
}

// Account shows a household's account.
func (d *Desk) Account(ctx context.Context, id club.HouseholdID) (Account, error) {
	return read(ctx, d, "account", func(tx *sqlite.Tx) (Account, error) {
		c, err := loadClub(tx)
		if err != nil {
			return Account{}, err
		}
		home, err := tx.Household(id)
		if err != nil {
			return Account{}, refused(err, club.CodeHouseholdNotFound)
		}
		id = home.ID // of the one it was merged into
		account := Account{Household: id, Name: home.Name}
		if account.AccountSummary, account.Lines, err = accountOf(tx, c, id); err != nil {
			return account, err
		}
		account.Sources, err = tx.CreditSources(id)
		return account, err
	})
}

// AccountLines lists the documents and payments of the household of the query,
// the latest first.
func (d *Desk) AccountLines() List[sqlite.AccountLine] {
	return listed(d, "account", "families.account", accountColumns, func(tx *sqlite.Tx, c listing, q ListQuery) ([]sqlite.AccountLine, error) {
		home, err := tx.HouseholdHead(club.HouseholdID(q.Of))
		if err != nil {
			return nil, refused(err, club.CodeHouseholdNotFound)
		}
		_, lines, err := accountOf(tx, c.clubNow, home.ID)
		slices.Reverse(lines)
		return lines, err
	})
}

// accountOf reads the lines of an account with their states and running
// balance, and sums them up.
func accountOf(tx *sqlite.Tx, c clubNow, id club.HouseholdID) (AccountSummary, []sqlite.AccountLine, error) {
	var sum AccountSummary
	season, err := tx.SeasonOn(c.today)
	if err != nil && !errors.Is(err, sqlite.ErrNotFound) {
		return sum, nil, err
	}
	sum.Season = season.Name
	lines, err := tx.AccountLines(id)
	if err != nil {
		return sum, nil, err
	}
	var balance money.Cents
	for i := range lines {
		line := &lines[i]
		balance += line.Due - line.Received
		line.Balance = balance
		sum.Credit += line.Left
		payment := line.Payment != 0
		if !payment {
			kind, total := billing.Kind(line.Kind), line.Due-line.Received
			line.State = billing.StateOf(kind, total, line.Settled, line.Credited, line.Covered, line.DueDay, c.today).Lost(line.Written)
			if billing.Asks(kind, total) {
				line.Remaining = line.Due - line.Settled
			}
		}
		switch {
		case !season.Contains(line.Day), line.Kind == string(billing.Opening): // the old program's
		case payment && line.Way == billing.WrittenOff: // no money
		case payment:
			sum.Received += line.Received - line.Due
		default:
			sum.Invoiced += line.Due - line.Received
		}
	}
	if sum.Credit > 0 {
		sources, err := tx.CreditSources(id)
		if err != nil {
			return sum, nil, err
		}
		for _, s := range sources {
			sum.Awaited += s.Awaited
		}
	}
	sum.Remaining, sum.Overdue, err = tx.Owed(id, c.today)
	return sum, lines, err
}
