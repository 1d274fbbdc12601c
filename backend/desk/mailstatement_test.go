package desk_test

import (
	"encoding/base64"
	"testing"

	"paddock/backend/desk"
	"paddock/backend/sqlite"
)

// mailed is a mail of the bank with a file.
func mailed(name string, content []byte) string {
	return "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nVotre relevé.\n--b\nContent-Type: application/octet-stream\nContent-Disposition: attachment; filename=" + name +
		"\nContent-Transfer-Encoding: base64\n\n" + base64.StdEncoding.EncodeToString(content) + "\n--b--\n"
}

func TestAStatementThatCameByMailGoesToTheBankWithOneKey(t *testing.T) {
	p := newPost(t)
	file := camt(100_00, moved{day: "2026-10-05", cents: 96_00, name: "DELCOURT SOPHIE", text: "VIR", bankRef: "1"})
	accept := func(id sqlite.MailID) (desk.MailView, error) {
		view := p.mail(id)
		if len(view.Proposals) != 1 || !view.Proposals[0].Can {
			t.Fatalf("%+v, files %+v, %s %q", view.Proposals, view.Files, view.State, view.TextRuns)
		}
		return p.AcceptMail(ctx, p.req(), id, desk.AcceptMail{Items: []desk.AcceptedItem{{Key: view.Proposals[0].Key}}})
	}
	id := p.arrives("Banque <releves@banque.example>", "Relevé", mailed("releve.xml", file.Raw))
	done, err := accept(id)
	p.must(err)
	if done.State != sqlite.MailDone || len(done.Found) != 1 || done.Found[0].Statement == 0 || done.Found[0].New != 1 {
		t.Fatalf("%s, %+v", done.State, done.Found)
	}
	bank, err := p.Bank(ctx)
	p.must(err)
	if len(bank.Lines) != 1 || bank.Statements[0].ID != done.Found[0].Statement {
		t.Errorf("at the bank: %+v", bank)
	}
	again, err := accept(p.arrives("Banque <releves@banque.example>", "Relevé bis", mailed("releve.xml", file.Raw)))
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
	if _, err := accept(broken); err == nil || p.mail(broken).State != sqlite.MailNew {
		t.Errorf("half a file: %v, the mail is %s", err, p.mail(broken).State)
	}
}
