package desk

import (
	"cmp"
	"context"
	"slices"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// HorseView is a horse with what it does on a day and in its week.
type HorseView struct {
	planning.Horse
	LevelMinCode string `json:"levelMinCode"`
	LevelMaxCode string `json:"levelMaxCode"`
	OwnerName    string `json:"ownerName"`
	Lessons      int    `json:"lessons" doc:"It gives on the day"`
	Minutes      int    `json:"minutes" doc:"It works in the day's week, from Monday on"`
	Falls        int    `json:"falls" doc:"In the last twelve months"`
}

// HorsesView is the stable on a day.
type HorsesView struct {
	Day    calendar.Day `json:"day"`
	Horses []HorseView  `json:"horses" nullable:"false" doc:"By name, those that left last"`
}

// Horses lists the horses with what they do on a day.
func (d *Desk) Horses(ctx context.Context, day calendar.Day) (HorsesView, error) {
	return read(ctx, d, "horses", func(tx *sqlite.Tx) (HorsesView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return HorsesView{}, err
		}
		rows, err := horsesOn(tx, c, day)
		return HorsesView{day, rows}, err
	})
}

func horsesOn(tx *sqlite.Tx, c clubNow, day calendar.Day) ([]HorseView, error) {
	s, err := stableOn(tx, c, day)
	if err != nil {
		return nil, err
	}
	falls, err := tx.CountFalls(c.today.AddMonths(-12))
	if err != nil {
		return nil, err
	}
	codes := map[int64]string{}
	for _, step := range s.steps {
		codes[step.ID] = step.Code
	}
	all, err := tx.Horses()
	rows := make([]HorseView, len(all))
	for i, h := range all {
		rows[i] = HorseView{Horse: h, LevelMinCode: codes[h.LevelMin], LevelMaxCode: codes[h.LevelMax], Falls: falls[h.ID]}
		for _, m := range s.mounts {
			if m.Horse != h.ID {
				continue
			}
			if m.Day >= day.Monday() {
				rows[i].Minutes += m.Minutes
			}
			if m.Day == day {
				rows[i].Lessons++
			}
		}
		if h.Owner != 0 {
			owner, err := tx.Rider(h.Owner)
			if err != nil {
				return nil, err
			}
			rows[i].OwnerName = owner.Name()
		}
	}
	return rows, err
}

// CareDue is a care that a horse needs soon.
type CareDue struct {
	Horse planning.HorseID `json:"horse"`
	Name  string           `json:"name"`
	planning.Care
}

func careDue(tx *sqlite.Tx, today calendar.Day) ([]CareDue, error) {
	horses, err := tx.Horses()
	due := []CareDue{}
	for _, h := range horses {
		for _, care := range h.Cares {
			if !h.Archived && care.Soon(today) {
				due = append(due, CareDue{h.ID, h.Name, care})
			}
		}
	}
	slices.SortStableFunc(due, func(a, b CareDue) int { return cmp.Compare(a.Due, b.Due) })
	return due, err
}

// HorseFile is all there is to know of a horse.
type HorseFile struct {
	planning.Horse
	OwnerName string             `json:"ownerName"`
	Falls     []sqlite.Fall      `json:"falls" nullable:"false" doc:"The latest first"`
	Wishes    []sqlite.RiderWish `json:"wishes" nullable:"false" doc:"Of riders about it"`
}

// HorseFile shows a horse with its falls and who likes it.
func (d *Desk) HorseFile(ctx context.Context, id planning.HorseID) (HorseFile, error) {
	return read(ctx, d, "horses", func(tx *sqlite.Tx) (HorseFile, error) { return horseFile(tx, id) })
}

func horseFile(tx *sqlite.Tx, id planning.HorseID) (file HorseFile, err error) {
	if file.Horse, err = tx.Horse(id); err != nil {
		return file, refused(err, club.CodeHorseNotFound)
	}
	if file.Owner != 0 {
		owner, err := tx.Rider(file.Owner)
		if err != nil {
			return file, err
		}
		file.OwnerName = owner.Name()
	}
	if file.Falls, err = tx.FallsOf(id); err != nil {
		return file, err
	}
	wishes, err := tx.Wishes()
	file.Wishes = slices.DeleteFunc(wishes, func(w sqlite.RiderWish) bool { return w.Horse != id })
	return file, err
}

