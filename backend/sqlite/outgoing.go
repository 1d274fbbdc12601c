package sqlite

import (
	"time"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/planning"
)

// MailState is what became of a message on its way by mail.
type MailState string

// The states of a mail. Sending is written before a server is handed anything.
const (
	MailWaiting MailState = "waiting"
	MailSending MailState = "sending"
	MailSent    MailState = "sent"
	MailPerhaps MailState = "perhaps" // nobody knows whether it left: a person decides
	MailFailed  MailState = "failed"
	MailDropped MailState = "dropped"
	MailBounced MailState = "bounced" // a server gave it back, or refused its addressee
)

// mailIt lets a message go by mail where the club sends and there is an address.
func (tx *Tx) mailIt(message int64, m Message) error {
	settings, _, err := tx.Settings()
	if err != nil || !settings.Mail.Sending {
		return err
	}
	next := ""
	if !m.NotBefore.IsZero() {
		next = stamp(m.NotBefore)
	}
	_, err = tx.exec(`INSERT INTO outgoing (message, address, goes_to, answers, changed_at, next_at) SELECT o.id, coalesce(nullif(?3, ''), h.email), ?3, ?4, ?2, ?5
		FROM outbox o LEFT JOIN households h ON h.id = o.household WHERE o.id = ?1 AND (coalesce(h.email, '') <> '' OR ?3 <> '')`, message, stamp(tx.Now), m.GoesTo, m.Answers, next)
	return err
}

// OutboxMail is a message with what became of it on its way.
type OutboxMail struct {
	ID        int64            `json:"id"`
	Kind      string           `json:"kind"`
	Household club.HouseholdID `json:"household" doc:"0 of what goes to no family"`
	Family    string           `json:"family" doc:"Or the address of what goes to none"`
	Address   string           `json:"address"`
	Subject   string           `json:"subject"`
	Made      time.Time        `json:"madeAt"`
	State     MailState        `json:"state" enum:"waiting,sending,sent,perhaps,failed,dropped,bounced"`
	Attempts  int              `json:"attempts"`
	Next      time.Time        `json:"nextAt,omitzero" doc:"Not tried before"`
	Fault     string           `json:"fault" doc:"Code of the text outbox.fault.CODE; empty when nothing went wrong"`
	Says      string           `json:"says" doc:"What the server said of the last try"`
	Changed   time.Time        `json:"changedAt" doc:"Since when it is so"`
	NoCopy    *NoCopy          `json:"noCopy" doc:"Of one that left: why its copy is not among the sent ones"`

	Language locale.Lang       `json:"-"`
	Body     string            `json:"-"`
	Lesson   planning.LessonID `json:"-"`
	Answers  string            `json:"-"` // Message-ID of the mail it answers
}

const mailColumns = `o.id, o.kind, coalesce(h.id, 0), coalesce(h.name, g.goes_to), CASE WHEN g.state = 'waiting' AND g.goes_to = '' THEN h.email ELSE g.address END, o.subject, o.made_at,
	CASE WHEN g.state = 'waiting' AND o.state <> 'waiting' THEN 'dropped' ELSE g.state END, g.attempts, g.next_at, g.fault, g.says, g.changed_at,
	o.language, o.body, coalesce(o.lesson, 0), g.answers, coalesce(c.fault, ''), coalesce(c.params, '{}'), coalesce(c.next_at, '')
	FROM outgoing g JOIN outbox o ON o.id = g.message LEFT JOIN households h ON h.id = o.household LEFT JOIN sent_copies c ON c.message = g.message AND c.fault <> ''`

func scanMail(row scanner) (m OutboxMail, err error) {
	var made, next, changed, again string
	var missing NoCopy
	err = row.Scan(&m.ID, &m.Kind, &m.Household, &m.Family, &m.Address, &m.Subject, &made, &m.State, &m.Attempts, &next, &m.Fault, &m.Says, &changed,
		&m.Language, &m.Body, &m.Lesson, &m.Answers, &missing.Fault, fromJSON(&missing.Params), &again)
	if missing.Fault != "" {
		m.NoCopy = &missing
	}
	for _, at := range []struct {
		text string
		into *time.Time
	}{{made, &m.Made}, {next, &m.Next}, {changed, &m.Changed}, {again, &missing.Again}} {
		if err == nil && at.text != "" {
			*at.into, err = time.Parse(instantLayout, at.text)
		}
	}
	return m, err
}

