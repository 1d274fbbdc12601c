// Package document writes the papers of a club as PDFs: the A4 invoice and
// credit note and the 80 mm receipt, and the QR codes on them and on screen.
//
// It prints what it is handed and decides nothing about business: amounts,
// references, payloads and mentions come from the caller, who has them from
// the sealed document. It must not know SQL, HTTP or the clock.
package document

import (
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/money"
)

// Kind is what an A4 paper is.
type Kind int

// The kinds of A4 papers.
const (
	KindInvoice Kind = iota
	KindCreditNote
)

// CopyKind tells which print of a document this is (PRODUCT section 9).
type CopyKind int

// An original is printed or mailed at checkout; whatever comes later is a
// duplicata. A preview is no document yet.
const (
	Original CopyKind = iota
	Duplicata
	Preview
)

// Copy is which print this is; N and Day count and date a duplicata.
type Copy struct {
	Kind CopyKind
	N    int
	Day  calendar.Day
}

// Nature is the nature of operations, a mention of the French reform. The zero
// value prints nothing.
type Nature string

// The natures of operations.
const (
	Goods            Nature = "goods"
	Services         Nature = "services"
	GoodsAndServices Nature = "both"
)

// Invoice is an A4 invoice or credit note, ready to be printed. Amounts of a
// credit note are negative, as its document has them.
type Invoice struct {
	Kind     Kind
	Number   string
	Day      calendar.Day
	DueDay   calendar.Day // "" where nothing is due
	Lang     locale.Lang
	Copy     Copy
	Training bool

	Seller club.Identity
	Buyer  Buyer

	OriginalNumber string // of the invoice a credit note corrects
	OriginalDay    calendar.Day

	Lines []Line
	VAT   []VATGroup // empty for a club outside VAT

	NetCents   money.Cents
	VATCents   money.Cents
	TotalCents money.Cents

	Payments       []Payment
	RemainingCents money.Cents
	Schedule       []Instalment

	Pay  Pay
	Slip Slip

	Legal      Legal
	Conditions string // the club's own words above the slip, and the terms accepted

	Seal           string // short form of the journal's hash: 7F3A-91C2
	ProgramVersion string // "1.0"
}

// Buyer is whom the invoice is made out to. Lines are the address as it stands
// on the envelope, without the name.
type Buyer struct {
	Name        string
	Lines       []string
	SIREN       string
	VATNumber   string
	Delivery    string // address of delivery, where it differs
	OrderNumber string // the buyer's purchase order
}

// Line is one line of a document.
type Line struct {
	Rider        string
	Text         string
	Detail       string
	Quantity     int
	UnitCents    money.Cents // with VAT
	UnitNetCents money.Cents // without; 0 is not printed
	Rate         string      // "5,5 %", "débours"; "" where nothing stands
	Cents        money.Cents
}

// VATGroup is the sum of all that has one rate.
type VATGroup struct {
	Label      string
	Kind       club.VATKind
	NetCents   money.Cents
	VATCents   money.Cents
	GrossCents money.Cents
}

// Payment is money received, or given back when negative.
type Payment struct {
	Text  string // "Chèque n° 4081127"
	Day   calendar.Day
	Cents money.Cents
}

// Instalment is a part of the price with its own day.
type Instalment struct {
	Day   calendar.Day
	Cents money.Cents
}

// Pay is how the rest can be paid. Nothing of it is printed once nothing
// remains, nor while Withheld says why no code is given.
type Pay struct {
	Link      string // address of the payment page
	LinkCents money.Cents
	LinkFor   string // a sentence, where it does not pay what remains of this paper alone
	Shared    bool   // it pays several invoices
	EPC       string // payload of the SEPA code
	IBAN      string
	BIC       string
	Reference string // RF…, twelve Belgian digits, or the invoice's number
	Withheld  string // reason, a sentence for the family
}

// Slip is the payment slip at the foot; without a payload there is none.
type Slip struct {
	Payload string // PADDOCK:number:cents
	Family  string
	Riders  []string
	Boxes   []string // ways of paying to tick
}

// Legal holds the mentions that the law asks for. A sentence in Mentions is
// printed in the paper's language and, at a French club, in French as well.
type Legal struct {
	Nature      Nature
	OnDebits    bool         // the club opted to owe VAT when it invoices
	SupplyFrom  calendar.Day // day or period of the supply, where it differs from the date
	SupplyUntil calendar.Day // "" for a single day
	Place       string       // where the services are given
	Mentions    []club.Texts // exemptions, penalties, recovery charge
	Mediator    string
}

// paid reports whether an invoice has nothing left to pay.
func (i Invoice) paid() bool {
	return i.Kind == KindInvoice && i.RemainingCents <= 0
}

// payable reports whether payment codes belong on the paper.
func (i Invoice) payable() bool {
	return i.Kind == KindInvoice && i.RemainingCents > 0 && i.Pay.Withheld == ""
}

// PDF returns the paper. Equal invoices give equal bytes.
func (i Invoice) PDF() ([]byte, error) {
	var book Book
	if err := book.Add(i); err != nil {
		return nil, err
	}
	return book.PDF()
}

func (i Invoice) title() string {
	return speak(i.Lang, i.Seller.Country).say(i.titleKey(), nil)
}

func (i Invoice) titleKey() string {
	if i.Kind == KindCreditNote {
		return "title.creditNote"
	}
	return "title.invoice"
}
