package document

import (
	"strconv"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/locale"
)

// Roster is a day's lessons with their riders on A4, for the instructors to take
// along: each begins a page of their own, and it is one page wherever it fits.
type Roster struct {
	Seller         club.Identity
	Day            calendar.Day
	Sheets         []RosterSheet
	Lang           locale.Lang // the club's
	Training       bool
	ProgramVersion string
}

// RosterSheet is what one instructor gives on the day.
type RosterSheet struct {
	Instructor string
	Lessons    []RosterLesson
}

// RosterLesson is a lesson with who rides in it, in order.
type RosterLesson struct {
	Time    string // from and to
	Name    string
	About   []string // where, how full; why it is not given
	Riders  []RosterRider
	Gone    []string // who gave the place up
	Waiting []string // who waits for one, in order
}

// RosterRider is a rider of a lesson. What is not known is empty.
type RosterRider struct {
	Name, Level, Age string
	Horse            string
	Right            string   // how the place is paid
	Know             []string // first lesson, medical mark and the like
	Call             string   // whom, and the number
}

// The roster's styles; the tight ones get a full day on one page.
var (
	styleRosterTime = style{strong, 10.5, 1.3, dark}
	styleRosterName = style{strong, 9, 1.25, dark}
	styleRosterCell = style{regular, 8.6, 1.25, dark}
	styleRosterHead = style{strong, 7.6, 1.3, grey}
)

const (
	rosterBox     = 4.0 // mm, the side of the box for the presence
	rosterGap     = 2.2 // mm between columns
	rosterColumns = 7

	// What nobody would type is cut there, in mm: a page keeps room for its riders.
	rosterHeadMost = 20.0
	rosterRowMost  = 200.0
)

// rosterGaps is the room between the parts of a roster, in mm.
type rosterGaps struct{ row, lesson float64 }

var (
	rosterRoomy = rosterGaps{row: 1.5, lesson: 6}
	rosterTight = rosterGaps{row: 0.6, lesson: 3}
)

// rosterPage is the state of a sheet while it is laid out. It stands on the pages
// of an invoice: their marks and their feet.
type rosterPage struct {
	page
	rosterGaps
	title  string // of the day
	who    RosterSheet
	widths [rosterColumns]float64
	top    float64 // where the lessons of the page begin
}

// PDF draws the rosters.
func (r Roster) PDF() ([]byte, error) {
	made, err := instant(r.Day)
	if err != nil {
		return nil, err
	}
	say := tongue{lang: r.Lang}
	title := say.say("roster.title", locale.Params{"weekday": locale.Text(r.Lang, "weekday."+strconv.Itoa(r.Day.ISOWeekday()), nil), "onDay": r.Day})
	file := newSheet(information(title, r.Seller.Name, title, r.ProgramVersion, made))
	before := 0
	for _, s := range r.Sheets {
		p := &rosterPage{
			page: page{
				sheet: file, tongue: say, before: before,
				Invoice: Invoice{Seller: r.Seller, Day: r.Day, Lang: r.Lang, Training: r.Training, ProgramVersion: r.ProgramVersion},
			},
			rosterGaps: rosterRoomy, title: title, who: s,
		}
		p.widths = p.fitted()
		if p.pages() > 1 {
			if p.rosterGaps = rosterTight; p.pages() > 1 {
				p.rosterGaps = rosterRoomy
			}
		}
		p.lay()
		p.feet()
		before += p.count
	}
	return file.bytes()
}

// pages counts the pages it takes, without drawing them.
func (p rosterPage) pages() int {
	p.page.sheet, p.count = &sheet{}, 0
	p.lay()
	return p.count
}

func (p *rosterPage) lay() {
	p.begin()
	for n, l := range p.who.Lessons {
		if n > 0 {
			p.y += p.lesson
		}
		p.one(l)
	}
}

// begin starts a page with its head.
func (p *rosterPage) begin() {
	p.newPage()
	p.y = 14
	name := p.who.Instructor
	if name == "" {
		name = p.say("roster.nobody", nil)
	}
	right := stacked(styleHeadText, 70, p.title)
	right, _ = append(right, stacked(styleHeadName, 70, p.Seller.Name)...).take(rosterHeadMost)
	left, _ := stacked(styleTitle, rightEdge-leftEdge-74, name).take(rosterHeadMost)
	p.y = max(p.stack(rightEdge, p.y, right, rightAligned), p.stack(leftEdge, p.y, left, leftAligned)) + 3
	x := leftEdge
	for i, key := range [rosterColumns]string{"rider", "level", "age", "horse", "right", "know", "call"} {
		if i == 0 {
			x += rosterBox + rosterGap
		}
		p.text(x, p.y, styleRosterHead, leftAligned, p.say("roster."+key, nil))
		x += p.widths[i] + rosterGap
	}
	p.y += styleRosterHead.line() + 1
	p.rule(leftEdge, p.y, rightEdge, p.y, 0.35, green)
	p.y += 2.5
	p.top = p.y
}

