package desk

import (
	"context"
	"errors"
	"regexp"
	"slices"
	"time"

	"paddock/backend/club"
	"paddock/backend/mail"
	"paddock/backend/sqlite"
)

// hostForm is a server's name, or its address in figures.
var hostForm = regexp.MustCompile(`^[A-Za-z0-9]([A-Za-z0-9.:-]{0,252}[A-Za-z0-9])?$`)

// checkMail cleans how mails go out and come in. What is switched on has what it
// needs; a connection in clear stays on this computer.
func checkMail(_ *sqlite.Tx, _ clubNow, in club.Mail) (club.Mail, error) {
	f := form{at: "mail."}
	f.line("senderName", &in.SenderName)
	f.email("senderAddress", &in.Sender)
	f.email("replyTo", &in.ReplyTo)
	f.email("sealsTo", &in.SealsTo)
	f.server("smtp", &in.SMTPHost, &in.SMTPUser, in.SMTPPort, in.SMTPSecurity)
	f.server("imap", &in.IMAPHost, &in.IMAPUser, in.IMAPPort, in.IMAPSecurity)
	f.line("folder", &in.Folder)
	f.line("sentFolder", &in.SentFolder)
	if in.KeepMonths == 0 { // saved before there was one
		in.KeepMonths = club.DefaultMail().KeepMonths
	}
	f.figure("keepMonths", int64(in.KeepMonths), 1, 120)
	f.notices(&in.Notices)
	trusted := []string{}
	for _, name := range in.TrustedServers {
		if name = clean(name); name == "" {
			continue
		}
		if !hostForm.MatchString(name) {
			f.refuse(club.CodeInvalid, "trustedServers")
		}
		trusted = append(trusted, name)
	}
	in.TrustedServers = slices.Compact(trusted)
	addresses := []string{}
	for _, address := range in.Addresses {
		if f.email("addresses", &address); address != "" {
			addresses = append(addresses, address)
		}
	}
	in.Addresses = slices.Compact(addresses)
	needed := func(field, value string) {
		if value == "" {
			f.refuse(club.CodeRequired, field)
		}
	}
	if in.Sending {
		needed("senderAddress", in.Sender)
		needed("smtpHost", in.SMTPHost)
	}
	if in.Watching {
		needed("imapHost", in.IMAPHost)
		needed("imapUser", in.IMAPUser)
		needed("folder", in.Folder)
	}
	return in, f.err
}

// server cleans one half of the club's mail.
func (f *form) server(half string, host, user *string, port int, security club.Security) {
	f.line(half+"Host", host)
	f.line(half+"User", user)
	f.figure(half+"Port", int64(port), 1, 65535)
	f.oneOf(half+"Security", string(security), string(club.TLS), string(club.StartTLS), string(club.InClear))
	if *host != "" && !hostForm.MatchString(*host) {
		f.refuse(club.CodeInvalid, half+"Host")
	}
	if *host != "" && security == club.InClear && !mail.Loopback(*host) {
		f.fail(club.Refuse(club.CodeMailPlain).On(f.at+half+"Security").With("server", *host))
	}
}

// SaveMail changes how mails go out and come in.
func (d *Desk) SaveMail(ctx context.Context, req Request, in Change[club.Mail]) (SettingsView, error) {
	view, err := saveSection(ctx, d, req, sqlite.SectionMail, in, checkMail)
	if err == nil {
		err = d.copySoon(ctx)
	}
	return view, err
}

// copySoon has copies that the mailbox did not take tried at the next tick: its
// settings are others now.
func (d *Desk) copySoon(ctx context.Context) error {
	d.copying.reached(d.now(), nil)
	return d.db.Write(context.WithoutCancel(ctx), func(tx *sqlite.Tx) error { return tx.CopySoon() })
}

// The two halves of the club's mail, and the secrets their passwords are.
const (
	MailOut = "smtp"
	MailIn  = "imap"
)

// MailHalves tells what the settings do not hold.
type MailHalves struct {
	Passwords []string `json:"passwords" nullable:"false" doc:"Halves whose password is kept on this computer: smtp, imap"`
	Checks    []string `json:"checks" nullable:"false" doc:"Halves that can be tried"`
}

