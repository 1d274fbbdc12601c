package desk_test

import (
	"archive/zip"
	"bytes"
	"crypto/ed25519"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/exchange"
	"paddock/backend/journal"
	"paddock/backend/locale"
)

// archivedClub is a club that closed two days and its archive.
func archivedClub(t *testing.T) (*house, desk.ArchiveMade) {
	t.Helper()
	h := openClub(t)
	home, bit := h.join("Delcourt", "Manon"), h.goods("Mors", 24_00)
	for _, day := range []string{"2026-10-07", "2026-10-08"} {
		h.clock.set(t, day+" 10:00")
		h.sellTo(home.ID, bit, cash(24_00)...)
		h.closes(calendar.Day(day))
	}
	return h, h.archives("2026-10-01", "2026-10-31")
}

func (h *house) archives(first, last calendar.Day) desk.ArchiveMade {
	h.t.Helper()
	made, err := h.Archive(ctx, h.req(), calendar.Period{First: first, Last: last}, h.t.TempDir())
	h.must(err)
	return made
}

// The notice's own commands, typed as they stand there, with nothing else than
// sha256sum and openssl.
func TestAThirdPartyChecksAnArchiveWithSha256sumAndOpensslAlone(t *testing.T) {
	for _, tool := range []string{"sha256sum", "openssl", "paste"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Fatalf("%s is not here: build/install.sh test installs it", tool)
		}
	}
	h, _ := archivedClub(t)
	made := h.archives("2026-10-08", "2026-10-08") // the family and the club are of before
	h.proved()
	files, err := exchange.UnZIP(made.File)
	h.must(err)
	notice := string(files["LISEZMOI.txt"])
	if lines := strings.Count(notice, "\n"); lines > 60 {
		t.Errorf("the notice has %d lines", lines)
	}
	commands := regexp.MustCompile(`(?m)(^     .*\n)+`).FindAllString(notice, -1)
	if len(commands) != 6 {
		t.Fatalf("%d commands in the notice:\n%s", len(commands), notice)
	}
	dir := t.TempDir()
	for name, raw := range files {
		h.must(os.MkdirAll(filepath.Dir(filepath.Join(dir, name)), 0o700))
		h.must(os.WriteFile(filepath.Join(dir, name), raw, 0o600))
	}
	run := func(command string) string {
		command = strings.NewReplacer("CLE", made.Key, "AAAA-MM-JJ", "2026-10-08").Replace(command)
		cmd := exec.Command("sh", "-ec", command)
		cmd.Dir = dir
		said, err := cmd.CombinedOutput()
		if err != nil {
			said = append(said, " FAILED"...)
		}
		return string(said)
	}
	for n, want := range []string{"MANIFEST", "Verified Successfully", made.Key, "Verified Successfully", "", ""} {
		said := run(commands[n])
		if n == 0 && strings.Contains(said, "FAILED") || n > 0 && !strings.Contains(said, want) || n >= 4 && said != "" {
			t.Errorf("step %d says %q", n+1, said)
		}
	}
	lines := string(files[journal.LinesFile])
	h.must(os.WriteFile(filepath.Join(dir, journal.LinesFile), []byte(strings.Replace(lines, "2400", "1200", 1)), 0o600))
	if said := run(commands[0]); !strings.Contains(said, "FAILED") {
		t.Errorf("a changed line passes step 1: %q", said)
	}
	if said := run(commands[4]); !strings.Contains(said, "modifiée") {
		t.Errorf("a changed line passes step 5: %q", said)
	}
	referred := string(files[journal.ReferredFile])
	h.must(os.WriteFile(filepath.Join(dir, journal.ReferredFile), []byte(strings.Replace(referred, "Delcourt", "Dupont", 1)), 0o600))
	if said := run(commands[5]); !strings.Contains(said, "modifiée") {
		t.Errorf("a changed entry of before the period passes step 6: %q", said)
	}
}

