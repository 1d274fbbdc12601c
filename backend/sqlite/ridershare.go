package sqlite

import "paddock/backend/club"

// seenFrom is the condition that a rider r is of a household, or shared with it.
func seenFrom(household string) string {
	return "(r.household = " + household + " OR r.id IN (SELECT rider FROM rider_shares WHERE household = " + household + "))"
}

// SharedRider is a rider whom two households see, as one of them does.
type SharedRider struct {
	Rider     club.RiderID     `json:"rider"`
	Household club.HouseholdID `json:"household" doc:"The other one"`
	Name      string           `json:"name" doc:"Of the other household"`
	Kind      string           `json:"kind" enum:"family,guest" doc:"Of the other household"`
	Theirs    bool             `json:"theirs" doc:"The rider is of the other household and shared with this one"`
}

// SharedRiders lists the riders a household shares with another.
func (tx *Tx) SharedRiders(household club.HouseholdID) ([]SharedRider, error) {
	return collect(tx, func(row scanner) (s SharedRider, err error) {
		err = row.Scan(&s.Rider, &s.Household, &s.Name, &s.Kind, &s.Theirs)
		return s, err
	}, `SELECT r.id, h.id, h.name, h.kind, r.household <> ?1 FROM rider_shares x JOIN riders r ON r.id = x.rider
		JOIN households h ON h.id = CASE r.household WHEN ?1 THEN x.household ELSE r.household END
		WHERE x.household <> r.household AND ?1 IN (r.household, x.household) ORDER BY r.id`, int64(household))
}

// ShareRider lets another household see a rider, that one alone besides the
// rider's own; 0 for nobody. IndexHousehold follows for all of them.
func (tx *Tx) ShareRider(rider club.RiderID, with club.HouseholdID, actor club.Actor) error {
	var err error
	if with == 0 {
		_, err = tx.exec("DELETE FROM rider_shares WHERE rider = ?", int64(rider))
	} else {
		_, err = tx.exec(`INSERT INTO rider_shares (rider, household, shared_at, shared_by) VALUES (?, ?, ?, ?) ON CONFLICT (rider)
			DO UPDATE SET household = excluded.household, shared_at = excluded.shared_at, shared_by = excluded.shared_by`,
			int64(rider), int64(with), stamp(tx.Now), actor.ID)
	}
	if err != nil {
		return err
	}
	return tx.change("UPDATE riders SET version = version + 1 WHERE id = ?", int64(rider))
}

// MoveRider puts a rider into another household; IndexHousehold follows for
// both. Where that one saw the rider already the two change places: the one that
// is left sees the rider still.
func (tx *Tx) MoveRider(rider club.RiderID, to club.HouseholdID) error {
	for _, step := range []string{
		"DELETE FROM rider_shares WHERE rider = ?1 AND household = (SELECT household FROM riders WHERE id = ?1)",
		"UPDATE rider_shares SET household = (SELECT household FROM riders WHERE id = ?1) WHERE rider = ?1 AND household = ?2",
	} {
		if _, err := tx.exec(step, int64(rider), int64(to)); err != nil {
			return err
		}
	}
	return tx.change("UPDATE riders SET household = ?, version = version + 1 WHERE id = ?", int64(to), int64(rider))
}
