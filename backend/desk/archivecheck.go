package desk

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/exchange"
	"paddock/backend/journal"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// ArchiveProof is what a check of an archive found.
type ArchiveProof struct {
	OK       bool              `json:"ok"`
	Key      string            `json:"keyId" doc:"Of the key that signed it; to be compared with the one printed on closings"`
	Files    int               `json:"files"`
	Findings []journal.Finding `json:"findings" nullable:"false"`
}

// VerifyArchive proves an archive by nothing but itself: its files, its piece of the
// chain, and that its tables say what that piece sealed. It needs no data folder.
func VerifyArchive(file string, lang locale.Lang) (ArchiveProof, error) {
	files, err := exchange.UnZIP(file)
	if err != nil {
		return ArchiveProof{}, err
	}
	found, key := journal.CheckArchive(files)
	found = append(found, checkTables(files)...)
	proof := ArchiveProof{OK: true, Key: key, Files: len(files), Findings: []journal.Finding{}}
	for _, notes := range []bool{false, true} { // notes last
		for _, f := range found {
			if f.Note != notes {
				continue
			}
			proof.OK = proof.OK && f.Note
			f.What = locale.Text(lang, "verify."+f.Code, withSeq(f))
			proof.Findings = append(proof.Findings, f)
		}
	}
	return proof, nil
}

// archivedTables are the documents and payments an archive's lines sealed, and what
// its tables say.
type archivedTables struct {
	files     map[string][]byte
	of        calendar.Period
	snapshots map[int64]journal.Tree
	vat       vatForms
	found     []journal.Finding
	documents []archivedRow[billing.Document]
	payments  []archivedRow[billing.Payment]
}

// archivedRow is a row as an entry sealed it.
type archivedRow[T any] struct {
	seq   int64
	id    int64
	name  string
	says  string // whole, as far as the archive holds what it refers to
	lacks bool   // it refers to what the archive does not hold
	row   T
}

// checkTables makes the tables of documents and payments anew from the sealed lines and
// compares them byte by byte; the JSON beside them must say the same. Of the accounting
// entries those that a document or a payment of the period makes are worked out anew.
// The others (VAT that falls due, deferred revenue, deposits) follow from entries of
// before the period too: they must balance and stand alike in both files, and paddock
// verify proves them on the club's data.
func checkTables(files map[string][]byte) []journal.Finding {
	own, referred := journal.Archived(files, func(int64, string, map[string]any) {}) // CheckArchive says so
	t := &archivedTables{files: files, of: archivedDays(files), snapshots: map[int64]journal.Tree{}, vat: newVATForms()}
	for _, o := range slices.Concat(referred, own) {
		t.read(openEvent(o.Entry))
	}
	t.compareDocuments()
	t.comparePayments()
	t.compareEntries()
	return t.found
}

// archivedDays are the days the daily closings of an archive close.
func archivedDays(files map[string][]byte) (of calendar.Period) {
	for name, raw := range files {
		var closing billing.Closing
		if !strings.HasPrefix(name, journal.ClosingFolder+string(billing.DayClosing)+"-") || !strings.HasSuffix(name, ".json") || json.Unmarshal(raw, &closing) != nil {
			continue
		}
		of.Last = max(of.Last, closing.Day)
		if of.First == "" || closing.From < of.First {
			of.First = closing.From
		}
	}
	return of
}

// read remembers what an entry seals.
func (t *archivedTables) read(e event) {
	payload := string(e.said.Payload)
	t.vat.rule(e.Kind, e.said.Payload)
	if e.doc != nil {
		t.vat.at[e.doc.ID] = t.vat.now
	}
	switch {
	case e.Kind == journal.SnapshotTaken:
		t.snapshots[e.Seq], _ = journal.Members(payload)
	case e.doc != nil && t.of.Contains(e.doc.Day):
		row := archivedRow[billing.Document]{seq: e.Seq, id: int64(e.doc.ID), name: e.doc.Number}
		row.says = journal.Whole(payload, func(seq int64) (journal.Tree, bool) {
			tree, known := t.snapshots[seq]
			row.lacks = row.lacks || !known
			return tree, known
		})
		if json.Unmarshal([]byte(row.says), &row.row) == nil {
			t.documents = append(t.documents, row)
		}
	case e.paid != nil && t.of.Contains(e.paid.Day):
		t.payments = append(t.payments, archivedRow[billing.Payment]{seq: e.Seq, id: int64(e.paid.ID), name: e.paid.Receipt, says: payload, row: e.paid.Payment})
	}
}

func (t *archivedTables) find(seq int64, file, document string) {
	code := "archiveRow"
	if document == "" {
		code = "archiveTable"
	}
	t.found = append(t.found, journal.Finding{Seq: seq, Code: code, Params: map[string]any{"file": file, "document": document}})
}

// compareDocuments compares documents; who issued one is no part of what is sealed, and
// why one was made no part of what is shown.
func (t *archivedTables) compareDocuments() {
	shown := compareRows(t, documentsFile+".json", t.documents, func(d billing.Document) int64 { return int64(d.ID) }, "issuedBy", "reason")
	rows := make([]billing.Document, len(t.documents))
	for i, sealed := range t.documents {
		rows[i] = sealed.row
		if sealed.lacks { // whom it is addressed to is said before the period, in an archive that does not hold that
			rows[i].Buyer = shown[sealed.id].Buyer
		}
	}
	if !bytes.Equal(t.files[documentsFile+".csv"], documentsCSV(rows)) {
		t.find(0, documentsFile+".csv", "")
	}
}

