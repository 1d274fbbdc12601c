package document

import (
	"slices"
	"strings"

	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/money"
)

// The styles of the sums under the table.
var (
	styleSmallHead = style{strong, 8.2, 1.42, grey}
	styleSmall     = style{regular, 8.2, 1.42, grey}
	styleTotal     = style{regular, 9.4, 1.42, dark}
	styleTotalBold = style{strong, 9.4, 1.42, dark}
	styleGrand     = style{display, 19, 1, dark}
)

const (
	sumsLeft    = 116.0 // the totals are 78 mm wide
	smallRight  = 106.0 // right edge of the VAT table
	smallBase   = 69.3
	smallTax    = 84.3
	totalAmount = 20.0 // mm kept for an amount beside its name
)

// row is one line of the totals; names wrap, amounts do not.
type row struct {
	names  stack
	amount string
	style  style
	ruled  bool // a thin rule above
}

// sums prints the VAT groups and the days of payment on the left, the totals
// on the right, all on one page. As many mentions of the law as the totals
// leave room for go under the VAT groups; sums returns those still to print.
func (p *page) sums(mentions []string) (rest []string) {
	rows := p.totals()
	height := 4.0 + 5.3 + styleGrand.line()
	for _, r := range rows {
		height += r.names.height() + 2*p.total
		if r.ruled {
			height += 2.6
		}
	}
	left := 4.0 + float64(len(p.VAT)+len(p.Schedule)+3)*(styleSmall.line()+2*p.small)
	p.room(max(height, left))
	top := p.y + 4
	end := p.schedule(p.vatTable(top))

	y := top
	for _, r := range rows {
		if r.ruled {
			y += 0.8
			p.rule(sumsLeft, y, rightEdge, y, 0.2, border)
			y += 1.6 - p.total
		}
		y += p.total
		end := p.stack(sumsLeft, y, r.names, leftAligned)
		p.text(rightEdge, y, r.style, rightAligned, r.amount)
		y = end + p.total
	}
	p.y = max(p.grand(y), end)
	for fits := len(mentions); fits > 0; fits-- {
		lines := stacked(p.snug(styleLegal), smallRight-leftEdge, strings.Join(mentions[:fits], " "))
		if end+2+lines.height() <= p.y {
			p.stack(leftEdge, p.y-lines.height(), lines, leftAligned)
			return mentions[fits:]
		}
	}
	return mentions
}

// totals lists what stands above the one large amount.
func (p *page) totals() []row {
	var rows []row
	add := func(how style, ruled bool, name string, amount money.Cents) {
		width := rightEdge - sumsLeft - max(totalAmount, how.width(p.amount(amount))+3)
		rows = append(rows, row{stacked(how, width, name), p.amount(amount), how, ruled})
	}
	if len(p.VAT) == 0 {
		add(styleTotalBold, false, p.say("total.plain", nil), p.TotalCents)
	} else {
		add(styleTotal, false, p.say(netName(p.VAT), nil), p.NetCents)
		add(styleTotal, false, p.say("total.vat", nil), p.VATCents)
		add(styleTotalBold, true, p.say("total.gross", nil), p.TotalCents)
	}
	for _, payment := range p.Payments {
		key := "payment.received"
		if payment.Cents < 0 {
			key = "payment.given"
		}
		text := payment.Text
		if payment.Day != "" {
			text = p.say(key, locale.Params{"text": payment.Text, "date": p.near(payment.Day, p.Day)})
		}
		add(styleTotal, false, text, -payment.Cents)
	}
	return rows
}

// netName is what the sum without VAT is called: money passed on to a third
// party is in it and never had any.
func netName(groups []VATGroup) string {
	if slices.ContainsFunc(groups, func(g VATGroup) bool { return g.Kind == club.ThirdParty }) {
		return "total.netAndThirdParty"
	}
	return "total.net"
}

// grand prints the one large amount and returns where it ends.
func (p *page) grand(y float64) float64 {
	name, amount := p.say("total.remaining", nil), p.RemainingCents
	if p.Kind == KindCreditNote {
		name, amount = p.say("total.credit", nil), p.TotalCents
	}
	y += 1.4
	p.rule(sumsLeft, y, rightEdge, y, 0.35, green)
	y += 2
	p.text(sumsLeft, y+styleGrand.baseline()-styleTotalBold.baseline(), styleTotalBold, leftAligned, name)
	p.text(rightEdge, y, styleGrand, rightAligned, p.amount(amount))
	return y + styleGrand.line()
}

// vatTable prints the sums per rate: totals net and VAT are owed per rate.
func (p *page) vatTable(y float64) float64 {
	if len(p.VAT) == 0 {
		return y
	}
	line := func(how style, label stack, base, tax, gross string) {
		p.stack(leftEdge, y, label, leftAligned)
		p.text(smallBase, y, how, rightAligned, base)
		p.text(smallTax, y, how, rightAligned, tax)
		p.text(smallRight, y, how, rightAligned, gross)
		y += max(label.height(), how.line()) + p.small
	}
	head := stack{{style: styleSmallHead, text: p.say("vat.label", nil)}}
	y += p.small
	line(styleSmallHead, head, p.say("vat.base", nil), p.say("vat.tax", nil), p.say("vat.gross", nil))
	p.rule(leftEdge, y, smallRight, y, 0.2, border)
	for n, group := range p.VAT {
		if n > 0 {
			p.rule(leftEdge, y, smallRight, y, 0.2, hair)
		}
		y += p.small
		tax := p.decimal(group.VATCents)
		if group.Kind != club.Taxed {
			tax = "—"
		}
		line(styleSmall, stacked(styleSmall, 34, group.Label), p.decimal(group.NetCents), tax, p.decimal(group.GrossCents))
	}
	return y
}

// schedule prints the days on which the parts of the price are due.
func (p *page) schedule(y float64) float64 {
	if len(p.Schedule) < 2 {
		return y
	}
	y += 2 + p.small
	p.text(leftEdge, y, styleSmallHead, leftAligned, p.say("schedule.title", nil))
	y += styleSmallHead.line() + p.small
	p.rule(leftEdge, y, smallRight, y, 0.2, border)
	for n, part := range p.Schedule {
		if n > 0 {
			p.rule(leftEdge, y, smallRight, y, 0.2, hair)
		}
		y += p.small
		p.text(leftEdge, y, styleSmall, leftAligned, p.day(part.Day))
		p.text(smallRight, y, styleSmall, rightAligned, p.amount(part.Cents))
		y += styleSmall.line() + p.small
	}
	return y
}
