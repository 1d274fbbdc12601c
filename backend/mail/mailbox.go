package mail

import (
	"cmp"
	"context"
	"errors"
	"io"
	"slices"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"paddock/backend/club"
)

// What is fetched at once, and of one mail at most. A larger mail is kept by its
// header: who wrote, when, about what, and that it is to be opened in the mailbox.
const (
	MaxMailBytes   = 20 << 20
	maxHeaderBytes = 256 << 10
	batchMails     = 100
	batchBytes     = 8 << 20
)

// Position is how far a folder was read. UIDs mean something under one validity
// alone (RFC 3501 section 2.3.1.1).
type Position struct {
	Validity uint32
	UID      uint32 // the last that was read
}

// Raw is a mail as the server has it.
type Raw struct {
	UID      uint32
	Validity uint32
	Bytes    int64 // its size; more than len(Body) when it was too large to be fetched whole
	Arrived  time.Time
	Body     []byte
	Failed   bool // the server could not read it; nothing else of it is known but its number
}

// TooLarge is whether only the header was fetched.
func (r Raw) TooLarge() bool { return r.Bytes > MaxMailBytes }

// Keeper holds what was read.
type Keeper interface {
	// Position is how far the folder was read.
	Position(context.Context) (Position, error)
	// Keep stores mails and how far that is, both or neither. Under a new validity the
	// same mails come again under other numbers: it knows them by what they hold.
	Keep(ctx context.Context, mails []Raw, at Position) error
}

// Read opens the mailbox, fetches what is new and closes it; again where a mail that
// the server cannot read ended the connection, as long as more of those are found.
func Read(ctx context.Context, a Account, keeper Keeper) error {
	var d doubt
	for {
		was := d
		err := a.read(ctx, keeper, &d)
		if err == nil || ctx.Err() != nil || !d.waiting || was.waiting && was.suspect == d.suspect && was.times == d.times && len(was.dead) == len(d.dead) {
			return err
		}
	}
}

func (a Account) read(ctx context.Context, keeper Keeper, d *doubt) error {
	client, folder, err := a.open(ctx, &imapclient.Options{})
	if err != nil {
		return err
	}
	defer func() { _ = client.Close() }()
	defer closing(ctx, client)()
	if err := catchUp(ctx, client, folder.UIDValidity, keeper, d); err != nil {
		return err
	}
	_ = client.Logout().Wait()
	return nil
}

// catchUp fetches what came after the keeper's position, the oldest first.
func catchUp(ctx context.Context, client *imapclient.Client, validity uint32, keeper Keeper, d *doubt) error {
	at, err := keeper.Position(ctx)
	if err != nil {
		return err
	}
	if at.Validity != validity {
		at = Position{Validity: validity}
	}
	if err := d.clear(ctx, client, at); err != nil {
		return err
	}
	waiting, err := newer(client, at, d)
	if err != nil {
		return ended(ctx, err)
	}
	if len(waiting) == 0 {
		return keeper.Keep(ctx, nil, at)
	}
	for len(waiting) > 0 {
		n := batch(waiting)
		for i := range waiting[:n] {
			waiting[i].Validity = validity
		}
		mails, err := fetch(client, waiting[:n])
		if err != nil {
			d.ended(mails)
			return ended(ctx, err)
		}
		at.UID = waiting[n-1].UID
		if err := keeper.Keep(ctx, mails, at); err != nil {
			return err
		}
		waiting = waiting[n:]
	}
	return nil
}

func ended(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return lost(err)
}

// newer lists what came after a UID, with its size, in their order.
// Where the server refuses to list them together, one of them is at fault: it is
// found, and the others are listed.
func newer(client *imapclient.Client, at Position, d *doubt) ([]Raw, error) {
	if at.UID == 1<<32-1 {
		return nil, nil
	}
	rows, err := sizes(client, d.asked(at.UID), at.UID)
	switch {
	case err == nil:
		rows = append(rows, d.unread(at.UID)...)
		slices.SortFunc(rows, byUID)
		return rows, nil
	case !answered(err):
		d.ended(rows)
		return nil, err
	}
	uids, err := after(client, at)
	if err != nil {
		return nil, err
	}
	waiting := make([]Raw, len(uids))
	for i, uid := range uids {
		waiting[i].UID = uid
	}
	return bisect(waiting, func(some []Raw) ([]Raw, error) {
		var set imap.UIDSet
		for _, row := range some {
			set.AddNum(imap.UID(row.UID))
		}
		return sizes(client, set, at.UID)
	})
}

