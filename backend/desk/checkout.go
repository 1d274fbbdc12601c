package desk

import (
	"context"
	"slices"

	"paddock/backend/billing"
	"paddock/backend/booking"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/journal"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// Series of documents: credit notes share the invoices' unless the policy says
// otherwise.
const (
	invoiceSeries = "F"
	creditSeries  = "A"
	openingSeries = "R" // never mixed with what is issued
)

// Checkout says how a cart becomes an invoice and how it is paid.
type Checkout struct {
	Lines        []int64             `json:"lines,omitempty" doc:"Lines to invoice; all of them when empty. The rest stays in a cart"`
	Address      int64               `json:"address,omitempty" doc:"Billing address; the default one when 0"`
	Terms        string              `json:"terms,omitempty" doc:"Version of the conditions of sale accepted in this sale"`
	LicenceTerms string              `json:"licenceTerms,omitempty" doc:"Version of the terms of the licence accepted in it"`
	Tenders      []billing.Tender    `json:"tenders" nullable:"false"`
	Invoices     []billing.InvoiceID `json:"invoices,omitempty" doc:"Open invoices of the household that are paid with the sale, in the order they are settled: before it"`
	Shares       []billing.Share     `json:"shares,omitempty" doc:"How what settles now is spread over them and the sale; the oldest first when empty"`
	OnAccount    bool                `json:"onAccount,omitempty" doc:"The desk issues the invoice although tenders do not cover it"`
	Dues         []billing.Due       `json:"dues,omitempty" doc:"Instalments of what the sale leaves unpaid; they add up to it, the days rise. By the club's term when empty"`
	Mail         bool                `json:"mail,omitempty" doc:"The invoice goes to the family by mail"`
	Prints       bool                `json:"prints,omitempty" doc:"It is printed with the sale too: mail and print of one checkout are originals"`
	ConfirmClock bool                `json:"confirmClock,omitempty" doc:"The owner confirms the clock although it stands before the last document's day"`
}

// Sale is what a checkout made.
type Sale struct {
	Invoice  DocumentView      `json:"invoice"`
	Payments []billing.Payment `json:"payments" nullable:"false"`
	Change   money.Cents       `json:"changeCents" doc:"Cash to give back"`
	Link     string            `json:"link" doc:"Payment page for what remains; empty when none was asked for"`
	Rest     billing.CartID    `json:"rest" doc:"Cart of the lines left out; 0 when none were"`
}

// Checkout issues the invoice of a cart and books its payments, in one
// transaction: all of it or nothing (PRODUCT section 6).
func (d *Desk) Checkout(ctx context.Context, req Request, id billing.CartID, in Checkout) (Sale, error) {
	body := struct {
		Cart billing.CartID
		In   Checkout
	}{id, in}
	return write(ctx, d, req, "checkout", body, func(tx *sqlite.Tx) (Sale, error) {
		c, cart, err := liveCart(tx, id)
		if err != nil {
			return Sale{}, err
		}
		if !tx.Now.Before(cart.ExpiresAt) {
			return Sale{}, club.Refuse(club.CodeCartExpired)
		}
		s := &sale{Desk: d, tx: tx, c: c, cart: cart, actor: req.Actor, in: in}
		s.result.Payments = []billing.Payment{}
		if err := s.run(); err != nil {
			return Sale{}, err
		}
		s.result.Invoice, err = viewDocument(tx, c, s.doc.ID)
		return s.result, err
	})
}

// sale is one checkout under way.
type sale struct {
	*Desk
	tx    *sqlite.Tx
	c     clubNow
	cart  billing.Cart
	actor club.Actor
	in    Checkout

	// A family that asks by mail, or pays by the link over its cart, accepts no terms:
	// that somebody at the desk says yes to the mail, or gave the link out, is no
	// acceptance by the family. Its next sale at the desk asks for it.
	away bool
	// The answer to a mail carries the invoice, and tells of the places.
	answered bool
	order    string // reference the family knows its order by already; "" for a new one

	doc     billing.Document
	laid    billing.Laid
	sources []billing.Source
	open    []billing.Open // what is paid: the older invoices, then the sale's own
	planned []billing.Open // the same, as what settles now is spread over them
	result  Sale
	booked  []booking.BookingID // places its lines held
	from    map[int]int64       // the cart line that a line of the document is, by its n
}

// run takes the steps of a checkout in order; each refuses before anything of
// the next is written, and the transaction undoes the rest.
func (s *sale) run() error {
	for _, step := range []func() error{
		s.c.checkSeller, s.chooseLines, s.price, s.acceptTerms, s.lay, s.checkClock,
		s.issue, s.deliver, s.receive, s.spendCredit, s.request, s.linkRest, s.closeCart, s.mail,
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// mail sends the invoice to its family, and tells it of the places that are booked.
// What is printed with the sale is the copy that counts, and the mail is an original
// beside it (PRODUCT section 9).
func (s *sale) mail() error {
	if s.answered {
		return nil
	}
	if !s.in.Mail {
		return confirm(s.tx, s.c, s.actor, s.doc.Household, 0, s.booked)
	}
	carry := mailPaper
	if s.in.Prints {
		carry = func(tx *sqlite.Tx, _ club.Actor, message int64, id billing.InvoiceID) error {
			return tx.InsertPaper(message, id, 0)
		}
	}
	message, err := mailInvoices(s.tx, s.c, s.actor, s.doc.Household, []billing.Document{s.doc}, carry)
	if err != nil {
		return err
	}
	return confirm(s.tx, s.c, s.actor, s.doc.Household, message, s.booked)
}

// chooseLines leaves out what is not sold now; it keeps its hour in a cart of
// its own.
func (s *sale) chooseLines() error {
	if len(s.in.Lines) > 0 {
		var kept []billing.CartLine
		var left []int64
		for _, line := range s.cart.Lines {
			if slices.Contains(s.in.Lines, line.ID) {
				kept = append(kept, line)
			} else {
				left = append(left, line.ID)
			}
		}
		if len(kept) != len(s.in.Lines) {
			return club.Refuse(club.CodeLineNotFound).On("lines")
		}
		if len(left) > 0 {
			rest, err := s.restCart()
			if err != nil {
				return err
			}
			for _, line := range left {
				if err := s.tx.MoveCartLine(line, rest); err != nil {
					return err
				}
			}
			if err := followCart(s.tx, s.c, s.actor, rest); err != nil {
				return err
			}
			s.result.Rest = rest
		}
		s.cart.Lines = kept
	}
	if len(s.cart.Lines) == 0 {
		return club.Refuse(club.CodeCartEmpty)
	}
	return nil
}

// restCart opens the cart of what is left out. It is as old as the one it comes
// from, so that a cart's longest life does not begin anew with every checkout.
func (s *sale) restCart() (billing.CartID, error) {
	rest := s.cart
	rest.State, rest.Promo = billing.CartOpen, "" // it is used in this sale
	var err error
	if rest.ID, err = s.tx.InsertCart(rest.Household, rest.ExpiresAt, s.actor); err != nil {
		return 0, err
	}
	return rest.ID, s.tx.TouchCart(rest)
}

// acceptTerms records that the household accepts the conditions of sale, and the
// terms of the licence when one is bought, or finds that it did before.
func (s *sale) acceptTerms() (err error) {
	if s.cart.Household == 0 {
		return nil
	}
	terms := s.c.TermsOn(s.c.today)
	s.doc.TermsVersion = terms.Version
	s.doc.TermsAt, err = s.accept(terms, s.in.Terms, club.Refuse(club.CodeTermsNotAccepted).On("terms"))
	if err != nil || !sellsLicence(s.cart.Lines) {
		return err
	}
	terms = s.c.LicenceTermsOn(s.c.today)
	s.doc.LicenceTermsVersion = terms.Version
	s.doc.LicenceTermsAt, err = s.accept(terms, s.in.LicenceTerms, club.Refuse(club.CodeLicenceTerms).On("licenceTerms"))
	return err
}

// accept returns when the household accepted terms in force, in this sale or
// before it, and refuses while it did not.
func (s *sale) accept(terms club.Terms, version string, refusal *club.Error) (at string, err error) {
	if terms.Version == "" {
		return "", nil
	}
	refusal = refusal.With("version", terms.Version)
	if version != "" {
		if version != terms.Version {
			return "", refusal
		}
		if err := s.tx.AcceptTerms(s.cart.Household, version, s.actor.ID); err != nil {
			return "", err
		}
	}
	at, err = s.tx.TermsAccepted(s.cart.Household, terms.Version)
	if err == nil && at == "" && !s.away {
		return "", refusal
	}
	return at, err
}

// sellsLicence reports whether the terms of the licence are accepted in a sale.
func sellsLicence(lines []billing.CartLine) bool {
	return slices.ContainsFunc(lines, func(l billing.CartLine) bool { return l.Kind == catalogue.Licence })
}

// lay checks the tenders, and that somebody decided what becomes of the rest.
func (s *sale) lay() (err error) {
	var has money.Cents
	if slices.ContainsFunc(s.in.Tenders, func(t billing.Tender) bool { return t.Way == billing.SpentCredit }) {
		if has, s.sources, err = credit(s.tx, s.cart.Household); err != nil {
			return err
		}
	}
	if s.open, err = chosenInvoices(s.tx, s.cart.Household, s.in.Invoices); err != nil {
		return err
	}
	s.open = append(s.open, billing.Open{Remaining: s.doc.Total})
	var owed money.Cents
	for _, o := range s.open {
		owed += o.Remaining
	}
	s.laid, err = billing.Lay(s.in.Tenders, owed, has, s.cart.Household != 0, s.ways())
	if err != nil {
		return err
	}
	settling := s.laid.Received + s.laid.Credit
	if s.planned, err = billing.Plan(s.open, s.in.Shares, settling); err != nil {
		return err
	}
	if short := owed - s.laid.All(); short > 0 {
		if !s.in.OnAccount {
			return club.Refuse(club.CodeNotSpread).On("tenders").With("restCents", short)
		}
		if s.cart.Household == 0 {
			return club.Refuse(club.CodeClientNeeded).On("onAccount")
		}
	}
	for _, older := range s.planned[:len(s.planned)-1] {
		settling -= older.Remaining
	}
	own := min(max(settling, 0), s.planned[len(s.planned)-1].Remaining)
	s.doc.OnAccount = s.in.OnAccount && own < s.doc.Total
	s.doc.Dues = billing.Schedule(s.doc.Total, s.doc.Now, own, s.doc.Day, s.c.Policy.TermDays)
	if len(s.in.Dues) > 0 {
		if s.doc.Dues, err = billing.Instalments(s.doc, own, s.in.Dues, s.doc.Day); err != nil {
			return err
		}
	}
	s.doc.DueDay = s.doc.Dues[len(s.doc.Dues)-1].Day
	return nil
}

// checkClock refuses to issue while the clock stands before the last document's
// day, until the owner confirms it (PRODUCT section 9, Documents).
func (s *sale) checkClock() error { return checkClock(s.tx, s.c, s.actor, s.in.ConfirmClock) }

func checkClock(tx *sqlite.Tx, c clubNow, actor club.Actor, confirmed bool) error {
	last, err := tx.LastIssueDay()
	if err != nil || c.today >= last {
		return err
	}
	if !confirmed {
		return club.Refuse(club.CodeClockBehind).With("lastDay", last).With("todayDay", c.today)
	}
	if err := allow(tx, actor, "confirmClock"); err != nil {
		return err
	}
	return tx.Seal(journal.ClockConfirmed, actor, "", map[string]any{"last": last, "today": c.today})
}

func (s *sale) issue() error {
	if err := issue(s.tx, s.c, s.actor, &s.doc, sqlite.Reason{}); err != nil {
		return err
	}
	for _, list := range [][]billing.Open{s.open, s.planned} {
		last := &list[len(list)-1]
		last.Invoice, last.Number = s.doc.ID, s.doc.Number
	}
	return sealOverrides(s.tx, s.actor, s.doc.Number, s.cart)
}

// deliver makes what the lines promise: cards that wait for what is due now of
// them, which may be nothing, and licences to be asked from the federation.
// Goods leave the stock. The places that lines held are booked.
func (s *sale) deliver() error {
	for _, line := range s.doc.Lines {
		if line.Base > 0 {
			continue
		}
		switch line.Kind {
		case catalogue.Card:
			for n := range line.Quantity {
				if err := s.tx.InsertCard(line, n+1, "sold", s.actor); err != nil {
					return err
				}
			}
		case catalogue.Goods:
			if err := s.takeFromStock(line); err != nil {
				return err
			}
		case catalogue.GiftCard:
			if err := makeGiftCards(s.tx, s.actor, s.doc, line); err != nil {
				return err
			}
		case catalogue.Licence:
			if err := s.tx.InsertLicence(line); err != nil {
				return err
			}
		}
		if err := s.seat(line, s.from[line.N]); err != nil {
			return err
		}
	}
	return startCards(s.tx, s.c, s.doc, 0)
}

// receive books every tender that is money in hand.
func (s *sale) receive() error {
	for _, t := range s.in.Tenders {
		if !t.Way.Received() {
			continue
		}
		payment, err := receive(s.tx, s.c, s.actor, t, s.cart.Household, s.doc.ID, s.planned)
		if err != nil {
			return err
		}
		s.result.Change += max(payment.Tendered-payment.Cents, 0)
		s.result.Payments = append(s.result.Payments, payment)
	}
	return nil
}

func (s *sale) spendCredit() error {
	if s.laid.Credit == 0 {
		return nil
	}
	return spend(s.tx, s.c, s.actor, s.sources, limited(s.planned, s.laid.Credit))
}

// request records what was asked for and has not come.
func (s *sale) request() (err error) {
	s.result.Link, err = requestAll(s.tx, s.c, s.actor, s.in.Tenders, s.open)
	return err
}

func (s *sale) linkRest() error { return linkRest(s.tx, s.c, s.actor, s.doc) }

// ways are those of the desk; from away, money comes by itself too.
func (s *sale) ways() []billing.Way {
	if s.away {
		return s.c.waysLater()
	}
	return s.c.ways()
}

func (s *sale) closeCart() error {
	if err := s.tx.CloseCart(s.cart.ID, s.doc.ID); err != nil {
		return err
	}
	return followCart(s.tx, s.c, s.actor, s.cart.ID)
}
