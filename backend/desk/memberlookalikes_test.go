package desk_test

import (
	"slices"
	"strings"
	"testing"

	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
)

// near are members on both sides of the border, of a list without a country.
const near = "Nom;Prénom;Naissance;Adresse;CP;Ville\n" +
	"Blanc;Zoé;02/05/2014;1 rue Haute;7500;Tournai\n" +
	"Noir;Léo;07/06/2015;2 rue Haute;7600;Péruwelz\n" +
	"Gris;;07/06/2015;3 rue Haute;7700;Mouscron\n"

// readsAs reads a list as of another country than the club's.
func (h *house) readsAs(view desk.MemberFileView, country string) desk.MemberFileView {
	h.t.Helper()
	in := desk.MemberColumns{ProperNames: view.ProperNames, Country: country}
	for _, column := range view.Columns {
		in.Fields = append(in.Fields, column.Field)
	}
	view, err := h.ReadMemberFileAs(ctx, view.ID, in)
	h.must(err)
	return h.settled(view)
}

func TestCodesThatMayBeOfAnotherCountryAreSaidOnceAndReadAsAPersonChooses(t *testing.T) {
	h := openClub(t)
	view := h.looks(near)
	if n := view.Postal; n == nil || n.Country != "FR" || n.Reading != club.CodeZeroAdded || n.Codes != 3 || n.Example != "7500" || n.Becomes != "07500" {
		t.Fatalf("it says %+v", n)
	}
	view = h.readsAs(view, "BE")
	if view.Postal != nil || view.Country != "BE" || view.Columns[4].Becomes != "7500" {
		t.Fatalf("read as Belgian: %+v, %+v", view.Postal, view.Columns[4])
	}
	other := h.readsAs(h.looks(near+"Vert;Eva;07/06/2015;4 rue Haute;59000;Lille\n"), "BE")
	if n := other.Postal; n == nil || n.Country != "BE" || n.Reading != club.CodeForeign || n.Codes != 1 || n.Example != "59000" {
		t.Errorf("of a French code in a Belgian list it says %+v", n)
	}
	if named := h.looks("Pays;" + strings.ReplaceAll(near, "\n", "\nBelgique;")); named.Postal != nil {
		t.Errorf("of lines that name their country it says %+v", named.Postal)
	}
	view, err := h.SetAllAside(ctx, view.ID)
	h.must(err)
	view, err = h.ImportMemberFile(ctx, h.req(), h.settled(view).ID)
	h.must(err)
	h.settled(view)
	if got := h.mendsFirstName("Lou"); got != "BE 7700" {
		t.Errorf("the line that waited lives at %s", got)
	}
}

func TestALineThatWaitedIsReadWithTheZerosItsListHadLost(t *testing.T) {
	h := openClub(t)
	h.brings(near)
	if got := h.mendsFirstName("Lou"); got != "FR 07700" {
		t.Errorf("the line that waited lives at %s", got)
	}
}

// mendsFirstName mends the one line that waits, and tells where its rider lives.
func (h *house) mendsFirstName(name string) string {
	h.t.Helper()
	waiting, err := h.SetAside().Rows(ctx, desk.ListQuery{})
	h.must(err)
	if len(waiting) != 1 || len(waiting[0].Bad) != 1 {
		h.t.Fatalf("waiting %+v", waiting)
	}
	_, err = h.MendSetAside(ctx, h.req(), waiting[0].ID, desk.Mend{Texts: club.MemberTexts{"firstName": name}})
	h.must(err)
	found, err := h.Search(ctx, name)
	h.must(err)
	home, err := h.Household(ctx, found.Riders[0].Household)
	h.must(err)
	return home.Addresses[0].Country + " " + home.Addresses[0].PostalCode
}

