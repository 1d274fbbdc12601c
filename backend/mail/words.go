package mail

import (
	"errors"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"paddock/backend/club"
)

// token is a word of a text, folded, and where it stands.
type token struct {
	word     string
	from, to int
}

// sentence is what stands between two full stops of one part of a mail.
type sentence struct {
	tokens    []token
	subject   bool
	forwarded bool
	question  bool
	names     []names // riders it names
}

func (s sentence) mark(from, to int, as string) Mark {
	return Mark{Subject: s.subject, From: s.tokens[from].from, To: s.tokens[to-1].to, As: as}
}

// mostRead bounds what is looked at of a text, in bytes: what somebody asks stands
// at its beginning.
const mostRead = 8 << 10

// readParts takes the subject and the text apart into sentences, without what was
// quoted and without the signature. What somebody forwarded is read where they wrote
// nothing themselves.
func readParts(m Message) []sentence {
	own, forwarded := ownWords(m.Text)
	subject := strings.TrimSpace(m.Subject)
	answer := answering.MatchString(subject) // an answer's subject is that of the mail before it
	var all []sentence
	if !answer {
		all = sentences(m.Subject, 0, true)
	}
	all = append(all, sentences(m.Text[:own], 0, false)...)
	if forwarded >= 0 {
		_, to := forwarded, min(len(m.Text), forwarded+mostRead)
		end, _ := ownWords(m.Text[forwarded:to])
		for _, s := range sentences(m.Text[:forwarded+end], forwarded, false) {
			s.forwarded = true
			all = append(all, s)
		}
	}
	return all
}

var (
	answering = regexp.MustCompile(`(?i)^(re|aw|antw|rép|tr|fw|fwd|doorst|i)\s*:`)
	// what begins the mail that is answered
	quoteBegins = regexp.MustCompile(`(?im)^(>.*|\s*(le|op|on|il)\s.{5,120}(a écrit|schreef|wrote|scritto).*:?\s*$|-{3,}\s*(message d.origine|message original|oorspronkelijk bericht|original message)\s*-*.*|_{10,}\s*$|(de|van|from)\s?:\s.+\n(envoyé|date|verzonden|datum|sent)\s?:.*)`)
	// what begins a mail that is passed on
	forwardBegins = regexp.MustCompile(`(?im)^\W*(forwarded message|message transféré|message réexpédié|début du message (transféré|réexpédié)|doorgestuurd bericht|begin doorgestuurd bericht|begin forwarded message)\W*$`)
	signature     = regexp.MustCompile(`(?im)^(-- ?$|(envoyé de(puis)? mon|verstuurd van(af)? mijn|verzonden vanaf mijn|sent from my|télécharger outlook|outlook voor|get outlook)\b.*$)`)
)

// ownWords finds where what the sender wrote ends, and where a forwarded mail begins;
// -1 without one.
func ownWords(text string) (end, forwarded int) {
	end, forwarded = min(len(text), mostRead), -1
	for end > 0 && end < len(text) && !utf8.RuneStart(text[end]) {
		end--
	}
	head := text[:end]
	if at := forwardBegins.FindStringIndex(head); at != nil {
		end, forwarded = at[0], at[1]
		// the head of the forwarded mail: who, when, about what
		for forwarded < len(head) {
			line, rest, more := strings.Cut(head[forwarded:], "\n")
			if trimmed := strings.TrimSpace(line); trimmed != "" && !headLine.MatchString(trimmed) {
				break
			}
			if !more {
				break
			}
			forwarded = len(head) - len(rest)
		}
	}
	if at := quoteBegins.FindStringIndex(text[:end]); at != nil {
		end = at[0]
	}
	if at := signature.FindStringIndex(text[:end]); at != nil {
		end = at[0]
	}
	return end, forwarded
}

var headLine = regexp.MustCompile(`(?i)^[>\s]*(de|van|from|à|aan|to|cc|date|datum|envoyé|verzonden|sent|objet|sujet|onderwerp|subject)\s?:`)

