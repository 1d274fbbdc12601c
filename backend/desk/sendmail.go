package desk

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/mail"
	"paddock/backend/sqlite"
)

// mailing is what this process knows of sending: one at a time, and what keeps the
// server from being reached.
type mailing struct {
	one   sync.Mutex
	mutex sync.Mutex
	fault *club.Error // of the last way to the server; nil when it answered
	again time.Time   // not tried before
	fails int
}

func (m *mailing) state() (*club.Error, time.Time) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	return m.fault, m.again
}

// reached notes whether the server was reached.
func (m *mailing) reached(now time.Time, err error) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	if err == nil {
		m.fault, m.fails, m.again = nil, 0, time.Time{}
		return
	}
	if !errors.As(err, &m.fault) {
		m.fault = club.Refuse(club.CodeMailSays).With("says", "?")
	}
	m.fails++
	m.again = now.Add(wait(m.fails))
}

// waits are between one try and the next; the last stays.
var waits = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 4 * time.Hour}

func wait(tries int) time.Duration { return waits[min(max(tries, 1), len(waits))-1] }

// How long a mail that is put off is tried (RFC 5321, 4.5.4.1), and how old one may
// be that never left at all.
const (
	putOffFor = 5 * 24 * time.Hour
	staleFor  = 30 * 24 * time.Hour
)

// KeepSending sends what waits at each tick, until the desk is closed. Only the
// program that stays open does so: it holds the data folder, so nobody else does.
func (d *Desk) KeepSending(ticks <-chan time.Time) {
	d.works.start("mail", nil, func(ctx context.Context, _ *work) error {
		for {
			err := safely(func() (err error) {
				if _, again := d.mailing.state(); !d.now().Before(again) {
					_, err = d.sendMails(ctx)
				}
				if _, again := d.copying.state(); err == nil && !d.now().Before(again) {
					err = d.copySent(ctx)
				}
				return err
			})
			if err != nil && ctx.Err() == nil {
				d.log.Error("send mails", "error", err)
			}
			select {
			case <-ctx.Done():
				return nil
			case <-ticks:
			}
		}
	}, func(*work, error) {})
}

// SendMails tries what waits now, and tells how many left.
func (d *Desk) SendMails(ctx context.Context, req Request) (Posted, error) {
	if _, err := read(As(ctx, req.Actor), d, "sendMails", loadClub); err != nil {
		return Posted{}, err
	}
	sent, err := d.sendMails(ctx)
	if err == nil {
		err = d.copySent(ctx)
	}
	if fault, _ := d.mailing.state(); err == nil && fault != nil {
		err = fault
	}
	return Posted{sent}, err
}

// Posted is how many mails left.
type Posted struct {
	Sent int `json:"sent"`
}

// sendMails hands in what is due, one mail after the other, on one connection. What
// goes wrong with the server is noted and no error.
func (d *Desk) sendMails(ctx context.Context) (sent int, err error) {
	d.mailing.one.Lock()
	defer d.mailing.one.Unlock()
	if err := d.loseMails(ctx); err != nil {
		return 0, err
	}
	due, err := look(ctx, d, func(tx *sqlite.Tx) ([]sqlite.OutboxMail, error) { return tx.DueMails() })
	if err != nil || len(due) == 0 {
		return 0, err
	}
	c, err := look(ctx, d, loadClub)
	if err != nil || !c.Mail.Sending || c.training { // a training is told to nobody
		return 0, err
	}
	server, err := d.mailServer(c.Mail, MailOut)
	var out *mail.Outgoing
	if err == nil {
		out, err = mail.OpenSMTP(ctx, server)
	}
	d.mailing.reached(d.now(), err)
	if err != nil {
		return 0, ctx.Err()
	}
	defer out.Close()
	for _, m := range due {
		fate, err := d.sendMail(ctx, c, out, m)
		if err != nil {
			return sent, err
		}
		if fate == mail.Sent {
			sent++
		}
		if out.Lost() || ctx.Err() != nil {
			break
		}
	}
	return sent, nil
}

// sendMail hands one mail in. That it is being sent is on the disk before the server
// is told anything, and what became of it after: in between, nobody knows.
func (d *Desk) sendMail(ctx context.Context, c clubNow, out *mail.Outgoing, m sqlite.OutboxMail) (mail.Fate, error) {
	var letter []byte
	var over, words string
	err := safely(func() (err error) {
		letter, over, err = d.letter(ctx, c, m)
		return err
	})
	if err != nil && ctx.Err() == nil { // this mail is a person's, and keeps no other waiting
		if refusal := (&club.Error{}); errors.As(err, &refusal) {
			over, words = "paper", locale.Text(c.Identity.Language, "error."+string(refusal.Code), refusal.Params)
		}
		err = fmt.Errorf("%w: %w", errLetter, err)
	}
	if err == nil && over == "" {
		err = d.db.Write(ctx, func(tx *sqlite.Tx) error { return tx.BeginMail(m.ID, m.Address, messageID(m, c.Mail.Sender)) })
	} else if err == nil || errors.Is(err, errLetter) {
		if err != nil {
			d.log.Error("compose a mail", "message", m.ID, "error", err)
			over = cmp.Or(over, "letter")
		}
		end := sqlite.MailFailed
		if isNotice(m) || over == linkOver { // nobody need decide: its time is over
			end = sqlite.MailDropped
		}
		return "", d.endMail(ctx, m, sqlite.MailWaiting, end, time.Time{}, over, words)
	}
	if errors.Is(err, sqlite.ErrNotFound) { // somebody told it, or let it go, meanwhile
		return "", nil
	}
	if err != nil {
		return "", err
	}
	fate, says := out.Send(c.Mail.Sender, m.Address, letter)
	now := d.now()
	switch {
	case fate == mail.Sent:
		err = d.leftMail(ctx, c, m, letter)
	case fate == mail.Perhaps:
		err = d.endMail(ctx, m, sqlite.MailSending, sqlite.MailPerhaps, time.Time{}, "lost", says)
	case fate == mail.NoAddressee: // as what comes back later
		err = d.endMail(ctx, m, sqlite.MailSending, sqlite.MailBounced, time.Time{}, string(fate), says)
	case fate == mail.Refused || now.Sub(m.Made) > putOffFor:
		err = d.endMail(ctx, m, sqlite.MailSending, sqlite.MailFailed, time.Time{}, string(fate), says)
	default:
		err = d.endMail(ctx, m, sqlite.MailSending, sqlite.MailWaiting, now.Add(wait(m.Attempts+1)), string(fate), says)
	}
	return fate, err
}

