package desk

import (
	"context"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/sqlite"
)

// MemberFamily is a family as a list makes it.
type MemberFamily struct {
	Name   string        `json:"name"`
	Joins  bool          `json:"joins" doc:"Its riders join a family that is there"`
	Why    []string      `json:"why" nullable:"false" enum:"email,address,phone" doc:"What more than one of them share"`
	Riders []MemberRider `json:"riders" nullable:"false"`
}

// MemberRider is a rider of a list.
type MemberRider struct {
	Name string `json:"name"`
	Born string `json:"born" format:"date"`
}

// MemberFamilies lists the families a list makes, from one on.
func (d *Desk) MemberFamilies(ctx context.Context, id string, from, limit int) ([]MemberFamily, error) {
	f, err := d.lookedAt(ctx, id)
	if err != nil {
		return nil, err
	}
	f.mutex.Lock()
	defer f.mutex.Unlock()
	list := []MemberFamily{}
	families := f.checked.families
	for _, family := range families[min(from, len(families)):min(from+limit, len(families))] {
		row := MemberFamily{Why: family.Why, Joins: family.Household != 0, Riders: []MemberRider{}}
		var lines []club.MemberLine
		for _, i := range family.Lines {
			member := f.checked.members[i]
			lines = append(lines, member)
			row.Riders = append(row.Riders, MemberRider{Name: member.FirstName + " " + member.Surname, Born: string(member.BirthDate)})
		}
		if row.Name = f.checked.homes[family.Household]; row.Name == "" {
			row.Name = familyName(lines)
		}
		list = append(list, row)
	}
	return list, nil
}

// Namesake is a line of a list whose rider has the name of somebody the club knows.
type Namesake struct {
	Line  int           `json:"line"`
	Name  string        `json:"name"`
	Born  calendar.Day  `json:"born"`
	State string        `json:"state" enum:"known,comes,left" doc:"Taken for one of them and left as they are, imported beside them, or left out by a person"`
	Like  []KnownPerson `json:"like" nullable:"false" doc:"Whom it is like"`
}

// KnownPerson is a rider of the club, told from others of the same name.
type KnownPerson struct {
	Rider  club.RiderID `json:"rider"`
	Name   string       `json:"name"`
	Born   calendar.Day `json:"born" doc:"Empty where nobody said"`
	Family string       `json:"family"`
}

// namesakes are the lines whose rider has the name of somebody known and that stand in
// nobody's way.
func (r memberCheck) namesakes() []checkedLine {
	var list []checkedLine
	for _, line := range r.lines {
		if len(line.like) > 0 && len(line.faults) == 0 {
			list = append(list, line)
		}
	}
	return list
}

// Namesakes lists the lines of a list whose rider has the name of somebody known, each
// with whom it is like, from one on.
func (d *Desk) Namesakes(ctx context.Context, id string, from, limit int) ([]Namesake, error) {
	f, err := d.lookedAt(ctx, id)
	if err != nil {
		return nil, err
	}
	families, err := look(ctx, d, (*sqlite.Tx).HouseholdNames)
	if err != nil {
		return nil, err
	}
	f.mutex.Lock()
	defer f.mutex.Unlock()
	lines, list := f.checked.namesakes(), []Namesake{}
	for _, line := range lines[min(from, len(lines)):min(from+limit, len(lines))] {
		row := Namesake{Line: line.line, Name: line.member.FirstName + " " + line.member.Surname, Born: line.member.BirthDate, State: "comes", Like: []KnownPerson{}}
		switch {
		case line.leave:
			row.State = "left"
		case line.known:
			row.State = "known"
		}
		for _, r := range line.like {
			row.Like = append(row.Like, KnownPerson{Rider: r.ID, Name: r.Name(), Born: r.BirthDate, Family: families[r.Household]})
		}
		list = append(list, row)
	}
	return list, nil
}
