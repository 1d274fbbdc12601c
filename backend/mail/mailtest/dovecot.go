// Package mailtest starts a real mail server for tests, on loopback ports of its own.
package mailtest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// Password opens every mailbox of a Server.
const Password = "secret"

// Server is a running Dovecot: every user has a mailbox.
type Server struct {
	Dir      string
	IMAP     int // plain and STARTTLS
	IMAPS    int
	Roots    *x509.CertPool
	config   string
	mailUser *user.User
	n        atomic.Int64
}

// Options change what the server is like.
type Options struct {
	QuotaKB int    // 0: none
	Without string // capabilities it does not tell of, "IDLE"
	More    string // appended to the configuration; "@DIR@" is the server's folder
}

// Start runs a Dovecot until the test ends. Without one installed the test fails:
// build/install.sh test installs it.
func Start(t testing.TB, o Options) *Server {
	t.Helper()
	program, err := exec.LookPath("dovecot")
	if err != nil {
		program = "/usr/sbin/dovecot"
	}
	if _, err := os.Stat(program); err != nil {
		t.Fatal("no dovecot on this computer: build/install.sh test")
	}
	dir, err := os.MkdirTemp("", "paddock-mail-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	s := &Server{Dir: dir, IMAP: FreePort(t), IMAPS: FreePort(t), config: filepath.Join(dir, "dovecot.conf")}
	must(t, os.Chmod(dir, 0o755)) // Dovecot's own users go through it
	must(t, os.Mkdir(filepath.Join(dir, "mail"), 0o755))
	s.certificate(t)
	s.mailUser, err = user.Current()
	must(t, err)
	group, err := user.LookupGroupId(s.mailUser.Gid)
	must(t, err)
	as := fmt.Sprintf("default_internal_user = %[1]s\ndefault_login_user = %[1]s\ndefault_internal_group = %[2]s\n", s.mailUser.Username, group.Name)
	if os.Getuid() == 0 {
		as = ""
		s.mailUser, err = user.Lookup("mail")
		must(t, err)
		must(t, s.own(filepath.Join(dir, "mail")))
	}
	conf := as + strings.NewReplacer("@DIR@", dir, "@IMAP@", strconv.Itoa(s.IMAP), "@IMAPS@", strconv.Itoa(s.IMAPS),
		"@UID@", s.mailUser.Uid, "@GID@", s.mailUser.Gid).Replace(config)
	if o.QuotaKB > 0 {
		conf += fmt.Sprintf("mail_plugins = quota\nplugin {\n  quota = maildir:all\n  quota_rule = *:storage=%dK\n}\n", o.QuotaKB)
	}
	if o.Without != "" {
		conf += "imap_capability = IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE LITERAL+ UIDPLUS\n"
	}
	must(t, os.WriteFile(s.config, []byte(conf+strings.ReplaceAll(o.More, "@DIR@", dir)), 0o644))
	run := exec.Command(program, "-F", "-c", s.config)
	run.Stdout, run.Stderr = nil, nil
	must(t, run.Start())
	t.Cleanup(func() {
		_ = run.Process.Kill() // what it started ends with it
		_ = run.Wait()
	})
	for until := time.Now().Add(10 * time.Second); ; {
		conn, err := net.Dial("tcp", address(s.IMAP))
		if err == nil {
			_ = conn.Close()
			return s
		}
		if time.Now().After(until) {
			log, _ := os.ReadFile(filepath.Join(dir, "log"))
			t.Fatalf("dovecot did not start: %s", log)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

const config = `auth_failure_delay = 0
base_dir = @DIR@/run
state_dir = @DIR@/state
instance_name = paddock-test
protocols = imap
listen = 127.0.0.1
log_path = @DIR@/log
info_log_path = @DIR@/log
ssl = yes
ssl_cert = <@DIR@/cert.pem
ssl_key = <@DIR@/key.pem
disable_plaintext_auth = no
auth_mechanisms = plain login
mail_location = maildir:@DIR@/mail/%u
mailbox_idle_check_interval = 1 s
mail_max_userip_connections = 50
first_valid_uid = 0
mail_uid = @UID@
mail_gid = @GID@
passdb {
  driver = static
  args = password=` + Password + `
}
userdb {
  driver = static
  args = uid=@UID@ gid=@GID@ home=@DIR@/mail/%u
}
service imap-login {
  chroot =
  inet_listener imap {
    port = @IMAP@
  }
  inet_listener imaps {
    port = @IMAPS@
    ssl = yes
  }
}
service anvil {
  chroot =
}
namespace inbox {
  inbox = yes
  mailbox Sent {
    auto = create
    special_use = \Sent
  }
}
`

// Port is where the mailbox answers in clear.
func (s *Server) Port() string { return strconv.Itoa(s.IMAP) }

// FreePort is a port of loopback that nobody listens on.
func FreePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

func address(port int) string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(port)) }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// certificate makes one for 127.0.0.1 that vouches for itself.
func (s *Server) certificate(t testing.TB) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	about := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, DNSNames: []string{"localhost"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour), IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageDigitalSignature | x509.KeyUsageCertSign, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, about, about, &key.PublicKey, key)
	must(t, err)
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	must(t, err)
	cert := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	must(t, os.WriteFile(filepath.Join(s.Dir, "cert.pem"), cert, 0o644))
	must(t, os.WriteFile(filepath.Join(s.Dir, "key.pem"), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret}), 0o600))
	s.Roots = x509.NewCertPool()
	s.Roots.AppendCertsFromPEM(cert)
}

