package desk

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/exchange"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// owing is an amount a list shows only where there is one.
func owing(cents money.Cents) any {
	if cents == 0 {
		return nil
	}
	return cents
}

var householdColumns = []column[sqlite.HouseholdRow]{
	{"families.column.name", exchange.Text, func(_ listing, r sqlite.HouseholdRow) any { return r.Name }},
	{"families.column.riders", exchange.Text, func(_ listing, r sqlite.HouseholdRow) any { return strings.Join(r.Riders, ", ") }},
	{"families.column.town", exchange.Text, func(_ listing, r sqlite.HouseholdRow) any { return r.Town }},
	{"families.column.mobile", exchange.Text, func(_ listing, r sqlite.HouseholdRow) any { return r.Mobile }},
	{"families.email", exchange.Text, func(_ listing, r sqlite.HouseholdRow) any { return r.Email }},
	{"families.column.remaining", exchange.Cents, func(_ listing, r sqlite.HouseholdRow) any { return owing(r.Remaining) }},
	{"families.column.overdue", exchange.Cents, func(_ listing, r sqlite.HouseholdRow) any { return owing(r.Overdue) }},
}

// ExportHouseholds writes the list of families and guests.
func (d *Desk) ExportHouseholds(ctx context.Context, q HouseholdQuery, as Format) ([]byte, error) {
	return exported(ctx, d, "households", as, func(tx *sqlite.Tx, l listing) (sheet, error) {
		rows, _, err := householdsIn(tx, l.clubNow, q)
		var incomplete string
		if q.Incomplete {
			incomplete = l.say("families.incomplete", nil)
		}
		return tabled(l, "area.families", householdColumns, rows, incomplete, l.searched(q.Query)), err
	})
}

// riderColumns leave out what riders' files say of health: no file that leaves
// the program holds it but the rider's own.
var riderColumns = []column[sqlite.RiderFile]{
	{"list.surname", exchange.Text, func(_ listing, r sqlite.RiderFile) any { return r.Surname }},
	{"list.firstName", exchange.Text, func(_ listing, r sqlite.RiderFile) any { return r.FirstName }},
	{"list.birthDate", exchange.Day, func(_ listing, r sqlite.RiderFile) any { return r.BirthDate }},
	{"families.level", exchange.Text, func(_ listing, r sqlite.RiderFile) any { return r.LevelLabel }},
	{"riders.call", exchange.Text, func(_ listing, r sqlite.RiderFile) any { return callOf(r.Emergency) }},
}

// callOf says whom to call about a rider, each with a number.
func callOf(people []sqlite.Emergency) string {
	var calls []string
	for _, e := range people {
		if number := firstOf(e.Mobile, e.Phone); number != "" {
			calls = append(calls, strings.TrimSpace(e.Name+" "+number))
		}
	}
	return strings.Join(calls, ", ")
}

// ExportRiders writes the list of riders, for who keeps their families.
func (d *Desk) ExportRiders(ctx context.Context, q RiderQuery, as Format) ([]byte, error) {
	return exported(ctx, d, "households", as, func(tx *sqlite.Tx, l listing) (sheet, error) {
		rows, err := tx.RiderFiles(q.filter())
		return tabled(l, "area.riders", riderColumns, rows, l.searched(q.Query)), err
	})
}

var documentColumns = []column[sqlite.DocumentRow]{
	{"invoices.col.family", exchange.Text, func(l listing, r sqlite.DocumentRow) any {
		return firstOf(r.Family, l.say("invoices.anonymous", nil))
	}},
	{"invoices.col.number", exchange.Text, func(_ listing, r sqlite.DocumentRow) any { return r.Number }},
	{"invoices.col.issued", exchange.Day, func(_ listing, r sqlite.DocumentRow) any { return r.Day }},
	{"invoices.col.due", exchange.Day, func(_ listing, r sqlite.DocumentRow) any {
		if !billing.Asks(r.Kind, r.Total) {
			return nil
		}
		return firstOf(r.NextDue, r.DueDay)
	}},
	{"invoices.col.total", exchange.Cents, func(_ listing, r sqlite.DocumentRow) any { return r.Total }},
	{"invoices.col.left", exchange.Cents, func(_ listing, r sqlite.DocumentRow) any {
		if !billing.Asks(r.Kind, r.Total) {
			return nil
		}
		return owing(r.Remaining)
	}},
	{"invoices.col.state", exchange.Text, func(l listing, r sqlite.DocumentRow) any {
		if r.State == billing.StateOverdue {
			return l.say("invoices.daysLate", locale.Params{"n": r.LateDays})
		}
		return l.say("state."+string(r.State), nil)
	}},
}

