package desk

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/payment"
	"paddock/backend/sqlite"
)

// How often a provider is asked (RULES section 8): an open link every five minutes,
// a closed one, by which somebody may just have paid, a few times a day for a month;
// see lookAgain for what was paid by it.
const (
	lookOpen     = 5 * time.Minute
	lookClosed   = 6 * time.Hour
	lookThrough  = 30 * 24 * time.Hour
	lookPaid     = 7 * 24 * time.Hour
	backMonths   = 13
	firstPatient = 30 * time.Second // after a first failure; each one more doubles it
	mostPatient  = time.Hour
	renewAgain   = 24 * time.Hour // for the next link where one after the other ends
	mostTended   = 20             // links in one round
)

// asksByLink reports whether the club has links to ask for money by.
func (c clubNow) asksByLink() bool { return c.Policy.LinkTemplate != "" || c.Policy.LinkProvider != "" }

// TendLinks asks the payment provider about the links whose time has come: makes
// those that are wanted, looks at those that are open, closes those whose request
// asks no more, and books what was paid. It is done again and again by the program
// that holds the data; nothing is counted twice. It returns how many it asked about.
// Sure notices of mails that wait for the next day are settled with them. In training
// nothing leaves: no link is made.
func (d *Desk) TendLinks(ctx context.Context) (int, error) {
	if !d.tending.TryLock() {
		return 0, nil
	}
	defer d.tending.Unlock()
	var c clubNow
	due, err := look(ctx, d, func(tx *sqlite.Tx) (due []sqlite.ProviderLink, err error) {
		if c, err = loadClub(tx); err != nil {
			return nil, err
		}
		return tx.LinksToTend(mostTended)
	})
	var refusal *club.Error
	if errors.As(err, &refusal) || err == nil && c.training { // there is no club yet
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	if err := firstError(d.followCarts(ctx), d.settleWaiting(ctx)); err != nil {
		return 0, err
	}
	for _, l := range due {
		if err := d.tend(ctx, c, l); err != nil {
			return 0, err
		}
	}
	return len(due), d.forgetSpentKeys(ctx, c.today)
}

// KeepLinks tends the links of the payment provider at every tick, until the desk is
// closed.
func (d *Desk) KeepLinks(ticks <-chan time.Time) {
	d.often("links", ticks, func(ctx context.Context) error {
		_, err := d.TendLinks(ctx)
		return err
	})
}

// ownFault is a problem that is none of a provider's answers: its words are for the log.
const ownFault payment.ProblemKind = "local"

// tend does what a link needs. What keeps it from that is noted with the link, and is
// no error: the links after it are tended too. A closed day keeps it until the next one.
func (d *Desk) tend(ctx context.Context, c clubNow, l sqlite.ProviderLink) error {
	err := d.ask(ctx, c, l)
	if err == nil || ctx.Err() != nil {
		return ctx.Err()
	}
	if ofClosedDay(err) {
		return d.waitForDay(ctx, l)
	}
	problem := &payment.Problem{Kind: ownFault}
	if !errors.As(err, &problem) {
		d.log.Error("a link is not followed", "request", l.Request, "error", err)
	}
	return d.db.Write(ctx, func(tx *sqlite.Tx) error {
		wait := min(firstPatient<<min(l.Tries, 10), mostPatient)
		if problem.Kind != payment.Later && problem.Kind != ownFault {
			wait = mostPatient
		}
		if problem.Kind == payment.Gone && l.State == "closed" {
			return tx.LinkSeen(l.Request, "ended", tx.Now)
		}
		if problem.Spent && l.State == "wanted" {
			if err := tx.LinkKeyed(l.Request, linkKey()); err != nil {
				return err
			}
		}
		return tx.LinkFailed(l.Request, string(problem.Kind), problem.Detail, tx.Now.Add(wait))
	})
}

// ask has the provider make a link that is wanted, or say how one that is made stands.
func (d *Desk) ask(ctx context.Context, c clubNow, l sqlite.ProviderLink) error {
	if l.Cart != 0 && l.State == "wanted" && l.Asks { // as the cart is now
		if err := d.followed(ctx, l); err != nil {
			return err
		}
		var err error
		if l, err = look(ctx, d, func(tx *sqlite.Tx) (sqlite.ProviderLink, error) { return tx.ProviderLink(l.Request) }); err != nil {
			return err
		}
	}
	if l.State == "wanted" && !l.Asks {
		return d.db.Write(ctx, func(tx *sqlite.Tx) error { return tx.LinkSeen(l.Request, "ended", tx.Now) })
	}
	provider, err := d.provider(c, l.Provider, l.Shop, l.Account)
	if err != nil {
		return err
	}
	if l.State == "wanted" {
		return d.makeLink(ctx, c, provider, l)
	}
	return d.lookAt(ctx, provider, l)
}

// makeLink has a link made. A cart's ends with its cart; an invoice's lives as long as
// its provider lets it, since it is printed: it is closed once it asks no more.
func (d *Desk) makeLink(ctx context.Context, c clubNow, provider payment.Provider, l sqlite.ProviderLink) error {
	asked := payment.Asked{Key: l.Key, Cents: l.Cents, Reference: l.Reference, Text: c.Identity.Name, Language: l.Language, At: d.now()}
	if l.Cart != 0 {
		until, err := time.ParseInLocation("2006-01-02", l.Until, c.zone)
		if err != nil {
			return err
		}
		asked.Until = until.AddDate(0, 0, 1)
	}
	made, err := provider.Create(ctx, asked)
	if err != nil {
		return err
	}
	return d.asAsker(ctx, l, func(tx *sqlite.Tx, c clubNow, actor club.Actor) error {
		if err := tx.LinkMade(l.Request, made.ID, made.URL, made.Ends, tx.Now.Add(lookOpen)); err != nil || l.Cart == 0 {
			return err
		}
		return mailCartLink(tx, c, actor, l.Cart)
	})
}

// asAsker writes what follows from a link in the name of who asked for the money.
func (d *Desk) asAsker(ctx context.Context, l sqlite.ProviderLink, do func(*sqlite.Tx, clubNow, club.Actor) error) error {
	return d.db.Write(ctx, func(tx *sqlite.Tx) error {
		c, err := loadClub(tx)
		if err != nil {
			return err
		}
		who, err := tx.StaffMember(l.By)
		if err != nil {
			return err
		}
		return do(tx, c, actorOf(who))
	})
}

// lookAt books what was paid by a link, closes it once its request asks no more, and
// asks anew where it ended before that.
func (d *Desk) lookAt(ctx context.Context, provider payment.Provider, l sqlite.ProviderLink) error {
	said, err := provider.Look(ctx, l.Ref)
	if err != nil {
		return err
	}
	for _, paid := range said.Paid {
		if err := d.db.Write(ctx, func(tx *sqlite.Tx) error { return d.takePaid(tx, l, paid) }); err != nil {
			return err
		}
	}
	err = d.db.Write(ctx, func(tx *sqlite.Tx) error {
		return firstError(tx.LinkPending(l.Request, said.UnderWay), missPaid(tx, l, said))
	})
	if err != nil {
		return err
	}
	if said.Ends.IsZero() {
		said.Ends = l.Ends
	}
	if said.State == payment.Open && !said.Ends.IsZero() && !d.now().Before(said.Ends) {
		said.State = payment.Expired
	}
	if l.Cart != 0 {
		if err := d.followed(ctx, l); err != nil {
			return err
		}
	}
	now, err := look(ctx, d, func(tx *sqlite.Tx) (sqlite.ProviderLink, error) { return tx.ProviderLink(l.Request) })
	if err != nil {
		return err
	}
	if !now.Asks && said.State == payment.Open && l.State == "open" {
		if err := provider.Close(ctx, l.Ref, d.now()); err != nil && !errors.Is(err, payment.ErrEndsByItself) {
			return err
		}
	}
	return d.asAsker(ctx, l, func(tx *sqlite.Tx, c clubNow, actor club.Actor) error {
		if now.Asks && said.State == payment.Open {
			return firstError(tx.LinkEnds(l.Request, said.Ends), tx.LinkSeen(l.Request, "open", tx.Now.Add(lookOpen)))
		}
		if err := askAnew(tx, c, actor, l.Request, said); err != nil {
			return err
		}
		wait, err := waitForMore(tx, l, said.Ends)
		if err != nil {
			return err
		}
		if wait == 0 {
			return tx.LinkSeen(l.Request, "ended", tx.Now)
		}
		return tx.LinkSeen(l.Request, "closed", tx.Now.Add(wait))
	})
}

// askAnew asks by another link for what remains of invoices whose link ended at its
// provider. Not while money by it is under way or waits for a person, nor twice in a
// day: a provider that ends every link is not asked without end.
func askAnew(tx *sqlite.Tx, c clubNow, actor club.Actor, request int64, said payment.Look) error {
	l, err := tx.ProviderLink(request)
	if err != nil || !l.Asks || l.Cart != 0 {
		return err
	}
	if err := tx.LinkLapsed(request); err != nil {
		return err
	}
	waits, err := tx.LinkPaymentWaits(request)
	if err != nil || waits || said.Pending || !c.asksByLink() || l.Renewed && tx.Now.Sub(l.AskedAt) < renewAgain {
		return err
	}
	remaining, first, others, err := leftOf(tx, request)
	if err != nil || remaining <= 0 {
		return err
	}
	tender := billing.Tender{Way: billing.Link, Cents: min(l.Cents, remaining)}
	_, err = putRequest(tx, c, actor, tender, nil, first, others...)
	return err
}

// waitForMore is how long to wait for the next look at a link that is closed, 0 for ever.
func waitForMore(tx *sqlite.Tx, l sqlite.ProviderLink, ends time.Time) (time.Duration, error) {
	until, err := time.Parse("2006-01-02", l.Until)
	if err != nil {
		return 0, err
	}
	closed := l.ClosedAt
	if l.State == "open" {
		closed = tx.Now
	}
	for _, last := range []time.Time{closed, ends} {
		if last.After(until) {
			until = last
		}
	}
	kept, err := tx.KeptByLink(l.Request)
	if err != nil {
		return 0, err
	}
	now, err := tx.ProviderLink(l.Request)
	if now.Asks { // what keeps it from being asked anew may end
		return lookClosed, err
	}
	return lookAgain(tx.Now, until, kept), err
}

// lookAgain is how long to wait for the next look at a link that is closed, 0 for
// ever. Nobody can pay by it after until; kept is when the last money came by it that
// its payer could still take back, zero for none. What was paid is looked at weekly
// until the payer's right to dispute it has ended, 13 months after it came (directive
// (EU) 2015/2366, article 71; Code monétaire et financier, article L133-24).
func lookAgain(now, until, kept time.Time) time.Duration {
	switch {
	case now.Sub(until) <= lookThrough, now.Sub(kept) <= lookThrough:
		return lookClosed
	case now.After(kept.AddDate(0, backMonths, 7)): // 7 more days: the look that sees the last one's
		return 0
	}
	return lookPaid
}

// LookAtLinks has the provider asked about an invoice's links in the next moments.
func (d *Desk) LookAtLinks(ctx context.Context, req Request, invoice billing.InvoiceID) (DocumentView, error) {
	return write(ctx, d, req, "lookAtLinks", invoice, func(tx *sqlite.Tx) (DocumentView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return DocumentView{}, err
		}
		if err := tx.LookSoon(invoice); err != nil {
			return DocumentView{}, err
		}
		return viewDocument(tx, c, invoice)
	})
}

// linkKey names a link at its provider.
func linkKey() string { return "paddock-" + rand.Text() }