// SaveHorse adds a horse (id 0) or changes one, with its cares and when it is
// away. Nobody ever deletes one, for it was ridden: it is archived.
func (d *Desk) SaveHorse(ctx context.Context, req Request, in planning.Horse) (HorseFile, error) {
	return write(ctx, d, req, "saveHorse", in, func(tx *sqlite.Tx) (HorseFile, error) {
		if in.ID != 0 {
			return changeHorse(tx, in.ID, "saveHorse", func(was planning.Horse) (planning.Horse, error) {
				if was.Version != in.Version {
					return in, stale(was.Version, was)
				}
				return in, nil
			})
		}
		if err := checkHorse(tx, &in); err != nil {
			return HorseFile{}, err
		}
		id, err := tx.InsertHorse(in)
		if err != nil {
			return HorseFile{}, err
		}
		return horseAdded(tx, id)
	})
}

// RestHorse is when a horse cannot work, and why.
type RestHorse struct{ planning.Away }

// RestHorse notes that a horse cannot work for some days. What it is given to
// already is shown on the roster; nobody loses a horse without being asked.
func (d *Desk) RestHorse(ctx context.Context, req Request, id planning.HorseID, in RestHorse) (HorseFile, error) {
	body := struct {
		ID planning.HorseID
		In RestHorse
	}{id, in}
	return write(ctx, d, req, "restHorse", body, func(tx *sqlite.Tx) (HorseFile, error) {
		var f form
		if checkAway(&f, &in.Away); f.err != nil {
			return HorseFile{}, f.err
		}
		return changeHorse(tx, id, "restHorse", func(h planning.Horse) (planning.Horse, error) {
			h.Away = append(slices.Clone(h.Away), in.Away)
			return h, nil
		})
	})
}

// CareDone says of a horse what was done, and when.
type CareDone struct {
	Kind planning.CareKind `json:"kind" enum:"farrier,dentist,worming,vaccine,vet"`
	Day  calendar.Day      `json:"day"`
}

// CareDone notes that a horse was shod, wormed and the like. What comes back is
// due anew from that day.
func (d *Desk) CareDone(ctx context.Context, req Request, id planning.HorseID, in CareDone) (HorseFile, error) {
	body := struct {
		ID planning.HorseID
		In CareDone
	}{id, in}
	return write(ctx, d, req, "careDone", body, func(tx *sqlite.Tx) (HorseFile, error) {
		if _, err := calendar.ParseDay(string(in.Day)); err != nil {
			return HorseFile{}, club.Refuse(club.CodeBadDay).On("day")
		}
		return changeHorse(tx, id, "careDone", func(h planning.Horse) (planning.Horse, error) {
			return h.CareDone(in.Kind, in.Day), nil
		})
	})
}

// changeHorse loads a horse, changes it and keeps what takes that back.
func changeHorse(tx *sqlite.Tx, id planning.HorseID, what string, change func(planning.Horse) (planning.Horse, error)) (HorseFile, error) {
	was, err := tx.Horse(id)
	if err != nil {
		return HorseFile{}, refused(err, club.CodeHorseNotFound)
	}
	after, err := change(was)
	if err != nil {
		return HorseFile{}, err
	}
	if err := checkHorse(tx, &after); err != nil {
		return HorseFile{}, err
	}
	steps, err := changed(horseFields(was), horseFields(after))
	if err != nil {
		return HorseFile{}, err
	}
	if !steps.none() {
		if err := tx.UpdateHorse(after); err != nil {
			return HorseFile{}, err
		}
		if err := act(tx, what, after.Name, 0, back{"saveHorse", recordChange{int64(id), steps}}); err != nil {
			return HorseFile{}, err
		}
	}
	return horseFile(tx, id)
}

