package document

import (
	"strings"

	"paddock/backend/locale"
)

// The styles of the box that says how to pay or how it was paid.
var (
	stylePayHead = style{strong, 9.6, 1.25, dark}
	stylePay     = style{regular, 8.3, 1.45, soft}
	stylePayCode = style{strong, 8.3, 1.45, dark}
	stylePaid    = style{display, 12.5, 1.2, dark}
)

const (
	boxPadX      = 5.0  // mm
	boxGap       = 5.0  // mm on either side of the rule between two ways
	codeGap      = 4.4  // mm between a code and its text
	payTextLeast = 34.0 // mm: narrower, the two ways stand one under another
)

// way is one way of paying in the box: its code and what stands beside it.
type way struct {
	code *code
	text func(width float64) stack
	link string // makes the code and the text clickable; "" for a transfer
}

// paybox returns the height of the box and what draws it; 0 when there is
// nothing to say.
func (p *page) paybox() (height float64, draw func(y float64)) {
	switch {
	case p.paid():
		return p.notice(p.paidTitle(), p.paidHow())
	case p.Kind == KindInvoice && p.Pay.Withheld != "":
		return p.notice(p.say("withheld.title", nil), p.Pay.Withheld)
	case p.payable():
		return p.waysBox(p.ways())
	}
	return 0, nil
}

func (p *page) paidTitle() string {
	day := p.Day
	for _, payment := range p.Payments {
		day = max(day, payment.Day)
	}
	if len(p.Payments) == 0 {
		return p.say("paid.nothing", nil)
	}
	return p.say("paid.title", locale.Params{"paidDay": day})
}

func (p *page) paidHow() string {
	var how []string
	for _, payment := range p.Payments {
		how = append(how, p.say("paid.by", locale.Params{"text": payment.Text, "paidCents": payment.Cents}))
	}
	return strings.Join(how, " · ")
}

// noticeMost is how high the sentence in the box can be, in mm; a longer one
// stands without its frame and goes on over the pages.
const noticeMost = 150.0

// notice is the box with a sentence in place of codes.
func (p *page) notice(title, text string) (float64, func(y float64)) {
	lines := stacked(stylePaid, rightEdge-leftEdge-2*boxPadX, title)
	lines = append(lines, stacked(stylePay, rightEdge-leftEdge-2*boxPadX, text)...)
	if lines.height() > noticeMost {
		p.y += p.box
		p.flow(lines)
		return 0, nil
	}
	height := lines.height() + 2*p.box
	return height, func(y float64) {
		p.frame(leftEdge, y, rightEdge-leftEdge, height, 2.4, 0.3, border)
		p.stack(leftEdge+boxPadX, y+p.box, lines, leftAligned)
	}
}

// ways lists how the rest can be paid.
func (p *page) ways() []way {
	var ways []way
	if p.Pay.Link != "" {
		lead := "pay.card.lead"
		if p.linkCode == nil {
			lead = "pay.card.leadNoCode"
		}
		readable := strings.TrimPrefix(strings.TrimPrefix(p.Pay.Link, "https://"), "http://")
		ways = append(ways, way{code: p.linkCode, link: p.Pay.Link, text: func(width float64) stack {
			lines := stacked(stylePayHead, width, p.say("pay.card.title", nil))
			if p.Pay.LinkFor != "" {
				lines = append(lines, stacked(stylePay, width, p.Pay.LinkFor)...)
			}
			lines = append(lines, stacked(stylePay, width, p.say(lead, nil))...)
			return append(lines, stacked(stylePayCode, width, readable)...)
		}})
	}
	if p.Pay.IBAN != "" {
		ways = append(ways, way{code: p.epcCode, text: p.transfer})
	}
	return ways
}

