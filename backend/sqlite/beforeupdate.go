package sqlite

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"paddock/backend/club"
)

// UpdateFolder holds the data as they were before a newer program changed their
// form, inside the data folder: backups like any other.
const UpdateFolder = "before-update"

// updatesKept is how many forms of the data are kept.
const updatesKept = 3

// keepBeforeUpdate makes a backup of data of an older version before their
// migrations run, and lets the oldest such backups go. A form of the data has one:
// an update that fails and is tried again does not push out those of before. Data
// without a club hold nothing to keep. Without the backup nothing is changed.
func (db *DB) keepBeforeUpdate(ctx context.Context, version int64) error {
	folder := filepath.Join(db.dir, UpdateFolder)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("keep data before update: %w", err)
	}
	form := fmt.Sprintf("-v%d.paddock", version)
	made := filepath.Join(folder, db.now().UTC().Format("2006-01-02-150405")+form)
	switch _, err := db.backupTo(ctx, made); {
	case errors.Is(err, club.Refuse(club.CodeClubMissing)):
		os.Remove(folder) // only if it is empty
		return nil
	case errors.Is(err, club.Refuse(club.CodeBackupDamaged)): // it says what the data are
		return errors.Join(club.Refuse(club.CodeDataDamaged).With("folder", db.dir).With("file", File), err)
	case err != nil && !errors.Is(err, club.Refuse(club.CodeFileExists)): // made this very second
		return fmt.Errorf("keep data before update: %w", err)
	}
	return letOldGo(folder, made, form)
}

// letOldGo keeps the backups of the latest forms, made and those of other forms,
// and removes the rest with what a program that was killed left half made.
func letOldGo(folder, made, form string) error {
	var old []string
	left := updatesKept
	entries, err := os.ReadDir(folder)
	for _, entry := range slices.Backward(entries) { // the latest moment first
		name := filepath.Join(folder, entry.Name())
		switch {
		case strings.HasSuffix(name, ".part"):
			old = append(old, name)
		case !strings.HasSuffix(name, ".paddock"):
		case left > 0 && (name == made || !strings.HasSuffix(name, form)):
			left--
		default:
			old = append(old, name, name+SumSuffix)
		}
	}
	for _, name := range old {
		if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("let an old backup go: %w", err)
		}
	}
	return err
}
