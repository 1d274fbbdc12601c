// Package statement reads what banks report: CAMT.053, OFX 1 and 2, MT940,
// CFONB 120, CODA and, by columns that are told or recognised, tables.
//
// It is pure: bytes in, statements out. It must not know what an entry pays. A
// reader drops nothing and rounds nothing: a file that is cut short, says
// amounts finer than a cent, or whose opening balance and entries do not make
// its closing balance is refused as a whole, with the line and the figures
// (RULES section 7).
package statement

import (
	"bytes"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/money"
)

// What is read at most.
const (
	MaxBytes   = 32 << 20 // of a file; 5,000 entries of CAMT.053 are 8 MB
	maxEntries = 100_000  // of a file
	maxLine    = 64 << 10 // bytes of a line or of one piece of markup
	maxLines   = 1_000_000
	maxTags    = 2_500_000
)

// Format is how a file is written.
type Format string

// The formats Paddock reads.
const (
	CAMT  Format = "CAMT.053"
	OFX   Format = "OFX"
	MT940 Format = "MT940"
	CFONB Format = "CFONB 120"
	CODA  Format = "CODA"
	Table Format = "CSV"
)

// Statement is what a bank reports of one account. Its JSON is what `paddock
// statement read` prints (ARCHITECTURE, Command line).
type Statement struct {
	Format   Format       `json:"-"`
	Number   string       `json:"-"` // as the bank counts its statements
	Account  string       `json:"account"`
	Currency string       `json:"currency"` // "" when the file says none
	Opening  *money.Cents `json:"opening"`  // in cents; none where the format has none
	Closing  *money.Cents `json:"closing"`
	Entries  []Entry      `json:"entries"`
	Pending  int          `json:"-"`              // announced by the bank and not booked: not among the entries
	Foot     string       `json:"foot,omitempty"` // of a table: its last row, which is a total and no entry

	OtherDay bool `json:"-"` // the closing balance is of another day than the entries lead to

	line int // where it begins
}

// Kinds of references.
const (
	KindRF   = "rf"   // ISO 11649, its check digits right
	KindOGM  = "ogm"  // Belgian structured communication, likewise
	KindText = "text" // anything else, such as one whose check digits are wrong
)

// Entry is one movement of an account; money that leaves it is negative.
type Entry struct {
	Date          calendar.Day `json:"date"`      // booked by the bank
	ValueDate     calendar.Day `json:"valueDate"` // information
	Cents         money.Cents  `json:"amountCents"`
	Reference     string       `json:"reference"`
	ReferenceKind string       `json:"referenceKind"` // "" without a reference
	Name          string       `json:"name"`          // of the other side
	IBAN          string       `json:"iban"`          // of the other side; as the bank writes it where that is no IBAN
	Text          string       `json:"text"`
	BankRef       string       `json:"bankRef"` // the bank's own reference of the entry

	Detail   int  `json:"-"` // which of a batch, from 1; 0 for an entry of its own
	Returned bool `json:"-"` // an earlier entry taken back, or a return
	Line     int  `json:"-"` // of the file
}

// Step is told now and then how far the reading of a file is, done of total, and
// ends it by an error. It may be nil.
type Step func(done, total int) error

// every is after how many tags or lines it is told.
const every = 2048

// at tells of the nth tag or line.
func (s Step) at(n, done, total int) error {
	if s == nil || n%every != 0 {
		return nil
	}
	return s(done, total)
}

