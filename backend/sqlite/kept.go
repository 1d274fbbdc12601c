package sqlite

import (
	"sync"

	"paddock/backend/catalogue"
	"paddock/backend/club"
)

// seen is what a unit of work read and reads again without asking: a sale names
// its offer half a dozen times. The parts of a Batch share it, and whoever
// changes such a row forgets it.
type seen struct {
	offers  map[catalogue.OfferID]catalogue.Offer
	seasons map[string]int64 // by day

	taken     map[string]int64   // snapshots of the journal, by what they say
	snapshots map[int64]Snapshot // and by their seq
}

// kept is what an open database worked out of rows that hardly ever change. What
// it is good for stands beside it: a row that somebody else wrote is worked out
// anew.
type kept struct {
	mutex    sync.Mutex
	settings decoded
	opening  opening
}

// decoded are settings and the text of the rows they were read from.
type decoded struct {
	bodies   map[Section]string
	settings club.Settings
}

// opening is what entry 1 of the journal with this hash says.
type opening struct {
	hash     string
	training bool
}
