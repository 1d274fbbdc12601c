package sqlite

import (
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/planning"
)

const selectHorse = `SELECT id, name, level_min, level_max, most_weight_kg, lessons_a_day, hours_a_week, days_off, owner, archived, note, version FROM horses `

func scanHorse(row scanner) (h planning.Horse, err error) {
	h.Away, h.Cares = []planning.Away{}, []planning.Care{}
	err = row.Scan(&h.ID, &h.Name, orZero(&h.LevelMin), orZero(&h.LevelMax), &h.MostWeight, &h.LessonsADay, &h.HoursAWeek, fromJSON(&h.DaysOff),
		orZero(&h.Owner), &h.Archived, &h.Note, &h.Version)
	return h, err
}

// Horses lists the horses by name, those that left last.
func (tx *Tx) Horses() ([]planning.Horse, error) {
	list, err := collect(tx, scanHorse, selectHorse+"ORDER BY archived, folded, id")
	if err != nil {
		return nil, err
	}
	return list, tx.tend(list, "1")
}

// Horse loads a horse, or returns ErrNotFound.
func (tx *Tx) Horse(id planning.HorseID) (planning.Horse, error) {
	list, err := collect(tx, scanHorse, selectHorse+"WHERE id = ?", int64(id))
	if err != nil {
		return planning.Horse{}, err
	}
	if len(list) == 0 {
		return planning.Horse{}, ErrNotFound
	}
	err = tx.tend(list, "horse = ?", int64(id))
	return list[0], err
}

// tend fills in when horses are away and what they need.
func (tx *Tx) tend(list []planning.Horse, where string, args ...any) error {
	at := map[planning.HorseID]*planning.Horse{}
	for i := range list {
		at[list[i].ID] = &list[i]
	}
	err := tx.each(func(row scanner) error {
		var id planning.HorseID
		var a planning.Away
		err := row.Scan(&id, &a.First, &a.Last, &a.Why)
		at[id].Away = append(at[id].Away, a)
		return err
	}, "SELECT horse, first_day, last_day, why FROM horse_away WHERE "+where+" ORDER BY horse, first_day, id", args...)
	if err != nil {
		return err
	}
	return tx.each(func(row scanner) error {
		var id planning.HorseID
		var c planning.Care
		err := row.Scan(&id, &c.Kind, &c.Last, &c.Due, &c.EveryWeeks)
		at[id].Cares = append(at[id].Cares, c)
		return err
	}, "SELECT horse, kind, last_day, due_day, every_weeks FROM horse_cares WHERE "+where+" ORDER BY horse, kind", args...)
}

