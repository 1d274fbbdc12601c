package document_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden texts anew")

// run runs a program of the system. A missing one is a failure, not a reason
// to skip: the papers are proved by the tools that will read them.
func run(t testing.TB, name string, args ...string) []byte {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Fatalf("%s is missing: install poppler-utils, qpdf and zbar-tools (make test does)", name)
	}
	var stderr bytes.Buffer
	command := exec.Command(path, args...)
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s%s", name, strings.Join(args, " "), err, out, stderr.String())
	}
	return out
}

// file stores a paper where the tools can read it.
func file(t testing.TB, pdf []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(path, pdf, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// paper makes a PDF and fails unless qpdf finds it clean.
func paper(t testing.TB, from interface{ PDF() ([]byte, error) }) []byte {
	t.Helper()
	pdf, err := from.PDF()
	if err != nil {
		t.Fatal(err)
	}
	run(t, "qpdf", "--check", file(t, pdf))
	return pdf
}

var blanks = regexp.MustCompile(`[ \x{a0}]+`)

// words extracts the text of a paper in the order it was written, runs of
// blanks as one: poppler's versions differ in them.
func words(t testing.TB, pdf []byte) string {
	t.Helper()
	text := blanks.ReplaceAllString(string(run(t, "pdftotext", "-raw", file(t, pdf), "-")), " ")
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(strings.ReplaceAll(line, "\f", "\f ")); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n") + "\n"
}

// pages extracts the text of each page.
func pages(t testing.TB, pdf []byte) []string {
	t.Helper()
	text := string(run(t, "pdftotext", "-raw", file(t, pdf), "-"))
	return strings.Split(strings.TrimSuffix(text, "\f"), "\f")
}

// rendered is the last page of a paper at 150 dots per inch, as an office
// printer or a phone's camera gets it.
func rendered(t testing.TB, pdf []byte) image.Image {
	t.Helper()
	last := len(pages(t, pdf))
	prefix := filepath.Join(t.TempDir(), "page")
	n := []string{"-f", itoa(last), "-l", itoa(last)}
	run(t, "pdftoppm", append(n, "-r", "150", "-png", "-singlefile", file(t, pdf), prefix)...)
	raw, err := os.ReadFile(prefix + ".png")
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return picture
}

// scan reads the one QR code in a part of a page, in mm; "" when there is none.
func scan(t testing.TB, page image.Image, left, top, right, bottom float64) string {
	t.Helper()
	const dots = 150 / 25.4
	area := image.Rect(int(left*dots), int(top*dots), int(right*dots), int(bottom*dots)).Intersect(page.Bounds())
	part := page.(interface {
		SubImage(image.Rectangle) image.Image
	}).SubImage(area)
	path := filepath.Join(t.TempDir(), "code.png")
	out, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := png.Encode(out, part); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	reader, err := exec.LookPath("zbarimg")
	if err != nil {
		t.Fatal("zbarimg is missing: install zbar-tools (make test does)")
	}
	text, err := exec.Command(reader, "-q", "--raw", "-Sbinary", "--oneshot", path).Output()
	if err != nil {
		if code, ok := err.(*exec.ExitError); ok && code.ExitCode() == 4 { // no symbol found
			return ""
		}
		t.Fatalf("zbarimg: %v", err)
	}
	return string(text)
}

// golden compares a text with testdata/NAME.txt.
func golden(t testing.TB, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; go test -update writes it anew.\ngot:\n%s\nwant:\n%s", path, got, want)
	}
}

// actions walks a PDF's objects and reports every action but a web link.
func actions(t testing.TB, pdf []byte) (links []string, others []string) {
	t.Helper()
	var parsed any
	if err := json.Unmarshal(run(t, "qpdf", "--json", file(t, pdf)), &parsed); err != nil {
		t.Fatal(err)
	}
	var walk func(any)
	walk = func(value any) {
		switch v := value.(type) {
		case []any:
			for _, item := range v {
				walk(item)
			}
		case map[string]any:
			for key, item := range v {
				switch key {
				case "/JS", "/AA", "/OpenAction", "/Launch", "/EmbeddedFiles":
					others = append(others, key)
				case "/A":
					action, _ := item.(map[string]any)
					if action["/S"] != "/URI" {
						others = append(others, key)
					}
					target, _ := action["/URI"].(string)
					links = append(links, strings.TrimPrefix(target, "u:"))
				}
				walk(item)
			}
		}
	}
	walk(parsed)
	return links, others
}
