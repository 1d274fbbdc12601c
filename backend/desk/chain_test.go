package desk_test

import (
	"database/sql"
	"encoding/base64"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"paddock/backend/bank"
	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/mail"
	"paddock/backend/mail/mailtest"
	"paddock/backend/sqlite"
	"paddock/backend/statement"
)

// codesOf reads every QR code of a picture; of a paper, of its last page as an
// office printer gives it.
func codesOf(t *testing.T, name string, content []byte) (codes []string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(name, ".pdf") {
		if out, err := exec.Command("pdftoppm", "-r", "150", "-png", "-singlefile", path, path).CombinedOutput(); err != nil {
			t.Fatalf("pdftoppm: %v %s", err, out)
		}
		path += ".png"
	}
	out, err := exec.Command("zbarimg", "-q", path).Output()
	if err != nil {
		t.Fatalf("zbarimg (build/install.sh test installs it): %v", err)
	}
	for _, code := range strings.Split(string(out), "QR-Code:")[1:] {
		codes = append(codes, strings.TrimSpace(code))
	}
	return codes
}

// transferOf is the transfer that a payment code asks for.
func transferOf(t *testing.T, codes []string) bank.EPC {
	t.Helper()
	at := slices.IndexFunc(codes, func(code string) bool { return strings.HasPrefix(code, "BCD") })
	if at < 0 {
		t.Fatalf("no transfer's code among %q", codes)
	}
	epc, err := bank.ParseEPC([]byte(codes[at]))
	if err != nil {
		t.Fatalf("%v: %q", err, codes)
	}
	return epc
}

// picture is the one inside a mail.
func picture(t *testing.T, raw string) []byte {
	t.Helper()
	found := regexp.MustCompile(`(?s)Content-Type: image/png.*?\r?\n\r?\n([A-Za-z0-9+/=\s]+)--`).FindStringSubmatch(raw)
	if found == nil {
		t.Fatal("no picture in the mail")
	}
	content, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(found[1]), ""))
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// Sale, link at the provider, mail through a real Exim into a real Dovecot, link paid,
// poll, invoice paid: once, whatever is reported twice (issue 6 section 6).
func TestASaleIsPaidByTheLinkThatItsMailCarried(t *testing.T) {
	o := mailtest.StartSMTP(t)
	s := newShop(t)
	s.roots = o.Roots
	l := s.linked("mollie")
	l.must(l.saveMail(func(m *club.Mail) {
		m.Sending, m.Sender, m.SMTPHost, m.SMTPPort, m.SMTPUser, m.CopySent = true, "club@vaubrun.example", "127.0.0.1", o.SMTPS, mailtest.User, false
	}))
	_, err := l.KeepMailPassword(ctx, l.req(), desk.MailPassword{Half: desk.MailOut, Password: mailtest.Password})
	l.must(err)

	id := l.sell([]billing.Tender{link(3500)}, "gloves").Invoice.ID
	l.tend()
	page := l.request(id).URL
	l.mailsOut(id)
	l.sends(sqlite.MailSent)
	raw := o.Received(t, "famille", 1)[0]
	got := mail.Parse(mail.Raw{Body: []byte(raw)}, nil)
	if page == "" || !strings.Contains(got.Text, page) {
		t.Errorf("no %q in %s", page, got.Text)
	}
	reference, _ := s.reference(id)
	if len(got.Attachments) != 1 {
		t.Fatalf("%d files in the mail", len(got.Attachments))
	}
	printed := codesOf(t, "invoice.pdf", got.Attachments[0].Content)
	for where, codes := range map[string][]string{"paper": printed, "mail": codesOf(t, "code.png", picture(t, raw))} {
		if asked := transferOf(t, codes); asked.Reference != reference || asked.Amount != 3500 || asked.IBAN != "FR7630006000011234567890189" {
			t.Errorf("the %s asks for %+v", where, asked)
		}
	}
	if !slices.Contains(printed, page) {
		t.Errorf("the paper's codes are %q", printed)
	}

	l.provider.Pay(3500, "EUR")
	for range 3 {
		l.tend()
	}
	l.begin()
	l.tend()
	payments := 0
	l.ask("SELECT count(*) FROM payments", func(rows *sql.Rows) error { return rows.Scan(&payments) })
	if view, err := l.Document(ctx, id); err != nil || view.Remaining != 0 || payments != 1 {
		t.Errorf("%d remain by %d payments, %v", view.Remaining, payments, err)
	}
	l.proved()
}

