package mail

import (
	"context"
	"errors"
	"net"
	"net/textproto"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/wneessen/go-mail/smtp"
	"golang.org/x/net/idna"

	"paddock/backend/club"
)

// Outgoing is a connection that mails are handed in by.
type Outgoing struct {
	server Server
	conn   net.Conn
	client *smtp.Client
	unhook func() bool
	until  time.Time // the last moment for everything; zero for none
	lost   bool
}

// OpenSMTP connects, secures the connection as asked and logs in. Its errors are
// refusals that name what is wrong.
func OpenSMTP(ctx context.Context, s Server) (*Outgoing, error) {
	conn, err := s.dial(ctx)
	if err != nil {
		return nil, err
	}
	o := &Outgoing{server: s, conn: conn, unhook: context.AfterFunc(ctx, func() { conn.Close() })}
	o.until, _ = ctx.Deadline()
	if err := o.greet(); err != nil {
		o.drop()
		return nil, s.refusal(err)
	}
	return o, nil
}

// greet is everything before the first mail.
func (o *Outgoing) greet() (err error) {
	o.wait()
	if o.client, err = smtp.NewClient(o.conn, o.server.Host); err != nil {
		return err
	}
	name, err := os.Hostname()
	if err != nil || strings.ContainsAny(name, " \r\n") || name == "" {
		name = "localhost"
	}
	if err := o.client.Hello(name); err != nil {
		return err
	}
	if o.server.Security == club.StartTLS {
		o.wait()
		if has, _ := o.client.Extension("STARTTLS"); !has {
			return club.Refuse(club.CodeMailNoTLS).With("server", o.server.Host)
		}
		if err := o.client.StartTLS(o.server.tls()); err != nil {
			return err
		}
	}
	if o.server.User == "" {
		return nil
	}
	how, err := o.auth()
	if err != nil {
		return err
	}
	o.wait()
	err = o.client.Auth(how)
	var said *textproto.Error
	if errors.As(err, &said) && said.Code/100 == 5 {
		return club.Refuse(club.CodeMailLogin).With("user", o.server.User).With("says", Said(said.Msg))
	}
	return err
}

// auth is the best way of logging in that the server knows.
func (o *Outgoing) auth() (smtp.Auth, error) {
	_, known := o.client.Extension("AUTH")
	ways := strings.Fields(strings.ToUpper(known))
	knows := func(way string) bool {
		for _, one := range ways {
			if one == way {
				return true
			}
		}
		return false
	}
	s, clear := o.server, o.server.Security == club.InClear
	switch {
	case knows("SCRAM-SHA-256"):
		return smtp.ScramSHA256Auth(s.User, s.Password), nil
	case knows("PLAIN"):
		return smtp.PlainAuth("", s.User, s.Password, s.Host, clear), nil
	case knows("LOGIN"):
		return smtp.LoginAuth(s.User, s.Password, s.Host, clear), nil
	case knows("CRAM-MD5"):
		return smtp.CRAMMD5Auth(s.User, s.Password), nil
	}
	return nil, club.Refuse(club.CodeMailNoLogin).With("host", s.Host)
}

// wait gives the server its patience for the next answer.
func (o *Outgoing) wait() { o.patience(0) }

// patience gives it longer after so many bytes: a scan goes up slowly.
func (o *Outgoing) patience(bytes int) {
	end := time.Now().Add(o.server.patience() + time.Duration(bytes/slowest)*time.Second)
	if !o.until.IsZero() && o.until.Before(end) {
		end = o.until
	}
	_ = o.conn.SetDeadline(end)
}

// slowest is how many bytes a second a line carries at least.
const slowest = 8 << 10

// Close says goodbye and ends the connection.
func (o *Outgoing) Close() {
	_ = o.conn.SetDeadline(time.Now().Add(2 * time.Second))
	_ = o.client.Quit()
	o.drop()
}

func (o *Outgoing) drop() {
	o.unhook()
	_ = o.conn.Close()
}

// CheckSMTP says what is wrong with the server mails are handed in at, and whether
// it lets this address send; nothing is sent.
func CheckSMTP(ctx context.Context, s Server, sender string) error {
	o, err := OpenSMTP(ctx, s)
	if err != nil {
		return err
	}
	defer o.Close()
	o.wait()
	err = o.client.Mail("<" + sender + ">")
	var said *textproto.Error
	if errors.As(err, &said) {
		return club.Refuse(club.CodeMailSender).With("address", sender).With("says", Said(said.Msg))
	}
	if err != nil {
		return s.refusal(err)
	}
	o.wait()
	return o.client.Reset()
}

// Fate is what became of a mail that was handed in.
type Fate string

// The fates of a mail.
const (
	Sent        Fate = "sent"        // the server took it
	Refused     Fate = "refused"     // for ever: 5xx
	NoAddressee Fate = "noAddressee" // the same, because nobody is reached at the address
	Later       Fate = "later"       // for now, or it was never handed over whole: nothing arrived
	Perhaps     Fate = "perhaps"     // the connection was lost after its last byte: nobody knows
)

// Send hands one mail in and tells what became of it, and in the server's words why.
// After Later without an answer and after Perhaps the connection is lost: see Lost.
func (o *Outgoing) Send(from, to string, raw []byte) (Fate, string) {
	from, to = ascii(from), ascii(to)
	o.wait()
	if err := o.client.Mail("<" + from + ">"); err != nil {
		fate, says := o.failed(err, false)
		if fate == NoAddressee { // the sender's
			fate = Refused
		}
		return fate, says
	}
	o.wait()
	if err := o.client.Rcpt("<" + to + ">"); err != nil {
		return o.failed(err, true)
	}
	o.wait()
	body, err := o.client.Data()
	if err != nil {
		return o.failed(err, false)
	}
	o.patience(len(raw))
	if _, err := body.Write(raw); err != nil { // its end was not said: it is not taken
		return o.failed(err, false)
	}
	if err := body.Close(); err != nil {
		fate, says := o.failed(err, false)
		if o.lost {
			fate = Perhaps
		}
		return fate, says
	}
	return Sent, ""
}

// failed sorts what went wrong before a mail was handed over whole; addressed is
// whether the addressee had just been named.
func (o *Outgoing) failed(err error, addressed bool) (Fate, string) {
	var said *textproto.Error
	if !errors.As(err, &said) {
		o.lost = true
		return Later, Said(err.Error())
	}
	o.wait()
	o.lost = said.Code == 421 || o.client.Reset() != nil
	says := Said(strconv.Itoa(said.Code) + " " + said.Msg)
	switch {
	case wrongAddressee(said, addressed):
		return NoAddressee, says
	case said.Code/100 == 5:
		return Refused, says
	}
	return Later, says
}

// Lost reports whether nothing more can be handed in by this connection.
func (o *Outgoing) Lost() bool { return o.lost }

// ascii writes the domain of an address as the wire does (RFC 5891).
func ascii(address string) string {
	name, domain, found := strings.Cut(address, "@")
	if plain, err := idna.Lookup.ToASCII(domain); found && err == nil {
		return name + "@" + plain
	}
	return address
}
