package sqlite

import (
	"context"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/money"
	"paddock/backend/planning"
)

// InsertDeferrals writes what a document puts on deferred revenue.
func (tx *Tx) InsertDeferrals(doc billing.InvoiceID, deferrals []billing.Deferral) error {
	for _, d := range deferrals {
		if _, err := tx.exec("INSERT INTO deferrals (line, document, cents) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", d.Line, int64(doc), int64(d.Cents)); err != nil {
			return err
		}
	}
	return nil
}

// Undeferred reports whether something an older Paddock sold is not deferred: the
// first card or package ever sold says it for all, they are deferred together.
func (tx *Tx) Undeferred() (old bool, err error) {
	return old, tx.row(`SELECT EXISTS (SELECT 1 FROM (SELECT id, invoice FROM invoice_lines WHERE kind IN ('card', 'package') AND base = 0 ORDER BY id LIMIT 1) l
		WHERE NOT EXISTS (SELECT 1 FROM deferrals WHERE line = l.id AND document = l.invoice))`, nil, &old)
}

// deferOld writes the deferrals of everything an older Paddock issued; what of it is
// revenue by now follows at the next roll or closing. What fails is tried again at
// the next opening.
func (db *DB) deferOld(ctx context.Context) error {
	old := false
	err := db.Read(ctx, func(tx *Tx) (err error) {
		old, err = tx.Undeferred()
		return err
	})
	if err != nil || !old {
		return err
	}
	return db.Write(ctx, func(tx *Tx) error {
		docs, err := tx.documents("1")
		if err != nil {
			return err
		}
		lines := map[billing.InvoiceID][]billing.Line{}
		for _, doc := range docs {
			lines[doc.ID] = doc.Lines
			if err := tx.InsertDeferrals(doc.ID, billing.Deferrals(doc, lines[doc.Original])); err != nil {
				return err
			}
		}
		return nil
	})
}

// DeferredLine is a line that sold cards or a package, and what became of them.
type DeferredLine struct {
	Line       int64
	Kind       catalogue.Kind
	Account    string       // its offer's own, "" for that of its kind
	Number     string       // of its document
	Latest     calendar.Day // on which a document changed what it brought
	Net        money.Cents
	Recognised money.Cents
	Gone       int // units or lessons owed no more
	Of         int
}

// DeferredLines loads lines as they are once a day is closed: what ended by then is owed no more. Of a card that is its spent units,
// all of them once it ended; of a package the lessons whose day came, by their
// closed roll or because the club cancelled them, whatever became of the place or
// its voucher (PRODUCT section 9). Places given up with the package are none. Of a card
// that never began to work, or a package nobody paid anything of, nothing is owed once
// its debt is written off.
func (tx *Tx) DeferredLines(through calendar.Day, ids []int64) ([]DeferredLine, error) {
	asked, err := asJSON(ids)
	if err != nil {
		return nil, err
	}
	at := map[int64]int{}
	lines, err := collect(tx, func(row scanner) (l DeferredLine, err error) {
		err = row.Scan(&l.Line, &l.Kind, &l.Account, &l.Number, &l.Latest, &l.Net, &l.Recognised)
		at[l.Line] = len(at)
		return l, err
	}, `SELECT l.id, l.kind, l.account, i.number, max(n.day), sum(d.cents), coalesce((SELECT sum(cents) FROM recognitions WHERE line = l.id), 0)
		FROM json_each(?) a JOIN deferrals d ON d.line = a.value JOIN invoices n ON n.id = d.document
		JOIN invoice_lines l ON l.id = d.line JOIN invoices i ON i.id = l.invoice GROUP BY l.id ORDER BY l.id`, asked)
	if err != nil {
		return nil, err
	}
	err = tx.each(func(row scanner) error {
		var line int64
		var gone, of int
		err := row.Scan(&line, &gone, &of)
		if i, known := at[line]; known {
			lines[i].Gone, lines[i].Of = gone, of
		}
		return err
	}, `SELECT c.invoice_line, sum(CASE WHEN c.valid_through <> '' AND c.valid_through <= ?2 OR c.valid_from = '' AND s.written_cents > 0 THEN c.units
			ELSE (SELECT iif(max(m.why = 'credited'), c.units, sum(m.why = 'spent')) FROM card_movements m WHERE m.card = c.id) END), sum(c.units)
		FROM json_each(?1) a JOIN cards c ON c.invoice_line = a.value JOIN invoice_lines l ON l.id = c.invoice_line
		LEFT JOIN settlements s ON s.invoice = l.invoice GROUP BY c.invoice_line`, asked, string(through))
	if err != nil {
		return nil, err
	}
	return lines, tx.each(func(row scanner) error {
		var line int64
		var bought, places, closed, cancelled int
		var ended, last calendar.Day
		var lost bool
		err := row.Scan(&line, &bought, &ended, &last, &lost, &places, &closed, &cancelled)
		i, known := at[line]
		if !known {
			return err
		}
		l := &lines[i]
		l.Of = bought
		if ended != "" {
			l.Of = min(bought, places)
		}
		l.Gone = min(closed+cancelled, l.Of)
		if ended != "" && ended <= through || last <= through || lost {
			l.Gone = l.Of
		}
		return err
	}, `SELECT p.invoice_line, p.lessons - (SELECT coalesce(sum(short), 0) FROM package_moves WHERE package = p.id), p.ended_day,
			coalesce(json_extract(l.terms, '$.validThrough'), s.last_day),
			coalesce(w.written_cents > 0 AND w.settled_cents - w.credited_cents - w.written_cents <= 0, 0), count(x.id), coalesce(sum(x.state = 'closed'), 0),
			coalesce(sum(x.state = 'cancelled' AND x.day <= ?2), 0)
		FROM json_each(?1) a JOIN packages p ON p.invoice_line = a.value JOIN seasons s ON s.id = p.season JOIN invoice_lines l ON l.id = p.invoice_line
		LEFT JOIN settlements w ON w.invoice = l.invoice LEFT JOIN bookings b ON b.package = p.id AND b.given_up = 0 LEFT JOIN lessons x ON x.id = b.lesson GROUP BY p.id`, asked, string(through))
}

