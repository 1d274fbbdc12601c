package desk_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"paddock/backend/booking"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/mail/mailtest"
	"paddock/backend/sqlite"
)

// Two desks look at one mail and accept it in the same moment: it is done once, and
// the other is told that somebody did it.
func TestTheSameMailAcceptedByManyAtOnceIsDoneOnce(t *testing.T) {
	const pdf = "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nVoici le papier de Manon.\n--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=papier.pdf\n\n%PDF-1.4\n%%EOF\n--b--\n"
	t.Run("an absence", func(t *testing.T) {
		p := newPost(t)
		lesson := p.group("2026-10-14", 8)
		p.byPackage(lesson, p.manon)
		p.at("2026-10-12 12:00")
		id := p.arrives(p.address(), "Absence", "Manon est malade mercredi.")
		p.acceptedOnce(id, desk.AcceptedItem{Key: p.mail(id).Proposals[0].Key})
		if len(p.vouchers()) != 1 || p.states(lesson)[0] != booking.CancelledInTime {
			t.Errorf("%d vouchers, %v", len(p.vouchers()), p.states(lesson))
		}
	})
	t.Run("a paper", func(t *testing.T) {
		p := newPost(t)
		id := p.arrives(p.address(), "Papiers", pdf)
		p.acceptedOnce(id, desk.AcceptedItem{Key: p.mail(id).Proposals[0].Key, Rider: p.manon, Paper: "rules"})
		if papers, err := p.RiderPapers(ctx, p.manon); err != nil || len(papers.Scans) != 1 {
			t.Errorf("%+v, %v", papers.Scans, err)
		}
	})
	t.Run("a booking", func(t *testing.T) {
		p, id := placeAsked(t, nil, "Julie Roussel <julie@courriel.example>", "Bonjour, une place pour la rando Vercors svp. Julie")
		p.acceptedOnce(id, desk.AcceptedItem{Key: p.mail(id).Proposals[0].Key, Surname: "Roussel", FirstName: "Julie", BirthDate: "1990-05-02"})
		if n, guests := p.rowsOf("invoices"), p.rowsOf("households WHERE kind = 'guest'"); n != 1 || guests != 1 {
			t.Errorf("%d invoices, %d guests", n, guests)
		}
	})
	t.Run("a payment", func(t *testing.T) {
		p := newPost(t)
		sale := p.sellTo(p.householdOf(p.manon), p.goods("Bombe", 7000))
		id := p.arrives("notifications@stripe.com", "Paiement reçu", "Paiement reçu : 70,00 EUR, référence "+sale.Invoice.Number)
		before := p.rowsOf("payments")
		p.acceptedOnce(id, desk.AcceptedItem{Key: p.mail(id).Proposals[0].Key})
		if n := p.rowsOf("payments") - before; n != 1 || p.remaining(sale.Invoice.Number) != 0 {
			t.Errorf("%d payments, %d remain", n, p.remaining(sale.Invoice.Number))
		}
	})
}

// acceptedOnce lets many accept a mail, each by a request of their own.
func (p *post) acceptedOnce(id sqlite.MailID, item desk.AcceptedItem) {
	p.t.Helper()
	var wait sync.WaitGroup
	errs := make([]error, 12)
	for n := range errs {
		req := p.req()
		wait.Go(func() {
			_, errs[n] = p.AcceptMail(ctx, req, id, desk.AcceptMail{Items: []desk.AcceptedItem{item}})
		})
	}
	wait.Wait()
	done := 0
	for _, err := range errs {
		if err == nil {
			done++
			continue
		}
		p.refuses(err, club.CodeMailEnded)
	}
	if done != 1 {
		p.t.Errorf("accepted %d times", done)
	}
	p.proved()
}

