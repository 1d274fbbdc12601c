package desk_test

import (
	"context"
	"strings"
	"testing"
	"unicode/utf8"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/document"
	"paddock/backend/locale"
)

// settings are those of the club with their versions.
func (h *house) settings() desk.SettingsView {
	h.t.Helper()
	view, err := h.SettingsView(h.t.Context())
	if err != nil {
		h.t.Fatal(err)
	}
	return view
}

func TestNumbersWithCheckDigitsAreCheckedAndCompact(t *testing.T) {
	h := openClub(t)
	for name, test := range map[string]struct {
		spoil func(*club.Identity)
		code  club.Code
		field string
	}{
		"IBAN with a swapped figure": {func(i *club.Identity) { i.IBAN = "FR76 3000 6000 0112 3456 7890 198" }, club.CodeBadIBAN, "identity.iban"},
		"IBAN too short":             {func(i *club.Identity) { i.IBAN = "FR7630006" }, club.CodeIBANLength, "identity.iban"},
		"SIREN":                      {func(i *club.Identity) { i.SIREN = "732829321" }, club.CodeBadSIREN, "identity.siren"},
		"SIRET of another company":   {func(i *club.Identity) { i.SIRET = "55210055400013" }, club.CodeBadSIRET, "identity.siret"},
		"VAT number":                 {func(i *club.Identity) { i.VATNumber = "FR45732829320" }, club.CodeBadVAT, "identity.vatNumber"},
		"enterprise number":          {func(i *club.Identity) { i.Enterprise = "0428759498" }, club.CodeBadEnterprise, "identity.enterprise"},
		"BIC":                        {func(i *club.Identity) { i.BIC = "AGRI" }, club.CodeBadBIC, "identity.bic"},
		"RNA":                        {func(i *club.Identity) { i.RNA = "W12" }, club.CodeBadRNA, "identity.rna"},
		"e-mail":                     {func(i *club.Identity) { i.Email = "bonjour.vaubrun" }, club.CodeBadEmail, "identity.email"},
		"no name":                    {func(i *club.Identity) { i.Name = " \u00a0" }, club.CodeRequired, "identity.name"},
		"a country without rules":    {func(i *club.Identity) { i.Country = "CH" }, club.CodeInvalid, "identity.country"},
		"a zone nobody knows":        {func(i *club.Identity) { i.Zone = "Europe/Vaubrun" }, club.CodeInvalid, "identity.zone"},
		"the computer's own zone":    {func(i *club.Identity) { i.Zone = "Local" }, club.CodeInvalid, "identity.zone"},
		"a language nobody speaks":   {func(i *club.Identity) { i.Language = "de" }, club.CodeInvalid, "identity.language"},
	} {
		t.Run(name, func(t *testing.T) {
			view := h.settings()
			test.spoil(&view.Identity)
			_, err := h.SaveIdentity(t.Context(), h.req(), desk.Change[club.Identity]{Version: view.Versions.Identity, Value: view.Identity})
			wantRefusal(t, err, test.code, test.field)
		})
	}

	view := h.settings()
	view.Identity.IBAN, view.Identity.SIREN, view.Identity.SIRET = "fr76 3000 6000 0112 3456 7890 189", "", "732 829 320 00074"
	saved, err := h.SaveIdentity(t.Context(), h.req(), desk.Change[club.Identity]{Version: view.Versions.Identity, Value: view.Identity})
	if err != nil {
		t.Fatal(err)
	}
	if saved.Identity.IBAN != "FR7630006000011234567890189" || saved.Identity.SIREN != "732829320" {
		t.Errorf("%q, and the SIREN of its SIRET %q", saved.Identity.IBAN, saved.Identity.SIREN)
	}
}

