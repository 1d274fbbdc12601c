package desk_test

import (
	"database/sql"
	"fmt"
	"time"

	"paddock/backend/billing"
	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/money"
	"paddock/backend/planning"
)

// year is a shop of which each day does what its date says, so that a program that
// begins a day again does the same.
type year struct {
	*shop
	wed planning.SeriesID
	day calendar.Day
}

// first is the first number of a query.
func (y *year) first(query string) (n int64) {
	y.t.Helper()
	y.ask(query, func(row *sql.Rows) error { return row.Scan(&n) })
	if n == 0 {
		y.t.Fatalf("%s: %s has none", y.day, query)
	}
	return n
}

// issued is the last invoice of so much that the family was given some days ago.
func (y *year) issued(ago int, cents money.Cents) billing.InvoiceID {
	y.t.Helper()
	return billing.InvoiceID(y.first(fmt.Sprintf("SELECT max(id) FROM invoices WHERE day = '%s' AND household = %d AND total_cents = %d",
		y.day.AddDays(-ago), y.family.ID, cents)))
}

// invoice sells lines to a household, and the rest of them on account.
func (y *year) invoice(to club.HouseholdID, tenders []billing.Tender, lines ...desk.AddLine) desk.Sale {
	y.t.Helper()
	cart, err := y.OpenCart(ctx, y.req(), to, lines...)
	y.must(err)
	sale, err := y.Checkout(ctx, y.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, LicenceTerms: cart.LicenceTermsVersion, Tenders: tenders, OnAccount: to != 0})
	y.must(err)
	return sale
}

func (y *year) lessonOn(day calendar.Day) planning.LessonID {
	y.t.Helper()
	return planning.LessonID(y.first(fmt.Sprintf("SELECT id FROM lessons WHERE series = %d AND day = '%s'", y.wed, day)))
}

func (y *year) line(name string, rider ...club.Rider) desk.AddLine {
	line := desk.AddLine{Offer: y.offers[name], Quantity: 1}
	if len(rider) > 0 {
		line.Rider = rider[0].ID
	}
	if name == "package" {
		line.Series = []planning.SeriesID{y.wed}
	}
	return line
}

// says is what is acknowledged of documents and payments: numbers and cents.
func says(docs []desk.DocumentView, payments ...billing.Payment) (text string) {
	for _, doc := range docs {
		text += fmt.Sprintf("%s %d;", doc.Number, doc.Total)
	}
	for _, p := range payments {
		text += fmt.Sprintf("%s %d;", p.Receipt, p.Cents)
	}
	return text
}

func said(sale desk.Sale) string { return says([]desk.DocumentView{sale.Invoice}, sale.Payments...) }

// transfers pays an invoice of the family by transfer.
func (y *year) transfers(id billing.InvoiceID, cents money.Cents) []billing.Payment {
	y.t.Helper()
	got, err := y.Receive(ctx, y.req(), desk.Receive{Household: y.family.ID, Invoices: []billing.InvoiceID{id}, Tenders: []billing.Tender{{Way: billing.Transfer, Cents: cents}}})
	y.must(err)
	return got.Payments
}

