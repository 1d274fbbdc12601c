package mail

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/planning"
)

// Lesson is one that a rider could be booked in: of those Wishes asked for.
type Lesson struct {
	ID    planning.LessonID
	Rider club.RiderID
	Day   calendar.Day
	Start calendar.Minute
	Bar   Why // what keeps a place from being taken at once; empty for nothing
}

// Wish is a day on which a mail asks for a place in a lesson, for a rider.
type Wish struct {
	Rider club.RiderID
	Day   calendar.Day
}

// asked is a place in a lesson as a mail asks for it.
type asked struct {
	said   Mark
	riders []club.RiderID
	named  []Mark
	days   []dayWord
	dayAt  []Mark
	hours  []calendar.Minute // any of them
	why    []Why
}

// otherThings are what places are asked in that are no lessons.
var otherThings = map[string]bool{"stage": true, "stages": true, "kamp": true, "kampen": true, "camp": true, "camps": true, "concours": true, "wedstrijd": true, "competition": true, "evenement": true, "event": true}

// Wishes are the riders and days of which who calls Classify says the lessons.
func (r Rules) Wishes(m Message, facts Facts) (all []Wish) {
	defer func() {
		if recover() != nil { // as Classify
			all = nil
		}
	}()
	if _, is := r.provider(m); is || m.Automatic || !facts.Known {
		return nil
	}
	a, is := r.placeAsked(named(readParts(m), facts), facts)
	if !is {
		return nil
	}
	for _, rider := range a.riders {
		for _, day := range a.daysMeant(facts) {
			all = append(all, Wish{rider, day})
		}
	}
	return all
}

// daysMeant are the days asked for that are still to come; of a Wednesday written on a
// Wednesday also the next one.
func (a asked) daysMeant(facts Facts) (all []calendar.Day) {
	for _, d := range a.days {
		days := []calendar.Day{d.days.First}
		if d.weekday && days[0] == facts.Day {
			days = append(days, days[0].AddDays(7))
		}
		for _, day := range days {
			if day >= facts.Today && !slices.Contains(all, day) {
				all = append(all, day)
			}
		}
	}
	return all
}

// placeAsked finds where a mail asks for a place, for whom and when. A sentence that
// says that somebody will not come asks for none, nor does one about an activity.
func (r Rules) placeAsked(text []sentence, facts Facts) (a asked, is bool) {
	if !slices.ContainsFunc(text, r.asks) {
		return a, false
	}
	at := -1
	var fit []int // the sentences that can say when
	for i, s := range text {
		if s.forwarded && at >= 0 && !text[at].forwarded {
			break
		}
		if slices.ContainsFunc(r.predicates(s.tokens), func(p predicate) bool { return p.absent }) || slices.ContainsFunc(s.tokens, func(t token) bool { return otherThings[t.word] }) {
			continue
		}
		fit = append(fit, i)
		for from := range s.tokens {
			r.enrol.at(s.tokens, from, func(to int, _ Rule) {
				if (at < 0 || text[at].subject && len(a.days) == 0) && wanted(s.tokens, from, to) {
					at, a = i, asked{said: s.mark(from, to, "enrolment")}
					a.on(s, facts)
				}
			})
		}
	}
	if at < 0 {
		return a, false
	}
	for _, i := range fit {
		if len(a.days) == 0 {
			a.on(text[i], facts)
		}
	}
	if len(a.days) == 0 {
		return a, false
	}
	a.whom(text, at, facts)
	if text[at].forwarded {
		a.why = append(a.why, WhyForwarded)
	}
	for i := range text[at].tokens {
		r.doubtful.at(text[at].tokens, i, func(int, Rule) {
			if !slices.Contains(a.why, WhyQuestion) {
				a.why = append(a.why, WhyQuestion)
			}
		})
	}
	return a, true
}

// asks is whether a sentence has a phrase that asks for a place.
func (r Rules) asks(s sentence) (is bool) {
	for i := range s.tokens {
		r.enrol.at(s.tokens, i, func(int, Rule) { is = true })
	}
	return is
}

// on takes the days and hours of a sentence.
func (a *asked) on(s sentence, facts Facts) {
	for _, d := range daysIn(s.tokens, facts.Day) {
		if !d.past && d.days.First == d.days.Last {
			a.days, a.dayAt = append(a.days, d), append(a.dayAt, s.mark(d.from, d.to, "day"))
		}
	}
	hours, marks := hoursIn(s)
	a.hours = append(a.hours, hours...)
	if len(a.days) > 0 {
		a.dayAt = append(a.dayAt, marks...)
	}
}

// whom takes who is named in the sentence that asks, else last before it, else first
// after it, else the only rider of the family.
func (a *asked) whom(text []sentence, at int, facts Facts) {
	order := []int{at}
	for i := at - 1; i >= 0; i-- {
		order = append(order, i)
	}
	for i := at + 1; i < len(text); i++ {
		order = append(order, i)
	}
	for _, i := range order {
		for _, n := range text[i].names {
			a.named = append(a.named, text[i].mark(n.from, n.to, "rider"))
			for _, id := range n.riders {
				if !slices.Contains(a.riders, id) {
					a.riders = append(a.riders, id)
				}
			}
		}
		if len(a.riders) > 0 {
			return
		}
	}
	if a.riders = kin(text[at].tokens, facts.Riders); len(a.riders) > 0 {
		a.why = append(a.why, WhyOnlyRider)
	}
}

