package desk

import (
	"context"
	"encoding/hex"
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
// the books, so it also works beside a running program.
func (d *Desk) Backup(ctx context.Context, actor club.Actor, path string) (Backup, error) {
	if actor.Role == club.Instructor {
		return Backup{}, club.Refuse(club.CodeOwnerOnly)
	}
	settings, err := d.Settings(ctx)
	if err != nil {
		return Backup{}, err
	}
	at := d.now()
	if zone, err := time.LoadLocation(settings.Identity.Zone); err == nil {
		at = at.In(zone)
	}
	if path, err = filepath.Abs(path); err != nil {
		return Backup{}, err
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		name := strings.Map(func(r rune) rune {
			if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' {
				return r
			}
			return '-'
		}, club.Fold(settings.Identity.Name))
		path = filepath.Join(path, name+"-"+at.Format("2006-01-02-150405")+".paddock")
	}
	sum, err := d.db.Backup(ctx, path)
	if err != nil {
		return Backup{}, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return Backup{}, err
	}
	return Backup{File: path, SHA256: sum, Bytes: info.Size(), At: at}, nil
}

// restored is the payload of the entry a restore writes: where the chain stood
// on this machine before, and the key that signs from now on.
type restored struct {
	PreviousSeq  int64  `json:"previousSeq"`
	PreviousHash string `json:"previousHash"`
	Program      string `json:"program"`
	KeyID        string `json:"keyId"`
	PublicKey    string `json:"publicKey"`
}

// Restore puts a backup in the place of a folder's data, makes a new key for
// this installation and says so in the journal (PRODUCT section 9, Seal). The
// old data is kept under another name, which is returned.
func Restore(ctx context.Context, o Options, backup string) (kept string, err error) {
	if kept, err = sqlite.Restore(ctx, o.Dir, backup); err != nil {
		return "", err
	}
	d, err := Open(ctx, o)
	if err != nil {
		return kept, err
	}
	defer d.Close()
	before, err := d.lastSealed()
	if err != nil {
		return kept, err
	}
	return kept, d.db.Write(ctx, func(tx *sqlite.Tx) error {
		owner, err := tx.Owner()
		if err != nil {
			return refused(err, club.CodeClubMissing)
		}
		id, public, err := d.makeKey()
		if err != nil {
			return err
		}
		return tx.Seal(journal.DataRestored, actorOf(owner), "", restored{
			PreviousSeq: before.Seq, PreviousHash: before.Hash, Program: d.version, KeyID: id, PublicKey: public,
		})
	})
}

// lastSealed is the last line of the seal log, which tells where the chain
// stood whatever the database says.
func (d *Desk) lastSealed() (journal.Head, error) {
	raw, err := d.db.SealLog()
	if err != nil {
		return journal.Head{}, err
	}
	heads, err := journal.ParseSealLog(raw)
	if err != nil || len(heads) == 0 {
		return journal.Head{Hash: hex.EncodeToString(make([]byte, 32))}, nil
	}
	return heads[len(heads)-1], nil
}
