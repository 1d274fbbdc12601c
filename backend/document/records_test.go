package document_test

import (
	"fmt"
	"strings"
	"testing"

	"paddock/backend/document"
	"paddock/backend/locale"
)

func TestAListOfRecordsPrintsEveryFieldOverAsManyPagesAsItNeeds(t *testing.T) {
	records := document.Records{
		Title: "Persoonsgegevens", Name: "Peeters", Club: "Écuries de Vaubrun", Day: "2028-02-29", Lang: locale.Dutch, Intro: "Alles.",
		Sections: []document.RecordSection{{Title: "Licenties", None: "Niets."}, {Title: "Ruiters"}},
	}
	for n := range 120 {
		records.Sections[1].Records = append(records.Sections[1].Records, []document.RecordField{
			{Name: "Naam", Text: fmt.Sprintf("ruiter-%d.", n)}, {Name: "Notitie", Text: strings.Repeat("woord ", 40) + fmt.Sprintf("einde-%d.", n)},
		})
	}
	records.Sections[1].Records[7][1].Text = strings.Repeat("lang ", 3000) + "einde-7." // longer than a page
	pdf := paper(t, records)
	said := words(t, pdf)
	for n := range 120 {
		for _, text := range []string{fmt.Sprintf("ruiter-%d.", n), fmt.Sprintf("einde-%d.", n)} {
			if !strings.Contains(said, text) {
				t.Errorf("%s is not on paper", text)
			}
		}
	}
	if count := len(pages(t, pdf)); !strings.Contains(said, fmt.Sprintf("Pagina %d van %d", count, count)) || !strings.Contains(said, "Niets.") {
		t.Errorf("of %d pages the last is not numbered, or what there is none of is not said", count)
	}
}
