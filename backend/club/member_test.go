package club_test

import (
	"reflect"
	"slices"
	"testing"

	"paddock/backend/calendar"
	"paddock/backend/club"
)

const today calendar.Day = "2026-10-07"

// reader reads lists of a French club with three levels.
func reader() *club.MemberReader {
	return club.NewMemberReader("FR", today, []club.Level{
		{ID: 1, Code: "PB", Label: "Poney de bronze", Aliases: []string{"Poney bronze"}},
		{ID: 2, Code: "PO", Label: "Poney d’or", Aliases: []string{"Poney or"}},
		{ID: 3, Code: "G6", Label: "Galop 6", Aliases: []string{}},
	})
}

// line is a good line with some fields written otherwise.
func line(changed club.MemberTexts) club.MemberTexts {
	texts := club.MemberTexts{club.MemberSurname: "Delcourt", club.MemberFirstName: "Manon", club.MemberBirthDate: "02/05/2014"}
	for field, text := range changed {
		texts[field] = text
	}
	return texts
}

func TestALineIsUnderstoodHoweverItsProgramWritesIt(t *testing.T) {
	for name, c := range map[string]struct {
		texts club.MemberTexts
		want  func(*club.MemberLine)
	}{
		"no more than needed":   {nil, func(*club.MemberLine) {}},
		"sex from the civility": {club.MemberTexts{"civility": "Mlle"}, func(l *club.MemberLine) { l.Civility, l.Sex = "Mme", "F" }},
		"civility from the sex": {club.MemberTexts{"sex": "Garçon"}, func(l *club.MemberLine) { l.Civility, l.Sex = "M", "M" }},
		"Dutch words": {club.MemberTexts{"civility": "Mevr.", "sex": "vrouw", "country": "België", "postalCode": "B-9000", "birthDate": "2 mei 2014"},
			func(l *club.MemberLine) {
				l.Civility, l.Sex, l.Country, l.PostalCode = "Mme", "F", "BE", "9000"
			}},
		"what it says of the sex": {club.MemberTexts{"civility": "M.", "sex": "F"}, func(l *club.MemberLine) { l.Civility, l.Sex = "M", "F" }},
		"a level by its alias":    {club.MemberTexts{"level": "PONEY D'OR"}, func(l *club.MemberLine) { l.Level = 2 }},
		"a galop by its figure":   {club.MemberTexts{"level": "6"}, func(l *club.MemberLine) { l.Level = 3 }},
		"a beginner":              {club.MemberTexts{"level": "Débutant"}, func(*club.MemberLine) {}},
		"a mobile among phones":   {club.MemberTexts{"phone": "06.39.98.12.10"}, func(l *club.MemberLine) { l.Mobile = "06 39 98 12 10" }},
		"a landline among mobiles": {club.MemberTexts{"mobile": "0475000000"}, func(l *club.MemberLine) {
			l.Phone = "04 75 00 00 00"
		}},
		"two numbers in a cell": {club.MemberTexts{"phone": "04 75 00 00 00 / 06 39 98 12 10"}, func(l *club.MemberLine) {
			l.Phone, l.Mobile = "04 75 00 00 00", "06 39 98 12 10"
		}},
		"a number without its zero": {club.MemberTexts{"mobile": "639981210"}, func(l *club.MemberLine) { l.Mobile = "06 39 98 12 10" }},
		"a number from abroad":      {club.MemberTexts{"mobile": "+32 470 12 34 56"}, func(l *club.MemberLine) { l.Mobile = "+32 470 12 34 56" }},
		"a Belgian member's number": {club.MemberTexts{"mobile": "0470 12 34 56", "country": "BE"}, func(l *club.MemberLine) {
			l.Mobile, l.Country = "+32 470 12 34 56", "BE"
		}},
		"a licence with spaces": {club.MemberTexts{"licence": "0 418 227 k"}, func(l *club.MemberLine) { l.Licence = "0418227K" }},
		"one name cell": {club.MemberTexts{"surname": "", "firstName": "", "name": "DE LA TOUR Marie"}, func(l *club.MemberLine) {
			l.Surname, l.FirstName = "DE LA TOUR", "Marie"
		}},
		"a couple that pays":              {club.MemberTexts{"payerCivility": "M. et Mme", "payerSurname": "Delcourt"}, func(l *club.MemberLine) { l.Payer.Surname = "Delcourt" }},
		"one who pays":                    {club.MemberTexts{"payerCivility": "Mme", "payerSurname": "Delcourt"}, func(l *club.MemberLine) { l.Payer = club.Adult{Civility: "Mme", Surname: "Delcourt"} }},
		"two figures of a year long past": {club.MemberTexts{"birthDate": "2/5/65"}, func(l *club.MemberLine) { l.BirthDate = "1965-05-02" }},
	} {
		want := club.MemberLine{Surname: "Delcourt", FirstName: "Manon", BirthDate: "2014-05-02", Country: "FR"}
		c.want(&want)
		got, faults := reader().Read(line(c.texts))
		if len(faults) > 0 || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v, want %+v", name, got, faults, want)
		}
	}
}

