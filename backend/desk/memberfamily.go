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
// its adults, every number and e-mail at its place, and the riders. Who pays is
// whom a line names for it, else a rider who is of age.
func householdOf(lines []club.MemberLine, today calendar.Day) club.Household {
	home := club.Household{Kind: family, Name: familyName(lines), Contacts: []club.Contact{}, Addresses: []club.Address{}, Riders: []club.Rider{}}
	payer := club.Contact{Surname: home.Name, Pays: true}
	adults := adultsOf(lines, today)
	if len(adults) > 0 {
		payer.Civility, payer.Surname, payer.FirstName = adults[0].Civility, adults[0].Surname, adults[0].FirstName
	}
	for _, line := range lines {
		payer.Email, payer.Mobile, payer.Phone = first(payer.Email, line.Email), first(payer.Mobile, line.Mobile), first(payer.Phone, line.Phone)
	}
	home.Email = payer.Email
	home.Contacts = append(home.Contacts, payer)
	for _, adult := range adults[min(1, len(adults)):] {
		home.Contacts = append(home.Contacts, club.Contact{Civility: adult.Civility, Surname: adult.Surname, FirstName: adult.FirstName})
	}
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
		if line.EmergencyPhone == "" {
			home.Contacts = callFirst(home.Contacts, line.EmergencyName)
		}
		home.Riders = append(home.Riders, riderOf(line, payer))
	}
	return home
}

// adultsOf are the adults the lines name, who pays first; where they name nobody
// it is a rider who is of age.
func adultsOf(lines []club.MemberLine, today calendar.Day) []club.Adult {
	var adults []club.Adult
	add := func(one club.Adult) {
		switch at := slices.IndexFunc(adults, one.Is); {
		case !one.Named():
		case at < 0:
			adults = append(adults, one)
		default:
			adults[at].Civility = first(adults[at].Civility, one.Civility)
		}
	}
	for _, line := range lines {
		add(line.Payer)
	}
	for _, line := range lines {
		add(line.Parent)
	}
	for _, line := range lines {
		self := club.Adult{Civility: line.Civility, Surname: line.Surname, FirstName: line.FirstName}
		if grownUp(line, today) && (len(adults) == 0 || slices.ContainsFunc(adults, self.Is)) {
			add(self)
		}
	}
	return adults
}

// callFirst keeps whom a line names for an emergency without a number: the adult
// of that name is ticked for it. Anybody else is a contact who cannot be called
// yet, and is not ticked: those who can be would be hidden.
func callFirst(contacts []club.Contact, name string) []club.Contact {
	if name == "" {
		return contacts
	}
	said := club.Words(name)
	slices.Sort(said)
	for i, contact := range contacts {
		known := club.Words(contact.FirstName + " " + contact.Surname)
		slices.Sort(known)
		if slices.Equal(known, said) {
			contacts[i].Emergency = contact.Mobile+contact.Phone != ""
			return contacts
		}
	}
	return append(contacts, club.Contact{Surname: name})
}

// riderOf is the rider of a line; an e-mail or mobile that is the family's is
// not written twice.
func riderOf(line club.MemberLine, payer club.Contact) club.Rider {
	r := club.Rider{
		Civility: line.Civility, Sex: line.Sex, Surname: line.Surname, FirstName: line.FirstName, BirthDate: line.BirthDate,
		Level: line.Level, Licences: []club.Licence{},
	}
	if line.EmergencyPhone != "" {
		r.EmergencyName, r.EmergencyPhone = line.EmergencyName, line.EmergencyPhone
	}
	if line.Mobile != payer.Mobile {
		r.Mobile = line.Mobile
	}
	if !strings.EqualFold(line.Email, payer.Email) {
		r.Email = line.Email
	}
	return r
}

// joining are the riders of lines who join a family that is there. What it says
// already is not written twice; what is the rider's own, a phone, a mail or where
// they live, is kept in their file.
func joining(lines []club.MemberLine, home club.Household) []club.Rider {
	var payer club.Contact
	numbers, places := map[string]bool{}, map[string]bool{}
	for _, contact := range home.Contacts {
		numbers[contact.Mobile], numbers[contact.Phone] = true, true
		if contact.Pays {
			payer = contact
		}
	}
	for _, a := range home.Addresses {
		places[club.PlaceKey(a.Street, a.PostalCode, a.Town)] = true
	}
	riders := make([]club.Rider, len(lines))
	for i, line := range lines {
		r := riderOf(line, payer)
		if numbers[r.Mobile] {
			r.Mobile = ""
		}
		if strings.EqualFold(r.Email, home.Email) {
			r.Email = ""
		}
		if !numbers[line.Phone] {
			r.Phone = line.Phone
		}
		if place := clean(line.PostalCode + " " + line.Town); !places[club.PlaceKey(line.Address, line.PostalCode, line.Town)] {
			r.Address = strings.Trim(line.Address+"\n"+place, "\n")
		}
		riders[i] = r
	}
	return riders
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
