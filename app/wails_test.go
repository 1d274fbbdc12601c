//go:build production

package main

import (
	"net/http"
	"strings"
	"testing"

	wails_server "github.com/wailsapp/wails/v2/pkg/assetserver"
	"github.com/wailsapp/wails/v2/pkg/options"
	"github.com/wailsapp/wails/v2/pkg/options/assetserver"

	"paddock/backend/api"
	"paddock/backend/club"
)

// stubRuntime stands for the scripts of Wails' internal packages.
type stubRuntime struct{}

func (stubRuntime) DesktopIPC() []byte       { return []byte("// ipc") }
func (stubRuntime) WebsocketIPC() []byte     { return nil }
func (stubRuntime) RuntimeDesktopJS() []byte { return []byte("// runtime") }

// inWindow is the desk behind Wails' asset server, as wails.Run puts it.
func inWindow(t *testing.T, desk http.Handler) http.Handler {
	t.Helper()
	assets, err := windowAssets(desk, builtScreens, quiet)
	if err != nil {
		t.Fatal(err)
	}
	return behindWails(t, assets)
}

func behindWails(t *testing.T, assets *assetserver.Options) http.Handler {
	t.Helper()
	server, err := wails_server.NewAssetServerMainPage("", &options.App{AssetServer: assets}, false, nil, stubRuntime{})
	if err != nil {
		t.Fatal(err)
	}
	return server
}

func TestTrap3A404OfOursWouldComeOutAsWailsOwnPage(t *testing.T) {
	// The control of exact: it must not answer 404.
	notFound := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		api.WriteProblem(w, quiet, club.Refuse(club.CodeNotFound))
	})
	bare := &assetserver.Options{Assets: builtScreens, Middleware: func(http.Handler) http.Handler { return notFound }}
	r, body := call(t, behindWails(t, bare), "GET", "/api/desk/", nil)
	if r.StatusCode != http.StatusOK || !strings.Contains(body, "<html") {
		t.Errorf("%d %q: Wails no longer does this, exact may go", r.StatusCode, body)
	}
}

func TestTrap8EveryPageHasTheWindowsRuntimeOnceAfterItsBridge(t *testing.T) {
	window := inWindow(t, echo)
	for _, target := range []string{"/", "/index.html", "/invoices/2026-0001", "/invoices/"} {
		_, body := call(t, window, "GET", target, nil)
		if n := strings.Count(body, `src="/wails/runtime.js"`); n != 1 {
			t.Errorf("%s: the runtime is there %d times: %q", target, n, body)
		}
		if strings.Index(body, "ipc.js") > strings.Index(body, "runtime.js") {
			t.Errorf("%s: the runtime comes before its bridge", target)
		}
	}
}
