package desk

import (
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
	return sealMail(tx, c, made.ID)
}

// sealMail tells what became of the seal of a closing.
func sealMail(tx *sqlite.Tx, c clubNow, closing int64) (*SealMail, error) {
	m, err := tx.MailOfClosing(closing)
	switch {
	case err == nil:
		return &SealMail{m.Address, m.State}, nil
	case !sqlite.IsMissing(err):
		return nil, err
	case c.training || c.Mail.SealsTo == "" || c.Mail.Sending: // none was asked for when it was made
		return nil, nil
	}
	return &SealMail{Address: c.Mail.SealsTo}, nil
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