// InsertHorse adds a horse and returns its id.
func (tx *Tx) InsertHorse(h planning.Horse) (planning.HorseID, error) {
	values, err := horseValues(h)
	if err != nil {
		return 0, err
	}
	id, err := tx.insert(`INSERT INTO horses (name, folded, level_min, level_max, most_weight_kg, lessons_a_day, hours_a_week, days_off, owner, archived, note)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, values...)
	if err != nil {
		return 0, err
	}
	h.ID = planning.HorseID(id)
	return h.ID, tx.saveTending(h)
}

// UpdateHorse changes a horse with all that it says of it.
func (tx *Tx) UpdateHorse(h planning.Horse) error {
	values, err := horseValues(h)
	if err != nil {
		return err
	}
	err = tx.change(`UPDATE horses SET (name, folded, level_min, level_max, most_weight_kg, lessons_a_day, hours_a_week, days_off, owner, archived, note, version)
		= (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, version + 1) WHERE id = ?`, append(values, int64(h.ID))...)
	if err != nil {
		return err
	}
	for _, table := range []string{"horse_away", "horse_cares"} {
		if _, err := tx.exec("DELETE FROM "+table+" WHERE horse = ?", int64(h.ID)); err != nil {
			return err
		}
	}
	return tx.saveTending(h)
}

func horseValues(h planning.Horse) ([]any, error) {
	off, err := asJSON(append([]int{}, h.DaysOff...))
	return []any{h.Name, club.Index(h.Name), orNull(h.LevelMin), orNull(h.LevelMax), h.MostWeight, h.LessonsADay, h.HoursAWeek, off,
		orNull(h.Owner), h.Archived, h.Note}, err
}

func (tx *Tx) saveTending(h planning.Horse) error {
	for _, a := range h.Away {
		_, err := tx.exec("INSERT INTO horse_away (horse, first_day, last_day, why) VALUES (?, ?, ?, ?)", int64(h.ID), string(a.First), string(a.Last), a.Why)
		if err != nil {
			return err
		}
	}
	for _, c := range h.Cares {
		_, err := tx.exec("INSERT INTO horse_cares (horse, kind, last_day, due_day, every_weeks) VALUES (?, ?, ?, ?, ?)",
			int64(h.ID), string(c.Kind), string(c.Last), string(c.Due), c.EveryWeeks)
		if err != nil {
			return err
		}
	}
	return nil
}

// Fall is a fall of or from a horse.
type Fall struct {
	ID        int64            `json:"id"`
	Horse     planning.HorseID `json:"horse"`
	Day       calendar.Day     `json:"day"`
	Rider     club.RiderID     `json:"rider" doc:"0 when nobody of the club"`
	RiderName string           `json:"riderName"`
	Note      string           `json:"note"`
}

// FallsOf lists the falls with a horse, the latest first.
func (tx *Tx) FallsOf(horse planning.HorseID) ([]Fall, error) {
	return collect(tx, func(row scanner) (f Fall, err error) {
		return f, row.Scan(&f.ID, &f.Horse, &f.Day, orZero(&f.Rider), &f.RiderName, &f.Note)
	}, `SELECT f.id, f.horse, f.day, f.rider, coalesce(r.first_name || ' ' || r.surname, ''), f.note
		FROM horse_falls f LEFT JOIN riders r ON r.id = f.rider WHERE f.horse = ? ORDER BY f.day DESC, f.id DESC`, int64(horse))
}

// InsertFall records a fall and returns its id.
func (tx *Tx) InsertFall(f Fall, actor club.Actor) (int64, error) {
	return tx.insert("INSERT INTO horse_falls (horse, rider, day, note, recorded_at, recorded_by) VALUES (?, ?, ?, ?, ?, ?)",
		int64(f.Horse), orNull(f.Rider), string(f.Day), f.Note, stamp(tx.Now), actor.ID)
}

// CountFalls counts the falls since a day by horse.
func (tx *Tx) CountFalls(since calendar.Day) (map[planning.HorseID]int, error) {
	falls := map[planning.HorseID]int{}
	return falls, tx.each(func(row scanner) error {
		var id planning.HorseID
		var n int
		err := row.Scan(&id, &n)
		falls[id] = n
		return err
	}, "SELECT horse, count(*) FROM horse_falls WHERE day >= ? GROUP BY horse", string(since))
}

// RiderWish is what a rider thinks of a horse.
type RiderWish struct {
	Rider     club.RiderID     `json:"rider"`
	RiderName string           `json:"riderName"`
	Horse     planning.HorseID `json:"horse"`
	HorseName string           `json:"horseName"`
	Wish      planning.Wish    `json:"wish" enum:"-1,1"`
}

// Wishes lists what riders think of horses, by rider and horse.
func (tx *Tx) Wishes() ([]RiderWish, error) {
	return collect(tx, func(row scanner) (w RiderWish, err error) {
		return w, row.Scan(&w.Rider, &w.RiderName, &w.Horse, &w.HorseName, &w.Wish)
	}, `SELECT w.rider, r.first_name || ' ' || r.surname, w.horse, h.name, w.wish
		FROM horse_wishes w JOIN riders r ON r.id = w.rider JOIN horses h ON h.id = w.horse ORDER BY r.surname, r.first_name, r.id, h.folded, h.id`)
}

// SaveWish keeps what a rider thinks of a horse; neutral forgets it.
func (tx *Tx) SaveWish(rider club.RiderID, horse planning.HorseID, wish planning.Wish) error {
	if wish == planning.Neutral {
		_, err := tx.exec("DELETE FROM horse_wishes WHERE rider = ? AND horse = ?", int64(rider), int64(horse))
		return err
	}
	_, err := tx.exec("INSERT INTO horse_wishes (rider, horse, wish) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET wish = excluded.wish",
		int64(rider), int64(horse), int(wish))
	return err
}

// FoundHorse is a horse as the palette shows it.
type FoundHorse struct {
	ID   planning.HorseID `json:"id"`
	Name string           `json:"name"`
}

// SearchHorses finds horses by words, the best first.
func (tx *Tx) SearchHorses(words []string, limit int) ([]FoundHorse, error) {
	where, args := containing("folded", words)
	order, ranked := rank("(' ' || folded)", words)
	return collect(tx, func(row scanner) (f FoundHorse, err error) {
		return f, row.Scan(&f.ID, &f.Name)
	}, "SELECT id, name FROM horses WHERE NOT archived AND "+where+" ORDER BY "+order+", folded, id LIMIT +?", append(append(args, ranked...), limit)...)
}
