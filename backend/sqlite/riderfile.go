package sqlite

import (
	"strings"

	"paddock/backend/calendar"
	"paddock/backend/club"
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

// whomToCall is a JSON list of Emergency for a rider r.
const whomToCall = `CASE WHEN r.emergency_phone <> ''
	THEN json_array(json_object('name', r.emergency_name, 'relation', '', 'mobile', r.emergency_phone, 'phone', ''))
	ELSE (SELECT json_group_array(json_object('name', trim(c.first_name || ' ' || c.surname), 'relation', c.relation,
			'mobile', c.mobile, 'phone', c.phone) ORDER BY c.household <> r.household, c.n)
		FROM contacts c WHERE c.household IN (` + seeing + `) AND (c.emergency
			OR NOT EXISTS (SELECT 1 FROM contacts e WHERE e.household IN (` + seeing + `) AND e.emergency))) END`

// seeing are the households that see a rider r.
const seeing = "r.household, (SELECT household FROM rider_shares WHERE rider = r.id)"

// WhomToCall tells whom to call for each of these riders, in their order.
func (tx *Tx) WhomToCall(riders []club.RiderID) ([][]Emergency, error) {
	list, err := asJSON(riders)
	if err != nil {
		return nil, err
	}
	return collect(tx, func(row scanner) (whom []Emergency, err error) {
		err = row.Scan(fromJSON(&whom))
		return whom, err
	}, "SELECT "+whomToCall+" FROM json_each(?) j JOIN riders r ON r.id = j.value ORDER BY j.key", list)
}

// RiderFilter says which riders' files are listed, and in what order.
type RiderFilter struct {
	Words    []string
	Sort     string          // name, age or level, with - before for the other way; "" is the best match, by name without words
	TaughtBy int64           // riders with a place in a lesson of this instructor alone; 0 for all
	Days     calendar.Period // of those lessons
}

// RiderFiles lists riders.
func (tx *Tx) RiderFiles(f RiderFilter) ([]RiderFile, error) {
	where, args := containing("r.folded", f.Words)
	where += " AND r.household NOT IN (" + erasedHouseholds + ")"
	if f.TaughtBy != 0 {
		where += ` AND r.id IN (SELECT b.rider FROM bookings b JOIN lessons t ON t.id = b.lesson
			WHERE b.n > 0 AND t.instructor = ? AND t.day BETWEEN ? AND ?)`
		args = append(args, f.TaughtBy, string(f.Days.First), string(f.Days.Last))
	}
	order, ranked := f.ordered()
	return collect(tx, func(row scanner) (f RiderFile, err error) {
		err = row.Scan(&f.ID, &f.Household, &f.Surname, &f.FirstName, &f.BirthDate, &f.LevelCode, &f.LevelLabel, &f.HeightCm, &f.WeightKg,
			&f.Medical, &f.PhotoConsent, &f.Mobile, fromJSON(&f.Emergency))
		return f, err
	}, `SELECT r.id, r.household, r.surname, r.first_name, r.birth_date, coalesce(l.code, ''), coalesce(l.label, ''), r.height_cm, r.weight_kg,
		r.medical, r.photo_consent, r.mobile,
		`+whomToCall+`
		FROM riders r LEFT JOIN levels l ON l.id = r.level WHERE `+where+" ORDER BY "+order, append(args, ranked...)...)
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