// sentences splits a text from an offset on. A line that breaks in mid-sentence ends
// none, an empty line does.
func sentences(text string, from int, subject bool) []sentence {
	var all []sentence
	now := sentence{subject: subject}
	finish := func(question bool) {
		now.question = question
		if len(now.tokens) > 0 {
			all = append(all, now)
		}
		now = sentence{subject: subject}
	}
	for at := from; at < len(text); {
		r, n := utf8.DecodeRuneInString(text[at:])
		switch {
		case unicode.IsLetter(r) || unicode.IsNumber(r):
			end := at + n
			for end < len(text) {
				r, n := utf8.DecodeRuneInString(text[end:])
				if !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.Is(unicode.Mn, r) {
					break
				}
				end += n
			}
			now.tokens = append(now.tokens, token{club.Fold(text[at:end]), at, end})
			at = end
			continue
		case (r == '.' || r == ':') && figureAround(text, at): // 14.10 and 14:00
		case r == '.' || r == '!' || r == ';' || r == ':':
			finish(false)
		case r == '?':
			finish(true)
		case r == ',':
			now.tokens = append(now.tokens, token{",", at, at + 1})
			if next := strings.TrimLeft(text[at+1:], " "); strings.HasPrefix(next, "\n") && len(now.tokens) <= 4 { // a greeting
				finish(false)
			}
		case r == '/' || r == '-':
			now.tokens = append(now.tokens, token{string(r), at, at + 1})
		case r == '&':
			now.tokens = append(now.tokens, token{"et", at, at + 1})
		case r == '€':
			now.tokens = append(now.tokens, token{"€", at, at + n})
		case r == '\n' && strings.HasPrefix(text[at+1:], "\n"):
			finish(false)
		}
		at += n
	}
	finish(false)
	return all
}

func figureAround(text string, at int) bool {
	return at > 0 && at+1 < len(text) && text[at-1] >= '0' && text[at-1] <= '9' && text[at+1] >= '0' && text[at+1] <= '9'
}

// phrase is words in their order: "malad*" is the beginning of one, "…" up to three
// others between two.
type phrase struct {
	words []string
	rule  Rule
}

// most is how many other words "…" stands for.
const most = 3

// wording is phrases by their first word, which ends in "*" where it is a beginning.
type wording map[string][]phrase

// stem is how many letters the beginning of a word has at least, and longest how many
// characters a phrase.
const (
	stem    = 3
	longest = 80
)

// at calls found with where each phrase that begins at a token ends: those of the word
// itself, then those of its longest beginning first.
func (w wording) at(tokens []token, from int, found func(to int, by Rule)) {
	try := func(first string) {
		for _, p := range w[first] {
			if to := p.at(tokens, from); to > 0 {
				found(to, p.rule)
			}
		}
	}
	word := tokens[from].word
	try(word)
	for n := len(word); n >= stem; n-- {
		if n == len(word) || utf8.RuneStart(word[n]) {
			try(word[:n] + "*")
		}
	}
}

// stand reports whether a phrase begins at a token.
func (w wording) stand(tokens []token, from int) (is bool) {
	w.at(tokens, from, func(int, Rule) { is = true })
	return is
}

var errPhrase = errors.New("no phrase")

// add puts a line of the rules among the phrases. One that would fit everything, or
// nothing, is none.
func (w wording) add(rule Rule) error {
	p := phrase{rule: rule}
	fields := strings.Fields(rule.Phrase)
	if len(fields) == 0 || len(fields) > 9 || utf8.RuneCountInString(rule.Phrase) > longest || fields[0] == "…" || fields[len(fields)-1] == "…" {
		return errPhrase
	}
	for i, field := range fields {
		beginning, open := strings.CutSuffix(field, "*")
		word := strings.Join(club.Words(beginning), "")
		switch {
		case field == "…" && fields[i-1] == "…", strings.Contains(beginning, "*"), open && utf8.RuneCountInString(word) < stem:
			return errPhrase
		case field == "…":
			p.words = append(p.words, field)
		case open:
			p.words = append(p.words, word+"*")
		default:
			for _, s := range sentences(field, 0, false) {
				for _, t := range s.tokens {
					p.words = append(p.words, t.word)
				}
			}
		}
	}
	if len(p.words) == 0 || p.words[0] == "…" {
		return errPhrase
	}
	w[p.words[0]] = append(w[p.words[0]], p)
	return nil
}

// at is where the phrase that begins at a token ends, 0 when it does not stand there.
func (p phrase) at(tokens []token, from int) int {
	i, gap := from, 0
	for _, word := range p.words {
		if word == "…" {
			gap = most
			continue
		}
		for {
			if i >= len(tokens) {
				return 0
			}
			if fits(tokens[i].word, word) {
				break
			}
			if gap == 0 {
				return 0
			}
			gap--
			i++
		}
		gap = 0
		i++
	}
	return i
}

func fits(word, pattern string) bool {
	if beginning, open := strings.CutSuffix(pattern, "*"); open {
		return strings.HasPrefix(word, beginning)
	}
	return word == pattern
}
