package document

import (
	"strconv"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/money"
)

// Receipt is what the till prints on an 80 mm roll: the note of a sale to a
// private person (arrêté 83-50/A of 3 October 1983: date, provider, client,
// each service with quantity and unit price, sums without and with VAT).
type Receipt struct {
	Number   string
	Day      calendar.Day
	Time     string // club-local, 11:44:16
	Till     string
	Staff    string
	Family   string // the client; "" when he gave no name
	Lang     locale.Lang
	Copy     Copy
	Training bool
	Seller   club.Identity

	Lines []ReceiptLine
	VAT   []VATGroup // empty for a club outside VAT

	NetCents       money.Cents
	TotalCents     money.Cents
	Besides        []Payment // what was paid together with the sale: older invoices, and what became credit
	Payments       []Payment
	RemainingCents money.Cents
	DueDay         calendar.Day
	Link           string       // of what remains; "" where it is withheld
	LinkCents      money.Cents  // that it asks for
	LinkFor        string       // a sentence, where it does not pay what remains of this sale alone
	LinkShared     bool         // it pays several invoices
	Withheld       string       // why no link is printed
	Mentions       []club.Texts // VAT exemption and what else the law asks for
	Notes          []string     // "Facture F2026-0431 envoyée par e-mail."

	Sequence       string // the journal's, 004 512
	Seal           string // 7F3A-91C2
	ProgramVersion string
}

// ReceiptLine is one thing sold.
type ReceiptLine struct {
	Text      string
	Detail    string // "Hugo · débours"
	Quantity  int
	UnitCents money.Cents // with VAT; printed when Quantity is not 1
	Cents     money.Cents
}

// The roll, in mm: 80 wide, of which a thermal head prints 72; black only and
// nothing under 8.5 pt (design/mockups/receipt-80mm.html).
const (
	rollWidth = 80.0
	rollLeft  = 4.0
	rollRight = 76.0
	rollTop   = 7.0
	rollEnd   = 9.0
)

var (
	rollClub    = style{displayStrong, 14, 1.15, black}
	rollSmall   = style{regular, 8.6, 1.4, black}
	rollName    = style{regular, 8.8, 1.34, black}
	rollValue   = style{strong, 8.8, 1.34, black}
	rollWhat    = style{strong, 9.6, 1.34, black}
	rollMoney   = style{medium, 9.6, 1.34, black}
	rollText    = style{regular, 9.6, 1.34, black}
	rollTotal   = style{strong, 11, 1.34, black}
	rollGrand   = style{displayStrong, 17, 1.1, black}
	rollPayHead = style{strong, 10, 1.25, black}
)

// strip is a piece of the roll.
type strip struct {
	height float64
	draw   func(s *sheet, y float64)
}

// roll collects the strips first, because the page is as high as they are.
type roll struct {
	tongue
	strips []strip
	height float64
}

func (r *roll) add(height float64, draw func(s *sheet, y float64)) {
	r.strips = append(r.strips, strip{height, draw})
	r.height += height
}

func (r *roll) space(height float64) { r.add(height, func(*sheet, float64) {}) }

// lines adds texts under one another, each wrapped.
func (r *roll) lines(how style, at align, texts ...string) {
	x := rollLeft
	if at == centred {
		x = rollWidth / 2
	}
	lines := stacked(how, rollRight-rollLeft, texts...)
	r.add(lines.height(), func(s *sheet, y float64) { s.stack(x, y, lines, at) })
}

// cut adds a dashed rule.
func (r *roll) cut() {
	r.add(6.2, func(s *sheet, y float64) { s.dashed(rollLeft, rollRight, y+3.1, 0.26, black) })
}

// pair adds a name on the left, wrapped, and a value on the right.
func (r *roll) pair(name style, left string, value style, right string, padding float64) {
	const gap = 3.0
	rightWidth := min(value.width(right), (rollRight-rollLeft)*0.6)
	values := stacked(value, rightWidth+0.01, right)
	names := stacked(name, rollRight-rollLeft-rightWidth-gap, left)
	height := max(names.height(), values.height(), name.line())
	r.add(height+2*padding, func(s *sheet, y float64) {
		offset := max(0, value.baseline()-name.baseline())
		s.stack(rollLeft, y+padding+offset, names, leftAligned)
		s.stack(rollRight, y+padding, values, rightAligned)
	})
}

