package sqlite

import (
	"slices"
	"syscall"
)

// onNetwork reports whether a folder lies on a network disk, where SQLite's
// locks are not dependable (sqlite.org/howtocorrupt, section 2). The figures are
// the kernel's: NFS, SMB, SMB2, CIFS, AFS.
func onNetwork(dir string) bool {
	var stat syscall.Statfs_t
	if err := syscall.Statfs(dir, &stat); err != nil {
		return false
	}
	return slices.Contains([]int64{0x6969, 0x517B, 0xFE534D42, 0xFF534D42, 0x5346414F}, int64(stat.Type)&0xFFFFFFFF)
}
