package document

import (
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"paddock/backend/locale"
)

// composed are the keys that a paper puts together while it is drawn, by how it
// spells them. A spelling that is not here fails the test below, and so does one that
// no paper has any more.
var composed = map[string][]string{
	`roster.go: "weekday." + strconv.Itoa(r.Day.ISOWeekday())`: {"weekday.1", "weekday.2", "weekday.3", "weekday.4", "weekday.5", "weekday.6", "weekday.7"},
	`roster.go: "roster." + key`:                               {"paper.roster.rider", "paper.roster.level", "paper.roster.age", "paper.roster.horse", "paper.roster.right", "paper.roster.know", "paper.roster.call"},
	`statement.go: "statement." + column.text`:                 {"paper.statement.day", "paper.statement.what", "paper.statement.due", "paper.statement.received", "paper.statement.balance"},
	`tail.go: "legal." + key`:                                  nil, // of its add and name, which the test finds
	`tail.go: "nature." + string(l.Nature)`:                    {"paper.legal.nature." + string(Goods), "paper.legal.nature." + string(Services), "paper.legal.nature." + string(GoodsAndServices)},
}

// spoken is a key in one piece, wherever a paper picks it; what looks like one and is
// a file's name, a colour or a form of PDF has no such beginning.
var spoken = regexp.MustCompile(`^[a-z][A-Za-z]*(\.[a-z][A-Za-z]*)+$`)

// Every text a paper asks for, in one piece or put together, is in the three catalogues.
func TestEveryTextOfAPaperIsInTheCatalogues(t *testing.T) {
	files := token.NewFileSet()
	sources, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	asked, seen := 0, map[string]bool{}
	asks := func(at, key string) {
		asked++
		for _, lang := range []locale.Lang{locale.French, locale.Dutch, locale.English} {
			if locale.Text(lang, key, nil) == key {
				t.Errorf("%s: no text %s in %s", at, key, lang)
			}
		}
	}
	for _, name := range sources {
		if strings.HasSuffix(name, "_test.go") || name == "tongue.go" { // which looks up what it is handed
			continue
		}
		file, err := parser.ParseFile(files, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ImportSpec:
				return false
			case *ast.BasicLit:
				text, err := strconv.Unquote(n.Value)
				if n.Kind != token.STRING || err != nil || !spoken.MatchString(text) {
					break
				}
				key := "paper." + text
				if !locale.Has(key) && locale.Has(text) {
					key = text // one of the screens'
				}
				asks(files.Position(n.Pos()).String(), key)
			case *ast.BinaryExpr:
				if first, ok := n.X.(*ast.BasicLit); ok && n.Op == token.ADD && strings.HasSuffix(first.Value, `."`) {
					var spelled strings.Builder
					if err := printer.Fprint(&spelled, files, n); err != nil {
						t.Fatal(err)
					}
					at := name + ": " + spelled.String()
					if _, known := composed[at]; !known {
						t.Errorf("%s: which texts are %s? List them in composed", files.Position(n.Pos()), spelled.String())
					}
					seen[at] = true
				}
			case *ast.CallExpr:
				if called, ok := n.Fun.(*ast.Ident); ok && name == "tail.go" && slices.Contains([]string{"add", "name"}, called.Name) {
					if word, ok := n.Args[0].(*ast.BasicLit); ok {
						asks(files.Position(n.Pos()).String(), "paper.legal."+strings.Trim(word.Value, `"`))
					}
				}
			}
			return true
		})
	}
	for at, keys := range composed {
		if !seen[at] {
			t.Errorf("no paper says %s any more", at)
		}
		for _, key := range keys {
			asks(at, key)
		}
	}
	if asked < 100 {
		t.Errorf("only %d texts are asked for: the test finds nothing", asked)
	}
}
