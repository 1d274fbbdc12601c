package desk_test

import (
	"slices"
	"strings"
	"testing"

	"paddock/backend/billing"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/mail"
	"paddock/backend/mail/mailtest"
	"paddock/backend/sqlite"
)

// enrolment is a shop that sells a membership whose link waits for the file.
func enrolment(t *testing.T) (*shop, club.RiderID) {
	t.Helper()
	s := newShop(t)
	s.offers["membership"] = s.sells(catalogue.Offer{
		Kind: catalogue.Membership, Name: "Cotisation", Price: 4000, Parts: []catalogue.Part{{VAT: "riding", Cents: 4000}}, Link: catalogue.LinkAfterFile,
	})
	return s, s.family.Riders[1].ID
}

// held reports whether the link over an invoice waits.
func (s *shop) held(id billing.InvoiceID) bool {
	s.t.Helper()
	view, err := s.Document(ctx, id)
	s.must(err)
	codes, err := s.Codes(ctx, id)
	s.must(err)
	if view.Withheld != (codes.Link.Path == "" && codes.Transfer.Path == "") {
		s.t.Errorf("withheld %v, and the codes are %q, %q", view.Withheld, codes.Link.Text, codes.Transfer.Text)
	}
	return view.Withheld
}

func TestALinkWaitsForTheFileAndIsGivenOutWithTheLastPaper(t *testing.T) {
	s, hugo := enrolment(t)
	sale := s.sell([]billing.Tender{link(4000)}, "membership")
	id := sale.Invoice.ID
	if sale.Link != "" || !s.held(id) {
		t.Fatalf("given out at once: %q", sale.Link)
	}
	awaited := sale.Invoice.Awaited
	if len(awaited) != 1 || awaited[0].Name != "Hugo Delcourt" || len(awaited[0].Missing) != 4 {
		t.Errorf("waits for %+v", awaited)
	}
	paper, err := s.PreviewInvoice(ctx, id)
	s.must(err)
	if len(paper) == 0 {
		t.Error("no paper")
	}
	s.accept(hugo, "health", "parental")
	s.holdsLicence(hugo)
	if !s.held(id) {
		t.Error("given out although the rules are not signed")
	}
	s.proved()
	s.accept(hugo, "rules")
	if s.held(id) {
		t.Error("still withheld")
	}
	today, err := s.Today(ctx)
	s.must(err)
	if len(today.Released) != 1 || today.Released[0].Number != sale.Invoice.Number || today.Released[0].Unlocked {
		t.Errorf("the day says %+v", today.Released)
	}
	_, err = s.SetPaper(ctx, s.req(), hugo, "rules", desk.SetPaper{State: club.PaperMissing})
	s.must(err)
	if s.held(id) {
		t.Error("a link that was given out is taken back")
	}
	s.proved()
}

func TestALinkOverACompleteFileOrAnotherOfferIsGivenOutAtOnce(t *testing.T) {
	s, hugo := enrolment(t)
	if sale := s.sell([]billing.Tender{link(11000)}, "card"); sale.Link == "" || s.held(sale.Invoice.ID) {
		t.Error("a card's link waits although the rule is for packages and activities")
	}
	s.accept(hugo, "health", "parental", "rules")
	s.holdsLicence(hugo)
	if sale := s.sell([]billing.Tender{link(4000)}, "membership"); sale.Link == "" || s.held(sale.Invoice.ID) {
		t.Error("a link waits for a file that is complete")
	}
}

func TestTheClubsRuleNamesTheKindsWhoseLinksWait(t *testing.T) {
	s, _ := enrolment(t)
	view, err := s.SettingsView(ctx)
	s.must(err)
	if !slices.Equal(view.Policy.FileBeforeLink, []string{"activity", "package"}) && !slices.Equal(view.Policy.FileBeforeLink, []string{"package", "activity"}) {
		t.Errorf("a club begins with %v", view.Policy.FileBeforeLink)
	}
	policy := view.Policy
	policy.FileBeforeLink = []string{"card"}
	_, err = s.SavePolicy(ctx, s.req(), desk.Change[club.Policy]{Version: view.Versions.Policy, Value: policy})
	s.must(err)
	if sale := s.sell([]billing.Tender{link(11000)}, "card"); sale.Link != "" {
		t.Error("a card's link does not wait")
	}
	policy.FileBeforeLink = []string{"sandwich"}
	_, err = s.SavePolicy(ctx, s.req(), desk.Change[club.Policy]{Version: view.Versions.Policy + 1, Value: policy})
	wantRefusal(t, err, club.CodeInvalid, "policy.fileBeforeLink")
}