func TestEachFaultOfALineIsNamed(t *testing.T) {
	for _, c := range []struct {
		field club.MemberField
		text  string
		code  club.Code
	}{
		{"surname", "", club.CodeRequired},
		{"firstName", "", club.CodeRequired},
		{"birthDate", "", club.CodeRequired},
		{"birthDate", "31/02/2014", club.CodeBadDay},
		{"birthDate", "né en mai", club.CodeBadDay},
		{"birthDate", "12/05/1850", club.CodeBadDay},
		{"birthDate", "12/05/2031", club.CodeBirthInFuture},
		{"birthDate", "08/10/2026", club.CodeBirthInFuture},
		{"birthDate", "03/04/24", club.CodeBirthTwoReadings},
		{"mobile", "06 12 AB 34 56", club.CodeBadPhone},
		{"mobile", "06 12 34 56", club.CodeBadPhone},
		{"phone", "04 75", club.CodeBadPhone},
		{"postalCode", "2612", club.CodePostalCode},
		{"postalCode", "261200", club.CodePostalCode},
		{"level", "Galop 12", club.CodeLevelUnknown},
		{"country", "Ruritanie", club.CodeCountryUnknown},
		{"civility", "Colonel", club.CodeCivilityUnknown},
		{"sex", "?x", club.CodeSexUnknown},
		{"licence", "en cours", club.CodeLicenceNumber},
		{"payerCivility", "Colonel", club.CodeCivilityUnknown},
		{"emergencyPhone", "demander à la mère", club.CodeBadPhone},
	} {
		_, faults := reader().Read(line(club.MemberTexts{c.field: c.text}))
		if len(faults) != 1 || faults[0].Code != c.code || faults[0].Field != string(c.field) {
			t.Errorf("%s %q: %v, want %s", c.field, c.text, faults, c.code)
		}
	}
	_, faults := reader().Read(club.MemberTexts{club.MemberName: "Marie Dupont", club.MemberBirthDate: "02/05/2014"})
	if len(faults) != 1 || faults[0].Code != club.CodeNameNotSplit {
		t.Errorf("a name nothing splits: %v", faults)
	}
}

func TestAFaultOffersWhatItCanOnlyMean(t *testing.T) {
	for text, want := range map[club.MemberField]struct {
		text    string
		choices []string
	}{
		"birthDate":  {"03/04/24", []string{"1924-04-03", "2024-04-03"}},
		"postalCode": {"2612", []string{"02612"}},
	} {
		_, faults := reader().Read(line(club.MemberTexts{text: want.text}))
		if choices, _ := faults[0].Params["choices"].([]string); !slices.Equal(choices, want.choices) {
			t.Errorf("%s: %v, want %v", want.text, choices, want.choices)
		}
	}
}

func TestAZeroThatASpreadsheetCutOffIsPutBack(t *testing.T) {
	r := reader()
	r.LostZeros = true
	for written, want := range map[string]string{"1200": "01200", "26120": "26120", "01200": "01200"} {
		got, faults := r.Read(line(club.MemberTexts{"postalCode": written}))
		if got.PostalCode != want || faults != nil {
			t.Errorf("%s: %s, %v", written, got.PostalCode, faults)
		}
	}
}