// mailChecks say what is wrong with a half of the club's mail. A half that is added
// here has its button on the screen.
var mailChecks = map[string]func(context.Context, mail.Server, club.Mail) error{
	MailOut: func(ctx context.Context, s mail.Server, m club.Mail) error { return mail.CheckSMTP(ctx, s, m.Sender) },
	MailIn: func(ctx context.Context, s mail.Server, m club.Mail) error {
		_, err := mail.Check(ctx, mailbox(s, m.Folder))
		return err
	},
}

// MailHalves tells which passwords this computer keeps, and never one of them.
func (d *Desk) MailHalves(ctx context.Context) (MailHalves, error) {
	return read(ctx, d, "settings", func(*sqlite.Tx) (MailHalves, error) { return d.mailHalves() })
}

func (d *Desk) mailHalves() (MailHalves, error) {
	halves := MailHalves{Passwords: []string{}, Checks: []string{}}
	for _, half := range []string{MailOut, MailIn} {
		password, err := d.mailPassword(half)
		if err != nil {
			return halves, err
		}
		if password != "" {
			halves.Passwords = append(halves.Passwords, half)
		}
		if mailChecks[half] != nil {
			halves.Checks = append(halves.Checks, half)
		}
	}
	return halves, nil
}

// mailPassword is the password of a half; empty when none is kept here.
func (d *Desk) mailPassword(half string) (string, error) {
	password, err := d.secrets.Secret(half)
	if errors.Is(err, ErrNoSecret) {
		return "", nil
	}
	return password, err
}

// MailPassword is a new password of a half of the club's mail.
type MailPassword struct {
	Half     string `json:"half" enum:"smtp,imap"`
	Password string `json:"password" maxLength:"1000" doc:"Empty to forget the one that is kept"`
}

// KeepMailPassword keeps a password on this computer, outside the data and its
// backups. It is neither sealed nor answered twice by its key: not even a hash of it
// enters the database.
func (d *Desk) KeepMailPassword(ctx context.Context, req Request, in MailPassword) (MailHalves, error) {
	if _, err := read(As(ctx, req.Actor), d, "keepMailPassword", loadClub); err != nil {
		return MailHalves{}, err
	}
	if in.Half != MailOut && in.Half != MailIn {
		return MailHalves{}, club.Refuse(club.CodeInvalid).On("half")
	}
	password, err := pasted("password", in.Password)
	if err != nil {
		return MailHalves{}, err
	}
	if err := d.secrets.KeepSecret(in.Half, password); err != nil {
		return MailHalves{}, err
	}
	if err := d.copySoon(ctx); err != nil {
		return MailHalves{}, err
	}
	return d.mailHalves()
}

// MailHalf names one of the two halves.
type MailHalf struct {
	Half string `json:"half" enum:"smtp,imap"`
}

// mailCheckTime is how long a person waits for a check.
const mailCheckTime = 20 * time.Second

// CheckMail connects to a server as the settings say and refuses with what is wrong
// with it; nothing is sent and nothing is changed.
func (d *Desk) CheckMail(ctx context.Context, req Request, in MailHalf) (MailHalf, error) {
	c, err := read(As(ctx, req.Actor), d, "checkMail", loadClub)
	if err != nil {
		return in, err
	}
	check := mailChecks[in.Half]
	if check == nil {
		return in, club.Refuse(club.CodeInvalid).On("half")
	}
	server, err := d.mailServer(c.Mail, in.Half)
	if err != nil {
		return in, err
	}
	ctx, cancel := context.WithTimeout(ctx, mailCheckTime)
	defer cancel()
	return in, check(ctx, server, c.Mail)
}

// mailServer is a half of the club's mail with its password.
func (d *Desk) mailServer(m club.Mail, half string) (mail.Server, error) {
	s := mail.Server{Host: m.SMTPHost, Port: m.SMTPPort, Security: m.SMTPSecurity, User: m.SMTPUser, Roots: d.roots}
	if half == MailIn {
		s = mail.Server{Host: m.IMAPHost, Port: m.IMAPPort, Security: m.IMAPSecurity, User: m.IMAPUser, Roots: d.roots}
	}
	if s.Host == "" {
		return s, club.Refuse(club.CodeRequired).On("mail." + half + "Host")
	}
	if half == MailOut && m.Sender == "" {
		return s, club.Refuse(club.CodeRequired).On("mail.senderAddress")
	}
	if s.User == "" {
		return s, nil
	}
	password, err := d.mailPassword(half)
	if err == nil && password == "" {
		err = club.Refuse(club.CodeMailNoPassword).On(half+"Password").With("user", s.User)
	}
	s.Password = password
	return s, err
}
