package document

import (
	"strings"
	"unicode/utf8"

	"paddock/backend/locale"
)

// The styles of the payment slip.
var (
	styleCut       = style{regular, 8, 1.42, caption}
	styleSlipName  = style{regular, 9, 1.42, grey}
	styleSlipText  = style{strong, 9, 1.42, dark}
	styleSlipSum   = style{strong, 12, 1.42, dark}
	styleSlipTitle = style{display, 12.5, 1.2, dark}
	styleBox       = style{regular, 9, 2, dark}
)

// tail prints what follows the table: sums, how to pay, conditions, slip. The
// box that says how to pay stays whole, on the same page as the slip.
func (p *page) tail() {
	conditions := stacked(p.snug(styleCond), rightEdge-leftEdge, p.Conditions)
	rest := p.sums(p.mentions())
	conditions = append(conditions, stacked(p.snug(styleLegal), rightEdge-leftEdge, strings.Join(rest, " "))...)
	end := bodyEnd
	if p.slipCode != nil {
		end = p.slipTop() - 3
	}
	box, draw := p.paybox()
	whole := box + p.aboveBox + p.aboveConditions + conditions.height()
	if whole > end-laterTop { // mentions longer than a page go first, line by line
		p.y += p.aboveConditions
		p.flow(conditions)
		conditions = nil
		whole = box + p.aboveBox
	}
	if p.y+whole > end {
		p.another()
	}
	if draw != nil {
		p.y += p.aboveBox
		draw(p.y)
		p.y += box
	}
	p.y += p.aboveConditions
	p.flow(conditions)
	if p.slipCode != nil {
		p.slip()
	}
}

// mentions are the sentences that the law asks for (RULES section 3), in
// French as well where a French club's paper is in another language. What only
// names a place, a person or a number is not said twice.
func (p *page) mentions() []string {
	var mentions []string
	add := func(key string, params locale.Params) {
		mentions = append(mentions, p.legal("legal."+key, params)...)
	}
	name := func(key string, params locale.Params) {
		mentions = append(mentions, p.say("legal."+key, params))
	}
	l, b := p.Legal, p.Buyer
	if l.Nature != "" {
		add("nature."+string(l.Nature), nil)
	}
	switch {
	case l.SupplyFrom != "" && l.SupplyUntil != "":
		add("supplyPeriod", locale.Params{"firstDay": l.SupplyFrom, "lastDay": l.SupplyUntil})
	case l.SupplyFrom != "":
		add("supply", locale.Params{"supplyDay": l.SupplyFrom})
	}
	if l.Place != "" {
		name("place", locale.Params{"place": l.Place})
	}
	if l.OnDebits {
		add("onDebits", nil)
	}
	for _, mention := range l.Mentions {
		mentions = append(mentions, p.mention(mention)...)
	}
	if b.SIREN != "" {
		name("buyerSiren", locale.Params{"number": numberInGroups(b.SIREN)})
	}
	if b.VATNumber != "" {
		name("buyerVat", locale.Params{"number": vatInGroups(b.VATNumber)})
	}
	if b.Delivery != "" {
		name("delivery", locale.Params{"address": b.Delivery})
	}
	if b.OrderNumber != "" {
		name("order", locale.Params{"number": b.OrderNumber})
	}
	if l.Mediator != "" {
		name("mediator", locale.Params{"mediator": l.Mediator})
	}
	return mentions
}

