package billing

import (
	"slices"
	"time"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/money"
)

// PaymentID identifies a payment; 0 is none.
type PaymentID int64

// Way is how money comes, or is said to come.
type Way string

// The ways of PRODUCT section 6 that need no paper of a third party. A link, a
// transfer announced at the desk and a promise are requests: no money yet.
// Credit spends what the household has: an allocation, never a new payment.
const (
	Cash           Way = "cash"
	Cheque         Way = "cheque"
	BankCard       Way = "card"
	Bancontact     Way = "bancontact"
	Payconiq       Way = "payconiq"
	HolidayVoucher Way = "holidayVoucher"
	Transfer       Way = "transfer"
	LinkPaid       Way = "linkPaid"
	Link           Way = "link"
	Announced      Way = "announced"
	Promise        Way = "promise"
	SpentCredit    Way = "credit"
	GiftCard       Way = "giftCard"
	Aided          Way = "aid"          // granted: its payer owes it
	AidAnnounced   Way = "aidAnnounced" // and not yet
	WrittenOff     Way = "writtenOff"   // no money: nobody will pay it
)

// WaysAt lists the ways of paying of a country, in the order of the desk's keys:
// Bancontact and Payconiq are Belgian, cheques and holiday vouchers French
// (DESIGN section 2).
func WaysAt(country string) []Way {
	if country == "BE" {
		return []Way{Cash, Bancontact, Payconiq, BankCard, Link, Announced, Aided, AidAnnounced, Promise, SpentCredit, GiftCard}
	}
	return []Way{Cash, BankCard, Cheque, Link, Announced, HolidayVoucher, Aided, AidAnnounced, Promise, SpentCredit, GiftCard}
}

// WaysToChoose are the ways of a country a club may decide not to take. What it
// owes already, the credit of a household and a gift card, it always takes; an
// aid that is announced goes with aids.
func WaysToChoose(country string) []Way {
	return slices.DeleteFunc(WaysAt(country), func(way Way) bool {
		return way == SpentCredit || way == GiftCard || way == AidAnnounced
	})
}

// WaysTaken are the ways a club of a country takes at its desk, without those it
// refuses.
func WaysTaken(country string, refused []Way) []Way {
	return slices.DeleteFunc(WaysAt(country), func(way Way) bool {
		if way == AidAnnounced {
			way = Aided
		}
		return slices.Contains(refused, way)
	})
}

// WaysArriving are the ways money comes by itself for an invoice that is open:
// no club can refuse it, and none takes it at the counter.
func WaysArriving() []Way { return []Way{Transfer, LinkPaid} }

// WaysBackAt are the ways money goes back by in a country.
func WaysBackAt(country string) []Way {
	if slices.Contains(WaysAt(country), Cheque) {
		return []Way{Transfer, Cash, Cheque}
	}
	return []Way{Transfer, Cash}
}

// Received reports whether a tender by this way settles at once: money in hand,
// or an aid that is granted.
func (w Way) Received() bool {
	return slices.Contains([]Way{Cash, Cheque, BankCard, Bancontact, Payconiq, HolidayVoucher, Transfer, LinkPaid, GiftCard, Aided}, w)
}

// Requested reports whether a tender by this way only asks for money.
func (w Way) Requested() bool {
	return w == Link || w == Announced || w == Promise || w == AidAnnounced
}

// Refundable reports whether money that came this way may go back as money. A
// holiday voucher gives no change and stays credit (RULES section 9, ANCV), so
// does a gift card; an aid is its payer's money.
func (w Way) Refundable() bool {
	return w != HolidayVoucher && w != GiftCard && w != Aided && w != WrittenOff
}

// Role names the account this way's money is on, for the accounting entries.
func (w Way) Role() string {
	switch w {
	case Cash:
		return "cash"
	case Cheque:
		return "chequesInHand"
	case HolidayVoucher:
		return "holidayVouchers"
	case BankCard, Bancontact, Payconiq:
		return "cardsToReceive"
	case GiftCard:
		return roleGiftCards
	case Aided:
		return "aidsToReceive"
	case WrittenOff:
		return roleBadDebts
	}
	return "bank"
}

// RoleOut names the account money leaves by this way: a cheque is one the club
// writes.
func (w Way) RoleOut() string {
	if w == Cheque {
		return Transfer.Role()
	}
	return w.Role()
}

// CashMost is the most one debt may be paid in cash in a country, the parts of it
// together: CMF D112-3 in France, the law of 18 September 2017 in Belgium (RULES
// section 3).
func CashMost(country string) money.Cents {
	if country == "BE" {
		return 3_000_00
	}
	return 1_000_00
}

// Tender is one way of paying laid on a sale or on open invoices.
type Tender struct {
	Way      Way         `json:"way" enum:"cash,cheque,card,bancontact,payconiq,holidayVoucher,transfer,linkPaid,link,announced,promise,credit,giftCard,aid,aidAnnounced"`
	Cents    money.Cents `json:"cents" doc:"What this way pays"`
	Tendered money.Cents `json:"tenderedCents,omitempty" doc:"Cash handed over; the rest is change"`
	Detail   Detail      `json:"detail,omitempty"`
}

