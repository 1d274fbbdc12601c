package sqlite

import (
	"encoding/json"
	"errors"

	"paddock/backend/calendar"
	"paddock/backend/club"
)

// Import is a list that was brought in: of members, or of openings.
type Import struct {
	ID         int64  `json:"id"`
	File       string `json:"file" doc:"Its name"`
	SHA256     string `json:"sha256"`
	Kind       string `json:"kind" enum:"members,openings"`
	Lines      int    `json:"lines" doc:"Members or openings in the file"`
	Riders     int    `json:"riders" doc:"Made by it"`
	Households int    `json:"households" doc:"Made by it; the other riders joined families that were there"`
	Known      int    `json:"known" doc:"Lines whose rider was already there"`
	Later      int    `json:"later" doc:"Lines set aside that still wait"`
	Openings   int    `json:"openings" doc:"Made by it"`
	Edited     int    `json:"edited" doc:"Families it made, or whose riders it made, that somebody changed since"`
	At         string `json:"at" doc:"UTC"`
	By         string `json:"by"`
	UndoneAt   string `json:"undoneAt" doc:"UTC; empty while it stands"`
	UndoneBy   string `json:"undoneBy"`

	Columns     []club.MemberField `json:"-"` // how it was read
	ProperNames bool               `json:"-"`
	LostZeros   bool               `json:"-"` // its postal codes had lost their first zeros
	Country     string             `json:"-"` // of those a line said none of; "" is the club's

	Day calendar.Day `json:"-"` // of the take-over
	VAT string       `json:"-"` // that waits on what is owed
}

const selectImport = `SELECT i.id, i.file, i.sha256, i.lines, i.riders, i.households, i.known,
	(SELECT count(*) FROM import_lines WHERE import = i.id), i.imported_at, b.name, i.undone_at, coalesce(u.name, ''),
	i.columns, i.proper_names, i.lost_zeros, i.country, i.kind, i.day, i.vat, i.openings,
	(SELECT count(*) FROM (SELECT id FROM households WHERE import = i.id AND version > 1
		UNION SELECT household FROM riders WHERE import = i.id AND version > 1))
	FROM imports i JOIN staff b ON b.id = i.imported_by LEFT JOIN staff u ON u.id = i.undone_by`

func scanImport(row scanner) (i Import, err error) {
	err = row.Scan(&i.ID, &i.File, &i.SHA256, &i.Lines, &i.Riders, &i.Households, &i.Known, &i.Later, &i.At, &i.By, &i.UndoneAt, &i.UndoneBy,
		fromJSON(&i.Columns), &i.ProperNames, &i.LostZeros, &i.Country, &i.Kind, &i.Day, &i.VAT, &i.Openings, &i.Edited)
	return i, err
}

// Imports lists the imports, the latest first.
func (tx *Tx) Imports() ([]Import, error) {
	return collect(tx, scanImport, selectImport+" ORDER BY i.id DESC")
}

// Import loads an import, or returns ErrNotFound.
func (tx *Tx) Import(id int64) (Import, error) {
	return one(tx, scanImport, selectImport+" WHERE i.id = ?", id)
}

// ImportOf finds the import of a file that still stands, by its SHA-256, or
// returns ErrNotFound.
func (tx *Tx) ImportOf(sha256 string) (Import, error) {
	return one(tx, scanImport, selectImport+" WHERE i.sha256 = ? AND i.undone_at = '' ORDER BY i.id DESC LIMIT 1", sha256)
}

