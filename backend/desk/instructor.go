package desk

import (
	"cmp"
	"context"
	"slices"

	"paddock/backend/club"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// Instructors lists who gives lessons, with their hours and leave.
func (d *Desk) Instructors(ctx context.Context) ([]planning.Instructor, error) {
	return read(ctx, d, "instructors", (*sqlite.Tx).Instructors)
}

// SaveInstructor says whether a person gives lessons, and when they work. What
// is planned already stays: a lesson outside the hours is warned of when somebody
// touches it.
func (d *Desk) SaveInstructor(ctx context.Context, req Request, in planning.Instructor) ([]planning.Instructor, error) {
	return write(ctx, d, req, "saveInstructor", in, func(tx *sqlite.Tx) ([]planning.Instructor, error) {
		person, err := tx.StaffMember(in.ID)
		if err != nil {
			return nil, refused(err, club.CodeStaffNotFound)
		}
		was := planning.Instructor{ID: in.ID, Hours: []planning.Hours{}, Leave: []planning.Leave{}}
		all, err := tx.Instructors()
		if err != nil {
			return nil, err
		}
		if at := slices.IndexFunc(all, func(i planning.Instructor) bool { return i.ID == in.ID }); at >= 0 {
			was = all[at]
		}
		was.Name = person.Name
		in.Name = person.Name
		if err := checkInstructor(&in); err != nil {
			return nil, err
		}
		if err := tx.SaveInstructor(in); err != nil {
			return nil, err
		}
		if err := act(tx, "saveInstructor", person.Name, 0, back{"saveInstructor", instructorChange{was, in}}); err != nil {
			return nil, err
		}
		return tx.Instructors()
	})
}

// checkInstructor puts hours and leave in order and refuses two that share a
// minute or a day.
func checkInstructor(in *planning.Instructor) error {
	in.Hours, in.Leave = append([]planning.Hours{}, in.Hours...), append([]planning.Leave{}, in.Leave...)
	slices.SortFunc(in.Hours, func(a, b planning.Hours) int {
		return cmp.Or(cmp.Compare(a.Weekday, b.Weekday), cmp.Compare(a.Start, b.Start))
	})
	slices.SortFunc(in.Leave, func(a, b planning.Leave) int { return cmp.Compare(a.First, b.First) })
	for i, h := range in.Hours {
		if h.Finish <= h.Start {
			return club.Refuse(club.CodeHoursOrder).On(field("hours", i, "finish"))
		}
		if i > 0 && in.Hours[i-1].Weekday == h.Weekday && in.Hours[i-1].Finish > h.Start {
			return club.Refuse(club.CodeHoursOverlap).On(field("hours", i, "start"))
		}
	}
	for i, l := range in.Leave {
		if err := checkPeriod(l.First, l.Last, field("leave", i, "first"), field("leave", i, "last")); err != nil {
			return err
		}
	}
	return nil
}

// instructorChange is somebody's hours and leave as they were and are.
type instructorChange struct {
	Before planning.Instructor `json:"before"`
	After  planning.Instructor `json:"after"`
}

func undoInstructor(u undoing, in instructorChange) error {
	all, err := u.tx.Instructors()
	if err != nil {
		return err
	}
	now := planning.Instructor{ID: in.After.ID, Name: in.After.Name, Hours: []planning.Hours{}, Leave: []planning.Leave{}}
	if at := slices.IndexFunc(all, func(i planning.Instructor) bool { return i.ID == in.After.ID }); at >= 0 {
		now = all[at]
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
