package document

import (
	"strings"

	"paddock/backend/calendar"
	"paddock/backend/locale"
)

// List is a list on A4: its head is repeated on each page, long texts wrap and
// nothing is cut.
type List struct {
	Title   string
	Club    string
	Day     calendar.Day // it was printed on
	Under   []string     // what it was narrowed to, and how many rows it has
	Columns []ListColumn
	Rows    [][]string // a cell a column

	Lang           locale.Lang
	ProgramVersion string
	Training       bool
}

// ListColumn is a column of a List. The first one is the name of the row.
type ListColumn struct {
	Head  string
	Right bool // figures
}

var (
	styleListHead = style{strong, 8, 1.3, grey}
	styleListName = style{strong, 8.6, 1.3, dark}
	styleListCell = style{regular, 8.6, 1.3, dark}
)

const (
	listEdge    = 12.0 // mm beside, above and below what is printed
	listGap     = 4.0  // mm between columns
	listPadding = 1.15 // mm above and below a row
	listNarrow  = 14.0 // mm; a text is not squeezed below that
	listWrapped = 4    // the paper is turned when more than one row in so many would wrap upright
)

// listPage is the state of a List while it is laid out.
type listPage struct {
	*sheet
	List
	tongue
	width, height float64   // of the paper
	widths        []float64 // of the columns
	y             float64
	count         int
}

// PDF draws the list, across where it would not fit upright.
func (l List) PDF() ([]byte, error) {
	day, err := instant(l.Day)
	if err != nil {
		return nil, err
	}
	p := &listPage{
		sheet: newSheet(information(l.Title, l.Club, l.Title, l.ProgramVersion, day)),
		List:  l, tongue: tongue{lang: l.Lang}, width: a4Width, height: a4Height,
	}
	natural, least := p.measured()
	p.widths = fitted(natural, least, p.room())
	if p.wrapped()*listWrapped > len(l.Rows) {
		p.width, p.height = a4Height, a4Width
		p.widths = fitted(natural, least, p.room())
	}
	p.first()
	for n, row := range l.Rows {
		p.row(row, n > 0)
	}
	p.feet()
	return p.bytes()
}

// measured returns how wide each column would like to be, and how narrow it may
// get: figures and heads stay whole, texts wrap.
func (p *listPage) measured() (natural, least []float64) {
	natural, least = make([]float64, len(p.Columns)), make([]float64, len(p.Columns))
	for i, column := range p.Columns {
		for word := range strings.FieldsSeq(column.Head) {
			least[i] = max(least[i], styleListHead.width(word))
		}
		natural[i] = styleListHead.width(column.Head)
		for _, row := range p.Rows {
			natural[i] = max(natural[i], p.cellStyle(i).width(row[i]))
		}
		if column.Right {
			least[i] = natural[i]
		} else {
			least[i] = max(least[i], min(natural[i], listNarrow))
		}
	}
	return natural, least
}

// room is what the columns share of the paper's width.
func (p *listPage) room() float64 {
	return p.width - 2*listEdge - listGap*float64(len(p.Columns)-1)
}

// wrapped counts the rows that take more than a line.
func (p *listPage) wrapped() (n int) {
	for _, row := range p.Rows {
		for i, cell := range row {
			if p.cellStyle(i).width(cell) > p.widths[i]+0.1 {
				n++
				break
			}
		}
	}
	return n
}

func (p *listPage) cellStyle(column int) style {
	if column == 0 {
		return styleListName
	}
	return styleListCell
}

// fitted gives the columns their widths: what is left over is spread evenly;
// what lacks is taken from the widest.
func fitted(natural, least []float64, available float64) []float64 {
	widths := make([]float64, len(natural))
	capped := func(most float64) []float64 {
		for i := range widths {
			widths[i] = max(least[i], min(natural[i], most))
		}
		return widths
	}
	if spare := available - sum(natural); spare >= 0 {
		for i := range widths {
			widths[i] = natural[i] + spare/float64(len(widths))
		}
		return widths
	}
	if lack := sum(least); lack > available { // wider than any paper: words break too
		for i := range widths {
			widths[i] = least[i] * available / lack
		}
		return widths
	}
	low, high := 0.0, available
	for high-low > 0.05 {
		if middle := (low + high) / 2; sum(capped(middle)) > available {
			high = middle
		} else {
			low = middle
		}
	}
	return capped(low)
}

