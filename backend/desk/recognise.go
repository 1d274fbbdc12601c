package desk

import (
	"errors"
	"slices"
	"strings"
	"time"

	"paddock/backend/bank"
	"paddock/backend/billing"
	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/mail"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// ridesAhead is how far a mail's absences look, in days.
const ridesAhead = 120

// oneNotice is how far apart two mails may be that say the same money.
const oneNotice = 5 * 24 * time.Hour

// known is what the club knows of what a mail names.
type known struct {
	riders map[club.RiderID]club.Rider
	rides  map[booking.BookingID]sqlite.RiderLesson
	owed   map[string]owed // by the reference as the mail writes it
	events map[int64]sqlite.ActivityRow
	home   club.HouseholdID // whose the mail is; 0 for nobody's

	chances map[askedPlace]Chance // of the lessons the mail can ask a place in
	spent   map[right]int         // vouchers and card units that its proposals pay with
}

// owed is an invoice that a mail or a line of the bank names, or a cart that waits for
// its money.
type owed struct {
	Invoice   billing.InvoiceID
	Cart      billing.CartID // in place of an invoice
	Number    string
	Household club.HouseholdID
	Remaining money.Cents
}

// recognise says what a mail is about, with what the club knows today.
func (d *Desk) recognise(tx *sqlite.Tx, c clubNow, m mail.Message, household club.HouseholdID) ([]mail.Finding, known, error) {
	rules := d.mailroom.rulesOf(c.MailRules)
	k := known{map[club.RiderID]club.Rider{}, map[booking.BookingID]sqlite.RiderLesson{}, map[string]owed{}, map[int64]sqlite.ActivityRow{}, household, map[askedPlace]Chance{}, map[right]int{}}
	facts := mail.Facts{Day: calendar.DayOf(m.Date, c.zone), Today: c.today, Known: household != 0, Ours: c.addresses(), Papers: c.PapersOn(c.today)}
	if household != 0 {
		riders, err := tx.RidersOf(household)
		if err != nil {
			return nil, k, err
		}
		from := min(facts.Day, c.today)
		for _, r := range riders {
			k.riders[r.ID] = r
			facts.Riders = append(facts.Riders, mail.Rider{ID: r.ID, FirstName: r.FirstName, Surname: r.Surname, Girl: r.Sex == "F", Boy: r.Sex == "M"})
			rides, err := tx.RiderLessons(r.ID, from, from.AddDays(ridesAhead))
			if err != nil {
				return nil, k, err
			}
			for _, ride := range rides {
				if ride.State == booking.Booked {
					k.rides[ride.ID] = ride
					facts.Rides = append(facts.Rides, mail.Ride{Booking: ride.ID, Rider: r.ID, Day: ride.Day})
				}
			}
		}
		slices.SortStableFunc(facts.Rides, func(a, b mail.Ride) int { return strings.Compare(string(a.Day), string(b.Day)) })
	}
	var err error
	if facts.Lessons, err = lessonsWished(tx, c, k, rules.Wishes(m, facts)); err != nil {
		return nil, k, err
	}
	activities, err := tx.Activities(c.today)
	if err != nil {
		return nil, k, err
	}
	for _, a := range activities {
		if a.First >= c.today {
			k.events[int64(a.Offer)] = a
			facts.Activities = append(facts.Activities, mail.Activity{ID: int64(a.Offer), Name: a.Name, First: a.First, Last: a.Last})
		}
	}
	for _, reference := range rules.References(m) {
		o, is, err := owedBy(tx, c, reference)
		if err != nil {
			return nil, k, err
		}
		one := mail.Owed{Reference: reference, Remaining: o.Remaining}
		if !is {
			if o, one.Came, err = cameBy(tx, reference); err != nil {
				return nil, k, err
			}
		}
		if is || len(one.Came) > 0 {
			k.owed[reference] = o
			facts.Owed = append(facts.Owed, one)
		}
	}
	found := mail.Classify(m, rules, facts)
	for i, f := range found {
		if f.Kind != mail.Notice || f.Reference == "" {
			continue
		}
		booked, err := tx.NoticeBooked(m.ID, k.owed[f.Reference].Invoice, f.Cents, m.Date, oneNotice)
		if err != nil {
			return nil, k, err
		}
		if booked {
			found[i].Why = append(found[i].Why, mail.WhyBooked)
		}
	}
	return found, k, nil
}

// owedBy finds the invoice that a reference is of, as long as it asks for money, or the
// cart.
func owedBy(tx *sqlite.Tx, c clubNow, reference string) (owed, bool, error) {
	doc, err := referred(tx, reference)
	if errors.Is(err, sqlite.ErrNotFound) {
		return owedByCart(tx, c, reference)
	}
	if err != nil {
		return owed{}, false, err
	}
	return owedOf(tx, doc)
}

// referred finds the invoice that a number or a reference is of. ErrNotFound.
func referred(tx *sqlite.Tx, reference string) (billing.Document, error) {
	doc, err := tx.DocumentNumbered(reference)
	if errors.Is(err, sqlite.ErrNotFound) {
		doc, err = tx.DocumentReferred(plainReference(reference))
	}
	return doc, err
}

// cameBy finds the invoice that a reference is of, or that its cart was sold by, and
// what its links brought into the books; nothing where they brought nothing.
func cameBy(tx *sqlite.Tx, reference string) (owed, []money.Cents, error) {
	doc, err := referred(tx, reference)
	if errors.Is(err, sqlite.ErrNotFound) {
		cart, err := tx.CartReferred(reference)
		if err != nil {
			if sqlite.IsMissing(err) {
				err = nil
			}
			return owed{}, nil, err
		}
		sold, err := tx.SoldBy(cart)
		if err != nil || sold == 0 {
			return owed{}, nil, err
		}
		if doc, err = tx.Document(sold); err != nil {
			return owed{}, nil, err
		}
	} else if err != nil {
		return owed{}, nil, err
	}
	came, err := tx.CameByLinks(doc.ID)
	return owed{Invoice: doc.ID, Number: doc.Number, Household: doc.Household}, came, err
}

func owedOf(tx *sqlite.Tx, doc billing.Document) (owed, bool, error) {
	if !doc.Asks() {
		return owed{}, false, nil
	}
	settled, err := tx.Settlement(doc.ID)
	remaining := doc.Total - settled.Settled
	return owed{doc.ID, 0, doc.Number, doc.Household, remaining}, remaining > 0, err
}

// plainReference is a reference as invoices hold it, however somebody spaced it.
func plainReference(text string) string {
	if rf, err := bank.ParseRF(text); err == nil {
		return string(rf)
	}
	if ogm, err := bank.ParseOGM(text); err == nil {
		return string(ogm)
	}
	return text
}

// summary is what a list shows of findings.
func (k known) summary(found []mail.Finding) []sqlite.MailFound {
	all := []sqlite.MailFound{}
	for _, f := range found {
		row := sqlite.MailFound{Kind: string(f.Kind), Sure: f.Sure()}
		switch {
		case f.Reference != "":
			row.About = f.Reference
			if f.Kind == mail.Notice {
				row.Invoice, row.Cents = k.owed[f.Reference].Invoice, f.Cents
			}
		case f.Activity != 0:
			row.About = k.events[f.Activity].Name
		case f.Rider != 0:
			row.About = k.riders[f.Rider].FirstName
		}
		if !slices.ContainsFunc(all, func(o sqlite.MailFound) bool { return o.Kind == row.Kind && o.About == row.About }) {
			all = append(all, row)
		}
	}
	return all
}
