package desk

import (
	"context"
	"reflect"
	"slices"
	"time"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/sqlite"
)

// SaveHousehold is a household as the desk wrote it, with its riders: those
// without an id are added, those with one are changed, those left out stay as
// they are.
type SaveHousehold struct {
	club.Household
	Confirmed bool `json:"confirmed,omitempty" doc:"Somebody saw the look-alikes and means another one"`
}

// HouseholdView is a household with what the desk must know of it.
type HouseholdView struct {
	club.Household
	Missing       []string                `json:"missing" nullable:"false" doc:"Required and not there: street, email, mobile …; texts missing.*"`
	RidersMissing [][]string              `json:"ridersMissing" nullable:"false" doc:"The same for each rider, in their order"`
	Files         []club.FileState        `json:"files" nullable:"false" doc:"Of each rider, in their order"`
	WhomToCall    [][]sqlite.Emergency    `json:"whomToCall" nullable:"false" doc:"In an emergency, for each rider, in their order: the rider's own contact, else the household's"`
	Shared        []sqlite.SharedRider    `json:"shared" nullable:"false" doc:"Riders whom another household sees too"`
	Terms         TermsState              `json:"terms"`
	Account       AccountSummary          `json:"account"`
	Memberships   []sqlite.Membership     `json:"memberships" nullable:"false" doc:"Of its riders, the latest first"`
	Bounced       []sqlite.Bounced        `json:"bounced" nullable:"false" doc:"Cheques the bank refused that nothing made good yet; while there is one, new bookings wait"`
	Merges        []sqlite.Merge          `json:"merges" nullable:"false" doc:"Households that were merged into it, the latest first"`
	Failing       []sqlite.FailingAddress `json:"failing" nullable:"false" doc:"Its address, where a mail to it came back; at most one"`
	MailTo        string                  `json:"mailTo" doc:"Where papers go by mail; empty where the club sends none or nobody gave an address"`
	ErasedOn      calendar.Day            `json:"erasedOn" doc:"Empty while personal data is held"`
}

// TermsState tells about the conditions of sale in force.
type TermsState struct {
	Version    string `json:"version" doc:"In force today; empty when the club has none"`
	AcceptedAt string `json:"acceptedAt" doc:"UTC; empty when this household did not accept that version"`
}

// HouseholdList is a page of households.
type HouseholdList struct {
	Rows   []sqlite.HouseholdRow  `json:"rows" nullable:"false"`
	Counts sqlite.HouseholdCounts `json:"counts"`
}

// HouseholdQuery chooses households for a list.
type HouseholdQuery struct {
	Query      string // words of names, towns, e-mails or phones
	Incomplete bool   // those with a rider of this season whose file is not complete
	Sort       string // see sqlite.HouseholdFilter
	Limit      int    // 0 for no limit
	Offset     int
}

// Households lists households, those that match best first.
func (d *Desk) Households(ctx context.Context, q HouseholdQuery) (HouseholdList, error) {
	return read(ctx, d, "households", func(tx *sqlite.Tx) (HouseholdList, error) {
		c, err := loadClub(tx)
		if err != nil {
			return HouseholdList{}, err
		}
		rows, counts, err := householdsIn(tx, c, q)
		return HouseholdList{Rows: rows, Counts: counts}, err
	})
}

func householdsIn(tx *sqlite.Tx, c clubNow, q HouseholdQuery) ([]sqlite.HouseholdRow, sqlite.HouseholdCounts, error) {
	filter := sqlite.HouseholdFilter{Words: club.Words(q.Query), Sort: q.Sort, Today: c.today, Limit: q.Limit, Offset: q.Offset}
	if q.Incomplete {
		files, err := filesToDo(tx, c)
		if err != nil {
			return nil, sqlite.HouseholdCounts{}, err
		}
		filter.Only = files.households()
	}
	return tx.Households(filter)
}

// Household shows a household: the one it was merged into, if it was.
func (d *Desk) Household(ctx context.Context, id club.HouseholdID) (HouseholdView, error) {
	return read(ctx, d, "household", func(tx *sqlite.Tx) (HouseholdView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return HouseholdView{}, err
		}
		return viewHousehold(tx, c, id)
	})
}

