package desk

import (
	"context"
	"crypto/rand"
	"errors"
	"net/url"
	"time"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/exchange"
	"paddock/backend/journal"
	"paddock/backend/money"
	"paddock/backend/payment"
	"paddock/backend/sqlite"
)

// LinkSecret is the name under which the one key of a provider was kept before each
// provider had its own; the club's provider takes it over (ownLinkKey).
const LinkSecret = "link"

// linkSecret is the name the key of a provider, and of its shop where it has shops, has
// among the secrets: a link is looked at with the key of who made it.
func linkSecret(provider, shop string) string {
	switch provider {
	case "":
		return LinkSecret
	case "systempay", "payzen":
		return LinkSecret + "-" + provider + "-" + url.QueryEscape(shop)
	}
	return LinkSecret + "-" + provider
}

// ownLinkKey gives a key that is kept for no provider by name to the club's.
func (d *Desk) ownLinkKey(c clubNow) error {
	key, err := d.secrets.Secret(LinkSecret)
	if errors.Is(err, ErrNoSecret) || err == nil && c.Policy.LinkProvider == "" {
		return nil
	}
	if err != nil {
		return err
	}
	own := linkSecret(c.Policy.LinkProvider, c.Policy.LinkShop)
	if _, err := d.secrets.Secret(own); errors.Is(err, ErrNoSecret) {
		err = d.secrets.KeepSecret(own, key)
		if err != nil {
			return err
		}
	} else if err != nil {
		return err
	}
	return d.secrets.KeepSecret(LinkSecret, "")
}

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
	mostTended   = 20 // links in one round
)

// provider is a payment provider, with the key this computer keeps for it and its shop.
func (d *Desk) provider(c clubNow, name, shop string) (payment.Provider, error) {
	if err := d.ownLinkKey(c); err != nil {
		return nil, err
	}
	key, err := d.secrets.Secret(linkSecret(name, shop))
	if errors.Is(err, ErrNoSecret) {
		return nil, &payment.Problem{Kind: payment.BadKey, Detail: "no key is kept on this computer"}
	}
	if err != nil {
		return nil, err
	}
	switch name {
	case "stripe":
		return payment.Stripe{Key: key, Base: d.pay}, nil
	case "mollie":
		return payment.Mollie{Key: key, Base: d.pay}, nil
	case "systempay", "payzen":
		lyra := payment.Lyra{Shop: shop, Key: key, Base: payment.LyraSystempay}
		if name == "payzen" {
			lyra.Base = payment.LyraPayZen
		}
		if d.pay != "" {
			lyra.Base = d.pay
		}
		return lyra, nil
	}
	return nil, &payment.Problem{Kind: payment.BadKey, Detail: "unknown provider " + name}
}

// asksByLink reports whether the club has links to ask for money by.
func (c clubNow) asksByLink() bool { return c.Policy.LinkTemplate != "" || c.Policy.LinkProvider != "" }

// TendLinks asks the payment provider about the links whose time has come: makes
// those that are wanted, looks at those that are open, closes those whose request
// asks no more, and books what was paid. It is done again and again by the program
// that holds the data; nothing is counted twice. It returns how many it asked about.
// In training nothing leaves: no link is made.
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
	if err := d.followCarts(ctx); err != nil {
		return 0, err
	}
	for _, l := range due {
		if err := d.tend(ctx, c, l); err != nil {
			return 0, err
		}
	}
	return len(due), nil
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
// no error: the links after it are tended too.
func (d *Desk) tend(ctx context.Context, c clubNow, l sqlite.ProviderLink) error {
	err := d.ask(ctx, c, l)
	if err == nil || ctx.Err() != nil {
		return ctx.Err()
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
	provider, err := d.provider(c, l.Provider, l.Shop)
	if err != nil {
		return err
	}
	if l.State == "wanted" {
		return d.makeLink(ctx, c, provider, l)
	}
	return d.lookAt(ctx, provider, l)
}

func (d *Desk) makeLink(ctx context.Context, c clubNow, provider payment.Provider, l sqlite.ProviderLink) error {
	until, err := time.ParseInLocation("2006-01-02", l.Until, c.zone)
	if err != nil {
		return err
	}
	made, err := provider.Create(ctx, payment.Asked{
		Key: l.Key, Cents: l.Cents, Reference: l.Reference, Text: c.Identity.Name, Language: l.Language, Until: until.AddDate(0, 0, 1),
	})
	if err != nil {
		return err
	}
	return d.db.Write(ctx, func(tx *sqlite.Tx) error {
		if err := tx.LinkMade(l.Request, made.ID, made.URL, tx.Now.Add(lookOpen)); err != nil || l.Cart == 0 {
			return err
		}
		c, err := loadClub(tx)
		if err != nil {
			return err
		}
		who, err := tx.StaffMember(l.By)
		if err != nil {
			return err
		}
		return mailCartLink(tx, c, actorOf(who), l.Cart)
	})
}

// lookAt books what was paid by a link, and closes it once its request asks no more.
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
		if err := provider.Close(ctx, l.Ref); err != nil && !errors.Is(err, payment.ErrEndsByItself) {
			return err
		}
	}
	return d.db.Write(ctx, func(tx *sqlite.Tx) error {
		if now.Asks && said.State == payment.Open {
			return tx.LinkSeen(l.Request, "open", tx.Now.Add(lookOpen))
		}
		until, err := time.Parse("2006-01-02", l.Until)
		if err != nil {
			return err
		}
		kept, err := tx.KeptByLink(l.Request)
		if err != nil {
			return err
		}
		wait := lookAgain(tx.Now, until, kept)
		if wait == 0 {
			return tx.LinkSeen(l.Request, "ended", tx.Now)
		}
		return tx.LinkSeen(l.Request, "closed", tx.Now.Add(wait))
	})
}

