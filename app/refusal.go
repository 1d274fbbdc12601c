package main

import (
	"bytes"
	_ "embed"
	"errors"
	"html/template"
	"log/slog"
	"net/http"
	"os"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"

	"paddock/backend/club"
)

//go:embed refusal.html
var refusalHTML string

var refusalPage = template.Must(template.New("refusal").Parse(refusalHTML))

// showRefusal shows why the desk cannot open, in a window of its own. When the
// reason is a window already open on the same folder, Wails raises that one and
// this program ends before anything is seen. A backup among the words of the start
// is asked about here as well: data that cannot be opened is what it is for.
func (c *cli) showRefusal(reason error, words []string) (backup string, err error) {
	var page bytes.Buffer
	if err := refusalPage.Execute(&page, struct{ Lang, Sentence string }{string(c.lang), c.sentence(reason)}); err != nil {
		return "", err
	}
	native := newNative(c.lang, slog.Default())
	o := c.windowOptions(native)
	o.Width, o.Height, o.MinWidth, o.MinHeight, o.WindowStartState = 560, 240, 560, 240, 0
	o.OnBeforeClose = nil
	// This window stands for no desk: a start after it must not raise it instead of one.
	if !errors.Is(reason, club.Refuse(club.CodeDataInUse)) || raised(c.dir) == noWindow {
		o.SingleInstanceLock = nil
	}
	o.AssetServer = &assetserver.Options{Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if _, err := w.Write(page.Bytes()); err != nil {
			slog.Warn("show refusal", "error", err)
		}
	})}
	if folder, err := os.Getwd(); err == nil {
		native.give(words, folder)
	}
	err = wails.Run(o)
	return native.confirmed, err
}
