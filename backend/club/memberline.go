package club

import (
	"slices"
	"strings"

	"paddock/backend/calendar"
)

// MemberField names what a column of a member list holds.
type MemberField string

// The fields of a member list (ARCHITECTURE, Command line).
const (
	MemberCivility   MemberField = "civility"
	MemberSurname    MemberField = "surname"
	MemberFirstName  MemberField = "firstName"
	MemberSex        MemberField = "sex"
	MemberBirthDate  MemberField = "birthDate"
	MemberPhone      MemberField = "phone"
	MemberMobile     MemberField = "mobile"
	MemberEmail      MemberField = "email"
	MemberAddress    MemberField = "address"
	MemberPostalCode MemberField = "postalCode"
	MemberTown       MemberField = "town"
	MemberCountry    MemberField = "country"
	MemberLevel      MemberField = "level"
	MemberLicence    MemberField = "licence"
	MemberName       MemberField = "name" // surname and first name in one cell

	// Who pays for the rider, a second parent, and whom to call first.
	MemberPayerCivility   MemberField = "payerCivility"
	MemberPayerSurname    MemberField = "payerSurname"
	MemberPayerFirstName  MemberField = "payerFirstName"
	MemberPayerName       MemberField = "payerName"
	MemberParentSurname   MemberField = "parentSurname"
	MemberParentFirstName MemberField = "parentFirstName"
	MemberParentName      MemberField = "parentName"
	MemberEmergencyName   MemberField = "emergencyName"
	MemberEmergencyPhone  MemberField = "emergencyPhone"
)

// MemberFields lists them as a form shows them.
var MemberFields = []MemberField{
	MemberCivility, MemberSurname, MemberFirstName, MemberName, MemberSex, MemberBirthDate, MemberPhone, MemberMobile,
	MemberEmail, MemberAddress, MemberPostalCode, MemberTown, MemberCountry, MemberLevel, MemberLicence,
	MemberPayerCivility, MemberPayerSurname, MemberPayerFirstName, MemberPayerName,
	MemberParentSurname, MemberParentFirstName, MemberParentName, MemberEmergencyName, MemberEmergencyPhone,
}

// MemberTexts is a line of a member list as it was written, by field.
type MemberTexts map[MemberField]string

// MemberLine is a line as it is understood: a rider, where the rider lives, and the
// adults it names besides.
type MemberLine struct {
	Civility   string
	Sex        string
	Surname    string
	FirstName  string
	BirthDate  calendar.Day
	Phone      string
	Mobile     string
	Email      string
	Address    string
	PostalCode string
	Town       string
	Country    string
	Level      int64
	Licence    string

	Payer          Adult // who answers for the rider, where the line says
	Parent         Adult // another one
	EmergencyName  string
	EmergencyPhone string
}

// MemberReader reads the lines of one list.
type MemberReader struct {
	Country     string       // the club's, for what a line leaves out
	ListCountry string       // of those a line says no country of; "" is the club's
	Today       calendar.Day // nobody is born later
	ProperNames bool         // DUPONT becomes Dupont
	LostZeros   bool         // a spreadsheet cut the zero off the list's postal codes: 1200 is 01200

	levels map[string]int64 // by what people type, folded
}

// NewMemberReader reads lists of a club in a country with these levels.
func NewMemberReader(country string, today calendar.Day, levels []Level) *MemberReader {
	r := &MemberReader{Country: country, Today: today, levels: map[string]int64{}}
	for _, retired := range []bool{false, true} { // a list may be older than the ladder
		for _, level := range levels {
			if level.Retired != retired {
				continue
			}
			for _, word := range level.Said() {
				if _, taken := r.levels[squeeze(word)]; !taken {
					r.levels[squeeze(word)] = level.ID
				}
			}
		}
	}
	return r
}

// squeeze is what two spellings of a word in a table have in common: "Poney
// d'or" and "PONEY D’OR", "G 6" and "g6".
func squeeze(text string) string { return strings.Join(Words(text), "") }

// oldestMember is an age nobody reaches; a birth date before that is a slip.
const oldestMember = 120

// Read understands a line, or says what is wrong with it, a field at a time. An
// import needs surname, first name and birth date (PRODUCT section 9); the rest
// may be missing and may not be wrong.
func (r *MemberReader) Read(texts MemberTexts) (MemberLine, []*Error) {
	l := lineReader{MemberReader: r, texts: texts}
	l.names()
	l.civility()
	l.birth()
	l.country()
	l.postalCode()
	l.phones()
	l.line.Email = texts[MemberEmail]
	l.line.Address, l.line.Town = texts[MemberAddress], texts[MemberTown]
	l.level()
	l.licence()
	l.adults()
	return l.line, l.faults
}

type lineReader struct {
	*MemberReader
	texts  MemberTexts
	line   MemberLine
	faults []*Error
}

func (l *lineReader) fault(code Code, field MemberField) *Error {
	refusal := Refuse(code).On(string(field))
	l.faults = append(l.faults, refusal)
	return refusal
}

