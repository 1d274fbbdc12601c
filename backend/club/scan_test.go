package club_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/jpeg"
	"image/png"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"paddock/backend/club"
)

func pngOf(t *testing.T) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewGray(image.Rect(0, 0, 4, 4))); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestAScanIsKnownByItsContent(t *testing.T) {
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, image.NewGray(image.Rect(0, 0, 4, 4)), nil); err != nil {
		t.Fatal(err)
	}
	for want, content := range map[string][]byte{
		club.ScanPDF: []byte("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n%%EOF\n"), club.ScanJPEG: photo.Bytes(), club.ScanPNG: pngOf(t),
		club.ScanHEIC: []byte("\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1heic\x00\x00\x00\x08meta"),
	} {
		if got, err := club.ScanType(content); got != want || err != nil || !slices.Contains(club.ScanTypes, got) {
			t.Errorf("%s: %q, %v, of %q", want, got, err, club.ScanTypes)
		}
	}
}

func TestWhatIsNoScanIsRefused(t *testing.T) {
	huge := pngOf(t)
	binary.BigEndian.PutUint32(huge[16:], 100_000) // width and height in its head
	binary.BigEndian.PutUint32(huge[20:], 100_000)
	binary.BigEndian.PutUint32(huge[29:], crc32.ChecksumIEEE(huge[12:29]))
	cut := pngOf(t)[:20]
	for name, content := range map[string][]byte{
		"nothing": nil, "a page": []byte("<html><script>alert(1)</script>"), "a drawing": []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`),
		"a gif": []byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), "a program": []byte("MZ\x90\x00"), "a name alone": []byte("%PDF"),
		"a PDF without an end": []byte("%PDF-1.7\n"), "a PDF behind a page": []byte("<html>%PDF-1.7\n%%EOF"), "a cut picture": cut, "a film": []byte("\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom"), "an AVIF": []byte("\x00\x00\x00\x18ftypavif\x00\x00\x00\x00mif1avif"),
		"a brand in the version": []byte("\x00\x00\x00\x14ftypmp42heicisom"), "a cut HEIC": []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"),
		"a bomb": huge,
	} {
		if got, err := club.ScanType(content); !errors.Is(err, club.Refuse(club.CodeScanType)) || got != "" {
			t.Errorf("%s: %q, %v", name, got, err)
		}
	}
	large := append([]byte("%PDF-1.7\n"), make([]byte, club.MaxScanBytes)...)
	if _, err := club.ScanType(large); !errors.Is(err, club.Refuse(club.CodeFileTooLarge)) {
		t.Errorf("too large: %v", err)
	}
}

func TestAScansNameIsNoPath(t *testing.T) {
	for given, want := range map[string]string{
		"certificat médical.pdf": "certificat médical.pdf", "photo.PDF.exe": "photo.PDF.pdf", "../../etc/passwd": "passwd.pdf",
		`C:\Users\x\a.pdf`: "a.pdf", "": "scan.pdf", "...": "scan.pdf", "nul.txt": "_nul.pdf", "Con.1.pdf": "_Con.1.pdf", "a:b|c.png": "a-b-c.pdf", "x\x00y": "xy.pdf",
	} {
		if got := club.ScanName(given, club.ScanPDF); got != want {
			t.Errorf("%q: %q, want %q", given, got, want)
		}
	}
}

func TestNoNameLeavesItsFolder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := club.ScanName(rapid.String().Draw(t, "given"), club.ScanPNG)
		if strings.ContainsAny(name, `/\:<>"|?*`+"\x00\n") || strings.HasPrefix(name, ".") || utf8.RuneCountInString(name) > 84 || !strings.HasSuffix(name, ".png") {
			t.Fatalf("%q", name)
		}
	})
}

// A paper in any bytes under any name: refused, or of a type and with a name that is
// one and no folder, as short as a disk takes.
func FuzzAScan(f *testing.F) {
	var photo bytes.Buffer
	if err := jpeg.Encode(&photo, image.NewGray(image.Rect(0, 0, 4, 4)), nil); err != nil {
		f.Fatal(err)
	}
	f.Add(photo.Bytes(), `C:\temp\..\con.jpg`)
	f.Add([]byte("%PDF-1.7\n%%EOF"), "../../a\x00\u202e.pdf")
	f.Fuzz(func(t *testing.T, content []byte, given string) {
		kind, err := club.ScanType(content)
		if err != nil {
			if !errors.Is(err, club.Refuse(club.CodeScanType)) && !errors.Is(err, club.Refuse(club.CodeFileTooLarge)) {
				t.Fatal(err)
			}
			return
		}
		name := club.ScanName(given, kind)
		stem, ending, _ := strings.Cut(name[max(0, len(name)-5):], ".")
		if strings.ContainsAny(name, "/\\\x00:") || len([]rune(name)) > 84 || stem == "" || ending == "" {
			t.Fatalf("%q becomes %q", given, name)
		}
	})
}
