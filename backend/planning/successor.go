package planning

// Successor finds the series that goes on with this one among those of the season
// to come: the one that was copied from it, wherever it is by now, else one of the
// same kind and name at the same time of the week.
func (s Series) Successor(next []Series) (Series, bool) {
	for _, n := range next {
		if n.Follows == s.ID {
			return n, true
		}
	}
	for _, n := range next {
		if n.Follows == 0 && n.Kind == s.Kind && n.Name == s.Name && n.Weekday == s.Weekday && n.Start == s.Start {
			return n, true
		}
	}
	return Series{}, false
}
