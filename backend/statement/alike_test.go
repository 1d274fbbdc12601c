package statement_test

import (
	"errors"
	"strings"
	"testing"

	"paddock/backend/club"
	"paddock/backend/money"
	"paddock/backend/statement"
)

// The heads of OFX 1 are ASCII and one of three character sets, or say that there is
// none; XML's name is read whole, so that the euro of 8859-15 is one.
func TestLettersAreReadInTheSetTheFileSays(t *testing.T) {
	ofx, one := string(sample(t, "ofx1.ofx")), "VIR \xc9LISE \x80"
	ofx = strings.Replace(ofx, "VIR \xc9LISE", one, 1)
	head, body, _ := strings.Cut(ofx, "<OFX>")
	for name, c := range map[string]struct{ raw, want string }{
		"1252":             {ofx, "VIR ÉLISE € ROUSSEL"},
		"ISO-8859-1":       {strings.Replace(ofx, "CHARSET:1252", "CHARSET:ISO-8859-1", 1), "VIR ÉLISE € ROUSSEL"},
		"8859-1":           {strings.Replace(ofx, "CHARSET:1252", "CHARSET:8859-1", 1), "VIR ÉLISE € ROUSSEL"},
		"none":             {strings.Replace(ofx, "CHARSET:1252", "CHARSET:NONE", 1), "VIR ÉLISE € ROUSSEL"},
		"none and UTF-8":   {strings.NewReplacer("CHARSET:1252", "CHARSET:NONE", one, "VIR ÉLISE €").Replace(ofx), "VIR ÉLISE € ROUSSEL"},
		"8859-15":          {strings.NewReplacer("CHARSET:1252", "CHARSET:ISO-8859-15", "\x80", "\xa4").Replace(ofx), "VIR ÉLISE € ROUSSEL"},
		"XML's 8859-15":    {`<?xml version="1.0" encoding="ISO-8859-15"?><OFX>` + strings.Replace(body, "\x80", "\xa4", 1), "VIR ÉLISE € ROUSSEL"},
		"XML's 8859-1":     {`<?xml version="1.0" encoding="iso-8859-1"?><OFX>` + body, "VIR ÉLISE € ROUSSEL"},
		"a head in a line": {strings.ReplaceAll(strings.Replace(head, "1252", "8859-1", 1), "\n", "") + "<OFX>" + body, "VIR ÉLISE € ROUSSEL"},
	} {
		all, err := statement.Read([]byte(c.raw), nil)
		if err != nil || all[0].Entries[0].Name != c.want {
			t.Errorf("%s: %v, %+v", name, err, all)
		}
	}
	for name, raw := range map[string]string{
		"a set nobody knows":       strings.Replace(ofx, "CHARSET:1252", "CHARSET:EBCDIC", 1),
		"letters that are not its": strings.Replace(ofx, "CHARSET:1252", "CHARSET:UTF-8", 1),
	} {
		if _, err := statement.Read([]byte(raw), nil); !errors.Is(err, club.Refuse(club.CodeStatementEncoding)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// What an entry with reference and amount took is nobody else's any more.
func TestASecondLineOfTheSameAmountIsNotGivenAnInvoiceThatIsTaken(t *testing.T) {
	first := statement.Entry{Cents: 55_00, Reference: "RF51F20260401", ReferenceKind: "rf"}
	for name, c := range map[string]struct {
		second statement.Entry
		want   string
	}{
		"by its amount": {statement.Entry{Cents: 55_00, Name: "INCONNU"}, statement.Unknown},
		"by its number": {statement.Entry{Cents: 55_00, Text: "F2026-0401"}, statement.Credit},
		"by its name":   {statement.Entry{Cents: 55_00, Name: "KARIM EL AMRANI"}, statement.Credit},
		"by its payer":  {statement.Entry{Cents: 55_00, IBAN: "FR7630006000011234567890189"}, statement.Credit},
	} {
		m := statement.NewMatcher(owed())
		if p := m.Propose(first); p.Kind != statement.Exact {
			t.Fatalf("%+v", p)
		}
		if p := m.Propose(c.second); p.Kind != c.want || len(p.Parts) != 0 {
			t.Errorf("%s: %+v", name, p)
		}
	}
}

// A reference that says that there is none names no movement.
func TestAReferenceOfZerosIsNone(t *testing.T) {
	for ref, alike := range map[string]bool{"0000000": false, "NONREF": false, "NOTPROVIDED": false, "-": false, "0001": true} {
		one := statement.Statement{Account: "A", Entries: []statement.Entry{{Date: "2026-10-05", Cents: 7000, BankRef: ref, Text: "ROUSSEL"}}}
		two := one
		two.Entries = []statement.Entry{{Date: "2026-10-05", Cents: 7000, BankRef: ref, Text: "DELCOURT"}}
		if got := statement.Keys([]statement.Statement{one})[0][0] == statement.Keys([]statement.Statement{two})[0][0]; got != alike {
			t.Errorf("%q: one key %v", ref, got)
		}
	}
}

func table(lines ...string) (all []statement.Row) {
	for i, line := range lines {
		all = append(all, statement.Row{Line: i + 1, Cells: strings.Split(line, ";")})
	}
	return all
}

// A total under a table is no entry, and said; in the middle of it, and with a day that
// is damaged, it is refused as ever.
func TestATotalUnderATableIsSaidAndNotRead(t *testing.T) {
	head, entry := "Date;Libellé;Montant;Solde", "05/10/2026;VIR;50,00;150,00"
	for foot, want := range map[string]string{
		"Total;;50,00;": "Total 50,00", "Solde au 31/10/2026;;;1234,56": "", "Solde au 31/10/2026;;1234,56;": "Solde au 31/10/2026 1234,56",
		";Total;50,00;": "Total 50,00", "31/10/2026;Solde;;150,00": "31/10/2026 Solde 150,00",
	} {
		s, _, err := statement.FromTable(table(head, entry, foot, ";;;"), nil, nil)
		if err != nil || len(s.Entries) != 1 || s.Foot != want {
			t.Errorf("%q: %v, %d entries, foot %q", foot, err, len(s.Entries), s.Foot)
		}
	}
	for name, rows := range map[string][]statement.Row{
		"in the middle":       table(head, "Total;;50,00;", entry),
		"a day that is wrong": table(head, entry, "32/10/2026;VIR;50,00;"),
		"an amount in words":  table(head, entry, "06/10/2026;VIR;cent;"),
	} {
		if s, _, err := statement.FromTable(rows, nil, nil); err == nil {
			t.Errorf("%s: %+v", name, s)
		}
	}
}

// Balances are weighed between the rows that have one, whichever end is first.
func TestATableIsWeighedBetweenTheRowsThatSayABalance(t *testing.T) {
	up := []string{"Date;Libellé;Montant;Solde", "05/10/2026;A;50,00;150,00", "05/10/2026;B;10,00;", "06/10/2026;C;-5,00;155,00", "06/10/2026;D;1,00;"}
	down := []string{up[0], up[4], up[3], up[2], up[1]}
	for name, lines := range map[string][]string{"oldest first": up, "newest first": down} {
		if _, _, err := statement.FromTable(table(lines...), nil, nil); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		lost := append(append([]string{}, lines[:3]...), lines[4:]...) // B, or C's neighbour
		if name == "oldest first" {
			lost = append(append([]string{}, lines[:2]...), lines[3:]...)
		}
		_, _, err := statement.FromTable(table(lost...), nil, nil)
		if !errors.Is(err, club.Refuse(club.CodeStatementRow)) {
			t.Errorf("%s, a row is missing: %v", name, err)
		}
	}
	s, _, err := statement.FromTable(table(up[:4]...), nil, nil)
	if err != nil || s.Opening == nil || *s.Opening != money.Cents(100_00) || *s.Closing != 155_00 {
		t.Errorf("%v, %+v", err, s)
	}
}

// One price and one day are no sign of one payment: half a club pays its membership so.
func TestLinesOfTwoFormatsAreAlikeOnlyWhereTheyNameOnePerson(t *testing.T) {
	stored := func(name, text string) []statement.Stored {
		return []statement.Stored{{Key: "stored", Day: "2026-10-07", Cents: 120_00, Name: name, Text: text, Format: statement.CAMT}}
	}
	for name, c := range map[string]struct {
		stored     []statement.Stored
		name, text string
		areAlike   bool
	}{
		"the same name":           {stored("DUPONT MARIE", "cotisation"), "Mme Marie Dupont", "", true},
		"another name":            {stored("DUPONT MARIE", "cotisation"), "Martin Paul", "cotisation", false},
		"a name among the words":  {stored("DUPONT MARIE", ""), "", "VIR SEPA DUPONT M COTISATION", true},
		"another among the words": {stored("DUPONT MARIE", "cotisation"), "", "VIR SEPA MARTIN COTISATION", false},
		"only words, the same":    {stored("", "VIR DUPONT"), "", "Vir Dupont", true},
		"only words, others":      {stored("", "VIR DUPONT"), "", "VIR MARTIN", false},
	} {
		table := statement.Statement{Format: statement.Table, Entries: []statement.Entry{{Date: "2026-10-07", Cents: 120_00, Name: c.name, Text: c.text}}}
		if got := statement.Alike(table, []string{"of the table"}, c.stored); (got[0] == "stored") != c.areAlike {
			t.Errorf("%s: %v", name, got)
		}
	}
}
