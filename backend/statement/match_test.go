package statement_test

import (
	"fmt"
	"strings"
	"testing"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/money"
	"paddock/backend/statement"
)

// owed is what a club of these tests is owed, and what its bank was told before.
func owed() statement.Book {
	claim := func(invoice billing.InvoiceID, number, reference string, household club.HouseholdID, remaining money.Cents) statement.Claim {
		return statement.Claim{Invoice: invoice, Number: number, Reference: reference, Household: household, Remaining: remaining}
	}
	return statement.Book{
		Claims: []statement.Claim{
			claim(1, "F2026-0318", "RF43F20260318", 1, 70_00), claim(2, "F2026-0319", "RF16F20260319", 1, 30_00),
			claim(3, "F2026-0401", "RF51F20260401", 2, 55_00), claim(4, "F2026-0402", "RF24F20260402", 3, 88_00), claim(5, "F2026-0403", "RF94F20260403", 4, 88_00),
		},
		Families: []statement.Family{
			{ID: 1, Name: "Delcourt", First: "Nathalie"}, {ID: 2, Name: "El Amrani", First: "Karim"}, {ID: 3, Name: "Martin", First: "Sophie"},
			{ID: 4, Name: "Martin", First: "Paul"}, {ID: 5, Name: "Besnard", First: "Julie"},
		},
		Payers: map[string]club.HouseholdID{"FR7630006000011234567890189": 2, "name:mamie lucette": 1},
		Slips:  []statement.Slip{{ID: 7, Day: "2026-10-01", Cents: 246_00}},
	}
}

// Each way of recognising a line, in its order (issue 6, section 2): what it becomes, to
// which family and invoices, and the reasons that are shown.
func TestALineIsRecognisedByWhatItSaysInThisOrder(t *testing.T) {
	for _, c := range []struct {
		name  string
		entry statement.Entry
		want  string // kind, family, invoice:cents …, +credit, the reasons with - for those against
	}{
		{"its reference and amount", statement.Entry{Cents: 70_00, Reference: "RF43 F202 6031 8", ReferenceKind: "rf", Name: "EL AMRANI"}, "exact 1 1:7000 reference"},
		{"its reference and amount, of what came back", statement.Entry{Cents: 70_00, Reference: "RF43 F202 6031 8", ReferenceKind: "rf", Returned: true}, "likely 1 1:7000 reference -cameBack"},
		{"its reference and less", statement.Entry{Cents: 50_00, Reference: "RF43F20260318", ReferenceKind: "rf"}, "partial 1 1:5000 reference -less"},
		{"its reference and more", statement.Entry{Cents: 71_00, Reference: "RF43F20260318", ReferenceKind: "rf"}, "split 1 1:7000 +100 reference -more"},
		{"a reference whose check digits are wrong is text", statement.Entry{Cents: 70_00, Reference: "RF44F20260318", ReferenceKind: "text", Name: "DELCOURT N"}, "likely 1 1:7000 name amount"},
		{"a reference in its text", statement.Entry{Cents: 70_00, Text: "ref RF43 F2026 0318 merci"}, "likely 1 1:7000 number"},
		{"a number in its text", statement.Entry{Cents: 55_00, Text: "Facture F2026-0401"}, "likely 2 3:5500 number"},
		{"a number in pieces", statement.Entry{Cents: 55_00, Text: "fact. F 2026 0401"}, "likely 2 3:5500 number"},
		{"two numbers", statement.Entry{Cents: 100_00, Text: "F2026-0318 et F2026-0319"}, "split 1 1:7000 2:3000 number number"},
		{"numbers of two families", statement.Entry{Cents: 125_00, Text: "F2026-0318 F2026-0401"}, "split 1 1:7000 3:5500 number number"},
		{"an account that paid before, and the amount", statement.Entry{Cents: 55_00, IBAN: "FR7630006000011234567890189", Name: "MARTIN"}, "likely 2 3:5500 iban amount"},
		{"a name that paid before", statement.Entry{Cents: 30_00, Name: "Mamie LUCETTE"}, "likely 1 2:3000 payer amount"},
		{"a name, the oldest first", statement.Entry{Cents: 80_00, Name: "M OU MME DELCOURT"}, "partial 1 1:7000 2:1000 name -less"},
		{"a name of two words", statement.Entry{Cents: 55_00, Name: "KARIM EL AMRANI"}, "likely 2 3:5500 name amount"},
		{"half of a name is none", statement.Entry{Cents: 1_00, Name: "AMRANI SARL"}, "unknown 0 -nothing"},
		{"the end of a number beside a name", statement.Entry{Cents: 30_00, Name: "DELCOURT", Text: "facture 0319"}, "likely 1 2:3000 name number"},
		{"the end of a number alone", statement.Entry{Cents: 1_00, Text: "facture 0319"}, "unknown 0 -nothing"},
		{"namesakes told by a first name", statement.Entry{Cents: 88_00, Name: "MARTIN SOPHIE"}, "likely 3 4:8800 name amount"},
		{"namesakes who owe the same", statement.Entry{Cents: 88_00, Name: "MARTIN"}, "several 0 ?4 ?5 -namesakes"},
		{"a family that owes nothing", statement.Entry{Cents: 20_00, Name: "BESNARD"}, "credit 5 +2000 name -owesNothing"},
		{"the cheques of a slip", statement.Entry{Cents: 246_00, Date: "2026-10-05", Text: "REMISE CHEQUES"}, "slip 0 slip"},
		{"a family's transfer of the slip's very amount", statement.Entry{Cents: 246_00, Date: "2026-10-05", Name: "EL AMRANI", Text: "VIR F2026-0401"}, "split 2 3:5500 +19100 number -more"},
		{"long after the slip", statement.Entry{Cents: 246_00, Date: "2026-12-05", Text: "REMISE CHEQUES"}, "unknown 0 -nothing"},
		{"an amount that one invoice asks for", statement.Entry{Cents: 55_00, Name: "INCONNU"}, "likely 2 3:5500 amount -noName"},
		{"an amount that two ask for", statement.Entry{Cents: 88_00, Name: "INCONNU"}, "several 0 ?4 ?5 -sameAmount"},
		{"nothing", statement.Entry{Cents: 1_23, Name: "INCONNU"}, "unknown 0 -nothing"},
		{"money that leaves", statement.Entry{Cents: -70_00, Name: "DELCOURT", Text: "F2026-0318"}, "unknown 0 -outgoing"},
	} {
		p := statement.NewMatcher(owed()).Propose(c.entry)
		said := []string{fmt.Sprint(p.Kind, " ", p.Household)}
		for _, part := range p.Parts {
			said = append(said, fmt.Sprintf("%d:%d", part.Invoice, part.Cents))
		}
		for _, one := range p.Candidates {
			said = append(said, fmt.Sprintf("?%d", one.Invoice))
		}
		if p.Credit != 0 {
			said = append(said, fmt.Sprintf("+%d", p.Credit))
		}
		for _, why := range p.Reasons {
			said = append(said, map[bool]string{true: "", false: "-"}[why.For]+why.Code)
		}
		if got := strings.Join(said, " "); got != c.want {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}
