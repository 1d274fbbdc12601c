package mail_test

import (
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	netmail "net/mail"
	"regexp"
	"strings"
	"testing"
	"time"

	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/mail"
	"paddock/backend/mail/mailtest"
)

func outgoing(o *mailtest.Outgoing) mail.Server {
	return mail.Server{Host: "127.0.0.1", Port: o.SMTPS, Security: club.TLS, User: mailtest.User, Password: mailtest.Password, Roots: o.Roots, Patience: 5 * time.Second}
}

// hello is a letter with everything a letter can hold.
func hello() mail.Letter {
	return mail.Letter{
		ID: "abc@vaubrun.example", Date: arrived, Language: locale.French, Club: "Écuries de Vaubrun",
		From: mail.Address{Name: "Écuries de Vaubrun", Email: "club@vaubrun.example"}, To: mail.Address{Name: "Famille Delcourt", Email: "sophie@famille.example"},
		ReplyTo: "laure@vaubrun.example", Subject: "100,00 € à régler avant le 14 octobre", Body: "Bonjour,\n\nvoici la facture\net le lien.",
		Table:  mail.Table{Heading: "Facture F2026-0431", Rows: []mail.Row{{Text: "Forfait", Detail: "Hugo", Amount: "110,00 €"}, {Text: "Reste", Amount: "100,00 €", Strong: true}}},
		Button: mail.Link{Text: "Payer 100,00 €", URL: "https://pay.example/?a=100&r=F2026"}, Foot: "Écuries de Vaubrun\n12 chemin du Moulin",
		Transfer: mail.Transfer{Title: "Ou par virement", Lines: []string{"IBAN FR76"}, PNG: []byte("\x89PNG\r\n\x1a\n")},
		Files:    []mail.File{{Name: "F2026-0431.pdf", Content: []byte("%PDF-1.4")}},
	}
}

func TestAServerForSendingIsReachedOrRefusedInWords(t *testing.T) {
	o := mailtest.StartSMTP(t)
	if err := mail.CheckSMTP(t.Context(), outgoing(o), "club@vaubrun.example"); err != nil {
		t.Fatal(err)
	}
	start := outgoing(o)
	start.Port, start.Security = o.SMTP, club.StartTLS
	if err := mail.CheckSMTP(t.Context(), start, "club@vaubrun.example"); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		spoil  func(*mail.Server)
		sender string
		code   club.Code
	}{
		"nobody there":              {func(s *mail.Server) { s.Port = mailtest.FreePort(t) }, "", club.CodeMailRefused},
		"a name nobody has":         {func(s *mail.Server) { s.Host = "no-such-host.invalid" }, "", club.CodeMailHost},
		"nobody vouches for it":     {func(s *mail.Server) { s.Roots = nil }, "", club.CodeMailCertificate},
		"another name":              {func(s *mail.Server) { s.Host = "127.0.0.2" }, "", club.CodeMailRefused},
		"no TLS at this port":       {func(s *mail.Server) { s.Port = o.SMTP }, "", club.CodeMailNoTLS},
		"TLS where it begins later": {func(s *mail.Server) { s.Security, s.Patience = club.StartTLS, 300*time.Millisecond }, "", club.CodeMailTimeout},
		"a wrong password":          {func(s *mail.Server) { s.Password = "wrong" }, "", club.CodeMailLogin},
		"a sender it does not take": {func(*mail.Server) {}, "stranger@vaubrun.example", club.CodeMailSender},
	} {
		t.Run(name, func(t *testing.T) {
			s := outgoing(o)
			test.spoil(&s)
			if test.sender == "" {
				test.sender = "club@vaubrun.example"
			}
			var refused *club.Error
			err := mail.CheckSMTP(t.Context(), s, test.sender)
			if !errors.As(err, &refused) || refused.Code != test.code {
				t.Fatalf("%v, want %s", err, test.code)
			}
			if !locale.Has("error." + string(refused.Code)) {
				t.Errorf("error.%s has no text", refused.Code)
			}
			if text := locale.Text(locale.English, "error."+string(refused.Code), locale.Params(refused.Params)); strings.Contains(text, "{") || strings.Contains(text, mailtest.Password) {
				t.Errorf("%q", text)
			}
		})
	}
}

func TestAMailIsHandedInOnceAndARefusalIsToldFromADelay(t *testing.T) {
	o := mailtest.StartSMTP(t)
	out, err := mail.OpenSMTP(t.Context(), outgoing(o))
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	raw, err := mail.Compose(hello())
	if err != nil {
		t.Fatal(err)
	}
	if fate, says := out.Send("club@vaubrun.example", "refused@famille.example", raw); fate != mail.NoAddressee || !strings.Contains(says, "no such mailbox") {
		t.Errorf("%s %q", fate, says)
	}
	if fate, says := out.Send("club@vaubrun.example", "later@famille.example", raw); fate != mail.Later || out.Lost() {
		t.Errorf("%s %q", fate, says)
	}
	if fate, says := out.Send("club@vaubrun.example", "sophie@famille.example", raw); fate != mail.Sent {
		t.Fatalf("%s %q", fate, says)
	}
	got := mail.Parse(mail.Raw{Body: []byte(o.Received(t, "sophie", 1)[0])}, nil)
	if got.ID != "abc@vaubrun.example" || got.Subject != hello().Subject || got.From.Name != "Écuries de Vaubrun" || len(got.Attachments) == 0 {
		t.Errorf("%+v", got)
	}
	account := mail.Account{Server: mail.Server{Host: "127.0.0.1", Port: o.IMAPS, Security: club.TLS, User: "club", Password: mailtest.Password, Roots: o.Roots}}
	if err := mail.CopySent(t.Context(), account, "", "abc@vaubrun.example", raw, arrived); err != nil {
		t.Fatal(err)
	}
	if err := mail.CopySent(t.Context(), account, "", "abc@vaubrun.example", raw, arrived); err != nil {
		t.Fatalf("one that is there already: %v", err)
	}
	account.Folder = "Sent"
	if n, err := mail.Check(t.Context(), account); err != nil || n != 1 {
		t.Errorf("%d copies, %v", n, err)
	}
	var refused *club.Error
	if err := mail.CopySent(t.Context(), account, "Elsewhere", "x@y", raw, arrived); !errors.As(err, &refused) || refused.Code != club.CodeMailFolder {
		t.Errorf("%v", err)
	}
}

