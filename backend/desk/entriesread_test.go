package desk_test

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"paddock/backend/desk"
	"paddock/backend/money"
)

// readEntries has a program of another language read the entries file, by the rules
// of the order alone, and returns its sums per journal and account.
func readEntries(t *testing.T, raw []byte) (string, error) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "entries.txt")
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("python3", filepath.Join("testdata", "entries.py"), file).CombinedOutput()
	return string(out), err
}

func TestAReaderOfAnotherLanguageFindsTheSumsOfTheBooksInTheEntriesFile(t *testing.T) {
	if _, err := exec.LookPath("python3"); err != nil {
		t.Fatal("python3 reads the entries file here: build/install.sh test")
	}
	h := emptyHouse(t)
	_, err := h.MakeSample(ctx, desk.Request{}, desk.Sample{Riders: 40, Years: 2, Seed: 7, Today: "2026-10-07"})
	h.must(err)
	h.clock.set(t, "2026-10-07 10:00")
	h.owner, err = h.Person(ctx, "")
	h.must(err)
	h.closes("2026-10-07")
	file, err := h.EntriesFile(ctx, h.req(), "2024-01-01", "2026-12-31")
	h.must(err)
	got, err := readEntries(t, file.Raw)
	if err != nil {
		t.Fatal(got)
	}
	lines, err := h.BookLines().Rows(ctx, desk.ListQuery{From: "2024-01-01", To: "2026-12-31"})
	h.must(err)
	sums := map[[2]string][2]money.Cents{}
	for _, l := range lines {
		key := [2]string{l.Journal, l.Account}
		sums[key] = [2]money.Cents{sums[key][0] + l.Debit, sums[key][1] + l.Credit}
	}
	var want []string
	keys := [][2]string{}
	for key := range sums {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b [2]string) int { return cmp.Or(strings.Compare(a[0], b[0]), strings.Compare(a[1], b[1])) })
	for _, key := range keys {
		want = append(want, fmt.Sprintf("%s %s %d %d", key[0], key[1], sums[key][0], sums[key][1]))
	}
	if strings.TrimSpace(got) != strings.Join(want, "\n") {
		t.Errorf("it reads\n%s\nthe books say\n%s", got, strings.Join(want, "\n"))
	}
	if len(want) < 10 || !strings.Contains(got, "VE ") || !strings.Contains(got, "OD ") {
		t.Errorf("a sample of %d accounts shows little:\n%s", len(want), got)
	}
	for name, broken := range map[string][2]string{ // the control: it does notice
		"a point":     {",", "."},
		"no header":   {"EcritureNum", "Numero"},
		"a last line": {"", ""},
	} {
		raw := strings.Replace(string(file.Raw), broken[0], broken[1], 1)
		if broken[0] == "" {
			raw += "\r\n"
		}
		if out, err := readEntries(t, []byte(raw)); err == nil {
			t.Errorf("%s: it reads\n%s", name, out)
		}
	}
}
