package desk

import (
	"slices"
	"strings"

	"paddock/backend/calendar"
	"paddock/backend/club"
)

// ofAge is when a rider may answer for a family.
const ofAge = 18

// householdOf makes a household of the lines that are one family: its addresses,
// an adult who pays, every number and e-mail at its place, and the riders.
func householdOf(lines []club.MemberLine, today calendar.Day) club.Household {
	home := club.Household{Kind: family, Name: familyName(lines), Contacts: []club.Contact{}, Addresses: []club.Address{}, Riders: []club.Rider{}}
	payer := club.Contact{Surname: home.Name, Pays: true}
	if at := slices.IndexFunc(lines, func(l club.MemberLine) bool { return grownUp(l, today) }); at >= 0 {
		payer.Civility, payer.Surname, payer.FirstName = lines[at].Civility, lines[at].Surname, lines[at].FirstName
	}
	for _, line := range lines {
		payer.Email, payer.Mobile, payer.Phone = first(payer.Email, line.Email), first(payer.Mobile, line.Mobile), first(payer.Phone, line.Phone)
	}
	home.Email = payer.Email
	home.Contacts = append(home.Contacts, payer)
	places := map[string]bool{}
	for _, line := range lines {
		if place := club.PlaceKey(line.Address, line.PostalCode, line.Town); line.Address+line.PostalCode+line.Town != "" && !places[place] {
			places[place] = true
			home.Addresses = append(home.Addresses, club.Address{
				Street: line.Address, PostalCode: line.PostalCode, Town: line.Town, Country: line.Country,
			})
		}
		if line.Phone != "" && !slices.ContainsFunc(home.Contacts, func(c club.Contact) bool { return c.Phone == line.Phone }) {
			home.Contacts = append(home.Contacts, club.Contact{Surname: line.Surname, Phone: line.Phone})
		}
		home.Riders = append(home.Riders, riderOf(line, payer))
	}
	return home
}

// riderOf is the rider of a line; an e-mail or mobile that is the family's is
// not written twice.
func riderOf(line club.MemberLine, payer club.Contact) club.Rider {
	r := club.Rider{
		Civility: line.Civility, Sex: line.Sex, Surname: line.Surname, FirstName: line.FirstName, BirthDate: line.BirthDate,
		Level: line.Level, Licences: []club.Licence{},
	}
	if line.Mobile != payer.Mobile {
		r.Mobile = line.Mobile
	}
	if !strings.EqualFold(line.Email, payer.Email) {
		r.Email = line.Email
	}
	return r
}

// familyName is the surname most of a family have, not in capitals if one of
// them is written otherwise.
func familyName(lines []club.MemberLine) string {
	counts := map[string]int{}
	name := ""
	for _, line := range lines {
		key := club.Index(line.Surname)
		counts[key]++
		was := club.Index(name)
		capitals := key == was && strings.ToUpper(name) == name
		if name == "" || counts[key] > counts[was] || capitals {
			name = line.Surname
		}
	}
	return name
}

func grownUp(line club.MemberLine, today calendar.Day) bool {
	return line.BirthDate != "" && line.BirthDate <= today && calendar.Age(line.BirthDate, today) >= ofAge
}

// first is the first of two texts that says something.
func first(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
