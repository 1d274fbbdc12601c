package document

import "paddock/backend/locale"

// Book is one file of invoices, one after the other, each with its own pages and
// their count. The fonts stand in it once. The zero Book is empty.
type Book struct {
	sheet *sheet
	pages int
	title string // of the first invoice
	last  Invoice
}

// Add draws an invoice after those before it. What would take a second page and
// fits on one with less room between its parts is set so. An error spoils the
// book.
func (b *Book) Add(i Invoice) error {
	tongue := speak(i.Lang, i.Seller.Country)
	if b.sheet == nil {
		day, err := instant(i.Day)
		if err != nil {
			return err
		}
		b.title = i.title() + " " + i.Number
		b.sheet = newSheet(information(b.title, i.Seller.Name,
			tongue.say("meta.subject", locale.Params{"seller": i.Seller.Name, "issuedDay": i.Day}), i.ProgramVersion, day))
	}
	p := &page{sheet: b.sheet, Invoice: i, tongue: tongue, gaps: roomy, before: b.pages}
	if err := p.codes(); err != nil {
		return err
	}
	if p.pages() == 2 {
		if p.gaps = tight; p.pages() != 1 {
			p.gaps = roomy
		}
	}
	p.lay()
	p.feet()
	b.pages, b.last = b.pages+p.count, i
	return b.sheet.err
}

// lay sets all but what is known only at the end.
func (p *page) lay() {
	p.first()
	p.table()
	p.tail()
}

// pages counts the pages it takes, without drawing them.
func (p page) pages() int {
	p.sheet, p.count = &sheet{}, 0
	p.lay()
	return p.count
}

// PDF returns the file, named for its invoice, or for the first and the last of
// them. An empty book has none. Equal invoices give equal bytes.
func (b *Book) PDF() ([]byte, error) {
	if b.sheet == nil {
		return nil, nil
	}
	if last := b.last.title() + " " + b.last.Number; last != b.title {
		info := b.sheet.pdf.GetInfo()
		info.Title, info.Subject = plain(b.title+" – "+last), ""
		b.sheet.pdf.SetInfo(info)
	}
	return b.sheet.bytes()
}
