package sqlite

import (
	"encoding/json"
	"time"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/money"
)

// MailID is the row of a mail that was read.
type MailID int64

// ReceivedState is what became of a mail.
type ReceivedState string

// The states of a mail.
const (
	MailNew   ReceivedState = "new"   // somebody is to look at it
	MailFiled ReceivedState = "filed" // there is nothing to do
	MailDone  ReceivedState = "done"  // what it asked was done
)

// ReceivedMail is a mail that was read.
type ReceivedMail struct {
	ID         MailID           `json:"id"`
	MessageID  string           `json:"-"`
	Hash       string           `json:"-"`
	SenderName string           `json:"senderName" doc:"What they call themselves"`
	Sender     string           `json:"sender"`
	AnswerTo   string           `json:"-"`
	Subject    string           `json:"subject"`
	Body       string           `json:"-"`
	Written    time.Time        `json:"writtenAt"`
	Arrived    time.Time        `json:"-"`
	Facts      MailFacts        `json:"facts"`
	Household  club.HouseholdID `json:"household" doc:"0 while nobody is known by the address"`
	Family     string           `json:"family"`
	Tied       bool             `json:"tied" doc:"Somebody said whose it is"`
	Found      []MailFound      `json:"found" nullable:"false" doc:"What was recognised when it came"`
	State      ReceivedState    `json:"state" enum:"new,filed,done"`
	EndedAt    time.Time        `json:"endedAt,omitzero"`
	EndedBy    string           `json:"endedBy"`
	Reply      int64            `json:"-"`
}

// MailFacts is what is known of a mail beside its words.
type MailFacts struct {
	Results    []MailResult `json:"-"`
	To         []string     `json:"-"` // whom it was written to, as far as that is sure
	Automatic  bool         `json:"automatic,omitempty" doc:"A program wrote it: nobody is answered"`
	TooLarge   bool         `json:"tooLarge,omitempty" doc:"Only its header was read"`
	Unreadable bool         `json:"unreadable,omitempty"`
	Shortened  bool         `json:"shortened,omitempty" doc:"More is in it than is shown"`
}

// MailResult is what the trusted server found out about the sender.
type MailResult struct {
	Method, Domain string
	Pass           bool
}

// keptFacts is MailFacts as it is stored. Beside them is whether a mail waits: see
// MailWaits.
type keptFacts struct {
	MailFacts
	Results []MailResult `json:"results,omitempty"`
	To      []string     `json:"to,omitempty"`
}

// MailFound is what was recognised in a mail, in a word.
type MailFound struct {
	Kind  string `json:"kind" enum:"absence,enrolment,booking,notice,invoice,paper,statement"`
	About string `json:"about" doc:"A rider, a reference"`
	Sure  bool   `json:"sure"`

	Invoice billing.InvoiceID `json:"invoice,omitempty" doc:"That a notice names"`
	Cents   money.Cents       `json:"cents,omitempty" doc:"That it says"`

	Statement int64 `json:"statement,omitempty" doc:"The row it became at the bank"`
	New       int   `json:"new,omitempty" doc:"Of its lines, those that were not there"`
	Known     int   `json:"known,omitempty" doc:"Those that were"`
}

// MailFile is a file that came with a mail.
type MailFile struct {
	N     int    `json:"n"`
	Name  string `json:"name"`
	Type  string `json:"type" doc:"By its content; empty where it was not kept"`
	Bytes int    `json:"bytes"`
}

// Mailbox is how far the mailbox was read.
type Mailbox struct {
	Account  string
	Validity uint32
	UID      uint32
	Begun    time.Time
	Read     time.Time // zero before the first time
	Trouble  *club.Error
}

