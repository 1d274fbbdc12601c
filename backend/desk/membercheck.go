package desk

import (
	"errors"
	"slices"
	"strings"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/exchange"
	"paddock/backend/sqlite"
)

// checkedLine is a line of a member list with what the club makes of it.
type checkedLine struct {
	line   int
	texts  club.MemberTexts
	member club.MemberLine
	brings []billing.Carried // of a list of openings
	faults []*club.Error     // what keeps it from being imported
	like   []club.Rider      // whom the club knows by the same name
	known  bool              // the rider is there already, or all that the line brings
	later  bool              // to be set aside
	leave  bool              // not to be imported
}

// memberCheck is a list that was checked.
type memberCheck struct {
	lines    []checkedLine
	members  []club.MemberLine // of the good lines
	families []club.NewFamily  // over members
	carried  []billing.Carried // of the good lines of a list of openings
	homes    map[club.HouseholdID]string
	postal   PostalNote
	known    int
	alike    int // lines that come in beside somebody of the same name
	nothing  int // lines that bring nothing
	later    int
	bad      int
	brought  int // of those, openings that were brought before
}

// steps tells how far a long work is and ends it: it returns an error when a
// person stopped it.
type steps func(done, total int) error

// check reads every line by the rules the desk's own forms have, marks riders
// that stand there twice or are there already, and groups the rest into
// families. It writes nothing.
func (l memberList) check(tx *sqlite.Tx, c clubNow, step steps) (memberCheck, error) {
	result := memberCheck{lines: make([]checkedLine, 0, len(l.rows)), homes: map[club.HouseholdID]string{}}
	reading, err := l.reading(tx, c)
	if err != nil {
		return result, err
	}
	for i, row := range l.rows {
		if err := step(i, len(l.rows)); err != nil {
			return result, err
		}
		line, err := l.checkRow(reading, row)
		if err != nil {
			return result, err
		}
		result.lines = append(result.lines, line)
		if !line.leave {
			result.postal.note(reading.reader, line)
		}
		switch {
		case line.leave:
		case line.later:
			result.later++
		case len(line.faults) > 0:
			result.bad++
			if line.faults[0].Code == club.CodeCarriedBefore {
				result.brought++
			}
		case line.known:
			result.known++
		case l.kind == listOpenings:
			result.carried = append(result.carried, line.brings...)
			if len(line.brings) == 0 {
				result.nothing++
			}
		default:
			result.members = append(result.members, line.member)
			if len(line.like) > 0 {
				result.alike++
			}
		}
	}
	if l.kind == listOpenings {
		return result, nil
	}
	return result, result.group(tx, c)
}

// reading reads the lines of such a list.
func (l memberList) reading(tx *sqlite.Tx, c clubNow) (*memberReading, error) {
	reading, err := newMemberReading(tx, c)
	if err != nil {
		return nil, err
	}
	reader := reading.reader
	reader.ProperNames, reader.LostZeros, reader.ListCountry = l.properNames, l.lostZeros(), l.country
	if l.kind == listOpenings {
		reading.carried, err = newCarriedReading(tx, c, l.day, l.vat, l.of)
	}
	return reading, err
}

// group makes families of the good lines.
func (r *memberCheck) group(tx *sqlite.Tx, c clubNow) error {
	known, err := tx.KnownFamilies()
	if err != nil {
		return err
	}
	for _, family := range known {
		r.homes[family.Household] = family.Name
	}
	r.families = club.Families(r.members, known, c.Identity.Country)
	return nil
}

func (l memberList) checkRow(reading *memberReading, row exchange.Row) (checkedLine, error) {
	texts, cells := l.texts(row)
	mend := l.mends[row.Line]
	line := checkedLine{line: row.Line, texts: texts, leave: mend.Leave}
	if line.leave {
		if l.kind == listMembers {
			line.member, _ = reading.reader.Read(texts)
			line.like = reading.named[sameName(line.member.Surname, line.member.FirstName)]
		}
		return line, nil
	}
	if extra := l.extra(cells); len(extra) > 0 {
		line.faults = []*club.Error{club.Refuse(club.CodeExtraCells).With("n", len(extra)).With("cells", cells).
			With("without", l.likeliestExtra(reading.reader, row))}
	} else if err := reading.check(&line, mend); err != nil {
		return line, err
	}
	line.later = mend.Later && len(line.faults) > 0
	return line, nil
}

