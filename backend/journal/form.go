package journal

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

var errNoJSON = errors.New("read sealed line: no JSON")

// form reads JSON and writes its one form, in one pass and without a tree: verify
// does it to every document and payment of ten years.
type form struct {
	in   []byte
	at   int
	lean bool // leave out members that say nothing
}

// span is a member of an object that was written: from and to are places in the
// output.
type span struct {
	name     []byte
	from, to int
}

// value appends the next value to out, in its one form.
func (f *form) value(out []byte) ([]byte, error) {
	switch c := f.next(); {
	case c == '{':
		from := len(out)
		out, spans, err := f.members(out)
		if err != nil {
			return out, err
		}
		return joined(out[:from], bytes.Clone(out[from:]), from, spans), nil
	case c == '[':
		out = append(out, c)
		err := f.each(']', func(first bool) (err error) {
			if !first {
				out = append(out, ',')
			}
			out, err = f.value(out)
			return err
		})
		return append(out, ']'), err
	case c == '"':
		text, err := f.text()
		return appendText(out, text), err
	case c == '-' || '0' <= c && c <= '9':
		word := f.word()
		n, err := strconv.ParseInt(string(word), 10, 64)
		if err != nil {
			return out, fmt.Errorf("%w: %s", ErrNotInteger, word)
		}
		return strconv.AppendInt(out, n, 10), nil
	}
	switch word := f.word(); string(word) {
	case "true", "false", "null":
		return append(out, word...), nil
	}
	return out, errNoJSON
}

// members appends the values of an object one after the other, and says where
// each is, in the order of their names. Of two that have one name the later counts.
func (f *form) members(out []byte) ([]byte, []span, error) {
	spans := make([]span, 0, 16)
	err := f.each('}', func(bool) error {
		name, err := f.name()
		if err != nil {
			return err
		}
		from := len(out)
		if out, err = f.value(out); err != nil {
			return err
		}
		if f.lean && silent(out[from:]) {
			out = out[:from]
			return nil
		}
		spans = append(spans, span{name, from, len(out)})
		return nil
	})
	slices.SortStableFunc(spans, func(a, b span) int { return bytes.Compare(a.name, b.name) })
	last := spans[:0]
	for i, s := range spans {
		if i+1 == len(spans) || !bytes.Equal(s.name, spans[i+1].name) {
			last = append(last, s)
		}
	}
	return out, last, err
}

// joined appends an object: its members are spans of values, which began at a
// place in the output.
func joined(out, values []byte, began int, members []span) []byte {
	out = append(out, '{')
	for i, m := range members {
		if i > 0 {
			out = append(out, ',')
		}
		out = append(appendText(out, m.name), ':')
		out = append(out, values[m.from-began:m.to-began]...)
	}
	return append(out, '}')
}

// skip passes over the next value.
func (f *form) skip() error {
	for depth := 0; ; {
		switch f.next() {
		case '{', '[':
			f.at++
			depth++
		case '}', ']':
			f.at++
			depth--
		case ',', ':':
			f.at++
			continue
		case '"':
			if _, err := f.quoted(); err != nil {
				return err
			}
		default:
			if len(f.word()) == 0 {
				return errNoJSON
			}
		}
		if depth <= 0 {
			return nil
		}
	}
}

// each reads a list or an object from its first bracket to its end.
func (f *form) each(end byte, item func(first bool) error) error {
	f.at++
	if f.next() == end {
		f.at++
		return nil
	}
	for first := true; ; first = false {
		if err := item(first); err != nil {
			return err
		}
		c := f.next()
		f.at++
		if c == end {
			return nil
		}
		if c != ',' {
			return errNoJSON
		}
	}
}

// next is the first byte of what follows; 0 at the end.
func (f *form) next() byte {
	for f.at < len(f.in) {
		switch c := f.in[f.at]; c {
		case ' ', '\t', '\r', '\n':
			f.at++
		default:
			return c
		}
	}
	return 0
}

// name reads the name of a member, in NFC, and the colon after it.
func (f *form) name() ([]byte, error) {
	if f.next() != '"' {
		return nil, errNoJSON
	}
	name, err := f.text()
	if err != nil || f.next() != ':' {
		return nil, errNoJSON
	}
	f.at++
	return composed(name), nil
}

// text reads a string: what it says.
func (f *form) text() ([]byte, error) {
	raw, err := f.quoted()
	if err != nil {
		return nil, err
	}
	if inner := raw[1 : len(raw)-1]; bytes.IndexByte(inner, '\\') < 0 && utf8.Valid(inner) {
		return inner, nil
	}
	var said string
	err = json.Unmarshal(raw, &said)
	return []byte(said), err
}

// quoted passes over a string, with its quotes.
func (f *form) quoted() ([]byte, error) {
	from := f.at
	for f.at++; f.at < len(f.in); f.at++ {
		switch f.in[f.at] {
		case '\\':
			f.at++
		case '"':
			f.at++
			return f.in[from:f.at], nil
		}
	}
	return nil, errNoJSON
}

// word reads a number, true, false or null.
func (f *form) word() []byte {
	from := f.at
	for f.at < len(f.in) && strings.IndexByte(",:]} \t\r\n", f.in[f.at]) < 0 {
		f.at++
	}
	return f.in[from:f.at]
}

// appendText escapes what JSON demands (RFC 8259 section 7) and nothing else.
func appendText(out, text []byte) []byte {
	out = append(out, '"')
	for _, c := range composed(text) {
		switch {
		case c == '"' || c == '\\':
			out = append(out, '\\', c)
		case c < 0x20:
			out = fmt.Appendf(out, `\u%04x`, c)
		default:
			out = append(out, c)
		}
	}
	return append(out, '"')
}

// composed is a text in NFC.
func composed(text []byte) []byte {
	if norm.NFC.IsNormal(text) {
		return text
	}
	return norm.NFC.Bytes(text)
}

// silent reports whether a member says what its absence says.
func silent(value []byte) bool {
	switch string(value) {
	case `""`, "0", "false", "null", "[]", "{}":
		return true
	}
	return false
}
