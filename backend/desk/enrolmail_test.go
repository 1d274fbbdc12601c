package desk_test

import (
	"errors"
	"strings"
	"testing"

	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/locale"
	"paddock/backend/mail"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// placeAsked is a mailbox with a mail that asks for a place in an event for adults.
func placeAsked(t *testing.T, change func(*catalogue.Offer), from, text string) (p *post, id sqlite.MailID) {
	s := openSchool(t)
	o := camp("Rando Vercors")
	o.AgeMin, o.AgeMax = 18, 0
	if change != nil {
		change(&o)
	}
	offer := s.save(o)
	_, err := s.PlanActivity(ctx, s.req(), offer.ID, desk.PlanActivity{Kind: planning.Event, Capacity: 8, Days: s.onDays("2026-10-24"), Version: offer.Version})
	s.must(err)
	s.sendsBy(1)
	p = &post{ring: &ring{shop: &shop{house: s.house}}, keeper: s.MailKeeper(mail.Account{Server: mail.Server{Host: "mail.example"}})}
	if strings.HasPrefix(from, "Martin") {
		s.join("Martin", "Léa")
	}
	return p, p.arrives(from, "Rando", text)
}

// taking accepts the one proposal of a mail, with the prepared answer.
func (p *post) taking(id sqlite.MailID, item desk.AcceptedItem) error {
	p.t.Helper()
	view := p.mail(id)
	if len(view.Proposals) != 1 || !view.Proposals[0].Can || view.Answer == nil {
		p.t.Fatalf("%+v, answer %v", view.Proposals, view.Answer)
	}
	item.Key = view.Proposals[0].Key
	_, err := p.AcceptMail(ctx, p.req(), id, desk.AcceptMail{Items: []desk.AcceptedItem{item}, Answer: view.Proposals[0].Says})
	return err
}

func TestAnAdultIsEnrolledByEmailAloneAndAnsweredWithTheInvoice(t *testing.T) {
	p, id := placeAsked(t, nil, "Julie Roussel <julie@courriel.example>", "Bonjour, une place pour la rando Vercors svp. Julie")
	p.refuses(p.taking(id, desk.AcceptedItem{Surname: "Roussel", FirstName: "Julie"}), club.CodeRequired)
	p.refuses(p.taking(id, desk.AcceptedItem{Surname: "Roussel", FirstName: "Julie", BirthDate: "2010-05-02"}), club.CodeTooYoung)
	p.must(p.taking(id, desk.AcceptedItem{Surname: "Roussel", FirstName: "Julie", BirthDate: "1990-05-02"}))
	done := p.mail(id)
	home := p.shown(done.Household)
	if done.State != sqlite.MailDone || home.Kind != "guest" || home.Email != "julie@courriel.example" {
		t.Fatalf("%s, %+v", done.State, home.Household)
	}
	out := p.only()
	if out.Address != "julie@courriel.example" || !strings.HasPrefix(out.Subject, "Re: Rando") {
		t.Errorf("%+v", out)
	}
	list, err := p.Documents(ctx, sqlite.DocumentFilter{})
	p.must(err)
	if len(list.Rows) != 1 || list.Rows[0].Household != done.Household || list.Rows[0].Remaining != 9600 {
		t.Fatalf("%+v", list.Rows)
	}
	doc, err := p.Document(ctx, list.Rows[0].ID)
	p.must(err)
	if len(doc.Mails) != 1 || doc.Mails[0].Message != out.ID || !strings.Contains(out.Body, "La facture est jointe") {
		t.Errorf("the answer carries no invoice, or says so: %+v, %s", doc.Mails, out.Body)
	}
	if doc.TermsAt != "" || !strings.Contains(out.Body, "conditions de vente (version "+doc.TermsVersion) {
		t.Errorf("the terms count as accepted at %q: %s", doc.TermsAt, out.Body)
	}
	if terms := p.termsText("fr"); terms == "" || !strings.HasSuffix(out.Body, "\n\n"+terms) {
		t.Errorf("the terms that are still to be accepted do not follow: %s", out.Body)
	}
	cart, err := p.OpenCart(ctx, p.req(), done.Household)
	p.must(err)
	if cart.TermsVersion != doc.TermsVersion {
		t.Error("the next sale does not ask for the terms")
	}
	p.refuses(p.undoes(), club.CodeLastingInvoice)
	p.proved()
}

// termsText is what the club's conditions of sale say in a language.
func (h *house) termsText(lang locale.Lang) string {
	view, err := h.Settings(ctx)
	h.must(err)
	return view.Terms[0].Text.In(lang)
}

func TestTermsFollowInTheFamilysLanguageUntilItAcceptedThem(t *testing.T) {
	p, id := placeAsked(t, func(o *catalogue.Offer) { o.AgeMin = 0 }, "Martin <famille@martin.example>", "Bonjour, je voudrais inscrire Léa à la rando Vercors.")
	home := p.shown(p.mail(id).Household).Household
	home.Language = locale.Dutch
	_, err := p.SaveHousehold(ctx, p.req(), desk.SaveHousehold{Household: home})
	p.must(err)
	place := p.mail(id).Proposals[0]
	p.must(p.taking(id, desk.AcceptedItem{Rider: place.Rider}))
	out, dutch := p.only(), p.termsText(locale.Dutch)
	if dutch == p.termsText("fr") || !strings.HasSuffix(out.Body, "\n\n"+dutch) {
		t.Errorf("the terms do not follow in Dutch: %s", out.Body)
	}

	p, id = placeAsked(t, func(o *catalogue.Offer) { o.AgeMin = 0 }, "Martin <famille@martin.example>", "Bonjour, je voudrais inscrire Léa à la rando Vercors.")
	view, err := p.Settings(ctx)
	p.must(err)
	_, err = p.AcceptTerms(ctx, p.req(), p.mail(id).Household, desk.AcceptTerms{Version: view.Terms[0].Version})
	p.must(err)
	place = p.mail(id).Proposals[0]
	p.must(p.taking(id, desk.AcceptedItem{Rider: place.Rider}))
	if out := p.only(); strings.Contains(out.Body, "conditions") {
		t.Errorf("a family that accepted the terms is sent them: %s", out.Body)
	}
}

func TestWhatAnActivityAsksIsAnsweredWhereItsMailIsAccepted(t *testing.T) {
	asks := func(o *catalogue.Offer) {
		o.AgeMin = 0
		o.Enrolling.Questions = []catalogue.Question{{Text: club.Texts{French: "Allergies", Dutch: "Allergieën", English: "Allergies"}, Required: true}, {Text: club.Texts{French: "Pique-nique"}}}
	}
	p, id := placeAsked(t, asks, "Martin <famille@martin.example>", "Bonjour, je voudrais inscrire Léa à la rando Vercors.")
	place := p.mail(id).Proposals[0]
	if len(place.Questions) != 2 || !place.Questions[0].Required || place.Questions[1].Required || place.Questions[0].Text.Dutch != "Allergieën" {
		t.Fatalf("asked: %+v", place.Questions)
	}
	needed := p.taking(id, desk.AcceptedItem{Rider: place.Rider})
	p.refuses(needed, club.CodeAnswerNeeded)
	if refusal := (&club.Error{}); !errors.As(needed, &refusal) || refusal.Field != "items.0.answers" {
		t.Errorf("the field that is missing is not named: %v", needed)
	}
	if p.mail(id).State != sqlite.MailNew {
		t.Error("a mail whose question is open was dealt with")
	}
	p.must(p.taking(id, desk.AcceptedItem{Rider: place.Rider, Answers: []desk.EnrolAnswer{{Question: place.Questions[0].ID, Answer: " arachides "}}}))
	view, err := p.Activity(ctx, catalogue.OfferID(place.Offer))
	p.must(err)
	if kept := view.Enrolled[0].Answers; len(kept) != 1 || kept[0].Answer != "arachides" || kept[0].Asked != "Allergies" {
		t.Errorf("kept: %+v", kept)
	}
	p.proved()
}

func TestAMinorIsAGuestWhereTheOwnerOffersItToEverybody(t *testing.T) {
	p, id := placeAsked(t, func(o *catalogue.Offer) { o.AgeMin = 0 }, "Julie Roussel <julie@courriel.example>", "Une place pour la rando Vercors.")
	p.refuses(p.taking(id, desk.AcceptedItem{Surname: "Roussel", FirstName: "Zoé", BirthDate: "2015-05-02"}), club.CodeFamiliesOnly)
	p, id = placeAsked(t, func(o *catalogue.Offer) { o.AgeMin, o.Audience = 0, catalogue.ForGuests }, "Julie Roussel <julie@courriel.example>", "Une place pour la rando Vercors.")
	p.must(p.taking(id, desk.AcceptedItem{Surname: "Roussel", FirstName: "Zoé", BirthDate: "2015-05-02"}))
	p.proved()
}

func TestARiderOfAFamilyIsEnrolledByOneKey(t *testing.T) {
	p, id := placeAsked(t, func(o *catalogue.Offer) { o.AgeMin = 0 }, "Martin <famille@martin.example>", "Bonjour, je voudrais inscrire Léa à la rando Vercors.")
	view := p.mail(id)
	if len(view.Proposals) != 1 || !view.Proposals[0].Sure || view.Proposals[0].Guest {
		t.Fatalf("%+v", view.Proposals)
	}
	other := p.join("Petit", "Emma").Riders[0].ID
	p.refuses(p.taking(id, desk.AcceptedItem{Rider: other}), club.CodeRiderNotFound)
	p.must(p.taking(id, desk.AcceptedItem{Rider: view.Proposals[0].Rider}))
	if done := p.mail(id); done.State != sqlite.MailDone || done.Household != view.Household {
		t.Errorf("%+v", done)
	}
	p.proved()
}

// A rider of separated parents is proposed to both, and both can enrol them and send
// their papers.
func TestARiderSharedWithTheHouseholdIsTakenFromItsMail(t *testing.T) {
	p, _ := placeAsked(t, func(o *catalogue.Offer) { o.AgeMin = 6 }, "Martin <martin@courriel.example>", "x")
	home := p.join("Perrin", "Zoe")
	lea := p.join("Delcourt", "Manon").Riders[0]
	_, err := p.ShareRider(ctx, p.req(), lea.ID, desk.ShareRider{Household: home.ID, Version: lea.Version})
	p.must(err)
	p.must(p.taking(p.arrives(home.Email, "Rando", "Bonjour, une place pour Manon pour la rando Vercors svp."), desk.AcceptedItem{Rider: lea.ID}))
	id := p.arrives(home.Email, "Papiers", "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nVoici le papier de Manon.\n--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename=papier.pdf\n\n%PDF-1.4\n%%EOF\n--b--\n")
	_, err = p.AcceptMail(ctx, p.req(), id, desk.AcceptMail{Items: []desk.AcceptedItem{{Key: p.mail(id).Proposals[0].Key, Rider: lea.ID, Paper: "rules"}}})
	p.must(err)
	stranger := p.join("Roux", "Ada").Riders[0]
	again := p.arrives(home.Email, "Rando", "Bonjour, une place pour Zoe pour la rando Vercors svp.")
	p.refuses(p.taking(again, desk.AcceptedItem{Rider: stranger.ID}), club.CodeRiderNotFound)
}
