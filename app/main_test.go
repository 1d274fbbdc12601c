package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paddock/backend/club"
	"paddock/backend/club/clubtest"
	"paddock/backend/desk"
	"paddock/backend/locale"
)

func TestVersionIsPrintedAndGlobalFlagsGoBeforeOrAfterTheVerb(t *testing.T) {
	for _, args := range [][]string{{"version", "--json"}, {"--json", "version"}, {"--json", "--data", "x", "version", "--as", "Marion"}} {
		var out, errs bytes.Buffer
		if code := run(args, &out, &errs); code != exitDone {
			t.Fatalf("%v: exit %d, %s", args, code, errs.String())
		}
		var said struct{ Version string }
		if err := json.Unmarshal(out.Bytes(), &said); err != nil || said.Version == "" {
			t.Errorf("%v: %q, %v", args, out.String(), err)
		}
	}
}

func TestWrongUsageEndsWithTwoAndASentenceInThePersonsLanguage(t *testing.T) {
	for line, says := range map[string]struct {
		key    string
		params locale.Params
	}{
		"sell":                          {"usage.command", locale.Params{"verb": "paddock", "word": "sell"}},
		"help sell":                     {"usage.command", locale.Params{"verb": "paddock", "word": "sell"}},
		"print":                         {"usage.group", locale.Params{"verb": "paddock print", "words": "invoice, receipt, roster"}},
		"qr":                            {"usage.group", locale.Params{"verb": "paddock qr", "words": "epc"}},
		"print diploma":                 {"usage.command", locale.Params{"verb": "paddock print", "word": "diploma"}},
		"version now":                   {"usage.tooMuch", locale.Params{"verb": "paddock version", "word": "now"}},
		"version --colour":              {"usage.flag", locale.Params{"verb": "paddock version", "flag": "--colour"}},
		"version -x":                    {"usage.flag", locale.Params{"verb": "paddock version", "flag": "-x"}},
		"version --data":                {"usage.flagBare", locale.Params{"flag": "--data"}},
		"demo --riders many":            {"usage.flagValue", locale.Params{"flag": "--riders", "value": "many"}},
		"demo --riders 0":               {"usage.sampleSize", nil},
		"demo --today 2026-02-29":       {"usage.day", locale.Params{"text": "2026-02-29"}},
		"backup":                        {"usage.form", locale.Params{"form": "paddock backup FILE"}},
		"backup a b":                    {"usage.form", locale.Params{"form": "paddock backup FILE"}},
		"restore":                       {"usage.form", locale.Params{"form": "paddock restore FILE"}},
		"list":                          {"usage.form", locale.Params{"form": "paddock list " + strings.Join(lists, "|")}},
		"list horses":                   {"usage.oneOf", locale.Params{"verb": "paddock list", "word": "horses", "words": strings.Join(lists, ", ")}},
		"list cards --from 2026-01-01":  {"usage.period", locale.Params{"words": strings.Join(dated, ", ")}},
		"list entries --to soon":        {"usage.day", locale.Params{"text": "soon"}},
		"check phone 1":                 {"usage.oneOf", locale.Params{"verb": "paddock check", "word": "phone", "words": strings.Join(kinds, ", ")}},
		"check iban":                    {"usage.form", locale.Params{"form": "paddock check iban|rf|ogm|siren|siret|vat VALUE"}},
		"print invoice F1":              {"usage.flagMissing", locale.Params{"verb": "paddock print invoice", "flags": "--output"}},
		"qr epc":                        {"usage.flagMissing", locale.Params{"verb": "paddock qr epc", "flags": "--cents, --iban, --name"}},
		"serve --addr 127.0.0.1:0":      {"usage.audience", nil},
		"serve --desk":                  {"usage.flagMissing", locale.Params{"verb": "paddock serve", "flags": "--addr"}},
		"serve --desk --addr 0.0.0.0:1": {"usage.loopback", locale.Params{"host": "0.0.0.0"}},
		"serve --desk --addr 8787":      {"usage.address", locale.Params{"address": "8787"}},
	} {
		for lang, value := range map[locale.Lang]string{locale.French: "fr_FR.UTF-8", locale.Dutch: "nl_BE", locale.English: "C.UTF-8"} {
			t.Setenv("LC_ALL", value)
			var out, errs bytes.Buffer
			args := append([]string{"--data", filepath.Join(t.TempDir(), "none")}, strings.Fields(line)...)
			want := locale.Text(lang, says.key, says.params) + "\n"
			if code := run(args, &out, &errs); code != exitUsage || errs.String() != want || out.Len() > 0 {
				t.Errorf("%s: exit %d, out %q, said %q, not %q", line, code, out.String(), errs.String(), want)
			}
		}
	}
}

