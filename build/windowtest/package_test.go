//go:build program

package windowtest

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// debianPackage is the one that build/package.sh made last.
func debianPackage(t *testing.T) string {
	t.Helper()
	found, err := filepath.Glob("../bin/paddock_*.deb")
	if err != nil {
		t.Fatal(err)
	}
	if len(found) != 1 {
		t.Fatalf("build/package.sh deb leaves one package in build/bin, there are %d", len(found))
	}
	return found[0]
}

// asRoot is what a command is put behind to act as root.
func asRoot(t *testing.T) []string {
	t.Helper()
	if os.Geteuid() == 0 {
		return nil
	}
	if exec.Command("sudo", "-n", "true").Run() != nil {
		t.Skip("installing a package needs root, or sudo without a password")
	}
	return []string{"sudo", "-n"}
}

func TestTheDebianPackageInstallsStartsAndGoesWithoutATrace(t *testing.T) {
	// Whoever uses Paddock on this computer keeps the one they installed.
	if exec.Command("dpkg-query", "-W", "paddock").Run() == nil {
		t.Skip("a paddock package is installed on this computer already")
	}
	root := asRoot(t)
	dpkg := func(args ...string) {
		t.Helper()
		all := append(append([]string{}, root...), append([]string{"dpkg"}, args...)...)
		run(t, os.Environ(), all[0], all[1:]...)
	}
	dpkg("--install", debianPackage(t))
	t.Cleanup(func() {
		if exec.Command("dpkg-query", "-W", "paddock").Run() == nil {
			dpkg("--purge", "paddock")
		}
	})
	// What the package put there, its folders aside: those belong to the system.
	var files []string
	for _, file := range strings.Fields(run(t, os.Environ(), "dpkg-query", "--listfiles", "paddock")) {
		if info, err := os.Stat(file); err == nil && !info.IsDir() {
			files = append(files, file)
		}
	}
	for _, want := range []string{
		"/usr/bin/paddock", "/usr/share/applications/paddock.desktop", "/usr/share/mime/packages/paddock.xml",
		"/usr/share/icons/hicolor/scalable/apps/paddock.svg", "/usr/share/icons/hicolor/512x512/apps/paddock.png",
		"/usr/share/doc/paddock/copyright",
	} {
		if _, err := os.Stat(want); err != nil {
			t.Errorf("the package lacks %s: %v", want, err)
		}
	}
	opensItsFiles(t)

	w := drive(t, "/usr/bin/paddock", "--data", filepath.Join(t.TempDir(), "club"))
	w.find("#app h1")
	if a := w.request("GET", "/api/desk/session", 0, ""); a.Status != 200 {
		t.Errorf("session: %+v", a)
	}

	dpkg("--purge", "paddock")
	for _, file := range files {
		if _, err := os.Lstat(file); !os.IsNotExist(err) {
			t.Errorf("%s stays behind", file)
		}
	}
}

// opensItsFiles asks the system, as its file manager does, what kind of file a
// backup and a bank's files are, by their names and by what is in them.
func opensItsFiles(t *testing.T) {
	t.Helper()
	folder := t.TempDir()
	camt := "<?xml version=\"1.0\"?>\n<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\"/>\n"
	for name, want := range map[string]string{
		"club.paddock": "application/vnd.paddock.backup", "releve.coda": "application/vnd.paddock.statement",
		"releve.sta": "application/vnd.paddock.statement", "releve.ofx": "application/x-ofx",
		"releve": "application/vnd.paddock.camt", // a name that ends with .xml says XML, whatever is in it
	} {
		file := filepath.Join(folder, name)
		if err := os.WriteFile(file, []byte(camt), 0o600); err != nil {
			t.Fatal(err)
		}
		said := run(t, os.Environ(), "gio", "info", "--attributes=standard::content-type", file)
		if !strings.Contains(said, want+"\n") {
			t.Errorf("%s is %s", name, said)
		}
	}
}