// acts are what is done on the day, one an hour; each says what it did.
func (y *year) acts() []func() string {
	manon, hugo := y.family.Riders[0], y.family.Riders[1]
	at, err := time.Parse(time.DateOnly, string(y.day))
	y.must(err)
	acts := []func() string{func() string { return said(y.invoice(0, cash(35_00), y.line("gloves"))) }}
	do := func(act func() string) { acts = append(acts, act) }
	week := (at.Day() - 1) / 7 // of the month, 0 the first
	var roll func() string     // of the day's lesson, in the evening
	if at.Day() == 1 {
		do(func() string {
			return said(y.invoice(y.family.ID, []billing.Tender{{Way: billing.BankCard, Cents: 110_00}}, y.line("card", manon)))
		})
	}
	switch at.Weekday() {
	case time.Monday:
		do(func() string {
			return said(y.invoice(y.family.ID, []billing.Tender{y.aid(billing.Aided, 1, 30_00), {Way: billing.BankCard, Cents: 80_00}}, y.line("card", hugo)))
		})
	case time.Tuesday:
		do(func() string {
			seats, err := y.Book(ctx, y.req(), desk.Book{Lesson: y.lessonOn(y.day.AddDays(1)), Rider: manon.ID, By: booking.ByCard})
			y.must(err)
			return fmt.Sprint("booked ", seats.Bookings)
		})
		if week == 0 && at.Month() < time.December {
			do(func() string {
				home := y.join("Famille "+at.Month().String(), "Zoé")
				return said(y.invoice(home.ID, []billing.Tender{cheque(100_00)}, y.line("package", home.Riders[0]), y.line("licence", home.Riders[0])))
			})
		}
	case time.Wednesday:
		roll = func() string {
			y.clock.set(y.t, string(y.day)+" 18:00")
			_, err := y.CallRoll(ctx, y.req(), y.lessonOn(y.day), desk.CallRoll{AllPresent: true, Close: true})
			y.must(err)
			return "called"
		}
	case time.Thursday:
		if at.YearDay() > 4 {
			aid := billing.AidID(y.first(fmt.Sprintf("SELECT a.aid FROM aid_invoices a JOIN invoices i ON i.id = a.invoice WHERE i.day = '%s'", y.day.AddDays(-3))))
			do(func() string {
				_, err := y.ReceiveAid(ctx, y.req(), aid, desk.ReceiveAid{Cents: 30_00})
				y.must(err)
				return "aid received"
			})
		}
		do(func() string {
			sale := y.invoice(y.family.ID, []billing.Tender{cheque(35_00)}, y.line("gloves"))
			if week > 0 {
				return said(sale) + fmt.Sprint("in slip ", y.deposits(sale.Payments[0].ID).ID)
			}
			back := y.bounce(sale.Payments[0].ID)
			return said(sale) + says(nil, append(y.transfers(sale.Invoice.ID, 35_00), back)...)
		})
	case time.Friday:
		do(func() string { return said(y.invoice(y.family.ID, cash(40_00), y.line("card", hugo))) })
	case time.Saturday:
		do(func() string {
			sale := y.invoice(y.family.ID, cash(35_00), y.line("gloves"))
			note := y.credit(sale.Invoice.ID)
			back, err := y.refund(35_00, billing.Cash)
			y.must(err)
			return said(sale) + says([]desk.DocumentView{note}, back)
		})
	case time.Sunday:
		rest := y.issued(2, 110_00)
		do(func() string { return says(nil, y.transfers(rest, 70_00)...) })
	}
	switch at.Day() {
	case 5:
		do(func() string { return said(y.invoice(y.family.ID, nil, y.line("gloves"), y.line("gloves"))) })
	case 20:
		lost := y.issued(15, 70_00)
		do(func() string { return "written off " + y.writesOff(lost).Number })
	}
	if roll != nil {
		do(roll)
	}
	do(func() string {
		y.clock.set(y.t, string(y.day)+" 20:00")
		return fmt.Sprint("closed day ", y.closes(y.day).N)
	})
	if next := at.AddDate(0, 0, 1); next.Day() == 1 {
		do(y.span(billing.MonthClosing))
		if next.YearDay() == 1 {
			do(y.span(billing.YearClosing))
		}
	}
	return acts
}

// span closes the month or the year that ends with the day.
func (y *year) span(kind billing.ClosingKind) func() string {
	return func() string {
		y.clock.set(y.t, string(y.day)+" 20:00")
		made, err := y.CloseSpan(ctx, y.req(), kind, y.day)
		y.must(err)
		return fmt.Sprint("closed ", kind, " ", made.N)
	}
}
