package exchange

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"paddock/backend/club"
)

func readCSV(ctx context.Context, raw []byte) (Sheet, error) {
	text, encoding, err := decode(raw)
	if err != nil {
		return Sheet{}, err
	}
	text, separator, skipped := separatorOf(text)
	s := Sheet{Format: "csv", Separator: string(separator), Encoding: encoding}
	records := newRecords(text, separator)
	for n := 0; ; n++ {
		if err := alive(ctx, n); err != nil {
			return s, err
		}
		line, cells, err := records.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return s, err
		}
		for i := range cells {
			cells[i] = undefused(cells[i])
		}
		if err := s.add(line+skipped, cells); err != nil {
			return s, err
		}
	}
	if len(s.Rows) == 0 {
		return s, club.Refuse(club.CodeFileEmpty)
	}
	return s, nil
}

// decode makes UTF-8 of a text: what says it is UTF-16 is, what is valid UTF-8
// is that, and the rest is what Windows writes in Western Europe. A text holds
// no NUL, and its lines end with a line feed.
func decode(raw []byte) (text []byte, encoding string, err error) {
	switch {
	case bytes.HasPrefix(raw, []byte{0xFF, 0xFE}), bytes.HasPrefix(raw, []byte{0xFE, 0xFF}):
		encoding = "UTF-16"
		text, err = unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM).NewDecoder().Bytes(raw)
	case utf8.Valid(raw):
		encoding, text = "UTF-8", bytes.TrimPrefix(raw, []byte("\ufeff"))
	default:
		encoding = "Windows-1252"
		text, err = charmap.Windows1252.NewDecoder().Bytes(raw)
	}
	if err != nil || bytes.IndexByte(text, 0) >= 0 {
		return nil, "", club.Refuse(club.CodeFileKind)
	}
	if bytes.IndexByte(text, '\n') < 0 { // as old Macs end a line
		text = bytes.ReplaceAll(text, []byte{'\r'}, []byte{'\n'})
	}
	return text, encoding, nil
}

// separators in the order they are believed when two fit equally well.
var separators = []rune{';', '\t', ',', '|'}

// sniffed is how much of a file decides its separator.
const sniffed = 64 << 10

// separatorOf finds what stands between the cells: what the file says in a first
// line sep=; as Excel writes it (which is then skipped), or what cuts most of
// the first lines into the same number of cells.
func separatorOf(text []byte) (rest []byte, separator rune, skipped int) {
	first, after, _ := bytes.Cut(text, []byte("\n"))
	if mark, says := strings.CutPrefix(strings.ToLower(strings.TrimRight(string(first), "\r")), "sep="); says && utf8.RuneCountInString(mark) == 1 {
		r, _ := utf8.DecodeRuneInString(mark)
		if strings.ContainsRune(string(separators), r) {
			return after, r, 1
		}
	}
	head := text
	if len(head) > sniffed {
		head = head[:bytes.LastIndexByte(head[:sniffed], '\n')+1]
	}
	best, most := separators[0], 0
	for _, candidate := range separators {
		if n := evenly(head, candidate); n > most {
			best, most = candidate, n
		}
	}
	return text, best, 0
}

// evenly counts the records that are cut into the commonest number of cells, 0
// when that is one cell.
func evenly(head []byte, separator rune) int {
	counts := map[int]int{}
	records := newRecords(head, separator)
	for range 200 {
		_, cells, err := records.next()
		if err != nil {
			break
		}
		counts[len(cells)]++
	}
	most := 0
	for cells, n := range counts {
		if cells > 1 {
			most = max(most, n)
		}
	}
	return most
}

// records reads a CSV record by record, forgiving quotation marks inside a cell.
type records struct {
	text   []byte
	reader *csv.Reader
}

func newRecords(text []byte, separator rune) *records {
	reader := csv.NewReader(bytes.NewReader(text))
	reader.Comma, reader.FieldsPerRecord, reader.LazyQuotes = separator, -1, true
	return &records{text, reader}
}

// next returns a record and the line it begins on. A record over several lines
// whose quotation marks do not pair as RFC 4180 has them was opened and never
// closed where it should: it would swallow the members after it.
func (r *records) next() (line int, cells []string, err error) {
	from := r.reader.InputOffset()
	cells, err = r.reader.Read()
	if err != nil {
		if !errors.Is(err, io.EOF) {
			err = club.Refuse(club.CodeFileKind)
		}
		return 0, nil, err
	}
	line, _ = r.reader.FieldPos(0)
	record := bytes.Trim(r.text[from:r.reader.InputOffset()], "\r\n")
	if bytes.IndexByte(record, '\n') >= 0 && !r.quoted(record) {
		return 0, nil, club.Refuse(club.CodeFileQuote).With("line", line)
	}
	return line, cells, nil
}

// quoted reports whether a record reads alike without forgiving anything.
func (r *records) quoted(record []byte) bool {
	strict := csv.NewReader(bytes.NewReader(record))
	strict.Comma, strict.FieldsPerRecord = r.reader.Comma, -1
	_, err := strict.Read()
	return err == nil
}
