package document

import (
	"strings"

	"paddock/backend/locale"
)

// The A4 sheet, in mm: design/mockups/invoice-a4.html is the measure.
const (
	a4Width, a4Height = 210.0, 297.0
	leftEdge          = 16.0
	rightEdge         = 194.0
	addressLeft       = 110.0 // window of a French or Belgian envelope
	addressTop        = 45.0
	bodyTop           = 74.0
	laterTop          = 30.0 // where the body begins on pages after the first
	bodyEnd           = 280.0
	footTop           = 286.6
)

// The styles of the A4 sheet.
var (
	styleClub     = style{display, 15, 1.1, dark}
	styleTagline  = style{regular, 8.4, 1.42, grey}
	styleTitle    = style{display, 20, 1, dark}
	styleSub      = style{display, 11, 1.2, grey}
	styleHeadName = style{regular, 9, 1.42, grey}
	styleHeadText = style{strong, 9, 1.42, dark}
	styleFrom     = style{regular, 8.6, 1.5, grey}
	styleTo       = style{regular, 11, 1.4, dark}
	styleToName   = style{strong, 11, 1.4, dark}
	styleMark     = style{strong, 9.6, 1.42, dark}
	styleCond     = style{regular, 8, 1.5, grey}
	styleLegal    = style{regular, 7.6, 1.42, grey}
	styleFoot     = style{regular, 7.6, 1.42, caption}
	styleGhost    = style{display, 96, 1, ghost}
)

// page is the state of an A4 paper while it is laid out.
type page struct {
	*sheet
	Invoice
	tongue
	gaps

	y        float64 // where the next thing goes
	before   int     // pages of the file that stand before this paper's
	count    int
	linkCode *code
	epcCode  *code
	slipCode *code
}

// codes makes the QR codes. A payment link too long for paper is printed as
// text alone; the other two are bounded by their makers, and a failure is one.
func (p *page) codes() error {
	if p.Slip.Payload != "" && p.Kind == KindInvoice && p.RemainingCents > 0 {
		slip, err := newCode(p.Slip.Payload)
		if err != nil {
			return err
		}
		p.slipCode = &slip
	}
	if p.payable() && p.Pay.EPC != "" {
		epc, err := newCode(p.Pay.EPC)
		if err != nil {
			return err
		}
		p.epcCode = &epc
	}
	if p.payable() && p.Pay.Link != "" {
		if link, err := newCode(p.Pay.Link); err == nil {
			p.linkCode = &link
		}
	}
	return nil
}

// newPage begins a page with the marks that every page carries.
func (p *page) newPage() {
	p.addPage(a4Width, a4Height)
	p.count++
	if p.Training && p.pdf != nil {
		p.pdf.Rotate(52, points(a4Width/2), points(a4Height/2))
		p.text(a4Width/2, a4Height/2-styleGhost.line()/2, styleGhost, centred, p.say("mark.trainingWord", nil))
		p.pdf.RotateReset()
	}
	p.marks()
}

// marks prints, framed at the top, what makes this print other than an
// original.
func (p *page) marks() {
	var texts []string
	how := styleMark
	if p.Training {
		texts = append(texts, p.say("mark.training", nil))
		how = how.in(brick)
	}
	switch p.Copy.Kind {
	case Duplicata:
		texts = append(texts, p.say("mark.duplicata", locale.Params{"number": p.Copy.N, "copyDay": p.Copy.Day}))
	case Preview:
		texts = append(texts, p.say("mark.preview", nil))
	}
	if len(texts) == 0 {
		return
	}
	text := strings.Join(texts, " · ")
	width := how.width(text) + 8
	p.frame((a4Width-width)/2, 4.6, width, 6.8, 1.6, 0.3, how.ink)
	p.text(a4Width/2, 4.6+(6.8-how.line())/2, how, centred, text)
}

// first lays out the head of the first page.
func (p *page) first() {
	rows := [][2]string{{p.say("head.number", nil), p.Number}, {p.say("head.date", nil), p.day(p.Day)}}
	if p.DueDay != "" && p.Kind == KindInvoice && !p.paid() {
		rows = append(rows, [2]string{p.say("head.due", nil), p.day(p.DueDay)})
	}
	p.letterhead(p.legal(p.titleKey(), nil), rows)
	if p.Kind == KindCreditNote && p.OriginalNumber != "" {
		p.flow(stacked(styleMark, rightEdge-leftEdge, p.legal("legal.corrects",
			locale.Params{"number": p.OriginalNumber, "originalDay": p.OriginalDay})...))
		p.y += 3
	}
}

