package mail

// Heard is a line of the rules that a mail fits, and where.
type Heard struct {
	Rule
	Mark Mark
}

// Heard lists the lines of the rules that a mail fits, in the mail's order: those that
// make its findings and those that keep it from one. Of a provider, its name.
func (r Rules) Heard(m Message) []Heard {
	if p, is := r.provider(m); is {
		all := []Heard{{Rule: Rule{Says: "provider", Phrase: p.Name}}}
		for _, s := range readParts(m) {
			for i := range s.tokens {
				r.unpaid.at(s.tokens, i, func(to int, by Rule) { all = append(all, Heard{by, s.mark(i, to, "doubtful")}) })
			}
		}
		return all
	}
	var all []Heard
	for _, s := range readParts(m) {
		for _, p := range r.standing(s.tokens) {
			as := "absence"
			if !p.absent {
				as = "present"
			}
			all = append(all, Heard{p.by, s.mark(p.from, p.to, as)})
		}
		for _, words := range []struct {
			wording
			as string
		}{{r.doubtful, "doubtful"}, {r.enrol, "enrolment"}} {
			for i := range s.tokens {
				words.at(s.tokens, i, func(to int, by Rule) { all = append(all, Heard{by, s.mark(i, to, words.as)}) })
			}
		}
	}
	return all
}