func lineIDs(tx *Tx, query string, args ...any) ([]int64, error) {
	return collect(tx, func(row scanner) (id int64, err error) { return id, row.Scan(&id) }, query, args...)
}

// AllDeferred lists every line that sold cards or packages.
func (tx *Tx) AllDeferred() ([]int64, error) {
	return lineIDs(tx, "SELECT DISTINCT line FROM deferrals")
}

// LinesPaying lists the lines whose cards and packages pay, or paid, places of a
// lesson.
func (tx *Tx) LinesPaying(lesson planning.LessonID) ([]int64, error) {
	return lineIDs(tx, `SELECT p.invoice_line FROM bookings b JOIN packages p ON p.id = b.package WHERE b.lesson = ?1
		UNION SELECT c.invoice_line FROM bookings b JOIN cards c ON c.id = b.card WHERE b.lesson = ?1`, int64(lesson))
}

// DeferredBy lists the lines of a document that sold cards or packages.
func (tx *Tx) DeferredBy(invoice billing.InvoiceID) ([]int64, error) {
	return lineIDs(tx, "SELECT id FROM invoice_lines WHERE invoice = ? AND kind IN ('card', 'package') AND base = 0", int64(invoice))
}

// LinesEnding lists, by the day it happened, the lines whose cards or packages
// ended, or whose lessons the club cancelled, after a day and through another. With
// the last day of a club's first closing, after "", come those nothing was ever
// recognised of.
func (tx *Tx) LinesEnding(after, through calendar.Day) (map[calendar.Day][]int64, error) {
	lines := map[calendar.Day][]int64{}
	return lines, tx.each(func(row scanner) error {
		var day calendar.Day
		var line int64
		err := row.Scan(&day, &line)
		lines[day] = append(lines[day], line)
		return err
	}, `SELECT valid_through, invoice_line FROM cards WHERE valid_through > ?1 AND valid_through <= ?2
		UNION SELECT p.ended_day, p.invoice_line FROM seasons s JOIN packages p ON p.season = s.id
			WHERE s.last_day > ?1 AND s.first_day <= ?2 AND p.ended_day > ?1 AND p.ended_day <= ?2
		UNION SELECT coalesce(json_extract(l.terms, '$.validThrough'), s.last_day) AS ends, p.invoice_line
			FROM seasons s JOIN packages p ON p.season = s.id JOIN invoice_lines l ON l.id = p.invoice_line
			WHERE s.last_day > ?1 AND s.first_day <= ?2 AND ends > ?1 AND ends <= ?2
		UNION SELECT x.day, p.invoice_line FROM lessons x JOIN bookings b ON b.lesson = x.id JOIN packages p ON p.id = b.package
			WHERE x.day > ?1 AND x.day <= ?2 AND x.state = 'cancelled'
		UNION SELECT ?2, line FROM (SELECT line FROM deferrals WHERE ?1 = '' EXCEPT SELECT line FROM recognitions WHERE ?1 = '')`, string(after), string(through))
}

// LinesOfSeason lists the lines that sold the packages of a season.
func (tx *Tx) LinesOfSeason(season int64) ([]int64, error) {
	return lineIDs(tx, "SELECT invoice_line FROM packages WHERE season = ? AND invoice_line IS NOT NULL", season)
}

// Recognition is what of a line becomes revenue by an entry.
type Recognition struct {
	Line  int64
	Gone  int
	Of    int
	Cents money.Cents
}

// NextEntry is the number the next entry of the books will have.
func (tx *Tx) NextEntry() (id int64, err error) {
	return id, tx.row("SELECT coalesce(max(id), 0) + 1 FROM entries", nil, &id)
}

// InsertRecognitions writes what an entry makes revenue of.
func (tx *Tx) InsertRecognitions(entry int64, made []Recognition) error {
	for _, r := range made {
		_, err := tx.exec("INSERT INTO recognitions (line, entry, gone, of_units, cents) VALUES (?, ?, ?, ?, ?)", r.Line, entry, r.Gone, r.Of, int64(r.Cents))
		if err != nil {
			return err
		}
	}
	return nil
}

// EachDeferral and EachRecognition hand out every row, by document and by entry.
func (tx *Tx) EachDeferral(do func(doc billing.InvoiceID, line int64, cents money.Cents)) error {
	return tx.each(func(row scanner) error {
		var doc billing.InvoiceID
		var line int64
		var cents money.Cents
		err := row.Scan(&doc, &line, &cents)
		do(doc, line, cents)
		return err
	}, "SELECT document, line, cents FROM deferrals ORDER BY document, line")
}

// EachRecognition: see EachDeferral.
func (tx *Tx) EachRecognition(do func(entry int64, r Recognition)) error {
	return tx.each(func(row scanner) error {
		var entry int64
		var r Recognition
		err := row.Scan(&entry, &r.Line, &r.Gone, &r.Of, &r.Cents)
		do(entry, r)
		return err
	}, "SELECT entry, line, gone, of_units, cents FROM recognitions ORDER BY entry, line")
}
