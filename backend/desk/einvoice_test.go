package desk_test

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"paddock/backend/billing"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/money"
)

// readInvoice is the XML of an invoice as a reader of its own sees it.
type readInvoice struct {
	Type  string `xml:"ExchangedDocument>TypeCode"`
	Lines []struct {
		Name     string `xml:"SpecifiedTradeProduct>Name"`
		Price    string `xml:"SpecifiedLineTradeAgreement>NetPriceProductTradePrice>ChargeAmount"`
		Quantity int    `xml:"SpecifiedLineTradeDelivery>BilledQuantity"`
		Category string `xml:"SpecifiedLineTradeSettlement>ApplicableTradeTax>CategoryCode"`
		Rate     string `xml:"SpecifiedLineTradeSettlement>ApplicableTradeTax>RateApplicablePercent"`
		Net      string `xml:"SpecifiedLineTradeSettlement>SpecifiedTradeSettlementLineMonetarySummation>LineTotalAmount"`
	} `xml:"SupplyChainTradeTransaction>IncludedSupplyChainTradeLineItem"`
	Seller  readParty `xml:"SupplyChainTradeTransaction>ApplicableHeaderTradeAgreement>SellerTradeParty"`
	Buyer   readParty `xml:"SupplyChainTradeTransaction>ApplicableHeaderTradeAgreement>BuyerTradeParty"`
	Settled struct {
		Reference string `xml:"PaymentReference"`
		Groups    []struct {
			Tax      string `xml:"CalculatedAmount"`
			Reason   string `xml:"ExemptionReason"`
			Basis    string `xml:"BasisAmount"`
			Category string `xml:"CategoryCode"`
			Rate     string `xml:"RateApplicablePercent"`
		} `xml:"ApplicableTradeTax"`
		Due      string   `xml:"SpecifiedTradePaymentTerms>DueDateDateTime>DateTimeString"`
		Sums     readSums `xml:"SpecifiedTradeSettlementHeaderMonetarySummation"`
		Corrects string   `xml:"InvoiceReferencedDocument>IssuerAssignedID"`
	} `xml:"SupplyChainTradeTransaction>ApplicableHeaderTradeSettlement"`
}

type readParty struct {
	Name    string   `xml:"Name"`
	Country string   `xml:"PostalTradeAddress>CountryID"`
	Tax     []string `xml:"SpecifiedTaxRegistration>ID"`
}

type readSums struct {
	Lines string `xml:"LineTotalAmount"`
	Basis string `xml:"TaxBasisTotalAmount"`
	Tax   string `xml:"TaxTotalAmount"`
	Gross string `xml:"GrandTotalAmount"`
	Paid  string `xml:"TotalPrepaidAmount"`
	Due   string `xml:"DuePayableAmount"`
}

// detached prints a document and takes the XML out of its PDF, with poppler's tool.
func (h *house) detached(id billing.InvoiceID) (xml, pdf []byte) {
	h.t.Helper()
	pdf, err := h.PrintInvoice(ctx, h.req(), id)
	h.must(err)
	dir := h.t.TempDir()
	file := filepath.Join(dir, "invoice.pdf")
	h.must(os.WriteFile(file, pdf, 0o600))
	if out, err := exec.Command("pdfdetach", "-savefile", "factur-x.xml", "-o", filepath.Join(dir, "x.xml"), file).CombinedOutput(); err != nil {
		h.t.Fatalf("pdfdetach (poppler-utils): %v\n%s", err, out)
	}
	xml, err = os.ReadFile(filepath.Join(dir, "x.xml"))
	h.must(err)
	return xml, pdf
}

// cents reads an amount of the XML.
func cents(t fataler, text string) money.Cents {
	whole, part, _ := strings.Cut(strings.TrimPrefix(text, "-"), ".")
	n := int64(0)
	for _, figure := range whole + part {
		if figure < '0' || figure > '9' || len(part) != 2 {
			t.Fatalf("%q is no amount", text)
		}
		n = n*10 + int64(figure-'0')
	}
	if strings.HasPrefix(text, "-") {
		n = -n
	}
	return money.Cents(n)
}

