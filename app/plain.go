package main

import (
	_ "embed"
	"errors"
	"html/template"
	"log/slog"
	"net/http"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"

	"paddock/backend/club"
	"paddock/backend/locale"
)

//go:embed plain.html
var plainHTML string

var plainTemplate = template.Must(template.New("plain").Parse(plainHTML))

// plainPage is what a window without a desk shows: one sentence. Busy: work goes on.
type plainPage struct {
	Lang     locale.Lang
	Sentence string
	Busy     bool
}

func (p plainPage) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	if err := plainTemplate.Execute(w, p); err != nil {
		slog.Warn("show a sentence", "what", p.Sentence, "error", err)
	}
}

// plainOptions is the frame of a small window that shows a page and no desk: without a
// menu, whose lines are answered by the desk's screens.
func (c *cli) plainOptions(native *Native, page plainPage) *options.App {
	o := c.windowOptions(native)
	o.Width, o.Height, o.MinWidth, o.MinHeight, o.WindowStartState = 560, 240, 560, 240, options.Normal
	o.OnBeforeClose, o.Menu = nil, nil
	o.OnStartup = native.shown
	o.AssetServer = &assetserver.Options{Handler: page}
	return o
}

// showRefusal shows why the desk cannot open, in a window of its own. When the
// reason is a window already open on the same folder, Wails raises that one and
// this program ends before anything is seen. A backup that the start was given is
// asked about here as well: data that cannot be opened is what it is for.
func (c *cli) showRefusal(reason error, native *Native) error {
	o := c.plainOptions(native, plainPage{Lang: c.lang, Sentence: c.sentence(reason)})
	// This window stands for no desk: a start after it must not raise it instead of one.
	if !errors.Is(reason, club.Refuse(club.CodeDataInUse)) || raised(c.dir) == noWindow {
		o.SingleInstanceLock = nil
	}
	return wails.Run(o)
}

// showRefused is showRefusal of what the program that started this one was refused.
func (c *cli) showRefused(sentence string, native *Native) error {
	o := c.plainOptions(native, plainPage{Lang: c.lang, Sentence: sentence})
	o.SingleInstanceLock = nil
	return wails.Run(o)
}
