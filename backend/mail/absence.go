package mail

import (
	"slices"

	"paddock/backend/calendar"
	"paddock/backend/club"
)

// predicate is a phrase that says whether somebody comes.
type predicate struct {
	from, to int
	absent   bool
	by       Rule
}

// names is riders named next to each other: "Léa et Hugo".
type names struct {
	from, to int
	riders   []club.RiderID
}

// away is that somebody will not come, as a sentence says it.
type away struct {
	riders []club.RiderID
	named  []Mark
	days   []dayWord
	dayAt  []Mark
	said   Mark
	why    []Why
}

// absences finds who will not come when, and which places that is.
func (r Rules) absences(text []sentence, facts Facts) []Finding {
	var said []away
	var before []club.RiderID // named last, whom "elle" means
	var beforeAt []Mark
	for _, s := range text {
		if s.forwarded && len(said) > 0 && !said[0].has(WhyForwarded) {
			break // the sender said it in their own words
		}
		here := s.names
		said = append(said, r.awayIn(s, here, before, beforeAt, facts)...)
		for _, n := range here {
			before, beforeAt = n.riders, []Mark{s.mark(n.from, n.to, "rider")}
		}
	}
	said = fullest(said)
	var all []Finding
	for _, a := range said {
		all = append(all, a.findings(facts)...)
	}
	return distinct(all)
}

func (a away) has(w Why) bool { return slices.Contains(a.why, w) }

// fullest leaves out what says less than another: a subject "Absence" above the sentence
// that says who and when.
func fullest(said []away) []away {
	return slices.DeleteFunc(slices.Clone(said), func(a away) bool {
		if len(a.riders) > 0 && len(a.days) > 0 {
			return false
		}
		return slices.ContainsFunc(said, func(b away) bool {
			fuller := len(b.riders) >= len(a.riders) && len(b.days) >= len(a.days) && len(b.riders)+len(b.days) > len(a.riders)+len(a.days)
			covers := len(a.riders) == 0 || len(b.riders) == 0 || slices.ContainsFunc(a.riders, func(id club.RiderID) bool { return slices.Contains(b.riders, id) })
			return fuller && covers
		})
	})
}

// awayIn reads one sentence: each phrase of an absence with the riders and the days
// that stand with it.
func (r Rules) awayIn(s sentence, here []names, before []club.RiderID, beforeAt []Mark, facts Facts) []away {
	preds := r.predicates(s.tokens)
	if len(preds) == 0 {
		return nil
	}
	days := daysIn(s.tokens, facts.Day)
	doubtful := s.question
	for i := range s.tokens {
		r.doubtful.at(s.tokens, i, func(int, Rule) { doubtful = true })
	}
	var all []away
	for i, p := range preds {
		if !p.absent {
			continue
		}
		first, last := 0, len(s.tokens)
		if i > 0 {
			first = border(s.tokens, preds[i-1].to, p.from, here)
		}
		if i+1 < len(preds) {
			last = border(s.tokens, p.to, preds[i+1].from, here)
		}
		whole := away{said: s.mark(p.from, p.to, "absence")}
		if doubtful {
			whole.why = append(whole.why, WhyQuestion)
		}
		if s.forwarded {
			whole.why = append(whole.why, WhyForwarded)
		}
		if was(s.tokens, p.from) {
			whole.why = append(whole.why, WhyPast)
		}
		all = append(all, split(whole, s, here, days, first, last)...)
		for k := len(all) - 1; k >= 0 && all[k].said == whole.said; k-- {
			if len(all[k].riders) == 0 {
				all[k].riders, all[k].named = before, beforeAt
				for _, n := range here { // named earlier in this sentence
					if n.to <= first {
						all[k].riders, all[k].named = n.riders, []Mark{s.mark(n.from, n.to, "rider")}
					}
				}
			}
			if len(all[k].riders) == 0 {
				all[k].riders = kin(s.tokens, facts.Riders)
				if len(all[k].riders) > 0 {
					all[k].why = append(slices.Clone(all[k].why), WhyOnlyRider)
				}
			}
		}
	}
	return all
}

