package club

import (
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxFileNameBytes is what every file system takes, with something added.
const maxFileNameBytes = 120

// FileName makes the name of a file of what somebody else calls it: the last part of a
// path, without a drive, a stream, a leading dot, a device of Windows or anything that is
// not seen (PERFORMANCE R20). It is never empty, at most 120 bytes long, and the same when
// it is made again.
func FileName(given string) string {
	name := strings.ReplaceAll(strings.ToValidUTF8(given, ""), `\`, "/")
	name = strings.Map(func(r rune) rune {
		switch {
		case unicode.In(r, unicode.C, unicode.Zl, unicode.Zp) || r == unicode.ReplacementChar:
			return -1
		case strings.ContainsRune(`/<>:"|?*`, r):
			return '-'
		}
		return r
	}, path.Base("/"+name))
	stem, ending := apart(trimmed(name))
	if name = cut(stem, ending); name == "" {
		return "file"
	}
	if device, _, _ := strings.Cut(name, "."); slices.Contains(devices, strings.ToUpper(strings.TrimSpace(device))) {
		return cut("_"+stem, ending)
	}
	return name
}

// cut is a name of at most 120 bytes: what is too long is taken from before its ending.
func cut(stem, ending string) string {
	for len(stem)+len(ending) > maxFileNameBytes {
		_, last := utf8.DecodeLastRuneInString(stem)
		stem = stem[:len(stem)-last]
	}
	return trimmed(stem + ending)
}

// trimmed is a name without what a system hides a file by, drops, or reads as an option.
func trimmed(name string) string {
	return strings.TrimRight(strings.TrimLeftFunc(name, func(r rune) bool { return r == '.' || r == '-' || unicode.IsSpace(r) }), ". ")
}

// apart cuts a name before its ending, which is short and no name of its own.
func apart(name string) (stem, ending string) {
	ending = path.Ext(name)
	if stem = strings.TrimSuffix(name, ending); stem == "" || len(ending) > 20 {
		return name, ""
	}
	return stem, ending
}

// devices are the names that Windows keeps for itself.
var devices = []string{
	"CON", "PRN", "AUX", "NUL", "CLOCK$", "CONIN$", "CONOUT$",
	"COM0", "COM1", "COM2", "COM3", "COM4", "COM5", "COM6", "COM7", "COM8", "COM9", "COM¹", "COM²", "COM³",
	"LPT0", "LPT1", "LPT2", "LPT3", "LPT4", "LPT5", "LPT6", "LPT7", "LPT8", "LPT9", "LPT¹", "LPT²", "LPT³",
}
