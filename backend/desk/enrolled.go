package desk

import (
	"slices"

	"paddock/backend/billing"
	"paddock/backend/booking"
	"paddock/backend/club"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// enrol gathers the places of an activity by their riders, with how each is paid
// and what its file lacks.
func (v *ActivityView) enrol(tx *sqlite.Tx, c clubNow, rows []sqlite.EnrolledRow) error {
	var riders []club.RiderID
	for _, r := range rows {
		if len(riders) == 0 || riders[len(riders)-1] != r.Rider {
			riders = append(riders, r.Rider)
		}
	}
	files, err := filesOn(tx, c, v.Offer.Terms.ValidFrom, v.papers(c), riders...)
	if err != nil {
		return err
	}
	calls, err := tx.WhomToCall(riders)
	if err != nil {
		return err
	}
	answers, err := tx.EnrolmentAnswers(v.Offer.ID)
	if err != nil {
		return err
	}
	paid := map[billing.InvoiceID]paidLines{}
	owing := map[club.HouseholdID]bool{}
	for _, r := range rows {
		if n := len(v.Enrolled); n == 0 || v.Enrolled[n-1].Rider != r.Rider {
			one := Enrolled{
				Rider: r.Rider, FirstName: r.FirstName, Surname: r.Surname, Sex: r.Sex, BirthDate: r.BirthDate,
				LevelCode: r.LevelCode, LevelLabel: r.LevelLabel, Medical: r.Medical,
				Household: r.Household, HouseholdName: r.HouseholdName, Guest: r.Guest, Email: r.Email,
				Call: calls[n], Activities: r.Activities, By: r.By, HeldUntil: r.Until, Places: []EnrolledPlace{},
				Answers: append([]sqlite.EnrolmentAnswer{}, answers[r.Rider]...),
			}
			one.Lacks = v.lacks(files[r.Rider], r.Licensed)
			one.Complete = len(one.Lacks) == 0
			if one.Payment, err = paymentOf(tx, paid, r); err != nil {
				return err
			}
			v.Money.Asked += one.Payment.Asked
			v.Money.Aids += one.Payment.Aid
			v.Money.Rest += one.Payment.Rest
			if one.Payment.Rest > 0 {
				owing[r.Household] = true
			}
			v.Enrolled = append(v.Enrolled, one)
		}
		one := &v.Enrolled[len(v.Enrolled)-1]
		one.Places = append(one.Places, EnrolledPlace{r.Lesson, r.ID, r.State})
		for i := range v.Days {
			if v.Days[i].ID == r.Lesson {
				v.Days[i].count(r.State)
			}
		}
	}
	v.Money.Owing = len(owing)
	v.Money.Received = v.Money.Asked - v.Money.Aids - v.Money.Rest
	return nil
}

func (d *ActivityDayView) count(state booking.State) {
	switch state {
	case booking.Attended:
		d.Present++
	case booking.Absent:
		d.Absent++
	case booking.Booked:
		d.Unticked++
	}
}

// papers are the club's, with those the activity asks for asked of whoever they are
// for: what else they bought does not matter.
func (v *ActivityView) papers(c clubNow) []club.AskedPaper {
	list := c.PapersOn(c.today)
	for i, p := range list {
		if p.For == club.ForOffer && slices.ContainsFunc(v.Asks, func(asked club.AskedPaper) bool { return asked.Code == p.Code }) {
			list[i].For = club.ForAll
		}
	}
	return list
}

// lacks lists the papers of the activity that a rider does not have on its first day,
// of those that are asked of one of their age then. One that another does in place of
// is not missing, and a licence held answers by itself.
func (v *ActivityView) lacks(file club.FileState, licensed bool) []LackedPaper {
	lacks := []LackedPaper{}
	for _, asked := range v.Asks {
		state, has := club.PaperMissing, asked.Code == club.LicencePaper && licensed
		listed := false
		for _, p := range file.Papers {
			if p.Code == asked.Code {
				state, listed = p.State, true
			}
			has = has || (p.Code == asked.Code || p.Instead == asked.Code) && p.State == club.PaperAccepted
		}
		if !has && listed {
			lacks = append(lacks, LackedPaper{asked.Code, asked.Name, state})
		}
	}
	return lacks
}

// paidLines is how the lines of an invoice are paid.
type paidLines struct {
	doc               billing.Document
	left, money, aids []money.Cents // by line; what is asked, and what reached it
	row               sqlite.Settlement
}

// paymentOf is how the enrolment of a row is paid; an invoice is looked at once.
func paymentOf(tx *sqlite.Tx, known map[billing.InvoiceID]paidLines, r sqlite.EnrolledRow) (EnrolledPayment, error) {
	id := billing.InvoiceID(r.Invoice)
	if id == 0 {
		return EnrolledPayment{Paid: r.By == booking.ByGiven}, nil
	}
	paid, has := known[id]
	if !has {
		var err error
		if paid, err = payLines(tx, id); err != nil {
			return EnrolledPayment{}, err
		}
		known[id] = paid
	}
	at := slices.IndexFunc(paid.doc.Lines, func(l billing.Line) bool { return l.ID == r.Line })
	if at < 0 {
		return EnrolledPayment{Invoice: id}, nil
	}
	p := EnrolledPayment{Invoice: id, Asked: paid.left[at], Aid: paid.aids[at], Due: paid.row.NextDue}
	p.Rest = p.Asked - p.Aid - paid.money[at]
	if p.Paid = p.Rest <= 0 && p.Aid == 0; p.Rest <= 0 {
		p.Due = ""
	}
	return p, nil
}

// payLines spreads what settled an invoice over its lines (billing.Cover): money
// first, what aids cover of the rest then.
func payLines(tx *sqlite.Tx, id billing.InvoiceID) (paidLines, error) {
	paid := paidLines{}
	var err error
	if paid.doc, err = tx.Document(id); err != nil {
		return paid, err
	}
	notes, err := tx.CreditNotesOver(id)
	if err != nil {
		return paid, err
	}
	if paid.row, err = tx.Settlement(id); err != nil {
		return paid, err
	}
	paid.left = billing.Left(paid.doc, notes)
	asked := slices.Clone(paid.doc.Lines)
	for i := range asked {
		asked[i].Cents, asked[i].Now = paid.left[i], min(asked[i].Now, paid.left[i])
	}
	settled := paid.row.Settled - paid.row.Credited
	paid.money = billing.Cover(asked, settled-paid.row.Covered)
	paid.aids = billing.Cover(asked, settled)
	for i := range paid.aids {
		paid.aids[i] -= paid.money[i]
	}
	return paid, nil
}
