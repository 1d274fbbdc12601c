package desk

import (
	"context"
	"slices"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/sqlite"
)

// Enrol is who is to ride in an activity.
type Enrol struct {
	Household club.HouseholdID `json:"household,omitempty" doc:"Whose riders they are; 0 for a guest"`
	Name      string           `json:"name,omitempty" doc:"Guest: as the desk calls it; the first rider's surname when empty"`
	Email     string           `json:"email,omitempty" doc:"Guest: all that is known of one"`
	Language  locale.Lang      `json:"language,omitempty" enum:",fr,nl,en" doc:"Guest: of letters and papers; the club's when empty"`
	Riders    []EnrolRider     `json:"riders" nullable:"false"`
	Reason    string           `json:"reason,omitempty" maxLength:"500" doc:"Why they are enrolled although the activity does not fit or is closed"`
	Confirmed bool             `json:"confirmed,omitempty" doc:"Somebody saw the look-alikes and means another one"`
}

// EnrolRider is one of them, with what they answer.
type EnrolRider struct {
	Rider     club.RiderID  `json:"rider,omitempty" doc:"0 for one of a guest's, who is made"`
	Surname   string        `json:"surname,omitempty"`
	FirstName string        `json:"firstName,omitempty"`
	BirthDate calendar.Day  `json:"birthDate,omitempty"`
	Answers   []EnrolAnswer `json:"answers,omitempty"`
}

// EnrolAnswer answers one of the activity's questions.
type EnrolAnswer struct {
	Question int    `json:"question"`
	Answer   string `json:"answer" maxLength:"500"`
}

// Enrol puts riders into an activity: all of its days are held for them in a new
// cart, a line each, until it is paid. A guest is made with its riders. All are
// enrolled or none is: with one place left for two, the one without is named.
func (d *Desk) Enrol(ctx context.Context, req Request, id catalogue.OfferID, in Enrol) (CartView, error) {
	body := struct {
		ID catalogue.OfferID
		In Enrol
	}{id, in}
	return write(ctx, d, req, "enrol", body, func(tx *sqlite.Tx) (CartView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return CartView{}, err
		}
		offer, err := activityOffer(tx, id)
		if err != nil {
			return CartView{}, err
		}
		view, err := enrol(tx, c, req.Actor, offer, &in)
		if err != nil {
			return CartView{}, err
		}
		return view, actCart(tx, "enrol", view, map[string]any{cartState: billing.CartOpen, cartPromo: ""})
	})
}

// enrol holds the places in a new cart; a guest that is made is named in in.
func enrol(tx *sqlite.Tx, c clubNow, actor club.Actor, offer catalogue.Offer, in *Enrol) (CartView, error) {
	if len(in.Riders) == 0 {
		return CartView{}, club.Refuse(club.CodeRequired).On("riders")
	}
	answers, err := answersTo(c, offer, in.Riders)
	if err != nil {
		return CartView{}, err
	}
	riders, err := enrolling(tx, c, actor, in)
	if err != nil {
		return CartView{}, err
	}
	lines := make([]AddLine, len(riders))
	for i, rider := range riders {
		if err := tx.SaveEnrolmentAnswers(offer.ID, rider, answers[i], actor); err != nil {
			return CartView{}, err
		}
		lines[i] = AddLine{Offer: offer.ID, Rider: rider, Quantity: 1, Reason: in.Reason}
	}
	cart, err := openCart(tx, c, actor, in.Household, lines)
	if err != nil {
		return CartView{}, err
	}
	return viewCart(tx, c, cart)
}

// enrolling are the riders of an enrolment; those of a guest are made, with their
// household.
func enrolling(tx *sqlite.Tx, c clubNow, actor club.Actor, in *Enrol) ([]club.RiderID, error) {
	var riders []club.RiderID
	if in.Household != 0 {
		for i, r := range in.Riders {
			if r.Rider == 0 {
				return nil, club.Refuse(club.CodeRiderNeeded).On(field("riders", i, "rider"))
			}
			riders = append(riders, r.Rider)
		}
		return riders, nil
	}
	home := club.Household{Kind: guest, Name: in.Name, Email: in.Email, Language: in.Language}
	for i, r := range in.Riders {
		if r.BirthDate == "" {
			return nil, club.Refuse(club.CodeRequired).On(field("riders", i, "birthDate"))
		}
		home.Riders = append(home.Riders, club.Rider{Surname: r.Surname, FirstName: r.FirstName, BirthDate: r.BirthDate})
	}
	if err := checkHousehold(tx, c, &home); err != nil {
		return nil, err
	}
	if !in.Confirmed {
		if err := refuseLookAlikes(tx, c, home); err != nil {
			return nil, err
		}
	}
	id, err := insertHousehold(tx, home, actor)
	if err != nil {
		return nil, err
	}
	view, err := indexAndView(tx, c, id)
	for _, r := range view.Riders {
		riders = append(riders, r.ID)
	}
	in.Household = id
	return riders, err
}

// answersTo is what is kept of the answers, by the riders: each beside its
// question in the club's language. It refuses a question that needs an answer
// and has none.
func answersTo(c clubNow, offer catalogue.Offer, riders []EnrolRider) ([][]sqlite.EnrolmentAnswer, error) {
	kept := make([][]sqlite.EnrolmentAnswer, len(riders))
	for i, rider := range riders {
		for _, q := range offer.Enrolling.Questions {
			at := slices.IndexFunc(rider.Answers, func(a EnrolAnswer) bool { return a.Question == q.ID })
			text := ""
			if at >= 0 {
				text = clean(rider.Answers[at].Answer)
			}
			if text == "" && q.Required {
				return nil, club.Refuse(club.CodeAnswerNeeded).On(field("riders", i, "answers")).With("question", q.Text.In(c.Identity.Language))
			}
			if text != "" {
				kept[i] = append(kept[i], sqlite.EnrolmentAnswer{Question: q.ID, Asked: q.Text.In(c.Identity.Language), Answer: text})
			}
		}
	}
	return kept, nil
}
