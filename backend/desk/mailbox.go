package desk

import (
	"context"
	"errors"
	"strconv"
	"sync"
	"time"

	"paddock/backend/club"
	"paddock/backend/mail"
	"paddock/backend/sqlite"
)

// mailroom is what is known of reading the mailbox while the program runs.
type mailroom struct {
	poke  chan struct{} // asks for a reading now
	mutex sync.Mutex    // guards what follows
	read  time.Time     // when it was read last
	on    bool

	rules   mail.Rules // made of ruledBy
	ruled   bool
	ruledBy club.MailRules
}

// Mails are kept for a time; what arrived long before the mailbox was first read is
// nobody's task any more.
const (
	mailAskedAbout = 14 * 24 * time.Hour
	readNoted      = 5 * time.Minute // how often a reading that brought nothing is written down
)

// WatchMail reads the club's mailbox until the desk is closed, and looks at every
// tick whether it is to be read at all, or another one.
func (d *Desk) WatchMail(ticks <-chan time.Time) {
	d.works.start("mailbox", nil, func(ctx context.Context, _ *work) error {
		for ctx.Err() == nil {
			account, err := d.mailAccount(ctx)
			if err != nil && ctx.Err() == nil {
				d.log.Error("read the mailbox", "error", err)
			}
			d.watchOne(ctx, account, ticks)
		}
		return nil
	}, func(*work, error) {})
}

// watchOne reads one mailbox as long as the settings name it.
func (d *Desk) watchOne(ctx context.Context, account mail.Account, ticks <-chan time.Time) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var reading sync.WaitGroup
	defer reading.Wait()
	defer stop()
	d.mailroom.is(account.Host != "")
	if account.Host != "" {
		reading.Go(func() {
			mail.Follow(ctx, account, mail.Watch{
				Keeper: d.MailKeeper(account),
				Done:   func(err error) { d.noteReading(ctx, account, err) },
				Poke:   d.mailroom.poke,
			})
		})
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks:
		}
		now, err := d.mailAccount(ctx)
		if err == nil && now != account {
			return
		}
	}
}

func (m *mailroom) is(on bool) {
	m.mutex.Lock()
	defer m.mutex.Unlock()
	m.on = on
}

// accountName tells one mailbox from another: under another name nothing was read yet.
func accountName(a mail.Account) string {
	return a.User + "@" + a.Host + ":" + strconv.Itoa(a.Port) + "/" + a.Folder
}

// keeper keeps what a mailbox holds.
type keeper struct {
	desk    *Desk
	account mail.Account
}

// MailKeeper is where the mails of a mailbox are kept.
func (d *Desk) MailKeeper(a mail.Account) mail.Keeper { return keeper{d, a} }

// Position is how far this mailbox was read.
func (k keeper) Position(ctx context.Context) (mail.Position, error) {
	return look(ctx, k.desk, func(tx *sqlite.Tx) (mail.Position, error) {
		at, err := tx.Mailbox()
		if errors.Is(err, sqlite.ErrNotFound) || err == nil && at.Account != accountName(k.account) {
			return mail.Position{}, nil
		}
		return mail.Position{Validity: at.Validity, UID: at.UID}, err
	})
}

// Keep stores mails that are not here yet with how far that is, and does what a sure
// notice of a payment says.
func (k keeper) Keep(ctx context.Context, raws []mail.Raw, at mail.Position) error {
	if len(raws) == 0 {
		was, err := k.Position(ctx)
		if err != nil || was == at {
			return err
		}
	}
	var trusted []string
	if settings, err := k.desk.Settings(ctx); err == nil {
		trusted = settings.Mail.TrustedServers
	}
	mails := make([]mail.Message, len(raws))
	for i, raw := range raws {
		mails[i] = mail.Parse(raw, trusted)
	}
	return k.desk.db.Write(ctx, func(tx *sqlite.Tx) error {
		c, err := loadClub(tx)
		if err != nil {
			return err
		}
		box, err := tx.Mailbox()
		if errors.Is(err, sqlite.ErrNotFound) || err == nil && box.Account != accountName(k.account) {
			box, err = sqlite.Mailbox{Account: accountName(k.account), Begun: tx.Now, Trouble: box.Trouble}, nil
		}
		if err != nil {
			return err
		}
		for _, m := range mails {
			if err := k.desk.keepAny(tx, c, m, box.Begun); err != nil {
				return err
			}
		}
		if _, err := tx.ForgetMails(c.mailsFrom(tx.Now)); err != nil {
			return err
		}
		box.Validity, box.UID = at.Validity, at.UID
		return tx.SaveMailbox(box)
	})
}

