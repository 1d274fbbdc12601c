package mail

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"mime"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // mails in Windows-1252 and the like
	gomail "github.com/emersion/go-message/mail"

	"paddock/backend/club"
)

// What of a mail is looked at, however it was made (PERFORMANCE R16). Those of the first
// group are changed by nothing but the test that shows what they are for.
var (
	maxParts       = 60
	maxTextBytes   = 64 << 10
	maxAttachments = 20
	maxSubject     = 300 // runes
	maxAddresses   = 50
)

const (
	maxDepth      = 8 // parts within parts
	maxAttachment = 10 << 20
)

// longestWay is how long a mail may be under way: a date before is a clock that is wrong.
const longestWay = 7 * 24 * time.Hour

// Address is somebody in a header; the name is what they call themselves.
type Address struct {
	Name  string
	Email string // lower case
}

// Message is a mail in plain values.
type Message struct {
	ID          string // its Message-ID, without brackets; empty where it has none
	Hash        string // SHA-256 of what was fetched, hex
	From        Address
	ReplyTo     Address
	To          []Address // nobody where a signature leaves open who that is
	Date        time.Time // as the sender says; the arrival where that is days away from it
	Arrived     time.Time
	Subject     string
	Text        string // plain, of an HTML mail without anything it would fetch
	Attachments []Attachment
	Results     []Result // what the trusted server found out about the sender
	Automatic   bool     // made by a program: nobody is answered
	TooLarge    bool     // only its header was read
	Unreadable  bool     // it is not a mail; only its size and arrival are sure
	Shortened   bool     // more was in it than is looked at
	Bounce      *Bounce  // of which mail a server says that it did not arrive; nil for any other mail
}

// Attachment is a file in a mail.
type Attachment struct {
	Name    string // safe as the name of a file, never a path
	Type    string // by its content, not by what the mail says; empty when it was not kept
	Bytes   int
	Content []byte // nil where it is too large or of a kind nobody needs
}

// Parse makes plain values of a mail. authserv are the servers whose word on the
// sender counts. It takes any bytes: what cannot be read is said, never refused.
func Parse(raw Raw, authserv []string) (m Message) {
	defer func() {
		if recover() != nil { // one mail never keeps the rest from being read
			m = outside(raw)
			m.Unreadable = true
		}
	}()
	return parse(raw, authserv)
}

func parse(raw Raw, authserv []string) Message {
	m := outside(raw)
	if raw.Failed {
		m.Unreadable = true
		return m
	}
	m.read(raw.Body, authserv)
	return m
}

// outside is what is known of a mail that nobody opened.
func outside(raw Raw) Message {
	known := raw.Body
	if raw.Failed || len(raw.Body) == 0 { // of two that the server could not read, or has nothing of, neither is the other
		known = fmt.Appendf(nil, "unread %d/%d", raw.Validity, raw.UID)
	}
	sum := sha256.Sum256(known)
	return Message{Hash: hex.EncodeToString(sum[:]), Arrived: raw.Arrived.UTC(), Date: raw.Arrived.UTC(), TooLarge: raw.TooLarge()}
}

// Outside is what is kept of a mail that could not be read: that it came, and when.
func (m Message) Outside() Message {
	return Message{Hash: m.Hash, Arrived: m.Arrived, Date: m.Arrived, Unreadable: true}
}

func (m *Message) read(body []byte, authserv []string) {
	entity, err := message.ReadWithOptions(bytes.NewReader(body), &message.ReadOptions{MaxHeaderBytes: maxHeaderBytes})
	if entity == nil || err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) {
		m.Unreadable = true
		return
	}
	m.header(entity.Header, authserv)
	if m.TooLarge {
		return
	}
	w := walk{message: m}
	if isReport(entity.Header) {
		w.report = &report{answers: idOf(entity.Header.Get("In-Reply-To"))}
	}
	w.part(entity, 0)
	m.Text = tidy(w.text())
	if w.report != nil {
		m.Bounce = w.report.bounce()
	}
}

func (m *Message) header(h message.Header, authserv []string) {
	header := gomail.Header{Header: h}
	m.ID = oneLine(strings.Trim(h.Get("Message-Id"), " <>\t"), 250)
	m.From, m.ReplyTo = first(header, "From"), first(header, "Reply-To")
	if once(h, "To") && !open(h) {
		m.To = addresses(header, "To")
	}
	if day, err := header.Date(); err == nil && !day.After(m.Arrived.Add(24*time.Hour)) && !day.Before(m.Arrived.Add(-longestWay)) {
		m.Date = day.UTC()
	}
	subject, _ := header.Text("Subject")
	m.Subject = oneLine(subject, maxSubject)
	auto := strings.ToLower(h.Get("Auto-Submitted"))
	precedence := strings.ToLower(h.Get("Precedence"))
	m.Automatic = auto != "" && auto != "no" || precedence == "bulk" || precedence == "list" || precedence == "junk" ||
		h.Get("List-Id") != "" || h.Get("List-Unsubscribe") != ""
	if once(h, "From") { // whom the server vouched for is not sure otherwise
		m.Results = results(h, authserv)
	}
}

