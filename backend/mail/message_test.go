package mail_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"paddock/backend/club"
	"paddock/backend/club/clubtest"
	"paddock/backend/mail"
)

var arrived = time.Date(2026, 10, 7, 9, 31, 0, 0, time.UTC)

func parse(source string, authserv ...string) mail.Message {
	body := []byte(strings.ReplaceAll(source, "\n", "\r\n"))
	return mail.ParseUnguarded(mail.Raw{UID: 1, Bytes: int64(len(body)), Arrived: arrived, Body: body}, authserv)
}

func TestAMailIsReadIntoPlainValues(t *testing.T) {
	m := parse(`From: =?utf-8?Q?L=C3=A9a_Roussel?= <Lea@Courriel.example>
To: Accueil <accueil@vaubrun.example>, autre@vaubrun.example
Subject: =?iso-8859-1?Q?Stage_Toussaint_=E0_10_h?=
Message-ID: <abc@courriel.example>
Date: Wed, 7 Oct 2026 11:31:00 +0200
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: multipart/alternative; boundary=c

--c
Content-Type: text/plain; charset=windows-1252
Content-Transfer-Encoding: quoted-printable

Bonjour, L=E9a n=92est pas l=E0.=20


Merci
--c
Content-Type: text/html

<p>Bonjour</p>
--c--
--b
Content-Type: application/octet-stream; name="=?utf-8?Q?certificat_m=C3=A9dical.pdf?="
Content-Disposition: attachment; filename="=?utf-8?Q?certificat_m=C3=A9dical.pdf?="
Content-Transfer-Encoding: base64

JVBERi0xLjQKJSVFT0YK
--b
Content-Type: application/pdf
Content-Disposition: attachment; filename="outil.exe"
Content-Transfer-Encoding: base64

TVqQAAMAAAAEAAAA
--b--
`)
	if m.ID != "abc@courriel.example" || m.From != (mail.Address{Name: "Léa Roussel", Email: "lea@courriel.example"}) || m.Subject != "Stage Toussaint à 10 h" {
		t.Errorf("header: %+v", m)
	}
	if m.Text != "Bonjour, Léa n’est pas là.\n\nMerci" || !m.Date.Equal(arrived) || len(m.To) != 2 {
		t.Errorf("text %q, date %s, to %v", m.Text, m.Date, m.To)
	}
	if len(m.Attachments) != 2 || m.Attachments[0].Name != "certificat médical.pdf" || m.Attachments[0].Type != "application/pdf" || len(m.Attachments[0].Content) == 0 {
		t.Fatalf("attachments: %+v", m.Attachments)
	}
	if exe := m.Attachments[1]; exe.Name != "outil.exe" || exe.Content != nil || exe.Type != "" {
		t.Errorf("a program is kept: %+v", exe)
	}
}

func TestAnHTMLMailIsReadAsTextAndFetchesNothing(t *testing.T) {
	m := parse(`From: a@b.example
Content-Type: text/html; charset=utf-8

<html><head><title>x</title><style>p{background:url(http://spy.example/a)}</style></head><body onload="x()">
<p>Bonjour,</p><p>Léa est <b>malade</b>&nbsp;demain.<br>Merci<img src="http://spy.example/pixel.gif"></p>
<script>alert(1)</script><a href="javascript:alert(1)">ici</a>
<blockquote><div>Le mercredi</div></blockquote></body></html>
`)
	if want := "Bonjour,\n\nLéa est malade demain.\nMerci\nici\n> Le mercredi"; m.Text != want {
		t.Errorf("%q, want %q", m.Text, want)
	}
}

