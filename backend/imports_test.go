// Package backend_test proves the order of the house (ARCHITECTURE, Layout): it
// reads the sources as Go does and fails on an import that runs upwards.
package backend_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "paddock"

// order is the order of imports: a package imports only what stands before it.
var order = []string{
	"money", "calendar", "locale", "club", "catalogue", "planning", "booking", "billing", "journal", "bank", "statement", // pure
	"sqlite", "document", "mail", "payment", "exchange", "desk", "api",
}

// pure is how many packages of order hold types and rules only.
const pure = 11

// forbiddenToPure is the world outside: a pure package is handed what it needs.
var forbiddenToPure = []string{"database/sql", "net", "net/http", "os", "os/exec", "io/ioutil", "syscall"}

// clock are the calls of package time that read or wait for the present.
var clock = []string{"Now", "Since", "Until", "Sleep", "After", "AfterFunc", "Tick", "NewTimer", "NewTicker"}

// owners name the one place of ours that may import a technology.
var owners = map[string]string{
	"github.com/wailsapp/wails":      "app",
	"github.com/mattn/go-sqlite3":    "backend/sqlite",
	"database/sql":                   "backend/sqlite",
	"github.com/pressly/goose":       "backend/sqlite",
	"github.com/danielgtaylor/huma":  "backend/api",
	"github.com/signintech/gopdf":    "backend/document",
	"github.com/skip2/go-qrcode":     "backend/document",
	"github.com/pdfcpu/pdfcpu":       "backend/document",
	"github.com/emersion/go-imap":    "backend/mail",
	"github.com/emersion/go-message": "backend/mail",
	"github.com/wneessen/go-mail":    "backend/mail",
	"github.com/xuri/excelize":       "backend/exchange",
	"github.com/arran4/golang-ical":  "backend/exchange",
	"github.com/spf13/cobra":         "app",
	"github.com/makiuchi-d/gozxing":  "nobody: tests only",
	"pgregory.net/rapid":             "nobody: tests only",
}

// listed is what `go list -json` tells of a package.
type listed struct {
	ImportPath string
	Dir        string
	GoFiles    []string
	Imports    []string
}

// house lists the packages of the module.
func house(t *testing.T) []listed {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Dir,GoFiles,Imports", module+"/...")
	out, err := cmd.Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			t.Fatalf("go list: %s", exit.Stderr)
		}
		t.Fatal(err)
	}
	var packages []listed
	for d := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
}

// place returns where a package of the backend stands in the order; -1 for
// packages that are not in the backend.
func place(path string) (int, error) {
	rest, inside := strings.CutPrefix(path, module+"/backend/")
	if !inside {
		return -1, nil
	}
	name, _, _ := strings.Cut(rest, "/")
	if i := slices.Index(order, name); i >= 0 {
		return i, nil
	}
	return -1, fmt.Errorf("%s has no place in the order of imports", path)
}

// misplaced returns every import that breaks the order.
func misplaced(packages []listed) []string {
	var found []string
	for _, p := range packages {
		at, err := place(p.ImportPath)
		if err != nil {
			found = append(found, err.Error())
			continue
		}
		for _, imported := range p.Imports {
			found = append(found, breaches(p.ImportPath, at, imported)...)
		}
	}
	return found
}

// breaches returns the rules that one import of a package at a place breaks.
func breaches(from string, at int, imported string) []string {
	var found []string
	if at >= 0 {
		to, err := place(imported)
		switch {
		case err != nil:
			found = append(found, err.Error())
		case to > at:
			found = append(found, fmt.Sprintf("%s imports %s, which stands after it", from, imported))
		case to < 0 && strings.HasPrefix(imported, module+"/"):
			found = append(found, fmt.Sprintf("%s imports %s, which is not of the backend", from, imported))
		}
		if at < pure && slices.Contains(forbiddenToPure, imported) {
			found = append(found, fmt.Sprintf("%s is pure and imports %s", from, imported))
		}
	}
	for technology, owner := range owners {
		if imported != technology && !strings.HasPrefix(imported, technology+"/") {
			continue
		}
		if mine := module + "/" + owner; from != mine && !strings.HasPrefix(from, mine+"/") {
			found = append(found, fmt.Sprintf("%s imports %s, which belongs to %s", from, imported, owner))
		}
	}
	if imported == module+"/app" || strings.HasPrefix(imported, module+"/app/") {
		found = append(found, fmt.Sprintf("%s imports app", from))
	}
	return found
}

// clockCalls returns where a file reads the clock. A name imported under
// another name, or with a dot, would slip through: both are refused.
func clockCalls(name string, source any) ([]string, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, name, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var found []string
	for _, i := range file.Imports {
		if i.Path.Value == `"time"` && i.Name != nil {
			found = append(found, fmt.Sprintf("%s imports time under another name", fset.Position(i.Pos())))
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		selector, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if from, ok := selector.X.(*ast.Ident); ok && from.Name == "time" && slices.Contains(clock, selector.Sel.Name) {
			found = append(found, fmt.Sprintf("%s reads time.%s", fset.Position(n.Pos()), selector.Sel.Name))
		}
		return true
	})
	return found, nil
}

