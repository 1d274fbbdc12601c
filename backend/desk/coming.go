package desk

import (
	"context"
	"slices"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/money"
	"paddock/backend/sqlite"
	"paddock/backend/statement"
)

// Coming is money of a household that is on its way, or there, and in no payment yet: to
// ask for it at the desk would be to ask twice. Nothing of it is counted as paid.
type Coming struct {
	From    string            `json:"from" enum:"link,toCheck,bank,notice,promised" doc:"A link that somebody is paying by; money by a link that a person decides of; a line of the bank that waits; a mail that says it was paid; what the family announced"`
	Cents   money.Cents       `json:"cents"`
	Day     calendar.Day      `json:"day" doc:"Since when; of what was announced, until when"`
	Number  string            `json:"number" doc:"Of the invoice; empty where none is known"`
	Invoice billing.InvoiceID `json:"invoice"`
	Mail    sqlite.MailID     `json:"mail" doc:"Of a notice"`

	whole money.Cents         // by a link: what was paid, which may be more than is still asked for
	of    []billing.InvoiceID // by a link: all it is over
}

// Coming lists what comes for a household: links first, then the bank, mails and what it
// announced. Refused for a household that is not there.
func (d *Desk) Coming(ctx context.Context, id club.HouseholdID) ([]Coming, error) {
	return read(ctx, d, "account", func(tx *sqlite.Tx) ([]Coming, error) {
		home, err := tx.HouseholdHead(id)
		if err != nil {
			return nil, refused(err, club.CodeHouseholdNotFound)
		}
		c, err := loadClub(tx)
		if err != nil {
			return nil, err
		}
		all := []Coming{}
		for _, from := range []func(*sqlite.Tx, clubNow, club.HouseholdID) ([]Coming, error){comingByLinks, comingByBank, comingByNotices, comingAsPromised} {
			some, err := from(tx, c, home.ID)
			if err != nil {
				return nil, err
			}
			all = append(all, some...)
		}
		return saidOnce(all), nil
	})
}

// saidOnce leaves out the notice of a payment by a link that the provider tells of too:
// one for each, of its amount and of one of its invoices.
func saidOnce(all []Coming) []Coming {
	for _, link := range slices.Clone(all) {
		if len(link.of) == 0 {
			continue
		}
		same := func(n Coming) bool {
			return n.From == "notice" && n.Cents == link.whole && slices.Contains(link.of, n.Invoice)
		}
		if i := slices.IndexFunc(all, same); i >= 0 {
			all = slices.Delete(all, i, i+1)
		}
	}
	return all
}

// comingByLinks is what is under way by links, no more than is still asked for, and what
// came by one and waits for a person.
func comingByLinks(tx *sqlite.Tx, c clubNow, household club.HouseholdID) (all []Coming, err error) {
	links, err := tx.LinksUnderWay(household)
	if err != nil {
		return nil, err
	}
	for _, l := range links {
		one := Coming{From: "link", Day: calendar.DayOf(l.Since, c.zone), whole: l.Cents}
		for i, o := range l.Invoices {
			one.Cents += o.Remaining
			one.of = append(one.of, o.Invoice)
			if i == 0 {
				one.Number, one.Invoice = o.Number, o.Invoice
			}
		}
		if one.Cents = min(one.Cents, l.Cents); one.Cents > 0 {
			all = append(all, one)
		}
	}
	paid, err := tx.LinkPaymentsOf(household)
	for _, p := range paid {
		all = append(all, Coming{From: "toCheck", Cents: p.Cents - p.Refunded, Day: calendar.DayOf(p.PaidAt, c.zone), Number: p.Number, Invoice: p.Invoice, whole: p.Cents, of: []billing.InvoiceID{p.Invoice}})
	}
	return all, err
}

// comingByBank is what waits on the bank screen and is proposed as this family's alone.
func comingByBank(tx *sqlite.Tx, _ clubNow, household club.HouseholdID) (all []Coming, err error) {
	view, err := bankView(tx)
	for _, row := range view.Lines {
		p := row.Proposal
		if p == nil || p.Household != household || row.Left <= 0 || p.Kind == statement.Several {
			continue
		}
		one := Coming{From: "bank", Cents: row.Left, Day: row.Day}
		if len(p.Parts) > 0 {
			one.Number, one.Invoice = p.Parts[0].Number, p.Parts[0].Invoice
		}
		all = append(all, one)
	}
	return all, err
}

// comingByNotices is what mails that nobody looked at yet say was paid, of invoices that
// still ask for money.
func comingByNotices(tx *sqlite.Tx, c clubNow, household club.HouseholdID) (all []Coming, err error) {
	open, err := tx.OpenInvoices(household)
	if err != nil {
		return nil, err
	}
	for _, o := range open {
		said, err := tx.NoticesOf(o.Invoice)
		if err != nil {
			return nil, err
		}
		for _, n := range said {
			all = append(all, Coming{From: "notice", Cents: n.Cents, Day: calendar.DayOf(n.Written, c.zone), Number: o.Number, Invoice: o.Invoice, Mail: n.Mail})
		}
	}
	return all, nil
}

func comingAsPromised(tx *sqlite.Tx, _ clubNow, household club.HouseholdID) (all []Coming, err error) {
	promised, err := tx.Promised()
	for _, p := range promised {
		if p.Household == household && p.Cents > 0 {
			all = append(all, Coming{From: "promised", Cents: p.Cents, Day: p.Until, Number: p.Numbers[0], Invoice: p.Invoices[0]})
		}
	}
	return all, err
}
