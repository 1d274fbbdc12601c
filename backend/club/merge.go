package club

import (
	"slices"
	"strings"

	"paddock/backend/locale"
)

// MergeChoice is what two households that become one cannot both keep.
type MergeChoice struct {
	Language locale.Lang `json:"language" enum:"fr,nl,en" doc:"Of one of the two"`
	Email    string      `json:"email" maxLength:"254" doc:"Of one of the two"`
	Address  int64       `json:"address" doc:"Id of the default address, of either; 0 when neither has one"`
}

// MergePlan says what of a household goes over to the one that is kept. A
// contact or an address stays behind only when the kept household says all of
// it already, so that nothing is lost (PRODUCT section 2). Riders and open
// sales go over whole.
type MergePlan struct {
	Contacts  []int   // positions among the merged household's
	Addresses []int64 // ids
	Twice     []Rider // of the merged household: the kept one has a rider of that name and birth date
}

// PlanMerge compares two households. country is where phone numbers without a
// prefix are dialled.
func PlanMerge(kept, merged Household, country string) MergePlan {
	plan := MergePlan{Contacts: []int{}, Addresses: []int64{}, Twice: []Rider{}}
	for i, c := range merged.Contacts {
		if !slices.ContainsFunc(kept.Contacts, func(k Contact) bool { return k.says(c, country) }) {
			plan.Contacts = append(plan.Contacts, i)
		}
	}
	for _, a := range merged.Addresses {
		if !slices.ContainsFunc(kept.Addresses, func(k Address) bool { return k.same(a) }) {
			plan.Addresses = append(plan.Addresses, a.ID)
		}
	}
	for _, r := range merged.Riders {
		shared := slices.ContainsFunc(kept.Riders, func(k Rider) bool { return k.ID == r.ID })
		if !shared && slices.ContainsFunc(kept.Riders, r.SameAs) {
			plan.Twice = append(plan.Twice, r)
		}
	}
	return plan
}

// Choice is what the kept household says, and the merged one where it says
// nothing.
func (p MergePlan) Choice(kept, merged Household) MergeChoice {
	choice := MergeChoice{Language: kept.Language, Email: kept.Email}
	if choice.Email == "" {
		choice.Email = merged.Email
	}
	for _, a := range slices.Concat(kept.Addresses, merged.Addresses) {
		if a.Default && (choice.Address == 0) {
			choice.Address = a.ID
		}
	}
	return choice
}

// Merged is the kept household as it reads afterwards, without what goes over
// to it, or the refusal of a choice that neither of the two offers.
func (p MergePlan) Merged(kept, merged Household, choice MergeChoice) (Household, error) {
	if choice.Language != kept.Language && choice.Language != merged.Language {
		return kept, Refuse(CodeInvalid).On("language")
	}
	if choice.Email != kept.Email && choice.Email != merged.Email {
		return kept, Refuse(CodeInvalid).On("email")
	}
	own := slices.ContainsFunc(kept.Addresses, func(a Address) bool { return a.ID == choice.Address })
	none := choice.Address == 0 && len(kept.Addresses)+len(p.Addresses) == 0
	if !own && !none && !slices.Contains(p.Addresses, choice.Address) {
		return kept, Refuse(CodeAddressNotFound).On("address")
	}
	kept.Language, kept.Email = choice.Language, choice.Email
	if merged.Kind == "family" {
		kept.Kind = merged.Kind
	}
	kept.Note = JoinNotes(kept.Note, merged.Note)
	kept.NoNotices = kept.NoNotices || merged.NoNotices // who said no is not written to because of a merge
	return kept, nil
}

// JoinNotes puts one note under another.
func JoinNotes(first, second string) string {
	if first == "" || second == "" {
		return first + second
	}
	return first + "\n" + second
}

// SplitNotes takes back what JoinNotes put under a note.
func SplitNotes(joined, second string) string {
	return strings.TrimSuffix(strings.TrimSuffix(joined, second), "\n")
}

// SameAs reports whether two riders have one name, as search reads it, and one
// birth date: hyphens and accents are typed one day and left out the next.
func (r Rider) SameAs(other Rider) bool {
	return r.BirthDate != "" && r.BirthDate == other.BirthDate && r.SameName(other)
}

// SameName compares names alone.
func (r Rider) SameName(other Rider) bool {
	return Index(r.Surname) == Index(other.Surname) && Index(r.FirstName) == Index(other.FirstName)
}

// says reports whether a contact tells all that another one does.
func (c Contact) says(other Contact, country string) bool {
	return Index(c.Surname, c.FirstName) == Index(other.Surname, other.FirstName) &&
		within(other.Email, c.Email) && within(other.Relation, c.Relation) && within(other.Civility, c.Civility) &&
		within(PhoneDigits(other.Mobile, country), PhoneDigits(c.Mobile, country)) &&
		within(PhoneDigits(other.Phone, country), PhoneDigits(c.Phone, country)) &&
		(c.Pays || !other.Pays) && (c.Emergency || !other.Emergency)
}

// within reports whether a value adds nothing to another.
func within(value, other string) bool { return value == "" || strings.EqualFold(value, other) }

// same reports whether two addresses read the same.
func (a Address) same(other Address) bool {
	words := func(a Address) string {
		return Index(a.Recipient) + "|" + Index(a.Street, a.Extra) + "|" + Index(a.PostalCode, a.Town) + "|" + a.Country + a.CompanyID + a.VATNumber
	}
	return words(a) == words(other)
}
