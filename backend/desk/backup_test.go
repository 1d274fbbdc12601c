package desk_test

import (
	"bytes"
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/sqlite"
)

func TestABackupIsMadeOncePerKey(t *testing.T) {
	h := openClub(t)
	away := t.TempDir()
	req := h.req()
	first, err := h.Backup(t.Context(), req, away)
	if err != nil {
		t.Fatal(err)
	}
	h.clock.set(t, "2026-10-07 11:30") // a folder would now get another file
	again, err := h.Backup(t.Context(), req, away)
	if err != nil || !same(again, first) {
		t.Errorf("%+v, then %+v, %v", first, again, err)
	}
	_, err = h.Backup(t.Context(), req, filepath.Join(away, "other.paddock"))
	wantRefusal(t, err, club.CodeKeyReused, "")
	if files, err := os.ReadDir(away); err != nil || len(files) != 3 {
		t.Errorf("%v, %v", files, err)
	}
}

// A journal that cannot take the entry, on a full disk say, spoils no backup.
func TestABackupThatCannotBeNotedStandsAndSaysSo(t *testing.T) {
	h := openClub(t)
	h.behindItsBack("CREATE TRIGGER full BEFORE INSERT ON journal WHEN NEW.kind = 'backup.made' BEGIN SELECT RAISE(ABORT, 'full'); END")
	made, err := h.Backup(t.Context(), h.req(), t.TempDir())
	h.must(err)
	if _, err := os.Stat(made.File); err != nil || !made.Unnoted || made.SHA256 == "" {
		t.Errorf("%+v %v", made, err)
	}
	h.behindItsBack("DROP TRIGGER full")
	made, err = h.Backup(t.Context(), h.req(), t.TempDir())
	h.must(err)
	if made.Unnoted {
		t.Errorf("%+v", made)
	}
}

func TestASecondClickOnBackupGetsTheFirstOnesAnswer(t *testing.T) {
	h := openClub(t)
	away := t.TempDir()
	req := h.req()
	var clicks sync.WaitGroup
	made := make([]desk.Backup, 4)
	for i := range made {
		clicks.Go(func() {
			var err error
			if made[i], err = h.Backup(t.Context(), req, away); err != nil {
				t.Error(err)
			}
		})
	}
	clicks.Wait()
	for _, m := range made {
		if !same(m, made[0]) {
			t.Errorf("%+v and %+v", m, made[0])
		}
	}
	if files, err := os.ReadDir(away); err != nil || len(files) != 3 {
		t.Errorf("%v, %v", files, err)
	}
}

// same compares answers as a client sees them: one moment, however its zone is
// called.
func same(a, b desk.Backup) bool { return a.At.Equal(b.At) && a.File == b.File && a.SHA256 == b.SHA256 }

func TestABackupRefusesAPlaceWhereItWouldBeLost(t *testing.T) {
	h := openClub(t)
	away := t.TempDir()
	link := filepath.Join(away, "link")
	for _, err := range []error{os.Symlink(h.dir, link), os.Mkdir(filepath.Join(h.dir, "copies"), 0o700), os.Symlink("copies", filepath.Join(h.dir, "more"))} {
		if err != nil {
			t.Fatal(err)
		}
	}
	for path, code := range map[string]club.Code{
		"club.paddock":                        club.CodeFileRelative,
		"../club.paddock":                     club.CodeFileRelative,
		h.dir:                                 club.CodeFileInData,
		h.dir + "/x/../club.paddock":          club.CodeFileInData,
		filepath.Join(h.dir, "club.paddock"):  club.CodeFileInData,
		filepath.Join(h.dir, "copies"):        club.CodeFileInData,
		filepath.Join(h.dir, "more", "a.pad"): club.CodeFileInData,
		link:                                  club.CodeFileInData,
		filepath.Join(link, "club.paddock"):   club.CodeFileInData,
		filepath.Join(link, "copies", "c.p"):  club.CodeFileInData,
		filepath.Join(away, "two\nlines"):     club.CodeFileControl,
		filepath.Join(away, "gone", "c.p"):    club.CodeFileNotWritten,
		link + "/paddock.db":                  club.CodeFileExists,
	} {
		_, err := h.Backup(t.Context(), h.req(), path)
		wantRefusal(t, err, code, "file")
	}
	if files, err := os.ReadDir(away); err != nil || len(files) != 1 {
		t.Errorf("left behind: %v, %v", files, err)
	}
}