// Mailbox is how far the mailbox was read; ErrNotFound before the first time.
func (tx *Tx) Mailbox() (m Mailbox, err error) {
	var begun, read, trouble string
	if err = tx.row("SELECT account, validity, uid, begun_at, read_at, trouble FROM mailbox", nil, &m.Account, &m.Validity, &m.UID, &begun, &read, &trouble); err != nil {
		return m, err
	}
	if m.Begun, err = time.Parse(instantLayout, begun); err != nil {
		return m, err
	}
	if read != "" {
		if m.Read, err = time.Parse(instantLayout, read); err != nil {
			return m, err
		}
	}
	if trouble != "" {
		m.Trouble = &club.Error{}
		err = json.Unmarshal([]byte(trouble), m.Trouble)
	}
	return m, err
}

// SaveMailbox writes how far the mailbox was read.
func (tx *Tx) SaveMailbox(m Mailbox) error {
	trouble := ""
	if m.Trouble != nil {
		var err error
		if trouble, err = asJSON(m.Trouble); err != nil {
			return err
		}
	}
	read := ""
	if !m.Read.IsZero() {
		read = stamp(m.Read)
	}
	_, err := tx.exec(`INSERT INTO mailbox (id, account, validity, uid, begun_at, read_at, trouble) VALUES (1, ?1, ?2, ?3, ?4, ?5, ?6)
		ON CONFLICT (id) DO UPDATE SET account = ?1, validity = ?2, uid = ?3, begun_at = ?4, read_at = ?5, trouble = ?6`,
		m.Account, int64(m.Validity), int64(m.UID), stamp(m.Begun), read, trouble)
	return err
}

