package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"slices"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/exchange"
	"paddock/backend/statement"
)

// MemberFile is a list of members, or of openings, as another program wrote it.
type MemberFile struct {
	Name string // without its folder
	Raw  []byte

	Openings bool         // what families bring along, and no members
	Day      calendar.Day // of the take-over
	VAT      string       // code of the rate that waits on what is owed; "" when it is declared
}

// memberList is a file of members and what a person said of it: what each column
// holds, and how its bad lines are mended. It is a value: who changes it works
// on a copy, so that a check under way goes on with the one it began with.
type memberList struct {
	name        string
	sha         string
	sheet       exchange.Sheet // without its rows
	headings    []string
	columns     []club.MemberField
	rows        []exchange.Row
	properNames bool
	country     string       // of the members a line says none of; "" is the club's
	zerosLost   bool         // of lines that wait: their list's postal codes had lost their zeros
	mends       map[int]Mend // by line

	kind string // listMembers or listOpenings
	day  calendar.Day
	vat  string
	of   int64 // of lines that wait: the import they came with
}

// Mend is what a person said of a bad line.
type Mend struct {
	Texts   club.MemberTexts `json:"texts,omitempty" doc:"What some of its fields should say, by field"`
	Without int              `json:"without,omitempty" minimum:"0" doc:"The cell that is one too many, from 1"`
	Later   bool             `json:"later,omitempty" doc:"Set aside until it is mended"`
	Leave   bool             `json:"leave,omitempty" doc:"Not to be imported at all"`
	Both    bool             `json:"both,omitempty" doc:"Another rider of the same name and birth date; of openings: brought once more"`
	Fresh   bool             `json:"fresh,omitempty" doc:"Openings: only what was not brought before"`
}

// and is what was said with what is said now: a text of one field leaves those
// of others, and a line that is mended no longer waits.
func (m Mend) and(now Mend) Mend {
	texts := maps.Clone(m.Texts)
	if texts == nil {
		texts = club.MemberTexts{}
	}
	maps.Copy(texts, now.Texts)
	now.Texts = texts
	if now.Without == 0 {
		now.Without = m.Without
	}
	now.Both = now.Both || m.Both && !now.Fresh
	now.Fresh = now.Fresh || m.Fresh && !now.Both
	return now
}

// readMemberList reads a file and guesses what its columns hold.
func readMemberList(ctx context.Context, file MemberFile) (memberList, error) {
	// Any markup is read as a statement; other programs write lists so as well.
	if format := statement.Recognise(file.Raw); format != "" && format != statement.CAMT {
		return memberList{}, club.Refuse(club.CodeFileOfBank)
	}
	sheet, err := exchange.Read(ctx, file.Raw)
	if err != nil {
		return memberList{}, err
	}
	members, kind := exchange.Members(sheet), listMembers
	if file.Openings {
		members, kind = exchange.Openings(sheet), listOpenings
	}
	if kind == listMembers && !slices.Contains(members.Columns, club.MemberBirthDate) && exchange.OfBank(sheet) {
		return memberList{}, club.Refuse(club.CodeFileOfBank)
	}
	sheet.Rows = nil
	sum := sha256.Sum256(file.Raw)
	return memberList{
		name: clean(file.Name), sha: hex.EncodeToString(sum[:]), sheet: sheet,
		headings: members.Headings, columns: members.Columns, rows: members.Rows, mends: map[int]Mend{},
		kind: kind, day: file.Day, vat: file.VAT,
	}, nil
}

// mended is the list with something said of a line.
func (l memberList) mended(line int, mend Mend) memberList {
	l.mends = maps.Clone(l.mends)
	l.mends[line] = mend
	return l
}

// needed are the fields without which nobody is a rider (PRODUCT section 9,
// People).
var needed = []club.MemberField{club.MemberSurname, club.MemberFirstName, club.MemberBirthDate}

