package desk_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/sqlite"
)

// Before a backup takes the place of the data its reader says what it is, and
// touches nothing.
func TestABackupIsReadBeforeAnybodyRestoresIt(t *testing.T) {
	h := openClub(t)
	h.join("Delcourt", "Manon", "Léa")
	made, err := h.Backup(ctx, h.req(), filepath.Join(t.TempDir(), "club.paddock"))
	h.must(err)
	before, err := os.ReadDir(h.dir)
	h.must(err)
	read, err := h.ReadBackup(ctx, made.File)
	h.must(err)
	want := desk.BackupRead{
		File: made.File, Bytes: made.Bytes, SHA256: made.SHA256, Signed: true, Club: "Écuries de Vaubrun", Zone: "Europe/Paris", Last: read.Last, Entries: read.Entries,
		Households: 1, Riders: 2, Kept: filepath.Join(h.dir, sqlite.File+".before-restore-1"),
	}
	if read != want || read.Entries == 0 || !read.Last.Equal(h.clock.now()) {
		t.Errorf("%+v, want %+v", read, want)
	}
	if after, err := os.ReadDir(h.dir); err != nil || len(after) != len(before) {
		t.Errorf("%v, before %v, %v", after, before, err)
	}
	h.must(os.WriteFile(made.File, []byte("x"), 0o600))
	_, err = h.ReadBackup(ctx, made.File)
	wantRefusal(t, err, club.CodeBackupDamaged, "file")
	if after, err := os.ReadDir(h.dir); err != nil || len(after) != len(before) {
		t.Errorf("a refusal left %v, %v", after, err)
	}
	h.must(os.Remove(made.File))
	_, err = h.ReadBackup(ctx, made.File)
	wantRefusal(t, err, club.CodeBackupMissing, "file")
}

// The desk hands a backup that was read to the program that opened it, and no other
// file; nobody but the owner asks for it.
func TestARestoreIsAskedOfTheProgramByTheOwnerAlone(t *testing.T) {
	h := openClub(t)
	made, err := h.Backup(ctx, h.req(), filepath.Join(t.TempDir(), "club.paddock"))
	h.must(err)
	err = h.RestoreBackup(ctx, h.req(), made.File, made.SHA256)
	h.refuses(err, club.CodeRestoreElsewhere)
	h.must(h.Close())
	var asked []string
	o := desk.Options{Dir: h.dir, Now: h.clock.now, Restore: func(file, by string) { asked = append(asked, file, by) }, Said: "en place"}
	h.Desk, err = desk.Open(ctx, o)
	h.must(err)
	wantRefusal(t, h.RestoreBackup(ctx, h.req(), made.File, strings.Repeat("0", 64)), club.CodeBackupDamaged, "file")
	req := h.req()
	h.must(h.RestoreBackup(ctx, req, made.File, made.SHA256))
	h.must(h.RestoreBackup(ctx, req, made.File, made.SHA256)) // its answer was lost
	h.refuses(h.RestoreBackup(ctx, h.req(), made.File, made.SHA256), club.CodeRestoreUnderWay)
	if len(asked) != 2 || asked[0] != made.File || asked[1] != h.owner.Name {
		t.Errorf("%q", asked)
	}
	first, err := h.Session(ctx, h.owner)
	if err != nil || first.Said != "en place" || first.Start == "" {
		t.Errorf("%q, %q, %v", first.Said, first.Start, err)
	}
	_, err = h.SaveStaff(ctx, h.req(), desk.SaveStaff{Staff: club.Staff{Name: "Léa", Role: club.Desk}})
	h.must(err)
	h.must(h.Close())
	o.As = "Léa"
	h.Desk, err = desk.Open(ctx, o)
	h.must(err)
	t.Cleanup(func() { h.Close() })
	_, err = h.ReadBackup(ctx, made.File)
	h.refuses(err, club.CodeNotAllowed)
	h.refuses(h.RestoreBackup(ctx, h.req(), made.File, made.SHA256), club.CodeNotAllowed)
	if again, err := h.Session(ctx, h.owner); err != nil || again.Start == first.Start {
		t.Errorf("opened again it is the start %q as before, %v", again.Start, err)
	}
}
