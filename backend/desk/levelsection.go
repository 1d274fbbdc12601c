package desk

import (
	"context"
	"reflect"
	"slices"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/journal"
	"paddock/backend/sqlite"
)

// LevelsView is the club's levels as the settings edit them.
type LevelsView struct {
	Levels  []LevelView `json:"levels" nullable:"false" doc:"Each federation's, from the first step"`
	Version int         `json:"version"`
}

// LevelView is a level with how much names it.
type LevelView struct {
	club.Level
	Uses sqlite.LevelUses `json:"uses"`
}

// LevelSection shows the levels to whoever edits them.
func (d *Desk) LevelSection(ctx context.Context) (LevelsView, error) {
	return read(ctx, d, "settings", viewLevels)
}

func viewLevels(tx *sqlite.Tx) (LevelsView, error) {
	levels, err := tx.Levels()
	if err != nil {
		return LevelsView{}, err
	}
	used, err := tx.LevelsUsed()
	if err != nil {
		return LevelsView{}, err
	}
	version, err := tx.LevelsVersion()
	view := LevelsView{Levels: []LevelView{}, Version: version}
	for _, l := range levels {
		view.Levels = append(view.Levels, LevelView{l, used[l.ID]})
	}
	return view, err
}

// RangeMoved is something that another order of the levels opens to levels, or
// closes to them.
type RangeMoved struct {
	What   string   `json:"what" enum:"offer,lesson,horse"`
	Name   string   `json:"name"`
	Gained []string `json:"gained" nullable:"false" doc:"Labels of levels that fit then"`
	Lost   []string `json:"lost" nullable:"false" doc:"Labels of levels that fit no more"`
}

// CheckLevelOrder says what is for other levels once they stand in this order: a
// range names its first and last level, and takes what stands between.
func (d *Desk) CheckLevelOrder(ctx context.Context, order []int64) ([]RangeMoved, error) {
	return read(ctx, d, "settings", func(tx *sqlite.Tx) ([]RangeMoved, error) {
		c, err := loadClub(tx)
		if err != nil {
			return nil, err
		}
		levels, err := tx.Levels()
		if err != nil {
			return nil, err
		}
		if len(order) != len(levels) {
			return nil, club.Refuse(club.CodeLevelNotFound)
		}
		ordered := []club.Level{}
		for _, id := range order {
			at := slices.IndexFunc(levels, func(l club.Level) bool { return l.ID == id })
			if at < 0 {
				return nil, club.Refuse(club.CodeLevelNotFound)
			}
			ordered = append(ordered, levels[at])
		}
		checked, err := checkLevelList(tx, c.today, levels, ordered)
		if err != nil {
			return nil, err
		}
		return movedRanges(tx, c.today, levels, checked)
	})
}

// SaveLevels changes the levels as a whole: their order on each ladder, names,
// what else they are called, and which are no longer given. One that something
// names is not taken away.
func (d *Desk) SaveLevels(ctx context.Context, req Request, in Change[[]club.Level]) (LevelsView, error) {
	body := struct {
		Section string
		In      Change[[]club.Level]
	}{"levels", in}
	return write(ctx, d, req, "saveSettings", body, func(tx *sqlite.Tx) (LevelsView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return LevelsView{}, err
		}
		before, err := tx.Levels()
		if err != nil {
			return LevelsView{}, err
		}
		version, err := tx.LevelsVersion()
		if err != nil {
			return LevelsView{}, err
		}
		if version != in.Version {
			return LevelsView{}, stale(version, before)
		}
		after, err := checkLevelList(tx, c.today, before, in.Value)
		if err != nil {
			return LevelsView{}, err
		}
		if after, err = putLevels(tx, req.Actor, before, after); err != nil {
			return LevelsView{}, err
		}
		if err := actLevels(tx, before, after); err != nil {
			return LevelsView{}, err
		}
		return viewLevels(tx)
	})
}

// checkLevelList cleans the levels and ranks them in their order. On one ladder no
// two share a word, or a list could mean either.
func checkLevelList(tx *sqlite.Tx, today calendar.Day, before, in []club.Level) ([]club.Level, error) {
	var f form
	list := []club.Level{}
	seen := map[int64]bool{}
	for i, l := range in {
		f.within("levels", i, func(f *form) {
			if l.ID != 0 && (seen[l.ID] || !slices.ContainsFunc(before, func(b club.Level) bool { return b.ID == l.ID })) {
				f.refuse(club.CodeLevelNotFound, "id")
			}
			f.name("federation", &l.Federation)
			f.name("label", &l.Label)
			f.name("code", &l.Code)
			f.limit("code", l.Code, 6)
			l.Aliases = cleanAliases(l)
			for _, other := range list {
				switch {
				case other.Federation != l.Federation:
				case other.Code == l.Code: // one that is retired keeps its code: records name it
					f.fail(club.Refuse(club.CodeLevelWord).On(f.at+"code").With("word", l.Code).With("level", other.Label))
				case !other.Retired && !l.Retired:
					f.apart(other, l)
				}
			}
		})
		seen[l.ID] = true
		if l.ID == 0 {
			l.Rank = 0
		}
		list = append(list, l)
	}
	if f.err != nil {
		return nil, f.err
	}
	list = club.Ladders(list)
	return list, checkRanges(tx, today, list)
}