// lacking lists the needed fields that no column holds.
func (l memberList) lacking() []club.MemberField {
	lacks := []club.MemberField{}
	if l.kind == listOpenings {
		if !l.holds(club.CarriedFamily, club.MemberSurname, club.MemberName, club.MemberEmail) {
			lacks = append(lacks, club.CarriedFamily)
		}
		if !l.holds(club.CarriedAmount, club.CarriedUnits, club.CarriedSeries, club.CarriedVoucher) {
			lacks = append(lacks, club.CarriedAmount)
		}
		return lacks
	}
	for _, field := range needed {
		inName := field != club.MemberBirthDate && slices.Contains(l.columns, club.MemberName)
		if !inName && !slices.Contains(l.columns, field) {
			lacks = append(lacks, field)
		}
	}
	return lacks
}

// holds reports whether a column holds one of these fields.
func (l memberList) holds(fields ...club.MemberField) bool {
	return slices.ContainsFunc(l.columns, func(at club.MemberField) bool { return slices.Contains(fields, at) })
}

// fields are what a column of such a list may hold.
func (l memberList) fields() []club.MemberField {
	if l.kind == listOpenings {
		return club.CarriedFields
	}
	return club.MemberFields
}

// texts reads a row by its columns, as a person mended it. The cells of several
// columns of an address are joined; of other fields the first that says
// something counts.
func (l memberList) texts(row exchange.Row) (texts club.MemberTexts, cells []string) {
	mend := l.mends[row.Line]
	cells = row.Cells
	if mend.Without > 0 && mend.Without <= len(cells) {
		cells = slices.Delete(slices.Clone(cells), mend.Without-1, mend.Without)
	}
	texts = club.MemberTexts{}
	for i, field := range l.columns {
		if field == "" || i >= len(cells) {
			continue
		}
		text := clean(cells[i])
		switch {
		case text == "":
		case texts[field] == "":
			texts[field] = text
		case field == club.MemberAddress:
			texts[field] += ", " + text
		}
	}
	for field, text := range mend.Texts {
		texts[field] = clean(text)
	}
	return texts, cells
}

// extra are the cells of a row beyond the headings that say something: the row
// is shifted, and nothing in it can be trusted.
func (l memberList) extra(cells []string) []string {
	var found []string
	for _, cell := range cells[min(len(cells), len(l.headings)):] {
		if text := clean(cell); text != "" {
			found = append(found, text)
		}
	}
	return found
}

// lostZeros tells a list whose postal codes a spreadsheet took for numbers: not
// one begins with a zero, and many have four figures. A single one is a slip,
// and its line is bad. Codes that their line says are of another country are not
// among them.
func (l memberList) lostZeros() bool {
	at, country := slices.Index(l.columns, club.MemberPostalCode), slices.Index(l.columns, club.MemberCountry)
	if l.zerosLost || at < 0 {
		return l.zerosLost
	}
	short, codes := 0, 0
	for _, row := range l.rows {
		if at >= len(row.Cells) || country >= 0 && country < len(row.Cells) && notOfFrance(row.Cells[country]) {
			continue
		}
		code := clean(row.Cells[at])
		switch {
		case code == "":
			continue
		case code[0] == '0':
			return false
		case club.ShortFrenchCode(code):
			short++
		}
		codes++
	}
	return short*10 >= codes && short > 1
}

// notOfFrance reports whether a cell names another country.
func notOfFrance(cell string) bool {
	code, _ := club.CountryNamed(clean(cell))
	return code != "" && code != "FR"
}

// PostalNote is what is said once of a list's postal codes, instead of guessing in
// silence which country they are of. Only lines that name no country count.
type PostalNote struct {
	Country string           `json:"country" enum:"FR,BE" doc:"They are read as this one's"`
	Reading club.CodeReading `json:"reading" enum:"zeros,foreign" doc:"With a first zero put back, or of the other country's form"`
	Codes   int              `json:"codes" doc:"How many"`
	Example string           `json:"example" doc:"The first of them as it is written"`
	Becomes string           `json:"becomes" doc:"And as it is read; empty when it is at fault"`
}

// note counts a line whose postal code may be of another country than it is read as.
func (n *PostalNote) note(reader *club.MemberReader, line checkedLine) {
	reading := reader.PostalReading(line.texts[club.MemberPostalCode])
	if line.texts[club.MemberCountry] != "" || reading == club.CodeAsWritten || line.member.Country == "" {
		return
	}
	if n.Codes++; n.Codes == 1 {
		n.Country, n.Reading = line.member.Country, reading
		n.Example, n.Becomes = line.texts[club.MemberPostalCode], line.member.PostalCode
	}
}
