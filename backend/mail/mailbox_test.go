package mail_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"paddock/backend/club"
	"paddock/backend/mail"
	"paddock/backend/mail/mailtest"
)

// shelf keeps what was read, as the desk does: by what a mail holds.
type shelf struct {
	sync.Mutex
	at    mail.Position
	mails []mail.Message
	seen  map[string]bool
	asked int // mails fetched, those known included
}

func (s *shelf) Position(context.Context) (mail.Position, error) {
	s.Lock()
	defer s.Unlock()
	return s.at, nil
}

func (s *shelf) Keep(_ context.Context, raws []mail.Raw, at mail.Position) error {
	s.Lock()
	defer s.Unlock()
	for _, raw := range raws {
		s.asked++
		m := mail.Parse(raw, nil)
		if key := m.ID + " " + m.Hash; !s.seen[key] {
			if s.seen == nil {
				s.seen = map[string]bool{}
			}
			s.seen[key] = true
			s.mails = append(s.mails, m)
		}
	}
	s.at = at
	return nil
}

func (s *shelf) subjects() []string {
	s.Lock()
	defer s.Unlock()
	var all []string
	for _, m := range s.mails {
		all = append(all, m.Subject)
	}
	return all
}

func letter(n int, text string) string {
	return fmt.Sprintf("From: Julie Roussel <julie@courriel.example>\nTo: accueil@vaubrun.example\nSubject: mail %d\nMessage-ID: <%d@courriel.example>\nDate: Wed, 7 Oct 2026 11:31:00 +0200\n\n%s\n", n, n, text)
}

func letters(from, n int) []string {
	var all []string
	for i := range n {
		all = append(all, letter(from+i, strings.Repeat("Bonjour. ", 40)))
	}
	return all
}

func plain(s *mailtest.Server) mail.Account {
	return mail.Account{Server: mail.Server{Host: "127.0.0.1", Port: s.IMAP, Security: club.InClear, User: "club", Password: mailtest.Password}}
}

func TestAMailboxIsReachedOrRefusedInWords(t *testing.T) {
	s := mailtest.Start(t, mailtest.Options{})
	s.Deliver(t, "club", letters(1, 3)...)
	good := plain(s)
	overTLS := good
	overTLS.Port, overTLS.Security, overTLS.Roots = s.IMAPS, club.TLS, s.Roots
	upgraded := good
	upgraded.Security, upgraded.Roots = club.StartTLS, s.Roots
	for name, account := range map[string]mail.Account{"open on loopback": good, "TLS": overTLS, "STARTTLS": upgraded} {
		if n, err := mail.Check(t.Context(), account); n != 3 || err != nil {
			t.Errorf("%s: %d mails, %v", name, n, err)
		}
	}
	change := func(from mail.Account, f func(*mail.Account)) mail.Account { f(&from); return from }
	for _, c := range []struct {
		name    string
		account mail.Account
		code    club.Code
	}{
		{"wrong password", change(overTLS, func(a *mail.Account) { a.Password = "no" }), club.CodeMailLogin},
		{"a folder that is not there", change(overTLS, func(a *mail.Account) { a.Folder = "Rien" }), club.CodeMailFolder},
		{"a certificate nobody vouches for", change(overTLS, func(a *mail.Account) { a.Roots = nil }), club.CodeMailCertificate},
		{"the same behind STARTTLS", change(upgraded, func(a *mail.Account) { a.Roots = nil }), club.CodeMailCertificate},
		{"in clear over the network", change(good, func(a *mail.Account) { a.Host = "192.0.2.1" }), club.CodeMailPlain},
		{"nobody vouches for its name either", change(overTLS, func(a *mail.Account) { a.Host = "localhost"; a.Roots = nil }), club.CodeMailCertificate},
		{"nobody there", change(good, func(a *mail.Account) { a.Port = mailtest.FreePort(t) }), club.CodeMailRefused},
		{"TLS where plain is spoken", change(overTLS, func(a *mail.Account) { a.Port = s.IMAP }), club.CodeMailNoTLS},
	} {
		if _, err := mail.Check(t.Context(), c.account); !errors.Is(err, club.Refuse(c.code)) {
			t.Errorf("%s: %v, want %s", c.name, err, c.code)
		}
	}
	folders, err := mail.Folders(t.Context(), good)
	if err != nil || !strings.Contains(strings.Join(folders, " "), "Sent") {
		t.Errorf("folders: %v, %v", folders, err)
	}
}