// Read reads a file of any format but a table. It refuses, with
// CodeStatementUnknown, what is none of them, and returns the error of its step.
func Read(raw []byte, step Step) ([]Statement, error) {
	all, err := parse(raw, step)
	if err != nil {
		return nil, err
	}
	for _, s := range all {
		if err := s.check(); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// parse reads without weighing the balances.
func parse(raw []byte, step Step) ([]Statement, error) {
	if len(raw) > MaxBytes {
		return nil, TooLarge()
	}
	format := Recognise(raw)
	read := map[Format]func([]byte, Step) ([]Statement, error){
		CAMT: readCAMT, OFX: readOFX, MT940: readMT940, CFONB: readCFONB, CODA: readCODA,
	}[format]
	if read == nil {
		return nil, club.Refuse(club.CodeStatementUnknown)
	}
	all, err := read(raw, step)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, club.Refuse(club.CodeStatementEmpty).With("format", string(format))
	}
	for i := range all {
		all[i].Format = format
		if all[i].Entries == nil {
			all[i].Entries = []Entry{}
		}
	}
	return all, nil
}

// TooLarge refuses a file of more bytes than are read.
func TooLarge() error {
	return club.Refuse(club.CodeStatementSize).With("megabytes", MaxBytes>>20)
}

// check refuses a statement whose opening balance and entries do not make its
// closing balance, with both figures.
func (s Statement) check() error {
	if s.Opening == nil || s.Closing == nil {
		return nil
	}
	counted := *s.Opening + s.Sum()
	if counted == *s.Closing {
		return nil
	}
	if s.Currency != "" && s.Currency != "EUR" {
		return club.Refuse(club.CodeStatementForeign).With("account", s.Account).
			With("counted", plain(counted)+" "+s.Currency).With("stated", plain(*s.Closing)+" "+s.Currency)
	}
	return club.Refuse(club.CodeStatementBalance).With("account", s.Account).
		With("countedCents", int64(counted)).With("statedCents", int64(*s.Closing))
}

// Sum is what the entries add up to.
func (s Statement) Sum() (sum money.Cents) {
	for _, e := range s.Entries {
		sum += e.Cents
	}
	return sum
}

// Recognise tells the format of a file by how it begins; "" when it is none of
// those that are told without their headings.
func Recognise(raw []byte) Format {
	head := raw
	if bytes.HasPrefix(head, []byte{0xFF, 0xFE}) || bytes.HasPrefix(head, []byte{0xFE, 0xFF}) {
		head, _ = unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM).NewDecoder().Bytes(head[:min(len(head), maxLine)&^1])
	}
	head = bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\ufeff")))
	start := head[:min(len(head), maxLine)]
	switch {
	case bytes.HasPrefix(start, []byte("OFXHEADER")), bytes.HasPrefix(start, []byte("<")) && bytes.Contains(start, []byte("<OFX")):
		return OFX
	case bytes.HasPrefix(start, []byte("<")):
		return CAMT
	case mt940Begins.Match(start):
		return MT940
	}
	first, _, _ := bytes.Cut(start, []byte("\n"))
	switch {
	case cfonbBegins.Match(first):
		return CFONB
	case codaBegins.Match(first):
		return CODA
	}
	return ""
}

var (
	mt940Begins = regexp.MustCompile(`(?s)(?:^|\n|:)20:.*\n:25[A-Z]?:`)
	cfonbBegins = regexp.MustCompile(`^0[1457][0-9]{5}.{9}[A-Z ]{3}[0-9 ]`)
	codaBegins  = regexp.MustCompile(`^00000[0-9]{6}.{3}05`)
)

// damaged refuses a file that is cut short or does not have its format's form.
func damaged(format Format, line int) error {
	return club.Refuse(club.CodeStatementDamaged).With("format", string(format)).With("line", line)
}

// badAmount refuses an amount that cannot be read, or is finer than a cent.
func badAmount(text string, line int) error {
	return club.Refuse(club.CodeStatementAmount).With("text", short(text)).With("line", line)
}

func badDate(text string, line int) error {
	return club.Refuse(club.CodeStatementDate).With("text", short(text)).With("line", line)
}

func noBalance(format Format, line int) error {
	return club.Refuse(club.CodeStatementNoBalance).With("format", string(format)).With("line", line)
}

func tooMany() error { return club.Refuse(club.CodeStatementLong).With("max", maxEntries) }

// short is what a refusal shows of a cell.
func short(text string) string {
	text = strings.TrimSpace(text)
	if utf8.RuneCountInString(text) > 40 {
		text = string([]rune(text)[:40]) + "…"
	}
	return text
}

// lines are those of a text format, in UTF-8: what is not that is what Windows
// writes in Western Europe.
func lines(raw []byte, format Format) ([]string, error) {
	raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
	if bytes.HasPrefix(raw, []byte{0xFF, 0xFE}) || bytes.HasPrefix(raw, []byte{0xFE, 0xFF}) {
		raw, _ = unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM).NewDecoder().Bytes(raw)
	}
	if at := bytes.IndexByte(raw, 0); at >= 0 {
		return nil, club.Refuse(club.CodeStatementEncoding).With("line", 1+bytes.Count(raw[:at], []byte("\n")))
	}
	if !utf8.Valid(raw) {
		raw, _ = charmap.Windows1252.NewDecoder().Bytes(raw)
	}
	all := make([]string, 0, min(maxLines, 1+bytes.Count(raw, []byte("\n"))))
	for n := 1; len(raw) > 0; n++ {
		line, rest, _ := bytes.Cut(raw, []byte("\n"))
		if raw = rest; len(line) > maxLine {
			return nil, damaged(format, n)
		}
		if n > maxLines {
			return nil, tooMany()
		}
		all = append(all, string(bytes.TrimRight(line, "\r")))
	}
	return all, nil
}

// joined puts pieces of text after each other, without the empty ones and what
// was said already.
func joined(pieces ...string) string {
	var kept []string
	for _, piece := range pieces {
		piece = strings.Join(strings.Fields(piece), " ")
		if piece != "" && (len(kept) == 0 || kept[len(kept)-1] != piece) {
			kept = append(kept, piece)
		}
	}
	return strings.Join(kept, " ")
}
