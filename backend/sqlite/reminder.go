package sqlite

import (
	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/money"
)

// LateInvoice is an invoice of a family of which something is late.
type LateInvoice struct {
	Invoice   billing.InvoiceID
	Number    string
	Reference string
	Day       calendar.Day
	Due       calendar.Day // the first due day that is not covered
	Household club.HouseholdID
	Family    string
	Language  locale.Lang
	Email     string
	Mobile    string
	Late      money.Cents // fell due before today and is not settled
	Promised  money.Cents // of what remains: promised or announced through today or later
	Awaited   money.Cents // and what aids are announced for
	Link      string      // the payment link that is open and given out
	Disputed  string      // why; empty once that was erased
	IsDispute bool
	Done      billing.Reminded
	Called    calendar.Day // when somebody phoned last
}

// LateInvoices lists what is late, the longest first. A promise whose day is over
// promises nothing any more; what is granted of an aid is settled.
func (tx *Tx) LateInvoices(today calendar.Day) ([]LateInvoice, error) {
	return collect(tx, func(row scanner) (l LateInvoice, err error) {
		err = row.Scan(&l.Invoice, &l.Number, &l.Reference, &l.Day, &l.Due, &l.Household, &l.Family, &l.Language, &l.Email, &l.Mobile,
			&l.Late, &l.Promised, &l.Awaited, &l.Link, &l.IsDispute, &l.Disputed, &l.Done.Level, &l.Done.Last, &l.Called)
		return l, err
	}, `SELECT i.id, i.number, coalesce(i.reference, ''), i.day, s.next_due_day, h.id, h.name, h.language, h.email,
			coalesce((SELECT mobile FROM contacts WHERE household = h.id AND mobile <> '' ORDER BY pays DESC, n LIMIT 1), ''),
			(SELECT coalesce(sum(d.value ->> 'cents'), 0) FROM `+duesOf("i.id")+` d WHERE d.value ->> 'day' < ?1) - s.settled_cents,
			(SELECT coalesce(sum(r.cents), 0) FROM request_invoices x JOIN requests r ON r.id = x.request
				WHERE x.invoice = i.id AND r.state = 'open' AND r.kind <> 'link' AND r.until_day >= ?1),
			(SELECT coalesce(sum(a.cents), 0) FROM aid_invoices x JOIN aids a ON a.id = x.aid WHERE x.invoice = i.id AND a.state = 'announced'),
			coalesce((SELECT r.url FROM request_invoices x JOIN requests r ON r.id = x.request WHERE x.invoice = i.id AND r.state = 'open' AND r.kind = 'link'
				AND NOT EXISTS (SELECT 1 FROM withheld_links w WHERE w.request = r.id AND w.released_at = '') ORDER BY r.id DESC LIMIT 1), ''),
			q.id IS NOT NULL, coalesce(w.text, ''),
			coalesce((SELECT max(e.level) FROM reminded e WHERE e.invoice = i.id), 0),
			coalesce((SELECT max(m.day) FROM reminded e JOIN reminders m ON m.id = e.reminder WHERE e.invoice = i.id AND m.how <> 'phone'), ''),
			coalesce((SELECT max(m.day) FROM reminded e JOIN reminders m ON m.id = e.reminder WHERE e.invoice = i.id AND m.how = 'phone'), '')
		FROM settlements s CROSS JOIN invoices i ON i.id = s.invoice JOIN households o ON o.id = i.household
			JOIN households h ON h.id = coalesce(o.merged_into, o.id)
			LEFT JOIN disputes q ON q.invoice = i.id AND q.ended_at = '' LEFT JOIN reasons w ON w.id = q.reason
		WHERE s.next_due_day <> '' AND s.next_due_day < ?1 ORDER BY s.next_due_day, i.id`, string(today))
}

// Reminder is one message, letter or call about invoices of a family.
type Reminder struct {
	ID        int64
	Household club.HouseholdID
	Day       calendar.Day
	How       string // mail, letter or phone
	Language  locale.Lang
	Subject   string
	Body      string
}