// lookAgain is how long to wait for the next look at a link that is closed, 0 for
// ever. Its last day is until; kept is when the last money came by it that its payer
// could still take back, zero for none. What was paid is looked at weekly until the
// payer's right to dispute it has ended, 13 months after it came (directive (EU)
// 2015/2366, article 71; Code monétaire et financier, article L133-24).
func lookAgain(now, until, kept time.Time) time.Duration {
	switch {
	case now.Sub(until) <= lookThrough, now.Sub(kept) <= lookThrough:
		return lookClosed
	case now.After(kept.AddDate(0, backMonths, 7)): // 7 more days: the look that sees the last one's
		return 0
	}
	return lookPaid
}

// takePaid books money that came by a link as it was asked for, a cart's by selling it;
// what came otherwise waits for a person. What is known already is not counted again; what the provider
// gave back of it since waits for a person too.
func (d *Desk) takePaid(tx *sqlite.Tx, l sqlite.ProviderLink, paid payment.Paid) error {
	known, err := tx.LinkPaymentOf(l.Provider, paid.ID)
	if err == nil {
		if known.Refunded == paid.Refunded {
			return nil
		}
		known.Refunded = paid.Refunded
		if known.Why == "" || known.State == "booked" {
			known.Why = "refunded"
		}
		return tx.SaveLinkPayment(known, club.Actor{})
	}
	if !sqlite.IsMissing(err) {
		return err
	}
	if l, err = tx.ProviderLink(l.Request); err != nil {
		return err
	}
	p := sqlite.LinkPayment{Request: l.Request, Provider: l.Provider, Ref: paid.ID, Cents: paid.Cents, Currency: paid.Currency, Refunded: paid.Refunded, PaidAt: paid.At, State: "toCheck"}
	if p.PaidAt.IsZero() {
		p.PaidAt = tx.Now
	}
	asks := l.Asks
	if l.Cart != 0 {
		if asks, err = asksOfCart(tx, l); err != nil {
			return err
		}
	}
	switch {
	case paid.Currency != "EUR":
		p.Why = "currency"
	case paid.Refunded != 0:
		p.Why = "refunded"
	case !asks:
		p.Why = "late"
	case paid.Cents != l.Cents:
		p.Why = "amount"
	default:
		who, err := tx.StaffMember(l.By)
		if err != nil {
			return err
		}
		if l.Cart != 0 {
			if err := d.takePaidCart(tx, actorOf(who), l, &p); err != nil {
				return err
			}
			break
		}
		if p.Payment, err = takeLinked(tx, actorOf(who), l.Request, l.Household, p); err != nil {
			return err
		}
		p.State = "booked"
	}
	_, err = tx.InsertLinkPayment(p)
	return err
}

// takeLinked receives money a provider reported for what its request asks, and the
// rest as the household's credit (PRODUCT section 6).
func takeLinked(tx *sqlite.Tx, actor club.Actor, request int64, household club.HouseholdID, p sqlite.LinkPayment) (billing.PaymentID, error) {
	c, err := loadClub(tx)
	if err != nil {
		return 0, err
	}
	if household != 0 {
		if household, err = standing(tx, household); err != nil {
			return 0, err
		}
	}
	open, err := tx.OpenOfRequest(request)
	if err != nil {
		return 0, err
	}
	received, err := receiveAll(tx, c, actor, Receive{
		Household: household, Tenders: []billing.Tender{{Way: billing.LinkPaid, Cents: p.Cents - p.Refunded, Detail: billing.Detail{Number: p.Ref}}},
	}, open)
	if err != nil {
		return 0, err
	}
	return received.Payments[0].ID, tx.EndNotices(request, actor)
}

