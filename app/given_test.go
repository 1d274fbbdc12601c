package main

import (
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paddock/backend/club"
	"paddock/backend/exchange"
	"paddock/backend/locale"
)

func TestAListGivenToTheProgramIsHandedToTheScreensOnce(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "membres.CSV"), []byte("Nom;Prénom"), 0o600); err != nil {
		t.Fatal(err)
	}
	n := newNative(locale.French, quiet)
	n.give([]string{"--data", "/club.d", "membres.CSV"}, folder)
	for _, want := range []GivenFile{{Name: "membres.CSV", Content: base64.StdEncoding.EncodeToString([]byte("Nom;Prénom"))}, {}} {
		if got, err := n.Given(); err != nil || got != want {
			t.Errorf("%+v %v, want %+v", got, err, want)
		}
	}
	n.give([]string{filepath.Join(folder, "gone.xlsx")}, "/")
	if _, err := n.Given(); !errors.Is(err, club.Refuse(club.CodeFileNotOpened)) {
		t.Errorf("%v", err)
	}
	long := filepath.Join(folder, "RELEVE.CODA")
	if err := os.WriteFile(long, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(long, exchange.MaxBytes+1); err != nil {
		t.Fatal(err)
	}
	n.give([]string{long}, "/")
	if _, err := n.Given(); !errors.Is(err, club.Refuse(club.CodeFileTooLarge)) {
		t.Errorf("%v", err)
	}
}

func TestAFolderIsRememberedForEachKindOfFileUntilItIsGone(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	n := newNative(locale.French, quiet)
	lists, papers := t.TempDir(), filepath.Join(t.TempDir(), "papiers")
	if err := os.Mkdir(papers, 0o700); err != nil {
		t.Fatal(err)
	}
	n.rememberPlace("open.members", lists)
	n.rememberPlace("save.pdf", papers)
	for kind, want := range map[string]string{"open.members": lists, "save.pdf": papers, "save.csv": ""} {
		if got := lastPlace(kind); got != want {
			t.Errorf("%s begins in %q, want %q", kind, got, want)
		}
	}
	if err := os.Remove(papers); err != nil {
		t.Fatal(err)
	}
	if got := lastPlace("save.pdf"); got != "" {
		t.Errorf("it begins in %q, which is gone", got)
	}
}

func TestADialogOffersAFileWhateverTheCaseOfItsEnding(t *testing.T) {
	for _, filter := range filters(locale.French, []string{".csv", ".xlsx"}) {
		for _, pattern := range strings.Split(filter.Pattern, ";") {
			if pattern == "*.[cC][sS][vV]" {
				if ok, err := filepath.Match(pattern, "MEMBRES.CSV"); !ok || err != nil {
					t.Errorf("%s: %v", pattern, err)
				}
				return
			}
		}
	}
	t.Error("no filter is for a CSV")
}

func TestAWindowGoesBackOnlyWhereItCanBeTakenHoldOf(t *testing.T) {
	for _, test := range []struct {
		name string
		size windowSize
		fits bool
	}{
		{"where it was", windowSize{Width: 1280, Height: 800, Placed: true, X: 60, Y: 20}, true},
		{"half over the left edge", windowSize{Width: 1280, Height: 800, Placed: true, X: -600, Y: 20}, true},
		{"on a screen that is gone", windowSize{Width: 1280, Height: 800, Placed: true, X: 2000, Y: 20}, false},
		{"above the edge, where its bar is", windowSize{Width: 1280, Height: 800, Placed: true, X: 60, Y: -40}, false},
		{"of a version that kept no place", windowSize{Width: 1280, Height: 800}, false},
		{"maximised", windowSize{Width: 1280, Height: 800, Placed: true, Maximised: true}, false},
	} {
		if got := test.size.fits(1440, 900); got != test.fits {
			t.Errorf("%s: %v", test.name, got)
		}
	}
}
