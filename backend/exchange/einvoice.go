package exchange

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strconv"

	"paddock/backend/calendar"
	"paddock/backend/money"
)

// The types of an electronic invoice (UNTDID 1001).
const (
	EInvoiceType    = "380"
	ECreditNoteType = "381"
)

// The categories of VAT that Paddock writes (UNTDID 5305). What is not taxed is
// exempt with its reason: category O forbids any other beside it (BR-O-11), and a
// licence stands on one invoice with lessons.
const (
	StandardRate = "S"
	ZeroRate     = "Z"
	ExemptFrom   = "E"
)

// EInvoice is an invoice or credit note for Factur-X: the semantic model of EN
// 16931, in cents including the signs of the standard: a credit note's amounts are
// positive.
type EInvoice struct {
	Number  string // BT-1
	Type    string // BT-3
	Day     calendar.Day
	DueDay  calendar.Day // BT-9; "" where nothing is due
	Process string       // BT-23, the French frame: S1, B1, M1 or paid S2, B2, M2
	Notes   []string     // BT-22, legal sentences

	Seller, Buyer EParty
	Order         string // BT-13
	Corrects      string // BT-25, of a credit note
	CorrectsDay   calendar.Day

	Lines  []ELine
	Groups []EGroup

	Net, Tax, Gross money.Cents // BT-109, BT-110, BT-112
	Paid, Due       money.Cents // BT-113, BT-115

	IBAN, BIC string // BT-84, BT-86
	Reference string // BT-83
}

// EParty is a seller or buyer.
type EParty struct {
	ID       string // BT-29, of a seller that no register names
	Name     string
	Company  string // legal registration, scheme 0002 (SIREN) or 0208 (Belgian)
	Scheme   string
	VAT      string // BT-31, BT-48
	TaxID    string // BT-32 of a seller without a VAT number
	Street   string
	Extra    string
	PostCode string
	Town     string
	Country  string // ISO 3166
}

// ELine is a line of one category and rate, without VAT.
type ELine struct {
	Name     string
	Note     string
	Quantity int // below zero for what is given back: a price never is (BR-27)
	Net      money.Cents
	Category string
	Rate     money.Rate
}

// EGroup is the sum of a category and rate as the paper prints it (BG-23).
type EGroup struct {
	Category string
	Rate     money.Rate
	Net      money.Cents
	Tax      money.Cents
	Reason   string // BT-120, of what is exempt
	DueCode  string // BT-8: 5 when it is invoiced, 72 when it is paid; "" for none
}

// element is a node of the XML; what says nothing is left out.
type element struct {
	name  string
	attrs [][2]string
	text  string
	kids  []element
}

func of(name string, kids ...element) element { return element{name: name, kids: kids} }

func says(name, text string, attrs ...[2]string) element {
	return element{name: name, text: text, attrs: attrs}
}

func (e element) empty() bool {
	for _, kid := range e.kids {
		if !kid.empty() {
			return false
		}
	}
	return e.text == ""
}

func (e element) write(b *bytes.Buffer) {
	if e.empty() {
		return
	}
	b.WriteString("<" + e.name)
	for _, a := range e.attrs {
		b.WriteString(" " + a[0] + `="` + a[1] + `"`) // names and codes of ours
	}
	b.WriteString(">")
	_ = xml.EscapeText(b, []byte(e.text)) // a buffer takes all
	for _, kid := range e.kids {
		kid.write(b)
	}
	b.WriteString("</" + e.name + ">")
}

func euros(c money.Cents) string {
	sign := ""
	if c < 0 {
		sign = "-"
	}
	return fmt.Sprintf("%s%d.%02d", sign, c.Abs()/100, c.Abs()%100)
}

func percent(r money.Rate) string { return fmt.Sprintf("%d.%02d", r/100, r%100) }

func moment(name, prefix string, day calendar.Day) element {
	if day == "" {
		return element{}
	}
	compact := string(day[:4] + day[5:7] + day[8:])
	return of(name, says(prefix+":DateTimeString", compact, [2]string{"format", "102"}))
}

