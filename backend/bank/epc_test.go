package bank

import (
	"errors"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"paddock/backend/club"
	"paddock/backend/money"
)

// clubCode is a code of the demonstration club that breaks no rule.
func clubCode() EPC {
	return EPC{Name: "Poney-club des Églantiers", IBAN: "FR7630006000011234567890189", Amount: 1230, Reference: "RF26FA20260001"}
}

func TestPayloadOfAnInvoice(t *testing.T) {
	got, err := clubCode().Payload()
	want := "BCD\n002\n1\nSCT\n\nPoney-club des Églantiers\nFR7630006000011234567890189\nEUR12.30\n\nRF26FA20260001"
	if err != nil || got != want {
		t.Errorf("%q, %v; want %q", got, err, want)
	}
}

func TestPayloadTrimsAndCollapsesSpaces(t *testing.T) {
	code := clubCode()
	code.Name, code.IBAN = "  Les \u00a0 Écuries  ", "FR76 3000 6000 0112 3456 7890 189"
	code.Reference, code.Text = "", " stage   de Pâques "
	got, err := code.Payload()
	if err != nil || !strings.Contains(got, "\nLes Écuries\nFR7630006000011234567890189\n") || !strings.HasSuffix(got, "\n\n\nstage de Pâques") {
		t.Errorf("%q, %v", got, err)
	}
}

func TestPayloadWritesAmountsWithTwoDecimals(t *testing.T) {
	for cents, want := range map[money.Cents]string{
		1: "EUR0.01", 10: "EUR0.10", 100: "EUR1.00", 1075_25: "EUR1075.25", money.Max: "EUR999999999.99",
	} {
		code := clubCode()
		code.Amount = cents
		if got, err := code.Payload(); err != nil || strings.Split(got, "\n")[7] != want {
			t.Errorf("%d: %q, %v", cents, got, err)
		}
	}
	open := clubCode()
	open.Amount, open.Open = 0, true
	if got, err := open.Payload(); err != nil || strings.Split(got, "\n")[7] != "" {
		t.Errorf("open: %q, %v", got, err)
	}
}

func TestPayloadRefuses(t *testing.T) {
	long := func(n int) string { return strings.Repeat("X", n) }
	for name, test := range map[string]struct {
		change func(*EPC)
		code   club.Code
		field  string
	}{
		"no name":                {func(e *EPC) { e.Name = " " }, club.CodeEPCName, "name"},
		"a name of 71":           {func(e *EPC) { e.Name = long(71) }, club.CodeEPCFieldTooLong, "name"},
		"a reference of 36":      {func(e *EPC) { e.Reference = long(36) }, club.CodeEPCFieldTooLong, "reference"},
		"a text of 141":          {func(e *EPC) { e.Reference, e.Text = "", long(141) }, club.CodeEPCFieldTooLong, "text"},
		"a note of 71":           {func(e *EPC) { e.Note = long(71) }, club.CodeEPCFieldTooLong, "note"},
		"a purpose of 5":         {func(e *EPC) { e.Purpose = "GDDSX" }, club.CodeEPCFieldTooLong, "purpose"},
		"a purpose in words":     {func(e *EPC) { e.Purpose = "gd s" }, club.CodeEPCPurpose, "purpose"},
		"reference and text":     {func(e *EPC) { e.Text = "x" }, club.CodeEPCTwoTexts, "text"},
		"a line feed":            {func(e *EPC) { e.Name = "Poney\nclub" }, club.CodeEPCControl, "name"},
		"a final carriage":       {func(e *EPC) { e.Name = "Poney club\r" }, club.CodeEPCControl, "name"},
		"a tab":                  {func(e *EPC) { e.Note = "a\tb" }, club.CodeEPCControl, "note"},
		"a line separator":       {func(e *EPC) { e.Note = "a\u2028b" }, club.CodeEPCControl, "note"},
		"text turned round":      {func(e *EPC) { e.Name = "club\u202eyenoP" }, club.CodeEPCControl, "name"},
		"bytes that are no text": {func(e *EPC) { e.Name = "Man\xe8ge" }, club.CodeEPCControl, "name"},
		"no amount":              {func(e *EPC) { e.Amount = 0 }, club.CodeEPCAmount, "amountCents"},
		"a negative amount":      {func(e *EPC) { e.Amount = -1 }, club.CodeEPCAmount, "amountCents"},
		"too large an amount":    {func(e *EPC) { e.Amount = money.Max + 1 }, club.CodeEPCAmount, "amountCents"},
		"an open amount":         {func(e *EPC) { e.Open = true }, club.CodeEPCAmount, "amountCents"},
		"a wrong account":        {func(e *EPC) { e.IBAN = "FR7630006000011234567890188" }, club.CodeBadIBAN, "iban"},
		"no account":             {func(e *EPC) { e.IBAN = "" }, club.CodeBadIBAN, "iban"},
		"a BIC of 9":             {func(e *EPC) { e.BIC = "ABCDEFGHI" }, club.CodeBadBIC, "bic"},
		"a Swiss account alone":  {func(e *EPC) { e.IBAN = "CH9300762011623852957" }, club.CodeEPCBIC, "bic"},
		"a wrong RF":             {func(e *EPC) { e.Reference = "RF17539007547034" }, club.CodeBadRF, "reference"},
		"332 bytes":              {func(e *EPC) { *e = filled(332) }, club.CodeEPCTooLarge, ""},
	} {
		code := clubCode()
		test.change(&code)
		_, err := code.Payload()
		var refusal *club.Error
		if !errors.As(err, &refusal) || refusal.Code != test.code || refusal.Field != test.field {
			t.Errorf("%s: %v, want %s (%s)", name, err, test.code, test.field)
		}
	}
}

