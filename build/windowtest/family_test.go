//go:build program

package windowtest

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"paddock/backend/locale"
)

// mostKeys is what the design allows the flow below (DESIGN section 3, flow a);
// what is typed into a field does not count.
const mostKeys = 16

// clerk counts the keys that the design counts.
type clerk struct {
	*window
	pressed int
}

// press presses keys one after the other; each is one, with what is held.
func (c *clerk) press(keys ...string) {
	c.t.Helper()
	for _, key := range keys {
		c.keys(key)
		c.pressed++
	}
}

// sell types what an article is called, waits until it is found, and takes it.
func (c *clerk) sell(article, key string, lines int) {
	c.t.Helper()
	c.keys(article)
	c.locate("xpath", fmt.Sprintf(`(//*[@role="option"])[1][contains(., %s)]`, xpathString(article)))
	c.press(key)
	c.locate("xpath", fmt.Sprintf(`//*[contains(normalize-space(text()), %s)]`,
		xpathString(locale.Text(locale.French, "desk.lineCount", locale.Params{"n": lines}))))
}

// invoiceAsked tells what the latest invoice's link asks for, in cents.
const invoiceAsked = `
const [done] = arguments;
const ask = async (path) => (await fetch('/api/desk/invoices' + path)).json();
ask('').then(({ rows }) => ask('/' + rows[0].id)).then(({ requests }) => done(requests.map(({ cents }) => cents)));
`

// A family nobody knew, by keyboard alone in the real window: two riders, a card
// and a licence each, 70 € by cheque and the rest by the link, with no more keys
// than the design counts.
func TestANewFamilyIsSoldToInTheRealWindowWithTheKeysOfTheDesign(t *testing.T) {
	data := filepath.Join(t.TempDir(), "club")
	run(t, os.Environ(), program(t), "--data", data, "demo")
	say := func(key string, params locale.Params) string { return locale.Text(locale.French, key, params) }
	c := clerk{window: openWindow(t, "--data", data)}
	c.find("#app h1")

	c.press(keyControl + "n")
	c.find(`input[role="combobox"]:focus`)
	c.keys("Quintaine")
	c.locate("xpath", `//*[@role="option"][@aria-selected="true"][contains(., "Quintaine")]`)
	c.press(keyEnter)
	for i, rider := range [][2]string{{"Manon", "2/5/2014"}, {"Hugo", "14/3/2017"}} {
		c.riderField(i+1, "families.firstName").enter(rider[0])
		c.riderField(i+1, "families.birthDate").enter(rider[1])
	}
	c.press(keyControl + keyEnter)
	c.locate("xpath", `//*[@aria-pressed="true"][contains(., "Manon")]`)
	c.find(`input[role="combobox"]:focus`)

	c.press(keyF3)
	c.find(`input[role="combobox"]:focus`)
	c.sell("collectifs", "1", 1)
	c.sell("Licence", keyEnter, 2)
	c.press(keyAlt + keyDown)
	c.locate("xpath", `//*[@aria-pressed="true"][contains(., "Hugo")]`)
	c.sell("collectifs", "1", 3)
	c.sell("Licence", keyEnter, 4)
	c.printsNothing()

	c.press(keyF9)
	c.find(".pad button:focus")
	c.press("q")
	c.find(".pad .rows input:focus")
	c.keys("70")
	c.press(keyTab)
	c.keys("4081127")
	c.press("l")
	c.find(".pad .rows li:nth-child(2)")
	c.press(keyControl + keyEnter) // leads to the conditions of sale
	c.find(".terms input:focus")
	c.press(" ", keyControl+keyEnter)
	c.findText(say("desk.issued", nil))

	if c.pressed > mostKeys {
		t.Errorf("%d keys, the design counts %d", c.pressed, mostKeys)
	}
	var invoices []struct {
		Household             string
		TotalCents, PaidCents int
		Lines                 []struct{ Rider string }
	}
	listed(t, data, "invoices", &invoices)
	sold := invoices[len(invoices)-1]
	var riders []string
	for _, line := range sold.Lines {
		riders = append(riders, line.Rider)
	}
	if sold.Household != "Quintaine" || sold.PaidCents != 70_00 || !slices.Equal(riders, []string{"Manon Quintaine", "Manon Quintaine", "Hugo Quintaine", "Hugo Quintaine"}) {
		t.Errorf("the invoice is %+v", sold)
	}
	var asked []int
	c.execute(invoiceAsked, &asked)
	if !slices.Equal(asked, []int{sold.TotalCents - 70_00}) {
		t.Errorf("the links ask for %d of %+v", asked, sold)
	}
	c.picture("family")
}

// riderField is a field of a rider's line in the form of a new family.
func (w *window) riderField(n int, label string) element {
	w.t.Helper()
	group := xpathString(locale.Text(locale.French, "newFamily.riderAt", locale.Params{"n": n}))
	return w.locate("xpath", fmt.Sprintf(`//*[@role="group"][@aria-label=%s]//label[normalize-space(.)=%s]/..//input`,
		group, xpathString(locale.Text(locale.French, label, nil))))
}
