package sqlite

import "paddock/backend/calendar"

const (
	seasonColumns = "name, first_day, last_day, ages_day, cut_off_minutes, voucher_hours, voucher_months, vouchers_a_season"
	selectSeason  = "SELECT id, " + seasonColumns + " FROM seasons "
)

// Seasons lists the club's seasons, the latest first.
func (tx *Tx) Seasons() ([]calendar.Season, error) {
	return collect(tx, scanSeason, selectSeason+"ORDER BY first_day DESC")
}

// SeasonOn returns the season a day lies in, or the next one to come, or the
// last; ErrNotFound when the club has none.
func (tx *Tx) SeasonOn(day calendar.Day) (calendar.Season, error) {
	if season, known := tx.seen.current[day]; known {
		return season, nil
	}
	season, err := one(tx, scanSeason, selectSeason+`
		ORDER BY last_day < ?1, CASE WHEN last_day < ?1 THEN NULL ELSE first_day END, last_day DESC LIMIT 1`, string(day))
	if err == nil {
		if tx.seen.current == nil {
			tx.seen.current = map[calendar.Day]calendar.Season{}
		}
		tx.seen.current[day] = season
	}
	return season, err
}

// SaveSeason adds a season, or changes the one with its id.
func (tx *Tx) SaveSeason(s calendar.Season) (int64, error) {
	tx.seen.seasons, tx.seen.current = nil, nil
	if s.ID == 0 {
		return tx.insert("INSERT INTO seasons ("+seasonColumns+") VALUES (?, ?, ?, ?, ?, ?, ?, ?)", seasonValues(s)...)
	}
	_, err := tx.exec("UPDATE seasons SET ("+seasonColumns+") = (?, ?, ?, ?, ?, ?, ?, ?) WHERE id = ?", append(seasonValues(s), s.ID)...)
	return s.ID, err
}

func scanSeason(row scanner) (s calendar.Season, err error) {
	err = row.Scan(&s.ID, &s.Name, &s.First, &s.Last, &s.Ages, &s.CutOffMinutes, &s.VoucherHours, &s.VoucherMonths, &s.VouchersASeason)
	return s, err
}

func seasonValues(s calendar.Season) []any {
	values := []any{s.Name, string(s.First), string(s.Last), string(s.Ages)}
	for _, own := range []*int{s.CutOffMinutes, s.VoucherHours, s.VoucherMonths, s.VouchersASeason} {
		if own == nil {
			values = append(values, nil)
		} else {
			values = append(values, *own)
		}
	}
	return values
}
