package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"paddock/backend/billing"
	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/exchange"
	"paddock/backend/locale"
	"paddock/backend/mail"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// Mails lists the mails that were read: those to look at first.
func (d *Desk) Mails() List[sqlite.ReceivedMail] {
	return listed(d, "mails", "mailbox.title", mailColumns, func(tx *sqlite.Tx, _ listing, _ ListQuery) ([]sqlite.ReceivedMail, error) { return tx.ReceivedMails() })
}

var mailColumns = []column[sqlite.ReceivedMail]{
	{"mailbox.from", exchange.Text, func(_ listing, m sqlite.ReceivedMail) any { return firstOf(m.SenderName, m.Sender) }},
	{"mailbox.address", exchange.Text, func(_ listing, m sqlite.ReceivedMail) any { return m.Sender }},
	{"mailbox.subject", exchange.Text, func(_ listing, m sqlite.ReceivedMail) any { return m.Subject }},
	{"list.day", exchange.Day, func(l listing, m sqlite.ReceivedMail) any { return calendar.DayOf(m.Written, l.zone) }},
	{"today.col.family", exchange.Text, func(_ listing, m sqlite.ReceivedMail) any { return m.Family }},
	{"mailbox.state", exchange.Text, func(l listing, m sqlite.ReceivedMail) any { return l.say("mailbox.state."+string(m.State), nil) }},
}

// MailView is a mail with what is proposed for it.
type MailView struct {
	sqlite.ReceivedMail
	SubjectRuns []Run             `json:"subjectRuns" nullable:"false"`
	TextRuns    []Run             `json:"textRuns" nullable:"false"`
	Files       []sqlite.MailFile `json:"files" nullable:"false"`
	Riders      []MailRider       `json:"riders" nullable:"false" doc:"Of the household, to choose from"`
	Proposals   []MailProposal    `json:"proposals" nullable:"false"`
	Answer      *MailAnswer       `json:"answer,omitempty" doc:"What can be answered; nothing to a program or to nobody's address"`
	language    locale.Lang       // of what each proposal says
}

// Run is a stretch of a mail that is marked, or is not.
type Run struct {
	Text string `json:"text"`
	As   string `json:"as" enum:",rider,day,absence,present,doubtful,enrolment,amount,reference,activity" doc:"Why it is marked"`
}

// MailRider is a rider of whose household a mail is.
type MailRider struct {
	Rider club.RiderID `json:"rider"`
	Name  string       `json:"name"`
}

// MailAnswer is what a prepared answer is made of, in the family's language: how it
// begins, what each proposal says, how it ends.
type MailAnswer struct {
	Language locale.Lang `json:"language" enum:"fr,nl,en"`
	Begins   string      `json:"begins"`
	Ends     string      `json:"ends"`
	Text     string      `json:"text" doc:"Of the one that was given; empty before"`
	Off      club.Code   `json:"off" enum:",mailOff,mailNoAddress" doc:"Why nothing can be answered from here"`
	Address  string      `json:"address" doc:"Where it goes: to where the mail came from, as long as that is the family's; empty where nobody has one"`
}

// MailProposal is one thing that can be done about a mail.
type MailProposal struct {
	Key          string               `json:"key" doc:"The same as long as it proposes the same, with the same consequence"`
	Ref          string               `json:"ref" doc:"Of an absence or a booking the same whatever its consequence; else the key"`
	Kind         mail.Kind            `json:"kind" enum:"absence,enrolment,booking,notice,invoice,paper,statement"`
	Sure         bool                 `json:"sure"`
	Why          []mail.Why           `json:"why" nullable:"false" doc:"Texts mailbox.why.*"`
	Can          bool                 `json:"can" doc:"It can be accepted here"`
	Rider        club.RiderID         `json:"rider"`
	RiderName    string               `json:"riderName"`
	Lesson       string               `json:"lesson" doc:"Or the activity"`
	Day          calendar.Day         `json:"day,omitempty"`
	Through      calendar.Day         `json:"throughDay,omitempty"`
	Start        calendar.Minute      `json:"start"`
	Consequence  *booking.Consequence `json:"consequence,omitempty" doc:"What cancelling now does"`
	Invoice      billing.InvoiceID    `json:"invoice"`
	Cart         billing.CartID       `json:"cart" doc:"In place of an invoice: accepting it sells the cart with this money"`
	Number       string               `json:"number"`
	Cents        money.Cents          `json:"cents"`
	Remaining    money.Cents          `json:"remainingCents"`
	AsksProvider bool                 `json:"asksProvider" doc:"Of a notice: accepting it has the payment provider asked, which books what came"`
	Paper        string               `json:"paper" doc:"Its code; empty where nothing says which"`
	File         int                  `json:"file" doc:"Its place among the files"`
	Offer        int64                `json:"offer" doc:"The activity a place is asked in"`
	Guest        bool                 `json:"guest" doc:"The place is for who wrote: a guest is made of them"`
	Questions    []catalogue.Question `json:"questions" nullable:"false" doc:"What the activity asks of who takes the place"`
	Place        *Chance              `json:"place,omitempty" doc:"Of a booking: the lesson, and what stands in its way"`
	Pays         *Way                 `json:"pays,omitempty" doc:"What accepting a booking takes"`
	Says         string               `json:"says" doc:"Its sentence in the answer"`
	booking      booking.BookingID
}