// letterhead begins a paper from the club to a household. What does not fit
// beside the envelope's window goes on in full width above the table.
func (p *page) letterhead(titles []string, rows [][2]string) {
	p.newPage()
	titleWidth := p.titleBlock(titles, rows)
	p.logo(leftEdge, 14, 12, 1.9, green, leather)
	nameLeft := leftEdge + 12 + 3.4
	names := stacked(styleClub, rightEdge-titleWidth-8-nameLeft, p.Seller.Name)
	names = append(names, stacked(styleTagline, rightEdge-titleWidth-8-nameLeft, p.Seller.Tagline)...)
	names, moreNames := names.take(addressTop - 14 - 2)
	p.stack(nameLeft, 14+max(0, (12-names.height())/2), names, leftAligned)

	const most = 100 // mm for an address, far above any real one
	from, moreFrom := stacked(styleFrom, addressLeft-leftEdge-6, p.sellerLines()...).take(most)
	to := stacked(styleToName, rightEdge-addressLeft, p.Buyer.Name)
	to = append(to, stacked(styleTo, rightEdge-addressLeft, p.Buyer.Lines...)...)
	to, moreTo := to.take(most)
	end := max(p.stack(leftEdge, addressTop, from, leftAligned), p.stack(addressLeft, addressTop, to, leftAligned))
	p.y = max(bodyTop, end+3)
	for _, rest := range []stack{moreNames, moreFrom, moreTo} {
		p.flow(rest)
	}
}

// titleBlock prints the title, in each language it is owed, and the lines under
// it, ranged right, and returns how wide they are.
func (p *page) titleBlock(titles []string, rows [][2]string) float64 {
	y := 14.0
	p.text(rightEdge, y, styleTitle, rightAligned, titles[0])
	width := styleTitle.width(titles[0])
	y += styleTitle.line()
	for _, title := range titles[1:] {
		p.text(rightEdge, y+0.6, styleSub, rightAligned, title)
		y += 0.6 + styleSub.line()
	}
	y += 2.6
	var names, texts float64
	for _, row := range rows {
		names = max(names, styleHeadName.width(row[0]))
		texts = max(texts, styleHeadText.width(row[1]))
	}
	for _, row := range rows {
		p.text(rightEdge-texts-4, y, styleHeadName, rightAligned, row[0])
		p.text(rightEdge, y, styleHeadText, rightAligned, row[1])
		y += styleHeadText.line() + 0.4
	}
	return max(width, names+4+texts)
}

// sellerLines are the seller's mentions (RULES section 3: C. com. R123-237,
// CGI ann. II art. 242 nonies A).
func (p *page) sellerLines() []string {
	s := p.Seller
	numbered := func(key, number string) string {
		if number == "" {
			return ""
		}
		return p.say(key, locale.Params{"number": number})
	}
	company := numbered("seller.siret", numberInGroups(s.SIRET))
	if company == "" {
		company = numbered("seller.siren", numberInGroups(s.SIREN))
	}
	return []string{
		s.Street,
		joined(" ", s.PostalCode, s.Town),
		joined(" · ", s.Phone, s.Email),
		s.Website,
		joined(" · ", s.LegalForm, numbered("seller.rna", s.RNA), s.Registry),
		joined(" · ", company, numbered("seller.enterprise", numberInGroups(s.Enterprise))),
		numbered("seller.vat", vatInGroups(s.VATNumber)),
	}
}

// flow prints lines one by one in full width, over as many pages as they need.
func (p *page) flow(lines stack) {
	for _, line := range lines {
		p.room(line.style.line())
		p.text(leftEdge, p.y, line.style, leftAligned, line.text)
		p.y += line.style.line()
	}
}

// room begins another page unless height still fits on this one.
func (p *page) room(height float64) {
	if p.y+height > bodyEnd {
		p.another()
	}
}

// another begins a page after the first, with its short head.
func (p *page) another() {
	p.newPage()
	right := p.say("head.continued", locale.Params{"title": p.title(), "number": p.Number})
	name := styleHeadName.wrap(p.Seller.Name, rightEdge-leftEdge-styleHeadText.width(right)-8)
	switch {
	case len(name) > 1:
		p.text(leftEdge, 17, styleHeadName, leftAligned, name[0]+"…")
	case len(name) == 1:
		p.text(leftEdge, 17, styleHeadName, leftAligned, name[0])
	}
	p.text(rightEdge, 17, styleHeadText, rightAligned, right)
	p.y = laterTop
}

// feet prints what is known only at the end: the number of pages.
func (p *page) feet() {
	for n := 1; n <= p.count; n++ {
		p.keep(p.pdf.SetPage(p.before + n))
		var seal string
		if p.Seal != "" {
			seal = p.say("foot.seal", locale.Params{"seal": p.Seal})
		}
		p.text(rightEdge, footTop, styleFoot, rightAligned, joined(" · ", p.say("foot.program", locale.Params{"version": p.ProgramVersion}),
			seal, p.say("foot.page", locale.Params{"page": n, "pages": p.count})))
	}
}

// joined puts the texts that are not empty on one line.
func joined(between string, texts ...string) string {
	var kept []string
	for _, text := range texts {
		if text != "" {
			kept = append(kept, text)
		}
	}
	return strings.Join(kept, between)
}