// likeliestExtra is the cell, from 1, without which least is wrong with a row;
// of several the last.
func (l memberList) likeliestExtra(reader *club.MemberReader, row exchange.Row) int {
	likeliest, least := 0, len(club.MemberFields)+1
	if l.kind == listOpenings {
		return len(row.Cells)
	}
	for cell := 1; cell <= min(len(row.Cells), len(l.headings)+1); cell++ {
		l.mends = map[int]Mend{row.Line: {Without: cell}}
		texts, _ := l.texts(row)
		if _, faults := reader.Read(texts); len(faults) <= least {
			likeliest, least = cell, len(faults)
		}
	}
	return likeliest
}

// memberReading reads lines against what the club has and what was read before.
type memberReading struct {
	tx     *sqlite.Tx
	c      clubNow
	reader *club.MemberReader
	named  map[string][]club.Rider // who is there already, by name
	seen   map[string]int          // riders of this list, by the line they stand on

	carried *carriedReading // of a list of openings
}

func newMemberReading(tx *sqlite.Tx, c clubNow) (*memberReading, error) {
	levels, err := tx.Levels()
	if err != nil {
		return nil, err
	}
	riders, err := tx.Riders()
	if err != nil {
		return nil, err
	}
	m := &memberReading{
		tx: tx, c: c, reader: club.NewMemberReader(c.Identity.Country, c.today, levels), named: map[string][]club.Rider{}, seen: map[string]int{},
	}
	for _, r := range riders {
		name := sameName(r.Surname, r.FirstName)
		m.named[name] = append(m.named[name], r)
	}
	return m, nil
}

// sameName is what the names of two people have in common who may be one.
func sameName(surname, firstName string) string {
	return club.Index(surname) + "|" + club.Index(firstName)
}

// check understands the texts of a line, by what somebody said of it who looked:
// another rider of the same name and birth date, openings that are brought again.
func (m *memberReading) check(line *checkedLine, mend Mend) error {
	if m.carried != nil {
		var err error
		line.brings, line.faults, err = m.carried.read(line.texts)
		if err == nil && len(line.faults) == 0 && len(line.brings) > 0 {
			m.carried.again(line, mend)
		}
		return err
	}
	line.member, line.faults = m.reader.Read(line.texts)
	if err := m.asForm(line); err != nil || len(line.faults) > 0 {
		return err
	}
	name := sameName(line.member.Surname, line.member.FirstName)
	rider := name + "|" + string(line.member.BirthDate)
	earlier, twice := m.seen[rider]
	line.like = m.named[name]
	switch {
	case mend.Both:
	case slices.ContainsFunc(line.like, func(r club.Rider) bool { return r.BirthDate == line.member.BirthDate }):
		line.known = true
	case twice:
		line.faults = append(line.faults, club.Refuse(club.CodeSameLine).With("line", earlier).
			With("name", line.member.FirstName+" "+line.member.Surname))
	}
	if !twice {
		m.seen[rider] = line.line
	}
	return nil
}

// asForm asks the rules of the desk's own forms: what may not be typed there may
// not be imported.
func (m *memberReading) asForm(line *checkedLine) error {
	home := householdOf([]club.MemberLine{line.member}, m.c.today)
	home.Riders[0].Level = 0 // one of the list it was read from
	err := checkHousehold(m.tx, m.c, &home)
	var refusal *club.Error
	if !errors.As(err, &refusal) {
		return err
	}
	at := memberFieldOf(refusal.Field, line.texts)
	if !slices.ContainsFunc(line.faults, func(f *club.Error) bool { return f.Field == string(at) || f.Field == string(club.MemberName) }) {
		refusal.Field = string(at)
		line.faults = append(line.faults, refusal)
	}
	return nil
}

// memberFieldOf names the column a field of a household's form came from:
// riders.0.surname, addresses.0.street; contacts.0.surname is that of the adult
// the line names, in whichever column.
func memberFieldOf(path string, texts club.MemberTexts) club.MemberField {
	name := club.MemberField(path[strings.LastIndexByte(path, '.')+1:])
	if strings.HasPrefix(path, "contacts.") && (name == club.MemberSurname || name == club.MemberFirstName) {
		for _, at := range []club.MemberField{club.MemberPayerName, club.MemberPayerSurname, club.MemberParentName, club.MemberParentSurname} {
			if texts[at] != "" {
				return at
			}
		}
	}
	switch {
	case name == "street":
		return club.MemberAddress
	case name == "name" || name == "recipient":
		return club.MemberSurname
	}
	return name
}
