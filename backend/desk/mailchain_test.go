package desk_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"paddock/backend/booking"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/mail"
	"paddock/backend/mail/mailtest"
	"paddock/backend/sqlite"
)

// mailsThrough lets the club send and read by real servers.
func (h *house) mailsThrough(o *mailtest.Outgoing) {
	h.t.Helper()
	h.must(h.Close())
	options := h.options()
	options.Roots = o.Roots
	opened, err := desk.Open(ctx, options)
	h.must(err)
	h.t.Cleanup(func() { opened.Close() })
	h.Desk = opened
	h.must(h.saveMail(func(m *club.Mail) {
		m.Sending, m.Sender, m.SMTPHost, m.SMTPPort, m.SMTPUser = true, "club@vaubrun.example", "127.0.0.1", o.SMTPS, mailtest.User
		m.Watching, m.IMAPHost, m.IMAPPort, m.IMAPUser = true, "127.0.0.1", o.IMAPS, "club"
	}))
	for _, half := range []string{desk.MailOut, desk.MailIn} {
		_, err := h.KeepMailPassword(ctx, h.req(), desk.MailPassword{Half: half, Password: mailtest.Password})
		h.must(err)
		_, err = h.CheckMail(ctx, h.req(), desk.MailHalf{Half: half})
		h.must(err)
	}
}

// comes waits until a mail of this subject was read.
func (h *house) comes(subject string) sqlite.ReceivedMail {
	h.t.Helper()
	for until := time.Now().Add(20 * time.Second); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
		rows, err := h.Mails().Rows(ctx, desk.ListQuery{})
		h.must(err)
		for _, m := range rows {
			if m.Subject == subject {
				return m
			}
		}
	}
	h.t.Fatalf("%q was not read", subject)
	return sqlite.ReceivedMail{}
}

// written is a mail as a family's program makes it.
func written(at time.Time, id, from, subject, text string) string {
	return fmt.Sprintf("From: %s\r\nTo: club@vaubrun.example\r\nSubject: %s\r\nMessage-ID: <%s>\r\nDate: %s\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n%s\r\n",
		from, subject, id, at.Format(time.RFC1123Z), text)
}

// The whole way (issue 6, section 6): it lies in the watched folder, is tied to rider
// and lesson, one verb gives the place up and makes the voucher, and the answer stands
// under it in the mailbox it came from, with its copy in Sent.
func TestAMailThatSomebodyIsIllTomorrowIsAnsweredWhereItCameFrom(t *testing.T) {
	o := mailtest.StartSMTP(t)
	r := newRing(t)
	r.mailsThrough(o)
	home := household("Martin", "Léa")
	home.Contacts[0].Email = "sophie@courriel.example"
	family, err := r.SaveHousehold(ctx, r.req(), desk.SaveHousehold{Household: home})
	r.must(err)
	lesson := r.group("2026-10-13", 8)
	r.byPackage(lesson, family.Riders[0].ID)
	r.at("2026-10-12 12:00")
	ticks := make(chan time.Time)
	r.WatchMail(ticks)
	r.KeepSending(ticks)
	o.DeliverAt(t, r.clock.now(), "club", written(r.clock.now(), "demain-1@courriel.example", "Sophie Martin <sophie@courriel.example>", "Demain", "Bonjour,\n\nLéa est malade demain.\n\nSophie"))

	id := r.comes("Demain").ID
	view, err := r.Mail(ctx, id, nil)
	r.must(err)
	if view.Family != "Martin" || len(view.Proposals) != 1 || !view.Proposals[0].Sure || view.Proposals[0].Day != "2026-10-13" ||
		view.Proposals[0].Consequence.Outcome != booking.MakesVoucher || view.Answer.Address != "sophie@courriel.example" {
		t.Fatalf("%+v", view)
	}
	answer := view.Answer.Begins + "\n\n" + view.Proposals[0].Says + "\n\n" + view.Answer.Ends
	_, err = r.AcceptMail(ctx, r.req(), id, desk.AcceptMail{Items: []desk.AcceptedItem{{Key: view.Proposals[0].Key}}, Answer: answer})
	r.must(err)
	if given := r.vouchers(); len(given) != 1 || given[0].ValidThrough != "2026-11-13" || r.states(lesson)[0] != booking.CancelledInTime {
		t.Errorf("%+v, %v", given, r.states(lesson))
	}
	if rows, err := r.Outbox().Rows(ctx, desk.ListQuery{}); err != nil || len(rows) == 0 || rows[0].Address != "sophie@courriel.example" {
		t.Errorf("the outbox: %+v, %v", rows, err)
	}
	for range 2 { // whichever of the two waits for it
		ticks <- r.clock.now()
	}
	arrived := strings.ReplaceAll(o.Received(t, "sophie", 1)[0], "\r\n", "\n")
	for _, header := range []string{"In-Reply-To: <demain-1@courriel.example>", "References: <demain-1@courriel.example>", "Subject: Re: Demain"} {
		if !strings.Contains(arrived, "\n"+header+"\n") {
			t.Errorf("without %q:\n%s", header, arrived)
		}
	}
	if text := mail.Parse(mail.Raw{Body: []byte(arrived)}, nil).Text; !strings.Contains(text, "Bonjour Sophie,") || !strings.Contains(text, "bon de récupération") {
		t.Errorf("it says %q", text)
	}
	if _, err := os.Stat(filepath.Join(o.Dir, "mail", "famille")); err == nil {
		t.Error("the household's own address was written to")
	}
	_, err = r.SendMails(ctx, r.req()) // after the sending that still copies
	r.must(err)
	sent := mail.Account{Server: mail.Server{Host: "127.0.0.1", Port: o.IMAPS, Security: club.TLS, User: "club", Password: mailtest.Password, Roots: o.Roots}, Folder: "Sent"}
	if n, err := mail.Check(ctx, sent); err != nil || n != 1 {
		t.Errorf("%d copies in Sent, %v", n, err)
	}
	r.refuses(r.undoes(), club.CodeUndoUsed) // it was answered
	r.proved()
}

