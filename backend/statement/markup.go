package statement

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"paddock/backend/club"
)

// markup reads tags one after the other, of XML and of OFX's SGML alike. It
// expands nothing that a file declares: a document type, which no bank writes,
// is refused before anything is read of it.
type markup struct {
	format Format
	step   Step
	raw    []byte
	at     int
	line   int
	tags   int
}

// tag is a piece of markup and the text before it.
type tag struct {
	before string // text since the tag before it, trimmed
	name   string // without its namespace
	attrs  string
	open   bool
	close  bool // both for <a/>
	line   int
}

// unicoded makes UTF-8 of a file by what its declaration says, and refuses bytes
// that are not what it declares.
func unicoded(raw []byte) ([]byte, error) {
	if bytes.HasPrefix(raw, []byte{0xFF, 0xFE}) || bytes.HasPrefix(raw, []byte{0xFE, 0xFF}) {
		return unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM).NewDecoder().Bytes(raw)
	}
	raw = bytes.TrimPrefix(raw, []byte("\ufeff"))
	wrong := club.Refuse(club.CodeStatementEncoding)
	switch declaredSet(raw) {
	case "iso88591", "88591", "latin1", "windows1252", "cp1252", "1252", "none": // Windows' set has the letters of 8859-1, and the euro
		if !utf8.Valid(raw) {
			raw, _ = charmap.Windows1252.NewDecoder().Bytes(raw)
		}
	case "iso885915", "885915", "latin9":
		if !utf8.Valid(raw) {
			raw, _ = charmap.ISO8859_15.NewDecoder().Bytes(raw)
		}
	case "", "utf8", "usascii", "ascii":
		for at := 0; at < len(raw); {
			if raw[at] < utf8.RuneSelf {
				at++
				continue
			}
			r, size := utf8.DecodeRune(raw[at:])
			if r == utf8.RuneError && size == 1 {
				return nil, wrong.With("line", 1+bytes.Count(raw[:at], []byte("\n")))
			}
			at += size
		}
	default:
		return nil, wrong.With("line", 1)
	}
	if at := bytes.IndexByte(raw, 0); at >= 0 {
		return nil, wrong.With("line", 1+bytes.Count(raw[:at], []byte("\n")))
	}
	return raw, nil
}

// declaredSet is what a file says its letters are written in, in small letters and
// without dashes: the encoding of XML's declaration, or CHARSET in the lines above
// OFX 1, whose section 2.2.1 has ISO-8859-1, 1252 and NONE. "" where nothing is said.
func declaredSet(raw []byte) string {
	plain := strings.NewReplacer("-", "", "_", "")
	head, _, _ := bytes.Cut(raw[:min(len(raw), 400)], []byte("?>"))
	if declared := attribute(string(head), "encoding"); declared != "" {
		return plain.Replace(strings.ToLower(declared))
	}
	head, _, _ = bytes.Cut(head, []byte("<"))
	_, after, _ := strings.Cut(strings.ToUpper(string(head)), "CHARSET:")
	if said := strings.Fields(after); len(said) > 0 {
		name, _, _ := strings.Cut(said[0], "COMPRESSION") // which follows it, in a head on one line
		return plain.Replace(strings.ToLower(name))
	}
	return ""
}

// next returns the next tag; none at the end of the file.
func (m *markup) next() (t tag, more bool, err error) {
	var before []byte
	for {
		open := bytes.IndexByte(m.raw[m.at:], '<')
		if open < 0 {
			return tag{before: text(before), line: m.line}, false, nil
		}
		if open > maxLine || len(before) > maxLine {
			return t, false, damaged(m.format, m.line)
		}
		if piece := m.raw[m.at : m.at+open]; before == nil {
			before = piece[:len(piece):len(piece)]
		} else {
			before = append(before, piece...)
		}
		m.advance(open)
		switch rest := m.raw[m.at:]; {
		case bytes.HasPrefix(rest, []byte("<!--")):
			if err := m.past("-->"); err != nil {
				return t, false, err
			}
		case bytes.HasPrefix(rest, []byte("<![CDATA[")):
			from := m.at + len("<![CDATA[")
			if err := m.past("]]>"); err != nil {
				return t, false, err
			}
			before = append(before, bytes.ReplaceAll(m.raw[from:m.at-len("]]>")], []byte("&"), []byte("&amp;"))...)
		case bytes.HasPrefix(rest, []byte("<?")):
			if err := m.past("?>"); err != nil {
				return t, false, err
			}
		case bytes.HasPrefix(rest, []byte("<!")):
			return t, false, club.Refuse(club.CodeStatementHostile).With("line", m.line)
		default:
			return m.tag(text(before))
		}
	}
}

