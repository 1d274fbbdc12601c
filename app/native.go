package main

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	wails_runtime "github.com/wailsapp/wails/v2/pkg/runtime"

	"paddock/backend/api"
	"paddock/backend/club"
	"paddock/backend/locale"
)

// Native is what only a window can do; screens reach it as
// window.go.main.Native. In a browser the screens use what the browser has.
// Bytes travel as base64, because the bridge carries JSON.
type Native struct {
	ctx  context.Context // the window's, from start on
	lang locale.Lang
	log  *slog.Logger

	lock  sync.Mutex
	given string // a file the program was started with, until a screen takes it

	fallen []string // where the files lie that were dropped last, until a screen takes them

	screens   bool   // there are, and they ask about a backup; else dialogs of the system do
	waiting   bool   // nothing is asked yet: the data are worked on
	backup    string // one the program was given, until somebody is asked
	confirmed string // one that is to be restored once the window is closed
	by        string // who confirmed it
	again     bool   // the program starts anew once the window is closed
	refused   string // what it says then in the desk's place
	said      string // what came of a restore and nobody was told yet
	quit      func() // closes the window

	spool string // private folder of papers handed to a viewer; made when needed
}

func newNative(lang locale.Lang, log *slog.Logger) *Native {
	n := &Native{ctx: context.Background(), lang: lang, log: log}
	n.quit = func() { wails_runtime.Quit(n.ctx) }
	return n
}

// start is given the window once it is there.
func (n *Native) start(ctx context.Context) { n.ctx = ctx }

// shown is start, once files can fall on the window as well.
func (n *Native) shown(ctx context.Context) {
	n.start(ctx)
	wails_runtime.OnFileDrop(ctx, n.dropped)
}

// close removes the papers a viewer was shown.
func (n *Native) close() {
	if n.spool != "" {
		if err := os.RemoveAll(n.spool); err != nil {
			n.log.Warn("papers stay behind", "folder", n.spool, "error", err)
		}
	}
}

// keep writes a file where a person asked for it. That the place cannot be
// written is theirs to mend, so it is a refusal.
func keep(place string, data []byte) error {
	if err := os.WriteFile(place, data, 0o600); err != nil {
		return club.Refuse(club.CodeFileNotWritten).With("file", filepath.Base(place))
	}
	return nil
}

// fileName makes a proposed name harmless: a name and never a path. The parts of one that
// looks like a path stay in it, for it is a screen's, made of a family's name.
func fileName(name string) string {
	return club.FileName(strings.Map(func(r rune) rune {
		if r < ' ' || r == '/' || r == '\\' {
			return '-'
		}
		return r
	}, name))
}

// Printers tells what this computer can print on and what was chosen.
func (n *Native) Printers() Printers {
	names, _, err := systemPrinters(n.ctx)
	if err != nil {
		// A system without CUPS has no printers to choose; papers are shown then.
		n.log.Info("no printers", "why", err)
	}
	return Printers{Names: slices.Concat([]string{}, names), Chosen: chosenPrinters()}
}

// ChoosePrinter keeps the printer that a kind of paper goes to from now on; ""
// is the system's default one.
func (n *Native) ChoosePrinter(kind, printer string) error {
	return choosePrinter(paper(kind), printer)
}

// Print hands a PDF to the system: to the printer chosen for this kind of
// paper, else to the default one, else to the program that shows PDFs. It returns the
// job to ask Printed for, "" where there is none.
func (n *Native) Print(content, kind string) (job string, err error) {
	data, err := base64.StdEncoding.DecodeString(content)
	if err != nil {
		return "", fmt.Errorf("print: %w", err)
	}
	if n.spool == "" {
		// MkdirTemp makes it for this person alone: papers carry names and amounts.
		if n.spool, err = os.MkdirTemp("", "paddock-"); err != nil {
			return "", fmt.Errorf("make folder for papers: %w", err)
		}
	}
	file, err := os.CreateTemp(n.spool, "*.pdf")
	if err != nil {
		return "", fmt.Errorf("write paper: %w", err)
	}
	_, err = file.Write(data)
	if err := errors.Join(err, file.Close()); err != nil {
		return "", fmt.Errorf("write paper: %w", err)
	}
	return printFile(n.ctx, file.Name(), paper(kind), n.log)
}

// Printed waits until the system is done with a job, for as long as the window is open,
// and refuses what was dropped instead of printed.
func (n *Native) Printed(job string) error {
	taken, err := jobTaken(n.ctx, job)
	if err == nil && !taken {
		n.log.Error("the printing system dropped a paper", "job", job)
		err = club.Refuse(club.CodePrintFailed)
	}
	return err
}

// OpenURL opens a web page or a mail in the system's own program.
func (n *Native) OpenURL(address string) error {
	if !openable(address) {
		return club.Refuse(club.CodeLinkRefused)
	}
	wails_runtime.BrowserOpenURL(n.ctx, address)
	return nil
}

// openable allows pages and mails only: a file: or an application's own scheme
// could start a program.
func openable(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	if u.Scheme == "mailto" {
		return u.Opaque != ""
	}
	return slices.Contains([]string{"http", "https"}, u.Scheme) && u.Host != ""
}

// Quit closes the program.
func (n *Native) Quit() { n.quit() }

// problem gives an error of these calls the shape of the API's, so that screens
// say both in one way.
func (n *Native) problem(err error) any {
	var refusal *club.Error
	if errors.As(err, &refusal) {
		return api.Problem{Code: refusal.Code, Field: refusal.Field, Params: refusal.Params}
	}
	n.log.Error("fault in the window", "error", err)
	return api.Problem{Code: "internal"}
}
