package sqlite

import (
	"fmt"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
)

// NextInvoice reserves the identity of the next document: its row id and its n
// in the series and year. Nothing is written; the document that takes them is
// inserted in the same Write, so there is no gap.
func (tx *Tx) NextInvoice(series string, year int) (id billing.InvoiceID, n int, err error) {
	err = tx.row(`SELECT (SELECT coalesce(max(id), 0) + 1 FROM invoices),
		(SELECT coalesce(max(n), 0) + 1 FROM invoices WHERE series = ? AND year = ?)`, []any{series, year}, &id, &n)
	return id, n, err
}

// NumberTaken reports whether a document carries this printed number.
func (tx *Tx) NumberTaken(number string) (taken bool, err error) {
	err = tx.row("SELECT EXISTS (SELECT 1 FROM invoices WHERE number = ?)", []any{number}, &taken)
	return taken, err
}

// Number is the identity of a document and how it is printed.
type Number struct {
	Series  string
	Year, N int
	Printed string
}

// NumberOf is the kind and the printed number of a document, or ErrNotFound.
func (tx *Tx) NumberOf(id billing.InvoiceID) (kind billing.Kind, number string, err error) {
	err = tx.row("SELECT kind, number FROM invoices WHERE id = ?", []any{int64(id)}, &kind, &number)
	return kind, number, err
}

// Numbers lists the numbers of all documents.
func (tx *Tx) Numbers() ([]Number, error) {
	return collect(tx, func(row scanner) (n Number, err error) {
		err = row.Scan(&n.Series, &n.Year, &n.N, &n.Printed)
		return n, err
	}, "SELECT series, year, n, number FROM invoices ORDER BY id")
}

// ReferenceTaken reports whether a document carries this payment reference.
func (tx *Tx) ReferenceTaken(reference string) (taken bool, err error) {
	err = tx.row("SELECT EXISTS (SELECT 1 FROM invoices WHERE reference = ?)", []any{reference}, &taken)
	return taken, err
}

// LastIssueDay is the latest day any document carries, "" before the first.
func (tx *Tx) LastIssueDay() (day calendar.Day, err error) {
	err = tx.row("SELECT coalesce(max(day), '') FROM invoices", nil, &day)
	return day, err
}

// InsertDocument writes a document from its lines up; the header comes last and
// closes it. snapshot is the entry that holds its seller, mentions and paper. What
// it leaves in doc is what Document reads, of which verify sees to it: the ids of
// its lines, who issued it and what it is over are filled in.
func (tx *Tx) InsertDocument(doc *billing.Document, actor club.Actor, reason, snapshot int64) error {
	doc.IssuedBy = actor.Name
	if doc.Original != 0 {
		err := tx.row("SELECT number, day FROM invoices WHERE id = ?", []any{int64(doc.Original)}, &doc.OriginalNo, &doc.OriginalDay)
		if err != nil {
			return err
		}
	}
	for i := range doc.Lines {
		if err := tx.insertLine(doc.ID, &doc.Lines[i]); err != nil {
			return err
		}
	}
	for _, g := range doc.VAT {
		_, err := tx.exec("INSERT INTO invoice_vat (invoice, vat, kind, rate, gross_cents, net_cents, vat_cents) VALUES (?, ?, ?, ?, ?, ?, ?)",
			int64(doc.ID), g.VAT, string(g.Kind), int(g.Rate), int64(g.Gross), int64(g.Net), int64(g.Tax))
		if err != nil {
			return err
		}
	}
	for i, due := range doc.Dues {
		_, err := tx.exec("INSERT INTO invoice_dues (invoice, n, day, cents) VALUES (?, ?, ?, ?)", int64(doc.ID), i+1, string(due.Day), int64(due.Cents))
		if err != nil {
			return err
		}
	}
	if err := tx.insertHeader(doc, actor, reason, snapshot); err != nil {
		return err
	}
	tx.read(*doc)
	return nil
}

