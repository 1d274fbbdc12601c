package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/locale"
	"paddock/frontend"
)

// builtIndex is the embedded index.html, empty before the first frontend build.
func builtIndex(t *testing.T) []byte {
	t.Helper()
	raw, err := fs.ReadFile(frontend.Dist, "dist/index.html")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	return raw
}

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

func TestWrongUsageEndsWithTwoAndSaysWhy(t *testing.T) {
	for want, args := range map[string][]string{
		"unknown command":   {"sell"},
		"unknown flag":      {"version", "--colour"},
		"unknown shorthand": {"version", "-x"},
		"--desk":            {"serve", "--addr", "127.0.0.1:0"},
		"addr":              {"serve", "--desk"},
		"version":           {"version", "now"},
		"print what":        {"print"},
		"roster":            {"print", "roster"},
	} {
		var out, errs bytes.Buffer
		if code := run(args, &out, &errs); code != exitUsage || !strings.Contains(errs.String(), want) || out.Len() > 0 {
			t.Errorf("%v: exit %d, out %q, said %q", args, code, out.String(), errs.String())
		}
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
		"Facture 2026-0001.pdf": "Facture 2026-0001.pdf",
		"../../.bashrc":         "-..-.bashrc",
		"a/b\\c:d\n.pdf":        "a-b-c-d-.pdf",
		"..":                    "paddock",
		"":                      "paddock",
	} {
		if got := fileName(given); got != want {
			t.Errorf("%q: %q, want %q", given, got, want)
		}
	}
}

func TestAPlaceThatCannotBeWrittenIsARefusalWithTheFilesName(t *testing.T) {
	err := keep(filepath.Join(t.TempDir(), "gone", "Facture.pdf"), []byte("x"))
	var refusal *club.Error
	if !errors.As(err, &refusal) || refusal.Code != club.CodeFileNotWritten || refusal.Params["file"] != "Facture.pdf" {
		t.Errorf("said %v", err)
	}
}
