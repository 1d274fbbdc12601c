package statement

import (
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"paddock/backend/club"
	"paddock/backend/money"
)

// vector reads a file of other origins that lies beside the project. They are no
// part of it: where they are absent, the package's own samples prove the same.
func vector(t *testing.T, name string) []byte {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "..", "..", "shared", "vectors", name))
	if errors.Is(err, os.ErrNotExist) {
		t.Skipf("%s is absent", name)
	}
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func entries(all []Statement) (found []Entry) {
	for _, s := range all {
		found = append(found, s.Entries...)
	}
	return found
}

// TestVectorsOfMT940 compares with what another reader made of the files, in the
// .yml beside each. Their balances were changed and do not add up.
func TestVectorsOfMT940(t *testing.T) {
	transaction := regexp.MustCompile(`(?s)models\.Transaction\n.*?Decimal \['(-?[0-9.]+)'\].*?\n    date: .*?!!binary \|\n\s+(\S+)`)
	for _, bank := range []string{"abnamro", "ing", "rabobank"} {
		raw := vector(t, "mt940/wolph__jejik__"+bank+".sta")
		all, err := parse(raw, nil)
		if err != nil {
			t.Fatal(bank, err)
		}
		got := entries(all)
		want := transaction.FindAllStringSubmatch(string(vector(t, "mt940/wolph__jejik__"+bank+".yml")), -1)
		if len(got) != len(want) || len(want) == 0 {
			t.Fatalf("%s: %d entries, want %d", bank, len(got), len(want))
		}
		for i, w := range want {
			cents, ok := decimal(w[1])
			packed, err := base64.StdEncoding.DecodeString(w[2])
			if err != nil || !ok {
				t.Fatal(w)
			}
			day := fmt.Sprintf("%04d-%02d-%02d", int(packed[0])<<8|int(packed[1]), packed[2], packed[3])
			if got[i].Cents != cents || string(got[i].ValueDate) != day {
				t.Errorf("%s, entry %d: %+v, want %s on %s", bank, i, got[i], w[1], day)
			}
		}
		if _, err := Read(raw, nil); !errors.Is(err, club.Refuse(club.CodeStatementBalance)) {
			t.Errorf("%s does not add up and gave %v", bank, err)
		}
	}
	all, err := Read(vector(t, "mt940/wolph__self-provided__february_30.sta"), nil)
	if err != nil || all[0].Entries[0].ValueDate != "2016-02-29" || all[0].Entries[0].Date != "2016-03-01" {
		t.Errorf("%+v, %v", all, err)
	}
}

// TestVectorsOfTheOtherFormats has what stands in each file, added up by hand. Of
// those that were made unreadable on purpose it wants the reason.
func TestVectorsOfTheOtherFormats(t *testing.T) {
	type says struct {
		code    club.Code // refused with; "" when it is read
		read    bool      // understood, though refused for its balances
		amounts string
		balance string // opening and closing of each statement
	}
	for name, want := range map[string]says{
		"camt/genkgo__camt053.v2.multi.statement.xml":       {"", true, "8.85 -7.00", "18.15>27.00 27.00>20.00"},
		"camt/genkgo__camt053.v2.five.decimals.xml":         {club.CodeStatementBalance, true, "8.85", "18.15>27.05"},
		"camt/genkgo__camt053.v2.minimal.xml":               {club.CodeStatementCurrency, false, "", ""}, // closes in kronor
		"camt/genkgo__camt053.v4.xml":                       {club.CodeStatementCurrency, false, "", ""},
		"camt/genkgo__camt053.v8.xml":                       {club.CodeStatementCurrency, false, "", ""},
		"camt/genkgo__camt053.v2.wrong.xml":                 {club.CodeStatementEmpty, false, "", ""},
		"cfonb120/pennylane__example.txt":                   {"", true, "-32.21 -10.70 -7.90 97.49 -12.10 -7.90", "-190.40>-241.21 -241.21>-163.72"},
		"cfonb120/pennylane__invalid_date.txt":              {club.CodeStatementDate, false, "", ""},
		"cfonb120/pennylane__operation_already_defined.txt": {club.CodeStatementNoBalance, false, "", ""},
		"coda/wimverstuyf__sample1.cod":                     {"", true, "5.00 25.00 20.00 30.00", "17752.12>17832.12"},
		"coda/wimverstuyf__sample3.cod":                     {club.CodeStatementBalance, true, "-805.73 -6.96", "99999.99>99999.99"},
		"coda/wimverstuyf__sample5.cod":                     {club.CodeStatementBalance, true, "1767.82 2767.82 1767.82", "4004.10>-500012.10"},
		"coda/wimverstuyf__sample9.cod":                     {club.CodeStatementBalance, true, "5.00", "17752.12>17832.12"},
		"ofx/jseutter__bank_small.ofx":                      {club.CodeStatementEmpty, false, "", ""},
		"ofx/jseutter__checking.ofx":                        {"", true, "0.01 -34.51 -25.00", "?>100.99"},
		"ofx/jseutter__date_missing.ofx":                    {club.CodeStatementDate, false, "", ""},
		"ofx/jseutter__ofx-v102-empty-tags.ofx":             {"", true, "12.34", "?>?"},
	} {
		raw := vector(t, name)
		_, err := Read(raw, nil)
		if refusal := new(club.Error); err != nil && !errors.As(err, &refusal) || err == nil && want.code != "" || err != nil && !errors.Is(err, club.Refuse(want.code)) {
			t.Errorf("%s: %v, want %q", name, err, want.code)
		}
		all, err := parse(raw, nil)
		if (err == nil) != want.read {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var amounts, balances []string
		for _, s := range all {
			balances = append(balances, figure(s.Opening)+">"+figure(s.Closing))
			for _, e := range s.Entries {
				amounts = append(amounts, plain(e.Cents))
			}
		}
		if strings.Join(amounts, " ") != want.amounts || strings.Join(balances, " ") != want.balance {
			t.Errorf("%s: %v, %v", name, amounts, balances)
		}
	}
}

func figure(cents *money.Cents) string {
	if cents == nil {
		return "?"
	}
	return plain(*cents)
}

// The samples of CODA were made anonymous: no check digit is right any more.
func TestVectorsWithWrongCheckDigitsKeepTheirReferences(t *testing.T) {
	all, err := Read(vector(t, "coda/wimverstuyf__sample1.cod"), nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"000003505158", "000003515846", "000003154982", "000002133131"} {
		if e := all[0].Entries[i]; e.Reference != want || e.ReferenceKind != KindText {
			t.Errorf("%+v, want %s", e, want)
		}
	}
}
