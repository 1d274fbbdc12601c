package main

import (
	"context"
	"errors"
	"time"

	"paddock/backend/club"
	"paddock/backend/desk"
)

// How long a start waits for a window on the same data that is just being opened:
// an icon that is pressed twice starts the program twice.
const (
	startPatience = 3 * time.Second
	startRetry    = 100 * time.Millisecond
)

// openFirst opens the data folder, unless a window that shows it can be raised.
// While the data is taken and no window answers for it, one is being opened, or a
// command is at work and soon done.
func (c *cli) openFirst(ctx context.Context, o desk.Options) (*desk.Desk, error) {
	d, err := c.open(ctx, o)
	for limit := time.Now().Add(startPatience); errors.Is(err, club.Refuse(club.CodeDataInUse)) && raised(c.dir) == noWindow && time.Now().Before(limit); {
		time.Sleep(startRetry)
		d, err = c.open(ctx, o)
	}
	return d, err
}

// answering is whether a window answers for a data folder.
type answering int

const (
	unknowable answering = iota // the system has no way to ask
	noWindow
	someWindow
)

// instanceID is what the window on this folder goes by on this computer.
func instanceID(dir string) string { return "club_paddock_" + folderID(dir) }
