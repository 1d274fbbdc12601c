package desk

import (
	"context"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// CopySeries says which season's series are made anew in which.
type CopySeries struct {
	From   int64  `json:"from"`
	To     int64  `json:"to"`
	Reason string `json:"reason,omitempty" doc:"Why lessons are given although they clash; without it those are left out"`
}

// SeasonCopied is what rolling a plan over makes.
type SeasonCopied struct {
	Series  int           `json:"series"`
	There   []string      `json:"there" nullable:"false" doc:"Names of the series that go on in it already: they are not made again"`
	Made    int           `json:"made" doc:"Lessons that are given"`
	Clashes []LessonClash `json:"clashes" nullable:"false" doc:"What the lessons that were left out clash with; none of them with a reason"`
}

// LessonClash is a lesson with what stands against it.
type LessonClash struct {
	Lesson string `json:"lesson" doc:"Its name, that of its series"`
	planning.Clash
}

// CheckCopySeries tells what rolling a plan over would make and what would clash,
// before anybody decides. Nothing is written.
func (d *Desk) CheckCopySeries(ctx context.Context, in CopySeries) (SeasonCopied, error) {
	return read(ctx, d, "checkCopySeries", func(tx *sqlite.Tx) (SeasonCopied, error) {
		p, list, there, to, err := rollOver(tx, club.Actor{}, in)
		if err != nil {
			return SeasonCopied{}, err
		}
		for _, s := range list {
			if err := p.follow(s, to, to.First, ""); err != nil {
				return SeasonCopied{}, err
			}
		}
		if err := p.settle(); err != nil {
			return SeasonCopied{}, err
		}
		return p.copied(len(list), there), nil
	})
}

// CopySeries makes the series of a season anew in another, each in the part of the
// season it had (planning.Series.In), with their lessons, in one transaction: the
// plan rolls over. A series that goes on there already (planning.Series.Successor) is
// not made again, and named. A lesson that clashes is left out: it stands in the plan
// as cancelled, so that its series does not make it again, and is no lesson of the
// season (planning.Lesson.LeftOut). With a reason it is given, and the owner reads it
// among the overrides.
func (d *Desk) CopySeries(ctx context.Context, req Request, in CopySeries) (SeasonCopied, error) {
	return write(ctx, d, req, "copySeries", in, func(tx *sqlite.Tx) (SeasonCopied, error) {
		p, list, there, to, err := rollOver(tx, req.Actor, in)
		if err != nil {
			return SeasonCopied{}, err
		}
		var made []planning.SeriesID
		for _, s := range list {
			if s.ID, err = tx.InsertSeries(s); err != nil {
				return SeasonCopied{}, err
			}
			made = append(made, s.ID)
			if err := p.follow(s, to, to.First, ""); err != nil {
				return SeasonCopied{}, err
			}
		}
		if err := p.write(); err != nil {
			return SeasonCopied{}, err
		}
		return p.copied(len(list), there), act(tx, "copySeries", to.Name, 0, back{"removeSeries", made})
	})
}

// rollOver is a planner of a season, the series that are to go on in it, and the names
// of those that do already.
func rollOver(tx *sqlite.Tx, actor club.Actor, in CopySeries) (p *planner, list []planning.Series, there []string, to calendar.Season, err error) {
	fail := func(err error) (*planner, []planning.Series, []string, calendar.Season, error) {
		return nil, nil, nil, to, err
	}
	c, err := loadClub(tx)
	if err != nil {
		return fail(err)
	}
	from, err := seasonWith(tx, in.From)
	if err != nil {
		return fail(err)
	}
	if to, err = seasonWith(tx, in.To); err != nil {
		return fail(err)
	}
	all, err := tx.SeriesOf(from.ID)
	if err != nil {
		return fail(err)
	}
	next, err := tx.SeriesOf(to.ID)
	if err != nil {
		return fail(err)
	}
	follows := planning.Successors(all, next)
	for _, s := range all {
		if _, goesOn := follows[s.ID]; goesOn {
			there = append(there, s.Name)
		} else {
			list = append(list, s.In(to, from))
		}
	}
	switch {
	case len(all) == 0:
		return fail(club.Refuse(club.CodeNothingToCopy))
	case len(list) == 0 || from.ID == to.ID:
		return fail(club.Refuse(club.CodeSeasonPlanned).With("season", to.Name))
	}
	p, err = newPlanner(tx, c, actor, calendar.Period{First: to.First, Last: to.Last})
	if err != nil {
		return fail(err)
	}
	p.reason, p.leaves = clean(in.Reason), true
	return p, list, there, to, nil
}

// copied counts what a roll-over made.
func (p *planner) copied(series int, there []string) SeasonCopied {
	made := SeasonCopied{Series: series, There: append([]string{}, there...), Clashes: []LessonClash{}}
	for _, change := range p.changes {
		if change.After.State == planning.Planned {
			made.Made++
		}
	}
	made.Clashes = append(made.Clashes, p.left...)
	return made
}
