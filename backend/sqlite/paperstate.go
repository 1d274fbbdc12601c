package sqlite

import (
	"slices"

	"paddock/backend/calendar"
	"paddock/backend/club"
)

// PaperStep is a line in the history of a rider's paper.
type PaperStep struct {
	Paper   string          `json:"paper" doc:"Its code"`
	State   club.PaperState `json:"state" enum:"missing,received,accepted,refused"`
	Expires calendar.Day    `json:"expires"`
	Reason  string          `json:"reason" doc:"Why it was refused"`
	At      string          `json:"at" doc:"UTC"`
	By      string          `json:"by"`
}

// AddPaperState writes down where a paper of a rider stands from now on; reason
// is 0 for none.
func (tx *Tx) AddPaperState(rider club.RiderID, p club.HeldPaper, reason int64, actor club.Actor) error {
	_, err := tx.insert("INSERT INTO paper_states (rider, paper, state, expires, reason, set_at, set_by) VALUES (?, ?, ?, ?, ?, ?, ?)",
		int64(rider), p.Code, string(p.State), string(p.Expires), orNull(reason), stamp(tx.Now), actor.ID)
	return err
}

// PaperNow is where a paper of a rider stands; Reason is the row that says why
// it was refused, 0 for none.
type PaperNow struct {
	State   club.PaperState `json:"state"`
	Expires calendar.Day    `json:"expires"`
	Reason  int64           `json:"reason"`
}

// PapersOf is where each paper of a rider stands, by its code; those nobody ever
// saw are missing.
func (tx *Tx) PapersOf(rider club.RiderID) (map[string]PaperNow, error) {
	papers := map[string]PaperNow{}
	return papers, tx.each(func(row scanner) error {
		var code string
		var p PaperNow
		err := row.Scan(&code, &p.State, &p.Expires, orZero(&p.Reason))
		papers[code] = p
		return err
	}, "SELECT paper, state, expires, reason FROM paper_states WHERE rider = ? ORDER BY id", int64(rider))
}

// PaperHistory lists what was written down of a rider's papers, the latest
// first.
func (tx *Tx) PaperHistory(rider club.RiderID) ([]PaperStep, error) {
	return collect(tx, func(row scanner) (p PaperStep, err error) {
		err = row.Scan(&p.Paper, &p.State, &p.Expires, &p.Reason, &p.At, &p.By)
		return p, err
	}, `SELECT p.paper, p.state, p.expires, coalesce(r.text, ''), p.set_at, s.name FROM paper_states p
		JOIN staff s ON s.id = p.set_by LEFT JOIN reasons r ON r.id = p.reason WHERE p.rider = ? ORDER BY p.id DESC`, int64(rider))
}

// Scan is a scan of a paper, without what it holds.
type Scan struct {
	ID    int64        `json:"id"`
	Rider club.RiderID `json:"rider"`
	Paper string       `json:"paper" doc:"Code of the paper"`
	Name  string       `json:"name"`
	Type  string       `json:"type" enum:"application/pdf,image/jpeg,image/png,image/heic"`
	Bytes int          `json:"bytes"`
	SHA   string       `json:"sha256"`
	At    string       `json:"at" doc:"UTC"`
	By    string       `json:"by"`
}

const selectScan = `SELECT c.id, c.rider, c.paper, c.name, c.type, c.bytes, c.sha256, c.added_at, s.name
	FROM scans c JOIN staff s ON s.id = c.added_by WHERE c.removed_at = '' AND `

func scanScan(row scanner) (s Scan, err error) {
	err = row.Scan(&s.ID, &s.Rider, &s.Paper, &s.Name, &s.Type, &s.Bytes, &s.SHA, &s.At, &s.By)
	return s, err
}

// Scans lists the scans of a rider's papers, the oldest first.
func (tx *Tx) Scans(rider club.RiderID) ([]Scan, error) {
	return collect(tx, scanScan, selectScan+"c.rider = ? ORDER BY c.id", int64(rider))
}

// Scan finds a scan that is still there, or returns ErrNotFound.
func (tx *Tx) Scan(id int64) (Scan, error) { return one(tx, scanScan, selectScan+"c.id = ?", id) }

// ScanContent is what a scan holds, or ErrNotFound.
func (tx *Tx) ScanContent(id int64) ([]byte, error) {
	return one(tx, func(row scanner) (content []byte, err error) {
		err = row.Scan(&content)
		return content, err
	}, "SELECT content FROM scans WHERE id = ? AND removed_at = ''", id)
}

// InsertScan keeps a scan.
func (tx *Tx) InsertScan(s Scan, content []byte, actor club.Actor) (int64, error) {
	return tx.insert("INSERT INTO scans (rider, paper, name, type, bytes, sha256, added_at, added_by, content) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
		int64(s.Rider), s.Paper, s.Name, s.Type, len(content), s.SHA, stamp(tx.Now), actor.ID, content)
}

