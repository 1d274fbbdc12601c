package desk_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"paddock/backend/club"
	"paddock/backend/desk"
)

// saveMail changes how the club's mail goes.
func (h *house) saveMail(change func(*club.Mail)) error {
	h.t.Helper()
	view := h.settings()
	change(&view.Mail)
	_, err := h.SaveMail(h.t.Context(), h.req(), desk.Change[club.Mail]{Version: view.Versions.Mail, Value: view.Mail})
	return err
}

func TestMailIsSwitchedOnOnlyWithWhatItNeeds(t *testing.T) {
	h := openClub(t)
	for name, test := range map[string]struct {
		spoil func(*club.Mail)
		code  club.Code
		field string
	}{
		"sending without a sender":     {func(m *club.Mail) { m.Sending, m.SMTPHost = true, "mail.example" }, club.CodeRequired, "mail.senderAddress"},
		"sending without a server":     {func(m *club.Mail) { m.Sending, m.Sender = true, "a@b.example" }, club.CodeRequired, "mail.smtpHost"},
		"reading without a user":       {func(m *club.Mail) { m.Watching, m.IMAPHost = true, "mail.example" }, club.CodeRequired, "mail.imapUser"},
		"a password in clear":          {func(m *club.Mail) { m.SMTPHost, m.SMTPSecurity = "mail.example", club.InClear }, club.CodeMailPlain, "mail.smtpSecurity"},
		"a header in the sender":       {func(m *club.Mail) { m.Sender = "a@b.example\r\nBcc: c@d.example" }, club.CodeBadEmail, "mail.senderAddress"},
		"a server's name with a space": {func(m *club.Mail) { m.SMTPHost = "mail example" }, club.CodeInvalid, "mail.smtpHost"},
		"no port":                      {func(m *club.Mail) { m.SMTPPort = 0 }, club.CodeOutOfRange, "mail.smtpPort"},
		"a security nobody speaks":     {func(m *club.Mail) { m.IMAPSecurity = "ssl" }, club.CodeInvalid, "mail.imapSecurity"},
	} {
		t.Run(name, func(t *testing.T) { wantRefusal(t, h.saveMail(test.spoil), test.code, test.field) })
	}
	h.must(h.saveMail(func(m *club.Mail) {
		m.SMTPHost, m.SMTPSecurity, m.SMTPPort, m.Sender, m.Sending = "127.0.0.1", club.InClear, 10025, "club@vaubrun.example", true
		m.TrustedServers = []string{" mx.example ", "", "mx.example"}
	}))
	if got := h.settings().Mail; !got.Sending || len(got.TrustedServers) != 1 || got.TrustedServers[0] != "mx.example" {
		t.Errorf("%+v", got)
	}
}

// A password is kept beside the data and nowhere in it: not in the database, the
// journal, the seal log or an answer.
func TestAMailPasswordNeverEntersTheData(t *testing.T) {
	h := openClub(t)
	const secret = "Hippodrome-42-secret"
	halves, err := h.KeepMailPassword(t.Context(), h.req(), desk.MailPassword{Half: desk.MailOut, Password: secret})
	h.must(err)
	if len(halves.Passwords) != 1 || halves.Passwords[0] != desk.MailOut {
		t.Errorf("%+v", halves)
	}
	h.must(filepath.WalkDir(h.dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if bytes.Contains(content, []byte(secret)) {
			t.Errorf("%s holds the password", path)
		}
		return err
	}))
	halves, err = h.KeepMailPassword(t.Context(), h.req(), desk.MailPassword{Half: desk.MailOut})
	h.must(err)
	if len(halves.Passwords) != 0 {
		t.Errorf("it was not forgotten: %+v", halves)
	}
	_, err = h.KeepMailPassword(t.Context(), h.req(), desk.MailPassword{Half: "pop3", Password: secret})
	wantRefusal(t, err, club.CodeInvalid, "half")
}

func TestTryingTheMailSaysWhatIsMissing(t *testing.T) {
	h := openClub(t)
	try := func() error {
		_, err := h.CheckMail(t.Context(), h.req(), desk.MailHalf{Half: desk.MailOut})
		return err
	}
	wantRefusal(t, try(), club.CodeRequired, "mail.smtpHost")
	h.must(h.saveMail(func(m *club.Mail) { m.SMTPHost, m.SMTPPort, m.SMTPSecurity = "127.0.0.1", 1, club.InClear }))
	wantRefusal(t, try(), club.CodeRequired, "mail.senderAddress")
	h.must(h.saveMail(func(m *club.Mail) { m.Sender, m.SMTPUser = "club@vaubrun.example", "club" }))
	wantRefusal(t, try(), club.CodeMailNoPassword, "smtpPassword")
	h.must(h.saveMail(func(m *club.Mail) { m.SMTPUser = "" }))
	wantRefusal(t, try(), club.CodeMailRefused, "")
}