// Mail shows one mail with what is proposed for it now. Absences of one mail can change
// each other, at the season's limit or in a duo: what each says is what comes of it once
// all are accepted but those that are left out, by their refs. They are done to be looked
// at, and nothing is kept.
func (d *Desk) Mail(ctx context.Context, id sqlite.MailID, left []string) (MailView, error) {
	view, err := read(ctx, d, "mails", func(tx *sqlite.Tx) (MailView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return MailView{}, err
		}
		return d.viewMail(tx, c, id)
	})
	if err != nil || len(view.absences(left)) < 2 {
		return view, err
	}
	person, err := d.Seated(ctx)
	if err != nil {
		return MailView{}, err
	}
	err = d.db.Write(ctx, func(tx *sqlite.Tx) error {
		c, err := loadClub(tx)
		if err == nil {
			view, err = d.viewMail(tx, c, id)
		}
		if err != nil {
			return err
		}
		for _, i := range view.absences(left) {
			p := &view.Proposals[i]
			_, done, _, err := cancelProposed(tx, c, person, *p)
			if refusal := (&club.Error{}); errors.As(err, &refusal) {
				break // accepting it says why
			}
			if err != nil {
				return err
			}
			*p = p.does(view.language, done.Consequence)
		}
		return errLooked
	})
	if !errors.Is(err, errLooked) {
		return MailView{}, err
	}
	return view, nil
}

// absences are the places of its proposals that would be given up, without those left out.
func (v MailView) absences(left []string) (at []int) {
	for i, p := range v.Proposals {
		if p.Kind == mail.Absence && p.Can && !slices.Contains(left, p.Ref) {
			at = append(at, i)
		}
	}
	return at
}

func (d *Desk) viewMail(tx *sqlite.Tx, c clubNow, id sqlite.MailID) (MailView, error) {
	row, err := tx.Mail(id)
	if err != nil {
		return MailView{}, refused(err, club.CodeMailGone)
	}
	view := MailView{ReceivedMail: row, Riders: []MailRider{}, Proposals: []MailProposal{}}
	if view.Files, err = tx.MailFiles(id); err != nil {
		return view, err
	}
	m, err := parsed(tx, row, view.Files)
	if err != nil {
		return view, err
	}
	if row.Household, err = standing(tx, row.Household); err != nil {
		return view, err
	}
	found, k, err := d.recognise(tx, c, m, row.Household)
	if err != nil {
		return view, err
	}
	for _, r := range k.riders {
		view.Riders = append(view.Riders, MailRider{r.ID, r.FirstName + " " + r.Surname})
	}
	slices.SortFunc(view.Riders, func(a, b MailRider) int { return int(a.Rider - b.Rider) })
	view.SubjectRuns, view.TextRuns = runs(m.Subject, found, true), runs(m.Text, found, false)
	lang := c.Identity.Language
	if row.Household != 0 {
		if lang, err = languageOf(tx, c, row.Household); err != nil {
			return view, err
		}
	}
	view.language = lang
	if row.State == sqlite.MailNew {
		for _, f := range found {
			made, err := d.propose(tx, c, lang, f, k)
			if err != nil {
				return view, err
			}
			for _, p := range made {
				p.Ref = firstOf(p.Ref, p.Key)
				view.Proposals = append(view.Proposals, p)
			}
		}
	}
	asks := slices.ContainsFunc(view.Proposals, func(p MailProposal) bool { return p.Guest && p.Can })
	if (row.Household != 0 || asks && row.Sender != "") && !row.Facts.Automatic {
		params := map[string]any{"name": cutName(row.SenderName), "club": c.Identity.Name}
		view.Answer = &MailAnswer{Language: lang, Begins: strings.Replace(locale.Text(lang, "mailbox.answer.begins", params), " ,", ",", 1), Ends: locale.Text(lang, "mailbox.answer.ends", params)}
		if view.Answer.Address, err = answerAddress(tx, row); err != nil {
			return view, err
		}
		switch {
		case !c.Mail.Sending:
			view.Answer.Off = club.CodeMailOff
		case view.Answer.Address == "":
			view.Answer.Off = club.CodeMailNoAddress
		}
		if row.Reply != 0 {
			view.Answer.Text, err = tx.MessageBody(row.Reply)
		}
	}
	return view, err
}

