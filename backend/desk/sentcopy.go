package desk

import (
	"context"
	"errors"
	"time"

	"paddock/backend/club"
	"paddock/backend/mail"
	"paddock/backend/sqlite"
)

// copies is whether the club wants what it sends among the sent mails of its mailbox.
func copies(m club.Mail) bool { return m.CopySent && m.IMAPHost != "" }

// leftMail writes that a mail left, and with it the letter whose copy is still to be
// made: a program that ends in between loses neither.
func (d *Desk) leftMail(ctx context.Context, c clubNow, m sqlite.OutboxMail, letter []byte) error {
	return d.db.Write(context.WithoutCancel(ctx), func(tx *sqlite.Tx) error {
		err := tx.EndMail(m.ID, sqlite.MailSending, sqlite.MailSent, time.Time{}, "", "")
		if err != nil && !errors.Is(err, sqlite.ErrNotFound) { // it came back already
			return err
		}
		if !copies(c.Mail) {
			return nil
		}
		return tx.KeepCopy(m.ID, letter)
	})
}

// copySent puts copies of what left among what was sent. One that the mailbox does not
// take sends nothing again: it waits, and is shown with the server's words.
func (d *Desk) copySent(ctx context.Context) error {
	d.copying.one.Lock()
	defer d.copying.one.Unlock()
	due, err := look(ctx, d, func(tx *sqlite.Tx) ([]sqlite.DueCopy, error) { return tx.DueCopies() })
	if err != nil || len(due) == 0 {
		return err
	}
	c, err := look(ctx, d, loadClub)
	if err != nil {
		return err
	}
	if !copies(c.Mail) { // any more
		return d.db.Write(ctx, func(tx *sqlite.Tx) error { return tx.DropCopies() })
	}
	for _, one := range due {
		if d.now().Sub(one.Sent) > staleFor {
			if err := d.db.Write(ctx, func(tx *sqlite.Tx) error { return tx.DropCopy(one.Message) }); err != nil {
				return err
			}
			continue
		}
		missed := d.copyOne(ctx, c.Mail, one)
		if ctx.Err() != nil {
			return nil
		}
		d.copying.reached(d.now(), missed)
		why, _ := d.copying.state()
		err := d.db.Write(ctx, func(tx *sqlite.Tx) error {
			if missed == nil {
				return tx.DropCopy(one.Message)
			}
			return tx.MissCopy(one.Message, sqlite.NoCopy{Fault: why.Code, Params: why.Params, Again: tx.Now.Add(wait(one.Attempts + 1))})
		})
		if err != nil || missed != nil {
			return err
		}
	}
	return nil
}

func (d *Desk) copyOne(ctx context.Context, m club.Mail, one sqlite.DueCopy) error {
	letter, err := look(ctx, d, func(tx *sqlite.Tx) ([]byte, error) { return tx.CopyLetter(one.Message) })
	if err != nil {
		return err
	}
	server, err := d.mailServer(m, MailIn)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, mailCheckTime)
	defer cancel()
	return mail.CopySent(ctx, mailbox(server, m.Folder), m.SentFolder, one.ID, letter, one.Sent)
}