func TestNamesakesAreListedEachWithWhomItIsLike(t *testing.T) {
	h := openClub(t)
	h.brings("Nom;Prénom;Naissance\nBlanc;Zoé;02/05/2014\nNoir;Léo;07/06/2015\n")
	view := h.looks("Nom;Prénom;Naissance\nBLANC;Zoe;02/05/2014\nNoir;Léo;01/01/2001\nGris;Ada;03/03/2013\n")
	if view.Namesakes != 2 || view.Counts.Known != 1 || view.Counts.Alike != 1 || view.Counts.Accepted != 2 {
		t.Fatalf("%d namesakes, %+v", view.Namesakes, view.Counts)
	}
	states := func() []string {
		t.Helper()
		list, err := h.Namesakes(ctx, view.ID, 0, 10)
		h.must(err)
		var said []string
		for _, n := range list {
			said = append(said, n.State+" "+n.Like[0].Name+" "+string(n.Like[0].Born)+" "+n.Like[0].Family)
		}
		return said
	}
	if got, want := states(), []string{"known Zoé Blanc 2014-05-02 Blanc", "comes Léo Noir 2015-06-07 Noir"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	view = h.mends(h.mends(view, 2, desk.Mend{Both: true}), 3, desk.Mend{Leave: true})
	if got := states(); !strings.HasPrefix(got[0], "comes") || !strings.HasPrefix(got[1], "left") || view.Counts.Accepted != 2 || view.Counts.Known != 0 {
		t.Errorf("once a person said who is who: %q, %+v", got, view.Counts)
	}
}

// A list of openings that was saved anew is another file with the same lines.
func TestOpeningsThatWereBroughtBeforeWaitForAChoice(t *testing.T) {
	h := openClub(t)
	h.sells(catalogue.Offer{Kind: catalogue.Card, Name: "Carte 10 séances", Price: 20_000, Parts: []catalogue.Part{{VAT: "riding", Cents: 20_000}}, Terms: catalogue.Terms{Units: 10, Months: 6, LessonKind: "group"}})
	h.join("Delcourt", "Manon")
	h.join("Petit", "Léo")
	const head = "Famille;Prénom;Nom;Solde;Carte;Séances restantes;Validité\n"
	const lines = "Delcourt;;;45,00;;;\nDelcourt;;;45,00;;;\nPetit;Léo;Petit;-20,00;Carte 10 séances;4;31/12/2026\n"
	open := func(text string) desk.MemberFileView {
		t.Helper()
		view, err := h.OpenMemberFile(ctx, desk.MemberFile{Name: "reprise.csv", Raw: []byte(text), Openings: true, Day: takeover})
		h.must(err)
		return h.settled(view)
	}
	imported := func(view desk.MemberFileView) int {
		t.Helper()
		view, err := h.ImportMemberFile(ctx, h.req(), view.ID)
		h.must(err)
		if view = h.settled(view); view.Imported == nil {
			t.Fatalf("not imported: %+v", view.Failure)
		}
		return view.Imported.Accepted
	}
	first := open(head + lines)
	if first.BadLines != 0 {
		t.Fatalf("two debts of one amount in one list are two: %+v", first.Bad)
	}
	if n := imported(first); n != 4 {
		t.Fatalf("%d came in", n)
	}

	// A third debt of the same amount, and a balance beside the card that is there.
	again := open(head + lines + "Delcourt;;;45,00;;;\nPetit;Léo;Petit;-30,00;Carte 10 séances;4;31/12/2026\n")
	if again.BadLines != 3 || again.Brought != 3 || again.Bad[0].Code != club.CodeCarriedBefore || again.Bad[0].Params["numbers"] != "REPRISE-2026-0001" || again.Bad[0].Params["onDay"] != takeover {
		t.Fatalf("%d bad lines: %+v", again.BadLines, again.Bad)
	}
	_, err := h.ImportMemberFile(ctx, h.req(), again.ID)
	h.must(err)
	if again = h.settled(again); again.Imported != nil {
		t.Fatal("sealed without a choice")
	}
	again = h.mends(again, 2, desk.Mend{Both: true})
	again, err = h.LeaveBrought(ctx, again.ID)
	h.must(err)
	if again = h.settled(again); again.BadLines != 0 || again.Counts.Known != 2 {
		t.Fatalf("%+v, %+v", again.Counts, again.Bad)
	}
	if n := imported(again); n != 4 { // the one brought again, the third debt, the last line's credit and card
		t.Errorf("%d came in", n)
	}
	h.proved()
}