// slip prints the payment slip: cut off, sent with a cheque, scanned at the
// desk. Riders that find no place are counted; a name longer than its place ends
// in "…" and stands in full above.
func (p *page) slip() {
	p.cutLine()
	y := p.slipTop() + p.slipTitle
	p.text(leftEdge, y, styleSlipTitle, leftAligned, p.say("slip.title", nil))
	y += styleSlipTitle.line() + p.slipNames

	right := rightEdge - p.slipCode.side()
	p.code(right, y, *p.slipCode)
	boxesLeft := right - 2*boxColumn - 2
	p.boxes(boxesLeft, y)

	const nameWidth, gap = 24.0, 2.0
	textWidth := boxesLeft - leftEdge - nameWidth - gap - 3
	familyLines := min(2, len(styleSlipText.wrap(p.Slip.Family, textWidth)))
	riderLines := 3 - familyLines
	names := []struct {
		key, text string
		style     style
		lines     int
	}{
		{"slip.invoice", p.Number, styleSlipText, 1},
		{"slip.family", p.Slip.Family, styleSlipText, familyLines},
		{"slip.riders", p.slipRiders(textWidth, riderLines), styleSlipText, riderLines},
		{"slip.amount", p.amount(p.RemainingCents), styleSlipSum, 1},
		{"slip.before", "", styleSlipText, 1},
	}
	if p.DueDay != "" {
		names[len(names)-1].text = p.day(p.DueDay)
	}
	for _, name := range names {
		if name.text == "" {
			continue
		}
		lines := shortened(name.style, name.text, textWidth, name.lines)
		p.text(leftEdge, y+name.style.baseline()-styleSlipName.baseline(), styleSlipName, leftAligned, p.say(name.key, nil))
		for _, line := range lines {
			p.text(leftEdge+nameWidth+gap, y, name.style, leftAligned, line)
			y += name.style.line()
		}
		y += 1
	}
	if p.Seller.Country == "FR" { // the only one of our countries that still has cheques
		order := shortened(styleFoot, p.say("slip.cheque", locale.Params{"seller": p.Seller.Name}), 110, 2)
		for n, line := range order {
			p.text(leftEdge, footTop-float64(len(order)-1-n)*styleFoot.line(), styleFoot, leftAligned, line)
		}
	}
}

// slipRiders names the riders as far as they fit and counts the others.
func (p *page) slipRiders(width float64, lines int) string {
	riders := p.Slip.Riders
	text := strings.Join(riders, ", ")
	for named := len(riders) - 1; named > 0 && len(styleSlipText.wrap(text, width)) > lines; named-- {
		text = p.say("slip.ridersMore", locale.Params{"names": strings.Join(riders[:named], ", "), "n": len(riders) - named})
	}
	return text
}

// shortened wraps a text into at most so many lines; what is left out shows as
// "…".
func shortened(how style, text string, width float64, most int) []string {
	lines := how.wrap(text, width)
	if len(lines) > most {
		lines = append(lines[:most-1], lines[most-1]+"…")
	}
	return lines
}

// MostBoxes is how many boxes the slip has room for.
const MostBoxes = 10

const (
	boxColumn = 31.0 // mm
	boxSide   = 3.0
	boxText   = boxColumn - boxSide - 5
)

// BoxLetters returns how many letters of a text fit beside a box of the slip.
func BoxLetters(text string) int {
	printed := styleBox.face.printable(text)
	_, fits := styleBox.face.measure(printed, boxText/(styleBox.size*mmPerPoint)*1000)
	if fits == len(printed) {
		return utf8.RuneCountInString(text)
	}
	return utf8.RuneCountInString(printed[:fits])
}

// boxes prints the ways of paying to tick, in two columns. There are at most
// MostBoxes, and BoxLetters of each: the settings refuse others.
func (p *page) boxes(left, y float64) {
	shown := p.Slip.Boxes[:min(len(p.Slip.Boxes), MostBoxes)]
	rows := (len(shown) + 1) / 2
	for n, text := range shown {
		x, top := left+boxColumn*float64(n/max(rows, 1)), y+styleBox.line()*float64(n%max(rows, 1))
		p.frame(x, top+(styleBox.line()-boxSide)/2, boxSide, boxSide, 0.6, 0.3, grey)
		p.text(x+boxSide+2, top, styleBox, leftAligned, strings.Join(shortened(styleBox, text, boxText, 1), ""))
	}
}

// cutLine prints where to cut, across the whole sheet.
func (p *page) cutLine() {
	const textLeft, iconLeft, iconSide, gap = 17.0, 9.0, 4.4, 2.0
	text, top := p.say("slip.cut", nil), p.slipTop()
	p.scissors(iconLeft, top-iconSide/2, iconSide, caption)
	p.text(textLeft, top-styleCut.line()/2, styleCut, leftAligned, text)
	p.dashed(0, iconLeft-0.6, top, 0.3, dashes)
	p.dashed(iconLeft+iconSide+0.4, textLeft-gap+0.4, top, 0.3, dashes)
	p.dashed(textLeft+styleCut.width(text)+gap, a4Width, top, 0.3, dashes)
}
