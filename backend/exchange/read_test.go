package exchange_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"paddock/backend/club"
	"paddock/backend/exchange"
)

const sample = "Nom;Prénom;Ville\nŒuvré;Inès;L’Haÿ\n"

func read(t *testing.T, raw []byte) exchange.Sheet {
	t.Helper()
	s, err := exchange.Read(t.Context(), raw)
	if err != nil {
		t.Fatalf("read %.60q: %v", raw, err)
	}
	return s
}

func encoded(t *testing.T, raw []byte, err error) []byte {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestATextIsReadInWhateverEncodingItCame(t *testing.T) {
	windows, err := charmap.Windows1252.NewEncoder().Bytes([]byte(sample))
	windows = encoded(t, windows, err)
	little, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(sample))
	little = encoded(t, little, err)
	big, err := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(sample))
	big = encoded(t, big, err)
	for encoding, raw := range map[string][]byte{
		"UTF-8": []byte(sample), "UTF-8 with a mark": []byte("\ufeff" + sample), "Windows-1252": windows,
		"UTF-16 of Windows": little, "UTF-16 of a Mac": big,
	} {
		s := read(t, raw)
		if got := s.Rows[1].Cells; !reflect.DeepEqual(got, []string{"Œuvré", "Inès", "L’Haÿ"}) || !strings.HasPrefix(encoding, s.Encoding) {
			t.Errorf("%s: %q as %s", encoding, got, s.Encoding)
		}
		if s.Rows[0].Cells[0] != "Nom" {
			t.Errorf("%s: the first heading is %q", encoding, s.Rows[0].Cells[0])
		}
	}
}

