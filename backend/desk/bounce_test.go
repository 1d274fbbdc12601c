package desk_test

import (
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/locale"
	"paddock/backend/mail"
	"paddock/backend/mail/mailtest"
	"paddock/backend/sqlite"
)

// gone is a family whose address gives mails back, with an invoice.
func (h *house) gone() (club.Household, billing.InvoiceID) {
	h.t.Helper()
	home := household("Delcourt", "Manon")
	home.Email = "gone@delcourt.example"
	view, err := h.SaveHousehold(ctx, h.req(), desk.SaveHousehold{Household: home})
	h.must(err)
	return view.Household, h.sellTo(view.ID, h.goods("Casque", 40_00)).Invoice.ID
}

// reads takes mails in as the mailbox would bring them.
func (h *house) reads(mails ...string) {
	h.t.Helper()
	raws := []mail.Raw{}
	for _, source := range mails {
		body := strings.ReplaceAll(source, "\n", "\r\n")
		raws = append(raws, mail.Raw{UID: uint32(h.keys.Add(1)), Bytes: int64(len(body)), Arrived: h.clock.now(), Body: []byte(body)})
	}
	account := mail.Account{Server: mail.Server{Host: "127.0.0.1", Port: 143, User: "club"}, Folder: "INBOX"}
	h.must(h.MailKeeper(account).Keep(ctx, raws, mail.Position{Validity: 1, UID: raws[len(raws)-1].UID}))
}

// dsn is a report that a mail under a Message-ID did not arrive.
func dsn(id, says string) string {
	return fmt.Sprintf(`From: mailer-daemon@mx.example
To: club@vaubrun.example
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

It did not arrive.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; gone@delcourt.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; %s

--b
Content-Type: message/rfc822

Message-ID: <%s>

--b--
`, says, id)
}

// sentAs is the Message-ID of the one mail that left.
func (h *house) sentAs() (id string) {
	h.t.Helper()
	h.ask("SELECT message_id FROM outgoing WHERE state <> 'waiting'", func(row *sql.Rows) error { return row.Scan(&id) })
	return id
}

// The whole way: Exim takes the mail, cannot deliver it and gives it back; Dovecot
// holds the report, which marks mail, family and to-do.
func TestAMailThatComesBackMarksItsFamilysAddress(t *testing.T) {
	o := mailtest.StartSMTP(t)
	h := openClub(t)
	h.mailsThrough(o)
	home, invoice := h.gone()
	h.mailsOut(invoice)
	h.sends(sqlite.MailSent)
	h.WatchMail(make(chan time.Time))
	var m sqlite.OutboxMail
	for until := time.Now().Add(20 * time.Second); m.State != sqlite.MailBounced; time.Sleep(20 * time.Millisecond) {
		if m = h.only(); time.Now().After(until) {
			log, _ := os.ReadFile(filepath.Join(o.Dir, "exim", "mainlog"))
			t.Fatalf("%+v; %q; %s", m, o.Files(t, "club"), log)
		}
	}
	view, err := h.Household(ctx, home.ID)
	h.must(err)
	today, err := h.Today(ctx)
	h.must(err)
	if len(view.Failing) != 1 || view.Failing[0].Address != "gone@delcourt.example" || !strings.Contains(view.Failing[0].Says, "nobody of this name any more") || len(today.Failing) != 1 || today.Mails != 0 {
		t.Errorf("%+v, %+v, %d to decide", view.Failing, today.Failing, today.Mails)
	}
	rows, err := h.Mails().Rows(ctx, desk.ListQuery{})
	h.must(err)
	if len(rows) != 1 || rows[0].Household != home.ID || rows[0].State != sqlite.MailFiled {
		t.Errorf("%+v", rows)
	}
}

// What a server says at once of an address counts as what comes back later; what it
// says of a mail does not.
func TestAnAddressRefusedAtSendingIsMarkedAsOneThatGaveAMailBack(t *testing.T) {
	h, server := openClub(t), mailtest.StartFaulty(t)
	h.sendsBy(server.Port)
	home, invoice := h.gone()
	server.Goes("RCPT 550 5.7.1 not from you")
	h.mailsOut(invoice)
	m := h.sends(sqlite.MailFailed)
	view, err := h.Household(ctx, home.ID)
	h.must(err)
	if len(view.Failing) != 0 {
		t.Errorf("a refusal of the mail marks the address: %+v", view.Failing)
	}
	server.Goes("RCPT 550 5.1.1 no such user")
	h.must(h.decides(m, "again"))
	if m = h.sends(sqlite.MailBounced); m.Fault != "noAddressee" || !locale.Has("outbox.fault."+m.Fault) {
		t.Errorf("%+v", m)
	}
	view, err = h.Household(ctx, home.ID)
	h.must(err)
	today, err := h.Today(ctx)
	h.must(err)
	if len(view.Failing) != 1 || view.Failing[0].Says != "550 5.1.1 no such user" || len(today.Failing) != 1 || today.Mails != 0 {
		t.Errorf("%+v, %+v, %d to decide", view.Failing, today.Failing, today.Mails)
	}
	home.Email = "famille@delcourt.example"
	_, err = h.SaveHousehold(ctx, h.req(), desk.SaveHousehold{Household: home})
	h.must(err)
	server.Goes("")
	h.must(h.decides(m, "again"))
	if again := h.sends(sqlite.MailSent); again.Address != "famille@delcourt.example" {
		t.Errorf("%+v", again)
	}
	h.proved()
}