// SaveHousehold makes a household, or changes the one with its id if nobody
// else did meanwhile.
func (d *Desk) SaveHousehold(ctx context.Context, req Request, in SaveHousehold) (HouseholdView, error) {
	return write(ctx, d, req, "saveHousehold", in, func(tx *sqlite.Tx) (HouseholdView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return HouseholdView{}, err
		}
		home := in.Household
		home.Contacts, home.Addresses, home.Riders = slices.Clone(in.Contacts), slices.Clone(in.Addresses), slices.Clone(in.Riders)
		if err := checkHousehold(tx, c, &home); err != nil {
			return HouseholdView{}, err
		}
		if !in.Confirmed {
			if err := refuseLookAlikes(tx, c, home); err != nil {
				return HouseholdView{}, err
			}
		}
		var before club.Household
		if home.ID == 0 {
			home.ID, err = insertHousehold(tx, home, req.Actor)
		} else {
			before, err = updateHousehold(tx, home, req.Actor)
		}
		if err != nil {
			return HouseholdView{}, err
		}
		after, err := tx.Household(home.ID)
		if err != nil {
			return HouseholdView{}, err
		}
		if err := actHousehold(tx, before, after); err != nil {
			return HouseholdView{}, err
		}
		for _, r := range after.Riders {
			if err := releaseLinksFor(tx, c, req.Actor, r.ID); err != nil {
				return HouseholdView{}, err
			}
		}
		return indexAndView(tx, c, home.ID)
	})
}

func insertHousehold(tx *sqlite.Tx, home club.Household, actor club.Actor) (club.HouseholdID, error) {
	for i, a := range home.Addresses {
		if a.ID != 0 {
			return 0, club.Refuse(club.CodeAddressNotFound).On(field("addresses", i, ""))
		}
	}
	id, err := tx.InsertHousehold(home, actor)
	if err != nil {
		return 0, err
	}
	home.ID = id
	return id, saveRiders(tx, home, nil, actor)
}

// updateHousehold writes a household and returns what it was.
func updateHousehold(tx *sqlite.Tx, home club.Household, actor club.Actor) (stored club.Household, err error) {
	if stored, err = heldHousehold(tx, home.ID); err != nil {
		return stored, err
	}
	if stored.ID != home.ID {
		return stored, mergedInto(stored)
	}
	if stored.Version != home.Version {
		return stored, stale(stored.Version, stored)
	}
	left := slices.Clone(stored.Addresses)
	for i, a := range home.Addresses { // one that somebody took away meanwhile is added again
		at := slices.IndexFunc(left, func(s club.Address) bool { return s.ID == a.ID })
		if at < 0 {
			home.Addresses[i].ID = 0
			continue
		}
		left = slices.Delete(left, at, at+1)
	}
	if err := tx.UpdateHousehold(home); err != nil {
		return stored, err
	}
	return stored, saveRiders(tx, home, stored.Riders, actor)
}

// saveRiders adds and changes the riders a household was saved with. One that
// stayed as it is does not count a version, so that another screen's rider
// sheet is not made stale for nothing.
func saveRiders(tx *sqlite.Tx, home club.Household, stored []club.Rider, actor club.Actor) error {
	for i, r := range home.Riders {
		r.Household = home.ID
		if r.ID == 0 {
			if _, err := tx.InsertRider(r, actor); err != nil {
				return err
			}
			continue
		}
		at := slices.IndexFunc(stored, func(s club.Rider) bool { return s.ID == r.ID })
		if at < 0 {
			return club.Refuse(club.CodeRiderNotFound).On(field("riders", i, ""))
		}
		r.Household = stored[at].Household // one who is shared stays where they are
		if reflect.DeepEqual(written(r), written(stored[at])) {
			continue
		}
		if stored[at].Version != r.Version {
			return stale(stored[at].Version, stored[at]).On(field("riders", i, ""))
		}
		if err := tx.UpdateRider(r); err != nil {
			return err
		}
	}
	return nil
}

// written is what the desk writes of a rider; the rest follows from it or comes
// from elsewhere.
func written(r club.Rider) club.Rider {
	r.Version, r.Licences, r.LevelCode, r.LevelLabel, r.SharedWith = 0, nil, "", "", 0
	return r
}

// stale refuses to write over what somebody changed meanwhile and hands back
// what is stored, so that the screen can show both (PRODUCT section 9,
// Requests).
func stale(version int, current any) *club.Error {
	return club.Refuse(club.CodeStale).With("version", version).With("current", current)
}

