package desk

import (
	"context"

	"paddock/backend/mail"
)

// mailAccount is the mailbox that is to be read; without a host there is none.
func (d *Desk) mailAccount(ctx context.Context) (mail.Account, error) {
	settings, err := d.Settings(ctx)
	if err != nil || !settings.Mail.Watching {
		return mail.Account{}, err
	}
	server, err := d.mailServer(settings.Mail, MailIn)
	return mail.Account{Server: server, Folder: settings.Mail.Folder}, err
}
