package main

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

func TestCheckPrintsANumberAsPeopleReadItAndRefusesAWrongOne(t *testing.T) {
	for _, c := range []struct {
		kind, value, want string
		code              int
	}{
		{"iban", "fr76 3000 6000 0112 3456 7890 189", "FR76 3000 6000 0112 3456 7890 189\n", exitDone},
		{"iban", "FR76 3000 6000 0112 3456 7890 188", "", exitRefused},
		{"rf", "rf18539007547034", "RF18 5390 0754 7034\n", exitDone},
		{"ogm", "010806817183", "+++010/8068/17183+++\n", exitDone},
		{"ogm", "+++123/4567/89012+++", "", exitRefused},
		{"phone", "1", "", exitUsage},
	} {
		var out, errs bytes.Buffer
		code := run([]string{"check", c.kind, c.value}, &out, &errs)
		if code != c.code || out.String() != c.want || (code == exitDone) != (errs.Len() == 0) {
			t.Errorf("check %s %s: exit %d, out %q, said %q", c.kind, c.value, code, out.String(), errs.String())
		}
	}
}

func TestQRPrintsTheVeryBytesAndAPhoneReadsThemInTheImage(t *testing.T) {
	image := filepath.Join(t.TempDir(), "code.png")
	var out, errs bytes.Buffer
	code := run([]string{"qr", "epc", "--name", "Poney-club des Saules", "--iban", "FR7630006000011234567890189", "--cents", "10000", "--reference", "RF18539007547034", "-o", image}, &out, &errs)
	want := "BCD\n002\n1\nSCT\n\nPoney-club des Saules\nFR7630006000011234567890189\nEUR100.00\n\nRF18539007547034"
	if code != exitDone || out.String() != want {
		t.Fatalf("exit %d, payload %q, said %q", code, out.String(), errs.String())
	}
	reader, err := exec.LookPath("zbarimg")
	if err != nil {
		if _, err := os.Stat(image); err != nil {
			t.Error(err)
		}
		return
	}
	read, err := exec.CommandContext(t.Context(), reader, "-q", "--raw", "-Sbinary", "--oneshot", image).Output()
	if err != nil || string(read) != want {
		t.Errorf("zbarimg read %q, %v", read, err)
	}
}

func TestQRRefusesBothAReferenceAndAText(t *testing.T) {
	var out, errs bytes.Buffer
	code := run([]string{"qr", "epc", "--name", "N", "--iban", "FR7630006000011234567890189", "--cents", "1", "--reference", "RF18539007547034", "--text", "x"}, &out, &errs)
	if code != exitRefused || out.Len() > 0 {
		t.Errorf("exit %d, out %q", code, out.String())
	}
}