// PDF returns the receipt, one page as high as its content. Equal receipts
// give equal bytes.
func (r Receipt) PDF() ([]byte, error) {
	t := speak(r.Lang, r.Seller.Country)
	day, err := instant(r.Day)
	if err != nil {
		return nil, err
	}
	out := &roll{tongue: t}
	r.marks(out)
	r.head(out)
	r.sale(out)
	r.sums(out)
	r.link(out)
	r.foot(out)

	s := newSheet(information(t.say("receipt.title", nil)+" "+r.Number, r.Seller.Name,
		t.say("meta.subject", locale.Params{"seller": r.Seller.Name, "issuedDay": r.Day}), r.ProgramVersion, day))
	s.addPage(rollWidth, rollTop+out.height+rollEnd)
	y := rollTop
	for _, strip := range out.strips {
		strip.draw(s, y)
		y += strip.height
	}
	return s.bytes()
}

func (r Receipt) marks(out *roll) {
	if r.Training {
		out.lines(rollTotal, centred, out.say("mark.training", nil))
		out.space(1.6)
	}
	switch r.Copy.Kind {
	case Duplicata:
		out.lines(rollValue, centred, out.say("mark.duplicata", locale.Params{"number": r.Copy.N, "copyDay": r.Copy.Day}))
		out.space(1.6)
	case Preview:
		out.lines(rollValue, centred, out.say("mark.preview", nil))
		out.space(1.6)
	}
}

func (r Receipt) head(out *roll) {
	const side = 10.0
	out.add(side+1.6, func(s *sheet, y float64) { s.logo((rollWidth-side)/2, y, side, 2.2, black, black) })
	out.lines(rollClub, centred, r.Seller.Name)
	company := r.Seller.SIRET
	key := "seller.siret"
	switch {
	case r.Seller.SIRET == "" && r.Seller.SIREN != "":
		key, company = "seller.siren", r.Seller.SIREN
	case r.Seller.SIRET == "" && r.Seller.Enterprise != "":
		key, company = "seller.enterprise", r.Seller.Enterprise
	}
	if company != "" {
		company = out.say(key, locale.Params{"number": numberInGroups(company)})
	}
	out.lines(rollSmall, centred,
		joined(", ", r.Seller.Street, joined(" ", r.Seller.PostalCode, r.Seller.Town)),
		joined(" · ", r.Seller.Phone, company))
	out.cut()
	titles := out.legal("receipt.title", nil)
	out.pair(rollName, joined(" / ", titles...), rollValue, r.Number, 0.1)
	out.pair(rollName, out.say("receipt.date", nil), rollValue, joined(" ", locale.ShortDay(out.lang, r.Day), r.Time), 0.1)
	served := out.say("receipt.staff", nil)
	if r.Till != "" {
		served = out.say("receipt.till", locale.Params{"till": r.Till})
	}
	out.pair(rollName, served, rollValue, r.Staff, 0.1)
	if r.Family != "" {
		out.pair(rollName, out.say("receipt.family", nil), rollValue, r.Family, 0.1)
	}
	out.cut()
}

func (r Receipt) sale(out *roll) {
	for _, line := range r.Lines {
		out.space(1)
		out.pair(rollWhat, line.Text, rollMoney, out.decimal(line.Cents), 0)
		detail := line.Detail
		if line.Quantity != 1 {
			detail = joined(" · ", strconv.Itoa(line.Quantity)+" × "+out.decimal(line.UnitCents), detail)
		}
		out.lines(rollSmall, leftAligned, detail)
		out.space(1)
	}
	out.cut()
}

func (r Receipt) sums(out *roll) {
	out.pair(rollTotal, out.say("receipt.total", nil), rollGrand, out.amount(r.TotalCents), 0.5)
	for _, group := range r.VAT {
		if group.Kind != club.Taxed {
			out.pair(rollSmall, out.say("receipt.untaxed", locale.Params{"label": group.Label}), rollSmall, out.decimal(group.GrossCents), 0.3)
			continue
		}
		out.pair(rollSmall, out.say("receipt.vat", locale.Params{"label": group.Label, "base": out.decimal(group.NetCents)}),
			rollSmall, out.decimal(group.VATCents), 0.3)
	}
	if len(r.VAT) > 0 {
		out.pair(rollSmall, out.say(netName(r.VAT), nil), rollSmall, out.decimal(r.NetCents), 0.3)
	}
	r.besides(out)
	if len(r.Payments) == 0 && r.RemainingCents == 0 {
		return
	}
	out.cut()
	for _, payment := range r.Payments {
		text := payment.Text
		if payment.Day != r.Day {
			text = out.say("payment.received", locale.Params{"text": text, "date": out.near(payment.Day, r.Day)})
		}
		out.pair(rollText, text, rollText, out.decimal(payment.Cents), 0.5)
	}
	if r.RemainingCents == 0 {
		return
	}
	name := out.say("total.remaining", nil)
	if r.DueDay != "" {
		name = out.say("receipt.remainingBy", locale.Params{"date": locale.ShortDay(out.lang, r.DueDay)})
	}
	out.pair(rollWhat, name, rollWhat, out.amount(r.RemainingCents), 0.5)
}

