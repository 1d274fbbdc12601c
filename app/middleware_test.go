//go:build !production

package main

import (
	"net/http"
	"testing"
)

// inWindow is the desk behind the middleware alone: Wails' asset server needs
// the headers of GTK, and plain go test must not.
func inWindow(t *testing.T, desk http.Handler) http.Handler {
	t.Helper()
	assets, err := windowAssets(desk, builtScreens, quiet)
	if err != nil {
		t.Fatal(err)
	}
	return assets.Middleware(http.FileServerFS(builtScreens))
}
