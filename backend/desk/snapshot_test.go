package desk_test

import (
	"database/sql"
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/journal"
)

// chainLine is a line of the journal as it is archived.
type chainLine struct {
	Seq     int64           `json:"seq"`
	Kind    journal.Kind    `json:"kind"`
	Doc     string          `json:"doc"`
	Payload json.RawMessage `json:"payload"`
}

func (h *house) chain() (lines []chainLine) {
	h.t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(h.dir, "paddock.db"))
	h.must(err)
	defer db.Close()
	rows, err := db.Query("SELECT line FROM journal ORDER BY seq")
	h.must(err)
	defer rows.Close()
	for rows.Next() {
		var text string
		var line chainLine
		h.must(rows.Scan(&text))
		h.must(json.Unmarshal([]byte(text), &line))
		lines = append(lines, line)
	}
	h.must(rows.Err())
	return lines
}

func TestWhatInvoicesRepeatIsSealedOnceAndTheChainAloneGivesThemWhole(t *testing.T) {
	h := openClub(t)
	family, halter := h.join("Delcourt", "Manon"), h.goods("Licol", 2500)
	for range 3 {
		h.sellTo(family.ID, halter, billing.Tender{Way: billing.BankCard, Cents: 2500})
	}
	view := h.settings()
	view.Identity.Phone = "04 75 11 22 33"
	_, err := h.SaveIdentity(ctx, h.req(), desk.Change[club.Identity]{Version: view.Versions.Identity, Value: view.Identity})
	h.must(err)
	last := h.sellTo(family.ID, halter, billing.Tender{Way: billing.BankCard, Cents: 2500}).Invoice
	if last.Seller.Phone != "04 75 11 22 33" {
		t.Errorf("sold by %+v", last.Seller)
	}
	taken := map[int64]journal.Tree{}
	issued := 0
	for _, line := range h.chain() {
		switch line.Kind {
		case journal.SnapshotTaken:
			tree, err := journal.Members(string(line.Payload))
			h.must(err)
			taken[line.Seq] = tree
		case journal.InvoiceIssued:
			issued++
			if strings.Contains(string(line.Payload), "seller") {
				t.Errorf("%s says its seller again: %s", line.Doc, line.Payload)
			}
			whole := journal.Whole(string(line.Payload), func(seq int64) (journal.Tree, bool) {
				tree, known := taken[seq] // sealed before
				return tree, known
			})
			var sealed billing.Document
			h.must(json.Unmarshal([]byte(whole), &sealed))
			shown, err := h.DocumentNumbered(ctx, line.Doc)
			h.must(err)
			shown.IssuedBy = ""
			want, err := journal.Lean(shown.Document)
			h.must(err)
			got, err := journal.Lean(sealed)
			h.must(err)
			a := want.Text()
			if b := got.Text(); a != b || sealed.Seller.Name == "" || sealed.Buyer.Household != "Delcourt" {
				t.Errorf("the chain says\n%s, the invoice is\n%s", b, a)
			}
		}
	}
	if issued != 4 || len(taken) != 3 { // the club before and after, and the family
		t.Errorf("%d invoices, %d snapshots: %v", issued, len(taken), taken)
	}
}
