package mail

import (
	_ "embed"
	"encoding/json"
	"regexp"
	"slices"
	"strings"

	"paddock/backend/money"
)

// Rules are the words that mails are read by, as a person writes them: "ne viendra …
// pas" is those words in this order with up to three others at "…", "malad*" every
// word that begins so. Case and accents do not matter.
type Rules struct {
	Absent    []string   `json:"absent" nullable:"false" doc:"Somebody will not come"`
	Present   []string   `json:"present" nullable:"false" doc:"Somebody comes all the same: stronger than the words of an absence they overlap"`
	Doubtful  []string   `json:"doubtful" nullable:"false" doc:"It is asked, or on a condition"`
	Enrol     []string   `json:"enrol" nullable:"false" doc:"A place is asked for"`
	Providers []Provider `json:"providers" nullable:"false" doc:"Whose notices of payment are believed, once the mail server vouches for them"`

	absent, present, doubtful, enrol wording
}

// Provider is who writes that a payment came, and how. No provider publishes the form
// of its mails (RULES section 8), so the patterns are the club's to change.
type Provider struct {
	Name      string   `json:"name"`
	Domains   []string `json:"domains" nullable:"false" doc:"Its mails come from these"`
	Reference string   `json:"reference,omitempty" doc:"Regular expression whose first group is our reference; anything like one of ours when empty"`
	Amount    string   `json:"amount,omitempty" doc:"Regular expression whose first group is the amount; the only amount in the mail when empty"`

	reference, amount *regexp.Regexp
}

//go:embed rules.json
var defaultRules []byte

// DefaultRules are those Paddock comes with.
func DefaultRules() Rules {
	var r Rules
	if err := json.Unmarshal(defaultRules, &r); err != nil {
		panic(err) // it is part of the program
	}
	ready, _, err := r.Ready()
	if err != nil {
		panic(err)
	}
	return ready
}

// Ready makes rules fit for reading mails. The error names the expression that is
// none, in the field that is returned.
func (r Rules) Ready() (ready Rules, field string, err error) {
	r.absent, r.present, r.doubtful, r.enrol = phrases(r.Absent), phrases(r.Present), phrases(r.Doubtful), phrases(r.Enrol)
	r.Providers = slices.Clone(r.Providers)
	for i := range r.Providers {
		p := &r.Providers[i]
		if p.Reference != "" {
			if p.reference, err = regexp.Compile(p.Reference); err != nil {
				return r, "reference", err
			}
		}
		if p.Amount != "" {
			if p.amount, err = regexp.Compile(p.Amount); err != nil {
				return r, "amount", err
			}
		}
	}
	return r, "", nil
}

var (
	// References as Paddock writes them: invoices' numbers, RF, +++communications+++, orders.
	referenceLike = regexp.MustCompile(`\b(?:ECOLE-)?[A-Z]{1,5}[-_ ]?\d{4}-?\d{3,6}\b|\bRF\d{2}(?: ?[A-Z0-9]{1,4}){1,6}\b|\+{3}\d{3}/\d{4}/\d{5}\+{3}|\*{3}\d{3}/\d{4}/\d{5}\*{3}|\bCMD\d{16}\b|\b\d{10}\b`)
	amountLike    = regexp.MustCompile(`(?:€|EUR)\s?(\d{1,3}(?:[ .,\x{00a0}\x{202f}']\d{3})*(?:[.,]\d{2})?|\d+(?:[.,]\d{2})?)\b|\b(\d{1,3}(?:[ .\x{00a0}\x{202f}']\d{3})+(?:[.,]\d{2})?|\d+(?:[.,]\d{2})?)\s?(?:€|EUR\b|euros?\b)`)
)

// found is a stretch that a pattern found, of the subject or the text.
type found struct {
	text string
	mark Mark
}

func search(m Message, pattern *regexp.Regexp, as string) []found {
	var all []found
	for _, subject := range []bool{true, false} {
		text := m.Subject
		if !subject {
			end, _ := ownWords(m.Text)
			text = m.Text[:end]
		}
		for _, at := range pattern.FindAllStringSubmatchIndex(text, 20) {
			from, to := at[0], at[1]
			for g := 2; g+1 < len(at); g += 2 {
				if at[g] >= 0 {
					from, to = at[g], at[g+1]
					break
				}
			}
			all = append(all, found{text[from:to], Mark{subject, from, to, as}})
		}
	}
	return all
}

