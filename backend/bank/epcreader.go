package bank

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"paddock/backend/club"
	"paddock/backend/money"
)

// epcCharsets holds the character sets of line 3 in the order of their digits,
// from 1.
var epcCharsets = []encoding.Encoding{
	unicode.UTF8,
	charmap.ISO8859_1,
	charmap.ISO8859_2,
	charmap.ISO8859_4,
	charmap.ISO8859_5,
	charmap.ISO8859_7,
	charmap.ISO8859_10,
	charmap.ISO8859_15,
}

// epcAmount is line 8 as other programs write it: EUR12, EUR12.3 (the
// guideline's own examples) or EUR12.30.
var epcAmount = regexp.MustCompile(`^EUR(0|[1-9][0-9]{0,8})(?:\.([0-9]{1,2}))?$`)

// The number of lines of a payload: up to the account at least, up to the note
// at most.
const (
	minEPCLines = 7
	maxEPCLines = 12
)

// ParseEPC reads a payload as it stands in a QR code: versions 001 (whose BIC
// is never left out) and 002, any of the eight character sets, lines that end
// in LF or in CRLF but not in both, and none after the last one. It refuses
// whatever Payload refuses.
func ParseEPC(payload []byte) (EPC, error) {
	if err := fits(len(payload)); err != nil {
		return EPC{}, err
	}
	end := []byte("\n")
	if bytes.Contains(payload, []byte("\r\n")) {
		end = []byte("\r\n") // a lone CR or LF is now a control character in a field
	}
	raw := bytes.Split(payload, end)
	if n := len(raw); n < minEPCLines || n > maxEPCLines || len(raw[n-1]) == 0 {
		return EPC{}, badLine(n)
	}
	charset, err := strconv.Atoi(string(raw[2]))
	switch {
	case string(raw[0]) != "BCD":
		return EPC{}, badLine(1)
	case string(raw[1]) != "001" && string(raw[1]) != "002":
		return EPC{}, badLine(2)
	case err != nil || len(raw[2]) != 1 || charset < 1 || charset > len(epcCharsets):
		return EPC{}, badLine(3)
	case string(raw[3]) != "SCT":
		return EPC{}, badLine(4)
	case string(raw[1]) == "001" && len(raw[4]) == 0:
		return EPC{}, badLine(5)
	}
	lines, err := epcLines(raw, epcCharsets[charset-1])
	if err != nil {
		return EPC{}, err
	}
	amount, err := parseEPCAmount(lines[7])
	if err != nil {
		return EPC{}, err
	}
	read := EPC{
		BIC: BIC(lines[4]), Name: lines[5], IBAN: IBAN(lines[6]),
		Amount: amount, Open: lines[7] == "",
		Purpose: lines[8], Reference: lines[9], Text: lines[10], Note: lines[11],
	}
	checked, err := read.checked()
	switch {
	case err != nil:
		return EPC{}, err
	case checked.IBAN != read.IBAN:
		return EPC{}, badLine(7) // spaces or small letters
	case checked.BIC != read.BIC:
		return EPC{}, badLine(5)
	}
	return checked, nil
}

// epcLines decodes the lines and fills up those left out at the end.
func epcLines(raw [][]byte, charset encoding.Encoding) (*[maxEPCLines]string, error) {
	var lines [maxEPCLines]string
	for i, line := range raw {
		if charset == unicode.UTF8 {
			lines[i] = string(line) // the decoder would mend bad bytes, which are to be refused
			continue
		}
		text, err := charset.NewDecoder().Bytes(line)
		if err != nil || strings.ContainsRune(string(text), '\uFFFD') {
			return nil, badLine(i + 1)
		}
		lines[i] = string(text)
	}
	return &lines, nil
}

func parseEPCAmount(line string) (money.Cents, error) {
	if line == "" {
		return 0, nil
	}
	parts := epcAmount.FindStringSubmatch(line)
	if parts == nil {
		return 0, club.Refuse(club.CodeEPCAmount).On("amountCents").With("maxCents", money.Max)
	}
	cents, err := strconv.ParseInt(parts[1]+(parts[2] + "00")[:2], 10, 64)
	return money.Cents(cents), err
}

func badLine(n int) error { return club.Refuse(club.CodeEPCForm).With("line", n) }
