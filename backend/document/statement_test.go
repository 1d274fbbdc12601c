package document_test

import (
	"fmt"
	"strings"
	"testing"

	"paddock/backend/club"
	"paddock/backend/document"
	"paddock/backend/locale"
	"paddock/backend/money"
)

// statement is a family's account over the end of a year: something was owed
// before, a credit note and a payment without a document follow.
func statement(lang locale.Lang) document.Statement {
	lines := []document.StatementLine{
		{Day: "2026-12-31", Text: "F2026-0431", Due: 17000},
		{Day: "2026-12-31", Text: "A2026-0012", Due: -2500},
		{Day: "2027-01-02", Text: "R2027-0001", Received: 7000},
		{Day: "2028-02-29", Text: "R2028-0009", Received: 123456},
	}
	return document.Statement{
		Seller: club.Identity{Name: "Écuries de Vaubrun", Street: "1 rue des Haras", PostalCode: "26999", Town: "Vaubrun"},
		Buyer:  document.Buyer{Name: "Mme Sophie Delcourt", Lines: []string{"8 rue des Tanneurs", "26999 Vaubrun"}},
		From:   "2026-09-01", To: "2028-02-29", Day: "2028-02-29", Opening: 5001, Lines: lines, Lang: lang, ProgramVersion: "test",
	}
}

func TestAStatementCarriesItsBalanceFromPageToPage(t *testing.T) {
	const hostile = `Œuvré-Łukasz "D'Àrc" <b>`
	s := document.Statement{
		Seller: club.Identity{Name: "Écuries de Vaubrun", Street: "1 rue des Haras", PostalCode: "26999", Town: "Vaubrun"},
		Buyer:  document.Buyer{Name: hostile, Lines: []string{"4 impasse du Griffon", "26999 Vaubrun"}},
		From:   "2026-09-01", To: "2027-08-31", Day: "2028-02-29", Opening: -100, Lang: locale.French,
	}
	for n := range 90 {
		s.Lines = append(s.Lines, document.StatementLine{Day: "2026-10-31", Text: fmt.Sprintf("Facture F%04d.", n), Due: 1000})
	}
	pdf := paper(t, s)
	sheets := pages(t, pdf)
	if len(sheets) < 3 {
		t.Fatalf("%d pages", len(sheets))
	}
	said := words(t, pdf)
	for _, text := range []string{hostile, "Solde à l’ouverture -1,00", "Solde à la clôture 899,00", "Facture F0000.", "Facture F0089.", "29 février 2028"} {
		if !strings.Contains(strings.ReplaceAll(said, "−", "-"), text) {
			t.Errorf("the paper does not say %q in\n%s", text, said[:min(900, len(said))])
		}
	}
	for n, sheet := range sheets {
		lines := strings.Count(strings.Join(sheets[:n+1], ""), "Facture F")
		balance := locale.Decimal(locale.French, money.Cents(1000*lines-100))
		if n < len(sheets)-1 && !strings.Contains(sheet, "À reporter "+balance) {
			t.Errorf("page %d does not carry %s forward:\n%s", n+1, balance, sheet)
		}
		if n > 0 && !strings.Contains(sheet, "Report ") {
			t.Errorf("page %d brings nothing forward", n+1)
		}
	}
}
