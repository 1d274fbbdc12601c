package document

import (
	"bytes"
	"fmt"
	"math"
	"net/url"
	"strings"
	"time"

	"github.com/signintech/gopdf"
)

// sheet draws in millimetres from the upper left corner. Its first error stays:
// drawing goes on without effect and bytes reports it. A sheet without a file
// draws nothing: on it a layout is measured.
type sheet struct {
	pdf   *gopdf.GoPdf
	known map[face]bool
	err   error
}

// align is where a text stands at its x.
type align int

const (
	leftAligned align = iota
	rightAligned
	centred
)

func newSheet(info gopdf.PdfInfo) *sheet {
	pdf := &gopdf.GoPdf{}
	pdf.Start(gopdf.Config{Unit: gopdf.UnitPT, PageSize: *gopdf.PageSizeA4})
	pdf.SetInfo(info)
	return &sheet{pdf: pdf, known: map[face]bool{}}
}

// information is the PDF's metadata. The day of the document stands for the
// time of making, so that equal documents are equal bytes.
func information(title, author, subject, version string, day time.Time) gopdf.PdfInfo {
	return gopdf.PdfInfo{Title: plain(title), Author: plain(author), Subject: plain(subject),
		Creator: plain("Paddock " + version), Producer: "gopdf", CreationDate: day}
}

// plain strips what has no place in a line of metadata.
func plain(text string) string {
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r < ' ' || r == 0x7f || r > 0xffff }), " ")
}

func points(mm float64) float64 { return mm / mmPerPoint }

func (s *sheet) addPage(width, height float64) {
	if s.pdf == nil {
		return
	}
	s.pdf.AddPageWithOption(gopdf.PageOption{PageSize: &gopdf.Rect{W: points(width), H: points(height)}})
}

// text sets one line whose box begins at top.
func (s *sheet) text(x, top float64, how style, at align, text string) {
	if s.pdf == nil {
		return
	}
	text = how.face.printable(text)
	if strings.TrimSpace(text) == "" || s.err != nil {
		return
	}
	if !s.known[how.face] {
		s.known[how.face] = true
		s.keep(s.pdf.AddTTFFontFromFontContainer(how.face.name(), fonts().container))
	}
	switch at {
	case rightAligned:
		x -= how.width(text)
	case centred:
		x -= how.width(text) / 2
	}
	s.keep(s.pdf.SetFont(how.face.name(), "", how.size))
	s.pdf.SetTextColor(how.ink.r, how.ink.g, how.ink.b)
	s.pdf.SetXY(points(x), points(top+how.baseline()))
	// The no-break space did its work in wrap; on paper it is the same glyph,
	// and a copied text is friendlier with plain ones.
	s.keep(s.pdf.Text(strings.ReplaceAll(text, "\u00a0", " ")))
}

// stack sets lines under one another and returns where they end.
func (s *sheet) stack(x, top float64, lines stack, at align) float64 {
	for _, line := range lines {
		indent := 0.0
		if line.name != "" {
			name := line.style
			name.face = regular
			s.text(x, top, name, at, line.name)
			indent = name.width(line.name + "\u00a0")
		}
		s.text(x+indent, top, line.style, at, line.text)
		top += line.style.line()
	}
	return top
}

// rule draws a straight line.
func (s *sheet) rule(x1, y1, x2, y2, width float64, colour ink) {
	if s.pdf == nil {
		return
	}
	s.pdf.SetStrokeColor(colour.r, colour.g, colour.b)
	s.pdf.SetLineWidth(points(width))
	s.pdf.Line(points(x1), points(y1), points(x2), points(y2))
}

// dashed draws a dashed horizontal line.
func (s *sheet) dashed(x1, x2, y, width float64, colour ink) {
	if s.pdf == nil {
		return
	}
	s.pdf.SetCustomLineType([]float64{points(1), points(0.6)}, 0)
	s.rule(x1, y, x2, y, width, colour)
	s.pdf.SetLineType("solid")
}

// frame draws a rounded outline.
func (s *sheet) frame(x, y, w, h, radius, width float64, colour ink) {
	if s.pdf == nil {
		return
	}
	s.pdf.SetStrokeColor(colour.r, colour.g, colour.b)
	s.pdf.SetLineWidth(points(width))
	const pointsPerCorner = 12
	s.keep(s.pdf.Rectangle(points(x), points(y), points(x+w), points(y+h), "D", points(radius), pointsPerCorner))
}

// fill paints a rectangle.
func (s *sheet) fill(x, y, w, h float64, colour ink) {
	if s.pdf == nil {
		return
	}
	s.pdf.SetFillColor(colour.r, colour.g, colour.b)
	s.pdf.RectFromUpperLeftWithStyle(points(x), points(y), points(w), points(h), "F")
}

// stroke paints a line with round ends, which gopdf cannot draw as a line.
func (s *sheet) stroke(x1, y1, x2, y2, width float64, colour ink) {
	if s.pdf == nil {
		return
	}
	const steps = 10
	along := math.Atan2(y2-y1, x2-x1)
	var outline []gopdf.Point
	for end, centre := range [][2]float64{{x2, y2}, {x1, y1}} {
		for i := range steps + 1 {
			angle := along - math.Pi/2 + math.Pi*float64(end) + math.Pi*float64(i)/steps
			outline = append(outline, gopdf.Point{
				X: points(centre[0] + width/2*math.Cos(angle)),
				Y: points(centre[1] + width/2*math.Sin(angle)),
			})
		}
	}
	s.pdf.SetFillColor(colour.r, colour.g, colour.b)
	s.pdf.Polygon(outline, "F")
}

// ring draws the outline of a circle.
func (s *sheet) ring(x, y, radius, width float64, colour ink) {
	if s.pdf == nil {
		return
	}
	s.pdf.SetStrokeColor(colour.r, colour.g, colour.b)
	s.pdf.SetLineWidth(points(width))
	s.pdf.Oval(points(x-radius), points(y-radius), points(x+radius), points(y+radius))
}

// link makes an area clickable. Only addresses of the web become links, so
// that no text somebody typed can start anything else.
func (s *sheet) link(x, y, w, h float64, target string) {
	if s.pdf == nil {
		return
	}
	parsed, err := url.Parse(target)
	if err != nil || parsed.Host == "" || (parsed.Scheme != "https" && parsed.Scheme != "http") {
		return
	}
	s.pdf.AddExternalLink(ascii(parsed.String()), points(x), points(y), points(w), points(h))
}

// ascii writes what a PDF's link cannot hold as an address does: in per cents.
func ascii(address string) string {
	var out strings.Builder
	for _, b := range []byte(address) {
		if b <= ' ' || b >= 0x7f {
			fmt.Fprintf(&out, "%%%02X", b)
		} else {
			out.WriteByte(b)
		}
	}
	return out.String()
}

func (s *sheet) keep(err error) {
	if s.err == nil {
		s.err = err
	}
}

func (s *sheet) bytes() ([]byte, error) {
	if s.err != nil {
		return nil, s.err
	}
	var out bytes.Buffer
	if _, err := s.pdf.WriteTo(&out); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}
