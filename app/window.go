package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"github.com/wailsapp/wails/v2"
	"github.com/wailsapp/wails/v2/pkg/logger"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"
	"github.com/wailsapp/wails/v2/pkg/options/linux"

	"paddock/backend/api"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/build"
)

// programName is what the window manager and WebKit know the program by; the
// desktop entry's StartupWMClass is the same word.
const programName = "paddock"

// runtimeTags bring in what Wails puts into "/" by itself, in its order; native
// calls need them on every page.
const runtimeTags = `<script src="/wails/ipc.js"></script><script src="/wails/runtime.js"></script>`

// window opens the data folder and shows the desk until the window is closed, and then
// does what was asked for there: a restore, or a start anew. A refusal (another program
// has the folder, say) is shown in a window too: a program started from a menu has no
// terminal to tell it in.
func (c *cli) window(ctx context.Context, words ...string) error {
	if !hasDisplay() {
		return club.Refuse(club.CodeNoDisplay)
	}
	log := slog.Default()
	if file, err := openLog(); err != nil {
		log.Warn("faults are told on the terminal only", "error", err)
	} else {
		defer file.Close()
		log = slog.New(slog.NewTextHandler(io.MultiWriter(c.errs, file), nil))
	}
	native := newNative(c.lang, log)
	defer native.close()
	if folder, err := os.Getwd(); err == nil {
		native.give(words, folder)
	}
	err := c.show(ctx, native)
	switch {
	case native.confirmed != "":
		return errors.Join(err, c.startAgain(nil, restoreEnv+"="+native.confirmed, restoredByEnv+"="+native.by))
	case native.refused != "":
		return errors.Join(err, c.startAgain(native.words(), refusedEnv+"="+native.refused))
	case native.again:
		return errors.Join(err, c.startAgain(native.words(), saidEnv+"="+native.said))
	}
	return err
}

// show is window until it is closed. A refusal that a confirmed backup is the answer to
// is none any more.
func (c *cli) show(ctx context.Context, native *Native) (err error) {
	if refused := taken(refusedEnv); refused != "" {
		return c.showRefused(refused, native)
	}
	said := taken(saidEnv)
	if backup := taken(restoreEnv); backup != "" {
		var shown bool
		c.asked = taken(restoredByEnv)
		if said, shown, err = c.restoreSaying(ctx, backup, native); shown || err != nil {
			native.said = said
			return err
		}
	}
	d, told, err := c.openSaying(ctx, desk.Options{Log: native.log, As: c.as, Said: said, Restore: native.restore}, native)
	native.lang = c.lang // of the data
	if told {
		native.said = said
		return err
	}
	if err != nil {
		native.said = said
		failed := c.showRefusal(err, native)
		if native.confirmed != "" {
			return failed
		}
		return errors.Join(err, failed)
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	d.KeepTime(time.Tick(time.Minute))
	d.KeepChecking(time.Tick(checkTick))
	d.KeepLinks(time.Tick(linkTick))
	d.KeepSending(time.Tick(mailEvery))
	d.WatchMail(time.Tick(settingsSeen))
	assets, err := windowAssets(native.closing(api.Desk(d, programVersion())), c.screens, native.log)
	if err != nil {
		return err
	}
	native.screens = true
	o := c.windowOptions(native)
	o.AssetServer = assets
	o.Bind = []any{native}
	o.ErrorFormatter = native.problem
	return wails.Run(o)
}

// hasDisplay tells whether there is a screen to open a window on.
func hasDisplay() bool {
	return runtime.GOOS != "linux" || os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != ""
}

// windowAssets mounts the API as Middleware: under a development server Wails
// never reaches a Handler (trap 1), and Middleware also sees what is not GET.
func windowAssets(desk http.Handler, files fs.FS, log *slog.Logger) (*assetserver.Options, error) {
	if _, err := screens(files, runtimeTags, nil); err != nil {
		return nil, err
	}
	return &assetserver.Options{
		Assets: files,
		Middleware: func(next http.Handler) http.Handler {
			pages, err := screens(files, runtimeTags, next)
			if err != nil {
				panic(err) // the same call succeeded above
			}
			return recovered(log, route(exact(log, desk), pages))
		},
	}, nil
}

// windowOptions is the frame of every window of the program.
func (c *cli) windowOptions(native *Native) *options.App {
	size := loadWindowSize()
	state := options.Normal
	if size.Maximised {
		state = options.Maximised
	}
	return &options.App{
		Title:              "Paddock",
		Width:              size.Width,
		Height:             size.Height,
		MinWidth:           minWidth,
		MinHeight:          minHeight,
		WindowStartState:   state,
		BackgroundColour:   options.NewRGB(0xEF, 0xF3, 0xF2), // --fog-50: no white flash before the first paint
		LogLevelProduction: logger.ERROR,
		Menu:               c.menu(native),
		// The fields' own menu: copy, paste, spelling. The screens refuse it elsewhere.
		EnableDefaultContextMenu: true,
		OnStartup: func(ctx context.Context) {
			native.shown(ctx)
			size.place(ctx)
		},
		OnDomReady: func(context.Context) { go native.ready() },
		OnBeforeClose: func(ctx context.Context) bool {
			rememberWindow(ctx, size)
			return false
		},
		DragAndDrop: &options.DragAndDrop{EnableFileDrop: true},
		SingleInstanceLock: &options.SingleInstanceLock{
			UniqueId: instanceID(c.dir),
			OnSecondInstanceLaunch: func(start options.SecondInstanceData) {
				native.second(start.Args, start.WorkingDirectory)
			},
		},
		Linux: &linux.Options{
			Icon:        build.Icon,
			ProgramName: programName,
			// With a graphics driver that half works, WebKit shows an empty window;
			// tables and forms need no acceleration.
			WebviewGpuPolicy: linux.WebviewGpuPolicyNever,
		},
	}
}

// folderID tells windows on different data folders apart, so that a second
// start raises the window of the same club and no other.
func folderID(dir string) string {
	if full, err := filepath.Abs(dir); err == nil {
		dir = full
	}
	sum := sha256.Sum256([]byte(dir))
	return hex.EncodeToString(sum[:8])
}
