package main

import (
	"encoding/xml"
	"os"
	"path/filepath"
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
	if err := oneTable(c.root(), []string{"club.paddock"}); err != nil {
		t.Errorf("the command line refuses it: %v", err)
	}
	if err := oneTable(c.root(), []string{"club.pdf"}); err == nil {
		t.Error("the command line takes any file")
	}
}

// What the system calls a backup is what the desktop entry opens with the program.
func TestTheDesktopEntryOpensBackups(t *testing.T) {
	raw, err := os.ReadFile("../build/linux/paddock.xml")
	if err != nil {
		t.Fatal(err)
	}
	var kinds struct {
		Type struct {
			Name string `xml:"type,attr"`
			Glob struct {
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
	if kinds.Type.Glob.Pattern != "*"+backupEnding || !strings.Contains(string(entry), ";"+kinds.Type.Name+";") || !strings.Contains(string(entry), "Exec=paddock %f") {
		t.Errorf("%+v in\n%s", kinds, entry)
	}
}
