package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	"paddock/backend/billing"
	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/mail"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// AcceptMail is what a person accepts of a mail's proposals, and the answer.
type AcceptMail struct {
	Items  []AcceptedItem `json:"items" nullable:"false"`
	Answer string         `json:"answer" maxLength:"20000" doc:"As it is sent; empty for none"`
}

// AcceptedItem is one proposal that is accepted, with what the person chose in it.
type AcceptedItem struct {
	Key   string       `json:"key" maxLength:"300"`
	Rider club.RiderID `json:"rider,omitempty" doc:"Whose paper it is, or who takes the place"`
	Paper string       `json:"paper,omitempty" maxLength:"60" doc:"Which paper it is"`

	Surname   string       `json:"surname,omitempty" maxLength:"100" doc:"Of a guest who takes the place"`
	FirstName string       `json:"firstName,omitempty" maxLength:"100"`
	BirthDate calendar.Day `json:"birthDate,omitempty"`

	Answers []EnrolAnswer `json:"answers,omitempty" maxItems:"12" doc:"To what the activity asks of who takes the place"`
}

// AcceptMail does what was proposed and still is, all or nothing, answers the family
// and takes the mail off the list. Where a proposal changed meanwhile nothing is done.
func (d *Desk) AcceptMail(ctx context.Context, req Request, id sqlite.MailID, in AcceptMail) (MailView, error) {
	body := struct {
		Mail sqlite.MailID
		In   AcceptMail
	}{id, in}
	statements, err := d.mailedStatements(As(ctx, req.Actor), id, in.Items)
	if err != nil {
		return MailView{}, err
	}
	return write(ctx, d, req, "acceptMail", body, func(tx *sqlite.Tx) (MailView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return MailView{}, err
		}
		view, err := d.viewMail(tx, c, id)
		if err != nil {
			return view, err
		}
		if view.State != sqlite.MailNew {
			return view, club.Refuse(club.CodeMailEnded)
		}
		if len(in.Items) == 0 && strings.TrimSpace(in.Answer) == "" {
			return view, club.Refuse(club.CodeRequired).On("items")
		}
		a := accepting{desk: d, tx: tx, c: c, actor: req.Actor, mail: id, home: view.Household, view: view, statements: statements}
		for i, item := range in.Items {
			at := slices.IndexFunc(view.Proposals, func(p MailProposal) bool { return p.Can && p.is(item.Key) })
			if at < 0 {
				return view, club.Refuse(club.CodeMailChanged)
			}
			if err := a.accept(view.Proposals[at], item); err != nil {
				return view, ofItem(err, i)
			}
		}
		reply, err := a.answer(view, in.Answer)
		if err != nil {
			return view, err
		}
		if err := confirm(tx, c, req.Actor, a.home, reply, a.booked); err != nil {
			return view, err
		}
		if err := tx.EndReceived(id, sqlite.MailNew, sqlite.MailDone, reply, req.Actor); err != nil {
			return view, refused(err, club.CodeMailEnded)
		}
		if err := a.point(view); err != nil {
			return view, err
		}
		if err := a.remember(view); err != nil {
			return view, err
		}
		return d.viewMail(tx, c, id)
	})
}

// is reports whether a key names a proposal; an absence does it with any consequence, since
// another one of the mail may change that.
func (p MailProposal) is(key string) bool {
	return p.Key == key || p.Kind == mail.Absence && strings.HasPrefix(key, p.Ref+":")
}

// ofItem names the field of a refused enrolment as who accepts a mail filled it in.
func ofItem(err error, i int) error {
	var refusal *club.Error
	if errors.As(err, &refusal) {
		if name, of := strings.CutPrefix(refusal.Field, "riders.0."); of {
			return refusal.On(field("items", i, name))
		}
	}
	return err
}

// accepting is proposals being done.
type accepting struct {
	desk     *Desk
	tx       *sqlite.Tx
	c        clubNow
	actor    club.Actor
	mail     sqlite.MailID
	view     MailView // as it was shown
	home     club.HouseholdID
	steps    []back // that undo it, the last first
	money    bool   // something of it is never undone
	lessons  []planning.LessonID
	riders   []string
	invoices []billing.InvoiceID // that were issued
	booked   []booking.BookingID

	termsVersion, termsText string // of sale, that the family has still to accept; empty when it did

	statements map[string]mailedStatement // by their proposal
	imported   []sqlite.MailFound
}

func (a *accepting) accept(p MailProposal, item AcceptedItem) error {
	switch p.Kind {
	case mail.Absence:
		return a.absence(p, item)
	case mail.Paper:
		return a.paper(p, item)
	case mail.Booking:
		return a.booking(p)
	case mail.Enrolment:
		return a.enrolment(p, item)
	case mail.Statement:
		return a.statement(p)
	case mail.Notice:
		a.money = a.money || !p.AsksProvider
		return a.desk.settlePaid(a.tx, a.c, a.actor, p)
	}
	return club.Refuse(club.CodeMailChanged)
}