// InsertImport records an import before what it makes; ImportMade follows.
func (tx *Tx) InsertImport(i Import, actor club.Actor) (int64, error) {
	columns, err := asJSON(i.Columns)
	if err != nil {
		return 0, err
	}
	return tx.insert(`INSERT INTO imports (file, sha256, lines, riders, households, known, columns, proper_names, lost_zeros, country, kind, day, vat, imported_at, imported_by)
		VALUES (?, ?, ?, 0, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, i.File, i.SHA256, i.Lines, i.Known, columns, i.ProperNames, i.LostZeros, i.Country, i.Kind, string(i.Day), i.VAT, stamp(tx.Now), actor.ID)
}

// ImportMade says which households and riders an import made and counts them.
func (tx *Tx) ImportMade(id int64, households []club.HouseholdID, riders []club.RiderID) error {
	for table, made := range map[string]any{"households": households, "riders": riders} {
		list, err := asJSON(made)
		if err != nil {
			return err
		}
		if _, err := tx.exec("UPDATE "+table+" SET import = ? WHERE id IN (SELECT value FROM json_each(?))", id, list); err != nil {
			return err
		}
	}
	return tx.change("UPDATE imports SET households = households + ?, riders = riders + ? WHERE id = ?", len(households), len(riders), id)
}

// ImportCarried counts the openings an import made.
func (tx *Tx) ImportCarried(id int64, openings int) error {
	return tx.change("UPDATE imports SET openings = openings + ? WHERE id = ?", openings, id)
}

// Bearers lists whom a line of openings may be about: every rider, and the
// families that have none.
func (tx *Tx) Bearers() ([]club.Bearer, error) {
	return collect(tx, func(row scanner) (o club.Bearer, err error) {
		err = row.Scan(&o.Household, &o.Family, orZero(&o.Rider), &o.Surname, &o.FirstName, &o.Born, fromJSON(&o.Emails))
		return o, err
	}, `SELECT h.id, h.name, r.id, coalesce(r.surname, ''), coalesce(r.first_name, ''), coalesce(r.birth_date, ''),
			(SELECT json_group_array(email) FROM (SELECT h.email UNION SELECT email FROM contacts WHERE household = h.id UNION SELECT r.email) WHERE email <> '')
		FROM households h LEFT JOIN riders r ON r.household = h.id WHERE h.merged_into IS NULL ORDER BY h.id, r.id`)
}

// InsertKnownLicence records a licence that somebody holds without having bought
// it here; its dates may be unknown.
func (tx *Tx) InsertKnownLicence(rider club.RiderID, l club.Licence) error {
	_, err := tx.exec("INSERT INTO licences (rider, kind, number, valid_from, valid_through) VALUES (?, ?, ?, ?, ?)",
		int64(rider), l.Kind, l.Number, string(l.ValidFrom), string(l.ValidThrough))
	return err
}

// KnownFamilies lists what each family is recognised by. A guest is none: who rides
// makes a family, and the desk merges the guest into it.
func (tx *Tx) KnownFamilies() ([]club.KnownFamily, error) {
	families, at := []club.KnownFamily{}, map[club.HouseholdID]int{}
	_, err := collect(tx, func(row scanner) (none struct{}, err error) {
		var id club.HouseholdID
		var sign, a, b, c string
		if err = row.Scan(&id, &sign, &a, &b, &c); err != nil {
			return none, err
		}
		i, seen := at[id]
		if !seen {
			i = len(families)
			at[id] = i
			families = append(families, club.KnownFamily{Household: id})
		}
		switch f := &families[i]; sign {
		case "name":
			f.Name, f.Surnames = a, append(f.Surnames, a)
		case "surname":
			f.Surnames = append(f.Surnames, a)
		case "email":
			f.Emails = append(f.Emails, a)
		case "phone":
			f.Phones = append(f.Phones, a)
		case "place":
			f.Places = append(f.Places, club.PlaceKey(a, b, c))
		}
		return none, nil
	}, `SELECT coalesce(h.merged_into, h.id), k.sign, k.a, k.b, k.c FROM households h JOIN (
		SELECT id, 'name' AS sign, name AS a, '' AS b, '' AS c FROM households
		UNION ALL SELECT id, 'email', email, '', '' FROM households WHERE email <> ''
		UNION ALL SELECT household, 'email', email, '', '' FROM contacts WHERE email <> ''
		UNION ALL SELECT household, 'email', email, '', '' FROM riders WHERE email <> ''
		UNION ALL SELECT household, 'phone', mobile, '', '' FROM contacts WHERE mobile <> ''
		UNION ALL SELECT household, 'phone', phone, '', '' FROM contacts WHERE phone <> ''
		UNION ALL SELECT household, 'phone', mobile, '', '' FROM riders WHERE mobile <> ''
		UNION ALL SELECT household, 'phone', phone, '', '' FROM riders WHERE phone <> ''
		UNION ALL SELECT household, 'surname', surname, '', '' FROM contacts WHERE surname <> ''
		UNION ALL SELECT DISTINCT household, 'surname', surname, '', '' FROM riders
		UNION ALL SELECT household, 'place', street, postal_code, town FROM addresses) k ON k.id = h.id
		WHERE h.erased_at = '' AND h.kind <> 'guest' ORDER BY 1`)
	return families, err
}

// SetAside is a line of an import that waits to be mended.
type SetAside struct {
	ID     int64
	Import int64
	Line   int
	Cells  []string
	Mend   json.RawMessage // what was said of it, as desk writes it
}

const selectSetAside = "SELECT id, import, line, cells, mend FROM import_lines"

func scanSetAside(row scanner) (s SetAside, err error) {
	var mend string
	err = row.Scan(&s.ID, &s.Import, &s.Line, fromJSON(&s.Cells), &mend)
	s.Mend = json.RawMessage(mend)
	return s, err
}

// SetAside lists the lines that wait, those of the latest import first.
func (tx *Tx) SetAside() ([]SetAside, error) {
	return collect(tx, scanSetAside, selectSetAside+" ORDER BY import DESC, line")
}

// SetAsideLine loads one of them, or returns ErrNotFound.
func (tx *Tx) SetAsideLine(id int64) (SetAside, error) {
	return one(tx, scanSetAside, selectSetAside+" WHERE id = ?", id)
}

// InsertSetAside keeps a line until somebody mends it.
func (tx *Tx) InsertSetAside(s SetAside) error {
	cells, err := asJSON(s.Cells)
	if err != nil {
		return err
	}
	_, err = tx.exec("INSERT INTO import_lines (import, line, cells, mend) VALUES (?, ?, ?, ?)", s.Import, s.Line, cells, string(s.Mend))
	return err
}

// DropSetAside forgets a line, or returns ErrNotFound.
func (tx *Tx) DropSetAside(id int64) error {
	return tx.change("DELETE FROM import_lines WHERE id = ?", id)
}

// Hanger is something that came to hang on what an import made.
type Hanger struct {
	Table string
	Name  string // the family
}

// partsOfAFamily are the tables whose rows an import makes and takes away with
// their household or rider.
var partsOfAFamily = []string{"contacts", "addresses", "licences", "actions"}

// HangsOn finds what points at a household or rider an import made and is not
// part of it, one a table. Each table is read once, and not for every family.
func (tx *Tx) HangsOn(id int64) ([]Hanger, error) {
	keys, err := tx.keysTo([]string{"households", "riders"}, partsOfAFamily)
	if err != nil {
		return nil, err
	}
	found := []Hanger{}
	for _, k := range keys {
		household, own := "p.id", ""
		if k.to == "riders" {
			household = "p.household"
		}
		if k.table == "riders" || k.table == "households" { // a rider of the same import is no stranger
			own = " AND x.import IS NOT p.import"
		}
		hanger := Hanger{Table: k.table}
		err := tx.row(`SELECT h.name FROM "`+k.table+`" x CROSS JOIN "`+k.to+`" p ON p.id = x."`+k.column+`" JOIN households h ON h.id = `+household+
			" WHERE p.import = ?"+own+" ORDER BY h.id LIMIT 1", []any{id}, &hanger.Name)
		switch {
		case err == nil:
			found = append(found, hanger)
		case !errors.Is(err, ErrNotFound):
			return nil, err
		}
	}
	return found, nil
}

// UndoImport takes away what an import made and what still waited of it. It
// returns the households it had put riders into and leaves: IndexHousehold
// follows for each.
func (tx *Tx) UndoImport(id int64, actor club.Actor) ([]club.HouseholdID, error) {
	joined, err := collect(tx, func(row scanner) (h club.HouseholdID, err error) {
		err = row.Scan(&h)
		return h, err
	}, "SELECT DISTINCT r.household FROM riders r JOIN households h ON h.id = r.household WHERE r.import = ?1 AND h.import IS NOT ?1", id)
	if err != nil {
		return nil, err
	}
	for _, part := range []string{
		"DELETE FROM import_lines WHERE import = ?",
		"DELETE FROM actions WHERE household IN (SELECT id FROM households WHERE import = ?1 UNION SELECT household FROM riders WHERE import = ?1)",
		"DELETE FROM licences WHERE rider IN (SELECT id FROM riders WHERE import = ?)",
		"DELETE FROM rider_shares WHERE rider IN (SELECT id FROM riders WHERE import = ?1) OR household IN (SELECT id FROM households WHERE import = ?1)",
		"DELETE FROM riders WHERE import = ?",
		"DELETE FROM contacts WHERE household IN (SELECT id FROM households WHERE import = ?)",
		"DELETE FROM addresses WHERE household IN (SELECT id FROM households WHERE import = ?)",
		"DELETE FROM households WHERE import = ?",
	} {
		if _, err := tx.exec(part, id); err != nil {
			return nil, err
		}
	}
	return joined, tx.change("UPDATE imports SET undone_at = ?, undone_by = ? WHERE id = ?", stamp(tx.Now), actor.ID, id)
}
