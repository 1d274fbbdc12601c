package main

import (
	"encoding/base64"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	wails_runtime "github.com/wailsapp/wails/v2/pkg/runtime"

	"paddock/backend/club"
	"paddock/backend/exchange"
)

// fileEvent is what a screen hears when a file was given to a window that is open
// already.
const fileEvent = "file"

// dropEvent is what a screen hears once it can ask for what was let go of over the window.
const dropEvent = "drop"

// shown are the endings of what the screens open: tables, of members or of a
// bank, and the banks' own formats. The screens know the same
// (frontend/src/routes/import/file.svelte.ts, routes/bank/bank.ts).
var shown = []string{
	".csv", ".txt", ".tsv", ".xlsx",
	".xml", ".ofx", ".qfx", ".cod", ".coda", ".sta", ".940", ".mt940", ".cfonb", ".cfo", ".camt", ".053",
}

// scans are the endings of a paper of a rider's file; what a file is, its content
// tells. The screens know the same (frontend/src/routes/families/papers/papers.ts).
var scans = []string{".pdf", ".jpg", ".jpeg", ".png", ".heic"}

// GivenFile is a file the program was started with, that was dropped on its icon or
// its window, or that was chosen.
type GivenFile struct {
	Name    string `json:"name"`    // without its folder; empty for none
	Content string `json:"content"` // base64
	Place   string `json:"place"`   // where a backup lies that was dropped; its content stays there
}

// oneFile lets the program be started with a list of members or a bank's file, to
// be opened in the window, or with a backup, to be restored; any other word was
// meant as a verb.
func oneFile(cmd *cobra.Command, args []string) error {
	if len(args) == 1 && (isShown(args[0]) || isBackup(args[0])) {
		return nil
	}
	return noWords(cmd, args)
}

func isShown(word string) bool { return slices.Contains(shown, strings.ToLower(filepath.Ext(word))) }

func isScan(word string) bool { return slices.Contains(scans, strings.ToLower(filepath.Ext(word))) }

// give keeps the file among the words of a start for the screens, or the backup to
// be asked about; a word that is no whole path stands in the folder of that start.
func (n *Native) give(words []string, folder string) {
	for _, word := range words {
		if !isShown(word) && !isBackup(word) {
			continue
		}
		if !filepath.IsAbs(word) {
			word = filepath.Join(folder, word)
		}
		n.lock.Lock()
		if isBackup(word) {
			n.backup = word
		} else {
			n.given = word
		}
		n.lock.Unlock()
	}
}

// words are what the program was given and nobody took, for a start anew.
func (n *Native) words() []string {
	n.lock.Lock()
	defer n.lock.Unlock()
	return slices.DeleteFunc([]string{n.backup, n.given}, func(word string) bool { return word == "" })
}

// second is a second start on the same data: this window comes to the front and
// opens what that start was given.
func (n *Native) second(words []string, folder string) {
	n.give(words, folder)
	wails_runtime.WindowUnminimise(n.ctx)
	wails_runtime.Show(n.ctx)
	wails_runtime.EventsEmit(n.ctx, fileEvent, "")
	if !n.screens {
		go n.offer()
	}
}

// Given hands out the file the program was given, once.
func (n *Native) Given() (GivenFile, error) {
	n.lock.Lock()
	place := n.given
	n.given = ""
	n.lock.Unlock()
	if place == "" {
		return GivenFile{}, nil
	}
	return readGiven(place)
}

// dropped are files that were let go of over the window. They wait for a page that saw
// them fall: the window's toolkit, after files that only passed over it, tells of them
// once more when something of the page's own is dropped. A window without screens asks
// about a backup by itself.
func (n *Native) dropped(_, _ int, places []string) {
	n.keepFallen(places)
	if n.screens {
		wails_runtime.EventsEmit(n.ctx, dropEvent, "")
	} else {
		go n.offer()
	}
}

func (n *Native) keepFallen(places []string) {
	if !n.screens {
		n.give(places, "")
		return
	}
	n.lock.Lock()
	defer n.lock.Unlock()
	n.fallen = places
}

// Dropped hands out what was let go of over the window, once: WebKit's page is told of no
// file (it hides them since CVE-2025-13947). What no screen opens comes with its name
// alone.
func (n *Native) Dropped() ([]GivenFile, error) {
	n.lock.Lock()
	places := n.fallen
	n.fallen = nil
	n.lock.Unlock()
	files := []GivenFile{}
	for _, place := range places {
		file := GivenFile{Name: filepath.Base(place)}
		var err error
		switch {
		case place == "": // something that is no file
			continue
		case isBackup(place):
			file.Place = place
		case isShown(place) || isScan(place):
			file, err = readGiven(place)
		}
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	return files, nil
}

// readGiven reads a file for the screens. It refuses one that is not there, not
// ours to read, or larger than anything they open.
func readGiven(place string) (GivenFile, error) {
	info, err := os.Stat(place)
	if err == nil && info.Size() > exchange.MaxBytes {
		return GivenFile{}, exchange.TooLarge()
	}
	data, err := os.ReadFile(place)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		return GivenFile{}, club.Refuse(club.CodeFileNotOpened).With("file", filepath.Base(place))
	}
	return GivenFile{Name: filepath.Base(place), Content: base64.StdEncoding.EncodeToString(data)}, err
}
