package desk_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/mail"
	"paddock/backend/mail/mailtest"
	"paddock/backend/sqlite"
)

// sendsBy lets the club send by a server in clear on this computer.
func (h *house) sendsBy(port int) {
	h.t.Helper()
	h.must(h.saveMail(func(m *club.Mail) {
		m.Sending, m.Sender, m.SMTPHost, m.SMTPPort, m.SMTPSecurity, m.CopySent = true, "club@vaubrun.example", "127.0.0.1", port, club.InClear, false
	}))
}

// owes is an invoice on account, of a family with an address.
func (h *house) owes(name string) billing.InvoiceID {
	h.t.Helper()
	return h.sellTo(h.join(name).ID, h.goods("Casque "+name, 40_00)).Invoice.ID
}

func (h *house) mailsOut(ids ...billing.InvoiceID) {
	h.t.Helper()
	_, err := h.MailInvoices(ctx, h.req(), desk.MailInvoices{Invoices: ids})
	h.must(err)
}

// only is the one mail of the outbox.
func (h *house) only() sqlite.OutboxMail {
	h.t.Helper()
	rows, err := h.Outbox().Rows(ctx, desk.ListQuery{})
	h.must(err)
	if len(rows) != 1 {
		h.t.Fatalf("%d mails: %+v", len(rows), rows)
	}
	return rows[0]
}

// sends tries what waits, and wants the one mail in a state.
func (h *house) sends(want sqlite.MailState) sqlite.OutboxMail {
	h.t.Helper()
	_, _ = h.SendMails(ctx, h.req())
	m := h.only()
	if m.State != want {
		h.t.Fatalf("%s, want %s: %+v", m.State, want, m)
	}
	return m
}

func (h *house) decides(m sqlite.OutboxMail, as string) error {
	_, err := h.DecideMail(ctx, h.req(), desk.DecideMail{Message: m.ID, State: m.State, As: as})
	return err
}

func TestAMailIsSentOnceWhateverGoesWrong(t *testing.T) {
	for how, want := range map[string]sqlite.MailState{
		"":                            sqlite.MailSent,
		"RCPT 550 5.7.1 not now":      sqlite.MailFailed,
		"RCPT 550 5.1.1 no such user": sqlite.MailBounced,
		"RCPT 451 not now":            sqlite.MailWaiting,
		"drop":                        sqlite.MailPerhaps, // its last byte was
	} {
		t.Run("after "+how, func(t *testing.T) {
			h, server := openClub(t), mailtest.StartFaulty(t)
			h.sendsBy(server.Port)
			h.mailsOut(h.owes("Delcourt"))
			server.Goes(how)
			m := h.sends(want)
			taken := server.Taken()
			server.Goes("")
			h.sends(want) // not before its time, and never by itself after perhaps or no
			if server.Taken() != taken {
				t.Errorf("%s was sent again", want)
			}
			h.wait(2 * time.Minute)
			switch want {
			case sqlite.MailWaiting:
				if m.Attempts != 1 || m.Next.IsZero() {
					t.Errorf("%+v", m)
				}
				h.sends(sqlite.MailSent)
			case sqlite.MailPerhaps:
				h.sends(sqlite.MailPerhaps)
				h.must(h.decides(m, "again"))
				h.refuses(h.decides(m, "arrived"), club.CodeMailDecided)
				h.sends(sqlite.MailSent)
				if server.Taken() != 2 {
					t.Errorf("%d handed over", server.Taken())
				}
			case sqlite.MailFailed, sqlite.MailBounced:
				h.must(h.decides(m, "drop"))
				h.sends(sqlite.MailDropped)
			}
			h.proved()
		})
	}
}

