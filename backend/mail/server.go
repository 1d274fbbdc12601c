package mail

import (
	"cmp"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/textproto"
	"os"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unicode"

	"paddock/backend/club"
)

// Server is one half of the club's mail: where mails are handed in, or collected.
type Server struct {
	Host     string
	Port     int
	Security club.Security
	User     string
	Password string
	Roots    *x509.CertPool // whom its certificate is checked against; nil for whom the system trusts
	Patience time.Duration  // for one answer; half a minute when 0
}

// patience is how long the server may take for one answer.
func (s Server) patience() time.Duration { return cmp.Or(s.Patience, 30*time.Second) }

// dial connects, with TLS where it is there from the first byte. Ending the context
// breaks the connection. The errors are refusals, see refusal.
func (s Server) dial(ctx context.Context) (net.Conn, error) {
	dialer := net.Dialer{Timeout: s.patience()}
	conn, err := dialer.DialContext(ctx, "tcp", net.JoinHostPort(s.Host, strconv.Itoa(s.Port)))
	if err != nil {
		return nil, s.refusal(err)
	}
	if s.Security != club.TLS {
		return conn, nil
	}
	secure := tls.Client(conn, s.tls())
	hand, cancel := context.WithTimeout(ctx, s.patience())
	defer cancel()
	if err := secure.HandshakeContext(hand); err != nil {
		conn.Close()
		return nil, s.refusal(err)
	}
	return secure, nil
}

func (s Server) tls() *tls.Config {
	return &tls.Config{ServerName: s.Host, RootCAs: s.Roots, MinVersion: tls.VersionTLS12}
}

// refusal says in words what is wrong with a server: what a person can mend in the
// settings, or wait for.
func (s Server) refusal(err error) error {
	var refused *club.Error
	if errors.As(err, &refused) {
		return refused
	}
	var (
		name    *net.DNSError
		errno   syscall.Errno
		unknown x509.UnknownAuthorityError
		other   x509.HostnameError
		invalid x509.CertificateInvalidError
		record  tls.RecordHeaderError
		timeout net.Error
		said    *textproto.Error
	)
	with := func(code club.Code) *club.Error {
		return club.Refuse(code).With("host", s.Host).With("server", s.Host).With("port", strconv.Itoa(s.Port))
	}
	switch {
	case errors.As(err, &name) && name.IsNotFound:
		return with(club.CodeMailHost)
	case errors.As(err, &name):
		return with(club.CodeMailOffline)
	case errors.As(err, &errno) && (errno == syscall.ECONNREFUSED || errno == 10061): // WSAECONNREFUSED
		return with(club.CodeMailRefused)
	case errors.As(err, &errno) && (errno == syscall.ENETUNREACH || errno == syscall.EHOSTUNREACH || errno == 10051 || errno == 10065):
		return with(club.CodeMailOffline)
	case errors.As(err, &other):
		return with(club.CodeMailCertName)
	case errors.As(err, &invalid) && invalid.Reason == x509.Expired:
		return with(club.CodeMailCertOld)
	case errors.As(err, &unknown), errors.As(err, &invalid):
		return with(club.CodeMailCertificate)
	case errors.As(err, &record):
		return with(club.CodeMailNoTLS)
	case errors.Is(err, os.ErrDeadlineExceeded), errors.As(err, &timeout) && timeout.Timeout():
		return with(club.CodeMailTimeout)
	case errors.As(err, &said):
		return with(club.CodeMailSays).With("says", Said(strconv.Itoa(said.Code)+" "+said.Msg))
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, net.ErrClosed):
		return with(club.CodeMailOffline)
	}
	return with(club.CodeMailSays).With("says", Said(err.Error()))
}

// mostSaid is how much of what a server says is kept, in characters.
const mostSaid = 200

// Said is what a server said on one line that can be shown: it comes from outside.
func Said(text string) string {
	text = strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(text, ""))), " ")
	if letters := []rune(text); len(letters) > mostSaid {
		return string(letters[:mostSaid]) + "…"
	}
	return text
}

// Loopback reports whether a host is this computer: only there may a connection be
// in clear.
func Loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}
