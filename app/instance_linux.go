package main

import (
	"strings"

	"github.com/godbus/dbus/v5"
)

// raised asks the session's bus for the name that Wails gives a window's first
// instance. Without a bus nobody knows.
func raised(dir string) answering {
	conn, err := dbus.ConnectSessionBus()
	if err != nil {
		return unknowable
	}
	defer conn.Close()
	name := "org.wails_app_" + strings.NewReplacer("-", "_", ".", "_").Replace(instanceID(dir)) + ".SingleInstance"
	var owned bool
	if err := conn.BusObject().Call("org.freedesktop.DBus.NameHasOwner", 0, name).Store(&owned); err != nil {
		return unknowable
	}
	if owned {
		return someWindow
	}
	return noWindow
}
