package statement_test

import (
	"bytes"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"paddock/backend/club"
	"paddock/backend/statement"
)

const (
	camtHead = `<?xml version="1.0" encoding="UTF-8"?><Document><BkToCstmrStmt><Stmt>`
	camtFoot = `</Stmt></BkToCstmrStmt></Document>`
)

// hostile are files no bank writes.
func hostile() map[string][]byte {
	files := map[string][]byte{
		"entities":            []byte(`<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><Document><BkToCstmrStmt>&b;</BkToCstmrStmt></Document>`),
		"external entity":     []byte(`<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><Document/>`),
		"a type after a root": []byte(camtHead + `<!DOCTYPE x [<!ENTITY a SYSTEM "http://127.0.0.1/">]>` + camtFoot),
		"100,000 deep":        []byte(camtHead + strings.Repeat("<a>", 100_000) + strings.Repeat("</a>", 100_000) + camtFoot),
		"deep outside":        []byte(strings.Repeat("<a>", 100_000)),
		"a giant name":        []byte(camtHead + "<" + strings.Repeat("a", 20<<20) + ">" + camtFoot),
		"a giant attribute":   []byte(camtHead + `<a b="` + strings.Repeat("a", 20<<20) + `"/>` + camtFoot),
		"a giant text":        []byte(camtHead + "<a>" + strings.Repeat("a", 20<<20) + "</a>" + camtFoot),
		"a giant comment":     []byte(camtHead + "<!--" + strings.Repeat("a", 20<<20) + "-->" + camtFoot),
		"many elements":       []byte(camtHead + "<Ntry>" + strings.Repeat("<a/>", 7<<20) + "</Ntry>" + camtFoot),
		"many empty entries":  []byte(camtHead + strings.Repeat("<Ntry/>", 4<<20) + camtFoot),
		"many outside":        []byte("<Document>" + strings.Repeat("<a/>", 7<<20)),
		"crossed tags":        []byte(camtHead + `<Acct><Id></Acct></Id>` + camtFoot),
		"not its encoding":    []byte(camtHead + "<Id>\xe9</Id>" + camtFoot),
		"an unknown encoding": []byte(`<?xml version="1.0" encoding="EBCDIC-INT"?><Document/>`),
		"zeros":               append([]byte(camtHead), make([]byte, 1<<20)...),
		"OFX opened again":    []byte("OFXHEADER:100\n\n" + strings.Repeat("<STMTTRN>", 3<<20)),
		"OFX of accounts":     []byte("OFXHEADER:100\n\n" + strings.Repeat("<OFX>", 3<<20)),
		"MT940 of one line":   []byte(":20:A\n:25:B\n:60F:" + strings.Repeat("9", 20<<20)),
		"MT940 of tags":       []byte(":20:A\n:25:B\n:60F:C261001EUR1,00\n" + strings.Repeat(":61:261001C1,NTRFA\n", 1<<20)),
		"CFONB of nothing":    []byte("0130004    00823EUR2 00012345678  300926" + strings.Repeat("\n", 20<<20)),
		"CODA of openings":    []byte(strings.Repeat("0000007102620105"+strings.Repeat(" ", 111)+"2\n", 100_000)),
		"larger than is read": bytes.Repeat([]byte("<a>"), 100<<20/3),
		"UTF-16 cut in two":   []byte("\xff\xfe<\x00?\x00x\x00m"),
		"a mark and nothing":  []byte("\xef\xbb\xbf"),
		"nothing":             {},
		"noise":               bytes.Repeat([]byte{0x80, 0x1f, 0xff, '\n', '<', '&', '#', ';'}, 1<<20),
		"an OFX of noise":     append([]byte("OFXHEADER:100\n<OFX>"), bytes.Repeat([]byte{0x80, 0xff, '\n', '<', '&', '#', ';', '>'}, 1<<20)...),
	}
	for i := range 4 {
		files[fmt.Sprintf("nested comments %d", i)] = []byte(camtHead + strings.Repeat("<!--"+strings.Repeat("-", i)+"x-->", 1<<18) + "<a>")
	}
	return files
}

// TestHostileFilesAreRefusedAndCheaply: what a file takes in memory all in all. How long it
// takes is asked of a process of its own (bounded_test.go), and of the bombs of R17 of
// PERFORMANCE in bombs_linux_test.go.
func TestHostileFilesAreRefusedAndCheaply(t *testing.T) {
	for name, raw := range hostile() {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		all, err := statement.Read(raw, nil)
		took := time.Since(start)
		runtime.ReadMemStats(&after)
		allocated := (after.TotalAlloc - before.TotalAlloc) >> 20
		var refusal *club.Error
		if !errors.As(err, &refusal) {
			t.Errorf("%s: %v, %d statements", name, err, len(all))
		}
		if allocated > 200 {
			t.Errorf("%s took %d MB in all", name, allocated)
		}
		t.Logf("%-20s %8s %4d MB  %v", name, took.Round(time.Millisecond), allocated, err)
	}
}

func seeds(f *testing.F, names ...string) {
	for _, name := range names {
		f.Add(sample(f, name))
	}
}

// whole checks what holds of any file: it is refused with a code, or it adds up
// and each of its entries has a day and a key of its own.
func whole(t *testing.T, raw []byte) {
	all, err := statement.Read(raw, nil)
	if err != nil {
		if refusal := new(club.Error); !errors.As(err, &refusal) {
			t.Fatalf("no refusal: %v", err)
		}
		return
	}
	for i, keys := range statement.Keys(all) {
		s := all[i]
		if s.Opening != nil && s.Closing != nil && *s.Opening+s.Sum() != *s.Closing {
			t.Fatalf("%+v does not add up", s)
		}
		seen := map[string]bool{}
		for j, e := range s.Entries {
			if e.Date == "" || seen[keys[j]] {
				t.Fatalf("%+v: no day, or a key said twice", e)
			}
			seen[keys[j]] = true
		}
	}
}

func FuzzCAMT(f *testing.F) {
	seeds(f, "camt.xml")
	f.Add([]byte(camtHead + camtFoot))
	f.Fuzz(whole)
}

func FuzzOFX(f *testing.F) {
	seeds(f, "ofx1.ofx", "ofx2.ofx")
	f.Fuzz(whole)
}

func FuzzMT940(f *testing.F) {
	seeds(f, "german.sta", "dutch.sta")
	f.Fuzz(whole)
}

func FuzzCFONB(f *testing.F) {
	seeds(f, "cfonb.txt")
	f.Fuzz(whole)
}

func FuzzCODA(f *testing.F) {
	seeds(f, "coda.cod")
	f.Fuzz(whole)
}

func FuzzTable(f *testing.F) {
	f.Add("Date", "Montant", "Solde", "05/10/26", "12,00", "12,00")
	f.Add("Date", "Débit", "Crédit", "05/10/26", "12,00-", "")
	f.Fuzz(func(t *testing.T, a, b, c, d, e, g string) {
		s, _, err := statement.FromTable([]statement.Row{{1, []string{a, b, c}}, {2, []string{d, e, g}}}, nil, nil)
		if refusal := new(club.Error); err != nil && !errors.As(err, &refusal) {
			t.Fatal(err)
		} else if err == nil && (len(s.Entries) != 1 || s.Entries[0].Date == "") {
			t.Fatalf("%+v", s)
		}
	})
}