// cancelProposed gives up the place of an absence as CancelBooking does.
func cancelProposed(tx *sqlite.Tx, c clubNow, actor club.Actor, p MailProposal) (l planning.Lesson, done Cancelled, again retaken, err error) {
	b, l, err := bookingIn(tx, p.booking)
	if err != nil {
		return l, done, again, err
	}
	done, again, err = cancelPlace(tx, c, actor, b, l, booking.Announced, setAside{})
	return l, done, again, err
}

// absence gives up one place, where that does what the desk was shown. What the family is
// told of it stands in the answer.
func (a *accepting) absence(p MailProposal, item AcceptedItem) error {
	rider, err := heldRider(a.tx, p.Rider)
	if err != nil {
		return err
	}
	l, done, again, err := cancelProposed(a.tx, a.c, a.actor, p)
	if err != nil {
		return err
	}
	if p.does(a.view.language, done.Consequence).Key != item.Key {
		return club.Refuse(club.CodeMailChanged)
	}
	a.steps = append([]back{{"retakePlace", again}}, a.steps...)
	a.lessons, a.riders = append(a.lessons, l.ID), append(a.riders, rider.FirstName)
	return nil
}

// sees is whether a rider is of the mail's household, or shared with it.
func (a *accepting) sees(rider club.RiderID) bool {
	return slices.ContainsFunc(a.view.Riders, func(r MailRider) bool { return r.Rider == rider })
}

// paper puts a file into a rider's file as AddScan does.
func (a *accepting) paper(p MailProposal, item AcceptedItem) error {
	rider, err := heldRider(a.tx, item.Rider)
	if err != nil {
		return err
	}
	if !a.sees(rider.ID) {
		return club.Refuse(club.CodeRiderNotFound)
	}
	f, content, err := a.tx.MailFile(a.mail, p.File)
	if err != nil {
		return refused(err, club.CodeMailFileGone)
	}
	sum := sha256.Sum256(content)
	before, err := fileNow(a.tx, rider.ID)
	if err != nil {
		return err
	}
	scan := sqlite.Scan{Rider: rider.ID, Paper: item.Paper, SHA: hex.EncodeToString(sum[:]), Name: clean(f.Name)}
	if err := addScan(a.tx, a.c, a.actor, scan, content); err != nil {
		return err
	}
	steps, err := papersBack(a.tx, rider.ID, before)
	a.steps = append(steps, a.steps...)
	return err
}

// answer writes to the family, in the place of what each verb would have told it.
func (a *accepting) answer(view MailView, text string) (int64, error) {
	text = strings.TrimSpace(text)
	if text == "" || view.Answer == nil {
		return 0, nil
	}
	if a.home == 0 { // a stranger's, and no guest was made of them
		return 0, club.Refuse(club.CodeRequired).On("items")
	}
	if view.Answer.Off != "" { // it would be written to nobody
		return 0, club.Refuse(view.Answer.Off).On("answer").With("name", view.Family)
	}
	for i, lesson := range a.lessons {
		if _, err := a.tx.DropMessages("absenceNoted", lesson, a.home, a.riders[i]); err != nil {
			return 0, err
		}
	}
	subject := view.Subject
	if subject == "" {
		subject = a.c.Identity.Name
	}
	if !strings.HasPrefix(strings.ToLower(subject), "re:") {
		subject = "Re: " + subject
	}
	id, err := a.tx.AddMessage(sqlite.Message{Household: a.home, Kind: "mailAnswered", Language: view.Answer.Language, Subject: subject, Body: a.withTerms(text),
		Riders: strings.Join(a.riders, ", "), GoesTo: view.Answer.Address, Answers: view.MessageID}, a.actor)
	if err != nil {
		return 0, err
	}
	return id, a.enclosed(id)
}

// remember keeps how the whole is undone: money never is.
func (a *accepting) remember(view MailView) error {
	who := firstOf(view.Family, view.SenderName, view.Sender)
	if a.money || len(a.invoices) > 0 {
		if err := act(a.tx, "acceptMail", who, a.home); err != nil {
			return err
		}
		if a.tx.Done.Lasting = club.CodeLastingPayment; !a.money {
			a.tx.Done.Lasting = club.CodeLastingInvoice
		}
		return nil
	}
	return act(a.tx, "acceptMail", who, a.home, append(a.steps, back{"endMail", mailEnded{a.mail, sqlite.MailDone, sqlite.MailNew}})...)
}