type fataler interface{ Fatalf(string, ...any) }

// standard holds the XML against the rules of EN 16931 that compute or compare.
func (r readInvoice) standard(t fataler) {
	sum := map[string]money.Cents{}
	var lines, tax, basis money.Cents
	for _, l := range r.Lines {
		net := cents(t, l.Net)
		lines += net
		sum[l.Category+l.Rate] += net
		if strings.HasPrefix(l.Price, "-") || l.Name == "" { // BR-27, BR-25
			t.Fatalf("a price below zero, or no name: %+v", l)
		}
	}
	seen := map[string]bool{}
	for _, g := range r.Settled.Groups {
		key := g.Category + g.Rate
		of, vat := cents(t, g.Basis), cents(t, g.Tax)
		rate := cents(t, g.Rate)
		off := vat - of.MulDiv(int64(rate), 10_000)
		switch {
		case seen[key]: // BR-E-1, one line of the breakdown for each
			t.Fatalf("%s twice", key)
		case of != sum[key]: // BR-S-8, BR-E-8
			t.Fatalf("%s: %d in lines, %d in the breakdown", key, sum[key], of)
		case off.Abs() > 1: // BR-CO-17, with the cent the official rule tolerates
			t.Fatalf("%s: VAT of %d is %d", key, of, vat)
		case (g.Category == "E") != (g.Reason != ""): // BR-E-10
			t.Fatalf("%s: reason %q", key, g.Reason)
		case g.Category == "E" && vat != 0: // BR-E-9
			t.Fatalf("exempt with VAT")
		}
		seen[key] = true
		tax, basis = tax+vat, basis+of
	}
	s := r.Settled.Sums
	if cents(t, s.Lines) != lines || cents(t, s.Basis) != lines || basis != lines { // BR-CO-10, BR-CO-13
		t.Fatalf("lines %d, sums %+v", lines, s)
	}
	if cents(t, s.Tax) != tax || cents(t, s.Gross) != lines+tax || cents(t, s.Due) != cents(t, s.Gross)-cents(t, s.Paid) { // BR-CO-14, 15, 16
		t.Fatalf("VAT %d, sums %+v", tax, s)
	}
	if cents(t, s.Due) > 0 && r.Settled.Due == "" { // BR-CO-25
		t.Fatalf("no day to pay")
	}
	if r.Seller.Country == "" || r.Buyer.Country == "" || r.Buyer.Name == "" || len(r.Seller.Tax) == 0 { // BR-9, BR-11, BR-7, BR-S-2
		t.Fatalf("%+v %+v", r.Seller, r.Buyer)
	}
}

func TestAnInvoiceCarriesItselfForMachinesAndSoDoesItsCreditNote(t *testing.T) {
	s := newShop(t)
	sale := s.sell(cash(3500), "gloves")
	raw, pdf := s.detached(sale.Invoice.ID)
	var invoice readInvoice
	s.must(xml.Unmarshal(raw, &invoice))
	invoice.standard(t)
	if invoice.Type != "380" || invoice.Settled.Sums.Gross != "35.00" || invoice.Settled.Sums.Paid != "35.00" || invoice.Settled.Sums.Due != "0.00" {
		t.Errorf("%+v", invoice)
	}
	for _, part := range []string{"/AFRelationship/Alternative", "/OutputIntents", "<pdfaid:part>3</pdfaid:part>", "<fx:ConformanceLevel>EN 16931<"} {
		if !bytes.Contains(pdf, []byte(part)) {
			t.Errorf("the PDF has no %s", part)
		}
	}
	file := filepath.Join(t.TempDir(), "x.pdf")
	s.must(os.WriteFile(file, pdf, 0o600))
	if out, err := exec.Command("qpdf", "--check", file).CombinedOutput(); err != nil {
		t.Errorf("qpdf: %v\n%s", err, out)
	}

	note, err := s.Credit(ctx, s.req(), sale.Invoice.ID, desk.Credit{Reason: "taille"})
	s.must(err)
	raw, _ = s.detached(note.ID)
	var credit readInvoice
	s.must(xml.Unmarshal(raw, &credit))
	credit.standard(t)
	if credit.Type != "381" || credit.Settled.Corrects != sale.Invoice.Number || credit.Settled.Sums.Gross != "35.00" {
		t.Errorf("%+v", credit)
	}
}

