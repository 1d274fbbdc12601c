package main

import (
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"paddock/backend/club"
	"paddock/backend/locale"
)

func TestWhatIsDroppedIsHandedToTheScreensOnceAndOnlyReadWhereAScreenOpensIt(t *testing.T) {
	folder := t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	for _, name := range []string{"membres.csv", "Santé.PDF", "club.paddock", "film.mkv"} {
		if err := os.WriteFile(at(name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	n := newNative(locale.French, quiet)
	x := base64.StdEncoding.EncodeToString([]byte("x"))
	n.fallen = []string{at("membres.csv"), at("Santé.PDF"), at("club.paddock"), at("film.mkv"), ""}
	want := []GivenFile{
		{Name: "membres.csv", Content: x}, {Name: "Santé.PDF", Content: x},
		{Name: "club.paddock", Place: at("club.paddock")}, {Name: "film.mkv"},
	}
	if got, err := n.Dropped(); err != nil || !slices.Equal(got, want) {
		t.Errorf("%+v %v, want %+v", got, err, want)
	}
	if got, err := n.Dropped(); err != nil || got == nil || len(got) > 0 {
		t.Errorf("twice: %+v, %v", got, err)
	}
	n.fallen = []string{at("gone.csv")}
	if _, err := n.Dropped(); !errors.Is(err, club.Refuse(club.CodeFileNotOpened)) {
		t.Errorf("%v", err)
	}
}

// A window without screens asks about a backup by itself, and about nothing else.
func TestABackupDroppedOnAWindowWithoutScreensIsKeptForItsQuestion(t *testing.T) {
	n := newNative(locale.French, quiet)
	n.keepFallen([]string{"/club.d/photo.png", "/club.d/club.paddock"})
	if n.backup != "/club.d/club.paddock" {
		t.Errorf("asked about %q", n.backup)
	}
}

func TestTheScreensTakeTheSamePapersAsTheWindow(t *testing.T) {
	raw, err := os.ReadFile("../frontend/src/routes/families/papers/papers.ts")
	if err != nil {
		t.Fatal(err)
	}
	if want := "SCANS = ['" + strings.Join(scans, "', '") + "']"; !strings.Contains(string(raw), want) {
		t.Errorf("the screens do not say %s", want)
	}
}