// split gives the riders and days of a stretch to one absence, or to several where it
// pairs them: "Léa mercredi et Hugo jeudi".
func split(whole away, s sentence, here []names, days []dayWord, first, last int) []away {
	now := whole
	var all []away
	var k int
	for _, n := range here {
		if n.from < first || n.to > last {
			continue
		}
		for k < len(days) && days[k].from < n.from {
			if days[k].from >= first {
				now.days, now.dayAt = append(now.days, days[k]), append(now.dayAt, s.mark(days[k].from, days[k].to, "day"))
			}
			k++
		}
		if len(now.riders) > 0 && len(now.days) > 0 {
			all = append(all, now)
			now = whole
		}
		now.riders = append(slices.Clone(now.riders), n.riders...)
		now.named = append(slices.Clone(now.named), s.mark(n.from, n.to, "rider"))
	}
	for ; k < len(days) && days[k].to <= last; k++ {
		if days[k].from >= first {
			now.days, now.dayAt = append(now.days, days[k]), append(now.dayAt, s.mark(days[k].from, days[k].to, "day"))
		}
	}
	return append(all, now)
}

// predicates are the phrases of a sentence that say whether somebody comes.
func (r Rules) predicates(tokens []token) []predicate {
	kept := r.standing(tokens)
	// one absence said twice: "est malade et ne viendra pas"
	var out []predicate
	for _, p := range kept {
		if n := len(out); n > 0 && out[n-1].absent && p.absent {
			continue
		}
		out = append(out, p)
	}
	return out
}

// standing is every such phrase. Where two overlap, what says that they come wins if
// it is no shorter: "n'est plus malade".
func (r Rules) standing(tokens []token) []predicate {
	var all []predicate
	for i := range tokens {
		r.absent.at(tokens, i, func(to int, by Rule) { all = append(all, predicate{i, to, true, by}) })
	}
	for i := range tokens {
		r.present.at(tokens, i, func(to int, by Rule) { all = append(all, predicate{i, to, false, by}) })
	}
	slices.SortStableFunc(all, func(a, b predicate) int { return (b.to - b.from) - (a.to - a.from) })
	var kept []predicate
	for _, p := range all {
		overlaps := func(k predicate) bool { return p.from < k.to && k.from < p.to }
		if !slices.ContainsFunc(kept, overlaps) {
			kept = append(kept, p)
		}
	}
	slices.SortFunc(kept, func(a, b predicate) int { return a.from - b.from })
	return kept
}

// border is where what belongs to one phrase ends and the next begins: at "mais", else
// at a comma, else at "et", else before the next name.
func border(tokens []token, from, to int, here []names) int {
	for _, words := range [][]string{{"mais", "maar", "but", "sauf"}, {","}, {"et", "en", "and"}} {
		for i := to - 1; i >= from; i-- {
			if slices.Contains(words, tokens[i].word) {
				return i
			}
		}
	}
	for _, n := range here {
		if n.from >= from && n.from < to {
			return n.from
		}
	}
	return to
}

// was is whether the phrase stands in the past: "était malade".
func was(tokens []token, at int) bool {
	for i := max(at-2, 0); i < at; i++ {
		switch tokens[i].word {
		case "etait", "etaient", "was", "were", "waren", "had", "avait":
			return true
		}
	}
	return false
}

// called is a rider by the words of their names.
type called struct {
	id          club.RiderID
	first, last []string
}

func calledSo(riders []Rider) []called {
	all := make([]called, len(riders))
	for i, r := range riders {
		all[i] = called{r.ID, club.Words(r.FirstName), club.Words(r.Surname)}
	}
	return all
}

// ridersIn finds who of the family is named, those next to each other together.
func ridersIn(tokens []token, riders []called) []names {
	var all []names
	for i := 0; i < len(tokens); {
		var ids []club.RiderID
		to := 0
		for _, r := range riders {
			end := spelled(tokens, i, r.first)
			if end == 0 || end < to {
				continue
			}
			if end > to {
				ids = nil
			}
			to, ids = end, append(ids, r.id)
		}
		if to == 0 {
			i++
			continue
		}
		if len(ids) > 1 { // namesakes: the surname decides
			for _, r := range riders {
				if end := spelled(tokens, to, r.last); slices.Contains(ids, r.id) && end > 0 {
					to, ids = end, []club.RiderID{r.id}
					break
				}
			}
		}
		if n := len(all); n > 0 && together(tokens[all[n-1].to:i]) {
			all[n-1].to, all[n-1].riders = to, append(all[n-1].riders, ids...)
		} else {
			all = append(all, names{i, to, ids})
		}
		i = to
	}
	return all
}

// spelled is where words that begin at a token end, hyphens between them or not; 0
// where they do not stand there.
func spelled(tokens []token, i int, words []string) int {
	if len(words) == 0 {
		return 0
	}
	for k, word := range words {
		if k > 0 && i < len(tokens) && tokens[i].word == "-" {
			i++
		}
		if i >= len(tokens) || tokens[i].word != word {
			return 0
		}
		i++
	}
	if i < len(tokens) && tokens[i].word == "-" { // Marie is not Marie-Laure
		return 0
	}
	return i
}

