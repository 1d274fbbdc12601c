package statement_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
	"time"

	"paddock/backend/statement"
)

// hostileFile names, in the environment of a process of its own, the file that is read.
const hostileFile = "PADDOCK_HOSTILE_FILE"

// The most a file that no bank writes may cost, of the issue: megabytes at the most at
// one moment, as the system counts them, and seconds of the processor.
const (
	mostMegabytes = 200
	mostSeconds   = 2
)

// TestAHostileFileCostsAProcessLittle reads each of them in a process of its own, and
// asks the system what that took. The clock on the wall says nothing on a busy machine.
func TestAHostileFileCostsAProcessLittle(t *testing.T) {
	if path := os.Getenv(hostileFile); path != "" {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := statement.Read(raw, nil); err == nil {
			t.Fatal("it is read")
		}
		status, err := os.ReadFile("/proc/self/status") // rusage counts who started it as well
		if err != nil {
			t.Fatal(err)
		}
		fmt.Println(regexp.MustCompile(`VmHWM:.*`).FindString(string(status)))
		return
	}
	for name, raw := range hostile() {
		path := filepath.Join(t.TempDir(), "file")
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		child := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
		child.Env = append(os.Environ(), hostileFile+"="+path)
		out, err := child.CombinedOutput()
		var kilobytes int
		if _, said := fmt.Sscanf(string(out), "VmHWM: %d kB", &kilobytes); err != nil || said != nil {
			t.Errorf("%s: %v %s", name, err, out)
			continue
		}
		megabytes, took := kilobytes>>10, child.ProcessState.UserTime()+child.ProcessState.SystemTime()
		if megabytes > mostMegabytes || took > mostSeconds*time.Second {
			t.Errorf("%s took %d MB and %s", name, megabytes, took)
		}
		t.Logf("%-20s %8s %4d MB", name, took.Round(time.Millisecond), megabytes)
	}
}