func horseAdded(tx *sqlite.Tx, id planning.HorseID) (HorseFile, error) {
	file, err := horseFile(tx, id)
	if err != nil {
		return file, err
	}
	row, err := newRow(int64(id), horseFields(file.Horse))
	if err != nil {
		return file, err
	}
	return file, act(tx, "addHorse", file.Name, 0, back{"removeHorse", row})
}

// checkHorse cleans what was typed of a horse and refuses what cannot be meant.
func checkHorse(tx *sqlite.Tx, h *planning.Horse) error {
	var f form
	f.name("name", &h.Name)
	f.limit("name", h.Name, 40)
	f.notes("note", &h.Note)
	f.figure("mostWeightKg", int64(h.MostWeight), 0, 300)
	f.figure("lessonsADay", int64(h.LessonsADay), 0, 20)
	f.figure("hoursAWeek", int64(h.HoursAWeek), 0, 80)
	h.DaysOff = append([]int{}, h.DaysOff...)
	slices.Sort(h.DaysOff)
	h.DaysOff = slices.Compact(h.DaysOff)
	for _, day := range h.DaysOff {
		f.figure("daysOff", int64(day), 1, 7)
	}
	h.Away = append([]planning.Away{}, h.Away...)
	slices.SortStableFunc(h.Away, func(a, b planning.Away) int { return cmp.Compare(a.First, b.First) })
	for i := range h.Away {
		f.within("away", i, func(f *form) { checkAway(f, &h.Away[i]) })
	}
	h.Cares = append([]planning.Care{}, h.Cares...)
	slices.SortFunc(h.Cares, func(a, b planning.Care) int { return cmp.Compare(a.Kind, b.Kind) })
	for i, care := range h.Cares {
		f.within("cares", i, func(f *form) { checkCare(f, care) })
		if i > 0 && h.Cares[i-1].Kind == care.Kind {
			f.refuse(club.CodeInvalid, field("cares", i, "kind"))
		}
	}
	if f.err != nil {
		return f.err
	}
	if err := checkLevels(tx, h.LevelMin, h.LevelMax); err != nil {
		return err
	}
	if h.Owner != 0 {
		if _, err := heldRider(tx, h.Owner); err != nil {
			return on("owner", err)
		}
	}
	all, err := tx.Horses()
	for _, other := range all {
		if other.ID != h.ID && other.Name == h.Name && !other.Archived && !h.Archived {
			return club.Refuse(club.CodeNameTaken).On("name").With("name", h.Name)
		}
	}
	return err
}

func checkAway(f *form, a *planning.Away) {
	f.line("why", &a.Why)
	if _, err := calendar.ParseDay(string(a.First)); err != nil {
		f.refuse(club.CodeBadDay, "first")
	}
	if f.err == nil {
		f.fail(checkPeriod(a.First, a.Last, f.at+"first", f.at+"last"))
	}
}

func checkCare(f *form, c planning.Care) {
	if !slices.Contains(planning.CareKinds, c.Kind) {
		f.refuse(club.CodeInvalid, "kind")
	}
	f.figure("everyWeeks", int64(c.EveryWeeks), 0, 260)
	for name, day := range map[string]calendar.Day{"last": c.Last, "due": c.Due} {
		if _, err := calendar.ParseDay(string(day)); day != "" && err != nil {
			f.refuse(club.CodeBadDay, name)
		}
	}
}

func horseFields(h planning.Horse) planning.Horse {
	h.Version = 0
	return h
}

func undoHorse(u undoing, in recordChange) error {
	horse, err := u.tx.Horse(planning.HorseID(in.ID))
	if err != nil {
		return refused(err, club.CodeHorseNotFound)
	}
	var was planning.Horse
	if err := in.Change.putBack(horseFields(horse), &was); err != nil {
		return err
	}
	if err := checkHorse(u.tx, &was); err != nil {
		return err
	}
	return u.tx.UpdateHorse(was)
}

func undoNewHorse(u undoing, in added) error {
	horse, err := u.tx.Horse(planning.HorseID(in.ID))
	if err != nil {
		return refused(err, club.CodeHorseNotFound)
	}
	return u.takeAway("horses", in, horseFields(horse))
}
