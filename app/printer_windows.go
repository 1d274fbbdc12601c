package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/sys/windows"
	"golang.org/x/sys/windows/registry"
)

// Where Windows keeps a person's printers: a value each, and the default one as
// "name,winspool,port" (Microsoft, GetProfileString).
const (
	printersKey = `Software\Microsoft\Windows NT\CurrentVersion\Devices`
	defaultKey  = `Software\Microsoft\Windows NT\CurrentVersion\Windows`
)

// systemPrinters asks Windows for this person's printers and the default one,
// "" where there is none.
func systemPrinters(context.Context) (names []string, standard string, err error) {
	devices, err := registry.OpenKey(registry.CURRENT_USER, printersKey, registry.QUERY_VALUE)
	if err != nil {
		return nil, "", fmt.Errorf("list printers: %w", err)
	}
	defer devices.Close()
	if names, err = devices.ReadValueNames(0); err != nil {
		return nil, "", fmt.Errorf("list printers: %w", err)
	}
	key, err := registry.OpenKey(registry.CURRENT_USER, defaultKey, registry.QUERY_VALUE)
	if err != nil {
		return names, "", fmt.Errorf("find default printer: %w", err)
	}
	defer key.Close()
	device, _, err := key.GetStringValue("Device")
	if err != nil {
		return names, "", nil // no printer is the default one
	}
	standard, _, _ = strings.Cut(device, ",")
	return names, standard, nil
}

// sendTo lets the program that Windows has for PDFs print the file: the shell's
// verb "printto", which tells nothing of a job. Where that program has none, errNobodyPrints.
func sendTo(_ context.Context, printer, file string, _ paper) (job string, err error) {
	verb, err := windows.UTF16PtrFromString("printto")
	if err != nil {
		return "", err
	}
	what, err := windows.UTF16PtrFromString(file)
	if err != nil {
		return "", err
	}
	where, err := windows.UTF16PtrFromString(`"` + printer + `"`)
	if err != nil {
		return "", err
	}
	err = windows.ShellExecute(0, verb, what, where, nil, windows.SW_HIDE)
	if errors.Is(err, windows.ERROR_NO_ASSOCIATION) { // a browser that shows PDFs has no such verb
		return "", errNobodyPrints
	}
	if err != nil {
		return "", fmt.Errorf("print to %s: %w", printer, err)
	}
	return "", nil
}

// jobTaken has nothing to wait for: sendTo names no job.
func jobTaken(context.Context, string) (bool, error) { return true, nil }
