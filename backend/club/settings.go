package club

import (
	"cmp"
	"time"

	"paddock/backend/calendar"
	"paddock/backend/locale"
	"paddock/backend/money"
)

// Identity is the club as its papers name it. It is snapshotted onto every
// document (RULES section 3: the seller's mentions).
type Identity struct {
	Name       string      `json:"name"`
	Tagline    string      `json:"tagline" doc:"Under the name on papers: Centre équestre et poney-club"`
	LegalForm  string      `json:"legalForm" doc:"Association loi 1901, EARL, SARL au capital de 8 000 € …"`
	Registry   string      `json:"registry" doc:"RCS and town, where the club is registered"`
	Street     string      `json:"street"`
	PostalCode string      `json:"postalCode"`
	Town       string      `json:"town"`
	Country    string      `json:"country" doc:"ISO 3166 code: FR or BE" enum:"FR,BE"`
	Phone      string      `json:"phone"`
	Email      string      `json:"email"`
	Website    string      `json:"website"`
	SIREN      string      `json:"siren"`
	SIRET      string      `json:"siret"`
	RNA        string      `json:"rna" doc:"W and nine digits, for a French association"`
	Enterprise string      `json:"enterprise" doc:"Belgian enterprise number, ten digits"`
	VATNumber  string      `json:"vatNumber"`
	IBAN       string      `json:"iban"`
	BIC        string      `json:"bic"`
	Language   locale.Lang `json:"language" enum:"fr,nl,en"`
	Zone       string      `json:"zone" doc:"IANA time zone that decides the cut-offs: Europe/Paris"`
}

// Policy holds the club's rules as figures; each default is PRODUCT's.
type Policy struct {
	OutsideVAT       bool        `json:"outsideVat" doc:"The club charges no VAT and prints the mention instead"`
	VATOnCollection  bool        `json:"vatOnCollection" doc:"VAT on services is due when money comes in (CGI 269-2-c), not when invoiced"`
	NumberForm       string      `json:"numberForm" doc:"{year} and {n:4}: the printed number of a document; its identity is series, year and n"`
	OwnCreditSeries  bool        `json:"ownCreditSeries" doc:"Credit notes have their own series instead of sharing the invoices'"`
	CreditForm       string      `json:"creditForm" doc:"Printed form of a credit note's number in its own series"`
	TermDays         int         `json:"termDays" doc:"Days to pay what is not due at once"`
	PromiseDays      int         `json:"promiseDays" doc:"Days a promised cheque, transfer or visit holds when no day was named"`
	CartMinutes      int         `json:"cartMinutes" doc:"A cart lives this long from its last change"`
	CartMaxMinutes   int         `json:"cartMaxMinutes" doc:"and this long in all"`
	CardMonths       int         `json:"cardMonths" doc:"Default validity of a card, from the day of payment"`
	NoteFromCents    money.Cents `json:"noteFromCents" doc:"A note is given by itself from this amount of services (arrêté 83-50/A of 3 October 1983: 25 €)"`
	EPCText          bool        `json:"epcText" doc:"Put the reference on line 11 of the payment code as text instead of line 10"`
	LinkProvider     string      `json:"linkProvider" enum:",stripe,mollie,systempay,payzen" doc:"Who makes a link for each amount; empty for the address below or none"`
	LinkShop         string      `json:"linkShop" doc:"Number of the shop, where the provider has one: Systempay, PayZen"`
	LinkOnAsk        bool        `json:"linkOnAsk" doc:"A link of the provider is made only where somebody asks for it; else for every invoice that leaves unpaid"`
	LinkTemplate     string      `json:"linkTemplate" doc:"URL of the payment page with {amount} in euros, {cents}, {reference} and {language}"`
	PaperNote        string      `json:"paperNote" doc:"The club's own lines above the slip of an invoice"`
	Mediator         string      `json:"mediator" doc:"Consumer mediator's name, address and site, for the foot of papers"`
	FileBeforeLink   []string    `json:"fileBeforeLink" nullable:"false" doc:"Kinds of offers whose payment link waits until the rider's file is complete"`
	WaysRefused      []string    `json:"waysRefused,omitempty" doc:"Ways of paying of its country that the club does not take"`
	AidNames         []string    `json:"aidNames" nullable:"false" doc:"Aids ticked on the payment slip"`
	DeskOverrides    bool        `json:"deskOverrides" doc:"The desk may sell what does not fit, with a reason; else the owner alone"`
	DeskCreditCents  money.Cents `json:"deskCreditCents" doc:"The desk may give back this much by one credit note; above it the owner alone"`
	RefuseBelowStock bool        `json:"refuseBelowStock" doc:"More than is in stock is not sold; else it is, with a warning"`
	CutOffMinutes    int         `json:"cutOffMinutes" doc:"Booking and cancelling close at this time of the day before, in minutes from midnight: 1020 is 17:00"`
	VoucherHours     int         `json:"voucherHours" doc:"A voucher is used until so many hours before the lesson, by the clock"`
	VoucherMonths    int         `json:"voucherMonths" doc:"A voucher is good for so many months from the missed lesson"`
	VouchersASeason  int         `json:"vouchersASeason" doc:"Absences announced by the family that make a voucher, a rider and period"`
	VoucherPeriod    string      `json:"voucherPeriod" enum:"season,year" doc:"What they are counted in"`
	WaitingHours     int         `json:"waitingHours" doc:"A freed place is held so long for who is next on the waiting list"`
	SmallGroupDays   int         `json:"smallGroupDays,omitempty" doc:"A lesson below its minimum group size is shown so many days before; 0 is the default, 3"`
	HorseHabit       string      `json:"horseHabit" enum:",repeat,vary" doc:"How horses are given: a rider keeps to the same ones, rides many, or neither"`
	Till             string      `json:"till,omitempty" maxLength:"10" doc:"Number or name of the till, on every receipt and record; empty is the default, 1"`
	YearMonth        int         `json:"yearMonth,omitempty" doc:"The month the financial year begins with, 1 to 12; 0 is the default, January"`
	LockMinutes      int         `json:"lockMinutes" doc:"The desk locks after this many minutes without a key pressed, once the owner has a PIN"`
}