// A line that is cut in the middle of a mail may be noticed before the last byte was
// said or after it: the system sends what it has room for. Neither is taken for sent.
func TestAMailThatIsCutInTheMiddleIsNeverTakenForSent(t *testing.T) {
	h, server := openClub(t), mailtest.StartFaulty(t)
	h.sendsBy(server.Port)
	h.mailsOut(h.owes("Delcourt"))
	server.Goes("cut")
	_, _ = h.SendMails(ctx, h.req())
	m := h.only()
	switch m.State {
	case sqlite.MailWaiting:
		if m.Attempts != 1 || m.Next.IsZero() {
			t.Errorf("%+v", m)
		}
	case sqlite.MailPerhaps: // a person decides
	default:
		t.Fatalf("%+v", m)
	}
	server.Goes("")
	h.wait(2 * time.Minute)
	if m.State == sqlite.MailPerhaps {
		h.sends(sqlite.MailPerhaps)
		h.must(h.decides(m, "again"))
	}
	h.sends(sqlite.MailSent)
	if server.Taken() != 1 {
		t.Errorf("%d handed over", server.Taken())
	}
}

func TestWhatWaitedInABackupIsNotSentAgainByItselfOnceItIsRestored(t *testing.T) {
	h, server := openClub(t), mailtest.StartFaulty(t)
	h.sendsBy(server.Port)
	h.mailsOut(h.owes("Delcourt"))
	backup := filepath.Join(t.TempDir(), "club.paddock")
	_, err := h.Backup(ctx, h.req(), backup)
	h.must(err)
	h.sends(sqlite.MailSent) // since
	h.must(h.Close())
	_, err = desk.Restore(ctx, h.options(), "", backup)
	h.must(err)
	h.open()
	if m := h.sends(sqlite.MailPerhaps); m.Fault != "restored" || server.Taken() != 1 {
		t.Errorf("%+v, %d handed over", m, server.Taken())
	}
	h.proved()
}

func TestNobodySendsAgainWhatPerhapsArrived(t *testing.T) {
	h, server := openClub(t), mailtest.StartFaulty(t)
	h.sendsBy(server.Port)
	h.mailsOut(h.owes("Delcourt"))
	h.behindItsBack("UPDATE outgoing SET state = 'sending'") // as a program leaves it that was killed
	m := h.sends(sqlite.MailPerhaps)
	today, err := h.Today(ctx)
	h.must(err)
	if today.Mails != 1 || m.Fault != "ended" || server.Taken() != 0 {
		t.Errorf("%d to decide, %+v", today.Mails, m)
	}
	h.must(h.decides(m, "arrived"))
	h.sends(sqlite.MailSent)
	if server.Taken() != 0 {
		t.Error("it was sent")
	}
}

func TestAServerThatIsNotThereTakesNoMailOutOfTheOutbox(t *testing.T) {
	h := openClub(t)
	h.sendsBy(mailtest.FreePort(t))
	h.mailsOut(h.owes("Delcourt"))
	_, err := h.SendMails(ctx, h.req())
	h.refuses(err, club.CodeMailRefused)
	if m := h.only(); m.State != sqlite.MailWaiting || m.Attempts != 0 {
		t.Errorf("%+v", m)
	}
	state, err := h.OutboxState(ctx)
	h.must(err)
	if state.Fault != club.CodeMailRefused || !state.Sending {
		t.Errorf("%+v", state)
	}
}

func TestNothingLeavesATraining(t *testing.T) {
	in, server := firstRun(), mailtest.StartFaulty(t)
	in.Training = true
	h := openClubAs(t, in)
	h.sendsBy(server.Port)
	h.mailsOut(h.owes("Delcourt"))
	h.sends(sqlite.MailWaiting)
	if server.Taken() != 0 {
		t.Error("a training mail left")
	}
}

func TestWithoutSendingNothingGoesByMail(t *testing.T) {
	h := openClub(t)
	id := h.owes("Delcourt")
	_, err := h.MailInvoices(ctx, h.req(), desk.MailInvoices{Invoices: []billing.InvoiceID{id}})
	h.refuses(err, club.CodeMailOff)
	h.sendsBy(mailtest.FreePort(t))
	home := household("Sans Adresse")
	home.Email = ""
	view, err := h.SaveHousehold(ctx, h.req(), desk.SaveHousehold{Household: home})
	h.must(err)
	sale := h.sellTo(view.ID, h.goods("Licol", 10_00))
	_, err = h.MailInvoices(ctx, h.req(), desk.MailInvoices{Invoices: []billing.InvoiceID{sale.Invoice.ID}})
	h.refuses(err, club.CodeMailNoAddress)
}