func TestOnlyTheTrustedServersTopmostWordCounts(t *testing.T) {
	const from = "From: Stripe <receipts@stripe.com>\n"
	good := "Authentication-Results: mx.vaubrun.example 1; spf=none (a ; dkim=fail) smtp.mailfrom=x;\n dkim=pass (2048-bit) header.d=stripe.com header.b=x; dmarc=pass header.from=stripe.com\n"
	for name, c := range map[string]struct {
		header string
		want   bool
	}{
		"passed":                        {good + from, true},
		"of another server":             {strings.Replace(good, "mx.vaubrun.example", "mx.evil.example", 1) + from, false},
		"below another one":             {"Authentication-Results: mx.vaubrun.example; dkim=none\n" + good + from, false},
		"below an untrusted one":        {"Authentication-Results: other.example; dkim=none\n" + good + from, false},
		"failed":                        {"Authentication-Results: mx.vaubrun.example; dkim=fail header.d=stripe.com; dmarc=fail header.from=stripe.com\n" + from, false},
		"signed by somebody else":       {"Authentication-Results: mx.vaubrun.example; dkim=pass header.d=evil.example\n" + from, false},
		"a name that only ends like it": {"Authentication-Results: mx.vaubrun.example; dkim=pass header.d=evilstripe.com\nFrom: a@evilstripe.com\n", false},
		"two senders":                   {good + from + "From: evil@evil.example\n", false},
		"another sender":                {good + "From: \"receipts@stripe.com\" <evil@evil.example>\n", false},
		"the word in a comment":         {"Authentication-Results: mx.vaubrun.example; dkim=none (; dmarc=pass header.from=stripe.com)\n" + from, false},
		"the word in a quoted string":   {"Authentication-Results: mx.vaubrun.example; dkim=none reason=\"; dmarc=pass header.from=stripe.com\"\n" + from, false},
		"DMARC for another From":        {"Authentication-Results: mx.vaubrun.example; dmarc=pass header.from=evil.example\n" + from, false},
	} {
		if got := parse(c.header+"\nx\n", "mx.vaubrun.example").Vouched("stripe.com"); got != c.want {
			t.Errorf("%s: vouched %v", name, got)
		}
	}
	if parse(good + from + "\nx\n").Vouched("stripe.com") {
		t.Error("without a trusted server somebody is believed")
	}
}