// XML writes the invoice as UN/CEFACT Cross Industry Invoice (D16B) in the profile
// EN 16931 of Factur-X, the elements in the order of the schema.
func (i EInvoice) XML() []byte {
	settlement := []element{
		says("ram:PaymentReference", i.Reference), says("ram:InvoiceCurrencyCode", "EUR"), i.means(),
	}
	for _, g := range i.Groups {
		settlement = append(settlement, of("ram:ApplicableTradeTax",
			says("ram:CalculatedAmount", euros(g.Tax)), says("ram:TypeCode", "VAT"), says("ram:ExemptionReason", g.Reason),
			says("ram:BasisAmount", euros(g.Net)), says("ram:CategoryCode", g.Category), says("ram:DueDateTypeCode", g.DueCode),
			says("ram:RateApplicablePercent", percent(g.Rate))))
	}
	settlement = append(settlement,
		of("ram:SpecifiedTradePaymentTerms", moment("ram:DueDateDateTime", "udt", i.DueDay)),
		of("ram:SpecifiedTradeSettlementHeaderMonetarySummation",
			says("ram:LineTotalAmount", euros(i.Net)), says("ram:TaxBasisTotalAmount", euros(i.Net)),
			says("ram:TaxTotalAmount", euros(i.Tax), [2]string{"currencyID", "EUR"}), says("ram:GrandTotalAmount", euros(i.Gross)),
			says("ram:TotalPrepaidAmount", euros(i.Paid)), says("ram:DuePayableAmount", euros(i.Due))),
		of("ram:InvoiceReferencedDocument", says("ram:IssuerAssignedID", i.Corrects), moment("ram:FormattedIssueDateTime", "qdt", i.CorrectsDay)))

	trade := []element{}
	for n, line := range i.Lines {
		trade = append(trade, line.element(n+1))
	}
	trade = append(trade,
		of("ram:ApplicableHeaderTradeAgreement", i.Seller.element("ram:SellerTradeParty"), i.Buyer.element("ram:BuyerTradeParty"),
			of("ram:BuyerOrderReferencedDocument", says("ram:IssuerAssignedID", i.Order))),
		of("ram:ApplicableHeaderTradeDelivery", of("ram:ActualDeliverySupplyChainEvent", moment("ram:OccurrenceDateTime", "udt", i.Day))),
		of("ram:ApplicableHeaderTradeSettlement", settlement...))

	head := []element{says("ram:ID", i.Number), says("ram:TypeCode", i.Type), moment("ram:IssueDateTime", "udt", i.Day)}
	for _, note := range i.Notes {
		head = append(head, of("ram:IncludedNote", says("ram:Content", note)))
	}
	var b bytes.Buffer
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?>` + "\n")
	root := of("rsm:CrossIndustryInvoice",
		of("rsm:ExchangedDocumentContext",
			of("ram:BusinessProcessSpecifiedDocumentContextParameter", says("ram:ID", i.Process)),
			of("ram:GuidelineSpecifiedDocumentContextParameter", says("ram:ID", "urn:cen.eu:en16931:2017"))),
		of("rsm:ExchangedDocument", head...), of("rsm:SupplyChainTradeTransaction", trade...))
	const un = "urn:un:unece:uncefact:data:standard:"
	root.attrs = [][2]string{
		{"xmlns:rsm", un + "CrossIndustryInvoice:100"}, {"xmlns:ram", un + "ReusableAggregateBusinessInformationEntity:100"},
		{"xmlns:udt", un + "UnqualifiedDataType:100"}, {"xmlns:qdt", un + "QualifiedDataType:100"},
	}
	root.write(&b)
	return b.Bytes()
}

// means is the SEPA transfer what is due can be paid by (UNTDID 4461: 58).
func (i EInvoice) means() element {
	if i.IBAN == "" || i.Due <= 0 {
		return element{}
	}
	return of("ram:SpecifiedTradeSettlementPaymentMeans", says("ram:TypeCode", "58"),
		of("ram:PayeePartyCreditorFinancialAccount", says("ram:IBANID", i.IBAN)),
		of("ram:PayeeSpecifiedCreditorFinancialInstitution", says("ram:BICID", i.BIC)))
}

func (p EParty) element(name string) element {
	registered := says("ram:ID", p.Company)
	if p.Scheme != "" {
		registered.attrs = [][2]string{{"schemeID", p.Scheme}}
	}
	return of(name, says("ram:ID", p.ID), says("ram:Name", p.Name),
		of("ram:SpecifiedLegalOrganization", registered),
		of("ram:PostalTradeAddress", says("ram:PostcodeCode", p.PostCode), says("ram:LineOne", p.Street), says("ram:LineTwo", p.Extra),
			says("ram:CityName", p.Town), says("ram:CountryID", p.Country)),
		of("ram:SpecifiedTaxRegistration", says("ram:ID", p.VAT, [2]string{"schemeID", "VA"})),
		of("ram:SpecifiedTaxRegistration", says("ram:ID", p.TaxID, [2]string{"schemeID", "FC"})))
}

func (l ELine) element(n int) element {
	tax := of("ram:ApplicableTradeTax", says("ram:TypeCode", "VAT"), says("ram:CategoryCode", l.Category), says("ram:RateApplicablePercent", percent(l.Rate)))
	return of("ram:IncludedSupplyChainTradeLineItem",
		of("ram:AssociatedDocumentLineDocument", says("ram:LineID", strconv.Itoa(n))),
		of("ram:SpecifiedTradeProduct", says("ram:Name", l.Name), says("ram:Description", l.Note)),
		of("ram:SpecifiedLineTradeAgreement", of("ram:NetPriceProductTradePrice", says("ram:ChargeAmount", l.price()))),
		of("ram:SpecifiedLineTradeDelivery", says("ram:BilledQuantity", strconv.Itoa(l.Quantity), [2]string{"unitCode", "C62"})),
		of("ram:SpecifiedLineTradeSettlement", tax,
			of("ram:SpecifiedTradeSettlementLineMonetarySummation", says("ram:LineTotalAmount", euros(l.Net)))))
}

// price is that of one, without VAT, in euros with six places, so that quantity
// times price is the line's net to the cent.
func (l ELine) price() string {
	const places = 10_000 // of a cent
	size, q := int64(l.Net.Abs())*places, int64(max(l.Quantity, -l.Quantity, 1))
	each := (size + q/2) / q
	return fmt.Sprintf("%d.%06d", each/1_000_000, each%1_000_000)
}
