package sqlite

import "time"

// Draft is what a person typed into a form and has not sent.
type Draft struct {
	Text   string    `json:"text" doc:"JSON, as the form kept it; empty when nothing is kept"`
	KeptAt time.Time `json:"keptAt" doc:"When it was kept last"`
}

// Draft returns what a person typed into a form since a moment, or ErrNotFound.
func (tx *Tx) Draft(staff int64, form string, since time.Time) (Draft, error) {
	return one(tx, func(row scanner) (d Draft, err error) {
		err = row.Scan(&d.Text, instant{&d.KeptAt})
		return d, err
	}, "SELECT text, kept_at FROM drafts WHERE staff = ? AND form = ? AND kept_at >= ?", staff, form, stamp(since))
}

// KeepDraft keeps what a person typed into a form in the place of what was kept of
// it, and forgets the drafts of everybody that are older than the moment given.
func (tx *Tx) KeepDraft(staff int64, form, text string, forgetBefore time.Time) error {
	if _, err := tx.exec("DELETE FROM drafts WHERE kept_at < ?", stamp(forgetBefore)); err != nil {
		return err
	}
	_, err := tx.exec(`INSERT INTO drafts (staff, form, text, kept_at) VALUES (?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET text = excluded.text, kept_at = excluded.kept_at`, staff, form, text, stamp(tx.Now))
	return err
}

// DropDraft forgets what was typed into a form: it was sent, or given up.
func (tx *Tx) DropDraft(staff int64, form string) error {
	_, err := tx.exec("DELETE FROM drafts WHERE staff = ? AND form = ?", staff, form)
	return err
}
