package desk

import (
	"context"

	"paddock/backend/club"
	"paddock/backend/journal"
	"paddock/backend/sqlite"
)

// MergePreview is what would become of two households that are merged.
type MergePreview struct {
	Kept      HouseholdView    `json:"kept"`
	Merged    HouseholdView    `json:"merged" doc:"What goes over to the kept one"`
	Contacts  []int            `json:"contacts" nullable:"false" doc:"Positions of the merged one's contacts that go over; the kept one says all that the others say"`
	Addresses []int64          `json:"addresses" nullable:"false" doc:"Ids of the merged one's addresses that go over"`
	Twice     []club.Rider     `json:"twice" nullable:"false" doc:"Riders of the merged one who stand in the kept one under the same name and birth date; both stay"`
	Choice    club.MergeChoice `json:"choice" doc:"What the kept one says, where it says something"`
	Carts     int              `json:"carts" doc:"Open sales of the merged one, which go over"`
	Documents int              `json:"documents" doc:"Documents and payments of the merged one, which stay with whom they were issued to"`
}

// MergeHouseholds is a merge as the desk confirmed it, for the two households as
// they were shown.
type MergeHouseholds struct {
	Merged        club.HouseholdID `json:"merged" minimum:"1"`
	Version       int              `json:"version" doc:"Of the kept household"`
	MergedVersion int              `json:"mergedVersion"`
	club.MergeChoice
}

// standsFor is which household answers for another; Into is 0 when it answers
// for itself again. It is what a merge and its inverse seal.
type standsFor struct {
	Household club.HouseholdID `json:"household"`
	Into      club.HouseholdID `json:"into"`
}

// sealedMerge is the payload of journal.HouseholdMerged.
type sealedMerge struct {
	Stands []standsFor `json:"stands"`
}

// PreviewMerge says what would go where, and changes nothing.
func (d *Desk) PreviewMerge(ctx context.Context, kept, merged club.HouseholdID) (MergePreview, error) {
	return read(ctx, d, "previewMerge", func(tx *sqlite.Tx) (MergePreview, error) {
		c, err := loadClub(tx)
		if err != nil {
			return MergePreview{}, err
		}
		var p MergePreview
		if p.Kept, err = viewHousehold(tx, c, kept); err != nil {
			return p, err
		}
		if p.Merged, err = viewHousehold(tx, c, merged); err != nil {
			return p, err
		}
		if p.Kept.ID == p.Merged.ID {
			return p, mergedInto(p.Kept.Household)
		}
		plan := club.PlanMerge(p.Kept.Household, p.Merged.Household, c.Identity.Country)
		p.Contacts, p.Addresses, p.Twice = plan.Contacts, plan.Addresses, plan.Twice
		p.Choice = plan.Choice(p.Kept.Household, p.Merged.Household)
		if p.Carts, err = tx.OpenCarts(p.Merged.ID); err != nil {
			return p, err
		}
		lines, err := tx.AccountLines(p.Merged.ID)
		p.Documents = len(lines)
		return p, err
	})
}

// Merge makes one household of two: riders, contacts, addresses, open sales and
// the note go over; documents and payments stay with whom they were issued to,
// and the kept household's account shows them (PRODUCT section 2).
func (d *Desk) Merge(ctx context.Context, req Request, id club.HouseholdID, in MergeHouseholds) (HouseholdView, error) {
	body := struct {
		Household club.HouseholdID
		In        MergeHouseholds
	}{id, in}
	return write(ctx, d, req, "merge", body, func(tx *sqlite.Tx) (HouseholdView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return HouseholdView{}, err
		}
		kept, err := unmerged(tx, id, in.Version)
		if err != nil {
			return HouseholdView{}, err
		}
		merged, err := unmerged(tx, in.Merged, in.MergedVersion)
		if err != nil {
			return HouseholdView{}, err
		}
		if kept.ID == merged.ID {
			return HouseholdView{}, club.Refuse(club.CodeInvalid).On("merged")
		}
		plan := club.PlanMerge(kept, merged, c.Identity.Country)
		after, err := plan.Merged(kept, merged, in.MergeChoice)
		if err != nil {
			return HouseholdView{}, err
		}
		m, err := tx.MergeInto(kept, after, merged, plan, in.Address, req.Actor)
		if err != nil {
			return HouseholdView{}, err
		}
		sealed := sealedMerge{Stands: []standsFor{{merged.ID, kept.ID}}}
		for _, before := range m.Trail.Before {
			sealed.Stands = append(sealed.Stands, standsFor{before, kept.ID})
		}
		if err := tx.Seal(journal.HouseholdMerged, req.Actor, "", sealed); err != nil {
			return HouseholdView{}, err
		}
		if err := act(tx, "merge", merged.Name, kept.ID, back{"undoMerge", made{m.ID}}); err != nil {
			return HouseholdView{}, err
		}
		return indexAndView(tx, c, kept.ID)
	})
}