func TestThePolicyRefusesFiguresNobodyMeans(t *testing.T) {
	h := openClub(t)
	for name, test := range map[string]struct {
		spoil func(*club.Policy)
		code  club.Code
		field string
	}{
		"a cart that dies before it lives":    {func(p *club.Policy) { p.CartMaxMinutes = p.CartMinutes - 1 }, club.CodeOutOfRange, "policy.cartMaxMinutes"},
		"a cart of no time":                   {func(p *club.Policy) { p.CartMinutes = 0 }, club.CodeOutOfRange, "policy.cartMinutes"},
		"a card of no month":                  {func(p *club.Policy) { p.CardMonths = 0 }, club.CodeOutOfRange, "policy.cardMonths"},
		"a term in the past":                  {func(p *club.Policy) { p.TermDays = -1 }, club.CodeOutOfRange, "policy.termDays"},
		"a number without its year":           {func(p *club.Policy) { p.NumberForm = "F{n:4}" }, club.CodeNumberForm, "policy.numberForm"},
		"a number without its rank":           {func(p *club.Policy) { p.NumberForm = "F{year}" }, club.CodeNumberForm, "policy.numberForm"},
		"a number with a space":               {func(p *club.Policy) { p.NumberForm = "F {year}-{n}" }, club.CodeNumberForm, "policy.numberForm"},
		"a rank that runs into the year":      {func(p *club.Policy) { p.NumberForm = "{n}{year}" }, club.CodeNumberForm, "policy.numberForm"},
		"credit notes numbered like invoices": {func(p *club.Policy) { p.OwnCreditSeries, p.CreditForm = true, "F{year}-{n:6}" }, club.CodeNumberForm, "policy.creditForm"},
		"credit notes that differ by a slash": {func(p *club.Policy) { p.OwnCreditSeries, p.CreditForm = true, "F{year}/{n:4}" }, club.CodeNumberForm, "policy.creditForm"},
		"credit notes that meet invoice 11":   {func(p *club.Policy) { p.OwnCreditSeries, p.CreditForm = true, "F{year}-1{n}" }, club.CodeNumberForm, "policy.creditForm"},
		"a number of a thousand figures":      {func(p *club.Policy) { p.NumberForm = "F{year}-{n:999}" }, club.CodeNumberLong, "policy.numberForm"},
		"a credit note's number too long":     {func(p *club.Policy) { p.OwnCreditSeries, p.CreditForm = true, "A{year}-{n:40}" }, club.CodeNumberLong, "policy.creditForm"},
		"a link no printed code holds":        {func(p *club.Policy) { p.LinkTemplate = longLink(332) }, club.CodeLinkLong, "policy.linkTemplate"},
		"an aid wider than its box":           {func(p *club.Policy) { p.AidNames = []string{"Carte", "Aide du conseil départemental"} }, club.CodeBoxLong, "policy.aidNames"},
		"more aids than boxes":                {func(p *club.Policy) { p.AidNames = strings.Fields("A B C D E F G") }, club.CodeTooMany, "policy.aidNames"},
		"a link that loses the amount":        {func(p *club.Policy) { p.LinkTemplate = "https://pay.example/{reference}" }, club.CodeLinkTemplate, "policy.linkTemplate"},
		"a paper note without an end":         {func(p *club.Policy) { p.PaperNote = strings.Repeat("long ", 500) }, club.CodeTooLong, "policy.paperNote"},
	} {
		t.Run(name, func(t *testing.T) {
			view := h.settings()
			test.spoil(&view.Policy)
			_, err := h.SavePolicy(t.Context(), h.req(), desk.Change[club.Policy]{Version: view.Versions.Policy, Value: view.Policy})
			wantRefusal(t, err, test.code, test.field)
		})
	}
	for _, form := range []string{"F{year}-{n:4}", "{year}{n:6}", "VAUBRUN/{year}/{n}"} {
		view := h.settings()
		view.Policy.NumberForm = form
		if _, err := h.SavePolicy(t.Context(), h.req(), desk.Change[club.Policy]{Version: view.Versions.Policy, Value: view.Policy}); err != nil {
			t.Errorf("%s: %v", form, err)
		}
	}
}

func TestAStaleSectionIsRefusedWithWhatStandsThere(t *testing.T) {
	h := openClub(t)
	mine, theirs := h.settings(), h.settings()
	theirs.Policy.TermDays = 14
	if _, err := h.SavePolicy(t.Context(), h.req(), desk.Change[club.Policy]{Version: theirs.Versions.Policy, Value: theirs.Policy}); err != nil {
		t.Fatal(err)
	}
	mine.Policy.TermDays = 30
	_, err := h.SavePolicy(t.Context(), h.req(), desk.Change[club.Policy]{Version: mine.Versions.Policy, Value: mine.Policy})
	refusal := wantRefusal(t, err, club.CodeStale, "")
	if current, ok := refusal.Params["current"].(club.Policy); !ok || current.TermDays != 14 {
		t.Errorf("%+v", refusal.Params)
	}
	// Another section was not touched: its version still holds.
	mine.Identity.Tagline = "Poney-club"
	if _, err := h.SaveIdentity(t.Context(), h.req(), desk.Change[club.Identity]{Version: mine.Versions.Identity, Value: mine.Identity}); err != nil {
		t.Error(err)
	}
}