func TestTheSampleClubIsMadeOncePerKey(t *testing.T) {
	dir := t.TempDir()
	d, err := desk.Open(t.Context(), desk.Options{Dir: dir, Keys: desk.FileKeys(dir + "-keys")})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	in := desk.Sample{Riders: 2, Years: 1, Seed: 1, Today: "2026-10-07"}
	first, err := d.MakeSample(t.Context(), desk.Request{Key: "sample-key"}, in)
	if err != nil {
		t.Fatal(err)
	}
	// The second request has an owner to come from, who was not there before.
	again, err := d.MakeSample(t.Context(), desk.Request{Key: "sample-key", Actor: first.Session.Person}, in)
	if err != nil || fmt.Sprint(again) != fmt.Sprint(first) {
		t.Errorf("%+v, then %+v, %v", first, again, err)
	}
	in.Riders++
	_, err = d.MakeSample(t.Context(), desk.Request{Key: "sample-key"}, in)
	wantRefusal(t, err, club.CodeKeyReused, "")
	_, err = d.MakeSample(t.Context(), desk.Request{Key: "another-key"}, in)
	wantRefusal(t, err, club.CodeFolderNotEmpty, "")
}

// backedUp closes the house after a backup of it.
func (h *house) backedUp() (file string) {
	h.t.Helper()
	made, err := h.Backup(h.t.Context(), h.req(), filepath.Join(h.t.TempDir(), "club.paddock"))
	if err != nil {
		h.t.Fatal(err)
	}
	if err := h.Close(); err != nil {
		h.t.Fatal(err)
	}
	return made.File
}

func (h *house) restore(name, file string) (string, error) {
	return desk.Restore(h.t.Context(), h.options(), name, file)
}

// The window knows who confirmed a restore; the backup may be older than they are.
func TestARestoreIsSealedInTheNameOfWhoSatAtTheDesk(t *testing.T) {
	for name, want := range map[string]string{"Hélène Roy": `"actor":2`, "Nobody": `"askedBy":"Nobody"`} {
		h := openClub(t)
		_, err := h.ChangePIN(ctx, h.req(), desk.ChangePIN{PIN: "7392"})
		h.must(err)
		_, err = h.SaveStaff(ctx, h.req(), desk.SaveStaff{Staff: club.Staff{Name: "Hélène Roy", Role: club.Owner, Active: true}, PIN: "4826"})
		h.must(err)
		file := h.backedUp()
		o := h.options()
		o.As = name
		_, err = desk.Restore(ctx, o, "", file)
		h.must(err)
		h.open()
		last := ""
		h.journal(func(kind, line string) {
			if kind == "data.restored" {
				last = line
			}
		})
		if !strings.Contains(last, want) {
			t.Errorf("asked by %s: %s", name, last)
		}
	}
}

func TestARefusedRestoreLeavesTheFolderAsItWas(t *testing.T) {
	h := openClub(t)
	file := h.backedUp()
	before := contents(t, h.dir)
	_, err := h.restore("Nobody", file)
	wantRefusal(t, err, club.CodeStaffNotFound, "")

	if after := contents(t, h.dir); after != before {
		t.Errorf("before %s\nafter %s", before, after)
	}
	h.open()
}

