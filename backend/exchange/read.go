// Package exchange reads and writes the files that other programs make: tables
// as CSV and XLSX.
//
// It knows bytes and never the database or the disk: who calls it hands in a
// file's content. What a file may do to a program that opens it (swell when it
// is unzipped, never end a quotation) is refused here.
package exchange

import (
	"bytes"
	"context"
	"strings"

	"paddock/backend/club"
)

// The largest table that is read.
const (
	MaxBytes    = 32 << 20 // of a file; 50,000 members are 8 MB
	maxRows     = 100_000  // that hold something
	maxColumns  = 1_000
	maxUnzipped = 256 << 20
)

// Sheet is a table as a file holds it, its headings among the rows.
type Sheet struct {
	Format    string // csv or xlsx
	Separator string // of a CSV: ; , | or a tab
	Encoding  string // of a CSV: UTF-8, UTF-16 or Windows-1252
	Rows      []Row  // those that hold something
}

// Row is a row of a table.
type Row struct {
	Line  int // as an editor or a spreadsheet numbers it, from 1
	Cells []string
}

// TooLarge refuses a file of more bytes than are read.
func TooLarge() error {
	return club.Refuse(club.CodeFileTooLarge).With("megabytes", MaxBytes>>20)
}

// Read reads a table. It refuses what is none, and returns the context's error
// when that ends first.
func Read(ctx context.Context, raw []byte) (Sheet, error) {
	switch {
	case len(raw) > MaxBytes:
		return Sheet{}, TooLarge()
	case len(bytes.TrimSpace(raw)) == 0:
		return Sheet{}, club.Refuse(club.CodeFileEmpty)
	case bytes.HasPrefix(raw, []byte("PK\x03\x04")):
		return readXLSX(ctx, raw)
	default:
		return readCSV(ctx, raw)
	}
}

// add keeps a row that holds something.
func (s *Sheet) add(line int, cells []string) error {
	for len(cells) > 0 && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	switch {
	case len(cells) == 0:
		return nil
	case len(cells) > maxColumns:
		return club.Refuse(club.CodeFileTooWide).With("line", line).With("max", maxColumns)
	case len(s.Rows) == maxRows:
		return club.Refuse(club.CodeFileTooLong).With("max", maxRows)
	}
	s.Rows = append(s.Rows, Row{Line: line, Cells: cells})
	return nil
}

// alive tells now and then whether anybody still wants the answer.
func alive(ctx context.Context, n int) error {
	if n%512 == 0 {
		return ctx.Err()
	}
	return nil
}
