package main

import (
	"context"
	"errors"
	"time"

	"github.com/wailsapp/wails/v2"
	wails_runtime "github.com/wailsapp/wails/v2/pkg/runtime"

	"paddock/backend/desk"
	"paddock/backend/locale"
	"paddock/backend/sqlite"
)

// updatePatience is how long an update of the data goes on before a window says what
// is under way; a small club's is done by then.
const updatePatience = time.Second

// opening is what came of opening the data folder.
type opening struct {
	desk *desk.Desk
	lang locale.Lang
	err  error
}

// openSaying opens the data folder as openFirst does. Where that takes long because the
// data are of an older version, a window tells so meanwhile, and there is no desk: the
// program starts anew once they are up to date, for a window toolkit runs once in a process.
func (c *cli) openSaying(ctx context.Context, o desk.Options, native *Native) (d *desk.Desk, told bool, err error) {
	dir, err := c.folder()
	if err != nil {
		return nil, false, err
	}
	older, lang := desk.Older(ctx, dir)
	if !older {
		d, err = c.openFirst(ctx, o)
		return d, false, err
	}
	if lang.Valid() {
		c.lang = lang
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	done, opener := make(chan opening, 1), *c
	go func() {
		d, err := opener.openFirst(ctx, o)
		done <- opening{d, opener.lang, err}
	}()
	select {
	case made := <-done:
		c.lang = made.lang
		return made.desk, false, made.err
	case <-time.After(updatePatience):
		return nil, true, c.showUpdate(done, stop, native)
	}
}

// showUpdate shows that the data are brought up to date until they are. Closed before, it
// stops there, and the next start goes on with it. A refusal takes the sentence's place,
// and the backup that the start was given is asked about then.
func (c *cli) showUpdate(done <-chan opening, stop func(), native *Native) error {
	page := newPlainPage(c.lang)
	page.say(locale.Text(c.lang, "window.updating", locale.Params{"folder": sqlite.UpdateFolder}), true)
	native.lang = c.lang
	native.wait(true)
	var made opening
	known := make(chan struct{})
	go func() {
		made = <-done
		close(known)
	}()
	o := c.plainOptions(native, page)
	o.OnDomReady = func(context.Context) {
		go func() {
			<-known
			switch {
			case made.err == nil:
				native.quit()
			case page.say(c.sentence(made.err), false):
				native.wait(false)
				wails_runtime.WindowReload(native.ctx)
			default:
				native.ready()
			}
		}()
	}
	err := wails.Run(o)
	select {
	case <-known:
		native.again = made.err == nil
	default: // somebody closed it
		stop()
		<-known
		if made.err != nil {
			return err
		}
	}
	if made.err != nil {
		return errors.Join(made.err, err)
	}
	return errors.Join(err, made.desk.Close())
}
