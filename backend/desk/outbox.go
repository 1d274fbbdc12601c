package desk

import (
	"context"
	"slices"
	"time"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/exchange"
	"paddock/backend/locale"
	"paddock/backend/sqlite"
)

// decidedSince is how long what is over stays in the list of the outbox.
const decidedSince = 30 * 24 * time.Hour

// Outbox lists what goes by mail: what waits for a person first, then what waits to
// leave, then what left in the last thirty days.
func (d *Desk) Outbox() List[sqlite.OutboxMail] {
	return listed(d, "outbox", "outbox.title", outboxColumns, func(tx *sqlite.Tx, _ listing, q ListQuery) ([]sqlite.OutboxMail, error) {
		rows, err := tx.Mails(tx.Now.Add(-decidedSince))
		return slices.DeleteFunc(rows, func(m sqlite.OutboxMail) bool { return q.Of != 0 && m.Household != club.HouseholdID(q.Of) }), err
	})
}

var outboxColumns = []column[sqlite.OutboxMail]{
	{"today.col.family", exchange.Text, func(_ listing, r sqlite.OutboxMail) any { return r.Family }},
	{"outbox.subject", exchange.Text, func(_ listing, r sqlite.OutboxMail) any { return r.Subject }},
	{"outbox.address", exchange.Text, func(_ listing, r sqlite.OutboxMail) any { return r.Address }},
	{"outbox.state", exchange.Text, func(l listing, r sqlite.OutboxMail) any { return l.say("outbox.is."+string(r.State), nil) }},
	{"list.day", exchange.Day, func(l listing, r sqlite.OutboxMail) any { return calendar.DayOf(r.Changed, l.zone) }},
	{"outbox.why", exchange.Text, func(l listing, r sqlite.OutboxMail) any {
		switch {
		case r.Fault != "":
			return joinSentences(l.say("outbox.fault."+r.Fault, nil), r.Says)
		case r.NoCopy != nil:
			return joinSentences(l.say("outbox.noCopy", nil), l.say("error."+string(r.NoCopy.Fault), r.NoCopy.Params))
		}
		return ""
	}},
}

// OutboxState is whether mails can leave now.
type OutboxState struct {
	Sending  bool           `json:"sending" doc:"The club sends mails"`
	Training bool           `json:"training" doc:"Nothing leaves"`
	Fault    club.Code      `json:"fault" doc:"What keeps the server from being reached: a text error.CODE; empty when it answered"`
	Params   map[string]any `json:"params,omitempty"`
	Again    time.Time      `json:"againAt,omitzero" doc:"When it is tried again by itself"`
	Missing  int            `json:"missing" doc:"Mails that left and are not among the sent ones of the mailbox"`
	NoCopy   *sqlite.NoCopy `json:"noCopy" doc:"Why, of the last one that was tried"`
}

// OutboxState tells whether mails can leave now, and what is in their way.
func (d *Desk) OutboxState(ctx context.Context) (OutboxState, error) {
	return read(ctx, d, "outbox", func(tx *sqlite.Tx) (OutboxState, error) {
		c, err := loadClub(tx)
		state := OutboxState{Sending: c.Mail.Sending, Training: c.training}
		if fault, again := d.mailing.state(); fault != nil {
			state.Fault, state.Params, state.Again = fault.Code, fault.Params, again
		}
		if err != nil {
			return state, err
		}
		n, why, err := tx.CopiesMissing()
		if n > 0 {
			state.Missing, state.NoCopy = n, &why
		}
		return state, err
	})
}

// The decisions of a person about a mail.
const (
	mailAgain   = "again"   // it is sent once more
	mailArrived = "arrived" // it left after all
	mailDrop    = "drop"    // it is not sent
)

// DecideMail is what a person says of a mail.
type DecideMail struct {
	Message int64            `json:"message"`
	State   sqlite.MailState `json:"state" enum:"waiting,sending,sent,perhaps,failed,dropped,bounced" doc:"As it was seen"`
	As      string           `json:"as" enum:"again,arrived,drop"`
}

// decisions are what may be said of a mail in a state, and what it is then.
var decisions = map[string]map[sqlite.MailState]sqlite.MailState{
	mailAgain:   {sqlite.MailPerhaps: sqlite.MailWaiting, sqlite.MailFailed: sqlite.MailWaiting, sqlite.MailBounced: sqlite.MailWaiting, sqlite.MailWaiting: sqlite.MailWaiting},
	mailArrived: {sqlite.MailPerhaps: sqlite.MailSent},
	mailDrop:    {sqlite.MailPerhaps: sqlite.MailDropped, sqlite.MailFailed: sqlite.MailDropped, sqlite.MailBounced: sqlite.MailDropped, sqlite.MailWaiting: sqlite.MailDropped},
}