// indexAndView ends every change of a household: what search finds it by, and
// what the desk sees of it.
func indexAndView(tx *sqlite.Tx, c clubNow, id club.HouseholdID) (HouseholdView, error) {
	shared, err := tx.SharedRiders(id)
	if err != nil {
		return HouseholdView{}, err
	}
	homes := []club.HouseholdID{id}
	for _, s := range shared { // it finds them by the same riders
		homes = append(homes, s.Household)
	}
	for _, one := range homes {
		home, err := tx.Household(one)
		if err != nil {
			return HouseholdView{}, err
		}
		if err := tx.IndexHousehold(home, c.Identity.Country); err != nil {
			return HouseholdView{}, err
		}
	}
	return viewHousehold(tx, c, id)
}

func viewHousehold(tx *sqlite.Tx, c clubNow, id club.HouseholdID) (HouseholdView, error) {
	home, err := tx.Household(id)
	if err != nil {
		return HouseholdView{}, refused(err, club.CodeHouseholdNotFound)
	}
	view := HouseholdView{Household: home, Missing: missingOf(home), RidersMissing: [][]string{}, Files: []club.FileState{}}
	var riders []club.RiderID
	for _, r := range home.Riders {
		view.RidersMissing = append(view.RidersMissing, missingOfRider(r))
		riders = append(riders, r.ID)
	}
	files, err := filesOf(tx, c, riders...)
	if err != nil {
		return view, err
	}
	for _, id := range riders {
		view.Files = append(view.Files, files[id])
	}
	if view.WhomToCall, err = tx.WhomToCall(riders); err != nil {
		return view, err
	}
	if c.Mail.Sending {
		view.MailTo = home.Email
	}
	view.Terms.Version = c.TermsOn(c.today).Version
	id = home.ID
	if view.Shared, err = tx.SharedRiders(id); err != nil {
		return view, err
	}
	if view.Terms.AcceptedAt, err = tx.TermsAccepted(id, view.Terms.Version); err != nil {
		return view, err
	}
	if view.Memberships, err = tx.Memberships(id); err != nil {
		return view, err
	}
	if view.Merges, err = tx.Merges(id); err != nil {
		return view, err
	}
	if view.Bounced, err = tx.Bounced(id); err != nil {
		return view, err
	}
	if view.Failing, err = tx.FailingAddresses(id); err != nil {
		return view, err
	}
	erased, err := tx.ErasedAt(id)
	if err != nil {
		return view, err
	}
	if at, err := time.Parse(time.RFC3339, erased); err == nil {
		view.ErasedOn = calendar.DayOf(at, c.zone)
	}
	view.Account, _, err = accountOf(tx, c, id)
	return view, err
}

// AcceptTerms is the version of the conditions of sale a household accepts.
type AcceptTerms struct {
	Version string `json:"version" maxLength:"50"`
}

// acceptance is that a household accepts a version of the conditions of sale.
type acceptance struct {
	Household club.HouseholdID `json:"household"`
	Version   string           `json:"version"`
}

func undoAcceptance(u undoing, in acceptance) error {
	return refused(u.tx.ForgetAcceptance(in.Household, in.Version), club.CodeUndoChanged)
}

// AcceptTerms records that a household accepts the conditions of sale; only
// those in force can be.
func (d *Desk) AcceptTerms(ctx context.Context, req Request, id club.HouseholdID, in AcceptTerms) (HouseholdView, error) {
	body := struct {
		Household club.HouseholdID
		In        AcceptTerms
	}{id, in}
	return write(ctx, d, req, "acceptTerms", body, func(tx *sqlite.Tx) (HouseholdView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return HouseholdView{}, err
		}
		home, err := heldHousehold(tx, id)
		if err != nil {
			return HouseholdView{}, err
		}
		current := c.TermsOn(c.today)
		if current.Version == "" || in.Version != current.Version {
			return HouseholdView{}, club.Refuse(club.CodeTermsNotAccepted).On("version").With("version", current.Version)
		}
		at, err := tx.TermsAccepted(home.ID, current.Version)
		if err != nil {
			return HouseholdView{}, err
		}
		if at == "" {
			accepted := acceptance{home.ID, current.Version}
			err = firstError(tx.AcceptTerms(home.ID, current.Version, req.Actor.ID),
				act(tx, "acceptTerms", home.Name, home.ID, back{"forgetAcceptance", accepted}))
		} else {
			err = act(tx, "acceptTerms", home.Name, home.ID)
		}
		if err != nil {
			return HouseholdView{}, err
		}
		return viewHousehold(tx, c, id)
	})
}