func TestTheOwnerUnlocksALinkWithAReason(t *testing.T) {
	s, _ := enrolment(t)
	id := s.sell([]billing.Tender{link(4000)}, "membership").Invoice.ID
	_, err := s.UnlockLink(ctx, s.req(), id, desk.UnlockLink{})
	wantRefusal(t, err, club.CodeRequired, "reason")
	lea, err := s.SaveStaff(ctx, s.req(), desk.SaveStaff{Staff: club.Staff{Name: "Léa", Role: club.Desk}})
	s.must(err)
	req := s.req()
	req.Actor = club.Actor{ID: lea.ID, Name: lea.Name, Role: lea.Role}
	_, err = s.UnlockLink(ctx, req, id, desk.UnlockLink{Reason: "La mère apporte le papier samedi"})
	s.refuses(err, club.CodeNotAllowed)
	view, err := s.UnlockLink(ctx, s.req(), id, desk.UnlockLink{Reason: "La mère apporte le papier samedi"})
	s.must(err)
	if view.Withheld || s.held(id) {
		t.Error("still withheld")
	}
	_, err = s.UnlockLink(ctx, s.req(), id, desk.UnlockLink{Reason: "encore"})
	s.refuses(err, club.CodeNotWithheld)
	overrides := 0
	s.journal(func(kind, line string) {
		if kind == "override.made" {
			overrides++
		}
		if strings.Contains(line, "samedi") {
			t.Errorf("the reason is in the chain: %s", line)
		}
	})
	if overrides != 1 {
		t.Errorf("%d overrides", overrides)
	}
	list, err := s.Overrides().Rows(ctx, desk.ListQuery{From: "2026-10-07", To: "2026-10-07"})
	s.must(err)
	if len(list) != 1 || list[0].Link == 0 || list[0].Rider != "Hugo Delcourt" || list[0].Reason != "La mère apporte le papier samedi" {
		t.Errorf("the owner reads %+v", list)
	}
	s.receiveCash(1000) // the link for the rest stays unlocked
	if s.held(id) {
		t.Error("the link for the rest waits again")
	}
	s.proved()
}

func TestWhatIsPaidAtTheDeskLeavesTheLinkForTheRestWaiting(t *testing.T) {
	s, hugo := enrolment(t)
	id := s.sell([]billing.Tender{link(4000)}, "membership").Invoice.ID
	s.receiveCash(1000)
	if !s.held(id) || s.asked(id) != 3000 {
		t.Errorf("held %v, asks %d", s.held(id), s.asked(id))
	}
	s.accept(hugo, "health", "parental", "rules")
	s.holdsLicence(hugo)
	if s.held(id) {
		t.Error("the link for the rest is not given out")
	}
	s.receiveCash(3000)
	s.proved()
}

func TestAListThatAsksForLessReleasesTheLink(t *testing.T) {
	s, _ := enrolment(t)
	id := s.sell([]billing.Tender{link(4000)}, "membership").Invoice.ID
	view, err := s.SettingsView(ctx)
	s.must(err)
	for i := range view.Papers {
		view.Papers[i].Required = false
	}
	_, err = s.SavePapers(ctx, s.req(), desk.Change[[]club.AskedPaper]{Version: view.Versions.Papers, Value: view.Papers})
	s.must(err)
	if s.held(id) {
		t.Error("still withheld")
	}
}

func TestVerifyFindsALinkGivenOutBehindItsBack(t *testing.T) {
	for _, statement := range []string{
		"UPDATE withheld_links SET released_at = '2026-10-07T10:00:00.000Z', released_by = 1",
		"DROP TRIGGER withheld_riders_no_delete; DELETE FROM withheld_riders",
	} {
		s, _ := enrolment(t)
		s.sell([]billing.Tender{link(4000)}, "membership")
		s.proved()
		s.behindItsBack(statement)
		proof, err := s.Verify(ctx)
		s.must(err)
		if proof.OK {
			t.Errorf("not found: %s", statement)
		}
	}
}

