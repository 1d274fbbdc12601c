// Package frontend holds the built screens, embedded in the program.
package frontend

import "embed"

// Dist is the output of `npm run build`, under dist/. A fresh clone has an
// empty one (dist/.gitkeep), so that Go compiles before the first build.
//
//go:embed all:dist
var Dist embed.FS
