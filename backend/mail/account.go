package mail

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"strconv"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"paddock/backend/club"
)

// Security is how a connection to a mail server is kept from being read.
type Security string

// The ways a server is spoken to. Open is for a server on this computer alone.
const (
	TLS      Security = "tls"
	StartTLS Security = "starttls"
	Open     Security = "none"
)

// Account is the mailbox that is read.
type Account struct {
	Host     string
	Port     int
	Security Security // TLS when empty
	User     string
	Password string
	Folder   string         // INBOX when empty
	Roots    *x509.CertPool // who vouches for the server; the system's when nil
}

// dialTimeout bounds the way to a server and every answer of it but the long ones.
const dialTimeout = 20 * time.Second

// dial reaches the server, with the encryption asked for. Its errors are refusals.
func (a Account) dial(ctx context.Context, options *imapclient.Options) (*imapclient.Client, error) {
	address := net.JoinHostPort(a.Host, strconv.Itoa(a.Port))
	to := net.Dialer{Timeout: dialTimeout}
	conn, err := to.DialContext(ctx, "tcp", address)
	if err != nil {
		return nil, told(club.CodeMailUnreachable, err).With("server", address)
	}
	options.TLSConfig = &tls.Config{ServerName: a.Host, RootCAs: a.Roots, MinVersion: tls.VersionTLS12}
	switch a.Security {
	case TLS, "":
		secured := tls.Client(conn, options.TLSConfig)
		shake, cancel := context.WithTimeout(ctx, dialTimeout)
		defer cancel()
		if err := secured.HandshakeContext(shake); err != nil {
			_ = conn.Close()
			return nil, insecure(err, a.Host)
		}
		return imapclient.New(secured, options), nil
	case StartTLS:
		_ = conn.SetDeadline(time.Now().Add(dialTimeout))
		client, err := imapclient.NewStartTLS(conn, options)
		if err != nil {
			_ = conn.Close()
			return nil, insecure(err, a.Host)
		}
		return client, nil
	}
	if !conn.RemoteAddr().(*net.TCPAddr).IP.IsLoopback() {
		_ = conn.Close()
		return nil, club.Refuse(club.CodeMailInsecure).With("server", a.Host)
	}
	return imapclient.New(conn, options), nil
}

// insecure tells a certificate nobody vouches for from a server that speaks no TLS.
func insecure(err error, host string) error {
	var unknown x509.UnknownAuthorityError
	var name x509.HostnameError
	var invalid x509.CertificateInvalidError
	if errors.As(err, &unknown) || errors.As(err, &name) || errors.As(err, &invalid) {
		return told(club.CodeMailCertificate, err).With("server", host)
	}
	return told(club.CodeMailNoTLS, err).With("server", host)
}

// told is a refusal that keeps what the machine said, for the log.
func told(code club.Code, err error) *club.Error {
	return club.Refuse(code).With("detail", err.Error())
}

// open logs in and opens the folder to be looked at only: nothing in it changes.
func (a Account) open(ctx context.Context, options *imapclient.Options) (*imapclient.Client, *imap.SelectData, error) {
	client, err := a.dial(ctx, options)
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
		return nil, told(club.CodeMailUnreachable, err).With("server", a.Host)
	}
	if err := client.Login(a.User, a.Password).Wait(); err != nil {
		if answered(err) {
			return nil, told(club.CodeMailPassword, err).With("user", a.User)
		}
		return nil, lost(err)
	}
	folder, err := client.Select(a.folder(), &imap.SelectOptions{ReadOnly: true}).Wait()
	if err != nil {
		if answered(err) {
			return nil, told(club.CodeMailFolder, err).With("folder", a.folder())
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

// answered is whether the server itself said no.
func answered(err error) bool {
	var no *imap.Error
	return errors.As(err, &no) && no.Type != imap.StatusResponseTypeBye
}

func lost(err error) error { return told(club.CodeMailLost, err) }

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
	client, _, err := Account{a.Host, a.Port, a.Security, a.User, a.Password, "", a.Roots}.open(ctx, &imapclient.Options{})
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