// filled returns a code of exactly this many bytes, each field within its own
// limit: what is missing is made up by letters of two bytes.
func filled(size int) EPC {
	code := EPC{Name: strings.Repeat("x", 70), IBAN: "FR7630006000011234567890189", Amount: 1230, Text: strings.Repeat("y", 140)}
	plain, err := code.Payload()
	if err != nil {
		panic(err)
	}
	accents := size - len(plain)
	code.Text = strings.Repeat("é", accents) + strings.Repeat("y", 140-accents)
	return code
}

func TestPayloadOf331BytesFits(t *testing.T) {
	if got, err := filled(331).Payload(); err != nil || len(got) != 331 {
		t.Error(len(got), err)
	}
}

func TestALongNameInAccentsIsCountedInCharacters(t *testing.T) {
	code := clubCode()
	code.Name = strings.Repeat("é", 70)
	if _, err := code.Payload(); err != nil {
		t.Error(err)
	}
}

func TestASwissAccountWithItsBICIsTaken(t *testing.T) {
	code := clubCode()
	code.IBAN, code.BIC = "CH9300762011623852957", "UBSWCHZH80A"
	if _, err := code.Payload(); err != nil {
		t.Error(err)
	}
}

func TestParseEPCReadsOtherProgramsCodes(t *testing.T) {
	for name, payload := range map[string]string{
		"one decimal":    "BCD\n002\n1\nSCT\n\nN\nFR7630006000011234567890189\nEUR12.3",
		"CRLF":           "BCD\r\n002\r\n1\r\nSCT\r\n\r\nN\r\nFR7630006000011234567890189\r\nEUR12.30",
		"version 001":    "BCD\n001\n1\nSCT\nAGRIFRPP\nN\nFR7630006000011234567890189\nEUR12.30",
		"8859-15 (€, œ)": "BCD\n002\n8\nSCT\n\nN\xbdud\xa4\nFR7630006000011234567890189\nEUR12.30",
	} {
		if code, err := ParseEPC([]byte(payload)); err != nil || code.Amount != 1230 {
			t.Errorf("%s: %+v, %v", name, code, err)
		}
	}
	code, err := ParseEPC([]byte("BCD\n002\n8\nSCT\n\nN\xbdud\xa4\nFR7630006000011234567890189"))
	if err != nil || code.Name != "Nœud€" || !code.Open {
		t.Errorf("%+v, %v", code, err)
	}
}

