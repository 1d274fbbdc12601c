//go:build program

package windowtest

import (
	"os"
	"path/filepath"
	"testing"
)

// A list of members given to the program, as an icon does, opens as an import.
func TestAListGivenAtTheStartOpensItsImportInTheWindow(t *testing.T) {
	data := filepath.Join(t.TempDir(), "club")
	run(t, os.Environ(), program(t), "--data", data, "demo")
	list := filepath.Join(t.TempDir(), "membres.csv")
	if err := os.WriteFile(list, []byte("Nom;Prénom;Naissance\r\nDelcourt;Manon;02/05/2014\r\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	w := openWindow(t, "--data", data, list)
	w.findText("membres.csv")
}
