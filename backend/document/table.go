package document

import (
	"strconv"

	"paddock/backend/locale"
	"paddock/backend/money"
)

// The styles of the table of lines.
var (
	styleColumn = style{strong, 8.2, 1.42, grey}
	styleCell   = style{regular, 9.2, 1.42, dark}
	styleRider  = style{regular, 9.2, 1.42, grey}
	styleWhat   = style{strong, 9.2, 1.42, dark}
	styleDetail = style{regular, 8.2, 1.4, grey}
)

const (
	carryHeight = 7.0  // mm of a line that carries the sum over
	rowPart     = 12   // lines of a row that stay together
	riderWidth  = 17.0 // mm, its gap included
	rateMost    = 20.0 // mm of a rate before it wraps
)

// columns are the x of the table's columns: the left edge of the two texts,
// the right edge of the figures.
type columns struct {
	text, textWidth float64
	quantity        float64
	unit            float64
	vat             float64 // 0: a club outside VAT
	total           float64
}

// columns leaves out what no line has: riders, VAT.
func (p *page) columns() columns {
	c := columns{text: leftEdge, total: rightEdge, unit: rightEdge - 25}
	for _, line := range p.Lines {
		if line.Rider != "" {
			c.text = leftEdge + riderWidth
		}
		if line.Rate != "" {
			c.vat = rightEdge - 25
		}
	}
	if c.vat > 0 {
		c.unit = c.vat - p.rateWidth()
	}
	c.quantity = c.unit - 20
	c.textWidth = c.quantity - 6 - c.text
	return c
}

// rateWidth is the width of the column of rates, its gap included.
func (p *page) rateWidth() float64 {
	const gap = 4.0
	width := 16.0
	for _, line := range p.Lines {
		for _, text := range styleCell.wrap(line.Rate, rateMost) {
			width = max(width, styleCell.width(text)+gap)
		}
	}
	return width
}

// table prints the lines over as many pages as they need, with the head of the
// table and the sum so far on each.
func (p *page) table() {
	c := p.columns()
	p.tableHead(c)
	var sum money.Cents
	for n, line := range p.Lines {
		for k, part := range p.rowParts(c, line) {
			keep := part.height
			if n < len(p.Lines)-1 || !part.last {
				keep += carryHeight
			}
			if p.y+keep > bodyEnd {
				p.carry(c, "carry.out", sum)
				p.another()
				p.tableHead(c)
				p.carry(c, "carry.in", sum)
			}
			part.draw(p.y)
			p.y += part.height
			if k == 0 {
				sum += line.Cents
			}
			if part.last && n < len(p.Lines)-1 {
				p.rule(leftEdge, p.y, rightEdge, p.y, 0.2, hair)
			}
		}
	}
}

func (p *page) tableHead(c columns) {
	unit, total := "column.unitGross", "column.totalGross"
	if c.vat == 0 {
		unit, total = "column.unit", "column.total"
	}
	if c.text > leftEdge {
		p.text(leftEdge, p.y, styleColumn, leftAligned, p.say("column.rider", nil))
	}
	p.text(c.text, p.y, styleColumn, leftAligned, p.say("column.text", nil))
	p.text(c.quantity, p.y, styleColumn, rightAligned, p.say("column.quantity", nil))
	p.text(c.unit, p.y, styleColumn, rightAligned, p.say(unit, nil))
	if c.vat > 0 {
		p.text(c.vat, p.y, styleColumn, rightAligned, p.say("column.vat", nil))
	}
	p.text(c.total, p.y, styleColumn, rightAligned, p.say(total, nil))
	p.y += styleColumn.line() + 1.6
	p.rule(leftEdge, p.y, rightEdge, p.y, 0.35, green)
}

// carry prints the sum so far at the foot or head of the table.
func (p *page) carry(c columns, key string, sum money.Cents) {
	y := p.y + (carryHeight-styleDetail.line())/2
	p.text(c.text, y, styleDetail, leftAligned, p.say(key, nil))
	p.text(c.total, y, styleDetail, rightAligned, p.amount(sum))
	p.y += carryHeight
	if key == "carry.in" {
		p.rule(leftEdge, p.y, rightEdge, p.y, 0.2, hair)
	}
}

// part is a piece of a row that stays on one page.
type part struct {
	height float64
	last   bool
	draw   func(y float64)
}

// rowParts lays out one line. A row that is higher than a dozen lines of text
// is allowed to break.
func (p *page) rowParts(c columns, line Line) []part {
	rider := stacked(p.snug(styleRider), riderWidth-1.5, line.Rider)
	what := stacked(p.snug(styleWhat), c.textWidth, line.Text)
	what = append(what, stacked(p.snug(styleDetail), c.textWidth, line.Detail)...)
	unit := stack{{style: p.snug(styleCell), text: p.decimal(line.UnitCents)}}
	if line.UnitNetCents != 0 && line.UnitNetCents != line.UnitCents {
		unit = append(unit, textLine{style: p.snug(styleDetail), text: p.say("line.net", locale.Params{"net": p.decimal(line.UnitNetCents)})})
	}
	count := max(1, (max(len(rider), len(what))+rowPart-1)/rowPart)
	parts := make([]part, 0, count)
	for n := range count {
		riderPart, whatPart := rider.part(n*rowPart, (n+1)*rowPart), what.part(n*rowPart, (n+1)*rowPart)
		height := max(riderPart.height(), whatPart.height())
		above, below := 0.0, 0.0
		if n == 0 {
			height = max(height, unit.height())
			above = p.row
		}
		if n == count-1 {
			below = p.row
		}
		parts = append(parts, part{above + height + below, n == count-1, func(y float64) {
			y += above
			p.stack(leftEdge, y, riderPart, leftAligned)
			p.stack(c.text, y, whatPart, leftAligned)
			if n > 0 {
				return
			}
			p.text(c.quantity, y, p.snug(styleCell), rightAligned, strconv.Itoa(line.Quantity))
			p.stack(c.unit, y, unit, rightAligned)
			if c.vat > 0 {
				p.stack(c.vat, y, stacked(p.snug(styleCell), rateMost, line.Rate), rightAligned)
			}
			p.text(c.total, y, p.snug(styleCell), rightAligned, p.amount(line.Cents))
		}})
	}
	return parts
}