func TestParseEPCRefuses(t *testing.T) {
	good := "BCD\n002\n1\nSCT\n\nN\nFR7630006000011234567890189\nEUR1.00"
	for name, payload := range map[string]string{
		"nothing":                "",
		"a short code":           "BCD\n002\n1\nSCT\n\nN",
		"a line feed at the end": good + "\n\n\nx\n",
		"thirteen lines":         good + "\n\n\nx\ny\nz",
		"two kinds of line ends": strings.Replace(good, "\n", "\r\n", 1),
		"instant payments":       strings.Replace(good, "SCT", "INST", 1),
		"spaces in the account":  strings.Replace(good, "FR76", "FR76 ", 1),
		"no cents after a point": strings.Replace(good, "EUR1.00", "EUR1.", 1),
		"a leading zero":         strings.Replace(good, "EUR1.00", "EUR01.00", 1),
		"an amount of zero":      strings.Replace(good, "EUR1.00", "EUR0.00", 1),
		"Latin-1 said to be 8":   strings.Replace(good, "N", "Man\xe8ge", 1),
		"charset 0":              strings.Replace(good, "\n1\n", "\n0\n", 1),
		"charset 01":             strings.Replace(good, "\n1\n", "\n01\n", 1),
		"001 without BIC":        strings.Replace(good, "002", "001", 1),
	} {
		if code, err := ParseEPC([]byte(payload)); err == nil {
			t.Errorf("%s was read as %+v", name, code)
		}
	}
	if _, err := ParseEPC([]byte(good)); err != nil {
		t.Error(err)
	}
}

func TestACodeReadsBackAsItWasWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := func(name string, limit int) string {
			runes := rapid.RuneFrom([]rune("abcXYZ 0129éœß€’/-?:().,+"))
			return strings.Join(strings.Fields(rapid.StringOfN(runes, 0, limit, -1).Draw(t, name)), " ")
		}
		code := EPC{
			Name:    "Les " + word("name", 60),
			IBAN:    rapid.SampledFrom([]IBAN{"FR7630006000011234567890189", "BE68539007547034"}).Draw(t, "iban"),
			BIC:     rapid.SampledFrom([]BIC{"", "GEBABEBB", "BNPAFRPPXXX"}).Draw(t, "bic"),
			Amount:  money.Cents(rapid.Int64Range(0, int64(money.Max)).Draw(t, "amount")),
			Purpose: rapid.SampledFrom([]string{"", "GDDS"}).Draw(t, "purpose"),
			Note:    word("note", 70),
		}
		code.Name = strings.TrimSpace(code.Name)
		code.Open = code.Amount == 0
		if rapid.Bool().Draw(t, "structured") {
			code.Reference = "RF26FA20260001"
		} else {
			code.Text = word("text", 140)
		}
		payload, err := code.Payload()
		if errors.Is(err, club.Refuse(club.CodeEPCTooLarge)) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if len(payload) > MaxEPCBytes || strings.HasSuffix(payload, "\n") {
			t.Fatalf("%d bytes: %q", len(payload), payload)
		}
		if got, err := ParseEPC([]byte(payload)); err != nil || got != code {
			t.Fatalf("read %+v, %v; wrote %+v", got, err, code)
		}
	})
}

// What another program wrote as a code is refused, or says the same when it is
// written again.
func FuzzACode(f *testing.F) {
	f.Add([]byte("BCD\n002\n1\nSCT\n\nLes Écuries\nFR7630006000011234567890189\nEUR12.3\n\n\nF2026-0001"))
	f.Add([]byte("BCD\r\n001\r\n2\r\nSCT\r\nBNPAFRPPXXX\r\nMan\xe8ge\r\nBE68539007547034\r\n\r\nGDDS\r\nRF26FA20260001"))
	f.Fuzz(func(t *testing.T, payload []byte) {
		code, err := ParseEPC(payload)
		if refusal := new(club.Error); err != nil && !errors.As(err, &refusal) {
			t.Fatalf("no refusal: %v", err)
		} else if err != nil {
			return
		}
		again, err := code.Payload()
		if errors.Is(err, club.Refuse(club.CodeEPCTooLarge)) { // UTF-8 takes more bytes than its set did
			return
		}
		if twin, err := ParseEPC([]byte(again)); err != nil || twin != code {
			t.Fatalf("%+v is written as %q: %+v, %v", code, again, twin, err)
		}
	})
}
