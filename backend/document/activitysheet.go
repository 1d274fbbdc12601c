package document

import (
	"strconv"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/locale"
)

// ActivitySheet is an activity on A4 with its riders and a box for each of its
// days, for who gives it to take along.
type ActivitySheet struct {
	Seller         club.Identity
	Name           string
	About          []string // when, where, who gives it, how full
	Days           []string // the heads of the boxes
	Riders         []ActivityRider
	Waiting        []string // in order
	Made           calendar.Day
	Lang           locale.Lang // the club's
	Training       bool
	ProgramVersion string
}

// ActivityRider is a rider of an activity. What is not known is empty.
type ActivityRider struct {
	Name, Level, Age string
	Know             []string // medical mark, papers that are missing, answers
	Call             string
	Days             []ActivityMark // as many as the sheet has days
}

// ActivityMark is what a box shows.
type ActivityMark string

// The marks of a day's box.
const (
	MarkOpen    ActivityMark = ""
	MarkPresent ActivityMark = "x"
	MarkAbsent  ActivityMark = "–"
	MarkNone    ActivityMark = "none" // no place on that day
)

const (
	activityColumns = 5
	activityDayMost = 14.0 // mm, the width of a day's column
	activityDaysAll = 84.0 // mm, all of them together
)

type activityPage struct {
	page
	from   ActivitySheet
	day    float64 // width of a day's column
	widths [activityColumns]float64
}

var activityHeads = [activityColumns]string{"roster.rider", "roster.level", "roster.age", "roster.know", "roster.call"}

// PDF draws the sheet.
func (a ActivitySheet) PDF() ([]byte, error) {
	made, err := instant(a.Made)
	if err != nil {
		return nil, err
	}
	p := &activityPage{
		page: page{
			sheet: newSheet(information(a.Name, a.Seller.Name, a.Name, a.ProgramVersion, made)), tongue: tongue{lang: a.Lang},
			Invoice: Invoice{Seller: a.Seller, Day: a.Made, Lang: a.Lang, Training: a.Training, ProgramVersion: a.ProgramVersion},
		},
		from: a,
		day:  min(activityDayMost, activityDaysAll/float64(max(len(a.Days), 1))),
	}
	p.measure()
	p.begin()
	for _, r := range a.Riders {
		p.rider(r)
	}
	if len(a.Riders) == 0 {
		p.y = p.stack(leftEdge, p.y, stacked(styleRosterCell, rightEdge-leftEdge, p.say("roster.empty", nil)), leftAligned)
	}
	if len(a.Waiting) > 0 {
		names := make([]string, len(a.Waiting))
		for i, name := range a.Waiting {
			names[i] = strconv.Itoa(i+1) + ". " + name
		}
		p.y += 3
		for _, line := range stacked(styleRosterCell, rightEdge-leftEdge, p.say("roster.waiting", locale.Params{"names": joined(", ", names...)})) {
			if p.y+line.style.line() > bodyEnd {
				p.begin()
			}
			p.y = p.stack(leftEdge, p.y, stack{line}, leftAligned)
		}
	}
	p.feet()
	return p.sheet.bytes()
}

func activityCells(r ActivityRider) [activityColumns][]string {
	return [activityColumns][]string{{r.Name}, {r.Level}, {r.Age}, r.Know, {r.Call}}
}

// measure gives the columns before the days the widths their texts ask for.
func (p *activityPage) measure() {
	natural, least := make([]float64, activityColumns), make([]float64, activityColumns)
	for i, key := range activityHeads {
		natural[i] = styleRosterHead.width(p.say(key, nil))
		least[i] = natural[i]
		for _, r := range p.from.Riders {
			for _, text := range activityCells(r)[i] {
				natural[i] = max(natural[i], rosterStyle(i).width(text))
			}
		}
		least[i] = max(least[i], min(natural[i], 18))
	}
	room := rightEdge - leftEdge - activityColumns*rosterGap - p.day*float64(len(p.from.Days))
	copy(p.widths[:], fitted(natural, least, room))
}

// begin starts a page with its head.
func (p *activityPage) begin() {
	p.newPage()
	p.y = 14
	right, _ := stacked(styleHeadName, 60, p.Seller.Name).take(rosterHeadMost)
	left, _ := stacked(styleTitle, rightEdge-leftEdge-64, p.from.Name).take(rosterHeadMost)
	p.y = max(p.stack(rightEdge, p.y, right, rightAligned), p.stack(leftEdge, p.y, left, leftAligned)) + 1
	about, _ := stacked(styleHeadText, rightEdge-leftEdge, p.from.About...).take(2 * rosterHeadMost)
	p.y = p.stack(leftEdge, p.y, about, leftAligned) + 3
	x := leftEdge
	for i, key := range activityHeads {
		p.text(x, p.y, styleRosterHead, leftAligned, p.say(key, nil))
		x += p.widths[i] + rosterGap
	}
	for i, day := range p.from.Days {
		p.text(p.boxAt(i), p.y, styleRosterHead, centred, day)
	}
	p.y += styleRosterHead.line() + 1
	p.rule(leftEdge, p.y, rightEdge, p.y, 0.35, green)
	p.y += 1.5
}

// boxAt is the middle of a day's column.
func (p *activityPage) boxAt(i int) float64 {
	return rightEdge - p.day*(float64(len(p.from.Days)-i)-0.5)
}

func (p *activityPage) rider(r ActivityRider) {
	var row [activityColumns]stack
	height := rosterBox
	for i, texts := range activityCells(r) {
		row[i], _ = stacked(rosterStyle(i), p.widths[i], texts...).take(rosterRowMost)
		height = max(height, row[i].height())
	}
	if p.y+height+2*rosterRoomy.row > bodyEnd {
		p.begin()
	}
	top := p.y + rosterRoomy.row
	x := leftEdge
	for i, lines := range row {
		p.stack(x, top, lines, leftAligned)
		x += p.widths[i] + rosterGap
	}
	for i, mark := range r.Days {
		if mark == MarkNone {
			continue
		}
		p.frame(p.boxAt(i)-rosterBox/2, top, rosterBox, rosterBox, 0.6, 0.3, dark)
		if mark != MarkOpen {
			p.text(p.boxAt(i), top+(rosterBox-styleRosterName.line())/2, styleRosterName, centred, string(mark))
		}
	}
	p.y = top + height + rosterRoomy.row
	p.rule(leftEdge, p.y, rightEdge, p.y, 0.15, border)
}
