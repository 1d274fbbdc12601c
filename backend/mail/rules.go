package mail

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"

	"paddock/backend/bank"
	"paddock/backend/club"
	"paddock/backend/money"
)

// Rules are the club's words and patterns, fit for reading mails.
type Rules struct {
	absent, present, doubtful, enrol, unpaid, plain wording
	papers                                          []wording // what one paper is called
	providers                                       []provider
}

// provider is a club.MailProvider with its patterns; nil for one that is empty.
type provider struct {
	club.MailProvider
	subject, reference, amount *regexp.Regexp
}

// Rule is the line of the rules that something in a mail was recognised by.
type Rule struct {
	Says     string `json:"says" enum:"absent,present,doubtful,enrol,unpaid,papers,plain,provider"`
	Language string `json:"language" enum:",fr,nl,en"`
	Phrase   string `json:"phrase" doc:"As it is written in the rules; a provider's name"`
}

// DefaultRules are those Paddock comes with.
func DefaultRules() Rules {
	r, err := NewRules(club.DefaultMailRules())
	if err != nil {
		panic(err) // they are part of the program
	}
	return r
}

// NewRules makes rules fit for reading mails. It refuses a phrase or pattern that is
// none, with the field it stands in and, of a phrase, its words.
func NewRules(in club.MailRules) (r Rules, err error) {
	into := map[string]*wording{"absent": &r.absent, "present": &r.present, "doubtful": &r.doubtful, "enrol": &r.enrol, "unpaid": &r.unpaid, "plain": &r.plain}
	for _, words := range in.Words() {
		if words.Says == "papers" {
			if r.papers, err = papersCalled(*words.Phrases); err != nil {
				return r, err
			}
			continue
		}
		if *into[words.Says] == nil {
			*into[words.Says] = wording{}
		}
		for _, line := range *words.Phrases {
			if err := into[words.Says].add(Rule{words.Says, words.Language, line}); err != nil {
				return r, club.Refuse(club.CodeMailPhrase).On("mailRules."+words.Field).With("phrase", line)
			}
		}
	}
	for i, p := range in.Providers {
		one := provider{MailProvider: p}
		for _, pattern := range []struct {
			field, source string
			into          **regexp.Regexp
		}{{"subject", p.Subject, &one.subject}, {"reference", p.Reference, &one.reference}, {"amount", p.Amount, &one.amount}} {
			if pattern.source == "" {
				continue
			}
			if *pattern.into, err = compile(pattern.source); err != nil {
				return r, club.Refuse(club.CodeMailPattern).On(fmt.Sprintf("mailRules.providers.%d.%s", i, pattern.field)).With("says", err.Error())
			}
		}
		r.providers = append(r.providers, one)
	}
	return r, nil
}

// papersCalled makes a wording of each line of the rules that says what a paper is called.
func papersCalled(lines []string) (all []wording, err error) {
	for _, line := range lines {
		one := wording{}
		for name := range strings.SplitSeq(line, ",") {
			if err := one.add(Rule{"papers", "", strings.TrimSpace(name)}); err != nil {
				return nil, club.Refuse(club.CodeMailPhrase).On("mailRules.papers").With("phrase", line)
			}
		}
		all = append(all, one)
	}
	return all, nil
}

// Bounds of a pattern: RE2 takes a time that grows with its text times its size, and
// nothing else.
const (
	maxPattern = 300 // characters
	maxSteps   = 100 // instructions, once repetitions are unrolled
)

var errLong = errors.New("too long")

func compile(pattern string) (*regexp.Regexp, error) {
	if len(pattern) > maxPattern {
		return nil, errLong
	}
	tree, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		var bad *syntax.Error
		if errors.As(err, &bad) {
			return nil, fmt.Errorf("%s: %s", bad.Code, bad.Expr)
		}
		return nil, err
	}
	program, err := syntax.Compile(tree.Simplify())
	if err == nil && len(program.Inst) > maxSteps {
		err = errLong
	}
	if err != nil {
		return nil, err
	}
	return regexp.Compile(pattern)
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
		for at := 0; at >= 0; {
			at = searchFrom(text, at, pattern, func(from, to int) {
				all = append(all, found{text[from:to], Mark{subject, from, to, as}})
			})
		}
	}
	return all
}

// searchFrom calls hit with what a pattern finds in a text, and returns where to search
// on: a reference of ours ends where its check digits are right, and what the pattern
// took behind it may be another one. -1 at the end.
func searchFrom(text string, start int, pattern *regexp.Regexp, hit func(from, to int)) int {
	for _, at := range pattern.FindAllStringSubmatchIndex(text[start:], 20) {
		from, to := start+at[0], start+at[1]
		for g := 2; g+1 < len(at); g += 2 {
			if at[g] >= 0 {
				from, to = start+at[g], start+at[g+1]
				break
			}
		}
		if pattern == referenceLike {
			if _, n := bank.LeadingRF(text[from:to]); n > 0 && from+n < to {
				hit(from, from+n)
				return from + n
			}
		}
		hit(from, to)
	}
	return -1
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

// provider is whose notice a mail can be, by who sent it. Of two with one sender it is
// the one whose subject fits.
func (r Rules) provider(m Message) (provider, bool) {
	_, from, _ := strings.Cut(m.From.Email, "@")
	var sender *provider
	for i, p := range r.providers {
		if !slices.ContainsFunc(p.Domains, func(d string) bool { return within(from, d) }) {
			continue
		}
		if p.fits(m) {
			return p, true
		}
		if sender == nil {
			sender = &r.providers[i]
		}
	}
	if sender == nil {
		return provider{}, false
	}
	return *sender, true
}

// fits is whether the subject is that of money that came. Where nobody said which one
// is, none does: a provider also writes of refusals, refunds and other people's bills.
func (p provider) fits(m Message) bool { return p.subject != nil && p.subject.MatchString(m.Subject) }

// unpaidIn marks the words that say that no money came.
func (r Rules) unpaidIn(m Message) (marks []Mark) {
	for _, s := range readParts(m) {
		for i := range s.tokens {
			r.unpaid.at(s.tokens, i, func(to int, _ Rule) { marks = append(marks, s.mark(i, to, "doubtful")) })
		}
	}
	return marks
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
	if !m.writtenTo(facts.Ours) {
		f.Why = append(f.Why, WhyNotToClub)
	}
	if !p.fits(m) {
		f.Why = append(f.Why, WhySubject)
	}
	if says := r.unpaidIn(m); says != nil {
		f.Why, f.Marks = append(f.Why, WhyUnpaid), says
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
			if len(amounts) == 1 || owed != nil && owed.is(cents) {
				f.Cents = cents
				f.Marks = append(slices.DeleteFunc(f.Marks, func(m Mark) bool { return m.As == "amount" }), hit.mark)
			}
		}
	}
	if owed == nil {
		if p.subject != nil && !p.fits(m) || len(amounts) == 0 && len(search(m, referenceLike, "reference")) == 0 {
			return Finding{}, false // the provider writes of something else
		}
		f.Why = append(f.Why, WhyUnknown)
		return f, true
	}
	f.Why = append(f.Why, WhyReference)
	if len(owed.Came) > 0 {
		f.Why = append(f.Why, WhySettled)
	}
	if len(amounts) == 1 && owed.is(f.Cents) {
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