func TestAnAddressThatFailsIsMendedByAnotherOneOrByADecision(t *testing.T) {
	for name, mend := range map[string]func(*house, club.Household, sqlite.OutboxMail){
		"another address": func(h *house, home club.Household, m sqlite.OutboxMail) {
			home.Email = "famille@delcourt.example"
			_, err := h.SaveHousehold(ctx, h.req(), desk.SaveHousehold{Household: home})
			h.must(err)
			h.must(h.decides(m, "again"))
			if again := h.sends(sqlite.MailSent); again.Address != "famille@delcourt.example" {
				h.t.Errorf("%+v", again)
			}
		},
		"the mail is let go": func(h *house, _ club.Household, m sqlite.OutboxMail) { h.must(h.decides(m, "drop")) },
	} {
		t.Run(name, func(t *testing.T) {
			h, server := openClub(t), mailtest.StartFaulty(t)
			h.sendsBy(server.Port)
			home, invoice := h.gone()
			h.mailsOut(invoice)
			h.sends(sqlite.MailSent)
			h.reads(dsn(h.sentAs(), "550 5.1.1 no such user"))
			m := h.only()
			if m.State != sqlite.MailBounced || m.Says != "550 5.1.1 no such user" {
				t.Fatalf("%+v", m)
			}
			mend(h, home, m)
			view, err := h.Household(ctx, home.ID)
			h.must(err)
			if today, err := h.Today(ctx); err != nil || len(view.Failing)+len(today.Failing)+today.Mails != 0 {
				t.Errorf("%+v, %+v, %d, %v", view.Failing, today.Failing, today.Mails, err)
			}
			h.proved()
		})
	}
}

// Anybody can write a report; one that names no mail of ours, or only words, is a mail
// as any other.
func TestAForgedReportDoesNothing(t *testing.T) {
	h, server := openClub(t), mailtest.StartFaulty(t)
	h.sendsBy(server.Port)
	_, invoice := h.gone()
	h.mailsOut(invoice)
	h.sends(sqlite.MailSent)
	id := h.sentAs()
	h.reads(dsn("paddock.000000000000000000000000@vaubrun.example", "550 no"), dsn("", "550 no"), dsn("%", "550 no"),
		strings.Replace(dsn(id, "550 no"), "multipart/report; report-type=delivery-status", "multipart/mixed", 1),
		"From: mailer-daemon@mx.example\nSubject: failure\n\nYour mail <"+id+"> to gone@delcourt.example failed: 550 no\n")
	if m := h.only(); m.State != sqlite.MailSent {
		t.Errorf("%+v", m)
	}
	rows, err := h.Mails().Rows(ctx, desk.ListQuery{})
	h.must(err)
	for _, m := range rows {
		if m.State != sqlite.MailNew {
			t.Errorf("%+v", m)
		}
	}
}

// The same report twice, or after somebody decided, changes nothing any more; and no
// reminder goes by itself to an address that fails.
func TestAReportCountsOnceAndNothingMoreGoesThereByItself(t *testing.T) {
	r, server := newRing(t), mailtest.StartFaulty(t)
	r.notifies(server.Port, tomorrow)
	invoice := r.sellTo(r.family.ID, r.goods("Casque", 40_00)).Invoice.ID
	r.booked(r.group(wednesday, 8), r.manon)
	r.mailsOut(invoice)
	r.sends(sqlite.MailSent)
	report := dsn(r.sentAs(), "550 no")
	r.reads(report)
	r.reads(report, report+"\n")
	r.clock.set(t, "2026-10-13 17:00")
	r.tells(club.NoticeLesson, 0)
	m := r.only()
	r.must(r.decides(m, "drop"))
	r.reads(report + "\n\n")
	if m = r.only(); m.State != sqlite.MailDropped {
		t.Errorf("%+v", m)
	}
	r.tells(club.NoticeLesson, 1)
	r.proved()
}