func (l *lineReader) names() {
	l.line.Surname, l.line.FirstName = l.texts[MemberSurname], l.texts[MemberFirstName]
	if whole := l.texts[MemberName]; whole != "" && (l.line.Surname == "" || l.line.FirstName == "") {
		surname, firstName, known := SplitName(whole)
		if !known {
			l.fault(CodeNameNotSplit, MemberName)
			return
		}
		l.line.Surname, l.line.FirstName = surname, firstName
	}
	if l.ProperNames {
		l.line.Surname, l.line.FirstName = ProperName(l.line.Surname, l.Country), ProperName(l.line.FirstName, l.Country)
	}
	if l.line.Surname == "" {
		l.fault(CodeRequired, MemberSurname)
	}
	if l.line.FirstName == "" {
		l.fault(CodeRequired, MemberFirstName)
	}
}

// What lists write for civility and sex in the three languages; the first gives
// the second and, for want of better, the other way round.
var (
	civilities = map[string]string{
		"mme": "Mme", "mlle": "Mme", "melle": "Mme", "madame": "Mme", "mademoiselle": "Mme", "mrs": "Mme", "ms": "Mme", "miss": "Mme",
		"mevr": "Mme", "mevrouw": "Mme", "mvr": "Mme", "mw": "Mme", "juffrouw": "Mme", "mej": "Mme", "dame": "Mme",
		"m": "M", "mr": "M", "monsieur": "M", "mister": "M", "dhr": "M", "deheer": "M", "heer": "M", "meneer": "M", "mijnheer": "M", "sir": "M",
	}
	sexes = map[string]string{
		"f": "F", "femme": "F", "feminin": "F", "fille": "F", "female": "F", "woman": "F", "girl": "F",
		"v": "F", "vrouw": "F", "vrouwelijk": "F", "meisje": "F", "w": "F",
		"m": "M", "h": "M", "homme": "M", "masculin": "M", "garcon": "M", "male": "M", "man": "M", "boy": "M",
		"mannelijk": "M", "jongen": "M", "g": "M",
	}
	sexOf      = map[string]string{"Mme": "F", "M": "M"}
	civilityOf = map[string]string{"F": "Mme", "M": "M"}
)

func (l *lineReader) civility() {
	civility, sex := squeeze(l.texts[MemberCivility]), squeeze(l.texts[MemberSex])
	if l.line.Civility = civilities[civility]; l.line.Civility == "" && civility != "" {
		l.fault(CodeCivilityUnknown, MemberCivility)
	}
	if l.line.Sex = sexes[sex]; l.line.Sex == "" && sex != "" {
		if l.line.Sex = sexOf[civilities[sex]]; l.line.Sex == "" {
			l.fault(CodeSexUnknown, MemberSex)
		}
	}
	if l.line.Sex == "" {
		l.line.Sex = sexOf[l.line.Civility]
	}
	if l.line.Civility == "" && civility == "" {
		l.line.Civility = civilityOf[l.line.Sex]
	}
}

// birth reads the birth date. A year of two figures is read when one reading
// alone is possible: 65 is 1965, and 14 may be a child or a great-grandparent.
func (l *lineReader) birth() {
	text := l.texts[MemberBirthDate]
	if text == "" {
		l.fault(CodeRequired, MemberBirthDate)
		return
	}
	readings := calendar.Readings(text)
	possible := slices.DeleteFunc(slices.Clone(readings), func(born calendar.Day) bool {
		return born > l.Today || calendar.Age(born, l.Today) > oldestMember
	})
	switch {
	case len(possible) == 1:
		l.line.BirthDate = possible[0]
	case len(possible) > 1:
		l.fault(CodeBirthTwoReadings, MemberBirthDate).With("firstDay", possible[0]).With("secondDay", possible[1]).
			With("choices", []string{string(possible[0]), string(possible[1])})
	case len(readings) > 0 && readings[0] > l.Today:
		l.fault(CodeBirthInFuture, MemberBirthDate)
	default:
		l.fault(CodeBadDay, MemberBirthDate)
	}
}

// noLevel are words for somebody who has none yet.
var noLevel = map[string]bool{
	"": true, "0": true, "debutant": true, "debutante": true, "debutants": true, "aucun": true, "aucune": true, "sans": true, "neant": true,
	"beginner": true, "beginneling": true, "beginnend": true, "none": true, "geen": true, "initiation": true, "galop0": true, "g0": true,
}

func (l *lineReader) level() {
	word := squeeze(l.texts[MemberLevel])
	if noLevel[word] {
		return
	}
	for _, spelling := range []string{word, "galop" + word} { // a column of galops often holds figures
		if id, known := l.levels[spelling]; known {
			l.line.Level = id
			return
		}
	}
	l.fault(CodeLevelUnknown, MemberLevel).With("level", l.texts[MemberLevel])
}

// longestLicence is more than any federation's number has.
const longestLicence = 30

// licence keeps a federation's number without spaces, in capitals: 5581698G.
func (l *lineReader) licence() {
	number := strings.ToUpper(strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "", ".", "").Replace(l.texts[MemberLicence]))
	if number != "" && !strings.ContainsAny(number, "0123456789") || len(number) > longestLicence {
		l.fault(CodeLicenceNumber, MemberLicence)
		return
	}
	l.line.Licence = number
}
