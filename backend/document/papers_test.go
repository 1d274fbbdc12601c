package document_test

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"paddock/backend/document"
	"paddock/backend/locale"
)

func itoa(n int) string { return strconv.Itoa(n) }

func mustContain(t *testing.T, text string, parts ...string) {
	t.Helper()
	text = strings.Join(strings.Fields(text), " ") // a line's end is no difference
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%q is missing in:\n%s", part, text)
		}
	}
}

func mustLack(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if strings.Contains(text, part) {
			t.Errorf("%q should not be in:\n%s", part, text)
		}
	}
}

func TestPapersReadAsTheGoldenTextsSay(t *testing.T) {
	withheld := mockUp()
	withheld.Pay.Withheld = "Le dossier de Hugo n’est pas complet : il manque l’autorisation de soins."
	for name, from := range map[string]interface{ PDF() ([]byte, error) }{
		"invoice-fr": mockUp(), "invoice-nl": inTongue(locale.Dutch), "invoice-en": inTongue(locale.English),
		"invoice-paid": paid(), "invoice-withheld": withheld, "invoice-outside-vat": outsideVAT(), "invoice-60-lines": long(), "invoice-usual": usual(locale.French),
		"credit-note": creditNote(), "receipt-fr": receipt(), "statement-fr": statement(locale.French), "statement-nl": statement(locale.Dutch),
	} {
		t.Run(name, func(t *testing.T) { golden(t, name, words(t, paper(t, from))) })
	}
}

func TestAllThreeCodesOfTheRenderedPageReadByteForByte(t *testing.T) {
	page := rendered(t, paper(t, mockUp()))
	for name, code := range map[string]struct {
		left, top, right, bottom float64
		want                     string
	}{
		"link": {0, 150, 99, 230, sampleLink},
		"epc":  {100, 150, 210, 230, sampleEPC},
		"slip": {100, 235, 210, 297, sampleSlip},
	} {
		if got := scan(t, page, code.left, code.top, code.right, code.bottom); got != code.want {
			t.Errorf("%s reads %q, want %q", name, got, code.want)
		}
	}
}

func TestAUsualInvoiceIsOnePageWithItsThreeCodesAndTheSlip(t *testing.T) {
	for _, lang := range []locale.Lang{locale.French, locale.Dutch, locale.English} {
		i := usual(lang)
		pdf := paper(t, i)
		if n := len(pages(t, pdf)); n != 1 {
			t.Errorf("%s: %d pages", lang, n)
		}
		page := rendered(t, pdf)
		for name, code := range map[string]struct {
			left, top, right, bottom float64
			want                     string
		}{
			"link": {0, 165, 99, 240, i.Pay.Link},
			"epc":  {100, 165, 210, 240, i.Pay.EPC},
			"slip": {100, 246, 210, 297, sampleSlip},
		} {
			if got := scan(t, page, code.left, code.top, code.right, code.bottom); got != code.want {
				t.Errorf("%s: %s reads %q, want %q", lang, name, got, code.want)
			}
		}
	}
}

func TestTheLargestPaymentCodeAllowedReadsFromPaper(t *testing.T) {
	i := mockUp()
	i.Pay.EPC = strings.Repeat("e", 331) // EPC069-12: version 13 at level M
	page := rendered(t, paper(t, i))
	if got := scan(t, page, 0, 0, 210, 235); got != i.Pay.EPC+sampleLink && got != sampleLink+i.Pay.EPC {
		t.Errorf("both read %q", got)
	}
	i.Pay.Link = ""
	if got := scan(t, rendered(t, paper(t, i)), 0, 0, 210, 235); got != i.Pay.EPC {
		t.Errorf("reads %q", got)
	}
}

func TestAPaymentCodeTooLargeForPaperIsRefused(t *testing.T) {
	i := mockUp()
	i.Pay.EPC = strings.Repeat("e", 332)
	if _, err := i.PDF(); err != document.ErrCodeTooLarge {
		t.Errorf("got %v", err)
	}
}

