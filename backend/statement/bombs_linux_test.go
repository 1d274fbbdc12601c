package statement_test

import (
	"errors"
	"fmt"
	"maps"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
	"unicode/utf16"

	"paddock/backend/club"
	"paddock/backend/statement"
)

// bombFolder names, in the environment of a process of its own, where the bombs lie.
const bombFolder = "PADDOCK_BOMBS"

// What R17 of PERFORMANCE allows an XML file that is a bomb: milliseconds of the processor
// for one, megabytes of the whole process at the most at one moment. The larger bounds of
// the issue (2 s, 200 MB) hold for files of up to the size that is read (bounded_test.go).
const (
	bombMilliseconds = 100
	bombMegabytes    = 50
)

// bombs are XML files, short on the disk, that a careless reader unfolds, follows or descends.
func bombs() map[string][]byte {
	const head = `<?xml version="1.0" encoding="UTF-8"?>`
	doc := func(dtd, inside string) []byte {
		return []byte(head + dtd + `<Document><BkToCstmrStmt><Stmt>` + inside + camtFoot)
	}
	laughs := func(times, levels int, kind string) []byte {
		var out strings.Builder
		out.WriteString(`<!DOCTYPE x [<!ENTITY ` + kind + `a0 "ha">`)
		for n := 1; n <= levels; n++ {
			fmt.Fprintf(&out, `<!ENTITY %sa%d "%s">`, kind, n, strings.Repeat(fmt.Sprintf("&a%d;", n-1), times))
		}
		return doc(out.String()+"]>", fmt.Sprintf("<Id>&a%d;</Id>", levels))
	}
	outside := func(where string) []byte {
		return doc(`<!DOCTYPE x [<!ENTITY a SYSTEM "`+where+`">]>`, "<Id>&a;</Id>")
	}
	in16 := func(order func(...uint16) []byte, text string) []byte {
		return order(utf16.Encode([]rune("\ufeff" + text))...)
	}
	little := func(all ...uint16) (out []byte) {
		for _, one := range all {
			out = append(out, byte(one), byte(one>>8))
		}
		return out
	}
	big := func(all ...uint16) (out []byte) {
		for _, one := range all {
			out = append(out, byte(one>>8), byte(one))
		}
		return out
	}
	deep := func(open, shut string) string { return strings.Repeat(open, 100_000) + strings.Repeat(shut, 100_000) }
	secret := `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><Document><BkToCstmrStmt><Stmt><Id>&a;</Id>` + camtFoot
	return map[string][]byte{
		"a billion laughs":                  laughs(10, 9, ""),
		"laughs by two":                     laughs(2, 60, ""),
		"laughs in parameters":              laughs(10, 9, "% "),
		"one entity, many times":            doc(`<!DOCTYPE x [<!ENTITY a "`+strings.Repeat("a", 50_000)+`">]>`, "<Id>"+strings.Repeat("&a;", 50_000)+"</Id>"),
		"an entity of itself":               doc(`<!DOCTYPE x [<!ENTITY a "&a;">]>`, "<Id>&a;</Id>"),
		"two entities of each other":        doc(`<!DOCTYPE x [<!ENTITY a "&b;"><!ENTITY b "&a;">]>`, "<Id>&a;</Id>"),
		"an entity in an attribute":         doc(`<!DOCTYPE x [<!ENTITY a "aaaa">]>`, `<Amt Ccy="&a;">1</Amt>`),
		"a type that names no entity":       doc(`<!DOCTYPE Document>`, "<Id>1</Id>"),
		"a file of the system":              outside("file:///etc/passwd"),
		"a device that never ends":          outside("file:///dev/zero"),
		"a pipe":                            outside("/proc/self/fd/0"),
		"a share of the network":            outside(`\\127.0.0.1\share\x`),
		"a page":                            outside("http://127.0.0.1:9/x"),
		"a file by FTP":                     outside("ftp://127.0.0.1/x"),
		"a file in an archive":              outside("jar:http://127.0.0.1:9/x.jar!/x"),
		"a wrapper":                         outside("php://filter/convert.base64-encode/resource=/etc/passwd"),
		"a command":                         outside("expect://id"),
		"a type in a file":                  doc(`<!DOCTYPE x SYSTEM "file:///etc/passwd">`, ""),
		"a type on the network":             doc(`<!DOCTYPE x PUBLIC "-//X//X" "http://127.0.0.1:9/x.dtd">`, ""),
		"a type that sends a file away":     doc(`<!DOCTYPE x [<!ENTITY % f SYSTEM "file:///etc/hostname"><!ENTITY % d SYSTEM "http://127.0.0.1:9/x.dtd">%d;%f;]>`, ""),
		"a file that is not read as XML":    doc(`<!DOCTYPE x [<!NOTATION n SYSTEM "file:///etc/hostname"><!ENTITY a SYSTEM "x" NDATA n>]>`, "<Id>&a;</Id>"),
		"a type in the middle":              doc("", `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><Id>&a;</Id>`),
		"a type in UTF-16":                  in16(little, secret),
		"a type in UTF-16, the other way":   in16(big, secret),
		"a type in a letter case":           doc(`<!doctype x [<!ENTITY a SYSTEM "file:///etc/passwd">]>`, "<Id>&a;</Id>"),
		"100,000 deep":                      doc("", deep("<a>", "</a>")),
		"100,000 deep with namespaces":      doc("", deep(`<a xmlns="u:`+strings.Repeat("x", 20)+`">`, "</a>")),
		"100,000 deep before the statement": []byte(head + deep("<a>", "</a>")),
		"100,000 entries in one another":    doc("", deep("<Ntry>", "</Ntry>")),
		"100,000 attributes":                doc("", `<a `+strings.Repeat(`b="c" `, 100_000)+`/>`),
		"a file included":                   doc("", `<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/><Ntry>`),
		"a sheet and a schema":              []byte(head + `<?xml-stylesheet href="http://127.0.0.1:9/x.xsl"?><Document xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="u http://127.0.0.1:9/x.xsd"/>`),
		"a text that never ends":            doc("", `<Id><![CDATA[`+strings.Repeat("x", 1<<20)),
		"a comment that never ends":         doc("", `<!--`+strings.Repeat("-", 1<<20)),
	}
}