func (tx *Tx) insertHeader(doc *billing.Document, actor club.Actor, reason, snapshot int64) error {
	buyer, err := asJSON(doc.Buyer)
	if err != nil {
		return fmt.Errorf("buyer: %w", err)
	}
	_, err = tx.exec(`INSERT INTO invoices (id, kind, series, year, n, number, order_ref, reference, day, due_day,
		household, original, language, total_cents, now_cents, on_account, seller, buyer, mentions,
		paper, terms_version, terms_at, licence_terms_version, licence_terms_at, reason, training, issued_at, issued_by,
		kept_cents, import, snapshot, till)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '{}', ?, '[]', 'null', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		int64(doc.ID), string(doc.Kind), doc.Series, doc.Year, doc.N, doc.Number, doc.OrderRef, doc.Reference,
		string(doc.Day), string(doc.DueDay), orNull(doc.Household), orNull(doc.Original), string(doc.Language),
		int64(doc.Total), int64(doc.Now), doc.OnAccount, buyer,
		doc.TermsVersion, doc.TermsAt, doc.LicenceTermsVersion, doc.LicenceTermsAt, orNull(reason), doc.Training, stamp(doc.IssuedAt), actor.ID,
		int64(doc.Kept), orNull(doc.Import), snapshot, doc.Till)
	return err
}

func (tx *Tx) insertLine(invoice billing.InvoiceID, l *billing.Line) error {
	terms, err := asJSON(l.Terms)
	if err != nil {
		return fmt.Errorf("line terms: %w", err)
	}
	discount, err := asJSON(l.Discount)
	if err != nil {
		return fmt.Errorf("line discount: %w", err)
	}
	seats, err := asJSON(l.Seats)
	if err != nil {
		return fmt.Errorf("line seats: %w", err)
	}
	l.ID, err = tx.insert(`INSERT INTO invoice_lines (invoice, n, offer, kind, rider, rider_name, text, detail,
		quantity, unit_cents, cents, now_cents, original, terms, base, discount, withdraws, carried_cents, seats, account) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		int64(invoice), l.N, orNull(l.Offer), string(l.Kind), orNull(l.Rider), l.RiderName, l.Text, l.Detail,
		l.Quantity, int64(l.Unit), int64(l.Cents), int64(l.Now), orNull(l.Original), terms,
		l.Base, discount, orNull(l.Withdraws), int64(l.Carried), seats, l.Account)
	if err != nil {
		return err
	}
	for i, p := range l.Parts {
		_, err := tx.exec("INSERT INTO invoice_parts (line, n, label, vat, kind, rate, cents) VALUES (?, ?, ?, ?, ?, ?, ?)",
			l.ID, i+1, p.Label, p.VAT, string(p.Kind), int(p.Rate), int64(p.Cents))
		if err != nil {
			return err
		}
	}
	return nil
}

const selectDocument = `SELECT i.id, i.kind, i.series, i.year, i.n, i.number, i.order_ref, i.reference, i.day, i.due_day,
	i.household, i.original, coalesce(o.number, ''), coalesce(o.day, ''), i.language, i.total_cents, i.now_cents, i.on_account,
	i.seller, i.buyer, i.mentions, i.paper, i.terms_version, i.terms_at, i.licence_terms_version, i.licence_terms_at, i.training, i.issued_at, coalesce(s.name, ''),
	i.kept_cents, i.import, i.snapshot, i.till
	FROM invoices i LEFT JOIN staff s ON s.id = i.issued_by LEFT JOIN invoices o ON o.id = i.original`

// header is a document before its snapshot completes it, and its lines.
type header struct {
	billing.Document
	snapshot int64
}

func scanHeader(row scanner) (d header, err error) {
	err = row.Scan(&d.ID, &d.Kind, &d.Series, &d.Year, &d.N, &d.Number, &d.OrderRef, &d.Reference, &d.Day, &d.DueDay,
		orZero(&d.Household), orZero(&d.Original), &d.OriginalNo, &d.OriginalDay, &d.Language, &d.Total, &d.Now, &d.OnAccount,
		fromJSON(&d.Seller), fromJSON(&d.Buyer), fromJSON(&d.Mentions), fromJSON(&d.Paper), &d.TermsVersion, &d.TermsAt,
		&d.LicenceTermsVersion, &d.LicenceTermsAt, &d.Training,
		instant{&d.IssuedAt}, &d.IssuedBy,
		&d.Kept, orZero(&d.Import), orZero(&d.snapshot), &d.Till)
	return d, err
}