func TestNobodyWhoDoesNotWorkAtTheClubReadsOrWritesItsData(t *testing.T) {
	t.Setenv("LC_ALL", "C.UTF-8")
	data, out := filepath.Join(t.TempDir(), "club"), t.TempDir()
	call := func(args ...string) (int, string) {
		var said, errs bytes.Buffer
		code := run(append(args, "--data", data), &said, &errs)
		return code, errs.String()
	}
	if code, said := call("demo", "--riders", "2", "--today", "2026-10-07"); code != exitDone {
		t.Fatal(said)
	}
	want := locale.Text(locale.French, "error.staffNotFound", nil) + "\n" // the club is French
	for _, line := range []string{
		"list invoices", "list households", "list riders", "list payments", "list lessons", "list cards", "list entries", "verify", "verify --entries",
		"backup " + out + "/b", "print invoice ECOLE-F2026-0001 --preview -o " + out + "/p", "print invoice ECOLE-F2026-0001 -o " + out + "/p",
		"print receipt 1 -o " + out + "/p", "serve --desk --addr 127.0.0.1:0", "demo", "worker",
	} {
		if code, said := call(append(strings.Fields(line), "--as", "Nobody")...); code != exitRefused || said != want {
			t.Errorf("%s: exit %d, said %q", line, code, said)
		}
	}
	if left, err := os.ReadDir(out); err != nil || len(left) > 0 {
		t.Errorf("left %v, %v", left, err)
	}
	if code, said := call("list", "riders", "--as", "Laure Chevrier"); code != exitDone {
		t.Errorf("the owner by name: exit %d, said %q", code, said)
	}
}

func TestAFaultIsToldToTheLogAndNamesItToThePerson(t *testing.T) {
	t.Setenv("LC_ALL", "C.UTF-8")
	cache := t.TempDir()
	t.Setenv("XDG_CACHE_HOME", cache)
	var errs bytes.Buffer
	c := &cli{errs: &errs, lang: locale.English}
	if code := c.exit(errors.New("SQL logic error: no such column")); code != exitRefused {
		t.Errorf("exit %d", code)
	}
	log := filepath.Join(cache, "paddock", "paddock.log")
	if want := locale.Text(locale.English, "fault.inLog", locale.Params{"file": log}) + "\n"; errs.String() != want {
		t.Errorf("said %q", errs.String())
	}
	if raw, err := os.ReadFile(log); err != nil || !strings.Contains(string(raw), "no such column") {
		t.Errorf("logged %q, %v", raw, err)
	}
}

func TestARefusalEndsWithOneSentenceInTheSystemsLanguage(t *testing.T) {
	t.Setenv("DISPLAY", "")
	t.Setenv("WAYLAND_DISPLAY", "")
	for lang, value := range map[locale.Lang]string{locale.French: "fr_FR.UTF-8", locale.Dutch: "nl_BE", locale.English: "C.UTF-8"} {
		t.Setenv("LC_ALL", value)
		var out, errs bytes.Buffer
		code := run([]string{"--data", t.TempDir()}, &out, &errs)
		want := locale.Text(lang, "error.noDisplay", nil) + "\n"
		if code != exitRefused || errs.String() != want {
			t.Errorf("%s: exit %d, said %q", value, code, errs.String())
		}
	}
}

func TestASecondProgramOnTheSameDataIsRefused(t *testing.T) {
	dir := t.TempDir()
	first := &cli{dir: dir}
	d, err := first.open(t.Context(), desk.Options{Log: quiet})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	second := &cli{dir: dir}
	if _, err := second.open(t.Context(), desk.Options{Log: quiet}); !errors.Is(err, club.Refuse(club.CodeDataInUse)) {
		t.Errorf("opened twice: %v", err)
	}
}

func TestARefusalSpeaksTheClubsLanguageWhereItsDataCanBeRead(t *testing.T) {
	t.Setenv("LC_ALL", "nl_BE")
	dir := t.TempDir()
	if code := run([]string{"--data", dir, "demo", "--riders", "1", "--today", "2026-09-03"}, io.Discard, io.Discard); code != exitDone {
		t.Fatalf("demo: exit %d", code)
	}
	first := &cli{dir: dir}
	d, err := first.open(t.Context(), desk.Options{Log: quiet})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	var errs bytes.Buffer
	want := locale.Text(first.lang, "error.dataInUse", locale.Params{"folder": dir}) + "\n"
	if code := run([]string{"--data", dir, "print", "invoice", "F", "-o", filepath.Join(t.TempDir(), "paper.pdf")}, io.Discard, &errs); code != exitRefused || errs.String() != want || first.lang == locale.Dutch {
		t.Errorf("exit %d, said %q, want %q", code, errs.String(), want)
	}
}

