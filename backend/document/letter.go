package document

import (
	"strings"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/locale"
)

// Letter is a letter of the club to a household on A4; an empty line of its body
// parts paragraphs.
type Letter struct {
	Seller         club.Identity
	Buyer          Buyer
	Day            calendar.Day
	Title          string
	Body           string
	Lang           locale.Lang
	Training       bool
	ProgramVersion string
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
	for line := range strings.SplitSeq(l.Body, "\n") {
		if strings.TrimSpace(line) == "" {
			p.y += styleLetter.line() * 0.7
			continue
		}
		p.flow(stacked(styleLetter, rightEdge-leftEdge, line))
	}
	p.feet()
	return p.bytes()
}