func TestReadingChangesNothingAndReadsNothingTwice(t *testing.T) {
	s := mailtest.Start(t, mailtest.Options{})
	s.Deliver(t, "club", letters(1, 230)...)
	var kept shelf
	for range 2 {
		if err := mail.Read(t.Context(), plain(s), &kept); err != nil {
			t.Fatal(err)
		}
	}
	if len(kept.mails) != 230 || kept.asked != 230 {
		t.Fatalf("%d kept, %d fetched; want 230 of both", len(kept.mails), kept.asked)
	}
	for name := range s.Files(t, "club") {
		if _, flags, _ := strings.Cut(name, " "); flags != "" {
			t.Fatalf("reading set flags %q", flags)
		}
	}
	s.Deliver(t, "club", letters(231, 2)...)
	if err := mail.Read(t.Context(), plain(s), &kept); err != nil || len(kept.mails) != 232 || kept.asked != 232 {
		t.Fatalf("then %d kept, %d fetched, %v; want 232 of both", len(kept.mails), kept.asked, err)
	}
}

func TestANewUIDValidityReadsNothingTwice(t *testing.T) {
	s := mailtest.Start(t, mailtest.Options{})
	s.Deliver(t, "club", letters(1, 20)...)
	var kept shelf
	if err := mail.Read(t.Context(), plain(s), &kept); err != nil {
		t.Fatal(err)
	}
	before := kept.at
	s.Renumber(t, "club", before.Validity+7)
	s.Deliver(t, "club", letters(21, 1)...)
	if err := mail.Read(t.Context(), plain(s), &kept); err != nil {
		t.Fatal(err)
	}
	if kept.at.Validity != before.Validity+7 || len(kept.mails) != 21 {
		t.Errorf("position %+v after %+v, %d mails; want 21", kept.at, before, len(kept.mails))
	}
}

func TestAReadingCutInMidFetchGoesOnByItself(t *testing.T) {
	s := mailtest.Start(t, mailtest.Options{})
	s.Deliver(t, "club", letters(1, 450)...)
	p := mailtest.Before(t, s.IMAP)
	p.CutAfter(120_000) // in the second or third batch
	account := plain(s)
	account.Port = p.Port
	var kept shelf
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	ended := make(chan error, 100)
	go mail.Follow(ctx, account, mail.Watch{
		Keeper: &kept,
		Done:   func(err error) { ended <- err },
		Backoff: func(n int, _ bool) time.Duration {
			if n > 2 {
				p.CutAfter(-1)
			}
			return time.Millisecond
		},
	})
	var faults int
	for err := range within(t, ended) {
		if err == nil {
			break
		}
		if !errors.Is(err, club.Refuse(club.CodeMailLost)) {
			t.Fatalf("a cut is told as %v", err)
		}
		faults++
	}
	if faults == 0 || len(kept.subjects()) != 450 || kept.asked != 450 {
		t.Errorf("%d cuts, %d kept, %d whole mails fetched; want some, 450, 450", faults, len(kept.subjects()), kept.asked)
	}
}

