package club

import (
	"bytes"
	"image"
	_ "image/jpeg" // the two kinds of pictures a scan may be
	_ "image/png"
	"slices"
	"strings"
)

// MaxScanBytes is the largest scan that is kept.
const MaxScanBytes = 10 << 20

// maxScanPixels is the largest picture: a small file can claim a very large
// one, and the screen that draws it would stand still.
const maxScanPixels = 80_000_000

// The types of a scan.
const (
	ScanPDF  = "application/pdf"
	ScanJPEG = "image/jpeg"
	ScanPNG  = "image/png"
)

// ScanType tells what a scan is by its content, never by its name: a PDF, a
// JPEG or a PNG. Anything else, and a picture whose head cannot be read, is
// refused.
func ScanType(content []byte) (string, error) {
	if len(content) > MaxScanBytes {
		return "", Refuse(CodeFileTooLarge).With("megabytes", MaxScanBytes>>20)
	}
	tail := content[max(0, len(content)-1024):]
	if bytes.HasPrefix(content, []byte("%PDF-")) && bytes.Contains(tail, []byte("%%EOF")) {
		return ScanPDF, nil
	}
	picture, format, err := image.DecodeConfig(bytes.NewReader(content))
	fits := picture.Width > 0 && picture.Height > 0 && picture.Width <= maxScanPixels/picture.Height
	switch {
	case err != nil || !fits:
		return "", Refuse(CodeScanType)
	case format == "jpeg":
		return ScanJPEG, nil
	case format == "png":
		return ScanPNG, nil
	}
	return "", Refuse(CodeScanType)
}

// scanEndings is how a saved scan of each type ends.
var scanEndings = map[string]string{ScanPDF: ".pdf", ScanJPEG: ".jpg", ScanPNG: ".png"}

// ScanName is the name a scan is kept and saved under: what was given, without
// folders and without anything a system reads as more than a name, ended as its
// type is. It is shown and proposed, and never part of a path of ours.
func ScanName(given, kind string) string {
	if at := strings.LastIndexAny(given, `/\`); at >= 0 {
		given = given[at+1:]
	}
	given = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`<>:"|?*`, r) || r < ' ' {
			return '-'
		}
		return r
	}, given)
	if at := strings.LastIndex(given, "."); at >= 0 {
		given = given[:at]
	}
	name := []rune(strings.Trim(given, " .-"))
	name = name[:min(len(name), 80)]
	stem := strings.TrimRight(string(name), " .")
	device, _, _ := strings.Cut(strings.ToUpper(stem), ".")
	if stem == "" || slices.Contains(reserved, device) {
		stem = "scan"
	}
	return stem + scanEndings[kind]
}

// reserved are the names Windows keeps for itself.
var reserved = []string{
	"CON", "PRN", "AUX", "NUL", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9",
	"LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9",
}