// Whatever is sold at whatever rates and with whatever discounts, the XML says the
// printed VAT, and its lines sum to it.
func TestWhateverIsSoldItsXMLKeepsTheRulesOfTheStandard(t *testing.T) {
	s := newShop(t)
	rates := []string{"riding", "standard", "thirdParty"}
	rapid.Check(t, func(r *rapid.T) {
		var lines []desk.AddLine
		fixed := false // a price of a third party is not discounted
		for range rapid.IntRange(1, 4).Draw(r, "lines") {
			price := money.Cents(rapid.Int64Range(1, 99_999).Draw(r, "price"))
			first := money.Cents(rapid.Int64Range(0, int64(price)).Draw(r, "part"))
			parts := []catalogue.Part{{VAT: rapid.SampledFrom(rates).Draw(r, "rate"), Cents: price}}
			if first > 0 && first < price {
				parts = []catalogue.Part{{VAT: "riding", Cents: first}, {VAT: "standard", Cents: price - first}}
			}
			fixed = fixed || len(lines) == 0 && parts[0].VAT == "thirdParty"
			offer := s.sells(catalogue.Offer{Kind: catalogue.Goods, Name: "Selle", Price: price, Parts: parts})
			lines = append(lines, desk.AddLine{Offer: offer, Quantity: rapid.IntRange(1, 7).Draw(r, "quantity")})
		}
		cart, err := s.OpenCart(ctx, s.req(), s.family.ID, lines...)
		s.must(err)
		if rapid.Bool().Draw(r, "discount") && !fixed {
			cart, err = s.GiveDiscount(ctx, s.req(), cart.ID, cart.Lines[0].ID, desk.GiveDiscount{GivenDiscount: club.GivenDiscount{Percent: money.Rate(rapid.IntRange(1, 9_999).Draw(r, "percent"))}, Reason: "geste"})
			s.must(err)
		}
		var tenders []billing.Tender
		if cart.Total > 0 { // 99.99 % off a cent leaves nothing to pay
			tenders = cash(cart.Total)
		}
		sale, err := s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, Tenders: tenders})
		s.must(err)
		raw, _ := s.detached(sale.Invoice.ID)
		var read readInvoice
		s.must(xml.Unmarshal(raw, &read))
		read.standard(r)
		if cents(r, read.Settled.Sums.Gross) != sale.Invoice.Total {
			r.Fatalf("%s of %d", read.Settled.Sums.Gross, sale.Invoice.Total)
		}
	})
}

// BR-CO-26, BR-S-5: a number under its own scheme, a rate of nothing apart.
func TestWhatIsBoughtByACompanyNamesItsNumberAndACreditNoteAsksForNoTransfer(t *testing.T) {
	s := newShop(t)
	sale := s.sell(cash(3500), "gloves")
	s.behindItsBack("DROP TRIGGER invoices_no_update", `UPDATE invoices SET buyer = json_set(buyer, '$.companyId', '73282932000074') WHERE id = `+fmt.Sprint(sale.Invoice.ID))
	raw, _ := s.detached(sale.Invoice.ID)
	if !strings.Contains(string(raw), `<ram:ID schemeID="0002">732829320</ram:ID>`) {
		t.Errorf("a SIRET is no SIREN: %s", raw)
	}
	note, err := s.Credit(ctx, s.req(), s.sell(cash(3500), "gloves").Invoice.ID, desk.Credit{Reason: "taille"})
	s.must(err)
	if raw, _ := s.detached(note.ID); strings.Contains(string(raw), "IBANID") || strings.Contains(string(raw), "PaymentReference") {
		t.Errorf("the club asks for what it owes: %s", raw)
	}
}

