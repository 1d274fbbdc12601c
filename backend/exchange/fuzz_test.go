package exchange_test

import (
	"archive/zip"
	"bytes"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"testing"
	"time"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/exchange"
)

// refused tells whether a reader refused, which it does by a code and nothing else.
func refused(t *testing.T, err error) bool {
	t.Helper()
	if refusal := new(club.Error); err != nil && !errors.As(err, &refusal) {
		t.Fatalf("no refusal: %v", err)
	}
	return err != nil
}

// tabled checks what holds of any table that is read: its rows hold something, go
// down the file, and are no wider than a table may be.
func tabled(t *testing.T, s exchange.Sheet) {
	t.Helper()
	line := 0
	for _, row := range s.Rows {
		if row.Line <= line || len(row.Cells) == 0 || len(row.Cells) > 1000 {
			t.Fatalf("line %d after %d has %d cells", row.Line, line, len(row.Cells))
		}
		line = row.Line
	}
	if len(s.Rows) == 0 {
		t.Fatal("neither a row nor a refusal")
	}
}

// Lists of members in any bytes: refused by a code, or each line names a rider who
// is born by today, or says what it lacks.
func FuzzMembers(f *testing.F) {
	f.Add([]byte(sample))
	f.Add([]byte("sep=,\nNom,Prénom,Naissance\n\"Dupont, dit \"\"le\"\"\",L\xe9a,29/02/2012\n"))
	f.Add([]byte("\ufeffNaam;Voornaam;Geboren;Tel;GSM;Postcode;Land\nPeeters;Jan;31-12-2011;02/1;+32470000000;1000;BE\n"))
	f.Add([]byte("\xff\xfeN\x00o\x00m\x00;\x00N\x00\xe9\x00\n\x00"))
	f.Add([]byte("Nom complet|Né le|Galop\nLéa DUPONT|2012-02-30|G 9\n"))
	today := calendar.Day("2026-10-07")
	f.Fuzz(func(t *testing.T, raw []byte) {
		s, err := exchange.Read(t.Context(), raw)
		if refused(t, err) {
			return
		}
		tabled(t, s)
		list := exchange.Members(s)
		reader := club.NewMemberReader("FR", today, nil)
		for _, row := range list.Rows {
			texts := club.MemberTexts{}
			for i, field := range list.Columns[:min(len(list.Columns), len(row.Cells))] {
				if field != "" {
					texts[field] = row.Cells[i]
				}
			}
			line, faults := reader.Read(texts)
			if len(faults) == 0 && (line.Surname == "" || line.FirstName == "" || line.BirthDate == "" || line.BirthDate > today) {
				t.Fatalf("%q is taken as %+v", row.Cells, line)
			}
		}
	})
}

// An archive's sums keep bytes at random out, so what varies is inside it: a sheet,
// its formats and its texts.
func FuzzXLSX(f *testing.F) {
	const main = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
	f.Add(`<worksheet `+main+`><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" s="1"><v>45000</v></c></row></sheetData></worksheet>`,
		`<styleSheet `+main+`><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
		`<sst `+main+` count="1"><si><r><t>Nom</t></r></si></sst>`)
	f.Add(`<worksheet `+main+`><sheetData><row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>=1+1</t></is></c></row></sheetData></worksheet>`,
		`<styleSheet `+main+`><numFmts><numFmt numFmtId="200" formatCode="[Red]yyyy"/></numFmts><cellXfs><xf numFmtId="200"/></cellXfs></styleSheet>`, ``)
	f.Add(`<worksheet `+main+`><sheetData><row><c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c><c><f>A1</f><v>1e999</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>`, ``, `<sst/>`)
	f.Fuzz(func(t *testing.T, sheet, styles, texts string) {
		var raw bytes.Buffer
		archive := zip.NewWriter(&raw)
		for _, part := range [][2]string{
			{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`},
			{"_rels/.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
			{"xl/workbook.xml", `<workbook ` + main + ` xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`},
			{"xl/_rels/workbook.xml.rels", `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`},
			{"xl/worksheets/sheet1.xml", sheet}, {"xl/styles.xml", styles}, {"xl/sharedStrings.xml", texts},
		} {
			w, err := archive.Create(part[0])
			if err == nil {
				_, err = w.Write([]byte(part[1]))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := archive.Close(); err != nil {
			t.Fatal(err)
		}
		if s, err := exchange.Read(t.Context(), raw.Bytes()); !refused(t, err) {
			tabled(t, s)
		}
	})
}