func TestAChangeOfSettingsIsSealedOnceAndOnlyWhenItChanges(t *testing.T) {
	h := openClub(t)
	entries := func() int64 {
		proof, err := h.Verify(context.Background())
		if err != nil || !proof.OK {
			t.Fatalf("%+v, %v", proof, err)
		}
		return int64(proof.Entries)
	}
	before := entries()
	same := h.settings()
	saved, err := h.SavePolicy(t.Context(), h.req(), desk.Change[club.Policy]{Version: same.Versions.Policy, Value: same.Policy})
	if err != nil || saved.Versions != same.Versions || entries() != before {
		t.Errorf("the same policy left a trace: %+v, %v", saved.Versions, err)
	}
	same.Policy.TermDays = 14
	if _, err := h.SavePolicy(t.Context(), h.req(), desk.Change[club.Policy]{Version: same.Versions.Policy, Value: same.Policy}); err != nil {
		t.Fatal(err)
	}
	if n := entries(); n != before+1 {
		t.Errorf("%d entries, want %d", n, before+1)
	}
}

func TestOnlyTheOwnerChangesSettings(t *testing.T) {
	h := openClub(t)
	view := h.settings()
	req := h.req()
	req.Actor.Role = club.Desk
	_, err := h.SavePolicy(t.Context(), req, desk.Change[club.Policy]{Version: view.Versions.Policy, Value: view.Policy})
	wantRefusal(t, err, club.CodeNotAllowed, "")
	_, err = h.SaveSeason(t.Context(), req, calendar.Season{Name: "2027–2028", First: "2027-09-01", Last: "2028-08-31"})
	wantRefusal(t, err, club.CodeNotAllowed, "")
}

func TestDatedRatesAndSentencesHaveOneValueADay(t *testing.T) {
	h := openClub(t)
	view := h.settings()
	rates := append([]club.VATRate{}, view.VAT...)
	again := rates[0]
	again.From, again.Rate = "2027-01-01", 21_00
	_, err := h.SaveVAT(t.Context(), h.req(), desk.Change[[]club.VATRate]{Version: view.Versions.VAT, Value: append(rates, again)})
	wantRefusal(t, err, club.CodePeriods, "vat.6.from")

	exempt := append([]club.VATRate{}, view.VAT...)
	exempt[4].Rate = 1
	_, err = h.SaveVAT(t.Context(), h.req(), desk.Change[[]club.VATRate]{Version: view.Versions.VAT, Value: exempt})
	wantRefusal(t, err, club.CodeInvalid, "vat.4.rate")

	_, err = h.SaveVAT(t.Context(), h.req(), desk.Change[[]club.VATRate]{Version: view.Versions.VAT, Value: view.VAT[1:]})
	wantRefusal(t, err, club.CodeVATInUse, "vat")

	mentions := append([]club.Mention{}, view.Mentions...)
	mentions[0].Through = "2026-02-30"
	_, err = h.SaveMentions(t.Context(), h.req(), desk.Change[[]club.Mention]{Version: view.Versions.Mentions, Value: mentions})
	wantRefusal(t, err, club.CodeBadDay, "mentions.0.through")

	mentions[0].Through = "2026-12-31"
	next := mentions[0]
	next.From, next.Through, next.Text = "2027-01-01", "", club.Texts{French: "TVA non applicable, CIBS."}
	saved, err := h.SaveMentions(t.Context(), h.req(), desk.Change[[]club.Mention]{Version: view.Versions.Mentions, Value: append(mentions, next)})
	if err != nil {
		t.Fatal(err)
	}
	if got := saved.MentionOn(next.Code, "2026-12-31").French; got == next.Text.French || got == "" {
		t.Errorf("on 31 December: %q", got)
	}
	if got := saved.MentionOn(next.Code, "2027-01-01").French; got != next.Text.French {
		t.Errorf("on 1 January: %q", got)
	}
}

