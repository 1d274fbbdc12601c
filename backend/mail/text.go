package mail

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// unseen are characters that end a word without being part of one: spaces, controls,
// and those that turn the reading direction or hide (RFC 3454 table C.8).
func unseen(r rune) bool {
	return unicode.IsSpace(r) || hidden(r)
}

func hidden(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u200b' || r == '\u2060' || r == '\ufeff' || r == unicode.ReplacementChar
}

// tidy makes lines of a text: no controls, no trailing spaces, no more than one empty
// line in a row.
func tidy(s string) string {
	s = strings.ReplaceAll(strings.ReplaceAll(s, "\r\n", "\n"), "\r", "\n")
	var out strings.Builder
	empty := 0
	for line := range strings.SplitSeq(s, "\n") {
		line = strings.TrimRightFunc(strings.Map(func(r rune) rune {
			switch {
			case r == '\t':
				return ' '
			case hidden(r):
				return -1
			}
			return r
		}, line), unicode.IsSpace)
		if line == "" {
			empty++
			continue
		}
		if out.Len() > 0 {
			out.WriteString(strings.Repeat("\n", 1+min(empty, 1)))
		}
		empty = 0
		out.WriteString(line)
	}
	return out.String()
}

// silent are elements whose content nobody reads.
var silent = map[atom.Atom]bool{atom.Script: true, atom.Style: true, atom.Head: true, atom.Title: true, atom.Template: true, atom.Noscript: true, atom.Object: true, atom.Iframe: true, atom.Svg: true, atom.Textarea: true}

// lines are elements that begin a line.
var lines = map[atom.Atom]bool{atom.P: true, atom.Div: true, atom.Br: true, atom.Tr: true, atom.Li: true, atom.Ul: true, atom.Ol: true, atom.Table: true,
	atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.Hr: true, atom.Pre: true}

// textOf is what an HTML page reads like. Nothing of it is fetched, no address in it
// is kept, and a quotation keeps its mark.
func textOf(source string) string {
	z := html.NewTokenizer(strings.NewReader(source))
	var out strings.Builder
	quoted, skipping := 0, atom.Atom(0)
	fresh := true // nothing is on the line yet
	newLine := func() {
		if !fresh {
			out.WriteByte('\n')
			fresh = true
		}
	}
	for {
		switch z.Next() {
		case html.ErrorToken:
			return out.String()
		case html.TextToken:
			text := strings.Join(strings.FieldsFunc(string(z.Text()), unseen), " ")
			if skipping != 0 || text == "" {
				continue
			}
			if fresh {
				out.WriteString(strings.Repeat("> ", min(quoted, 3)))
			} else {
				out.WriteByte(' ')
			}
			out.WriteString(text)
			fresh = false
		case html.StartTagToken:
			name, _ := z.TagName()
			tag := atom.Lookup(name)
			switch {
			case skipping != 0:
			case silent[tag]:
				skipping = tag
			case tag == atom.Blockquote:
				newLine()
				quoted++
			case tag == atom.P:
				newLine()
				out.WriteByte('\n')
			case lines[tag]:
				newLine()
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			tag := atom.Lookup(name)
			switch {
			case skipping != 0:
				if tag == skipping {
					skipping = 0
				}
			case tag == atom.Blockquote:
				newLine()
				quoted = max(quoted-1, 0)
			case lines[tag]:
				newLine()
			}
		case html.SelfClosingTagToken:
			if name, _ := z.TagName(); lines[atom.Lookup(name)] && skipping == 0 {
				newLine()
			}
		}
	}
}