// Days off in any bytes: refused, or periods of the calendar that have a name and do
// not end before they begin.
func FuzzDaysOff(f *testing.F) {
	event := func(lines string) []byte {
		return []byte("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Toussaint\r\n" + lines + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")
	}
	f.Add(event("DTSTART;VALUE=DATE:20261017\r\nDTEND;VALUE=DATE:20261102"))
	f.Add(event("DTSTART;TZID=Europe/Paris:20261025T023000\r\nDURATION:P1DT2H\r\nRRULE:FREQ=WEEKLY;BYDAY=WE;UNTIL=20270101T000000Z\r\nEXDATE:20261104T023000"))
	f.Add(event("DTSTART:99991231T235959Z\r\nRRULE:FREQ=DAILY;COUNT=999999999;INTERVAL=2"))
	f.Add(event("RECURRENCE-ID:20261024\r\nDTSTART:20261025\r\nSTATUS:CANCELLED"))
	f.Add([]byte("Vacances;du;au\nNoël;19/12/2026;03/01/2027\n"))
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		f.Fatal(err)
	}
	within := calendar.Period{First: "2026-09-01", Last: "2027-08-31"}
	f.Fuzz(func(t *testing.T, raw []byte) {
		found, err := exchange.ReadDaysOff(t.Context(), raw, zone, within)
		if refused(t, err) {
			return
		}
		for _, off := range found {
			_, first := calendar.ParseDay(string(off.First))
			_, last := calendar.ParseDay(string(off.Last))
			if off.Name == "" || first != nil || last != nil || off.Last < off.First {
				t.Fatalf("%+v", off)
			}
		}
	})
}

// Statements in any bytes, of a format or a table: refused, or whole.
func FuzzStatements(f *testing.F) {
	f.Add([]byte("Date;Libellé;Débit;Crédit;Solde\n05/10/2026;VIR DUPONT;;12,00;12,00\n06/10/2026;FRAIS;1,50;;10,50\n"))
	f.Add([]byte("Compte 0012\n\nDatum,Bedrag,Mededeling\n2026-10-05,\"1.234,56\",+++090/9337/55493+++\n"))
	f.Add([]byte(":20:1\r\n:25:1\r\n:28C:1\r\n:60F:C261005EUR0,\r\n:61:261005C12,NTRF\r\n:62F:C261005EUR12,\r\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		all, _, err := exchange.Statements(t.Context(), raw, nil, nil)
		if refused(t, err) {
			return
		}
		for _, s := range all {
			for _, e := range s.Entries {
				if _, err := calendar.ParseDay(string(e.Date)); err != nil {
					t.Fatalf("%+v: %v", e, err)
				}
			}
		}
	})
}

// An archive in any bytes: refused, or its files have names of their own, and packed
// again they are the same.
func FuzzUnZIP(f *testing.F) {
	at := time.Date(2026, 10, 7, 0, 0, 0, 0, time.UTC)
	whole, err := exchange.ZIP(map[string][]byte{"manifest.txt": []byte("a\n"), "journal/2026.csv": bytes.Repeat([]byte("1;2\n"), 99)}, at)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	f.Add(whole[:len(whole)/2])
	f.Add([]byte("PK\x05\x06" + "\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"))
	file := filepath.Join(f.TempDir(), "archive.zip")
	f.Fuzz(func(t *testing.T, raw []byte) {
		if err := os.WriteFile(file, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		files, err := exchange.UnZIP(file)
		if refused(t, err) {
			return
		}
		again, err := exchange.ZIP(files, at)
		if err == nil {
			err = os.WriteFile(file, again, 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
		if twin, err := exchange.UnZIP(file); err != nil || !maps.EqualFunc(files, twin, bytes.Equal) {
			t.Fatalf("packed again it is another: %v", err)
		}
	})
}

// An entries file in any bytes: checked to its end, each fault on a line it has.
func FuzzEntriesFile(f *testing.F) {
	f.Add(exchange.EntriesFile([]exchange.BookLine{{}}))
	f.Add([]byte("JournalCode\tJournalLib\r\n\r\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		lines := bytes.Count(raw, []byte("\r\n")) + 1
		for _, fault := range exchange.CheckEntries(fileName, raw) {
			if fault.Line < 1 || fault.Line > lines+1 || fault.Rule == "" {
				t.Fatalf("%+v of %d lines", fault, lines)
			}
		}
	})
}