func TestImportsRunDownwardsOnly(t *testing.T) {
	packages := house(t)
	if len(packages) < pure {
		t.Fatalf("go list tells of %d packages only", len(packages))
	}
	for _, breach := range misplaced(packages) {
		t.Error(breach)
	}
}

func TestPurePackagesReadNoClock(t *testing.T) {
	files := 0
	for _, p := range house(t) {
		at, err := place(p.ImportPath)
		if err != nil || at < 0 || at >= pure {
			continue
		}
		for _, name := range p.GoFiles {
			files++
			found, err := clockCalls(filepath.Join(p.Dir, name), nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, breach := range found {
				t.Error(breach)
			}
		}
	}
	if files == 0 {
		t.Error("no file was read")
	}
}

func TestEachRuleOfTheOrderSeesItsBreach(t *testing.T) {
	for rule, p := range map[string]listed{
		"which stands after it":           {ImportPath: "paddock/backend/club", Imports: []string{"paddock/backend/billing"}},
		"desk, which stands after it":     {ImportPath: "paddock/backend/sqlite", Imports: []string{"paddock/backend/desk"}},
		"which is not of the backend":     {ImportPath: "paddock/backend/api", Imports: []string{"paddock/frontend"}},
		"is pure and imports os":          {ImportPath: "paddock/backend/money", Imports: []string{"os"}},
		"is pure and imports net/http":    {ImportPath: "paddock/backend/bank", Imports: []string{"net/http"}},
		"is pure and imports net":         {ImportPath: "paddock/backend/bank", Imports: []string{"net"}},
		"is pure and imports database":    {ImportPath: "paddock/backend/journal", Imports: []string{"database/sql"}},
		"belongs to app":                  {ImportPath: "paddock/backend/desk", Imports: []string{"github.com/wailsapp/wails/v2/pkg/runtime"}},
		"belongs to backend/sqlite":       {ImportPath: "paddock/backend/desk", Imports: []string{"database/sql"}},
		"belongs to backend/api":          {ImportPath: "paddock/app", Imports: []string{"github.com/danielgtaylor/huma/v2"}},
		"belongs to backend/document":     {ImportPath: "paddock/backend/desk", Imports: []string{"github.com/signintech/gopdf"}},
		"nobody: tests only":              {ImportPath: "paddock/backend/desk", Imports: []string{"pgregory.net/rapid"}},
		"imports app":                     {ImportPath: "paddock/frontend", Imports: []string{"paddock/app"}},
		"util has no place in the order":  {ImportPath: "paddock/backend/util"},
		"helpers has no place in the ord": {ImportPath: "paddock/backend/api", Imports: []string{"paddock/backend/helpers"}},
	} {
		found := strings.Join(misplaced([]listed{p}), "\n")
		if !strings.Contains(found, rule) {
			t.Errorf("%s importing %v: found %q, want %q", p.ImportPath, p.Imports, found, rule)
		}
	}
}

func TestTheOrderAllowsWhatTheHouseIsBuiltOf(t *testing.T) {
	allowed := []listed{
		{ImportPath: "paddock/backend/locale", Imports: []string{"embed", "golang.org/x/text/language", "paddock/backend/money"}},
		{ImportPath: "paddock/backend/sqlite", Imports: []string{"database/sql", "os", "paddock/backend/journal"}},
		{ImportPath: "paddock/backend/desk/demo", Imports: []string{"paddock/backend/desk", "paddock/backend/sqlite"}},
		{ImportPath: "paddock/app", Imports: []string{"paddock/backend/api", "paddock/frontend", "paddock/build", "github.com/wailsapp/wails/v2"}},
	}
	if found := misplaced(allowed); found != nil {
		t.Errorf("refused %v", found)
	}
}

func TestTheClockIsSeenHoweverItIsRead(t *testing.T) {
	for name, source := range map[string]string{
		"a call":         "package p\nimport \"time\"\nvar now = time.Now()",
		"a value":        "package p\nimport \"time\"\nvar clock = time.Now",
		"another name":   "package p\nimport clock \"time\"\nvar now = clock.Now()",
		"a dot":          "package p\nimport . \"time\"\nvar now = Now()",
		"a pause":        "package p\nimport \"time\"\nfunc f() { time.Sleep(1) }",
		"what is passed": "package p\nimport \"time\"\nvar d = time.Since(then)",
	} {
		if found, err := clockCalls("p.go", source); err != nil || len(found) == 0 {
			t.Errorf("%s: %v, %v", name, found, err)
		}
	}
	if found, err := clockCalls("p.go", "package p\nimport \"time\"\nvar d = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)"); err != nil || found != nil {
		t.Errorf("arithmetic was refused: %v, %v", found, err)
	}
}
