// Package catalogue holds what the club sells: offers, their prices and
// deposits, and who may buy them (PRODUCT section 3).
//
// It is pure: no clock, no disk, no SQL. It must not know carts or invoices.
package catalogue

import (
	"slices"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/money"
)

// OfferID identifies an offer; 0 is none.
type OfferID int64

// Kind says what an offer is.
type Kind string

// The kinds of offers.
const (
	Card       Kind = "card"
	Package    Kind = "package"
	Activity   Kind = "activity"
	Licence    Kind = "licence"
	Membership Kind = "membership"
	Goods      Kind = "goods"
	GiftCard   Kind = "giftCard"
)

// Sellable lists the kinds the desk can sell today.
var Sellable = []Kind{Package, Card, Activity, Licence, Membership, Goods, GiftCard}

// ForRider reports whether an offer of this kind is bought for one rider.
func (k Kind) ForRider() bool { return k != Goods && k != GiftCard }

// Service reports whether an offer of this kind is a service and not goods; an
// invoice names the nature of its operations (RULES section 3, the reform's
// mentions). A gift card is neither before it is spent.
func (k Kind) Service() bool { return k != Goods && k != GiftCard }

// Offer is anything the club sells, at a price that includes VAT.
type Offer struct {
	ID           OfferID     `json:"id"`
	Kind         Kind        `json:"kind" enum:"package,card,activity,licence,membership,goods,giftCard"`
	Name         string      `json:"name"`
	Detail       string      `json:"detail" doc:"A second line for screens and papers"`
	Season       int64       `json:"season" doc:"Season it belongs to; 0 for all"`
	Price        money.Cents `json:"priceCents" doc:"Including VAT, in cents; 0 on a gift card whose amount the buyer chooses"`
	Parts        []Part      `json:"parts" nullable:"false" doc:"How the price splits over VAT rates; the parts add up to it"`
	SalesAccount string      `json:"salesAccount,omitempty" maxLength:"20" doc:"Account its sales are booked on; empty for that of its kind"`
	Deposit      Deposit     `json:"deposit"`
	AgeMin       int         `json:"ageMin" doc:"Full years; 0 for no limit"`
	AgeMax       int         `json:"ageMax" doc:"Full years, that age included; 0 for no limit"`
	LevelMin     int64       `json:"levelMin,omitempty" doc:"The lowest level it is for; 0 for no limit"`
	LevelMax     int64       `json:"levelMax,omitempty" doc:"The highest level it is for, that one included; 0 for no limit"`
	Audience     Audience    `json:"audience,omitempty" enum:",desk,family,guest" doc:"Whom it is offered to; empty for everybody, as guest"`
	NeedsFile    bool        `json:"needsFile,omitempty" doc:"It is sold to a rider whose file is complete"`
	NeedsPackage bool        `json:"needsPackage,omitempty" doc:"It is sold to a rider who has a package that was invoiced; one in the cart does not count"`
	Link         LinkTime    `json:"link,omitempty" enum:",afterFile,atOnce" doc:"When its payment link is given out; empty is as the club's rule for its kind"`
	Contact      club.Texts  `json:"contact,omitzero" doc:"Whom to ask about it; printed on its invoices"`
	Pay          club.Texts  `json:"pay,omitzero" doc:"Where it is paid; printed on its invoices"`
	Terms        Terms       `json:"terms"`
	Enrolling    Enrolling   `json:"enrolling,omitzero" doc:"Activity: what enrolling asks"`

	KeepsStock bool `json:"keepsStock,omitempty" doc:"Goods: what is there is counted"`
	LowStock   int  `json:"lowStock,omitempty" doc:"The owner hears of it when no more than this is left"`

	Follows  OfferID `json:"follows,omitempty" doc:"The offer of the season before that it was copied from; 0 for none"`
	Archived bool    `json:"archived"`
	Position int     `json:"position" doc:"Order within its kind; changed by moving the offer"`
	Version  int     `json:"version"`
}

// Part is a share of a price at one VAT rate, by the rate's code.
type Part struct {
	Label string      `json:"label" doc:"What the share is for, when there are several"`
	VAT   string      `json:"vat" doc:"Code of the VAT rate"`
	Cents money.Cents `json:"cents"`
}

// Terms is what only some kinds of offers have.
type Terms struct {
	Units        int          `json:"units,omitempty" doc:"Card: lessons it opens"`
	Months       int          `json:"months,omitempty" doc:"Card or gift card: validity from the day of payment"`
	LessonKind   string       `json:"lessonKind,omitempty" enum:",group,private,privateForTwo,horseWork" doc:"Card: lessons it opens; package: those of its series, group when empty"`
	Weekly       int          `json:"weekly,omitempty" doc:"Package: lessons a week, 1 or 2, and so its series"`
	LicenceKind  string       `json:"licenceKind,omitempty" doc:"Licence: what the federation calls it"`
	ValidFrom    calendar.Day `json:"validFrom,omitempty" doc:"Licence, membership or activity: first day; package: of its period, empty for the whole season"`
	ValidThrough calendar.Day `json:"validThrough,omitempty" doc:"Licence, membership or activity: last day; package: of its period"`
	Keeps        Keeps        `json:"keeps,omitzero" doc:"Activity: what the club keeps when it is given up"`
}