// Document loads a whole document, or returns ErrNotFound. It is sealed: what a
// unit of work read of it once is not read again, and nobody changes its lines.
func (tx *Tx) Document(id billing.InvoiceID) (billing.Document, error) {
	if doc, known := tx.documentsRead[id]; known {
		return doc, nil
	}
	doc, err := tx.document("i.id = ?", int64(id))
	if err != nil {
		return doc, err
	}
	tx.read(doc)
	return doc, nil
}

// read keeps a document that need not be read again.
func (tx *Tx) read(doc billing.Document) {
	if tx.documentsRead == nil {
		tx.documentsRead = map[billing.InvoiceID]billing.Document{}
	}
	tx.documentsRead[doc.ID] = doc
}

// DocumentNumbered loads a whole document by its printed number; capitals do not
// matter, and the number as it is written comes first.
func (tx *Tx) DocumentNumbered(number string) (billing.Document, error) {
	var id billing.InvoiceID
	err := tx.row("SELECT id FROM invoices WHERE number = ?1 COLLATE NOCASE ORDER BY number = ?1 DESC LIMIT 1", []any{number}, &id)
	if err != nil {
		return billing.Document{}, err
	}
	return tx.Document(id)
}

// DocumentReferred loads the document that carries a payment reference.
func (tx *Tx) DocumentReferred(reference string) (billing.Document, error) {
	var id billing.InvoiceID
	if err := tx.row("SELECT id FROM invoices WHERE reference = ? AND reference <> ''", []any{reference}, &id); err != nil {
		return billing.Document{}, err
	}
	return tx.Document(id)
}

// CreditNotesOver loads the credit notes that gave back part of an invoice.
func (tx *Tx) CreditNotesOver(invoice billing.InvoiceID) ([]billing.Document, error) {
	return tx.documents("i.original = ?", int64(invoice))
}

// NotesWithdrawing loads the credit notes that kept something back because this
// discount of another document fell.
func (tx *Tx) NotesWithdrawing(discount int64) ([]billing.Document, error) {
	return tx.documents("i.id IN (SELECT invoice FROM invoice_lines WHERE withdraws = ?)", discount)
}

// DocumentsAmong loads those of these documents that are there, whole, in order of
// issue, in as many queries as one.
func (tx *Tx) DocumentsAmong(ids []billing.InvoiceID) ([]billing.Document, error) {
	list, err := asJSON(ids)
	if err != nil {
		return nil, err
	}
	return tx.documents("i.id IN (SELECT value FROM json_each(?))", list)
}

// DocumentsIn loads the documents of a period whole, in order of issue.
func (tx *Tx) DocumentsIn(of calendar.Period) ([]billing.Document, error) {
	return tx.documents("i.day BETWEEN ? AND ?", string(of.First), string(of.Last))
}

func (tx *Tx) document(where string, arg any) (billing.Document, error) {
	docs, err := tx.documents(where, arg)
	if err == nil && len(docs) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return billing.Document{}, err
	}
	return docs[0], nil
}

// InvoicesNaming lists the invoices of a household that have a line of a rider.
func (tx *Tx) InvoicesNaming(household club.HouseholdID, rider club.RiderID) ([]billing.Document, error) {
	return tx.documents("i.kind = 'invoice' AND "+account("i.household", "?1")+" AND i.id IN (SELECT invoice FROM invoice_lines WHERE rider = ?2)",
		int64(household), int64(rider))
}

