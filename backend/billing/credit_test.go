package billing_test

import (
	"errors"
	"testing"

	"pgregory.net/rapid"

	"paddock/backend/billing"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/money"
)

// anyInvoice draws an invoice with lines at several rates; its totals are
// computed by the rules under test.
func anyInvoice(t *rapid.T) billing.Document {
	rates := []billing.Part{
		{VAT: "riding", Kind: club.Taxed, Rate: 550},
		{VAT: "meals", Kind: club.Taxed, Rate: 550},
		{VAT: "standard", Kind: club.Taxed, Rate: 2000},
		{VAT: "federation", Kind: club.ThirdParty},
	}
	kinds := []catalogue.Kind{catalogue.Card, catalogue.Goods, catalogue.Licence, catalogue.Membership}
	doc := billing.Document{ID: 1, Kind: billing.Invoice, Number: "F2026-0001"}
	for n := range rapid.IntRange(1, 6).Draw(t, "lines") {
		line := billing.Line{ID: int64(100 + n), N: n + 1, Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), Quantity: 1}
		for range rapid.IntRange(1, 3).Draw(t, "parts") {
			part := rapid.SampledFrom(rates).Draw(t, "rate")
			part.Cents = money.Cents(rapid.Int64Range(0, 100_000).Draw(t, "cents"))
			line.Parts = append(line.Parts, part)
			line.Cents += part.Cents
		}
		line.Unit, line.Now = line.Cents, line.Cents.MulDiv(int64(rapid.IntRange(0, 100).Draw(t, "now")), 100)
		doc.Lines = append(doc.Lines, line)
	}
	doc.Lines = anyDiscounts(t, doc.Lines)
	doc.VAT = billing.Groups(doc.Lines)
	doc.Total, doc.Now = billing.Sum(doc.Lines)
	return doc
}

// anyDiscounts puts up to two discounts under lines, as the cart would.
func anyDiscounts(t *rapid.T, bases []billing.Line) []billing.Line {
	var lines []billing.Line
	for _, base := range bases {
		base.N = len(lines) + 1
		var off []billing.Line
		left := base.Cents
		for _, part := range base.Parts {
			if part.Kind == club.ThirdParty {
				left -= part.Cents
			}
		}
		for range rapid.IntRange(0, 2).Draw(t, "discounts") {
			cents := money.Cents(rapid.Int64Range(0, int64(left)).Draw(t, "off"))
			if left -= cents; cents > 0 {
				made := billing.DiscountLine(base, off, base.N+1+len(off), billing.Reduction{Cents: -cents}, "Remise")
				made.ID = base.ID*10 + int64(len(off))
				off = append(off, made)
			}
		}
		lines = append(append(lines, base), off...)
	}
	return lines
}

func TestTwoCodesAtOneRateAreOneVATGroupAndRoundOnce(t *testing.T) {
	lines := []billing.Line{{Parts: []billing.Part{
		{VAT: "riding", Kind: club.Taxed, Rate: 550, Cents: 10},
		{VAT: "meals", Kind: club.Taxed, Rate: 550, Cents: 10},
		{VAT: "care", Kind: club.Exempt, Cents: 100},
		{VAT: "teaching", Kind: club.Exempt, Cents: 100},
	}}}
	got := billing.Groups(lines)
	if len(got) != 3 || got[0] != (billing.VATGroup{VAT: "riding", Kind: club.Taxed, Rate: 550, Gross: 20, Net: 19, Tax: 1}) {
		t.Errorf("%+v", got)
	}
}

func TestVATGroupsSumToTheTotalWhateverTheLines(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		doc := anyInvoice(t)
		var gross, net, tax money.Cents
		for _, g := range doc.VAT {
			gross, net, tax = gross+g.Gross, net+g.Net, tax+g.Tax
		}
		if gross != doc.Total || net+tax != doc.Total {
			t.Fatalf("total %d, gross %d, net %d + VAT %d", doc.Total, gross, net, tax)
		}
	})
}

// Credit notes drawn at random until nothing is left give back exactly what the
// invoice asked, per line, per part and per VAT rate.
func TestPartialCreditNotesTogetherMirrorTheInvoiceToTheCent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		doc := anyInvoice(t)
		if doc.Total == 0 {
			return
		}
		var notes []billing.Document
		for range rapid.IntRange(0, 4).Draw(t, "partial notes") {
			var returns []billing.Return
			for i, left := range billing.Left(doc, notes) {
				if left > 0 && rapid.Bool().Draw(t, "give back") {
					cents := money.Cents(rapid.Int64Range(1, int64(left)).Draw(t, "cents"))
					returns = append(returns, billing.Return{Line: doc.Lines[i].ID, Cents: cents})
				}
			}
			if len(returns) > 0 {
				notes = append(notes, mustCredit(t, doc, notes, returns))
			}
		}
		if sum(billing.Left(doc, notes)) > 0 {
			notes = append(notes, mustCredit(t, doc, notes, nil))
		}
		total := doc.Total
		tax := map[string]money.Cents{}
		for _, g := range doc.VAT {
			tax[g.VAT] = g.Tax
		}
		for _, note := range notes {
			total += note.Total
			for _, g := range note.VAT {
				if g.Net+g.Tax != g.Gross {
					t.Fatalf("group %+v does not add up", g)
				}
				tax[g.VAT] += g.Tax
			}
		}
		if total != 0 {
			t.Fatalf("%d cents are left of the total", total)
		}
		for vat, left := range tax {
			if left != 0 {
				t.Fatalf("%d cents of VAT %s are left", left, vat)
			}
		}
	})
}

