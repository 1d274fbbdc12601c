package mailtest

import (
	"io"
	"net"
	"sync/atomic"
	"testing"
)

// Proxy stands before a server and cuts connections.
type Proxy struct {
	Port  int
	after atomic.Int64 // bytes of the server's answers until the cut; negative: never
	n     atomic.Int64
}

// Conns is how many connections came.
func (p *Proxy) Conns() int64 { return p.n.Load() }

// CutAfter cuts every connection to come after so many bytes of answers; never when
// negative.
func (p *Proxy) CutAfter(bytes int64) { p.after.Store(bytes) }

// Before puts a proxy before a port.
func Before(t testing.TB, port int) *Proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	t.Cleanup(func() { _ = l.Close() })
	p := &Proxy{Port: l.Addr().(*net.TCPAddr).Port}
	p.after.Store(-1)
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			p.n.Add(1)
			go p.pass(conn, port)
		}
	}()
	return p
}

func (p *Proxy) pass(conn net.Conn, port int) {
	defer conn.Close()
	server, err := net.Dial("tcp", address(port))
	if err != nil {
		return
	}
	defer server.Close()
	go func() {
		_, _ = io.Copy(server, conn)
		_ = server.Close()
	}()
	if most := p.after.Load(); most >= 0 {
		_, _ = io.CopyN(conn, server, most)
		return
	}
	_, _ = io.Copy(conn, server)
}
