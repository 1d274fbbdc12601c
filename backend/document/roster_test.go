package document_test

import (
	"fmt"
	"strings"
	"testing"

	"paddock/backend/club"
	"paddock/backend/document"
	"paddock/backend/locale"
)

// rosterOf is a Wednesday of two instructors; the first gives some lessons of
// some riders each.
func rosterOf(lang locale.Lang, lessons, riders int) document.Roster {
	r := document.Roster{Seller: club.Identity{Name: "Écuries de Vaubrun"}, Day: "2026-10-07", Lang: lang, ProgramVersion: "1.0"}
	camille := document.RosterSheet{Instructor: "Camille Roy"}
	for n := range lessons {
		l := document.RosterLesson{Time: fmt.Sprintf("%d:00–%d:00", 9+n, 10+n), Name: fmt.Sprintf("Galop %d", n+1), About: []string{"Manège", fmt.Sprintf("%d sur 8", riders)}}
		for i := range riders {
			l.Riders = append(l.Riders, document.RosterRider{
				Name: fmt.Sprintf("Manon Delcourt%d%d", n, i), Level: "G3", Age: "12", Horse: "Caramel", Right: "Carte 3/10",
				Call: "Sophie Delcourt 06\u00a039\u00a098\u00a022\u00a071",
			})
		}
		camille.Lessons = append(camille.Lessons, l)
	}
	camille.Lessons[0].Riders[1].Know = []string{"Première séance", "Asthme, Ventoline dans sa veste"}
	camille.Lessons[0].Riders[1].Right = "Impayé"
	camille.Lessons[0].Gone = []string{"Chloé Roussel"}
	camille.Lessons[0].Waiting = []string{"Jules Van den Broeck", "Łukasz Œuvré"}
	r.Sheets = []document.RosterSheet{camille, {Lessons: []document.RosterLesson{{Time: "18:00–19:00", Name: "Travail", About: []string{"Carrière"}}}}}
	return r
}

func TestARosterSaysWhoRidesWhatToKnowAndWhomToCall(t *testing.T) {
	for _, lang := range locale.Langs {
		golden(t, "roster-"+string(lang), words(t, paper(t, rosterOf(lang, 2, 3))))
	}
}

func TestEachInstructorHasOnePageWhereverTheDayFitsOne(t *testing.T) {
	for _, c := range []struct{ lessons, riders, pages int }{{1, 2, 1}, {4, 8, 1}, {9, 8, 3}, {1, 60, 2}} {
		sheets := pages(t, paper(t, rosterOf(locale.French, c.lessons, c.riders)))
		if len(sheets) != c.pages+1 {
			t.Errorf("%d lessons of %d: %d pages, want %d and one of the other instructor", c.lessons, c.riders, len(sheets), c.pages)
		}
		for n, sheet := range sheets[:len(sheets)-1] {
			want := fmt.Sprintf("Page %d sur %d", n+1, len(sheets)-1)
			for _, text := range []string{"Manon", "Camille Roy", "mercredi 7 octobre 2026", "Cavalier", want} {
				if !strings.Contains(strings.ReplaceAll(sheet, "\u00a0", " "), text) {
					t.Errorf("page %d does not say %q", n+1, text)
				}
			}
		}
		all := strings.Join(sheets, "\n")
		for n := range c.lessons {
			for i := range c.riders {
				if name := fmt.Sprintf("Delcourt%d%d", n, i); !strings.Contains(all, name) {
					t.Errorf("%s is on no page", name)
				}
			}
		}
	}
}

func TestALessonThatFitsOnAPageIsNotTornOverTwo(t *testing.T) {
	for n, sheet := range pages(t, paper(t, rosterOf(locale.French, 9, 8)))[:3] {
		if riders := strings.Count(sheet, "Manon"); riders%8 != 0 {
			t.Errorf("page %d holds %d riders", n+1, riders)
		}
	}
}

func TestNothingOfARosterLeavesThePaper(t *testing.T) {
	for name, text := range hostile {
		r := rosterOf(locale.French, 1, 2)
		r.Seller.Name, r.Sheets[0].Instructor = text, text
		l := &r.Sheets[0].Lessons[0]
		l.Name, l.About, l.Gone, l.Waiting = text, []string{text}, []string{text}, []string{text}
		l.Riders[0] = document.RosterRider{Name: text, Level: text, Age: "7", Right: text, Know: []string{text}, Call: text}
		pdf := paper(t, r)
		if links, others := actions(t, pdf); len(links)+len(others) > 0 {
			t.Errorf("%s: %v %v", name, links, others)
		}
		width, _, all := placed(t, pdf)
		for _, word := range all {
			if word.Left < 30 || word.Right > width-30 {
				t.Fatalf("%s: %q stands at %.0f–%.0f of %.0f", name, word.Text, word.Left, word.Right, width)
			}
		}
	}
}
