package desk_test

import (
	"bytes"
	"encoding/base64"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/mail"
	"paddock/backend/sqlite"
	"paddock/backend/statement"
)

// mailed is a mail of the bank with a file.
func mailed(name string, content []byte) string {
	return "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nVotre relevé.\n--b\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename=" + name +
		"\nContent-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString(content) + "\n--b--\n"
}

func TestAStatementThatCameByMailGoesToTheBankWithOneKey(t *testing.T) {
	p := newPost(t)
	file := camt(100_00, moved{day: "2026-10-05", cents: 96_00, name: "DELCOURT SOPHIE", text: "VIR", bankRef: "1"})
	id := p.arrives("Banque <releves@banque.example>", "Relevé", mailed("releve.xml", file.Raw))
	done, err := p.takes(id)
	p.must(err)
	if done.State != sqlite.MailDone || len(done.Found) != 1 || done.Found[0].Statement == 0 || done.Found[0].New != 1 {
		t.Fatalf("%s, %+v", done.State, done.Found)
	}
	bank, err := p.Bank(ctx)
	p.must(err)
	if len(bank.Lines) != 1 || bank.Statements[0].ID != done.Found[0].Statement {
		t.Errorf("at the bank: %+v", bank)
	}
	again, err := p.takes(p.arrives("Banque <releves@banque.example>", "Relevé bis", mailed("releve.xml", file.Raw)))
	p.must(err)
	if again.Found[0].New != 0 || again.Found[0].Known != 1 {
		t.Errorf("the same again: %+v", again.Found)
	}
	p.must(p.undoes())
	p.must(p.undoes())
	if view := p.mail(id); view.State != sqlite.MailNew || len(view.Found) != 1 || view.Found[0].Statement != 0 {
		t.Errorf("undone: %s, %+v", view.State, view.Found)
	}
	broken := p.arrives("Banque <releves@banque.example>", "Relevé ter", mailed("releve.xml", file.Raw[:len(file.Raw)/2]))
	if _, err := p.takes(broken); err == nil || p.mail(broken).State != sqlite.MailNew {
		t.Errorf("half a file: %v, the mail is %s", err, p.mail(broken).State)
	}
}

// knows lets a person have imported an empty statement of each account of a file before.
func (p *post) knows(file desk.BankFile) {
	p.t.Helper()
	defer func() { p.keeper = p.MailKeeper(mail.Account{Server: mail.Server{Host: "mail.example"}}) }()
	all, err := statement.Read(file.Raw, func(int, int) error { return nil })
	p.must(err)
	for _, s := range all {
		p.behindItsBack("INSERT INTO statements (file, format, account, first_day, last_day, lines, known, known_cents, pending, read_at, read_by) VALUES ('avant', 'OFX', '" + s.Account + "', '', '', 0, 0, 0, 0, '2026-01-01T00:00:00.000000000Z', 1)")
	}
}

// Anybody can make a file and mail it: an account that nobody said is the club's is not
// believed, and who sent a statement is said.
func TestAMailedStatementOfAnAccountNobodyKnowsIsAPersonsToImport(t *testing.T) {
	p := newPost(t)
	file := camt(100_00, moved{day: "2026-10-05", cents: 96_00, name: "DELCOURT SOPHIE", text: "VIR", bankRef: "1"})
	const other = "FR1420041010050500013M02606"
	file.Raw = bytes.ReplaceAll(file.Raw, []byte("FR7630006000011234567890189"), []byte(other)) // the club's own
	const from = "parent@courriel.example"
	id := p.arrives(from, "Relevé", mailed("releve.xml", file.Raw))
	if one := p.mail(id).Proposals[0]; one.Sure || !slices.Contains(one.Why, mail.WhyStranger) {
		t.Errorf("who sent it is believed: %+v", one)
	}
	_, err := p.takes(id)
	p.refuses(err, club.CodeStatementAccount)
	if p.mail(id).State != sqlite.MailNew || p.rowsOf("statements") != 0 {
		t.Error("it was imported")
	}
	for range 2 { // what came by mail says nothing of its account the next time either
		p.knows(file)
		_, err = p.takes(p.arrives(from, "Relevé", mailed("releve.xml", file.Raw)))
		p.must(err)
		p.behindItsBack("DELETE FROM statements WHERE file = 'avant'")
		p.keeper = p.MailKeeper(mail.Account{Server: mail.Server{Host: "mail.example"}})
		_, err = p.takes(p.arrives(from, "Relevé", mailed("releve.xml", file.Raw)))
		p.refuses(err, club.CodeStatementAccount)
	}
	bank, err := p.Bank(ctx)
	p.must(err)
	if s := bank.Statements[0]; !s.ByMail || s.Sender != from {
		t.Errorf("where it came from: %+v", s)
	}
	view, err := p.SettingsView(ctx)
	p.must(err)
	view.Identity.IBAN = other
	_, err = p.SaveIdentity(ctx, p.req(), desk.Change[club.Identity]{Version: view.Versions.Identity, Value: view.Identity})
	p.must(err)
	_, err = p.takes(p.arrives(from, "Relevé", mailed("releve.xml", file.Raw)))
	p.must(err) // the account is on the club's invoices
}

