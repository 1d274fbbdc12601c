//go:build !linux

package sqlite

import "strings"

// onNetwork reports whether a folder is named as a network share.
func onNetwork(dir string) bool { return strings.HasPrefix(dir, `\\`) }
