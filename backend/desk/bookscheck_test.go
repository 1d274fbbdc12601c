package desk_test

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/locale"
)

// Issue 5, section 3: the entries file is checked before it is handed out, and what the
// accounting screen ticks is a result: an entry that somebody changed is counted there,
// and keeps the file from leaving.
func TestBooksThatDoNotBalanceAreToldAndNotHandedOut(t *testing.T) {
	h := openClub(t)
	family, gloves := h.join("Delcourt", "Manon"), h.goods("Gants", 2_400)
	h.sellTo(family.ID, gloves)
	h.closes("2026-10-07")
	h.clock.set(t, "2026-11-02 10:00")
	h.sellTo(family.ID, gloves)
	_, err := h.Receive(ctx, h.req(), desk.Receive{Household: family.ID, Tenders: cash(24_00)})
	h.must(err)
	h.closes("2026-11-02")
	tells := func(from, to calendar.Day, entries, unbalanced int) {
		t.Helper()
		seen, err := h.Overview(ctx, from, to)
		h.must(err)
		if seen.Entries != entries || seen.Unbalanced != unbalanced {
			t.Errorf("%s to %s: %d of %d do not balance, not %d of %d", from, to, seen.Unbalanced, seen.Entries, unbalanced, entries)
		}
	}
	tells("2026-10-01", "2026-11-30", 3, 0)
	_, err = h.EntriesFile(ctx, h.req(), "2026-10-01", "2026-11-30")
	h.must(err)

	h.behindItsBack("DROP TRIGGER postings_no_update", "UPDATE postings SET debit_cents = debit_cents + 1 WHERE entry = 2 AND role = 'customers'")
	tells("2026-10-01", "2026-11-30", 3, 1)
	tells("2026-10-01", "2026-10-31", 1, 0)
	_, err = h.EntriesFile(ctx, h.req(), "2026-10-01", "2026-10-31")
	h.must(err)
	_, err = h.EntriesFile(ctx, h.req(), "2026-10-01", "2026-11-30")
	refusal := wantRefusal(t, err, club.CodeEntriesBroken, "")
	if says := refusal.Params["says"]; says != "L’écriture 2 n’est pas équilibrée : ses débits ne font pas ses crédits." {
		t.Errorf("it says %q", says)
	}

	// Each file is refused for what is wrong in it alone.
	names := func(files []desk.BooksFile) (names []string) {
		for _, file := range files {
			names = append(names, file.Name)
		}
		return names
	}
	files, err := h.EntriesFiles(ctx, h.req(), "2026-10-01", "2026-11-30")
	refusal = wantRefusal(t, err, club.CodeEntriesBroken, "")
	if got, not := names(files), refusal.Params["files"]; len(got) != 1 || got[0] != "CA Caisse 2026-10-01 2026-11-02.csv" || not != "732829320FEC20261102.txt, VE Ventes 2026-10-01 2026-11-02.csv" {
		t.Errorf("it hands out %q and not %q", got, not)
	}
	if says := refusal.Params["says"]; says != "L’écriture 2 n’est pas équilibrée : ses débits ne font pas ses crédits." {
		t.Errorf("it says %q", says)
	}
	_, err = h.EntriesFiles(ctx, h.req(), "2026-10-01", "2026-10-31")
	h.must(err)
	h.behindItsBack("UPDATE postings SET debit_cents = debit_cents - 1 WHERE entry = 2 AND role = 'customers'",
		"UPDATE settings SET body = replace(body, '732829320', '73282')")
	files, err = h.EntriesFiles(ctx, h.req(), "2026-10-01", "2026-11-30")
	refusal = wantRefusal(t, err, club.CodeEntriesBroken, "")
	if got, not := names(files), refusal.Params["files"]; len(got) != 2 || not != "73282FEC20261102.txt" {
		t.Errorf("without its SIREN it hands out %q and not %q", got, not)
	}
}

func TestEachRuleOfTheEntriesFileHasItsSentence(t *testing.T) {
	rules := map[string]bool{}
	for _, checker := range []string{"../exchange/entriesfile.go", "../exchange/journalcheck.go"} {
		source, err := os.ReadFile(checker)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range regexp.MustCompile(`\.fault\([^,]+, "(\w+)"\)`).FindAllSubmatch(source, -1) {
			rules[string(found[1])] = true
		}
	}
	if len(rules) < 15 {
		t.Errorf("%d rules: %v", len(rules), rules)
	}
	for _, lang := range []locale.Lang{locale.French, locale.Dutch, locale.English} {
		for rule := range rules {
			says := locale.Text(lang, "entriesFault."+rule, locale.Params{"entry": 12, "line": 40, "file": "x.txt"})
			if !strings.HasSuffix(says, ".") || strings.ContainsAny(says, "{}") {
				t.Errorf("%s: %s says %q", lang, rule, says)
			}
		}
	}
}

// What the law keeps does not change: the file of closed days names a family as its
// invoices and receipts do, whatever it is called since, and after it was forgotten.
func TestTheBooksKeepTheNamesOfTheirInvoices(t *testing.T) {
	h := openClub(t)
	family, gloves := h.join("Delcourt", "Manon"), h.goods("Gants", 2_400)
	h.sellTo(family.ID, gloves, cash(24_00)...) // the payment comes with its sale
	owed := h.sellTo(family.ID, gloves)
	_, err := h.Receive(ctx, h.req(), desk.Receive{Household: family.ID, Invoices: []billing.InvoiceID{owed.Invoice.ID}, Tenders: cash(24_00)})
	h.must(err)
	h.closes("2026-10-07")
	file := func() string {
		t.Helper()
		file, err := h.EntriesFile(ctx, h.req(), "2026-10-01", "2026-10-31")
		h.must(err)
		return string(file.Raw)
	}
	before := file()
	if n := strings.Count(before, "Delcourt"); n != 14 { // on each of ten lines, and again on the four of the customer
		t.Errorf("named %d times in\n%s", n, before)
	}
	h.behindItsBack("UPDATE households SET name = 'Vandamme'")
	if after := file(); after != before {
		t.Errorf("renamed, it says\n%s", after)
	}
	home, err := h.Household(ctx, family.ID)
	h.must(err)
	_, err = h.EraseHousehold(ctx, h.req(), family.ID, desk.EraseHousehold{Version: home.Version})
	h.must(err)
	if after := file(); after != before {
		t.Errorf("forgotten, it says\n%s", after)
	}
}