// Words that say, before a phrase or behind it, that no place is wanted or that there is
// none: "pas besoin d'une place".
var (
	declining = map[string]bool{"pas": true, "plus": true, "aucun": true, "aucune": true, "sans": true, "geen": true, "niet": true, "zonder": true, "no": true, "not": true, "don": true, "without": true}
	declined  = map[string]bool{"pas": true, "niet": true, "not": true}
	thanks    = map[string]bool{"merci": true, "bedankt": true, "dank": true, "thanks": true, "thank": true}
	thankedIn = map[string]bool{"pour": true, "voor": true, "for": true}
)

// wanted is whether a phrase asks: no such word stands around it, and nobody is thanked
// for what it says ("merci pour la réservation", but not "merci de réserver").
func wanted(tokens []token, from, to int) bool {
	has := func(words map[string]bool, near []token) int {
		return slices.IndexFunc(near, func(t token) bool { return words[t.word] })
	}
	before := tokens[max(from-4, 0):from]
	if at := has(thanks, before); at >= 0 && has(thankedIn, before[at:]) > 0 {
		return false
	}
	return has(declining, before) < 0 && has(declined, tokens[to:min(to+3, len(tokens))]) < 0
}

// places finds the lessons that a place is asked in.
func (r Rules) places(text []sentence, facts Facts) []Finding {
	if !facts.Known {
		return nil
	}
	a, is := r.placeAsked(text, facts)
	if !is || len(a.daysMeant(facts)) == 0 {
		return nil
	}
	f := Finding{Kind: Booking, Why: slices.Clone(a.why), Days: one(a.daysMeant(facts)[0]), Marks: append(append([]Mark{a.said}, a.named...), a.dayAt...)}
	if len(a.riders) == 0 {
		f.Why = append(f.Why, WhyNoRider)
		return []Finding{f}
	}
	var all []Finding
	for _, rider := range a.riders {
		own := f
		own.Rider, own.Why = rider, append([]Why{WhyDay}, f.Why...)
		if !slices.Contains(f.Why, WhyOnlyRider) {
			own.Why = append([]Why{WhyRider}, own.Why...)
		}
		all = append(all, a.lessons(own, facts)...)
	}
	return all
}

// lessons are the findings of one rider: the one lesson there is a place in; to choose
// from where there are several; else what keeps them from it.
func (a asked) lessons(f Finding, facts Facts) []Finding {
	days := a.daysMeant(facts)
	rides := slices.ContainsFunc(days, func(day calendar.Day) bool { return len(ridesOn(facts, f.Rider, one(day))) > 0 })
	var open, barred []Lesson
	for _, l := range facts.Lessons {
		switch {
		case l.Rider != f.Rider || !slices.Contains(days, l.Day) || len(a.hours) > 0 && !slices.Contains(a.hours, l.Start):
		case l.Bar == "":
			open = append(open, l)
		default:
			barred = append(barred, l)
		}
	}
	if len(open) == 0 {
		open = barred
	}
	if len(open) == 0 {
		if rides { // it speaks of a place they have
			return nil
		}
		f.Why = append(f.Why, WhyNothingFits)
		return []Finding{f}
	}
	if rides {
		f.Why = append(f.Why, WhyRides)
	}
	if len(open) > 1 {
		f.Why = append(f.Why, WhySeveral)
	}
	all := make([]Finding, len(open))
	for i, l := range open {
		all[i] = f
		all[i].Lesson, all[i].Days = l.ID, one(l.Day)
		if all[i].Why = slices.Clone(f.Why); l.Bar != "" {
			all[i].Why = append(all[i].Why, l.Bar)
		}
	}
	return all
}

// hourForm is an hour as one word: "14h", "14h30", "14u", "2pm", and "14:30" of two.
var hourForm = regexp.MustCompile(`^([01]?\d|2[0-3])(?:[hu:]([0-5]\d)?|(am|pm)|uur|heures?)$`)

// hoursIn are the hours a sentence writes. One before eight is also the one in the
// afternoon.
func hoursIn(s sentence) (all []calendar.Minute, marks []Mark) {
	for i := 0; i < len(s.tokens); i++ {
		text, hit, to := "", []string(nil), 0
		for n := i; n < min(i+3, len(s.tokens)); n++ { // the longest that fits: "14 h 30"
			if n == i+1 && s.tokens[n].from == s.tokens[i].to+1 && twoDigits(s.tokens[n].word) {
				text += ":"
			}
			text += s.tokens[n].word
			if fits := hourForm.FindStringSubmatch(text); fits != nil {
				hit, to = fits, n+1
			}
		}
		if hit == nil {
			continue
		}
		hour, _ := strconv.Atoi(hit[1])
		minute, _ := strconv.Atoi("0" + hit[2])
		if hit[3] == "pm" && hour < 12 {
			hour += 12
		}
		at := calendar.Minute(60*hour + minute)
		if all = append(all, at); hour < 8 && hit[3] == "" {
			all = append(all, at+12*60)
		}
		marks = append(marks, s.mark(i, to, "day"))
		i = to - 1
	}
	return all, marks
}

func twoDigits(word string) bool {
	return len(word) == 2 && strings.Trim(word, "0123456789") == ""
}