func together(between []token) bool {
	for _, t := range between {
		switch t.word {
		case "et", "en", "and", ",", "ni", "ainsi", "que", "ook", "noch":
		default:
			return false
		}
	}
	return len(between) > 0
}

// kin is whom "ma fille" means where nobody is named: the one rider that fits.
func kin(tokens []token, riders []Rider) []club.RiderID {
	girl, boy := false, false
	for _, t := range tokens {
		switch t.word {
		case "fille", "dochter", "dochtertje", "daughter":
			girl = true
		case "fils", "zoon", "zoontje", "son", "garcon":
			boy = true
		}
	}
	var fit []club.RiderID
	for _, r := range riders {
		if girl == boy || girl && r.Girl || boy && r.Boy {
			fit = append(fit, r.ID)
		}
	}
	if len(fit) != 1 {
		return nil
	}
	return fit
}

// findings ties an absence to the places it gives up, a finding for each rider.
func (a away) findings(facts Facts) []Finding {
	marks := append(append(slices.Clone(a.named), a.said), a.dayAt...)
	if len(a.riders) == 0 {
		f := Finding{Kind: Absence, Why: append(slices.Clone(a.why), WhyNoRider), Marks: marks}
		if len(a.days) > 0 {
			f.Days = a.days[0].days
		}
		return []Finding{f}
	}
	var all []Finding
	for _, rider := range a.riders {
		f := Finding{Kind: Absence, Rider: rider, Why: slices.Clone(a.why), Marks: marks}
		if !a.has(WhyOnlyRider) {
			f.Why = append([]Why{WhyRider}, f.Why...)
		}
		f.place(a, facts)
		all = append(all, f)
	}
	return all
}

// place finds the lessons that an absence gives up.
func (f *Finding) place(a away, facts Facts) {
	if len(a.days) == 0 {
		if a.has(WhyPast) {
			return
		}
		f.Why = append(f.Why, WhyNoDay)
		for _, ride := range facts.Rides {
			if ride.Rider == f.Rider && ride.Day >= facts.Day {
				f.Days, f.Bookings = one(ride.Day), append(f.Bookings, ride.Booking)
				break
			}
		}
		if len(f.Bookings) == 0 {
			f.Why = append(f.Why, WhyNoLesson)
		}
		return
	}
	f.Why = append(f.Why, WhyDay)
	for _, d := range a.days {
		f.on(d, facts)
	}
	if len(f.Bookings) == 0 && !slices.Contains(f.Why, WhyPast) {
		f.Why = append(f.Why, WhyNoLesson)
	}
}

// on adds the lessons of the days one word names.
func (f *Finding) on(d dayWord, facts Facts) {
	days := d.days
	rides := ridesOn(facts, f.Rider, days)
	if d.weekday && days.First == facts.Day { // a Wednesday, written on a Wednesday
		next := one(days.First.AddDays(7))
		later := ridesOn(facts, f.Rider, next)
		switch {
		case len(rides) == 0:
			days, rides = next, later
		case len(later) > 0:
			f.Why = append(f.Why, WhyTwoDays)
		}
	}
	if f.Days.First == "" || days.First < f.Days.First {
		f.Days.First = days.First
	}
	f.Days.Last = max(f.Days.Last, days.Last)
	if (d.past || days.Last < facts.Today) && !slices.Contains(f.Why, WhyPast) {
		f.Why = append(f.Why, WhyPast)
		return
	}
	for _, id := range rides {
		if !slices.Contains(f.Bookings, id.Booking) {
			f.Bookings = append(f.Bookings, id.Booking)
		}
	}
}

func ridesOn(facts Facts, rider club.RiderID, days calendar.Period) []Ride {
	var all []Ride
	for _, ride := range facts.Rides {
		if ride.Rider == rider && days.Contains(ride.Day) {
			all = append(all, ride)
		}
	}
	return all
}

// distinct leaves out a finding that an earlier one says already.
func distinct(all []Finding) []Finding {
	var kept []Finding
	for _, f := range all {
		at := slices.IndexFunc(kept, func(k Finding) bool {
			return k.Rider == f.Rider && (k.Days == f.Days || slices.Equal(k.Bookings, f.Bookings))
		})
		switch {
		case at < 0:
			kept = append(kept, f)
		case !kept[at].Sure() && f.Sure():
			f.Marks = append(kept[at].Marks, f.Marks...)
			kept[at] = f
		default:
			kept[at].Marks = append(kept[at].Marks, f.Marks...)
		}
	}
	return kept
}