func TestANameInCapitalsIsWrittenAsItsOwnerDoes(t *testing.T) {
	for _, c := range []struct{ written, country, want string }{
		{"DUPONT", "FR", "Dupont"},
		{"O'BRIEN", "FR", "O'Brien"},
		{"D’ARCY", "FR", "D’Arcy"},
		{"MARIE-LOU", "FR", "Marie-Lou"},
		{"ŒUVRÉ", "FR", "Œuvré"},
		{"MCDONALD", "FR", "McDonald"},
		{"EL AMRANI", "FR", "El Amrani"},
		{"LE GOFF", "FR", "Le Goff"},
		{"DE LA TOUR", "FR", "de la Tour"},
		{"DU BOIS", "FR", "du Bois"},
		{"DE SMET", "BE", "De Smet"},
		{"VAN DEN BROECK", "BE", "Van den Broeck"},
		{"VAN DER LINDEN", "FR", "Van der Linden"},
		{"Dupont", "FR", "Dupont"},
		{"McDonald", "FR", "McDonald"},
		{"de Smet", "BE", "de Smet"},
		{"", "FR", ""},
	} {
		if got := club.ProperName(c.written, c.country); got != c.want {
			t.Errorf("%s in %s: %s, want %s", c.written, c.country, got, c.want)
		}
	}
}

func TestRidersAreGroupedIntoFamiliesByWhatTheyShare(t *testing.T) {
	home := club.MemberLine{Surname: "Blanc", Address: "5 allée des Érables", PostalCode: "26120", Town: "Chabeuil"}
	with := func(change func(*club.MemberLine)) club.MemberLine {
		l := home
		change(&l)
		return l
	}
	elsewhere := func(l *club.MemberLine) { l.Address = "1 rue Haute" }
	for name, c := range map[string]struct {
		a, b club.MemberLine
		why  []string // nil: two families
	}{
		"same address and surname":   {home, with(func(l *club.MemberLine) { l.Surname, l.Address = "BLANC", "5, Allée des erables" }), []string{"address"}},
		"same address, another name": {home, with(func(l *club.MemberLine) { l.Surname = "Noir" }), nil},
		"same e-mail, all else differs": {
			with(func(l *club.MemberLine) { l.Email = "S.Blanc@courriel.example" }),
			with(func(l *club.MemberLine) { l.Surname, l.Email = "Noir", "s.blanc@courriel.example"; elsewhere(l) }), []string{"email"}},
		"same phone and surname": {
			with(func(l *club.MemberLine) { l.Mobile = "06 39 98 12 10" }),
			with(func(l *club.MemberLine) { l.Mobile = "0639981210"; elsewhere(l) }), []string{"phone"}},
		"same phone and address": {
			with(func(l *club.MemberLine) { l.Mobile = "06 39 98 12 10" }),
			with(func(l *club.MemberLine) { l.Surname, l.Phone = "Noir", "06 39 98 12 10" }), []string{"phone"}},
		"same phone alone": {
			with(func(l *club.MemberLine) { l.Mobile = "06 39 98 12 10" }),
			with(func(l *club.MemberLine) { l.Surname, l.Mobile = "Noir", "06 39 98 12 10"; elsewhere(l) }), nil},
		"same phone and no address": {
			club.MemberLine{Surname: "Blanc", Mobile: "06 39 98 12 10"}, club.MemberLine{Surname: "Noir", Mobile: "06 39 98 12 10"}, nil},
		"nothing but the name": {club.MemberLine{Surname: "Blanc"}, club.MemberLine{Surname: "Blanc"}, nil},
	} {
		families := club.Families([]club.MemberLine{c.a, c.b}, nil, "FR")
		if one := len(families) == 1; one != (c.why != nil) || one && !slices.Equal(families[0].Why, c.why) {
			t.Errorf("%s: %+v", name, families)
		}
	}
}

func TestAnEMailOfManyIsNobodysOwn(t *testing.T) {
	var lines []club.MemberLine
	for i := range 12 {
		lines = append(lines, club.MemberLine{Surname: string(rune('A' + i)), Email: "info@club.example"})
	}
	if families := club.Families(lines, nil, "FR"); len(families) != len(lines) {
		t.Errorf("%d riders with the club's e-mail are %d families", len(lines), len(families))
	}
}

