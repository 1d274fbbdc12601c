package desk_test

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/sqlite"
)

// twins is a list of families of two riders each, who were born on one day.
func twins(families int) string {
	var text strings.Builder
	text.WriteString("Nom;Prénom;Né le;Adresse;CP;Ville;Portable;E-mail;Licence\n")
	for i := range families {
		for _, first := range []string{"Zoé", "Léo"} {
			fmt.Fprintf(&text, "Blanc-%03d;%s;02/05/2014;%d rue des Lilas;26120;Chabeuil;06 39 98 %02d %02d;famille%d@courriel.example;%s%07d\n",
				i, first, i, i/100, i%100, i, first[:1], i)
		}
	}
	return text.String()
}

// filesIn are the files of a folder.
func filesIn(dir string) (names []string) {
	entries, _ := os.ReadDir(dir)
	for _, entry := range entries {
		names = append(names, entry.Name())
	}
	return names
}

// The lock is another's the whole time: a list that needed it before its last
// transaction would not come further than its first line.
func TestALongListIsPreparedWithoutKeepingTheDeskWaiting(t *testing.T) {
	const families = 300
	h := openClub(t)
	view := h.looks(twins(families))
	files := filesIn(h.dir)
	letGo := h.holdsWriting()
	view, err := h.ImportMemberFile(ctx, h.req(), view.ID)
	h.must(err)
	ready := func() bool { return view.Total == families && view.Done == families-1 }
	for view.Doing != "" && !ready() {
		view, err = h.MemberFile(ctx, view.ID)
		h.must(err)
	}
	if !ready() || len(h.people()) != 0 || !slices.Equal(filesIn(h.dir), files) {
		t.Errorf("prepared %d of %d, %d people are there, the folder holds %q", view.Done, view.Total, len(h.people()), filesIn(h.dir))
	}
	letGo()
	if view = h.settled(view); view.Imported == nil || view.Imported.Accepted != 2*families || view.Imported.Households != families || len(h.people()) != 2*families {
		t.Errorf("%+v, %+v, %d people", view.Failure, view.Imported, len(h.people()))
	}
	h.proved()
}

// rowsOfFamilies are what the tables of families hold, whenever and by whatever import it
// was written.
func (h *house) rowsOfFamilies() (rows []string) {
	h.t.Helper()
	for _, query := range []string{
		"SELECT json_array(id, kind, name, language, email, folded, version) FROM households",
		"SELECT json_array(household, n, surname, first_name, mobile, phone, email, pays) FROM contacts",
		"SELECT json_array(household, recipient, street, postal_code, town, is_default) FROM addresses",
		"SELECT json_array(id, household, civility, surname, first_name, birth_date, mobile, email, folded, version) FROM riders",
		"SELECT json_array(rider, kind, number) FROM licences",
		"SELECT json_array(cells, mend) FROM import_lines",
	} {
		h.ask(query, func(row *sql.Rows) error {
			var text string
			err := row.Scan(&text)
			rows = append(rows, text)
			return err
		})
	}
	slices.Sort(rows)
	return rows
}

func TestALongListBecomesWhatShortOnesDoAndIsUndoneAsAWhole(t *testing.T) {
	const families = 300
	joins := "Vert;Eva;01/02/2015;;;;;famille@vert.example;\n"
	bad := "Gris;Ada;31/02/2014;;;;;;\n"
	text := twins(families) + joins + bad
	lines := strings.SplitAfter(text, "\n")
	long, short := openClub(t), openClub(t)
	long.join("Vert", "Manon")
	short.join("Vert", "Manon")
	before := long.rowsOfFamilies()
	done := long.brings(text)
	for half := range slices.Chunk(lines[1:], families) {
		short.brings(lines[0] + strings.Join(half, ""))
	}
	got, want := long.rowsOfFamilies(), short.rowsOfFamilies()
	if !slices.Equal(got, want) {
		for i := range min(len(got), len(want)) {
			if got[i] != want[i] {
				t.Fatalf("%s\nwant %s", got[i], want[i])
			}
		}
		t.Fatalf("%d rows, want %d", len(got), len(want))
	}
	if done.Accepted != 2*families+1 || done.Households != families || done.Joined != 1 || done.Later != 1 {
		t.Errorf("%+v", done.MembersImported)
	}
	imports, err := long.Imports().Rows(ctx, desk.ListQuery{})
	long.must(err)
	if made := imports[0]; made.Households != families || made.Riders != 2*families+1 || made.Later != 1 {
		t.Errorf("recorded as %+v", made)
	}
	long.proved()
	_, err = long.UndoImport(ctx, long.req(), done.Import)
	long.must(err)
	if after := long.rowsOfFamilies(); !slices.Equal(after, before) {
		t.Errorf("undone: %d rows, were %d: %s", len(after), len(before), after)
	}
	long.proved()
}