// Who changes a backup can work its checksum out again, and not the signature over it.
func TestABackupIsSignedAndOneThatWasChangedIsRefusedThoughItsChecksumAgrees(t *testing.T) {
	h := openClub(t)
	file := h.backedUp()
	kept, err := h.restore("", file)
	h.must(err)
	h.open()
	last := ""
	h.journal(func(kind, line string) { last = line })
	if kept == "" || !strings.Contains(last, `"signed":true`) {
		t.Errorf("restored by %s", last)
	}
	h.must(h.Close())

	raw, err := os.ReadFile(file)
	h.must(err)
	h.must(os.WriteFile(file, bytes.Replace(raw, []byte("Écuries"), []byte("Ecuries "), 1), 0o600))
	raw, err = os.ReadFile(file)
	h.must(err)
	h.must(os.WriteFile(file+sqlite.SumSuffix, fmt.Appendf(nil, "%x  %s\n", sha256.Sum256(raw), filepath.Base(file)), 0o600))
	before := contents(t, h.dir)
	_, err = h.restore("", file)
	wantRefusal(t, err, club.CodeBackupForged, "file")
	if after := contents(t, h.dir); after != before {
		t.Errorf("before %s\nafter %s", before, after)
	}
	h.must(os.Remove(file + sqlite.SigSuffix)) // of a program that signed none
	_, err = h.restore("", file)
	h.must(err)
	h.open()
	h.journal(func(kind, line string) { last = line })
	if strings.Contains(last, "signed") {
		t.Errorf("restored by %s", last)
	}
}

func TestARefusedRestoreIntoANewFolderLeavesNone(t *testing.T) {
	h := openClub(t)
	file := h.backedUp()
	fresh := filepath.Join(t.TempDir(), "fresh")
	options := h.options()
	options.Dir = fresh
	_, err := desk.Restore(ctx, options, "Nobody", file)
	wantRefusal(t, err, club.CodeStaffNotFound, "")
	if _, err := os.Stat(fresh); !os.IsNotExist(err) {
		t.Errorf("the folder holds %s", contents(t, fresh))
	}
}

func TestARestoreKilledBeforeTheSealLogKnewOfItIsExplained(t *testing.T) {
	for _, sealed := range []string{"as it was", "lost"} {
		h := openClub(t)
		h.join("Delcourt")
		file := h.backedUp()
		h.open()
		h.sellTo(h.join("Diallo").ID, h.goods("Gants", 35_00))
		if err := h.Close(); err != nil {
			t.Fatal(err)
		}
		if sealed == "lost" {
			if err := os.Remove(filepath.Join(h.dir, sqlite.SealFile)); err != nil {
				t.Fatal(err)
			}
		}
		before, err := os.ReadFile(filepath.Join(h.dir, sqlite.SealFile))
		if err != nil && sealed != "lost" {
			t.Fatal(err)
		}
		if _, err := h.restore("", file); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(h.dir, sqlite.SealFile), before, 0o600); err != nil {
			t.Fatal(err)
		}
		h.open()
		proof, err := h.Verify(t.Context())
		if err != nil || !proof.OK {
			t.Errorf("seal log %s: %+v, %v", sealed, proof.First, err)
		}
		after, err := os.ReadFile(filepath.Join(h.dir, sqlite.SealFile))
		if err != nil || strings.Count(string(after), "\n") != strings.Count(string(before), "\n")+1 {
			t.Errorf("seal log %s: it does not say so: %q, %v", sealed, after, err)
		}
	}
}

// contents describes every file of a folder.
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

func TestDataOfAnOlderVersionAreBackedUpWithoutBeingOpened(t *testing.T) {
	h := openClub(t)
	h.must(h.Close())
	db, err := sql.Open("sqlite3", filepath.Join(h.dir, sqlite.File))
	h.must(err)
	_, err = db.Exec("DELETE FROM goose_db_version WHERE version_id = (SELECT max(version_id) FROM goose_db_version)")
	h.must(errors.Join(err, db.Close()))
	o := desk.Options{Dir: h.dir, ReadOnly: true, Now: h.clock.now}
	_, err = desk.Open(t.Context(), o)
	h.refuses(err, club.CodeDataOlder)
	away := t.TempDir()
	made, err := desk.BackupOlder(t.Context(), o, away)
	h.must(err)
	sum, err := os.ReadFile(made.File + sqlite.SumSuffix)
	h.must(err)
	if filepath.Dir(made.File) != away || made.Bytes == 0 || !strings.HasPrefix(string(sum), made.SHA256) {
		t.Errorf("%+v, %s", made, sum)
	}
	_, err = desk.BackupOlder(t.Context(), o, filepath.Join(h.dir, "inside.paddock"))
	h.refuses(err, club.CodeFileInData)
}
