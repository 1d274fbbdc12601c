package sqlite

import (
	"encoding/json"
	"sync"

	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/journal"
	"paddock/backend/planning"
)

// seen is what a unit of work read and reads again without asking: a sale names
// its offer half a dozen times. The parts of a Batch share it, and whoever
// changes such a row forgets it.
type seen struct {
	offers  map[catalogue.OfferID]catalogue.Offer
	seasons map[string]int64 // by day
	current map[calendar.Day]calendar.Season
	levels  []club.Level

	settings *sections

	taken     map[string]int64   // snapshots of the journal, by the JSON of what they say
	snapshots map[int64]Snapshot // and by their seq

	forgotten bool // answers that are too old
}

// kept is what an open database worked out of rows that hardly ever change. What
// it is good for stands beside it: a row that somebody else wrote is worked out
// anew.
type kept struct {
	mutex    sync.Mutex
	settings decoded
	opening  opening
	texts    map[string]string // see lean
	lessons  byDay[[]planning.Lesson]
	taken    byDay[[]taken]
}

// sections are the rows of the settings.
type sections struct {
	bodies   map[Section]string
	versions map[Section]int
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

// mostTexts is how many lean texts are kept; all make room when there are more.
const mostTexts = 64

// lean is the lean text of a JSON object: what nearly every sale says of the club
// is made once.
func (k *kept) lean(said string) (string, error) {
	k.mutex.Lock()
	defer k.mutex.Unlock()
	if text, known := k.texts[said]; known {
		return text, nil
	}
	tree, err := journal.Lean(json.RawMessage(said))
	if err != nil {
		return "", err
	}
	text := tree.Text()
	if k.texts == nil || len(k.texts) == mostTexts {
		k.texts = map[string]string{}
	}
	k.texts[said] = text
	return text, nil
}
