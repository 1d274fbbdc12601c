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

// rememberWindow keeps the size the window has as it closes.
func rememberWindow(ctx context.Context, before windowSize) {
	now := before
	now.Maximised = wails_runtime.WindowIsMaximised(ctx)
	if !now.Maximised {
		now.Width, now.Height = wails_runtime.WindowGetSize(ctx)
	}
	if err := saveConfig(windowFile, now); err != nil {
		slog.Warn("the window's size is not remembered", "error", err)
	}
}
