package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os/exec"
	"runtime"
	"slices"

	"paddock/backend/club"
)

// paper is the kind of sheet a document is made for.
type paper string

// The two papers a desk prints on. The roll has no standard name, so that its
// size is left to the printer.
const (
	paperA4   paper = "a4"
	paperRoll paper = "receipt"
)

// Printers is what this computer can print on, and what was chosen for each
// paper: once, and on this computer alone, because the next one has others.
type Printers struct {
	Names []string `json:"names"`
	// Chosen is the printer of each paper; a paper that is not there goes to the
	// system's default printer.
	Chosen map[paper]string `json:"chosen"`
}

const printersFile = "printers.json"

// chosenPrinters reads the choice. A file that is missing or damaged leaves the
// system's default printer, and is no reason to bother anybody.
func chosenPrinters() map[paper]string {
	chosen := map[paper]string{}
	if !loadConfig(printersFile, &chosen) {
		return map[paper]string{}
	}
	return chosen
}

// choosePrinter keeps which printer a paper goes to; "" is the default one.
func choosePrinter(kind paper, printer string) error {
	if kind != paperA4 && kind != paperRoll {
		return fmt.Errorf("choose printer: no paper is called %q", kind)
	}
	chosen := chosenPrinters()
	if printer == "" {
		delete(chosen, kind)
	} else {
		chosen[kind] = printer
	}
	return saveConfig(printersFile, chosen)
}

// errNobodyPrints is a system whose program for papers shows them and has no way to print
// them unseen: the person prints from there.
var errNobodyPrints = errors.New("no program prints papers")

// printFile hands a file to the printer chosen for its paper, else to the
// default one. Where there is none the program that shows PDFs opens it, and
// the person prints from there. A chosen printer that is gone is a refusal: the
// paper must not come out somewhere else. It returns the job that the system made of it,
// "" where nothing tells what becomes of one.
func printFile(ctx context.Context, file string, kind paper, log *slog.Logger) (job string, err error) {
	names, standard, err := systemPrinters(ctx)
	if err != nil {
		log.Warn("the system does not tell its printers", "error", err)
	}
	printer := standard
	if chosen := chosenPrinters()[kind]; chosen != "" {
		if !slices.Contains(names, chosen) {
			return "", club.Refuse(club.CodePrinterGone).With("printer", chosen)
		}
		printer = chosen
	}
	if printer == "" {
		return "", show(file, log)
	}
	job, err = sendTo(ctx, printer, file, kind)
	if errors.Is(err, errNobodyPrints) {
		return "", show(file, log)
	}
	if err != nil {
		log.Error("the printer refused a paper", "printer", printer, "error", err)
		return "", club.Refuse(club.CodePrintFailed)
	}
	return job, nil
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
