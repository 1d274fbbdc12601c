// Package windowtest opens the built program in a real window and drives it as
// a person does: clicks, keys, what stands on the screen, a picture of it.
//
// It knows the program only from outside (build/bin/paddock) and runs with the
// tag "program", which `make test` sets; plain `go test ./...` needs no screen,
// no WebKit and no built program. How fast the window opens and what it holds is
// asked with the tag "bench" beside, in `make bench`.
package windowtest
