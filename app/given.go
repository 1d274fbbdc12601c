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

// shown are the endings of what the screens open: tables, of members or of a
// bank, and the banks' own formats. The screens know the same
// (frontend/src/routes/import/file.svelte.ts, routes/bank/bank.ts).
var shown = []string{
	".csv", ".txt", ".tsv", ".xlsx",
	".xml", ".ofx", ".qfx", ".cod", ".coda", ".sta", ".940", ".mt940", ".cfonb", ".cfo", ".camt", ".053",
}

// GivenFile is a file the program was started with, that was dropped on its icon
// or that was chosen.
type GivenFile struct {
	Name    string `json:"name"`    // without its folder; empty for none
	Content string `json:"content"` // base64
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
	return GivenFile{filepath.Base(place), base64.StdEncoding.EncodeToString(data)}, err
}
