package sqlite

import (
	"strings"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/planning"
)

// RiderFile is a rider as whoever teaches must know them: no address, no
// account, no amount.
type RiderFile struct {
	ID           club.RiderID     `json:"id"`
	Household    club.HouseholdID `json:"household"`
	Surname      string           `json:"surname"`
	FirstName    string           `json:"firstName"`
	BirthDate    calendar.Day     `json:"birthDate"`
	LevelCode    string           `json:"levelCode"`
	LevelLabel   string           `json:"levelLabel"`
	HeightCm     int              `json:"heightCm"`
	WeightKg     int              `json:"weightKg"`
	Medical      string           `json:"medical"`
	PhotoConsent bool             `json:"photoConsent"`
	Mobile       string           `json:"mobile"`
	Emergency    []Emergency      `json:"emergency" nullable:"false" doc:"Whom to call: the rider's own contact, else those ticked for it of the families that see the rider, else every adult of them"`
}

// Emergency is whom to call.
type Emergency struct {
	Name     string `json:"name"`
	Relation string `json:"relation"`
	Mobile   string `json:"mobile"`
	Phone    string `json:"phone"`
}

// WhomToCall tells whom to call for each of these riders, in their order: the
// rider's own contact, else those ticked for it of the households that see the
// rider, else every adult of them, their own household's first.
func (tx *Tx) WhomToCall(riders []club.RiderID) ([][]Emergency, error) {
	list, err := asJSON(riders)
	if err != nil {
		return nil, err
	}
	whom, anyTicked := make([][]Emergency, len(riders)), make([]bool, len(riders))
	for i := range whom {
		whom[i] = []Emergency{}
	}
	return whom, tx.each(func(row scanner) error {
		var at int
		var ticked bool
		var one Emergency
		err := row.Scan(&at, &ticked, &one.Name, &one.Relation, &one.Mobile, &one.Phone)
		switch {
		case ticked && !anyTicked[at]:
			whom[at], anyTicked[at] = []Emergency{one}, true
		case ticked == anyTicked[at]:
			whom[at] = append(whom[at], one)
		}
		return err
	}, `SELECT j.key, c.id IS NULL OR c.emergency, trim(coalesce(c.first_name || ' ' || c.surname, r.emergency_name)), coalesce(c.relation, ''),
			coalesce(c.mobile, r.emergency_phone), coalesce(c.phone, '')
		FROM json_each(?) j JOIN riders r ON r.id = j.value
			LEFT JOIN contacts c ON r.emergency_phone = '' AND c.household IN (r.household, (SELECT household FROM rider_shares WHERE rider = r.id))
		WHERE c.id IS NOT NULL OR r.emergency_phone <> '' ORDER BY j.key, c.household <> r.household, c.n`, list)
}

// RiderFilter says which riders' files are listed, and in what order.
type RiderFilter struct {
	Words   []string
	Sort    string              // name, age or level, with - before for the other way; "" is the best match, by name without words
	Lessons []planning.LessonID // riders with a place in one of these alone; nil for all
}

// RiderFiles lists riders.
func (tx *Tx) RiderFiles(f RiderFilter) ([]RiderFile, error) {
	where, args, err := tx.riderSaid(f.Words)
	if err != nil {
		return nil, err
	}
	where += " AND r.household NOT IN (" + erasedHouseholds + ")"
	if f.Lessons != nil {
		list, err := asJSON(f.Lessons)
		if err != nil {
			return nil, err
		}
		where += " AND r.id IN (SELECT b.rider FROM bookings b WHERE b.n > 0 AND b.lesson IN (SELECT value FROM json_each(?)))"
		args = append(args, list)
	}
	order, ranked := f.ordered()
	files, err := collect(tx, func(row scanner) (f RiderFile, err error) {
		err = row.Scan(&f.ID, &f.Household, &f.Surname, &f.FirstName, &f.BirthDate, &f.LevelCode, &f.LevelLabel, &f.HeightCm, &f.WeightKg,
			&f.Medical, &f.PhotoConsent, &f.Mobile)
		return f, err
	}, `SELECT r.id, r.household, r.surname, r.first_name, r.birth_date, coalesce(l.code, ''), coalesce(l.label, ''), r.height_cm, r.weight_kg,
		r.medical, r.photo_consent, r.mobile
		FROM riders r LEFT JOIN levels l ON l.id = r.level WHERE `+where+" ORDER BY "+order, append(args, ranked...)...)
	if err != nil {
		return nil, err
	}
	ids := make([]club.RiderID, len(files))
	for i, f := range files {
		ids[i] = f.ID
	}
	calls, err := tx.WhomToCall(ids)
	for i := range calls {
		files[i].Emergency = calls[i]
	}
	return files, err
}

// ordered is the order asked for, riders without the datum last.
func (f RiderFilter) ordered() (order string, args []any) {
	column, down := strings.CutPrefix(f.Sort, "-")
	way, other := " ASC, ", " DESC, "
	if down {
		way, other = other, way
	}
	const byName = "r.surname, r.first_name, r.id"
	switch {
	case column == "name":
		return "r.surname" + way + "r.first_name" + way + "r.id", nil
	case column == "age":
		return "r.birth_date = '', r.birth_date" + other + byName, nil
	case column == "level":
		return "l.rank IS NULL, l.federation, l.rank" + way + byName, nil
	case len(f.Words) > 0:
		order, args = rank("r.folded", f.Words)
		return order + ", r.folded, r.id", args
	}
	return byName, nil
}
