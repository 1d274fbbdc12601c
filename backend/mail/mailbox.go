package mail

import (
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
	UID     uint32
	Bytes   int64 // its size; more than len(Body) when it was too large to be fetched whole
	Arrived time.Time
	Body    []byte
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

// Read opens the mailbox once, fetches what is new and closes it.
func Read(ctx context.Context, a Account, keeper Keeper) error {
	client, folder, err := a.open(ctx, &imapclient.Options{})
	if err != nil {
		return err
	}
	defer func() { _ = client.Close() }()
	defer closing(ctx, client)()
	if err := catchUp(ctx, client, folder.UIDValidity, keeper); err != nil {
		return err
	}
	_ = client.Logout().Wait()
	return nil
}

// catchUp fetches what came after the keeper's position, the oldest first.
func catchUp(ctx context.Context, client *imapclient.Client, validity uint32, keeper Keeper) error {
	at, err := keeper.Position(ctx)
	if err != nil {
		return err
	}
	if at.Validity != validity {
		at = Position{Validity: validity}
	}
	waiting, err := newer(client, at.UID)
	if err != nil {
		return ended(ctx, err)
	}
	if len(waiting) == 0 {
		return keeper.Keep(ctx, nil, at)
	}
	for len(waiting) > 0 {
		n := batch(waiting)
		mails, err := fetch(client, waiting[:n])
		if err != nil {
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
func newer(client *imapclient.Client, after uint32) ([]Raw, error) {
	if after == 1<<32-1 {
		return nil, nil
	}
	var set imap.UIDSet
	set.AddRange(imap.UID(after+1), 0)
	cmd := client.Fetch(set, &imap.FetchOptions{UID: true, RFC822Size: true, InternalDate: true})
	var rows []Raw
	for msg := cmd.Next(); msg != nil; msg = cmd.Next() {
		row, err := msg.Collect()
		if err != nil {
			_ = cmd.Close()
			return nil, err
		}
		if uint32(row.UID) > after { // "n:*" names the last mail even where it is older than n
			rows = append(rows, Raw{UID: uint32(row.UID), Bytes: row.RFC822Size, Arrived: row.InternalDate})
		}
	}
	slices.SortFunc(rows, func(a, b Raw) int { return int(int64(a.UID) - int64(b.UID)) })
	return rows, cmd.Close()
}

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
		return nil, err
	}
	more, err := bodies(client, headers, imap.PartSpecifierHeader, maxHeaderBytes, byUID)
	mails = append(mails, more...)
	slices.SortFunc(mails, func(a, b Raw) int { return int(int64(a.UID) - int64(b.UID)) })
	return mails, err
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
			return nil, failed
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
