package desk

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"paddock/backend/club"
	"paddock/backend/journal"
	"paddock/backend/sqlite"
)

// BackupRead is what a backup holds, before somebody puts it in the place of the
// data: its checksum and its database were found whole.
type BackupRead struct {
	File       string    `json:"file" doc:"Its place, whole path"`
	Bytes      int64     `json:"bytes"`
	SHA256     string    `json:"sha256"`
	Signed     bool      `json:"signed" doc:"By a key that its own journal names"`
	Older      bool      `json:"older" doc:"Of an older version; restoring brings it up to date"`
	Club       string    `json:"club"`
	Training   bool      `json:"training"`
	Last       time.Time `json:"lastAt" doc:"When its last entry was written"`
	Zone       string    `json:"zone"`
	Entries    int64     `json:"entries"`
	Households int       `json:"households"`
	Riders     int       `json:"riders"`
	Invoices   int       `json:"invoices" doc:"Documents: invoices and credit notes"`
	Kept       string    `json:"kept" doc:"Where the present data will stay; empty where there is no club"`
}

// ReadBackup tells what a backup holds, for who may restore it. Nothing of the
// data is touched: it reads a copy, which it removes.
func (d *Desk) ReadBackup(ctx context.Context, file string) (BackupRead, error) {
	person, err := d.MayRestore(ctx)
	if err != nil {
		return BackupRead{}, err
	}
	d.backups.Lock()
	defer d.backups.Unlock()
	r := BackupRead{File: file}
	r.SHA256, r.Older, err = sqlite.LookAt(ctx, d.db.Dir(), file, d.now, func(tx *sqlite.Tx) error {
		if r.Signed, err = checkSignature(tx, file); err != nil {
			return err
		}
		c, err := loadClub(tx)
		if err != nil {
			return err
		}
		r.Club, r.Training, r.Zone = c.Identity.Name, c.training, c.Identity.Zone
		held, err := tx.Contents()
		r.Last, r.Entries, r.Households, r.Riders, r.Invoices = held.Last.In(c.zone), held.Entries, held.Households, held.Riders, held.Invoices
		return err
	})
	if err != nil {
		return BackupRead{}, err
	}
	info, err := os.Stat(file)
	if err != nil {
		return BackupRead{}, err
	}
	r.Bytes = info.Size()
	if person.ID != 0 {
		r.Kept, err = sqlite.KeptAs(d.db.Dir())
	}
	return r, err
}

// RestoreBackup asks the program that opened this desk to close it, restore a
// backup, and open what came (Options.Restore). sum is the backup's that was
// read: another file in its place is refused. One restore closes a desk: once it was
// asked, its own request is answered the same again and any other is refused.
func (d *Desk) RestoreBackup(ctx context.Context, req Request, file, sum string) error {
	person, err := d.MayRestore(ctx)
	if err != nil {
		return err
	}
	if d.restore == nil {
		return club.Refuse(club.CodeRestoreElsewhere)
	}
	stated, err := sqlite.StatedSum(file)
	if err != nil {
		return err
	}
	if stated != sum {
		return club.Refuse(club.CodeBackupDamaged).On("file").With("file", filepath.Base(file))
	}
	d.restoring.Lock()
	defer d.restoring.Unlock()
	if d.restoredBy != nil {
		if req.Key != "" && *d.restoredBy == req {
			return nil
		}
		return club.Refuse(club.CodeRestoreUnderWay)
	}
	d.restoredBy = &req
	d.restore(file, person.Name)
	return nil
}

// restored is the payload of the entry a restore writes: where the chain stood
// on this machine before, and the key that signs from now on.
type restored struct {
	PreviousSeq  int64  `json:"previousSeq"`
	PreviousHash string `json:"previousHash"`
	Program      string `json:"program"`
	KeyID        string `json:"keyId"`
	PublicKey    string `json:"publicKey"`
	Asked        string `json:"askedBy,omitempty"` // who confirmed it, where the backup does not let them
	Signed       bool   `json:"signed,omitempty"`  // the backup, by a key of its own journal
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
		signed, err := checkSignature(tx, backup)
		if err != nil {
			return err
		}
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
			PreviousSeq: before.Seq, PreviousHash: before.Hash, Program: d.version, KeyID: id, PublicKey: public, Asked: asked, Signed: signed,
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
