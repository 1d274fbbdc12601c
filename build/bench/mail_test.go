//go:build bench

package bench

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"paddock/backend/club"
	"paddock/backend/mail"
	"paddock/backend/mail/mailtest"
)

// TestMailbox prints how long a mailbox takes that nobody read yet, one in which
// little came since, and what one mail is about.
func TestMailbox(t *testing.T) {
	const all, more = 10_000, 10
	c := atCounter(t)
	homes, err := c.ListHouseholds(c.asked())
	c.must(err)
	server := mailtest.Start(t, mailtest.Options{})
	deliver := func(from, n int) {
		var mails []string
		for i := range n {
			home := homes[(from+i)%len(homes)]
			name := "Léa"
			if len(home.Riders) > 0 {
				name = home.Riders[0]
			}
			mails = append(mails, fmt.Sprintf("From: %s <%s>\nTo: accueil@vaubrun.example\nSubject: Absence\nMessage-ID: <%d@bench.example>\nDate: %s\nContent-Type: text/plain; charset=utf-8\n\nBonjour,\n\n%s est malade demain et ne viendra pas.\n\nBien à vous\n",
				home.Name, home.Email, from+i, time.Now().Format(time.RFC1123Z), name))
		}
		server.Deliver(t, "club", mails...)
	}
	account := mail.Account{Server: mail.Server{Host: "127.0.0.1", Port: server.IMAP, Security: club.InClear, User: "club", Password: mailtest.Password}}
	read := func(int) { c.must(mail.Read(ctx, account, c.MailKeeper(account))) }
	deliver(0, all)
	compare(t, action{name: "mailbox_first", goal: time.Minute, ours: read})
	deliver(all, more)
	compare(t, action{name: "mailbox_next", goal: time.Second, ours: read})

	rules := mail.DefaultRules()
	facts := mail.Facts{Day: "2026-10-06", Today: "2026-10-06", Known: true, Riders: []mail.Rider{{ID: 1, FirstName: "Léa"}}, Rides: []mail.Ride{{Booking: 1, Rider: 1, Day: "2026-10-07"}}}
	m := mail.Message{Subject: "Absence", Text: "Bonjour,\n\nLéa est malade demain et ne viendra pas.\n\nBien à vous\n"}
	compare(t, action{name: "mail_classified", turns: 60, goal: 5 * time.Millisecond, ours: func(int) { mail.Classify(m, rules, facts) }})
}

// TestOwnMailRules prints how long the longest mail takes by the most rules that the
// settings let a club write: 300 phrases in each list, 50 providers with three patterns.
func TestOwnMailRules(t *testing.T) {
	own, many := club.DefaultMailRules(), 300
	for _, words := range own.Words() {
		for i := len(*words.Phrases); i < many; i++ {
			*words.Phrases = append(*words.Phrases, fmt.Sprintf("mot%d* … autre%d", i, i))
		}
	}
	for i := len(own.Providers); i < 50; i++ {
		own.Providers = append(own.Providers, club.MailProvider{
			Name: fmt.Sprint(i), Domains: []string{fmt.Sprintf("p%d.example", i)}, Subject: "paiement|paid", Reference: `ref\w*[: ]+(\S+)`, Amount: `(\d+,\d\d) ?€`,
		})
	}
	rules, err := mail.NewRules(own)
	if err != nil {
		t.Fatal(err)
	}
	facts := mail.Facts{Day: "2026-10-06", Today: "2026-10-06", Known: true}
	for i := range 20 {
		facts.Riders = append(facts.Riders, mail.Rider{ID: club.RiderID(i + 1), FirstName: fmt.Sprintf("Léa%d", i)})
	}
	m := mail.Message{Subject: "Absence", Text: strings.Repeat("Bonjour, mot12 et autre7 : Léa3 est malade demain ou ne viendra peut-être pas. ", 250)}
	compare(t, action{name: "mail_classified_own_rules", turns: 60, goal: 5 * time.Millisecond, ours: func(int) { mail.Classify(m, rules, facts) }})
}
