package desk

import (
	"errors"
	"strings"

	"paddock/backend/bank"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/sqlite"
)

// The kinds of households.
const (
	family = "family"
	guest  = "guest"
)

// checkHousehold cleans a household with its riders and refuses what cannot be
// kept. What is only missing is kept as missing: the desk may go on (PRODUCT
// section 2).
func checkHousehold(tx *sqlite.Tx, c clubNow, h *club.Household) error {
	f := &form{}
	if h.Kind == "" {
		h.Kind = family
	}
	if h.Language == "" {
		h.Language = c.Identity.Language
	}
	f.oneOf("kind", h.Kind, family, guest)
	if !h.Language.Valid() {
		f.refuse(club.CodeInvalid, "language")
	}
	f.line("name", &h.Name)
	f.email("email", &h.Email)
	f.notes("note", &h.Note)
	if h.Kind == guest && h.Email == "" {
		f.refuse(club.CodeRequired, "email") // the e-mail is all that is known of a guest
	}
	h.Contacts = f.contacts(h.Contacts, c.Identity.Country)
	for i := range h.Riders {
		f.within("riders", i, func(f *form) { f.rider(tx, c, &h.Riders[i]) })
	}
	if h.Name == "" {
		h.Name = nameFor(*h)
	}
	if h.Name == "" {
		f.refuse(club.CodeRequired, "name")
	}
	h.Addresses = f.addresses(h.Addresses, *h, c.Identity.Country)
	return f.err
}

// nameFor is what the desk calls a household that was given no name.
func nameFor(h club.Household) string {
	if payer := payer(h); payer.Surname != "" {
		return payer.Surname
	}
	if len(h.Riders) > 0 {
		return h.Riders[0].Surname
	}
	return h.Email
}

// payer is the contact who pays, else the first.
func payer(h club.Household) club.Contact {
	for _, contact := range h.Contacts {
		if contact.Pays {
			return contact
		}
	}
	if len(h.Contacts) > 0 {
		return h.Contacts[0]
	}
	return club.Contact{}
}

// contacts cleans the adults; rows nobody filled in are left out.
func (f *form) contacts(list []club.Contact, country string) []club.Contact {
	kept := []club.Contact{}
	for i, contact := range list {
		f.within("contacts", i, func(f *form) {
			f.oneOf("civility", contact.Civility, "", "Mme", "M")
			f.line("surname", &contact.Surname)
			f.line("firstName", &contact.FirstName)
			f.line("relation", &contact.Relation)
			f.phone("mobile", &contact.Mobile, country)
			f.phone("phone", &contact.Phone, country)
			f.email("email", &contact.Email)
		})
		if contact.Surname+contact.FirstName+contact.Mobile+contact.Phone+contact.Email != "" {
			kept = append(kept, contact)
		}
	}
	return kept
}

// addresses cleans the billing addresses, leaves out empty rows, addresses the
// papers to the payer where nobody is named, and makes the first the default
// when none is.
func (f *form) addresses(list []club.Address, h club.Household, country string) []club.Address {
	kept, defaults := []club.Address{}, 0
	for i, a := range list {
		f.within("addresses", i, func(f *form) { f.address(&a, country) })
		if a.Recipient+a.Street+a.Extra+a.PostalCode+a.Town+a.CompanyID+a.VATNumber == "" {
			continue
		}
		if a.Recipient == "" {
			a.Recipient = recipient(h)
		}
		if a.Default {
			defaults++
		}
		kept = append(kept, a)
	}
	if defaults > 1 {
		f.refuse(club.CodeDefaultAddress, "addresses")
	}
	if defaults == 0 && len(kept) > 0 {
		kept[0].Default = true
	}
	return kept
}

func (f *form) address(a *club.Address, country string) {
	f.line("recipient", &a.Recipient)
	f.line("street", &a.Street)
	f.line("extra", &a.Extra)
	f.line("postalCode", &a.PostalCode)
	f.line("town", &a.Town)
	a.Country = strings.ToUpper(clean(a.Country))
	if a.Country == "" {
		a.Country = country
	}
	if len(a.Country) != 2 || strings.Trim(a.Country, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		f.refuse(club.CodeInvalid, "country")
	}
	number(f, "companyId", &a.CompanyID, companyNumber(a.Country))
	number(f, "vatNumber", &a.VATNumber, bank.ParseVAT)
}

// companyNumber reads the number of a company of a country; other countries'
// are kept as they are typed.
func companyNumber(country string) func(string) (string, error) {
	return func(text string) (string, error) {
		switch country {
		case "FR":
			if siret, err := bank.ParseSIRET(text); err == nil {
				return string(siret), nil
			}
			siren, err := bank.ParseSIREN(text)
			return string(siren), err
		case "BE":
			enterprise, err := bank.ParseEnterprise(text)
			return string(enterprise), err
		}
		return text, nil
	}
}

// recipient is who the papers of a household are addressed to: Madame Sophie
// Delcourt, or the household's name.
func recipient(h club.Household) string {
	payer := payer(h)
	name := strings.TrimSpace(payer.FirstName + " " + payer.Surname)
	if payer.Surname == "" {
		return h.Name
	}
	if payer.Civility == "" {
		return name
	}
	return locale.Text(h.Language, "recipient."+payer.Civility, locale.Params{"name": name})
}

// The oldest age and the largest figures that are no slips of the finger.
const (
	maxAge    = 120
	maxHeight = 250 // cm
	maxWeight = 300 // kg
)

func (f *form) rider(tx *sqlite.Tx, c clubNow, r *club.Rider) {
	f.oneOf("civility", r.Civility, "", "Mme", "M")
	f.oneOf("sex", r.Sex, "", "F", "M")
	f.name("surname", &r.Surname)
	f.name("firstName", &r.FirstName)
	f.birth("birthDate", &r.BirthDate, c.today)
	f.line("birthPlace", &r.BirthPlace)
	f.line("nationality", &r.Nationality)
	f.phone("mobile", &r.Mobile, c.Identity.Country)
	f.phone("phone", &r.Phone, c.Identity.Country)
	f.email("email", &r.Email)
	f.notes("address", &r.Address)
	f.line("emergencyName", &r.EmergencyName)
	f.phone("emergencyPhone", &r.EmergencyPhone, c.Identity.Country)
	if r.EmergencyName != "" && r.EmergencyPhone == "" {
		f.refuse(club.CodeRequired, "emergencyPhone") // who cannot be called hides the family's contacts
	}
	f.notes("medical", &r.Medical)
	f.notes("note", &r.Note)
	if r.HeightCm < 0 || r.HeightCm > maxHeight {
		f.refuse(club.CodeInvalid, "heightCm")
	}
	if r.WeightKg < 0 || r.WeightKg > maxWeight {
		f.refuse(club.CodeInvalid, "weightKg")
	}
	if r.Level != 0 {
		_, err := tx.Level(r.Level)
		if errors.Is(err, sqlite.ErrNotFound) {
			err = club.Refuse(club.CodeLevelNotFound).On(f.at + "level")
		}
		f.fail(err)
	}
}

func (f *form) birth(field string, day *calendar.Day, today calendar.Day) {
	if *day == "" {
		return
	}
	born, err := calendar.ParseDay(clean(string(*day)))
	switch {
	case err != nil, born <= today && calendar.Age(born, today) > maxAge:
		f.refuse(club.CodeBadDay, field)
	case born > today:
		f.refuse(club.CodeBirthInFuture, field)
	}
	*day = born
}
