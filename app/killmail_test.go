package main

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/locale"
	"paddock/backend/mail/mailtest"
	"paddock/backend/sqlite"
)

// Each round kills the sending program at another moment, every other one between a
// mail's last byte and the server's answer. Such a mail is perhaps sent, waits for a
// person and never leaves again by itself; no mail is lost and none leaves twice.
func TestKillingTheProgramWhileMailsLeaveLosesNoneAndSendsNoneTwice(t *testing.T) {
	program, server := buildProgram(t), mailtest.StartFaulty(t)
	dir := filepath.Join(t.TempDir(), "club")
	mails, inDoubt := map[string]bool{}, 0
	send := func(more ...string) *exec.Cmd {
		cmd := exec.Command(program, append([]string{"--data", dir, "worker", "--doing", "mails"}, more...)...)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		return cmd
	}
	for round := range rounds(6) {
		reopened(t, dir, false, func(d *desk.Desk) {
			if round == 0 {
				opensAndSends(t, d, server.Port)
			}
			for n := range 4 {
				mails[putIntoOutbox(t, d, fmt.Sprintf("famille%d-%d@x.example", round, n))] = true
			}
		})
		hangs, until := round%2 == 0, server.Taken()+1+int64(round/2%3)
		if server.HangsAt(0); hangs {
			server.HangsAt(until)
		}
		cmd := send()
		for begun := time.Now(); server.Taken() < until; time.Sleep(time.Millisecond) {
			if time.Since(begun) > time.Minute {
				t.Fatalf("round %d: %d mails taken, want %d", round, server.Taken(), until)
			}
		}
		for begun := time.Now(); time.Since(begun) < time.Duration(round*37%2500)*time.Microsecond; {
			runtime.Gosched()
		}
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		reopened(t, dir, false, func(d *desk.Desk) {
			was := inDoubt
			if inDoubt = sentOnce(t, d, server, mails, false); hangs && inDoubt != was+1 {
				t.Errorf("round %d: %d mails in doubt, want %d", round, inDoubt, was+1)
			}
			if today, err := d.Today(t.Context()); err != nil || today.Mails != inDoubt {
				t.Errorf("round %d: Today shows %d of %d, %v", round, today.Mails, inDoubt, err)
			}
		})
		if t.Failed() {
			t.FailNow()
		}
	}
	server.HangsAt(0)
	for range 2 { // the second finds nothing that leaves by itself
		if err := send("--max", "2").Wait(); err != nil {
			t.Fatal(err)
		}
		reopened(t, dir, true, func(d *desk.Desk) {
			if n := sentOnce(t, d, server, mails, true); n != inDoubt {
				t.Errorf("%d mails in doubt, want %d", n, inDoubt)
			}
		})
	}
	t.Logf("%d mails, %d of them in doubt, none lost, none twice", len(mails), inDoubt)
}

// opensAndSends opens a club that is no training, which sends by a server in clear.
func opensAndSends(t *testing.T, d *desk.Desk, port int) {
	t.Helper()
	year := time.Now().UTC().Year()
	_, err := d.OpenClub(t.Context(), desk.Request{}, desk.FirstRun{Owner: "Laure", VAT: true, Starter: true,
		Identity: club.Identity{Name: "Le Pre", LegalForm: "SARL", Street: "1 rue Basse", PostalCode: "26000", Town: "Valence", Country: "FR", Email: "club@x.example",
			SIREN: "732829320", VATNumber: "FR44732829320", Registry: "RCS Romans", Language: locale.French, Zone: "Europe/Paris"},
		Season: calendar.Season{Name: "S", First: calendar.Day(fmt.Sprintf("%d-01-01", year)), Last: calendar.Day(fmt.Sprintf("%d-12-31", year+1))}})
	if err != nil {
		t.Fatal(err)
	}
	view, err := d.SettingsView(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	m := view.Mail
	m.Sending, m.Sender, m.SMTPHost, m.SMTPPort, m.SMTPSecurity, m.CopySent = true, "club@x.example", "127.0.0.1", port, club.InClear, false
	owner, err := d.Person(t.Context(), "")
	if err == nil {
		_, err = d.SaveMail(t.Context(), desk.Request{Actor: owner}, desk.Change[club.Mail]{Version: view.Versions.Mail, Value: m})
	}
	if err != nil {
		t.Fatal(err)
	}
}

// putIntoOutbox mails an invoice to a family and returns the mail's subject.
func putIntoOutbox(t *testing.T, d *desk.Desk, address string) string {
	t.Helper()
	must := func(err error) {
		if t.Helper(); err != nil {
			t.Fatal(err)
		}
	}
	owner, err := d.Person(t.Context(), "")
	must(err)
	req := desk.Request{Actor: owner}
	home, err := d.SaveHousehold(t.Context(), req, desk.SaveHousehold{Household: club.Household{Kind: "family", Name: address, Email: address,
		Addresses: []club.Address{{Street: "1 rue Haute", PostalCode: "26000", Town: "Valence", Country: "FR", Default: true}}}})
	must(err)
	offers, err := d.OffersFor(t.Context(), 0, 0)
	must(err)
	cart, err := d.OpenCart(t.Context(), req, home.ID, desk.AddLine{Offer: offers.Fits[0].Offer.ID, Quantity: 1})
	must(err)
	sale, err := d.Checkout(t.Context(), req, cart.ID, desk.Checkout{Terms: cart.TermsVersion, OnAccount: true})
	must(err)
	_, err = d.MailInvoices(t.Context(), req, desk.MailInvoices{Invoices: []billing.InvoiceID{sale.Invoice.ID}})
	must(err)
	rows, err := d.Outbox().Rows(t.Context(), desk.ListQuery{Of: int64(home.ID)})
	must(err)
	return rows[0].Subject
}

// sentOnce says that each mail is there and left as often as its state says, and how
// many are in doubt. In the end none waits.
func sentOnce(t *testing.T, d *desk.Desk, server *mailtest.Faulty, mails map[string]bool, end bool) (inDoubt int) {
	t.Helper()
	rows, err := d.Outbox().Rows(t.Context(), desk.ListQuery{})
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	for _, m := range rows {
		there[m.Subject] = true
		left := server.About(m.Subject)
		switch {
		case m.State == sqlite.MailSent && left == 1:
		case m.State == sqlite.MailWaiting && left == 0 && !end:
		case m.State == sqlite.MailPerhaps && left <= 1 && m.Fault == "ended":
			inDoubt++
		default:
			t.Errorf("%s is %s and left %d times", m.Subject, m.State, left)
		}
	}
	for subject := range mails {
		if !there[subject] {
			t.Errorf("%s is lost", subject)
		}
	}
	return inDoubt
}