// SmallGroupNotice is how many days ahead a lesson below its minimum group size is
// shown.
func (p Policy) SmallGroupNotice() int { return cmp.Or(p.SmallGroupDays, 3) }

// TillName names the till in every record of a sale or payment (RULES section 4, BOFiP
// paragraph 50).
func (p Policy) TillName() string { return cmp.Or(p.Till, "1") }

// YearBegins is the first month of the financial year.
func (p Policy) YearBegins() time.Month { return time.Month(cmp.Or(p.YearMonth, 1)) }

// What a policy counts vouchers in.
const (
	VouchersBySeason = "season"
	VouchersByYear   = "year"
)

// VATRate is a rate with the days it is in force; the law moves, so rates are
// data (RULES section 0). Kind "thirdParty" is money taken for somebody else
// (a federation's licence) and "exempt" an exempt supply; both have rate 0.
type VATRate struct {
	Code    string       `json:"code"`
	Kind    VATKind      `json:"kind" enum:"vat,exempt,thirdParty"`
	Rate    money.Rate   `json:"rate" doc:"Hundredths of a per cent: 550 is 5.5 %"`
	From    calendar.Day `json:"from"`
	Through calendar.Day `json:"through" doc:"Empty while in force"`
	Label   Texts        `json:"label"`
	Mention Texts        `json:"mention" doc:"Printed when a document carries this rate"`
}

// VATKind tells how a part of a price relates to VAT.
type VATKind string

// The kinds of a VATRate.
const (
	Taxed      VATKind = "vat"
	Exempt     VATKind = "exempt"
	ThirdParty VATKind = "thirdParty"
	Voucher    VATKind = "voucher" // a gift card: VAT is owed when it is spent; no rate of the settings
)