func TestALineJoinsTheFamilyTheClubKnowsAndTwoStayTwo(t *testing.T) {
	known := []club.KnownFamily{
		{Household: 7, Surnames: []string{"Blanc"}, Emails: []string{"a@courriel.example"}},
		{Household: 9, Surnames: []string{"Noir"}, Phones: []string{"06 39 98 12 10"}, Places: []string{club.PlaceKey("1 rue Haute", "26120", "Chabeuil")}},
	}
	lines := []club.MemberLine{
		{Surname: "Noir", Address: "1, rue haute", PostalCode: "26120", Town: "CHABEUIL"},
		{Surname: "Noir", Email: "A@courriel.example", Mobile: "06 39 98 12 10"},
		{Surname: "Gris"},
	}
	var homes []club.HouseholdID
	for _, family := range club.Families(lines, known, "FR") {
		homes = append(homes, family.Household)
	}
	if want := []club.HouseholdID{9, 7, 0}; !slices.Equal(homes, want) {
		t.Errorf("the lines go to %v, want %v: the e-mail decides", homes, want)
	}
}

func TestALineSaysWhoPaysAndWhomToCall(t *testing.T) {
	for name, c := range map[string]struct {
		texts club.MemberTexts
		want  func(*club.MemberLine)
	}{
		"in two cells": {club.MemberTexts{"payerCivility": "Madame", "payerSurname": "Martin", "payerFirstName": "Sophie"}, func(l *club.MemberLine) {
			l.Payer = club.Adult{Civility: "Mme", Surname: "Martin", FirstName: "Sophie"}
		}},
		"in one, with a civility": {club.MemberTexts{"payerName": "Mme MARTIN Sophie"}, func(l *club.MemberLine) {
			l.Payer = club.Adult{Civility: "Mme", Surname: "MARTIN", FirstName: "Sophie"}
		}},
		"in one, told apart by the rider's surname": {club.MemberTexts{"payerName": "Sophie Delcourt"}, func(l *club.MemberLine) {
			l.Payer = club.Adult{Surname: "Delcourt", FirstName: "Sophie"}
		}},
		"in one that nothing splits": {club.MemberTexts{"payerName": "Sophie Martin"}, func(l *club.MemberLine) {
			l.Payer = club.Adult{Surname: "Sophie Martin"}
		}},
		"a couple": {club.MemberTexts{"payerName": "M. et Mme Martin"}, func(l *club.MemberLine) { l.Payer = club.Adult{Surname: "Martin"} }},
		"another parent alone": {club.MemberTexts{"parentName": "MARTIN Luc"}, func(l *club.MemberLine) {
			l.Payer = club.Adult{Surname: "MARTIN", FirstName: "Luc"}
		}},
		"both parents": {club.MemberTexts{"payerName": "MARTIN Luc", "parentSurname": "Delcourt", "parentFirstName": "Eva"}, func(l *club.MemberLine) {
			l.Payer, l.Parent = club.Adult{Surname: "MARTIN", FirstName: "Luc"}, club.Adult{Surname: "Delcourt", FirstName: "Eva"}
		}},
		"one parent twice": {club.MemberTexts{"payerName": "MARTIN Luc", "parentSurname": "Martin", "parentFirstName": "Luc"}, func(l *club.MemberLine) {
			l.Payer = club.Adult{Surname: "MARTIN", FirstName: "Luc"}
		}},
		"an emergency in two cells": {club.MemberTexts{"emergencyName": "Mamie Rose", "emergencyPhone": "0639981210"}, func(l *club.MemberLine) {
			l.EmergencyName, l.EmergencyPhone = "Mamie Rose", "06 39 98 12 10"
		}},
		"an emergency in one": {club.MemberTexts{"emergencyName": "Mamie Rose : 06.39.98.12.10"}, func(l *club.MemberLine) {
			l.EmergencyName, l.EmergencyPhone = "Mamie Rose", "06 39 98 12 10"
		}},
		"the name beside the number": {club.MemberTexts{"emergencyPhone": "06 39 98 12 10 (mamie)"}, func(l *club.MemberLine) {
			l.EmergencyName, l.EmergencyPhone = "mamie", "06 39 98 12 10"
		}},
		"a second number stays beside the name": {club.MemberTexts{"emergencyName": "Mamie", "emergencyPhone": "06 39 98 12 10 / 04 75 00 00 00"}, func(l *club.MemberLine) {
			l.EmergencyName, l.EmergencyPhone = "Mamie / 04 75 00 00 00", "06 39 98 12 10"
		}},
	} {
		want := club.MemberLine{Surname: "Delcourt", FirstName: "Manon", BirthDate: "2014-05-02", Country: "FR"}
		c.want(&want)
		got, faults := reader().Read(line(c.texts))
		if len(faults) > 0 || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v, want %+v", name, got, faults, want)
		}
	}
}