func TestTermsSomebodyAcceptedStayAsTheyWere(t *testing.T) {
	h := openClub(t)
	home := h.join("Delcourt", "Manon")
	view := h.settings()
	edited := append([]club.Terms{}, view.Terms...)
	edited[0].Text.French += " Version corrigée."
	view, err := h.SaveTerms(t.Context(), h.req(), desk.Change[[]club.Terms]{Version: view.Versions.Terms, Value: edited})
	if err != nil {
		t.Fatalf("nobody accepted it yet: %v", err)
	}
	cart, err := h.OpenCart(t.Context(), h.req(), home.ID)
	if err == nil {
		_, err = h.AddLine(t.Context(), h.req(), cart.ID, desk.AddLine{Offer: h.named("Gants enfant").ID, Quantity: 1})
	}
	if err == nil {
		_, err = h.Checkout(t.Context(), h.req(), cart.ID, desk.Checkout{Terms: view.Terms[0].Version, OnAccount: true})
	}
	if err != nil {
		t.Fatal(err)
	}
	edited = append([]club.Terms{}, view.Terms...)
	edited[0].Text.French = "Tout est permis."
	_, err = h.SaveTerms(t.Context(), h.req(), desk.Change[[]club.Terms]{Version: view.Versions.Terms, Value: edited})
	wantRefusal(t, err, club.CodeTermsInUse, "terms")

	next := append(view.Terms, club.Terms{Version: "2027-01", From: "2027-01-01", Text: club.Texts{French: "Nouvelles conditions."}})
	saved, err := h.SaveTerms(t.Context(), h.req(), desk.Change[[]club.Terms]{Version: view.Versions.Terms, Value: next})
	if err != nil || saved.TermsOn("2026-12-31").Version != view.Terms[0].Version || saved.TermsOn("2027-01-01").Version != "2027-01" {
		t.Errorf("%+v, %v", saved.Terms, err)
	}
}

func TestADayBelongsToOneSeason(t *testing.T) {
	h := openClub(t)
	for name, test := range map[string]struct {
		season calendar.Season
		code   club.Code
		field  string
	}{
		"a shared day":        {calendar.Season{Name: "Été", First: "2027-08-31", Last: "2027-12-31"}, club.CodeSeasonDays, "season.first"},
		"the last day first":  {calendar.Season{Name: "Été", First: "2028-08-31", Last: "2028-01-31"}, club.CodeDayOrder, "season.last"},
		"a day that is none":  {calendar.Season{Name: "Été", First: "2028-02-30", Last: "2028-03-31"}, club.CodeBadDay, "season.first"},
		"a name given before": {calendar.Season{Name: "2026–2027", First: "2027-09-01", Last: "2028-08-31"}, club.CodeNameTaken, "season.name"},
		"no name":             {calendar.Season{First: "2027-09-01", Last: "2028-08-31"}, club.CodeRequired, "season.name"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := h.SaveSeason(t.Context(), h.req(), test.season)
			wantRefusal(t, err, test.code, test.field)
		})
	}
	next, err := h.SaveSeason(t.Context(), h.req(), calendar.Season{Name: "2027–2028", First: "2027-09-01", Last: "2028-08-31"})
	if err != nil {
		t.Fatal(err)
	}
	next.Last = "2028-07-31"
	if _, err := h.SaveSeason(t.Context(), h.req(), next.Season); err != nil {
		t.Fatalf("a season may be changed without meeting itself: %v", err)
	}
	seasons, err := h.Seasons(t.Context())
	if err != nil || len(seasons) != 2 || seasons[0] != next.Season {
		t.Errorf("%+v, %v", seasons, err)
	}
}

func TestAFirstRunSentAgainGivesTheSameClub(t *testing.T) {
	h := emptyHouse(t)
	first, err := h.OpenClub(t.Context(), desk.Request{Key: "one-form-one-key"}, firstRun())
	if err != nil {
		t.Fatal(err)
	}
	again, err := h.OpenClub(t.Context(), desk.Request{Actor: first.Person, Key: "one-form-one-key"}, firstRun())
	if err != nil || again.Person != first.Person || again.ClubName != first.ClubName {
		t.Errorf("the answer was lost: %+v %v", again, err)
	}
	_, err = h.OpenClub(t.Context(), desk.Request{Actor: first.Person, Key: "another-form"}, firstRun())
	wantRefusal(t, err, club.CodeClubExists, "")
}

