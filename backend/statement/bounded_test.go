package statement_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"paddock/backend/exchange"
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

// hostileTables are lists that no bank writes, at the size that is read at the most. One
// cell of that size takes 194 MB, too near the bound to be told from it: half of it is read.
func hostileTables(t *testing.T) map[string][]byte {
	t.Helper()
	var bomb bytes.Buffer
	archive := zip.NewWriter(&bomb)
	part, err := archive.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		t.Fatal(err)
	}
	zeros := make([]byte, 1<<20)
	for range 300 {
		if _, err := part.Write(zeros); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	fill := func(line string, size int) []byte {
		return []byte("Nom;Commentaire\n" + strings.Repeat(line, (size-64)/len(line)))
	}
	return map[string][]byte{
		"an XLSX bomb":         bomb.Bytes(),
		"a CSV of empty cells": fill(";\n", statement.MaxBytes),
		"a CSV of many lines":  fill("Delcourt;rien du tout\n", statement.MaxBytes),
		"a CSV of one cell":    fill("x", statement.MaxBytes/2),
	}
}

// TestAHostileFileCostsAProcessLittle reads each of them in a process of its own, and
// asks the system what that took. The clock on the wall says nothing on a busy machine.
func TestAHostileFileCostsAProcessLittle(t *testing.T) {
	if path := os.Getenv(hostileFile); path != "" {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := exchange.Statements(t.Context(), raw, nil, nil); err == nil {
			t.Fatal("it is read")
		}
		status, err := os.ReadFile("/proc/self/status") // rusage counts who started it as well
		if err != nil {
			t.Fatal(err)
		}
		fmt.Println(regexp.MustCompile(`VmHWM:.*`).FindString(string(status)))
		return
	}
	files := hostile()
	maps.Copy(files, hostileTables(t))
	for name, raw := range files {
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
