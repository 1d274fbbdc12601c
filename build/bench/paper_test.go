//go:build bench

package bench

import (
	"bytes"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/signintech/gopdf"
	"github.com/skip2/go-qrcode"

	"paddock/backend/billing"
)

// barePaper draws the page of an invoice with its codes by the library alone: the
// words are there, nothing is measured, wrapped or looked up.
type barePaper struct {
	t     *testing.T
	fonts *gopdf.FontContainer
	words []string // of one of our own pages
	codes []string
}

// faces are those of an invoice's page.
var faces = []string{"hanken-grotesk-400", "hanken-grotesk-600", "besley-500"}

// apart is what stands between two texts of a page.
var apart = regexp.MustCompile(`\n|\s{2,}`)

// openBarePaper takes over the words of an unpaid invoice.
func openBarePaper(c *counter, id billing.InvoiceID) *barePaper {
	c.t.Helper()
	b := &barePaper{t: c.t, fonts: &gopdf.FontContainer{}, codes: []string{
		"https://pay.vaubrun.example/f/RF05ECOLEF20264732?amount=38.80&lang=fr",
		"BCD\n002\n1\nSCT\n\nEcuries de Vaubrun\nFR7630006000011234567890189\nEUR38.80\n\nRF05ECOLEF20264732",
		"PADDOCK:ECOLE-F2026-4732:3880",
	}}
	for _, face := range faces {
		file := filepath.Join(root, "backend", "document", "fonts", face+".ttf")
		c.must(b.fonts.AddTTFFontWithOption(face, file, gopdf.TtfOption{UseKerning: true}))
	}
	ours, err := c.PreviewInvoice(ctx, id)
	c.must(err)
	read := exec.Command("pdftotext", "-layout", "-", "-")
	read.Stdin = bytes.NewReader(ours)
	text, err := read.Output()
	c.must(err)
	for _, word := range apart.Split(string(text), -1) {
		if word != "" && word != "\f" {
			b.words = append(b.words, word)
		}
	}
	if len(b.words) < 60 {
		c.t.Fatalf("%d texts on an invoice: %q", len(b.words), b.words)
	}
	return b
}

// file is so many pages in one file.
func (b *barePaper) file(pages int) []byte {
	pdf := &gopdf.GoPdf{}
	pdf.Start(gopdf.Config{PageSize: *gopdf.PageSizeA4})
	for _, face := range faces {
		b.must(pdf.AddTTFFontFromFontContainer(face, b.fonts))
	}
	for range pages {
		pdf.AddPage()
		for i, word := range b.words {
			b.must(pdf.SetFont(faces[i%len(faces)], "", 9))
			pdf.SetXY(40+float64(i%2)*260, 40+float64(i/2)*12)
			b.must(pdf.Text(word))
		}
		for i, code := range b.codes {
			b.code(pdf, code, 40+float64(i)*170, 640)
		}
	}
	var out bytes.Buffer
	_, err := pdf.WriteTo(&out)
	b.must(err)
	return out.Bytes()
}

// code draws a code, the black of a row in as few pieces as it has.
func (b *barePaper) code(pdf *gopdf.GoPdf, text string, x, y float64) {
	const module = 2.3 // points, as ours
	code, err := qrcode.New(text, qrcode.Medium)
	b.must(err)
	code.DisableBorder = true
	for row, modules := range code.Bitmap() {
		for column := 0; column < len(modules); column++ {
			run := 0
			for column+run < len(modules) && modules[column+run] {
				run++
			}
			if run > 0 {
				pdf.RectFromUpperLeftWithStyle(x+float64(column)*module, y+float64(row)*module, float64(run)*module, module, "F")
				column += run
			}
		}
	}
}

func (b *barePaper) must(err error) {
	if err != nil {
		b.t.Helper()
		b.t.Fatal(err)
	}
}