func (m *markup) tag(before string) (t tag, more bool, err error) {
	t = tag{before: before, line: m.line}
	if m.tags++; m.tags > maxTags {
		return t, false, club.Refuse(club.CodeStatementHostile).With("line", m.line)
	}
	if err := m.step.at(m.tags, m.at, len(m.raw)); err != nil {
		return t, false, err
	}
	end := bytes.IndexByte(m.raw[m.at:min(len(m.raw), m.at+maxLine)], '>')
	if end < 0 {
		return t, false, damaged(m.format, m.line)
	}
	body := string(m.raw[m.at+1 : m.at+end])
	m.advance(end + 1)
	switch {
	case strings.HasPrefix(body, "/"):
		t.close, body = true, body[1:]
	case strings.HasSuffix(body, "/"):
		t.open, t.close, body = true, true, body[:len(body)-1]
	default:
		t.open = true
	}
	name, attrs := strings.TrimSpace(body), ""
	if at := strings.IndexAny(name, " \t\r\n"); at >= 0 {
		name, attrs = name[:at], name[at:]
	}
	if at := strings.IndexByte(name, ':'); at >= 0 {
		name = name[at+1:]
	}
	if name == "" {
		return t, false, damaged(m.format, t.line)
	}
	t.name, t.attrs = name, attrs
	return t, true, nil
}

// past goes behind a mark that must come.
func (m *markup) past(mark string) error {
	end := bytes.Index(m.raw[m.at:], []byte(mark))
	if end < 0 || end > maxLine {
		return damaged(m.format, m.line)
	}
	m.advance(end + len(mark))
	return nil
}

func (m *markup) advance(n int) {
	m.line += bytes.Count(m.raw[m.at:m.at+n], []byte("\n"))
	m.at += n
}

// text resolves the five entities of XML, numbers, and the space of OFX; what a
// file declares by itself stays as it is written.
func text(raw []byte) string {
	if raw = bytes.TrimSpace(raw); len(raw) == 0 {
		return ""
	}
	s := string(raw)
	if !strings.Contains(s, "&") {
		return s
	}
	var out strings.Builder
	for s != "" {
		before, rest, has := strings.Cut(s, "&")
		out.WriteString(before)
		if !has {
			break
		}
		name, _, ends := strings.Cut(rest[:min(len(rest), 12)], ";")
		r, known := entity(name)
		if !ends || !known {
			out.WriteByte('&')
			s = rest
			continue
		}
		out.WriteRune(r)
		s = rest[len(name)+1:]
	}
	return out.String()
}

func entity(name string) (rune, bool) {
	switch name {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	case "nbsp":
		return ' ', true
	}
	digits, numeric := strings.CutPrefix(name, "#")
	if !numeric {
		return 0, false
	}
	base := 10
	if hex, has := strings.CutPrefix(strings.ToLower(digits), "x"); has {
		digits, base = hex, 16
	}
	n, err := strconv.ParseInt(digits, base, 32)
	if err != nil || n < ' ' || !utf8.ValidRune(rune(n)) {
		return ' ', err == nil
	}
	return rune(n), true
}

// attribute is the value of an attribute; "" when it is not there.
func attribute(attrs, name string) string {
	for rest := attrs; ; {
		at := strings.Index(rest, name)
		if at < 0 {
			return ""
		}
		rest = rest[at+len(name):]
		value := strings.TrimLeft(rest, " \t\r\n")
		if !strings.HasPrefix(value, "=") {
			continue
		}
		value = strings.TrimLeft(value[1:], " \t\r\n")
		if value == "" || value[0] != '"' && value[0] != '\'' {
			continue
		}
		inside, _, closed := strings.Cut(value[1:], value[:1])
		if !closed {
			return ""
		}
		return inside
	}
}
