//go:build torture

package torture

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A power cut keeps what was synced; of the rest it keeps any part, in any
// order, torn at the disk's sectors (R2). The program sells once under strace,
// and every moment of its writing can then be cut, again and again.
func TestAPowerCutLosesNoAcknowledgedSale(t *testing.T) {
	states := rounds(10_000, 60)
	trace := traced(t, rounds(60, 25))
	for n := range states {
		if wrong := trace.cut(t, uint64(n)); wrong != "" {
			t.Fatalf("power cut %d: %s", n, wrong)
		}
	}
	t.Logf("%d power cuts, none lost a sale", states)
}

// The control: the same writing without the syncs of the log, as under
// synchronous=NORMAL, loses sales. Otherwise the test above proves nothing.
func TestWithoutTheSyncsOfTheLogAPowerCutWouldLoseSales(t *testing.T) {
	trace := traced(t, 25)
	trace.done = slices.DeleteFunc(trace.done, func(d deed) bool { return d.kind == synced && strings.HasSuffix(d.file, "-wal") })
	for n := range uint64(200) {
		if wrong := trace.cut(t, n); strings.HasPrefix(wrong, "acknowledged and lost") {
			return
		}
	}
	t.Error("200 power cuts without syncs lost nothing: they cut nothing")
}

// A sync that fails may take along what earlier writes had left to it, carts that
// wait for their sale's sync; the next sync then says that all is well. What is
// sold after it stands all the same.
func TestAPowerCutAfterASyncThatFailedLosesNoAcknowledgedSale(t *testing.T) {
	felt := 0
	for k := 3; k < 3+rounds(40, 2); k++ {
		trace := traced(t, 25, "-e", fmt.Sprintf("inject=fdatasync,fsync:error=EIO:when=%d", k))
		if slices.ContainsFunc(trace.done, func(d deed) bool { return d.kind == lost }) {
			felt++
		}
		for n := range rounds(200, 10) {
			if wrong := trace.cut(t, uint64(n)); wrong != "" {
				t.Fatalf("sync %d failed, power cut %d: %s", k, n, wrong)
			}
		}
	}
	if felt == 0 {
		t.Error("no sync failed")
	}
}

// What the program did to its folder, and to the person who waits.
const (
	wrote = iota
	truncated
	synced
	lost // a sync that failed
	removed
	said
)

// deed is one thing the program did: data at a place of a file, a length, or
// what it said.
type deed struct {
	kind int
	file string
	at   int
	data []byte
}

// writing is everything the program did, from a folder as it was before.
type writing struct {
	before map[string][]byte
	done   []deed
	first  int // deed that acknowledged the first sale
}

// sector is what a disk writes whole or not at all, in bytes.
const sector = 512

var call = regexp.MustCompile(`^(\w+)\((\d+)?(?:<([^>]*)>)?(?:(?:, )?"([^"]*)")?(\.\.\.)?(?:, (\d+))?(?:, (\d+))?.*\) += (-?\d+)`)

// traced lets the program sell under strace, with what else that is to do, and
// keeps what it saw.
func traced(t *testing.T, sales int, faults ...string) writing {
	t.Helper()
	dir, log := newClub(t), filepath.Join(t.TempDir(), "trace")
	w := writing{before: files(t, dir)}
	watch := append([]string{"-y", "-xx", "-s", "1000000", "-o", log, "-e", "signal=none",
		"-e", "trace=write,pwrite64,ftruncate,fsync,fdatasync,unlink,unlinkat,rename,renameat,renameat2"}, faults...)
	_, errs, failed := watched(watch, program, "--data", dir, "worker", "--anyway", "--max", fmt.Sprint(sales))
	if failed {
		t.Fatal(errs)
	}
	raw, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	size := map[string]int{}
	for name, data := range w.before {
		size[name] = len(data)
	}
	for _, line := range whole(string(raw)) {
		parts := call.FindStringSubmatch(line)
		if parts == nil {
			continue // not a call
		}
		verb, file, text := parts[1], plain(parts[3]), plain(parts[4])
		syncs := verb == "fsync" || verb == "fdatasync"
		if parts[8] == "-1" && !syncs {
			continue // it failed
		}
		if verb == "unlink" || verb == "unlinkat" {
			file = text
		}
		if verb == "write" && parts[2] == "1" {
			w.done = append(w.done, deed{kind: said, data: []byte(text)})
			if w.first == 0 {
				w.first = len(w.done)
			}
			continue
		}
		name, inside := strings.CutPrefix(file, dir+"/")
		if !inside || strings.HasSuffix(name, "-shm") { // made anew at each start
			continue
		}
		if parts[5] != "" {
			t.Fatalf("strace cut a write short: %.80s", line)
		}
		d := deed{file: name, data: []byte(text)}
		switch verb {
		case "pwrite64":
			d.at = number(parts[7])
		case "write": // the log of seals, always at its end
			d.at = size[name]
		case "ftruncate":
			d.kind, d.at, size[name] = truncated, number(parts[6]), number(parts[6])
		case "fsync", "fdatasync":
			d.kind = synced
			if parts[8] == "-1" {
				d.kind = lost
			}
		case "unlink", "unlinkat":
			d.kind = removed
			delete(size, name)
		default:
			t.Fatalf("a call this test does not know: %.80s", line)
		}
		if d.kind == wrote {
			size[name] = max(size[name], d.at+len(d.data))
		}
		w.done = append(w.done, d)
	}
	if w.first == 0 || len(w.done) < 3*sales {
		t.Fatalf("%d deeds for %d sales: they were not seen", len(w.done), sales)
	}
	return w
}