// Detail is what only some ways have.
type Detail struct {
	Number     string       `json:"number,omitempty" doc:"Of the cheque, or of the card or code of an aid; the code of a gift card, of which its last figures are kept"`
	Bank       string       `json:"bank,omitempty"`
	Drawer     string       `json:"drawer,omitempty" doc:"Who signed the cheque"`
	Back       string       `json:"back,omitempty" doc:"Rider's name on the back"`
	Until      calendar.Day `json:"until,omitempty" doc:"Promise: the day it is promised for"`
	PromisedBy string       `json:"promisedBy,omitempty" enum:"cheque,visit" doc:"Promise: how it is to come"`
	GiftCard   int64        `json:"giftCard,omitempty" doc:"The gift card that was spent; written by the program"`

	AidKind int64        `json:"aidKind,omitempty" doc:"Aid: which of the settings"`
	Rider   club.RiderID `json:"rider,omitempty" doc:"Aid: whose"`
	Through calendar.Day `json:"validThrough,omitempty" doc:"Aid: last day the card or code is good for"`
	Aid     AidID        `json:"aid,omitempty" doc:"Of a payment: the aid that was granted"`
	Name    string       `json:"name,omitempty" doc:"Of a payment: how the aid is called"`

	HeldBy  int64        `json:"heldBy,omitempty" doc:"Cash or cheque: who of the club was handed it and brings it in later"`
	Deposit calendar.Day `json:"depositDay,omitempty" doc:"Cheque: kept until this day before it goes to the bank"`
	Lost    WhyLost      `json:"lost,omitempty" enum:",insolvent,gone,tooSmall,other" doc:"Of what is written off: why; written by the program"`
	Slip    int64        `json:"slip,omitempty" doc:"Of a bounced cheque: the deposit slip it was at the bank with; written by the program"`
	Line    int64        `json:"line,omitempty" doc:"The bank's line it came or went back with; written by the program"`
}

// Payment is money received, once.
type Payment struct {
	ID          PaymentID        `json:"id"`
	Receipt     string           `json:"receipt"`
	Day         calendar.Day     `json:"day"`
	Way         Way              `json:"way"`
	Cents       money.Cents      `json:"cents"`
	Tendered    money.Cents      `json:"tenderedCents"`
	Household   club.HouseholdID `json:"household"`
	Detail      Detail           `json:"detail"`
	Refundable  bool             `json:"refundable"`
	Sale        InvoiceID        `json:"sale" doc:"The checkout it came with; 0 when it came later"`
	ReceivedAt  time.Time        `json:"receivedAt"`
	ReceivedBy  string           `json:"receivedBy"`
	Till        string           `json:"till,omitempty" doc:"That recorded it; none before tills had a number"`
	Paper       *ReceiptPaper    `json:"paper,omitempty" doc:"None when it came with a sale"`
	Back        Back             `json:"back,omitempty" enum:",bounced,refunded,refused,returned" doc:"Why money went back; the amount is negative then"`
	From        []Withdrawal     `json:"from,omitempty" doc:"What it was taken from, when money went back"`
	Allocations []Allocation     `json:"allocations" nullable:"false"`
}

// Allocation settles an invoice with money from a payment or a credit note.
type Allocation struct {
	ID         int64        `json:"id"`
	Payment    PaymentID    `json:"payment"`
	CreditNote InvoiceID    `json:"creditNote"`
	Invoice    InvoiceID    `json:"invoice"`
	Number     string       `json:"number" doc:"Printed number of the invoice"`
	Cents      money.Cents  `json:"cents"`
	Day        calendar.Day `json:"day"`
	Kept       bool         `json:"kept,omitempty" doc:"Of a credit note: the part of it that never goes back as money"`
	Whole      bool         `json:"whole,omitempty" doc:"By it an invoice's own credit notes leave nothing of it, nor of the VAT their rounding left waiting; never on what older programs made"`
}

// Source is what is left of a payment or credit note: household credit, kept
// apart because not all of it may go back as money.
type Source struct {
	Payment    PaymentID    `json:"payment"`
	CreditNote InvoiceID    `json:"creditNote"`
	Left       money.Cents  `json:"leftCents" doc:"What may be spent"`
	Awaited    money.Cents  `json:"awaitedCents" doc:"What may be spent once the payer of an aid has paid"`
	Refundable bool         `json:"refundable"`
	Kind       string       `json:"kind" enum:"payment,creditNote,opening"`
	Number     string       `json:"number" doc:"Of the receipt or the document"`
	Day        calendar.Day `json:"day"`
	Way        Way          `json:"way" doc:"Of a payment"`
	Over       InvoiceID    `json:"-"` // the invoice of a credit note
}

