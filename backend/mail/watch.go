package mail

import (
	"context"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"
)

// Watch says how a mailbox is kept up with.
type Watch struct {
	Keeper Keeper
	// Done is told after every reading, with nil or what went wrong.
	Done func(error)
	// Poke asks for a reading now; nil for never.
	Poke <-chan struct{}
	// Poll is how often a server without IDLE is asked; one minute when 0.
	Poll time.Duration
	// Steady is how long a session lasts that ends a row of failures; one minute when 0.
	Steady time.Duration
	// Backoff is how long to wait after the n-th failure in a row, from 1 on.
	Backoff func(n int, permanent bool) time.Duration
}

// longestIdle is how long a connection is believed without a word from the server: a
// laptop that slept leaves connections that nobody ends.
const longestIdle = 10 * time.Minute

// Follow keeps up with a mailbox until the context ends: it reads what is new, waits
// for the server to tell of more, and comes back by itself after every fault.
func Follow(ctx context.Context, a Account, w Watch) {
	if w.Poll == 0 {
		w.Poll = time.Minute
	}
	if w.Steady == 0 {
		w.Steady = time.Minute
	}
	if w.Backoff == nil {
		w.Backoff = backoff
	}
	var d doubt
	for failures := 0; ctx.Err() == nil; {
		begun := time.Now()
		read, err := w.session(ctx, a, &d)
		if ctx.Err() != nil {
			return
		}
		if read && time.Since(begun) >= w.Steady {
			failures = 0
		}
		failures++
		if err != nil {
			w.Done(err)
		}
		pause(ctx, w.Backoff(failures, permanent(err)), w.Poke)
	}
}

// backoff doubles from 2 s to 5 min; a wrong password is tried again every 15 min at
// most, so that no server locks the account.
func backoff(n int, permanent bool) time.Duration {
	if permanent {
		return 15 * time.Minute
	}
	return min(2*time.Second<<min(n-1, 10), 5*time.Minute)
}

// pause waits, a poke ends it.
func pause(ctx context.Context, d time.Duration, poke <-chan struct{}) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-poke:
	case <-timer.C:
	}
}

// session is one connection, from login to its end. read says whether it came as far
// as to have read everything once.
func (w Watch) session(ctx context.Context, a Account, d *doubt) (read bool, err error) {
	news := make(chan struct{}, 1)
	client, folder, err := a.open(ctx, &imapclient.Options{UnilateralDataHandler: &imapclient.UnilateralDataHandler{
		Mailbox: func(data *imapclient.UnilateralDataMailbox) {
			if data.NumMessages != nil {
				select {
				case news <- struct{}{}:
				default:
				}
			}
		},
	}})
	if err != nil {
		return false, err
	}
	defer func() { _ = client.Close() }()
	defer closing(ctx, client)()
	idles := client.Caps().Has(imap.CapIdle)
	for {
		if err := catchUp(ctx, client, folder.UIDValidity, w.Keeper, d); err != nil {
			return read, err
		}
		read = true
		w.Done(nil)
		err := errNoIdle
		if idles {
			err = w.idle(ctx, client, news)
		}
		if idles = !answered(err); !idles { // some servers announce what they refuse, as long as this session lasts
			pause(ctx, w.Poll, w.Poke)
			err = client.Noop().Wait()
		}
		if err != nil {
			return read, ended(ctx, err)
		}
	}
}

// errNoIdle is the answer of a server that does not know IDLE.
var errNoIdle error = &imap.Error{Type: imap.StatusResponseTypeBad}

// idle returns when there may be something new, or with the server's refusal.
func (w Watch) idle(ctx context.Context, client *imapclient.Client, news <-chan struct{}) error {
	idle, err := client.Idle()
	if err != nil {
		return err
	}
	timer := time.NewTimer(longestIdle)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-news:
	case <-w.Poke:
	case <-timer.C:
	case <-client.Closed():
	}
	if err := idle.Close(); err != nil {
		return err
	}
	return idle.Wait()
}
