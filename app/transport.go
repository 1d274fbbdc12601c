package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"log/slog"
	"mime"
	"net/http"
	"path"
	"runtime/debug"
	"strings"
	"time"

	"paddock/backend/api"
	"paddock/backend/club"
)

// The window and serve put the same handlers behind the same middleware, so
// that what holds in a browser holds in the window. ARCHITECTURE names the
// eight traps of this transport; transport_test.go proves each.

func init() {
	// The system's table may say text/plain for these (Windows' registry does),
	// and a browser then refuses to run a module.
	for ext, kind := range map[string]string{
		".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
		".css": "text/css; charset=utf-8", ".svg": "image/svg+xml", ".woff2": "font/woff2",
	} {
		if err := mime.AddExtensionType(ext, kind); err != nil {
			panic(err) // constants: wrong in every run or in none
		}
	}
}

// recovered answers a panic as a fault. In the window nothing else would catch
// it: the whole program would end (trap 4).
func recovered(log *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if v := recover(); v != nil {
				api.WriteProblem(w, log, fmt.Errorf("panic at %s %s: %v\n%s", r.Method, r.URL.Path, v, debug.Stack()))
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// route sends /api to the desk and everything else to the screens.
func route(desk, screens http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/api" || strings.HasPrefix(r.URL.Path, "/api/") {
			desk.ServeHTTP(w, r)
			return
		}
		screens.ServeHTTP(w, r)
	})
}

// exact refuses an address that ends in a slash. Wails replaces a 404 there by
// its own page with status 200 (trap 3), so the answer is a 400.
func exact(log *slog.Logger, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/") {
			api.WriteProblem(w, log, club.Refuse(club.CodeMalformed))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// contentPolicy lets a screen load what is in the program and nothing else.
// Styles may be inline because components set positions so; blob: and data:
// are previews and print sheets made on the spot.
const contentPolicy = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; " +
	"img-src 'self' data: blob:; font-src 'self' data:; worker-src 'self' blob:; frame-src 'self' blob:; " +
	"object-src 'none'; base-uri 'self'; form-action 'none'; frame-ancestors 'none'"

// screens serves the built frontend: a file that exists through next, and
// index.html for every other address, so that a reload deep inside works (trap
// 8). There the page's relative links must start at the root, and headTags are
// put into its head: the window needs its runtime, which Wails adds by itself
// only to "/".
func screens(files fs.FS, headTags string, next http.Handler) (http.Handler, error) {
	index, err := fs.ReadFile(files, "index.html")
	if err != nil {
		return nil, fmt.Errorf("the screens are not in this program, build it with make build: %w", err)
	}
	deep := bytes.Replace(index, []byte("<head>"), []byte(`<head><base href="/">`+headTags), 1)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("Content-Security-Policy", contentPolicy)
		name := strings.TrimPrefix(path.Clean("/"+r.URL.Path), "/")
		bundled := strings.HasPrefix(name, "assets/") // Vite puts the content's hash into these names
		switch {
		case isFile(files, name) && name != "index.html":
			if bundled {
				h.Set("Cache-Control", "public, max-age=31536000, immutable")
			}
			next.ServeHTTP(w, r)
		case bundled:
			http.NotFound(w, r)
		case r.Method != http.MethodGet && r.Method != http.MethodHead:
			h.Set("Allow", "GET, HEAD")
			http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		default:
			page := deep
			if name == "" || name == "index.html" || strings.HasSuffix(r.URL.Path, "/") {
				page = index
			}
			h.Set("Content-Type", "text/html; charset=utf-8")
			h.Set("Cache-Control", "no-cache")
			http.ServeContent(w, r, "index.html", time.Time{}, bytes.NewReader(page))
		}
	}), nil
}

func isFile(files fs.FS, name string) bool {
	info, err := fs.Stat(files, name)
	return err == nil && info.Mode().IsRegular()
}
