package desk_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/mail"
	"paddock/backend/mail/mailtest"
	"paddock/backend/sqlite"
)

// copiesTo lets the club send by one server and keep copies in the mailbox of another,
// whose folder Sent may be read and, unless it is locked, written to.
func copiesTo(t *testing.T) (h *house, server *mailtest.Faulty, box *mailtest.Server, rights func(sent string)) {
	h, server = openClub(t), mailtest.StartFaulty(t)
	box = mailtest.Start(t, mailtest.Options{More: "mail_plugins = acl\nplugin {\n  acl = vfile:@DIR@/rights\n  acl_globals_only = yes\n}\n"})
	h.sendsBy(server.Port)
	h.must(h.saveMail(func(m *club.Mail) {
		m.CopySent, m.IMAPHost, m.IMAPPort, m.IMAPSecurity, m.IMAPUser = true, "127.0.0.1", box.IMAP, club.InClear, "club"
	}))
	_, err := h.KeepMailPassword(ctx, h.req(), desk.MailPassword{Half: desk.MailIn, Password: mailtest.Password})
	h.must(err)
	return h, server, box, func(sent string) {
		h.must(os.WriteFile(filepath.Join(box.Dir, "rights"), []byte("Sent owner "+sent+"\nINBOX owner lrwstipekxa\n"), 0o644))
	}
}

// copied is how many mails are in Sent.
func (h *house) copied(box *mailtest.Server) int {
	h.t.Helper()
	n, err := mail.Check(ctx, mail.Account{Server: mail.Server{Host: "127.0.0.1", Port: box.IMAP, Security: club.InClear, User: "club", Password: mailtest.Password}, Folder: "Sent"})
	h.must(err)
	return n
}

// A mail that left and whose copy is refused is not sent again: it is shown with the
// server's words and tried again by itself, and is in Sent once in the end.
func TestACopyThatTheMailboxRefusesIsShownAndTriedAgainUntilItIsThereOnce(t *testing.T) {
	h, server, box, rights := copiesTo(t)
	rights("lr")
	h.mailsOut(h.owes("Delcourt"))
	m := h.sends(sqlite.MailSent)
	if m.NoCopy == nil || m.NoCopy.Fault != club.CodeMailSays || !strings.Contains(m.NoCopy.Params["says"].(string), "NOPERM") || m.NoCopy.Again.IsZero() {
		t.Fatalf("%+v", m.NoCopy)
	}
	state, err := h.OutboxState(ctx)
	h.must(err)
	if state.Missing != 1 || state.NoCopy == nil || state.NoCopy.Fault != club.CodeMailSays || state.Fault != "" {
		t.Errorf("%+v", state)
	}
	rights("lrwsti")
	h.sends(sqlite.MailSent) // not before its time
	if n := h.copied(box); n != 0 {
		t.Fatalf("%d copies at once", n)
	}
	h.must(h.Close()) // the letter is not lost with the program
	h.open()
	h.wait(2 * time.Minute)
	m = h.sends(sqlite.MailSent)
	state, err = h.OutboxState(ctx)
	h.must(err)
	if m.NoCopy != nil || state.Missing != 0 || state.NoCopy != nil || h.copied(box) != 1 || server.Taken() != 1 || h.rowsOf("sent_copies") != 0 {
		t.Errorf("%+v, %+v, %d copies, %d sent", m.NoCopy, state, h.copied(box), server.Taken())
	}
	h.proved()
}

// A program that ends after the copy was made and before it knew finds it there.
func TestACopyThatIsThereAlreadyIsNotMadeTwice(t *testing.T) {
	h, _, box, rights := copiesTo(t)
	rights("lr")
	h.mailsOut(h.owes("Delcourt"))
	h.sends(sqlite.MailSent)
	rights("lrwsti")
	h.must(h.Close())
	backup, err := os.ReadFile(filepath.Join(h.dir, sqlite.File))
	h.must(err)
	h.open()
	h.wait(2 * time.Minute)
	h.sends(sqlite.MailSent)
	h.must(h.Close())
	h.must(os.WriteFile(filepath.Join(h.dir, sqlite.File), backup, 0o600)) // as before it knew
	h.open()
	if n := h.rowsOf("sent_copies"); n != 1 {
		t.Fatalf("%d wait", n)
	}
	h.sends(sqlite.MailSent)
	if n := h.copied(box); n != 1 || h.rowsOf("sent_copies") != 0 {
		t.Errorf("%d copies, %d wait", n, h.rowsOf("sent_copies"))
	}
}

func TestACopyNobodyWantsAnyMoreIsLetGo(t *testing.T) {
	h, _, _, rights := copiesTo(t)
	rights("lr")
	h.mailsOut(h.owes("Delcourt"))
	h.sends(sqlite.MailSent)
	h.must(h.saveMail(func(m *club.Mail) { m.CopySent = false }))
	h.wait(2 * time.Minute)
	if m := h.sends(sqlite.MailSent); m.NoCopy != nil || h.rowsOf("sent_copies") != 0 {
		t.Errorf("%+v", m)
	}
}

func TestARefusedCopyIsTriedAtOnceAfterTheMailSettingsAreSaved(t *testing.T) {
	h, _, box, rights := copiesTo(t)
	rights("lr")
	h.mailsOut(h.owes("Delcourt"))
	h.sends(sqlite.MailSent)
	rights("lrwsti")
	h.sends(sqlite.MailSent)
	if n := h.copied(box); n != 0 {
		t.Fatalf("%d copies before its time", n)
	}
	h.must(h.saveMail(func(m *club.Mail) { m.ReplyTo = "laure@vaubrun.example" }))
	if m := h.sends(sqlite.MailSent); m.NoCopy != nil || h.copied(box) != 1 {
		t.Errorf("%+v, %d copies", m.NoCopy, h.copied(box))
	}
}