// bisect asks for mails together and, where the server refuses, for one half and the
// other, down to the mail it cannot read: that one is told by its number alone.
func bisect(rows []Raw, ask func([]Raw) ([]Raw, error)) ([]Raw, error) {
	if len(rows) == 0 {
		return nil, nil
	}
	got, err := ask(rows)
	switch {
	case !answered(err):
		return got, err
	case len(rows) == 1:
		row := rows[0]
		row.Failed = true
		if row.Arrived.IsZero() {
			row.Arrived = time.Now()
		}
		return []Raw{row}, nil
	}
	first, err := bisect(rows[:len(rows)/2], ask)
	if err != nil {
		return first, err
	}
	rest, err := bisect(rows[len(rows)/2:], ask)
	return append(first, rest...), err
}

// sizes lists mails with their size and when they arrived, in their order.
func sizes(client *imapclient.Client, set imap.UIDSet, after uint32) ([]Raw, error) {
	cmd := client.Fetch(set, &imap.FetchOptions{UID: true, RFC822Size: true, InternalDate: true})
	var rows []Raw
	for msg := cmd.Next(); msg != nil; msg = cmd.Next() {
		row, err := msg.Collect()
		if err != nil {
			_ = cmd.Close()
			return rows, err
		}
		if uint32(row.UID) > after { // "n:*" names the last mail even where it is older than n
			rows = append(rows, Raw{UID: uint32(row.UID), Bytes: row.RFC822Size, Arrived: row.InternalDate})
		}
	}
	slices.SortFunc(rows, byUID)
	return rows, cmd.Close()
}

func byUID(a, b Raw) int { return cmp.Compare(a.UID, b.UID) }

// batch is how many of them are fetched at once.
func batch(rows []Raw) int {
	bytes, n := int64(0), 0
	for n < len(rows) && n < batchMails && (n == 0 || bytes+rows[n].fetched() <= batchBytes) {
		bytes += rows[n].fetched()
		n++
	}
	return n
}

func (r Raw) fetched() int64 {
	if r.TooLarge() {
		return maxHeaderBytes
	}
	return r.Bytes
}

// fetch brings the mails themselves. One that went away meanwhile is left out; the
// flags of none change.
func fetch(client *imapclient.Client, rows []Raw) ([]Raw, error) {
	var failed, sound []Raw
	for _, r := range rows {
		if r.Failed {
			failed = append(failed, r)
		} else {
			sound = append(sound, r)
		}
	}
	mails, err := bisect(sound, func(some []Raw) ([]Raw, error) { return bring(client, some) })
	mails = append(mails, failed...)
	slices.SortFunc(mails, byUID)
	return mails, err
}

func bring(client *imapclient.Client, rows []Raw) ([]Raw, error) {
	var whole, headers imap.UIDSet
	byUID := map[uint32]Raw{}
	for _, r := range rows {
		byUID[r.UID] = r
		if r.TooLarge() {
			headers.AddNum(imap.UID(r.UID))
		} else {
			whole.AddNum(imap.UID(r.UID))
		}
	}
	mails, err := bodies(client, whole, imap.PartSpecifierNone, MaxMailBytes, byUID)
	if err != nil {
		return mails, err
	}
	more, err := bodies(client, headers, imap.PartSpecifierHeader, maxHeaderBytes, byUID)
	return append(mails, more...), err
}

func bodies(client *imapclient.Client, set imap.UIDSet, part imap.PartSpecifier, most int64, known map[uint32]Raw) ([]Raw, error) {
	if len(set) == 0 {
		return nil, nil
	}
	section := &imap.FetchItemBodySection{Specifier: part, Peek: true}
	cmd := client.Fetch(set, &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{section}})
	var mails []Raw
	for msg := cmd.Next(); msg != nil; msg = cmd.Next() {
		var uid uint32
		var body []byte
		var failed error
		for item := msg.Next(); item != nil; item = msg.Next() {
			switch item := item.(type) {
			case imapclient.FetchItemDataUID:
				uid = uint32(item.UID)
			case imapclient.FetchItemDataBodySection:
				if item.Literal != nil {
					body, failed = io.ReadAll(io.LimitReader(item.Literal, most)) // a server may send more than it said
				}
			}
		}
		if failed != nil {
			_ = cmd.Close()
			return mails, failed
		}
		if mail, asked := known[uid]; asked {
			mail.Body = body
			mails = append(mails, mail)
		}
	}
	return mails, cmd.Close()
}

// permanent is trouble that waiting alone does not end: a person mends it.
func permanent(err error) bool {
	for _, code := range []club.Code{club.CodeMailLogin, club.CodeMailFolder, club.CodeMailCertificate, club.CodeMailCertName, club.CodeMailCertOld, club.CodeMailPlain, club.CodeMailNoTLS} {
		if errors.Is(err, club.Refuse(code)) {
			return true
		}
	}
	return false
}