// began and ended are asked of the system for a file of this name, so that a trace shows
// what lies between them.
const (
	began = "/paddock-bomb-begins/"
	ended = "/paddock-bomb-ends/"
)

func asked(name string) { _, _ = os.Stat(name) }

// readBombs reads each of the bombs, in a process of its own, and prints what one took.
func readBombs(t *testing.T, dir string) {
	asked(began + "control") // what a trace has to show where a reader follows what a file says
	_, _ = os.ReadFile("/etc/hostname")
	if c, err := net.Dial("tcp", "127.0.0.1:9"); err == nil {
		c.Close()
	}
	asked(ended + "control")
	for n, name := range slices.Sorted(maps.Keys(bombs())) {
		raw, err := os.ReadFile(filepath.Join(dir, strconv.Itoa(n)))
		if err != nil {
			t.Fatal(err)
		}
		var before, after syscall.Rusage
		asked(began + strconv.Itoa(n))
		_ = syscall.Getrusage(syscall.RUSAGE_SELF, &before)
		_, err = statement.Read(raw, nil)
		_ = syscall.Getrusage(syscall.RUSAGE_SELF, &after)
		asked(ended + strconv.Itoa(n))
		if refusal := (&club.Error{}); !errors.As(err, &refusal) {
			t.Errorf("%s: %v", name, err)
		}
		took := time.Duration(after.Utime.Nano() + after.Stime.Nano() - before.Utime.Nano() - before.Stime.Nano())
		fmt.Printf("took %d %d\n", n, took.Microseconds())
	}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println(regexp.MustCompile(`VmHWM:.*`).FindString(string(status)))
}

// R17 of PERFORMANCE: thirty XML bombs and more, each refused in 100 ms by a process of
// 50 MB that asks the system for no file and no network meanwhile.
func TestAnXMLBombIsRefusedAtOnceAndNothingItNamesIsOpened(t *testing.T) {
	if dir := os.Getenv(bombFolder); dir != "" {
		readBombs(t, dir)
		return
	}
	dir, all := t.TempDir(), bombs()
	names := slices.Sorted(maps.Keys(all))
	if len(names) < 30 {
		t.Fatalf("%d bombs", len(names))
	}
	for n, name := range names {
		if err := os.WriteFile(filepath.Join(dir, strconv.Itoa(n)), all[name], 0o600); err != nil {
			t.Fatal(err)
		}
	}
	trace := filepath.Join(t.TempDir(), "trace")
	command := []string{os.Args[0], "-test.run=^" + t.Name() + "$"}
	_, failed := exec.LookPath("strace")
	traced := failed == nil
	if traced {
		command = append([]string{"strace", "-f", "-qq", "-o", trace, "-e", "trace=%file,%network,%process"}, command...)
	}
	child := exec.Command(command[0], command[1:]...)
	child.Env = append(os.Environ(), bombFolder+"="+dir, "GOMAXPROCS=2") // told, Go does not look it up again
	out, err := child.CombinedOutput()
	if err != nil {
		t.Fatalf("%v %s", err, out)
	}
	for _, said := range regexp.MustCompile(`took (\d+) (\d+)`).FindAllStringSubmatch(string(out), -1) {
		n, _ := strconv.Atoi(said[1])
		if micros, _ := strconv.Atoi(said[2]); micros > bombMilliseconds*1000 {
			t.Errorf("%s took %d µs", names[n], micros)
		}
	}
	var kilobytes int
	if _, err := fmt.Sscanf(regexp.MustCompile(`VmHWM:.*`).FindString(string(out)), "VmHWM: %d kB", &kilobytes); err != nil || kilobytes>>10 > bombMegabytes {
		t.Errorf("%d MB: %v", kilobytes>>10, err)
	}
	if !traced {
		t.Skip("strace is not there: that a bomb opens no file and no connection is not proved here")
	}
	said, err := os.ReadFile(trace)
	if err != nil {
		t.Fatal(err)
	}
	between := func(of string) string {
		_, after, begun := strings.Cut(string(said), began+of+`"`)
		inside, _, done := strings.Cut(after, ended+of+`"`)
		if !begun || !done {
			t.Fatalf("the trace does not show %s", of)
		}
		lines := strings.Split(inside, "\n")
		return strings.Join(lines[1:len(lines)-1], "\n") // without the two questions themselves
	}
	if seen := between("control"); !strings.Contains(seen, "/etc/hostname") || !strings.Contains(seen, "connect(") {
		t.Fatalf("the trace shows no file and no connection where both were opened: %q", seen)
	}
	for n, name := range names {
		seen := between(strconv.Itoa(n))
		if asked := regexp.MustCompile(`(?m)^.*\b(open\w*|stat\w*|newfstatat|readlink\w*|access\w*|socket|connect|sendto|execve|creat|unlink\w*|rename\w*|mkdir\w*)\(.*$`).FindString(seen); asked != "" {
			t.Errorf("%s: %s", name, asked)
		}
	}
}
