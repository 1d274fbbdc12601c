package main

import (
	"context"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	wails_runtime "github.com/wailsapp/wails/v2/pkg/runtime"

	"paddock/backend/desk"
	"paddock/backend/locale"
)

// backupEnding is how a backup's name ends; the desktop entry and the installer
// let such a file open the program.
const backupEnding = ".paddock"

// What a program hands to the one it starts in its place, for a window toolkit runs once in
// a process.
const (
	saidEnv       = "PADDOCK_SAID"       // what came of a restore
	refusedEnv    = "PADDOCK_REFUSED"    // why there is no desk
	restoreEnv    = "PADDOCK_RESTORE"    // a backup somebody confirmed
	restoredByEnv = "PADDOCK_RESTORE_BY" // who that was
)

// taken is what was handed over under a name; no program started later gets it.
func taken(name string) string {
	handed := os.Getenv(name)
	os.Unsetenv(name)
	return handed
}

func isBackup(word string) bool { return strings.EqualFold(filepath.Ext(word), backupEnding) }

// ready is a window without screens that can be talked in: it says what became of a
// restore, and asks about the backup it was given. Screens do both themselves.
func (n *Native) ready() {
	if n.screens {
		return
	}
	if n.said != "" {
		n.tell(wails_runtime.InfoDialog, n.said)
		n.said = ""
	}
	n.offer()
}

// offer asks whether the backup the program was given takes the place of data that
// cannot be opened: nobody sits there. Confirmed, the window closes, and what opened it restores.
func (n *Native) offer() {
	n.lock.Lock()
	place := n.backup
	if n.waiting {
		place = ""
	} else {
		n.backup = ""
	}
	n.lock.Unlock()
	if place == "" {
		return
	}
	answer, err := wails_runtime.MessageDialog(n.ctx, wails_runtime.MessageDialogOptions{
		Type: wails_runtime.QuestionDialog, Title: locale.Text(n.lang, "window.restore", nil), DefaultButton: "No",
		Message: locale.Text(n.lang, "window.restoreAsk", locale.Params{"file": filepath.Base(place)}),
	})
	if err != nil || answer != "Yes" {
		return
	}
	n.lock.Lock()
	n.confirmed = place
	n.lock.Unlock()
	n.quit()
}

// GivenBackup hands out where the backup lies that the program was given, once.
func (n *Native) GivenBackup() string {
	n.lock.Lock()
	defer n.lock.Unlock()
	place := n.backup
	n.backup = ""
	return place
}

// restore keeps the backup that takes the place of the data once the window is
// closed; what opened it restores and starts the program anew.
func (n *Native) restore(backup, by string) {
	n.lock.Lock()
	defer n.lock.Unlock()
	n.confirmed, n.by = backup, by
}

// closing closes the window once a restore was confirmed, after the answer that says
// so is written.
func (n *Native) closing(desk http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		desk.ServeHTTP(w, r)
		n.lock.Lock()
		defer n.lock.Unlock()
		if n.confirmed != "" {
			go n.quit()
		}
	})
}

func (n *Native) tell(kind wails_runtime.DialogType, sentence string) {
	title := locale.Text(n.lang, "window.restore", nil)
	if _, err := wails_runtime.MessageDialog(n.ctx, wails_runtime.MessageDialogOptions{Type: kind, Title: title, Message: sentence}); err != nil {
		n.log.Warn("nobody was told", "what", sentence, "error", err)
	}
}

// restore puts a backup in the place of the data and returns where the old data
// is kept, also with an error once it moved.
func (c *cli) restore(ctx context.Context, backup string) (kept string, err error) {
	dir, err := c.folder()
	if err != nil {
		return "", err
	}
	o := desk.Options{Dir: dir, Version: programVersion(), As: c.asked}
	c.askLanguage(ctx, o) // of the data that is there, if any
	kept, err = desk.Restore(ctx, o, c.as, backup)
	c.askLanguage(ctx, o) // and of the data that came
	return kept, err
}

// restored says what became of a restore, in the language of the data.
func (c *cli) restored(backup, kept string, err error) string {
	said := []string{}
	if err != nil {
		said = append(said, c.sentence(err))
	} else {
		said = append(said, locale.Text(c.lang, "restore.done", locale.Params{"file": backup, "dir": c.dir}))
	}
	if kept != "" {
		said = append(said, locale.Text(c.lang, "restore.kept", locale.Params{"file": kept}))
	}
	return strings.Join(said, "\n")
}

// startAgain starts the program anew on the same data: handed is what it takes, as NAME=text,
// words are files it was given.
func (c *cli) startAgain(words []string, handed ...string) error {
	self, err := os.Executable()
	if err != nil {
		return err
	}
	again := exec.Command(self, append(words, "--data", c.dir)...)
	if c.as != "" {
		again.Args = append(again.Args, "--as", c.as)
	}
	again.Env = append(os.Environ(), handed...)
	return again.Start()
}
