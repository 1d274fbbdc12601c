package desk_test

import (
	"strings"
	"testing"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/locale"
	"paddock/backend/mail"
	"paddock/backend/mail/mailtest"
	"paddock/backend/sqlite"
)

// sealsTo has the seal of each closing go to an address.
func (h *house) sealsTo(address string) {
	h.t.Helper()
	h.must(h.saveMail(func(m *club.Mail) { m.SealsTo = address }))
}

// Issue 5: the day's seal can be mailed out of the machine, in the words of its paper.
func TestTheSealOfAClosingLeavesByMailInTheWordsOfItsPaper(t *testing.T) {
	h, server := openClub(t), mailtest.StartFaulty(t)
	h.sendsBy(server.Port)
	h.closes("2026-10-06") // no address: nothing goes
	h.sealsTo("expert@compta.example")
	h.sellTo(h.join("Delcourt", "Manon").ID, h.goods("Mors", 24_00), cash(24_00)...)
	made := h.closes("2026-10-07")
	if made.Mail == nil || *made.Mail != (desk.SealMail{Address: "expert@compta.example", State: sqlite.MailWaiting}) || server.Taken() != 0 {
		t.Fatalf("the closing says %+v, %d left with it", made.Mail, server.Taken())
	}
	if m := h.only(); m.Household != 0 || m.Family != "expert@compta.example" || m.Address != m.Family || !strings.HasPrefix(m.Subject, "Clôture journalière n° 2 du ") {
		t.Errorf("in the outbox: %+v", m)
	}
	h.sends(sqlite.MailSent)
	draft, err := h.Closing(ctx, "2026-10-07")
	h.must(err)
	if draft.Made.Mail == nil || draft.Made.Mail.State != sqlite.MailSent {
		t.Errorf("the closed day says %+v", draft.Made.Mail)
	}
	letter := mail.Parse(mail.Raw{Body: []byte(server.To("expert@compta.example"))}, nil)
	pdf, err := h.ClosingPaper(ctx, made.ID)
	h.must(err)
	paper := strings.Join(strings.Fields(textOf(t, pdf)), "")
	said := strings.Join(strings.Fields(letter.Text), "")
	for _, part := range []string{made.LastHash, made.Signature, made.Key, "24,00", locale.Text(locale.French, "way.cash", nil)} {
		if !strings.Contains(paper, strings.ReplaceAll(part, " ", "")) || !strings.Contains(said, strings.ReplaceAll(part, " ", "")) {
			t.Errorf("%s is not on the paper and in the mail:\n%s", part, letter.Text)
		}
	}
	if len(letter.Attachments) != 1 || letter.Attachments[0].Name != "Z-2026-10-07.pdf" {
		t.Errorf("with it go %+v", letter.Attachments)
	}
	h.clock.set(t, "2026-11-02 10:00")
	month, err := h.CloseSpan(ctx, h.req(), billing.MonthClosing, "2026-10-07")
	h.must(err)
	if month.Mail == nil || month.Mail.State != sqlite.MailWaiting {
		t.Errorf("the month says %+v", month.Mail)
	}
	h.proved()
}

func TestTheSealOfAClosingStaysWhereTheClubSendsNoMailAndThatIsSaid(t *testing.T) {
	h := openClub(t)
	h.closes("2026-10-06") // nobody asked for its seal
	h.sealsTo("expert@compta.example")
	before, err := h.Closing(ctx, "2026-10-06")
	h.must(err)
	if before.Made.Mail != nil {
		t.Errorf("the day closed before there was an address says %+v", before.Made.Mail)
	}
	want := desk.SealMail{Address: "expert@compta.example"}
	if made := h.closes("2026-10-07"); made.Mail == nil || *made.Mail != want {
		t.Errorf("the closing says %+v", made.Mail)
	}
	draft, err := h.Closing(ctx, "2026-10-07")
	h.must(err)
	if draft.Made.Mail == nil || *draft.Made.Mail != want {
		t.Errorf("the closed day says %+v", draft.Made.Mail)
	}
	if rows, err := h.Outbox().Rows(ctx, desk.ListQuery{}); err != nil || len(rows) > 0 {
		t.Errorf("in the outbox: %+v %v", rows, err)
	}
	wrong := h.saveMail(func(m *club.Mail) { m.SealsTo = "expert" })
	wantRefusal(t, wrong, club.CodeBadEmail, "mail.sealsTo")
}

func TestNoSealLeavesInTraining(t *testing.T) {
	h := emptyHouse(t)
	in := bareRun()
	in.Training = true
	h.begun(in)
	h.sendsBy(1)
	h.sealsTo("expert@compta.example")
	if made := h.closes("2026-10-07"); made.Mail != nil {
		t.Errorf("the closing says %+v", made.Mail)
	}
	if rows, err := h.Outbox().Rows(ctx, desk.ListQuery{}); err != nil || len(rows) > 0 {
		t.Errorf("in the outbox: %+v %v", rows, err)
	}
}
