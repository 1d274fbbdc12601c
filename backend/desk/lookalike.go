package desk

import (
	"context"
	"slices"
	"strings"

	"paddock/backend/club"
	"paddock/backend/sqlite"
)

// LookAlike is somebody who may be the one about to be made a second time.
type LookAlike struct {
	Household club.HouseholdID `json:"household"`
	Rider     club.RiderID     `json:"rider" doc:"0 when it is the household"`
	Name      string           `json:"name"`
	Why       string           `json:"why" enum:"birth,email,phone"`
	Of        int              `json:"of" doc:"Which of the new riders it resembles, from 0"`
	Version   int              `json:"version" doc:"Of a rider whom another household may see too, as the same child of separated parents; 0 when there is nobody to share"`
}

// lookAlikes gathers who resembles somebody new: a rider of the same name and
// birth date anywhere, or the same e-mail or phone in another household
// (PRODUCT section 2). They are pointed out before a second one is made, so only
// what is new is compared.
type lookAlikes struct {
	tx      *sqlite.Tx
	home    club.HouseholdID // the household itself is none of its look-alikes; 0 for a new one
	country string
	found   []LookAlike
	field   string // the field that gave the first
	err     error
}

// refuseLookAlikes refuses a household or riders that are perhaps there already.
func refuseLookAlikes(tx *sqlite.Tx, c clubNow, home club.Household) error {
	look := &lookAlikes{tx: tx, home: home.ID, country: c.Identity.Country}
	if home.ID == 0 {
		look.household(home)
	}
	for i, rider := range home.Riders {
		if rider.ID == 0 {
			look.rider(rider, i, field("riders", i, ""))
		}
	}
	return look.refusal()
}

// rider compares one of the new riders; at is the prefix of its fields.
func (l *lookAlikes) rider(r club.Rider, n int, at string) {
	if at != "" {
		at += "."
	}
	if r.BirthDate != "" && l.err == nil {
		born, err := l.tx.RidersBorn(r.BirthDate)
		l.err = err
		for _, other := range born {
			if r.SameName(other) {
				one := LookAlike{Household: other.Household, Rider: other.ID, Name: other.Name(), Why: "birth", Of: n}
				if other.Household != l.home && other.SharedWith == 0 {
					one.Version = other.Version
				}
				l.add(at+"birthDate", one)
			}
		}
	}
	l.email(r.Email, at+"email")
	l.phone(r.Mobile, at+"mobile")
	l.phone(r.Phone, at+"phone")
}

// Resembling lists the households that may be one with this one, each with why:
// a rider of the same name and birth date, the same e-mail or phone.
func (d *Desk) Resembling(ctx context.Context, id club.HouseholdID) ([]LookAlike, error) {
	return read(ctx, d, "resembling", func(tx *sqlite.Tx) ([]LookAlike, error) {
		c, err := loadClub(tx)
		if err != nil {
			return nil, err
		}
		home, err := tx.Household(id)
		if err != nil {
			return nil, refused(err, club.CodeHouseholdNotFound)
		}
		look := &lookAlikes{tx: tx, home: home.ID, country: c.Identity.Country}
		look.household(home)
		for _, rider := range home.Riders {
			if rider.Household == home.ID { // the family of one who is shared is no look-alike for it
				look.rider(rider, 0, "")
			}
		}
		families := []LookAlike{}
		for _, one := range look.found {
			known := slices.ContainsFunc(families, func(f LookAlike) bool { return f.Household == one.Household })
			if known || one.Household == home.ID { // namesakes under one roof are two
				continue
			}
			if one.Rider != 0 {
				other, err := tx.Household(one.Household)
				if err != nil {
					return nil, err
				}
				one.Name = other.Name
			}
			families = append(families, one)
		}
		return families, look.err
	})
}

// household compares the e-mails and phones of a household and its contacts.
func (l *lookAlikes) household(home club.Household) {
	l.email(home.Email, "email")
	for i, contact := range home.Contacts {
		l.email(contact.Email, field("contacts", i, "email"))
		l.phone(contact.Mobile, field("contacts", i, "mobile"))
		l.phone(contact.Phone, field("contacts", i, "phone"))
	}
}

func (l *lookAlikes) email(email, at string) {
	if email == "" || l.err != nil {
		return
	}
	homes, err := l.tx.HouseholdsWithEmail(email)
	l.others(homes, err, at, "email")
}

func (l *lookAlikes) phone(number, at string) {
	digits := club.PhoneDigits(number, l.country)
	if digits == "" || l.err != nil {
		return
	}
	homes, err := l.tx.HouseholdsWithPhone(digits)
	l.others(homes, err, at, "phone")
}

func (l *lookAlikes) others(homes []sqlite.HouseholdName, err error, at, why string) {
	l.err = err
	for _, home := range homes {
		if home.ID != l.home {
			l.add(at, LookAlike{Household: home.ID, Name: home.Name, Why: why})
		}
	}
}

func (l *lookAlikes) add(at string, one LookAlike) {
	same := func(other LookAlike) bool { return other.Household == one.Household && other.Rider == one.Rider }
	if slices.ContainsFunc(l.found, same) {
		return
	}
	if len(l.found) == 0 {
		l.field = at
	}
	l.found = append(l.found, one)
}

// namesShown is how many look-alikes a sentence names.
const namesShown = 3

// refusal names who was found, or is nil.
func (l *lookAlikes) refusal() error {
	if l.err != nil || len(l.found) == 0 {
		return l.err
	}
	var names []string
	for _, one := range l.found[:min(len(l.found), namesShown)] {
		names = append(names, one.Name)
	}
	return club.Refuse(club.CodeLookAlike).On(l.field).
		With("who", strings.Join(names, ", ")).With("n", len(l.found)).With("lookAlikes", l.found)
}
