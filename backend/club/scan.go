package club

import (
	"bytes"
	"encoding/binary"
	"image"
	_ "image/jpeg" // the two kinds of pictures a screen draws
	_ "image/png"
	"slices"
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
	ScanHEIC = "image/heic" // as a telephone takes it: kept and handed out, drawn by no screen
)

// ScanTypes are all of them: what a paper can be, and what a scan is handed out as.
var ScanTypes = []string{ScanPDF, ScanJPEG, ScanPNG, ScanHEIC}

// heicBrands are of files with one HEVC picture, or several (ISO/IEC 23008-12, B.4).
var heicBrands = []string{"heic", "heix", "heim", "heis"}

// IsHEIC reports whether content begins as a HEIC picture does: with a box of the types
// it conforms to (ISO/IEC 14496-12, 4.3: size, "ftyp", major brand, version, brands).
func IsHEIC(content []byte) bool {
	if len(content) < 16 || string(content[4:8]) != "ftyp" {
		return false
	}
	size := int(binary.BigEndian.Uint32(content))
	if size < 16 || size > min(len(content), 512) || size%4 != 0 {
		return false
	}
	for at := 8; at < size; at += 4 {
		if at != 12 && slices.Contains(heicBrands, string(content[at:at+4])) {
			return true
		}
	}
	return false
}

// ScanType tells what a scan is by its content, never by its name: a PDF, a
// JPEG, a PNG or a HEIC. Anything else, and a picture whose head cannot be read, is
// refused.
func ScanType(content []byte) (string, error) {
	if len(content) > MaxScanBytes {
		return "", Refuse(CodeFileTooLarge).With("megabytes", MaxScanBytes>>20)
	}
	tail := content[max(0, len(content)-1024):]
	if bytes.HasPrefix(content, []byte("%PDF-")) && bytes.Contains(tail, []byte("%%EOF")) {
		return ScanPDF, nil
	}
	if IsHEIC(content) {
		return ScanHEIC, nil
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
var scanEndings = map[string]string{ScanPDF: ".pdf", ScanJPEG: ".jpg", ScanPNG: ".png", ScanHEIC: ".heic"}

// ScanName is the name a scan is kept and saved under: what was given, without
// folders and without anything a system reads as more than a name, ended as its
// type is. It is shown and proposed, and never part of a path of ours.
func ScanName(given, kind string) string {
	stem, _ := apart(FileName(given))
	if stem = trimmed(stem); stem == "" || stem == "file" {
		stem = "scan"
	}
	return stem + scanEndings[kind]
}
