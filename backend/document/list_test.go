package document_test

import (
	"encoding/xml"
	"fmt"
	"strings"
	"testing"

	"paddock/backend/document"
	"paddock/backend/locale"
)

func familyList(rows int) document.List {
	l := document.List{
		Title: "Familles", Club: "Écuries de Vaubrun", Day: "2026-10-07", Under: []string{"« dupont »", fmt.Sprintf("%d lignes", rows)},
		Columns: []document.ListColumn{{Head: "Famille"}, {Head: "Cavaliers"}, {Head: "Ville"}, {Head: "Reste à recevoir €", Right: true}},
		Lang:    locale.French, ProgramVersion: "1.0",
	}
	for n := range rows {
		l.Rows = append(l.Rows, []string{fmt.Sprintf("Famille%04d", n), "Léa, Tom", "Vaubrun", "1 284,00"})
	}
	return l
}

func TestAListRepeatsItsHeadAndNumbersItsPages(t *testing.T) {
	sheets := pages(t, paper(t, familyList(200)))
	if len(sheets) < 3 {
		t.Fatalf("%d pages", len(sheets))
	}
	for n, sheet := range sheets {
		for _, want := range []string{"Familles", "Cavaliers", "7 octobre 2026", fmt.Sprintf("Page %d sur %d", n+1, len(sheets))} {
			if !strings.Contains(strings.ReplaceAll(sheet, "\u00a0", " "), want) {
				t.Errorf("page %d does not say %q:\n%s", n+1, want, sheet)
			}
		}
	}
	all := strings.Join(sheets, "\n")
	for n := range 200 {
		if !strings.Contains(all, fmt.Sprintf("Famille%04d", n)) {
			t.Errorf("row %d is on no page", n)
		}
	}
	if !strings.Contains(sheets[0], "Écuries de Vaubrun") || !strings.Contains(sheets[0], "« dupont » · 200 lignes") {
		t.Errorf("the head does not say whose list it is and what it holds:\n%s", sheets[0])
	}
}

// placed is where the words of a paper stand, in points.
func placed(t *testing.T, pdf []byte) (width, height float64, words []struct {
	Left   float64 `xml:"xMin,attr"`
	Top    float64 `xml:"yMin,attr"`
	Right  float64 `xml:"xMax,attr"`
	Bottom float64 `xml:"yMax,attr"`
	Text   string  `xml:",chardata"`
}) {
	t.Helper()
	var doc struct {
		Pages []struct {
			Width  float64 `xml:"width,attr"`
			Height float64 `xml:"height,attr"`
			Words  []struct {
				Left   float64 `xml:"xMin,attr"`
				Top    float64 `xml:"yMin,attr"`
				Right  float64 `xml:"xMax,attr"`
				Bottom float64 `xml:"yMax,attr"`
				Text   string  `xml:",chardata"`
			} `xml:"word"`
		} `xml:"body>doc>page"`
	}
	if err := xml.Unmarshal(run(t, "pdftotext", "-bbox", file(t, pdf), "-"), &doc); err != nil {
		t.Fatal(err)
	}
	for _, page := range doc.Pages {
		width, height = page.Width, page.Height
		words = append(words, page.Words...)
	}
	return width, height, words
}

func TestLongTextsOfAListWrapAndNothingLeavesThePaper(t *testing.T) {
	long := strings.TrimSpace(strings.Repeat("de la Roche-Guyon ", 12))
	for name, change := range map[string]func(*document.List){
		"a long name":      func(l *document.List) { l.Rows[3][0] = long },
		"every text long":  func(l *document.List) { l.Rows[3] = []string{long, long, long, "1,00"} },
		"one long word":    func(l *document.List) { l.Rows[3][1] = strings.Repeat("W", 3000) },
		"a row over pages": func(l *document.List) { l.Rows[3][2] = strings.Repeat("cheval ", 6000) },
		"a long club":      func(l *document.List) { l.Club = long },
		"a long filter":    func(l *document.List) { l.Under = []string{strings.Repeat(long, 40)} },
		"more columns than A4": func(l *document.List) {
			for range 14 {
				l.Columns = append(l.Columns, document.ListColumn{Head: "Montant restant", Right: true})
				for n := range l.Rows {
					l.Rows[n] = append(l.Rows[n], "12 345,67")
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := familyList(30)
			change(&l)
			width, height, words := placed(t, paper(t, l))
			seen := ""
			for _, word := range words {
				seen += word.Text
				if word.Left < 30 || word.Right > width-30 || word.Top < 25 || word.Bottom > height-20 {
					t.Fatalf("%q stands at %.0f–%.0f, %.0f–%.0f of %.0f × %.0f", word.Text, word.Left, word.Right, word.Top, word.Bottom, width, height)
				}
			}
			if name == "a long name" && width > height {
				t.Error("one long name turns the paper")
			}
			if missing := strings.Count(seen, "Famille00"); missing < 29 {
				t.Errorf("%d rows are there", missing)
			}
			if name == "a row over pages" && strings.Count(seen, "cheval") != 6000 {
				t.Errorf("%d words of 6000", strings.Count(seen, "cheval"))
			}
		})
	}
}

func TestHostileTextLeavesAListClean(t *testing.T) {
	for name, text := range hostile {
		l := familyList(1)
		l.Club, l.Under, l.Rows[0] = text, []string{text}, []string{text, text, text, text}
		if links, others := actions(t, paper(t, l)); len(links)+len(others) > 0 {
			t.Errorf("%s: %v %v", name, links, others)
		}
	}
	paper(t, familyList(0))
}