// Laid is what tenders add up to.
type Laid struct {
	Received  money.Cents // in hand
	Requested money.Cents // asked for by link, transfer or promise
	Credit    money.Cents // from the household's credit
}

// All is everything that was laid.
func (l Laid) All() money.Cents { return l.Received + l.Requested + l.Credit }

// Lay checks tenders against what is owed and adds them up. Cash is never more
// than what is owed: what is handed over above it is change, and no other way
// gives any. Another way may bring too much, which becomes the household's
// credit, so it needs one, and nothing is then asked for or taken from credit
// beside it. credit is what the household has.
func Lay(tenders []Tender, owed, credit money.Cents, hasHousehold bool, ways []Way) (Laid, error) {
	var laid Laid
	for _, t := range tenders {
		if !slices.Contains(ways, t.Way) {
			return laid, club.Refuse(club.CodeWayUnknown).On("tenders").With("way", string(t.Way))
		}
		if t.Cents <= 0 || t.Cents > money.Max {
			return laid, club.Refuse(club.CodeTenderAmount).On("tenders")
		}
		if t.Tendered < 0 || t.Tendered > money.Max || t.Tendered != 0 && t.Way != Cash {
			return laid, club.Refuse(club.CodeTenderAmount).On("tenders")
		}
		if t.Tendered != 0 && t.Tendered < t.Cents {
			return laid, club.Refuse(club.CodeTenderedTooLow).On("tenders").With("shortCents", t.Cents-t.Tendered)
		}
		if t.Detail.Until != "" {
			if _, err := calendar.ParseDay(string(t.Detail.Until)); err != nil {
				return laid, club.Refuse(club.CodeBadDay).On("tenders")
			}
		}
		if by := t.Detail.PromisedBy; by != "" && (t.Way != Promise || by != "visit" && (by != string(Cheque) || !slices.Contains(ways, Cheque))) {
			return laid, club.Refuse(club.CodeWayUnknown).On("tenders").With("way", by)
		}
		if t.Detail.Deposit != "" {
			if _, err := calendar.ParseDay(string(t.Detail.Deposit)); err != nil || t.Way != Cheque {
				return laid, club.Refuse(club.CodeBadDay).On("tenders")
			}
		}
		if t.Detail.HeldBy != 0 && t.Way != Cash && t.Way != Cheque {
			return laid, club.Refuse(club.CodeHolderUnknown).On("tenders")
		}
		if t.Way == GiftCard && t.Detail.Number == "" {
			return laid, club.Refuse(club.CodeGiftCardUnknown).On("tenders")
		}
		if t.Way == Cheque && t.Detail.Number == "" {
			return laid, club.Refuse(club.CodeChequeNumber).On("tenders")
		}
		if !hasHousehold && (t.Way.Requested() || t.Way == SpentCredit) {
			return laid, club.Refuse(club.CodeClientNeeded).On("tenders")
		}
		switch {
		case t.Way.Received():
			laid.Received += t.Cents
		case t.Way.Requested():
			laid.Requested += t.Cents
		default:
			laid.Credit += t.Cents
		}
	}
	if laid.Credit > credit {
		return laid, club.Refuse(club.CodeCreditTooHigh).On("tenders").With("creditCents", credit)
	}
	becomesCredit := hasHousehold && laid.Requested == 0 && laid.Credit == 0
	if over := laid.All() - owed; over > 0 && !(becomesCredit && over <= surplus(tenders)) {
		return laid, club.Refuse(club.CodeTooMuch).On("tenders").With("overCents", over)
	}
	return laid, nil
}

// IsMoney reports whether money moves by this way when it settles something.
func (w Way) IsMoney() bool { return w != Aided && w != GiftCard && w != WrittenOff }

// surplus is the most that tenders may bring above what is owed.
func surplus(tenders []Tender) money.Cents {
	var sum money.Cents
	for _, t := range tenders {
		if t.Way.Received() && t.Way != Cash && t.Way != GiftCard && t.Way != Aided {
			sum += t.Cents
		}
	}
	return sum
}

// Allocate spreads sources over open invoices, each in the order given; the
// caller orders invoices by due day, so that a part payment settles the oldest
// first.
func Allocate(sources []Source, invoices []Open) []Allocation {
	var made []Allocation
	next := 0
	for _, source := range sources {
		for source.Left > 0 && next < len(invoices) {
			part := min(source.Left, invoices[next].Remaining)
			if part > 0 {
				made = append(made, Allocation{
					Payment: source.Payment, CreditNote: source.CreditNote,
					Invoice: invoices[next].Invoice, Number: invoices[next].Number, Cents: part,
					Kept: source.CreditNote != 0 && !source.Refundable,
				})
			}
			source.Left -= part
			invoices[next].Remaining -= part
			if invoices[next].Remaining == 0 {
				next++
			}
		}
	}
	return made
}

// Open is an invoice that still asks for money.
type Open struct {
	Invoice   InvoiceID   `json:"invoice"`
	Number    string      `json:"number"`
	Remaining money.Cents `json:"remainingCents"`
}
