package main

import "golang.org/x/sys/windows"

// raised asks Windows for the mutex that Wails makes for a window's first instance.
func raised(dir string) answering {
	name, err := windows.UTF16PtrFromString("wails-app-" + instanceID(dir) + "sim")
	if err != nil {
		return unknowable
	}
	held, err := windows.OpenMutex(windows.SYNCHRONIZE, false, name)
	if err != nil {
		return noWindow
	}
	windows.CloseHandle(held)
	return someWindow
}