// answerAddress is where a mail's family is answered: where it asks to be, or where it
// wrote from, as long as that address is the family's own; else the family's.
func answerAddress(tx *sqlite.Tx, row sqlite.ReceivedMail) (string, error) {
	if row.Household == 0 { // a guest is made of who wrote
		return row.Sender, nil
	}
	for _, address := range []string{row.AnswerTo, row.Sender} {
		home, err := mailedBy(tx, address)
		if err != nil || home != 0 && home == row.Household {
			return address, err
		}
	}
	home, err := tx.HouseholdHead(row.Household)
	return home.Email, err
}

// parsed is a stored mail as it was when it was read.
func parsed(tx *sqlite.Tx, row sqlite.ReceivedMail, files []sqlite.MailFile) (mail.Message, error) {
	m := mail.Message{
		ID: row.MessageID, From: mail.Address{Name: row.SenderName, Email: row.Sender}, Date: row.Written, Subject: row.Subject, Text: row.Body, Automatic: row.Facts.Automatic,
	}
	for _, r := range row.Facts.Results {
		m.Results = append(m.Results, mail.Result{Method: r.Method, Domain: r.Domain, Pass: r.Pass})
	}
	for _, to := range row.Facts.To {
		m.To = append(m.To, mail.Address{Email: to})
	}
	for _, f := range files {
		a := mail.Attachment{Name: f.Name, Type: f.Type, Bytes: f.Bytes}
		if f.Type != "" {
			_, content, err := tx.MailFile(row.ID, f.N)
			if err != nil {
				return m, err
			}
			a.Content = content
		}
		m.Attachments = append(m.Attachments, a)
	}
	return m, nil
}

// runs cuts a text where marks begin and end; of two that overlap the first counts.
func runs(text string, found []mail.Finding, subject bool) []Run {
	var marks []mail.Mark
	for _, f := range found {
		for _, m := range f.Marks {
			if m.Subject == subject && m.From < m.To && m.To <= len(text) {
				marks = append(marks, m)
			}
		}
	}
	slices.SortStableFunc(marks, func(a, b mail.Mark) int { return a.From - b.From })
	all, at := []Run{}, 0
	for _, m := range marks {
		if m.From < at {
			continue
		}
		if m.From > at {
			all = append(all, Run{Text: text[at:m.From]})
		}
		all, at = append(all, Run{text[m.From:m.To], m.As}), m.To
	}
	if at < len(text) {
		all = append(all, Run{Text: text[at:]})
	}
	return all
}

