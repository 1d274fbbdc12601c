package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAStatementIsPrintedWithoutAnyDataAndARefusalIsOneSentence(t *testing.T) {
	t.Setenv("LANGUAGE", "")
	t.Setenv("LC_ALL", "en_GB.UTF-8")
	camt := filepath.Join("..", "backend", "statement", "testdata", "camt.xml")
	var out, errs bytes.Buffer
	if code := run([]string{"statement", "read", camt, "--json"}, &out, &errs); code != exitDone {
		t.Fatalf("exit %d, said %q", code, errs.String())
	}
	var all []struct {
		Account, Currency string
		Opening, Closing  int64
		Entries           []map[string]any
	}
	if err := json.Unmarshal(out.Bytes(), &all); err != nil {
		t.Fatal(err)
	}
	if len(all) != 1 || all[0].Account != "FR1420041010050500013M02606" || all[0].Opening != 100000 || all[0].Closing != 126500 || len(all[0].Entries) != 6 {
		t.Errorf("%+v", all)
	}
	for _, key := range strings.Fields("date valueDate amountCents reference referenceKind name iban text bankRef") {
		if _, has := all[0].Entries[0][key]; !has || len(all[0].Entries[0]) != 9 {
			t.Errorf("%s: %v", key, all[0].Entries[0])
		}
	}
	out.Reset()
	if code := run([]string{"statement", "read", camt}, &out, &errs); code != exitDone || !strings.Contains(out.String(), "RF26FA20260001") || !strings.Contains(out.String(), "€70.00") {
		t.Errorf("exit %d, %s", code, out.String())
	}
	raw, err := os.ReadFile(camt)
	if err != nil {
		t.Fatal(err)
	}
	wrong := filepath.Join(t.TempDir(), "wrong.xml")
	if err := os.WriteFile(wrong, bytes.Replace(raw, []byte(">1265.00<"), []byte(">1265.01<"), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	out.Reset()
	code := run([]string{"statement", "read", wrong}, &out, &errs)
	if said := errs.String(); code != exitRefused || out.Len() > 0 || !strings.Contains(said, "€1,265.00") || !strings.Contains(said, "€1,265.01") || strings.Count(said, "\n") != 1 {
		t.Errorf("exit %d, %q", code, said)
	}
}

func TestTheColumnsOfATableAreSaidByMap(t *testing.T) {
	file := filepath.Join(t.TempDir(), "bank.csv")
	if err := os.WriteFile(file, []byte("Quand;Combien;Quoi\n05/10/2026;70,00;VIR ROUSSEL\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	var out, errs bytes.Buffer
	if code := run([]string{"statement", "read", file}, &out, &errs); code != exitRefused {
		t.Errorf("exit %d, %s", code, out.String())
	}
	code := run([]string{"statement", "read", file, "--json", "--map", "date=Quand", "--map", "amount=2", "--map", "text=Quoi"}, &out, &errs)
	if code != exitDone || !strings.Contains(out.String(), `"amountCents": 7000`) {
		t.Errorf("exit %d, %s, %s", code, out.String(), errs.String())
	}
}
