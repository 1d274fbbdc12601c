package desk

import (
	"slices"
	"strconv"

	"paddock/backend/club"
	"paddock/backend/sqlite"
)

// recordChange is what an action changed of one record.
type recordChange struct {
	ID     int64  `json:"id"`
	Change change `json:"change"`
}

func (r recordChange) turned() any { r.Change = r.Change.turned(); return r }

// ownFields is what the desk writes of a household itself; riders are records of
// their own.
func ownFields(h club.Household) club.Household {
	h.Riders, h.Version = []club.Rider{}, 0
	return h
}

// actHousehold says what saving a household did, as it was and is; the zero one
// before it was added.
func actHousehold(tx *sqlite.Tx, before, after club.Household) error {
	what := "saveHousehold"
	var steps []back
	if before.ID == 0 {
		what = "addHousehold"
		row, err := newRow(int64(after.ID), ownFields(after))
		if err != nil {
			return err
		}
		steps = append(steps, back{"removeHousehold", row})
	} else {
		c, err := changed(ownFields(before), ownFields(after))
		if err != nil {
			return err
		}
		if !c.none() {
			steps = append(steps, back{"saveHousehold", recordChange{int64(after.ID), c}})
		}
	}
	for _, r := range after.Riders {
		at := slices.IndexFunc(before.Riders, func(b club.Rider) bool { return b.ID == r.ID })
		var old club.Rider
		if at >= 0 {
			old = before.Riders[at]
		}
		more, err := riderSteps(old, r)
		if err != nil {
			return err
		}
		steps = append(steps, more...)
	}
	return act(tx, what, after.Name, after.ID, steps...)
}

// actRider says what saving a rider did; the zero one before they were added.
func actRider(tx *sqlite.Tx, before, after club.Rider) error {
	what := "saveRider"
	if before.ID == 0 {
		what = "addRider"
	}
	steps, err := riderSteps(before, after)
	if err != nil {
		return err
	}
	return act(tx, what, after.Name(), after.Household, steps...)
}

func riderSteps(before, after club.Rider) ([]back, error) {
	if before.ID == 0 {
		row, err := newRow(int64(after.ID), written(after))
		return []back{{"removeRider", row}}, err
	}
	c, err := changed(written(before), written(after))
	if err != nil || c.none() {
		return nil, err
	}
	return []back{{"saveRider", recordChange{int64(after.ID), c}}}, nil
}

// ofHousehold loads a household that stands for itself.
func (u undoing) ofHousehold(id int64) (club.Household, error) {
	home, err := u.tx.Household(club.HouseholdID(id))
	if err == nil && home.ID != club.HouseholdID(id) {
		err = mergedInto(home)
	}
	return home, refused(err, club.CodeHouseholdNotFound)
}

func undoHousehold(u undoing, in recordChange) error {
	home, err := u.ofHousehold(in.ID)
	if err != nil {
		return err
	}
	var was club.Household // filled anew: what is missing in the input is empty
	if err := in.Change.putBack(ownFields(home), &was); err != nil {
		return err
	}
	if err := refused(u.tx.UpdateHousehold(was), club.CodeUndoChanged); err != nil {
		return err
	}
	_, err = indexAndView(u.tx, u.c, home.ID)
	return err
}

func undoNewHousehold(u undoing, in added) error {
	home, err := u.ofHousehold(in.ID)
	if err != nil {
		return err
	}
	return u.takeAway("households", in, ownFields(home))
}

func undoRider(u undoing, in recordChange) error {
	rider, err := u.tx.Rider(club.RiderID(in.ID))
	if err != nil {
		return refused(err, club.CodeRiderNotFound)
	}
	var was club.Rider
	if err := in.Change.putBack(written(rider), &was); err != nil {
		return err
	}
	if err := u.tx.UpdateRider(was); err != nil {
		return err
	}
	_, err = indexAndView(u.tx, u.c, rider.Household)
	return err
}

func undoNewRider(u undoing, in added) error {
	rider, err := u.tx.Rider(club.RiderID(in.ID))
	if err != nil {
		return refused(err, club.CodeRiderNotFound)
	}
	if err := u.takeAway("riders", in, written(rider)); err != nil {
		return err
	}
	_, err = indexAndView(u.tx, u.c, rider.Household)
	return err
}

func undoMove(u undoing, in sealedMove) error {
	rider, err := u.tx.Rider(in.Rider)
	if err != nil {
		return refused(err, club.CodeRiderNotFound)
	}
	if rider.Household != in.Into {
		return club.Refuse(club.CodeUndoChanged)
	}
	back, err := u.ofHousehold(int64(in.From))
	if err != nil {
		return err
	}
	_, err = moveRider(u.tx, u.c, u.actor, rider, back.ID)
	return err
}

// fileChange is what an action changed of a rider's papers or licences, by code
// or id.
type fileChange struct {
	Rider  club.RiderID `json:"rider"`
	Change change       `json:"change"`
}

func (f fileChange) turned() any { f.Change = f.Change.turned(); return f }

