//go:build !windows

package main

// joinConsole does nothing here: a program has the terminal it was typed into.
func joinConsole() {}
