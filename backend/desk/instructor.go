package desk

import (
	"cmp"
	"context"
	"slices"

	"paddock/backend/club"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// Instructors lists everybody who works or worked here with their hours and
// leave, those who give lessons first.
func (d *Desk) Instructors(ctx context.Context) ([]planning.Instructor, error) {
	return read(ctx, d, "instructors", (*sqlite.Tx).Instructors)
}

// SaveInstructor says whether a person gives lessons, and when they work. What
// is planned already stays: a lesson outside the hours is warned of when somebody
// touches it.
func (d *Desk) SaveInstructor(ctx context.Context, req Request, in planning.Instructor) ([]planning.Instructor, error) {
	return write(ctx, d, req, "saveInstructor", in, func(tx *sqlite.Tx) ([]planning.Instructor, error) {
		was, err := instructorWith(tx, in.ID)
		if err != nil {
			return nil, err
		}
		in.Name = was.Name
		if err := checkInstructor(&in); err != nil {
			return nil, err
		}
		if err := tx.SaveInstructor(in); err != nil {
			return nil, err
		}
		if err := act(tx, "saveInstructor", in.Name, 0, back{"saveInstructor", instructorChange{was, in}}); err != nil {
			return nil, err
		}
		return tx.Instructors()
	})
}

// instructorWith is a person with their hours and leave.
func instructorWith(tx *sqlite.Tx, id int64) (planning.Instructor, error) {
	all, err := tx.Instructors()
	if err != nil {
		return planning.Instructor{}, err
	}
	at := slices.IndexFunc(all, func(i planning.Instructor) bool { return i.ID == id })
	if at < 0 {
		return planning.Instructor{}, club.Refuse(club.CodeStaffNotFound)
	}
	return all[at], nil
}

// checkInstructor refuses hours that share a minute, names what is wrong by its
// place in what was sent, and puts hours and leave in order.
func checkInstructor(in *planning.Instructor) error {
	var f form
	for i, h := range in.Hours {
		f.figure(field("hours", i, "weekday"), int64(h.Weekday), 1, 7)
		f.figure(field("hours", i, "start"), int64(h.Start), 0, 1439)
		f.figure(field("hours", i, "finish"), int64(h.Finish), 1, 1440)
		if f.err != nil {
			return f.err
		}
		if h.Finish <= h.Start {
			return club.Refuse(club.CodeHoursOrder).On(field("hours", i, "finish"))
		}
		for _, other := range in.Hours[:i] {
			if other.Weekday == h.Weekday && other.Start < h.Finish && h.Start < other.Finish {
				return club.Refuse(club.CodeHoursOverlap).On(field("hours", i, "start"))
			}
		}
	}
	for i, l := range in.Leave {
		err := firstError(checkDay(l.First, field("leave", i, "first")), checkDay(l.Last, field("leave", i, "last")),
			checkPeriod(l.First, l.Last, field("leave", i, "first"), field("leave", i, "last")))
		if err != nil {
			return err
		}
		f.figure(field("leave", i, "start"), int64(l.Start), 0, 1439)
		f.figure(field("leave", i, "finish"), int64(l.Finish), 0, 1440)
		if f.err != nil {
			return f.err
		}
		if l.First == l.Last && l.Finish != 0 && l.Finish <= l.Start {
			return club.Refuse(club.CodeHoursOrder).On(field("leave", i, "finish"))
		}
	}
	in.Hours, in.Leave = append([]planning.Hours{}, in.Hours...), append([]planning.Leave{}, in.Leave...)
	slices.SortFunc(in.Hours, func(a, b planning.Hours) int {
		return cmp.Or(cmp.Compare(a.Weekday, b.Weekday), cmp.Compare(a.Start, b.Start))
	})
	slices.SortFunc(in.Leave, func(a, b planning.Leave) int {
		return cmp.Or(cmp.Compare(a.First, b.First), cmp.Compare(a.Start, b.Start))
	})
	return nil
}

// instructorChange is somebody's hours and leave as they were and are.
type instructorChange struct {
	Before planning.Instructor `json:"before"`
	After  planning.Instructor `json:"after"`
}

func (i instructorChange) turned() any { return instructorChange{i.After, i.Before} }

func undoInstructor(u undoing, in instructorChange) error {
	now, err := instructorWith(u.tx, in.After.ID)
	if err != nil {
		return err
	}
	c, err := changed(now, in.After)
	if err != nil {
		return err
	}
	if !c.none() {
		return club.Refuse(club.CodeUndoChanged)
	}
	return u.tx.SaveInstructor(in.Before)
}