func TestAnAnswerGoesToNoAddressThatIsNotTheFamilys(t *testing.T) {
	p := newPost(t)
	home := p.address()
	for from, headers := range map[string]string{"Mamie <mamie@ailleurs.example>": "", "Nathalie <" + home + ">": "Reply-To: voleur@ailleurs.example\r\n"} {
		id := p.arrives(from, "Manon", "Manon va bien.", headers)
		_, err := p.TieMail(ctx, p.req(), id, desk.TieMail{Household: p.householdOf(p.manon)})
		p.must(err)
		if got := p.mail(id).Answer.Address; got != home {
			t.Errorf("a mail from %s is answered to %s", from, got)
		}
	}
}

// One mail that cannot be read, understood or stored keeps none of its batch from
// being read (R16): it is there as one that could not be read.
func TestOneBadMailDoesNotBlockItsBatch(t *testing.T) {
	p := newPost(t)
	p.behindItsBack("CREATE TRIGGER full BEFORE INSERT ON mails WHEN new.subject = 'bombe' BEGIN SELECT RAISE(ABORT, 'cannot be stored'); END")
	p.keeper = p.MailKeeper(mail.Account{Server: mail.Server{Host: "mail.example", User: "accueil@vaubrun.example"}})
	now := p.clock.now()
	var batch []mail.Raw
	for i, source := range []string{
		"From: a@b.example\r\nSubject: bombe\r\n\r\nx\r\n",
		"From: a@b.example\r\nSubject: premier\r\n\r\nBonjour\r\n",
		"", "\x00\x00\x00", "\r\n\r\n", "no header at all", "From: a@b.example\r\nSubject: \xff\xfe\x00\r\n\r\n\x00\xff",
		"Subject: sans fin\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n",
		"Subject: base64\r\nContent-Transfer-Encoding: base64\r\n\r\n%%%%",
		"Subject: encodage\r\nContent-Type: text/plain; charset=klingon\r\nContent-Transfer-Encoding: x-unheard\r\n\r\nqapla\r\n",
		"Subject: futur\r\nDate: Fri, 31 Dec 99999 23:59:59 +9999\r\n\r\nx\r\n",
		"Subject: long\r\nX-Long: " + strings.Repeat("x", 300<<10) + "\r\n\r\nx\r\n",
		"Subject: deep\r\nContent-Type: multipart/mixed; boundary=\"" + strings.Repeat("a", 70) + "\"\r\n\r\n" + strings.Repeat("--"+strings.Repeat("a", 70)+"\r\n\r\n", 500),
		"From: a@b.example\r\nSubject: dernier\r\n\r\nBonjour\r\n",
	} {
		batch = append(batch, mail.Raw{UID: uint32(i + 1), Bytes: int64(len(source)), Arrived: now, Body: []byte(source)})
	}
	at := mail.Position{Validity: 1, UID: 91}
	for range 2 { // again under other numbers: none is there twice
		p.must(p.keeper.Keep(ctx, batch, at))
		at.Validity++
	}
	rows, err := p.Mails().Rows(ctx, desk.ListQuery{})
	p.must(err)
	unread, subjects := 0, map[string]bool{}
	for _, m := range rows {
		subjects[m.Subject] = true
		if m.Facts.Unreadable {
			unread++
		}
		p.mail(m.ID)
	}
	if len(rows) != len(batch) || unread < 3 || !subjects["premier"] || !subjects["dernier"] || subjects["bombe"] {
		t.Errorf("%d of %d mails, %d unread: %v", len(rows), len(batch), unread, subjects)
	}
	if was, err := p.keeper.Position(ctx); err != nil || was.UID != 91 {
		t.Errorf("it stands at %+v, %v", was, err)
	}
}

// What cannot be booked is not believed, and waits for a person like any other mail.
func TestANoticeThatCannotBeBookedWaitsForAPerson(t *testing.T) {
	p := newPost(t)
	p.trusts("mx.vaubrun.example")
	sale := p.sellTo(p.householdOf(p.manon), p.goods("Bombe", 7000))
	p.behindItsBack("CREATE TRIGGER broken BEFORE INSERT ON payments BEGIN SELECT RAISE(ABORT, 'cannot be booked'); END")
	p.keeper = p.MailKeeper(mail.Account{Server: mail.Server{Host: "mail.example", User: "accueil@vaubrun.example"}})
	id := p.arrives("notifications@stripe.com", "Paiement reçu", "Paiement reçu : 70,00 EUR, référence "+sale.Invoice.Number,
		"Authentication-Results: mx.vaubrun.example; dmarc=pass header.from=stripe.com\r\n")
	if view := p.mail(id); view.State != sqlite.MailNew || len(view.Proposals) != 1 || !view.Proposals[0].Sure || p.remaining(sale.Invoice.Number) != 7000 {
		t.Errorf("%s, %+v", view.State, view.Proposals)
	}
}
