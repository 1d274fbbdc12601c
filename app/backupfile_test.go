package main

import (
	"encoding/xml"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"paddock/backend/locale"
)

func TestABackupGivenToTheProgramIsAskedAboutAndNoListIsOpened(t *testing.T) {
	folder := t.TempDir()
	n := newNative(locale.French, quiet)
	n.give([]string{"--data", "/club.d", "Club.PADDOCK"}, folder)
	if n.backup != filepath.Join(folder, "Club.PADDOCK") {
		t.Errorf("asked about %q", n.backup)
	}
	if got, err := n.Given(); err != nil || got != (GivenFile{}) {
		t.Errorf("a screen opens %+v, %v", got, err)
	}
	c := &cli{lang: locale.French}
	if err := oneFile(c.root(), []string{"club.paddock"}); err != nil {
		t.Errorf("the command line refuses it: %v", err)
	}
	if err := oneFile(c.root(), []string{"club.pdf"}); err == nil {
		t.Error("the command line takes any file")
	}
}

// What the system calls a backup or a bank's file is what the desktop entry opens with
// the program, and what the program then takes.
func TestTheDesktopEntryOpensBackupsAndBankFiles(t *testing.T) {
	raw, err := os.ReadFile("../build/linux/paddock.xml")
	if err != nil {
		t.Fatal(err)
	}
	var kinds struct {
		Types []struct {
			Name  string `xml:"type,attr"`
			Globs []struct {
				Pattern string `xml:"pattern,attr"`
			} `xml:"glob"`
		} `xml:"mime-type"`
	}
	if err := xml.Unmarshal(raw, &kinds); err != nil {
		t.Fatal(err)
	}
	entry, err := os.ReadFile("../build/linux/paddock.desktop")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(entry), "Exec=paddock %f") {
		t.Errorf("it is started without the file:\n%s", entry)
	}
	var known []string
	for _, kind := range kinds.Types {
		if !strings.Contains(string(entry), ";"+kind.Name+";") {
			t.Errorf("the entry lacks %s", kind.Name)
		}
		for _, glob := range kind.Globs {
			ending := strings.TrimPrefix(glob.Pattern, "*")
			if known = append(known, ending); !isShown(ending) && !isBackup(ending) {
				t.Errorf("the program is started with %s and refuses it", glob.Pattern)
			}
		}
	}
	if !slices.Contains(known, backupEnding) || !slices.Contains(known, ".coda") {
		t.Errorf("the types are of %s", known)
	}
}

// The screens, the installer and the command line take the same files.
func TestWhatTheProgramIsStartedWithIsWhatTheScreensOpen(t *testing.T) {
	read := func(file string) string {
		raw, err := os.ReadFile("../" + file)
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
	installer := read("build/windows/installer.nsi")
	lists := read("frontend/src/routes/import/file.svelte.ts")
	_, banks, _ := strings.Cut(read("frontend/src/routes/bank/bank.ts"), `BANK_FILE = /\.(`)
	banks, _, _ = strings.Cut(banks, ")")
	for _, ending := range shown {
		if !strings.Contains(installer, `OPENS "`+ending+`"`) {
			t.Errorf("Windows does not offer the program for %s", ending)
		}
		if !strings.Contains(lists, "'"+ending+"'") && !slices.Contains(strings.Split(banks, "|"), ending[1:]) {
			t.Errorf("no screen opens %s", ending)
		}
	}
}
