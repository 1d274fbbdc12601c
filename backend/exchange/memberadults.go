package exchange

import (
	"slices"
	"strings"

	"paddock/backend/club"
)

// What headings call the adults of a family: who pays, a parent, whom to call,
// and the rider where a list says child in so many words.
var (
	payers = words("payeur payeuse payer debiteur resp responsable responsables representant representante tuteur tutrice " +
		"betaler betalende voogd verantwoordelijke guardian")
	parents    = words("pere papa mere maman parent parents vader papa moeder mama ouder ouders father dad mother mum mom vater mutter eltern contactpersoon")
	toCall     = words("urgence urgences urg prevenir accident nood noodgeval noodgevallen noodcontact ongeval emergency ice notfall")
	callNumber = words("noodnummer")
	children   = words("enfant kind child")

	surnameWords   = words("nom naam achternaam familienaam surname lastname name nachname")
	firstNameWords = words("prenom prenoms voornaam firstname vorname")
	civilityWords  = words("civilite civ titre aanspreking aanhef title")
	phoneWords     = words("tel telephone telephones telefoon telefoonnummer phone portable mobile gsm mobiel nummer numero number telefon handy")
	personWords    = words("contact contacts personne persoon person legal legale legaux wettelijk wettelijke")
	ourWords       = words("s a par in cas case geval bij om te waarschuwen verwittigen appeler bellen call to")
)

// adultHeading is a heading that speaks of an adult of the family.
type adultHeading struct {
	who  string // the word that says which one; "" where the heading speaks of none
	part club.MemberField
	pays bool
}

// The parts of an adult's heading, before it is known which adult it is.
const (
	partSurname   club.MemberField = "surname"
	partFirstName club.MemberField = "firstName"
	partWhole     club.MemberField = "whole"
	partCivility  club.MemberField = "civility"
)

// adultOf reads a heading word by word. One word nobody knows here, such as the
// profession of a father, and it speaks of something else.
func adultOf(heading string) adultHeading {
	heading = english.Replace(strings.Join(club.Words(heading), " "))
	if whole, known := runTogether[heading]; known {
		heading = whole
	}
	var a adultHeading
	surname, firstName, phone, civility, call := false, false, false, false, false
	for word := range strings.FieldsSeq(heading) {
		which := strings.TrimRight(word, "0123456789")
		switch {
		case toCall[word]:
			call = true
		case callNumber[word]:
			call, phone = true, true
		case payers[which], parents[which]:
			a.who, a.pays = a.who+word, a.pays || payers[which]
		case surnameWords[word]:
			surname = true
		case firstNameWords[word]:
			firstName = true
		case civilityWords[word]:
			civility = true
		case phoneWords[word]:
			phone = true
		case which == "" && a.who != "":
			a.who += word // Parent 2
		case personWords[word], silent[word], ourWords[word], which == "":
		default:
			return adultHeading{}
		}
	}
	switch {
	case call && phone:
		return adultHeading{who: "call", part: club.MemberEmergencyPhone}
	case call:
		return adultHeading{who: "call", part: club.MemberEmergencyName}
	case a.who == "", phone:
		return adultHeading{}
	case civility:
		a.part = partCivility
	case firstName && !surname:
		a.part = partFirstName
	case surname && !firstName:
		a.part = partSurname
	default:
		a.part = partWhole
	}
	return a
}

// english are names of two words.
var english = strings.NewReplacer("first name", "firstname", "given name", "firstname", "last name", "lastname", "family name", "lastname")

// runTogether are headings whose words no mark parts.
var runTogether = map[string]string{
	"nompere": "nom pere", "nommere": "nom mere", "prenompere": "prenom pere", "prenommere": "prenom mere",
	"nomresp": "nom resp", "prenomresp": "prenom resp", "nomresponsable": "nom responsable", "prenomresponsable": "prenom responsable",
	"nomparent": "nom parent", "prenomparent": "prenom parent", "telurgence": "tel urgence",
}

// guessAdults gives the headings of adults their fields: who is said to pay comes
// first, then the parents as they stand; a third has no place. A surname that
// stands alone is the whole name, as it is of riders.
func guessAdults(headings []string, give func(int, club.MemberField)) {
	read, people := make([]adultHeading, len(headings)), []string{}
	for _, paying := range []bool{true, false} {
		for i, heading := range headings {
			read[i] = adultOf(heading)
			if a := read[i]; a.who != "" && a.who != "call" && a.pays == paying && !slices.Contains(people, a.who) {
				people = append(people, a.who)
			}
		}
	}
	for i, a := range read {
		if a.who == "call" {
			give(i, a.part)
			continue
		}
		place := slices.Index(people, a.who)
		if place < 0 || place >= len(adultFields) {
			continue
		}
		part := a.part
		alone := func(other club.MemberField) bool {
			return !slices.ContainsFunc(read, func(b adultHeading) bool { return b.who == a.who && b.part == other })
		}
		if part == partSurname && alone(partFirstName) {
			part = partWhole
		}
		give(i, adultFields[place][part])
	}
}

var adultFields = []map[club.MemberField]club.MemberField{
	{partCivility: club.MemberPayerCivility, partSurname: club.MemberPayerSurname, partFirstName: club.MemberPayerFirstName, partWhole: club.MemberPayerName},
	{partSurname: club.MemberParentSurname, partFirstName: club.MemberParentFirstName, partWhole: club.MemberParentName},
}

// ofChild reports whether a heading says that it is the child's: beside it, a
// heading that says nothing of whose name it holds holds the parent's.
func ofChild(heading string) bool {
	return slices.ContainsFunc(club.Words(heading), func(word string) bool { return children[word] })
}
