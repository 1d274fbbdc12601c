package sqlite

import (
	"paddock/backend/calendar"
	"paddock/backend/club"
)

const selectRider = `SELECT r.id, r.household, coalesce((SELECT x.household FROM rider_shares x WHERE x.rider = r.id AND x.household <> r.household), 0),
	r.civility, r.sex, r.surname, r.first_name, r.birth_date, r.birth_place, r.nationality,
	r.mobile, r.phone, r.email, r.address, r.level, coalesce(l.code, ''), coalesce(l.label, ''), r.height_cm, r.weight_kg, r.medical, r.photo_consent,
	r.emergency_name, r.emergency_phone, r.note, r.version FROM riders r LEFT JOIN levels l ON l.id = r.level`

func scanRider(row scanner) (r club.Rider, err error) {
	err = row.Scan(&r.ID, &r.Household, &r.SharedWith, &r.Civility, &r.Sex, &r.Surname, &r.FirstName, &r.BirthDate, &r.BirthPlace, &r.Nationality,
		&r.Mobile, &r.Phone, &r.Email, &r.Address, orZero(&r.Level), &r.LevelCode, &r.LevelLabel, &r.HeightCm, &r.WeightKg, &r.Medical, &r.PhotoConsent,
		&r.EmergencyName, &r.EmergencyPhone, &r.Note, &r.Version)
	return r, err
}

// Rider loads a rider with the licences held, or returns ErrNotFound.
func (tx *Tx) Rider(id club.RiderID) (club.Rider, error) {
	r, err := one(tx, scanRider, selectRider+" WHERE r.id = ?", int64(id))
	if err != nil {
		return r, err
	}
	r.Licences, err = tx.licences(id)
	return r, err
}

// RidersOf lists the riders of a household in the order they came, then those
// another household shares with it.
func (tx *Tx) RidersOf(household club.HouseholdID) ([]club.Rider, error) {
	riders, err := collect(tx, scanRider, selectRider+" WHERE "+seenFrom("?1")+" ORDER BY r.household <> ?1, r.id", int64(household))
	if err != nil {
		return nil, err
	}
	at := map[club.RiderID]*club.Rider{}
	for i := range riders {
		riders[i].Licences = []club.Licence{}
		at[riders[i].ID] = &riders[i]
	}
	return riders, tx.each(func(row scanner) error {
		var rider club.RiderID
		l, err := scanLicence(row, &rider)
		if err == nil {
			at[rider].Licences = append(at[rider].Licences, l)
		}
		return err
	}, selectLicence+"rider IN (SELECT id FROM riders WHERE household = ?)"+inForceFirst, int64(household))
}

// RidersBorn lists the riders with a birth date, without their licences.
func (tx *Tx) RidersBorn(on calendar.Day) ([]club.Rider, error) {
	return collect(tx, scanRider, selectRider+" WHERE r.birth_date = ? ORDER BY r.id", string(on))
}

const (
	selectLicence = "SELECT rider, id, invoice_line IS NOT NULL, kind, number, valid_from, valid_through FROM licences WHERE credit_note IS NULL AND "
	inForceFirst  = " ORDER BY valid_through DESC, id DESC"
)

func scanLicence(row scanner, rider *club.RiderID) (l club.Licence, err error) {
	err = row.Scan(rider, &l.ID, &l.Sold, &l.Kind, &l.Number, &l.ValidFrom, &l.ValidThrough)
	return l, err
}

func (tx *Tx) licences(rider club.RiderID) ([]club.Licence, error) {
	return collect(tx, func(row scanner) (club.Licence, error) { return scanLicence(row, new(club.RiderID)) },
		selectLicence+"rider = ?"+inForceFirst, int64(rider))
}

// InsertRider adds a rider to a household; IndexHousehold follows.
func (tx *Tx) InsertRider(r club.Rider, actor club.Actor) (club.RiderID, error) {
	id, err := tx.insert(`INSERT INTO riders (household, civility, sex, surname, first_name, birth_date, birth_place, nationality,
		mobile, phone, email, address, level, height_cm, weight_kg, medical, photo_consent, emergency_name, emergency_phone, note,
		folded, created_at, created_by)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, '', ?, ?)`, int64(r.Household), r.Civility, r.Sex, r.Surname,
		r.FirstName, string(r.BirthDate), r.BirthPlace, r.Nationality, r.Mobile, r.Phone, r.Email, r.Address, orNull(r.Level), r.HeightCm, r.WeightKg,
		r.Medical, r.PhotoConsent, r.EmergencyName, r.EmergencyPhone, r.Note, stamp(tx.Now), actor.ID)
	return club.RiderID(id), err
}

// UpdateRider writes a rider and counts the version; IndexHousehold follows.
func (tx *Tx) UpdateRider(r club.Rider) error {
	return tx.change(`UPDATE riders SET civility = ?, sex = ?, surname = ?, first_name = ?, birth_date = ?, birth_place = ?,
		nationality = ?, mobile = ?, phone = ?, email = ?, address = ?, level = ?, height_cm = ?, weight_kg = ?, medical = ?, photo_consent = ?,
		emergency_name = ?, emergency_phone = ?, note = ?,
		version = version + 1 WHERE id = ?`, r.Civility, r.Sex, r.Surname, r.FirstName, string(r.BirthDate), r.BirthPlace,
		r.Nationality, r.Mobile, r.Phone, r.Email, r.Address, orNull(r.Level), r.HeightCm, r.WeightKg, r.Medical, r.PhotoConsent,
		r.EmergencyName, r.EmergencyPhone, r.Note, int64(r.ID))
}

// SaveLicence adds a licence that a rider brought along, or changes the one
// with its id; of one that was sold the number alone. ErrNotFound when the
// rider has no such licence.
func (tx *Tx) SaveLicence(rider club.RiderID, l club.Licence) error {
	if l.ID == 0 {
		return tx.InsertKnownLicence(rider, l)
	}
	if l.Sold {
		return tx.change("UPDATE licences SET number = ? WHERE id = ? AND rider = ?", l.Number, l.ID, int64(rider))
	}
	return tx.change("UPDATE licences SET kind = ?, number = ?, valid_from = ?, valid_through = ? WHERE id = ? AND rider = ?",
		l.Kind, l.Number, string(l.ValidFrom), string(l.ValidThrough), l.ID, int64(rider))
}

// RestoreLicence writes a licence that was not sold as it was, under its id.
// ErrNotFound when the id is another's by now.
func (tx *Tx) RestoreLicence(rider club.RiderID, l club.Licence) error {
	return tx.change(`INSERT INTO licences (id, rider, kind, number, valid_from, valid_through) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, number = excluded.number, valid_from = excluded.valid_from,
		valid_through = excluded.valid_through WHERE rider = excluded.rider`,
		l.ID, int64(rider), l.Kind, l.Number, string(l.ValidFrom), string(l.ValidThrough))
}

// RemoveLicence takes away a licence that was not sold, or returns ErrNotFound.
func (tx *Tx) RemoveLicence(rider club.RiderID, id int64) error {
	return tx.change("DELETE FROM licences WHERE id = ? AND rider = ? AND invoice_line IS NULL", id, int64(rider))
}

// Riders lists every rider without licences, in the order they came.
func (tx *Tx) Riders() ([]club.Rider, error) {
	return collect(tx, scanRider, selectRider+" ORDER BY r.id")
}