func once(h message.Header, name string) bool {
	fields := h.FieldsByKey(name)
	return fields.Next() && !fields.Next()
}

func first(h gomail.Header, name string) Address {
	if all := addresses(h, name); len(all) > 0 {
		return all[0]
	}
	return Address{}
}

func addresses(h gomail.Header, name string) []Address {
	if len(h.Get(name)) > 8<<10 {
		return nil
	}
	list, err := h.AddressList(name)
	if err != nil {
		return nil
	}
	var all []Address
	for _, a := range list[:min(len(list), maxAddresses)] {
		if strings.ContainsAny(a.Address, " \r\n\t<>") || len(a.Address) > 254 {
			continue
		}
		all = append(all, Address{Name: oneLine(a.Name, 120), Email: strings.ToLower(a.Address)})
	}
	return all
}

// walk goes through the parts of a mail, no deeper and no further than allowed.
type walk struct {
	message *Message
	report  *report // of a mail that is one
	parts   int
	plain   strings.Builder
	html    strings.Builder
}

// text is what the mail says: its plain text, else what its HTML reads like.
func (w *walk) text() string {
	if strings.TrimSpace(w.plain.String()) != "" {
		return w.plain.String()
	}
	return w.html.String()
}

func (w *walk) part(e *message.Entity, depth int) {
	if w.parts++; w.parts > maxParts || depth > maxDepth {
		w.message.Shortened = true
		return
	}
	if parts := e.MultipartReader(); parts != nil {
		for {
			part, err := parts.NextPart()
			if part == nil || err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) {
				if !errors.Is(err, io.EOF) {
					w.message.Shortened = true
				}
				return
			}
			if w.parts >= maxParts {
				w.message.Shortened = true
				return
			}
			w.part(part, depth+1)
		}
	}
	kind, params, err := e.Header.ContentType()
	if err != nil {
		kind = "application/octet-stream"
	}
	if w.report != nil && depth == 1 && w.report.takes(kind, e.Body) {
		return
	}
	disposition, about, _ := e.Header.ContentDisposition()
	name := about["filename"]
	if name == "" {
		name = params["name"]
	}
	switch {
	case disposition != "attachment" && name == "" && kind == "text/plain":
		w.message.Shortened = pour(&w.plain, e.Body) || w.message.Shortened
	case disposition != "attachment" && name == "" && kind == "text/html":
		var source strings.Builder
		w.message.Shortened = pour(&source, e.Body) || w.message.Shortened
		w.html.WriteString(textOf(source.String()))
	case disposition != "attachment" && e.Header.Get("Content-Id") != "" && strings.HasPrefix(kind, "image/"): // a picture of the page itself
	default:
		w.attach(name, kind, e.Body)
	}
}

// pour adds text up to what is looked at, and says whether there was more.
func pour(into *strings.Builder, from io.Reader) (more bool) {
	room := max(maxTextBytes-into.Len(), 0)
	read, err := io.ReadAll(io.LimitReader(from, int64(room)+1))
	if into.Len() > 0 && len(read) > 0 {
		into.WriteByte('\n')
	}
	more = len(read) > room || err != nil
	into.WriteString(strings.ToValidUTF8(string(read[:min(len(read), room)]), ""))
	return more
}

func (w *walk) attach(name, kind string, body io.Reader) {
	if len(w.message.Attachments) >= maxAttachments {
		w.message.Shortened = true
		return
	}
	content, err := io.ReadAll(io.LimitReader(body, maxAttachment+1))
	a := Attachment{Name: club.FileName(word(name)), Bytes: len(content)}
	if len(content) <= maxAttachment && err == nil {
		if a.Type = fileType(content, a.Name); a.Type != "" {
			a.Content = content
		}
	}
	if name == "" && kind == "message/rfc822" {
		a.Name = "message.eml"
	}
	w.message.Attachments = append(w.message.Attachments, a)
}

// word decodes a name written as RFC 2047 has it, which many programs do although
// RFC 2231 is for parameters.
func word(s string) string {
	if len(s) > 1<<10 {
		s = s[:1<<10]
	}
	decoded, err := new(mime.WordDecoder).DecodeHeader(s)
	if err != nil {
		return s
	}
	return decoded
}

// oneLine is text for one line of a screen: no control characters, no more than most
// runes.
func oneLine(s string, most int) string {
	if len(s) > 4*most {
		s = s[:4*most]
	}
	s = strings.Join(strings.FieldsFunc(strings.ToValidUTF8(s, ""), unseen), " ")
	if utf8.RuneCountInString(s) > most {
		s = string([]rune(s)[:most-1]) + "…"
	}
	return s
}