func TestAListForAPersonNamesItsColumns(t *testing.T) {
	dir := t.TempDir()
	if code := run([]string{"--data", dir, "demo", "--riders", "1", "--today", "2026-09-03"}, io.Discard, io.Discard); code != exitDone {
		t.Fatalf("demo: exit %d", code)
	}
	for word, head := range map[string]string{
		"invoices": "Numéro Date Famille Total Reste État", "payments": "Reçu Moyen Montant Famille", "cards": "Cavalier Carte Reste",
		"entries": "Date Journal Pièce Compte Débit Crédit", "households": "N° Famille Ville", "riders": "N° Nom Prénom",
	} {
		var out bytes.Buffer
		if code := run([]string{"list", word, "--data", dir}, &out, io.Discard); code != exitDone {
			t.Fatalf("list %s: exit %d", word, code)
		}
		first, _, _ := strings.Cut(out.String(), "\n")
		if first = strings.Join(strings.Fields(first), " "); !strings.HasPrefix(first, head) {
			t.Errorf("list %s begins with %q, want %q", word, first, head)
		}
	}
}

func TestTheDataFolderIsTheClubsOwnInsideTheSystems(t *testing.T) {
	base := t.TempDir()
	t.Setenv("XDG_DATA_HOME", base)
	dir, err := dataDir()
	if err != nil {
		t.Fatal(err)
	}
	if dir != filepath.Join(base, "paddock", "club") {
		t.Errorf("data folder %s", dir)
	}
}

func TestTheWindowRemembersItsSizeAndNeverOpensTooSmall(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	if got := loadWindowSize(); got != (windowSize{Width: 1280, Height: 800}) {
		t.Errorf("first window: %+v", got)
	}
	kept := windowSize{Width: 1500, Height: 900, Maximised: true}
	if err := saveConfig(windowFile, kept); err != nil {
		t.Fatal(err)
	}
	if got := loadWindowSize(); got != kept {
		t.Errorf("remembered %+v", got)
	}
	if err := saveConfig(windowFile, windowSize{Width: 1, Height: 1}); err != nil {
		t.Fatal(err)
	}
	if got := loadWindowSize(); got.Width != minWidth || got.Height != minHeight {
		t.Errorf("opened at %+v", got)
	}
	name, err := configFile(windowFile)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte("{half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := loadWindowSize(); got.Width != 1280 {
		t.Errorf("after a damaged file: %+v", got)
	}
}

func TestOnlyPagesAndMailsAreOpened(t *testing.T) {
	for address, want := range map[string]bool{
		"https://pay.example/?a=1&b=2": true, "http://127.0.0.1/": true, "mailto:zoe@example.org": true,
		"file:///etc/passwd": false, "javascript:alert(1)": false, "smb://host/x": false, "https://": false, "mailto:": false, "": false, "/etc": false,
	} {
		if got := openable(address); got != want {
			t.Errorf("%q: %v", address, got)
		}
	}
}

func TestAProposedFileNameIsANameAndNeverAPath(t *testing.T) {
	for given, want := range map[string]string{
		"Facture 2026-0001.pdf":  "Facture 2026-0001.pdf",
		"../../.bashrc":          "bashrc",
		"a/b\\c:d\n.pdf":         "a-b-c-d-.pdf",
		"..":                     "file",
		"":                       "file",
		"Relevé Martin/Roux.pdf": "Relevé Martin-Roux.pdf",
		"CON.pdf":                "_CON.pdf",
	} {
		if got := fileName(given); got != want {
			t.Errorf("%q: %q, want %q", given, got, want)
		}
	}
}

// R20 of PERFORMANCE: five hundred names, as they are proposed where a file is saved and as
// files are written into a folder of the command line.
func TestNoHostileNameLeavesTheFolderItIsSavedIn(t *testing.T) {
	above := t.TempDir()
	folder := filepath.Join(above, "of", "the", "person")
	names := clubtest.Names(500)
	files := make([]desk.BooksFile, len(names))
	for n, given := range names {
		if proposed := fileName(given); !clubtest.Harmless(proposed) || filepath.Dir(filepath.Join(folder, proposed)) != folder {
			t.Errorf("%q is proposed as %q", given, proposed)
		}
		files[n] = desk.BooksFile{Name: given, Raw: []byte("x")}
	}
	c := &cli{out: io.Discard, errs: io.Discard, lang: locale.French}
	if err := c.filesInto(folder, files); err != nil {
		t.Fatal(err)
	}
	written := 0
	if err := filepath.WalkDir(above, func(place string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			if written++; filepath.Dir(place) != folder || !clubtest.Harmless(entry.Name()) {
				t.Errorf("written: %s", place)
			}
		}
		return err
	}); err != nil || written < 100 {
		t.Errorf("%d files, %v", written, err)
	}
}

func TestAPlaceThatCannotBeWrittenIsARefusalWithTheFilesName(t *testing.T) {
	err := keep(filepath.Join(t.TempDir(), "gone", "Facture.pdf"), []byte("x"))
	var refusal *club.Error
	if !errors.As(err, &refusal) || refusal.Code != club.CodeFileNotWritten || refusal.Params["file"] != "Facture.pdf" {
		t.Errorf("said %v", err)
	}
}