// References are the stretches of a mail that look like references of ours, each once;
// who calls Classify says which are owed.
func (r Rules) References(m Message) []string {
	var all []string
	add := func(hits []found) {
		for _, hit := range hits {
			if !slices.Contains(all, hit.text) {
				all = append(all, hit.text)
			}
		}
	}
	add(search(m, referenceLike, "reference"))
	if p, is := r.provider(m); is && p.reference != nil {
		add(search(m, p.reference, "reference"))
	}
	return all
}

func (r Rules) provider(m Message) (Provider, bool) {
	_, from, _ := strings.Cut(m.From.Email, "@")
	for _, p := range r.Providers {
		if slices.ContainsFunc(p.Domains, func(d string) bool { return within(from, d) }) {
			return p, true
		}
	}
	return Provider{}, false
}

// amountIn reads an amount as any of the three languages writes it.
func amountIn(text string) (money.Cents, bool) {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, text)
	if digits == "" || len(digits) > 9 {
		return 0, false
	}
	var n int64
	for _, d := range digits {
		n = 10*n + int64(d-'0')
	}
	if at := strings.LastIndexAny(text, ".,"); at >= 0 && len(text)-at == 3 {
		return money.Cents(n), true
	}
	return money.Cents(n * 100), true
}

// notice reads a provider's word that money came. It settles by itself only when
// every reason is among the grounds: a mail says nothing that is believed alone.
func (r Rules) notice(m Message, facts Facts) (Finding, bool) {
	p, is := r.provider(m)
	if !is {
		return Finding{}, false
	}
	f := Finding{Kind: Notice, Provider: p.Name, Why: []Why{WhyNotVouched}}
	for _, domain := range p.Domains {
		if m.Vouched(domain) {
			f.Why[0] = WhyVouched
		}
	}
	pattern := p.reference
	if pattern == nil {
		pattern = referenceLike
	}
	var owed *Owed
	for _, hit := range search(m, pattern, "reference") {
		i := slices.IndexFunc(facts.Owed, func(o Owed) bool { return o.Reference == hit.text })
		if i < 0 {
			continue
		}
		if owed != nil && owed.Reference != hit.text { // two are named: a person chooses
			f.Why = append(f.Why, WhyUnknown)
			return f, true
		}
		owed, f.Reference = &facts.Owed[i], hit.text
		f.Marks = append(f.Marks, hit.mark)
	}
	pattern = p.amount
	if pattern == nil {
		pattern = amountLike
	}
	var amounts []money.Cents
	for _, hit := range search(m, pattern, "amount") {
		if cents, is := amountIn(hit.text); is && !slices.Contains(amounts, cents) {
			amounts = append(amounts, cents)
			if len(amounts) == 1 || owed != nil && cents == owed.Remaining {
				f.Cents = cents
				f.Marks = append(slices.DeleteFunc(f.Marks, func(m Mark) bool { return m.As == "amount" }), hit.mark)
			}
		}
	}
	if owed == nil {
		if len(amounts) == 0 && len(search(m, referenceLike, "reference")) == 0 {
			return Finding{}, false // the provider writes of something else
		}
		f.Why = append(f.Why, WhyUnknown)
		return f, true
	}
	f.Why = append(f.Why, WhyReference)
	if len(amounts) == 1 && f.Cents == owed.Remaining {
		f.Why = append(f.Why, WhyAmount)
	} else {
		f.Why = append(f.Why, WhyOtherAmount)
	}
	return f, true
}

// invoices finds our invoices that a mail names, with the amount it says.
func invoices(m Message, facts Facts) []Finding {
	var all []Finding
	if len(facts.Owed) == 0 {
		return nil
	}
	amounts := search(m, amountLike, "amount")
	for _, hit := range search(m, referenceLike, "reference") {
		i := slices.IndexFunc(facts.Owed, func(o Owed) bool { return o.Reference == hit.text })
		if i < 0 || slices.ContainsFunc(all, func(f Finding) bool { return f.Reference == hit.text }) {
			continue
		}
		f := Finding{Kind: Invoice, Reference: hit.text, Why: []Why{WhyReference}, Marks: []Mark{hit.mark}}
		for _, a := range amounts {
			if cents, is := amountIn(a.text); is && cents == facts.Owed[i].Remaining {
				f.Cents, f.Why, f.Marks = cents, append(f.Why, WhyAmount), append(f.Marks, a.mark)
				break
			}
		}
		all = append(all, f)
	}
	return all
}