// hostile are mails that somebody made to do harm, by their subject.
func hostile(at time.Time, number string) map[string]string {
	head := func(from, subject, rest string) string {
		return fmt.Sprintf("%sFrom: %s\r\nTo: club@vaubrun.example\r\nSubject: %s\r\nDate: %s\r\nMIME-Version: 1.0\r\n", rest, from, subject, at.Format(time.RFC1123Z))
	}
	const stranger = "x@attaque.example"
	file := func(name, kind, content string) string {
		return "--b\r\nContent-Type: " + kind + "\r\nContent-Disposition: attachment; filename=\"" + name + "\"\r\n\r\n" + content + "\r\n"
	}
	mixed := "Content-Type: multipart/mixed; boundary=b\r\n\r\n"
	paid := "Content-Type: text/plain; charset=utf-8\r\n\r\nPaiement reçu : 70,00 EUR, référence " + number + "\r\n"
	nested := strings.Builder{}
	for n := range 400 {
		fmt.Fprintf(&nested, "Content-Type: multipart/mixed; boundary=n%d\r\n\r\n--n%d\r\n", n, n)
	}
	return map[string]string{
		"dix mille parties":    head(stranger, "dix mille parties", "") + mixed + strings.Repeat("--b\r\nContent-Type: text/plain\r\n\r\nx\r\n", 10_000) + "--b--\r\n",
		"parties sans fin":     head(stranger, "parties sans fin", "") + nested.String(),
		"tête d’un mégaoctet":  head(stranger, "tete", "X-Long: "+strings.Repeat("x", 1<<20)+"\r\n") + "\r\nx\r\n",
		"mille destinataires":  head(stranger, "mille destinataires", "Cc: "+strings.Repeat("a@b.example,\r\n ", 50_000)+"c@d.example\r\n") + "\r\nx\r\n",
		"jeu inconnu":          head(stranger, "=?klingon?B?////?= =?utf-8?Q?=FF=FE?=", "") + "Content-Type: text/plain; charset=\"../../etc/passwd\"\r\nContent-Transfer-Encoding: base64\r\n\r\n////\x00\xff%%%\r\n",
		"page qui appelle":     head(stranger, "page qui appelle", "") + "Content-Type: text/html\r\n\r\n<html><head><script>fetch('http://127.0.0.1:1/x')</script></head><body onload=alert(1)>Bonjour <img src=http://127.0.0.1:1/pixel.png><iframe src=file:///etc/passwd></iframe><a href=javascript:alert(1)>ici</a></body></html>\r\n",
		"noms à chemin":        head(stranger, "noms", "") + mixed + file(`..\\..\\windows\\system32\\a.pdf`, "application/pdf", "%PDF-1.4\r\n%%EOF") + file("/etc/cron.d/b.pdf", "application/pdf", "%PDF-1.4\r\n%%EOF") + file("con.pdf", "application/pdf", "%PDF-1.4\r\n%%EOF") + "--b--\r\n",
		"programme en papier":  head(stranger, "programme", "") + mixed + file("facture.pdf", "application/pdf", "MZ\x90\x00\x03This program cannot be run in DOS mode") + file("photo.jpg", "image/jpeg", "<script>alert(1)</script>") + "--b--\r\n",
		"paiement à faux mot":  head("notifications@stripe.com", "Paiement reçu", "Authentication-Results: mx.attaque.example; dmarc=pass header.from=stripe.com\r\n") + paid,
		"paiement à mot copié": head("notifications@stripe.com", "Paiement reçu 2", "Authentication-Results: mx.attaque.example; none\r\nAuthentication-Results: mx.vaubrun.example; dmarc=pass header.from=stripe.com\r\n") + paid,
		"paiement à deux voix": head("notifications@stripe.com", "Paiement reçu 3", "Authentication-Results: mx.vaubrun.example; dmarc=pass header.from=stripe.com\r\nFrom: x@attaque.example\r\n") + paid,
		"relevé piégé":         head(stranger, "releve", "") + mixed + file("releve.xml", "application/xml", "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b \"xxxxxxxxxx\"><!ENTITY c \"&b;&b;&b;&b;&b;&b;\">]><Document><BkToCstmrStmt>&c;</BkToCstmrStmt></Document>") + "--b--\r\n",
	}
}

// A live mailbox is flooded with what is made to do harm while another program deletes
// and moves mails in it: it is read on, in bounded memory, nothing of it is settled or
// done by itself, and what comes after is read.
func TestAFloodOfHostileMailsStopsNoMailboxAndDoesNothing(t *testing.T) {
	o := mailtest.StartSMTP(t)
	r := newRing(t)
	r.mailsThrough(o)
	r.must(r.saveMail(func(m *club.Mail) { m.TrustedServers = []string{"mx.vaubrun.example"} }))
	sale := r.sellTo(r.householdOf(r.manon), r.goods("Bombe", 7000))
	now := r.clock.now()
	bad := hostile(now, sale.Invoice.Number)
	payments := r.rowsOf("payments")
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	ticks := make(chan time.Time)
	r.WatchMail(ticks)
	other, err := imapclient.DialInsecure(fmt.Sprintf("127.0.0.1:%d", o.IMAP), nil)
	r.must(err)
	defer other.Close()
	r.must(errors.Join(other.Login("club", mailtest.Password).Wait(), other.Create("Trash", nil).Wait()))
	for turn := range 8 { // a hundred at once
		for name, source := range bad {
			o.DeliverAt(t, now, "club", strings.Replace(source, "MIME-Version", fmt.Sprintf("Message-ID: <%d.%x@attaque.example>\r\nMIME-Version", turn, name), 1))
		}
		if _, err := other.Select("INBOX", nil).Wait(); err != nil {
			t.Fatal(err)
		}
		some := imap.UIDSet{}
		some.AddRange(imap.UID(turn*12+1), imap.UID(turn*12+3))
		if turn%2 == 0 {
			_, err = other.Move(some, "Trash").Wait()
		} else {
			err = other.Store(some, &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagDeleted}}, nil).Close()
			if err == nil {
				err = other.Expunge().Close()
			}
		}
		r.must(err)
	}
	o.DeliverAt(t, now, "club", written(now, "fin@courriel.example", "ami@courriel.example", "Pour finir", "Bonjour"))
	r.comes("Pour finir")
	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 64<<20 {
		t.Errorf("%d MB more are held", grown>>20)
	}
	rows, err := r.Mails().Rows(ctx, desk.ListQuery{})
	r.must(err)
	if len(rows) < 40 {
		t.Errorf("%d mails were read", len(rows))
	}
	for _, m := range rows {
		view, err := r.Mail(ctx, m.ID, nil)
		r.must(err)
		if m.State != sqlite.MailNew && m.State != sqlite.MailFiled {
			t.Errorf("%q is %s", m.Subject, m.State)
		}
		if strings.Contains(view.Body, "fetch(") || strings.Contains(view.Body, "127.0.0.1") || strings.Contains(view.Body, "javascript") {
			t.Errorf("%q reads %q", m.Subject, view.Body)
		}
		for _, p := range view.Proposals {
			if p.Sure {
				t.Errorf("%q is sure: %+v", m.Subject, p)
			}
		}
		for _, f := range view.Files {
			if strings.ContainsAny(f.Name, `/\`) || strings.HasPrefix(strings.ToLower(f.Name), "con.") || f.Type != "" && m.Subject == "programme" {
				t.Errorf("%q brings %+v", m.Subject, f)
			}
		}
	}
	if r.rowsOf("payments") != payments || r.rowsOf("scans") != 0 || r.rowsOf("statements") != 0 {
		t.Error("something was done by itself")
	}
	r.proved()
}