// Mails lists what goes by mail: what waits for a person first, then what waits, then
// the latest that left. Those that were done before a moment are left out.
func (tx *Tx) Mails(since time.Time) ([]OutboxMail, error) {
	return collect(tx, scanMail, "SELECT "+mailColumns+` WHERE g.state NOT IN ('sent', 'dropped') OR g.changed_at >= ?
		ORDER BY CASE g.state WHEN 'perhaps' THEN 0 WHEN 'failed' THEN 1 WHEN 'bounced' THEN 1 WHEN 'sent' THEN iif(coalesce(c.fault, '') <> '', 1, 4) WHEN 'sending' THEN 2 WHEN 'waiting' THEN 3 ELSE 4 END, g.changed_at DESC, g.message DESC`, stamp(since))
}

// MailOf is the way of one message, or ErrNotFound.
func (tx *Tx) MailOf(message int64) (OutboxMail, error) {
	return one(tx, scanMail, "SELECT "+mailColumns+" WHERE g.message = ?", message)
}

// mailWaitsForLink is how long a mail waits for a link that is not made.
const mailWaitsForLink = 24 * time.Hour

// DueMails lists what may be tried now, the earliest first. One whose paper, or receipt
// of a sale, still asks for money by a link its provider is about to make waits for it, a
// day at most, and not at all where the provider refuses.
func (tx *Tx) DueMails() ([]OutboxMail, error) {
	return collect(tx, scanMail, "SELECT "+mailColumns+` WHERE g.state = 'waiting' AND o.state = 'waiting' AND g.next_at <= ? AND NOT (o.made_at > ? AND EXISTS (
		SELECT 1 FROM (SELECT invoice FROM outgoing_papers WHERE message = g.message
			UNION ALL SELECT y.sale FROM outgoing_receipts x JOIN payments y ON y.id = x.payment WHERE x.message = g.message AND y.sale IS NOT NULL) p
		JOIN invoices i ON i.id = p.invoice JOIN settlements s ON s.invoice = i.id AND i.total_cents > s.settled_cents + `+announcedFor+`
		JOIN request_invoices a ON a.invoice = i.id JOIN requests r ON r.id = a.request AND r.state = 'open'
		JOIN provider_links l ON l.request = r.id WHERE l.state = 'wanted' AND l.problem IN ('', 'later')
		AND NOT EXISTS (SELECT 1 FROM withheld_links w WHERE w.request = r.id AND w.released_at = ''))) ORDER BY g.message`, stamp(tx.Now), stamp(tx.Now.Add(-mailWaitsForLink)))
}

// OfferStands reports whether a household is still offered a place in a lesson, or
// the weekly one of its series.
func (tx *Tx) OfferStands(household club.HouseholdID, lesson planning.LessonID) (stands bool, err error) {
	err = tx.row(`SELECT EXISTS (SELECT 1 FROM waiting w JOIN riders r ON r.id = w.rider WHERE (w.lesson = ?1 OR w.series = (SELECT series FROM lessons WHERE id = ?1)) AND w.state = 'offered' AND r.household = ?2)`,
		[]any{int64(lesson), int64(household)}, &stands)
	return stands, err
}

// BeginMail says that a mail is about to be handed in under a Message-ID. ErrNotFound
// when it does not wait any more.
func (tx *Tx) BeginMail(message int64, address, id string) error {
	return tx.change(`UPDATE outgoing SET state = 'sending', address = ?2, message_id = ?4, attempts = attempts + 1, fault = '', says = '', changed_at = ?3, changed_by = NULL
		WHERE message = ?1 AND state = 'waiting' AND (SELECT state FROM outbox WHERE id = ?1) = 'waiting'`, message, address, stamp(tx.Now), id)
}

// BounceMail says that the mail of a Message-ID came back, with the server's words, and
// returns its household. ErrNotFound when no mail left under it, or somebody decided
// about it since.
func (tx *Tx) BounceMail(id, says string) (home club.HouseholdID, err error) {
	err = tx.row(`UPDATE outgoing SET state = 'bounced', fault = 'bounced', says = ?2, changed_at = ?3, changed_by = NULL
		WHERE message_id = ?1 AND ?1 <> '' AND state IN ('sending', 'sent', 'perhaps') RETURNING (SELECT household FROM outbox WHERE id = message)`,
		[]any{id, says, stamp(tx.Now)}, orZero(&home))
	return home, err
}