// A family that comes while a list is prepared is waited for by nobody and known
// to the list all the same.
func TestAFamilyThatComesWhileALongListIsPreparedIsKnownToIt(t *testing.T) {
	const families = 300
	h := openClub(t)
	view := h.looks(twins(families))
	letGo := h.holdsWriting()
	saving, saved := make(chan struct{}), make(chan error)
	go func() {
		close(saving)
		home := household("Blanc-007", "Zoé")
		_, err := h.SaveHousehold(ctx, h.req(), desk.SaveHousehold{Household: home})
		saved <- err
	}()
	<-saving
	view, err := h.ImportMemberFile(ctx, h.req(), view.ID)
	h.must(err)
	for view.Doing != "" && !(view.Total == families && view.Done == families-1) {
		view, err = h.MemberFile(ctx, view.ID)
		h.must(err)
	}
	letGo()
	h.must(<-saved)
	view = h.settled(view)
	if view.Imported == nil || view.Imported.Known != 1 || view.Imported.Accepted != 2*families-1 {
		t.Fatalf("%+v, %+v", view.Failure, view.Imported)
	}
	if twice := slices.DeleteFunc(h.people(), func(who string) bool { return !strings.Contains(who, "Blanc-007: ") || !strings.Contains(who, "Zoé") }); len(twice) != 1 {
		t.Errorf("Zoé Blanc-007 is there as %q", twice)
	}
	h.proved()
}

func TestALongListWithBadLinesIsRefusedBeforeAnythingIsPrepared(t *testing.T) {
	h := openClub(t)
	_, err := h.ImportMembers(ctx, h.req(), list(twins(300)+"Gris;Ada;31/02/2014;;;;;;\n"), desk.MemberOptions{})
	if refusal := wantRefusal(t, err, club.CodeBadLines, ""); refusal.Params["n"] != 1 {
		t.Errorf("%v", refusal.Params)
	}
	if len(h.people()) != 0 {
		t.Errorf("%d people", len(h.people()))
	}
}

// However much the club has sold, what points at a family is looked at once.
func TestAnImportUndoneLeavesNothingThatPointsAtWhatIsGone(t *testing.T) {
	h := openClub(t)
	done := h.brings(small)
	h.must(h.Close())
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(h.dir, sqlite.File))
	h.must(err)
	// A table of a later version, which no list of parts knows.
	for _, statement := range []string{
		"CREATE TABLE badges (id INTEGER PRIMARY KEY, licence INTEGER NOT NULL REFERENCES licences (id))",
		"INSERT INTO licences (rider, kind, number, valid_from, valid_through) SELECT max(id), 'FFE', '1', '', '' FROM riders",
		"INSERT INTO badges (licence) SELECT max(id) FROM licences",
	} {
		_, err = db.Exec(statement)
		h.must(err)
	}
	h.must(db.Close())
	h.open()
	before := h.people()
	if _, err := h.UndoImport(ctx, h.req(), done.Import); err == nil || !strings.Contains(err.Error(), "badges") {
		t.Errorf("the badge is left without its licence: %v", err)
	}
	if !slices.Equal(h.people(), before) {
		t.Errorf("%q became %q", before, h.people())
	}
}
