package mail_test

import (
	"testing"

	"paddock/backend/club"
	"paddock/backend/mail"
	"paddock/backend/mail/mailtest"
)

func TestARefusalThatIsAboutTheAddressIsToldFromOneAboutTheMail(t *testing.T) {
	server := mailtest.StartFaulty(t)
	raw, err := mail.Compose(hello())
	if err != nil {
		t.Fatal(err)
	}
	for says, want := range map[string]mail.Fate{
		"550 5.1.1 no such user":            mail.NoAddressee, // RFC 3463, 3.2
		"550 5.1.2 no such host":            mail.NoAddressee,
		"501 5.1.3 bad address syntax":      mail.NoAddressee,
		"551 5.1.6 moved":                   mail.NoAddressee,
		"556 5.1.10 null MX":                mail.NoAddressee, // RFC 7505
		"550 5.2.1 mailbox disabled":        mail.NoAddressee, // RFC 3463, 3.3
		"550 no such mailbox":               mail.NoAddressee, // RFC 5321, 3.3
		"553 mailbox name not allowed":      mail.NoAddressee,
		"550 5.1.8 bad sender's system":     mail.Refused,
		"552 5.2.2 mailbox full":            mail.Refused,
		"552 5.2.3 message too long":        mail.Refused,
		"550 5.3.4 message too big":         mail.Refused,
		"550 5.4.6 routing loop":            mail.Refused,
		"554 5.6.0 bad content":             mail.Refused,
		"550 5.7.1 delivery not authorized": mail.Refused,
		"550 5.7.1 no such user, says who":  mail.Refused,
		"550 relay not permitted":           mail.Refused,
		"550 log in first":                  mail.Refused,
		"554 transaction failed":            mail.Refused,
		"550 5.1.1.1 what":                  mail.NoAddressee, // no status: the reply counts
		"450 4.1.1 later":                   mail.Later,
	} {
		for _, step := range []string{"RCPT", "."} {
			if step == "." && (says[4] != '5' || says == "550 5.1.1.1 what") {
				want = map[byte]mail.Fate{'4': mail.Later, '5': mail.Refused}[says[0]] // a bare reply to the mail is about the mail
			}
			server.Goes(step + " " + says)
			out, err := mail.OpenSMTP(t.Context(), mail.Server{Host: "127.0.0.1", Port: server.Port, Security: club.InClear})
			if err != nil {
				t.Fatal(err)
			}
			if fate, words := out.Send("club@vaubrun.example", "sophie@famille.example", raw); fate != want || words != says {
				t.Errorf("%s %s: %s %q, want %s", step, says, fate, words, want)
			}
			out.Close()
		}
	}
	server.Goes("MAIL 550 5.1.1 no such user") // who sends is refused, not the family
	out, err := mail.OpenSMTP(t.Context(), mail.Server{Host: "127.0.0.1", Port: server.Port, Security: club.InClear})
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	if fate, _ := out.Send("club@vaubrun.example", "sophie@famille.example", raw); fate != mail.Refused {
		t.Errorf("%s", fate)
	}
}