// A sale kept for its link: link at the provider, mail with link and code through a real
// Exim into a real Dovecot, link paid, poll, and the sale is made: its invoice goes to the
// family, once, whatever is reported twice (issue 6 section 6).
func TestAKeptSaleIsMadeByTheLinkThatItsMailCarried(t *testing.T) {
	o := mailtest.StartSMTP(t)
	s := newShop(t)
	s.roots = o.Roots
	l := s.linked("mollie")
	l.must(l.saveMail(func(m *club.Mail) {
		m.Sending, m.Sender, m.SMTPHost, m.SMTPPort, m.SMTPUser, m.CopySent = true, "club@vaubrun.example", "127.0.0.1", o.SMTPS, mailtest.User, false
	}))
	_, err := l.KeepMailPassword(ctx, l.req(), desk.MailPassword{Half: desk.MailOut, Password: mailtest.Password})
	l.must(err)

	cart := l.kept("gloves")
	l.sends(sqlite.MailSent)
	raw := o.Received(t, "famille", 1)[0]
	got := mail.Parse(mail.Raw{Body: []byte(raw)}, nil)
	if cart.Link.URL == "" || !strings.Contains(got.Text, cart.Link.URL) {
		t.Errorf("no %q in %s", cart.Link.URL, got.Text)
	}
	if codes := codesOf(t, "code.png", picture(t, raw)); !slices.Equal(codes, []string{cart.Link.URL}) {
		t.Errorf("the mail's codes are %q", codes)
	}

	l.provider.Pay(cart.Now, "EUR")
	for range 3 {
		l.tend()
	}
	l.begin()
	l.tend()
	sold := l.soldBy()
	payments := 0
	l.ask("SELECT count(*) FROM payments", func(rows *sql.Rows) error { return rows.Scan(&payments) })
	if sold.Remaining != 0 || payments != 1 || l.now(cart.ID).State != billing.CartIssued {
		t.Errorf("%d remain by %d payments, the sale is %s", sold.Remaining, payments, l.now(cart.ID).State)
	}
	_, err = l.SendMails(ctx, l.req())
	l.must(err)
	var invoice mail.Message
	for _, raw := range o.Received(t, "famille", 2) { // in no order
		if one := mail.Parse(mail.Raw{Body: []byte(raw)}, nil); len(one.Attachments) > 0 {
			invoice = one
		}
	}
	if len(invoice.Attachments) != 1 || invoice.Attachments[0].Name != sold.Number+".pdf" {
		t.Errorf("%+v in %q", invoice.Attachments, invoice.Subject)
	}
	l.proved()
}

// Sale, transfer with what the printed code says, statement, invoice paid (issue 6
// section 6): the reference of ISO 11649 in France, the Belgian communication there.
func TestASaleIsPaidByTheTransferItsPrintedCodeAsksFor(t *testing.T) {
	belgian := belgianRun()
	belgian.Identity.IBAN = "BE68539007547034"
	for country, in := range map[string]desk.FirstRun{"FR": firstRun(), "BE": belgian} {
		t.Run(country, func(t *testing.T) {
			s := &shop{house: openClubAs(t, in)}
			id := s.house.owes("Delcourt")
			pdf, err := s.PrintInvoice(ctx, s.req(), id)
			s.must(err)
			asked := transferOf(t, codesOf(t, "invoice.pdf", pdf))
			s.imports(camt(0, moved{day: "2026-10-06", cents: asked.Amount, ref: asked.Reference, name: "S DELCOURT", bankRef: "A"}))
			line := s.bank()[0]
			if kind := map[string]string{"FR": statement.KindRF, "BE": statement.KindOGM}[country]; line.Kind != kind || line.Proposal.Kind != statement.Exact {
				t.Fatalf("%+v, proposed as %s", line.BankLine, line.Proposal.Kind)
			}
			_, err = s.SettleExact(ctx, s.req(), desk.SettleExact{Lines: []int64{line.ID}})
			s.must(err)
			s.remains(id, 0)
			if fresh, _ := s.imports(camt(0, moved{day: "2026-10-06", cents: asked.Amount, ref: asked.Reference, name: "S DELCOURT", bankRef: "A"})); fresh != 0 {
				t.Errorf("%d new lines of the same statement", fresh)
			}
			s.proved()
		})
	}
}