// UndoMerge makes two households of one again, as long as nothing depends on
// their being one, and shows the one that comes back.
func (d *Desk) UndoMerge(ctx context.Context, req Request, id int64) (HouseholdView, error) {
	return write(ctx, d, req, "undoMerge", id, func(tx *sqlite.Tx) (HouseholdView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return HouseholdView{}, err
		}
		return unmerge(tx, c, req.Actor, id)
	})
}

func unmerge(tx *sqlite.Tx, c clubNow, actor club.Actor, id int64) (HouseholdView, error) {
	m, err := tx.Merge(id)
	if err != nil {
		return HouseholdView{}, refused(err, club.CodeMergeNotFound)
	}
	kept, err := heldHousehold(tx, m.Kept)
	if err != nil {
		return HouseholdView{}, err
	}
	merged, err := tx.HouseholdAsIs(m.Merged)
	if err != nil {
		return HouseholdView{}, err
	}
	if err := dependsOn(tx, m, kept); err != nil {
		return HouseholdView{}, err
	}
	kept.Kind, kept.Language, kept.Note, kept.NoNotices = m.Trail.Kind, m.Trail.Language, club.SplitNotes(kept.Note, merged.Note), m.Trail.NoNotices
	if m.Trail.EmailSwapped {
		kept.Email, merged.Email = merged.Email, kept.Email
	}
	if err := tx.Unmerge(m, kept, merged); err != nil {
		return HouseholdView{}, err
	}
	sealed := sealedMerge{Stands: []standsFor{{Household: merged.ID}}}
	for _, before := range m.Trail.Before {
		sealed.Stands = append(sealed.Stands, standsFor{before, merged.ID})
	}
	if err := tx.Seal(journal.HouseholdMerged, actor, "", sealed); err != nil {
		return HouseholdView{}, err
	}
	if _, err := indexAndView(tx, c, kept.ID); err != nil {
		return HouseholdView{}, err
	}
	return indexAndView(tx, c, merged.ID)
}

// dependsOn refuses to undo a merge that something hangs on: what was written,
// sold, paid or moved since.
func dependsOn(tx *sqlite.Tx, m sqlite.Merge, kept club.Household) error {
	if kept.Version != m.Version {
		return club.Refuse(club.CodeMergeEdited)
	}
	moved, err := tx.MoneySince(kept.ID, m.Trail.Last)
	if err != nil {
		return err
	}
	if moved {
		return club.Refuse(club.CodeMergeMoney)
	}
	for _, id := range m.Trail.Riders {
		rider, err := tx.Rider(id)
		if err != nil {
			return err
		}
		if rider.Household != kept.ID {
			return club.Refuse(club.CodeMergeRider).With("name", rider.Name())
		}
		waits, err := tx.RiderInSale(id, kept.ID, m.Trail.Carts)
		if err != nil {
			return err
		}
		if waits {
			return club.Refuse(club.CodeRiderInSale).With("name", rider.Name())
		}
	}
	return nil
}

// unmerged loads a household that stands for itself and was not changed since it
// was shown.
func unmerged(tx *sqlite.Tx, id club.HouseholdID, version int) (club.Household, error) {
	home, err := heldHousehold(tx, id)
	if err != nil {
		return home, err
	}
	if home.ID != id {
		return home, mergedInto(home)
	}
	if home.Version != version {
		return home, stale(home.Version, home)
	}
	return home, nil
}

// mergedInto refuses to write to a household that another stands for.
func mergedInto(home club.Household) error {
	return club.Refuse(club.CodeHouseholdMerged).With("name", home.Name)
}

// standing is the household an id stands for; 0 is nobody.
func standing(tx *sqlite.Tx, id club.HouseholdID) (club.HouseholdID, error) {
	if id == 0 {
		return 0, nil
	}
	into, err := tx.StandsFor(id)
	return into, refused(err, club.CodeHouseholdNotFound)
}