// documents loads the headers that where chooses and completes them with their
// lines, VAT and due days.
func (tx *Tx) documents(where string, args ...any) ([]billing.Document, error) {
	headers, err := collect(tx, scanHeader, selectDocument+" WHERE "+where+" ORDER BY i.id", args...)
	docs := make([]billing.Document, len(headers))
	if err != nil || len(docs) == 0 {
		return docs, err
	}
	at := map[billing.InvoiceID]*billing.Document{}
	for i := range docs {
		doc := &docs[i]
		*doc = headers[i].Document
		if headers[i].snapshot != 0 {
			snapshot, err := tx.snapshot(headers[i].snapshot)
			if err != nil {
				return nil, err
			}
			snapshot.complete(doc)
		}
		doc.Lines, doc.VAT, doc.Dues = []billing.Line{}, []billing.VATGroup{}, []billing.Due{}
		at[doc.ID] = doc
	}
	chosen := " IN (SELECT i.id FROM invoices i WHERE " + where + ")"
	if err := tx.lines(at, chosen, args); err != nil {
		return nil, err
	}
	// VAT groups in the order their rates first appear on the lines.
	err = tx.each(func(row scanner) error {
		var invoice billing.InvoiceID
		var g billing.VATGroup
		if err := row.Scan(&invoice, &g.VAT, &g.Kind, &g.Rate, &g.Gross, &g.Net, &g.Tax); err != nil || at[invoice] == nil {
			return orMissing(err)
		}
		at[invoice].VAT = append(at[invoice].VAT, g)
		return nil
	}, `SELECT v.invoice, v.vat, v.kind, v.rate, v.gross_cents, v.net_cents, v.vat_cents FROM invoice_vat v WHERE v.invoice`+chosen+`
		ORDER BY v.invoice, (SELECT min(l.n * 1000 + p.n) FROM invoice_lines l JOIN invoice_parts p ON p.line = l.id WHERE l.invoice = v.invoice AND p.vat = v.vat)`, args...)
	if err != nil {
		return nil, err
	}
	err = tx.each(func(row scanner) error {
		var invoice billing.InvoiceID
		var due billing.Due
		if err := row.Scan(&invoice, &due.Day, &due.Cents); err != nil || at[invoice] == nil {
			return orMissing(err)
		}
		at[invoice].Dues = append(at[invoice].Dues, due)
		return nil
	}, "SELECT invoice, day, cents FROM invoice_dues WHERE invoice"+chosen+" ORDER BY invoice, n", args...)
	return docs, err
}

// orMissing is for a row whose document has no readable header: nobody but
// somebody behind our back makes one, and verify must live to tell.
func orMissing(err error) error {
	if err == nil {
		err = ErrNotFound
	}
	return err
}

// lines adds the lines of documents, with their parts.
func (tx *Tx) lines(at map[billing.InvoiceID]*billing.Document, chosen string, args []any) error {
	err := tx.each(func(row scanner) error {
		var invoice billing.InvoiceID
		var l billing.Line
		err := row.Scan(&invoice, &l.ID, &l.N, orZero(&l.Offer), &l.Kind, orZero(&l.Rider), &l.RiderName, &l.Text, &l.Detail,
			&l.Quantity, &l.Unit, &l.Cents, &l.Now, orZero(&l.Original), fromJSON(&l.Terms),
			&l.Base, fromJSON(&l.Discount), orZero(&l.Withdraws), &l.Carried, fromJSON(&l.Seats), &l.Account)
		if err != nil || at[invoice] == nil {
			return orMissing(err)
		}
		at[invoice].Lines = append(at[invoice].Lines, l)
		return nil
	}, `SELECT invoice, id, n, offer, kind, rider, rider_name, text, detail, quantity, unit_cents, cents, now_cents, original, terms,
			base, discount, withdraws, carried_cents, seats, account
		FROM invoice_lines WHERE invoice`+chosen+` ORDER BY invoice, n`, args...)
	if err != nil {
		return err
	}
	byID := map[int64]*billing.Line{}
	for _, doc := range at {
		for i := range doc.Lines {
			byID[doc.Lines[i].ID] = &doc.Lines[i]
		}
	}
	return tx.each(func(row scanner) error {
		var line int64
		var p billing.Part
		err := row.Scan(&line, &p.Label, &p.VAT, &p.Kind, &p.Rate, &p.Cents)
		byID[line].Parts = append(byID[line].Parts, p)
		return err
	}, `SELECT p.line, p.label, p.vat, p.kind, p.rate, p.cents FROM invoice_parts p
		JOIN invoice_lines l ON l.id = p.line WHERE l.invoice`+chosen+` ORDER BY p.line, p.n`, args...)
}
