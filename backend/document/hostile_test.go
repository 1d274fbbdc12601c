package document_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"paddock/backend/document"
)

var hostile = map[string]string{
	"parentheses":    `)(`,
	"backslash":      `\`,
	"action":         `) /A << /S /JavaScript /JS (app.alert(1)) >> (`,
	"end of file":    "%%EOF\nstartxref\n0\n%%EOF",
	"nul":            "a\x00b",
	"not UTF-8":      "a\xff\xfeb",
	"right to left":  "\u202eabc\u202c שלום مرحبا",
	"emoji":          "👩‍👧‍👦 🐴 Poney",
	"one long word":  strings.Repeat("W", 10_000),
	"many words":     strings.Repeat("cheval ", 1_500),
	"empty":          "",
	"only blanks":    " \t\n ",
	"combining":      "e" + strings.Repeat("\u0301", 200),
	"far characters": "\U0010ffff\ufffd\ufeff",
}

func TestHostileTextLeavesThePDFCleanAndWithoutActions(t *testing.T) {
	for name, text := range hostile {
		t.Run(name, func(t *testing.T) {
			i := mockUp()
			i.Buyer.Name, i.Buyer.Lines, i.Buyer.OrderNumber = text, []string{text}, text
			i.Lines[0].Text, i.Lines[0].Detail, i.Lines[0].Rider = text, text, text
			i.Seller.Name, i.Seller.Tagline, i.Seller.Website = text, text, text
			i.Payments[0].Text, i.VAT[0].Label = text, text
			i.Slip.Family, i.Slip.Riders, i.Slip.Boxes = text, []string{text}, []string{text}
			i.Conditions, i.Seal, i.ProgramVersion = text, "7F3A", "1.0"
			i.Pay.Link = "https://pay.example/?q=" + text
			links, others := actions(t, paper(t, i))
			if len(others) > 0 {
				t.Errorf("actions: %v", others)
			}
			for _, link := range links {
				if !strings.HasPrefix(link, "https://pay.example/") {
					t.Errorf("links to %q", link)
				}
			}
			r := receipt()
			r.Family, r.Staff, r.Seller.Name, r.Lines[0].Text, r.Lines[0].Detail, r.Notes = text, text, text, text, text, []string{text}
			if _, others := actions(t, paper(t, r)); len(others) > 0 {
				t.Errorf("receipt's actions: %v", others)
			}
		})
	}
}

// pieces are what names are made of that break papers: PDF's own signs, controls,
// letters without a font, and lengths (PERFORMANCE R19; make torture prints 1,000).
var pieces = []string{")", "(", "\\", "<<", ">>", "/JS", "/Launch", "/URI (https://x.example)", "%%EOF", "endobj", "stream", "\x00", "\r\n",
	"\u202e", "\u200d", "é", "Œ", "Ł", "שלום", "🐴", "\u0301", "\xff", " ", "\t", "W", "Hugo", strings.Repeat("Ŵ", 300)}

func TestWhateverANameIsMadeOfThePaperIsCleanAndDoesNothing(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		name := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 12).Draw(r, "name"), "")
		i := mockUp()
		i.Buyer.Name, i.Lines[0].Text, i.Slip.Family = name, name, name
		i.Pay.Link = "https://pay.example/f"
		pdf := paper(t, i)
		if links, others := actions(t, pdf); len(others) > 0 || len(slices.Compact(links)) != 1 || links[0] != i.Pay.Link {
			r.Fatalf("it links to %q and does %v", links, others)
		}
		letters, said := strings.Count(name, "Hugo"), words(t, pdf)
		if got := strings.Count(said, "Hugo"); letters > 0 && got < letters {
			r.Fatalf("Hugo stands there %d times, not %d", got, letters)
		}
	})
}

func TestALinkThatIsNotOfTheWebIsNotClickable(t *testing.T) {
	for _, link := range []string{"javascript:alert(1)", "file:///etc/passwd", "https:", "pay.example"} {
		i := mockUp()
		i.Pay.Link = link
		if links, _ := actions(t, paper(t, i)); len(links) > 0 {
			t.Errorf("%s became %v", link, links)
		}
	}
}

func TestNamesOfEuropePrintRight(t *testing.T) {
	const name = `Œuvré-Łukasz "D'Àrc" <b>`
	i := mockUp()
	i.Buyer.Name = name
	i.Lines[0].Text = "Zoë Şahin Žižka Nguyễn Đặng"
	mustContain(t, words(t, paper(t, i)), name, i.Lines[0].Text)
	r := receipt()
	r.Family = name
	mustContain(t, words(t, paper(t, r)), name)
}

func TestNoLetterOfALongNameIsCut(t *testing.T) {
	const n = 10_000
	long := strings.Repeat("Ŵ", n)
	for field, set := range map[string]func(*document.Invoice){
		"buyer":      func(i *document.Invoice) { i.Buyer.Name = long },
		"address":    func(i *document.Invoice) { i.Buyer.Lines = []string{long} },
		"text":       func(i *document.Invoice) { i.Lines[1].Text = long },
		"detail":     func(i *document.Invoice) { i.Lines[1].Detail = long },
		"rider":      func(i *document.Invoice) { i.Lines[1].Rider = long },
		"conditions": func(i *document.Invoice) { i.Conditions = long },
		"mediator":   func(i *document.Invoice) { i.Legal.Mediator = long },
	} {
		i := mockUp()
		set(&i)
		if got := strings.Count(words(t, paper(t, i)), "Ŵ"); got != n {
			t.Errorf("%s: %d of %d letters printed", field, got, n)
		}
	}
}

func TestACharacterNoFontHasStaysVisible(t *testing.T) {
	i := mockUp()
	i.Buyer.Name = "Ḍạn 王小明"
	mustContain(t, words(t, paper(t, i)), "Dạn ???")
}

func TestCyrillicAndGreekNamesPrintRight(t *testing.T) {
	const name = "Жанна Їжак-Ќирова, Ελένη Παπαδοπούλου"
	i := mockUp()
	i.Buyer.Name, i.Buyer.Lines[0], i.Seller.Name = name, name, name
	if got := strings.Count(words(t, paper(t, i)), name); got < 3 {
		t.Errorf("printed %d times", got)
	}
}

func TestAPreviewSaysThatAnInvoiceIsPaidAsItsPrintWould(t *testing.T) {
	i := paid()
	i.Copy.Kind = document.Preview
	said, printed := words(t, paper(t, i)), words(t, paper(t, paid()))
	if strings.Contains(said, "À régler") || strings.Contains(said, "Par carte, en ligne") || !strings.Contains(said, "Acquittée le") {
		t.Errorf("preview: %s\nprint: %s", said, printed)
	}
}

func TestASentenceHigherThanAPageStandsWhole(t *testing.T) {
	const n = 10_000
	paid := paid()
	paid.Payments[0].Text = strings.Repeat("Ŵ ", n)
	if got := strings.Count(words(t, paper(t, paid)), "Ŵ"); got < n {
		t.Errorf("%d of %d letters printed", got, n)
	}
	withheld := mockUp()
	withheld.Pay.Withheld = strings.Repeat("Ŵ ", n)
	if got := strings.Count(words(t, paper(t, withheld)), "Ŵ"); got != n {
		t.Errorf("withheld: %d of %d letters printed", got, n)
	}
}

func TestTheSlipCountsTheRidersItHasNoPlaceFor(t *testing.T) {
	i := mockUp()
	i.Slip.Riders = strings.Split(strings.Repeat("Maximilienne-Clémentine,", 9)+"Hugo", ",")
	mustContain(t, words(t, paper(t, i)), "et 8 autres")
}

// TestMostCodeBytesIsWhatAPrintedCodeHolds tries the bytes that a code packs
// worst.
func TestMostCodeBytesIsWhatAPrintedCodeHolds(t *testing.T) {
	for _, letters := range []string{"é", "xé", "aB1-"} {
		text := strings.Repeat(letters, document.MostCodeBytes)
		for n, fits := range map[int]bool{document.MostCodeBytes: true, document.MostCodeBytes + 1: false} {
			modules, err := document.QR(text[:n])
			if err != nil || (float64(len(modules)+8)*0.8 <= 62) != fits {
				t.Errorf("%d bytes of %q: %d modules, %v", n, letters, len(modules), err)
			}
		}
	}
}
