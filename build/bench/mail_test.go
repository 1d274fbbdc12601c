//go:build bench

package bench

import (
	"database/sql"
	"fmt"
	"io"
	netmail "net/mail"
	"strings"
	"testing"
	"time"

	"paddock/backend/club"
	"paddock/backend/mail"
	"paddock/backend/mail/mailtest"
)

// TestMailbox prints how long a mailbox takes that nobody read yet, and one in which
// little came since: that is a part of the first. Reading is beside parsing the same
// mails and storing a row for each.
func TestMailbox(t *testing.T) {
	const all, more, some = 10_000, 10, 1_000
	c, b := atCounter(t), openBare(t)
	if _, err := b.db.Exec("CREATE TABLE mail (id INTEGER PRIMARY KEY, sender TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL, hash TEXT NOT NULL UNIQUE)"); err != nil {
		t.Fatal(err)
	}
	homes, err := c.ListHouseholds(c.asked())
	c.must(err)
	server := mailtest.Start(t, mailtest.Options{})
	made := 0
	deliver := func(to string, n int) (mails []string) {
		for range n {
			home := homes[made%len(homes)]
			name := "Léa"
			if len(home.Riders) > 0 {
				name = home.Riders[0]
			}
			mails = append(mails, fmt.Sprintf("From: %s <%s>\nTo: accueil@vaubrun.example\nSubject: Absence\nMessage-ID: <%d@bench.example>\nDate: %s\nContent-Type: text/plain; charset=utf-8\n\nBonjour,\n\n%s est malade demain et ne viendra pas.\n\nBien à vous\n",
				home.Name, home.Email, made, time.Now().Format(time.RFC1123Z), name))
			made++
		}
		server.Deliver(t, to, mails...)
		return mails
	}
	read := func(user string) {
		account := mail.Account{Server: mail.Server{Host: "127.0.0.1", Port: server.IMAP, Security: club.InClear, User: user, Password: mailtest.Password}}
		c.must(mail.Read(ctx, account, c.MailKeeper(account)))
	}
	deliver("club", all)
	first := took(func() { read("club") })
	deliver("club", more)
	next := took(func() { read("club") })
	part := float64(next.work) / float64(first.work)
	fmt.Printf("ours_mailbox_first once %s goal 60000.000 work %s\n", milliseconds(first.wall), milliseconds(first.work))
	fmt.Printf("ours_mailbox_next once %s goal 1000.000 work %s A %.3f of the first, most %.3f\n", milliseconds(next.wall), milliseconds(next.work), part, mostNext)
	if part > mostNext {
		t.Errorf("ten new mails of %d take %.3f of the first reading; they may take %.3f", all, part, mostNext)
	}

	mails := map[int][]string{}
	for n := -1; n < runs; n++ {
		mails[n] = deliver(fmt.Sprint("club", n), some)
	}
	compare(t, action{
		name: "mailbox_1000", most: 120, turns: 1, goal: 6 * time.Second,
		floor: func(turn int) {
			b.write(func(tx *sql.Tx) {
				for n, raw := range mails[turn] {
					m, err := netmail.ReadMessage(strings.NewReader(raw))
					c.must(err)
					body, err := io.ReadAll(m.Body)
					c.must(err)
					b.exec(tx, "INSERT INTO mail (sender, subject, body, hash) VALUES (?, ?, ?, ?)", m.Header.Get("From"), m.Header.Get("Subject"), string(body), fmt.Sprint(turn, " ", n))
				}
			})
		},
		ours: func(turn int) { read(fmt.Sprint("club", turn)) },
	})
}

// mostNext is the part of a first reading of 10,000 that reading ten more may take.
const mostNext = 0.05

// looked is the least that telling what a mail is about takes: its words made plain, and
// each phrase of the rules looked for in them.
func looked(own club.MailRules, m mail.Message) func(int) {
	phrases := []string{}
	for _, words := range own.Words() {
		for _, phrase := range *words.Phrases {
			phrases = append(phrases, strings.Join(club.Words(phrase), " "))
		}
	}
	return func(int) {
		text := strings.Join(club.Words(m.Subject+" "+m.Text), " ")
		found := 0
		for _, phrase := range phrases {
			if strings.Contains(text, phrase) {
				found++
			}
		}
	}
}

// TestMailRules prints how long it takes to tell what one mail is about.
func TestMailRules(t *testing.T) {
	rules := mail.DefaultRules()
	facts := mail.Facts{Day: "2026-10-06", Today: "2026-10-06", Known: true, Riders: []mail.Rider{{ID: 1, FirstName: "Léa"}}, Rides: []mail.Ride{{Booking: 1, Rider: 1, Day: "2026-10-07"}}}
	m := mail.Message{Subject: "Absence", Text: "Bonjour,\n\nLéa est malade demain et ne viendra pas.\n\nBien à vous\n"}
	often := func(do func(int)) func(int) { // one is too short for the processors' clock
		return func(n int) {
			for range 100 {
				do(n)
			}
		}
	}
	compare(t, action{name: "mail_classified_100", most: 6, turns: 20, goal: 500 * time.Millisecond,
		floor: often(looked(club.DefaultMailRules(), m)), ours: often(func(int) { mail.Classify(m, rules, facts) })})
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
	compare(t, action{name: "mail_classified_own_rules", most: 0.3, turns: 60, goal: 5 * time.Millisecond, floor: looked(own, m), ours: func(int) { mail.Classify(m, rules, facts) }})
}
