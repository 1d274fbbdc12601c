//go:build bench

package bench

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"paddock/backend/billing"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/sqlite"
)

var ctx = context.Background()

// letters are what somebody types into a search, a key at a time.
var letters = []string{"m", "ma", "mar", "du", "dup", "be", "ber", "le", "mo", "gi", "fon", "la", "per", "van", "gu"}

// TestTenYears prints the table of PERFORMANCE, section 5, as far as the desk
// reaches.
func TestTenYears(t *testing.T) {
	printLoad("before")
	b, c := openBare(t), atCounter(t)
	unpaid := c.unpaid(many)
	paper := openBarePaper(c, unpaid[0])
	for _, a := range slices.Concat(c.lists(b), c.money(b, paper, unpaid), c.works(b, paper, unpaid)) {
		t.Run(a.name, func(t *testing.T) { compare(t, a) })
	}
	c.sizes()
	printLoad("after")
}

// lists are the actions that change nothing.
func (c *counter) lists(b *bare) []action {
	page := func(limit int) func(int) {
		return func(int) {
			b.rows("SELECT i.*, h.name FROM invoice i JOIN household h ON h.id = i.household ORDER BY i.day DESC, i.id DESC LIMIT ?", limit)
		}
	}
	documents := func(limit int) func(int) {
		return func(int) {
			list, err := c.Documents(ctx, sqlite.DocumentFilter{Limit: limit})
			c.must(err)
			if len(list.Rows) != limit {
				c.t.Fatalf("%d invoices, not %d", len(list.Rows), limit)
			}
		}
	}
	return []action{{
		name: "member_search", most: 10, turns: 60, goal: time.Millisecond,
		floor: func(n int) {
			b.rows("SELECT id, folded FROM rider WHERE instr(folded, ?) ORDER BY folded LIMIT 20", letters[n%len(letters)])
			b.rows("SELECT count(*) FROM rider WHERE instr(folded, ?)", letters[n%len(letters)]) // the screen says how many
		},
		ours: func(n int) {
			_, err := c.Households(ctx, desk.HouseholdQuery{Query: letters[(n+1)%len(letters)], Limit: 20})
			c.must(err)
		},
	}, {
		name: "palette_search", most: 30, turns: 60, goal: 5 * time.Millisecond,
		floor: func(n int) {
			word := letters[n%len(letters)]
			b.rows("SELECT id, name FROM household WHERE instr(name, ?) ORDER BY name LIMIT 6", word)
			b.rows("SELECT id, folded FROM rider WHERE instr(folded, ?) ORDER BY folded LIMIT 6", word)
			b.rows("SELECT i.id, i.number FROM invoice i JOIN household h ON h.id = i.household WHERE instr(h.name, ?) ORDER BY i.id DESC LIMIT 6", word)
		},
		ours: func(n int) {
			_, err := c.Search(ctx, letters[(n+1)%len(letters)])
			c.must(err)
		},
	}, {
		name: "member_page", most: 15, turns: 60, goal: 2 * time.Millisecond,
		floor: func(n int) {
			h := 1 + n%bareHouseholds
			b.rows("SELECT * FROM household WHERE id = ?", h)
			b.rows("SELECT * FROM rider WHERE household = ?", h)
			b.rows("SELECT c.id, c.units FROM card c JOIN rider r ON r.id = c.rider WHERE r.household = ?", h)
			b.rows("SELECT id, number, cents, paid FROM invoice WHERE household = ? ORDER BY day DESC LIMIT 20", h)
		},
		ours: func(n int) {
			_, err := c.Household(ctx, club.HouseholdID(2+n%bareHouseholds%1700))
			c.must(err)
		},
	}, {
		// All that the page of a family asks for at once.
		name: "family_page", most: 20, turns: 60, goal: 10 * time.Millisecond,
		floor: func(n int) {
			h := 1 + n%bareHouseholds
			b.rows("SELECT * FROM household WHERE id = ?", h)
			b.rows("SELECT * FROM rider WHERE household = ?", h)
			b.rows("SELECT c.id, c.units FROM card c JOIN rider r ON r.id = c.rider WHERE r.household = ?", h)
			b.rows("SELECT i.*, l.* FROM invoice i JOIN line l ON l.invoice = i.id WHERE i.household = ? ORDER BY i.day DESC", h)
			b.rows("SELECT p.* FROM invoice i JOIN payment p ON p.invoice = i.id WHERE i.household = ? ORDER BY p.day DESC", h)
		},
		ours: func(n int) {
			id := club.HouseholdID(2 + n%bareHouseholds%1700)
			_, err := c.Household(ctx, id)
			c.must(err)
			_, err = c.Account(ctx, id)
			c.must(err)
			_, err = c.Cards(ctx, id)
			c.must(err)
			_, err = c.Packages(ctx, id)
			c.must(err)
		},
	}, {
		name: "invoice_list", most: 20, turns: 60, goal: 2 * time.Millisecond, floor: page(100), ours: documents(100),
	}, {
		name: "list_10000_rows", most: 5, turns: 3, goal: 30 * time.Millisecond, floor: page(10000), ours: documents(10000),
	}}
}

