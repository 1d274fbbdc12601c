package mail

import (
	"bytes"
	"net/http"
	"path"
	"strings"
	"unicode/utf8"

	"paddock/backend/club"
)

// maxNameBytes is what every file system takes with an ending added.
const maxNameBytes = 120

// devices are names that Windows gives no file.
var devices = map[string]bool{"con": true, "prn": true, "aux": true, "nul": true, "com1": true, "com2": true, "com3": true, "com4": true, "com5": true, "com6": true,
	"com7": true, "com8": true, "com9": true, "lpt1": true, "lpt2": true, "lpt3": true, "lpt4": true, "lpt5": true, "lpt6": true, "lpt7": true, "lpt8": true, "lpt9": true}

// SafeName makes the name of a file of what a mail calls it: the last part of a path,
// without a drive, a stream, a leading dot or a device (PERFORMANCE R20). It is never
// empty and the same when made safe again.
func SafeName(name string) string {
	name = strings.ReplaceAll(strings.ToValidUTF8(name, ""), `\`, "/")
	name = path.Base("/" + name)
	name = strings.Map(func(r rune) rune {
		switch {
		case hidden(r):
			return -1
		case strings.ContainsRune(`/<>:"|?*`, r):
			return '_'
		}
		return r
	}, name)
	for len(name) > maxNameBytes {
		stem, ending := apart(name)
		if len(ending) > 20 || stem == "" {
			stem, ending = name, ""
		}
		_, last := utf8.DecodeLastRuneInString(stem)
		name = stem[:len(stem)-last] + ending
	}
	name = strings.TrimLeft(strings.Trim(name, " "), ". ")
	name = strings.TrimRight(name, ". ")
	stem, _, _ := strings.Cut(name, ".")
	switch {
	case name == "" || name == "_":
		return "file"
	case devices[strings.ToLower(strings.TrimSpace(stem))]:
		return "_" + name
	}
	return name
}

func apart(name string) (stem, ending string) {
	ending = path.Ext(name)
	return strings.TrimSuffix(name, ending), ending
}

// The kinds of files somebody needs: papers (club.ScanType), and what a bank sends.
const (
	typeXML  = "application/xml"
	typeText = "text/plain"
)

// statementEndings are how files of banks are called.
var statementEndings = []string{".xml", ".ofx", ".qfx", ".sta", ".mt940", ".940", ".cod", ".coda", ".csv", ".txt", ".cfonb", ".afb"}

// fileType is the kind of a file by its first bytes; "" for those nobody needs, which
// are named and not kept.
func fileType(content []byte, name string) string {
	if club.IsHEIC(content) {
		return club.ScanHEIC
	}
	switch kind, _, _ := strings.Cut(http.DetectContentType(content), ";"); kind {
	case club.ScanPDF, club.ScanJPEG, club.ScanPNG:
		return kind
	case "text/xml":
		return typeXML
	case "text/plain":
		if bytes.HasPrefix(bytes.TrimSpace(content), []byte("<")) {
			if bytes.Contains(content[:min(len(content), 2000)], []byte("OFX")) {
				return typeText
			}
			return typeXML
		}
		for _, ending := range statementEndings {
			if strings.HasSuffix(strings.ToLower(name), ending) {
				return typeText
			}
		}
	}
	return ""
}
