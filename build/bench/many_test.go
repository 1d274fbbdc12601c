//go:build bench

package bench

import (
	"database/sql"
	"slices"
	"time"

	"paddock/backend/billing"
	"paddock/backend/catalogue"
	"paddock/backend/desk"
)

// many is how much a long work has to do.
const many = 1000

// progress is how often a screen would ask how far a long work is.
const progress = 20 * time.Millisecond

// works are the long works, each from its request to its end.
func (c *counter) works(b *bare, paper *barePaper, unpaid []billing.InvoiceID) []action {
	goods := c.goods()
	sold := 0
	return []action{{
		name: "invoices_1000_posted", most: 10, turns: 1, goal: 300 * time.Millisecond,
		floor: func(int) {
			b.write(func(tx *sql.Tx) {
				for range many {
					b.sale(tx)
				}
			})
		},
		ours: func(int) {
			offer := goods[sold%len(goods)]
			sold++
			work, err := c.InvoiceMany(ctx, c.request(), offer, c.families(offer))
			c.must(err)
			c.through(work)
		},
	}, {
		name: "invoices_1000_pdf", most: 2.5, turns: 1, goal: 6 * time.Second,
		floor: func(int) { paper.file(many) },
		ours: func(int) {
			work, err := c.PrintInvoices(ctx, c.request(), unpaid)
			c.must(err)
			paper, err := c.WorkPaper(c.asked(), c.through(work).ID)
			c.must(err)
			if len(paper) < many*5000 {
				c.t.Fatalf("%d papers of %d bytes", many, len(paper))
			}
		},
	}}
}

// ended waits for the end of a work.
func (c *counter) ended(work desk.Work) desk.Work {
	for work.Doing {
		time.Sleep(progress)
		all, err := c.Works(c.asked())
		c.must(err)
		work = all[slices.IndexFunc(all, func(w desk.Work) bool { return w.ID == work.ID })]
	}
	return work
}

// through waits for the end of a work that is to do all it was given.
func (c *counter) through(work desk.Work) desk.Work {
	work = c.ended(work)
	if len(work.Invoices) != many {
		c.t.Fatalf("%d invoices of %d: %+v, %+v", len(work.Invoices), many, work.Failure, work.Refused)
	}
	return work
}

// goods are offers that a family may buy any number of times.
func (c *counter) goods() (ids []catalogue.OfferID) {
	offers, err := c.Offers(ctx, desk.OfferFilter{})
	c.must(err)
	for _, o := range offers {
		if o.Kind == catalogue.Goods && !o.Archived {
			ids = append(ids, o.ID)
		}
	}
	if len(ids) == 0 {
		c.t.Fatal("the club sells no goods")
	}
	return ids
}

// families are those an offer goes to.
func (c *counter) families(offer catalogue.OfferID) (in desk.InvoiceMany) {
	list, err := c.Candidates().Rows(c.asked(), desk.ListQuery{Of: int64(offer)})
	c.must(err)
	for _, one := range list {
		if one.State == "fits" && len(in.Families) < many {
			family := desk.FamilyToInvoice{Household: one.Household}
			for _, rider := range one.Riders {
				family.Riders = append(family.Riders, rider.ID)
			}
			in.Families = append(in.Families, family)
		}
	}
	return in
}
