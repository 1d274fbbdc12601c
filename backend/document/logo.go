package document

// logo draws Paddock's fence in a square: the mock-ups' 26 × 26 drawing.
func (s *sheet) logo(x, y, side, width float64, posts, rails ink) {
	unit := side / 26
	line := func(x1, y1, x2, y2 float64, colour ink) {
		s.stroke(x+x1*unit, y+y1*unit, x+x2*unit, y+y2*unit, width*unit, colour)
	}
	line(4, 5, 4, 22, posts)
	line(22, 5, 22, 22, posts)
	line(4, 9, 22, 9, rails)
	line(4, 13.7, 22, 13.7, rails)
	line(4, 18.4, 22, 18.4, rails)
	line(4.6, 18, 21.4, 9.4, rails)
}

// scissors draws Lucide's icon of that name (ISC licence) in a square.
func (s *sheet) scissors(x, y, side float64, colour ink) {
	unit := side / 24
	s.ring(x+6*unit, y+6*unit, 3*unit, 2*unit, colour)
	s.ring(x+6*unit, y+18*unit, 3*unit, 2*unit, colour)
	for _, l := range [][4]float64{{8.12, 8.12, 12, 12}, {20, 4, 8.12, 15.88}, {14.8, 14.8, 20, 20}} {
		s.stroke(x+l[0]*unit, y+l[1]*unit, x+l[2]*unit, y+l[3]*unit, 2*unit, colour)
	}
}
