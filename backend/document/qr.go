package document

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"

	"github.com/skip2/go-qrcode"
)

// Sizes of a printed code (PRODUCT section 9): a phone reads it off paper when
// a module is 0.8 mm and four modules around it stay white.
const (
	quietModules = 4
	moduleSide   = 0.8  // mm
	leastSide    = 27.0 // mm, quiet zone included
	mostSide     = 62.0 // mm: version 13, the most EPC069-12 allows
)

// MostCodeBytes is how long a text of any bytes may be to have a printed code: a
// side of 62 mm holds 69 modules of 0.8 mm and the quiet zone, version 13, which
// takes 331 bytes at level M (ISO/IEC 18004, table 7).
const MostCodeBytes = 331

// ErrCodeTooLarge says that a text makes a code that does not fit on a paper.
var ErrCodeTooLarge = errors.New("document: the text is too long for a printed code")

// QR returns the modules of a code at error correction level M, true where it
// is black, without the quiet zone. An empty text has no code.
func QR(text string) ([][]bool, error) {
	code, err := qrcode.New(text, qrcode.Medium)
	if err != nil {
		return nil, fmt.Errorf("document: qr: %w", err)
	}
	code.DisableBorder = true
	return code.Bitmap(), nil
}

// pngModule is the side of a module of QRPNG in pixels.
const pngModule = 8

// QRPNG returns a code as a PNG image, quiet zone included.
func QRPNG(text string) ([]byte, error) {
	modules, err := QR(text)
	if err != nil {
		return nil, err
	}
	side := (len(modules) + 2*quietModules) * pngModule
	picture := image.NewPaletted(image.Rect(0, 0, side, side), color.Palette{color.White, color.Black})
	for y := range side {
		for x := range side {
			row, column := y/pngModule-quietModules, x/pngModule-quietModules
			if row >= 0 && row < len(modules) && column >= 0 && column < len(modules) && modules[row][column] {
				picture.SetColorIndex(x, y, 1)
			}
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		return nil, fmt.Errorf("document: qr: %w", err)
	}
	return out.Bytes(), nil
}

// code is a QR code with its printed size.
type code struct {
	modules [][]bool
	module  float64 // side of a module, mm
}

// newCode makes the printed code of a text; ErrCodeTooLarge when it would be
// wider than mostSide.
func newCode(text string) (code, error) {
	modules, err := QR(text)
	if err != nil {
		return code{}, ErrCodeTooLarge // the only text go-qrcode refuses is one too long
	}
	across := float64(len(modules) + 2*quietModules)
	side := max(across*moduleSide, leastSide)
	if side > mostSide {
		return code{}, ErrCodeTooLarge
	}
	return code{modules, side / across}, nil
}

// side is the visible side, without the quiet zone.
func (c code) side() float64 { return float64(len(c.modules)) * c.module }

// quiet is the width of the white zone around the visible code.
func (c code) quiet() float64 { return quietModules * c.module }

// code draws the visible code with its upper left corner at x, y and clears
// its quiet zone. Runs of modules are one rectangle, and each is a hair
// higher than its row: some viewers show seams otherwise.
func (s *sheet) code(x, y float64, c code) {
	if s.pdf == nil {
		return
	}
	const hair = 0.01 // mm
	s.fill(x-c.quiet(), y-c.quiet(), c.side()+2*c.quiet(), c.side()+2*c.quiet(), white)
	s.pdf.SetFillColor(black.r, black.g, black.b)
	for row, modules := range c.modules {
		for column := 0; column < len(modules); column++ {
			run := 0
			for column+run < len(modules) && modules[column+run] {
				run++
			}
			if run > 0 {
				s.pdf.RectFromUpperLeftWithStyle(points(x+float64(column)*c.module), points(y+float64(row)*c.module),
					points(float64(run)*c.module), points(c.module+hair), "F")
				column += run
			}
		}
	}
}