// propose makes of a finding what a person can accept: one proposal for each place.
func (d *Desk) propose(tx *sqlite.Tx, c clubNow, lang locale.Lang, f mail.Finding, k known) ([]MailProposal, error) {
	p := MailProposal{Kind: f.Kind, Sure: f.Sure(), Why: f.Why, Rider: f.Rider, Day: f.Days.First, Through: f.Days.Last, Cents: f.Cents, Paper: f.Paper, File: f.Attachment, Offer: f.Activity, Questions: []catalogue.Question{}}
	if r, is := k.riders[f.Rider]; is {
		p.RiderName = r.FirstName + " " + r.Surname
	}
	p.Key = fmt.Sprintf("%s:%d:%s:%d:%s:%d", f.Kind, f.Rider, f.Days.First, f.Activity, f.Reference, f.Attachment)
	switch f.Kind {
	case mail.Absence:
		var all []MailProposal
		for _, id := range f.Bookings {
			one, err := proposeAbsence(tx, c, lang, p, k.rides[id])
			if err != nil {
				return nil, err
			}
			all = append(all, one)
		}
		if all != nil {
			return all, nil
		}
	case mail.Booking:
		p = proposeBooking(lang, p, k.chances[askedPlace{f.Rider, f.Lesson}], k.spent)
	case mail.Enrolment:
		var err error
		if p, err = proposeEnrolment(tx, c, lang, p, k.events[f.Activity], k.home); err != nil {
			return nil, err
		}
	case mail.Notice, mail.Invoice:
		o := k.owed[f.Reference]
		p.Invoice, p.Cart, p.Number, p.Remaining = o.Invoice, o.Cart, firstOf(o.Number, f.Reference), o.Remaining
		p.Can = f.Kind == mail.Notice && !f.Settled() && (o.Invoice != 0 || o.Cart != 0) && f.Cents > 0
		if p.Can {
			var err error
			if p.AsksProvider, err = linkStands(tx, o); err != nil {
				return nil, err
			}
			p.Key += fmt.Sprintf(":%d:%d:%t", p.Cents, p.Remaining, p.AsksProvider)
		}
	case mail.Statement:
		p.Can = true
	case mail.Paper:
		p.Can = len(k.riders) > 0
		if p.RiderName != "" {
			p.Says = locale.Text(lang, "mailbox.answer.paper", map[string]any{"rider": k.riders[f.Rider].FirstName})
		}
	}
	return []MailProposal{p}, nil
}

// proposeAbsence is giving up one place, with what comes of it.
func proposeAbsence(tx *sqlite.Tx, c clubNow, lang locale.Lang, p MailProposal, ride sqlite.RiderLesson) (MailProposal, error) {
	b, l, err := bookingIn(tx, ride.ID)
	if err != nil {
		return p, err
	}
	p.booking, p.Lesson, p.Day, p.Through, p.Start = b.ID, l.Name, l.Day, l.Day, l.Start
	p.Ref = fmt.Sprintf("absence:%d", b.ID)
	p.Key = p.Ref
	consequence, err := consequenceOf(tx, c, b, l, booking.Announced)
	if err != nil || consequence.Outcome == booking.Begun {
		return p, err
	}
	return p.does(lang, consequence), nil
}

// does is an absence with what comes of it, which its key stands for.
func (p MailProposal) does(lang locale.Lang, consequence booking.Consequence) MailProposal {
	p.Key = fmt.Sprintf("%s:%s:%s:%t", p.Ref, consequence.Outcome, consequence.Through, consequence.Moved)
	p.Consequence, p.Can = &consequence, true
	p.Says = p.absenceSays(lang, consequence)
	return p
}

// absenceSays is what the family is told of a place that is given up.
func (p MailProposal) absenceSays(lang locale.Lang, done booking.Consequence) string {
	what := locale.Text(lang, "message.absence."+string(done.Outcome), map[string]any{"throughDay": done.Through})
	return locale.Text(lang, "mailbox.answer.absence", map[string]any{"rider": cutName(p.RiderName), "lesson": p.Lesson, "lessonDay": p.Day, "time": p.Start.String(), "what": what})
}

// MailFile is a file of a mail with what it holds.
func (d *Desk) MailFile(ctx context.Context, id sqlite.MailID, n int) (sqlite.MailFile, []byte, error) {
	type whole struct {
		sqlite.MailFile
		content []byte
	}
	got, err := read(ctx, d, "mails", func(tx *sqlite.Tx) (whole, error) {
		f, content, err := tx.MailFile(id, n)
		return whole{f, content}, refused(err, club.CodeMailFileGone)
	})
	return got.MailFile, got.content, err
}

// cutName is the first word of a name.
func cutName(name string) string {
	first, _, _ := strings.Cut(name, " ")
	return first
}
