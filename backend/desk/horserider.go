package desk

import (
	"context"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// RecordFall is a fall as somebody saw it.
type RecordFall struct {
	Day   calendar.Day `json:"day"`
	Rider club.RiderID `json:"rider,omitempty" doc:"0 when nobody of the club"`
	Note  string       `json:"note,omitempty" doc:"What happened; it is among the rider's personal data"`
}

// RecordFall notes a fall with a horse.
func (d *Desk) RecordFall(ctx context.Context, req Request, id planning.HorseID, in RecordFall) (HorseFile, error) {
	body := struct {
		ID planning.HorseID
		In RecordFall
	}{id, in}
	return write(ctx, d, req, "recordFall", body, func(tx *sqlite.Tx) (HorseFile, error) {
		c, err := loadClub(tx)
		if err != nil {
			return HorseFile{}, err
		}
		horse, err := tx.Horse(id)
		if err != nil {
			return HorseFile{}, refused(err, club.CodeHorseNotFound)
		}
		var f form
		f.notes("note", &in.Note)
		if _, err := calendar.ParseDay(string(in.Day)); err != nil || in.Day > c.today {
			f.refuse(club.CodeBadDay, "day")
		}
		if f.err != nil {
			return HorseFile{}, f.err
		}
		var household club.HouseholdID
		if in.Rider != 0 {
			rider, err := heldRider(tx, in.Rider)
			if err != nil {
				return HorseFile{}, on("rider", err)
			}
			household = rider.Household
		}
		fall := sqlite.Fall{Horse: id, Day: in.Day, Rider: in.Rider, Note: in.Note}
		if fall.ID, err = tx.InsertFall(fall, req.Actor); err != nil {
			return HorseFile{}, err
		}
		if err := act(tx, "recordFall", horse.Name, household, back{"removeFall", fall.ID}); err != nil {
			return HorseFile{}, err
		}
		return horseFile(tx, id)
	})
}

func undoFall(u undoing, id int64) error {
	return refused(u.tx.Remove("horse_falls", id), club.CodeUndoChanged)
}

// SaveWish is what a rider thinks of a horse.
type SaveWish struct {
	Rider club.RiderID     `json:"rider"`
	Horse planning.HorseID `json:"horse"`
	Wish  planning.Wish    `json:"wish" enum:"-1,0,1" doc:"1 likes it, -1 does not, 0 forgets it"`
}

// wished is what somebody thought of a horse before and since.
type wished struct {
	SaveWish
	Was planning.Wish `json:"was"`
}

func (w wished) turned() any {
	w.Wish, w.Was = w.Was, w.Wish
	return w
}

// SaveWish keeps what a rider thinks of a horse: the proposals follow it where
// they can. It answers with all there is to know of the horse.
func (d *Desk) SaveWish(ctx context.Context, req Request, in SaveWish) (HorseFile, error) {
	return write(ctx, d, req, "saveWish", in, func(tx *sqlite.Tx) (HorseFile, error) {
		if in.Wish < planning.Dislikes || in.Wish > planning.Likes {
			return HorseFile{}, club.Refuse(club.CodeInvalid).On("wish")
		}
		rider, err := heldRider(tx, in.Rider)
		if err != nil {
			return HorseFile{}, on("rider", err)
		}
		if _, err := tx.Horse(in.Horse); err != nil {
			return HorseFile{}, refused(err, club.CodeHorseNotFound)
		}
		was, err := wishOf(tx, in.Rider, in.Horse)
		if err != nil {
			return HorseFile{}, err
		}
		if err := tx.SaveWish(in.Rider, in.Horse, in.Wish); err != nil {
			return HorseFile{}, err
		}
		if was != in.Wish {
			if err := act(tx, "saveWish", rider.Name(), rider.Household, back{"saveWish", wished{in, was}}); err != nil {
				return HorseFile{}, err
			}
		}
		return horseFile(tx, in.Horse)
	})
}

func wishOf(tx *sqlite.Tx, rider club.RiderID, horse planning.HorseID) (planning.Wish, error) {
	all, err := tx.Wishes()
	for _, w := range all {
		if w.Rider == rider && w.Horse == horse {
			return w.Wish, err
		}
	}
	return planning.Neutral, err
}

func undoWish(u undoing, in wished) error {
	now, err := wishOf(u.tx, in.Rider, in.Horse)
	if err != nil {
		return err
	}
	if now != in.Wish {
		return club.Refuse(club.CodeUndoChanged)
	}
	return u.tx.SaveWish(in.Rider, in.Horse, in.Was)
}