// FailingAddress is a household's address that gave a mail back, until it is changed or
// somebody decides about that mail.
type FailingAddress struct {
	Message   int64            `json:"message"`
	Household club.HouseholdID `json:"household"`
	Family    string           `json:"family"`
	Address   string           `json:"address"`
	Says      string           `json:"says" doc:"The server's words"`
	Since     time.Time        `json:"sinceAt"`
}

// failing is that a mail to the address of a household h came back.
const failing = `SELECT 1 FROM outgoing g JOIN outbox o ON o.id = g.message WHERE g.state = 'bounced' AND o.household = h.id AND h.email <> '' AND lower(g.address) = lower(h.email)`

// FailingAddresses lists them, of one household unless it is 0, the latest first and
// each address once.
func (tx *Tx) FailingAddresses(household club.HouseholdID) ([]FailingAddress, error) {
	return collect(tx, func(row scanner) (f FailingAddress, err error) {
		var at string
		if err = row.Scan(&f.Message, &f.Household, &f.Family, &f.Address, &f.Says, &at); err == nil {
			f.Since, err = time.Parse(instantLayout, at)
		}
		return f, err
	}, `SELECT max(g.message), h.id, h.name, h.email, g.says, g.changed_at FROM outgoing g JOIN outbox o ON o.id = g.message JOIN households h ON h.id = o.household
		WHERE g.state = 'bounced' AND h.email <> '' AND lower(g.address) = lower(h.email) AND (?1 = 0 OR h.id = ?1) GROUP BY h.id ORDER BY g.changed_at DESC, g.message DESC`, int64(household))
}

// EndMail says what became of a mail; next is when it is tried again, where it waits.
func (tx *Tx) EndMail(message int64, was, state MailState, next time.Time, fault, says string) error {
	at := ""
	if !next.IsZero() {
		at = stamp(next)
	}
	return tx.change("UPDATE outgoing SET state = ?3, next_at = ?4, fault = ?5, says = ?6, changed_at = ?7, changed_by = NULL WHERE message = ?1 AND state = ?2",
		message, string(was), string(state), at, fault, says, stamp(tx.Now))
}

// DecideMail puts a mail into another state because a person says so. ErrNotFound
// when it is not in the state they saw.
func (tx *Tx) DecideMail(message int64, was, state MailState, actor club.Actor) error {
	return tx.change(`UPDATE outgoing SET state = ?3, next_at = '', fault = '', says = '', attempts = CASE ?3 WHEN 'waiting' THEN 0 ELSE attempts END, changed_at = ?4, changed_by = ?5
		WHERE message = ?1 AND state = ?2`, message, string(was), string(state), stamp(tx.Now), actor.ID)
}

// MailsUnderWay reports whether anything is being sent.
func (tx *Tx) MailsUnderWay() (some bool, err error) {
	err = tx.row("SELECT EXISTS (SELECT 1 FROM outgoing WHERE state = 'sending')", nil, &some)
	return some, err
}

