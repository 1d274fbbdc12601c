package desk_test

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"

	"paddock/backend/club"
	"paddock/backend/desk"
)

// small is a list with two families, one of them in two spellings, and a bad
// line.
const small = `Nom;Prénom;Naissance;Adresse;CP;Ville;Portable;E-mail;Galop;Licence
BLANC;Zoé;02/05/2014;5 allée des Érables;26999;Vaubrun;06 39 98 12 10;s.blanc@courriel.example;3;5581698G
Blanc;Sophie;1/4/1982;5, allée des Erables;26999;VAUBRUN;0639981210;S.Blanc@courriel.example;;
Noir;Léo;2015-06-07;1 rue Haute;26999;Vaubrun;06 39 98 12 11;;Galop 1;
Gris;;2015-06-07;2 rue Haute;26999;Vaubrun;06 39 98 12 12;;;
`

func list(text string) desk.MemberFile {
	return desk.MemberFile{Name: "membres.csv", Raw: []byte(text)}
}

// brings imports a list that has no bad line, or sets them aside.
func (h *house) brings(text string) desk.MembersRead {
	h.t.Helper()
	done, err := h.ImportMembers(ctx, h.req(), list(text), desk.MemberOptions{SkipBad: true})
	h.must(err)
	return done
}

// people are all riders as family: first name.
func (h *house) people() []string {
	h.t.Helper()
	riders, err := h.ListRiders(ctx)
	h.must(err)
	var all []string
	for _, r := range riders {
		all = append(all, r.Household+": "+r.FirstName)
	}
	return all
}

