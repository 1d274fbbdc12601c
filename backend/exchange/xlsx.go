package exchange

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/xuri/excelize/v2"

	"paddock/backend/club"
)

const (
	maxParts = 2_000    // files an XLSX may hold; a real one holds a dozen
	maxWhole = 32 << 20 // bytes of a part that is held in memory whole; texts of 50,000 members are some 10 MB
)

// heldWhole are the parts that are decoded at once, where each byte of the file
// becomes many in memory; sheets are read a row at a time.
var heldWhole = map[string]bool{"xl/sharedstrings.xml": true, "xl/styles.xml": true}

// readXLSX reads the first sheet that holds something. A formula counts as the
// value it had when the file was saved.
func readXLSX(ctx context.Context, raw []byte) (s Sheet, err error) {
	if err := bounded(raw); err != nil {
		return Sheet{}, err
	}
	// excelize trusts the XML it reads; a file made to break it must not end the
	// program.
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("read xlsx: %v: %w", v, club.Refuse(club.CodeFileDamaged))
		}
	}()
	// The second limit is where excelize begins to use temporary files: a member
	// list is never written to a disk on the way.
	file, err := excelize.OpenReader(bytes.NewReader(raw), excelize.Options{UnzipSizeLimit: maxUnzipped, UnzipXMLSizeLimit: maxUnzipped})
	if err != nil {
		return Sheet{}, club.Refuse(club.CodeFileDamaged)
	}
	defer func() {
		if closing := file.Close(); err == nil && closing != nil {
			err = fmt.Errorf("close xlsx: %w", closing)
		}
	}()
	if err := isoDates(file); err != nil {
		return Sheet{}, err
	}
	for _, name := range file.GetSheetList() {
		s, err = readSheet(ctx, file, name)
		if err != nil || len(s.Rows) > 0 {
			return s, err
		}
	}
	return s, club.Refuse(club.CodeFileEmpty)
}

// bounded refuses an archive that says it swells beyond measure. Go's reader
// fails where an entry holds more than it says.
func bounded(raw []byte) error {
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return club.Refuse(club.CodeFileDamaged)
	}
	var total uint64
	for _, part := range archive.File {
		total += min(part.UncompressedSize64, maxUnzipped+1)
		if heldWhole[strings.ToLower(part.Name)] && part.UncompressedSize64 > maxWhole {
			return club.Refuse(club.CodeFileUnzipped).With("megabytes", maxWhole>>20)
		}
	}
	if total > maxUnzipped || len(archive.File) > maxParts {
		return club.Refuse(club.CodeFileUnzipped).With("megabytes", maxUnzipped>>20)
	}
	return nil
}

func readSheet(ctx context.Context, file *excelize.File, name string) (Sheet, error) {
	s := Sheet{Format: "xlsx"}
	rows, err := file.Rows(name)
	if err != nil {
		var noSheet excelize.ErrSheetNotExist
		if errors.As(err, &noSheet) { // a sheet of charts
			return s, nil
		}
		return s, club.Refuse(club.CodeFileDamaged)
	}
	defer rows.Close()
	for line := 1; rows.Next(); line++ {
		if err := alive(ctx, line); err != nil {
			return s, err
		}
		cells, err := rows.Columns()
		if err != nil {
			return s, club.Refuse(club.CodeFileDamaged)
		}
		if err := s.add(line, cells); err != nil {
			return s, err
		}
	}
	if rows.Error() != nil {
		return s, club.Refuse(club.CodeFileDamaged)
	}
	return s, nil
}

// isoDates makes every cell that is formatted as a date read as 2014-05-02.
// How a spreadsheet shows dates depends on the computer it was written on, and
// 05-02-14 would be misread.
func isoDates(file *excelize.File) error {
	if file.Styles == nil || file.Styles.CellXfs == nil { // a workbook needs none (ECMA-376, 18.8), and has no dates then
		return nil
	}
	format := "yyyy-mm-dd"
	iso, err := file.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err != nil {
		return fmt.Errorf("date format: %w", err)
	}
	codes := map[int]string{}
	if file.Styles.NumFmts != nil {
		for _, f := range file.Styles.NumFmts.NumFmt {
			codes[f.NumFmtID] = f.FormatCode
		}
	}
	styles := file.Styles.CellXfs.Xf
	for i := range styles {
		if id := styles[i].NumFmtID; id != nil && isDate(*id, codes[*id]) {
			styles[i].NumFmtID = styles[iso].NumFmtID
		}
	}
	return nil
}

// unshown are the parts of a number format that are text, colours and
// conditions.
var unshown = regexp.MustCompile(`"[^"]*"|\[[^\]]*\]|\\.|_.|\*.`)

// isDate tells the number formats that show days: the built-in ones (ECMA-376,
// 18.8.30), and those of a program's own with a year or a day in them.
func isDate(id int, code string) bool {
	if code == "" {
		return id >= 14 && id <= 17 || id == 22 || id >= 27 && id <= 36 || id >= 50 && id <= 58
	}
	return strings.ContainsAny(strings.ToLower(unshown.ReplaceAllString(code, "")), "yd")
}
