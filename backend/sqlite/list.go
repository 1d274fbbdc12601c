package sqlite

import (
	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/money"
)

// ListedInvoice is a document as the command line lists it (ARCHITECTURE, Command
// line). Settled and the like are for who works out the state.
type ListedInvoice struct {
	Number    string        `json:"number"`
	Kind      billing.Kind  `json:"kind"`
	Day       calendar.Day  `json:"day"`
	DueDay    calendar.Day  `json:"dueDay"`
	Household string        `json:"household"`
	Total     money.Cents   `json:"totalCents"`
	Paid      money.Cents   `json:"paidCents"`
	Remaining money.Cents   `json:"remainingCents"`
	State     billing.State `json:"state"`
	Reference string        `json:"reference"`
	Lines     []ListedLine  `json:"lines"`

	Settled  money.Cents  `json:"-"`
	Credited money.Cents  `json:"-"`
	Covered  money.Cents  `json:"-"`
	NextDue  calendar.Day `json:"-"`
}

// ListedLine is a line of a listed document.
type ListedLine struct {
	Text  string      `json:"text"`
	Rider string      `json:"rider"`
	Cents money.Cents `json:"cents"`
	VAT   []RateShare `json:"vat"`
}

// RateShare is the part of a line at one VAT rate.
type RateShare struct {
	Rate  money.Rate  `json:"rate"`
	Cents money.Cents `json:"cents"`
}

// ListInvoices lists the documents of a period in order of issue, without their
// state, in two queries however many there are.
func (tx *Tx) ListInvoices(from, to calendar.Day) ([]ListedInvoice, error) {
	at := map[int64]int{} // place in the list by row
	list, err := collect(tx, func(row scanner) (i ListedInvoice, err error) {
		var id int64
		err = row.Scan(&id, &i.Number, &i.Kind, &i.Day, &i.DueDay, &i.Household, &i.Total, &i.Reference, &i.Settled, &i.Credited, &i.Covered, &i.NextDue)
		i.Paid, i.Remaining, i.Lines = i.Settled-i.Credited, i.Total-i.Settled, []ListedLine{}
		at[id] = len(at)
		return i, err
	}, `SELECT i.id, i.number, i.kind, i.day, i.due_day, coalesce(json_extract(i.buyer, '$.household'), ''), i.total_cents, i.reference,
		s.settled_cents, s.credited_cents, s.covered_cents, s.next_due_day
		FROM invoices i JOIN settlements s ON s.invoice = i.id WHERE i.day BETWEEN ? AND ? ORDER BY i.id`, string(from), string(to))
	if err != nil {
		return nil, err
	}
	var line int64
	err = tx.each(func(row scanner) error {
		var invoice, id int64
		var l ListedLine
		var rate, cents *int64 // a line may have no part
		if err := row.Scan(&invoice, &id, &l.Text, &l.Rider, &l.Cents, &rate, &cents); err != nil {
			return err
		}
		lines := &list[at[invoice]].Lines
		if id != line {
			line, l.VAT = id, []RateShare{}
			*lines = append(*lines, l)
		}
		if rate != nil {
			last := &(*lines)[len(*lines)-1]
			last.VAT = append(last.VAT, RateShare{Rate: money.Rate(*rate), Cents: money.Cents(*cents)})
		}
		return nil
	}, `SELECT l.invoice, l.id, l.text, l.rider_name, l.cents, p.rate, p.cents
		FROM invoices i JOIN settlements s ON s.invoice = i.id JOIN invoice_lines l ON l.invoice = i.id LEFT JOIN invoice_parts p ON p.line = l.id
		WHERE i.day BETWEEN ? AND ? ORDER BY l.invoice, l.n, p.n`, string(from), string(to))
	return list, err
}

// ListedRider is a rider as the command line lists it.
type ListedRider struct {
	ID        club.RiderID `json:"id"`
	Household string       `json:"household"`
	Surname   string       `json:"surname"`
	FirstName string       `json:"firstName"`
	BirthDate calendar.Day `json:"birthDate"`
	Level     string       `json:"level"`
}

// ListRiders lists every rider with the household and the level's code, in the
// order they came.
func (tx *Tx) ListRiders() ([]ListedRider, error) {
	return collect(tx, func(row scanner) (r ListedRider, err error) {
		err = row.Scan(&r.ID, &r.Household, &r.Surname, &r.FirstName, &r.BirthDate, &r.Level)
		return r, err
	}, `SELECT r.id, h.name, r.surname, r.first_name, r.birth_date, coalesce(l.code, '')
		FROM riders r JOIN households h ON h.id = r.household LEFT JOIN levels l ON l.id = r.level
		WHERE h.erased_at = '' ORDER BY r.id`)
}