// besides adds what was paid together with the sale, and the sum of both.
func (r Receipt) besides(out *roll) {
	if len(r.Besides) == 0 {
		return
	}
	together := r.TotalCents
	out.cut()
	for _, paid := range r.Besides {
		together += paid.Cents
		out.pair(rollText, paid.Text, rollText, out.decimal(paid.Cents), 0.5)
	}
	out.pair(rollTotal, out.say("receipt.together", nil), rollTotal, out.amount(together), 0.5)
}

// link prints the code of the payment page while something remains; the roll is
// wider than any code. A link too long for one, from before the settings refused
// it, is written out.
func (r Receipt) link(out *roll) {
	if r.RemainingCents <= 0 {
		return
	}
	if r.Withheld != "" {
		out.cut()
		out.lines(rollPayHead, leftAligned, out.say("withheld.title", nil))
		out.lines(rollSmall, leftAligned, r.Withheld)
		return
	}
	if r.Link == "" {
		return
	}
	printed, err := newCode(r.Link)
	if err != nil {
		out.cut()
		out.lines(rollPayHead, leftAligned, out.say("receipt.payByCard", locale.Params{"dueCents": r.LinkCents}))
		if r.LinkFor != "" {
			out.lines(rollSmall, leftAligned, r.LinkFor)
		}
		out.lines(rollSmall, leftAligned, out.say("pay.card.leadNoCode", nil), r.Link)
		return
	}
	out.cut()
	out.space(0.6) // the rule stays out of the code's quiet zone
	textLeft := rollLeft + printed.side() + 4
	below := rollRight-textLeft < 26 // a large code stands above its text
	width := rollRight - textLeft
	if below {
		width = rollRight - rollLeft
	}
	lines := stacked(rollPayHead, width, out.say("receipt.payByCard", locale.Params{"dueCents": r.LinkCents}))
	if r.LinkFor != "" {
		lines = append(lines, stacked(rollSmall, width, r.LinkFor)...)
	}
	lines = append(lines, stacked(rollSmall, width, out.say("receipt.payLead", nil))...)
	if below {
		out.add(printed.side()+printed.quiet(), func(s *sheet, y float64) {
			x := (rollWidth - printed.side()) / 2
			s.code(x, y, printed)
			s.link(x, y, printed.side(), printed.side(), r.Link)
		})
		out.add(lines.height(), func(s *sheet, y float64) { s.stack(rollLeft, y, lines, leftAligned) })
		return
	}
	height := max(printed.side(), lines.height())
	out.add(height, func(s *sheet, y float64) {
		s.code(rollLeft, y+(height-printed.side())/2, printed)
		s.link(rollLeft, y, rollRight-rollLeft, height, r.Link)
		s.stack(textLeft, y+(height-lines.height())/2, lines, leftAligned)
	})
	out.space(0.6)
}

func (r Receipt) foot(out *roll) {
	out.cut()
	out.lines(rollSmall, centred, r.Notes...)
	for _, mention := range r.Mentions {
		out.lines(rollSmall, centred, out.mention(mention)...)
	}
	out.space(2.4)
	var sequence, seal string
	if r.Sequence != "" {
		sequence = out.say("receipt.sequence", locale.Params{"number": r.Sequence})
	}
	if r.Seal != "" {
		seal = out.say("foot.seal", locale.Params{"seal": r.Seal})
	}
	out.lines(rollSmall, centred, joined(" · ", out.say("foot.program", locale.Params{"version": r.ProgramVersion}), sequence, seal))
	if r.Training {
		out.space(1.6)
		out.lines(rollTotal, centred, out.say("mark.training", nil))
	}
}
