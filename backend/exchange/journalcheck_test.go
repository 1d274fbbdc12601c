package exchange_test

import (
	"slices"
	"strings"
	"testing"

	"paddock/backend/calendar"
	"paddock/backend/exchange"
	"paddock/backend/locale"
	"paddock/backend/money"
)

// salesJournal is a journal of two entries as a table: 7 and, after one of another
// journal, 9.
func salesJournal() exchange.Table {
	row := func(n int, account string, debit, credit money.Cents) []any {
		shown := func(c money.Cents) any {
			if c == 0 {
				return nil
			}
			return c
		}
		return []any{n, calendar.Day("2026-10-07"), "VE", account, "Clients; \"411\"\r\nde plus", "F2026-0431", "=Delcourt", shown(debit), shown(credit), "ESSAI"}
	}
	of := []exchange.Column{{"N°", exchange.Int}, {"Jour", exchange.Day}, {"Journal", exchange.Text}, {"Compte", exchange.Text}, {"Libellé", exchange.Text},
		{"Pièce", exchange.Text}, {"Texte", exchange.Text}, {"Débit", exchange.Cents}, {"Crédit", exchange.Cents}, {"ESSAI", exchange.Text}}
	return exchange.Table{Columns: of, Rows: [][]any{row(7, "411000", 12_005, 0), row(7, "706000", 0, 12_005), row(9, "411000", 5, 0), row(9, "707000", 0, 5)}}
}

func TestAJournalIsReadBackLineByLine(t *testing.T) {
	for _, lang := range []locale.Lang{locale.French, locale.English} {
		good := string(salesJournal().CSV(lang))
		if faults := exchange.CheckJournal([]byte(good), 4); len(faults) > 0 {
			t.Errorf("%s: of a good journal it finds %v", lang, faults)
		}
		point := map[locale.Lang]string{locale.French: ",", locale.English: "."}[lang]
		last := strings.LastIndex(strings.TrimSuffix(good, "\r\n"), "\n9") + 1
		for _, test := range []struct {
			rule string
			raw  string
		}{
			{"balance", strings.Replace(good, "120"+point+"05", "120"+point+"06", 1)},
			{"balance", good[:last] + strings.Replace(good[last:], "0"+point+"05", "0"+point+"04", 1)},
			{"lines", good[:last]},
			{"amount", strings.Replace(good, "120"+point+"05", "120 05", 1)},
			{"amount", strings.Replace(good, "120"+point+"05", "-120"+point+"05", 1)},
			{"sides", strings.Replace(good, "120"+point+"05", "", 1)},
			{"piece", strings.Replace(good, "F2026-0431", "", 1)},
			{"day", strings.Replace(good, "2026-10-07", "2026-10-32", 1)},
			{"order", strings.ReplaceAll(good, "\n7", "\n11")},
			{"columns", good[:strings.Index(good, "\n")+1] + "7;8\r\n"},
			{"encoding", strings.Replace(good, "Delcourt", "Delcour\xff", 1)},
		} {
			faults := exchange.CheckJournal([]byte(test.raw), 4)
			if !slices.ContainsFunc(faults, func(f exchange.EntriesFault) bool { return f.Rule == test.rule }) {
				t.Errorf("%s: %s is not among %v", lang, test.rule, faults)
			}
		}
	}
}