// The club's IBAN is on its invoices: a file that was made with it, and agrees with itself,
// is not taken by a mail's key where it does not follow on from what the bank said.
func TestAMailedStatementThatDoesNotFollowTheLastOneIsAPersonsToImport(t *testing.T) {
	p := newPost(t)
	p.imports(camt(100_00, moved{day: "2026-10-05", cents: 96_00, name: "DELCOURT", text: "VIR", bankRef: "1"}))
	id := p.arrives("parent@courriel.example", "Relevé", mailed("faux.xml", camt(500_00, moved{day: "2026-10-06", cents: 70_00, name: "EL AMRANI", text: "VIR", bankRef: "2"}).Raw))
	_, err := p.takes(id)
	p.refuses(err, club.CodeStatementGap)
	if p.mail(id).State != sqlite.MailNew || p.rowsOf("statements") != 1 {
		t.Error("it was imported")
	}
	_, err = p.takes(p.arrives("banque@banque.example", "Relevé", mailed("suite.xml", camt(196_00, moved{day: "2026-10-06", cents: 70_00, name: "EL AMRANI", text: "VIR", bankRef: "2"}).Raw)))
	p.must(err)
}

// takes accepts the one statement of a mail.
func (p *post) takes(id sqlite.MailID) (desk.MailView, error) {
	p.t.Helper()
	view := p.mail(id)
	if len(view.Proposals) != 1 || !view.Proposals[0].Can {
		p.t.Fatalf("%+v, files %+v", view.Proposals, view.Files)
	}
	return p.AcceptMail(ctx, p.req(), id, desk.AcceptMail{Items: []desk.AcceptedItem{{Key: view.Proposals[0].Key}}})
}

func TestEveryFormatOfStatementGoesFromItsMailToTheBankWithOneKey(t *testing.T) {
	for file, format := range map[string]string{
		"ofx1.ofx": "OFX", "ofx2.ofx": "OFX", "dutch.sta": "MT940", "german.sta": "MT940", "cfonb.txt": "CFONB 120", "coda.cod": "CODA", "camt.xml": "CAMT.053",
	} {
		t.Run(file, func(t *testing.T) {
			p := newPost(t)
			raw, err := os.ReadFile(filepath.Join("..", "statement", "testdata", file))
			p.must(err)
			p.knows(desk.BankFile{Name: file, Raw: raw})
			done, err := p.takes(p.arrives("Banque <releves@banque.example>", "Relevé", mailed(file, raw)))
			p.must(err)
			bank, err := p.Bank(ctx)
			p.must(err)
			if done.State != sqlite.MailDone || done.Found[0].New == 0 || len(bank.Lines) != done.Found[0].New || string(bank.Statements[0].Format) != format {
				t.Errorf("%s, %+v, %d lines of %+v", done.State, done.Found, len(bank.Lines), bank.Statements)
			}
			if again, err := p.takes(p.arrives("Banque <releves@banque.example>", "Relevé bis", mailed(file, raw))); err != nil || again.Found[0].New != 0 {
				t.Errorf("the same again: %+v, %v", again.Found, err)
			}
			p.must(p.undoes())
			p.must(p.undoes())
			if bank, err = p.Bank(ctx); err != nil || len(bank.Lines) != 0 {
				t.Errorf("%d lines after the undoing, %v", len(bank.Lines), err)
			}
		})
	}
}

// A table by mail is read by what its headings were said to hold; until somebody said so
// the mail waits, and the refusal names the file whose columns are asked for.
func TestATableThatCameByMailIsReadByTheColumnsThatWereSaid(t *testing.T) {
	p := newPost(t)
	table := []byte("Wann;Was;Wieviel\r\n05/10/2026;VIR DELCOURT;96,00\r\n06/10/2026;FRAIS;-2,50\r\n")
	id := p.arrives("Banque <releves@banque.example>", "Relevé", mailed("releve.csv", table))
	_, unread := p.takes(id)
	if refusal := (&club.Error{}); !errors.As(unread, &refusal) || refusal.Code != club.CodeStatementColumns || refusal.Params["file"] != "releve.csv" {
		t.Fatalf("%v", unread)
	}
	if p.mail(id).State != sqlite.MailNew {
		t.Error("the mail was dealt with")
	}
	said := []statement.Choice{{Column: statement.ColumnDate, Heading: "Wann"}, {Column: statement.ColumnText, Heading: "Was"}, {Column: statement.ColumnAmount, Heading: "Wieviel"}}
	_, err := p.TakeStatement(ctx, p.req(), desk.BankFile{Name: "releve.csv", Raw: table, Columns: said})
	p.must(err)
	done, err := p.takes(id) // as it is known now
	p.must(err)
	if done.State != sqlite.MailDone || done.Found[0].New != 0 || done.Found[0].Known != 2 {
		t.Errorf("%s, %+v", done.State, done.Found)
	}
	next := []byte("Wann;Was;Wieviel\r\n07/10/2026;VIR MARTIN;40,00\r\n")
	if done, err = p.takes(p.arrives("Banque <releves@banque.example>", "Relevé", mailed("releve2.csv", next))); err != nil || done.Found[0].New != 1 {
		t.Errorf("the next table of the bank: %+v, %v", done.Found, err)
	}
}
