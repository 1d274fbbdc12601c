package desk_test

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/desk"
)

// printed is what the preview of a document says, blanks as one.
func printed(t *testing.T, d *desk.Desk, id billing.InvoiceID) string {
	t.Helper()
	pdf, err := d.PreviewInvoice(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	command := exec.Command("pdftotext", "-raw", "-", "-")
	command.Stdin = bytes.NewReader(pdf)
	text, err := command.Output()
	if err != nil {
		t.Fatalf("pdftotext (poppler-utils): %v", err)
	}
	return strings.Join(strings.Fields(string(text)), " ")
}

// onInvoicing makes a club owe VAT when it invoices.
func onInvoicing(t *testing.T, d *desk.Desk, req desk.Request) {
	t.Helper()
	view, err := d.SettingsView(ctx)
	if err != nil {
		t.Fatal(err)
	}
	view.Policy.VATOnCollection = false
	if _, err := d.SavePolicy(ctx, req, desk.Change[club.Policy]{Version: view.Versions.Policy, Value: view.Policy}); err != nil {
		t.Fatal(err)
	}
}

func TestOnlyAFrenchPaperSaysThatVATIsOwedOnInvoicing(t *testing.T) {
	belgian := firstRun()
	belgian.Identity.Country, belgian.Identity.SIREN, belgian.Identity.VATNumber = "BE", "", ""
	belgian.Identity.IBAN, belgian.Identity.BIC, belgian.Identity.Zone = "", "", "Europe/Brussels"
	for country, in := range map[string]desk.FirstRun{"FR": firstRun(), "BE": belgian} {
		h := openClubAs(t, in)
		onInvoicing(t, h.Desk, h.req())
		sale := h.sellTo(0, h.goods("Licol", 2500), billing.Tender{Way: billing.Cash, Cents: 2500})
		text := printed(t, h.Desk, sale.Invoice.ID)
		if got := strings.Contains(text, "les débits"); got != (country == "FR") {
			t.Errorf("%s: %v in %s", country, got, text)
		}
	}
}
