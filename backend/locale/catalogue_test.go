package locale_test

import (
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"paddock/backend/locale"
)

// catalogue is one language's texts as they stand in the file: a string, or a
// map of plural forms.
type catalogue map[string]any

func catalogues(t *testing.T) map[locale.Lang]catalogue {
	t.Helper()
	all := map[locale.Lang]catalogue{}
	for _, lang := range locale.Langs {
		raw, err := os.ReadFile(string(lang) + ".json")
		if err != nil {
			t.Fatal(err)
		}
		var texts catalogue
		if err := json.Unmarshal(raw, &texts); err != nil {
			t.Fatalf("%s.json: %v", lang, err)
		}
		all[lang] = texts
	}
	return all
}

func TestTheCataloguesHaveTheSameKeys(t *testing.T) {
	all := catalogues(t)
	french := slices.Sorted(maps.Keys(all[locale.French]))
	for _, lang := range locale.Langs[1:] {
		for _, key := range slices.Sorted(maps.Keys(all[lang])) {
			if _, has := all[locale.French][key]; !has {
				t.Errorf("%s: %s is not in fr", lang, key)
			}
		}
		for _, key := range french {
			if _, has := all[lang][key]; !has {
				t.Errorf("%s: %s is missing", lang, key)
			}
		}
	}
}

func TestEveryTextHasTheSamePlaceholdersInEveryLanguage(t *testing.T) {
	all := catalogues(t)
	for key, french := range all[locale.French] {
		want := placeholders(french)
		for _, lang := range locale.Langs[1:] {
			if got := placeholders(all[lang][key]); !slices.Equal(got, want) {
				t.Errorf("%s in %s has %v, in fr %v", key, lang, got, want)
			}
		}
	}
}

// All three languages have CLDR's two forms for whole numbers, "one" and
// "other"; only where "one" begins differs (0 is singular in French). The figure
// itself may stand beside the words, larger.
func TestEveryPluralHasItsTwoForms(t *testing.T) {
	for lang, texts := range catalogues(t) {
		for key, text := range texts {
			forms, plural := text.(map[string]any)
			if !plural {
				if s, ok := text.(string); !ok || strings.TrimSpace(s) == "" {
					t.Errorf("%s: %s is empty", lang, key)
				}
				continue
			}
			if names := slices.Sorted(maps.Keys(forms)); !slices.Equal(names, []string{"one", "other"}) {
				t.Errorf("%s: %s has forms %v", lang, key, names)
			}
		}
	}
}

func TestAPluralIsPluralInEveryLanguage(t *testing.T) {
	all := catalogues(t)
	for key, french := range all[locale.French] {
		_, want := french.(map[string]any)
		for _, lang := range locale.Langs[1:] {
			if _, got := all[lang][key].(map[string]any); got != want {
				t.Errorf("%s: plural in %s is %v, in fr %v", key, lang, got, want)
			}
		}
	}
}

func TestEveryRefusalHasItsTextAndNoTextIsLeftOver(t *testing.T) {
	codes := refusalCodes(t)
	if len(codes) == 0 {
		t.Fatal("no codes found in club/codes.go")
	}
	for _, code := range codes {
		if !locale.Has("error." + code) {
			t.Errorf("error.%s is missing", code)
		}
	}
	for key := range catalogues(t)[locale.French] {
		if code, is := strings.CutPrefix(key, "error."); is && !slices.Contains(codes, code) {
			t.Errorf("%s belongs to no code", key)
		}
	}
}

// refusalCodes reads the constants of type Code where they are declared.
func refusalCodes(t *testing.T) []string {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../club/codes.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	ast.Inspect(file, func(node ast.Node) bool {
		spec, ok := node.(*ast.ValueSpec)
		if !ok || len(spec.Values) == 0 {
			return true
		}
		if kind, ok := spec.Type.(*ast.Ident); !ok || kind.Name != "Code" {
			return true
		}
		for _, value := range spec.Values {
			if text, ok := literal(value); ok {
				codes = append(codes, text)
			}
		}
		return true
	})
	return codes
}

// A key that Go spells out must exist; the compiler checks the frontend's.
func TestEveryKeyWrittenInGoExists(t *testing.T) {
	found := 0
	for _, root := range []string{"..", "../../app"} {
		err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			if err != nil {
				return err
			}
			for _, key := range keysOf(file) {
				found++
				if !locale.Has(key) {
					t.Errorf("%s: no text %q", path, key)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if found == 0 {
		t.Error("no call of locale.Text found: does this test still see them?")
	}
}

// keysOf returns the keys that calls of locale.Text spell out.
func keysOf(file *ast.File) []string {
	var keys []string
	ast.Inspect(file, func(node ast.Node) bool {
		call, ok := node.(*ast.CallExpr)
		if !ok || len(call.Args) != 3 {
			return true
		}
		called, ok := call.Fun.(*ast.SelectorExpr)
		if !ok || called.Sel.Name != "Text" {
			return true
		}
		if from, ok := called.X.(*ast.Ident); !ok || from.Name != "locale" {
			return true
		}
		if key, ok := literal(call.Args[1]); ok {
			keys = append(keys, key)
		}
		return true
	})
	return keys
}

func literal(expr ast.Expr) (string, bool) {
	basic, ok := expr.(*ast.BasicLit)
	if !ok || basic.Kind != token.STRING {
		return "", false
	}
	text, err := strconv.Unquote(basic.Value)
	return text, err == nil
}

var hole = regexp.MustCompile(`\{(\w+)\}`)

// placeholders returns the names in a text, sorted and once each; those of a
// plural are the ones of its general form, for "one" may leave {n} out.
func placeholders(text any) []string {
	pattern, _ := text.(string)
	if forms, plural := text.(map[string]any); plural {
		pattern, _ = forms["other"].(string)
	}
	names := map[string]bool{}
	for _, found := range hole.FindAllStringSubmatch(pattern, -1) {
		names[found[1]] = true
	}
	return slices.Sorted(maps.Keys(names))
}