// mailsFrom is since when mails are kept.
func (c clubNow) mailsFrom(now time.Time) time.Time {
	months := c.Mail.KeepMonths
	if months == 0 { // saved before there was one
		months = club.DefaultMail().KeepMonths
	}
	return now.AddDate(0, -months, 0)
}

// keepAny stores one mail. One that cannot be stored is kept as one that could not be
// read, with when it came: the next ones do not wait for it.
func (d *Desk) keepAny(tx *sqlite.Tx, c clubNow, m mail.Message, begun time.Time) error {
	undone, err := tx.Try(func(tx *sqlite.Tx) error { return d.keepMail(tx, c, m, begun) })
	if undone == nil || err != nil {
		return err
	}
	d.log.Warn("keep a mail", "hash", m.Hash, "error", undone)
	return d.keepMail(tx, c, m.Outside(), begun)
}

// keepMail stores one mail, unless it is here or older than what is kept.
func (d *Desk) keepMail(tx *sqlite.Tx, c clubNow, m mail.Message, begun time.Time) error {
	if m.Arrived.Before(c.mailsFrom(tx.Now)) {
		return nil
	}
	known, err := tx.MailKnown(m.Hash)
	if err != nil || known {
		return err
	}
	row := sqlite.ReceivedMail{
		MessageID: m.ID, Hash: m.Hash, SenderName: m.From.Name, Sender: m.From.Email, Subject: m.Subject, Body: m.Text, Written: m.Date, Arrived: m.Arrived,
		State: sqlite.MailFiled,
		Facts: sqlite.MailFacts{Automatic: m.Automatic, TooLarge: m.TooLarge, Unreadable: m.Unreadable, Shortened: m.Shortened},
	}
	if m.ReplyTo.Email != m.From.Email {
		row.AnswerTo = m.ReplyTo.Email
	}
	for _, r := range m.Results {
		row.Facts.Results = append(row.Facts.Results, sqlite.MailResult{Method: r.Method, Domain: r.Domain, Pass: r.Pass})
	}
	for _, to := range m.To {
		row.Facts.To = append(row.Facts.To, to.Email)
	}
	if row.Household, err = mailedBy(tx, m.From.Email); err != nil {
		return err
	}
	returned, err := bounced(tx, m, &row)
	if err != nil {
		return err
	}
	var notice *mail.Finding
	if !returned && !m.Arrived.Before(begun.Add(-mailAskedAbout)) {
		row.State = sqlite.MailNew
		found, about, err := d.recognise(tx, c, m, row.Household)
		if err != nil {
			return err
		}
		row.Found = about.summary(found)
		notice = sureNotice(found)
	}
	id, err := tx.KeepMail(row)
	if err != nil {
		return err
	}
	for n, a := range m.Attachments {
		if err := tx.KeepMailFile(id, sqlite.MailFile{N: n, Name: a.Name, Type: a.Type, Bytes: a.Bytes}, a.Content); err != nil {
			return err
		}
	}
	return d.settleSure(tx, c, id, notice)
}

// bounced notes that a mail of ours came back, and reports whether one did: the report
// is its household's then, and nobody's task. One that names no mail that left is a mail
// as any other.
func bounced(tx *sqlite.Tx, m mail.Message, row *sqlite.ReceivedMail) (bool, error) {
	if m.Bounce == nil {
		return false, nil
	}
	home, err := tx.BounceMail(m.Bounce.ID, m.Bounce.Says)
	if errors.Is(err, sqlite.ErrNotFound) {
		return false, nil
	}
	row.Household = home
	return err == nil, err
}

