package desk_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// line imports a statement of one line, and returns it.
func (l *linked) line(n int, cents money.Cents, text string) desk.BankRow {
	l.t.Helper()
	l.imports(camt(money.Cents(1000*n), moved{day: "2026-10-08", cents: cents, name: "Delcourt", text: text, bankRef: fmt.Sprint("CART", n)}))
	rows := l.bank()
	at := slices.IndexFunc(rows, func(r desk.BankRow) bool { return r.Text == text && r.Cents == cents })
	if at < 0 {
		l.t.Fatalf("%+v", rows)
	}
	return rows[at]
}

func TestALineOfTheBankThatNamesACartIsProposedAndSellsItOnceAPersonSaysSo(t *testing.T) {
	l := newLinked(t, "mollie")
	cart := l.kept("gloves")
	reference := cart.Link.Reference
	less := l.line(0, 3000, "VIR "+reference)
	if p := less.Proposal; p.Kind != "credit" || p.Household != l.family.ID || len(p.Parts) != 0 || p.Credit != 3000 {
		t.Errorf("another sum: %+v", p)
	}
	line := l.line(1, 3500, "VIR CMD "+reference[3:]+" MERCI")
	p := line.Proposal
	if p.Kind != "likely" || len(p.Parts) != 1 || p.Parts[0].Cart != cart.ID || p.Parts[0].Cents != 3500 || p.Parts[0].Number != reference {
		t.Fatalf("%+v", p)
	}
	_, err := l.SettleExact(ctx, l.req(), desk.SettleExact{Lines: []int64{line.ID}})
	l.refuses(err, club.CodeBankChanged) // never with all the others
	if l.now(cart.ID).State == billing.CartIssued {
		t.Fatal("sold by silence")
	}
	part := desk.LinePart{Household: l.family.ID, Cart: cart.ID, Cents: 3500}
	stranger := l.join("Martin", "Léa")
	_, err = l.SettleLine(ctx, l.req(), desk.SettleLine{Line: line.ID, Parts: []desk.LinePart{{Household: stranger.ID, Cart: cart.ID, Cents: 3500}}})
	l.refuses(err, club.CodeCartNotFound)
	_, err = l.SettleLine(ctx, l.req(), desk.SettleLine{Line: line.ID, Parts: []desk.LinePart{part}})
	l.must(err)
	sold := l.soldBy()
	if l.now(cart.ID).State != billing.CartIssued || sold.Paid != 3500 || sold.OrderRef != reference || sold.PaidBy[0].Way != billing.Transfer {
		t.Errorf("cart %s, %+v", l.now(cart.ID).State, sold.PaidBy)
	}
	l.tend()
	if !l.provider.Closed() {
		t.Error("its link can still be paid")
	}
	_, err = l.SettleLine(ctx, l.req(), desk.SettleLine{Line: less.ID, Parts: []desk.LinePart{{Household: l.family.ID, Cart: cart.ID, Cents: 3000}}})
	if err == nil {
		t.Error("sold twice")
	}
	again := l.line(2, 3500, reference)
	if p := again.Proposal; len(p.Parts) != 0 {
		t.Errorf("proposed again: %+v", p)
	}
	l.proved()
}

func TestALineThatNamesACartWhichIsSoldByNowIsProposedForItsInvoice(t *testing.T) {
	l := newLinked(t, "mollie")
	cart := l.kept("gloves")
	_, err := l.Checkout(ctx, l.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, OnAccount: true})
	l.must(err)
	line := l.line(0, 3500, cart.Link.Reference)
	if p := line.Proposal; len(p.Parts) != 1 || p.Parts[0].Invoice != l.soldBy().ID || p.Parts[0].Cart != 0 {
		t.Fatalf("%+v", p)
	}
	_, err = l.SettleLine(ctx, l.req(), desk.SettleLine{Line: line.ID, Parts: []desk.LinePart{{Household: l.family.ID, Invoice: l.soldBy().ID, Cents: 3500}}})
	l.must(err)
	l.remains(l.soldBy().ID, 0)
	l.proved()
}

func TestANoticeThatNamesACartProposesItsSaleAndSellsItOnceAPersonSaysSo(t *testing.T) {
	for name, own := range map[string]bool{"a provider's link": false, "a link of the club's own address": true} {
		t.Run(name, func(t *testing.T) {
			l, p := newNotified(t)
			if own {
				l.moveTo("", "")
			}
			cart := l.kept("gloves")
			reference := cart.Link.Reference
			if !own {
				l.provider.Pay(3500, "EUR")
			}
			id := p.noticed(reference, vouched)
			view := p.mail(id)
			if len(view.Proposals) != 1 {
				t.Fatalf("%+v", view.Proposals)
			}
			one := view.Proposals[0]
			if !one.Can || one.Cart != cart.ID || one.Invoice != 0 || one.AsksProvider == own || one.Cents != 3500 || l.now(cart.ID).State == billing.CartIssued || view.State != sqlite.MailNew {
				t.Fatalf("%+v, cart %s", one, l.now(cart.ID).State)
			}
			if own {
				_, err := p.AcceptMail(ctx, p.req(), id, desk.AcceptMail{Items: []desk.AcceptedItem{{Key: one.Key}}})
				p.must(err)
			} else { // its provider was asked, and says so
				_, err := l.TendLinks(ctx)
				l.must(err)
			}
			if l.now(cart.ID).State != billing.CartIssued || l.soldBy().Paid != 3500 || p.mail(id).State != sqlite.MailDone {
				t.Errorf("cart %s, mail %s", l.now(cart.ID).State, p.mail(id).State)
			}
			l.proved()
		})
	}
}

func TestANoticeOfWhatTheProviderToldFirstIsDoneAlready(t *testing.T) {
	for name, of := range map[string]func(*linked) string{
		"an invoice": func(l *linked) string {
			id := l.owes("gloves")
			l.tend()
			l.provider.Pay(3500, "EUR")
			l.tend()
			_, number := l.reference(id)
			return number
		},
		"a cart": func(l *linked) string {
			reference := l.kept("gloves").Link.Reference
			l.provider.Pay(3500, "EUR")
			l.tend()
			return reference
		},
	} {
		t.Run(name, func(t *testing.T) {
			l, p := newNotified(t)
			reference := of(l)
			for headers, state := range map[string]sqlite.ReceivedState{vouched: sqlite.MailDone, "": sqlite.MailNew} {
				if view := p.mail(p.noticed(reference, headers)); view.State != state {
					t.Errorf("%q: %s, %+v", headers, view.State, view.Proposals)
				}
				l.wait(time.Minute)
			}
			other := p.arrives("notifications@mollie.com", "Paiement", "Paiement reçu : 36,00 EUR, référence "+reference, vouched)
			if p.mail(other).State != sqlite.MailNew {
				t.Error("another amount is taken for it")
			}
			l.once(l.soldBy().ID)
		})
	}
}
