package mail

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"paddock/backend/club"
)

// Account is the mailbox that is read.
type Account struct {
	Server
	Folder string // INBOX when empty
}

// connect reaches the server, with the encryption asked for. Its errors are refusals.
func (a Account) connect(ctx context.Context, options *imapclient.Options) (*imapclient.Client, error) {
	if a.Security == club.InClear && !Loopback(a.Host) {
		return nil, club.Refuse(club.CodeMailPlain)
	}
	conn, err := a.dial(ctx)
	if err != nil {
		return nil, err
	}
	options.TLSConfig = a.tls()
	if a.Security != club.StartTLS {
		return imapclient.New(conn, options), nil
	}
	_ = conn.SetDeadline(time.Now().Add(a.patience()))
	client, err := imapclient.NewStartTLS(conn, options)
	if err != nil {
		_ = conn.Close()
		return nil, a.refusal(err)
	}
	return client, nil
}

// open logs in and opens the folder to be looked at only: nothing in it changes.
func (a Account) open(ctx context.Context, options *imapclient.Options) (*imapclient.Client, *imap.SelectData, error) {
	client, err := a.connect(ctx, options)
	if err != nil {
		return nil, nil, err
	}
	release := closing(ctx, client)
	defer release()
	folder, err := a.enter(client)
	if err != nil {
		_ = client.Close()
		if ctx.Err() != nil {
			return nil, nil, ctx.Err()
		}
		return nil, nil, err
	}
	return client, folder, nil
}

func (a Account) enter(client *imapclient.Client) (*imap.SelectData, error) {
	if err := client.WaitGreeting(); err != nil {
		return nil, a.refusal(err)
	}
	if err := client.Login(a.User, a.Password).Wait(); err != nil {
		if answered(err) && says(err, imap.ResponseCodeUnavailable, imap.ResponseCodeInUse, imap.ResponseCodeLimit, imap.ResponseCodeServerBug) {
			return nil, a.refusal(err) // not now (RFC 5530, 3): the password may be right
		}
		if answered(err) {
			return nil, club.Refuse(club.CodeMailLogin).With("user", a.User).With("says", Said(err.Error()))
		}
		return nil, lost(err)
	}
	folder, err := client.Select(a.folder(), &imap.SelectOptions{ReadOnly: true}).Wait()
	if err != nil {
		if answered(err) {
			return nil, a.noFolder(err, a.folder())
		}
		return nil, lost(err)
	}
	return folder, nil
}

func (a Account) folder() string {
	if a.Folder == "" {
		return "INBOX"
	}
	return a.Folder
}

// noFolder is why the server does not let a folder be used: it is not there (RFC 3501,
// 7.1; RFC 5530, 3), as servers without response codes mean too, else in its own words.
func (a Account) noFolder(err error, folder string) error {
	if says(err, "", imap.ResponseCodeTryCreate, imap.ResponseCodeNonExistent) {
		return club.Refuse(club.CodeMailFolder).With("folder", folder)
	}
	return a.refusal(err)
}

// says is whether the server's no has one of some response codes.
func says(err error, codes ...imap.ResponseCode) bool {
	var no *imap.Error
	return errors.As(err, &no) && slices.Contains(codes, no.Code)
}

// answered is whether the server itself said no.
func answered(err error) bool {
	var no *imap.Error
	return errors.As(err, &no) && no.Type != imap.StatusResponseTypeBye
}

func lost(err error) error { return club.Refuse(club.CodeMailLost).With("says", Said(err.Error())) }

// closing closes the connection when the context ends, until it is released.
func closing(ctx context.Context, client *imapclient.Client) (release func()) {
	stop := context.AfterFunc(ctx, func() { _ = client.Close() })
	return func() { stop() }
}

// Check logs in, opens the folder and says how many mails are in it. A refusal says
// in words what is wrong: the address, the encryption, the password or the folder.
func Check(ctx context.Context, a Account) (mails int, err error) {
	client, folder, err := a.open(ctx, &imapclient.Options{})
	if err != nil {
		return 0, err
	}
	defer func() { _ = client.Close() }()
	_ = client.Logout().Wait()
	return int(folder.NumMessages), nil
}

// Folders lists the folders of the mailbox, for the settings to choose from.
func Folders(ctx context.Context, a Account) ([]string, error) {
	client, _, err := Account{Server: a.Server}.open(ctx, &imapclient.Options{})
	if err != nil {
		return nil, err
	}
	defer func() { _ = client.Close() }()
	rows, err := client.List("", "*", nil).Collect()
	if err != nil {
		return nil, lost(err)
	}
	names := []string{}
	for _, row := range rows {
		names = append(names, row.Mailbox)
	}
	return names, nil
}