// mailedBy is the one household an address is of; 0 for none or several.
func mailedBy(tx *sqlite.Tx, address string) (club.HouseholdID, error) {
	if address == "" {
		return 0, nil
	}
	homes, err := tx.HouseholdsMailing(address)
	if err != nil {
		return 0, err
	}
	var known club.HouseholdID
	for _, id := range homes {
		if id, err = standing(tx, id); err != nil {
			return 0, err
		}
		if known != 0 && known != id {
			return 0, nil
		}
		known = id
	}
	return known, nil
}

// noteReading keeps when the mailbox was read, or what kept it from being read.
func (d *Desk) noteReading(ctx context.Context, account mail.Account, fault error) {
	var trouble *club.Error
	if fault != nil && !errors.As(fault, &trouble) {
		if ctx.Err() == nil {
			d.log.Error("keep mails", "error", fault)
		}
		return
	}
	now := d.now()
	if fault == nil {
		d.mailroom.mutex.Lock()
		d.mailroom.read = now
		d.mailroom.mutex.Unlock()
	}
	box, err := look(ctx, d, (*sqlite.Tx).Mailbox)
	if err != nil && !errors.Is(err, sqlite.ErrNotFound) {
		return
	}
	same := box.Trouble == nil && trouble == nil || box.Trouble != nil && trouble != nil && box.Trouble.Code == trouble.Code
	if same && err == nil && (fault != nil || now.Sub(box.Read) < readNoted) {
		return
	}
	err = d.db.Write(ctx, func(tx *sqlite.Tx) error {
		box, err := tx.Mailbox()
		if errors.Is(err, sqlite.ErrNotFound) {
			box, err = sqlite.Mailbox{Account: accountName(account), Begun: tx.Now}, nil
		}
		if err != nil {
			return err
		}
		if box.Trouble = trouble; trouble == nil {
			box.Read = tx.Now
		}
		return tx.SaveMailbox(box)
	})
	if err != nil && ctx.Err() == nil {
		d.log.Error("note a reading of the mailbox", "error", err)
	}
}

// MailboxView is how the mailbox stands.
type MailboxView struct {
	Watched bool         `json:"watched" doc:"The settings name a mailbox, and this program reads it"`
	Address string       `json:"address"`
	ReadAt  time.Time    `json:"readAt,omitzero"`
	Trouble *MailTrouble `json:"trouble,omitempty" doc:"Why it cannot be read; mails that are here stay"`
	New     int          `json:"new" doc:"Mails to look at"`
}

// MailTrouble is a refusal of the mail server, in the words of error.*.
type MailTrouble struct {
	Code   club.Code      `json:"code"`
	Params map[string]any `json:"params,omitempty"`
}

// Mailbox tells how the mailbox stands.
func (d *Desk) Mailbox(ctx context.Context) (MailboxView, error) {
	return read(ctx, d, "mails", func(tx *sqlite.Tx) (MailboxView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return MailboxView{}, err
		}
		view := MailboxView{Address: c.Mail.IMAPUser, Watched: c.Mail.Watching}
		box, err := tx.Mailbox()
		switch {
		case err == nil:
			view.ReadAt = box.Read
			if box.Trouble != nil && c.Mail.Watching {
				view.Trouble = &MailTrouble{box.Trouble.Code, box.Trouble.Params}
			}
		case !errors.Is(err, sqlite.ErrNotFound):
			return view, err
		}
		d.mailroom.mutex.Lock()
		if d.mailroom.read.After(view.ReadAt) {
			view.ReadAt = d.mailroom.read
		}
		d.mailroom.mutex.Unlock()
		view.New, err = tx.CountNewMails()
		return view, err
	})
}

// ReadMailbox asks for a reading now; what comes shows by itself.
func (d *Desk) ReadMailbox(ctx context.Context, req Request) (MailboxView, error) {
	view, err := d.Mailbox(As(ctx, req.Actor))
	if err != nil {
		return view, err
	}
	select {
	case d.mailroom.poke <- struct{}{}:
	default:
	}
	return view, nil
}
