package desk_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/locale"
	"paddock/backend/sqlite"
)

// printed is what the preview of a document says, blanks as one.
func printed(t *testing.T, d *desk.Desk, id billing.InvoiceID) string {
	t.Helper()
	pdf, err := d.PreviewInvoice(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	return textOf(t, pdf)
}

// textOf is what a paper says, blanks as one.
func textOf(t testing.TB, pdf []byte) string {
	t.Helper()
	command := exec.Command("pdftotext", "-raw", "-", "-")
	command.Stdin = bytes.NewReader(pdf)
	text, err := command.Output()
	if err != nil {
		t.Fatalf("pdftotext (poppler-utils): %v", err)
	}
	return strings.Join(strings.Fields(string(text)), " ")
}

// change saves the club's policy with a change.
func (h *house) change(change func(*club.Policy)) {
	h.t.Helper()
	view := h.settings()
	change(&view.Policy)
	_, err := h.SavePolicy(ctx, h.req(), desk.Change[club.Policy]{Version: view.Versions.Policy, Value: view.Policy})
	h.must(err)
}

func TestOnlyAFrenchPaperSaysThatVATIsOwedOnInvoicing(t *testing.T) {
	for country, in := range map[string]desk.FirstRun{"FR": firstRun(), "BE": belgianRun()} {
		h := openClubAs(t, in)
		h.change(func(p *club.Policy) { p.VATOnCollection = false })
		sale := h.sellTo(0, h.goods("Licol", 2500), billing.Tender{Way: billing.Cash, Cents: 2500})
		text := printed(t, h.Desk, sale.Invoice.ID)
		if got := strings.Contains(text, "les débits"); got != (country == "FR") {
			t.Errorf("%s: %v in %s", country, got, text)
		}
	}
}

// TestACopySaysWhatTheOriginalSaid changes everything that papers take from the
// settings and compares the bytes.
func TestACopySaysWhatTheOriginalSaid(t *testing.T) {
	h := openClub(t)
	h.change(func(p *club.Policy) {
		p.Mediator, p.PaperNote, p.AidNames = "Médiation du Sport, Lyon", "Le club-house est ouvert le samedi.", []string{"Coupon sport"}
		p.VATOnCollection = false
	})
	family := h.join("Delcourt", "Manon")
	asked := h.sellTo(family.ID, h.goods("Licol", 2500)).Invoice.ID
	paid := h.sellTo(family.ID, h.goods("Longe", 1500), billing.Tender{Way: billing.Cash, Cents: 500}).Payments[0].ID
	later, err := h.Receive(ctx, h.req(), desk.Receive{Household: family.ID, Invoices: []billing.InvoiceID{asked},
		Tenders: []billing.Tender{{Way: billing.BankCard, Cents: 1000}}})
	h.must(err)
	papers := map[string]func() ([]byte, error){
		"invoice":         func() ([]byte, error) { return h.PreviewInvoice(ctx, asked) },
		"receipt of sale": func() ([]byte, error) { return h.PreviewReceipt(ctx, paid) },
		"receipt":         func() ([]byte, error) { return h.PreviewReceipt(ctx, later.Payments[0].ID) },
	}
	before := map[string][]byte{}
	for name, draw := range papers {
		if before[name], err = draw(); err != nil {
			t.Fatal(err)
		}
	}
	text := printed(t, h.Desk, asked)
	for _, said := range []string{"Médiation du Sport", "club-house", "Coupon sport", "les débits", "pay.example/?"} {
		if !strings.Contains(text, said) {
			t.Errorf("the original does not say %s: %s", said, text)
		}
	}

	h.change(func(p *club.Policy) {
		p.Mediator, p.PaperNote, p.AidNames, p.VATOnCollection, p.EPCText = "", "", nil, true, true
		p.LinkTemplate = "https://elsewhere.example/{reference}/{cents}"
	})
	view := h.settings()
	view.Identity.Name, view.Identity.Language = "Un autre nom", "nl"
	if _, err := h.SaveIdentity(ctx, h.req(), desk.Change[club.Identity]{Version: view.Versions.Identity, Value: view.Identity}); err != nil {
		t.Fatal(err)
	}
	renamed, err := h.Household(ctx, family.ID)
	h.must(err)
	renamed.Name, renamed.Language = "Martin", "nl"
	if _, err := h.SaveHousehold(ctx, h.req(), desk.SaveHousehold{Household: renamed.Household}); err != nil {
		t.Fatal(err)
	}
	for name, draw := range papers {
		now, err := draw()
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(now, before[name]) {
			t.Errorf("the %s changed with the settings", name)
		}
	}
	if proof, err := h.Verify(ctx); err != nil || !proof.OK {
		t.Errorf("verify: %+v, %v", proof.First, err)
	}
}

func TestAReceiptSaysWhatItsMoneySettledWhenItCame(t *testing.T) {
	h := openClub(t)
	family, halter := h.join("Delcourt", "Manon"), h.goods("Licol", 2500)
	h.sellTo(family.ID, halter)
	received, err := h.Receive(ctx, h.req(), desk.Receive{Household: family.ID, Tenders: []billing.Tender{{Way: billing.BankCard, Cents: 4000}}})
	h.must(err)
	before, err := h.PreviewReceipt(ctx, received.Payments[0].ID)
	h.must(err)
	h.sellTo(family.ID, halter, billing.Tender{Way: billing.SpentCredit, Cents: 1500})
	if after, err := h.PreviewReceipt(ctx, received.Payments[0].ID); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the receipt changed when the credit was spent (%v)", err)
	}
}

