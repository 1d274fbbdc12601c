package mail

import (
	"context"
	"errors"
	"net"
	"net/textproto"
	"os"
	"strings"
	"time"

	"github.com/wneessen/go-mail/smtp"

	"paddock/backend/club"
)

// Outgoing is a connection that mails are handed in by.
type Outgoing struct {
	server Server
	conn   net.Conn
	client *smtp.Client
	unhook func() bool
	until  time.Time // the last moment for everything; zero for none
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
func (o *Outgoing) wait() {
	end := time.Now().Add(patience)
	if !o.until.IsZero() && o.until.Before(end) {
		end = o.until
	}
	_ = o.conn.SetDeadline(end)
}

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
