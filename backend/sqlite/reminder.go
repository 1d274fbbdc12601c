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
	Link      string      // the payment link that is open and given out
	Disputed  string      // why; empty once that was erased
	IsDispute bool
	Done      billing.Reminded
	Called    calendar.Day // when somebody phoned last
}

// LateInvoices lists what is late, the longest first; what is granted of an aid is
// settled.
func (tx *Tx) LateInvoices(today calendar.Day) ([]LateInvoice, error) {
	return collect(tx, func(row scanner) (l LateInvoice, err error) {
		err = row.Scan(&l.Invoice, &l.Number, &l.Reference, &l.Day, &l.Due, &l.Household, &l.Family, &l.Language, &l.Email, &l.Mobile,
			&l.Late, &l.Link, &l.IsDispute, &l.Disputed, &l.Done.Level, &l.Done.Last, &l.Called)
		return l, err
	}, `SELECT i.id, i.number, coalesce(i.reference, ''), i.day, s.next_due_day, h.id, h.name, h.language, h.email,
			coalesce((SELECT mobile FROM contacts WHERE household = h.id AND mobile <> '' ORDER BY pays DESC, n LIMIT 1), ''),
			(SELECT coalesce(sum(d.value ->> 'cents'), 0) FROM `+duesOf("i.id")+` d WHERE d.value ->> 'day' < ?1) - s.settled_cents,
			coalesce((SELECT coalesce(nullif(r.url, ''), l.url, '') FROM request_invoices x JOIN requests r ON r.id = x.request LEFT JOIN provider_links l ON l.request = r.id AND l.state = 'open' WHERE x.invoice = i.id AND r.state = 'open' AND r.kind = 'link'
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

// Announcement is money that somebody said will come for invoices: a promise, a
// transfer, or an aid that was announced.
type Announcement struct {
	Aid      bool
	Cents    money.Cents
	Invoices []billing.Open // that ask for something, the oldest first
}

// Announcements lists the money that is announced for open invoices. A promise
// whose day is over promises nothing any more.
func (tx *Tx) Announcements(today calendar.Day) ([]Announcement, error) {
	return collect(tx, func(row scanner) (a Announcement, err error) {
		var over [][2]int64
		err = row.Scan(&a.Aid, &a.Cents, fromJSON(&over))
		for _, o := range over {
			a.Invoices = append(a.Invoices, billing.Open{Invoice: billing.InvoiceID(o[0]), Remaining: money.Cents(o[1])})
		}
		return a, err
	}, `WITH said(aid, id, cents, invoice) AS (
			SELECT 0, r.id, r.cents, x.invoice FROM requests r JOIN request_invoices x ON x.request = r.id WHERE r.state = 'open' AND r.kind <> 'link' AND r.until_day >= ?1
			UNION ALL SELECT 1, a.id, a.cents, x.invoice FROM aids a JOIN aid_invoices x ON x.aid = a.id WHERE a.state = 'announced')
		SELECT aid, cents, json_group_array(json_array(invoice, remaining)) FROM (
			SELECT d.aid, d.id, d.cents, d.invoice, i.total_cents - s.settled_cents AS remaining FROM said d JOIN settlements s ON s.invoice = d.invoice
			JOIN invoices i ON i.id = d.invoice WHERE i.total_cents > s.settled_cents ORDER BY d.aid, d.id, i.day, i.id)
		GROUP BY aid, id ORDER BY aid, id`, string(today))
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
		if message, err = tx.AddMessage(Message{Household: r.Household, Kind: "reminder", Language: r.Language, Subject: r.Subject, Body: r.Body}, actor); err != nil {
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

// RemindedCents is what a reminder asked for of an invoice.
type RemindedCents struct {
	Invoice billing.InvoiceID
	Cents   money.Cents
}

// RemindedIn lists what a reminder asked for, in the order of its invoices.
func (tx *Tx) RemindedIn(reminder int64) ([]RemindedCents, error) {
	return collect(tx, func(row scanner) (r RemindedCents, err error) {
		return r, row.Scan(&r.Invoice, &r.Cents)
	}, "SELECT invoice, cents FROM reminded WHERE reminder = ? ORDER BY invoice", reminder)
}

// MessageOfReminder is the message a reminder goes by, or ErrNotFound.
func (tx *Tx) MessageOfReminder(id int64) (message int64, err error) {
	err = tx.row("SELECT message FROM reminders WHERE id = ? AND message IS NOT NULL", []any{id}, &message)
	return message, err
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
func (tx *Tx) InsertDispute(invoice billing.InvoiceID, reason int64, day calendar.Day, actor club.Actor) (id int64, err error) {
	return tx.insert("INSERT INTO disputes (invoice, reason, day, opened_at, opened_by) VALUES (?, ?, ?, ?, ?)",
		int64(invoice), reason, string(day), stamp(tx.Now), actor.ID)
}

// EndDispute notes that it is not any more. ErrNotFound when it was not.
func (tx *Tx) EndDispute(invoice billing.InvoiceID, reason int64, actor club.Actor) (id int64, err error) {
	if id, err = one(tx, func(row scanner) (id int64, err error) { return id, row.Scan(&id) },
		"SELECT id FROM disputes WHERE invoice = ? AND ended_at = ''", int64(invoice)); err != nil {
		return 0, err
	}
	return id, tx.change("UPDATE disputes SET ended_at = ?, ended_by = ?, end_reason = ? WHERE id = ?", stamp(tx.Now), actor.ID, reason, id)
}

// UndoDispute takes the note of a dispute away with its words, or lets it go on once
// it ended. ErrNotFound when it is not as it was left, or another one is open.
func (tx *Tx) UndoDispute(id int64, ended bool) error {
	column := "reason"
	if ended {
		column = "end_reason"
	}
	words, err := one(tx, func(row scanner) (words int64, err error) { return words, row.Scan(&words) }, "SELECT "+column+` FROM disputes d WHERE id = ?1
		AND (ended_at <> '') = ?2 AND NOT EXISTS (SELECT 1 FROM disputes WHERE invoice = d.invoice AND id > d.id)`, id, ended)
	if err != nil {
		return err
	}
	if ended {
		err = tx.change("UPDATE disputes SET ended_at = '', ended_by = NULL, end_reason = NULL WHERE id = ?", id)
	} else {
		err = tx.change("DELETE FROM disputes WHERE id = ?", id)
	}
	if err != nil {
		return err
	}
	return tx.change("DELETE FROM reasons WHERE id = ?", words)
}