func mustCredit(t *rapid.T, doc billing.Document, earlier []billing.Document, returns []billing.Return) billing.Document {
	lines, vat, err := billing.Credit(doc, earlier, returns, nil)
	if err != nil {
		t.Fatalf("credit refused: %v", err)
	}
	note := billing.Document{Kind: billing.CreditNote, Lines: lines, VAT: vat}
	note.Total, note.Now = billing.Sum(lines)
	for _, line := range lines {
		var parts money.Cents
		for _, p := range line.Parts {
			if p.Cents > 0 && line.Cents < 0 {
				t.Fatalf("part %+v of a credit note is positive", p)
			}
			parts += p.Cents
		}
		if parts != line.Cents {
			t.Fatalf("parts %d, line %d", parts, line.Cents)
		}
	}
	return note
}

func sum(cents []money.Cents) (total money.Cents) {
	for _, c := range cents {
		total += c
	}
	return total
}

func TestACreditNoteIsNeverAboveWhatIsLeftOfItsLine(t *testing.T) {
	doc := billing.Document{Kind: billing.Invoice, Lines: []billing.Line{
		{ID: 7, Cents: 5001, Parts: []billing.Part{{VAT: "standard", Kind: club.Taxed, Rate: 2000, Cents: 5001}}},
	}}
	doc.VAT = billing.Groups(doc.Lines)
	for name, returns := range map[string][]billing.Return{
		"one cent too much": {{Line: 7, Cents: 5002}},
		"too much in two":   {{Line: 7, Cents: 5000}, {Line: 7, Cents: 2}},
		"nothing":           {{Line: 7, Cents: 0}},
		"a negative amount": {{Line: 7, Cents: -1}},
	} {
		if _, _, err := billing.Credit(doc, nil, returns, nil); !errors.Is(err, club.Refuse(club.CodeCreditExceeds)) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, _, err := billing.Credit(doc, nil, []billing.Return{{Line: 8, Cents: 1}}, nil); !errors.Is(err, club.Refuse(club.CodeLineNotFound)) {
		t.Errorf("a line of another invoice: %v", err)
	}
	note := billing.Document{Kind: billing.CreditNote}
	if _, _, err := billing.Credit(note, nil, nil, nil); !errors.Is(err, club.Refuse(club.CodeNotAnInvoice)) {
		t.Errorf("a credit note over a credit note: %v", err)
	}
}

func TestTheWholeCreditNoteOf5001At20PercentGivesBack834OfVAT(t *testing.T) {
	doc := billing.Document{Kind: billing.Invoice, Lines: []billing.Line{
		{ID: 1, Quantity: 3, Unit: 1667, Cents: 5001, Parts: []billing.Part{{VAT: "standard", Kind: club.Taxed, Rate: 2000, Cents: 5001}}},
	}}
	doc.VAT = billing.Groups(doc.Lines)
	lines, vat, err := billing.Credit(doc, nil, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	if vat[0].Gross != -5001 || vat[0].Net != -4167 || vat[0].Tax != -834 {
		t.Errorf("VAT %+v", vat[0])
	}
	if lines[0].Quantity != 3 || lines[0].Unit != -1667 || lines[0].Cents != -5001 {
		t.Errorf("line %+v", lines[0])
	}
}

func TestALineIsGivenBackOnceByTheNoteThatTakesItsLastCent(t *testing.T) {
	invoice := billing.Document{Kind: billing.Invoice, Lines: []billing.Line{{ID: 1, Cents: 11000}, {ID: 2, Cents: 3500}, {ID: 3}}}
	note := func(line int64, cents money.Cents) billing.Document {
		return billing.Document{Kind: billing.CreditNote, Lines: []billing.Line{{Original: line, Cents: -cents}}}
	}
	first, last, gloves := note(1, 10999), note(1, 1), note(2, 3500)
	for _, test := range []struct {
		earlier []billing.Document
		note    billing.Document
		want    int64 // id of the line; 0 for none
	}{
		{nil, first, 0},
		{[]billing.Document{first}, last, 1},
		{[]billing.Document{first, last}, gloves, 2}, // and not the card once more, nor what was free
	} {
		got := billing.GivenBack(invoice, test.earlier, test.note)
		if len(got) != min(int(test.want), 1) || len(got) == 1 && got[0].ID != test.want {
			t.Errorf("after %d notes: %+v, want line %d", len(test.earlier), got, test.want)
		}
	}
}
