package mail

import (
	"context"
	"slices"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// doubt is what earlier connections to a folder tell of mails that end them: Dovecot
// says BYE in the middle of a list where it cannot read a mail. The first mail that
// did not come is asked for alone; one that ends the connection again, twice, is not
// asked for any more and kept as one that cannot be read.
type doubt struct {
	validity uint32
	waiting  bool            // the last connection ended in mid-list
	came     map[uint32]bool // what it had brought
	suspect  uint32          // the first that had not come
	times    int             // it ended a connection, asked for alone
	dead     []uint32
}

// timesAlone is how often: a connection is also lost by itself.
const timesAlone = 2

// ended remembers where a list broke off.
func (d *doubt) ended(came []Raw) {
	d.waiting, d.came = true, map[uint32]bool{}
	for _, row := range came {
		d.came[row.UID] = true
	}
}

// clear asks for the mail alone that may have ended the last connection.
func (d *doubt) clear(ctx context.Context, client *imapclient.Client, at Position) error {
	if d.validity != at.Validity {
		*d = doubt{validity: at.Validity}
	}
	if !d.waiting {
		return nil
	}
	uids, err := after(client, at)
	if err != nil {
		return ended(ctx, err)
	}
	first := slices.IndexFunc(uids, func(uid uint32) bool { return !d.came[uid] && !slices.Contains(d.dead, uid) })
	if first < 0 {
		d.waiting = false
		return nil
	}
	if uids[first] != d.suspect {
		d.suspect, d.times = uids[first], 0
	}
	rows, err := sizes(client, imap.UIDSetNum(imap.UID(d.suspect)), at.UID)
	if err == nil || answered(err) {
		_, err = bring(client, rows)
	}
	if err != nil && !answered(err) && ctx.Err() == nil {
		if d.times++; d.times >= timesAlone {
			d.dead, d.suspect, d.times = append(d.dead, d.suspect), 0, 0
		}
		return ended(ctx, err)
	}
	d.waiting = false
	return ctx.Err()
}

// asked is all that came after a position, but for what ends connections.
func (d *doubt) asked(after uint32) imap.UIDSet {
	var set imap.UIDSet
	from := after + 1
	slices.Sort(d.dead)
	for _, uid := range d.dead {
		if uid > from {
			set.AddRange(imap.UID(from), imap.UID(uid-1))
		}
		from = max(from, uid+1)
	}
	set.AddRange(imap.UID(from), 0)
	return set
}

// unread are the mails that end connections, as far as they are still to be kept.
func (d *doubt) unread(after uint32) (rows []Raw) {
	for _, uid := range d.dead {
		if uid > after {
			rows = append(rows, Raw{UID: uid, Arrived: time.Now(), Failed: true})
		}
	}
	return rows
}

// after lists the numbers of what came after a position; no mail is opened for it.
func after(client *imapclient.Client, at Position) ([]uint32, error) {
	var set imap.UIDSet
	set.AddRange(imap.UID(at.UID+1), 0)
	found, err := client.UIDSearch(&imap.SearchCriteria{UID: []imap.UIDSet{set}}, nil).Wait()
	if err != nil {
		return nil, err
	}
	var uids []uint32
	for _, uid := range found.AllUIDs() {
		if uint32(uid) > at.UID {
			uids = append(uids, uint32(uid))
		}
	}
	slices.Sort(uids)
	return uids, nil
}