// LinkTime says when the payment link over an offer is given out.
type LinkTime string

// The times of a link.
const (
	LinkByKind    LinkTime = ""
	LinkAfterFile LinkTime = "afterFile"
	LinkAtOnce    LinkTime = "atOnce"
)

// LinkWaits reports whether the payment link over this offer waits until the
// file of its rider is complete; kinds are those whose links do by the club's
// rule (PRODUCT section 2, Rider file).
func (o Offer) LinkWaits(kinds []string) bool {
	if o.Link == LinkByKind {
		return slices.Contains(kinds, string(o.Kind))
	}
	return o.Link == LinkAfterFile
}

// Deposit is the minimum to pay at once.
type Deposit struct {
	Kind  DepositKind `json:"kind" enum:"all,amount,percent,none"`
	Value int64       `json:"value" doc:"Cents for an amount, whole per cent for a percentage"`
}

// DepositKind is one of all, an amount, a percentage, nothing.
type DepositKind string

// The kinds of Deposit.
const (
	DepositAll     DepositKind = "all"
	DepositAmount  DepositKind = "amount"
	DepositPercent DepositKind = "percent"
	DepositNone    DepositKind = "none"
)

// DueNow returns how much of a line's price must be paid at once.
func (d Deposit) DueNow(price money.Cents, quantity int) money.Cents {
	switch d.Kind {
	case DepositAmount:
		return min(money.Cents(d.Value)*money.Cents(quantity), price)
	case DepositPercent:
		return min(price.MulDiv(d.Value, 100), price)
	case DepositNone:
		return 0
	}
	return price
}

// Check refuses an offer that could not be sold as it is written.
func (o Offer) Check() error {
	if o.Name == "" {
		return club.Refuse(club.CodeRequired).On("name")
	}
	if o.Price < 0 {
		return club.Refuse(club.CodePriceNegative).On("priceCents")
	}
	if o.Price > money.Max {
		return club.Refuse(club.CodeAmountTooHigh).On("priceCents")
	}
	var sum money.Cents
	for _, p := range o.Parts {
		if p.Cents < 0 {
			return club.Refuse(club.CodePriceNegative).On("parts")
		}
		sum += p.Cents
	}
	if sum != o.Price || len(o.Parts) == 0 {
		return club.Refuse(club.CodeVATParts).On("parts").With("priceCents", o.Price).With("sumCents", sum)
	}
	if o.Deposit.Value < 0 ||
		o.Deposit.Kind == DepositPercent && o.Deposit.Value > 100 ||
		o.Deposit.Kind == DepositAmount && money.Cents(o.Deposit.Value) > o.Price {
		return club.Refuse(club.CodeDepositTooHigh).On("deposit")
	}
	if o.AgeMin < 0 || o.AgeMax < 0 || o.AgeMax > 0 && o.AgeMin > o.AgeMax {
		return club.Refuse(club.CodeInvalid).On("ageMax")
	}
	if !slices.Contains(audiences, o.Audience) {
		return club.Refuse(club.CodeInvalid).On("audience")
	}
	if o.KeepsStock && o.Kind != Goods {
		return club.Refuse(club.CodeInvalid).On("keepsStock")
	}
	if o.LowStock < 0 || o.LowStock > MostUnits {
		return club.Refuse(club.CodeStockUnits).On("lowStock").With("max", MostUnits)
	}
	switch o.Kind {
	case Card:
		if o.Terms.Units < 1 || o.Terms.Units > 999 {
			return club.Refuse(club.CodeRequired).On("terms.units")
		}
		if o.Terms.Months < 1 || o.Terms.Months > 120 {
			return club.Refuse(club.CodeRequired).On("terms.months")
		}
	case Package:
		if o.Season == 0 {
			return club.Refuse(club.CodeRequired).On("season")
		}
		if o.Terms.Weekly < 1 || o.Terms.Weekly > 2 {
			return club.Refuse(club.CodeInvalid).On("terms.weekly")
		}
	case GiftCard:
		if o.Terms.Months < 1 || o.Terms.Months > 120 {
			return club.Refuse(club.CodeRequired).On("terms.months")
		}
		if o.Deposit.Kind != DepositAll { // it is money: nobody lends it
			return club.Refuse(club.CodeInvalid).On("deposit")
		}
	case Activity:
		if err := o.Enrolling.check(); err != nil {
			return err
		}
		return o.Terms.Keeps.check()
	case Licence:
		if o.Terms.ValidFrom == "" || o.Terms.ValidThrough < o.Terms.ValidFrom {
			return club.Refuse(club.CodeRequired).On("terms.validThrough")
		}
	}
	return nil
}

// Licence is what an offer of that kind gives its rider.
func (o Offer) Licence() club.Licence {
	return club.Licence{Kind: o.Terms.LicenceKind, ValidFrom: o.Terms.ValidFrom, ValidThrough: o.Terms.ValidThrough}
}