func TestAMailThatComesIsReadAtOnce(t *testing.T) {
	for name, o := range map[string]mailtest.Options{"IDLE": {}, "polling": {Without: "IDLE"}} {
		t.Run(name, func(t *testing.T) {
			s := mailtest.Start(t, o)
			s.Deliver(t, "club", letters(1, 1)...)
			var kept shelf
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			read := make(chan error, 100)
			poll := 20 * time.Millisecond
			if name == "IDLE" {
				poll = time.Hour
			}
			go mail.Follow(ctx, plain(s), mail.Watch{Keeper: &kept, Done: func(err error) { read <- err }, Poll: poll})
			next := within(t, read)
			for range next {
				break
			}
			s.Deliver(t, "club", letters(2, 1)...)
			for err := range next {
				if err != nil {
					t.Fatal(err)
				}
				if len(kept.subjects()) == 2 {
					break
				}
			}
		})
	}
}

// A server that announces IDLE and refuses it is asked now and then, by one connection.
func TestAServerThatRefusesTheIdleItAnnouncesIsPolled(t *testing.T) {
	s := mailtest.Start(t, mailtest.Options{})
	s.Deliver(t, "club", letters(1, 1)...)
	p := mailtest.Before(t, s.IMAP)
	p.RefuseIdle()
	account := plain(s)
	account.Port = p.Port
	var kept shelf
	read := make(chan error, 100)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	go mail.Follow(ctx, account, mail.Watch{Keeper: &kept, Done: func(err error) { read <- err }, Poll: 5 * time.Millisecond, Backoff: func(int, bool) time.Duration { return 0 }})
	readings := 0
	for err := range within(t, read) {
		if err != nil {
			t.Fatal(err)
		}
		if readings++; readings == 3 {
			s.Deliver(t, "club", letters(2, 1)...)
		}
		if readings > 3 && len(kept.subjects()) == 2 {
			break
		}
	}
	if n := p.Conns(); n != 1 {
		t.Errorf("%d connections", n)
	}
}

// A server that ends every session once the mails were read is not asked anew all the
// time: the wait grows from one to the next.
func TestASessionThatEndsAtOnceIsAFailureLikeAnother(t *testing.T) {
	s := mailtest.Start(t, mailtest.Options{})
	s.Deliver(t, "club", letters(1, 1)...)
	p := mailtest.Before(t, s.IMAP)
	p.RefuseIdle()
	account := plain(s)
	account.Port = p.Port
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	rows, poke := make(chan int, 10), make(chan struct{}, 1)
	go mail.Follow(ctx, account, mail.Watch{Keeper: &shelf{}, Poke: poke, Poll: time.Hour, Done: func(err error) {
		if err == nil { // it was read: the connection is lost
			p.Cut()
			select {
			case poke <- struct{}{}:
			default:
			}
		}
	}, Backoff: func(n int, _ bool) time.Duration { rows <- n; return 0 }})
	for want := 1; want <= 3; want++ {
		select {
		case got := <-rows:
			if got != want {
				t.Fatalf("failure %d is counted as number %d", want, got)
			}
		case <-time.After(20 * time.Second):
			t.Fatal("nothing came")
		}
	}
}

func TestAPokeReadsNowAndAWrongPasswordIsNotTriedAllTheTime(t *testing.T) {
	s := mailtest.Start(t, mailtest.Options{})
	account := plain(s)
	account.Password = "wrong"
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	poke, done, waits := make(chan struct{}, 1), make(chan error, 10), make(chan bool, 10)
	go mail.Follow(ctx, account, mail.Watch{Keeper: &shelf{}, Done: func(err error) { done <- err }, Poke: poke, Backoff: func(_ int, permanent bool) time.Duration {
		waits <- permanent
		return time.Hour
	}})
	for range 2 {
		if err := <-done; !errors.Is(err, club.Refuse(club.CodeMailLogin)) {
			t.Fatal(err)
		}
		if !<-waits {
			t.Error("a wrong password waits like a lost connection")
		}
		poke <- struct{}{}
	}
}

