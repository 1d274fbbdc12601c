package main

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"testing"
	"time"

	"paddock/backend/club"
	"paddock/backend/locale"
)

const pdf = "%PDF-1.7 paper"

// printed prints pdf on a kind of paper.
func printed(t *testing.T, kind paper) error {
	t.Helper()
	native := newNative(locale.French, quiet)
	defer native.close()
	native.start(t.Context())
	_, err := native.Print(base64.StdEncoding.EncodeToString([]byte(pdf)), string(kind))
	native.close()
	if _, err := os.Stat(native.spool); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("papers stay behind: %v", err)
	}
	return err
}

func TestEachPaperGoesToThePrinterChosenForItAndTheRestToTheDefaultOne(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	cups := printingSystem(t, "Bureau", "Caisse")
	if err := choosePrinter(paperRoll, "Caisse"); err != nil {
		t.Fatal(err)
	}
	native := newNative(locale.French, quiet)
	native.start(t.Context())
	if known := native.Printers(); fmt.Sprint(known) != "{[Bureau Caisse] map[receipt:Caisse]}" {
		t.Errorf("printers: %v", known)
	}
	for kind, printer := range map[paper]string{paperA4: "Bureau", paperRoll: "Caisse"} {
		if err := printed(t, kind); err != nil {
			t.Fatalf("%s: %v", kind, err)
		}
		if got := cups.taken(printer); got != pdf {
			t.Errorf("%s was given %q", printer, got)
		}
	}
}

func TestAPaperThatThePrintingSystemDropsLaterIsNotPrinted(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	printingSystem(t, "Bureau")
	native := newNative(locale.French, quiet)
	defer native.close()
	native.start(t.Context())
	send := func() string {
		t.Helper()
		job, err := native.Print(base64.StdEncoding.EncodeToString([]byte(pdf)), string(paperA4))
		if err != nil || job == "" {
			t.Fatalf("job %q, %v", job, err)
		}
		return job
	}
	if err := native.Printed(send()); err != nil {
		t.Errorf("of a paper that was printed: %v", err)
	}
	must(t, "/usr/sbin/cupsdisable", "Bureau")
	dropped := send()
	must(t, "cancel", "Bureau-"+dropped)
	if err := native.Printed(dropped); !errors.Is(err, club.Refuse(club.CodePrintFailed)) {
		t.Errorf("of a paper that was dropped: %v", err)
	}
	if err := native.Printed("999"); err != nil {
		t.Errorf("of a paper that nothing is known of: %v", err)
	}
	closing, closed := context.WithCancel(t.Context())
	native.start(closing)
	held, told := send(), make(chan error, 1)
	go func() { told <- native.Printed(held) }()
	closed()
	if err := <-told; !errors.Is(err, context.Canceled) {
		t.Errorf("of a paper that waits as the window closes: %v", err)
	}
}

func TestAPaperNeverGoesToAnotherPrinterThanTheChosenOne(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	printingSystem(t, "Bureau")
	if err := choosePrinter(paperRoll, "Caisse"); err != nil {
		t.Fatal(err)
	}
	if err := printed(t, paperRoll); !errors.Is(err, club.Refuse(club.CodePrinterGone)) {
		t.Errorf("said %v", err)
	}
}

func TestWithoutAPrinterNorAProgramForPapersPrintingIsRefused(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	t.Setenv("PATH", t.TempDir())
	if err := printed(t, paperA4); !errors.Is(err, club.Refuse(club.CodePrintFailed)) {
		t.Errorf("said %v", err)
	}
}

func TestADamagedChoiceOfPrintersLeavesTheDefaultOne(t *testing.T) {
	base := t.TempDir()
	t.Setenv("XDG_CONFIG_HOME", base)
	if err := saveConfig(printersFile, "half"); err != nil {
		t.Fatal(err)
	}
	if chosen := chosenPrinters(); len(chosen) != 0 {
		t.Errorf("chosen: %v", chosen)
	}
	if err := choosePrinter("poster", "Bureau"); err == nil {
		t.Error("a printer was chosen for a paper nobody has")
	}
}

