package desk

import (
	"context"
	"slices"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/journal"
	"paddock/backend/sqlite"
)

// Seasons lists the club's seasons, the latest first.
func (d *Desk) Seasons(ctx context.Context) ([]calendar.Season, error) {
	return read(ctx, d, "seasons", func(tx *sqlite.Tx) ([]calendar.Season, error) { return tx.Seasons() })
}

// SeasonSaved is a season after a change, and what came of it.
type SeasonSaved struct {
	calendar.Season
	Reseated
}

// SaveSeason adds a season (id 0) or changes one. A new one that says no limits of its own
// goes on with those of the season before it.
func (d *Desk) SaveSeason(ctx context.Context, req Request, in calendar.Season) (SeasonSaved, error) {
	return write(ctx, d, req, "saveSeason", in, func(tx *sqlite.Tx) (SeasonSaved, error) {
		done := Reseated{LeftOut: []LeftOut{}}
		in.Name = clean(in.Name)
		seasons, err := tx.Seasons()
		if err != nil {
			return SeasonSaved{in, done}, err
		}
		var old any
		var steps []back
		if in.ID != 0 {
			at := slices.IndexFunc(seasons, func(s calendar.Season) bool { return s.ID == in.ID })
			if at < 0 {
				return SeasonSaved{in, done}, club.Refuse(club.CodeSeasonNotFound)
			}
			old = seasons[at]
			steps = append(steps, back{"saveSeason", seasonChange{seasons[at], in}})
		} else if before := slices.IndexFunc(seasons, func(s calendar.Season) bool { return s.Last < in.First }); before >= 0 && in.OwnLimits == (calendar.OwnLimits{}) {
			in.OwnLimits = seasons[before].OwnLimits // the latest first
		}
		if err := checkSeason(in, seasons); err != nil {
			return SeasonSaved{in, done}, err
		}
		if in.ID, err = tx.SaveSeason(in); err != nil {
			return SeasonSaved{in, done}, err
		}
		if was, changed := old.(calendar.Season); changed {
			if done, err = seasonMoved(tx, req.Actor, was, in, false); err != nil {
				return SeasonSaved{in, done}, err
			}
			if err := seasonRecognised(tx, req.Actor, in); err != nil {
				return SeasonSaved{in, done}, err
			}
		}
		if old == nil {
			row, err := newRow(in.ID, in)
			if err != nil {
				return SeasonSaved{in, done}, err
			}
			steps = append(steps, back{"removeSeason", row})
		}
		if err := act(tx, "saveSeason", in.Name, 0, steps...); err != nil {
			return SeasonSaved{in, done}, err
		}
		return SeasonSaved{in, done}, tx.Seal(journal.SettingsChanged, req.Actor, "", settingsChange{"season", old, in})
	})
}

// undoNewSeason takes a season away again, until something lies in it.
func undoNewSeason(u undoing, in added) error {
	seasons, err := u.tx.Seasons()
	if err != nil {
		return err
	}
	at := slices.IndexFunc(seasons, func(s calendar.Season) bool { return s.ID == in.ID })
	if at < 0 {
		return club.Refuse(club.CodeSeasonNotFound)
	}
	if err := u.takeAway("seasons", in, seasons[at]); err != nil {
		return err
	}
	return u.tx.Seal(journal.SettingsChanged, u.actor, "", settingsChange{"season", seasons[at], nil})
}

// seasonRecognised lets the revenue of a season's packages follow its last day,
// which may lie among closed days by now, or no longer.
func seasonRecognised(tx *sqlite.Tx, actor club.Actor, season calendar.Season) error {
	c, err := loadClub(tx)
	if err != nil {
		return err
	}
	lines, err := tx.LinesOfSeason(season.ID)
	if err != nil {
		return err
	}
	return recognise(tx, c, actor, c.today, lines)
}

// checkSeason refuses a season without a name or an order, and one that shares
// a day with another: a day belongs to one season.
func checkSeason(season calendar.Season, others []calendar.Season) error {
	if season.Name == "" {
		return club.Refuse(club.CodeRequired).On("season.name")
	}
	if season.First == "" {
		return club.Refuse(club.CodeRequired).On("season.first")
	}
	if season.Last == "" {
		return club.Refuse(club.CodeRequired).On("season.last")
	}
	if err := checkPeriod(season.First, season.Last, "season.first", "season.last"); err != nil {
		return err
	}
	if season.Ages != "" {
		if err := checkDay(season.Ages, "season.agesDay"); err != nil {
			return err
		}
	}
	f := form{at: "season."}
	if f.limits(season.OwnLimits); f.err != nil {
		return f.err
	}
	for _, other := range others {
		if other.ID == season.ID {
			continue
		}
		if other.Name == season.Name {
			return club.Refuse(club.CodeNameTaken).On("season.name").With("name", season.Name)
		}
		if overlap(other.First, other.Last, season.First, season.Last) {
			return club.Refuse(club.CodeSeasonDays).On("season.first")
		}
	}
	return nil
}

// seasonMoved lets the series of a season follow its days: what rode through all
// of it still does.
func seasonMoved(tx *sqlite.Tx, actor club.Actor, was, now calendar.Season, undo bool) (Reseated, error) {
	none := Reseated{LeftOut: []LeftOut{}}
	if was.First == now.First && was.Last == now.Last {
		return none, nil
	}
	list, err := tx.SeriesOf(now.ID)
	if err != nil || len(list) == 0 {
		return none, err
	}
	for _, s := range list {
		if s.First == was.First || s.First < now.First {
			s.First = now.First
		}
		if s.Last == was.Last || s.Last > now.Last {
			s.Last = now.Last
		}
		s.Last = max(s.Last, s.First)
		if err := tx.UpdateSeries(s); err != nil {
			return none, err
		}
	}
	c, err := loadClub(tx)
	if err != nil {
		return none, err
	}
	return replan(tx, c, actor, c.notPlanned(), undo)
}
