package mailtest

import (
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// Outgoing is a running Exim that delivers to a Dovecot by LMTP, to whatever domain:
// the mailbox is the part before the @. It takes User and Password, and vouches for
// itself with the Dovecot's certificate. "refused@" is nobody, "later@" is put off, and what
// "gone@" is sent comes back.
type Outgoing struct {
	SMTP  int // plain and STARTTLS
	SMTPS int
	*Server
}

// User opens the Outgoing, with Password.
const User = "club"

// StartSMTP runs both until the test ends. Without them installed the test fails:
// build/install.sh test installs them.
func StartSMTP(t testing.TB) *Outgoing {
	t.Helper()
	program, err := exec.LookPath("exim4")
	if err != nil {
		program = "/usr/sbin/exim4"
	}
	if _, err := os.Stat(program); err != nil {
		t.Fatal("no exim4 on this computer: build/install.sh test")
	}
	lmtp := FreePort(t)
	s := Start(t, Options{More: strings.ReplaceAll(overLMTP, "@LMTP@", strconv.Itoa(lmtp))})
	o := &Outgoing{SMTP: FreePort(t), SMTPS: FreePort(t), Server: s}
	dir := filepath.Join(s.Dir, "exim")
	must(t, os.Mkdir(dir, 0o755))
	owner := "exim_user = root\nexim_group = root\nnever_users ="
	as := "  user = mail\n  group = mail\n"
	if os.Getuid() != 0 { // a copy of the program without root's rights, which does all as who runs the test
		content, err := os.ReadFile(program)
		must(t, err)
		program = filepath.Join(dir, "exim4")
		must(t, os.WriteFile(program, content, 0o700))
		me, err := user.Current()
		must(t, err)
		group, err := user.LookupGroupId(me.Gid)
		must(t, err)
		owner = "exim_user = " + me.Username + "\nexim_group = " + group.Name + "\ndeliver_drop_privilege"
		as = ""
	}
	config := filepath.Join(dir, "exim.conf")
	must(t, os.WriteFile(config, []byte(strings.NewReplacer("@DIR@", s.Dir, "@SMTP@", strconv.Itoa(o.SMTP), "@SMTPS@", strconv.Itoa(o.SMTPS),
		"@LMTP@", strconv.Itoa(lmtp), "@OWNER@", owner, "@AS@", as, "@USER@", User, "@PASSWORD@", Password).Replace(eximConfig)), 0o644))
	run := exec.Command(program, "-C", config, "-bdf", "-q1s")
	run.SysProcAttr = &syscall.SysProcAttr{Setpgid: true} // its deliveries end with it
	must(t, run.Start())
	t.Cleanup(func() {
		_ = syscall.Kill(-run.Process.Pid, syscall.SIGKILL)
		_ = run.Wait()
	})
	for until := time.Now().Add(10 * time.Second); ; {
		conn, err := net.Dial("tcp", address(o.SMTP))
		if err == nil {
			_ = conn.Close()
			return o
		}
		if time.Now().After(until) {
			log, _ := os.ReadFile(filepath.Join(dir, "paniclog"))
			t.Fatalf("exim did not start: %s", log)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// Received waits until so many mails are in a user's INBOX and gives them, in no order.
func (o *Outgoing) Received(t testing.TB, of string, n int) []string {
	t.Helper()
	for until := time.Now().Add(20 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		mails := []string{}
		_, cur := os.Stat(filepath.Join(o.Dir, "mail", of, "cur"))
		_, fresh := os.Stat(filepath.Join(o.Dir, "mail", of, "new"))
		if cur == nil && fresh == nil { // made one after the other, with the first mail
			for _, content := range o.Files(t, of) {
				mails = append(mails, content)
			}
		}
		if len(mails) >= n {
			return mails
		}
		if time.Now().After(until) {
			log, _ := os.ReadFile(filepath.Join(o.Dir, "exim", "mainlog"))
			t.Fatalf("%d mails for %s, want %d: %s", len(mails), of, n, log)
		}
	}
}

const overLMTP = `
protocols = imap lmtp
auth_username_format = %Ln
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = @LMTP@
  }
}
protocol lmtp {
  postmaster_address = postmaster@vaubrun.example
}
`

const eximConfig = `primary_hostname = localhost
spool_directory = @DIR@/exim/spool
log_file_path = @DIR@/exim/%slog
pid_file_path = @DIR@/exim/pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = @SMTP@ : @SMTPS@
tls_on_connect_ports = @SMTPS@
tls_advertise_hosts = *
tls_certificate = @DIR@/cert.pem
tls_privatekey = @DIR@/key.pem
@OWNER@
keep_environment =
host_lookup =
rfc1413_query_timeout = 0s
smtp_enforce_sync = false
message_size_limit = 5M
queue_run_in_order = true
acl_smtp_rcpt = rcpt
acl_smtp_mail = sender
acl_smtp_data = accept
begin acl
sender:
  deny message = you are not this sender
    senders = stranger@*
  accept
rcpt:
  deny message = no such mailbox
    local_parts = refused
  defer message = come back later
    local_parts = later
  accept authenticated = *
  deny message = nobody of this name any more
    local_parts = gone
  deny message = log in first
begin routers
gone:
  driver = accept
  local_parts = gone
  transport = onward
all:
  driver = accept
  transport = lmtp
begin transports
lmtp:
  driver = smtp
  protocol = lmtp
@AS@  hosts = 127.0.0.1
  port = @LMTP@
  hosts_override
  allow_localhost
  hosts_avoid_tls = *
onward:
  driver = smtp
@AS@  hosts = 127.0.0.1
  port = @SMTP@
  hosts_override
  allow_localhost
  hosts_avoid_tls = *
begin retry
* * F,1h,1s
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_condition = ${if and{{eq{$auth2}{@USER@}}{eq{$auth3}{@PASSWORD@}}}}
  server_set_id = $auth2
`