func TestCellsAreCutWhereTheFileCutsThem(t *testing.T) {
	for text, want := range map[string][]string{
		"a;b;c\n1;2;3\n":                       {"1", "2", "3"},
		"a,b,c\n1,2,3\n":                       {"1", "2", "3"},
		"a\tb\tc\n1\t2\t3\n":                   {"1", "2", "3"},
		"a|b|c\n1|2|3\n":                       {"1", "2", "3"},
		"sep=,\na,b;x,c\n1,2;y,3\n":            {"1", "2;y", "3"},
		"a;b;c\r\n\"1;1\";\"say \"\"2\"\"\";3": {"1;1", `say "2"`, "3"},
		"a,b,c\n\"rue, 1\",\"b, c\",3\n":       {"rue, 1", "b, c", "3"},
		"a;b;c\n5\" de haut;le \"Gué\";3\n":    {`5" de haut`, `le "Gué"`, "3"},
		"a;b;c\n\"1 rue\nHaute\";2;3\n":        {"1 rue\nHaute", "2", "3"},
		"a;b;c\n=HYPERLINK(1);+2;@3\n":         {"=HYPERLINK(1)", "+2", "@3"},
	} {
		if got := read(t, []byte(text)).Rows[1].Cells; !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

func TestLinesAreNumberedAsAnEditorDoes(t *testing.T) {
	s := read(t, []byte("a;b\n\n1;\"x\ny\"\n;\n2;z\n"))
	var lines []int
	for _, row := range s.Rows {
		lines = append(lines, row.Line)
	}
	if want := []int{1, 3, 6}; !reflect.DeepEqual(lines, want) {
		t.Errorf("lines %v, want %v", lines, want)
	}
	if s := read(t, []byte("sep=;\na;b\n1;2\n")); s.Rows[0].Line != 2 {
		t.Errorf("after sep=; the headings are on line %d", s.Rows[0].Line)
	}
}

func TestWhatIsNoTableIsRefusedByName(t *testing.T) {
	wide := strings.Repeat("a;", 1001) + "b\n"
	long := "a;b\n" + strings.Repeat("1;2\n", 100_001)
	for code, raw := range map[club.Code][]byte{
		club.CodeFileEmpty:    []byte(" \r\n\n"),
		club.CodeFileKind:     []byte("a;b\n1;\x00\n"),
		club.CodeFileTooLarge: make([]byte, exchange.MaxBytes+1),
		club.CodeFileTooWide:  []byte(wide),
		club.CodeFileTooLong:  []byte(long),
		club.CodeFileQuote:    []byte("a;b\n\"Dupont;Marie\nPetit;Léo\nBlanc;Zoé\n"),
		club.CodeFileDamaged:  []byte("PK\x03\x04 and then nothing"),
		club.CodeFileUnzipped: bomb(t),
	} {
		_, err := exchange.Read(t.Context(), raw)
		if !errors.Is(err, club.Refuse(code)) {
			t.Errorf("%s: %v", code, err)
		}
	}
}

func TestAQuoteThatSwallowsTheNextLineIsSeen(t *testing.T) {
	_, err := exchange.Read(t.Context(), []byte("a;b\n1;\"Dupont\n2;\"Petit\"\n3;Blanc\n"))
	var refusal *club.Error
	if !errors.As(err, &refusal) || refusal.Code != club.CodeFileQuote || refusal.Params["line"] != 2 {
		t.Errorf("%v", err)
	}
}

// The second opening mark of two that were never closed is no end of the first.
func TestTwoQuotesThatNobodyClosedSwallowNobodyUnseen(t *testing.T) {
	_, err := exchange.Read(t.Context(), []byte("a;b\n1;Blanc\n2;\"Le Clos\n3;Dupont\n4;\"Les Prés\n5;Petit\n"))
	var refusal *club.Error
	if !errors.As(err, &refusal) || refusal.Code != club.CodeFileQuote || refusal.Params["line"] != 3 {
		t.Errorf("%v", err)
	}
	s := read(t, []byte("a;b\n1;\"12 rue \"\"du Pré\"\"\nBâtiment C\"\n2;x \"y\" z\n"))
	if len(s.Rows) != 3 || s.Rows[1].Cells[1] != "12 rue \"du Pré\"\nBâtiment C" || s.Rows[2].Cells[1] != "x \"y\" z" {
		t.Errorf("%+v", s.Rows)
	}
}

func TestLinesThatEndAsOnAnOldMacAreLines(t *testing.T) {
	s := read(t, []byte("Nom;Ville\rDupont;Lyon\rPetit;Metz\r"))
	if len(s.Rows) != 3 || s.Rows[2].Line != 3 || s.Rows[2].Cells[1] != "Metz" {
		t.Errorf("%+v", s.Rows)
	}
}

func TestALineOfThreeHundredCellsIsALine(t *testing.T) {
	s := read(t, []byte("a;b\n"+strings.Repeat("x;", 300)+"\n1;2\n"))
	if len(s.Rows) != 3 || len(s.Rows[1].Cells) != 300 {
		t.Errorf("%d rows, %d cells", len(s.Rows), len(s.Rows[1].Cells))
	}
}

func TestReadingStopsWhenNobodyWantsTheAnswer(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := exchange.Read(ctx, []byte(sample)); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
}

// bomb is an XLSX of a few kilobytes that says it holds 4 GB.
func bomb(t *testing.T) []byte {
	t.Helper()
	var file bytes.Buffer
	archive := zip.NewWriter(&file)
	zeros := make([]byte, 1<<20)
	part, err := archive.CreateHeader(&zip.FileHeader{Name: "xl/worksheets/sheet1.xml", Method: zip.Deflate})
	if err != nil {
		t.Fatal(err)
	}
	for range 300 {
		if _, err := part.Write(zeros); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// An entry that holds more than it says would pass the sum of the sizes.
func TestAnArchiveThatLiesAboutItsSizesIsDamaged(t *testing.T) {
	var squeezed bytes.Buffer
	archive := zip.NewWriter(&squeezed)
	body := bytes.Repeat([]byte{'x'}, 1<<20)
	part, err := archive.CreateRaw(&zip.FileHeader{
		Name: "xl/workbook.xml", Method: zip.Store, CRC32: crc32.ChecksumIEEE(body),
		CompressedSize64: uint64(len(body)), UncompressedSize64: 10,
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write(body); err != nil {
		t.Fatal(err)
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := exchange.Read(t.Context(), squeezed.Bytes()); !errors.Is(err, club.Refuse(club.CodeFileDamaged)) {
		t.Errorf("%v", err)
	}
}

func workbook(t *testing.T, fill func(*excelize.File)) []byte {
	t.Helper()
	file := excelize.NewFile()
	fill(file)
	var raw bytes.Buffer
	if err := file.Write(&raw); err != nil {
		t.Fatal(err)
	}
	return raw.Bytes()
}

func TestASpreadsheetIsReadByValueAndADateWhateverItsLook(t *testing.T) {
	raw := workbook(t, func(f *excelize.File) {
		for i, format := range []string{"dd/mm/yyyy", "d mmm yy", "[$-40C]mmmm\\ d\\,\\ yyyy;@", "00000"} {
			style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
			if err != nil {
				t.Fatal(err)
			}
			cell := fmt.Sprintf("A%d", i+1)
			if err := errors.Join(f.SetCellValue("Sheet1", cell, 41761), f.SetCellStyle("Sheet1", cell, cell, style)); err != nil {
				t.Fatal(err)
			}
		}
		short, err := f.NewStyle(&excelize.Style{NumFmt: 14})
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(
			f.SetCellValue("Sheet1", "A5", 41761.75), f.SetCellStyle("Sheet1", "A5", "A5", short),
			f.SetCellValue("Sheet1", "A6", 612345678), f.SetCellValue("Sheet1", "A7", "01200"),
			f.SetCellFormula("Sheet1", "A8", `"a"&"b"`), f.SetCellValue("Sheet1", "B8", "beside"),
		); err != nil {
			t.Fatal(err)
		}
	})
	var got []string
	for _, row := range read(t, raw).Rows {
		got = append(got, row.Cells[0])
	}
	want := []string{"2014-05-02", "2014-05-02", "2014-05-02", "41761", "2014-05-02", "612345678", "01200", ""}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// parts writes an archive's parts anew; change may leave one out with nil.
func parts(t *testing.T, raw []byte, change func(name string, body []byte) []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	old, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	archive := zip.NewWriter(&out)
	for _, part := range old.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if body = change(part.Name, body); body == nil {
			continue
		}
		w, err := archive.Create(part.Name)
		if err == nil {
			_, err = w.Write(body)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestAWorkbookNeedsNoStyles(t *testing.T) {
	raw := workbook(t, func(f *excelize.File) {
		if err := f.SetSheetRow("Sheet1", "A1", &[]any{"Nom", "Né le"}); err != nil {
			t.Fatal(err)
		}
	})
	s := read(t, parts(t, raw, func(name string, body []byte) []byte {
		if name == "xl/styles.xml" {
			return nil
		}
		return body
	}))
	if len(s.Rows) != 1 || s.Rows[0].Cells[1] != "Né le" {
		t.Errorf("%+v", s.Rows)
	}
}

// A few hundred kilobytes of short texts would be gigabytes in memory.
func TestAWorkbookOfMillionsOfTextsIsRefused(t *testing.T) {
	raw := workbook(t, func(f *excelize.File) {
		if err := f.SetCellValue("Sheet1", "A1", "Nom"); err != nil {
			t.Fatal(err)
		}
	})
	swollen := parts(t, raw, func(name string, body []byte) []byte {
		if name == "xl/sharedStrings.xml" {
			return bytes.Replace(body, []byte("</sst>"), append(bytes.Repeat([]byte("<si><t>a</t></si>"), 2_000_000), "</sst>"...), 1)
		}
		return body
	})
	if _, err := exchange.Read(t.Context(), swollen); !errors.Is(err, club.Refuse(club.CodeFileUnzipped)) {
		t.Errorf("%d bytes: %v", len(swollen), err)
	}
}

func TestTheFirstSheetThatHoldsSomethingIsRead(t *testing.T) {
	raw := workbook(t, func(f *excelize.File) {
		if _, err := f.NewSheet("Membres"); err != nil {
			t.Fatal(err)
		}
		if err := f.SetCellValue("Membres", "B3", "Nom"); err != nil {
			t.Fatal(err)
		}
	})
	s := read(t, raw)
	if len(s.Rows) != 1 || s.Rows[0].Line != 3 || !reflect.DeepEqual(s.Rows[0].Cells, []string{"", "Nom"}) {
		t.Errorf("%+v", s)
	}
	if _, err := exchange.Read(t.Context(), workbook(t, func(*excelize.File) {})); !errors.Is(err, club.Refuse(club.CodeFileEmpty)) {
		t.Errorf("an empty workbook: %v", err)
	}
}

func TestABrokenWorkbookIsRefusedAndNoPanic(t *testing.T) {
	raw := workbook(t, func(f *excelize.File) {
		if err := f.SetCellValue("Sheet1", "A1", "Nom"); err != nil {
			t.Fatal(err)
		}
	})
	for cut := 40; cut < len(raw); cut += 97 {
		broken := bytes.Clone(raw)
		broken[cut] ^= 0xFF
		begun := time.Now()
		if _, err := exchange.Read(t.Context(), broken); err != nil && !errors.As(err, new(*club.Error)) {
			t.Errorf("byte %d: %v", cut, err)
		}
		if time.Since(begun) > 10*time.Second {
			t.Errorf("byte %d took %v", cut, time.Since(begun))
		}
	}
}
