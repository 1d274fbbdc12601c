package desk_test

import (
	"database/sql"
	"testing"
	"time"

	"paddock/backend/billing"
	"paddock/backend/desk"
	"paddock/backend/mail"
	"paddock/backend/mail/mailtest"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// newNotified is a shop that asks by links of a provider, whose notices are believed.
func newNotified(t *testing.T) (*linked, *post) {
	l := newLinked(t, "mollie")
	p := &post{ring: &ring{shop: l.shop}, to: "accueil@vaubrun.example"}
	p.trusts("mx.vaubrun.example")
	p.keeper = l.MailKeeper(mail.Account{Server: mail.Server{Host: "mail.example", User: "accueil@vaubrun.example"}})
	return l, p
}

// noticed brings the provider's notice of what was paid for an invoice.
func (p *post) noticed(number string, headers ...string) sqlite.MailID {
	p.t.Helper()
	return p.arrives("notifications@mollie.com", "Paiement reçu", "Paiement reçu : 35,00 EUR, référence "+number, headers...)
}

const vouched = "Authentication-Results: mx.vaubrun.example; dmarc=pass header.from=mollie.com\r\n"

// once proves that the 35.00 are in the books one time, and nothing is to be decided.
func (l *linked) once(id billing.InvoiceID) {
	l.t.Helper()
	l.remains(id, 0)
	var payments int
	l.ask("SELECT id FROM payments", func(*sql.Rows) error { payments++; return nil })
	if l.paid(id) != 3500 || payments != 1 || len(l.toCheck()) != 0 {
		l.t.Errorf("paid %d by %d payments, to check %+v", l.paid(id), payments, l.toCheck())
	}
	l.proved()
}

func TestMoneyThatANoticeAndTheProviderBothReportIsBookedOnce(t *testing.T) {
	for name, arrives := range map[string]func(*linked, *post, string) sqlite.MailID{
		"a sure notice first": func(l *linked, p *post, number string) sqlite.MailID {
			id := p.noticed(number, vouched)
			if view := p.mail(id); view.State != sqlite.MailNew || !view.Proposals[0].AsksProvider || p.remaining(number) != 3500 {
				t.Errorf("before the provider was asked: %+v", view)
			}
			return id
		},
		"one that a person accepts": func(l *linked, p *post, number string) sqlite.MailID {
			id := p.noticed(number)
			_, err := p.AcceptMail(ctx, p.req(), id, desk.AcceptMail{Items: []desk.AcceptedItem{{Key: p.mail(id).Proposals[0].Key}}})
			p.must(err)
			if p.remaining(number) != 3500 {
				t.Error("the notice booked it")
			}
			p.must(p.undoes()) // nothing is in the books by it
			_, err = p.AcceptMail(ctx, p.req(), id, desk.AcceptMail{Items: []desk.AcceptedItem{{Key: p.mail(id).Proposals[0].Key}}})
			p.must(err)
			return id
		},
		"the provider first": func(l *linked, p *post, number string) sqlite.MailID {
			l.tend()
			p.noticed(number, vouched)
			return 0
		},
	} {
		t.Run(name, func(t *testing.T) {
			l, p := newNotified(t)
			sale := l.sell([]billing.Tender{link(3500)}, "gloves")
			l.tend()
			l.tend()
			l.provider.Pay(3500, "EUR")
			id := arrives(l, p, sale.Invoice.Number)
			_, err := l.TendLinks(ctx) // at once: its five minutes are not over
			l.must(err)
			l.once(sale.Invoice.ID)
			if id != 0 && p.mail(id).State != sqlite.MailDone {
				t.Errorf("the mail stays: %s", p.mail(id).State)
			}
			l.tend()
			l.once(sale.Invoice.ID)
		})
	}
}

func TestAMailWaitsForItsLinkWhileTheProviderDoesNotAnswerAndADayAtMost(t *testing.T) {
	for name, answers := range map[string]bool{"it answers again": true, "it never does": false} {
		t.Run(name, func(t *testing.T) {
			l := newLinked(t, "mollie")
			server := mailtest.StartFaulty(t)
			l.sendsBy(server.Port)
			for range 60 {
				l.provider.Fail(429)
			}
			_, err := l.sellsByMail(l.family.ID, desk.Checkout{})
			l.must(err)
			_, err = l.TendLinks(ctx)
			l.must(err)
			l.sends(sqlite.MailWaiting)
			if answers {
				l.provider.Forget()
				l.tend()
				l.sends(sqlite.MailSent)
				return
			}
			for range 11 {
				l.tend()
			}
			l.sends(sqlite.MailWaiting)
			l.wait(3 * time.Hour)
			l.sends(sqlite.MailSent)
		})
	}
}

func TestACartIsAskedForAgainOnceAPersonTookWhatCameUnlessThatCoversIt(t *testing.T) {
	for name, test := range map[string]struct {
		cents money.Cents
		links int
	}{"too little": {3000, 2}, "too much": {4000, 1}} {
		t.Run(name, func(t *testing.T) {
			l := newLinked(t, "mollie")
			cart := l.kept("gloves")
			l.tend()
			l.provider.Pay(test.cents, "EUR")
			l.tend()
			if !l.now(cart.ID).Link.Received {
				t.Fatal("nobody is told that money waits")
			}
			_, err := l.SettleLinkPayment(ctx, l.req(), l.toCheck()[0].ID, desk.LinkPaymentFate{Take: true})
			l.must(err)
			if now := l.now(cart.ID); now.Link.Received || now.Credit != test.cents {
				t.Errorf("a person took it, and it is said to wait: %+v, credit %d", now.Link, now.Credit)
			}
			_, err = l.KeepCart(ctx, l.req(), cart.ID, desk.KeepCart{Awaits: billing.AwaitsLink})
			l.must(err)
			l.tend()
			if got := l.provider.Links(); got != test.links {
				t.Errorf("%d links", got)
			}
			l.proved()
		})
	}
}
