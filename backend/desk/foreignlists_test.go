package desk_test

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"paddock/backend/club"
	"paddock/backend/desk"
)

// spreadsheet is a list as a French office keeps it: a title over merged cells,
// headings in two rows of which the upper is merged, days as numbers with a
// format, postal codes and phones as numbers without their zero, a sum at the end.
func spreadsheet(t *testing.T) []byte {
	t.Helper()
	book := excelize.NewFile()
	day, err := book.NewStyle(&excelize.Style{NumFmt: 14})
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(err)
	for i, row := range [][]any{
		{"Centre équestre du Val : cavaliers 2026-2027"},
		{},
		{"Cavalier", nil, nil, "Foyer", nil, nil, nil},
		{"Nom", "Prénom", "Né(e) le", "Adresse", "CP", "Commune", "Portable"},
		{"Roussel", "Jade", 41521, "2 rue Haute", 1000, "Bourg-en-Bresse", 639986001},
		{"Roussel", "Nino", 42675, "2 rue Haute", 1000, "Bourg-en-Bresse", 639986001},
		{"Petit", "Lina", "juin 2014", "9 rue Basse", 26000, "Valence", 639986002},
		{"Total", nil, nil, nil, nil, nil, 3},
	} {
		must(book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", i+1), &row))
		must(book.SetCellStyle("Sheet1", fmt.Sprintf("C%d", i+1), fmt.Sprintf("C%d", i+1), day))
	}
	must(book.MergeCell("Sheet1", "A1", "G1"))
	must(book.MergeCell("Sheet1", "A3", "C3"))
	must(book.MergeCell("Sheet1", "D3", "G3"))
	raw, err := book.WriteToBuffer()
	must(err)
	return raw.Bytes()
}

// belgianRun is the first run of a club in Belgium.
func belgianRun() desk.FirstRun {
	in := firstRun()
	in.Identity.Country, in.Identity.SIREN, in.Identity.Zone = "BE", "", "Europe/Brussels"
	in.Identity.Enterprise, in.Identity.VATNumber = "0123456749", "BE0123456749"
	in.Identity.IBAN, in.Identity.BIC = "", ""
	return in
}

// The lists of testdata/lists are as other programs write them, of invented
// people: what they call their columns, in what letters and forms, and what is
// wrong with them.
func TestTheListsOfOtherProgramsAreUnderstoodAndTheirFaultsNamed(t *testing.T) {
	for name, c := range map[string]struct {
		run      desk.FirstRun
		raw      []byte
		families int
		riders   []string // born, where, and by what the family is reached
		bad      []string // line, field, why
	}{
		// French: title lines, two phones in a cell, an address in two columns, Windows-1252.
		"poneyclub.csv": {
			run: firstRun(), families: 2,
			riders: []string{
				"Marchand, Éloïse 2013-03-04; 12 rue du Moulin, Bât. B, 26120 Chabeuil; 06 39 98 40 01, 04 75 00 12 30, marchand@courriel.example",
				"Marchand, Théo 2015-11-17; 12 rue du Moulin, Bât. B, 26120 Chabeuil; 06 39 98 40 01, 04 75 00 12 30, marchand@courriel.example",
				"Lefèvre, Chloé 2012-02-29; 3 chemin des Prés, 26000 Valence; 06 39 98 40 02, , c.lefevre@courriel.example",
			},
			bad: []string{"8 birthDate badDay", "9 surname required", "9 birthDate required", "9 email badEmail"},
		},
		// Dutch: tabs, UTF-16, days with dashes.
		"manege.txt": {
			run: belgianRun(), families: 1,
			riders: []string{
				"Van den Broeck, Lotte 2014-06-07; Kerkstraat 12, 9000 Gent; 0470 12 34 01, , broeck@post.example",
				"Van den Broeck, Senne 2016-12-21; Kerkstraat 12, 9000 Gent; 0470 12 34 01, , broeck@post.example",
			},
			bad: []string{"4 email badEmail", "5 birthDate required"},
		},
		// German: UTF-8 with a mark, days with points, a number of its own in front.
		"reitstall.csv": {
			run: belgianRun(), families: 1,
			riders: []string{
				"Schmitz, Jürgen 1984-08-12; Bahnhofstraße 7, 4700 Eupen; 0470 12 35 01, 087 12 34 56, schmitz@post.example",
				"Schmitz, Anna 2015-04-03; Bahnhofstraße 7, 4700 Eupen; 0470 12 35 01, 087 12 34 56, schmitz@post.example",
			},
			bad: []string{"4 birthDate badDay"},
		},
		// English: commas within quotes, both names in one column, a rider twice, a sum.
		"yard.csv": {
			run: firstRun(), families: 1,
			riders: []string{
				"Hughes, Amelia 2013-05-09; 14, rue des Lilas, 26120 Chabeuil; 06 39 98 50 01, , hughes@mail.example",
				"Hughes, Oliver 2016-10-30; 14, rue des Lilas, 26120 Chabeuil; 06 39 98 50 01, , hughes@mail.example",
			},
			bad: []string{"4  sameLine", "5 birthDate birthInFuture", "6 name nameNotSplit", "6 birthDate required"},
		},
		"bureau.xlsx": {
			run: firstRun(), raw: spreadsheet(t), families: 1,
			riders: []string{
				"Roussel, Jade 2013-09-04; 2 rue Haute, 01000 Bourg-en-Bresse; 06 39 98 60 01, , ",
				"Roussel, Nino 2016-11-01; 2 rue Haute, 01000 Bourg-en-Bresse; 06 39 98 60 01, , ",
			},
			bad: []string{"7 birthDate badDay", "8 firstName required", "8 birthDate required", "8 mobile badPhone"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := openClubAs(t, c.run)
			if c.raw == nil {
				raw, err := os.ReadFile(filepath.Join("testdata", "lists", name))
				h.must(err)
				c.raw = raw
			}
			file := desk.MemberFile{Name: name, Raw: c.raw}
			_, err := h.ImportMembers(ctx, h.req(), file, desk.MemberOptions{ProperNames: true})
			h.refuses(err, club.CodeBadLines)
			read, err := h.ImportMembers(ctx, h.req(), file, desk.MemberOptions{SkipBad: true, ProperNames: true})
			h.must(err)
			var bad []string
			for _, b := range read.Bad {
				bad = append(bad, fmt.Sprint(b.Line, " ", b.Field, " ", b.Code))
			}
			if !slices.Equal(bad, c.bad) {
				t.Errorf("refused\n%s\nwant\n%s", strings.Join(bad, "\n"), strings.Join(c.bad, "\n"))
			}
			if got := h.brought(); !slices.Equal(got, c.riders) || read.Households != c.families {
				t.Errorf("%d families of\n%s\nwant %d of\n%s", read.Households, strings.Join(got, "\n"), c.families, strings.Join(c.riders, "\n"))
			}
			h.proved()
		})
	}
}

// brought are all riders with their family's default address and its payer.
func (h *house) brought() (lines []string) {
	h.t.Helper()
	h.ask(`SELECT r.surname || ', ' || r.first_name || ' ' || r.birth_date || '; ' || a.street || ', ' || a.postal_code || ' ' || a.town || '; ' || c.mobile || ', ' || c.phone || ', ' || c.email
		FROM riders r JOIN addresses a ON a.household = r.household AND a.is_default = 1 JOIN contacts c ON c.household = r.household AND c.pays = 1 ORDER BY r.id`,
		func(row *sql.Rows) error {
			var line string
			err := row.Scan(&line)
			lines = append(lines, line)
			return err
		})
	return lines
}
