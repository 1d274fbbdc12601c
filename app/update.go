package main

import (
	"context"
	"errors"
	"time"

	"github.com/wailsapp/wails/v2"

	"paddock/backend/desk"
	"paddock/backend/locale"
	"paddock/backend/sqlite"
)

// workPatience is how long work on the data goes on before a window says what is under
// way; in a small club it is done by then.
const workPatience = time.Second

// notice is what a window says while something is done before there is a desk.
type notice struct {
	lang     locale.Lang
	sentence string
}

// behind waits for work on the data, and shows a window that tells of it where it goes on
// for longer than workPatience once it has begun. Closing that window calls stop. After a
// window the program starts anew to show another: a window toolkit runs once in a process.
func (c *cli) behind(native *Native, begun <-chan notice, done <-chan struct{}, stop func()) (shown, closed bool, err error) {
	var told notice
	select {
	case <-done:
		return false, false, nil
	case told = <-begun:
	}
	select {
	case <-done:
		return false, false, nil
	case <-time.After(workPatience):
	}
	native.lang, native.waiting = told.lang, true
	o := c.plainOptions(native, plainPage{Lang: told.lang, Sentence: told.sentence, Busy: true})
	o.OnDomReady = func(context.Context) {
		go func() {
			<-done
			native.quit()
		}()
	}
	err = wails.Run(o)
	select {
	case <-done:
	default:
		closed = true
		stop()
		<-done
	}
	return true, closed, err
}

// openSaying opens the data folder as openFirst does. Where data of an older version are
// brought up to date for long, a window tells so, and there is no desk: the program starts
// anew, to show it or to say why not. Closed before, the window stops the update, which the
// next start takes up.
func (c *cli) openSaying(ctx context.Context, o desk.Options, native *Native) (d *desk.Desk, told bool, err error) {
	if _, err := c.folder(); err != nil {
		return nil, false, err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	begun, done, opener := make(chan notice, 1), make(chan struct{}), *c
	o.Updating = func(lang locale.Lang) {
		if !lang.Valid() {
			lang = opener.lang
		}
		begun <- notice{lang, locale.Text(lang, "window.updating", locale.Params{"folder": sqlite.UpdateFolder})}
	}
	go func() {
		defer close(done)
		d, err = opener.openFirst(ctx, o)
	}()
	shown, closed, failed := c.behind(native, begun, done, stop)
	c.lang = opener.lang
	switch {
	case !shown:
		return d, false, err
	case err == nil:
		native.again = !closed
		return nil, true, errors.Join(failed, d.Close())
	case closed:
		native.log.Info("an update was stopped", "why", err)
		return nil, true, failed
	}
	native.again, native.refused = true, c.sentence(err)
	return nil, true, errors.Join(err, failed)
}

// restoreSaying puts a backup that somebody confirmed in a window before in the place of the
// data, behind a window that tells of it where that takes long, and returns what is to be
// said of it. It is not stopped half way: who closes the window closes the program after it.
func (c *cli) restoreSaying(ctx context.Context, backup string, native *Native) (said string, shown bool, err error) {
	begun, done := make(chan notice, 1), make(chan struct{})
	c.askLanguage(ctx, desk.Options{Dir: c.dir})
	begun <- notice{c.lang, locale.Text(c.lang, "window.restoring", nil)}
	restorer := *c
	go func() {
		defer close(done)
		kept, failed := restorer.restore(ctx, backup)
		said = restorer.restored(backup, kept, failed)
		if err = failed; err != nil {
			native.log.Error("restore", "error", err)
		}
	}()
	shown, closed, failed := c.behind(native, begun, done, func() {})
	c.lang = restorer.lang
	native.again = shown && !closed
	return said, shown, failed
}
