package document

import (
	"strings"
	"unicode/utf8"
)

// ink is a colour of print.
type ink struct{ r, g, b uint8 }

// The inks of design/tokens.css that papers use: fog-900, -700, -600, -500,
// -400, -300, -200, green-800, leather-500 and brick-600.
var (
	black   = ink{0, 0, 0}
	white   = ink{0xff, 0xff, 0xff}
	dark    = ink{0x13, 0x1c, 0x18}
	soft    = ink{0x2f, 0x3b, 0x36}
	grey    = ink{0x43, 0x51, 0x4b}
	caption = ink{0x5a, 0x69, 0x62}
	dashes  = ink{0x7f, 0x8f, 0x88}
	border  = ink{0xb4, 0xc1, 0xbb}
	hair    = ink{0xd1, 0xda, 0xd6}
	green   = ink{0x12, 0x3a, 0x2a}
	leather = ink{0x95, 0x5a, 0x28}
	brick   = ink{0x93, 0x2e, 0x1a}
	ghost   = ink{0xec, 0xef, 0xed}
)

// mmPerPoint converts type sizes; everything else on a sheet is millimetres.
const mmPerPoint = 25.4 / 72

// style is how a text is set: size in points, leading as a factor of it.
type style struct {
	face    face
	size    float64
	leading float64
	ink     ink
}

// line returns the height of one line in millimetres.
func (s style) line() float64 { return s.size * s.leading * mmPerPoint }

// baseline returns where letters stand below the top of a line. As in CSS,
// half the leading lies above the font's own box and half below.
func (s style) baseline() float64 {
	m := s.face.metrics()
	em := s.size / 1000 * mmPerPoint
	return (s.line()-(m.ascent+m.descent)*em)/2 + m.ascent*em
}

// width returns the width of a text in millimetres.
func (s style) width(text string) float64 {
	return s.face.width(s.face.printable(text)) * s.size / 1000 * mmPerPoint
}

// in returns the style in another ink.
func (s style) in(colour ink) style { s.ink = colour; return s }

// wrap breaks a text into lines no wider than width. It breaks at spaces, and
// inside a word only when the word alone is too wide; nothing is ever cut.
// A line feed starts a new line.
func (s style) wrap(text string, width float64) []string {
	text = s.face.printable(text)
	var lines []string
	for paragraph := range strings.SplitSeq(text, "\n") {
		line := ""
		for word := range strings.SplitSeq(paragraph, " ") {
			if word == "" {
				continue
			}
			joined := word
			if line != "" {
				joined = line + " " + word
			}
			if s.width(joined) <= width {
				line = joined
				continue
			}
			if line != "" {
				lines = append(lines, line)
			}
			var whole []string
			whole, line = s.split(word, width)
			lines = append(lines, whole...)
		}
		if line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// split cuts a word that is wider than a line into full lines and a rest. It
// prefers to cut after the marks that structure an address on the web.
func (s style) split(word string, width float64) (lines []string, rest string) {
	limit := width / (s.size * mmPerPoint) * 1000
	for {
		_, end := s.face.measure(word, limit)
		if end == len(word) {
			return lines, word
		}
		if end == 0 { // narrower than one letter: a line still takes one
			_, end = utf8.DecodeRuneInString(word)
		}
		for _, marks := range []string{"/?&", "-.=_@"} {
			if mark := strings.LastIndexAny(word[:end], marks) + 1; mark > end/2 {
				end = mark
				break
			}
		}
		lines = append(lines, word[:end])
		word = word[end:]
	}
}

// textLine is one line of a stack. A name stands before the text in the
// face's regular weight; only stacks aligned left have it.
type textLine struct {
	style style
	text  string
	name  string
}

// stack is a column of lines, set one under another.
type stack []textLine

// stacked sets a text in lines of a width.
func stacked(s style, width float64, texts ...string) stack {
	var lines stack
	for _, text := range texts {
		for _, line := range s.wrap(text, width) {
			lines = append(lines, textLine{style: s, text: line})
		}
	}
	return lines
}

func (s stack) height() float64 {
	var sum float64
	for _, line := range s {
		sum += line.style.line()
	}
	return sum
}

// take splits a stack where it would grow higher than height.
func (s stack) take(height float64) (fits, rest stack) {
	var sum float64
	for i, line := range s {
		sum += line.style.line()
		if sum > height && i > 0 {
			return s[:i], s[i:]
		}
	}
	return s, nil
}

// part returns the lines from i to j, as far as there are any.
func (s stack) part(i, j int) stack {
	i, j = min(i, len(s)), min(j, len(s))
	return s[i:j]
}

// grouped writes a code in groups of four, as people copy it.
func grouped(code string) string {
	var out strings.Builder
	for i, r := range strings.ReplaceAll(code, " ", "") {
		if i > 0 && i%4 == 0 {
			out.WriteByte(' ')
		}
		out.WriteRune(r)
	}
	return out.String()
}
