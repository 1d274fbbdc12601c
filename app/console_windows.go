package main

import (
	"os"

	"golang.org/x/sys/windows"
)

// joinConsole gives the verbs somewhere to speak. The program is built for
// windows, so Windows gives it no console of its own; the one it was typed into
// is borrowed. What the caller redirected stays redirected.
func joinConsole() {
	const parent = ^uint32(0) // ATTACH_PARENT_PROCESS
	attach := windows.NewLazySystemDLL("kernel32.dll").NewProc("AttachConsole")
	if joined, _, _ := attach.Call(uintptr(parent)); joined == 0 {
		return // started from a menu: nobody reads
	}
	for handle, stream := range map[uint32]**os.File{
		windows.STD_OUTPUT_HANDLE: &os.Stdout,
		windows.STD_ERROR_HANDLE:  &os.Stderr,
	} {
		if h, err := windows.GetStdHandle(handle); err == nil && h != 0 && h != windows.InvalidHandle {
			continue
		}
		if console, err := os.OpenFile("CONOUT$", os.O_RDWR, 0); err == nil {
			*stream = console
		}
	}
}
