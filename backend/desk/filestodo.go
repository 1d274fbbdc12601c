package desk

import (
	"errors"
	"slices"
	"time"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/sqlite"
)

// FilesToDo is how many files somebody must look after. Today says the numbers and
// the lists say whose: those of a large club in autumn are half a megabyte.
type FilesToDo struct {
	Incomplete int `json:"incomplete"`
	Renew      int `json:"renew" doc:"Complete, with a paper that is good for 30 days at most"`
}

// openFiles is the files that somebody must look after, by family.
type openFiles struct{ incomplete, renew []FileToDo }

func (f openFiles) counted() FilesToDo { return FilesToDo{len(f.incomplete), len(f.renew)} }

// FileToDo is one rider's file and the papers it is about.
type FileToDo struct {
	Rider     club.RiderID     `json:"rider"`
	Household club.HouseholdID `json:"household"`
	Name      string           `json:"name"`
	Family    string           `json:"family"`
	Papers    club.Names       `json:"papers" nullable:"false"`
}

// filesToDo looks at the riders of this season: those who bought something in
// it or hold a licence. Whoever left the club owes it no paper.
func filesToDo(tx *sqlite.Tx, c clubNow) (openFiles, error) {
	todo := openFiles{incomplete: []FileToDo{}, renew: []FileToDo{}}
	list := c.PapersOn(c.today)
	if len(list) == 0 {
		return todo, nil
	}
	season, err := tx.SeasonOn(c.today)
	if err != nil && !errors.Is(err, sqlite.ErrNotFound) {
		return todo, err
	}
	holders, err := tx.FileHolders(season, c.today)
	for _, h := range holders {
		if !h.Active {
			continue
		}
		file := club.FileOn(list, h.Holder, c.today)
		row := FileToDo{Rider: h.Rider, Household: h.Household, Name: h.Name, Family: h.HouseholdName}
		switch {
		case !file.Complete:
			row.Papers = file.Missing()
			todo.incomplete = append(todo.incomplete, row)
		case len(file.ToRenew()) > 0:
			row.Papers = file.ToRenew()
			todo.renew = append(todo.renew, row)
		}
	}
	return todo, err
}

// households are those of the riders whose files are not complete, never nil.
func (f openFiles) households() []club.HouseholdID {
	ids := []club.HouseholdID{}
	for _, row := range f.incomplete {
		ids = append(ids, row.Household)
	}
	return slices.Compact(ids)
}

// midnight is when a day begins at the club.
func (c clubNow) midnight(day calendar.Day) time.Time {
	return time.Date(day.Year(), day.Month(), day.DayOfMonth(), 0, 0, 0, 0, c.zone)
}