func TestWhateverIsDoneToAnArchiveIsFound(t *testing.T) {
	h, made := archivedClub(t)
	whole, err := exchange.UnZIP(made.File)
	h.must(err)
	if proof, err := desk.VerifyArchive(made.File, locale.French); err != nil || !proof.OK || proof.Key != made.Key {
		t.Fatalf("untouched: %+v %v", proof, err)
	}
	for name, test := range map[string]struct {
		touch func(map[string][]byte)
		code  string
	}{
		"a figure":                   {func(f map[string][]byte) { f["factures.csv"] = append(f["factures.csv"], '1') }, "archiveChanged"},
		"a file taken out":           {func(f map[string][]byte) { delete(f, "ecritures.csv") }, "archiveMissing"},
		"a file more":                {func(f map[string][]byte) { f["autre.csv"] = nil }, "archiveForeign"},
		"a figure and its manifest":  {func(f map[string][]byte) { f["factures.csv"] = nil; remanifest(f) }, "archiveSignature"},
		"a closing and its manifest": {func(f map[string][]byte) { f["closings/day-2026-10-08.json"][40]++; remanifest(f) }, "closingSignature"},
		"the last entry taken out":   {func(f map[string][]byte) { f[journal.LinesFile] = cutLast(f[journal.LinesFile]) }, "archiveChain"},
		"an entry changed with others": {func(f map[string][]byte) {
			f[journal.LinesFile] = bytes.Replace(f[journal.LinesFile], []byte("2400"), []byte("1200"), 1)
			remanifest(f)
		}, "archiveChain"},
		"all of it, signed by another key": {func(f map[string][]byte) {
			f["factures.csv"] = nil
			public, key, err := ed25519.GenerateKey(nil)
			h.must(err)
			f[journal.KeyFile] = journal.PublicPEM(public)
			remanifest(f)
			f[journal.SignatureFile] = ed25519.Sign(key, f[journal.ManifestFile])
		}, "archiveKeyOther"},
		"a closing signed by another key": {func(f map[string][]byte) {
			public, key, err := ed25519.GenerateKey(nil)
			h.must(err)
			f[journal.KeysFolder+journal.KeyID(public)+".pem"] = journal.PublicPEM(public)
			f["closings/day-2026-10-08.sig"] = ed25519.Sign(key, f["closings/day-2026-10-08.json"])
			remanifest(f)
		}, "closingSignature"},
		"no key": {func(f map[string][]byte) { f[journal.KeyFile] = nil; remanifest(f) }, "archiveSignature"},
	} {
		files := map[string][]byte{}
		for file, raw := range whole {
			files[file] = bytes.Clone(raw)
		}
		test.touch(files)
		found, _ := journal.CheckArchive(files)
		codes := ""
		for _, f := range found {
			codes += f.Code + " "
		}
		if !strings.Contains(codes, test.code) {
			t.Errorf("%s: %q", name, codes)
		}
	}
}

// remanifest makes the manifest anew, under the signature of the one before.
func remanifest(files map[string][]byte) {
	signature := files[journal.SignatureFile]
	delete(files, journal.ManifestFile)
	delete(files, journal.SignatureFile)
	files[journal.ManifestFile] = journal.Manifest(files)
	files[journal.SignatureFile] = signature
}

func cutLast(lines []byte) []byte {
	return lines[:bytes.LastIndexByte(lines[:len(lines)-1], '\n')+1]
}

func TestAnArchiveIsOfClosedDaysAndWhatIsNoneIsRefusedWithoutBeingUnpacked(t *testing.T) {
	h := openClub(t)
	_, err := h.Archive(ctx, h.req(), calendar.Period{First: "2026-10-01", Last: "2026-10-31"}, t.TempDir())
	h.refuses(err, club.CodeNothingClosed)
	_, err = h.Archive(ctx, h.req(), calendar.Period{First: "2026-10-01", Last: "2026-10-31"}, "relative")
	h.refuses(err, club.CodeFileRelative)

	file := filepath.Join(t.TempDir(), "bomb.zip")
	out, err := os.Create(file)
	h.must(err)
	bomb := zip.NewWriter(out)
	w, err := bomb.Create("MANIFEST.sha256")
	h.must(err)
	_, err = io.Copy(w, io.LimitReader(zeros{}, 1<<30+1))
	h.must(err)
	h.must(bomb.Close())
	h.must(out.Close())
	_, err = desk.VerifyArchive(file, locale.French)
	h.refuses(err, club.CodeFileUnzipped)
	h.must(os.WriteFile(file, []byte("no archive"), 0o600))
	_, err = desk.VerifyArchive(file, locale.French)
	h.refuses(err, club.CodeArchiveUnreadable)
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}
