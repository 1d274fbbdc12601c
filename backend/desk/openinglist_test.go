package desk_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"paddock/backend/billing"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/sqlite"
)

// threeHundred is a list of openings of fifty families, as a spreadsheet writes
// it; some of its lines are bad.
func threeHundred() string {
	lines := []string{"Famille;Prénom;Nom;Montant;Facture;Échéance;Carte;Séances restantes;Validité;Payé;Bon de récupération"}
	for i := range 300 {
		family := fmt.Sprintf("Foyer%02d", i%50)
		switch {
		case i == 7:
			lines = append(lines, "Inconnu;;;50,00;2025-7;15/10/2026;;;;")
		case i == 20:
			lines = append(lines, family+";;;cinquante;2025-20;;;;;")
		case i == 33:
			lines = append(lines, family+";Léa;"+family+";;;;Carte perdue;5;31/12/2026;40")
		case i == 34:
			lines = append(lines, family+";Léa;"+family+";;;;"+"Carte 10 séances"+";5;31/08/2026;40")
		case i == 35:
			lines = append(lines, family+";Léa;"+family+";;;;;;;;31/08/2026")
		case i%10 == 6:
			lines = append(lines, family+";Léa;"+family+";;;;;;;;23/10/2026")
		case i%10 == 0:
			lines = append(lines, family+";;;-12,50;avoir "+fmt.Sprint(i)+";;;;;")
		case i%10 == 5:
			lines = append(lines, family+";Léa;"+family+";;;;Carte 10 séances;4;31/12/2026;60,00")
		default:
			lines = append(lines, family+";;;1 100,50;2025-"+fmt.Sprint(i)+";15/10/2026;;;;")
		}
	}
	return strings.Join(lines, "\r\n")
}

func TestAListOfOpeningsComesInWithItsBadLinesMendedAndGoesAsAWhole(t *testing.T) {
	h := openClub(t)
	h.sells(catalogue.Offer{Kind: catalogue.Card, Name: "Carte 10 séances", Price: 20_000, Parts: []catalogue.Part{{VAT: "riding", Cents: 20_000}}, Terms: catalogue.Terms{Units: 10, Months: 6, LessonKind: "group"}})
	var homes []club.HouseholdID
	for i := range 50 {
		homes = append(homes, h.join(fmt.Sprintf("Foyer%02d", i), "Léa").ID)
	}
	view, err := h.OpenMemberFile(ctx, desk.MemberFile{Name: "reprise.csv", Raw: []byte(threeHundred()), Openings: true, Day: takeover, VAT: "riding"})
	h.must(err)
	view = h.settled(view)
	if view.Kind != "openings" || len(view.Lacking) != 0 || view.BadLines != 5 || view.Counts.Accepted != 295 || view.Counts.Units != 4*29 || view.Counts.Vouchers != 30 {
		t.Fatalf("read as %+v, %d bad: %+v", view.Counts, view.BadLines, view.Bad)
	}
	wants := map[int]club.MemberField{9: club.CarriedFamily, 22: club.CarriedAmount, 35: club.CarriedCard, 36: club.CarriedThrough, 37: club.CarriedVoucher}
	for _, bad := range view.Bad {
		if wants[bad.Line] != bad.Field {
			t.Errorf("line %d is bad at %s: %s", bad.Line, bad.Field, bad.Code)
		}
	}
	view = h.mends(view, 9, desk.Mend{Texts: club.MemberTexts{club.CarriedFamily: "Foyer07"}})
	view = h.mends(view, 22, desk.Mend{Later: true})
	view = h.mends(view, 35, desk.Mend{Texts: club.MemberTexts{club.CarriedCard: "carte 10 seances"}})
	view = h.mends(view, 36, desk.Mend{Leave: true})
	view = h.mends(view, 37, desk.Mend{Leave: true})
	req := h.req()
	for range 2 { // a second click
		view, err = h.ImportMemberFile(ctx, req, view.ID)
		h.must(err)
		view = h.settled(view)
	}
	if view.Imported == nil || view.Imported.Accepted != 297 || view.Imported.Later != 1 {
		t.Fatalf("imported %+v, %+v", view.Imported, view.Failure)
	}
	openings, err := h.Openings().Rows(ctx, desk.ListQuery{})
	h.must(err)
	if len(openings) != 297 || openings[0].Import != view.Imported.Import {
		t.Fatalf("%d openings", len(openings))
	}
	h.proved()

	waiting, err := h.SetAside().Rows(ctx, desk.ListQuery{})
	h.must(err)
	if len(waiting) != 1 || waiting[0].Bad[0].Field != club.CarriedAmount {
		t.Fatalf("waiting %+v", waiting)
	}
	_, err = h.MendSetAside(ctx, h.req(), waiting[0].ID, desk.Mend{Texts: club.MemberTexts{club.CarriedAmount: "50"}})
	h.must(err)

	_, err = h.UndoImport(ctx, h.req(), view.Imported.Import)
	h.must(err)
	for _, home := range homes {
		if account := h.account(home); account.Remaining != 0 || account.Credit != 0 {
			t.Fatalf("after undoing %s has %+v", account.Name, account.AccountSummary)
		}
	}
	vouchers, err := h.Vouchers(ctx)
	h.must(err)
	if len(vouchers) != 30 || slices.ContainsFunc(vouchers, func(v sqlite.Voucher) bool { return v.Left > 0 }) {
		t.Fatalf("after undoing there are %+v", vouchers)
	}
	h.proved()
}

