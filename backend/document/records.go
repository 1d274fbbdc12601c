package document

import (
	"strings"

	"paddock/backend/calendar"
	"paddock/backend/locale"
)

// Records is an A4 list of what is held on somebody: sections of records, each
// a few named fields.
type Records struct {
	Title          string
	Name           string // whom it is about
	Club           string
	Day            calendar.Day
	Lang           locale.Lang
	Intro          string // its lines are paragraphs
	Sections       []RecordSection
	ProgramVersion string
}

// RecordSection is a heading with its records; without any it says so.
type RecordSection struct {
	Title   string
	None    string
	Records [][]RecordField
}

// RecordField is a name and what stands there.
type RecordField struct{ Name, Text string }

var (
	styleSection   = style{display, 13, 1.25, dark}
	styleFieldName = style{regular, 8.6, 1.45, grey}
	styleFieldText = style{regular, 9.2, 1.42, dark}
)

const (
	fieldNameWidth = 46.0 // mm
	recordGap      = 2.4  // mm above and below the hairline between two
	shortFields    = 5    // a record of so many stands one field a line, a longer one in two columns
)

// recordsPage is the state of the list while it is laid out.
type recordsPage struct {
	*sheet
	Records
	tongue
	y     float64
	count int
}

// PDF draws the list.
func (r Records) PDF() ([]byte, error) {
	day, err := instant(r.Day)
	if err != nil {
		return nil, err
	}
	p := &recordsPage{
		sheet:   newSheet(information(r.Title+" · "+r.Name, r.Club, r.Title, r.ProgramVersion, day)),
		Records: r, tongue: tongue{lang: r.Lang},
	}
	p.newPage()
	p.logo(leftEdge, 14, 12, 1.9, green, leather)
	p.y = p.stack(leftEdge+15.4, 14, stacked(styleClub, rightEdge-leftEdge-15.4, r.Title), leftAligned)
	p.y = max(28, p.stack(leftEdge+15.4, p.y, stacked(styleToName, rightEdge-leftEdge-15.4, r.Name), leftAligned)) + 3
	p.flow(stacked(styleFrom, rightEdge-leftEdge, strings.Split(r.Intro, "\n")...))
	for _, section := range r.Sections {
		p.section(section)
	}
	p.feet()
	return p.bytes()
}

func (p *recordsPage) newPage() {
	p.addPage(a4Width, a4Height)
	p.count++
	p.y = 16
}

func (p *recordsPage) room(height float64) {
	if p.y+height > bodyEnd {
		p.newPage()
	}
}

// flow prints lines one by one over as many pages as they need.
func (p *recordsPage) flow(lines stack) {
	for _, line := range lines {
		p.room(line.style.line())
		p.y = p.stack(leftEdge, p.y, stack{line}, leftAligned)
	}
}

// section prints a heading that never stands alone at a page's foot.
func (p *recordsPage) section(s RecordSection) {
	p.y += 6
	p.room(styleSection.line() + 14)
	p.text(leftEdge, p.y, styleSection, leftAligned, s.Title)
	p.y += styleSection.line() + 0.6
	p.rule(leftEdge, p.y, rightEdge, p.y, 0.35, green)
	p.y += recordGap
	if len(s.Records) == 0 {
		p.flow(stacked(styleFieldName, rightEdge-leftEdge, s.None))
	}
	for i, record := range s.Records {
		if i > 0 {
			p.y += recordGap
			p.rule(leftEdge, p.y, rightEdge, p.y, 0.2, hair)
			p.y += recordGap
		}
		p.record(record)
	}
}

// record prints fields under one another, in two columns when they are many.
func (p *recordsPage) record(fields []RecordField) {
	columns := 2
	if len(fields) <= shortFields {
		columns = 1
	}
	width := (rightEdge - leftEdge) / float64(columns)
	for start := 0; start < len(fields); start += columns {
		row := fields[start:min(start+columns, len(fields))]
		var names, texts []stack
		lines := 0
		for _, field := range row {
			nameWidth := fieldNameWidth - 12*float64(columns-1)
			names = append(names, stacked(styleFieldName, nameWidth-2, field.Name))
			texts = append(texts, stacked(styleFieldText, width-nameWidth-4, strings.Split(field.Text, "\n")...))
			lines = max(lines, len(names[len(names)-1]), len(texts[len(texts)-1]))
		}
		for n := range lines { // a text longer than a page goes on over the next
			p.room(styleFieldText.line())
			for i := range row {
				x := leftEdge + width*float64(i)
				p.stack(x, p.y, names[i].part(n, n+1), leftAligned)
				p.stack(x+fieldNameWidth-12*float64(columns-1), p.y, texts[i].part(n, n+1), leftAligned)
			}
			p.y += styleFieldText.line()
		}
	}
}

// feet prints what is known only at the end: the number of pages.
func (p *recordsPage) feet() {
	for n := 1; n <= p.count; n++ {
		p.keep(p.pdf.SetPage(n))
		p.text(leftEdge, footTop, styleFoot, leftAligned, joined(" · ", p.Club, p.Name))
		p.text(rightEdge, footTop, styleFoot, rightAligned, joined(" · ", p.say("foot.program", locale.Params{"version": p.ProgramVersion}),
			p.say("foot.page", locale.Params{"page": n, "pages": p.count})))
	}
}
