package desk_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/sqlite"
)

func TestDataThatCannotBeOpenedAreRefusedInWords(t *testing.T) {
	write := func(name, text string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			t.Helper()
			if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	change := func(statement string) func(*testing.T, string) {
		return func(t *testing.T, dir string) {
			t.Helper()
			db, err := sql.Open("sqlite3", filepath.Join(dir, sqlite.File))
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if _, err := db.Exec(statement); err != nil {
				t.Fatal(err)
			}
		}
	}
	for name, c := range map[string]struct {
		club  bool // there is one before
		spoil func(*testing.T, string)
		read  club.Code // "" when it opens
		write club.Code
	}{
		"nothing":             {spoil: func(*testing.T, string) {}, read: club.CodeDataMissing},
		"an empty file":       {spoil: write(sqlite.File, ""), read: club.CodeClubMissing},
		"a letter":            {spoil: write(sqlite.File, "Dear club, here are the data."), read: club.CodeDataForeign, write: club.CodeDataForeign},
		"another's database":  {spoil: change("CREATE TABLE recipes (name TEXT)"), read: club.CodeDataForeign, write: club.CodeDataForeign},
		"an emptied database": {club: true, spoil: write(sqlite.File, ""), read: club.CodeDataLost, write: club.CodeDataLost},
		"a newer schema": {club: true, read: club.CodeDataNewer, write: club.CodeDataNewer,
			spoil: change("INSERT INTO goose_db_version (version_id, is_applied) VALUES (99999, 1)")},
		"a head cut off": {club: true, read: club.CodeDataDamaged, write: club.CodeDataDamaged, spoil: func(t *testing.T, dir string) {
			raw, err := os.ReadFile(filepath.Join(dir, sqlite.File))
			if err != nil {
				t.Fatal(err)
			}
			write(sqlite.File, string(raw[:5000]))(t, dir)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			if c.club {
				h := openClub(t)
				dir = h.dir
				if err := h.Close(); err != nil {
					t.Fatal(err)
				}
			}
			c.spoil(t, dir)
			for _, side := range []struct {
				readOnly bool
				want     club.Code
			}{{true, c.read}, {false, c.write}} {
				d, err := desk.Open(t.Context(), desk.Options{Dir: dir, ReadOnly: side.readOnly, Keys: desk.FileKeys(t.TempDir())})
				if err == nil {
					d.Close()
				}
				if side.want == "" && err == nil {
					continue
				}
				refused := wantRefusal(t, err, side.want, "")
				if folder, named := refused.Params["folder"]; named && folder != dir {
					t.Errorf("names the folder %v", folder)
				}
			}
		})
	}
}

func TestAnotherProgramsDatabaseIsNotTouched(t *testing.T) {
	dir := t.TempDir()
	db, err := sql.Open("sqlite3", filepath.Join(dir, sqlite.File))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("CREATE TABLE recipes (name TEXT)"); err != nil {
		t.Fatal(err)
	}
	db.Close()
	before, err := os.ReadFile(filepath.Join(dir, sqlite.File))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := desk.Open(t.Context(), desk.Options{Dir: dir}); err == nil {
		t.Fatal("opened")
	}
	after, err := os.ReadFile(filepath.Join(dir, sqlite.File))
	if err != nil {
		t.Fatal(err)
	}
	if string(before) != string(after) {
		t.Error("it was changed")
	}
}

func TestADatabaseTakenAwayIsNotBegunAnew(t *testing.T) {
	h := openClub(t)
	if err := h.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(h.dir, sqlite.File)); err != nil {
		t.Fatal(err)
	}
	_, err := desk.Open(t.Context(), desk.Options{Dir: h.dir})
	wantRefusal(t, err, club.CodeDataLost, "")
}
