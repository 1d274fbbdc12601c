package mail

import (
	"context"
	"errors"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// CopySent puts a copy of a mail that left into a folder of the mailbox, as read; ""
// is the folder the server itself calls Sent (RFC 6154).
func CopySent(ctx context.Context, a Account, folder string, raw []byte, at time.Time) error {
	client, err := a.connect(ctx, &imapclient.Options{})
	if err != nil {
		return err
	}
	release := closing(ctx, client)
	defer release()
	defer func() { _ = client.Close() }()
	if _, err := a.enter(client); err != nil {
		return err
	}
	if folder == "" {
		if folder, err = sentFolder(client); err != nil {
			return err
		}
	}
	command := client.Append(folder, int64(len(raw)), &imap.AppendOptions{Flags: []imap.Flag{imap.FlagSeen}, Time: at})
	_, unwritten := command.Write(raw)
	unwritten = errors.Join(unwritten, command.Close())
	_, err = command.Wait() // what the server says before it takes anything, too
	switch {
	case err != nil && answered(err):
		return a.noFolder(err, folder)
	case err != nil || unwritten != nil:
		return lost(errors.Join(err, unwritten))
	}
	_ = client.Logout().Wait()
	return nil
}

// sentFolder asks which folder is for what was sent; "Sent" where nobody says.
func sentFolder(client *imapclient.Client) (string, error) {
	rows, err := client.List("", "*", nil).Collect()
	if err != nil {
		return "", lost(err)
	}
	for _, row := range rows {
		for _, attribute := range row.Attrs {
			if attribute == imap.MailboxAttrSent {
				return row.Mailbox, nil
			}
		}
	}
	return "Sent", nil
}
