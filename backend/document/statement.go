package document

import (
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/money"
)

// Statement is a household's account from a day to a day on A4. The balance is
// carried from page to page; below nothing it is the household's.
type Statement struct {
	Seller         club.Identity
	Buyer          Buyer
	From, To       calendar.Day
	Day            calendar.Day // it was made on
	Opening        money.Cents  // before the first day
	Lines          []StatementLine
	Lang           locale.Lang
	Training       bool
	ProgramVersion string
}

// StatementLine is a document or a payment, with what it adds to the balance
// and what it takes off it.
type StatementLine struct {
	Day           calendar.Day
	Text          string
	Due, Received money.Cents
}

// The right edges of the statement's columns of figures, in mm.
const (
	statementText    = leftEdge + 36.0
	statementDue     = 134.0
	statementCame    = 164.0
	statementPadding = 1.3 // mm above and below a row
)

// statementPage is the state of a Statement while it is laid out.
type statementPage struct {
	page
	Statement
	balance money.Cents
}

// PDF draws the statement.
func (s Statement) PDF() ([]byte, error) {
	day, err := instant(s.Day)
	if err != nil {
		return nil, err
	}
	// A statement stands on the pages of an invoice: its letterhead, its marks.
	head := Invoice{Seller: s.Seller, Buyer: s.Buyer, Day: s.Day, Lang: s.Lang, Training: s.Training, ProgramVersion: s.ProgramVersion}
	p := &statementPage{Statement: s, balance: s.Opening, page: page{Invoice: head, tongue: tongue{lang: s.Lang}}}
	title := p.say("statement.title", nil)
	p.sheet = newSheet(information(title+" · "+s.Buyer.Name, s.Seller.Name, title, s.ProgramVersion, day))
	p.letterhead([]string{title}, [][2]string{
		{p.say("statement.from", nil), p.day(s.From)}, {p.say("statement.to", nil), p.day(s.To)},
		{p.say("statement.made", nil), p.day(s.Day)},
	})
	p.columns()
	p.total(p.say("statement.opening", nil), s.From)
	for _, line := range s.Lines {
		p.line(line)
	}
	p.room(14)
	p.rule(leftEdge, p.y, rightEdge, p.y, 0.35, green)
	p.total(p.say("statement.closing", nil), s.To)
	p.y += 4
	for _, row := range stacked(styleCond, rightEdge-leftEdge, p.say("statement.reading", nil)) {
		p.room(row.style.line())
		p.y = p.stack(leftEdge, p.y, stack{row}, leftAligned)
	}
	for n := 1; n <= p.count; n++ {
		p.keep(p.pdf.SetPage(n))
		p.text(leftEdge, footTop, styleFoot, leftAligned, joined(" · ", s.Seller.Name, s.Buyer.Name))
		p.text(rightEdge, footTop, styleFoot, rightAligned, joined(" · ", p.say("foot.program", locale.Params{"version": s.ProgramVersion}),
			p.say("foot.page", locale.Params{"page": n, "pages": p.count})))
	}
	return p.bytes()
}

func (p *statementPage) columns() {
	for _, column := range []struct {
		x    float64
		at   align
		text string
	}{
		{leftEdge, leftAligned, "day"}, {statementText, leftAligned, "what"}, {statementDue, rightAligned, "due"},
		{statementCame, rightAligned, "received"}, {rightEdge, rightAligned, "balance"},
	} {
		p.text(column.x, p.y, styleColumn, column.at, p.say("statement."+column.text, nil))
	}
	p.y += styleColumn.line() + 1.2
	p.rule(leftEdge, p.y, rightEdge, p.y, 0.35, green)
}

// room begins another page, with the balance carried forward, where the height
// does not fit.
func (p *statementPage) room(height float64) {
	if p.y+height <= bodyEnd-styleWhat.line()-2*statementPadding {
		return
	}
	p.total(p.say("statement.carried", nil), "")
	p.newPage()
	p.y = 16
	p.columns()
	p.total(p.say("statement.brought", nil), "")
}

// total prints the balance as it stands.
func (p *statementPage) total(text string, day calendar.Day) {
	p.y += statementPadding
	if day != "" {
		p.text(leftEdge, p.y, styleRider, leftAligned, locale.ShortDay(p.Statement.Lang, day))
	}
	p.text(statementText, p.y, styleWhat, leftAligned, text)
	p.text(rightEdge, p.y, styleWhat, rightAligned, p.decimal(p.balance))
	p.y += styleWhat.line() + statementPadding
}

func (p *statementPage) line(l StatementLine) {
	texts := stacked(styleCell, statementDue-statementText-28, l.Text)
	p.room(texts.height() + 2*statementPadding)
	p.rule(leftEdge, p.y, rightEdge, p.y, 0.15, hair)
	p.y += statementPadding
	p.text(leftEdge, p.y, styleRider, leftAligned, locale.ShortDay(p.Statement.Lang, l.Day))
	if l.Due != 0 {
		p.text(statementDue, p.y, styleCell, rightAligned, p.decimal(l.Due))
	}
	if l.Received != 0 {
		p.text(statementCame, p.y, styleCell, rightAligned, p.decimal(l.Received))
	}
	p.balance += l.Due - l.Received
	p.text(rightEdge, p.y, styleCell, rightAligned, p.decimal(p.balance))
	p.y = p.stack(statementText, p.y, texts, leftAligned) + statementPadding
}