func TestASaleWithoutAClientHasNoXML(t *testing.T) {
	h := openClub(t)
	sale := h.sellTo(0, h.goods("Mors", 24_00), cash(24_00)...)
	pdf, err := h.PrintInvoice(ctx, h.req(), sale.Invoice.ID)
	h.must(err)
	if bytes.Contains(pdf, []byte("/AFRelationship")) {
		t.Error("nobody is named in it")
	}
}

// Cards at two rates, some discounted, paid in part or by an aid, and given back in
// part: the XML of the invoice and of its credit note keep the rules all the same.
func TestCardsAidsPartPaymentsAndCreditNotesKeepTheRulesOfTheStandardToo(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		s := aided(t)
		price := money.Cents(rapid.Int64Range(80_00, 400_00).Draw(r, "price"))
		first := money.Cents(rapid.Int64Range(1, int64(price)-1).Draw(r, "at 5.5"))
		card := s.sells(catalogue.Offer{Kind: catalogue.Card, Name: "Carte", Price: price,
			Parts: []catalogue.Part{{VAT: "riding", Cents: first}, {VAT: "standard", Cents: price - first}},
			Terms: catalogue.Terms{Units: 10, Months: 1, LessonKind: "group"}})
		cart, err := s.OpenCart(ctx, s.req(), s.family.ID, desk.AddLine{Offer: card, Quantity: 1, Rider: s.family.Riders[1].ID})
		s.must(err)
		if rapid.Bool().Draw(r, "goods too") {
			cart, err = s.AddLine(ctx, s.req(), cart.ID, desk.AddLine{Offer: s.offers["gloves"], Quantity: rapid.IntRange(1, 3).Draw(r, "pairs")})
			s.must(err)
		}
		if rapid.Bool().Draw(r, "discount") {
			cart, err = s.GiveDiscount(ctx, s.req(), cart.ID, cart.Lines[0].ID, desk.GiveDiscount{GivenDiscount: club.GivenDiscount{Percent: money.Rate(rapid.IntRange(1, 1_000).Draw(r, "percent"))}, Reason: "geste"})
			s.must(err)
		}
		var tenders []billing.Tender
		rest := cart.Total
		if rapid.Bool().Draw(r, "aid") {
			tenders, rest = append(tenders, s.aid(billing.Aided, 1, 70_00)), rest-70_00
		}
		if part := money.Cents(rapid.Int64Range(0, int64(rest)).Draw(r, "paid")); part > 0 {
			tenders = append(tenders, billing.Tender{Way: billing.BankCard, Cents: part})
		}
		sale, err := s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, OnAccount: true, Tenders: tenders})
		s.must(err)
		keeps := func(view desk.DocumentView) {
			raw, _ := s.detached(view.ID)
			var read readInvoice
			s.must(xml.Unmarshal(raw, &read))
			read.standard(r)
			if got := cents(r, read.Settled.Sums.Gross); got != view.Total.Abs() {
				r.Fatalf("%d of %d", got, view.Total)
			}
		}
		keeps(sale.Invoice)
		back := money.Cents(rapid.Int64Range(1, int64(sale.Invoice.LeftByLine[0])).Draw(r, "back"))
		note, err := s.Credit(ctx, s.req(), sale.Invoice.ID, desk.Credit{Returns: []billing.Return{{Line: sale.Invoice.Lines[0].ID, Cents: back}}, Reason: "geste"})
		s.must(err)
		keeps(note)
	})
}

func TestAPackageKeepsTheRulesOfTheStandardToo(t *testing.T) {
	y := openYard(t)
	p := y.runsFromOctober()
	for _, id := range []billing.InvoiceID{p.InvoiceID} {
		raw, _ := y.detached(id)
		var read readInvoice
		y.must(xml.Unmarshal(raw, &read))
		read.standard(t)
	}
}