func (s *Server) own(path string) error {
	if os.Getuid() != 0 {
		return nil
	}
	uid, _ := strconv.Atoi(s.mailUser.Uid)
	gid, _ := strconv.Atoi(s.mailUser.Gid)
	return os.Chown(path, uid, gid)
}

// Deliver puts mails into the INBOX of a user as a delivery does.
func (s *Server) Deliver(t testing.TB, to string, mails ...string) {
	t.Helper()
	s.DeliverAt(t, time.Now(), to, mails...)
}

// DeliverAt is Deliver at another moment than now: mails arrived then.
func (s *Server) DeliverAt(t testing.TB, at time.Time, to string, mails ...string) {
	t.Helper()
	for _, sub := range []string{"", "tmp", "cur", "new"} {
		dir := filepath.Join(s.Dir, "mail", to, sub)
		if err := os.Mkdir(dir, 0o700); err == nil {
			must(t, s.own(dir))
		}
	}
	for _, mail := range mails {
		name := fmt.Sprintf("%d.M%dP%d.test", time.Now().Unix(), s.n.Add(1), os.Getpid())
		tmp, final := filepath.Join(s.Dir, "mail", to, "tmp", name), filepath.Join(s.Dir, "mail", to, "new", name)
		must(t, os.WriteFile(tmp, []byte(strings.ReplaceAll(strings.ReplaceAll(mail, "\r\n", "\n"), "\n", "\r\n")), 0o600))
		must(t, s.own(tmp))
		must(t, os.Chtimes(tmp, at, at))
		must(t, os.Rename(tmp, final))
	}
}

// Files are the mails in a user's INBOX as they lie on the disk, by name with their
// flags and content.
func (s *Server) Files(t testing.TB, of string) map[string]string {
	t.Helper()
	found := map[string]string{}
	for _, sub := range []string{"cur", "new"} {
		dir := filepath.Join(s.Dir, "mail", of, sub)
		entries, err := os.ReadDir(dir)
		must(t, err)
		for _, e := range entries {
			content, err := os.ReadFile(filepath.Join(dir, e.Name()))
			must(t, err)
			key, flags, _ := strings.Cut(e.Name(), ":2,")
			key, _, _ = strings.Cut(key, ",")
			found[key+" "+flags] = string(content)
		}
	}
	return found
}

// Lock keeps the server from reading a mail of a user's INBOX, by a text that is in
// it; Unlock lets it again.
func (s *Server) Lock(t testing.TB, of, text string) (unlock func()) {
	t.Helper()
	for _, sub := range []string{"cur", "new"} {
		dir := filepath.Join(s.Dir, "mail", of, sub)
		entries, err := os.ReadDir(dir)
		must(t, err)
		for _, e := range entries {
			path := filepath.Join(dir, e.Name())
			content, err := os.ReadFile(path)
			must(t, err)
			if !strings.Contains(string(content), text) {
				continue
			}
			must(t, os.Chmod(path, 0))
			return func() { must(t, os.Chmod(path, 0o600)) }
		}
	}
	t.Fatalf("no mail says %q", text)
	return nil
}

// Renumber gives the INBOX of a user another UIDVALIDITY: the server forgets the
// numbers its mails had.
func (s *Server) Renumber(t testing.TB, of string, validity uint32) {
	t.Helper()
	out, err := exec.Command("doveadm", "-c", s.config, "mailbox", "update", "-u", of, "--uid-validity", strconv.FormatUint(uint64(validity), 10), "INBOX").CombinedOutput()
	if err != nil {
		t.Fatalf("doveadm: %s", out)
	}
}