// money are the actions that sell, and the proofs of what was sold.
func (c *counter) money(b *bare, paper *barePaper, unpaid []billing.InvoiceID) []action {
	card := c.aCard()
	homes := c.homes()
	whole := func(n int) {
		home := homes[(n+1000)%len(homes)]
		cart, err := c.OpenCart(ctx, c.request(), home.ID, desk.AddLine{Offer: card, Rider: home.Riders[0].ID, Quantity: 1})
		c.must(err)
		c.checkout(cart)
	}
	return []action{{
		name: "sale", most: 8, turns: 100, goal: time.Millisecond,
		floor: func(int) { b.write(b.sale) },
		ours:  whole,
	}, {
		name: "invoice_pdf", most: 2.5, turns: 40, goal: 8 * time.Millisecond,
		floor: func(int) { paper.file(1) },
		ours: func(n int) {
			raw, err := c.PreviewInvoice(ctx, unpaid[(n+1)%len(unpaid)])
			c.must(err)
			if len(raw) < 5000 {
				c.t.Fatalf("a paper of %d bytes", len(raw))
			}
		},
	}, {
		name: "verify", turns: 0, goal: 300 * time.Millisecond, // once: it reads ten years
		ours: func(int) {
			proof, err := c.Verify(ctx)
			c.must(err)
			if !proof.OK {
				c.t.Fatalf("%+v", proof.First)
			}
		},
	}, {
		name: "backup", most: 5, turns: 1, goal: time.Second,
		floor: func(int) { // of the same data
			file := filepath.Join(c.t.TempDir(), "bare.db")
			same, err := sql.Open("sqlite3", "file:"+filepath.Join(c.dir, sqlite.File))
			c.must(err)
			defer same.Close()
			_, err = same.Exec("VACUUM INTO ?", file)
			c.must(err)
			_, err = same.Exec("PRAGMA quick_check")
			c.must(err)
			c.must(os.Remove(file))
		},
		ours: func(int) {
			file := filepath.Join(c.t.TempDir(), "backup.paddock")
			_, err := c.Backup(ctx, c.request(), file)
			c.must(err)
			c.must(os.Remove(file))
		},
	}}
}

// unpaid are invoices with something left to pay, whose pages hold all the codes.
func (c *counter) unpaid(most int) (ids []billing.InvoiceID) {
	list, err := c.Documents(ctx, sqlite.DocumentFilter{Show: "open", Limit: most})
	c.must(err)
	if len(list.Rows) != most {
		c.t.Fatalf("%d unpaid invoices, not %d", len(list.Rows), most)
	}
	for _, row := range list.Rows {
		ids = append(ids, row.ID)
	}
	return ids
}

// checkout pays a whole cart by bank card.
func (c *counter) checkout(cart desk.CartView) desk.Sale {
	sale, err := c.Checkout(ctx, c.request(), cart.ID, desk.Checkout{
		Terms: cart.TermsVersion, Tenders: []billing.Tender{{Way: billing.BankCard, Cents: cart.Total}},
	})
	c.must(err)
	return sale
}

// aCard is an offer that everybody with a birth date may buy.
func (c *counter) aCard() catalogue.OfferID {
	offers, err := c.Offers(ctx, desk.OfferFilter{})
	c.must(err)
	for _, o := range offers {
		if o.Kind == catalogue.Card && !o.Archived {
			return o.ID
		}
	}
	c.t.Fatal("the club sells no card")
	return 0
}

// homes are a few dozen households with their riders.
func (c *counter) homes() []desk.HouseholdView {
	var homes []desk.HouseholdView
	for id := club.HouseholdID(1); len(homes) < 50; id++ {
		home, err := c.Household(ctx, id)
		c.must(err)
		if len(home.Riders) > 0 {
			homes = append(homes, home)
		}
	}
	return homes
}

// sizes holds ten years to what each of their bookings and sealed entries may take on
// the disk, with all that hangs on it.
func (c *counter) sizes() {
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(c.dir, sqlite.File)+"?mode=ro")
	c.must(err)
	defer db.Close()
	var bytes, kept int64
	c.must(db.QueryRow(`SELECT (SELECT page_count FROM pragma_page_count) * (SELECT page_size FROM pragma_page_size),
		(SELECT count(*) FROM bookings) + (SELECT count(*) FROM journal)`).Scan(&bytes, &kept))
	const most = 800
	fmt.Printf("ours_database_megabytes %d goal 300 bytes a booking or entry %d most %d\n", bytes/1_000_000, bytes/kept, most)
	if bytes > most*kept {
		c.t.Errorf("a booking or entry takes %d bytes; it may take %d", bytes/kept, most)
	}
}