// LoseMails says of what was being sent when a program ended that nobody knows
// whether it left, and returns how much that is.
func (tx *Tx) LoseMails() (int64, error) {
	result, err := tx.exec("UPDATE outgoing SET state = 'perhaps', fault = 'ended', changed_at = ? WHERE state = 'sending'", stamp(tx.Now))
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// DoubtMails says of everything that had not left when a backup was made that nobody
// knows whether it left since: the data that were replaced may have sent it.
func (tx *Tx) DoubtMails() error {
	_, err := tx.exec("UPDATE outgoing SET state = 'perhaps', fault = 'restored', changed_at = ? WHERE state IN ('waiting', 'sending')", stamp(tx.Now))
	return err
}

// MailsToDecide counts what waits for a person; those that show with their failing
// address are not among it.
func (tx *Tx) MailsToDecide() (n int, err error) {
	err = tx.row(`SELECT count(*) FROM outgoing g JOIN outbox o ON o.id = g.message LEFT JOIN households h ON h.id = o.household
		WHERE g.state IN ('perhaps', 'failed') OR g.state = 'bounced' AND lower(g.address) <> lower(coalesce(h.email, ''))`, nil, &n)
	return n, err
}

// InsertPaper lets a message carry a copy of a document.
func (tx *Tx) InsertPaper(message int64, invoice billing.InvoiceID, copy int) error {
	_, err := tx.exec("INSERT INTO outgoing_papers (message, invoice, copy) VALUES (?, ?, ?)", message, int64(invoice), copy)
	return err
}

// MailedPaper is a copy of a document that a message carries.
type MailedPaper struct {
	Invoice billing.InvoiceID
	Copy    int
}

// PapersMailed lists what a message carries.
func (tx *Tx) PapersMailed(message int64) ([]MailedPaper, error) {
	return collect(tx, func(row scanner) (p MailedPaper, err error) {
		return p, row.Scan(&p.Invoice, &p.Copy)
	}, "SELECT invoice, copy FROM outgoing_papers WHERE message = ? ORDER BY invoice", message)
}

// InsertMailedLink lets a message give a link out.
func (tx *Tx) InsertMailedLink(message, request int64) error {
	_, err := tx.exec("INSERT INTO outgoing_links (message, request) VALUES (?, ?)", message, request)
	return err
}

// LinkMailed is the link a message gives out. ErrNotFound.
func (tx *Tx) LinkMailed(message int64) (Request, error) {
	return one(tx, scanRequest, selectRequest+"JOIN outgoing_links x ON x.request = r.id WHERE x.message = ?", message)
}

// InsertReceipt lets a message carry a copy of a payment's receipt.
func (tx *Tx) InsertReceipt(message int64, payment billing.PaymentID, copy int) error {
	_, err := tx.exec("INSERT INTO outgoing_receipts (message, payment, copy) VALUES (?, ?, ?)", message, int64(payment), copy)
	return err
}

// MailedReceipt is a copy of a receipt that a message carries.
type MailedReceipt struct {
	Payment billing.PaymentID
	Copy    int
}

// ReceiptsMailed lists the receipts a message carries.
func (tx *Tx) ReceiptsMailed(message int64) ([]MailedReceipt, error) {
	return collect(tx, func(row scanner) (r MailedReceipt, err error) {
		return r, row.Scan(&r.Payment, &r.Copy)
	}, "SELECT payment, copy FROM outgoing_receipts WHERE message = ? ORDER BY payment", message)
}

// InsertMailedClosing lets a message carry the seal of a closing.
func (tx *Tx) InsertMailedClosing(message, closing int64) error {
	_, err := tx.exec("INSERT INTO outgoing_closings (message, closing) VALUES (?, ?)", message, closing)
	return err
}

// ClosingMailed is the closing whose seal a message carries. ErrNotFound.
func (tx *Tx) ClosingMailed(message int64) (Closing, error) {
	var id int64
	if err := tx.row("SELECT closing FROM outgoing_closings WHERE message = ?", []any{message}, &id); err != nil {
		return Closing{}, err
	}
	return tx.ClosingByID(id)
}

// MailOfClosing is the way of the mail that carries the seal of a closing. ErrNotFound.
func (tx *Tx) MailOfClosing(closing int64) (OutboxMail, error) {
	var message int64
	if err := tx.row("SELECT message FROM outgoing_closings WHERE closing = ?", []any{closing}, &message); err != nil {
		return OutboxMail{}, err
	}
	return tx.MailOf(message)
}

// MailedOf is a mail about an invoice, in its history.
type MailedOf struct {
	Message int64        `json:"message"`
	Kind    string       `json:"kind"`
	Day     calendar.Day `json:"day" doc:"Since when it is so"`
	Address string       `json:"address"`
	State   MailState    `json:"state" enum:"waiting,sending,sent,perhaps,failed,dropped,bounced"`
}

// MailsAbout lists the mails that carried an invoice, in order.
func (tx *Tx) MailsAbout(invoice billing.InvoiceID, zone *time.Location) ([]MailedOf, error) {
	return collect(tx, func(row scanner) (m MailedOf, err error) {
		var at string
		if err = row.Scan(&m.Message, &m.Kind, &m.Address, &m.State, &at); err != nil {
			return m, err
		}
		changed, err := time.Parse(instantLayout, at)
		m.Day = calendar.DayOf(changed, zone)
		return m, err
	}, `SELECT g.message, o.kind, g.address, g.state, g.changed_at FROM outgoing_papers p JOIN outgoing g ON g.message = p.message JOIN outbox o ON o.id = g.message
		WHERE p.invoice = ? ORDER BY g.message`, int64(invoice))
}
