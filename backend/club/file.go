package club

import (
	"slices"
	"strings"

	"paddock/backend/calendar"
	"paddock/backend/locale"
)

// AskedPaper is one paper of the season's list: what the club must hold of a rider
// (PRODUCT section 2, Rider file). The list is dated, so that next season's can
// be written before it begins.
type AskedPaper struct {
	Code      string       `json:"code" doc:"health, parental, licence, rules, or a word of the club's own; never shown"`
	Name      Texts        `json:"name"`
	From      calendar.Day `json:"from"`
	Through   calendar.Day `json:"through" doc:"Empty while it is on the list"`
	For       PaperFor     `json:"for" enum:"all,minors,offer"`
	OfferKind string       `json:"offerKind" doc:"For offer: who bought this kind of offer this season"`
	Required  bool         `json:"required" doc:"The file is not complete without it"`
	Instead   string       `json:"instead" doc:"Code of the paper it does in place of: a certificate for a questionnaire"`
	Validity  Validity     `json:"validity" enum:"season,months,always"`
	Months    int          `json:"months" doc:"How many, for a validity in months; two years are 24"`
}

// PaperFor says whom a paper is asked of.
type PaperFor string

// Whom a paper is asked of.
const (
	ForAll    PaperFor = "all"
	ForMinors PaperFor = "minors"
	ForOffer  PaperFor = "offer" // riders of a kind of offer
)

// Validity says how long an accepted paper is good for.
type Validity string

// The validities of a paper.
const (
	GoodForSeason Validity = "season"
	GoodForMonths Validity = "months"
	GoodForEver   Validity = "always"
)

// LicencePaper is the code of the paper that a licence held, or asked for
// through the club, answers by itself.
const LicencePaper = "licence"

// Majority ends what is asked of minors: on that birthday nobody signs for them
// any more.
const Majority = 18

// PaperState is where a paper of a rider stands.
type PaperState string

// The states of a paper. Nobody sets expired: it follows from the day.
const (
	PaperMissing  PaperState = "missing"
	PaperReceived PaperState = "received"
	PaperAccepted PaperState = "accepted"
	PaperRefused  PaperState = "refused"
	PaperExpired  PaperState = "expired"
)

// HeldPaper is what the club last wrote down of a paper of a rider.
type HeldPaper struct {
	Code    string
	State   PaperState
	Expires calendar.Day // the last day it is good for; "" for ever
}

// Holder is a rider as the rules of the file look at one.
type Holder struct {
	Birth    calendar.Day // "" when unknown
	Licences []Licence
	Papers   []HeldPaper
	Bought   []string // kinds of offers bought this season
}

// FilePaper is a paper of the list in one rider's file.
type FilePaper struct {
	AskedPaper
	State   PaperState   `json:"state" enum:"missing,received,accepted,refused,expired"`
	Expires calendar.Day `json:"expires" doc:"The last day it is good for; empty when it does not expire"`
	Missing bool         `json:"missing" doc:"The file waits for it"`
	Renew   bool         `json:"renew" doc:"It is good today and not for long"`
}

// FileState is the papers asked of a rider on a day.
type FileState struct {
	Complete bool        `json:"complete"`
	Papers   []FilePaper `json:"papers" nullable:"false" doc:"In the order of the list"`
}

// RenewDays is how long before its last day a paper is to be renewed.
const RenewDays = 30

// PapersOn lists the papers in force on a day, in their order.
func (s Settings) PapersOn(day calendar.Day) []AskedPaper {
	var list []AskedPaper
	for _, p := range s.Papers {
		if inForce(p.From, p.Through, day) {
			list = append(list, p)
		}
	}
	return list
}

