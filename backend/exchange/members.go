package exchange

import (
	"slices"
	"strings"

	"paddock/backend/club"
)

// headingsWithin is how far down a program's title lines may push the headings.
const headingsWithin = 20

// MemberList is a sheet read as a list, of members or of openings.
type MemberList struct {
	Headings []string
	Columns  []club.MemberField // what each column is thought to hold; "" for nothing
	Rows     []Row              // below the headings
}

// Members reads a sheet as a list of members.
func Members(s Sheet) MemberList { return listed(s, GuessColumns) }

// listed finds the row of headings, the one that names most of what such a list
// has, and guesses what each column holds.
func listed(s Sheet, guess func([]string) []club.MemberField) MemberList {
	best, most := 0, 0
	for i, row := range s.Rows[:min(len(s.Rows), headingsWithin)] {
		known := 0
		for _, field := range guess(row.Cells) {
			if field != "" {
				known++
			}
		}
		if known > most {
			best, most = i, known
		}
	}
	if most == 0 && saysSomebody(s.Rows[0].Cells) {
		best = -1 // nobody wrote headings: the columns are said by hand
	}
	var headings []string
	if best >= 0 {
		headings = slices.Clone(s.Rows[best].Cells)
	}
	for i := range headings {
		headings[i] = strings.Join(strings.Fields(headings[i]), " ")
	}
	rows := s.Rows[best+1:]
	for range untitled(rows, len(headings)) {
		headings = append(headings, "")
	}
	return MemberList{Headings: headings, Columns: guess(headings), Rows: rows}
}

// saysSomebody tells a row of a member from a row of headings: a day, a phone, a
// postal code or an e-mail is in no heading.
func saysSomebody(cells []string) bool {
	return slices.ContainsFunc(cells, func(cell string) bool {
		digits := strings.Count(strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return '0'
			}
			return -1
		}, cell), "0")
		return digits >= 4 || strings.Contains(cell, "@")
	})
}

// untitled counts the columns beyond the headings when most rows have them: a
// column without a heading is no fault of its rows.
func untitled(rows []Row, headings int) int {
	longer, widest := 0, headings
	for _, row := range rows {
		if len(row.Cells) > headings {
			longer++
			widest = max(widest, len(row.Cells))
		}
	}
	if longer*2 <= len(rows) {
		return 0
	}
	return widest - headings
}

// GuessColumns tells what the columns with these headings hold. A field is given
// once, the address as often as it is written; a name stands for both names
// where there is no column for the first.
func GuessColumns(headings []string) []club.MemberField {
	columns := make([]club.MemberField, len(headings))
	taken := map[club.MemberField]bool{}
	give := func(i int, field club.MemberField) {
		if field == "" || columns[i] != "" || taken[field] && field != club.MemberAddress {
			return
		}
		columns[i], taken[field] = field, true
	}
	for i, heading := range headings {
		if ofChild(heading) {
			give(i, named[bare(heading)])
		}
	}
	child := taken[club.MemberSurname] || taken[club.MemberName]
	for i, heading := range headings {
		field := named[bare(heading)]
		if parent := besideChild[field]; child && parent != "" && taken[field] {
			field = parent
		}
		give(i, field)
	}
	guessAdults(headings, give)
	for i, heading := range headings {
		give(i, resembling(heading))
	}
	if at := slices.Index(columns, club.MemberSurname); at >= 0 && !taken[club.MemberFirstName] && !taken[club.MemberName] {
		columns[at] = club.MemberName
	}
	return columns
}

// besideChild is what a heading holds that does not say whose it is, in a list
// that says of another that it is the child's.
var besideChild = map[club.MemberField]club.MemberField{
	club.MemberCivility: club.MemberPayerCivility, club.MemberSurname: club.MemberPayerSurname,
	club.MemberFirstName: club.MemberPayerFirstName, club.MemberName: club.MemberPayerName,
}

// silent are words of headings that say nothing.
var silent = words("du de des d s la le les l un et au van het de der the of and en op",
	"cavalier cavaliere adherent adherente membre eleve licencie ruiter lid rider member client personne enfant kind child",
	"no n num numero nr nummer number")

