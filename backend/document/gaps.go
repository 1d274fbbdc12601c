package document

// gaps are the distances that give way, in mm, so that a usual invoice stays on
// one page with its codes and its slip. Sizes of letters and of codes never do.
type gaps struct {
	leading         float64 // of the table and of the small print, against a style's own
	row             float64 // above and below a row of the table
	small           float64 // above and below a row of the VAT table
	total           float64 // above and below a total
	box             float64 // inside the box that says how to pay, above and below: more than the quiet zone of a code
	aboveBox        float64
	aboveConditions float64
	slipHeight      float64 // height of the slip with its cut line, to the foot of the sheet
	slipTitle       float64 // above the slip's title
	slipNames       float64 // under it
}

var (
	roomy = gaps{leading: 1, row: 2, small: 1.1, total: 0.75, box: 4.4, aboveBox: 6, aboveConditions: 4.6, slipHeight: 62, slipTitle: 7, slipNames: 2.6}
	tight = gaps{leading: 0.86, row: 0.9, small: 0.5, total: 0.3, box: 3.6, aboveBox: 3.4, aboveConditions: 3, slipHeight: 51, slipTitle: 3.6, slipNames: 1.2}
)

// snug is a style as this print sets it.
func (g gaps) snug(s style) style {
	s.leading *= g.leading
	return s
}

// slipTop is where the slip is cut off.
func (g gaps) slipTop() float64 { return a4Height - g.slipHeight }
