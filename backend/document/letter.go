package document

import (
	"strings"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/money"
)

// Letter is a letter of the club to a household on A4; an empty line of its body
// parts paragraphs.
type Letter struct {
	Seller         club.Identity
	Buyer          Buyer
	Day            calendar.Day
	Title          string
	Body           string
	Rows           [][3]string // a day, a text and an amount, the last their sum; none for a letter without figures
	After          string      // under them
	Transfers      []Transfer  // what it asks for, each with the code a bank's application reads
	Lang           locale.Lang
	Training       bool
	ProgramVersion string
}

// Transfer is what a letter asks for of an invoice. Of its Pay the transfer is printed.
type Transfer struct {
	Number string
	Cents  money.Cents
	Pay    Pay
}

var (
	styleLetterTitle = style{display, 14, 1.3, dark}
	styleLetter      = style{regular, 10, 1.5, dark}
)

// PDF draws the letter.
func (l Letter) PDF() ([]byte, error) {
	day, err := instant(l.Day)
	if err != nil {
		return nil, err
	}
	head := Invoice{Seller: l.Seller, Buyer: l.Buyer, Day: l.Day, Lang: l.Lang, Training: l.Training, ProgramVersion: l.ProgramVersion}
	p := &page{Invoice: head, tongue: tongue{lang: l.Lang}}
	p.sheet = newSheet(information(l.Title+" · "+l.Buyer.Name, l.Seller.Name, l.Title, l.ProgramVersion, day))
	p.letterhead([]string{""}, [][2]string{{p.say("head.date", nil), p.day(l.Day)}})
	p.y += 6
	p.flow(stacked(styleLetterTitle, rightEdge-leftEdge, l.Title))
	p.y += 4
	p.paragraphs(l.Body)
	p.figures(l.Rows)
	p.paragraphs(l.After)
	for _, transfer := range l.Transfers {
		if err := p.asks(transfer); err != nil {
			return nil, err
		}
	}
	p.feet()
	return p.bytes()
}

// asks prints the box of a transfer under the invoice and the amount it is for.
func (p *page) asks(t Transfer) error {
	code, err := newCode(t.Pay.EPC)
	if err != nil {
		return err
	}
	p.Pay, p.epcCode, p.box = t.Pay, &code, boxPadX
	height, draw := p.waysBox(p.ways())
	title := stacked(styleWhat, rightEdge-leftEdge, p.say("transferFor", locale.Params{"number": t.Number, "lateCents": t.Cents}))
	p.y += boxGap
	p.room(title.height() + height + 2)
	p.y = p.stack(leftEdge, p.y, title, leftAligned) + 2
	draw(p.y)
	p.y += height
	return nil
}

func (p *page) paragraphs(text string) {
	for line := range strings.SplitSeq(text, "\n") {
		if strings.TrimSpace(line) == "" {
			p.y += styleLetter.line() * 0.7
			continue
		}
		p.flow(stacked(styleLetter, rightEdge-leftEdge, line))
	}
}

// figures prints rows of a day, a text and an amount, the last one strong.
func (p *page) figures(rows [][3]string) {
	if len(rows) == 0 {
		return
	}
	p.y += 4
	for i, row := range rows {
		how := styleCell
		if i == len(rows)-1 {
			how = styleWhat
		}
		texts := stacked(how, statementCame-statementText, row[1])
		p.room(texts.height() + 2*statementPadding)
		p.rule(leftEdge, p.y, rightEdge, p.y, 0.15, hair)
		p.y += statementPadding
		p.text(leftEdge, p.y, styleRider, leftAligned, row[0])
		p.text(rightEdge, p.y, how, rightAligned, row[2])
		p.y = p.stack(statementText, p.y, texts, leftAligned) + statementPadding
	}
	p.y += 6
}
