package desk

import (
	"slices"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/exchange"
	"paddock/backend/sqlite"
)

// What the owner reads of a period, each a list that is charted and taken along.

var occupancyColumns = []column[sqlite.Occupancy]{
	{"occupancy.name", exchange.Text, func(l listing, r sqlite.Occupancy) any { return l.occupies(r) }},
	{"occupancy.lessons", exchange.Int, func(_ listing, r sqlite.Occupancy) any { return r.Lessons }},
	{"occupancy.taken", exchange.Int, func(_ listing, r sqlite.Occupancy) any { return r.Taken }},
	{"occupancy.of", exchange.Int, func(_ listing, r sqlite.Occupancy) any { return limitOf(r.Of) }},
	{"occupancy.percent", exchange.Int, func(_ listing, r sqlite.Occupancy) any { return percentOf(r.Of, r.Percent) }},
}

// Occupancy lists how full a period is by its part: by series, by instructor or by
// horse. Of a horse it counts hours, and what it may work a week.
func (d *Desk) Occupancy() List[sqlite.Occupancy] {
	return listed(d, "entries", "occupancy.title", occupancyColumns, func(tx *sqlite.Tx, l listing, q ListQuery) ([]sqlite.Occupancy, error) {
		in := calendar.Period{First: firstOf(q.From, l.today), Last: firstOf(q.To, l.today)}
		switch q.Part {
		case "horse":
			return tx.Ridden(in)
		case "", "series", "instructor":
			return tx.Occupied(firstOf(q.Part, "series"), in)
		}
		return nil, club.Refuse(club.CodeInvalid).On("part")
	})
}

// occupies names a row: a series by its day and time too, for many are called alike.
func (l listing) occupies(r sqlite.Occupancy) string {
	if r.Name == "" {
		return l.say("occupancy.none", nil)
	}
	if r.Weekday == 0 {
		return r.Name
	}
	return listOf(r.Name, l.say("weekdayShort."+string(rune('0'+r.Weekday)), nil)+" "+r.Start.String())
}

// percentOf is a share in a file: none of nothing.
func percentOf(of, percent int) any {
	if of == 0 {
		return nil
	}
	return percent
}

var incomeColumns = []column[sqlite.Income]{
	{"income.month", exchange.Text, func(_ listing, r sqlite.Income) any { return r.Month }},
	{"income.kind", exchange.Text, func(l listing, r sqlite.Income) any { return l.say("catalogue.kind."+string(r.Kind), nil) }},
	{"income.cents", exchange.Cents, func(_ listing, r sqlite.Income) any { return owing(r.Cents) }},
}

// Income lists what each kind of offer earned in each month of a period, without
// VAT: as the books say it, cards and packages as they are used up.
func (d *Desk) Income() List[sqlite.Income] {
	return listed(d, "entries", "income.title", incomeColumns, func(tx *sqlite.Tx, l listing, q ListQuery) ([]sqlite.Income, error) {
		from, to := q.period()
		return tx.IncomeByKind(calendar.Period{First: from, Last: to})
	})
}

var retentionColumns = []column[sqlite.Retention]{
	{"retention.season", exchange.Text, func(_ listing, r sqlite.Retention) any { return r.Name }},
	{"retention.riders", exchange.Int, func(_ listing, r sqlite.Retention) any { return r.Riders }},
	{"retention.before", exchange.Int, func(_ listing, r sqlite.Retention) any { return r.Before }},
	{"retention.back", exchange.Int, func(_ listing, r sqlite.Retention) any { return r.Back }},
	{"retention.new", exchange.Int, func(_ listing, r sqlite.Retention) any { return r.New }},
	{"retention.percent", exchange.Int, func(_ listing, r sqlite.Retention) any { return percentOf(r.Before, r.Percent) }},
}

// Retention lists how many riders came back from season to season, of the last five
// that began, the latest first.
func (d *Desk) Retention() List[sqlite.Retention] {
	return listed(d, "entries", "retention.title", retentionColumns, func(tx *sqlite.Tx, l listing, _ ListQuery) ([]sqlite.Retention, error) {
		return tx.Retained(calendar.Period{First: l.today.AddMonths(-60), Last: l.today})
	})
}

var goneColumns = []column[sqlite.Gone]{
	{"gone.rider", exchange.Text, func(_ listing, r sqlite.Gone) any { return joinSentences(r.Surname, r.FirstName) }},
	{"gone.birth", exchange.Day, func(_ listing, r sqlite.Gone) any { return r.BirthDate }},
	{"today.col.family", exchange.Text, func(_ listing, r sqlite.Gone) any { return r.Family }},
	{"families.column.mobile", exchange.Text, func(_ listing, r sqlite.Gone) any { return r.Mobile }},
	{"gone.email", exchange.Text, func(_ listing, r sqlite.Gone) any { return r.Email }},
	{"gone.last", exchange.Day, func(_ listing, r sqlite.Gone) any { return r.Last }},
}

// Gone lists by name the riders of the season before one who did not come back; of
// today's season without one.
func (d *Desk) Gone() List[sqlite.Gone] {
	return listed(d, "entries", "gone.title", goneColumns, func(tx *sqlite.Tx, l listing, q ListQuery) ([]sqlite.Gone, error) {
		season := q.Of
		if season == 0 {
			current, err := tx.SeasonOn(l.today)
			if err != nil {
				return nil, refused(err, club.CodeSeasonNotFound)
			}
			season = current.ID
		}
		return tx.GoneFrom(season)
	})
}

// back is how many of the riders of the season before today's came back so far.
func (l listing) back(tx *sqlite.Tx, season calendar.Season) (sqlite.Retention, error) {
	seasons, err := tx.Retained(calendar.Period{First: season.First, Last: season.First})
	at := slices.IndexFunc(seasons, func(r sqlite.Retention) bool { return r.Season == season.ID })
	if err != nil || at < 0 {
		return sqlite.Retention{}, err
	}
	return seasons[at], nil
}
