package desk_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"paddock/backend/club"
	"paddock/backend/desk"
)

// looks opens a list and waits until it is read and checked.
func (h *house) looks(text string) desk.MemberFileView {
	h.t.Helper()
	view, err := h.OpenMemberFile(ctx, list(text))
	h.must(err)
	return h.settled(view)
}

// settled asks again until nothing is under way, as a screen does.
func (h *house) settled(view desk.MemberFileView) desk.MemberFileView {
	h.t.Helper()
	return h.settledBy(view, time.Minute)
}

// settledBy is settled within so long.
func (h *house) settledBy(view desk.MemberFileView, within time.Duration) desk.MemberFileView {
	h.t.Helper()
	for begun := time.Now(); view.Doing != ""; {
		if time.Since(begun) > within {
			h.t.Fatalf("still %s after %s", view.Doing, within)
		}
		var err error
		view, err = h.MemberFile(ctx, view.ID)
		h.must(err)
	}
	return view
}

// mends says something of a line and waits for the new check.
func (h *house) mends(view desk.MemberFileView, line int, mend desk.Mend) desk.MemberFileView {
	h.t.Helper()
	view, err := h.MendMemberLine(ctx, view.ID, line, mend)
	h.must(err)
	return h.settled(view)
}

func TestAListIsLookedAtMendedAndImported(t *testing.T) {
	h := openClub(t)
	view := h.looks(small)
	if view.Counts.Accepted != 3 || view.Counts.Households != 2 || view.BadLines != 1 || view.Separator != ";" || len(view.Columns) != 10 {
		t.Fatalf("%+v", view)
	}
	name := view.Columns[0]
	if name.Field != club.MemberSurname || name.Example != "BLANC" || name.Becomes != "Blanc" {
		t.Errorf("the first column: %+v", name)
	}
	refused, err := h.ImportMemberFile(ctx, h.req(), view.ID)
	h.must(err)
	if refused = h.settled(refused); refused.Failure == nil || refused.Failure.Code != club.CodeBadLines || len(h.people()) != 0 {
		t.Errorf("with a bad line: %+v, %q", refused.Failure, h.people())
	}
	view = h.mends(view, 5, desk.Mend{Texts: club.MemberTexts{club.MemberFirstName: "Eva"}})
	if view.BadLines != 0 || view.Counts.Accepted != 4 || view.Failure != nil {
		t.Errorf("mended: %+v", view)
	}
	req := h.req()
	view, err = h.ImportMemberFile(ctx, req, view.ID)
	h.must(err)
	if view = h.settled(view); view.Imported == nil || view.Imported.Accepted != 4 {
		t.Fatalf("imported: %+v, %+v", view.Imported, view.Failure)
	}
	if again, err := h.ImportMemberFile(ctx, req, view.ID); err != nil || len(h.people()) != 4 || again.Imported == nil {
		t.Errorf("a second press: %v, %q", err, h.people())
	}
}

func TestColumnsAreSaidAnewAndAFieldStandsOnce(t *testing.T) {
	h := openClub(t)
	view := h.looks("A;B;C\nBlanc;Zoé;02/05/2014\n")
	if !slices.Equal(view.Lacking, []club.MemberField{"surname", "firstName", "birthDate"}) {
		t.Errorf("lacks %v", view.Lacking)
	}
	_, err := h.ReadMemberFileAs(ctx, view.ID, desk.MemberColumns{Fields: []club.MemberField{"surname", "surname", ""}})
	h.refuses(err, club.CodeInvalid)
	view, err = h.ReadMemberFileAs(ctx, view.ID, desk.MemberColumns{Fields: []club.MemberField{"surname", "firstName", "birthDate"}})
	h.must(err)
	if view = h.settled(view); view.Counts.Accepted != 1 || len(view.Lacking) != 0 || view.Columns[2].Becomes != "2014-05-02" {
		t.Errorf("%+v", view)
	}
}

func TestALineSetAsideWaitsUntilItIsMended(t *testing.T) {
	h := openClub(t)
	shifted := "Vert;Eva;Oups;2015-06-07;3 rue Haute;26999;Vaubrun;;eva@courriel.example;2;0418227K\n"
	view := h.looks(small + shifted)
	if view.BadLines != 2 || view.Bad[1].Code != club.CodeExtraCells || view.Bad[1].Params["without"] != 3 {
		t.Fatalf("%+v", view.Bad)
	}
	view, err := h.SetAllAside(ctx, view.ID)
	h.must(err)
	if view = h.settled(view); view.BadLines != 0 || view.Counts.Later != 2 {
		t.Errorf("%+v", view.Counts)
	}
	view, err = h.ImportMemberFile(ctx, h.req(), view.ID)
	h.must(err)
	view = h.settled(view)
	waiting, err := h.SetAside().Rows(ctx, desk.ListQuery{})
	h.must(err)
	if len(waiting) != 2 || waiting[0].Line != 5 || waiting[0].Bad[0].Code != club.CodeRequired || len(h.people()) != 3 {
		t.Fatalf("%+v, %q", waiting, h.people())
	}
	_, err = h.MendSetAside(ctx, h.req(), waiting[0].ID, desk.Mend{Texts: club.MemberTexts{"firstName": " "}})
	wantRefusal(t, err, club.CodeRequired, "firstName")
	done, err := h.MendSetAside(ctx, h.req(), waiting[0].ID, desk.Mend{Texts: club.MemberTexts{"firstName": "Léa", "email": "s.blanc@courriel.example"}})
	h.must(err)
	if done.Accepted != 1 || done.Joined != 1 || !slices.Contains(h.people(), "Blanc: Léa") {
		t.Errorf("mended, it joins its family: %+v, %q", done, h.people())
	}
	_, err = h.MendSetAside(ctx, h.req(), waiting[0].ID, desk.Mend{Leave: true})
	h.refuses(err, club.CodeLineMissing)
	if _, err = h.MendSetAside(ctx, h.req(), waiting[1].ID, desk.Mend{Without: 3}); err != nil || !slices.Contains(h.people(), "Vert: Eva") {
		t.Errorf("the shifted line: %v, %q", err, h.people())
	}
	if waiting, err = h.SetAside().Rows(ctx, desk.ListQuery{}); err != nil || len(waiting) != 0 {
		t.Errorf("%+v still wait, %v", waiting, err)
	}
	undone, err := h.UndoImport(ctx, h.req(), view.Imported.Import)
	h.must(err)
	if undone.Riders != 5 || len(h.people()) != 0 {
		t.Errorf("what was mended later goes with the rest: %+v, %q", undone, h.people())
	}
}

