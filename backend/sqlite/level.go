package sqlite

import (
	"fmt"
	"slices"
	"strings"

	"paddock/backend/calendar"
	"paddock/backend/club"
)

const selectLevel = "SELECT id, federation, code, label, rank, aliases, retired FROM levels"

func scanLevel(row scanner) (l club.Level, err error) {
	err = row.Scan(&l.ID, &l.Federation, &l.Code, &l.Label, &l.Rank, fromJSON(&l.Aliases), &l.Retired)
	return l, err
}

// Levels lists the ladders of all federations, each from its first step.
func (tx *Tx) Levels() ([]club.Level, error) {
	if tx.seen.levels == nil {
		levels, err := collect(tx, scanLevel, selectLevel+" ORDER BY federation, rank, id")
		if err != nil {
			return nil, err
		}
		tx.seen.levels = levels
	}
	return slices.Clone(tx.seen.levels), nil
}

// LevelsVersion tells how often the list of levels was saved.
func (tx *Tx) LevelsVersion() (version int, err error) {
	err = tx.row("SELECT coalesce(max(version), 0) FROM levels", nil, &version)
	return version, err
}

// Level loads a level, or returns ErrNotFound.
func (tx *Tx) Level(id int64) (club.Level, error) {
	return one(tx, scanLevel, selectLevel+" WHERE id = ?", id)
}

// InsertLevel adds a step to a federation's ladder; one with an id, that was
// there before, gets it again.
func (tx *Tx) InsertLevel(l club.Level) (int64, error) {
	aliases, err := asJSON(l.Aliases)
	if err != nil {
		return 0, err
	}
	tx.seen.levels = nil
	return tx.insert(`INSERT INTO levels (id, federation, code, label, rank, aliases, retired, version)
		VALUES (?, ?, ?, ?, ?, ?, ?, (SELECT coalesce(max(version), 0) + 1 FROM levels))`,
		orNull(l.ID), l.Federation, l.Code, l.Label, l.Rank, aliases, l.Retired)
}

// SaveLevels writes what steps say that are there, and counts the version of the
// whole list. Two may change codes with each other.
func (tx *Tx) SaveLevels(levels []club.Level) error {
	tx.seen.levels = nil
	if _, err := tx.exec("UPDATE levels SET code = id || ' ' || code, version = (SELECT max(version) + 1 FROM levels)"); err != nil {
		return err
	}
	for _, l := range levels {
		aliases, err := asJSON(l.Aliases)
		if err != nil {
			return err
		}
		if err := tx.change("UPDATE levels SET federation = ?, code = ?, label = ?, rank = ?, aliases = ?, retired = ? WHERE id = ?",
			l.Federation, l.Code, l.Label, l.Rank, aliases, l.Retired, l.ID); err != nil {
			return err
		}
	}
	return nil
}

// RemoveLevel takes a step away that nothing hangs on.
func (tx *Tx) RemoveLevel(id int64) error {
	tx.seen.levels = nil
	return tx.Remove("levels", id)
}

// LevelUses is how much names a level.
type LevelUses struct {
	Riders  int `json:"riders"`
	Offers  int `json:"offers"`
	Lessons int `json:"lessons" doc:"Series, and lessons that stand alone or differ from theirs"`
	Horses  int `json:"horses"`
}

// levelRows are all rows that name levels at one end or the other, by what they
// are and are called. A lesson that is as its series says is that series.
const levelRows = `SELECT 'rider' AS what, id, first_name || ' ' || surname AS name, level AS least, NULL AS most, '' AS last FROM riders WHERE level IS NOT NULL
	UNION ALL SELECT 'offer', id, name, level_min, level_max, iif(archived, '', '9') FROM offers WHERE coalesce(level_min, level_max) IS NOT NULL
	UNION ALL SELECT 'horse', id, name, level_min, level_max, iif(archived, '', '9') FROM horses WHERE coalesce(level_min, level_max) IS NOT NULL
	UNION ALL SELECT 'lesson', id, name, level_min, level_max, last_day FROM series WHERE coalesce(level_min, level_max) IS NOT NULL
	UNION ALL SELECT 'lesson', -id, name, level_min, level_max, day FROM lessons WHERE coalesce(level_min, level_max) IS NOT NULL AND (series IS NULL OR own)`

// LevelsUsed counts what names each level.
func (tx *Tx) LevelsUsed() (map[int64]LevelUses, error) {
	used := map[int64]LevelUses{}
	return used, tx.each(func(row scanner) error {
		var id int64
		var u LevelUses
		err := row.Scan(&id, &u.Riders, &u.Offers, &u.Lessons, &u.Horses)
		used[id] = u
		return err
	}, `SELECT l.id, total(what = 'rider'), total(what = 'offer'), total(what = 'lesson'), total(what = 'horse')
		FROM levels l JOIN (SELECT what, least AS level FROM (`+levelRows+`) WHERE least IS NOT NULL
			UNION ALL SELECT what, most FROM (`+levelRows+`) WHERE most IS NOT NULL AND most IS NOT least) ON level = l.id GROUP BY l.id`)
}

// namesShown is how many of what uses a level are named.
const namesShown = 3

// LevelUsers names what uses a level, the first few of it.
func (tx *Tx) LevelUsers(id int64) (names string, err error) {
	list, err := collect(tx, func(row scanner) (name string, err error) { return name, row.Scan(&name) }, `SELECT DISTINCT name FROM (`+levelRows+`) WHERE ?1 IN (least, most)
		ORDER BY what = 'rider', what, name LIMIT ?2`, id, namesShown+1)
	if len(list) > namesShown {
		list = append(list[:namesShown], "…")
	}
	return strings.Join(list, ", "), err
}

// LeveledRange is something on offer or planned that is for a range of levels.
type LeveledRange struct {
	What string // offer, lesson or horse
	Name string
	club.LevelRange
}

// LevelRanges lists the ranges of levels that decide something from a day on:
// those of what is on sale, of lessons to come and of horses that work.
func (tx *Tx) LevelRanges(from calendar.Day) ([]LeveledRange, error) {
	return collect(tx, func(row scanner) (r LeveledRange, err error) {
		err = row.Scan(&r.What, &r.Name, &r.Min, &r.Max)
		return r, err
	}, `SELECT DISTINCT what, name, coalesce(least, 0), coalesce(most, 0) FROM (`+levelRows+`)
		WHERE what <> 'rider' AND last >= ? ORDER BY what = 'horse', what DESC, name`, string(from))
}

// riderSaid is the condition that every word somebody types is said of a rider
// or of the rider's level, by any word that is called by: "manon g3".
func (tx *Tx) riderSaid(words []string) (condition string, args []any, err error) {
	levels, err := tx.Levels()
	condition = "1"
	for _, word := range words {
		said, values := containing("r.folded", []string{word})
		args = append(args, values...)
		var ids []int64
		for _, l := range levels {
			if strings.Contains(club.Index(l.Said()...), " "+word) {
				ids = append(ids, l.ID)
			}
		}
		if len(ids) > 0 { // ids, so figures alone
			said = "(" + said + " OR r.level IN (" + strings.ReplaceAll(strings.Trim(fmt.Sprint(ids), "[]"), " ", ", ") + "))"
		}
		condition += " AND " + said
	}
	return condition, args, err
}
