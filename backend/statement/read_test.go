package statement_test

import (
	"encoding/csv"
	"errors"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"paddock/backend/club"
	"paddock/backend/money"
	"paddock/backend/statement"
)

func sample(t testing.TB, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// read reads a sample of this package's own; a table through its cells.
func read(t testing.TB, name string) []statement.Statement {
	t.Helper()
	raw := sample(t, name)
	if strings.HasSuffix(name, ".csv") {
		s, _, err := statement.FromTable(rows(t, raw), nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		return []statement.Statement{s}
	}
	all, err := statement.Read(raw, nil)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return all
}

func rows(t testing.TB, raw []byte) (all []statement.Row) {
	t.Helper()
	raw, _ = charmap.Windows1252.NewDecoder().Bytes(raw)
	reader := csv.NewReader(strings.NewReader(string(raw)))
	reader.Comma, reader.FieldsPerRecord = ';', -1
	cells, err := reader.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for i := range cells {
		all = append(all, statement.Row{Line: i + 1, Cells: cells[i]})
	}
	return all
}

func cents(n money.Cents) *money.Cents { return &n }

func TestWhatEachFormatSaysIsRead(t *testing.T) {
	const roussel, marchetti = "FR7630006000011234567890189", ""
	for name, want := range map[string]statement.Statement{
		"camt.xml": {Format: statement.CAMT, Account: "FR1420041010050500013M02606", Currency: "EUR", Opening: cents(100000), Closing: cents(126500), Pending: 1, Entries: []statement.Entry{
			{Date: "2026-10-05", ValueDate: "2026-10-06", Cents: 7000, Reference: "RF26FA20260001", ReferenceKind: "rf", Name: "Élise & Paul Roussel", IBAN: roussel, Text: "merci", BankRef: "R1"},
			{Date: "2026-10-06", ValueDate: "2026-10-06", Cents: 12000, Reference: "010806817183", ReferenceKind: "ogm", Name: "Lambert", Text: "communication +++010/8068/17183+++", BankRef: "R2", Detail: 1},
			{Date: "2026-10-06", ValueDate: "2026-10-06", Cents: 8000, Name: "Vasseur", Text: "facture F2026-0102", BankRef: "R2", Detail: 2},
			{Date: "2026-10-06", ValueDate: "2026-10-06", Cents: 4500, Text: "REMISE 12 CHQ 1 REMISE 12 CHQ 2 REMISE 12"},
			{Date: "2026-10-06", ValueDate: "2026-10-06", Cents: -4000, Name: "Marchetti", IBAN: marchetti, Text: "AM04", Returned: true},
			{Date: "2026-10-07", ValueDate: "2026-10-07", Cents: -1000, Text: "FRAIS"},
		}},
		"cfonb.txt": {Format: statement.CFONB, Account: "00012345678", Currency: "EUR", Opening: cents(-1050), Closing: cents(1450), Entries: []statement.Entry{
			{Date: "2026-10-05", ValueDate: "2026-10-06", Cents: 7000, Reference: "RF26FA20260001", ReferenceKind: "rf", Name: "ROUSSEL JULIE", Text: "VIR INST ROUSSEL JULIE COURS DE L’ÉTÉ RF26FA20260001 MERCI"},
			{Date: "2026-10-06", ValueDate: "2026-10-06", Cents: -4500, Text: "CHQ IMPAYE 4081093", Returned: true},
		}},
		"coda.cod": {Format: statement.CODA, Account: "BE68539007547034", Currency: "EUR", Opening: cents(100000), Closing: cents(109750), Entries: []statement.Entry{
			{Date: "2026-10-07", ValueDate: "2026-10-07", Cents: 7000, Reference: "010806817183", ReferenceKind: "ogm", Name: "ANN PEETERS", IBAN: "BE43068999999501", Text: "ANN PEETERS", BankRef: "REF1"},
			{Date: "2026-10-07", ValueDate: "2026-10-07", Cents: 1000, Text: "first", BankRef: "REF2", Detail: 1},
			{Date: "2026-10-07", ValueDate: "2026-10-07", Cents: 2000, Text: "second", BankRef: "REF2", Detail: 2},
			{Date: "2026-10-07", ValueDate: "2026-10-07", Cents: -250, Text: "kosten", BankRef: "REF3"},
		}},
		"ofx1.ofx": {Format: statement.OFX, Account: "00012345678", Currency: "EUR", Closing: cents(102500), Entries: []statement.Entry{
			{Date: "2026-10-05", ValueDate: "2026-10-05", Cents: 7000, Name: "VIR ÉLISE ROUSSEL", Text: "F2026-0318 & merci", BankRef: "A1"},
			{Date: "2026-10-06", ValueDate: "2026-10-06", Cents: -4500, Reference: "4081093", ReferenceKind: "text", Name: "CHQ IMPAYE", Text: "4081093", BankRef: "A2", Returned: true},
		}},
		"ofx2.ofx": {Format: statement.OFX, Account: "00012345678", Currency: "EUR", Closing: cents(107000), Entries: []statement.Entry{
			{Date: "2026-10-05", ValueDate: "2026-10-06", Cents: 7000, Reference: "RF26FA20260001", ReferenceKind: "rf", Name: "Élise Roussel", IBAN: roussel, Text: "RF26FA20260001", BankRef: "A1"},
		}},
		"german.sta": {Format: statement.MT940, Account: "DE89370400440532013000", Currency: "EUR", Opening: cents(10000), Closing: cents(15700), Entries: []statement.Entry{
			{Date: "2026-10-05", ValueDate: "2026-10-05", Cents: 7000, Reference: "RF26FA20260001", ReferenceKind: "rf", Name: "ROUSSEL ELISE", IBAN: "DE02120300000000202051", Text: "GUTSCHRIFT Rechnung RF26FA20260001 danke", BankRef: "BR-1"},
			{Date: "2027-01-01", ValueDate: "2026-12-31", Cents: -1250, Text: "RETOURE zurueck", Returned: true},
			{Date: "2027-01-01", ValueDate: "2026-12-31", Cents: -50, Text: "Gebuehren"},
		}},
		"dutch.sta": {Format: statement.MT940, Account: "NL69INGB0123456789EUR", Currency: "EUR", Opening: cents(0), Closing: cents(10000), Entries: []statement.Entry{
			{Date: "2026-10-05", ValueDate: "2026-10-05", Cents: 7000, Name: "Mw A de Vries", IBAN: "NL91ABNA0417164300", Text: "factuur F2026-0318 danku", BankRef: "26279012345678"},
			{Date: "2026-10-05", ValueDate: "2026-10-05", Cents: 3000, Reference: "E-77", ReferenceKind: "text", Name: "J JANSEN", IBAN: "NL91ABNA0417164300", Text: "SEPA OVERBOEKING lessen", BankRef: "26279012345679"},
		}},
		"table.csv": {Format: statement.Table, Account: "FR1420041010050500013M02606", Opening: cents(-1050), Closing: cents(101450), Entries: []statement.Entry{
			{Date: "2026-10-06", ValueDate: "2026-10-06", Cents: -4500, Text: "CHQ IMPAYE 4081093", Returned: true},
			{Date: "2026-10-05", ValueDate: "2026-10-06", Cents: 107000, Text: "VIR INST ÉLISE ROUSSEL F2026-0318"},
		}},
	} {
		all := read(t, name)
		if len(all) != 1 {
			t.Fatalf("%s: %d statements", name, len(all))
		}
		got := all[0]
		if got.Format != want.Format || got.Account != want.Account || got.Currency != want.Currency || got.Pending != want.Pending ||
			!reflect.DeepEqual(got.Opening, want.Opening) || !reflect.DeepEqual(got.Closing, want.Closing) {
			t.Errorf("%s: %+v", name, got)
		}
		for i, e := range got.Entries {
			e.Line = 0
			if i >= len(want.Entries) || e != want.Entries[i] {
				t.Errorf("%s, entry %d: %+v", name, i, e)
			}
		}
		if len(got.Entries) != len(want.Entries) {
			t.Errorf("%s: %d entries", name, len(got.Entries))
		}
	}
}

// refused reads a sample with one thing changed and wants it refused.
func refused(t *testing.T, name, from, to string, code club.Code) {
	t.Helper()
	raw := string(sample(t, name))
	if !strings.Contains(raw, from) {
		t.Fatalf("%s has no %q", name, from)
	}
	changed := strings.Replace(raw, from, to, 1)
	var err error
	if strings.HasSuffix(name, ".csv") {
		_, _, err = statement.FromTable(rows(t, []byte(changed)), nil, nil)
	} else {
		_, err = statement.Read([]byte(changed), nil)
	}
	if !errors.Is(err, club.Refuse(code)) {
		t.Errorf("%s with %q for %q: %v, want %s", name, to, from, err, code)
	}
}

func TestAFileThatDoesNotAddUpIsRefusedWithBothFigures(t *testing.T) {
	refused(t, "camt.xml", ">1265.00<", ">1265.01<", club.CodeStatementBalance)
	refused(t, "camt.xml", ">70.00000<", ">71.00<", club.CodeStatementBalance)
	refused(t, "german.sta", "C270101EUR157,00", "C270101EUR156,99", club.CodeStatementBalance)
	refused(t, "cfonb.txt", "0000000000145{", "0000000000145A", club.CodeStatementBalance)
	refused(t, "coda.cod", "000000001097500", "000000001097510", club.CodeStatementBalance)
	refused(t, "table.csv", "1 059,50", "1 059,51", club.CodeStatementRow)
	_, err := statement.Read([]byte(strings.Replace(string(sample(t, "camt.xml")), ">1265.00<", ">1265.01<", 1)), nil)
	var refusal *club.Error
	if !errors.As(err, &refusal) || refusal.Params["countedCents"] != int64(126500) || refusal.Params["statedCents"] != int64(126501) {
		t.Errorf("%+v", refusal)
	}
}

func TestWhatIsFinerThanACentIsRefusedAndNothingIsRounded(t *testing.T) {
	refused(t, "camt.xml", ">70.00000<", ">70.00100<", club.CodeStatementAmount)
	refused(t, "camt.xml", ">70.00000<", ">70.001<", club.CodeStatementAmount)
	refused(t, "camt.xml", ">70.00000<", ">7e1<", club.CodeStatementAmount)
	refused(t, "camt.xml", ">70.00000<", "><", club.CodeStatementAmount)
	refused(t, "camt.xml", ">70.00000<", ">99999999999999999999<", club.CodeStatementAmount)
	refused(t, "ofx1.ofx", "+70,00", "70.005", club.CodeStatementAmount)
	refused(t, "coda.cod", "000000000070000", "000000000070001", club.CodeStatementAmount)
	refused(t, "table.csv", "1 070,00", "1.070", club.CodeStatementAmount)
}

func TestAFileCutShortIsRefusedWhereverItIsCut(t *testing.T) {
	for _, name := range []string{"camt.xml", "ofx1.ofx", "ofx2.ofx", "german.sta", "dutch.sta", "cfonb.txt", "coda.cod"} {
		raw := strings.TrimRight(string(sample(t, name)), "\r\n-}")
		for cut := len(raw) - 1; cut > 0; cut -= 7 {
			all, err := statement.Read([]byte(raw[:cut]), nil)
			if err != nil {
				continue
			}
			// What comes behind the closing balance of a text format is not missed.
			whole := read(t, name)
			if len(all) != 1 || len(all[0].Entries) != len(whole[0].Entries) || all[0].Closing == nil {
				t.Errorf("%s cut at %d of %d is read", name, cut, len(raw))
			}
		}
	}
}

// A transaction that opens before the one before it is closed would hide that one.
func TestATransactionWithinATransactionIsRefused(t *testing.T) {
	refused(t, "ofx1.ofx", "merci</STMTTRN>", "merci", club.CodeStatementDamaged)
}

func TestABadDateACurrencyOrATotalIsRefused(t *testing.T) {
	refused(t, "camt.xml", "2026-10-07", "2026-02-30", club.CodeStatementDate)
	refused(t, "ofx1.ofx", "20261006<", "20260231<", club.CodeStatementDate)
	refused(t, "camt.xml", `Ccy="EUR">10.00`, `Ccy="CHF">10.00`, club.CodeStatementCurrency)
	refused(t, "coda.cod", "000000000002500000000000100000", "000000000002500000000000100010", club.CodeStatementTotals)
	refused(t, "camt.xml", "BkToCstmrStmt>", "BkToCstmrAcctRpt>", club.CodeStatementUnknown)
	refused(t, "table.csv", "Date op", "Quand op", club.CodeStatementColumns)
}

func TestAReferenceWithWrongCheckDigitsIsKeptAndTrustedLess(t *testing.T) {
	raw := strings.Replace(string(sample(t, "coda.cod")), "101010806817183", "101010806817180", 1)
	all, err := statement.Read([]byte(raw), nil)
	if err != nil || all[0].Entries[0].Reference != "010806817180" || all[0].Entries[0].ReferenceKind != "text" {
		t.Errorf("%v, %+v", err, all)
	}
}

func TestABatchThatDoesNotAddUpStaysOneEntryWithAllItSays(t *testing.T) {
	raw := strings.Replace(string(sample(t, "camt.xml")), ">120.00<", ">119.00<", 1)
	all, err := statement.Read([]byte(raw), nil)
	if err != nil || len(all[0].Entries) != 5 || all[0].Entries[1].Cents != 20000 {
		t.Fatalf("%v, %+v", err, all)
	}
	for _, said := range []string{"Lambert", "010/8068/17183", "Vasseur", "F2026-0102"} {
		if !strings.Contains(all[0].Entries[1].Text, said) {
			t.Errorf("%q is dropped: %q", said, all[0].Entries[1].Text)
		}
	}
	raw = strings.Replace(string(sample(t, "coda.cod")), "000000000010000", "000000000010010", 1)
	all, err = statement.Read([]byte(raw), nil)
	if err != nil || len(all[0].Entries) != 3 || all[0].Entries[1].Cents != 3000 {
		t.Fatalf("%v, %+v", err, all)
	}
}

func TestAmountsOfTablesAreReadAsTheyAreWritten(t *testing.T) {
	for text, want := range map[string]money.Cents{
		"12": 1200, "12,5": 1250, "-12,50": -1250, "12.50-": -1250, "(12,50)": -1250, "− 1 234,56 €": -123456, "1.234,56": 123456,
		"1,234.56": 123456, "1'234.56": 123456, "+0,01": 1, "1.234.567,00": 123456700, "EUR 3,20": 320,
	} {
		s, _, err := statement.FromTable([]statement.Row{{1, []string{"Date", "Montant"}}, {2, []string{"05/10/2026", text}}}, nil, nil)
		if err != nil || s.Entries[0].Cents != want {
			t.Errorf("%q: %v, %+v", text, err, s.Entries)
		}
	}
	for _, text := range []string{"douze", "1.234", "1,234", "12,345", "--3", "1-2", "-", "()"} {
		s, _, err := statement.FromTable([]statement.Row{{1, []string{"Date", "Montant"}}, {2, []string{"05/10/2026", text}}}, nil, nil)
		if !errors.Is(err, club.Refuse(club.CodeStatementAmount)) {
			t.Errorf("%q: %v, %+v", text, err, s.Entries)
		}
	}
}

// Some banks write the direction of an amount in a column of its own.
func TestAnAmountGoesTheWayAnotherColumnSays(t *testing.T) {
	for name, c := range map[string]struct {
		head, out, in string
	}{
		"a heading that says it": {"Af Bij", "Af", "Bij"},
		"in French":              {"Sens", "Débit", "Crédit"},
		"a heading nobody knows": {"Richting", "D", "C"},
	} {
		rows := []statement.Row{
			{Line: 1, Cells: []string{"Datum", "Naam", c.head, "Bedrag (EUR)"}},
			{Line: 2, Cells: []string{"05-10-2026", "Voer BV", c.out, "45,00"}},
			{Line: 3, Cells: []string{"06-10-2026", "Delcourt", c.in, "96,00"}},
		}
		s, layout, err := statement.FromTable(rows, nil, nil)
		if err != nil || s.Entries[0].Cents != -4500 || s.Entries[1].Cents != 9600 || layout.Columns[2] != statement.ColumnDirection {
			t.Errorf("%s: %v, %+v, %+v", name, err, s.Entries, layout)
		}
	}
	rows := []statement.Row{
		{Line: 1, Cells: []string{"Datum", "Sens", "Bedrag"}},
		{Line: 2, Cells: []string{"05-10-2026", "peut-être", "45,00"}},
	}
	if _, _, err := statement.FromTable(rows, nil, nil); !errors.Is(err, club.Refuse(club.CodeStatementAmount)) {
		t.Errorf("a word that is no direction: %v", err)
	}
}

func TestColumnsAreSaidWhereTheirHeadingsSayNothing(t *testing.T) {
	table := []statement.Row{{1, []string{"Quand", "Combien", "Quoi", "Solde"}}, {2, []string{"5/10/26", "12,00", "a", "12,00"}}}
	s, layout, err := statement.FromTable(table, []statement.Choice{
		{Column: statement.ColumnDate, Heading: "quand"}, {Column: statement.ColumnAmount, Heading: "2"}, {Column: statement.ColumnBalance},
	}, nil)
	if err != nil || s.Entries[0].Cents != 1200 || s.Entries[0].Date != "2026-10-05" || s.Opening != nil {
		t.Errorf("%v, %+v, %+v", err, s, layout)
	}
	_, _, err = statement.FromTable(table, []statement.Choice{{Column: statement.ColumnDate, Heading: "Jour"}}, nil)
	if !errors.Is(err, club.Refuse(club.CodeColumnUnknown)) {
		t.Error(err)
	}
}

// What says that a line is a return says so in each way its format has, and nothing else does.
func TestAReturnIsWhatItsFormatCallsOne(t *testing.T) {
	for _, c := range []struct {
		name, from, to string
		want           bool
	}{
		{"german.sta", "?34914", "?34914", true}, {"german.sta", "?34914", "?34012", false},
		{"camt.xml", "RvslInd>true<", "RvslInd>1<", true}, {"camt.xml", "RvslInd>true<", "RvslInd>0<", false},
	} {
		raw := strings.Replace(string(sample(t, c.name)), "<n:RtrInf><n:Rsn><n:Cd>AM04</n:Cd></n:Rsn></n:RtrInf>", "", 1)
		if !strings.Contains(raw, c.from) {
			t.Fatalf("%s has no %q", c.name, c.from)
		}
		all, err := statement.Read([]byte(strings.Replace(raw, c.from, c.to, 1)), nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := slices.ContainsFunc(all[0].Entries, func(e statement.Entry) bool { return e.Returned }); got != c.want {
			t.Errorf("%s with %s: returned %v", c.name, c.to, got)
		}
	}
}
