// Package clubtest makes what tests of several packages give to be named.
package clubtest

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// classics are names of files that have left their folder somewhere, once.
var classics = []string{
	"", ".", "..", "...", "/", `\`, "//", "../", "..\\", "../../../../../../../../etc/passwd", `..\..\..\windows\win.ini`, "....//....//etc/passwd", "..;/x", "/etc/cron.d/x",
	"/dev/null", "/proc/self/environ", "~/.ssh/authorized_keys", "~root", ".bashrc", ".htaccess", " .profile", "-rf", "--help", "$(id)", "`id`", "%2e%2e%2fx", "..%c0%afx", "..%255cx", "\xc0\xae\xc0\xae/x",
	`C:\Windows\System32\a.dll`, "C:a.pdf", "c:/a.pdf", `\\server\share\a.pdf`, `\\?\C:\a.pdf`, `\\.\COM1`, `\\.\pipe\x`, "file:///etc/passwd", "http://127.0.0.1/x",
	"CON", "con", "CON.pdf", "con .pdf", "PRN", "AUX.txt", "nul", "NUL.tar.gz", "COM1", "com9.csv", "COM¹", "LPT1.pdf", "lpt³", "CLOCK$", "CONIN$", "CONOUT$.txt",
	"a.pdf:stream", "a.pdf::$DATA", "a.pdf:Zone.Identifier", "a.pdf.", "a.pdf ", "a.pdf. . .", "a.pdf\x00.exe", "a\x00b", "a\nb.pdf", "a\r\nX-Evil: 1.pdf", "a\tb", "\x1b[2J.pdf", "a\x7fb",
	"photo\u202egpj.exe", "\u200e\u200f.pdf", "a\u200b.pdf", "\ufeffx.pdf", "a\u2028b\u2029c", "\u2024\u2024/x", "．．／x", "a∕b.pdf", "\u00a0.pdf", "é.pdf", "e\u0301.pdf", "🐴.pdf", "\xff\xfe.pdf", "\xed\xa0\x80.pdf",
	`"; filename="evil.exe`, `a"b.pdf`, "a'b.pdf", "a;b.pdf", "a<b>.html", "a|b", "a?b*c", "<script>.svg", "a=?utf-8?q?b?=.pdf", ".pdf", "..pdf", "_", ":", "?.pdf", "a/", "a/..", "a/../..", "./a", "desktop.ini", "Thumbs.db", "file",
}

// Names are n names of files that nobody should write by: those that have harmed somebody,
// then ones put together of what they are made of, always the same.
func Names(n int) []string {
	pieces := append([]string{"../", `..\`, "/", `\`, "C:", ".", "..", " ", ":", "\x00", "\n", "\r\n", "\u202e", "\u200b", "\ufeff", "con", "NUL", "com1", ".pdf", ".exe", "é", "🐴", "a", "etc", "%2f", "\xff", "\"", "*", "~", "$", "-", ";"},
		strings.Repeat("x", 300), strings.Repeat("é", 300), strings.Repeat("🐴", 100), "."+strings.Repeat("p", 300), strings.Repeat("../", 200), strings.Repeat(".", 300), strings.Repeat(" ", 300))
	names := append([]string{}, classics[:min(n, len(classics))]...)
	for draw := rand.New(rand.NewPCG(20, 500)); len(names) < n; {
		var name strings.Builder
		for range 1 + draw.IntN(9) {
			name.WriteString(pieces[draw.IntN(len(pieces))])
		}
		names = append(names, name.String())
	}
	return names
}

// device is what Windows opens as a port or a screen, whatever its ending.
var device = regexp.MustCompile(`(?i)^(CON|PRN|AUX|NUL|CLOCK\$|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³]) *(\.|$)`)

// Harmless reports whether a name is a name and nothing more, on every system: no path, no
// drive, no stream, no device, nothing hidden, and short enough for a disk.
func Harmless(name string) bool {
	return name != "" && len(name) <= 150 && utf8.ValidString(name) && !strings.ContainsAny(name, `/\<>:"|?*`) &&
		!strings.ContainsFunc(name, func(r rune) bool { return unicode.In(r, unicode.C, unicode.Zl, unicode.Zp) }) &&
		!strings.HasPrefix(name, ".") && !strings.HasPrefix(name, "-") && strings.TrimRight(name, ". ") == name && strings.TrimSpace(name) == name && !device.MatchString(name)
}
