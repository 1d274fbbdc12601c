package desk

import (
	"context"
	"slices"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// SaveSeries is a series as the desk wrote it.
type SaveSeries struct {
	planning.Series
	From   calendar.Day `json:"from,omitempty" doc:"Its lessons from this day on follow; today when empty, all of them when the series is new"`
	Reason string       `json:"reason,omitempty" doc:"Why lessons are given although they clash"`
}

// SeriesSaved is a series with what became of its lessons.
type SeriesSaved struct {
	Series  planning.Series `json:"series"`
	Made    int             `json:"made"`
	Changed int             `json:"changed"`
	Removed int             `json:"removed"`
	Reseated
}

// SeriesOf lists the series of a season by weekday and hour.
func (d *Desk) SeriesOf(ctx context.Context, season int64) ([]planning.Series, error) {
	return read(ctx, d, "series", func(tx *sqlite.Tx) ([]planning.Series, error) { return tx.SeriesOf(season) })
}

// SaveSeries makes a series with all its lessons of the season, or changes one
// and those of its lessons that are still to come. Lessons that were changed by
// hand, cancelled or given stay as they are.
func (d *Desk) SaveSeries(ctx context.Context, req Request, in SaveSeries) (SeriesSaved, error) {
	return write(ctx, d, req, "saveSeries", in, func(tx *sqlite.Tx) (SeriesSaved, error) {
		c, err := loadClub(tx)
		if err != nil {
			return SeriesSaved{}, err
		}
		return saveSeries(tx, c, req.Actor, in)
	})
}

func saveSeries(tx *sqlite.Tx, c clubNow, actor club.Actor, in SaveSeries) (SeriesSaved, error) {
	season, err := checkSeries(tx, &in.Series)
	if err != nil {
		return SeriesSaved{}, err
	}
	var before planning.Series
	from := in.From
	if in.ID == 0 {
		from, in.Follows = in.First, 0
		if in.ID, err = tx.InsertSeries(in.Series); err != nil {
			return SeriesSaved{}, err
		}
	} else {
		if from == "" {
			from = c.today
		}
		if before, err = tx.Series(in.ID); err != nil {
			return SeriesSaved{}, refused(err, club.CodeSeriesNotFound)
		}
		if before.Version != in.Version {
			return SeriesSaved{}, stale(before.Version, before)
		}
		if before.Season != in.Season {
			return SeriesSaved{}, club.Refuse(club.CodeInvalid).On("season")
		}
		if err := tx.UpdateSeries(in.Series); err != nil {
			return SeriesSaved{}, err
		}
	}
	after, err := tx.Series(in.ID)
	if err != nil {
		return SeriesSaved{}, err
	}
	p, err := newPlanner(tx, c, actor, calendar.Period{First: min(from, in.First), Last: season.Last})
	if err != nil {
		return SeriesSaved{}, err
	}
	p.reason = clean(in.Reason)
	if err := p.follow(after, season, from, c.notPlanned()); err != nil {
		return SeriesSaved{}, err
	}
	if err := p.write(); err != nil {
		return SeriesSaved{}, err
	}
	saved := SeriesSaved{Series: after, Reseated: p.reseated()}
	for _, change := range p.changes {
		switch {
		case change.Before.Day == "":
			saved.Made++
		case change.After.Day == "":
			saved.Removed++
		default:
			saved.Changed++
		}
	}
	if before.ID == 0 {
		return saved, act(tx, "addSeries", after.Name, 0, back{"removeSeries", []planning.SeriesID{after.ID}})
	}
	return saved, act(tx, "saveSeries", after.Name, 0, back{"restoreLessons", planChange{Series: []seriesChange{{before, after}}, Lessons: p.changes}})
}

// notPlanned is why a lesson is cancelled that its series has no place for any more.
func (c clubNow) notPlanned() string {
	return locale.Text(c.Identity.Language, "planning.notPlanned", nil)
}

// checkSeries cleans a series and refuses what no lesson could be made of. It
// returns its season.
func checkSeries(tx *sqlite.Tx, s *planning.Series) (calendar.Season, error) {
	season, err := seasonWith(tx, s.Season)
	if err != nil {
		return season, err
	}
	if !s.Kind.Weekly() {
		return season, club.Refuse(club.CodeInvalid).On("kind")
	}
	var f form
	f.figure("weekday", int64(s.Weekday), 1, 7)
	f.figure("everyWeeks", int64(s.EveryWeeks), 1, 2)
	f.fail(checkShape(tx, &s.Shape))
	if f.err != nil {
		return season, f.err
	}
	if s.First == "" {
		s.First = season.First
	}
	if s.Last == "" {
		s.Last = season.Last
	}
	if err := checkPeriod(s.First, s.Last, "first", "last"); err != nil {
		return season, err
	}
	if s.First < season.First || s.Last > season.Last {
		return season, club.Refuse(club.CodeOutsideSeason).On("first").With("firstDay", season.First).With("lastDay", season.Last)
	}
	return season, nil
}

// seasonWith loads a season.
func seasonWith(tx *sqlite.Tx, id int64) (calendar.Season, error) {
	seasons, err := tx.Seasons()
	if err != nil {
		return calendar.Season{}, err
	}
	at := slices.IndexFunc(seasons, func(s calendar.Season) bool { return s.ID == id })
	if at < 0 {
		return calendar.Season{}, club.Refuse(club.CodeSeasonNotFound).On("season")
	}
	return seasons[at], nil
}

// checkShape cleans what a series and a lesson share. The schema bounds the
// figures, and what exists is checked by its foreign keys' owners here.
func checkShape(tx *sqlite.Tx, s *planning.Shape) error {
	var f form
	f.name("name", &s.Name)
	f.limit("name", s.Name, 80)
	f.figure("start", int64(s.Start), 0, 1439)
	f.figure("minutes", int64(s.Minutes), 5, 720)
	f.figure("capacity", int64(s.Capacity), 1, 200)
	f.figure("minGroup", int64(s.MinGroup), 0, int64(s.Capacity))
	f.figure("ageMin", int64(s.AgeMin), 0, 120)
	f.figure("ageMax", int64(s.AgeMax), 0, 120)
	if s.AgeMax != 0 && s.AgeMax < s.AgeMin {
		f.refuse(club.CodeInvalid, "ageMax")
	}
	if f.err != nil {
		return f.err
	}
	if s.Arena != 0 {
		if _, err := tx.Arena(s.Arena); err != nil {
			return refused(err, club.CodeArenaNotFound)
		}
	}
	if s.Instructor != 0 {
		if _, err := tx.StaffMember(s.Instructor); err != nil {
			return refused(err, club.CodeStaffNotFound)
		}
	}
	return checkLevels(tx, s.LevelMin, s.LevelMax)
}

// checkLevels refuses a range whose levels are not there, or that ends below its
// beginning; 0 is no limit.
func checkLevels(tx *sqlite.Tx, least, most int64) error {
	ranks := map[string]int{}
	for name, level := range map[string]int64{"levelMin": least, "levelMax": most} {
		if level == 0 {
			continue
		}
		held, err := tx.Level(level)
		if err != nil {
			return refused(err, club.CodeLevelNotFound)
		}
		ranks[name] = held.Rank
	}
	if least != 0 && most != 0 && ranks["levelMax"] < ranks["levelMin"] {
		return club.Refuse(club.CodeInvalid).On("levelMax")
	}
	return nil
}
