package desk

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"paddock/backend/club"
	"paddock/backend/journal"
	"paddock/backend/sqlite"
)

// Backup is a backup that was made, read back and found whole.
type Backup struct {
	File   string    `json:"file" doc:"Its place, whole path"`
	SHA256 string    `json:"sha256"`
	Bytes  int64     `json:"bytes"`
	At     time.Time `json:"at"`
}

// Backup copies everything to a file and its SHA-256 to another beside it. A
// folder gets a file named after the club and the moment. It changes nothing in
// the books, so without a key it also works beside a running program.
//
// The file cannot be part of a transaction, so its answer is kept under the key
// once the file is whole. Should the program die between the two, the key makes
// another file, or is refused the name the first one has.
func (d *Desk) Backup(ctx context.Context, req Request, path string) (Backup, error) {
	d.backups.Lock() // a second click waits for the first one's answer
	defer d.backups.Unlock()
	return once(ctx, d, req, "backup", path, func() (Backup, error) { return d.backup(ctx, path) })
}

func (d *Desk) backup(ctx context.Context, path string) (Backup, error) {
	settings, err := d.Settings(ctx)
	if err != nil {
		return Backup{}, err
	}
	at := d.now()
	if zone, err := time.LoadLocation(settings.Identity.Zone); err == nil {
		at = at.In(zone)
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		name := strings.Map(func(r rune) rune {
			if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
				return r
			}
			return '-'
		}, club.Fold(settings.Identity.Name))
		path = filepath.Join(path, name+"-"+at.Format(backupMoment)+".paddock")
	}
	return copyTo(ctx, d.db, path, at)
}

func copyTo(ctx context.Context, db *sqlite.DB, path string, at time.Time) (Backup, error) {
	sum, err := db.Backup(ctx, path)
	if err != nil {
		return Backup{}, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return Backup{}, err
	}
	return Backup{File: path, SHA256: sum, Bytes: info.Size(), At: at}, nil
}

// BackupOlder copies data of an older version as they are, which no verb of this
// version can read: nobody is asked who does it, as of whoever can copy the file.
// A folder gets a file named after the program and the moment.
func BackupOlder(ctx context.Context, o Options, path string) (Backup, error) {
	d := newDesk(o)
	db, err := sqlite.OpenToCopy(ctx, o.Dir, d.now)
	if err != nil {
		return Backup{}, err
	}
	defer db.Close()
	at := d.now()
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		path = filepath.Join(path, "paddock-"+at.Format(backupMoment)+".paddock")
	}
	return copyTo(ctx, db, path, at)
}

// backupMoment is how the name of a backup says when it was made.
const backupMoment = "2006-01-02-150405"

// restored is the payload of the entry a restore writes: where the chain stood
// on this machine before, and the key that signs from now on.
type restored struct {
	PreviousSeq  int64  `json:"previousSeq"`
	PreviousHash string `json:"previousHash"`
	Program      string `json:"program"`
	KeyID        string `json:"keyId"`
	PublicKey    string `json:"publicKey"`
	Asked        string `json:"askedBy,omitempty"` // who confirmed it, where the backup does not let them
}

// MayRestore names who sits at this desk, and refuses who may not put a backup in
// the place of its data; before there is a club anybody may.
func (d *Desk) MayRestore(ctx context.Context) (club.Actor, error) {
	person, err := d.Seated(ctx)
	if err != nil || person.ID == 0 {
		return person, err
	}
	return look(ctx, d, func(tx *sqlite.Tx) (club.Actor, error) { return person, allow(tx, person, "restore") })
}

// restorer is who restores, by name in the backup.
func restorer(tx *sqlite.Tx, name string) (club.Actor, error) {
	person, err := personIn(tx, name)
	if err != nil {
		return person, err
	}
	return person, allow(tx, person, "restore")
}

// Restore puts a backup in the place of a folder's data, with a new key for this
// installation and an entry in the journal that says so (PRODUCT section 9,
// Seal). name is who does it, looked up in the backup; "" is who sat at the desk
// (Options.As), or the owner on behalf of that person where the backup knows no such
// person who may.
// The old data is kept under another name, which is returned with an error as
// well once it has moved.
func Restore(ctx context.Context, o Options, name, backup string) (kept string, err error) {
	d := newDesk(o)
	kept, err = sqlite.Restore(ctx, o.Dir, backup, d.now, func(tx *sqlite.Tx, before journal.Head) error {
		person, err := restorer(tx, cmp.Or(name, o.As))
		asked := ""
		if refusal := (*club.Error)(nil); name == "" && o.As != "" && errors.As(err, &refusal) {
			asked = o.As
			person, err = restorer(tx, "")
		}
		if err != nil {
			return err
		}
		id, public, err := d.makeKey()
		if err != nil {
			return err
		}
		if err := tx.DoubtMails(); err != nil {
			return err
		}
		return tx.Seal(journal.DataRestored, person, "", restored{
			PreviousSeq: before.Seq, PreviousHash: before.Hash, Program: d.version, KeyID: id, PublicKey: public, Asked: asked,
		})
	})
	if err != nil {
		return kept, err
	}
	o.As = ""                   // whoever it is sits down anew
	opened, err := Open(ctx, o) // the seal log learns of it
	if err != nil {
		return kept, err
	}
	return kept, opened.Close()
}