func TestAListBecomesFamiliesByTheRulesOfTheDesk(t *testing.T) {
	h := openClub(t)
	done := h.brings(small)
	if done.Accepted != 3 || done.Households != 2 || done.Later != 1 || len(done.Bad) != 1 {
		t.Fatalf("%+v", done)
	}
	if got, want := h.people(), []string{"Blanc: Zoé", "Blanc: Sophie", "Noir: Léo"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	found, err := h.Search(ctx, "blanc")
	h.must(err)
	home, err := h.Household(ctx, found.Households[0].ID)
	h.must(err)
	payer := home.Contacts[0]
	if payer.FirstName != "Sophie" || payer.Mobile != "06 39 98 12 10" || !payer.Pays || home.Email != "s.blanc@courriel.example" {
		t.Errorf("the grown-up answers for the family: %+v, %s", payer, home.Email)
	}
	if len(home.Addresses) != 1 || home.Addresses[0].Street != "5 allée des Érables" || home.Addresses[0].Recipient != "Sophie Blanc" {
		t.Errorf("one address, however it is spelt: %+v", home.Addresses)
	}
	zoe := home.Riders[0]
	if zoe.LevelCode != "G3" || zoe.BirthDate != "2014-05-02" || zoe.Mobile != "" || len(zoe.Licences) != 1 || zoe.Licences[0].Number != "5581698G" {
		t.Errorf("the rider: %+v", zoe)
	}
	h.proved()
}

// TestAChildsParentAndWhomToCallComeIn: a line names a child, who pays and whom
// to call (PRODUCT section 2).
func TestAChildsParentAndWhomToCallComeIn(t *testing.T) {
	h := openClub(t)
	done := h.brings(`Nom;Prénom;Né le;Adresse;CP;Ville;Civilité responsable;Nom du responsable;Prénom du responsable;Mère;Portable;Personne à prévenir;Tél. urgence
BLANC;Zoé;02/05/2014;5 rue Haute;26999;Vaubrun;M.;NOIR;Luc;Mme BLANC Eva;06 39 98 12 10;Mamie Rose;0639981211
Blanc;Tom;02/05/2016;5 rue Haute;26999;Vaubrun;;Noir;Luc;;06 39 98 12 10;Luc Noir;
Gris;Ana;02/05/2015;6 rue Haute;26999;Vaubrun;;;;;;Voisin;
NOIR;Luc;02/05/1980;5 rue Haute;26999;Vaubrun;;;;;;;
`)
	if done.Accepted != 4 || done.Households != 2 {
		t.Fatalf("%+v", done)
	}
	found, err := h.Search(ctx, "zoé blanc")
	h.must(err)
	home, err := h.Household(ctx, found.Riders[0].Household)
	h.must(err)
	want := []club.Contact{
		{Civility: "M", Surname: "NOIR", FirstName: "Luc", Mobile: "06 39 98 12 10", Pays: true, Emergency: true},
		{Civility: "Mme", Surname: "BLANC", FirstName: "Eva"},
	}
	if !slices.Equal(home.Contacts, want) || home.Addresses[0].Recipient != "Monsieur Luc NOIR" || len(home.Riders) != 3 {
		t.Errorf("adults %+v, papers to %q, riders %+v", home.Contacts, home.Addresses[0].Recipient, home.Riders)
	}
	if zoe := home.Riders[0]; zoe.EmergencyName != "Mamie Rose" || zoe.EmergencyPhone != "06 39 98 12 11" {
		t.Errorf("whom to call for Zoé: %+v", zoe)
	}
	long, err := h.ImportMembers(ctx, h.req(), list("Nom;Prénom;Né le;Parent\nVert;Eva;1/1/2015;"+strings.Repeat("x", 9999)+"\n"), desk.MemberOptions{})
	h.refuses(err, club.CodeBadLines)
	if len(long.Bad) != 1 || long.Bad[0].Field != club.MemberPayerName {
		t.Errorf("the fault stands at the column it came from: %+v", long.Bad)
	}
	found, err = h.Search(ctx, "ana gris")
	h.must(err)
	home, err = h.Household(ctx, found.Riders[0].Household)
	h.must(err)
	if len(home.Contacts) != 2 || home.Contacts[1] != (club.Contact{Surname: "Voisin"}) || home.Riders[0].EmergencyName != "" {
		t.Errorf("who cannot be called hides nobody, and is kept: %+v, %+v", home.Contacts, home.Riders[0])
	}
	h.proved()
}

func TestWithABadLineNothingIsWrittenUnlessItIsSetAside(t *testing.T) {
	h := openClub(t)
	read, err := h.ImportMembers(ctx, h.req(), list(small), desk.MemberOptions{})
	h.refuses(err, club.CodeBadLines)
	if read.Accepted != 3 || len(read.Bad) != 1 || read.Bad[0].Line != 5 || read.Bad[0].Field != club.MemberFirstName {
		t.Errorf("what is wrong is told: %+v", read)
	}
	imports, err := h.Imports().Rows(ctx, desk.ListQuery{})
	h.must(err)
	if len(h.people()) != 0 || len(imports) != 0 {
		t.Errorf("wrote %q, %+v", h.people(), imports)
	}
}

func TestADryRunWritesNothing(t *testing.T) {
	h := openClub(t)
	before, err := h.Revision(ctx)
	h.must(err)
	if _, err := h.CheckMembers(ctx, list(small), desk.MemberOptions{}); err != nil {
		t.Fatal(err)
	}
	after, err := h.Revision(ctx)
	h.must(err)
	if before != after || len(h.people()) != 0 {
		t.Errorf("revision %d became %d, people %q", before, after, h.people())
	}
}

func TestAListImportedTwiceChangesNothing(t *testing.T) {
	h := openClub(t)
	h.brings(small)
	before := h.people()
	again := h.brings(small)
	if again.Accepted != 0 || again.Known != 3 || again.Later != 0 || again.Import != 0 {
		t.Errorf("the second time: %+v", again)
	}
	if imports, err := h.Imports().Rows(ctx, desk.ListQuery{}); err != nil || len(imports) != 1 || !slices.Equal(h.people(), before) {
		t.Errorf("%+v, %v, %q", imports, err, h.people())
	}
}

func TestTheSameKeyImportsOnceAndAnsweredAlike(t *testing.T) {
	h := openClub(t)
	req := h.req()
	first, err := h.ImportMembers(ctx, req, list(small), desk.MemberOptions{SkipBad: true})
	h.must(err)
	second, err := h.ImportMembers(ctx, req, list(small), desk.MemberOptions{SkipBad: true})
	h.must(err)
	if first.MembersImported != second.MembersImported || len(h.people()) != 3 {
		t.Errorf("%+v then %+v, %q", first.MembersImported, second.MembersImported, h.people())
	}
	_, err = h.ImportMembers(ctx, req, list(small+"Vert;Eva;1/1/2015\n"), desk.MemberOptions{SkipBad: true})
	h.refuses(err, club.CodeKeyReused)
}

func TestARiderOfAKnownFamilyJoinsIt(t *testing.T) {
	h := openClub(t)
	home := h.join("Blanc", "Manon")
	done := h.brings("Nom;Prénom;Naissance;E-mail\nBLANC;Zoé;02/05/2016;" + home.Email + "\nBlanc;MANON;02/05/2014;\n")
	if done.Households != 0 || done.Joined != 1 || done.Known != 1 {
		t.Errorf("%+v", done)
	}
	view, err := h.Household(ctx, home.ID)
	h.must(err)
	if len(view.Riders) != 2 || view.Riders[1].FirstName != "Zoé" {
		t.Errorf("riders: %+v", view.Riders)
	}
	if found, err := h.Search(ctx, "zoe"); err != nil || len(found.Households) != 1 {
		t.Errorf("the family is found by its new rider: %+v, %v", found, err)
	}
}

// What is the rider's own stays theirs, though the family's payer is left as it is.
func TestARiderWhoJoinsAFamilyKeepsTheirOwnPhonesMailAndAddress(t *testing.T) {
	h := openClub(t)
	home := h.join("Blanc", "Manon")
	at := home.Addresses[0]
	h.brings("Nom;Prénom;Naissance;Adresse;CP;Ville;E-mail;Portable;Téléphone\n" +
		"Blanc;Luc;02/05/1990;" + at.Street + ";" + at.PostalCode + ";" + at.Town + ";luc@x.example;0639981277;0139981278\n" +
		"Blanc;Zoé;02/05/2016;5 allée des Prés;26999;Vaubrun;" + home.Email + ";;\n")
	view, err := h.Household(ctx, home.ID)
	h.must(err)
	if len(view.Riders) != 3 || len(view.Contacts) != len(home.Contacts) || len(view.Addresses) != 1 {
		t.Fatalf("%+v", view.Riders)
	}
	luc, zoe := view.Riders[1], view.Riders[2]
	if luc.Email != "luc@x.example" || luc.Mobile != "06 39 98 12 77" || luc.Phone != "01 39 98 12 78" || luc.Address != "" {
		t.Errorf("%+v", luc)
	}
	if zoe.Email != "" || zoe.Address != "5 allée des Prés\n26999 Vaubrun" {
		t.Errorf("%+v", zoe)
	}
	if found, err := h.Search(ctx, "01 39 98 12 78"); err != nil || len(found.Households) != 1 {
		t.Errorf("the family is found by its rider's second phone: %+v, %v", found, err)
	}
}

func TestRidersMakeAFamilyBesideAGuestOfTheSameMail(t *testing.T) {
	h := openClub(t)
	view, err := h.SaveHousehold(ctx, h.req(), desk.SaveHousehold{Household: club.Household{Kind: "guest", Email: "roux@x.example"}})
	h.must(err)
	done := h.brings("Nom;Prénom;Naissance;E-mail\nRoux;Zoé;02/05/2016;roux@x.example\n")
	if done.Households != 1 || done.Joined != 0 {
		t.Errorf("%+v", done)
	}
	look, err := h.Resembling(ctx, view.ID)
	h.must(err)
	if len(look) != 1 || look[0].Why != "email" {
		t.Errorf("the desk sees that they may be one: %+v", look)
	}
}

func TestAnImportSaysHowManyOfItsFamiliesWereChangedSince(t *testing.T) {
	h := openClub(t)
	done := h.brings("Nom;Prénom;Naissance;E-mail\nRoux;Zoé;02/05/2016;roux@x.example\nBlanc;Luc;02/05/2016;blanc@x.example\n")
	edited := func() int {
		rows, err := h.Imports().Rows(ctx, desk.ListQuery{})
		h.must(err)
		return rows[0].Edited
	}
	if n := edited(); n != 0 || done.Households != 2 {
		t.Errorf("%d", n)
	}
	found, err := h.Search(ctx, "roux")
	h.must(err)
	home, err := h.Household(ctx, found.Households[0].ID)
	h.must(err)
	home.Household.Note = "Appeler le soir"
	_, err = h.SaveHousehold(ctx, h.req(), desk.SaveHousehold{Household: home.Household})
	h.must(err)
	if n := edited(); n != 1 {
		t.Errorf("one was changed: %d", n)
	}
}

func TestAnImportIsUndoneAsAWhole(t *testing.T) {
	h := openClub(t)
	home := h.join("Vert", "Manon")
	done := h.brings(small + "Vert;Eva;01/02/2015;;;;;" + home.Email + ";;\n")
	if len(h.people()) != 5 {
		t.Fatalf("%q", h.people())
	}
	undone, err := h.UndoImport(ctx, h.req(), done.Import)
	h.must(err)
	if got, want := h.people(), []string{"Vert: Manon"}; !slices.Equal(got, want) || undone.UndoneAt == "" || undone.Later != 0 {
		t.Errorf("%q remain, %+v", got, undone)
	}
	if found, err := h.Search(ctx, "eva"); err != nil || len(found.Households) != 0 {
		t.Errorf("the family that stays is still found by who left: %+v, %v", found, err)
	}
	_, err = h.UndoImport(ctx, h.req(), done.Import)
	h.refuses(err, club.CodeImportUndone)
	if again := h.brings(small); again.Accepted != 3 {
		t.Errorf("and can be imported again: %+v", again)
	}
	h.proved()
}

func TestAnImportIsNotUndoneOnceSomethingHangsOnIt(t *testing.T) {
	for name, c := range map[string]struct {
		code club.Code
		hang func(h *house, home club.HouseholdID)
	}{
		"a cart": {club.CodeImportSold, func(h *house, home club.HouseholdID) {
			_, err := h.OpenCart(ctx, h.req(), home)
			h.must(err)
		}},
		"an invoice": {club.CodeImportSold, func(h *house, home club.HouseholdID) { h.sellTo(home, h.goods("Bombe", 4_500)) }},
		"a rider": {club.CodeImportUsed, func(h *house, home club.HouseholdID) {
			_, err := h.SaveRider(ctx, h.req(), desk.SaveRider{Rider: club.Rider{Household: home, Surname: "Blanc", FirstName: "Eva", BirthDate: "2016-01-01"}})
			h.must(err)
		}},
		"terms accepted": {club.CodeImportUsed, func(h *house, home club.HouseholdID) {
			view, err := h.Household(ctx, home)
			h.must(err)
			_, err = h.AcceptTerms(ctx, h.req(), home, desk.AcceptTerms{Version: view.Terms.Version})
			h.must(err)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			h := openClub(t)
			done := h.brings(small)
			found, err := h.Search(ctx, "blanc")
			h.must(err)
			c.hang(h, found.Households[0].ID)
			before := h.people()
			_, err = h.UndoImport(ctx, h.req(), done.Import)
			if refusal := wantRefusal(t, err, c.code, ""); refusal.Params["name"] != "Blanc" {
				t.Errorf("names %v", refusal.Params)
			}
			if !slices.Equal(h.people(), before) {
				t.Errorf("%q became %q", before, h.people())
			}
		})
	}
}

func TestColumnsAreChosenByHeadingOrNumber(t *testing.T) {
	const odd = "A;B;C;D\nBlanc;Zoé;02/05/2014;Noir\n"
	h := openClub(t)
	choose := func(field club.MemberField, column string) desk.MemberColumnChoice {
		return desk.MemberColumnChoice{Field: field, Column: column}
	}
	three := []desk.MemberColumnChoice{choose("surname", "a"), choose("firstName", "2"), choose("birthDate", "C")}
	_, err := h.CheckMembers(ctx, list(odd), desk.MemberOptions{})
	wantRefusal(t, err, club.CodeColumnMissing, "surname")
	_, err = h.CheckMembers(ctx, list(odd), desk.MemberOptions{Columns: append(three, choose("town", "Z"))})
	wantRefusal(t, err, club.CodeColumnUnknown, "town")
	if read, err := h.CheckMembers(ctx, list(odd), desk.MemberOptions{Columns: three}); err != nil || read.Accepted != 1 {
		t.Errorf("%+v, %v", read, err)
	}
	// What was guessed gives way, and can be taken away.
	options := desk.MemberOptions{Columns: []desk.MemberColumnChoice{choose("surname", "Ville"), choose("email", "")}, SkipBad: true}
	_, err = h.ImportMembers(ctx, h.req(), list("Nom;Ville;Prénom;Né le;Mail\nBlanc;Vaubrun;Zoé;02/05/2014;rien\n"), options)
	h.must(err)
	if got := h.people(); !slices.Equal(got, []string{"Vaubrun: Zoé"}) {
		t.Errorf("%q", got)
	}
}

func TestPostalCodesThatLostTheirZeroAreMendedWhereTheWholeColumnDid(t *testing.T) {
	h := openClub(t)
	for codes, bad := range map[string]int{
		"1000 1200 26999 7130":                     0, // a spreadsheet cut them all
		"1000 01200 26999 7130":                    2, // one kept its zero: the others are slips
		"26999 26999 26120 2612":                   1, // a single one is a slip
		strings.Repeat("26999 ", 30) + "1000 1200": 2, // two in thirty-two as well
	} {
		text := "Nom;Prénom;Naissance;CP\n"
		for i, code := range strings.Fields(codes) {
			text += fmt.Sprintf("Blanc%d;Zoé;02/05/2014;%s\n", i, code)
		}
		read, err := h.CheckMembers(ctx, list(text), desk.MemberOptions{})
		h.must(err)
		if len(read.Bad) != bad {
			t.Errorf("%.40s: %d bad lines, want %d", codes, len(read.Bad), bad)
		}
	}
}

func TestTheRiderOfAnEarlierLineIsNotMadeTwice(t *testing.T) {
	h := openClub(t)
	read, err := h.CheckMembers(ctx, list("Nom;Prénom;Naissance\nŒuvré;Jade;19/07/2014\nOEUVRE;jade;2014-07-19\nŒuvré;Jade;20/07/2014\n"), desk.MemberOptions{})
	h.must(err)
	if len(read.Bad) != 1 || read.Bad[0].Line != 3 || read.Bad[0].Code != club.CodeSameLine || read.Bad[0].Params["line"] != 2 {
		t.Errorf("%+v", read.Bad)
	}
}

func TestHostileCellsAreKeptAsTextOrRefusedByLine(t *testing.T) {
	h := openClub(t)
	text := "Nom;Prénom;Naissance;Ville\n" +
		"=HYPERLINK(\"x\");+Zoé;02/05/2014;@SUM(1)\n" +
		strings.Repeat("a;", 300) + "\n" +
		strings.Repeat("x", 201) + ";Léo;02/05/2014;Vaubrun\n" +
		"Blanc\u202e;Zo\u0007é;02/05/2014;Vau\u200bbrun\n"
	read, err := h.ImportMembers(ctx, h.req(), list(text), desk.MemberOptions{SkipBad: true})
	h.must(err)
	var bad []string
	for _, b := range read.Bad {
		bad = append(bad, fmt.Sprint(b.Line, " ", b.Code))
	}
	if want := []string{"3 extraCells", "4 tooLong"}; !slices.Equal(bad, want) {
		t.Errorf("bad lines %q, want %q", bad, want)
	}
	if got := h.people(); !slices.Equal(got, []string{`=HYPERLINK("x"): +Zoé`, "Blanc: Zoé"}) {
		t.Errorf("%q", got)
	}
}

// The members of a real program's list, where they are at hand: exactly the
// lines its maker says are bad, each for its reason.
func TestTheListOfThreeHundredHasTwelveBadLines(t *testing.T) {
	folder := filepath.Join("..", "..", "..", "shared", "vectors")
	raw, err := os.ReadFile(filepath.Join(folder, "members-300.csv"))
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("members-300.csv is absent")
	}
	h := openClub(t)
	h.must(err)
	said, err := os.ReadFile(filepath.Join(folder, "members-300.bad.txt"))
	h.must(err)
	reasons := map[string]string{
		"birth date 31/02 does not exist":                  "birthDate badDay",
		"phone with letters":                               "mobile badPhone",
		"e-mail without a domain":                          "email badEmail",
		"birth date missing":                               "birthDate required",
		"birth date with two readings of a two-digit year": "birthDate birthTwoReadings",
		"first name missing":                               "firstName required",
		"birth date in the future":                         "birthDate birthInFuture",
		"surname missing":                                  "surname required",
		"postal code of four digits":                       "postalCode postalCode",
		"level Galop 12 does not exist":                    "level levelUnknown",
		"same rider as the line before":                    " sameLine",
		"extra column":                                     " extraCells",
	}
	var want, got []string
	for line := range strings.Lines(string(said)) {
		number, reason, _ := strings.Cut(strings.TrimSpace(line), " ")
		if _, err := strconv.Atoi(number); err == nil {
			want = append(want, number+" "+reasons[reason])
		}
	}
	read, err := h.ImportMembers(ctx, h.req(), desk.MemberFile{Name: "members-300.csv", Raw: raw}, desk.MemberOptions{SkipBad: true})
	h.must(err)
	for _, b := range read.Bad {
		got = append(got, fmt.Sprint(b.Line, " ", b.Field, " ", b.Code))
	}
	if !slices.Equal(got, want) || len(want) != 12 {
		t.Errorf("bad lines\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if read.Accepted != 288 || read.Later != 12 || len(h.people()) != 288 {
		t.Errorf("%+v, %d people", read.MembersImported, len(h.people()))
	}
	h.proved()
}

// manyMembers is a list of n riders, two a family, in Windows-1252.
func manyMembers(tb testing.TB, n int) []byte {
	tb.Helper()
	var text bytes.Buffer
	text.WriteString("Civilité;Nom;Prénom;Adresse;Code postal;Ville;Date de naissance;Téléphone fixe;Portable;E-mail;Pays;Niveau;N° licence\r\n")
	born := time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range n {
		fmt.Fprintf(&text, "Mlle;GUÉRIN-%d;Inès %d;%d rue des Lilas;26%03d;Chabeuil;%s;;06 39 %02d %02d %02d;famille%d@courriel.example;France;Galop %d;%07dG\r\n",
			i/2, i, i/2, i%1000, born.AddDate(0, 0, i%10_000).Format("02/01/2006"), i/2/10_000%100, i/2/100%100, i/2%100, i/2, i%7+1, i)
	}
	raw, err := charmap.Windows1252.NewEncoder().Bytes(text.Bytes())
	if err != nil {
		tb.Fatal(err)
	}
	return raw
}

// BenchmarkImportOfFiftyThousandMembers is the largest list that must stay
// bearable: read, checked and written, and how long a sale waits beside it.
func BenchmarkImportOfFiftyThousandMembers(b *testing.B) {
	file := desk.MemberFile{Name: "large.csv", Raw: manyMembers(b, 50_000)}
	for b.Loop() {
		h := openClub(b)
		begun := time.Now()
		read, err := h.CheckMembers(ctx, file, desk.MemberOptions{})
		h.must(err)
		checked := time.Since(begun)
		begun = time.Now()
		longest, sales, through := time.Duration(0), 0, make(chan struct{})
		gloves := h.goods("Gants", 10_00)
		selling := sync.WaitGroup{}
		selling.Go(func() {
			for {
				select {
				case <-through:
					return
				default:
				}
				sold := time.Now()
				h.sellTo(0, gloves, cash(10_00)...)
				longest, sales = max(longest, time.Since(sold)), sales+1
			}
		})
		done, err := h.ImportMembers(ctx, h.req(), file, desk.MemberOptions{})
		h.must(err)
		close(through)
		selling.Wait()
		if done.Accepted != 50_000 || done.Households != 25_000 || len(read.Bad) != 0 {
			b.Fatalf("%+v", done)
		}
		written := time.Since(begun)
		begun = time.Now()
		_, err = h.UndoImport(ctx, h.req(), done.Import)
		h.must(err)
		b.ReportMetric(checked.Seconds(), "s/check")
		b.ReportMetric(written.Seconds(), "s/import")
		b.ReportMetric(longest.Seconds(), "s/longest-sale")
		b.ReportMetric(float64(sales), "sales")
		b.ReportMetric(time.Since(begun).Seconds(), "s/undo")
	}
}

// The same members, saved as a spreadsheet does: days are numbers with a format,
// postal codes are numbers without their zero, phones too.
func TestASpreadsheetOfMembersIsReadLikeTheList(t *testing.T) {
	h := openClub(t)
	book := excelize.NewFile()
	day, err := book.NewStyle(&excelize.Style{NumFmt: 14})
	h.must(err)
	for i, row := range [][]any{
		{"Nom", "Prénom", "Né le", "CP", "Portable"},
		{"Blanc", "Zoé", 41761, 1000, 639981210},
		{"Noir", "Léo", 41762, 7130, 639981211},
		{"Gris", "Eva", "31/02/2014", 26999, 639981212},
	} {
		cell := fmt.Sprintf("A%d", i+1)
		h.must(book.SetSheetRow("Sheet1", cell, &row))
		h.must(book.SetCellStyle("Sheet1", fmt.Sprintf("C%d", i+1), fmt.Sprintf("C%d", i+1), day))
	}
	var raw bytes.Buffer
	h.must(book.Write(&raw))
	read, err := h.ImportMembers(ctx, h.req(), desk.MemberFile{Name: "membres.xlsx", Raw: raw.Bytes()}, desk.MemberOptions{SkipBad: true})
	h.must(err)
	if read.Accepted != 2 || len(read.Bad) != 1 || read.Bad[0].Line != 4 || read.Bad[0].Code != club.CodeBadDay {
		t.Fatalf("%+v", read)
	}
	found, err := h.Search(ctx, "blanc")
	h.must(err)
	home, err := h.Household(ctx, found.Households[0].ID)
	h.must(err)
	if home.Riders[0].BirthDate != "2014-05-02" || home.Addresses[0].PostalCode != "01000" || home.Contacts[0].Mobile != "06 39 98 12 10" {
		t.Errorf("%+v", home)
	}
}