func sum(numbers []float64) (total float64) {
	for _, n := range numbers {
		total += n
	}
	return total
}

// first begins the list under its title.
func (p *listPage) first() {
	p.turn()
	right := p.width - listEdge
	day := p.day(p.Day)
	name := stacked(styleHeadName, right-listEdge-styleHeadName.width(day)-8, p.Club)
	p.text(right, p.y, styleHeadName, rightAligned, day)
	p.y = p.stack(listEdge, p.y, name, leftAligned) + 1
	p.y = p.stack(listEdge, p.y, stacked(styleTitle, right-listEdge, p.Title), leftAligned) + 1
	under := stacked(styleHeadName, right-listEdge, joined(" · ", p.Under...))
	under, _ = under.take(30) // mm; a filter longer than that says nothing more
	p.y = p.stack(listEdge, p.y, under, leftAligned) + 3
	p.head()
}

// another begins a page after the first.
func (p *listPage) another() {
	p.turn()
	p.text(listEdge, p.y, styleHeadText, leftAligned, p.Title)
	p.text(p.width-listEdge, p.y, styleHeadName, rightAligned, p.day(p.Day))
	p.y += styleHeadText.line() + 2
	p.head()
}

func (p *listPage) turn() {
	p.addPage(p.width, p.height)
	p.count++
	p.y = listEdge
	if p.Training && p.pdf != nil {
		p.pdf.Rotate(52, points(p.width/2), points(p.height/2))
		p.text(p.width/2, p.height/2-styleGhost.line()/2, styleGhost, centred, p.say("mark.trainingWord", nil))
		p.pdf.RotateReset()
		p.text(p.width/2, 4.6, styleMark.in(brick), centred, p.say("mark.training", nil))
	}
}

func (p *listPage) end() float64 { return p.height - listEdge - 6 }

func (p *listPage) head() {
	heads := make([]stack, len(p.Columns))
	height := 0.0
	for i, column := range p.Columns {
		heads[i] = stacked(styleListHead, p.widths[i], column.Head)
		height = max(height, heads[i].height())
	}
	p.cells(p.y, heads, func(lines stack) float64 { return height - lines.height() })
	p.y += height + 1.2
	p.rule(listEdge, p.y, p.width-listEdge, p.y, 0.35, green)
}

// row prints a row on one page where it fits on any, else over as many as it
// needs.
func (p *listPage) row(cells []string, ruled bool) {
	lines := make([]stack, len(cells))
	most := 1
	for i, cell := range cells {
		lines[i] = stacked(p.cellStyle(i), p.widths[i], cell)
		most = max(most, len(lines[i]))
	}
	line := styleListCell.line()
	fit := func() int { return max(1, int((p.end()-p.y-2*listPadding)/line)) }
	if fit() < most || p.y+2*listPadding+line > p.end() {
		p.another()
		ruled = false
	}
	for from := 0; from < most; from += fit() {
		if from > 0 {
			p.another()
		}
		if ruled {
			p.rule(listEdge, p.y, p.width-listEdge, p.y, 0.15, hair)
		}
		to := min(most, from+fit())
		part := make([]stack, len(lines))
		for i := range lines {
			part[i] = lines[i].part(from, to)
		}
		p.cells(p.y+listPadding, part, func(stack) float64 { return 0 })
		if to == most {
			p.y += 2*listPadding + float64(to-from)*line
			return
		}
	}
}

// cells sets the stacks of a row in their columns, each lowered by down.
func (p *listPage) cells(y float64, stacks []stack, down func(stack) float64) {
	x := listEdge
	for i, lines := range stacks {
		if p.Columns[i].Right {
			p.stack(x+p.widths[i], y+down(lines), lines, rightAligned)
		} else {
			p.stack(x, y+down(lines), lines, leftAligned)
		}
		x += p.widths[i] + listGap
	}
}

// feet prints what is known only at the end: the number of pages.
func (p *listPage) feet() {
	y := p.height - listEdge
	for n := 1; n <= p.count; n++ {
		p.keep(p.pdf.SetPage(n))
		p.text(listEdge, y, styleFoot, leftAligned, p.say("foot.program", locale.Params{"version": p.ProgramVersion}))
		p.text(p.width-listEdge, y, styleFoot, rightAligned, p.say("foot.page", locale.Params{"page": n, "pages": p.count}))
	}
}