// Ours reports whether a part of a price is the club's own: discounts may take of
// it, and a club outside VAT sells it outside VAT.
func (k VATKind) Ours() bool { return k != ThirdParty && k != Voucher }

// Mention is a dated legal sentence for papers.
type Mention struct {
	Code    string       `json:"code" doc:"outside, note, latePenalty, recoveryCharge, earlyPayment …"`
	From    calendar.Day `json:"from"`
	Through calendar.Day `json:"through" doc:"Empty while in force"`
	Text    Texts        `json:"text"`
}

// Terms is one dated version of the conditions of sale, or of the terms of the
// licence, which are accepted besides them when one is bought (PRODUCT section
// 6). No two versions have one name: what is accepted is known by it.
type Terms struct {
	Licence bool         `json:"licence" doc:"They are the terms of the licence"`
	Version string       `json:"version" doc:"As people name it: 2026-09"`
	From    calendar.Day `json:"from"`
	Text    Texts        `json:"text"`
}

// Texts is one sentence in the three languages.
type Texts struct {
	French  string `json:"fr"`
	Dutch   string `json:"nl"`
	English string `json:"en"`
}

// In returns the sentence in a language, or in French where that one is empty.
func (t Texts) In(lang locale.Lang) string {
	switch {
	case lang == locale.Dutch && t.Dutch != "":
		return t.Dutch
	case lang == locale.English && t.English != "":
		return t.English
	}
	return t.French
}

// Settings is everything the owner decides, in sections that are saved one by
// one.
type Settings struct {
	Identity Identity     `json:"identity"`
	Policy   Policy       `json:"policy"`
	VAT      []VATRate    `json:"vat" nullable:"false"`
	Mentions []Mention    `json:"mentions" nullable:"false"`
	Terms    []Terms      `json:"terms" nullable:"false"`
	Papers   []AskedPaper `json:"papers" nullable:"false" doc:"What a rider's file must hold, in order"`

	Discounts []DiscountRule  `json:"discounts" nullable:"false"`
	Aids      []AidKind       `json:"aids" nullable:"false"`
	Reminders []ReminderLevel `json:"reminders" nullable:"false" doc:"Of what is late, in order; default texts and days until they are changed"`
	Mail      Mail            `json:"mail"`
	MailRules MailRules       `json:"mailRules" doc:"What mails are read by; Paddock's own until they are changed"`
	Accounts  []BookAccount   `json:"accounts" nullable:"false" doc:"Where they are not as by default"`
}

// VATOn returns the rate with this code in force on a day.
func (s Settings) VATOn(code string, day calendar.Day) (VATRate, error) {
	for _, r := range s.VAT {
		if r.Code == code && inForce(r.From, r.Through, day) {
			return r, nil
		}
	}
	return VATRate{}, Refuse(CodeVATUnknown).With("vat", code).With("onDay", day)
}

// MentionOn returns the legal sentence with this code in force on a day, empty
// when the club has none.
func (s Settings) MentionOn(code string, day calendar.Day) Texts {
	for _, m := range s.Mentions {
		if m.Code == code && inForce(m.From, m.Through, day) {
			return m.Text
		}
	}
	return Texts{}
}

// TermsOn returns the version of the conditions of sale in force on a day; the
// zero Terms when the club has none yet.
func (s Settings) TermsOn(day calendar.Day) Terms { return s.termsOn(day, false) }

// LicenceTermsOn returns the same of the terms of the licence.
func (s Settings) LicenceTermsOn(day calendar.Day) Terms { return s.termsOn(day, true) }

func (s Settings) termsOn(day calendar.Day, licence bool) Terms {
	var current Terms
	for _, t := range s.Terms {
		if t.Licence == licence && t.From <= day && t.From >= current.From {
			current = t
		}
	}
	return current
}

func inForce(from, through, day calendar.Day) bool {
	return from <= day && (through == "" || day <= through)
}
