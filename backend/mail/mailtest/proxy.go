package mailtest

import (
	"bufio"
	"io"
	"net"
	"strings"
	"sync/atomic"
	"testing"
)

// Proxy stands before a server and cuts connections.
type Proxy struct {
	Port  int
	after atomic.Int64 // bytes of the server's answers until the cut; negative: never
	n     atomic.Int64
	idle  atomic.Bool
	last  atomic.Pointer[net.TCPConn] // to the server
}

// Conns is how many connections came.
func (p *Proxy) Conns() int64 { return p.n.Load() }

// CutAfter cuts every connection to come after so many bytes of answers; never when
// negative.
func (p *Proxy) CutAfter(bytes int64) { p.after.Store(bytes) }

// RefuseIdle has the server refuse IDLE, which it goes on announcing: the command comes
// to it under a name that it does not know.
func (p *Proxy) RefuseIdle() { p.idle.Store(true) }

// Cut cuts the connection that came last.
func (p *Proxy) Cut() { _ = p.last.Load().Close() }

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
	p.last.Store(server.(*net.TCPConn))
	go func() {
		lines := bufio.NewReader(conn)
		for {
			line, err := lines.ReadString('\n')
			if p.idle.Load() {
				line = strings.Replace(line, " IDLE\r", " XDLE\r", 1)
			}
			if _, failed := io.WriteString(server, line); failed != nil || err != nil {
				break
			}
		}
		_ = server.Close()
	}()
	if most := p.after.Load(); most >= 0 {
		_, _ = io.CopyN(conn, server, most)
		return
	}
	_, _ = io.Copy(conn, server)
}
