// Package build holds what turns the sources into a program on a desk: scripts,
// the desktop entry, and the icon the window shows.
package build

import _ "embed"

// Icon is the five-bar gate as a PNG, drawn from icon.svg.
//
//go:embed appicon.png
var Icon []byte
