package sqlite

import (
	"errors"
	"io/fs"
	"slices"
	"syscall"

	sqlite3 "github.com/mattn/go-sqlite3"

	"paddock/backend/club"
)

// refusal turns what SQLite or the system says of a data folder into the words
// of something a person can act on: a full disk, a missing right, a damaged
// file. Everything else stays the fault it is.
func refusal(dir string, err error) error {
	var already *club.Error
	if err == nil || errors.As(err, &already) {
		return err
	}
	if code := refusalCode(err); code != "" {
		return errors.Join(club.Refuse(code).With("folder", dir).With("file", File), err)
	}
	return err
}

// full is how the system says that there is no room, or none for this person.
var full = []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG}

func refusalCode(err error) club.Code {
	var said sqlite3.Error
	if errors.As(err, &said) {
		if said.ExtendedCode == sqlite3.ErrConstraintTrigger && said.Error() == errClosed.Error() {
			return club.CodeBooksClosed
		}
		switch primary(said) {
		case sqlite3.ErrNotADB:
			return club.CodeDataForeign
		case sqlite3.ErrCorrupt:
			return club.CodeDataDamaged
		case sqlite3.ErrBusy, sqlite3.ErrLocked:
			return club.CodeDataInUse
		case sqlite3.ErrFull:
			return club.CodeDiskFull
		case sqlite3.ErrPerm, sqlite3.ErrReadonly, sqlite3.ErrCantOpen:
			return club.CodeDataForbidden
		}
		err = said.SystemErrno
		if primary(said) == sqlite3.ErrIoErr && !isAny(err, full...) {
			return club.CodeDiskFailed
		}
	}
	switch {
	case isAny(err, full...):
		return club.CodeDiskFull
	case isAny(err, fs.ErrPermission, syscall.EROFS, syscall.ENOTDIR, syscall.EISDIR):
		return club.CodeDataForbidden
	}
	return ""
}

// primary is the sort of an error; the driver's backup call gives the finer code
// instead, whose last byte it is.
func primary(said sqlite3.Error) sqlite3.ErrNo { return said.Code & 0xFF }

func isAny(err error, targets ...error) bool {
	for _, target := range targets {
		if errors.Is(err, target) {
			return true
		}
	}
	return false
}

// cannotShare reports whether a database could not be opened because its folder
// has no room for the files a reader shares with a writer.
func cannotShare(err error) bool {
	var said sqlite3.Error
	return errors.As(err, &said) && slices.Contains([]sqlite3.ErrNo{sqlite3.ErrCantOpen, sqlite3.ErrReadonly, sqlite3.ErrPerm}, primary(said))
}
