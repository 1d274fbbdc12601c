package club

import (
	"slices"
	"strings"
)

// NamedIn reports whether the cells of a list speak of a household: an e-mail or
// a phone of it stands in one, or surname and first name of one of its people.
func (h Household) NamedIn(cells []string, country string) bool {
	folded, said := []string{}, Index(cells...)
	for _, cell := range cells {
		folded = append(folded, Fold(strings.TrimSpace(cell)))
		if digits := PhoneDigits(strings.TrimSpace(cell), country); digits != "" {
			folded = append(folded, digits)
		}
	}
	reached := func(emails []string, phones []string) bool {
		return slices.ContainsFunc(emails, func(e string) bool { return e != "" && slices.Contains(folded, Fold(e)) }) ||
			slices.ContainsFunc(phones, func(p string) bool { return p != "" && slices.Contains(folded, PhoneDigits(p, country)) })
	}
	named := func(surname, firstName string) bool {
		return surname != "" && firstName != "" && strings.Contains(said, Index(surname)) && strings.Contains(said, Index(firstName))
	}
	return reached([]string{h.Email}, nil) ||
		slices.ContainsFunc(h.Contacts, func(c Contact) bool {
			return reached([]string{c.Email}, []string{c.Mobile, c.Phone}) || named(c.Surname, c.FirstName)
		}) ||
		slices.ContainsFunc(h.Riders, func(r Rider) bool {
			return r.Household == h.ID && (reached([]string{r.Email}, []string{r.Mobile}) || named(r.Surname, r.FirstName))
		})
}
