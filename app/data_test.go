package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestAnOriginalWaitsUntilItsFileCanBeWritten(t *testing.T) {
	dir := t.TempDir()
	data, paper := filepath.Join(dir, "data"), filepath.Join(dir, "paper.pdf")
	call := func(want int, args ...string) string {
		t.Helper()
		var out, errs bytes.Buffer
		if code := run(append([]string{"--data", data}, args...), &out, &errs); code != want {
			t.Fatalf("%v: exit %d, said %q", args, code, errs.String())
		}
		return out.String()
	}
	call(exitDone, "demo", "--riders", "10", "--seed", "3", "--today", "2026-11-21")
	before := call(exitDone, "verify", "--json")
	call(exitRefused, "print", "invoice", "ECOLE-F2026-0001", "-o", filepath.Join(dir, "gone", "paper.pdf"))
	call(exitRefused, "print", "invoice", "ECOLE-F2026-0001", "-o", dir)
	call(exitRefused, "print", "invoice", "NONE", "-o", paper)
	if _, err := os.Stat(paper); err == nil {
		t.Error("a refused paper leaves an empty file")
	}
	if after := call(exitDone, "verify", "--json"); after != before {
		t.Errorf("papers that nobody got brought the journal from %s to %s", before, after)
	}
	var said struct {
		File  string
		Bytes int64
	}
	if err := json.Unmarshal([]byte(call(exitDone, "print", "invoice", "ECOLE-F2026-0001", "-o", paper, "--json")), &said); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(paper); err != nil || info.Size() != said.Bytes || said.File != paper {
		t.Errorf("said %+v, wrote %v %v", said, info, err)
	}
	text, err := exec.Command("pdftotext", paper, "-").Output()
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(strings.ToLower(string(text)), "duplicata") {
		t.Error("the first paper somebody got is a duplicate")
	}
}
