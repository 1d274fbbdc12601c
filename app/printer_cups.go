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

// lpstat runs CUPS' own command; its words depend on the language, hence LC_ALL.
func lpstat(ctx context.Context, option string) (string, error) {
	cmd := exec.CommandContext(ctx, "lpstat", option)
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	out, err := cmd.Output()
	var failed *exec.ExitError
	if errors.As(err, &failed) {
		return "", fmt.Errorf("lpstat %s: %w: %s", option, err, failed.Stderr)
	} else if err != nil {
		return "", fmt.Errorf("lpstat %s: %w", option, err)
	}
	return string(out), nil
}

// sendTo returns once CUPS has its own copy of the file.
func sendTo(ctx context.Context, printer, file string, kind paper) error {
	args := []string{"-d", printer, "-t", "Paddock"}
	if kind == paperA4 {
		args = append(args, "-o", "media=A4")
	}
	if out, err := exec.CommandContext(ctx, "lp", append(args, "--", file)...).CombinedOutput(); err != nil {
		return fmt.Errorf("lp: %w: %s", err, out)
	}
	return nil
}
