package document

import (
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/money"
)

// GiftCard is the slip of a gift card, 80 mm wide: whoever brings it may spend it.
type GiftCard struct {
	Lang     locale.Lang
	Training bool
	Seller   club.Identity
	Name     string
	Cents    money.Cents
	Code     string // in groups, as people type it
	Payload  string // of its QR code, read by a scanner at the desk
	Until    string // a sentence: through which day
	Number   string // of the invoice it was sold on
	Day      calendar.Day

	ProgramVersion string
}

// PDF returns the slip, one page as high as its content. Equal slips give equal
// bytes.
func (g GiftCard) PDF() ([]byte, error) {
	day, err := instant(g.Day)
	if err != nil {
		return nil, err
	}
	printed, err := newCode(g.Payload)
	if err != nil {
		return nil, err
	}
	out := &roll{tongue: speak(g.Lang, g.Seller.Country)}
	r := Receipt{Training: g.Training}
	r.marks(out)
	const side = 10.0
	out.add(side+1.6, func(s *sheet, y float64) { s.logo((rollWidth-side)/2, y, side, 2.2, black, black) })
	out.lines(rollClub, centred, g.Seller.Name)
	out.cut()
	out.lines(rollTotal, centred, g.Name)
	out.space(1)
	out.lines(rollGrand, centred, out.amount(g.Cents))
	out.space(3)
	out.add(printed.side()+printed.quiet(), func(s *sheet, y float64) { s.code((rollWidth-printed.side())/2, y, printed) })
	out.lines(rollTotal, centred, g.Code)
	out.space(2)
	out.lines(rollSmall, centred, g.Until, out.say("giftCard.keep", nil))
	out.cut()
	out.lines(rollSmall, centred, joined(", ", g.Seller.Street, joined(" ", g.Seller.PostalCode, g.Seller.Town)),
		joined(" · ", g.Seller.Phone, g.Number))

	s := newSheet(information(g.Name, g.Seller.Name,
		out.say("meta.subject", locale.Params{"seller": g.Seller.Name, "issuedDay": g.Day}), g.ProgramVersion, day))
	s.addPage(rollWidth, rollTop+out.height+rollEnd)
	y := rollTop
	for _, strip := range out.strips {
		strip.draw(s, y)
		y += strip.height
	}
	return s.bytes()
}
