package sqlite

import (
	"paddock/backend/calendar"
	"paddock/backend/club"
)

// RiderFile is a rider as whoever teaches must know them: no address, no
// account, no amount.
type RiderFile struct {
	ID           club.RiderID `json:"id"`
	Surname      string       `json:"surname"`
	FirstName    string       `json:"firstName"`
	BirthDate    calendar.Day `json:"birthDate"`
	LevelCode    string       `json:"levelCode"`
	LevelLabel   string       `json:"levelLabel"`
	HeightCm     int          `json:"heightCm"`
	WeightKg     int          `json:"weightKg"`
	Medical      string       `json:"medical"`
	PhotoConsent bool         `json:"photoConsent"`
	Mobile       string       `json:"mobile"`
	Emergency    []Emergency  `json:"emergency" nullable:"false" doc:"Whom to call: the rider's own contact, else those ticked for it of the families that see the rider, else every adult of them"`
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
const seeing = "SELECT r.household UNION SELECT household FROM rider_shares WHERE rider = r.id"

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

// RiderFiles lists riders by words, by name without any.
func (tx *Tx) RiderFiles(words []string, limit int) ([]RiderFile, error) {
	where, args := containing("r.folded", words)
	where += " AND r.household NOT IN (" + erasedHouseholds + ")"
	if len(words) > 0 {
		order, ranked := rank("r.folded", words)
		where, args = where+" ORDER BY "+order+", r.folded, r.id", append(args, ranked...)
	} else {
		where += " ORDER BY r.surname, r.first_name, r.id"
	}
	return collect(tx, func(row scanner) (f RiderFile, err error) {
		err = row.Scan(&f.ID, &f.Surname, &f.FirstName, &f.BirthDate, &f.LevelCode, &f.LevelLabel, &f.HeightCm, &f.WeightKg,
			&f.Medical, &f.PhotoConsent, &f.Mobile, fromJSON(&f.Emergency))
		return f, err
	}, `SELECT r.id, r.surname, r.first_name, r.birth_date, coalesce(l.code, ''), coalesce(l.label, ''), r.height_cm, r.weight_kg,
		r.medical, r.photo_consent, r.mobile,
		`+whomToCall+`
		FROM riders r LEFT JOIN levels l ON l.id = r.level WHERE `+where+" LIMIT +?", append(args, limit)...)
}