func TestAFullMailboxIsStillRead(t *testing.T) {
	s := mailtest.Start(t, mailtest.Options{QuotaKB: 20})
	s.Deliver(t, "club", letters(1, 4)...)
	client, err := imapclient.DialInsecure(fmt.Sprintf("127.0.0.1:%d", s.IMAP), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	if err := client.Login("club", mailtest.Password).Wait(); err != nil {
		t.Fatal(err)
	}
	big := letter(5, strings.Repeat("x", 60_000))
	put := client.Append("INBOX", int64(len(big)), nil)
	_, _ = put.Write([]byte(big))
	_ = put.Close()
	_, err = put.Wait()
	var no *imap.Error
	if !errors.As(err, &no) || no.Code != "OVERQUOTA" {
		t.Fatalf("the server took more than its quota: %v", err)
	}
	var kept shelf
	if err := mail.Read(t.Context(), plain(s), &kept); err != nil || len(kept.mails) != 4 {
		t.Errorf("%d mails, %v", len(kept.mails), err)
	}
}

func TestAMailTooLargeIsKeptByItsHeader(t *testing.T) {
	s := mailtest.Start(t, mailtest.Options{})
	s.Deliver(t, "club", letter(1, strings.Repeat(strings.Repeat("x", 70)+"\n", (mail.MaxMailBytes/71)+10)), letter(2, "Bonjour"))
	var kept shelf
	if err := mail.Read(t.Context(), plain(s), &kept); err != nil || len(kept.mails) != 2 {
		t.Fatalf("%d mails, %v", len(kept.mails), err)
	}
	if m := kept.mails[0]; !m.TooLarge || m.Subject != "mail 1" || m.Text != "" || m.From.Email != "julie@courriel.example" {
		t.Errorf("%+v", m)
	}
}

// within ends a test that waits for what never comes.
func within(t *testing.T, c <-chan error) func(func(error) bool) {
	return func(yield func(error) bool) {
		for {
			select {
			case err := <-c:
				if !yield(err) {
					return
				}
			case <-time.After(20 * time.Second):
				t.Fatal("nothing came")
			}
		}
	}
}

func TestAMailTheServerCannotReadKeepsNoOtherFromBeingRead(t *testing.T) {
	s := mailtest.Start(t, mailtest.Options{})
	s.Deliver(t, "club", letters(1, 30)...)
	s.Lock(t, "club", "Subject: mail 7\r")
	s.Lock(t, "club", "Subject: mail 23\r")
	var kept shelf
	if err := mail.Read(t.Context(), plain(s), &kept); err != nil {
		t.Fatal(err)
	}
	unread := 0
	for _, m := range kept.mails {
		if m.Unreadable {
			unread++
		}
	}
	if len(kept.mails) != 30 || unread != 2 {
		t.Fatalf("%d kept, %d of them unreadable; want 30 and 2", len(kept.mails), unread)
	}
	s.Deliver(t, "club", letters(31, 2)...)
	if err := mail.Read(t.Context(), plain(s), &kept); err != nil || len(kept.mails) != 32 {
		t.Errorf("then %d kept, %v; want 32, those that cannot be read once", len(kept.mails), err)
	}
}

func TestAMailTheServerSaysNoToIsFoundAmongTheOthers(t *testing.T) {
	var rows []mail.Raw
	for uid := range uint32(100) {
		rows = append(rows, mail.Raw{UID: uid + 1})
	}
	asked := 0
	got, err := mail.Bisect(rows, func(some []mail.Raw) ([]mail.Raw, error) {
		asked++
		for _, r := range some {
			if r.UID == 7 || r.UID == 64 {
				return nil, &imap.Error{Type: imap.StatusResponseTypeNo}
			}
		}
		return some, nil
	})
	failed := 0
	for i, r := range got {
		if r.UID != uint32(i+1) || r.Failed != (r.UID == 7 || r.UID == 64) {
			t.Errorf("%d is %+v", i, r)
		}
		if r.Failed {
			failed++
		}
	}
	if err != nil || len(got) != 100 || failed != 2 || asked > 30 {
		t.Errorf("%d, %d failed, asked %d times, %v", len(got), failed, asked, err)
	}
}
