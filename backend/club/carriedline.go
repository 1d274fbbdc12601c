package club

import (
	"slices"
	"strings"

	"paddock/backend/calendar"
)

// The fields of a list of openings that a list of members has not: what families
// bring along from the program before.
const (
	CarriedFamily  MemberField = "family"
	CarriedAmount  MemberField = "amount" // owed; below nothing it is credit
	CarriedText    MemberField = "text"
	CarriedDue     MemberField = "dueDay"
	CarriedCard    MemberField = "card"
	CarriedUnits   MemberField = "units"
	CarriedThrough MemberField = "validThrough"
	CarriedWorth   MemberField = "worth"
	CarriedSeries  MemberField = "series"  // names of a package's, with + between
	CarriedVoucher MemberField = "voucher" // last day of a make-up voucher
)

// CarriedFields lists what a column of openings may hold, as a form shows them.
var CarriedFields = []MemberField{
	CarriedFamily, MemberSurname, MemberFirstName, MemberName, MemberBirthDate, MemberEmail,
	CarriedAmount, CarriedText, CarriedDue, CarriedCard, CarriedUnits, CarriedThrough, CarriedWorth, CarriedSeries, CarriedVoucher,
}

// Bearer is somebody a line of openings may be about.
type Bearer struct {
	Household HouseholdID
	Family    string
	Rider     RiderID // 0 for a family without riders
	Surname   string
	FirstName string
	Born      calendar.Day
	Emails    []string // of the family and the rider
}

// FindBearer finds whom a line is about: a rider by name, or a family by its
// name; birth date and e-mail tell apart those of one name, and an e-mail alone
// is enough for a family. rider is 0 where the line names a family alone. It is
// refused at the field that finds nobody, or more than one.
func FindBearer(owners []Bearer, texts MemberTexts) (Bearer, *Error) {
	surname, firstName := texts[MemberSurname], texts[MemberFirstName]
	if whole := texts[MemberName]; whole != "" && surname == "" {
		surname, firstName, _ = SplitName(whole)
	}
	named := firstName != ""
	family := texts[CarriedFamily]
	if family == "" && !named {
		family = surname
	}
	at := MemberSurname
	if !named {
		at = CarriedFamily
	}
	if surname == "" && family == "" && texts[MemberEmail] == "" {
		return Bearer{}, Refuse(CodeRequired).On(string(at))
	}
	var born []calendar.Day
	if text := texts[MemberBirthDate]; text != "" {
		if born = calendar.Readings(text); len(born) == 0 {
			return Bearer{}, Refuse(CodeBadDay).On(string(MemberBirthDate))
		}
	}
	var found []Bearer
	for _, o := range owners {
		fits := family == "" || Index(o.Family) == Index(family)
		if named {
			fits = fits && Index(o.Surname) == Index(surname) && Index(o.FirstName) == Index(firstName) &&
				(born == nil || slices.Contains(born, o.Born))
		}
		if email := texts[MemberEmail]; email != "" {
			fits = fits && slices.ContainsFunc(o.Emails, func(e string) bool { return strings.EqualFold(e, email) })
		}
		if !fits {
			continue
		}
		if !named {
			o.Rider = 0
			if slices.ContainsFunc(found, func(f Bearer) bool { return f.Household == o.Household }) {
				continue
			}
		}
		found = append(found, o)
	}
	switch len(found) {
	case 0:
		return Bearer{}, Refuse(CodeOwnerUnknown).On(string(at))
	case 1:
		return found[0], nil
	}
	return Bearer{}, Refuse(CodeOwnerSeveral).On(string(at)).With("n", len(found))
}
