// Package desk holds the use cases: one exported verb for each thing a person
// does at the counter (Checkout, Credit, SaveHousehold …). Each loads, asks the
// rules, saves, in one transaction that it alone opens.
//
// It must not know HTTP, windows or SQL; the rules themselves are in the pure
// packages below it.
package desk

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"time"
	_ "time/tzdata" // club time zones, also where the system has no zone files

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/sqlite"
)

// Options say how to open a data folder.
type Options struct {
	Dir      string           // data folder
	ReadOnly bool             // beside a running program: reads only
	Now      func() time.Time // the clock; time.Now when nil
	Version  string           // of the program, printed on papers and in the journal
	Log      *slog.Logger     // where faults are told; the default logger when nil
	Keys     KeyStore         // where the installation's signing key lives; a file in Dir when nil
	Secrets  Secrets          // what other services gave the club; where nil, the keyring, or files in Dir when Keys is given
	Roots    *x509.CertPool   // whom mail servers' certificates are checked against; whom the system trusts when nil
	Pay      string           // address of the payment provider, for tests; its own when empty
	As       string           // who sits at the desk at first, by name; the owner when empty
	Said     string           // what the program has to say to who sits here, after a restore

	// Updating is told that data of an older Paddock are brought up to date, with their
	// club's language as far as they say: it takes its time in a large club. Nil for nobody.
	Updating func(locale.Lang)

	// Restore closes this desk, restores a backup by somebody's hand and opens what
	// came; called once it was allowed. Nil where nothing can.
	Restore func(backup, by string)
}

// Desk is the front desk over one data folder.
type Desk struct {
	db      *sqlite.DB
	now     func() time.Time
	version string
	log     *slog.Logger
	reads   bool // beside a running program: nothing is written
	keys    KeyStore
	secrets Secrets
	pay     string     // address of the payment provider; "" for its own
	tending sync.Mutex // the provider is asked by one at a time

	spentForgotten calendar.Day // the keys of former accounts were looked through; of tending

	cartsFollowed time.Time // under tending
	roots         *x509.CertPool
	mailing       mailing
	copying       mailing    // of copies, into the mailbox
	backups       sync.Mutex // one at a time
	seat          seat
	files         memberFiles // that somebody is about to import
	works         works
	opened        time.Time   // when this desk was
	uncheckable   atomic.Bool // the last daily check could not be made

	mailroom mailroom

	start      string // of this opening, unlike any other
	said       string
	restore    func(backup, by string)
	restoring  sync.Mutex
	restoredBy *Request // what asked for the restore that closes this desk; under restoring
}

// Open opens the data folder, which may still be without a club.
func Open(ctx context.Context, o Options) (*Desk, error) {
	d := newDesk(o)
	var db *sqlite.DB
	var err error
	if o.ReadOnly {
		db, err = sqlite.OpenReadOnly(ctx, o.Dir, d.now)
	} else {
		db, err = sqlite.OpenTelling(ctx, o.Dir, d.now, func(language string) {
			if o.Updating != nil {
				o.Updating(locale.Lang(language))
			}
		})
	}
	if err != nil {
		return nil, err
	}
	d.db, d.reads = db, o.ReadOnly
	d.opened = d.now()
	d.seat = seat{as: o.As, shut: true, seen: d.opened}
	if !o.ReadOnly {
		if err := d.loseMails(ctx); err != nil {
			d.log.Error("mails that were being sent", "error", err)
		}
		if err := d.sealProgram(ctx); err != nil { // a full disk keeps nobody from reading
			d.log.Error("seal the program's version", "error", err)
		}
	}
	return d, nil
}

// newDesk is a desk that is still to be opened.
func newDesk(o Options) *Desk {
	d := &Desk{now: o.Now, version: o.Version, log: o.Log, keys: o.Keys, secrets: o.Secrets, pay: o.Pay, roots: o.Roots, start: rand.Text(), said: o.Said, restore: o.Restore}
	d.mailroom.poke = make(chan struct{}, 1)
	if d.now == nil {
		d.now = time.Now
	}
	if d.log == nil {
		d.log = slog.Default()
	}
	if d.secrets == nil && d.keys == nil {
		d.secrets = defaultSecrets(o.Dir)
	} else if d.secrets == nil {
		own := filepath.Join(o.Dir, "keys")
		d.secrets = FileSecrets{Dir: own, KeyFile: filepath.Join(own, "secrets.key")}
	}
	if d.keys == nil {
		d.keys = defaultKeys(o.Dir)
	}
	return d
}

// Close ends what is done in the background and gives the data folder free.
func (d *Desk) Close() error {
	d.works.close()
	return d.db.Close()
}

// Log is where faults are told.
func (d *Desk) Log() *slog.Logger { return d.log }

// Revision counts committed writes; screens ask it what they missed.
func (d *Desk) Revision(ctx context.Context) (int64, error) { return d.db.Revision(ctx) }

// Request says who asks for a write and under which idempotency key. A key is
// unique per person and made when the form opens: the same key and body give
// the same answer once, another body is refused (PRODUCT section 9, Requests).
type Request struct {
	Actor club.Actor
	Key   string
}

