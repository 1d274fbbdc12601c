package mail

import (
	"bytes"
	"net/http"
	"strings"

	"paddock/backend/club"
)

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