// shows are the names of what a list of documents may be narrowed to.
var shows = map[string]string{
	"open": "invoices.open", "late": "list.late", "paid": "invoices.paid", "creditNotes": "invoices.creditNotes",
}

// ExportDocuments writes the list of invoices and credit notes.
func (d *Desk) ExportDocuments(ctx context.Context, filter sqlite.DocumentFilter, as Format) ([]byte, error) {
	return exported(ctx, d, "documents", as, func(tx *sqlite.Tx, l listing) (sheet, error) {
		filter.Today = l.today
		rows, _, err := tx.Documents(filter)
		var show string
		if key, narrowed := shows[filter.Show]; narrowed {
			show = l.say(key, nil)
		}
		return tabled(l, "area.invoices", documentColumns, withState(rows, l.today),
			show, l.period(filter.From, filter.To), l.searched(filter.Query)), err
	})
}

var paymentColumns = []column[PaymentRow]{
	{"today.col.family", exchange.Text, func(l listing, r PaymentRow) any {
		return firstOf(r.Family, l.say("today.anonymous", nil))
	}},
	{"list.day", exchange.Day, func(_ listing, r PaymentRow) any { return r.Day }},
	{"today.col.hour", exchange.Text, func(l listing, r PaymentRow) any { return r.ReceivedAt.In(l.zone).Format("15:04") }},
	{"today.col.way", exchange.Text, func(l listing, r PaymentRow) any {
		return l.paid(r.Way, r.Detail, r.Back)
	}},
	{"today.col.invoices", exchange.Text, func(l listing, r PaymentRow) any {
		var numbers []string
		for _, a := range r.Allocations {
			numbers = append(numbers, a.Number)
		}
		return firstOf(strings.Join(numbers, ", "), l.say("today.toCredit", nil))
	}},
	{"today.col.amount", exchange.Cents, func(_ listing, r PaymentRow) any { return r.Cents }},
}

// Payments lists the payments of a period, the oldest first.
func (d *Desk) Payments() List[PaymentRow] {
	return listed(d, "payments", "list.payments", paymentColumns, func(tx *sqlite.Tx, _ listing, q ListQuery) ([]PaymentRow, error) {
		return paymentsIn(tx, q)
	})
}

// aidColumns are what an authority asks for to pay an aid.
var aidColumns = []column[sqlite.AidRow]{
	{"aids.payer", exchange.Text, func(_ listing, a sqlite.AidRow) any { return a.Payer }},
	{"aids.aid", exchange.Text, func(_ listing, a sqlite.AidRow) any { return a.Name }},
	{"aids.rider", exchange.Text, func(_ listing, a sqlite.AidRow) any { return a.RiderName }},
	{"list.birthDate", exchange.Day, func(_ listing, a sqlite.AidRow) any { return a.BirthDate }},
	{"aids.number", exchange.Text, func(_ listing, a sqlite.AidRow) any { return a.Number }},
	{"today.col.invoices", exchange.Text, func(_ listing, a sqlite.AidRow) any { return strings.Join(a.Numbers, ", ") }},
	{"aids.state", exchange.Text, func(l listing, a sqlite.AidRow) any { return l.say("aids.state."+string(a.State), nil) }},
	{"today.col.amount", exchange.Cents, func(_ listing, a sqlite.AidRow) any { return a.Cents }},
	{"aids.owedBack", exchange.Cents, func(_ listing, a sqlite.AidRow) any { return a.OwedBack }},
}

// Aids lists the aids that wait for their payer, or of which it is owed something
// back, by payer.
func (d *Desk) Aids() List[sqlite.AidRow] {
	return listed(d, "aids", "aids.title", aidColumns, func(tx *sqlite.Tx, _ listing, _ ListQuery) ([]sqlite.AidRow, error) {
		return tx.OpenAids()
	})
}

