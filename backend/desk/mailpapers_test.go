package desk_test

import (
	"database/sql"
	"encoding/base64"
	"strings"
	"testing"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/mail"
	"paddock/backend/mail/mailtest"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// sellsByMail issues an invoice to a family that goes by mail with its sale.
func (h *house) sellsByMail(home club.HouseholdID, in desk.Checkout) (desk.Sale, error) {
	h.t.Helper()
	cart, err := h.OpenCart(ctx, h.req(), home, desk.AddLine{Offer: h.goods("Casque", 40_00), Quantity: 1})
	h.must(err)
	in.Mail, in.OnAccount, in.Terms = true, true, cart.TermsVersion
	return h.Checkout(ctx, h.req(), cart.ID, in)
}

// mailed lists the copies that mails carry: 0 is an original.
func (h *house) mailed(table string) (copies []int) {
	h.t.Helper()
	h.ask("SELECT copy FROM "+table+" ORDER BY message", func(row *sql.Rows) error {
		var n int
		err := row.Scan(&n)
		copies = append(copies, n)
		return err
	})
	return copies
}

// PRODUCT section 9: the mail and the prints of one checkout are originals, what
// leaves later is a duplicate.
func TestTheMailAndThePrintOfOneCheckoutAreOriginals(t *testing.T) {
	for name, prints := range map[string]bool{"mail and print": true, "mail alone": false} {
		t.Run(name, func(t *testing.T) {
			h, server := openClub(t), mailtest.StartFaulty(t)
			h.sendsBy(server.Port)
			sale, err := h.sellsByMail(h.join("Delcourt").ID, desk.Checkout{Prints: prints})
			h.must(err)
			if len(sale.Invoice.Mails) != 1 || sale.Invoice.Mails[0].Address != "famille@delcourt.example" {
				t.Fatalf("%+v", sale.Invoice.Mails)
			}
			if _, err := h.PrintInvoice(ctx, h.req(), sale.Invoice.ID); err != nil {
				t.Fatal(err)
			}
			h.mailsOut(sale.Invoice.ID)
			view, err := h.Document(ctx, sale.Invoice.ID)
			h.must(err)
			want := map[bool]int{true: 1, false: 2}[prints] // the later mail: the first or the second duplicate
			if got := h.mailed("outgoing_papers"); got[0] != 0 || got[1] != want || view.Copies != want+1 {
				t.Errorf("copies %v, %d left", got, view.Copies)
			}
			h.proved()
		})
	}
}

func TestASaleGoesByMailOnlyWhereItCan(t *testing.T) {
	h := openClub(t)
	home := h.join("Delcourt")
	if view, err := h.Household(ctx, home.ID); err != nil || view.MailTo != "" {
		t.Errorf("%q, %v", view.MailTo, err)
	}
	_, err := h.sellsByMail(home.ID, desk.Checkout{})
	h.refuses(err, club.CodeMailOff)
	h.sendsBy(mailtest.FreePort(t))
	if view, err := h.Household(ctx, home.ID); err != nil || view.MailTo != "famille@delcourt.example" {
		t.Errorf("%q, %v", view.MailTo, err)
	}
	without := household("Sans Adresse")
	without.Email = ""
	view, err := h.SaveHousehold(ctx, h.req(), desk.SaveHousehold{Household: without})
	h.must(err)
	_, err = h.sellsByMail(view.ID, desk.Checkout{})
	h.refuses(err, club.CodeMailNoAddress)
}

// pays is money that comes for an invoice.
func (h *house) pays(home club.HouseholdID, cents money.Cents) billing.PaymentID {
	h.t.Helper()
	got, err := h.Receive(ctx, h.req(), desk.Receive{Household: home, Tenders: cash(cents)})
	h.must(err)
	return got.Payments[0].ID
}

// The whole way: the receipt arrives with its PDF and says what was paid.
func TestAReceiptArrivesByMail(t *testing.T) {
	o := mailtest.StartSMTP(t)
	h := openClub(t)
	h.mailsThrough(o)
	home := h.join("Delcourt")
	h.sellTo(home.ID, h.goods("Casque", 40_00))
	first := h.pays(home.ID, 15_00)
	_, err := h.MailReceipts(ctx, h.req(), desk.MailReceipts{Payments: []billing.PaymentID{first}})
	h.must(err)
	h.sends(sqlite.MailSent)
	got := mail.Parse(mail.Raw{Body: []byte(o.Received(t, "famille", 1)[0])}, nil)
	if len(got.Attachments) != 1 || got.Attachments[0].Type != "application/pdf" || !strings.Contains(got.Text, "Espèces : 15,00") || !strings.Contains(got.Subject, "reçu") {
		t.Errorf("%q, %+v\n%s", got.Subject, got.Attachments, got.Text)
	}
	_, err = h.PrintReceipt(ctx, h.req(), first) // a duplicate now
	h.must(err)
	other := h.join("Nguyen")
	h.sellTo(other.ID, h.goods("Licol", 10_00))
	second := h.pays(other.ID, 10_00)
	_, err = h.MailReceipts(ctx, h.req(), desk.MailReceipts{Payments: []billing.PaymentID{first, second}})
	h.refuses(err, club.CodeMixedHouseholds)
	_, err = h.MailReceipts(ctx, h.req(), desk.MailReceipts{Payments: []billing.PaymentID{first}})
	h.must(err)
	if copies := h.mailed("outgoing_receipts"); len(copies) != 2 || copies[0] != 0 || copies[1] != 2 {
		t.Errorf("copies %v", copies)
	}
	h.proved()
}

// A telephone sends HEIC: it goes into the file as the other pictures. A workbook or an
// archive is named and is no paper.
func TestAPictureOfATelephoneIsAPaperAndAWorkbookOrAnArchiveIsNone(t *testing.T) {
	p := newPost(t)
	part := func(name, content string) string {
		return "--b\nContent-Type: application/octet-stream\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename=" + name + "\n\n" +
			base64.StdEncoding.EncodeToString([]byte(content)) + "\n"
	}
	heic := "\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + strings.Repeat("\xff", 100)
	id := p.arrives(p.address(), "Papiers", "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nVoici le certificat de Manon.\n"+
		part("IMG_0001.HEIC", heic)+part("liste.xlsx", "PK\x03\x04\x14\x00\x06\x00")+part("photos.zip", "PK\x03\x04\x14\x00\x00\x00")+"--b--\n")
	view := p.mail(id)
	if len(view.Files) != 3 || view.Files[0].Type != club.ScanHEIC || view.Files[1].Name != "liste.xlsx" || view.Files[1].Type != "" || view.Files[2].Type != "" {
		t.Fatalf("%+v", view.Files)
	}
	if len(view.Proposals) != 1 || view.Proposals[0].File != 0 || view.Proposals[0].Kind != mail.Paper {
		t.Fatalf("%+v", view.Proposals)
	}
	_, err := p.AcceptMail(ctx, p.req(), id, desk.AcceptMail{Items: []desk.AcceptedItem{{Key: view.Proposals[0].Key, Rider: p.manon, Paper: "health"}}})
	p.must(err)
	papers, err := p.RiderPapers(ctx, p.manon)
	p.must(err)
	if len(papers.Scans) != 1 || papers.Scans[0].Type != club.ScanHEIC || papers.Scans[0].Name != "IMG_0001.heic" {
		t.Fatalf("%+v", papers.Scans)
	}
	_, content, err := p.ScanContent(ctx, papers.Scans[0].ID)
	if err != nil || string(content) != heic {
		t.Errorf("%v, %d bytes", err, len(content))
	}
}
