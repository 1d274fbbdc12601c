package sqlite

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"paddock/backend/club"
	"paddock/backend/journal"
)

// withStep is a program whose schema has one more step.
func withStep(t *testing.T, statement string) {
	t.Helper()
	files := fstest.MapFS{"migrations/99999_step.sql": {Data: []byte("-- +goose Up\n" + statement + "\n")}}
	err := fs.WalkDir(embedded, "migrations", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		raw, err := embedded.ReadFile(path)
		files[path] = &fstest.MapFile{Data: raw}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	migrations = files
	t.Cleanup(func() { migrations = embedded })
}

// clubIn makes data with an owner and returns a backup of them.
func clubIn(t *testing.T, dir string) (backup string) {
	t.Helper()
	db, err := Open(t.Context(), dir, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Write(t.Context(), func(tx *Tx) error {
		id, err := tx.InsertStaff(club.Staff{Name: "Laure", Role: club.Owner, Active: true})
		return errors.Join(err, tx.Seal(journal.ClubOpened, club.Actor{ID: id}, "", map[string]any{"training": false}))
	})
	if err != nil {
		t.Fatal(err)
	}
	backup = filepath.Join(t.TempDir(), "club.paddock")
	if _, err := db.Backup(t.Context(), backup); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return backup
}

func contents(t *testing.T, dir string) (text string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		text += fmt.Sprintf("%s %x\n", path, sha256.Sum256(raw))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func restoreInto(dir, backup string) (string, error) {
	return Restore(context.Background(), dir, backup, time.Now, func(tx *Tx, _ journal.Head) error {
		_, err := tx.exec("CREATE TABLE begun (n INTEGER)")
		return err
	})
}

func TestARestoreWhoseMigrationFailsLeavesTheDataAsTheyAre(t *testing.T) {
	dir := t.TempDir()
	backup := clubIn(t, dir)
	before := contents(t, dir)
	withStep(t, "CREATE TABLE staff (name TEXT);") // it is there already
	if _, err := restoreInto(dir, backup); !errors.Is(err, club.Refuse(club.CodeDataNotUpdated)) {
		t.Errorf("said %v", err)
	}
	if after := contents(t, dir); after != before {
		t.Errorf("before %s\nafter %s", before, after)
	}
	if _, err := Open(t.Context(), dir, time.Now); !errors.Is(err, club.Refuse(club.CodeDataNotUpdated)) {
		t.Errorf("opening said %v", err)
	}
}

func TestAnOlderBackupIsBroughtUpToDateBeforeItTakesThePlaceOfTheData(t *testing.T) {
	dir := t.TempDir()
	backup := clubIn(t, dir)
	withStep(t, "CREATE TABLE stalls (name TEXT);")
	if _, err := OpenReadOnly(t.Context(), dir, time.Now); !errors.Is(err, club.Refuse(club.CodeDataOlder)) {
		t.Errorf("older data to read alone: %v", err)
	}
	kept, err := restoreInto(dir, backup)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(kept); err != nil {
		t.Errorf("the old data: %v", err)
	}
	db, err := OpenReadOnly(t.Context(), dir, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	err = db.Read(t.Context(), func(tx *Tx) error {
		var n int
		return tx.row("SELECT (SELECT count(*) FROM stalls) + (SELECT count(*) FROM begun)", nil, &n)
	})
	if err != nil {
		t.Error(err)
	}
}
