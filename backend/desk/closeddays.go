package desk

import (
	"cmp"
	"context"
	"slices"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/exchange"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// ClosedDays lists what closes the club, and the school holidays, by day.
func (d *Desk) ClosedDays(ctx context.Context) ([]planning.ClosedDays, error) {
	return read(ctx, d, "closedDays", (*sqlite.Tx).ClosedDays)
}

// ReadClosedDays reads the periods of an iCalendar or CSV file, for a person to
// choose from; nothing is written. What repeats is told from a year ago to two ahead.
func (d *Desk) ReadClosedDays(ctx context.Context, raw []byte) ([]exchange.DaysOff, error) {
	return read(ctx, d, "readClosedDays", func(tx *sqlite.Tx) ([]exchange.DaysOff, error) {
		c, err := loadClub(tx)
		if err != nil {
			return nil, err
		}
		found, err := exchange.ReadDaysOff(ctx, raw, c.zone, calendar.Period{First: c.today.AddMonths(-12), Last: c.today.AddMonths(24)})
		slices.SortStableFunc(found, func(a, b exchange.DaysOff) int { return cmp.Compare(a.First, b.First) })
		return found, err
	})
}

// ClosedDaysSaved is what closes the club after a change, and what came of it.
type ClosedDaysSaved struct {
	Days []planning.ClosedDays `json:"days" nullable:"false"`
	Reseated
}

// SaveClosedDays adds days without lessons (id 0) or changes some, all or none,
// and makes the lessons of every series follow from today on.
func (d *Desk) SaveClosedDays(ctx context.Context, req Request, in []planning.ClosedDays) (ClosedDaysSaved, error) {
	return write(ctx, d, req, "saveClosedDays", in, func(tx *sqlite.Tx) (none ClosedDaysSaved, err error) {
		c, err := loadClub(tx)
		if err != nil {
			return none, err
		}
		all, err := tx.ClosedDays()
		if err != nil {
			return none, err
		}
		var done closedChange
		for _, days := range in {
			f := form{}
			f.name("name", &days.Name)
			f.fail(checkPeriod(days.First, days.Last, "first", "last"))
			f.figure("weekday", int64(days.Weekday), 0, 7)
			if days.First == "" || days.Last == "" {
				f.refuse(club.CodeRequired, "first")
			}
			if f.err != nil {
				return none, f.err
			}
			if days.ID != 0 {
				at := slices.IndexFunc(all, func(c planning.ClosedDays) bool { return c.ID == days.ID })
				if at < 0 {
					return none, club.Refuse(club.CodeClosedDaysNotFound)
				}
				if all[at].Version != days.Version {
					return none, stale(all[at].Version, all[at])
				}
				done.Before = append(done.Before, all[at])
			}
			if days.ID, err = tx.SaveClosedDays(days); err != nil {
				return none, err
			}
			if days, err = tx.ClosedDaysWith(days.ID); err != nil {
				return none, err
			}
			done.After = append(done.After, days)
		}
		return closedDaysDone(tx, c, req.Actor, "saveClosedDays", done)
	})
}

// RemoveClosedDays opens the club again: the series ride on these days.
func (d *Desk) RemoveClosedDays(ctx context.Context, req Request, id int64) (ClosedDaysSaved, error) {
	return write(ctx, d, req, "removeClosedDays", id, func(tx *sqlite.Tx) (none ClosedDaysSaved, err error) {
		c, err := loadClub(tx)
		if err != nil {
			return none, err
		}
		days, err := tx.ClosedDaysWith(id)
		if err != nil {
			return none, refused(err, club.CodeClosedDaysNotFound)
		}
		if err := tx.RemoveClosedDays(id); err != nil {
			return none, err
		}
		return closedDaysDone(tx, c, req.Actor, "removeClosedDays", closedChange{Before: []planning.ClosedDays{days}})
	})
}

// closedChange is what a verb did to the closed days.
type closedChange struct {
	Before []planning.ClosedDays `json:"before"`
	After  []planning.ClosedDays `json:"after"`
}

// names are what the days are called, for the list of actions.
func (c closedChange) names() string {
	days := append(slices.Clone(c.After), c.Before...)
	if len(days) == 0 {
		return ""
	}
	return days[0].Name
}

// closedDaysDone lets the plan follow and keeps what takes it back.
func closedDaysDone(tx *sqlite.Tx, c clubNow, actor club.Actor, what string, done closedChange) (saved ClosedDaysSaved, err error) {
	if saved.Reseated, err = replan(tx, c, actor, done.names(), false); err != nil {
		return saved, err
	}
	if err := act(tx, what, done.names(), 0, back{"saveClosedDays", done}); err != nil {
		return saved, err
	}
	saved.Days, err = tx.ClosedDays()
	return saved, err
}

// undoClosedDays puts the days back as they were and lets the plan follow: the
// lessons that were taken away are made again.
func undoClosedDays(u undoing, in closedChange) error {
	for _, days := range in.After {
		now, err := u.tx.ClosedDaysWith(days.ID)
		if err != nil {
			return refused(err, club.CodeUndoChanged)
		}
		if now != days {
			return club.Refuse(club.CodeUndoChanged)
		}
		if err := u.tx.RemoveClosedDays(days.ID); err != nil {
			return err
		}
	}
	for _, days := range in.Before {
		days.ID = 0
		if _, err := u.tx.SaveClosedDays(days); err != nil {
			return err
		}
	}
	_, err := replan(u.tx, u.c, u.actor, in.names(), true)
	return err
}

// replan makes the lessons of every series what its rule says, from today on,
// after the calendar changed, or its change was undone.
func replan(tx *sqlite.Tx, c clubNow, actor club.Actor, why string, undo bool) (Reseated, error) {
	none := Reseated{LeftOut: []LeftOut{}}
	seasons, err := tx.Seasons()
	if err != nil {
		return none, err
	}
	seasons = slices.DeleteFunc(seasons, func(s calendar.Season) bool { return s.Last < c.today })
	if len(seasons) == 0 {
		return none, nil
	}
	days := calendar.Period{First: c.today, Last: seasons[0].Last} // the latest comes first
	p, err := newPlanner(tx, c, actor, days)
	if err != nil {
		return none, err
	}
	p.again, p.undo = &allowances{}, undo
	for _, season := range seasons {
		list, err := tx.SeriesOf(season.ID)
		if err != nil {
			return none, err
		}
		for _, s := range list {
			if err := p.follow(s, season, c.today, why); err != nil {
				return none, err
			}
		}
	}
	err = p.write()
	return p.reseated(), err
}