var reenrolmentColumns = []column[ReenrolmentPackage]{
	{"reenrolment.family", exchange.Text, func(_ listing, r ReenrolmentPackage) any { return r.Family }},
	{"reenrolment.rider", exchange.Text, func(_ listing, r ReenrolmentPackage) any { return r.RiderName }},
	{"reenrolment.package", exchange.Text, func(_ listing, r ReenrolmentPackage) any { return r.Name }},
	{"reenrolment.slot", exchange.Text, func(l listing, r ReenrolmentPackage) any {
		var when []string
		for _, s := range r.Slots {
			when = append(when, l.say("weekday."+strconv.Itoa(s.Weekday), nil)+" "+locale.Hour(l.lang, s.Start))
		}
		return strings.Join(when, ", ")
	}},
	{"reenrolment.state", exchange.Text, func(l listing, r ReenrolmentPackage) any { return l.say("reenrolment.state."+string(r.State), nil) }},
	{"reenrolment.until", exchange.Day, func(_ listing, r ReenrolmentPackage) any {
		if r.Until == "" {
			return nil
		}
		return r.Until
	}},
	{"reenrolment.mobile", exchange.Text, func(_ listing, r ReenrolmentPackage) any { return r.Mobile }},
	{"reenrolment.why", exchange.Text, func(l listing, r ReenrolmentPackage) any {
		if r.Why == nil {
			return nil
		}
		return l.say("error."+string(r.Why.Code), r.Why.Params)
	}},
}

// ExportReenrolment writes the list of re-enrolments.
func (d *Desk) ExportReenrolment(ctx context.Context, q ReenrolmentQuery, as Format) ([]byte, error) {
	return exported(ctx, d, "reenrolment", as, func(tx *sqlite.Tx, l listing) (sheet, error) {
		list, err := reenrolment(tx, l.clubNow, q)
		var state string
		if q.State != "" {
			state = l.say("reenrolment.state."+string(q.State), nil)
		}
		return tabled(l, "reenrolment.title", reenrolmentColumns, list.Rows, list.Season.Name, state, l.searched(q.Query)), err
	})
}

var horseColumns = []column[HorseView]{
	{"horses.horse", exchange.Text, func(_ listing, h HorseView) any { return h.Name }},
	{"horses.levelFrom", exchange.Text, func(_ listing, h HorseView) any { return h.LevelMinCode }},
	{"horses.levelTo", exchange.Text, func(_ listing, h HorseView) any { return h.LevelMaxCode }},
	{"horses.weight", exchange.Int, func(_ listing, h HorseView) any { return limitOf(h.MostWeight) }},
	{"horses.lessonsOfDay", exchange.Int, func(_ listing, h HorseView) any { return h.Lessons }},
	{"horses.lessonsADay", exchange.Int, func(_ listing, h HorseView) any { return limitOf(h.LessonsADay) }},
	{"horses.minutesOfWeek", exchange.Int, func(_ listing, h HorseView) any { return h.Minutes }},
	{"horses.hoursAWeek", exchange.Int, func(_ listing, h HorseView) any { return limitOf(h.HoursAWeek) }},
	{"horses.owner", exchange.Text, func(_ listing, h HorseView) any { return h.OwnerName }},
	{"horses.cares", exchange.Text, func(l listing, h HorseView) any {
		var due []string
		for _, care := range h.Cares {
			if care.Due != "" {
				due = append(due, l.say("horses.care."+string(care.Kind), nil)+" "+locale.ShortDay(l.lang, care.Due))
			}
		}
		return strings.Join(due, ", ")
	}},
	{"horses.falls", exchange.Int, func(_ listing, h HorseView) any { return h.Falls }},
}

// limitOf is a limit that a list shows only where there is one.
func limitOf(n int) any {
	if n == 0 {
		return nil
	}
	return n
}

// ExportHorses writes the list of horses with what they do on a day.
func (d *Desk) ExportHorses(ctx context.Context, day calendar.Day, as Format) ([]byte, error) {
	return exported(ctx, d, "horses", as, func(tx *sqlite.Tx, l listing) (sheet, error) {
		rows, err := horsesOn(tx, l.clubNow, day)
		rows = slices.DeleteFunc(rows, func(h HorseView) bool { return h.Archived })
		return tabled(l, "area.horses", horseColumns, rows, l.period(day, day)), err
	})
}

