package main

import (
	_ "embed"
	"errors"
	"html/template"
	"log/slog"
	"net/http"
	"sync"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"

	"paddock/backend/club"
	"paddock/backend/locale"
)

//go:embed plain.html
var plainHTML string

var plainTemplate = template.Must(template.New("plain").Parse(plainHTML))

// plainPage is what a window without a desk shows: one sentence.
type plainPage struct {
	lang locale.Lang

	lock     sync.Mutex
	sentence string
	busy     bool // work goes on meanwhile
}

func newPlainPage(lang locale.Lang) *plainPage { return &plainPage{lang: lang} }

// say puts another sentence on the page, as it is read next, and reports whether it is
// another.
func (p *plainPage) say(sentence string, busy bool) bool {
	p.lock.Lock()
	defer p.lock.Unlock()
	other := sentence != p.sentence
	p.sentence, p.busy = sentence, busy
	return other
}

func (p *plainPage) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	p.lock.Lock()
	defer p.lock.Unlock()
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	err := plainTemplate.Execute(w, struct {
		Lang, Sentence string
		Busy           bool
	}{string(p.lang), p.sentence, p.busy})
	if err != nil {
		slog.Warn("show a sentence", "what", p.sentence, "error", err)
	}
}

// plainOptions is the frame of a small window that shows a page and no desk: without a
// menu, whose lines are answered by the desk's screens.
func (c *cli) plainOptions(native *Native, page *plainPage) *options.App {
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
	page := newPlainPage(c.lang)
	page.say(c.sentence(reason), false)
	o := c.plainOptions(native, page)
	// This window stands for no desk: a start after it must not raise it instead of one.
	if !errors.Is(reason, club.Refuse(club.CodeDataInUse)) || raised(c.dir) == noWindow {
		o.SingleInstanceLock = nil
	}
	return wails.Run(o)
}
