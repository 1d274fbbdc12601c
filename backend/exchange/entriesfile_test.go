package exchange_test

import (
	"slices"
	"strings"
	"testing"

	"paddock/backend/exchange"
)

const fileName = "732829320FEC20261231.txt"

// twoEntries is a sale and its payment, as an accountant reads them.
func twoEntries() []exchange.BookLine {
	line := exchange.BookLine{
		Journal: "VE", JournalName: "Ventes", Entry: 7, Day: "2026-10-07", Piece: "F2026-0431", PieceDay: "2026-10-07",
		Text: "F2026-0431 Delcourt", ValidatedDay: "2026-10-07",
	}
	customer, sales, vat := line, line, line
	customer.Account, customer.AccountName, customer.SubAccount, customer.SubName, customer.Debit = "411000", "Clients", "C000012", "Delcourt", 12000
	sales.Account, sales.AccountName, sales.Credit = "706000", "Leçons", 11374
	vat.Account, vat.AccountName, vat.Credit = "445710550", "TVA collectée 5,5 %", 626
	cash, paid := line, line
	cash.Journal, cash.JournalName, cash.Entry, cash.Account, cash.AccountName, cash.Debit = "CA", "Caisse", 8, "530000", "Caisse", 5
	paid.Journal, paid.JournalName, paid.Entry, paid.Account, paid.AccountName, paid.Credit = "CA", "Caisse", 8, "411000", "Clients", 5
	return []exchange.BookLine{customer, sales, vat, cash, paid}
}

func TestAnEntriesFileHasTheColumnsDaysAndAmountsOfTheOrder(t *testing.T) {
	raw := exchange.EntriesFile(twoEntries())
	lines := strings.Split(string(raw), "\r\n")
	head := "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\tPieceRef\tPieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise"
	if lines[0] != head {
		t.Errorf("the head is %q", lines[0])
	}
	want := "VE\tVentes\t7\t20261007\t411000\tClients\tC000012\tDelcourt\tF2026-0431\t20261007\tF2026-0431 Delcourt\t120,00\t0,00\t\t\t20261007\t\t"
	if lines[1] != want {
		t.Errorf("the first line is\n%q, not\n%q", lines[1], want)
	}
	if !strings.Contains(lines[4], "\t0,05\t0,00\t") {
		t.Errorf("five cents are written %q", lines[4])
	}
	if len(lines) != 6 || lines[5] == "" {
		t.Errorf("%d lines, and the last is %q", len(lines), lines[len(lines)-1])
	}
	if faults := exchange.CheckEntries(fileName, raw); len(faults) > 0 {
		t.Errorf("the checker finds %v", faults)
	}
	if name := exchange.EntriesFileName("732829320", "2026-12-31"); name != "732829320FEC20261231.txt" {
		t.Errorf("the file is called %s", name)
	}
}

func TestNoNameBreaksALineOfTheEntriesFile(t *testing.T) {
	lines := twoEntries()
	lines[0].SubName = "De|\tl\"a\r\n\x00Cour "
	raw := exchange.EntriesFile(lines)
	if faults := exchange.CheckEntries(fileName, raw); len(faults) > 0 {
		t.Errorf("the checker finds %v", faults)
	}
	if !strings.Contains(string(raw), "\tDe l a Cour\t") {
		t.Errorf("the name is written %q", strings.Split(string(raw), "\r\n")[1])
	}
	lines[0].SubName = `=HYPERLINK("http://x","Facture")` // who opens the file in a spreadsheet runs nothing
	if raw := string(exchange.EntriesFile(lines)); strings.Contains(raw, "\t=") || !strings.Contains(raw, "\t'=HYPERLINK(") {
		t.Errorf("a formula is written %q", strings.Split(raw, "\r\n")[1])
	}
}

func TestTheCheckerNamesEachRuleThatIsBroken(t *testing.T) {
	for rule, broken := range map[string]func(string) string{
		"columns": func(s string) string { return strings.Replace(s, "\tIdevise", "", 1) },
		"day":     func(s string) string { return strings.Replace(s, "20261007", "20260230", 1) },
		"amount":  func(s string) string { return strings.Replace(s, "120,00", "120.00", 1) },
		"sides":   func(s string) string { return strings.Replace(s, "\t120,00\t0,00", "\t120,00\t120,00", 1) },
		"balance": func(s string) string { return strings.Replace(s, "120,00", "120,01", 1) },
		"piece":   func(s string) string { return strings.Replace(s, "\tF2026-0431\t", "\t\t", 1) },
		"account": func(s string) string { return strings.Replace(s, "\t706000\t", "\tVENTES\t", 1) },
		"text":    func(s string) string { return strings.Replace(s, "Delcourt", "Del|court", 1) },
		"gap":     func(s string) string { return strings.ReplaceAll(s, "\t8\t", "\t9\t") },
		"order": func(s string) string {
			return strings.Replace(s, "\t\t\t20261007\t\t\r\nCA", "\t\t\t20261008\t\t\r\nCA", 1)
		},
		"encoding": func(s string) string { return "\ufeff" + s },
		"opening": func(s string) string {
			return strings.NewReplacer("CA\tCaisse\t8", "AN\tÀ-nouveaux\t8").Replace(s)
		},
		"end": func(s string) string { return s + "\r\n" },
	} {
		raw := string(exchange.EntriesFile(twoEntries()))
		faults := exchange.CheckEntries(fileName, []byte(broken(raw)))
		if broken(raw) == raw {
			t.Fatalf("nothing was broken for %s", rule)
		}
		if !slices.ContainsFunc(faults, func(f exchange.EntriesFault) bool { return f.Rule == rule }) {
			t.Errorf("%s is not named: %v", rule, faults)
		}
	}
}

func TestTheCheckerNamesAFileThatIsNotCalledAsTheOrderSays(t *testing.T) {
	raw := exchange.EntriesFile(twoEntries())
	for name, rule := range map[string]string{
		"732829320FEC20261231.csv": "name", "73282932FEC20261231.txt": "name", "732829320FEC20261331.txt": "name",
		"732829320fec20261231.txt": "name", "732829320FEC20261006.txt": "day", "FEC20261231.txt": "", fileName: "",
	} {
		faults := exchange.CheckEntries(name, raw)
		if named := slices.ContainsFunc(faults, func(f exchange.EntriesFault) bool { return f.Rule == rule }); named == (rule == "") || rule == "" && len(faults) > 0 {
			t.Errorf("%s: want %q, found %v", name, rule, faults)
		}
	}
	latin := strings.ReplaceAll(string(raw), "ç", "\xe7")
	if faults := exchange.CheckEntries(fileName, []byte(latin)); len(faults) != 1 || faults[0].Rule != "encoding" {
		t.Errorf("another encoding: %v", faults)
	}
	early := strings.Replace(string(raw), "\t20261007\t\t\r\nVE", "\t20261006\t\t\r\nVE", 1)
	if faults := exchange.CheckEntries(fileName, []byte(early)); len(faults) == 0 || faults[0].Rule != "day" {
		t.Errorf("validated before it was made: %v", faults)
	}
}
