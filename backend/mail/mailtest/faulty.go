package mailtest

import (
	"bufio"
	"mime"
	"net"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// Faulty is an SMTP server in clear that goes wrong where a test wants it to.
type Faulty struct {
	Port  int
	mails atomic.Int64
	hangs atomic.Int64 // at which mail it does so by itself; 0 for never
	how   atomic.Value
	mutex sync.Mutex
	about map[string]int // mails it was given whole, by their subject
	to    map[string]string
}

// HangsAt lets it hang once it has so many mails whole, counted from its start; 0 for
// never.
func (f *Faulty) HangsAt(mails int64) { f.hangs.Store(mails) }

// About is how many mails of a subject it was given whole.
func (f *Faulty) About(subject string) int {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return f.about[subject]
}

// To is every line it was given for an addressee, as it was sent.
func (f *Faulty) To(address string) string {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	return f.to[address]
}

// Goes says how it goes on: "" well, "RCPT 550 no" what a command or "." is answered,
// "cut" in the middle of a mail, "drop" and "hang" once it has all of it.
func (f *Faulty) Goes(how string) { f.how.Store(how) }

// Taken is how many mails it was given whole.
func (f *Faulty) Taken() int64 { return f.mails.Load() }

// StartFaulty runs one until the test ends.
func StartFaulty(t testing.TB) *Faulty {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	f := &Faulty{Port: l.Addr().(*net.TCPAddr).Port, about: map[string]int{}, to: map[string]string{}}
	f.how.Store("")
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go f.talk(conn)
		}
	}()
	return f
}

func (f *Faulty) talk(conn net.Conn) {
	defer conn.Close()
	say := func(line string) { _, _ = conn.Write([]byte(line + "\r\n")) }
	say("220 hello")
	in, data, subject, address := bufio.NewScanner(conn), false, "", ""
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		line, how := in.Text(), f.how.Load().(string)
		command, answer, answered := strings.Cut(how, " ")
		word := strings.ToUpper(strings.SplitN(line, " ", 2)[0])
		switch {
		case answered && (word == command || data && line == command):
			data = false
			say(answer)
		case data && line == ".":
			data = false
			f.mutex.Lock()
			f.about[subject]++
			f.mutex.Unlock()
			taken := f.mails.Add(1)
			if how == "drop" {
				return
			}
			if how == "hang" || taken == f.hangs.Load() {
				_, _ = bufio.NewReader(conn).ReadString('\n')
				return
			}
			say("250 taken")
		case data:
			if how == "cut" {
				return
			}
			f.mutex.Lock()
			f.to[address] += line + "\n"
			f.mutex.Unlock()
			if after, is := strings.CutPrefix(line, "Subject: "); is {
				decoded, err := new(mime.WordDecoder).DecodeHeader(after)
				if subject = decoded; err != nil {
					subject = after
				}
			}
		case word == "RCPT":
			address = strings.Trim(line[strings.IndexByte(line, ':')+1:], "<>")
			say("250 fine")
		case word == "DATA":
			data = true
			say("354 go on")
		case word == "QUIT":
			say("221 bye")
			return
		default:
			say("250 fine")
		}
	}
}
