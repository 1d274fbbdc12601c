package mail

import (
	"bytes"
	"slices"
	"strings"

	"paddock/backend/club"
)

// enrolments finds which activity a place is asked in, for whom.
func (r Rules) enrolments(text []sentence, facts Facts) []Finding {
	asked := false
	var said []Mark
	var riders []club.RiderID
	var named []Mark
	for _, s := range text {
		for i := range s.tokens {
			r.enrol.at(s.tokens, i, func(to int, _ Rule) {
				if !asked {
					asked, said = true, []Mark{s.mark(i, to, "enrolment")}
				}
			})
		}
		for _, n := range s.names {
			for _, id := range n.riders {
				if !slices.Contains(riders, id) {
					riders, named = append(riders, id), append(named, s.mark(n.from, n.to, "rider"))
				}
			}
		}
	}
	if !asked {
		return nil
	}
	var all []Finding
	for _, a := range facts.Activities {
		marks := r.meant(a, text, facts)
		if len(marks) == 0 {
			continue
		}
		f := Finding{Kind: Enrolment, Activity: a.ID, Why: []Why{WhyActivity}, Marks: append(slices.Clone(said), marks...)}
		f.Days.First, f.Days.Last = a.First, a.Last
		if len(riders) == 0 {
			f.Why = append(f.Why, WhyNoRider)
			all = append(all, f)
		}
		for i, rider := range riders {
			own := f
			own.Rider, own.Why, own.Marks = rider, append(slices.Clone(f.Why), WhyRider), append(slices.Clone(f.Marks), named[i])
			all = append(all, own)
		}
	}
	return all
}

// meant is where a text names an activity: by its days, or by what its name alone says.
func (r Rules) meant(a Activity, text []sentence, facts Facts) []Mark {
	var own []string
	for _, word := range club.Words(a.Name) {
		if len(word) > 3 && strings.Trim(word, "0123456789") != "" && !r.plain.stand([]token{{word: word}}, 0) {
			own = append(own, word)
		}
	}
	for _, s := range text {
		for _, d := range daysIn(s.tokens, facts.Day) {
			if d.days.First == a.First && (d.days.Last == a.Last || d.days.First == d.days.Last) {
				return []Mark{s.mark(d.from, d.to, "activity")}
			}
		}
	}
	for _, s := range text {
		if len(own) == 0 {
			break
		}
		var marks []Mark
		for _, word := range own {
			if i := slices.IndexFunc(s.tokens, func(t token) bool { return t.word == word }); i >= 0 {
				marks = append(marks, s.mark(i, i+1, "activity"))
			}
		}
		if len(marks) == len(own) {
			return marks
		}
	}
	return nil
}

// papers finds attached files that can be a paper of a rider.
func (r Rules) papersIn(m Message, text []sentence, facts Facts) []Finding {
	var all []Finding
	var riders []club.RiderID
	for _, s := range text {
		for _, n := range s.names {
			riders = append(riders, n.riders...)
		}
	}
	for i, a := range m.Attachments {
		if !slices.Contains(club.ScanTypes, a.Type) {
			continue
		}
		f := Finding{Kind: Paper, Attachment: i, Why: []Why{WhyAttachment}}
		name := sentences(a.Name, 0, false)
		for _, s := range name {
			for _, n := range ridersIn(s.tokens, calledSo(facts.Riders)) {
				f.Rider = n.riders[0]
			}
		}
		switch {
		case f.Rider != 0:
		case len(riders) > 0:
			f.Rider = riders[0]
		case len(facts.Riders) == 1:
			f.Rider = facts.Riders[0].ID
		}
		f.Paper = r.paperCalled(append(name, text...), facts.Papers)
		all = append(all, f)
	}
	return all
}

// paperCalled is the paper of the list that a name or text calls so; "" for none.
func (r Rules) paperCalled(text []sentence, papers []club.AskedPaper) string {
	for _, s := range text {
		for i := range s.tokens {
			for _, words := range r.papers {
				if !words.stand(s.tokens, i) {
					continue
				}
				for _, p := range papers {
					for _, name := range sentences(p.Name.French+"\n\n"+p.Name.Dutch+"\n\n"+p.Name.English, 0, false) {
						for j := range name.tokens {
							if words.stand(name.tokens, j) {
								return p.Code
							}
						}
					}
				}
			}
		}
	}
	return ""
}

// statements finds attached files that a bank sends.
func statements(m Message) []Finding {
	var all []Finding
	for i, a := range m.Attachments {
		if a.Type != typeXML && a.Type != typeText || !ofABank(a) {
			continue
		}
		all = append(all, Finding{Kind: Statement, Attachment: i, Why: []Why{WhyAttachment}})
	}
	return all
}

func ofABank(a Attachment) bool {
	head := a.Content[:min(len(a.Content), 4000)]
	for _, sign := range []string{"camt.05", "BkToCstmr", "OFXHEADER", "<OFX", ":20:", ":60F:", ":25:"} {
		if bytes.Contains(head, []byte(sign)) {
			return true
		}
	}
	line, _, _ := bytes.Cut(head, []byte("\n"))
	line = bytes.TrimRight(line, "\r")
	switch {
	case len(line) == 120 && bytes.HasPrefix(line, []byte("01")), len(line) == 128 && bytes.HasPrefix(line, []byte("0000")): // CFONB, CODA
		return true
	}
	return strings.HasSuffix(strings.ToLower(a.Name), ".csv")
}