// FileOn is a rider's file on a day: complete when every paper that is required
// of this rider is accepted, by itself or by one that does in its place, and
// good on that day, its last one included (PRODUCT sections 2 and 3).
func FileOn(list []AskedPaper, rider Holder, day calendar.Day) FileState {
	file := FileState{Complete: true, Papers: []FilePaper{}}
	for _, p := range list {
		if !p.askedOf(rider, day) {
			continue
		}
		paper := FilePaper{AskedPaper: p}
		paper.State, paper.Expires = rider.stands(p, day)
		file.Papers = append(file.Papers, paper)
	}
	for i := range file.Papers {
		p := &file.Papers[i]
		met, through := p.met(file.Papers)
		p.Missing = p.Required && p.Instead == "" && !met
		p.Renew = p.State == PaperAccepted && through == p.Expires && p.Expires != "" && p.Expires.AddDays(-RenewDays) <= day
		file.Complete = file.Complete && !p.Missing
	}
	return file
}

// Names are what several things are called.
type Names []Texts

// In lists the names in a language.
func (n Names) In(lang locale.Lang) string {
	words := make([]string, len(n))
	for i, name := range n {
		words[i] = name.In(lang)
	}
	return strings.Join(words, ", ")
}

// Missing names what the file waits for.
func (f FileState) Missing() Names {
	names := Names{}
	for _, p := range f.Papers {
		if p.Missing {
			names = append(names, p.Name)
		}
	}
	return names
}

// ToRenew names what must be renewed soon.
func (f FileState) ToRenew() Names {
	names := Names{}
	for _, p := range f.Papers {
		if p.Renew {
			names = append(names, p.Name)
		}
	}
	return names
}

// askedOf reports whether a paper is asked of a rider. One whose birth date
// nobody knows is taken for a minor.
func (p AskedPaper) askedOf(rider Holder, day calendar.Day) bool {
	switch p.For {
	case ForMinors:
		return rider.Birth == "" || calendar.Age(rider.Birth, day) < Majority
	case ForOffer:
		return slices.Contains(rider.Bought, p.OfferKind)
	}
	return true
}

// stands is the state of a paper on a day and the last day it is good for.
func (h Holder) stands(p AskedPaper, day calendar.Day) (PaperState, calendar.Day) {
	state, expires := PaperMissing, calendar.Day("")
	for _, held := range h.Papers {
		if held.Code == p.Code {
			state, expires = held.State, held.Expires
		}
	}
	if state == PaperAccepted && expires != "" && expires < day {
		state = PaperExpired
	}
	if p.Code != LicencePaper || state == PaperAccepted {
		return state, expires
	}
	var through calendar.Day
	for _, l := range h.Licences {
		if l.ValidFrom <= day && day <= l.ValidThrough {
			through = max(through, l.ValidThrough)
		}
	}
	if through != "" {
		return PaperAccepted, through
	}
	return state, expires
}

// met reports whether a paper, or one that does in its place, is good, and
// until when; "" is for ever.
func (p FilePaper) met(papers []FilePaper) (met bool, through calendar.Day) {
	answers := p.Code
	if p.Instead != "" {
		answers = p.Instead
	}
	for _, other := range papers {
		if other.State != PaperAccepted || other.Code != answers && other.Instead != answers {
			continue
		}
		switch {
		case !met:
			met, through = true, other.Expires
		case through != "" && (other.Expires == "" || other.Expires > through):
			through = other.Expires
		}
	}
	return met, through
}

// ExpiryFrom is the last day a paper given on a day is good for: the end of the
// season that day is in, or of the next one in a break; the same day so many
// months later, that day included; "" for ever. Without a season it is good for
// a year.
func (p AskedPaper) ExpiryFrom(given calendar.Day, seasons []calendar.Season) calendar.Day {
	switch p.Validity {
	case GoodForEver:
		return ""
	case GoodForMonths:
		return given.AddMonths(p.Months)
	}
	var end calendar.Day
	for _, s := range seasons {
		if s.Last >= given && (end == "" || s.Last < end) {
			end = s.Last
		}
	}
	if end == "" {
		return given.AddMonths(12)
	}
	return end
}
