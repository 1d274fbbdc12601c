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
	withSteps(t, fstest.MapFS{}, "migrations/99999_step.sql", statement)
}

// withSteps is one whose schema has one more step than files had.
func withSteps(t *testing.T, files fstest.MapFS, name, statement string) {
	t.Helper()
	files[name] = &fstest.MapFile{Data: []byte("-- +goose Up\n" + statement + "\n")}
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
	if _, err := db.Backup(t.Context(), backup, func([]byte) ([]byte, error) { return nil, nil }); err != nil {
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

// keptBefore lists the data that were kept before updates, the oldest first.
func keptBefore(t *testing.T, dir string) []string {
	t.Helper()
	kept, err := filepath.Glob(filepath.Join(dir, UpdateFolder, "*.paddock"))
	if err != nil {
		t.Fatal(err)
	}
	return kept
}

func openAt(t *testing.T, dir string, moment time.Time) error {
	t.Helper()
	db, err := Open(t.Context(), dir, func() time.Time { return moment })
	if err != nil {
		return err
	}
	return db.Close()
}

func TestDataAreKeptBeforeTheirMigrationsAndCanBeRestored(t *testing.T) {
	dir, morning := t.TempDir(), time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC)
	clubIn(t, dir)
	if kept := keptBefore(t, dir); len(kept) != 0 {
		t.Errorf("nothing was updated: %v", kept)
	}
	withStep(t, "CREATE TABLE stalls (name TEXT); DELETE FROM journal;") // sealed: it fails half way
	for n := range 5 {
		if err := openAt(t, dir, morning.AddDate(0, 0, n)); !errors.Is(err, club.Refuse(club.CodeDataNotUpdated)) {
			t.Fatalf("said %v", err)
		}
	}
	kept := keptBefore(t, dir)
	if len(kept) != 1 || filepath.Base(kept[0])[:10] != "2026-11-25" {
		t.Fatalf("one copy of one form, the latest: %v", kept)
	}
	migrations = embedded
	if err := openAt(t, dir, morning); err != nil {
		t.Fatal(err)
	}
	if _, err := restoreInto(t.TempDir(), kept[0]); err != nil {
		t.Errorf("what was kept is a backup like any other: %v", err)
	}
}

func TestTheLastThreeFormsOfTheDataAreKept(t *testing.T) {
	dir, morning := t.TempDir(), time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC)
	clubIn(t, dir)
	files := fstest.MapFS{}
	for n := range 5 {
		withSteps(t, files, fmt.Sprintf("migrations/9999%d_step.sql", n), fmt.Sprintf("CREATE TABLE stalls%d (name TEXT);", n))
		if err := openAt(t, dir, morning.AddDate(0, 0, n)); err != nil {
			t.Fatal(err)
		}
	}
	entries, err := os.ReadDir(filepath.Join(dir, UpdateFolder))
	if err != nil || len(entries) != 2*updatesKept || entries[0].Name()[:10] != "2026-11-23" {
		t.Errorf("three and their sums: %v, %v", entries, err)
	}
}

func TestDataOfAnOlderVersionAreCopiedAsTheyAre(t *testing.T) {
	dir := t.TempDir()
	clubIn(t, dir)
	before := contents(t, dir)
	withStep(t, "CREATE TABLE stalls (name TEXT);")
	db, err := OpenToCopy(t.Context(), dir, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	backup := filepath.Join(t.TempDir(), "older.paddock")
	_, err = db.Backup(t.Context(), backup, func([]byte) ([]byte, error) { return nil, nil })
	if err = errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	if after := contents(t, dir); after != before {
		t.Errorf("before %s\nafter %s", before, after)
	}
	if _, err := restoreInto(t.TempDir(), backup); err != nil {
		t.Errorf("and restored: %v", err)
	}
}

func TestDataOfAnOlderVersionAreToldOfBeforeTheyAreChanged(t *testing.T) {
	dir, told := t.TempDir(), 0
	open := func() {
		db, err := OpenTelling(t.Context(), dir, time.Now, func(string) { told++ })
		if err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
	}
	clubIn(t, dir)
	if open(); told != 0 {
		t.Error("data of today are told of")
	}
	withStep(t, "CREATE TABLE stalls (name TEXT);")
	if open(); told != 1 {
		t.Errorf("older data are told of %d times", told)
	}
	if open(); told != 1 {
		t.Error("data that were brought up to date are told of again")
	}
}