// InsertReminder stores a reminder and what it is about; one by mail goes into the
// outbox too.
func (tx *Tx) InsertReminder(r Reminder, of []LateInvoice, levels []int, actor club.Actor) (id int64, err error) {
	message := int64(0)
	if r.How == "mail" {
		if err := tx.InsertMessage(Message{Household: r.Household, Kind: "reminder", Language: r.Language, Subject: r.Subject, Body: r.Body}, actor); err != nil {
			return 0, err
		}
		if err := tx.row("SELECT last_insert_rowid()", nil, &message); err != nil {
			return 0, err
		}
	}
	id, err = tx.insert("INSERT INTO reminders (household, day, how, message, language, subject, body, made_at, made_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		int64(r.Household), string(r.Day), r.How, orNull(message), string(r.Language), r.Subject, r.Body, stamp(tx.Now), actor.ID)
	for i, one := range of {
		if err == nil {
			_, err = tx.exec("INSERT INTO reminded (reminder, invoice, level, cents) VALUES (?, ?, ?, ?)", id, int64(one.Invoice), levels[i], int64(one.Late))
		}
	}
	return id, err
}

// Reminder is one of them, or ErrNotFound.
func (tx *Tx) Reminder(id int64) (Reminder, error) {
	return one(tx, func(row scanner) (r Reminder, err error) {
		return r, row.Scan(&r.ID, &r.Household, &r.Day, &r.How, &r.Language, &r.Subject, &r.Body)
	}, "SELECT id, household, day, how, language, subject, body FROM reminders WHERE id = ?", id)
}

// RemindedOf is a reminder of an invoice, in its history.
type RemindedOf struct {
	ID    int64        `json:"id"`
	Day   calendar.Day `json:"day"`
	How   string       `json:"how" enum:"mail,letter,phone"`
	Level int          `json:"level" doc:"0 for a call"`
	Cents money.Cents  `json:"cents" doc:"Late then"`
	Who   string       `json:"who"`
}

// RemindersOf lists the reminders of an invoice in order.
func (tx *Tx) RemindersOf(invoice billing.InvoiceID) ([]RemindedOf, error) {
	return collect(tx, func(row scanner) (r RemindedOf, err error) {
		return r, row.Scan(&r.ID, &r.Day, &r.How, &r.Level, &r.Cents, &r.Who)
	}, `SELECT m.id, m.day, m.how, e.level, e.cents, coalesce(s.name, '') FROM reminded e JOIN reminders m ON m.id = e.reminder
		LEFT JOIN staff s ON s.id = m.made_by WHERE e.invoice = ? ORDER BY m.id`, int64(invoice))
}

// Dispute is that a family disputes an invoice.
type Dispute struct {
	ID     int64        `json:"id"`
	Day    calendar.Day `json:"day" doc:"Since when"`
	Reason string       `json:"reason" doc:"Empty once it was erased"`
	Who    string       `json:"who" doc:"Who noted it"`
	Ended  bool         `json:"ended"`
	How    string       `json:"how" doc:"How it ended"`
}

// DisputesOf lists the disputes of an invoice in order; the last may be open.
func (tx *Tx) DisputesOf(invoice billing.InvoiceID) ([]Dispute, error) {
	return collect(tx, func(row scanner) (d Dispute, err error) {
		return d, row.Scan(&d.ID, &d.Day, &d.Reason, &d.Who, &d.Ended, &d.How)
	}, `SELECT d.id, d.day, coalesce(w.text, ''), coalesce(s.name, ''), d.ended_at <> '', coalesce(e.text, '') FROM disputes d
		LEFT JOIN reasons w ON w.id = d.reason LEFT JOIN reasons e ON e.id = d.end_reason LEFT JOIN staff s ON s.id = d.opened_by
		WHERE d.invoice = ? ORDER BY d.id`, int64(invoice))
}

// InsertDispute notes that an invoice is disputed.
func (tx *Tx) InsertDispute(invoice billing.InvoiceID, reason int64, day calendar.Day, actor club.Actor) error {
	_, err := tx.exec("INSERT INTO disputes (invoice, reason, day, opened_at, opened_by) VALUES (?, ?, ?, ?, ?)",
		int64(invoice), reason, string(day), stamp(tx.Now), actor.ID)
	return err
}

// EndDispute notes that it is not any more. ErrNotFound when it was not.
func (tx *Tx) EndDispute(invoice billing.InvoiceID, reason int64, actor club.Actor) error {
	return tx.change("UPDATE disputes SET ended_at = ?, ended_by = ?, end_reason = ? WHERE invoice = ? AND ended_at = ''",
		stamp(tx.Now), actor.ID, reason, int64(invoice))
}

// UndoDispute takes the note away, or lets the last dispute go on that ended.
// ErrNotFound when there is none such.
func (tx *Tx) UndoDispute(invoice billing.InvoiceID, ended bool) error {
	if ended {
		return tx.change(`UPDATE disputes SET ended_at = '', ended_by = NULL, end_reason = NULL
			WHERE id = (SELECT max(id) FROM disputes WHERE invoice = ?) AND ended_at <> ''`, int64(invoice))
	}
	return tx.change("DELETE FROM disputes WHERE invoice = ? AND ended_at = ''", int64(invoice))
}
