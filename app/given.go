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
)

// fileEvent is what a screen hears when a file was given to a window that is open
// already.
const fileEvent = "file"

// tables are what a list of members is kept in; the screens know the same
// (frontend/src/shell/drop.svelte.ts).
var tables = []string{".csv", ".txt", ".tsv", ".xlsx"}

// GivenFile is a file the program was started with, or that was dropped on its
// icon.
type GivenFile struct {
	Name    string `json:"name"`    // without its folder; empty for none
	Content string `json:"content"` // base64
}

// oneTable lets the program be started with a list of members, to be opened in
// the window, or with a backup, to be restored; any other word was meant as a verb.
func oneTable(cmd *cobra.Command, args []string) error {
	if len(args) == 1 && (isTable(args[0]) || isBackup(args[0])) {
		return nil
	}
	return noWords(cmd, args)
}

func isTable(word string) bool { return slices.Contains(tables, strings.ToLower(filepath.Ext(word))) }

// give keeps the list of members, or the backup, among the words of a start for the screens; a
// word that is no whole path stands in the folder of that start.
func (n *Native) give(words []string, folder string) {
	for _, word := range words {
		if !isTable(word) && !isBackup(word) {
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
	go n.offer()
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
	data, err := os.ReadFile(place)
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) {
		return GivenFile{}, club.Refuse(club.CodeFileNotOpened).With("file", filepath.Base(place))
	}
	return GivenFile{filepath.Base(place), base64.StdEncoding.EncodeToString(data)}, err
}
