//go:build !windows

package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// systemPrinters asks CUPS for its printers and the default one, "" where there
// is none.
func systemPrinters(ctx context.Context) (names []string, standard string, err error) {
	said, err := lpstat(ctx, "-e")
	if err != nil {
		return nil, "", err
	}
	names = strings.Fields(said) // a queue's name holds no space
	said, err = lpstat(ctx, "-d")
	if err != nil {
		return names, "", err
	}
	_, standard, _ = strings.Cut(strings.TrimSpace(said), "destination: ")
	return names, standard, nil
}

func lpstat(ctx context.Context, option string) (string, error) { return cups(ctx, "lpstat", option) }

// cups runs CUPS' own command; its words depend on the language, hence LC_ALL.
func cups(ctx context.Context, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	out, err := cmd.Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		return "", fmt.Errorf("%s %s: %w: %s", name, args[0], err, failed.Stderr)
	} else if err != nil {
		return "", fmt.Errorf("%s %s: %w", name, args[0], err)
	}
	return string(out), nil
}

// sendTo returns once CUPS has its own copy of the file, with the number of its job: the
// last part of "request id is Desk-12 (1 file(s))".
func sendTo(ctx context.Context, printer, file string, kind paper) (job string, err error) {
	args := []string{"-d", printer, "-t", "Paddock"}
	if kind == paperA4 {
		args = append(args, "-o", "media=A4")
	}
	said, err := cups(ctx, "lp", append(args, "--", file)...)
	if err != nil {
		return "", err
	}
	words := strings.Fields(said)
	if len(words) < 4 {
		return "", nil // nothing to ask for: it counts as printed
	}
	return words[3][strings.LastIndex(words[3], "-")+1:], nil
}
