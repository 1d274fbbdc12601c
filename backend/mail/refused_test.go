package mail_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/emersion/go-imap/v2/imapclient"

	"paddock/backend/club"
	"paddock/backend/mail"
	"paddock/backend/mail/mailtest"
)

// wants is the refusal that something ended with; says is in the server's words of it.
func wants(t *testing.T, err error, code club.Code, says string) {
	t.Helper()
	var refused *club.Error
	if !errors.As(err, &refused) || refused.Code != code {
		t.Fatalf("%v, want %s", err, code)
	}
	if said, _ := refused.Params["says"].(string); !strings.Contains(said, says) {
		t.Errorf("it says %q, want %q", said, says)
	}
}

// A NO is said in the server's words by what it is about: who cannot log in now has no
// wrong password, and a folder that may not be opened is not one that is not there.
func TestAServerThatSaysNoIsToldInItsOwnWords(t *testing.T) {
	s := mailtest.Start(t, mailtest.Options{More: "mail_plugins = acl\nplugin {\n  acl = vfile:@DIR@/rights\n}\n"})
	s.Deliver(t, "club", letters(1, 2)...)
	client, err := imapclient.DialInsecure("127.0.0.1:"+s.Port(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	if err := errors.Join(client.Login("club", mailtest.Password).Wait(), client.Create("Closed", nil).Wait()); err != nil {
		t.Fatal(err)
	}
	rights := "Closed owner l\nSent owner lr\nINBOX owner lrwstipekxa\n"
	if err := os.WriteFile(filepath.Join(s.Dir, "rights"), []byte(rights), 0o644); err != nil {
		t.Fatal(err)
	}
	account := plain(s)
	account.Folder = "Closed"
	_, err = mail.Check(t.Context(), account)
	wants(t, err, club.CodeMailSays, "NOPERM")
	account.Folder = "Rien"
	_, err = mail.Check(t.Context(), account)
	wants(t, err, club.CodeMailFolder, "")

	copied := []byte(letter(9, "Bonjour"))
	wants(t, mail.CopySent(t.Context(), plain(s), "", "9@courriel.example", copied, arrived), club.CodeMailSays, "NOPERM")
	wants(t, mail.CopySent(t.Context(), plain(s), "Elsewhere", "9@courriel.example", copied, arrived), club.CodeMailFolder, "")
	var kept shelf
	if err := mail.Read(t.Context(), plain(s), &kept); err != nil || len(kept.mails) != 2 {
		t.Errorf("%d mails, %v", len(kept.mails), err)
	}
}

func TestACopyThatAFullMailboxRefusesIsNotAMissingFolder(t *testing.T) {
	s := mailtest.Start(t, mailtest.Options{QuotaKB: 20})
	s.Deliver(t, "club", letters(1, 1)...)
	wants(t, mail.CopySent(t.Context(), plain(s), "", "2@courriel.example", []byte(letter(2, strings.Repeat("x", 60_000))), arrived), club.CodeMailSays, "OVERQUOTA")
}

// One connection is allowed and taken: the password is right, and is not kept from being
// tried again soon.
func TestAServerThatIsBusyIsNotAWrongPassword(t *testing.T) {
	s := mailtest.Start(t, mailtest.Options{More: "mail_max_userip_connections = 1\n"})
	s.Deliver(t, "club", letters(1, 1)...)
	client, err := imapclient.DialInsecure("127.0.0.1:"+s.Port(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	if err := client.Login("club", mailtest.Password).Wait(); err != nil {
		t.Fatal(err)
	}
	_, err = mail.Check(t.Context(), plain(s))
	wants(t, err, club.CodeMailSays, "connections")
	wrong := plain(s)
	wrong.Password = "no"
	_, err = mail.Check(t.Context(), wrong)
	wants(t, err, club.CodeMailLogin, "")
}