func TestALinkTooLongForACodeIsPrintedAndClickable(t *testing.T) {
	i := mockUp()
	i.Pay.Link = "https://pay.example/" + strings.Repeat("a1b2", 200)
	pdf := paper(t, i)
	mustContain(t, strings.Join(strings.Fields(words(t, pdf)), " "), "Ouvrez cette adresse")
	links, _ := actions(t, pdf)
	if !slices.Contains(links, i.Pay.Link) {
		t.Errorf("links: %v", links)
	}
	if got := scan(t, rendered(t, pdf), 0, 0, 210, 235); got != sampleEPC {
		t.Errorf("reads %q", got)
	}
}

func TestTheReceiptsCodeReadsAndOnlyWhileSomethingRemains(t *testing.T) {
	r := receipt()
	if got := scan(t, rendered(t, paper(t, r)), 0, 0, 80, 1000); got != sampleLink {
		t.Errorf("reads %q", got)
	}
	r.RemainingCents = 0
	pdf := paper(t, r)
	if got := scan(t, rendered(t, pdf), 0, 0, 80, 1000); got != "" {
		t.Errorf("a paid receipt reads %q", got)
	}
	mustLack(t, words(t, pdf), "Reste à payer", "Payer par carte")
}

func TestAPaidInvoiceSaysHowAndHasNoCode(t *testing.T) {
	pdf := paper(t, paid())
	mustContain(t, words(t, pdf), "Acquittée le 9 octobre 2026", "Carte bancaire en ligne : 100,00 €", "Chèque n° 4081127 : 70,00 €")
	mustLack(t, words(t, pdf), "FR76", "pay.vaubrun", "Talon", "À régler")
	if got := scan(t, rendered(t, pdf), 0, 0, 210, 297); got != "" {
		t.Errorf("reads %q", got)
	}
	if links, _ := actions(t, pdf); len(links) > 0 {
		t.Errorf("links: %v", links)
	}
}

func TestAWithheldInvoiceSaysWhyAndHasNoPaymentCode(t *testing.T) {
	i := mockUp()
	i.Pay.Withheld = "Une aide est annoncée."
	pdf := paper(t, i)
	mustContain(t, words(t, pdf), "Pas encore de code de paiement", "Une aide est annoncée.")
	mustLack(t, words(t, pdf), "FR76", "pay.vaubrun", "RF32")
	page := rendered(t, pdf)
	if got := scan(t, page, 0, 0, 210, 230); got != "" {
		t.Errorf("reads %q", got)
	}
	if got := scan(t, page, 0, 235, 210, 297); got != sampleSlip {
		t.Errorf("the slip reads %q", got)
	}
}

func TestEqualPapersAreEqualBytesFromEveryGoroutine(t *testing.T) {
	want := paper(t, mockUp())
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			got, err := mockUp().PDF()
			if err != nil || !bytes.Equal(got, want) {
				t.Errorf("another PDF, error %v", err)
			}
		})
	}
	wait.Wait()
	other := mockUp()
	other.Copy = document.Copy{Kind: document.Duplicata, N: 1, Day: "2026-11-01"}
	if bytes.Equal(paper(t, other), want) {
		t.Error("a duplicata equals its original")
	}
}

func TestEveryPageOfATrainingDuplicataSaysBoth(t *testing.T) {
	i := long()
	i.Training = true
	i.Copy = document.Copy{Kind: document.Duplicata, N: 2, Day: "2026-11-03"}
	for n, text := range pages(t, paper(t, i)) {
		mustContain(t, blanks.ReplaceAllString(text, " "), "Exercice, document sans valeur · Duplicata n° 2 du 3 novembre 2026",
			"Page "+itoa(n+1)+" sur ")
	}
}

func TestTrainingLeavesTheCodesReadable(t *testing.T) {
	i := mockUp()
	i.Training = true
	if got := scan(t, rendered(t, paper(t, i)), 100, 150, 210, 230); got != sampleEPC {
		t.Errorf("reads %q", got)
	}
}

