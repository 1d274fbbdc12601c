package document

import (
	"embed"
	"math"
	"strings"
	"sync"
	"unicode"

	"github.com/signintech/gopdf"
	"golang.org/x/text/unicode/norm"
)

// fontFiles holds the fonts of the papers, made by build/fonts/make.sh.
//
//go:embed fonts/*.ttf
var fontFiles embed.FS

// face is one weight of one family.
type face int

const (
	regular       face = iota // Hanken Grotesk 400
	medium                    // Hanken Grotesk 500
	strong                    // Hanken Grotesk 600
	display                   // Besley 500
	displayStrong             // Besley 600
)

var fontNames = [...]string{"hanken-grotesk-400", "hanken-grotesk-500", "hanken-grotesk-600", "besley-500", "besley-600"}

func (f face) name() string { return fontNames[f] }

// lastRune bounds the search for the characters a font has; nothing of the
// Latin, Cyrillic and Greek fonts lies above it.
const lastRune = 0x2300

// metrics is what a layout needs to know of a font, in thousandths of its size.
type metrics struct {
	ascent, descent float64 // descent is positive
	glyphs          map[rune]uint
	advances        map[rune]float64
	font            *gopdf.SubsetFontObj
	unitsPerEm      float64
}

// library is parsed once for the life of the program: it saves about a
// millisecond on every paper.
type library struct {
	container *gopdf.FontContainer
	metrics   [len(fontNames)]metrics
}

var fonts = sync.OnceValue(loadFonts)

func loadFonts() *library {
	loaded := &library{container: &gopdf.FontContainer{}}
	option := gopdf.TtfOption{UseKerning: true}
	for i, name := range fontNames {
		data, err := fontFiles.ReadFile("fonts/" + name + ".ttf")
		if err != nil {
			panic(err) // embedded: cannot be missing in a built program
		}
		if err := loaded.container.AddTTFFontDataWithOption(name, data, option); err != nil {
			panic(err) // the committed file is the one the tests read
		}
		font := &gopdf.SubsetFontObj{}
		font.SetTtfFontOption(option)
		if err := font.SetTTFData(data); err != nil {
			panic(err)
		}
		loaded.metrics[i] = measure(font)
	}
	return loaded
}

func measure(font *gopdf.SubsetFontObj) metrics {
	em := float64(font.GetTTFParser().UnitsPerEm())
	m := metrics{
		ascent:     float64(font.GetAscender()) * 1000 / em,
		descent:    -float64(font.GetDescender()) * 1000 / em,
		glyphs:     map[rune]uint{},
		advances:   map[rune]float64{},
		font:       font,
		unitsPerEm: em,
	}
	for r := ' '; r < lastRune; r++ {
		glyph, err := font.CharCodeToGlyphIndex(r)
		if err != nil || glyph == 0 {
			continue
		}
		m.glyphs[r] = glyph
		m.advances[r] = float64(font.GlyphIndexToPdfWidth(glyph))
	}
	return m
}

func (f face) metrics() *metrics { return &fonts().metrics[f] }

// width returns the width of a printable text in thousandths of its size,
// kerning included.
func (f face) width(text string) float64 {
	sum, _ := f.measure(text, math.Inf(1))
	return sum
}

// measure adds up the characters of a printable text as far as they fit in a
// width, and returns how many bytes do.
func (f face) measure(text string, limit float64) (sum float64, fits int) {
	m := f.metrics()
	var previous uint
	for i, r := range text {
		glyph := m.glyphs[r]
		if previous != 0 {
			if has, pairs := m.font.KernValueByLeft(previous); has {
				if has, value := pairs.ValueByRight(glyph); has {
					sum += float64(value) * 1000 / m.unitsPerEm
				}
			}
		}
		sum += m.advances[r]
		if sum > limit {
			return sum, i
		}
		previous = glyph
	}
	return sum, len(text)
}

// missing stands for a character that no rule below can write: it shows that
// something is there.
const missing = '?'

// stands writes characters that the fonts lack and that have no decomposition.
var stands = map[rune]string{
	'\u202f': "\u00a0", // narrow no-break space, which locale puts in amounts
	'\u2009': " ", '\u200a': " ", '\u2002': " ", '\u2003': " ",
	'\u2010': "-", '\u2011': "-", '\u2015': "—", '\u02bc': "’", '\u2032': "'",
	'Ə': "E", 'ə': "e", 'ŉ': "’n", 'ſ': "s", 'Ω': "Ohm",
}

// printable writes a text with the characters the face has: a letter with a
// rare accent loses it, and what has no likeness becomes a question mark.
// Control characters become spaces; invisible format characters (direction
// marks, joiners) go, so that a name cannot turn the line around.
func (f face) printable(text string) string {
	has := f.metrics().glyphs
	known := true
	for _, r := range text {
		if _, ok := has[r]; !ok {
			known = false
			break
		}
	}
	if known {
		return text
	}
	var out strings.Builder
	for _, r := range norm.NFC.String(text) {
		out.WriteString(f.likeness(r))
	}
	return out.String()
}

func (f face) likeness(r rune) string {
	has := f.metrics().glyphs
	if _, ok := has[r]; ok {
		return string(r)
	}
	if text, ok := stands[r]; ok {
		return text
	}
	switch {
	case r == '\n':
		return "\n"
	case unicode.IsControl(r), unicode.Is(unicode.Zs, r), unicode.Is(unicode.Zl, r), unicode.Is(unicode.Zp, r):
		return " "
	case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Mn, r), unicode.Is(unicode.Variation_Selector, r):
		return ""
	}
	var out strings.Builder
	for _, part := range norm.NFKD.String(string(r)) {
		switch _, ok := has[part]; {
		case unicode.Is(unicode.Mn, part):
		case ok:
			out.WriteRune(part)
		default:
			out.WriteRune(missing)
		}
	}
	if out.Len() == 0 {
		return string(missing)
	}
	return out.String()
}