// transfer says in clear all that the code holds: not every bank reads it.
func (p *page) transfer(width float64) stack {
	lead := "pay.transfer.lead"
	if p.epcCode == nil {
		lead = "pay.transfer.leadNoCode"
	}
	lines := stacked(stylePayHead, width, p.say("pay.transfer.title", nil))
	lines = append(lines, stacked(stylePay, width, p.say(lead, nil))...)
	lines = append(lines, inGroups(p.Pay.IBAN, width)...)
	if p.Pay.BIC != "" {
		lines = append(lines, named(p.say("pay.transfer.bic", nil), p.Pay.BIC, width)...)
	}
	if p.Pay.Reference != "" {
		lines = append(lines, named(p.say("pay.transfer.reference", nil), reference(p.Pay.Reference), width)...)
	}
	return lines
}

// inGroups sets a code in groups of four, over two lines of equal length when
// one is too short.
func inGroups(code string, width float64) stack {
	text := grouped(code)
	if groups := strings.Fields(text); stylePayCode.width(text) > width {
		half := (len(groups) + 1) / 2
		text = strings.Join(groups[:half], " ") + "\n" + strings.Join(groups[half:], " ")
	}
	return stacked(stylePayCode, width, text)
}

// named sets a code behind its name, or under it when it would not fit.
func named(name, code string, width float64) stack {
	beside := width - stylePay.width(name+"\u00a0")
	if stylePayCode.width(code) <= beside {
		return stack{{style: stylePayCode, name: name, text: code}}
	}
	return append(stacked(stylePay, width, name), stacked(stylePayCode, width, code)...)
}

// waysBox lays the ways out side by side, or one under another when the codes
// leave too little room for the texts.
func (p *page) waysBox(ways []way) (float64, func(y float64)) {
	if len(ways) == 0 {
		return 0, nil
	}
	inner := rightEdge - leftEdge - 2*boxPadX
	widths := make([]float64, len(ways))
	var codes float64
	for _, w := range ways {
		codes += w.codeWidth()
	}
	free := inner - 2*boxGap*float64(len(ways)-1) - codes
	beside := free/float64(len(ways)) >= payTextLeast
	for n, w := range ways {
		widths[n] = inner - w.codeWidth()
		if beside {
			widths[n] = free * w.share(len(ways))
		}
	}
	var height float64
	heights := make([]float64, len(ways))
	for n, w := range ways {
		heights[n] = w.text(widths[n]).height()
		if w.code != nil {
			heights[n] = max(heights[n], w.code.side())
		}
		if beside {
			height = max(height, heights[n])
		} else {
			height += heights[n]
		}
	}
	if !beside {
		height += 2 * boxGap * float64(len(ways)-1)
	}
	total := height + 2*p.box
	return total, func(y float64) {
		p.frame(leftEdge, y, rightEdge-leftEdge, total, 2.4, 0.3, border)
		x, top := leftEdge+boxPadX, y+p.box
		for n, w := range ways {
			p.way(x, top, widths[n], w)
			switch {
			case n == len(ways)-1:
			case beside:
				x += w.codeWidth() + widths[n] + boxGap
				p.rule(x, top, x, top+height, 0.2, hair)
				x += boxGap
			default:
				top += heights[n] + boxGap
				p.rule(x, top, x+inner, top, 0.2, hair)
				top += boxGap
			}
		}
	}
}

// codeWidth is the width a way's code takes from its text.
func (w way) codeWidth() float64 {
	if w.code == nil {
		return 0
	}
	return w.code.side() + codeGap
}

// share is a way's part of the room for texts: an account number needs more
// than a short address on the web.
func (w way) share(ways int) float64 {
	switch {
	case ways == 1:
		return 1
	case w.link != "":
		return 0.46
	}
	return 0.54
}

func (p *page) way(x, y, width float64, w way) {
	lines := w.text(width)
	if w.code != nil {
		p.code(x, y, *w.code)
		p.link(x, y, w.code.side(), w.code.side(), w.link)
	}
	p.stack(x+w.codeWidth(), y, lines, leftAligned)
	p.link(x+w.codeWidth(), y, width, lines.height(), w.link)
}
