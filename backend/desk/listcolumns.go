package desk

import (
	"strings"
	"time"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/exchange"
	"paddock/backend/locale"
	"paddock/backend/sqlite"
)

// What the columns of a List say; the screen heads its own by the same text keys.

var activityColumns = []column[sqlite.ActivityRow]{
	{"activity.col.name", exchange.Text, func(_ listing, r sqlite.ActivityRow) any { return r.Name }},
	{"activity.col.days", exchange.Day, func(_ listing, r sqlite.ActivityRow) any { return r.First }},
	{"activity.lastDay", exchange.Day, func(_ listing, r sqlite.ActivityRow) any { return r.Last }},
	{"activity.col.places", exchange.Int, func(_ listing, r sqlite.ActivityRow) any { return limitOf(r.Capacity) }},
	{"activity.enrolled", exchange.Int, func(_ listing, r sqlite.ActivityRow) any { return r.Taken }},
	{"activity.waiting", exchange.Int, func(_ listing, r sqlite.ActivityRow) any { return limitOf(r.Waiting) }},
}

// enrolledColumns leave out what files say of health, as riderColumns do.
var enrolledColumns = []column[Enrolled]{
	{"roster.rider", exchange.Text, func(_ listing, r Enrolled) any { return strings.TrimSpace(r.FirstName + " " + r.Surname) }},
	{"list.birthDate", exchange.Day, func(_ listing, r Enrolled) any { return r.BirthDate }},
	{"families.level", exchange.Text, func(_ listing, r Enrolled) any { return r.LevelLabel }},
	{"activity.col.how", exchange.Text, func(l listing, r Enrolled) any {
		if r.Guest {
			return l.say("activity.guest", nil)
		}
		return l.say("activity.family", nil)
	}},
	{"today.col.family", exchange.Text, func(_ listing, r Enrolled) any { return r.HouseholdName }},
	{"families.email", exchange.Text, func(_ listing, r Enrolled) any { return r.Email }},
	{"riders.call", exchange.Text, func(_ listing, r Enrolled) any { return callOf(r.Call) }},
	{"activity.col.paid", exchange.Cents, func(_ listing, r Enrolled) any { return owing(r.Payment.Rest) }},
	{"activity.col.file", exchange.Text, func(l listing, r Enrolled) any {
		var lacks club.Names
		for _, paper := range r.Lacks {
			lacks = append(lacks, paper.Name)
		}
		return lacks.In(l.lang)
	}},
}

var accountColumns = []column[sqlite.AccountLine]{
	{"families.column.day", exchange.Day, func(_ listing, r sqlite.AccountLine) any { return r.Day }},
	{"families.column.label", exchange.Text, func(l listing, r sqlite.AccountLine) any {
		if r.Payment == 0 {
			return r.Number
		}
		return l.paid(r.Way, r.Detail, r.Back)
	}},
	{"families.column.due", exchange.Cents, func(_ listing, r sqlite.AccountLine) any { return owing(r.Due) }},
	{"families.column.received", exchange.Cents, func(_ listing, r sqlite.AccountLine) any { return owing(r.Received) }},
	{"list.remaining", exchange.Cents, func(_ listing, r sqlite.AccountLine) any { return owing(r.Remaining) }},
	{"statement.balance", exchange.Cents, func(_ listing, r sqlite.AccountLine) any { return r.Balance }},
}

// paid says the way of a payment, and of money that went back why.
func (l listing) paid(way billing.Way, detail billing.Detail, back billing.Back) string {
	by := firstOf(detail.Name, l.say("way."+string(way), nil))
	if way == billing.Cheque {
		by = l.say("way.chequeNumber", locale.Params{"number": detail.Number})
	}
	if back != "" && way == billing.WrittenOff {
		return l.say("way.recovered", nil)
	}
	if back != "" {
		return l.say("way."+string(back), locale.Params{"way": by})
	}
	return by
}

var giftCardColumns = []column[sqlite.GiftCard]{
	{"list.card", exchange.Text, func(_ listing, g sqlite.GiftCard) any { return "…" + g.Last }},
	{"list.article", exchange.Text, func(_ listing, g sqlite.GiftCard) any { return g.Name }},
	{"list.invoice", exchange.Text, func(_ listing, g sqlite.GiftCard) any { return g.Number }},
	{"list.through", exchange.Day, func(_ listing, g sqlite.GiftCard) any { return g.ValidThrough }},
	{"giftCard.worth", exchange.Cents, func(_ listing, g sqlite.GiftCard) any { return g.Cents }},
	{"giftCard.rest", exchange.Cents, func(_ listing, g sqlite.GiftCard) any { return owing(g.Left) }},
}

var importColumns = []column[sqlite.Import]{
	{"import.file", exchange.Text, func(_ listing, i sqlite.Import) any { return i.File }},
	{"import.on", exchange.Day, func(l listing, i sqlite.Import) any { return l.dayOf(i.At) }},
	{"import.by", exchange.Text, func(_ listing, i sqlite.Import) any { return i.By }},
	{"import.madeRiders", exchange.Int, func(_ listing, i sqlite.Import) any { return limitOf(i.Riders) }},
	{"import.madeFamilies", exchange.Int, func(_ listing, i sqlite.Import) any { return limitOf(i.Households) }},
	{"import.madeOpenings", exchange.Int, func(_ listing, i sqlite.Import) any { return limitOf(i.Openings) }},
	{"import.laterHead", exchange.Int, func(_ listing, i sqlite.Import) any { return limitOf(i.Later) }},
	{"import.undoneHead", exchange.Day, func(l listing, i sqlite.Import) any { return l.dayOf(i.UndoneAt) }},
}

// dayOf is the day of an instant as rows say it, where the club is; none of none.
func (l listing) dayOf(instant string) calendar.Day {
	at, err := time.Parse(time.RFC3339, instant)
	if err != nil {
		return ""
	}
	return calendar.DayOf(at, l.zone)
}

var setAsideColumns = []column[SetAsideLine]{
	{"list.rider", exchange.Text, func(_ listing, s SetAsideLine) any { return s.Name }},
	{"import.file", exchange.Text, func(_ listing, s SetAsideLine) any { return s.File }},
	{"import.lineHead", exchange.Int, func(_ listing, s SetAsideLine) any { return s.Line }},
	{"import.wrong", exchange.Text, func(l listing, s SetAsideLine) any {
		var wrong []string
		for _, bad := range s.Bad {
			wrong = append(wrong, l.say("error."+string(bad.Code), bad.Params))
		}
		return strings.Join(wrong, " ")
	}},
}

var candidateColumns = []column[Candidate]{
	{"many.family", exchange.Text, func(_ listing, c Candidate) any { return c.Name }},
	{"many.show", exchange.Text, func(l listing, c Candidate) any { return l.say("many."+c.State, nil) }},
	{"many.whom", exchange.Text, func(_ listing, c Candidate) any {
		var names []string
		for _, rider := range c.Riders {
			names = append(names, rider.Name)
		}
		return strings.Join(names, ", ")
	}},
	{"many.amount", exchange.Cents, func(_ listing, c Candidate) any { return owing(c.Cents) }},
	{"many.why", exchange.Text, func(l listing, c Candidate) any {
		var why []string
		if len(c.Bought) > 0 {
			why = append(why, l.say("many.has", locale.Params{"names": strings.Join(c.Bought, ", ")}))
		}
		for _, one := range c.Obstacles {
			why = append(why, strings.TrimSpace(one.Name+" "+l.say("error."+string(one.Code), one.Params)))
		}
		return strings.Join(why, " · ")
	}},
}