// endMail writes what became of a mail, also while the program ends.
func (d *Desk) endMail(ctx context.Context, m sqlite.OutboxMail, was, state sqlite.MailState, next time.Time, fault, says string) error {
	err := d.db.Write(context.WithoutCancel(ctx), func(tx *sqlite.Tx) error { return tx.EndMail(m.ID, was, state, next, fault, says) })
	if was == sqlite.MailSending && errors.Is(err, sqlite.ErrNotFound) { // it came back already
		return nil
	}
	return err
}

func mailbox(s mail.Server, folder string) mail.Account {
	return mail.Account{Server: s, Folder: folder}
}

// errLetter is a mail that cannot be composed: trying again does not help.
var errLetter = errors.New("no letter")

// letter composes a mail as it is now, or tells why it is not sent any more.
func (d *Desk) letter(ctx context.Context, c clubNow, m sqlite.OutboxMail) (raw []byte, over string, err error) {
	l := mail.Letter{
		ID: messageID(m, c.Mail.Sender), Answers: m.Answers, Date: d.now(), Language: m.Language, Club: c.Identity.Name, Subject: m.Subject, Body: m.Body,
		From: mail.Address{Name: cmp.Or(c.Mail.SenderName, c.Identity.Name), Email: c.Mail.Sender}, ReplyTo: c.Mail.ReplyTo,
		To: mail.Address{Name: m.Family, Email: m.Address}, Foot: mailFoot(c, m.Language),
	}
	over, err = look(ctx, d, func(tx *sqlite.Tx) (string, error) {
		if over, err := outdated(tx, c, m); over != "" || err != nil {
			return over, err
		}
		if over, err := showNotice(tx, c, m, &l); over != "" || err != nil {
			return over, err
		}
		return "", d.enclose(tx, c, m, &l)
	})
	if err != nil || over != "" {
		return nil, over, err
	}
	raw, err = mail.Compose(l)
	return raw, "", err
}

// linkOver is why a link is not sent any more: another took its place, it was paid, or
// its sale is over.
const linkOver = "linkOver"

// outdated tells why nobody needs a mail any more: its lesson has begun, its offer
// stands no more, or it never left for a month.
func outdated(tx *sqlite.Tx, c clubNow, m sqlite.OutboxMail) (string, error) {
	if tx.Now.Sub(m.Made) > staleFor {
		return "old", nil
	}
	link, err := tx.LinkMailed(m.ID)
	if err != nil && !sqlite.IsMissing(err) {
		return "", err
	}
	if link.Cart != 0 {
		if cart, err := tx.Cart(link.Cart); err != nil || link.State != "open" || !keptForLink(tx, cart) {
			return linkOver, err
		}
	}
	if m.Lesson == 0 {
		return "", nil
	}
	l, err := tx.Lesson(m.Lesson)
	if err != nil {
		return "", err
	}
	if !tx.Now.Before(l.Day.At(l.Start, c.zone)) && !aboutSeveral[m.Kind] {
		return "past", nil
	}
	if m.Kind == "placeOffered" || m.Kind == "weeklyOffered" {
		stands, err := tx.OfferStands(m.Household, m.Lesson)
		if err != nil || !stands {
			return "past", err
		}
	}
	return "", nil
}

// messageID is the same for every try of a mail, and for no other mail, also on data
// that was restored and went another way since.
func messageID(m sqlite.OutboxMail, sender string) string {
	_, domain, _ := strings.Cut(sender, "@")
	sum := sha256.Sum256(fmt.Appendf(nil, "%d|%s|%d|%s", m.ID, m.Made.UTC().Format(time.RFC3339Nano), m.Household, m.Kind))
	return "paddock." + hex.EncodeToString(sum[:12]) + "@" + domain
}

// mailFoot says whom to ask, and where the club is.
func mailFoot(c clubNow, lang locale.Lang) string {
	ask := locale.Text(lang, "mail.ask", nil)
	if c.Identity.Phone != "" {
		ask = locale.Text(lang, "mail.askPhone", locale.Params{"phone": c.Identity.Phone})
	}
	where := strings.TrimSpace(c.Identity.PostalCode + " " + c.Identity.Town)
	if c.Identity.Street != "" {
		where = c.Identity.Street + ", " + where
	}
	return ask + "\n" + c.Identity.Name + "\n" + where
}