func TestTheFirstRunRefusesBeforeAnythingIsWritten(t *testing.T) {
	h := emptyHouse(t)
	if h.Language(t.Context()) != locale.English {
		t.Error("before there is a club, English")
	}
	in := firstRun()
	in.Link = "http://pay.example/{reference}/{amount}"
	_, err := h.OpenClub(t.Context(), desk.Request{}, in)
	wantRefusal(t, err, club.CodeLinkTemplate, "link")
	if settings, err := h.Settings(t.Context()); err != nil || settings.Identity.Name != "" {
		t.Errorf("%+v, %v", settings.Identity, err)
	}
	if _, err := h.OpenClub(t.Context(), desk.Request{}, firstRun()); err != nil {
		t.Fatal(err)
	}
	if h.Language(t.Context()) != locale.French {
		t.Error("afterwards, the club's")
	}
	staff, err := h.Staff(t.Context())
	if err != nil || len(staff) != 1 || staff[0].Name != "Laure Caron" || staff[0].Role != club.Owner {
		t.Errorf("%+v, %v", staff, err)
	}
}

func TestStartSettingsHaveEverySentenceInThreeLanguages(t *testing.T) {
	for _, country := range []string{"FR", "BE"} {
		in := firstRun()
		if in.Identity.Country = country; country == "BE" {
			in.Identity.SIREN, in.Identity.VATNumber, in.Identity.Zone = "", "", "Europe/Brussels"
		}
		view := openClubAs(t, in).settings()
		check := func(what string, texts club.Texts) {
			for _, text := range []string{texts.French, texts.Dutch, texts.English} {
				if text == "" || strings.HasPrefix(text, "starter.") {
					t.Errorf("%s, %s: %q", country, what, text)
				}
			}
		}
		for _, rate := range view.VAT {
			check(rate.Code, rate.Label)
			if rate.Kind != club.Taxed {
				check(rate.Code, rate.Mention)
			}
		}
		for _, m := range view.Mentions {
			check(m.Code, m.Text)
		}
		check("terms", view.Terms[0].Text)
	}
}

// longLink is a template whose longest link has so many bytes.
func longLink(bytes int) string {
	const site, holes = "https://pay.example/", "?a={amount}&r={reference}"
	filled := len(site) + len("?a=999999999.99&r=") + len("RF18") + 21
	return site + strings.Repeat("x", bytes-filled) + holes
}

func TestTheLongestLinkAPrintedCodeHoldsIsTaken(t *testing.T) {
	h := openClub(t)
	h.change(func(p *club.Policy) {
		p.LinkTemplate, p.AidNames = longLink(331), []string{"Pass’Sport", "Coupon sport", "Carte Sortir", "CAF", "Mairie", "Région"}
	})
	id := h.sellTo(h.join("Delcourt", "Manon").ID, h.goods("Licol", 2500)).Invoice.ID
	if text := printed(t, h.Desk, id); strings.Contains(text, "…") || !strings.Contains(text, "Région") {
		t.Errorf("something is cut: %s", text)
	}
}

func TestAFormThatWouldPrintANumberTwiceIsRefusedWhenItIsSaved(t *testing.T) {
	h := openClub(t)
	halter := h.goods("Licol", 2500)
	h.change(func(p *club.Policy) { p.NumberForm = "F{year}-1{n}" })
	for range 2 {
		h.sellTo(0, halter, billing.Tender{Way: billing.Cash, Cents: 2500}) // F2026-11, F2026-12
	}
	view := h.settings()
	save := func(form string, credit bool) error {
		policy := view.Policy
		policy.NumberForm = form
		if credit {
			policy.NumberForm, policy.OwnCreditSeries, policy.CreditForm = "G{year}-{n}", true, form
		}
		_, err := h.SavePolicy(ctx, h.req(), desk.Change[club.Policy]{Version: view.Versions.Policy, Value: policy})
		return err
	}
	refusal := wantRefusal(t, save("F{year}-{n:2}", false), club.CodeNumberTaken, "policy.numberForm") // the eleventh would be F2026-11
	if refusal.Params["number"] != "F2026-11" {
		t.Errorf("names %v", refusal.Params)
	}
	wantRefusal(t, save("F{year}-1{n}", true), club.CodeNumberTaken, "policy.creditForm") // its series begins at 1
	h.clock.set(t, "2027-01-02 10:00")
	h.must(save("F{year}-{n:2}", false)) // the numbers of 2026 are all given
}

func TestEveryWayOfPayingFitsItsBoxOnTheSlip(t *testing.T) {
	for _, country := range []string{"FR", "BE"} {
		for _, way := range billing.WaysAt(country) {
			for _, lang := range []locale.Lang{locale.French, locale.Dutch, locale.English} {
				if text := locale.Text(lang, "way."+string(way), nil); way.Received() && document.BoxLetters(text) < utf8.RuneCountInString(text) {
					t.Errorf("%s is cut after %d letters", text, document.BoxLetters(text))
				}
			}
		}
	}
}
