package desk

import (
	"encoding/json"

	"paddock/backend/club"
	"paddock/backend/document"
	"paddock/backend/locale"
	"paddock/backend/mail"
	"paddock/backend/sqlite"
)

// SealMail is what became of the seal of a closing on its way out of the machine.
type SealMail struct {
	Address string           `json:"address"`
	State   sqlite.MailState `json:"state" enum:",waiting,sending,sent,perhaps,failed,dropped,bounced" doc:"Empty: it does not go, for the club sends no mail"`
}

// mailSeal puts the seal of a closing into the outbox, for the address the settings name
// (RULES section 4: kept outside this computer it shows later that nothing was made
// anew). Nothing leaves in training, nor where the club sends no mail, which is told.
func (d *Desk) mailSeal(tx *sqlite.Tx, c clubNow, actor club.Actor, made Closed) (*SealMail, error) {
	if c.training || c.Mail.SealsTo == "" {
		return nil, nil
	}
	if c.Mail.Sending {
		lang := c.Identity.Language
		about := locale.Params{"title": d.closingPaper(c, made).Title, "club": c.Identity.Name}
		message, err := tx.AddMessage(sqlite.Message{
			Kind: "closing", Language: lang, GoesTo: c.Mail.SealsTo,
			Subject: locale.Text(lang, "mail.sends.closing.subject", about), Body: locale.Text(lang, "mail.sends.closing.body", about),
		}, actor)
		if err != nil {
			return nil, err
		}
		if err := tx.InsertMailedClosing(message, made.ID); err != nil {
			return nil, err
		}
	}
	return sealMail(tx, c, made)
}

// sealMail tells what became of the seal of a closing: of one that was made before there
// was an address, nothing.
func sealMail(tx *sqlite.Tx, c clubNow, made Closed) (*SealMail, error) {
	m, err := tx.MailOfClosing(made.ID)
	switch {
	case err == nil:
		return &SealMail{m.Address, m.State}, nil
	case !sqlite.IsMissing(err):
		return nil, err
	case c.training || c.Mail.SealsTo == "" || c.Mail.Sending: // none was asked for when it was made
		return nil, nil
	}
	address, err := sealsWent(tx, made.Seq)
	if err != nil || address == "" {
		return nil, err
	}
	return &SealMail{Address: address}, nil
}

// sealsWent is the address for seals that the settings named when an entry of the journal
// was made.
func sealsWent(tx *sqlite.Tx, seq int64) (string, error) {
	entries, err := tx.SettingsEntries() // the latest first
	for _, e := range entries {
		var sealed struct {
			Payload struct {
				Section sqlite.Section  `json:"section"`
				New     json.RawMessage `json:"new"`
			} `json:"payload"`
		}
		var set club.Mail
		if e.Seq < seq && json.Unmarshal([]byte(e.Line), &sealed) == nil && sealed.Payload.Section == sqlite.SectionMail && json.Unmarshal(sealed.Payload.New, &set) == nil {
			return set.SealsTo, nil
		}
	}
	return "", err
}

// encloseSeal puts the seal of a closing into its mail, in the words of its paper, and
// that paper with it.
func (d *Desk) encloseSeal(c clubNow, row sqlite.Closing, l *mail.Letter) error {
	made, err := opened(row)
	if err != nil {
		return err
	}
	paper := d.closingPaper(c, made)
	pdf, err := paper.PDF()
	if err != nil {
		return err
	}
	l.Files = append(l.Files, mail.File{Name: closingText(made.Kind, made.Day) + ".pdf", Content: pdf})
	l.Heading, l.Rows = paper.Title, append(l.Rows, sealRows(paper)...)
	return nil
}

// sealRows are the lines of a closing's paper: the period's amount, and under its name
// the perpetual one.
func sealRows(paper document.List) (rows []mail.Row) {
	for _, line := range paper.Under {
		rows = append(rows, mail.Row{Text: line})
	}
	for _, cells := range paper.Rows {
		row := mail.Row{Text: cells[0], Amount: cells[1]}
		if cells[2] != "" {
			row.Detail = paper.Columns[2].Head + " " + cells[2]
		}
		rows = append(rows, row)
	}
	return rows
}