// comparePayments compares payments; what one settled later has entries of its own.
func (t *archivedTables) comparePayments() {
	shown := compareRows(t, paymentsFile+".json", t.payments, func(p billing.Payment) int64 { return int64(p.ID) }, "receivedBy", "reason", "allocations")
	rows := make([]billing.Payment, len(t.payments))
	for i, sealed := range t.payments {
		rows[i] = sealed.row
		for _, a := range sealed.row.Allocations {
			if p, is := shown[sealed.id]; is && !slices.Contains(p.Allocations, a) {
				t.find(sealed.seq, paymentsFile+".json", sealed.name)
				break
			}
		}
	}
	if !bytes.Equal(t.files[paymentsFile+".csv"], paymentsCSV(rows)) {
		t.find(0, paymentsFile+".csv", "")
	}
}

// compareRows compares the rows of a JSON file with those that were sealed, but for some
// members, and returns them by id. sealed is put in the order of the file, which is that
// of ids.
func compareRows[T any](t *archivedTables, file string, sealed []archivedRow[T], id func(T) int64, apart ...string) map[int64]T {
	slices.SortStableFunc(sealed, func(a, b archivedRow[T]) int { return cmp.Compare(a.id, b.id) })
	var texts []json.RawMessage
	var rows []T
	if json.Unmarshal(t.files[file], &texts) != nil || json.Unmarshal(t.files[file], &rows) != nil || len(rows) != len(sealed) {
		t.find(0, file, "")
	}
	shown := map[int64]T{}
	for i := range min(len(rows), len(texts)) {
		shown[id(rows[i])] = rows[i]
	}
	for i := range min(len(rows), len(sealed)) {
		if !sameRow(sealed[i].says, string(texts[i]), sealed[i].lacks, apart) {
			t.find(sealed[i].seq, file, sealed[i].name)
		}
	}
	return shown
}

// sameRow compares a row as it was sealed with how it is shown. What lacks what it refers
// to must be shown with all the rest.
func sameRow(sealed, shown string, lacks bool, apart []string) bool {
	must, err := journal.LeanMembers(sealed, append(apart, "snapshots")...)
	if err != nil {
		return false
	}
	says, err := journal.LeanMembers(shown, apart...)
	if err != nil {
		return false
	}
	if lacks {
		maps.DeleteFunc(says, func(name, _ string) bool { _, has := must[name]; return !has })
	}
	return maps.Equal(must, says)
}

// bookedAt is where an accounting entry of a document or a payment stands.
type bookedAt struct {
	journal, text string
}

// compareEntries compares the accounting entries.
func (t *archivedTables) compareEntries() {
	var rows []sqlite.EntryRow
	if json.Unmarshal(t.files[entriesFile+".json"], &rows) != nil {
		t.find(0, entriesFile+".json", "")
	}
	if !bytes.Equal(t.files[entriesFile+".csv"], entriesCSV(rows)) {
		t.find(0, entriesFile+".csv", "")
	}
	booked, balance, foreign := map[bookedAt]account{}, map[int64]money.Cents{}, false
	for _, row := range rows {
		at := bookedAt{row.Journal, row.Text}
		if booked[at] == nil {
			booked[at] = account{}
		}
		booked[at].add(row.Day, "", []billing.Posting{{Role: row.Role, Cents: row.Debit - row.Credit}})
		balance[row.Entry] += row.Debit - row.Credit
		foreign = foreign || !t.of.Contains(row.Day)
	}
	explain := func(seq int64, name, book string, day calendar.Day, ways ...[]billing.Posting) {
		at := bookedAt{book, name}
		if !slices.ContainsFunc(ways, func(want []billing.Posting) bool {
			return maps.Equal(booked[at], account{}.add(day, "", anybodys(want)))
		}) {
			t.find(seq, entriesFile+".json", name)
		}
		delete(booked, at)
	}
	issued := map[int64]*billing.Document{}
	for i, d := range t.documents {
		issued[d.id] = &t.documents[i].row
	}
	for _, d := range t.documents {
		var ways [][]billing.Posting
		for _, form := range t.vat.of(d.row, issued[int64(d.row.Original)]) {
			ways = append(ways, billing.IssuePostings(d.row, form))
		}
		explain(d.seq, d.name, bookOf(d.row), d.row.Day, ways...)
	}
	for _, p := range t.payments {
		explain(p.seq, p.name, bookOfPayment(p.row), p.row.Day, billing.PaymentPostings(p.row))
	}
	for at := range booked {
		foreign = foreign || at.journal == "sales" || at.journal == "opening" // documents alone book there
	}
	for _, cents := range balance {
		foreign = foreign || cents != 0
	}
	if foreign {
		t.find(0, entriesFile+".json", "")
	}
}

// anybodys are postings without whose they are, which the table does not say.
func anybodys(postings []billing.Posting) []billing.Posting {
	postings = slices.Clone(postings)
	for i := range postings {
		postings[i].Household = 0
	}
	return postings
}
