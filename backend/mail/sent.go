package mail

import (
	"context"
	"errors"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// CopySent puts a copy of a mail that left into a folder of the mailbox, as read,
// unless one of its Message-ID is there already; "" is the folder the server itself
// calls Sent (RFC 6154).
func CopySent(ctx context.Context, a Account, folder, id string, raw []byte, at time.Time) error {
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
	if there, err := a.holds(client, folder, id); err != nil || there {
		return err
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

// holds is whether a folder has a mail of a Message-ID: the answer to an earlier try may
// have been lost, and some servers keep a copy of what they send by themselves.
func (a Account) holds(client *imapclient.Client, folder, id string) (bool, error) {
	if _, err := client.Select(folder, &imap.SelectOptions{ReadOnly: true}).Wait(); err != nil {
		if answered(err) {
			return false, a.noFolder(err, folder)
		}
		return false, lost(err)
	}
	found, err := client.UIDSearch(&imap.SearchCriteria{Header: []imap.SearchCriteriaHeaderField{{Key: "Message-ID", Value: id}}}, nil).Wait()
	if err != nil && answered(err) {
		return false, a.refusal(err)
	}
	if err != nil {
		return false, lost(err)
	}
	return len(found.AllUIDs()) > 0, nil
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
