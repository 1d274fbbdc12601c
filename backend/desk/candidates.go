package desk

import (
	"slices"

	"paddock/backend/billing"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// Candidate is a family that an offer could be invoiced to, or why not.
type Candidate struct {
	Household club.HouseholdID  `json:"household"`
	Name      string            `json:"name"`
	State     string            `json:"state" enum:"fits,bought,unfit" doc:"bought: nobody is left who has not got it this season"`
	Riders    []CandidateRider  `json:"riders" nullable:"false" doc:"Whom its invoice would be for; none when the offer is for the family"`
	Cents     money.Cents       `json:"cents" doc:"What its invoice would ask for, discounts taken off; 0 unless it fits"`
	Bought    []string          `json:"bought" nullable:"false" doc:"Who of it has it this season"`
	Obstacles []FamilysObstacle `json:"obstacles" nullable:"false"`
}

// CandidateRider is a rider an offer fits.
type CandidateRider struct {
	ID   club.RiderID `json:"id"`
	Name string       `json:"name"`
}

// FamilysObstacle is an obstacle of one rider, or of the family when no name is
// said.
type FamilysObstacle struct {
	Name string `json:"name"`
	Obstacle
}

// Candidates lists the families the offer of the query could be invoiced to, by name: those
// with a rider when it is for riders. Terms a family has not accepted are an
// obstacle: nobody of it is there to accept them, and the desk cannot in its
// place (PRODUCT section 6, Checkout).
func (d *Desk) Candidates() List[Candidate] {
	return listed(d, "candidates", "many.list", candidateColumns, func(tx *sqlite.Tx, c listing, q ListQuery) ([]Candidate, error) {
		r, err := newRound(tx, c.clubNow, catalogue.OfferID(q.Of))
		if err != nil {
			return nil, err
		}
		homes, _, err := tx.Households(sqlite.HouseholdFilter{Sort: "name", Today: c.today})
		list := []Candidate{}
		for _, home := range homes {
			if r.offer.Kind.ForRider() && len(r.riders[home.ID]) == 0 {
				continue
			}
			one, err := r.candidate(home)
			if err != nil {
				return nil, err
			}
			list = append(list, one)
		}
		return list, err
	})
}

// round is one offer going round all families.
type round struct {
	tx     *sqlite.Tx
	c      clubNow
	offer  catalogue.Offer
	season int64                               // in which it counts as bought
	held   map[club.HouseholdID][]billing.Held // of the offer, in that season
	riders map[club.HouseholdID][]club.Rider
	steps  []club.Level
	files  map[club.RiderID]club.FileState
}

func newRound(tx *sqlite.Tx, c clubNow, id catalogue.OfferID) (*round, error) {
	offer, err := tx.Offer(id)
	if err != nil {
		return nil, refused(err, club.CodeOfferNotFound)
	}
	if offer.Kind == catalogue.Package { // each rider has days of their own
		return nil, club.Refuse(club.CodeSeriesCount).With("n", offer.Terms.Weekly)
	}
	r := &round{tx: tx, c: c, offer: offer, season: offer.Season, riders: map[club.HouseholdID][]club.Rider{}}
	if r.season == 0 {
		if r.season, err = tx.SeasonOfDay(string(c.today)); err != nil {
			return nil, err
		}
	}
	if r.held, err = tx.HeldOf(offer.ID, r.season); err != nil || !offer.Kind.ForRider() {
		return r, err
	}
	if r.steps, err = tx.Levels(); err != nil {
		return nil, err
	}
	riders, err := tx.Riders()
	if err != nil {
		return nil, err
	}
	var ids []club.RiderID
	for _, rider := range riders {
		ids = append(ids, rider.ID)
		if offer.Kind == catalogue.Licence {
			if rider, err = tx.Rider(rider.ID); err != nil {
				return nil, err
			}
		}
		r.riders[rider.Household] = append(r.riders[rider.Household], rider)
	}
	if offer.NeedsFile {
		r.files, err = filesOf(tx, c, ids...)
	}
	return r, err
}

// candidate weighs one family.
func (r *round) candidate(home sqlite.HouseholdRow) (Candidate, error) {
	one := Candidate{Household: home.ID, Name: home.Name, State: "unfit", Riders: []CandidateRider{}, Bought: []string{}, Obstacles: []FamilysObstacle{}}
	held := r.held[home.ID]
	for _, rider := range r.riders[home.ID] {
		if rider.SharedWith == 0 {
			continue
		}
		held = slices.Concat(held, r.held[rider.SharedWith]) // who is shared is asked for it once
	}
	has := func(rider club.RiderID) bool {
		return slices.ContainsFunc(held, func(h billing.Held) bool {
			return h.Rider == rider && h.Base == 0 && !h.Gone
		})
	}
	someone := false // has no obstacle of their own, and has it not
	buyer := catalogue.Buyer{Guest: home.Kind == guest}
	if r.offer.Kind.ForRider() {
		for _, rider := range r.riders[home.ID] {
			if has(rider.ID) {
				one.Bought = append(one.Bought, rider.FirstName)
				continue
			}
			buyer := r.buyer(buyer, rider)
			if obstacles := obstaclesOf(r.offer, buyer, r.c.today); len(obstacles) > 0 {
				one.Obstacles = append(one.Obstacles, FamilysObstacle{rider.FirstName, obstacles[0]})
				continue
			}
			one.Riders, someone = append(one.Riders, CandidateRider{rider.ID, rider.FirstName}), true
		}
	} else if has(0) {
		one.Bought = append(one.Bought, home.Name)
	} else if obstacles := obstaclesOf(r.offer, buyer, r.c.today); len(obstacles) > 0 {
		one.Obstacles = append(one.Obstacles, FamilysObstacle{"", obstacles[0]})
	} else {
		someone = true
	}
	if !someone {
		if len(one.Bought) > 0 && len(one.Obstacles) == 0 {
			one.State = "bought"
		}
		return one, nil
	}
	if terms, err := r.terms(home.ID); err != nil || terms != nil {
		if terms != nil {
			one.Riders, one.Obstacles = []CandidateRider{}, append(one.Obstacles, *terms)
		}
		return one, err
	}
	one.State = "fits"
	cents, err := r.price(home.ID, one.Riders)
	one.Cents = cents
	return one, err
}

func (r *round) buyer(family catalogue.Buyer, rider club.Rider) catalogue.Buyer {
	family.Rider, family.Name, family.Birth, family.Level = true, rider.FirstName, rider.BirthDate, rider.Level
	family.Licences, family.Steps, family.File = rider.Licences, r.steps, r.files[rider.ID]
	return family
}

// terms is the obstacle of terms that a family has still to accept, nil when
// there are none.
func (r *round) terms(household club.HouseholdID) (*FamilysObstacle, error) {
	for _, one := range []struct {
		terms club.Terms
		code  club.Code
		asked bool
	}{
		{r.c.TermsOn(r.c.today), club.CodeTermsNotAccepted, true},
		{r.c.LicenceTermsOn(r.c.today), club.CodeLicenceTerms, r.offer.Kind == catalogue.Licence},
	} {
		if !one.asked || one.terms.Version == "" {
			continue
		}
		at, err := r.tx.TermsAccepted(household, one.terms.Version)
		if err != nil {
			return nil, err
		}
		if at == "" {
			return &FamilysObstacle{"", Obstacle{one.code, map[string]any{"version": one.terms.Version}}}, nil
		}
	}
	return nil, nil
}

// price is what the invoice of a family would ask for.
func (r *round) price(household club.HouseholdID, riders []CandidateRider) (sum money.Cents, err error) {
	cart := billing.Cart{Household: household, Lines: []billing.CartLine{}}
	for i, line := range linesFor(r.offer.ID, riderIDs(riders)) {
		cart.Lines = append(cart.Lines, billing.CartLine{ID: int64(i + 1), Offer: line.Offer, Rider: line.Rider, Quantity: line.Quantity})
	}
	if err := priceLines(r.tx, cart.Lines); err != nil {
		return 0, err
	}
	if _, err := r.c.reduce(r.tx, &cart, nil); err != nil {
		return 0, err
	}
	for _, line := range cart.Lines {
		sum += line.Net()
	}
	return sum, nil
}

func riderIDs(riders []CandidateRider) []club.RiderID {
	var ids []club.RiderID
	for _, rider := range riders {
		ids = append(ids, rider.ID)
	}
	return ids
}

// linesFor is one of an offer for each rider, or one for the family.
func linesFor(offer catalogue.OfferID, riders []club.RiderID) []AddLine {
	if len(riders) == 0 {
		riders = []club.RiderID{0}
	}
	var lines []AddLine
	for _, rider := range riders {
		lines = append(lines, AddLine{Offer: offer, Rider: rider, Quantity: 1})
	}
	return lines
}
