package sqlite

import (
	"time"

	"paddock/backend/club"
)

// Unprinted is a paper that a printer of this computer has not got.
type Unprinted struct {
	ID      int64  `json:"id"`
	Path    string `json:"path" doc:"Of the API, where the paper is asked for"`
	Key     string `json:"key" doc:"Idempotency key it is asked for with, which gives the same copy again; empty where asking records nothing"`
	Kind    string `json:"kind" enum:"a4,receipt"`
	File    string `json:"file" doc:"Its name"`
	Code    string `json:"code" doc:"Text error.*, why the printer refused it; empty for one that was lost"`
	Printer string `json:"printer" doc:"For that text"`
	At      string `json:"at" doc:"UTC"`
	By      string `json:"by"`
}

const selectUnprinted = `SELECT u.id, u.path, u.key, u.kind, u.file, u.code, u.printer, u.at, s.name FROM unprinted u JOIN staff s ON s.id = u.staff`

func scanUnprinted(row scanner) (u Unprinted, err error) {
	err = row.Scan(&u.ID, &u.Path, &u.Key, &u.Kind, &u.File, &u.Code, &u.Printer, &u.At, &u.By)
	return u, err
}

// Unprinted lists the papers that were refused, and those that another opening of the
// data than the one named, or one before the moment given, left under way: they were
// lost. The latest stand first.
func (tx *Tx) Unprinted(opening string, before time.Time) ([]Unprinted, error) {
	return collect(tx, scanUnprinted, selectUnprinted+" WHERE u.code <> '' OR u.opening <> ? OR u.at < ? ORDER BY u.id DESC", opening, stamp(before))
}

// UnprintedPaper loads one of them, or returns ErrNotFound.
func (tx *Tx) UnprintedPaper(id int64) (Unprinted, error) {
	return one(tx, scanUnprinted, selectUnprinted+" WHERE u.id = ?", id)
}

// InsertUnprinted notes a paper that is about to be printed, and forgets those of
// before the moment given, whose key gives another copy by now.
func (tx *Tx) InsertUnprinted(u Unprinted, opening string, forgetBefore time.Time, actor club.Actor) (int64, error) {
	if _, err := tx.exec("DELETE FROM unprinted WHERE at < ?", stamp(forgetBefore)); err != nil {
		return 0, err
	}
	return tx.insert("INSERT INTO unprinted (path, key, kind, file, opening, at, staff) VALUES (?, ?, ?, ?, ?, ?, ?)",
		u.Path, u.Key, u.Kind, u.File, opening, stamp(tx.Now), actor.ID)
}

// RefuseUnprinted says why the printer refused a paper, or returns ErrNotFound.
func (tx *Tx) RefuseUnprinted(id int64, code club.Code, printer string) error {
	return tx.change("UPDATE unprinted SET code = ?, printer = ? WHERE id = ?", string(code), printer, id)
}

// DropUnprinted forgets a paper: it was printed, or left.
func (tx *Tx) DropUnprinted(id int64) error {
	_, err := tx.exec("DELETE FROM unprinted WHERE id = ?", id)
	return err
}
