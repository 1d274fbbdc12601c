package desk

import (
	"context"
	"crypto/ed25519"
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
	Signed bool      `json:"signed" doc:"By the installation's key, in a third file"`

	Unnoted bool `json:"unnoted,omitempty" doc:"It is good, and could not be noted in the journal"`
}

// Backup copies everything to a file, its SHA-256 to another beside it, and to a third
// the signature of that one by the installation's key, where this computer holds it. A
// folder gets a file named after the club and the moment. It changes nothing in
// the books, so without a key it also works beside a running program.
//
// The file cannot be part of a transaction, so its answer is kept under the key
// once the file is whole. It is good where the journal cannot take that it was made, and
// says so. Should the program die between the two, the key makes
// another file, or is refused the name the first one has.
func (d *Desk) Backup(ctx context.Context, req Request, path string) (Backup, error) {
	d.backups.Lock() // a second click waits for the first one's answer
	defer d.backups.Unlock()
	made, err := once(ctx, d, req, "backup", path, func() (Backup, error) {
		made, err := d.backup(ctx, path)
		if err != nil || d.reads {
			return made, err
		}
		return made, d.NoteBackup(ctx, Request{Actor: req.Actor}, made)
	})
	if err != nil && made.File != "" { // the file stands, and is worth more than a word on it
		d.log.Error("note a backup", "file", made.File, "error", err)
		made.Unnoted, err = true, nil
	}
	return made, err
}

// NoteBackup seals that a backup was made, once the data can be written: one made
// beside a running program cannot.
func (d *Desk) NoteBackup(ctx context.Context, req Request, made Backup) error {
	_, err := write(ctx, d, req, "backup", made, func(tx *sqlite.Tx) (struct{}, error) {
		return struct{}{}, tx.Seal(journal.BackupMade, req.Actor, "", sealedBackup{filepath.Base(made.File), made.SHA256})
	})
	return err
}

// sealedBackup is a backup as the chain holds it.
type sealedBackup struct {
	File   string `json:"file"` // its name, without its place
	SHA256 string `json:"sha256"`
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
	return copyTo(ctx, d.db, path, at, func(sum []byte) ([]byte, error) { return d.signSum(ctx, sum) })
}

// signSum signs with the key that closes days; nil where this computer does not hold it.
func (d *Desk) signSum(ctx context.Context, sum []byte) ([]byte, error) {
	id, err := look(ctx, d, keyNow)
	if err != nil {
		return nil, err
	}
	key, err := d.keys.Load(id)
	if errors.Is(err, ErrNoKey) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return ed25519.Sign(key, sum), nil
}

// checkSignature refuses a backup whose signature is of no key that its journal names.
// One without a signature, of a program that made none, has only its checksum.
func checkSignature(tx *sqlite.Tx, backup string) (signed bool, err error) {
	signature, err := os.ReadFile(backup + sqlite.SigSuffix)
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	sum, err := os.ReadFile(backup + sqlite.SumSuffix)
	if err != nil {
		return false, err
	}
	lines, err := tx.Keys(0)
	if err != nil {
		return false, err
	}
	for _, line := range lines {
		if _, public := keyIn(line); public != nil && ed25519.Verify(public, sum, signature) {
			return true, nil
		}
	}
	return false, club.Refuse(club.CodeBackupForged).On("file").With("file", filepath.Base(backup))
}

func copyTo(ctx context.Context, db *sqlite.DB, path string, at time.Time, sign sqlite.Sign) (Backup, error) {
	signed := false
	sum, err := db.Backup(ctx, path, func(sum []byte) ([]byte, error) {
		signature, err := sign(sum)
		signed = signature != nil
		return signature, err
	})
	if err != nil {
		return Backup{}, err
	}
	info, err := os.Stat(path)
	if err != nil {
		return Backup{}, err
	}
	return Backup{File: path, SHA256: sum, Bytes: info.Size(), At: at, Signed: signed}, nil
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
	return copyTo(ctx, db, path, at, func([]byte) ([]byte, error) { return nil, nil }) // nobody reads its journal
}

// backupMoment is how the name of a backup says when it was made.
const backupMoment = "2006-01-02-150405"