// parts are the decoded texts of a composed mail by type.
func parts(t *testing.T, raw []byte) (header netmail.Header, texts map[string]string) {
	t.Helper()
	m, err := netmail.ReadMessage(strings.NewReader(string(raw)))
	if err != nil {
		t.Fatal(err)
	}
	texts = map[string]string{}
	var walk func(kind string, encoding string, body io.Reader)
	walk = func(kind, encoding string, body io.Reader) {
		media, params, err := mime.ParseMediaType(kind)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(media, "multipart/") {
			if strings.EqualFold(encoding, "quoted-printable") {
				body = quotedprintable.NewReader(body)
			}
			content, _ := io.ReadAll(body)
			texts[media] += string(content)
			return
		}
		for r := multipart.NewReader(body, params["boundary"]); ; {
			part, err := r.NextRawPart()
			if err == io.EOF {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			walk(part.Header.Get("Content-Type"), part.Header.Get("Content-Transfer-Encoding"), part)
		}
	}
	walk(m.Header.Get("Content-Type"), m.Header.Get("Content-Transfer-Encoding"), m.Body)
	return m.Header, texts
}

func TestAMailSaysTheSameWithAndWithoutHTMLAndFetchesNothing(t *testing.T) {
	raw, err := mail.Compose(hello())
	if err != nil {
		t.Fatal(err)
	}
	header, texts := parts(t, raw)
	if header.Get("Message-Id") != "<abc@vaubrun.example>" || header.Get("Auto-Submitted") != "auto-generated" || header.Get("Reply-To") != "<laure@vaubrun.example>" {
		t.Errorf("%v", header)
	}
	page := texts["text/html"]
	for _, said := range []string{"voici la facture", "110,00 €", "Ou par virement", "IBAN FR76", "12 chemin du Moulin"} {
		if !strings.Contains(texts["text/plain"], said) || !strings.Contains(page, said) {
			t.Errorf("%q is not in both: %s", said, texts["text/plain"])
		}
	}
	if len(texts["application/pdf"]) == 0 || len(texts["image/png"]) == 0 {
		t.Errorf("attachments: %v", texts)
	}
	for _, fetched := range regexp.MustCompile(`(?i)(?:src|background|poster|srcset)\s*=\s*"([^"]*)"|url\(([^)]*)\)|@import|<link|<script|<iframe|<object|<base`).FindAllString(page, -1) {
		if fetched != `src="cid:code.png"` {
			t.Errorf("the page fetches %s", fetched)
		}
	}
}

func TestHostileTextsStayTexts(t *testing.T) {
	for name, text := range map[string]string{
		"a header":           "Delcourt\r\nBcc: all@famille.example\r\n\r\nhello",
		"a bare line feed":   "Delcourt\nX-Evil: 1",
		"HTML":               `<img src="https://evil.example/x.png"><script>alert(1)</script>`,
		"an attribute":       `" onmouseover="alert(1)`,
		"a template":         `{{.Button.URL}}`,
		"very long":          strings.Repeat("très long ", 5000),
		"one endless word":   strings.Repeat("x", 20000),
		"right to left":      "\u202egnp.exe\u202c",
		"broken UTF-8":       "Del\xff\xfecourt",
		"a nul":              "Del\x00court",
		"an encoded word":    "=?utf-8?q?=0D=0ABcc:_x@y.example?=",
		"a dot on a line":    "hello\n.\nQUIT",
		"a separator of JS":  "a\u2028b\u2029c",
		"quotes in the name": `Del"court <x@y.example>`,
	} {
		t.Run(name, func(t *testing.T) {
			l := hello()
			l.Subject, l.Body, l.To.Name, l.From.Name, l.Club, l.Heading, l.Foot = text, text, text, text, text, text, text
			l.Rows = []mail.Row{{Text: text, Detail: text, Amount: text}}
			l.Places = mail.Table{Heading: text, Rows: l.Rows}
			l.Transfer.Lines = []string{text}
			l.Files[0].Name = text
			raw, err := mail.Compose(l)
			if err != nil {
				t.Fatal(err)
			}
			header, texts := parts(t, raw)
			if len(header["Bcc"])+len(header["X-Evil"]) > 0 || len(header["To"]) != 1 {
				t.Errorf("a header was added: %v", header)
			}
			to, err := netmail.ParseAddressList(header.Get("To"))
			if err != nil || len(to) != 1 || to[0].Address != "sophie@famille.example" {
				t.Errorf("%v %v", to, err)
			}
			for _, forbidden := range []string{"<script", "<img src=\"http", `" onmouseover`, "evil.example/x.png\">"} {
				if strings.Contains(texts["text/html"], forbidden) {
					t.Errorf("%s got into the page", forbidden)
				}
			}
			if strings.ContainsAny(texts["text/html"], "\u202e\x00") {
				t.Error("the page holds a character nobody sees")
			}
			for n, line := range strings.Split(string(raw), "\r\n") {
				if len(line) > 998 || strings.ContainsAny(line, "\r\n") {
					t.Errorf("line %d: %.60q (%d)", n, line, len(line))
				}
			}
		})
	}
}