// TestDataSealedInVersion1IsReadAndProved opens a club of the first version of
// the journal's payloads, whose documents carry no paper of their own.
func TestDataSealedInVersion1IsReadAndProved(t *testing.T) {
	h := emptyHouse(t)
	h.must(h.Close())
	h.owner = club.Actor{ID: 1, Role: club.Owner}
	packed, err := os.Open("testdata/version1/paddock.db.gz")
	h.must(err)
	defer packed.Close()
	data, err := gzip.NewReader(packed)
	h.must(err)
	old, err := io.ReadAll(data)
	h.must(err)
	log, err := os.ReadFile("testdata/version1/seal.txt")
	h.must(err)
	for name, content := range map[string][]byte{sqlite.File: old, "seal.log": log} {
		if err := os.WriteFile(filepath.Join(h.dir, name), content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	h.open()
	h.behindItsBack( // a link and an original, which version 1 did not seal
		"INSERT INTO requests (kind, cents, url, state, until_day, created_at, created_by) SELECT 'link', 100, '', 'open', '2026-10-14', at, 1 FROM journal WHERE seq = 2",
		"INSERT INTO prints (doc_kind, doc, copy, printed_at, printed_by) SELECT 'invoice', 1, 0, at, 1 FROM journal WHERE seq = 2")
	for _, id := range []billing.InvoiceID{1, 2} {
		if text := printed(t, h.Desk, id); !strings.Contains(text, "ECOLE-F2026-000") {
			t.Errorf("invoice %d prints %s", id, text)
		}
	}
	if _, err := h.Credit(ctx, h.req(), 1, desk.Credit{Reason: "retour"}); err != nil {
		t.Fatal(err)
	}
	proof, err := h.Verify(ctx)
	if err != nil || !proof.OK || proof.Entries != 9 { // one says that another version opened it
		t.Errorf("verify: %d entries, %+v, %v", proof.Entries, proof.First, err)
	}
	made, err := h.CloseDay(ctx, h.req(), desk.CloseDay{Day: calendar.DayOf(h.clock.now(), time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	archive := h.archives(made.From, made.Day)
	if proof, err := desk.VerifyArchive(archive.File, locale.French); err != nil || !proof.OK || len(proof.Findings) > 0 {
		t.Errorf("an archive of it: %+v, %v", proof, err)
	}
	now, err := os.ReadFile(filepath.Join(h.dir, "seal.log"))
	if err != nil || !bytes.HasPrefix(now, log) {
		t.Errorf("the hashes of version 1 are not what they were (%v)", err)
	}
}

// The two are one VAT group, and the law may have a sentence for each.
func TestTwoCodesAtOneRateEachPrintTheirSentence(t *testing.T) {
	h := openClub(t)
	view := h.settings()
	sale := catalogue.Offer{Kind: catalogue.Goods, Name: "Cours et repas", Price: 2000}
	for _, code := range []string{"teaching", "meals"} {
		sentence := club.Texts{French: "Taux réduit " + code + ".", Dutch: "Verlaagd tarief " + code + ".", English: "Reduced rate " + code + "."}
		view.VAT = append(view.VAT, club.VATRate{Code: code, Kind: club.Taxed, Rate: 5_50, From: "2026-01-01", Label: club.Texts{French: code, Dutch: code, English: code}, Mention: sentence})
		sale.Parts = append(sale.Parts, catalogue.Part{Label: code, VAT: code, Cents: 1000})
	}
	_, err := h.SaveVAT(ctx, h.req(), desk.Change[[]club.VATRate]{Version: view.Versions.VAT, Value: view.VAT})
	h.must(err)
	invoice := h.sellTo(0, h.sells(sale), billing.Tender{Way: billing.Cash, Cents: 2000}).Invoice
	text := printed(t, h.Desk, invoice.ID)
	if len(invoice.VAT) != 1 || !strings.Contains(text, "Taux réduit teaching.") || !strings.Contains(text, "Taux réduit meals.") {
		t.Errorf("%d groups, mentions %+v in %s", len(invoice.VAT), invoice.Mentions, text)
	}
}
