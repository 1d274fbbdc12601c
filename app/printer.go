package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"runtime"
	"strings"

	"paddock/backend/club"
)

// paper is the kind of sheet a document is made for.
type paper string

// A4 is a sheet; any other kind leaves the size to the printer, because a roll
// has no standard name.
const paperA4 paper = "a4"

// printFile prints through CUPS when there is a default printer. Where there is
// none it opens the file, and the person prints from there.
func printFile(ctx context.Context, file string, kind paper, log *slog.Logger) error {
	printer, err := defaultPrinter(ctx)
	if err != nil {
		log.Info("no default printer, the paper is shown instead", "why", err)
		return show(file, log)
	}
	args := []string{"-d", printer, "-t", "Paddock"}
	if kind == paperA4 {
		args = append(args, "-o", "media=A4")
	}
	// lp returns once CUPS has its own copy.
	if out, err := exec.CommandContext(ctx, "lp", append(args, "--", file)...).CombinedOutput(); err != nil {
		log.Error("lp refused a paper", "error", err, "said", string(out))
		return club.Refuse(club.CodePrintFailed)
	}
	return nil
}

// defaultPrinter asks CUPS. lpstat answers "system default destination: NAME",
// in words that depend on the language, hence LC_ALL.
func defaultPrinter(ctx context.Context) (string, error) {
	cmd := exec.CommandContext(ctx, "lpstat", "-d")
	cmd.Env = append(os.Environ(), "LC_ALL=C")
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("ask for the default printer: %w", err)
	}
	_, name, found := strings.Cut(strings.TrimSpace(string(out)), "destination: ")
	if !found || name == "" {
		return "", fmt.Errorf("no default printer: %s", strings.TrimSpace(string(out)))
	}
	return name, nil
}

// show opens a file in the program the system has for its kind.
func show(file string, log *slog.Logger) error {
	name, args := "xdg-open", []string{file}
	switch runtime.GOOS {
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", file}
	case "darwin":
		name = "open"
	}
	viewer := exec.Command(name, args...) // outlives the call on purpose: it may be the viewer itself
	if err := viewer.Start(); err != nil {
		log.Error("no program shows papers", "error", err)
		return club.Refuse(club.CodePrintFailed)
	}
	go func() {
		if err := viewer.Wait(); err != nil {
			log.Warn("the program that shows papers failed", "error", err)
		}
	}()
	return nil
}