// filePapers is where a rider's papers stand and which scans are there.
type filePapers struct {
	papers map[string]sqlite.PaperNow
	scans  []sqlite.Scan
}

func fileNow(tx *sqlite.Tx, rider club.RiderID) (f filePapers, err error) {
	if f.papers, err = tx.PapersOf(rider); err != nil {
		return f, err
	}
	f.scans, err = tx.Scans(rider)
	return f, err
}

// actPapers says what an action did to a rider's papers. What a scan that was
// removed held is gone: that is lasting.
func actPapers(tx *sqlite.Tx, verb club.Verb, rider club.Rider, before filePapers) error {
	after, err := fileNow(tx, rider.ID)
	if err != nil || len(after.scans) < len(before.scans) {
		return err
	}
	steps, err := papersBack(tx, rider.ID, before)
	if err != nil {
		return err
	}
	return act(tx, string(verb), rider.Name(), rider.Household, steps...)
}

// papersBack are the steps that give a rider the file back that was there before.
func papersBack(tx *sqlite.Tx, rider club.RiderID, before filePapers) ([]back, error) {
	after, err := fileNow(tx, rider)
	if err != nil {
		return nil, err
	}
	var steps []back
	for _, scan := range after.scans[len(before.scans):] { // the latest is the last
		steps = append(steps, back{"removeScan", scanOf{rider, scan.ID}})
	}
	c, err := changed(before.papers, after.papers)
	if err != nil {
		return nil, err
	}
	if !c.none() {
		steps = append(steps, back{"setPaper", fileChange{rider, c}})
	}
	return steps, nil
}

// undoPapers writes down once more where the papers stood: what was written
// stays in their history. Once a link was given out for it, the paper stands.
func undoPapers(u undoing, in fileChange) error {
	now, err := u.tx.PapersOf(in.Rider)
	if err != nil {
		return err
	}
	given, err := u.tx.ReleasedFor(in.Rider, u.action.DoneAt)
	if err != nil {
		return err
	}
	if given {
		return club.Refuse(club.CodeUndoReleased)
	}
	was := map[string]sqlite.PaperNow{}
	if err := in.Change.putBack(now, &was); err != nil {
		return err
	}
	for code := range in.Change.After {
		paper, stood := was[code]
		if !stood {
			paper.State = club.PaperMissing
		}
		held := club.HeldPaper{Code: code, State: paper.State, Expires: paper.Expires}
		if err := u.tx.AddPaperState(in.Rider, held, paper.Reason, u.actor); err != nil {
			return err
		}
	}
	return nil
}

// scanOf names a scan that was added.
type scanOf struct {
	Rider club.RiderID `json:"rider"`
	Scan  int64        `json:"scan"`
}

func undoScan(u undoing, in scanOf) error {
	return refused(u.tx.RemoveScan(in.Rider, in.Scan, u.actor), club.CodeUndoChanged)
}

// licencesOf is the licences of a rider by id, as changed compares them.
func licencesOf(r club.Rider) map[string]club.Licence {
	held := map[string]club.Licence{}
	for _, l := range r.Licences {
		held[strconv.FormatInt(l.ID, 10)] = l
	}
	return held
}

// actLicences says what an action did to the licences of a rider, as they were.
// The number the federation gave one that was sold stays.
func actLicences(tx *sqlite.Tx, verb club.Verb, before club.Rider) error {
	after, err := tx.Rider(before.ID)
	if err != nil {
		return err
	}
	c, err := changed(licencesOf(before), licencesOf(after))
	if err != nil || c.none() {
		return firstError(err, act(tx, string(verb), before.Name(), before.Household))
	}
	for id := range c.Before {
		if licencesOf(before)[id].Sold {
			return nil
		}
	}
	return act(tx, string(verb), before.Name(), before.Household, back{"saveLicence", fileChange{before.ID, c}})
}

func undoLicences(u undoing, in fileChange) error {
	rider, err := u.tx.Rider(in.Rider)
	if err != nil {
		return refused(err, club.CodeRiderNotFound)
	}
	was := map[string]club.Licence{}
	if err := in.Change.putBack(licencesOf(rider), &was); err != nil {
		return err
	}
	for id, l := range licencesOf(rider) {
		if _, stays := was[id]; !stays {
			if err := refused(u.tx.RemoveLicence(rider.ID, l.ID), club.CodeUndoSold); err != nil {
				return err
			}
		}
	}
	for id := range in.Change.Before {
		if err := refused(u.tx.RestoreLicence(rider.ID, was[id]), club.CodeUndoChanged); err != nil {
			return err
		}
	}
	return nil
}

// made names what an action made, whose undoing has a verb of its own.
type made struct {
	ID int64 `json:"id"`
}

func undoMerge(u undoing, in made) error {
	_, err := unmerge(u.tx, u.c, u.actor, in.ID)
	return err
}

func undoImported(u undoing, in made) error {
	_, err := undoImport(u.tx, u.c, u.actor, in.ID)
	return err
}
