package main

import (
	"bufio"
	"compress/gzip"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// killRounds is how often the program is killed at each kind of work in make
// torture (PERFORMANCE R1); make test does so less often.
var killRounds = flag.Int("kill-rounds", 0, "how often the program is killed at each kind of work")

func rounds(short int) int {
	if *killRounds > 0 {
		return *killRounds
	}
	return short
}

// Each round kills the selling program at another moment; every sale it had
// acknowledged must be there, numbers must have no gap, and the proof must find
// nothing. The data goes on from round to round and begins anew now and then,
// so that the first sales of a club are killed as well.
func TestKillingTheProgramDuringSalesLosesNoAcknowledgedInvoice(t *testing.T) {
	killingAtWork(t, "sales", rounds(200), soldAll)
}

func TestKillingTheProgramDuringBookingsLosesNoPlaceAndNoCancellation(t *testing.T) {
	killingAtWork(t, "bookings", rounds(40), bookedAll)
}

// A series enters with the lessons of its whole season, in one commit.
func TestKillingTheProgramDuringAPlanLeavesWholeSeriesAlone(t *testing.T) {
	killingAtWork(t, "series", rounds(30), plannedAll)
}

// A closing is there with its signature and its line of seal.log, or not at all.
func TestKillingTheProgramDuringClosingsLosesNoClosedDay(t *testing.T) {
	killingAtWork(t, "closings", rounds(24), closedAll)
}

// killingAtWork kills the worker so often and lets judge compare what is left
// with what it had acknowledged.
func killingAtWork(t *testing.T, doing string, rounds int, judge func(*testing.T, *desk.Desk, []string)) {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Fatal("kills with SIGKILL: run it on Linux")
	}
	program := buildProgram(t)
	caught, acked := 0, 0
	var dir string
	for round := range rounds {
		if round%40 == 0 {
			dir = filepath.Join(t.TempDir(), "club")
			makeClub(t, dir)
		}
		acks, finished := workUntilKilled(t, program, dir, doing, round)
		if !finished {
			caught++
		}
		acked += len(acks)
		reopened(t, dir, round%10 == 9, func(d *desk.Desk) { judge(t, d, acks) })
		if t.Failed() {
			t.FailNow()
		}
	}
	if acked < rounds {
		t.Errorf("only %d acknowledged in %d rounds: the test did not reach the work", acked, rounds)
	}
	if caught < rounds/2 {
		t.Errorf("only %d of %d programs were killed at work", caught, rounds)
	}
	t.Logf("%d acknowledged, %d programs killed at work, none lost", acked, caught)
}

func buildProgram(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "paddock")
	if out, err := exec.Command("go", "build", "-o", program, ".").CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return program
}

// oneClub is the files of a club, made once: whoever begins anew has a copy.
var oneClub = sync.OnceValues(func() (fs.FS, error) {
	dir, err := os.MkdirTemp("", "paddock-club-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	d, err := desk.Open(context.Background(), desk.Options{Dir: dir, Version: "test", Keys: desk.FileKeys(filepath.Join(dir, "keys"))})
	if err != nil {
		return nil, err
	}
	_, err = d.MakeSample(context.Background(), desk.Request{}, desk.Sample{Riders: 1, Years: 1, Seed: 1, Today: calendar.DayOf(time.Now(), time.UTC)})
	if err := errors.Join(err, d.Close()); err != nil {
		return nil, err
	}
	return inMemory(dir)
})

// inMemory is the files of a folder, which may go.
func inMemory(dir string) (fs.FS, error) {
	files, disk := fstest.MapFS{}, os.DirFS(dir)
	return files, fs.WalkDir(disk, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := fs.ReadFile(disk, name)
		files[name] = &fstest.MapFile{Data: content, Mode: 0o600}
		return err
	})
}