// DecideMail says what becomes of a mail that waits or of which nobody knows whether
// it left: only a person sends that again.
func (d *Desk) DecideMail(ctx context.Context, req Request, in DecideMail) (sqlite.OutboxMail, error) {
	return write(ctx, d, req, "decideMail", in, func(tx *sqlite.Tx) (sqlite.OutboxMail, error) {
		state, may := decisions[in.As][in.State]
		if !may {
			return sqlite.OutboxMail{}, club.Refuse(club.CodeInvalid).On("as")
		}
		if err := tx.DecideMail(in.Message, in.State, state, req.Actor); err != nil {
			return sqlite.OutboxMail{}, refused(err, club.CodeMailDecided)
		}
		return tx.MailOf(in.Message)
	})
}

// MailInvoices is which documents their families are sent.
type MailInvoices struct {
	Invoices []billing.InvoiceID `json:"invoices" nullable:"false"`
}

// MailedInvoices is what was put into the outbox.
type MailedInvoices struct {
	Families int  `json:"families"`
	Training bool `json:"training" doc:"They wait and never leave"`
}

// MailInvoices sends documents to their families, one mail a family with all of
// theirs. Each is a copy that leaves, as PrintInvoice counts it: the original once,
// then duplicates, each one entry of the journal.
func (d *Desk) MailInvoices(ctx context.Context, req Request, in MailInvoices) (MailedInvoices, error) {
	return write(ctx, d, req, "mailInvoices", in, func(tx *sqlite.Tx) (MailedInvoices, error) {
		c, err := loadClub(tx)
		if err != nil {
			return MailedInvoices{}, err
		}
		if !c.Mail.Sending {
			return MailedInvoices{}, club.Refuse(club.CodeMailOff)
		}
		if len(in.Invoices) == 0 {
			return MailedInvoices{}, club.Refuse(club.CodeRequired).On("invoices")
		}
		families, of := []club.HouseholdID{}, map[club.HouseholdID][]billing.Document{}
		for _, id := range in.Invoices {
			doc, err := tx.Document(id)
			if err != nil {
				return MailedInvoices{}, refused(err, club.CodeInvoiceNotFound)
			}
			if of[doc.Household] == nil {
				families = append(families, doc.Household)
			}
			if !slices.ContainsFunc(of[doc.Household], func(other billing.Document) bool { return other.ID == id }) {
				of[doc.Household] = append(of[doc.Household], doc)
			}
		}
		for _, family := range families {
			if _, err := mailInvoices(tx, c, req.Actor, family, of[family], mailPaper); err != nil {
				return MailedInvoices{}, err
			}
		}
		return MailedInvoices{len(families), c.training}, nil
	})
}

// mailInvoices writes to a family, and returns the message; carry puts each document into
// the mail. The link that asks for all of them is given out by it (showLink).
func mailInvoices(tx *sqlite.Tx, c clubNow, actor club.Actor, family club.HouseholdID, docs []billing.Document,
	carry func(*sqlite.Tx, club.Actor, int64, billing.InvoiceID) error) (int64, error) {
	id, err := writePapers(tx, c, actor, family, "invoice", locale.Params{"n": len(docs), "number": docs[0].Number})
	var invoices []billing.InvoiceID
	for _, doc := range docs {
		if err == nil {
			err = carry(tx, actor, id, doc.ID)
		}
		invoices = append(invoices, doc.ID)
	}
	if err != nil {
		return id, err
	}
	link, err := linkOfAll(tx, invoices)
	if err == nil && link.ID != 0 {
		err = tx.InsertMailedLink(id, link.ID)
	}
	return id, err
}

// writePapers writes to a family what goes with papers: the texts are "mail.KIND.subject"
// and ".body".
func writePapers(tx *sqlite.Tx, c clubNow, actor club.Actor, family club.HouseholdID, kind string, about locale.Params) (int64, error) {
	if !c.Mail.Sending {
		return 0, club.Refuse(club.CodeMailOff)
	}
	home, err := tx.HouseholdHead(family)
	if err != nil {
		return 0, refused(err, club.CodeHouseholdNotFound)
	}
	if home.Email == "" {
		return 0, club.Refuse(club.CodeMailNoAddress).On(kind+"s").With("name", home.Name)
	}
	lang, err := languageOf(tx, c, family)
	if err != nil {
		return 0, err
	}
	about["club"] = c.Identity.Name
	return tx.AddMessage(sqlite.Message{
		Household: family, Kind: kind, Language: lang,
		Subject: locale.Text(lang, "mail.sends."+kind+".subject", about), Body: locale.Text(lang, "mail.sends."+kind+".body", about),
	}, actor)
}

// loseMails says, at opening, of what was being sent when a program ended that nobody
// knows whether it left.
func (d *Desk) loseMails(ctx context.Context) error {
	waits, err := look(ctx, d, func(tx *sqlite.Tx) (bool, error) { return tx.MailsUnderWay() })
	if err != nil || !waits {
		return err
	}
	return d.db.Write(ctx, func(tx *sqlite.Tx) error {
		n, err := tx.LoseMails()
		if n > 0 {
			d.log.Warn("mails that were being sent when the program ended", "n", n)
		}
		return err
	})
}