// whole joins the two halves of a call that another thread's came between.
func whole(trace string) (lines []string) {
	begun := map[string]string{}
	for line := range strings.Lines(trace) {
		thread, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		rest = strings.TrimSpace(rest)
		if half, is := strings.CutSuffix(rest, " <unfinished ...>"); is {
			begun[thread] = half
			continue
		}
		if _, end, is := strings.Cut(rest, " resumed>"); is && strings.HasPrefix(rest, "<...") {
			rest = begun[thread] + end
		}
		lines = append(lines, rest)
	}
	return lines
}

// plain turns strace's \x41 into A.
func plain(hex string) string {
	var text bytes.Buffer
	for part := range strings.SplitSeq(strings.TrimPrefix(hex, `\x`), `\x`) {
		if b, err := strconv.ParseUint(part, 16, 8); err == nil {
			text.WriteByte(byte(b))
		}
	}
	return text.String()
}

func number(text string) int {
	n, _ := strconv.Atoi(text)
	return n
}

// files are the contents of a folder by name.
func files(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	held := map[string][]byte{}
	err := filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		held[name], err = os.ReadFile(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return held
}

// cut ends the writing at a moment of the seed's choice and judges what a disk
// may hold then.
func (w writing) cut(t *testing.T, seed uint64) string {
	t.Helper()
	chance := rand.New(rand.NewPCG(1, seed))
	disk := map[string][]byte{}
	for name, data := range w.before {
		disk[name] = slices.Clone(data)
	}
	loose, heard := map[string][]deed{}, ""
	for _, d := range w.done[:w.first+chance.IntN(len(w.done)-w.first)] {
		switch d.kind {
		case said:
			heard += string(d.data)
		case removed: // a name, not data: taken as lasting at once
			delete(disk, d.file)
			delete(loose, d.file)
		case synced:
			for _, l := range loose[d.file] {
				disk[d.file] = l.onto(disk[d.file])
			}
			delete(loose, d.file)
		case lost: // the system forgets that they are still to be written
			delete(loose, d.file)
		default:
			loose[d.file] = append(loose[d.file], d)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(loose)) {
		for _, d := range survivors(chance, loose[name]) {
			disk[name] = d.onto(disk[name])
		}
	}
	dir := t.TempDir()
	for name, data := range disk {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	wrong := judge(dir, acknowledged(heard))
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	return wrong
}

// survivors are what the disk kept of writes that were not synced: nothing, all,
// some, or sectors of some in another order.
func survivors(chance *rand.Rand, loose []deed) (kept []deed) {
	switch chance.IntN(5) {
	case 0:
		return nil
	case 1:
		return loose
	case 2:
		for _, d := range loose {
			if chance.IntN(2) == 0 {
				kept = append(kept, d)
			}
		}
		return kept
	}
	for _, d := range loose {
		if d.kind == truncated {
			kept = append(kept, d)
			continue
		}
		for from := 0; from < len(d.data); from += sector {
			if chance.IntN(2) == 0 {
				end := min(from+sector, len(d.data))
				kept = append(kept, deed{file: d.file, at: d.at + from, data: d.data[from:end]})
			}
		}
	}
	chance.Shuffle(len(kept), func(i, j int) { kept[i], kept[j] = kept[j], kept[i] })
	return kept
}

// onto does a write or a truncation to a file's content.
func (d deed) onto(data []byte) []byte {
	end := d.at + len(d.data)
	if grow := end - len(data); grow > 0 {
		data = append(data, make([]byte, grow)...)
	}
	if d.kind == truncated {
		return data[:d.at]
	}
	copy(data[d.at:], d.data)
	return data
}

func (d deed) String() string {
	return fmt.Sprintf("%d %s at %d: %d bytes", d.kind, d.file, d.at, len(d.data))
}
