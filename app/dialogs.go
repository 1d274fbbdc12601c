package main

import (
	"encoding/base64"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"unicode"

	wails_runtime "github.com/wailsapp/wails/v2/pkg/runtime"

	"paddock/backend/locale"
)

// placesFile keeps the folder that was last gone to for each kind of file, beside
// the window's size.
const placesFile = "places.json"

// lastPlace is the folder gone to last for this kind of file; "" where there was
// none or it is gone, an unplugged key's for one: the system chooses then.
func lastPlace(kind string) string {
	places := map[string]string{}
	if !loadConfig(placesFile, &places) {
		return ""
	}
	if info, err := os.Stat(places[kind]); err != nil || !info.IsDir() {
		return ""
	}
	return places[kind]
}

// rememberPlace keeps it. That it cannot be kept is no reason to bother anybody.
func (n *Native) rememberPlace(kind, folder string) {
	places := map[string]string{}
	loadConfig(placesFile, &places)
	if places[kind] == folder {
		return
	}
	places[kind] = folder
	if err := saveConfig(placesFile, places); err != nil {
		n.log.Warn("the folder is not remembered", "error", err)
	}
}

// Save asks where to keep a file and writes it there. It returns the place, or
// "" when the person changed their mind. The folder is remembered by what the
// name ends with: papers, tables and archives go to different ones.
func (n *Native) Save(name, content string) (string, error) {
	data, err := base64.StdEncoding.DecodeString(content)
	if err != nil {
		return "", fmt.Errorf("save file: %w", err)
	}
	kind := "save" + strings.ToLower(filepath.Ext(name))
	place, err := wails_runtime.SaveFileDialog(n.ctx, wails_runtime.SaveDialogOptions{
		Title:            locale.Text(n.lang, "window.save", nil),
		DefaultFilename:  fileName(name),
		DefaultDirectory: lastPlace(kind),
	})
	if err != nil {
		return "", fmt.Errorf("ask for a place: %w", err)
	}
	if place == "" {
		return "", nil
	}
	if err := keep(place, data); err != nil {
		return "", err
	}
	n.rememberPlace(kind, filepath.Dir(place))
	return place, nil
}

// Open asks for files of a kind and reads them: one, or as many as one likes. The
// endings are what is offered first; none is any file. It returns none when the
// person changed their mind.
func (n *Native) Open(kind, title string, endings []string, several bool) ([]GivenFile, error) {
	o := wails_runtime.OpenDialogOptions{Title: title, DefaultDirectory: lastPlace("open." + kind), Filters: filters(n.lang, endings)}
	var places []string
	var err error
	if several {
		places, err = wails_runtime.OpenMultipleFilesDialog(n.ctx, o)
	} else {
		var place string
		if place, err = wails_runtime.OpenFileDialog(n.ctx, o); place != "" {
			places = []string{place}
		}
	}
	if err != nil {
		return nil, fmt.Errorf("ask for a file: %w", err)
	}
	files := []GivenFile{}
	for _, place := range places {
		file, err := readGiven(place)
		if err != nil {
			return nil, err
		}
		n.rememberPlace("open."+kind, filepath.Dir(place))
		files = append(files, file)
	}
	return files, nil
}

// filters offer the files with these endings first, and any other.
func filters(lang locale.Lang, endings []string) []wails_runtime.FileFilter {
	if len(endings) == 0 {
		return nil
	}
	patterns := make([]string, len(endings))
	for i, ending := range endings {
		patterns[i] = pattern(ending)
	}
	return []wails_runtime.FileFilter{
		{DisplayName: strings.Join(endings, " "), Pattern: strings.Join(patterns, ";")},
		{DisplayName: locale.Text(lang, "window.anyFile", nil), Pattern: anyPattern()},
	}
}

// pattern matches a file's name by its ending, whatever the case; Windows looks
// past it by itself.
func pattern(ending string) string {
	if runtime.GOOS == "windows" {
		return "*" + ending
	}
	var glob strings.Builder
	glob.WriteByte('*')
	for _, r := range ending {
		if unicode.IsLetter(r) {
			glob.WriteString("[" + string(unicode.ToLower(r)) + string(unicode.ToUpper(r)) + "]")
		} else {
			glob.WriteRune(r)
		}
	}
	return glob.String()
}

func anyPattern() string {
	if runtime.GOOS == "windows" {
		return "*.*"
	}
	return "*"
}

// ChooseFolder asks for a folder for something. It returns "" when the person
// changed their mind.
func (n *Native) ChooseFolder(kind string) (string, error) {
	place, err := wails_runtime.OpenDirectoryDialog(n.ctx, wails_runtime.OpenDialogOptions{
		Title:                locale.Text(n.lang, "window.folder", nil),
		DefaultDirectory:     lastPlace("folder." + kind),
		CanCreateDirectories: true,
	})
	if err != nil {
		return "", fmt.Errorf("ask for a folder: %w", err)
	}
	if place != "" {
		n.rememberPlace("folder."+kind, place)
	}
	return place, nil
}

// ChooseBackup asks for a backup. It returns its place, or "" when the person
// changed their mind.
func (n *Native) ChooseBackup() (string, error) {
	const kind = "open.backup"
	place, err := wails_runtime.OpenFileDialog(n.ctx, wails_runtime.OpenDialogOptions{
		Title: locale.Text(n.lang, "window.restore", nil), DefaultDirectory: lastPlace(kind), Filters: filters(n.lang, []string{backupEnding}),
	})
	if err != nil {
		return "", fmt.Errorf("ask for a backup: %w", err)
	}
	if place != "" {
		n.rememberPlace(kind, filepath.Dir(place))
	}
	return place, nil
}