func TestALinkThatIsGivenOutGoesToItsFamilyByMailOnceItsProviderMadeIt(t *testing.T) {
	for name, give := range map[string]func(*linked, billing.InvoiceID) error{
		"by the owner": func(l *linked, id billing.InvoiceID) error {
			_, err := l.UnlockLink(ctx, l.req(), id, desk.UnlockLink{Reason: "vu avec la famille"})
			return err
		},
		"by the last paper": func(l *linked, _ billing.InvoiceID) error {
			hugo := l.family.Riders[1].ID
			l.accept(hugo, "health", "parental", "rules")
			l.holdsLicence(hugo)
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			s, _ := enrolment(t)
			l, server := s.linked("stripe"), mailtest.StartFaulty(t)
			l.sendsBy(server.Port)
			id := l.sell([]billing.Tender{link(4000)}, "membership").Invoice.ID
			l.tend()
			l.must(give(l, id))
			_, _ = l.SendMails(ctx, l.req())
			if server.Taken() != 0 {
				t.Fatal("it left before there was a link")
			}
			l.tend()
			_, _ = l.SendMails(ctx, l.req())
			if server.Taken() != 1 || l.only().State != sqlite.MailSent {
				t.Errorf("%d mails", server.Taken())
			}
			today, err := l.Today(ctx)
			l.must(err)
			if len(today.Released) != 0 {
				t.Errorf("still to give out: %+v", today.Released)
			}
			l.tend()
			_, _ = l.SendMails(ctx, l.req())
			if server.Taken() != 1 {
				t.Error("sent twice")
			}
			l.proved()
		})
	}
}

// A letter's own paper shows no link that asks for other invoices as well.
func TestALinkOverSeveralInvoicesIsInTheMailOfAllOfThemAndOfOne(t *testing.T) {
	o := mailtest.StartSMTP(t)
	s, _ := enrolment(t)
	s.roots = o.Roots
	l := s.linked("mollie")
	l.must(l.saveMail(func(m *club.Mail) {
		m.Sending, m.Sender, m.SMTPHost, m.SMTPPort, m.SMTPUser = true, "club@vaubrun.example", "127.0.0.1", o.SMTPS, mailtest.User
	}))
	_, err := l.KeepMailPassword(ctx, l.req(), desk.MailPassword{Half: desk.MailOut, Password: mailtest.Password})
	l.must(err)
	first := l.sell([]billing.Tender{link(4000)}, "membership").Invoice.ID
	second := l.owes("gloves")
	_, err = l.Receive(ctx, l.req(), desk.Receive{Household: l.family.ID, Tenders: []billing.Tender{link(7500)}})
	l.must(err)
	if !l.held(first) {
		t.Fatal("given out before the files are complete")
	}
	_, err = l.UnlockLink(ctx, l.req(), first, desk.UnlockLink{Reason: "vu avec la famille"})
	l.must(err)
	if today, err := l.Today(ctx); err != nil || len(today.Released) != 0 {
		t.Errorf("to give out, and it goes by mail: %+v, %v", today.Released, err)
	}
	l.tend()
	seen := map[string]bool{}
	send := func(n int) string {
		t.Helper()
		_, err := l.SendMails(ctx, l.req())
		l.must(err)
		for _, one := range o.Received(t, "famille", n) { // in no order
			if !seen[one] {
				seen[one] = true
				return mail.Parse(mail.Raw{Body: []byte(one)}, nil).Text
			}
		}
		t.Fatal("no new mail")
		return ""
	}
	url := l.request(first).URL
	if text := send(1); url == "" || !strings.Contains(text, url) || !strings.Contains(text, "75,00") {
		t.Errorf("the mail of both says nothing of %q:\n%s", url, text)
	}
	l.mailsOut(second)
	if text := send(2); !strings.Contains(text, url) || !strings.Contains(text, "75,00") {
		t.Errorf("the mail of one says nothing of %q:\n%s", url, text)
	}
	other := l.owes("gloves")
	l.tend()
	l.mailsOut(second, other)
	if text := send(3); strings.Contains(text, url) || strings.Contains(text, l.request(other).URL) {
		t.Errorf("a link that asks for one of two:\n%s", text)
	}
	l.proved()
}

// What goes by hand without the link does not count as giving it out.
func TestALinkIsStillToBeGivenOutWhereAMailGoesWithoutIt(t *testing.T) {
	s, _ := enrolment(t)
	l, server := s.linked("mollie"), mailtest.StartFaulty(t)
	id := l.sell([]billing.Tender{link(4000)}, "membership").Invoice.ID
	_, err := l.UnlockLink(ctx, l.req(), id, desk.UnlockLink{Reason: "vu avec la famille"})
	l.must(err)
	l.sendsBy(server.Port)
	other := l.owes("gloves")
	for _, step := range []struct {
		mailed []billing.InvoiceID
		left   int
	}{{[]billing.InvoiceID{id, other}, 1}, {[]billing.InvoiceID{id}, 0}} {
		l.mailsOut(step.mailed...)
		if today, err := l.Today(ctx); err != nil || len(today.Released) != step.left {
			t.Errorf("after %v: %+v, %v", step.mailed, today.Released, err)
		}
	}
}
