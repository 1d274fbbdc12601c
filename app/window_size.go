package main

import (
	"context"
	"log/slog"

	wails_runtime "github.com/wailsapp/wails/v2/pkg/runtime"
)

// The window's size in pixels before anybody changed it, and the least that the
// design holds.
const (
	firstWidth, firstHeight = 1280, 800
	minWidth, minHeight     = 1024, 640
)

// windowSize is what the program remembers of its window. A maximised window
// keeps the size it returns to.
type windowSize struct {
	Width     int  `json:"width"`
	Height    int  `json:"height"`
	Maximised bool `json:"maximised"`
	Placed    bool `json:"placed"` // X and Y were measured
	X         int  `json:"x"`      // on the screen the window was on
	Y         int  `json:"y"`
}

const windowFile = "window.json"

// loadWindowSize reads the remembered size.
func loadWindowSize() windowSize {
	var size windowSize
	if !loadConfig(windowFile, &size) {
		return windowSize{Width: firstWidth, Height: firstHeight}
	}
	size.Width, size.Height = max(size.Width, minWidth), max(size.Height, minHeight)
	return size
}

// place puts the window where it was, unless no screen is large enough for that
// any more: then the system chooses.
func (w windowSize) place(ctx context.Context) {
	screens, err := wails_runtime.ScreenGetAll(ctx)
	if err != nil {
		slog.Warn("the window is not put where it was", "error", err)
		return
	}
	for _, screen := range screens {
		if w.fits(screen.Size.Width, screen.Size.Height) {
			wails_runtime.WindowSetPosition(ctx, w.X, w.Y)
			return
		}
	}
}

// fits reports whether enough of the window to take hold of would be seen on a
// screen of this size. The place is counted from that screen's own corner.
func (w windowSize) fits(width, height int) bool {
	const hold = 100
	return w.Placed && !w.Maximised && w.X > hold-w.Width && w.X < width-hold && w.Y >= 0 && w.Y < height-hold
}

// rememberWindow keeps the size and place the window has as it closes.
func rememberWindow(ctx context.Context, before windowSize) {
	now := before
	now.Maximised = wails_runtime.WindowIsMaximised(ctx)
	if !now.Maximised {
		now.Width, now.Height = wails_runtime.WindowGetSize(ctx)
		now.X, now.Y = wails_runtime.WindowGetPosition(ctx)
		now.Placed = true
	}
	if err := saveConfig(windowFile, now); err != nil {
		slog.Warn("the window's size is not remembered", "error", err)
	}
}