// RemoveScan drops what a scan holds and how it was called; that there was one
// stays. ErrNotFound when it is gone already.
func (tx *Tx) RemoveScan(rider club.RiderID, id int64, actor club.Actor) error {
	return tx.change(`UPDATE scans SET content = NULL, name = '', sha256 = '', removed_at = ?, removed_by = ?
		WHERE id = ? AND rider = ? AND removed_at = ''`, stamp(tx.Now), actor.ID, id, int64(rider))
}

// FileHolder is a rider and all that the rules of the file look at.
type FileHolder struct {
	Rider         club.RiderID
	Household     club.HouseholdID
	Name          string
	HouseholdName string
	Active        bool // bought something this season, or holds a licence today
	club.Holder
}

// FileHolders loads riders as the rules of the file look at them: these, or all
// of them when none is named, in the order of their households' names. What
// was bought this season counts from its first day and while no credit note
// gave it back whole.
func (tx *Tx) FileHolders(season calendar.Season, day calendar.Day, riders ...club.RiderID) ([]FileHolder, error) {
	which, args := "r.household NOT IN ("+erasedHouseholds+")", []any{}
	if len(riders) > 0 {
		ids, err := asJSON(riders)
		if err != nil {
			return nil, err
		}
		which, args = "r.id IN (SELECT value FROM json_each(?))", []any{ids}
	}
	holders, err := collect(tx, func(row scanner) (h FileHolder, err error) {
		err = row.Scan(&h.Rider, &h.Household, &h.Name, &h.HouseholdName, &h.Birth)
		return h, err
	}, `SELECT r.id, r.household, r.first_name || ' ' || r.surname, h.name, r.birth_date FROM riders r
		JOIN households h ON h.id = r.household WHERE `+which+" ORDER BY h.folded, h.id, r.id", args...)
	if err != nil {
		return nil, err
	}
	at := map[club.RiderID]*FileHolder{}
	for i := range holders {
		at[holders[i].Rider] = &holders[i]
	}
	for _, fill := range []func(*Tx, map[club.RiderID]*FileHolder, string, []any, calendar.Season) error{fillPapers, fillLicences, fillBought} {
		if err := fill(tx, at, which, args, season); err != nil {
			return nil, err
		}
	}
	for i := range holders {
		h := &holders[i]
		h.Active = len(h.Bought) > 0 || slices.ContainsFunc(h.Licences, func(l club.Licence) bool {
			return l.ValidFrom <= day && day <= l.ValidThrough
		})
	}
	return holders, nil
}

func fillPapers(tx *Tx, at map[club.RiderID]*FileHolder, which string, args []any, _ calendar.Season) error {
	return tx.each(func(row scanner) error {
		var rider club.RiderID
		var p club.HeldPaper
		err := row.Scan(&rider, &p.Code, &p.State, &p.Expires)
		if h := at[rider]; h != nil {
			h.Papers = append(h.Papers, p)
		}
		return err
	}, `SELECT r.id, p.paper, p.state, p.expires FROM riders r JOIN paper_states p ON p.rider = r.id WHERE `+which+`
		AND p.id = (SELECT max(id) FROM paper_states WHERE rider = p.rider AND paper = p.paper)`, args...)
}

func fillLicences(tx *Tx, at map[club.RiderID]*FileHolder, which string, args []any, _ calendar.Season) error {
	return tx.each(func(row scanner) error {
		var rider club.RiderID
		var l club.Licence
		err := row.Scan(&rider, &l.Kind, &l.Number, &l.ValidFrom, &l.ValidThrough)
		if h := at[rider]; h != nil {
			h.Licences = append(h.Licences, l)
		}
		return err
	}, `SELECT r.id, l.kind, l.number, l.valid_from, l.valid_through FROM riders r JOIN licences l ON l.rider = r.id
		WHERE l.credit_note IS NULL AND `+which, args...)
}

func fillBought(tx *Tx, at map[club.RiderID]*FileHolder, which string, args []any, season calendar.Season) error {
	return tx.each(func(row scanner) error {
		var rider club.RiderID
		var kind string
		err := row.Scan(&rider, &kind)
		if h := at[rider]; h != nil {
			h.Bought = append(h.Bought, kind)
		}
		return err
	}, `SELECT DISTINCT r.id, l.kind FROM invoices i JOIN invoice_lines l ON l.invoice = i.id JOIN riders r ON r.id = l.rider
		WHERE `+which+` AND i.day >= ? AND (i.kind = 'invoice' OR i.kind = 'opening' AND i.original IS NULL AND NOT EXISTS (SELECT 1 FROM invoices m WHERE m.original = i.id))
		AND (l.cents = 0 OR l.cents + (SELECT coalesce(sum(c.cents), 0) FROM invoice_lines c WHERE c.original = l.id) > 0)`,
		append(slices.Clone(args), string(season.First))...)
}
