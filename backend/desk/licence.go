package desk

import (
	"context"
	"slices"

	"paddock/backend/club"
	"paddock/backend/sqlite"
)

// SaveLicence adds a licence a rider brought along, or changes one. Of a licence
// that was sold only the number is the desk's: the federation gives it.
func (d *Desk) SaveLicence(ctx context.Context, req Request, rider club.RiderID, in club.Licence) (HouseholdView, error) {
	return changeLicences(ctx, d, req, "saveLicence", rider, in, func(tx *sqlite.Tx, r club.Rider) error {
		f := form{}
		f.name("kind", &in.Kind)
		f.line("number", &in.Number)
		if in.ValidFrom == "" || in.ValidThrough == "" {
			f.refuse(club.CodeRequired, "validThrough")
		}
		if f.fail(checkPeriod(in.ValidFrom, in.ValidThrough, "validFrom", "validThrough")); f.err != nil {
			return f.err
		}
		in.Sold = false
		if in.ID != 0 {
			at := slices.IndexFunc(r.Licences, func(l club.Licence) bool { return l.ID == in.ID })
			if at < 0 {
				return club.Refuse(club.CodeLicenceNotFound)
			}
			held := r.Licences[at]
			in.Sold = held.Sold
			if held.Sold && (held.Kind != in.Kind || held.ValidFrom != in.ValidFrom || held.ValidThrough != in.ValidThrough) {
				return club.Refuse(club.CodeLicenceSold)
			}
		}
		return refused(tx.SaveLicence(rider, in), club.CodeLicenceNotFound)
	})
}

// RemoveLicence takes away a licence that was written down by mistake. One that
// was sold goes by a credit note.
func (d *Desk) RemoveLicence(ctx context.Context, req Request, rider club.RiderID, id int64) (HouseholdView, error) {
	return changeLicences(ctx, d, req, "removeLicence", rider, id, func(tx *sqlite.Tx, r club.Rider) error {
		if slices.ContainsFunc(r.Licences, func(l club.Licence) bool { return l.ID == id && l.Sold }) {
			return club.Refuse(club.CodeLicenceSold)
		}
		return refused(tx.RemoveLicence(rider, id), club.CodeLicenceNotFound)
	})
}

// changeLicences changes the licences of a rider, on which the file and so a
// link may wait, and shows the household.
func changeLicences[In any](ctx context.Context, d *Desk, req Request, verb club.Verb, rider club.RiderID, in In, change func(*sqlite.Tx, club.Rider) error) (HouseholdView, error) {
	body := struct {
		Rider club.RiderID
		In    In
	}{rider, in}
	return write(ctx, d, req, verb, body, func(tx *sqlite.Tx) (HouseholdView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return HouseholdView{}, err
		}
		r, err := heldRider(tx, rider)
		if err != nil {
			return HouseholdView{}, err
		}
		if err := change(tx, r); err != nil {
			return HouseholdView{}, err
		}
		if err := actLicences(tx, verb, r); err != nil {
			return HouseholdView{}, err
		}
		if err := releaseLinksFor(tx, c, req.Actor, rider); err != nil {
			return HouseholdView{}, err
		}
		return viewHousehold(tx, c, r.Household)
	})
}
