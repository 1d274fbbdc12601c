package desk

import (
	"paddock/backend/billing"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/sqlite"
)

// proposeEnrolment is a place in an activity: for a rider of the family, or for a
// guest of whom the mail says the name and a person adds the birth date. The answer
// speaks of an invoice only where the club's mails carry it, and of the terms of sale
// that the family has not accepted yet, which follow it there.
func proposeEnrolment(tx *sqlite.Tx, c clubNow, lang locale.Lang, p MailProposal, a sqlite.ActivityRow, home club.HouseholdID) (MailProposal, error) {
	p.Lesson, p.Guest = a.Name, home == 0
	p.Can = a.Lesson != 0
	p.Says = locale.Text(lang, "mailbox.answer.enrolment", locale.Params{"activity": a.Name, "fromDay": a.First})
	if p.Can {
		offer, err := activityOffer(tx, catalogue.OfferID(p.Offer))
		if err != nil {
			return p, err
		}
		p.Questions = append(p.Questions, offer.Enrolling.Questions...)
	}
	acceptance := "mailbox.answer.terms"
	if c.Mail.Sending {
		p.Says += " " + locale.Text(lang, "mailbox.answer.enclosed", nil)
		acceptance = "mailbox.answer.termsFollow"
	}
	version, _, err := toAccept(tx, club.Household{ID: home, Language: lang}, c.TermsOn(c.today))
	if err == nil && version != "" {
		p.Says += " " + locale.Text(lang, acceptance, locale.Params{"version": version})
	}
	return p, err
}

// enrolment enrols as Enrol does, and invoices it at once: the family has the invoice
// with its link in the answer. A guest is made where the offer is for everybody: one
// open to minors asks for an account unless the owner says otherwise.
func (a *accepting) enrolment(p MailProposal, item AcceptedItem) error {
	offer, err := activityOffer(a.tx, catalogue.OfferID(p.Offer))
	if err != nil {
		return err
	}
	in := Enrol{Household: a.home, Language: a.view.Answer.Language, Email: a.view.Sender, Riders: []EnrolRider{{Rider: item.Rider}}}
	if a.home == 0 {
		if item.BirthDate == "" {
			return club.Refuse(club.CodeRequired).On("birthDate")
		}
		in.Riders[0] = EnrolRider{Surname: item.Surname, FirstName: item.FirstName, BirthDate: item.BirthDate}
	} else if rider, err := heldRider(a.tx, item.Rider); err != nil {
		return err
	} else if !a.sees(rider.ID) {
		return club.Refuse(club.CodeRiderNotFound)
	}
	in.Riders[0].Answers = item.Answers
	cart, err := enrol(a.tx, a.c, a.actor, offer, &in)
	if err != nil {
		return err
	}
	held, err := a.tx.Cart(cart.ID)
	if err != nil {
		return err
	}
	s := &sale{Desk: a.desk, tx: a.tx, c: a.c, cart: held, actor: a.actor, away: true, answered: true, in: Checkout{OnAccount: true, Tenders: []billing.Tender{}}}
	if a.c.Policy.LinkProvider == "" && a.c.Policy.LinkTemplate != "" {
		s.in.Tenders = []billing.Tender{{Way: billing.Link, Cents: cart.Total}}
	}
	if err := s.run(); err != nil {
		return err
	}
	a.invoices = append(a.invoices, s.doc.ID)
	a.booked = append(a.booked, s.booked...)
	a.termsVersion, a.termsText = cart.TermsVersion, cart.TermsText
	if a.home != 0 {
		return nil
	}
	a.home = in.Household
	return a.tx.TieMail(a.mail, a.home, false, a.view.Found)
}

// withTerms lets an answer that sells end with the terms of sale the family has still
// to accept: as whole as they are, in its language, whatever the clerk made of the
// answer. That they were sent is no acceptance.
func (a *accepting) withTerms(text string) string {
	if !a.c.Mail.Sending || a.termsVersion == "" {
		return text
	}
	heading := locale.Text(a.view.Answer.Language, "mailbox.answer.termsHeading", locale.Params{"version": a.termsVersion})
	return text + "\n\n" + heading + "\n\n" + a.termsText
}

// enclosed lets the answer carry what was invoiced, where the club sends.
func (a *accepting) enclosed(message int64) error {
	if !a.c.Mail.Sending {
		return nil
	}
	for _, id := range a.invoices {
		if err := mailPaper(a.tx, a.actor, message, id); err != nil {
			return err
		}
	}
	return nil
}