// named are the headings of the programs that clubs come from, in French, Dutch,
// English and the German of the east of Belgium, without their silent words, accents and spaces.
var named = headings(map[club.MemberField]string{
	club.MemberCivility:  "civilite civ titre aanspreking aanhef titel title salutation",
	club.MemberSurname:   "nom nomfamille nomusage familienaam achternaam naam surname lastname familyname name nachname zuname familienname",
	club.MemberFirstName: "prenom prenoms prenomusuel voornaam voornamen roepnaam firstname givenname forename vorname rufname",
	club.MemberName:      "nomprenom prenomnom nomcomplet naamvoornaam voornaamnaam volledigenaam fullname",
	club.MemberSex:       "sexe sex genre gender geslacht hf mf fm fh mv geschlecht",
	club.MemberBirthDate: "naissance datenaissance datenais datnaiss datenaiss ddn dnaiss neele ne nee birthdate datebirth dob birthday " +
		"geboortedatum geboorte geboren gebdatum gebdat geborenop anniversaire geburtsdatum geburtstag geborenam",
	club.MemberPhone: "telephone tel telephonefixe telfixe fixe telephonedomicile teldomicile telephone1 tel1 telephonemaison " +
		"telefoon telefoonnummer vastetelefoon vaste telefoonthuis phone telephone landline homephone telefon festnetz",
	club.MemberMobile: "mobile portable gsm telephoneportable telportable telephonemobile telmobile mobiel gsmnummer telephone2 tel2 " +
		"cellphone mobilephone cell handy handynummer mobil mobiltelefon",
	club.MemberEmail:      "email mail courriel mel adresseemail adressemail emailadres mailadres emailaddress adresseelectronique",
	club.MemberAddress:    "adresse adresse1 adresse2 rue voie ruenumero adressepostale complement complementadresse adressecomplement adres straat straatnummer address address1 address2 street strasse anschrift",
	club.MemberPostalCode: "cp codepostal codpostal codepost postcode zip zipcode postalcode postnummer npa plz postleitzahl",
	club.MemberTown:       "ville commune localite gemeente stad woonplaats plaats town city ort wohnort",
	club.MemberCountry:    "pays land country",
	club.MemberLevel:      "niveau galop galops niveaugalop niveauequestre degre niveaux niveaurijden graad brevet level",
	club.MemberLicence:    "licence licenceffe ffe lic licffe licencefederale licentie licentienummer vergunning license",
})

// bare is a heading without what says nothing.
func bare(heading string) string {
	said := club.Words(heading)
	kept := slices.DeleteFunc(slices.Clone(said), func(word string) bool { return silent[word] })
	return strings.Join(kept, "")
}

// others are people of a family who do not ride: what else belongs to them than
// their names (guessAdults) is not the rider's, but for an e-mail and phones,
// which are the family's.
var others = []string{"resp", "pere", "mere", "parent", "tuteur", "contact", "urgence", "factur", "vader", "moeder", "ouder", "voogd", "nood", "mother", "father", "guardian", "emergency"}

// resembling reads headings nobody foresaw by what they contain.
func resembling(heading string) club.MemberField {
	word := strings.Join(club.Words(heading), "")
	holds := func(parts ...string) bool {
		return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(word, part) })
	}
	switch {
	case holds("urgence", "emergency", "nood"):
		return ""
	case holds("mail", "courriel"):
		return club.MemberEmail
	case holds("portable", "gsm", "mobile", "mobiel"):
		return club.MemberMobile
	case holds("telephone", "telefoon", "phone", "fixe") || strings.HasPrefix(word, "tel"):
		return club.MemberPhone
	case holds(others...):
		return ""
	case holds("naiss", "geboort", "birth") && !holds("lieu", "ville", "plaats", "place", "pays", "dep"):
		return club.MemberBirthDate
	case holds("prenom", "voornaam", "firstname"):
		return club.MemberFirstName
	case holds("postal", "postcode"):
		return club.MemberPostalCode
	case holds("licence", "licentie", "license") && !holds("date", "type", "annee", "valid", "datum", "jaar"):
		return club.MemberLicence
	case holds("galop"):
		return club.MemberLevel
	}
	return ""
}

func words(lists ...string) map[string]bool {
	set := map[string]bool{}
	for _, list := range lists {
		for word := range strings.FieldsSeq(list) {
			set[word] = true
		}
	}
	return set
}

func headings(lists map[club.MemberField]string) map[string]club.MemberField {
	byWord := map[string]club.MemberField{}
	for field, list := range lists {
		for word := range strings.FieldsSeq(list) {
			byWord[word] = field
		}
	}
	return byWord
}