func makeClub(t *testing.T, dir string) {
	t.Helper()
	club, err := oneClub()
	if err == nil {
		err = os.CopyFS(dir, club)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// workUntilKilled reads acknowledgements and kills the program after a number
// of them that differs from round to round, or shortly after one.
func workUntilKilled(t *testing.T, program, dir, doing string, round int) (acks []string, finished bool) {
	t.Helper()
	cmd := exec.Command(program, "--data", dir, "worker", "--max", "400", "--doing", doing)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if did, ok := strings.CutPrefix(lines.Text(), "ack "); ok {
			acks = append(acks, did)
		}
		if len(acks) > round%7 {
			break
		}
	}
	// Between no time and a few sales later, so that the kill falls at every
	// moment of the work.
	deadline := time.Duration(round*37%2500) * time.Microsecond
	for begun := time.Now(); time.Since(begun) < deadline; {
		runtime.Gosched()
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	for lines.Scan() { // what it had said before it died
		if did, ok := strings.CutPrefix(lines.Text(), "ack "); ok {
			acks = append(acks, did)
		}
	}
	return acks, cmd.Wait() == nil
}

// reopened opens what is left as the next start would, and proves it whole when
// asked to.
func reopened(t *testing.T, dir string, whole bool, look func(*desk.Desk)) {
	t.Helper()
	d, err := desk.Open(t.Context(), desk.Options{Dir: dir, Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	look(d)
	if !whole {
		return
	}
	proof, err := d.Verify(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !proof.OK {
		t.Errorf("the proof found: %+v", proof.First)
	}
}

// soldAll says that every sale acknowledged is there and none is half done.
func soldAll(t *testing.T, d *desk.Desk, acks []string) {
	t.Helper()
	list, err := d.Documents(t.Context(), sqlite.DocumentFilter{})
	if err != nil {
		t.Fatal(err)
	}
	have := map[string]bool{}
	for _, row := range list.Rows {
		have[row.Number] = true
		if row.Remaining != 0 && row.Household == 0 {
			t.Errorf("%s is half done: %d remain", row.Number, row.Remaining)
		}
	}
	for _, number := range acks {
		if !have[number] {
			t.Errorf("%s was acknowledged and is lost", number)
		}
	}
}

// bookedAll says that every place acknowledged is there, taken or freed as the
// last word on it was; what was not acknowledged any more may have been done.
func bookedAll(t *testing.T, d *desk.Desk, acks []string) {
	t.Helper()
	bookings, err := d.Bookings(t.Context(), "2000-01-01", "2099-12-31")
	if err != nil {
		t.Fatal(err)
	}
	have := map[string]bool{} // and whether it takes its place
	for _, b := range bookings {
		have[fmt.Sprint(b.ID)] = b.State.Takes()
	}
	for i, ack := range acks {
		did, id, _ := strings.Cut(ack, " ")
		takes, there := have[id]
		if freed := did == "freed"; !there || (freed && takes) || (!freed && !takes && i < len(acks)-1 && acks[i+1] != "freed "+id) {
			t.Errorf("%s was acknowledged: there %v, takes its place %v", ack, there, takes)
		}
	}
}

// plannedAll says that every series acknowledged is there, and each with as many
// lessons as the others.
func plannedAll(t *testing.T, d *desk.Desk, acks []string) {
	t.Helper()
	seasons, err := d.Seasons(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	series, err := d.SeriesOf(t.Context(), seasons[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	lessons, err := d.ListLessons(t.Context(), calendar.Period{First: seasons[0].First, Last: seasons[0].Last})
	if err != nil {
		t.Fatal(err)
	}
	made, there := 0, map[string]bool{}
	for _, s := range series {
		there[fmt.Sprint("series ", s.ID)] = true
		if s.Name == workedName {
			made++
		}
	}
	given := 0
	for _, l := range lessons {
		if l.Name == workedName {
			given++
		}
	}
	for _, ack := range acks {
		if !there[ack] {
			t.Errorf("%s was acknowledged and is lost", ack)
		}
	}
	if made > 0 && (given == 0 || given%made != 0) {
		t.Errorf("%d series have %d lessons", made, given)
	}
}

// closedAll says that every day whose closing was acknowledged is closed, that
// their numbers have no gap and that the perpetual total is what they add up to.
func closedAll(t *testing.T, d *desk.Desk, acks []string) {
	t.Helper()
	made, err := d.Closings().Rows(t.Context(), desk.ListQuery{})
	if err != nil {
		t.Fatal(err)
	}
	closed, last, sum := map[string]bool{}, 0, money.Cents(0)
	for _, c := range slices.Backward(made) { // the latest stand first
		if c.Kind != billing.DayClosing {
			continue
		}
		closed["closed "+string(c.Day)] = true
		last++
		if sum += c.Period.Issued.Gross; c.N != last || c.Perpetual.Issued.Gross != sum {
			t.Errorf("closing %d of %s: number %d, %d in all, %d added up", last, c.Day, c.N, c.Perpetual.Issued.Gross, sum)
		}
	}
	for _, ack := range acks {
		if !closed[ack] {
			t.Errorf("%s was acknowledged and is lost", ack)
		}
	}
}

// version1Files are those of the first version's data, unpacked once.
var version1Files = sync.OnceValues(func() (fs.FS, error) {
	packed, err := os.Open("../backend/desk/testdata/version1/paddock.db.gz")
	if err != nil {
		return nil, err
	}
	defer packed.Close()
	reader, err := gzip.NewReader(packed)
	if err != nil {
		return nil, err
	}
	old, err := io.ReadAll(reader)
	if err != nil {
		return nil, err
	}
	log, err := os.ReadFile("../backend/desk/testdata/version1/seal.txt")
	return fstest.MapFS{sqlite.File: {Data: old, Mode: 0o600}, sqlite.SealFile: {Data: log, Mode: 0o600}}, err
})

// version1 is a data folder of the first version, as its program left it.
func version1(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "club")
	files, err := version1Files()
	if err == nil {
		err = os.CopyFS(dir, files)
	}
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// Killed at whatever step, the next start ends the update; the club's two
// documents are there, and what was kept before it is a backup.
func TestKillingTheProgramDuringAMigrationLosesNothing(t *testing.T) {
	program := buildProgram(t)
	update := func(dir string) *exec.Cmd {
		cmd := exec.Command(program, "--data", dir, "worker", "--max", "1")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		return cmd
	}
	begun := time.Now()
	if err := update(version1(t)).Wait(); err != nil {
		t.Fatal(err)
	}
	whole, rounds, killed, halfway := time.Since(begun), rounds(8), 0, 0
	for round := range rounds {
		dir := version1(t)
		cmd := update(dir)
		kill := time.AfterFunc(whole*time.Duration(round+1)/time.Duration(rounds), func() { _ = cmd.Process.Kill() })
		if cmd.Wait() != nil {
			killed++
			if d, err := desk.Open(t.Context(), desk.Options{Dir: dir, ReadOnly: true}); errors.Is(err, club.Refuse(club.CodeDataOlder)) {
				halfway++
			} else if err == nil {
				d.Close()
			}
		}
		kill.Stop()
		reopened(t, dir, true, func(d *desk.Desk) {
			list, err := d.Documents(t.Context(), sqlite.DocumentFilter{})
			if err != nil || len(list.Rows) < 2 {
				t.Errorf("round %d: %d documents, %v", round, len(list.Rows), err)
			}
		})
		for _, name := range glob(t, filepath.Join(dir, sqlite.UpdateFolder, "*.paddock")) {
			restored := filepath.Join(t.TempDir(), "restored")
			if out, err := exec.Command(program, "--data", restored, "restore", name).CombinedOutput(); err != nil {
				t.Errorf("round %d: what was kept: %v: %s", round, err, out)
			}
		}
		if t.Failed() {
			t.FailNow()
		}
	}
	if killed < rounds/3 || halfway == 0 {
		t.Errorf("only %d of %d programs were killed at work, %d before the last step", killed, rounds, halfway)
	}
	t.Logf("%d of %d programs killed, %d before the last step, nothing lost", killed, rounds, halfway)
}

func glob(t *testing.T, pattern string) []string {
	t.Helper()
	names, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	return names
}

func TestASecondProgramOnTheSameDataIsRefusedInOneSentence(t *testing.T) {
	program := buildProgram(t)
	dir := filepath.Join(t.TempDir(), "club")
	makeClub(t, dir)
	d, err := desk.Open(context.Background(), desk.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	cmd := exec.Command(program, "--data", dir, "worker", "--max", "1")
	cmd.Env = append(os.Environ(), "LC_ALL=fr_FR.UTF-8")
	out, err := cmd.CombinedOutput()
	if cmd.ProcessState.ExitCode() != exitRefused || strings.Count(string(out), "\n") != 1 || !strings.Contains(string(out), "Paddock") {
		t.Errorf("exit %d, said %q (%v)", cmd.ProcessState.ExitCode(), out, err)
	}
	listed := exec.Command(program, "--data", dir, "list", "invoices", "--json")
	if out, err := listed.CombinedOutput(); err != nil {
		t.Errorf("list beside a running program: %v\n%s", err, out)
	}
}