// cleanAliases are the words a level is known by besides, its own code and label
// among them: they go on being understood once it is called otherwise.
func cleanAliases(l club.Level) []string {
	aliases := []string{}
	for _, word := range l.Said() {
		if word = clean(word); word != "" && !slices.ContainsFunc(aliases, func(a string) bool { return club.Fold(a) == club.Fold(word) }) {
			aliases = append(aliases, word)
		}
	}
	return aliases
}

// apart refuses a level that is called as another of its ladder is.
func (f *form) apart(other, l club.Level) {
	for _, word := range l.Said() {
		if !slices.ContainsFunc(other.Said(), func(said string) bool { return club.SameWord(said, word) }) {
			continue
		}
		where := "aliases"
		switch word {
		case l.Code:
			where = "code"
		case l.Label:
			where = "label"
		}
		f.fail(club.Refuse(club.CodeLevelWord).On(f.at+where).With("word", word).With("level", other.Label))
	}
}

// checkRanges refuses an order in which something would be for nobody.
func checkRanges(tx *sqlite.Tx, today calendar.Day, levels []club.Level) error {
	ranges, err := tx.LevelRanges(today)
	for _, r := range ranges {
		if r.Turned(levels) {
			return club.Refuse(club.CodeLevelsTurned).On("levels").With("name", r.Name).
				With("min", labelOf(levels, r.Min)).With("max", labelOf(levels, r.Max))
		}
	}
	return err
}

func labelOf(levels []club.Level, id int64) string {
	at := slices.IndexFunc(levels, func(l club.Level) bool { return l.ID == id })
	if at < 0 {
		return ""
	}
	return levels[at].Label
}

func movedRanges(tx *sqlite.Tx, today calendar.Day, before, after []club.Level) ([]RangeMoved, error) {
	ranges, err := tx.LevelRanges(today)
	moved := []RangeMoved{}
	for _, r := range ranges {
		was, is := r.Takes(before), r.Takes(after)
		m := RangeMoved{What: r.What, Name: r.Name, Gained: []string{}, Lost: []string{}}
		for _, l := range after {
			switch {
			case l.ID == 0: // nobody has a new one yet
			case is[l.ID] && !was[l.ID]:
				m.Gained = append(m.Gained, l.Label)
			case was[l.ID] && !is[l.ID]:
				m.Lost = append(m.Lost, l.Label)
			}
		}
		if len(m.Gained)+len(m.Lost) > 0 {
			moved = append(moved, m)
		}
	}
	return moved, err
}

// putLevels makes the list of the rows what it should be, and seals both.
func putLevels(tx *sqlite.Tx, actor club.Actor, before, after []club.Level) ([]club.Level, error) {
	stays := map[int64]bool{}
	for _, l := range after {
		stays[l.ID] = true
	}
	known := map[int64]bool{}
	for _, l := range before {
		if known[l.ID] = true; stays[l.ID] {
			continue
		}
		hanging, err := tx.Hanging("levels", l.ID)
		if err != nil {
			return nil, err
		}
		if len(hanging) > 0 {
			names, err := tx.LevelUsers(l.ID)
			return nil, firstError(err, club.Refuse(club.CodeLevelInUse).On("levels").With("level", l.Label).With("names", names))
		}
		if err := tx.RemoveLevel(l.ID); err != nil {
			return nil, err
		}
	}
	if err := tx.SaveLevels(slices.DeleteFunc(slices.Clone(after), func(l club.Level) bool { return !known[l.ID] })); err != nil {
		return nil, err
	}
	for _, l := range after {
		if !known[l.ID] {
			if _, err := tx.InsertLevel(l); err != nil {
				return nil, err
			}
		}
	}
	saved, err := tx.Levels()
	if err != nil || reflect.DeepEqual(before, saved) {
		return saved, err
	}
	return saved, tx.Seal(journal.SettingsChanged, actor, "", settingsChange{"levels", before, saved})
}

// levelsChange is the ladders as they were and are.
type levelsChange struct {
	Before []club.Level `json:"before"`
	After  []club.Level `json:"after"`
}

func (l levelsChange) turned() any { return levelsChange{l.After, l.Before} }

func actLevels(tx *sqlite.Tx, before, after []club.Level) error {
	if reflect.DeepEqual(before, after) {
		return act(tx, "saveSettings", "", 0)
	}
	return act(tx, "saveSettings.levels", "", 0, back{"saveLevels", levelsChange{before, after}})
}

// undoLevels puts the ladders back; what came since and is used stays.
func undoLevels(u undoing, in levelsChange) error {
	now, err := u.tx.Levels()
	if err != nil {
		return err
	}
	if !reflect.DeepEqual(now, in.After) {
		return club.Refuse(club.CodeUndoChanged)
	}
	if err := checkRanges(u.tx, u.c.today, in.Before); err != nil {
		return err
	}
	_, err = putLevels(u.tx, u.actor, now, in.Before)
	return err
}
