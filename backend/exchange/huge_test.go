package exchange_test

import (
	"errors"
	"strings"
	"testing"

	"paddock/backend/club"
	"paddock/backend/exchange"
)

// Lines that no program wrote are a table of their own or refused by name, never
// a fault.
func TestAHugeLineIsReadOrRefusedByName(t *testing.T) {
	const most = exchange.MaxBytes - 64
	for name, text := range map[string]string{
		"one cell and no end of a line": strings.Repeat("x", most),
		"a cell in quotes":              "a;b\n\"" + strings.Repeat("x", most/2) + "\";2\n",
		"a quote that never ends":       "a;b\n\"" + strings.Repeat("x;y\n", most/8),
		"nothing but quotes":            strings.Repeat(`"`, most/4),
		"nothing but separators":        strings.Repeat(";", most/4),
		"nothing but marks":             strings.Repeat("\ufeff", most/8),
		"nothing but returns":           "a;b" + strings.Repeat("\r", most/4) + "1;2",
		"marks before each cell":        "\ufeffa;\ufeffb\n" + strings.Repeat("\ufeff1;\ufeff2\n", 1000),
	} {
		s, err := exchange.Read(t.Context(), []byte(text))
		var refusal *club.Error
		switch {
		case err != nil && !errors.As(err, &refusal):
			t.Errorf("%s: %v", name, err)
		case err == nil && len(s.Rows) == 0:
			t.Errorf("%s: neither a row nor a refusal", name)
		}
	}
}