var offerColumns = []column[OfferView]{
	{"catalogue.article", exchange.Text, func(_ listing, o OfferView) any { return o.Name }},
	{"list.kind", exchange.Text, func(l listing, o OfferView) any { return l.say("catalogue.kind."+string(o.Kind), nil) }},
	{"catalogue.whom", exchange.Text, func(l listing, o OfferView) any { return l.whom(o) }},
	{"catalogue.priceHead", exchange.Cents, func(_ listing, o OfferView) any { return o.Price }},
	{"catalogue.vatHead", exchange.Text, func(l listing, o OfferView) any { return l.rates(o) }},
	{"catalogue.soldHead", exchange.Int, func(_ listing, o OfferView) any { return o.Sold }},
	{"catalogue.stockHead", exchange.Int, func(_ listing, o OfferView) any {
		if !o.KeepsStock {
			return nil
		}
		return o.Stock
	}},
}

// ExportOffers writes the catalogue.
func (d *Desk) ExportOffers(ctx context.Context, filter OfferFilter, as Format) ([]byte, error) {
	return exported(ctx, d, "offers", as, func(tx *sqlite.Tx, l listing) (sheet, error) {
		season, err := l.seasonOf(tx, filter.Season)
		if err != nil {
			return sheet{}, err
		}
		var kind, archived string
		if filter.Kind != "" {
			kind = l.say("catalogue.kind."+string(filter.Kind), nil)
		}
		if filter.Archived {
			archived = l.say("catalogue.archived", nil)
		}
		rows, err := l.offers(tx, filter)
		return tabled(l, "area.catalogue", offerColumns, rows, kind, archived, season.Name, l.searched(filter.Query)), err
	})
}

// whom says who an offer is for: age, level, and how long a card is good.
func (l listing) whom(o OfferView) string {
	var age string
	switch {
	case o.AgeMin > 0 && o.AgeMax > 0:
		age = l.say("catalogue.age.between", locale.Params{"min": o.AgeMin, "max": o.AgeMax})
	case o.AgeMin > 0:
		age = l.say("catalogue.age.from", locale.Params{"n": o.AgeMin})
	case o.AgeMax > 0:
		age = l.say("catalogue.age.upTo", locale.Params{"n": o.AgeMax})
	case o.Kind == catalogue.Goods:
		age = l.say("catalogue.age.everybody", nil)
	default:
		age = l.say("catalogue.age.any", nil)
	}
	switch {
	case o.LevelMinCode != "" && o.LevelMaxCode != "":
		age += ", " + l.say("catalogue.level.between", locale.Params{"min": o.LevelMinCode, "max": o.LevelMaxCode})
	case o.LevelMinCode != "":
		age += ", " + l.say("catalogue.level.from", locale.Params{"level": o.LevelMinCode})
	case o.LevelMaxCode != "":
		age += ", " + l.say("catalogue.level.upTo", locale.Params{"level": o.LevelMaxCode})
	}
	if o.Kind == catalogue.Card {
		age += ", " + l.say("catalogue.months", locale.Params{"n": o.Terms.Months})
	}
	return age
}

// rates says the VAT of an offer, each rate once.
func (l listing) rates(o OfferView) string {
	var rates []string
	for _, part := range o.VAT {
		if part.VAT == outsideVAT {
			continue
		}
		rate := locale.Rate(l.lang, part.Rate)
		if part.Kind != club.Taxed {
			rate = l.say("catalogue.vat."+string(part.Kind), nil)
		}
		if !slices.Contains(rates, rate) {
			rates = append(rates, rate)
		}
	}
	return strings.Join(rates, ", ")
}

// period says the days a list is of, "" for all.
func (l listing) period(from, to calendar.Day) string {
	switch {
	case from == "" && to == "":
		return ""
	case from == to:
		return locale.LongDay(l.lang, from)
	case from == "":
		return l.say("list.until", locale.Params{"untilDay": to})
	case to == "":
		return l.say("list.since", locale.Params{"sinceDay": from})
	}
	return l.say("list.between", locale.Params{"firstDay": from, "lastDay": to})
}

// firstOf is the first that is not empty.
func firstOf[T ~string](texts ...T) T {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}