// mailEnded is what became of a mail, for whoever undoes it.
type mailEnded struct {
	Mail sqlite.MailID        `json:"mail"`
	From sqlite.ReceivedState `json:"from"`
	To   sqlite.ReceivedState `json:"to"`
}

func (e mailEnded) turned() any { return mailEnded{e.Mail, e.To, e.From} }

// FileMail puts a mail away, or back among those to look at.
type FileMail struct {
	Filed bool `json:"filed"`
}

// FileMail puts a mail away as one that asks for nothing, or takes it out again. In
// the mailbox itself nothing changes.
func (d *Desk) FileMail(ctx context.Context, req Request, id sqlite.MailID, in FileMail) (MailView, error) {
	body := struct {
		Mail sqlite.MailID
		In   FileMail
	}{id, in}
	return write(ctx, d, req, "fileMail", body, func(tx *sqlite.Tx) (MailView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return MailView{}, err
		}
		row, err := tx.Mail(id)
		if err != nil {
			return MailView{}, refused(err, club.CodeMailGone)
		}
		from, to := sqlite.MailNew, sqlite.MailFiled
		if !in.Filed {
			from, to = to, from
		}
		if row.State == to {
			return d.viewMail(tx, c, id)
		}
		if err := tx.EndReceived(id, from, to, 0, req.Actor); err != nil {
			return MailView{}, refused(err, club.CodeMailEnded)
		}
		if err := act(tx, "fileMail", firstOf(row.Family, row.SenderName, row.Sender), row.Household, back{"endMail", mailEnded{id, to, from}}); err != nil {
			return MailView{}, err
		}
		return d.viewMail(tx, c, id)
	})
}

// undoMail puts a mail back where it was; an answer that has not left is dropped.
func undoMail(u undoing, in mailEnded) error {
	row, err := u.tx.Mail(in.Mail)
	if err != nil || row.State != in.From {
		return club.Refuse(club.CodeUndoChanged)
	}
	if row.Reply != 0 {
		if err := u.tx.DropMessage(row.Reply); err != nil {
			return refused(err, club.CodeUndoUsed)
		}
	}
	if err := u.tx.EndReceived(in.Mail, in.From, in.To, 0, u.actor); err != nil {
		return refused(err, club.CodeUndoChanged)
	}
	if in.To != sqlite.MailNew {
		return nil
	}
	return u.d.tie(u.tx, u.c, row, row.Household, row.Tied) // what it is about, once more
}

// TieMail says whose a mail is.
type TieMail struct {
	Household club.HouseholdID `json:"household" doc:"0: nobody's"`
}

// TieMail says whose a mail is; what it is about is recognised anew.
func (d *Desk) TieMail(ctx context.Context, req Request, id sqlite.MailID, in TieMail) (MailView, error) {
	body := struct {
		Mail sqlite.MailID
		In   TieMail
	}{id, in}
	return write(ctx, d, req, "tieMail", body, func(tx *sqlite.Tx) (MailView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return MailView{}, err
		}
		row, err := tx.Mail(id)
		if err != nil {
			return MailView{}, refused(err, club.CodeMailGone)
		}
		if err := d.tie(tx, c, row, in.Household, true); err != nil {
			return MailView{}, err
		}
		if err := act(tx, "tieMail", firstOf(row.SenderName, row.Sender), in.Household, back{"tieMail", tied{id, row.Household, row.Tied, in.Household}}); err != nil {
			return MailView{}, err
		}
		return d.viewMail(tx, c, id)
	})
}

func (d *Desk) tie(tx *sqlite.Tx, c clubNow, row sqlite.ReceivedMail, household club.HouseholdID, byHand bool) error {
	household, err := standing(tx, household)
	if err != nil {
		return err
	}
	files, err := tx.MailFiles(row.ID)
	if err != nil {
		return err
	}
	m, err := parsed(tx, row, files)
	if err != nil {
		return err
	}
	found, k, err := d.recognise(tx, c, m, household)
	if err != nil {
		return err
	}
	return tx.TieMail(row.ID, household, byHand, k.summary(found))
}

// tied is whose a mail was before somebody said so.
type tied struct {
	Mail   sqlite.MailID    `json:"mail"`
	Was    club.HouseholdID `json:"was"`
	ByHand bool             `json:"byHand"`
	Is     club.HouseholdID `json:"is"`
}

// undoTie gives a mail back to whose it was.
func undoTie(u undoing, in tied) error {
	row, err := u.tx.Mail(in.Mail)
	if err != nil || row.Household != in.Is {
		return club.Refuse(club.CodeUndoChanged)
	}
	return u.d.tie(u.tx, u.c, row, in.Was, in.ByHand)
}
