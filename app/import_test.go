package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"paddock/backend/desk"
	"paddock/backend/exchange"
)

// importAnswer is what a script reads.
type importAnswer struct {
	Accepted int
	Bad      []struct {
		Line              int
		Field, Code, Text string
	}
}

// calls runs the program on a folder and returns what it said.
func calls(t *testing.T, dir string, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(append([]string{"--data", dir}, args...), &o, &e)
	return code, o.String(), e.String()
}

func imports(t *testing.T, dir string, args ...string) (int, importAnswer, string) {
	t.Helper()
	code, out, errs := calls(t, dir, append([]string{"import", "members", "--json"}, args...)...)
	var answer importAnswer
	if out != "" {
		if err := json.Unmarshal([]byte(out), &answer); err != nil {
			t.Fatalf("%v: %v in %q", args, err, out)
		}
	}
	return code, answer, errs
}

func riders(t *testing.T, dir string) (n int) {
	t.Helper()
	code, out, errs := calls(t, dir, "list", "riders", "--json")
	var rows []struct{}
	if err := json.Unmarshal([]byte(out), &rows); code != exitDone || err != nil {
		t.Fatalf("list riders: %d, %v, %s", code, err, errs)
	}
	return len(rows)
}

// written keeps a list of members and returns its place.
func written(t *testing.T, text string) string {
	t.Helper()
	place := filepath.Join(t.TempDir(), "membres.csv")
	if err := os.WriteFile(place, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return place
}

const twoMembers = "Nom,Prénom,Né le\nBlanc,Zoé,2014-05-02\nNoir,,2015-06-07\n"

func TestTheCommandImportsAllOrNothingAndSaysWhatIsBad(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "club")
	makeClub(t, dir)
	before := riders(t, dir)
	file := written(t, twoMembers)
	for _, args := range [][]string{{file, "--dry-run"}, {file}} {
		code, answer, errs := imports(t, dir, args...)
		if code != exitRefused || answer.Accepted != 1 || len(answer.Bad) != 1 || strings.Count(errs, "\n") != 1 {
			t.Errorf("%v: exit %d, %+v, %q", args, code, answer, errs)
		}
		if bad := answer.Bad[0]; bad.Line != 3 || bad.Field != "firstName" || bad.Code != "required" || bad.Text == "" {
			t.Errorf("%v: %+v", args, bad)
		}
	}
	if n := riders(t, dir); n != before {
		t.Errorf("%d riders became %d", before, n)
	}
	if code, answer, errs := imports(t, dir, file, "--skip-bad", "--dry-run"); code != exitDone || answer.Accepted != 1 || riders(t, dir) != before {
		t.Errorf("a dry run: exit %d, %+v, %s", code, answer, errs)
	}
	if code, answer, errs := imports(t, dir, file, "--skip-bad"); code != exitDone || answer.Accepted != 1 || riders(t, dir) != before+1 {
		t.Errorf("exit %d, %+v, %s", code, answer, errs)
	}
}

func TestTheCommandTakesColumnsByHand(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "club")
	makeClub(t, dir)
	file := written(t, "A,B,C\nBlanc,Zoé,2014-05-02\n")
	if code, _, errs := imports(t, dir, file); code != exitRefused || errs == "" {
		t.Errorf("without columns: exit %d, %q", code, errs)
	}
	code, answer, errs := imports(t, dir, file, "--map", "surname=A", "--map", "firstName=2", "--map", "birthDate=c")
	if code != exitDone || answer.Accepted != 1 {
		t.Errorf("exit %d, %+v, %s", code, answer, errs)
	}
	for want, column := range map[int]string{exitUsage: "colour=A", exitRefused: "town=Z"} {
		if code, _, errs := imports(t, dir, file, "--map", column); code != want || errs == "" {
			t.Errorf("%s: exit %d, %q", column, code, errs)
		}
	}
}

func TestTheCommandRefusesWhatItCannotRead(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "club")
	makeClub(t, dir)
	large := filepath.Join(t.TempDir(), "large.csv")
	file, err := os.Create(large)
	if err != nil {
		t.Fatal(err)
	}
	if err := file.Truncate(1 << 30); err != nil { // sparse: a gigabyte of nothing
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	for want, place := range map[string]string{
		fmt.Sprint(exchange.MaxBytes >> 20): large,
		"absent.csv":                        filepath.Join(t.TempDir(), "absent.csv"),
	} {
		if code, _, errs := imports(t, dir, place); code != exitRefused || !strings.Contains(errs, want) {
			t.Errorf("%s: exit %d, %q", place, code, errs)
		}
	}
}

func TestKillingTheProgramDuringAnImportLeavesAllOfItOrNothing(t *testing.T) {
	program := buildProgram(t)
	const members = 1_500
	text := "Nom;Prénom;Né le;E-mail\n"
	for i := range members {
		text += fmt.Sprintf("Blanc;Zoé %d;02/05/2014;famille%d@courriel.example\n", i, i)
	}
	file := written(t, text)
	start := func(dir string) *exec.Cmd {
		cmd := exec.Command(program, "--data", dir, "import", "members", file)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		return cmd
	}
	club := func() (dir string, before int) {
		dir = filepath.Join(t.TempDir(), "club")
		makeClub(t, dir)
		return dir, riders(t, dir)
	}
	dir, before := club()
	begun := time.Now()
	if err := start(dir).Wait(); err != nil || riders(t, dir) != before+members {
		t.Fatalf("undisturbed: %v, %d riders", err, riders(t, dir))
	}
	whole := time.Since(begun)
	killed, rounds := 0, rounds(8)
	for round := range rounds {
		dir, before := club()
		cmd := start(dir)
		kill := time.AfterFunc(whole*time.Duration(round+1)/time.Duration(rounds), func() { _ = cmd.Process.Kill() })
		ended := cmd.Wait()
		kill.Stop()
		after := riders(t, dir)
		switch {
		case after != before && after != before+members:
			t.Errorf("round %d: %d riders of %d", round, after-before, members)
		case ended == nil && after == before:
			t.Errorf("round %d: said it was done and nothing is there", round)
		}
		if ended != nil {
			killed++
		}
		proves(t, dir)
	}
	if killed < rounds/3 {
		t.Errorf("only %d of %d imports were killed at work", killed, rounds)
	}
	t.Logf("%d of %d imports killed at work, each left all or nothing", killed, rounds)
}

func proves(t *testing.T, dir string) {
	t.Helper()
	d, err := desk.Open(t.Context(), desk.Options{Dir: dir, Version: "test", Keys: desk.FileKeys(filepath.Join(dir, "keys"))})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if proof, err := d.Verify(t.Context()); err != nil || !proof.OK {
		t.Errorf("verify: %+v, %v", proof.First, err)
	}
}
