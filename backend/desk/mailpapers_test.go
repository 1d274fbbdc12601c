package desk_test

import (
	"database/sql"
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
