package sqlite

import (
	"errors"
	"io/fs"
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

func refusalCode(err error) club.Code {
	var said sqlite3.Error
	if errors.As(err, &said) {
		switch said.Code {
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
	}
	switch {
	case isAny(err, syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG):
		return club.CodeDiskFull
	case isAny(err, fs.ErrPermission, syscall.EROFS, syscall.ENOTDIR, syscall.EISDIR):
		return club.CodeDataForbidden
	}
	return ""
}

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
	return errors.As(err, &said) &&
		(said.Code == sqlite3.ErrCantOpen || said.Code == sqlite3.ErrReadonly || said.Code == sqlite3.ErrPerm)
}