// cells are the texts of a rider's row, a text a line.
func cells(r RosterRider) [rosterColumns][]string {
	return [rosterColumns][]string{{r.Name}, {r.Level}, {r.Age}, {r.Horse}, {r.Right}, r.Know, {r.Call}}
}

func rosterStyle(column int) style {
	if column == 0 {
		return styleRosterName
	}
	return styleRosterCell
}

// fitted gives the columns the widths that the texts of the whole sheet ask for.
func (p *rosterPage) fitted() (widths [rosterColumns]float64) {
	natural, least := make([]float64, rosterColumns), make([]float64, rosterColumns)
	for i, key := range [rosterColumns]string{"rider", "level", "age", "horse", "right", "know", "call"} {
		least[i] = styleRosterHead.width(p.say("roster."+key, nil))
		natural[i] = least[i]
	}
	for _, l := range p.who.Lessons {
		for _, r := range l.Riders {
			for i, texts := range cells(r) {
				for _, text := range texts {
					natural[i] = max(natural[i], rosterStyle(i).width(text))
				}
			}
		}
	}
	for i := range least {
		most := 20.0
		if i == rosterColumns-1 { // every row has it: whom to call stays on one line
			most = 48
		}
		least[i] = max(least[i], min(natural[i], most))
	}
	copy(widths[:], fitted(natural, least, rightEdge-leftEdge-rosterBox-rosterColumns*rosterGap))
	return widths
}

// one prints a lesson, whole on one page wherever it fits on one.
func (p *rosterPage) one(l RosterLesson) {
	rows := make([][rosterColumns]stack, len(l.Riders))
	heights := make([]float64, len(l.Riders))
	for n, r := range l.Riders {
		heights[n] = rosterBox
		for i, texts := range cells(r) {
			rows[n][i], _ = stacked(rosterStyle(i), p.widths[i], texts...).take(rosterRowMost)
			heights[n] = max(heights[n], rows[n][i].height())
		}
		heights[n] += 2 * p.row
	}
	head := p.head(l)
	var under stack
	if len(l.Riders) == 0 {
		under = stacked(styleRosterCell, rightEdge-leftEdge, p.say("roster.empty", nil))
	}
	for _, line := range []struct {
		key   string
		names []string
	}{{"roster.gone", l.Gone}, {"roster.waiting", l.Waiting}} {
		if len(line.names) > 0 {
			names := make([]string, len(line.names))
			for i, name := range line.names {
				names[i] = name
				if line.key == "roster.waiting" {
					names[i] = strconv.Itoa(i+1) + ". " + name
				}
			}
			under = append(under, stacked(styleRosterCell, rightEdge-leftEdge, p.say(line.key, locale.Params{"names": joined(", ", names...)}))...)
		}
	}
	first := head.height() + 1
	if len(heights) > 0 {
		first += heights[0]
	}
	whole := head.height() + 1 + sum(heights) + p.row + under.height()
	if p.y+first > bodyEnd || p.y+whole > bodyEnd && p.top+whole <= bodyEnd {
		p.begin()
	}
	p.y = p.stack(leftEdge, p.y, head, leftAligned) + 1
	for n, row := range rows {
		if p.y+heights[n] > bodyEnd {
			p.begin()
			p.y = p.stack(leftEdge, p.y, head, leftAligned) + 1
		}
		p.rule(leftEdge, p.y, rightEdge, p.y, 0.15, border)
		top := p.y + p.row
		p.frame(leftEdge, top, rosterBox, rosterBox, 0.6, 0.3, dark)
		x := leftEdge + rosterBox + rosterGap
		for i, lines := range row {
			p.stack(x, top, lines, leftAligned)
			x += p.widths[i] + rosterGap
		}
		p.y += heights[n]
	}
	p.rule(leftEdge, p.y, rightEdge, p.y, 0.15, border)
	p.y += p.row
	for _, line := range under {
		if p.y+line.style.line() > bodyEnd {
			p.begin()
		}
		p.y = p.stack(leftEdge, p.y, stack{line}, leftAligned)
	}
}

// head names a lesson.
func (p *rosterPage) head(l RosterLesson) stack {
	head := stacked(styleRosterTime, rightEdge-leftEdge, joined(" · ", l.Time, l.Name))
	head, _ = append(head, stacked(styleHeadName, rightEdge-leftEdge, joined(" · ", l.About...))...).take(rosterHeadMost)
	return head
}