func TestTwoOfOneNameAreMadeOneOrBoth(t *testing.T) {
	h := openClub(t)
	const twice = "Nom;Prénom;Né le\nBlanc;Zoé;02/05/2014\nBlanc;Zoé;02/05/2014\n"
	for name, c := range map[string]struct {
		mend desk.Mend
		want int
	}{"one": {desk.Mend{Leave: true}, 1}, "both": {desk.Mend{Both: true}, 2}} {
		if view := h.mends(h.looks(twice), 3, c.mend); view.BadLines != 0 || view.Counts.Accepted != c.want {
			t.Errorf("%s: %+v", name, view)
		}
	}
}

func TestAnImportThatIsStoppedLeavesNothing(t *testing.T) {
	h := openClub(t)
	text := "Nom;Prénom;Né le\n"
	for i := range 4_000 {
		text += fmt.Sprintf("Blanc %d;Zoé;02/05/2014\n", i)
	}
	view := h.looks(text)
	letGo := h.holdsWriting()
	view, err := h.ImportMemberFile(ctx, h.req(), view.ID)
	h.must(err)
	_, err = h.MendMemberLine(ctx, view.ID, 2, desk.Mend{Leave: true})
	h.refuses(err, club.CodeFileBusy)
	view, err = h.StopMemberFile(ctx, view.ID)
	h.must(err)
	letGo()
	view = h.settled(view)
	if view.Failure == nil || view.Failure.Code != club.CodeStopped || len(h.people()) != 0 {
		t.Errorf("%+v, %d people", view.Failure, len(h.people()))
	}
	view, err = h.ImportMemberFile(ctx, h.req(), view.ID)
	h.must(err)
	if view = h.settled(view); view.Imported == nil || len(h.people()) != 4_000 {
		t.Errorf("and can be begun again: %+v, %d people", view.Failure, len(h.people()))
	}
}

func TestAFileThatCannotBeReadSaysWhy(t *testing.T) {
	h := openClub(t)
	if view := h.looks("a;\x00"); view.Failure == nil || view.Failure.Code != club.CodeFileKind {
		t.Errorf("%+v", view.Failure)
	}
}

func TestAFileOfTheBankIsNoListOfMembers(t *testing.T) {
	h := openClub(t)
	for _, text := range []string{
		"Date;Libellé;Montant;Solde\n06/10/2026;VIR ROUSSEL;70,00;170,00\n",
		"Datum;Naam tegenpartij;Bedrag;Mededeling\n06/10/2026;Roussel;70,00;les\n",
		":20:STARTUMS\n:25:FR1420041010050500013M02606\n",
	} {
		if view := h.looks(text); view.Failure == nil || view.Failure.Code != club.CodeFileOfBank {
			t.Errorf("%q: %+v", text, view.Failure)
		}
	}
	// What a club keeps beside its members is none.
	for _, text := range []string{
		"Nom;Prénom;Né le;Date;Montant;Libellé\nDelcourt;Manon;02/05/2014;06/10/2026;70,00;cotisation\n",
		"A;B;C\nDelcourt;Manon;02/05/2014\n",
	} {
		if view := h.looks(text); view.Failure != nil {
			t.Errorf("%q: %+v", text, view.Failure)
		}
	}
}

func TestTheOldestListMakesRoomAndIsGone(t *testing.T) {
	h := openClub(t)
	first := h.looks(small)
	for range 4 {
		h.looks(small)
	}
	_, err := h.MemberFile(ctx, first.ID)
	h.refuses(err, club.CodeFileGone)
}

func TestTheFamiliesOfAListSayWhyTheyAreOne(t *testing.T) {
	h := openClub(t)
	view := h.looks(small)
	families, err := h.MemberFamilies(ctx, view.ID, 0, 10)
	h.must(err)
	if len(families) != 2 || families[0].Name != "Blanc" || len(families[0].Riders) != 2 ||
		!slices.Equal(families[0].Why, []string{"email", "address", "phone"}) || len(families[1].Why) != 0 {
		t.Errorf("%+v", families)
	}
	if rest, err := h.MemberFamilies(ctx, view.ID, 9, 10); err != nil || len(rest) != 0 {
		t.Errorf("%+v, %v", rest, err)
	}
}

func TestAFileImportedBeforeIsPointedOut(t *testing.T) {
	h := openClub(t)
	h.brings(small)
	view := h.looks(small)
	if view.Earlier == nil || view.Earlier.File != "membres.csv" || view.Counts.Known != 3 || view.Counts.Accepted != 0 {
		t.Errorf("%+v, %+v", view.Earlier, view.Counts)
	}
}