// LinkPayments lists what came by payment links otherwise than it was asked: another
// amount or currency, after its request was settled or cancelled, or given back by
// the provider, before it was booked or since. None of it is in the books before a
// person says so.
func (d *Desk) LinkPayments() List[sqlite.LinkPayment] {
	return listed(d, "linkPayments", "linkPayments.title", linkPaymentColumns, func(tx *sqlite.Tx, _ listing, _ ListQuery) ([]sqlite.LinkPayment, error) {
		return tx.LinkPaymentsToCheck()
	})
}

var linkPaymentColumns = []column[sqlite.LinkPayment]{
	{"today.col.family", exchange.Text, func(_ listing, r sqlite.LinkPayment) any { return r.Family }},
	{"list.invoice", exchange.Text, func(_ listing, r sqlite.LinkPayment) any { return r.Number }},
	{"linkPayments.paid", exchange.Text, func(_ listing, r sqlite.LinkPayment) any { return r.Amount() }},
	{"linkPayments.asked", exchange.Cents, func(_ listing, r sqlite.LinkPayment) any { return r.Asked }},
	{"linkPayments.why", exchange.Text, func(l listing, r sqlite.LinkPayment) any {
		return l.say("linkPayments.why."+r.Why, map[string]any{"refundedCents": int64(r.Refunded - r.Back)})
	}},
}

// LinkPaymentFate is what a person decides of money that came otherwise than asked.
type LinkPaymentFate struct {
	Take     bool        `json:"take" doc:"Booked: its request first, the rest is the household's credit; of what is in the books, what was given back since goes out of them. Otherwise the provider gave it back, or the books say so already"`
	Refunded money.Cents `json:"refundedCents,omitempty" doc:"What was given back, as the person read it"`
}

// SettleLinkPayment takes money that came otherwise than asked, or notes that it was
// given back at the provider's; what was booked and is given back since goes out by
// the link's way, or is said to be booked already. It returns what is left to check.
// Other currencies than euros cannot be taken.
func (d *Desk) SettleLinkPayment(ctx context.Context, req Request, id int64, in LinkPaymentFate) ([]sqlite.LinkPayment, error) {
	body := struct {
		ID int64
		In LinkPaymentFate
	}{id, in}
	return write(ctx, d, req, "settleLinkPayment", body, func(tx *sqlite.Tx) ([]sqlite.LinkPayment, error) {
		p, err := tx.LinkPayment(id)
		refunds := p.State == "booked" && p.Refunded > p.Back
		switch {
		case err != nil || p.State != "toCheck" && !refunds:
			return nil, refused(errors.Join(err, sqlite.ErrNotFound), club.CodeLinkPaymentGone)
		case p.Refunded != in.Refunded:
			return nil, club.Refuse(club.CodeLinkPaymentStale).On("refundedCents").With("refundedCents", int64(p.Refunded))
		case refunds:
			if in.Take {
				if err := giveLinkedBack(tx, req.Actor, p); err != nil {
					return nil, err
				}
			}
		case in.Take:
			if p.Currency != "EUR" || p.Cents <= p.Refunded {
				return nil, club.Refuse(club.CodeLinkPaymentOther).With("currency", p.Currency)
			}
			if p.Payment, err = takeLinked(tx, req.Actor, p.Request, p.Household, p); err != nil {
				return nil, err
			}
			p.State = "booked"
		default:
			p.State = "givenBack"
		}
		p.Back = p.Refunded
		if err := tx.SaveLinkPayment(p, req.Actor); err != nil {
			return nil, err
		}
		return tx.LinkPaymentsToCheck()
	})
}

// giveLinkedBack books what the provider gave back of money that is in the books: out
// of what was never spent of it first, then of what it settled.
func giveLinkedBack(tx *sqlite.Tx, actor club.Actor, p sqlite.LinkPayment) error {
	c, err := loadClub(tx)
	if err != nil {
		return err
	}
	paid, err := tx.Payment(p.Payment)
	if err != nil {
		return err
	}
	gone, err := tx.Withdrawn(paid.ID)
	if err != nil {
		return err
	}
	cents := p.Refunded - p.Back
	if cents > paid.Cents-gone { // the desk paid it out itself
		return club.Refuse(club.CodeWentBack).With("goneCents", gone)
	}
	_, err = withdraw(tx, c, actor, paid, gone, cents, billing.Refunded, journal.PaymentRefunded)
	return err
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

// linkKey names a link at its provider for ever.
func linkKey() string { return "paddock-" + rand.Text() }