// R20 of PERFORMANCE: five hundred names of attachments, in each way that a mail writes
// them, are names and nothing more when they come, and when a file goes out.
func TestFiveHundredHostileNamesOfAttachmentsAreNames(t *testing.T) {
	percent := func(name string) (out string) {
		for _, b := range []byte(name) {
			out += fmt.Sprintf("%%%02X", b)
		}
		return out
	}
	for _, name := range clubtest.Names(500) {
		bare := strings.NewReplacer("\r", "", "\n", "", `"`, `\"`, `\`, `\\`).Replace(name)
		for way, header := range map[string]string{
			"quoted": `filename="` + bare + `"`, "in RFC 2231": "filename*=UTF-8''" + percent(name),
			"as a word": `filename="=?utf-8?B?` + base64.StdEncoding.EncodeToString([]byte(name)) + `?="`,
		} {
			m := parse("Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: application/octet-stream\nContent-Disposition: attachment; " + header + "\n\n%PDF-1.7\n--b--\n")
			if len(m.Attachments) != 1 || !clubtest.Harmless(m.Attachments[0].Name) {
				t.Errorf("%q %s: %+v", name, way, m.Attachments)
			}
		}
		l := hello()
		l.Files = []mail.File{{Name: name, Content: []byte("%PDF")}}
		raw, err := mail.Compose(l)
		if err != nil {
			t.Fatalf("%q goes out: %v", name, err)
		}
		if m := mail.ParseUnguarded(mail.Raw{UID: 1, Bytes: int64(len(raw)), Arrived: arrived, Body: raw}, nil); len(m.Attachments) != 1 || m.Attachments[0].Name != club.FileName(name) {
			t.Errorf("%q goes out as %+v", name, m.Attachments)
		}
	}
}

// hostile are mails made to break whoever reads them (PERFORMANCE R16).
func hostile() map[string]string {
	nested := "From: a@b.example\n"
	var deep strings.Builder
	deep.WriteString(nested)
	for i := range 10_000 {
		fmt.Fprintf(&deep, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i)
	}
	var wide strings.Builder
	wide.WriteString("From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n")
	for range 10_000 {
		wide.WriteString("--b\nContent-Disposition: attachment; filename=\"../../x\"\n\nx\n")
	}
	return map[string]string{
		"10,000 nested parts":    deep.String(),
		"10,000 parts":           wide.String(),
		"a million headers":      strings.Repeat("X-A: b\n", 1_000_000) + "\nx\n",
		"one endless header":     "Subject: " + strings.Repeat("a", 5<<20) + "\n\nx\n",
		"bad base64":             "From: a@b.example\nContent-Transfer-Encoding: base64\n\n!!!!====!!!!\n",
		"words within words":     "Subject: " + strings.Repeat("=?utf-8?Q?", 20_000) + "\nFrom: " + strings.Repeat("=?x?B?", 9_000) + "\n\nx\n",
		"a charset nobody knows": "From: a@b.example\nContent-Type: text/plain; charset=klingon\n\nqapla\n",
		"an endless boundary":    "From: a@b.example\nContent-Type: multipart/mixed; boundary=" + strings.Repeat("b", 100_000) + "\n\nx\n",
		"no boundary":            "From: a@b.example\nContent-Type: multipart/mixed\n\nx\n",
		"many recipients":        "From: a@b.example\nTo: " + strings.Repeat("a@b.example,", 100_000) + "\n\nx\n",
		"an endless A-R":         "Authentication-Results: mx; " + strings.Repeat("dkim=pass header.d=a;", 10_000) + "\n\nx\n",
		"HTML without an end":    "From: a@b.example\nContent-Type: text/html\n\n" + strings.Repeat("<div><blockquote>", 100_000),
		"10 MB of text":          "From: a@b.example\n\n" + strings.Repeat("ah ", 3<<20),
		"no header":              "\n\n\n",
		"nothing":                "",
		"noise":                  strings.Repeat("\x00\xff\xfe(=?", 5_000),
	}
}

func TestHostileMailsAreReadInTimeAndBounds(t *testing.T) {
	for name, source := range hostile() {
		began := time.Now()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		m := parse(source, "mx")
		runtime.ReadMemStats(&after)
		if took := time.Since(began); took > 10*time.Second { // one that grows with the square never ends
			t.Errorf("%s took %s", name, took)
		}
		if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 100+uint64(len(source)>>20)*3 {
			t.Errorf("%s took %d MB", name, mb)
		}
		bounded(t, m)
	}
}

// The control of R16: without the limits the same mails are out of bounds.
func TestWithoutLimitsHostileMailsAreOutOfBounds(t *testing.T) {
	mail.WithoutLimits(t)
	for _, name := range []string{"10,000 parts", "10 MB of text"} {
		if m := parse(hostile()[name], "mx"); inBounds(m) {
			t.Errorf("%s: %d text, %d attachments, %d subject", name, len(m.Text), len(m.Attachments), len(m.Subject))
		}
	}
}

func inBounds(m mail.Message) bool {
	return len(m.Text) <= 256<<10 && len(m.Attachments) <= 20 && utf8.RuneCountInString(m.Subject) <= 300 && len(m.To) <= 50 && m.Hash != ""
}

func bounded(t *testing.T, m mail.Message) {
	t.Helper()
	if !inBounds(m) {
		t.Errorf("no bounds: %d text, %d attachments, %d subject", len(m.Text), len(m.Attachments), len(m.Subject))
	}
	for _, s := range []string{m.Text, m.Subject, m.From.Name, m.From.Email, m.ID} {
		if !utf8.ValidString(s) || strings.ContainsAny(s, "\x00\r") {
			t.Errorf("not plain text: %q", s[:min(len(s), 80)])
		}
	}
	for _, a := range m.Attachments {
		if a.Name == "" || a.Name != club.FileName(a.Name) || strings.ContainsAny(a.Name, "/\\\x00") {
			t.Errorf("not the name of a file: %q", a.Name)
		}
	}
}

// A server may hand over two mails of which it has nothing: neither is a copy of the other.
func TestTwoMailsWithoutABodyAreTwo(t *testing.T) {
	hash := func(uid uint32) string {
		return mail.Parse(mail.Raw{Validity: 1, UID: uid, Arrived: arrived}, nil).Hash
	}
	if first := hash(1); first == hash(2) || first != hash(1) {
		t.Errorf("%s and %s", hash(1), hash(2))
	}
}

func FuzzParse(f *testing.F) {
	for _, source := range hostile() {
		if len(source) < 100_000 {
			f.Add([]byte(source))
		}
	}
	f.Add([]byte(letter(1, "Léa est malade demain")))
	for _, r := range reports {
		f.Add([]byte(r.source))
	}
	f.Add([]byte("Authentication-Results: mx; dmarc=pass header.from=b.example\r\nFrom: a@b.example\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Disposition: attachment; filename=\"a\"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.StdEncoding.EncodeToString([]byte("%PDF-1.4 %%EOF")) + "\r\n--b--\r\n"))
	f.Fuzz(func(t *testing.T, source []byte) {
		m := mail.ParseUnguarded(mail.Raw{Body: source, Bytes: int64(len(source)), Arrived: arrived}, []string{"mx"})
		bounded(t, m)
		if again := mail.Parse(mail.Raw{Body: bytes.Clone(source), Bytes: int64(len(source)), Arrived: arrived}, []string{"mx"}); again.Text != m.Text || again.Hash != m.Hash {
			t.Error("read twice it says something else")
		}
	})
}