// answersKept is how long an answer can be asked for again.
const answersKept = 30 * 24 * time.Hour

// fills are the verbs that only put things into a cart that nobody has paid, or keep
// what is being typed. They do not wait for the disk: the sale's own sync takes them
// along, and before it a power cut costs no more than filling or typing it again.
var fills = []club.Verb{"openCart", "addLine", "typePromo", "giveDiscount", "keepDraft", "notePrint"}

// write runs one verb in one Write under its idempotency key. in is the body
// the key stands for. A refusal is not stored: the form is mended and sent
// again under the same key.
func write[In, Out any](ctx context.Context, d *Desk, req Request, verb club.Verb, in In, do func(*sqlite.Tx) (Out, error)) (Out, error) {
	var out Out
	hash, err := bodyHash(verb, in)
	if err != nil {
		return out, err
	}
	once := func(tx *sqlite.Tx) error {
		if err := allow(tx, req.Actor, verb); err != nil {
			return err
		}
		if given, err := answered(tx, req, hash, &out); given || err != nil {
			return err
		}
		if out, err = do(tx); err != nil || req.Key == "" {
			return err
		}
		if err := keepAction(tx, req, verb, out); err != nil {
			return err
		}
		body, err := json.Marshal(out)
		if err != nil {
			return fmt.Errorf("keep answer: %w", err)
		}
		return tx.KeepAnswer(req.Actor.ID, req.Key, sqlite.Answer{Hash: hash, Body: string(body)}, tx.Now.Add(-answersKept))
	}
	fill := slices.Contains(fills, verb)
	if fill {
		err = d.db.Draft(ctx, once)
	}
	if !fill || errors.Is(err, sqlite.ErrSealing) { // a cart that is filled may have a link that follows it
		err = d.db.Write(ctx, once)
	}
	if err != nil {
		var none Out
		return none, err
	}
	return out, nil
}

// answered fills in what the key of a request was answered with, and reports
// whether it was. Another body under the same key is refused.
func answered(tx *sqlite.Tx, req Request, hash string, out any) (bool, error) {
	if req.Key == "" {
		return false, nil
	}
	stored, err := tx.Answer(req.Actor.ID, req.Key)
	if errors.Is(err, sqlite.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	if stored.Hash != hash {
		return false, club.Refuse(club.CodeKeyReused)
	}
	if stored.Body == "" { // it may have named somebody whose data was erased since
		return false, club.Refuse(club.CodeAnswerErased)
	}
	return true, json.Unmarshal([]byte(stored.Body), out)
}

// once runs a verb that cannot do its work in one Write of its own, because it
// makes a file or many Writes: a key that was answered is answered again, else
// the verb runs and its answer is kept the way write does. Two requests under
// one key must not run at once; the caller sees to it.
func once[In, Out any](ctx context.Context, d *Desk, req Request, verb club.Verb, in In, do func() (Out, error)) (Out, error) {
	var out Out
	hash, err := bodyHash(verb, in)
	if err != nil {
		return out, err
	}
	given, err := read(As(ctx, req.Actor), d, verb, func(tx *sqlite.Tx) (bool, error) { return answered(tx, req, hash, &out) })
	if given || err != nil {
		return out, err
	}
	if out, err = do(); err != nil || req.Key == "" {
		return out, err
	}
	_, err = write(ctx, d, req, verb, in, func(*sqlite.Tx) (Out, error) { return out, nil })
	return out, err
}

func bodyHash(verb club.Verb, in any) (string, error) {
	body, err := json.Marshal(in)
	if err != nil {
		return "", fmt.Errorf("hash request: %w", err)
	}
	sum := sha256.Sum256(append([]byte(string(verb)+"\n"), body...))
	return hex.EncodeToString(sum[:]), nil
}

// read answers one verb that changes nothing, on one consistent view of the
// data, to whom the context names.
func read[Out any](ctx context.Context, d *Desk, verb club.Verb, do func(*sqlite.Tx) (Out, error)) (Out, error) {
	return look(ctx, d, func(tx *sqlite.Tx) (Out, error) {
		if actor, asks := asker(ctx); asks {
			if err := allow(tx, actor, verb); err != nil {
				var none Out
				return none, err
			}
		}
		return do(tx)
	})
}

// look runs a question of the program itself, which nobody needs a right for.
func look[Out any](ctx context.Context, d *Desk, do func(*sqlite.Tx) (Out, error)) (Out, error) {
	var out Out
	err := d.db.Read(ctx, func(tx *sqlite.Tx) (err error) {
		out, err = do(tx)
		return err
	})
	return out, err
}

// refused turns a missing row into the refusal a person reads.
func refused(err error, code club.Code) error {
	if errors.Is(err, sqlite.ErrNotFound) {
		return club.Refuse(code)
	}
	return err
}

// Language is the club's, for texts nobody chose a language for; English before
// there is a club.
func (d *Desk) Language(ctx context.Context) locale.Lang {
	settings, err := d.Settings(ctx)
	if err != nil || !settings.Identity.Language.Valid() {
		return locale.English
	}
	return settings.Identity.Language
}