// Other programs write a member's balance, card and voucher on one line.
func TestALineOfOpeningsBringsAllThatItSays(t *testing.T) {
	h := openClub(t)
	h.sells(catalogue.Offer{Kind: catalogue.Card, Name: "Carte 10 séances", Price: 20_000, Parts: []catalogue.Part{{VAT: "riding", Cents: 20_000}}, Terms: catalogue.Terms{Units: 10, Months: 6, LessonKind: "group"}})
	home := h.join("Delcourt", "Manon")
	h.join("Petit", "Léo")
	lines := []string{
		"Famille;Prénom;Nom;Solde;Carte;Séances restantes;Validité;Bon de récupération",
		"Delcourt;Manon;Delcourt;45,00;Carte 10 séances;4;31/12/2026;23/10/2026",
		"Petit;Léo;Petit;0,00;;0;;", // nothing to bring is no fault
		"Inconnu;Zoé;Inconnu;0;;;;",
		"Petit;Léo;Petit;12,50;Carte perdue;3;31/12/2026;", // one of two is wrong: neither comes in
	}
	view, err := h.OpenMemberFile(ctx, desk.MemberFile{Name: "reprise.csv", Raw: []byte(strings.Join(lines, "\n")), Openings: true, Day: takeover})
	h.must(err)
	view = h.settled(view)
	if c := view.Counts; c.Accepted != 3 || c.Nothing != 2 || c.Owed != 4500 || c.Units != 4 || c.Vouchers != 1 || view.BadLines != 1 || view.Bad[0].Field != club.CarriedCard {
		t.Fatalf("%+v, bad %+v", view.Counts, view.Bad)
	}
	view = h.mends(view, 5, desk.Mend{Leave: true})
	view, err = h.ImportMemberFile(ctx, h.req(), view.ID)
	h.must(err)
	view = h.settled(view)
	if view.Imported == nil || view.Imported.Accepted != 3 {
		t.Fatalf("%+v, %+v", view.Imported, view.Failure)
	}
	if account := h.account(home.ID); account.Remaining != 4500 {
		t.Errorf("%+v", account.AccountSummary)
	}
	h.proved()
}

func TestAListOfOpeningsStaysOnceSomethingCameOfIt(t *testing.T) {
	h := openClub(t)
	home := h.join("Delcourt", "Léa")
	view, err := h.OpenMemberFile(ctx, desk.MemberFile{Name: "reprise.csv", Raw: []byte("Famille;Montant\nDelcourt;50\n"), Openings: true, Day: takeover})
	h.must(err)
	view, err = h.ImportMemberFile(ctx, h.req(), h.settled(view).ID)
	h.must(err)
	view = h.settled(view)
	_, err = h.Receive(ctx, h.req(), desk.Receive{Household: home.ID, Tenders: []billing.Tender{{Way: "cash", Cents: 1_000}}})
	h.must(err)
	_, err = h.UndoImport(ctx, h.req(), view.Imported.Import)
	refusal := wantRefusal(t, err, club.CodeImportSold, "")
	if refusal.Params["name"] != "Delcourt" {
		t.Errorf("it names %v", refusal.Params)
	}
}
