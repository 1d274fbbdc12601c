package desk_test

import (
	"fmt"
	"strings"
	"testing"

	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/mail"
)

// saveMailRules changes what mails are read by.
func (h *house) saveMailRules(change func(*club.MailRules)) error {
	h.t.Helper()
	view := h.settings()
	change(&view.MailRules)
	_, err := h.SaveMailRules(ctx, h.req(), desk.Change[club.MailRules]{Version: view.Versions.MailRules, Value: view.MailRules})
	return err
}

func TestTheClubsOwnWordsReadMailsFromThenOnAndTheOpenOnesOnDemand(t *testing.T) {
	p := newPost(t)
	p.byPackage(p.group("2026-10-14", 8), p.manon)
	p.at("2026-10-12 12:00")
	from := "Nathalie <" + p.address() + ">"
	before := p.arrives(from, "Mercredi", "Manon est dans les choux mercredi.")
	if found := p.mail(before).Found; len(found) != 0 {
		t.Fatalf("before: %+v", found)
	}
	p.must(p.saveMailRules(func(r *club.MailRules) {
		r.AbsentFR = append(r.AbsentFR, "  dans les choux ", "dans les choux", "clouée ... lit")
	}))
	if got := p.settings().MailRules.AbsentFR; !strings.HasSuffix(strings.Join(got, "|"), "dispense*|dans les choux|clouée … lit") {
		t.Errorf("kept: %q", got)
	}
	after := p.arrives(from, "Mercredi bis", "Manon est dans les choux mercredi !")
	if found := p.mail(after).Found; len(found) != 1 || found[0].Kind != "absence" || !found[0].Sure {
		t.Errorf("after: %+v", found)
	}
	done, err := p.RereadMails(ctx, p.req())
	p.must(err)
	if done.Looked != 2 || done.Changed != 1 || len(p.mail(before).Found) != 1 {
		t.Errorf("read anew: %+v, %+v", done, p.mail(before).Found)
	}
	rows, err := p.SettingsHistory().Rows(ctx, desk.ListQuery{Part: "mailRules"})
	p.must(err)
	if len(rows) != 1 || rows[0].Old != "" || rows[0].New != "dans les choux, clouée … lit" {
		t.Errorf("the history says %+v", rows)
	}
	p.must(p.saveMailRules(func(r *club.MailRules) { *r = club.DefaultMailRules() }))
	if view := p.mail(after); len(view.Proposals) != 0 {
		t.Errorf("by the default rules again: %+v", view.Proposals)
	}
}

func TestARuleThatIsNoneIsRefusedWithItsField(t *testing.T) {
	h := openClub(t)
	var many []string
	for i := range 301 {
		many = append(many, fmt.Sprintf("mot%d", i))
	}
	bank := club.MailProvider{Name: "Banque", Domains: []string{"banque.example"}}
	for name, test := range map[string]struct {
		spoil func(*club.MailRules)
		code  club.Code
		field string
	}{
		"a phrase of nothing":     {func(r *club.MailRules) { r.EnrolNL = []string{"a*"} }, club.CodeMailPhrase, "mailRules.enrolNl"},
		"too many of them":        {func(r *club.MailRules) { r.EnrolNL = many }, club.CodeInvalid, "mailRules.enrolNl"},
		"a pattern left open":     {func(r *club.MailRules) { bank := bank; bank.Amount = "("; r.Providers = []club.MailProvider{bank} }, club.CodeMailPattern, "mailRules.providers.0.amount"},
		"a provider of no name":   {func(r *club.MailRules) { bank := bank; bank.Name = " "; r.Providers = []club.MailProvider{bank} }, club.CodeRequired, "mailRules.providers.0.name"},
		"a provider of no domain": {func(r *club.MailRules) { bank := bank; bank.Domains = nil; r.Providers = []club.MailProvider{bank} }, club.CodeRequired, "mailRules.providers.0.domains"},
		"a domain that is all": {func(r *club.MailRules) {
			bank := bank
			bank.Domains = []string{"com"}
			r.Providers = []club.MailProvider{bank}
		}, club.CodeInvalid, "mailRules.providers.0.domains"},
	} {
		t.Run(name, func(t *testing.T) { wantRefusal(t, h.saveMailRules(test.spoil), test.code, test.field) })
	}
}

func TestATextIsTriedOnRulesThatAreNotSaved(t *testing.T) {
	p := newPost(t)
	p.byPackage(p.group("2026-10-14", 8), p.manon)
	p.at("2026-10-12 12:00")
	rules := club.DefaultMailRules()
	rules.AbsentFR = append(rules.AbsentFR, "aux abonnés absents")
	tried, err := p.TryMailRules(ctx, desk.TryMailRules{Rules: rules, Sender: p.address(), Text: "Manon sera aux abonnés absents mercredi."})
	p.must(err)
	if len(tried.Found) != 1 || tried.Found[0].Kind != mail.Absence || tried.Found[0].About != "Manon" || !tried.Found[0].Sure {
		t.Errorf("found: %+v", tried.Found)
	}
	if len(tried.By) != 1 || tried.By[0].Phrase != "aux abonnés absents" || tried.By[0].Language != "fr" || tried.By[0].Words != "aux abonnés absents" {
		t.Errorf("by: %+v", tried.By)
	}
	if len(p.settings().MailRules.AbsentFR) != len(club.DefaultMailRules().AbsentFR) {
		t.Error("trying saved the rules")
	}
	id := p.arrives("Nathalie <"+p.address()+">", "Manon", "Manon n'est plus malade.")
	tried, err = p.TryMailRules(ctx, desk.TryMailRules{Rules: rules, Mail: id})
	p.must(err)
	if len(tried.Found) != 0 || len(tried.By) != 1 || tried.By[0].Says != "present" {
		t.Errorf("of a mail that was read: %+v", tried)
	}
	rules.AbsentNL = []string{"…"}
	_, err = p.TryMailRules(ctx, desk.TryMailRules{Rules: rules, Text: "x"})
	p.refuses(err, club.CodeMailPhrase)
}
