package mail

import (
	"bufio"
	"bytes"
	"io"
	"net/textproto"
	"strings"

	"github.com/emersion/go-message"
)

// Bounce is what a report of a mail server says of a mail that did not arrive (RFC
// 3464). It names that mail by the Message-ID it left with: words about it alone say
// nothing, anybody can write them.
type Bounce struct {
	ID      string // Message-ID without brackets
	Address string // that refused it, lower case; empty where the report names none
	Says    string // the server's words, on one line
}

// What of a report is looked at.
const (
	maxReport     = 64 << 10 // its fields, and the header of the mail it is about
	maxReported   = 20       // addressees
	reportedField = 1000     // bytes of a field
)

// isReport is whether a mail is a delivery status notification by its type (RFC 6522).
func isReport(h message.Header) bool {
	kind, params, err := h.ContentType()
	return err == nil && kind == "multipart/report" && strings.EqualFold(params["report-type"], "delivery-status")
}

// report collects what the parts of a delivery status notification say.
type report struct {
	failed  *reported
	mail    string // Message-ID in the mail that is given back
	named   string // the same among the fields of the report: some give no mail back
	answers string // the same in the report's own header
}

type reported struct{ address, says string }

// takes reads a part of the report; false for what is no part of one.
func (r *report) takes(kind string, body io.Reader) bool {
	switch kind {
	case "message/delivery-status", "message/global-delivery-status":
		r.status(body)
	case "message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers", "message/global-headers":
		if r.mail == "" {
			r.mail = idOf(headerOf(body).Get("Message-Id"))
		}
	default:
		return false
	}
	return true
}

// status reads the fields: of the report first, then of each addressee.
func (r *report) status(body io.Reader) {
	text := bufio.NewReader(io.LimitReader(body, maxReport))
	for n := 0; n <= maxReported; {
		fields, err := block(text)
		if len(fields) > 0 {
			if id := idOf(fields.Get("X-Original-Message-Id")); id != "" && r.named == "" {
				r.named = id
			}
			if r.failed == nil && strings.EqualFold(strings.TrimSpace(fields.Get("Action")), "failed") {
				r.failed = &reported{addressOf(fields), saysOf(fields)}
			}
			n++
		}
		if err != nil {
			return
		}
	}
}

// block reads fields up to an empty line, long ones cut.
func block(text *bufio.Reader) (textproto.MIMEHeader, error) {
	fields, last := textproto.MIMEHeader{}, ""
	for {
		line, err := text.ReadString('\n')
		line = strings.TrimRight(line, "\r\n")
		name, value, found := strings.Cut(line, ":")
		switch {
		case line == "":
			return fields, err
		case strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t"):
			if values := fields[last]; last != "" && len(values[0]) < reportedField {
				values[0] += " " + cut(strings.TrimSpace(line))
			}
		case found:
			if last = textproto.CanonicalMIMEHeaderKey(strings.TrimSpace(name)); fields[last] == nil {
				fields[last] = []string{cut(strings.TrimSpace(value))}
			}
		}
		if err != nil {
			return fields, err
		}
	}
}

func cut(s string) string { return s[:min(len(s), reportedField)] }

// addressOf is whom a mail did not reach, as the sender wrote it.
func addressOf(fields textproto.MIMEHeader) string {
	for _, name := range []string{"Original-Recipient", "Final-Recipient"} {
		_, address, found := strings.Cut(fields.Get(name), ";")
		address = strings.ToLower(strings.Trim(strings.TrimSpace(address), "<>"))
		if found && strings.Contains(address, "@") && len(address) <= 254 && !strings.ContainsAny(address, " <>") {
			return Said(address)
		}
	}
	return ""
}

// saysOf is why, in the server's words, else its status (RFC 3463).
func saysOf(fields textproto.MIMEHeader) string {
	if _, says, found := strings.Cut(fields.Get("Diagnostic-Code"), ";"); found && strings.TrimSpace(says) != "" {
		return Said(says)
	}
	return Said(fields.Get("Status"))
}

// idOf is a Message-ID without its brackets.
func idOf(field string) string { return oneLine(strings.Trim(field, " <>\t"), 250) }

// headerOf is the header a mail that is given back begins with, what of it can be read.
func headerOf(body io.Reader) textproto.MIMEHeader {
	raw, _ := io.ReadAll(io.LimitReader(body, maxReport))
	fields, _ := block(bufio.NewReader(bytes.NewReader(raw)))
	return fields
}

// bounce is what the report says, nil where it names no mail or says of none that it
// failed: a mail that is late, or arrived, is no bounce.
func (r report) bounce() *Bounce {
	id := r.mail
	for _, other := range []string{r.named, r.answers} {
		if id == "" {
			id = other
		}
	}
	if r.failed == nil || id == "" {
		return nil
	}
	return &Bounce{ID: id, Address: r.failed.address, Says: r.failed.says}
}