// KeepMail stores a mail that is not here yet.
func (tx *Tx) KeepMail(m ReceivedMail) (MailID, error) {
	facts, err := asJSON(keptFacts{m.Facts, m.Facts.Results, m.Facts.To})
	if err != nil {
		return 0, err
	}
	found, err := asJSON(append([]MailFound{}, m.Found...))
	if err != nil {
		return 0, err
	}
	id, err := tx.insert(`INSERT INTO mails (message_id, hash, sender_name, sender, answer_to, subject, body, written_at, arrived_at, facts, household, found, state)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		m.MessageID, m.Hash, m.SenderName, m.Sender, m.AnswerTo, m.Subject, m.Body, stamp(m.Written), stamp(m.Arrived), facts, orNull(m.Household), found, string(m.State))
	return MailID(id), err
}

// MailKnown reports whether a mail is here already, by what it holds: its Message-ID
// is among it.
func (tx *Tx) MailKnown(hash string) (known bool, err error) {
	err = tx.row("SELECT EXISTS (SELECT 1 FROM mails WHERE hash = ?)", []any{hash}, &known)
	return known, err
}

// KeepMailFile stores a file of a mail; nil content for one that is only named.
func (tx *Tx) KeepMailFile(mail MailID, f MailFile, content []byte) error {
	_, err := tx.exec("INSERT INTO mail_files (mail, n, name, type, bytes, content) VALUES (?, ?, ?, ?, ?, ?)", int64(mail), f.N, f.Name, f.Type, f.Bytes, content)
	return err
}

const selectMails = `SELECT m.id, m.message_id, m.hash, m.sender_name, m.sender, m.answer_to, m.subject, m.body, m.written_at, m.arrived_at, m.facts,
	coalesce(m.household, 0), coalesce(h.name, ''), m.tied, m.found, m.state, m.ended_at, coalesce(s.name, ''), coalesce(m.reply, 0)
	FROM mails m LEFT JOIN households h ON h.id = m.household LEFT JOIN staff s ON s.id = m.ended_by `

func receivedOf(row scanner) (m ReceivedMail, err error) {
	var written, arrived, ended string
	var facts keptFacts
	if err = row.Scan(&m.ID, &m.MessageID, &m.Hash, &m.SenderName, &m.Sender, &m.AnswerTo, &m.Subject, &m.Body, &written, &arrived, fromJSON(&facts),
		&m.Household, &m.Family, &m.Tied, fromJSON(&m.Found), &m.State, &ended, &m.EndedBy, &m.Reply); err != nil {
		return m, err
	}
	m.Facts = facts.MailFacts
	m.Facts.Results, m.Facts.To = facts.Results, facts.To
	if m.Written, err = time.Parse(instantLayout, written); err != nil {
		return m, err
	}
	if m.Arrived, err = time.Parse(instantLayout, arrived); err == nil && ended != "" {
		m.EndedAt, err = time.Parse(instantLayout, ended)
	}
	return m, err
}

// mostMails is how many mails that were dealt with the list goes back to.
const mostMails = 500

// ReceivedMails lists what is to be looked at, then what was dealt with, the latest first.
func (tx *Tx) ReceivedMails() ([]ReceivedMail, error) {
	return collect(tx, receivedOf, selectMails+`WHERE m.state = 'new' OR m.id IN (SELECT id FROM mails WHERE state <> 'new' ORDER BY written_at DESC, id DESC LIMIT ?)
		ORDER BY m.state <> 'new', m.written_at DESC, m.id DESC`, mostMails)
}

// Mail is one mail; ErrNotFound when it is not here.
func (tx *Tx) Mail(id MailID) (ReceivedMail, error) {
	all, err := collect(tx, receivedOf, selectMails+"WHERE m.id = ?", int64(id))
	if err == nil && len(all) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return ReceivedMail{}, err
	}
	return all[0], nil
}

// MailWaits notes whether the sure notice of a mail came after the till's day was closed
// and waits for the next.
func (tx *Tx) MailWaits(id MailID, waits bool) error {
	return tx.change("UPDATE mails SET facts = iif(?, json_set(facts, '$.waits', 1), json_remove(facts, '$.waits')) WHERE id = ?", waits, int64(id))
}

// MailsWaiting are the mails that wait for the next day, the first that came first.
func (tx *Tx) MailsWaiting() ([]MailID, error) {
	return collect(tx, func(row scanner) (id MailID, err error) { return id, row.Scan(&id) },
		"SELECT id FROM mails WHERE state = 'new' AND facts ->> 'waits' = 1 ORDER BY id")
}

// NoticeOf is what a mail that waits for a person says was paid.
type NoticeOf struct {
	Mail    MailID
	Cents   money.Cents
	Written time.Time
}

// NoticesOf lists what mails that wait for a person say was paid of an invoice.
func (tx *Tx) NoticesOf(invoice billing.InvoiceID) ([]NoticeOf, error) {
	return collect(tx, func(row scanner) (n NoticeOf, err error) {
		var written string
		if err = row.Scan(&n.Mail, &n.Cents, &written); err == nil {
			n.Written, err = time.Parse(instantLayout, written)
		}
		return n, err
	}, `SELECT m.id, f.value ->> 'cents', m.written_at FROM mails m, json_each(m.found) f
		WHERE m.state = 'new' AND f.value ->> 'kind' = 'notice' AND f.value ->> 'invoice' = ? AND f.value ->> 'cents' > 0 ORDER BY m.id`, int64(invoice))
}

// CountNewMails is how many mails are to be looked at.
func (tx *Tx) CountNewMails() (n int, err error) {
	err = tx.row("SELECT count(*) FROM mails WHERE state = 'new'", nil, &n)
	return n, err
}

// MailFiles lists the files of a mail in their order.
func (tx *Tx) MailFiles(id MailID) ([]MailFile, error) {
	return collect(tx, func(row scanner) (f MailFile, err error) {
		return f, row.Scan(&f.N, &f.Name, &f.Type, &f.Bytes)
	}, "SELECT n, name, type, bytes FROM mail_files WHERE mail = ? ORDER BY n", int64(id))
}

// MailFile is a file with its content; ErrNotFound where there is none or it was not
// kept.
func (tx *Tx) MailFile(id MailID, n int) (f MailFile, content []byte, err error) {
	f.N = n
	err = tx.row("SELECT name, type, bytes, content FROM mail_files WHERE mail = ? AND n = ? AND content IS NOT NULL", []any{int64(id), n}, &f.Name, &f.Type, &f.Bytes, &content)
	return f, content, err
}

// EndReceived says what became of a mail that was in a state; ErrNotFound when it is in
// another by now. reply is the message that answers it, 0 for none.
func (tx *Tx) EndReceived(id MailID, from, to ReceivedState, reply int64, actor club.Actor) error {
	ended := stamp(tx.Now)
	by := orNull(actor.ID)
	if to == MailNew {
		ended, by = "", nil
	}
	return tx.change("UPDATE mails SET state = ?, ended_at = ?, ended_by = ?, reply = ? WHERE id = ? AND state = ?", string(to), ended, by, orNull(reply), int64(id), string(from))
}

// EndNotices takes the sure notices of what a request asks for off the list: its
// provider was asked, and the money is booked.
func (tx *Tx) EndNotices(request int64, actor club.Actor) error {
	_, err := tx.exec(`UPDATE mails SET state = 'done', ended_at = ?2, ended_by = ?3 WHERE state = 'new'
		AND EXISTS (SELECT 1 FROM json_each(found) f LEFT JOIN invoices i ON i.number = f.value ->> 'about'
			WHERE (EXISTS (SELECT 1 FROM request_invoices r WHERE r.invoice = i.id AND r.request = ?1)
				OR EXISTS (SELECT 1 FROM request_carts k WHERE k.reference = f.value ->> 'about' AND k.request = ?1)) AND f.value ->> 'kind' = 'notice' AND f.value ->> 'sure')`, request, stamp(tx.Now), orNull(actor.ID))
	return err
}

// NoticeBooked reports whether a notice was booked before under the same Message-ID, or
// for the same invoice and amount by a mail of a few days around.
func (tx *Tx) NoticeBooked(messageID string, invoice billing.InvoiceID, cents money.Cents, written time.Time, around time.Duration) (booked bool, err error) {
	err = tx.row(`SELECT EXISTS (SELECT 1 FROM mails m, json_each(m.found) f WHERE m.message_id = ?1 AND ?1 <> '' AND m.state = 'done' AND f.value ->> 'kind' = 'notice')
		OR EXISTS (SELECT 1 FROM mails m, json_each(m.found) f WHERE m.written_at BETWEEN ?2 AND ?3 AND m.state = 'done'
			AND f.value ->> 'kind' = 'notice' AND f.value ->> 'invoice' = ?4 AND f.value ->> 'cents' = ?5)`,
		[]any{messageID, stamp(written.Add(-around)), stamp(written.Add(around)), int64(invoice), int64(cents)}, &booked)
	return booked, err
}

// TieMail says whose a mail is.
func (tx *Tx) TieMail(id MailID, household club.HouseholdID, tied bool, found []MailFound) error {
	list, err := asJSON(append([]MailFound{}, found...))
	if err != nil {
		return err
	}
	return tx.change("UPDATE mails SET household = ?, tied = ?, found = ? WHERE id = ?", orNull(household), tied, list, int64(id))
}

// ForgetMails removes what was dealt with and arrived before a moment.
func (tx *Tx) ForgetMails(before time.Time) (int64, error) {
	result, err := tx.exec("DELETE FROM mails WHERE state <> 'new' AND arrived_at < ?", stamp(before))
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// HouseholdsMailing are the households an address is of: their own, a contact's or a
// rider's.
func (tx *Tx) HouseholdsMailing(address string) ([]club.HouseholdID, error) {
	return collect(tx, func(row scanner) (id club.HouseholdID, err error) { return id, row.Scan(&id) },
		`SELECT id FROM households WHERE lower(email) = ?1 AND email <> ''
		UNION SELECT household FROM contacts WHERE lower(email) = ?1 AND email <> ''
		UNION SELECT household FROM riders WHERE lower(email) = ?1 AND email <> '' LIMIT 9`, address)
}