// printing is a CUPS of the test's own.
type printing struct {
	t     *testing.T
	spool string
}

// printingSystem starts CUPS' own scheduler with these printers, the first of
// them the default one. Nothing of the computer's own printing is touched.
func printingSystem(t *testing.T, printers ...string) printing {
	t.Helper()
	dir, err := os.MkdirTemp("", "cups") // t.TempDir is too long for a socket's name
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	// As root the scheduler's filters run as "lp"; it wants to reach the folder.
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, sub := range []string{"spool", "cache", "run", "root", "tmp"} {
		if err := os.Mkdir(filepath.Join(dir, sub), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	name := "lp"
	if os.Geteuid() != 0 {
		me, err := user.Current()
		if err != nil {
			t.Fatal(err)
		}
		name = me.Username
	}
	socket := filepath.Join(dir, "run", "cups.sock")
	write := func(file, text string) string {
		file = filepath.Join(dir, file)
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return file
	}
	conf := write("cupsd.conf", "Listen "+socket+`
DefaultAuthType None
Browsing No
WebInterface No
PreserveJobFiles Yes
<Policy default>
<Limit All>
Allow all
</Limit>
</Policy>
<Location />
Allow all
</Location>
`)
	files := write("cups-files.conf", fmt.Sprintf(`ServerRoot %[1]s/root
RequestRoot %[1]s/spool
CacheDir %[1]s/cache
StateDir %[1]s/run
TempDir %[1]s/tmp
AccessLog %[1]s/access.log
ErrorLog %[1]s/error.log
PageLog %[1]s/page.log
FileDevice Yes
User %[2]s
Group %[2]s
SystemGroup root
`, dir, name))
	scheduler := exec.Command("/usr/sbin/cupsd", "-f", "-c", conf, "-s", files)
	if err := scheduler.Start(); err != nil {
		t.Fatalf("install cups-daemon and cups-client, as make test does: %v", err)
	}
	t.Cleanup(func() {
		_ = scheduler.Process.Kill()
		_ = scheduler.Wait()
	})
	t.Setenv("CUPS_SERVER", socket)
	p := printing{t: t, spool: filepath.Join(dir, "spool")}
	p.until("the scheduler answers", func() bool { return exec.Command("lpstat", "-r").Run() == nil && exists(socket) })
	for _, printer := range printers {
		must(t, "/usr/sbin/lpadmin", "-p", printer, "-E", "-v", "file:///dev/null", "-m", "raw")
	}
	must(t, "/usr/sbin/lpadmin", "-d", printers[0])
	return p
}

// taken waits for the one job of a printer and returns what it was given.
func (p printing) taken(printer string) string {
	p.t.Helper()
	var jobs []byte
	p.until(printer+" has its job", func() bool {
		jobs, _ = exec.Command("lpstat", "-W", "all", "-o", printer).Output()
		return len(jobs) > 0
	})
	var number int
	if _, err := fmt.Sscanf(string(bytes.TrimPrefix(jobs, []byte(printer+"-"))), "%d", &number); err != nil {
		p.t.Fatalf("lpstat said %q: %v", jobs, err)
	}
	content, err := os.ReadFile(filepath.Join(p.spool, fmt.Sprintf("d%05d-001", number)))
	if err != nil {
		p.t.Fatal(err)
	}
	return string(content)
}

// until asks again and again, ten seconds at most.
func (p printing) until(what string, done func() bool) {
	p.t.Helper()
	limit := time.After(10 * time.Second)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !done() {
		select {
		case <-tick.C:
		case <-limit:
			p.t.Fatalf("in ten seconds: not %s", what)
		}
	}
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return err == nil
}

// must runs a command that must succeed.
func must(t *testing.T, name string, args ...string) {
	t.Helper()
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
}
