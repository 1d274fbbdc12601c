package sqlite

import "paddock/backend/planning"

// shapeColumns are the columns of a planning.Shape, the same in both tables.
const shapeColumns = "kind, name, start, minutes, arena, instructor, level_min, level_max, age_min, age_max, capacity, min_group"

// shapeInto are where shapeColumns are scanned to.
func shapeInto(s *planning.Shape) []any {
	return []any{&s.Kind, &s.Name, &s.Start, &s.Minutes, orZero(&s.Arena), orZero(&s.Instructor),
		orZero(&s.LevelMin), orZero(&s.LevelMax), &s.AgeMin, &s.AgeMax, &s.Capacity, &s.MinGroup}
}

// shapeValues are what shapeColumns are given.
func shapeValues(s planning.Shape) []any {
	return []any{string(s.Kind), s.Name, int(s.Start), s.Minutes, orNull(s.Arena), orNull(s.Instructor),
		orNull(s.LevelMin), orNull(s.LevelMax), s.AgeMin, s.AgeMax, s.Capacity, s.MinGroup}
}

const selectSeries = "SELECT id, season, weekday, every_weeks, first_day, last_day, in_holidays, on_public, version, follows, " + shapeColumns + " FROM series "

func scanSeries(row scanner) (s planning.Series, err error) {
	err = row.Scan(append([]any{&s.ID, &s.Season, &s.Weekday, &s.EveryWeeks, &s.First, &s.Last, &s.InHolidays, &s.OnPublic, &s.Version, orZero(&s.Follows)},
		shapeInto(&s.Shape)...)...)
	return s, err
}

// Series loads a series, or returns ErrNotFound.
func (tx *Tx) Series(id planning.SeriesID) (planning.Series, error) {
	return one(tx, scanSeries, selectSeries+"WHERE id = ?", int64(id))
}

// SeriesOf lists the series of a season by weekday and hour.
func (tx *Tx) SeriesOf(season int64) ([]planning.Series, error) {
	return collect(tx, scanSeries, selectSeries+"WHERE season = ? ORDER BY weekday, start, id", season)
}

// InsertSeries adds a series and returns its id.
func (tx *Tx) InsertSeries(s planning.Series) (planning.SeriesID, error) {
	id, err := tx.insert("INSERT INTO series (season, weekday, every_weeks, first_day, last_day, in_holidays, on_public, "+shapeColumns+
		", follows) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", append(seriesValues(s), orNull(s.Follows))...)
	return planning.SeriesID(id), err
}

// UpdateSeries changes a series; its season and what it follows stay.
func (tx *Tx) UpdateSeries(s planning.Series) error {
	return tx.change(`UPDATE series SET (season, weekday, every_weeks, first_day, last_day, in_holidays, on_public, `+shapeColumns+`, version)
		= (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, version + 1) WHERE id = ?`, append(seriesValues(s), int64(s.ID))...)
}

func seriesValues(s planning.Series) []any {
	return append([]any{s.Season, s.Weekday, s.EveryWeeks, string(s.First), string(s.Last), s.InHolidays, s.OnPublic}, shapeValues(s.Shape)...)
}

// CountSeries counts the series of a season.
func (tx *Tx) CountSeries(season int64) (n int, err error) {
	err = tx.row("SELECT count(*) FROM series WHERE season = ?", []any{season}, &n)
	return n, err
}
