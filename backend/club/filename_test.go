package club_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paddock/backend/club"
	"paddock/backend/club/clubtest"
)

func TestNamesOfFilesStayNames(t *testing.T) {
	for given, want := range map[string]string{
		"../../etc/passwd": "passwd", `C:\Windows\system32\a.pdf`: "a.pdf", "/abs/x.pdf": "x.pdf", "CON": "_CON", "con.pdf": "_con.pdf", "com¹": "_com¹", "a.pdf:stream": "a.pdf-stream",
		"": "file", "..": "file", ".": "file", ":": "file", ".bashrc": "bashrc", "-rf": "rf", "a\x00b\nc.pdf": "abc.pdf", "photo\u202egpj.exe": "photogpj.exe", "x.pdf. ": "x.pdf",
		"assurance Lina.pdf": "assurance Lina.pdf", "a/": "a", "certificat médical – Léa.pdf": "certificat médical – Léa.pdf",
		strings.Repeat("x", 300) + ".pdf": strings.Repeat("x", 116) + ".pdf", "a." + strings.Repeat("p", 300): "a." + strings.Repeat("p", 118),
		"con." + strings.Repeat("p", 300): "_con." + strings.Repeat("p", 115), "con." + strings.Repeat("x", 300) + ".pdf": "_con." + strings.Repeat("x", 111) + ".pdf", "con " + strings.Repeat(" ", 300) + "x": "_con",
	} {
		if got := club.FileName(given); got != want {
			t.Errorf("%q becomes %q, want %q", given, got, want)
		}
	}
}

// R20 of PERFORMANCE, of the rule that all names from outside go through: 500 names, each
// written where it belongs, and nothing anywhere else.
func TestFiveHundredHostileNamesStayInTheirFolder(t *testing.T) {
	above := t.TempDir()
	folder := filepath.Join(above, "a", "b", "c")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	names := clubtest.Names(500)
	if len(names) != 500 || names[499] != clubtest.Names(500)[499] {
		t.Fatal("the names are not the same each time")
	}
	for _, given := range names {
		for _, name := range []string{club.FileName(given), club.ScanName(given, club.ScanPDF)} {
			if !clubtest.Harmless(name) {
				t.Errorf("%q becomes %q", given, name)
			}
			if filepath.Join(folder, name) != folder+string(filepath.Separator)+name {
				t.Fatalf("%q leads to %s", given, filepath.Join(folder, name))
			}
			if err := os.WriteFile(filepath.Join(folder, name), nil, 0o600); err != nil {
				t.Errorf("%q: %v", given, err)
			}
		}
		if once := club.FileName(given); club.FileName(once) != once {
			t.Errorf("%q becomes %q, then %q", given, once, club.FileName(once))
		}
	}
	for _, folder := range []string{above, filepath.Join(above, "a"), filepath.Join(above, "a", "b")} {
		if in, err := os.ReadDir(folder); err != nil || len(in) != 1 {
			t.Errorf("%s: %v, %v", folder, in, err)
		}
	}
}
