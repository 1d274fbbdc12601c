package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"

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

// loadWindowSize reads the remembered size. A file that is missing or damaged
// is no reason to bother anybody.
func loadWindowSize() windowSize {
	size := windowSize{Width: firstWidth, Height: firstHeight}
	name, err := configFile(windowFile)
	if err != nil {
		return size
	}
	raw, err := os.ReadFile(name)
	if err != nil || json.Unmarshal(raw, &size) != nil {
		return windowSize{Width: firstWidth, Height: firstHeight}
	}
	size.Width, size.Height = max(size.Width, minWidth), max(size.Height, minHeight)
	return size
}

func (s windowSize) save() error {
	name, err := configFile(windowFile)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
		return err
	}
	raw, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return os.WriteFile(name, append(raw, '\n'), 0o600)
}

// rememberWindow keeps the size the window has as it closes.
func rememberWindow(ctx context.Context, before windowSize) {
	now := before
	now.Maximised = wails_runtime.WindowIsMaximised(ctx)
	if !now.Maximised {
		now.Width, now.Height = wails_runtime.WindowGetSize(ctx)
	}
	if err := now.save(); err != nil {
		slog.Warn("the window's size is not remembered", "error", err)
	}
}