// The whole way: a real Exim takes the mail and delivers it into a real Dovecot, where
// it has the paper, the transfer's code and the Message-ID of its row; its copy is in
// Sent. The first copy is the original, the second a duplicate.
func TestAnInvoiceArrivesWithItsPaperAndItsCode(t *testing.T) {
	o := mailtest.StartSMTP(t)
	h := openClub(t)
	h.mailsThrough(o)
	id := h.owes("Delcourt")
	h.mailsOut(id)
	h.sends(sqlite.MailSent)
	got := mail.Parse(mail.Raw{Body: []byte(o.Received(t, "famille", 1)[0])}, nil)
	if got.From.Email != "club@vaubrun.example" || len(got.Attachments) == 0 || got.ID == "" {
		t.Errorf("%+v", got)
	}
	account := mail.Account{Server: mail.Server{Host: "127.0.0.1", Port: o.IMAPS, Security: club.TLS, User: "club", Password: mailtest.Password, Roots: o.Roots}, Folder: "Sent"}
	if n, err := mail.Check(ctx, account); err != nil || n != 1 {
		t.Errorf("%d copies in Sent, %v", n, err)
	}
	view, err := h.Document(ctx, id)
	h.must(err)
	if view.Copies != 1 || len(view.Mails) != 1 || view.Mails[0].State != sqlite.MailSent {
		t.Errorf("%d copies, %+v", view.Copies, view.Mails)
	}
	h.mailsOut(id)
	if view, err = h.Document(ctx, id); err != nil || view.Copies != 2 {
		t.Errorf("%d copies, %v", view.Copies, err)
	}
	h.proved()
}

// Whatever keeps one mail from being made is said of that mail; those behind it leave.
func TestAMailThatCannotBeMadeKeepsNoOtherWaiting(t *testing.T) {
	h, server := openClub(t), mailtest.StartFaulty(t)
	h.sendsBy(server.Port)
	broken := h.owes("Delcourt")
	h.mailsOut(broken)
	h.mailsOut(h.owes("Roux"))
	h.behindItsBack(fmt.Sprintf("DELETE FROM settlements WHERE invoice = %d", broken))
	_, err := h.SendMails(ctx, h.req())
	h.must(err)
	rows, err := h.Outbox().Rows(ctx, desk.ListQuery{})
	h.must(err)
	if len(rows) != 2 || rows[0].State != sqlite.MailFailed || rows[0].Fault == "" || rows[1].State != sqlite.MailSent {
		t.Errorf("%+v", rows)
	}
}

func TestAClubWhoseNameIsLongStillMailsItsInvoices(t *testing.T) {
	h, server := openClub(t), mailtest.StartFaulty(t)
	h.sendsBy(server.Port)
	view, err := h.SettingsView(ctx)
	h.must(err)
	view.Identity.Name = "Association sportive du poney-club municipal des Hauts de Vaubrun et de ses environs"
	_, err = h.SaveIdentity(ctx, h.req(), desk.Change[club.Identity]{Version: view.Versions.Identity, Value: view.Identity})
	h.must(err)
	h.mailsOut(h.owes("Delcourt"))
	h.sends(sqlite.MailSent)
}

// The disk is full in the moment a mail left: the next round leaves it to a person.
func TestAMailWhoseFateCouldNotBeWrittenIsLeftToAPerson(t *testing.T) {
	h, server := openClub(t), mailtest.StartFaulty(t)
	h.sendsBy(server.Port)
	h.mailsOut(h.owes("Delcourt"))
	h.behindItsBack("CREATE TRIGGER full BEFORE UPDATE OF state ON outgoing WHEN NEW.state = 'sent' BEGIN SELECT RAISE(ABORT, 'full'); END")
	if _, err := h.SendMails(ctx, h.req()); err == nil {
		t.Fatal("it was written")
	}
	h.sends(sqlite.MailPerhaps)
	if server.Taken() != 1 {
		t.Errorf("%d handed over", server.Taken())
	}
}
