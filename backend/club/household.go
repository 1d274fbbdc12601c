package club

import (
	"strings"

	"paddock/backend/calendar"
	"paddock/backend/locale"
)

// HouseholdID identifies a household; 0 is none.
type HouseholdID int64

// RiderID identifies a rider; 0 is none.
type RiderID int64

// Household is who pays: one account, its addresses, its contacts, its riders.
// A guest is a household known by e-mail only; becoming a family changes the
// kind, never the id (PRODUCT section 9, People).
type Household struct {
	ID        HouseholdID `json:"id"`
	Kind      string      `json:"kind" enum:"family,guest"`
	Name      string      `json:"name" doc:"As the desk calls it: Delcourt"`
	Language  locale.Lang `json:"language" enum:"fr,nl,en" doc:"Of its papers and letters"`
	Email     string      `json:"email"`
	Note      string      `json:"note"`
	NoNotices bool        `json:"noNotices" doc:"They want no mails about what was booked, lessons of tomorrow, what ends and papers to renew"`
	Contacts  []Contact   `json:"contacts" nullable:"false"`
	Addresses []Address   `json:"addresses" nullable:"false"`
	Riders    []Rider     `json:"riders" nullable:"false"`
	Version   int         `json:"version"`
}

// Contact is an adult of a household.
type Contact struct {
	Civility  string `json:"civility" enum:",Mme,M"`
	Surname   string `json:"surname"`
	FirstName string `json:"firstName"`
	Relation  string `json:"relation" doc:"mother, father, or what the desk typed"`
	Mobile    string `json:"mobile"`
	Phone     string `json:"phone"`
	Email     string `json:"email"`
	Pays      bool   `json:"pays"`
	Emergency bool   `json:"emergency"`
}

// Address is where invoices go; one of a household's is the default, and a
// snapshot of the one chosen stays on each invoice.
type Address struct {
	ID         int64  `json:"id"`
	Recipient  string `json:"recipient" doc:"Madame Sophie Delcourt"`
	Street     string `json:"street"`
	Extra      string `json:"extra"`
	PostalCode string `json:"postalCode"`
	Town       string `json:"town"`
	Country    string `json:"country"`
	CompanyID  string `json:"companyId" doc:"SIREN or enterprise number when a company or association pays"`
	VATNumber  string `json:"vatNumber"`
	Default    bool   `json:"default"`
}

// Complete reports whether an invoice can be sent there (RULES section 3: name
// and address of the buyer).
func (a Address) Complete() bool {
	return a.Recipient != "" && a.Street != "" && a.PostalCode != "" && a.Town != ""
}

// Rider is who rides; belongs to one household.
type Rider struct {
	ID           RiderID      `json:"id"`
	Household    HouseholdID  `json:"household"`
	Civility     string       `json:"civility" enum:",Mme,M"`
	Sex          string       `json:"sex" enum:",F,M"`
	Surname      string       `json:"surname"`
	FirstName    string       `json:"firstName"`
	BirthDate    calendar.Day `json:"birthDate"`
	BirthPlace   string       `json:"birthPlace"`
	Nationality  string       `json:"nationality"`
	Mobile       string       `json:"mobile"`
	Phone        string       `json:"phone" doc:"Another phone of the rider's own"`
	Email        string       `json:"email"`
	Address      string       `json:"address" doc:"Where the rider lives, on lines; empty: with the household"`
	Level        int64        `json:"level" doc:"Id of the level; 0 when unknown"`
	LevelCode    string       `json:"levelCode" readOnly:"true"`
	LevelLabel   string       `json:"levelLabel" readOnly:"true"`
	HeightCm     int          `json:"heightCm" doc:"For the horse"`
	WeightKg     int          `json:"weightKg" doc:"For the horse"`
	Medical      string       `json:"medical" doc:"Only owner, desk and instructor see it"`
	PhotoConsent bool         `json:"photoConsent"`
	// Whom to call first for this rider; without a phone it is the household's
	// contacts (PRODUCT section 2).
	EmergencyName  string    `json:"emergencyName"`
	EmergencyPhone string    `json:"emergencyPhone" doc:"Empty: the household's contacts are called"`
	Note           string    `json:"note"`
	Licences       []Licence `json:"licences" nullable:"false" readOnly:"true"`
	// The household that sees the rider besides their own (PRODUCT section 9, People).
	SharedWith HouseholdID `json:"sharedWith" readOnly:"true" doc:"0: none"`
	Version    int         `json:"version"`
}

// Name is the rider's full name as papers write it.
func (r Rider) Name() string { return strings.TrimSpace(r.FirstName + " " + r.Surname) }

// Licence is a federation's licence a rider holds or has asked for; its number
// is empty until the federation gives one.
type Licence struct {
	ID           int64        `json:"id"`
	Sold         bool         `json:"sold" doc:"By an invoice: its kind and days are the sale's"`
	Kind         string       `json:"kind"`
	Number       string       `json:"number"`
	ValidFrom    calendar.Day `json:"validFrom"`
	ValidThrough calendar.Day `json:"validThrough"`
}

// Covers reports whether who holds this licence on a day gains nothing by
// another: it is of the same kind, already good when the other could begin, and
// for as long. That of next year is another although both are good in autumn
// (RULES section 9), and one whose days nobody wrote down covers nothing.
func (l Licence) Covers(other Licence, on calendar.Day) bool {
	return Fold(l.Kind) == Fold(other.Kind) && l.ValidFrom <= max(on, other.ValidFrom) && l.ValidThrough >= other.ValidThrough
}
