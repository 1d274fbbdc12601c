//go:build program

package windowtest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"paddock/backend/locale"
)

// listed runs `paddock list` beside the window and reads its JSON.
func listed(t *testing.T, data, what string, into any) {
	t.Helper()
	out := run(t, os.Environ(), program(t), "--data", data, "list", what, "--json")
	if err := json.Unmarshal([]byte(out), into); err != nil {
		t.Fatal(err)
	}
}

// A sale in the real window on the sample club, with real clicks and keys: a
// family by F2, goods by F3, a bank card by F9 and its letter, and the invoice
// that comes of it.
func TestASaleIsMadeInTheRealWindow(t *testing.T) {
	data := filepath.Join(t.TempDir(), "club")
	run(t, os.Environ(), program(t), "--data", data, "demo")
	var households []struct{ Name string }
	listed(t, data, "households", &households)
	names := make([]string, len(households))
	for i, h := range households {
		names[i] = h.Name
	}
	family := unmistakable(names)
	var before []struct{ Number string }
	listed(t, data, "invoices", &before)
	say := func(key string, params locale.Params) string { return locale.Text(locale.French, key, params) }

	w := openWindow(t, "--data", data)
	w.find(`a[href="#/desk"]`).click()
	w.find(`input[role="combobox"]`)
	w.keys(keyF2)
	w.find(`input[role="combobox"]:focus`)
	w.keys(family)
	w.find(`[role="option"][aria-selected="true"]`)
	w.keys(keyEnter)
	w.findText(say("desk.family", locale.Params{"name": family}))

	w.keys(keyF3)
	w.find(`input[type="search"]:focus, input[role="combobox"]:focus, input:focus`)
	w.keys("cravache")
	w.keys(keyEnter)
	w.find(".foot button.primary")

	w.printsNothing()
	var terms bool
	w.execute(`arguments[0](document.querySelector('.terms input') !== null)`, &terms)
	if terms {
		w.find(".terms input").click()
	}
	w.keys(keyF9)
	w.find(".pad button:focus")
	w.keys("c")
	w.find(".pad .rows li")
	w.keys(keyControl + keyEnter)

	w.find(".done .head")
	var after []struct {
		Number    string
		Household string
		State     string
		Lines     []struct{ Text string }
	}
	listed(t, data, "invoices", &after)
	if len(after) != len(before)+1 {
		t.Fatalf("%d invoices became %d", len(before), len(after))
	}
	last := after[len(after)-1]
	if last.Household != family || last.State != "paid" || len(last.Lines) != 1 || last.Lines[0].Text != "Cravache" {
		t.Errorf("the invoice is %+v", last)
	}
	w.findText(say("desk.invoiceNumber", locale.Params{"number": last.Number}))
	if n := colours(w.picture("sale")); n < drawn {
		t.Errorf("the window is blank: %d colours", n)
	}
}

// printsNothing unticks the papers of the sale: there is no printer here, and
// none is wanted.
func (w *window) printsNothing() {
	w.t.Helper()
	var printing bool
	w.execute(`arguments[0](document.querySelector('.papers input[type=checkbox]:checked') !== null)`, &printing)
	if printing {
		w.find(".papers input:checked").click()
	}
}

// unmistakable is the longest name of plain letters that no other name begins
// with, so that typing it finds one family.
func unmistakable(names []string) (best string) {
	for _, name := range names {
		namesakes := 0
		for _, other := range names {
			if strings.HasPrefix(other, name) {
				namesakes++
			}
		}
		plain := strings.Trim(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
		if plain && namesakes == 1 && len(name) > len(best) {
			best = name
		}
	}
	return best
}