func TestTheSumIsCarriedFromPageToPage(t *testing.T) {
	all := pages(t, paper(t, long()))
	if len(all) < 3 {
		t.Fatalf("%d pages", len(all))
	}
	carried := regexp.MustCompile(`À reporter\s+([\d,]+)`)
	brought := regexp.MustCompile(`(?m)^\s*Report\s+([\d,]+)`)
	rows := 0
	for n, text := range all {
		if strings.Contains(text, "Balade") {
			mustContain(t, text, "Désignation", "Total TTC")
		}
		rows += strings.Count(text, "Balade")
		out := carried.FindStringSubmatch(text)
		if out == nil {
			continue
		}
		in := brought.FindStringSubmatch(all[n+1])
		if in == nil || in[1] != out[1] {
			t.Errorf("page %d carries %v, the next brings %v", n+1, out, in)
		}
	}
	if rows != 60 {
		t.Errorf("%d rows printed", rows)
	}
	last := all[len(all)-1]
	mustContain(t, last, "Talon de paiement", "Par virement")
	mustLack(t, strings.Join(all[:len(all)-1], ""), "Talon de paiement", "Par virement")
}

func TestACreditNoteCitesItsInvoiceAndCountsDown(t *testing.T) {
	text := words(t, paper(t, creditNote()))
	mustContain(t, text, "Avoir", "Cet avoir rectifie la facture F2026-0431 du 7 octobre 2026.", "−110,00 €", "−5,73", "Montant de l’avoir")
	mustLack(t, text, "Talon", "Reste à payer", "À régler")
}

func TestAFrenchClubsDutchPaperKeepsFrenchMentions(t *testing.T) {
	i := outsideVAT()
	i.Lang = locale.Dutch
	mustContain(t, words(t, paper(t, i)), "Factuur", "Facture", "Btw niet van toepassing", "TVA non applicable, art. 293 B du CGI.")
	i.Seller.Country = "BE"
	mustLack(t, words(t, paper(t, i)), "Facture", "TVA")
}

func TestAClubOutsideVATPrintsNoVAT(t *testing.T) {
	text := words(t, paper(t, outsideVAT()))
	mustContain(t, text, "TVA non applicable, art. 293 B du CGI.", "Total 170,00 €")
	mustLack(t, text, "TTC", " HT", "hors taxe")
}

func TestTheMentionsOfTheLawAreOnThePaper(t *testing.T) {
	i := mockUp()
	i.Buyer.SIREN, i.Buyer.VATNumber, i.Buyer.Delivery, i.Buyer.OrderNumber = "552100554", "FR40303265045", "Manège couvert, 26999 Vaubrun", "BC-77"
	i.Legal.OnDebits, i.Legal.Nature = true, document.GoodsAndServices
	i.Seller.Registry = "RCS Valence"
	text := strings.Join(strings.Fields(words(t, paper(t, i))), " ")
	mustContain(t, text, "livraisons de biens et prestations de services", "d’après les débits", "552 100 554", "FR 40 303 265 045",
		"Manège couvert, 26999 Vaubrun", "BC-77", "Association loi 1901", "RNA W261001234", "RCS Valence", "SIRET 123 456 782 00010",
		"TVA FR 11 123 456 782", "104,27 HT", "Prestations du 14 octobre 2026 au 13 janvier 2027", "Médiation Conso Équestre")
}

func TestBelgianReferenceAndLinkAreInClear(t *testing.T) {
	i := mockUp()
	i.Pay.Reference = "090933755493"
	pdf := paper(t, i)
	mustContain(t, words(t, pdf), "+++090/9337/55493+++", "FR76 3000 6000 0112 3456 7890 189")
	links, others := actions(t, pdf)
	if !slices.Contains(links, sampleLink) || len(others) > 0 {
		t.Errorf("links %v, others %v", links, others)
	}
}

func TestThePDFNamesItself(t *testing.T) {
	info := string(run(t, "pdfinfo", "-isodates", file(t, paper(t, mockUp()))))
	for _, want := range []string{`Title:\s+Facture F2026-0431`, `Author:\s+Écuries de Vaubrun`, `Creator:\s+Paddock 1\.0`, `CreationDate:\s+2026-10-07T`, `Page size:.*A4`} {
		if !regexp.MustCompile(want).MatchString(info) {
			t.Errorf("%s is missing in:\n%s", want, info)
		}
	}
	fonts := string(run(t, "pdffonts", file(t, paper(t, mockUp()))))
	for line := range strings.Lines(fonts) {
		if strings.Contains(line, "TrueType") && !strings.Contains(line, "yes") {
			t.Errorf("not embedded: %s", line)
		}
	}
}

func BenchmarkInvoice(b *testing.B) {
	for b.Loop() {
		if _, err := mockUp().PDF(); err != nil {
			b.Fatal(err)
		}
	}
}
