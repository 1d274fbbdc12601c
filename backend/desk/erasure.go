package desk

import (
	"context"
	"fmt"
	"slices"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/journal"
	"paddock/backend/locale"
	"paddock/backend/sqlite"
)

// yearsKept is how long documents and receipts stay after the end of the year
// they belong to (C. com. L123-22; LPF L102 B from 2027; RULES section 3).
const yearsKept = 10

// Erasure is what erasing a household's personal data takes away, what it
// leaves and why (PRODUCT section 2), and what stands against it.
type Erasure struct {
	Household club.HouseholdID `json:"household"`
	Name      string           `json:"name"`
	Version   int              `json:"version" doc:"Of the household; to be handed back"`
	Riders    int              `json:"riders" doc:"Names, birth dates, medical notes and all else of them goes; so with the next three"`
	Contacts  int              `json:"contacts"`
	Addresses int              `json:"addresses"`
	Reasons   int              `json:"reasons" doc:"Free texts that explain a sale or a credit note"`
	Documents int              `json:"documents" doc:"Invoices and credit notes that are kept as they were issued; the law says so"`
	Payments  int              `json:"payments" doc:"Receipts that are kept likewise"`
	KeptUntil calendar.Day     `json:"keptUntil" doc:"The last day the law asks for them: ten years after the end of the latest one's year; empty without any"`
	Against   []Obstacle       `json:"against" nullable:"false" doc:"Why it is refused today"`
	ErasedAt  string           `json:"erasedAt" doc:"UTC; empty while personal data is held"`
}

// PreviewErasure says what erasing a household would do, and changes nothing.
func (d *Desk) PreviewErasure(ctx context.Context, id club.HouseholdID) (Erasure, error) {
	return read(ctx, d, "previewErasure", func(tx *sqlite.Tx) (Erasure, error) {
		c, err := loadClub(tx)
		if err != nil {
			return Erasure{}, err
		}
		home, err := tx.Household(id)
		if err != nil {
			return Erasure{}, refused(err, club.CodeHouseholdNotFound)
		}
		return erasureOf(tx, c, home)
	})
}

// EraseHousehold is the household as the person who erases it saw it.
type EraseHousehold struct {
	Version int `json:"version" doc:"Of the household in the preview"`
}

// EraseHousehold replaces a household's personal data by nothing and its names
// by a word, everywhere except on documents the law keeps, and says what it
// did. The journal learns that it was done and to which household, and nothing
// of whom. Backups made before still hold the data.
func (d *Desk) EraseHousehold(ctx context.Context, req Request, id club.HouseholdID, in EraseHousehold) (Erasure, error) {
	body := struct {
		Household club.HouseholdID
		In        EraseHousehold
	}{id, in}
	done, err := write(ctx, d, req, "eraseHousehold", body, func(tx *sqlite.Tx) (Erasure, error) {
		c, err := loadClub(tx)
		if err != nil {
			return Erasure{}, err
		}
		home, err := heldHousehold(tx, id)
		if err != nil {
			return Erasure{}, err
		}
		erasure, err := erasureOf(tx, c, home)
		if err != nil {
			return Erasure{}, err
		}
		if erasure.Version != in.Version {
			return Erasure{}, club.Refuse(club.CodeStale).With("version", erasure.Version)
		}
		if len(erasure.Against) > 0 {
			against := erasure.Against[0]
			refusal := club.Refuse(against.Code)
			for name, value := range against.Params {
				refusal = refusal.With(name, value)
			}
			return Erasure{}, refusal
		}
		erasure.Name = locale.Text(c.Identity.Language, "held.erasedName", nil)
		if err := tx.Erase(home, c.Identity.Country, erasure.Name); err != nil {
			return Erasure{}, err
		}
		if erasure.ErasedAt, err = tx.ErasedAt(home.ID); err != nil {
			return Erasure{}, err
		}
		return erasure, tx.Seal(journal.PersonalErased, req.Actor, "", map[string]any{
			"household": int64(home.ID), "riders": erasure.Riders, "contacts": erasure.Contacts, "addresses": erasure.Addresses,
			"reasons": erasure.Reasons, "documents": erasure.Documents, "payments": erasure.Payments, "keptUntil": erasure.KeptUntil,
		})
	})
	if err != nil {
		return Erasure{}, err
	}
	// The rows are gone; what they left in free pages goes now, or when the folder
	// is next opened.
	if err := d.db.Sweep(); err != nil {
		d.log.Error("sweep after erasure", "error", err)
	}
	return done, nil
}

// erasureOf counts what would go and stay, and finds what stands against it.
func erasureOf(tx *sqlite.Tx, c clubNow, home club.Household) (Erasure, error) {
	counts, err := tx.CountPersonal(home.ID)
	if err != nil {
		return Erasure{}, err
	}
	e := Erasure{
		Household: home.ID, Name: home.Name, Version: home.Version, Riders: counts.Riders, Contacts: counts.Contacts, Addresses: counts.Addresses,
		Reasons: counts.Reasons, Documents: counts.Invoices, Payments: counts.Payments,
	}
	if counts.LastYear > 0 {
		e.KeptUntil = calendar.Day(fmt.Sprintf("%04d-12-31", counts.LastYear+yearsKept))
	}
	if e.ErasedAt, err = tx.ErasedAt(home.ID); err != nil {
		return Erasure{}, err
	}
	e.Against, err = againstErasure(tx, c, home)
	return e, err
}

// againstErasure finds why a household cannot be forgotten yet: somebody whom the
// club owes, or who owes the club, or whose places others cannot have.
func againstErasure(tx *sqlite.Tx, c clubNow, home club.Household) ([]Obstacle, error) {
	against := []Obstacle{}
	stands := func(code club.Code, params map[string]any) { against = append(against, Obstacle{code, params}) }
	account, _, err := accountOf(tx, c, home.ID)
	if err != nil {
		return nil, err
	}
	if account.Remaining > 0 {
		stands(club.CodeErasureUnpaid, map[string]any{"remainingCents": account.Remaining})
	}
	if account.Credit > 0 {
		stands(club.CodeErasureCredit, map[string]any{"creditCents": account.Credit})
	}
	shared, err := tx.SharedRiders(home.ID)
	if err != nil {
		return nil, err
	}
	theirs := map[club.RiderID]bool{} // of another household, which keeps them
	for _, s := range shared {
		if theirs[s.Rider] = s.Theirs; !s.Theirs {
			at := slices.IndexFunc(home.Riders, func(r club.Rider) bool { return r.ID == s.Rider })
			stands(club.CodeErasureShared, map[string]any{"name": home.Riders[at].Name(), "family": s.Name})
		}
	}
	for _, rider := range home.Riders {
		if theirs[rider.ID] {
			continue
		}
		rides, err := tx.RidesToCome(rider.ID, c.today)
		if err != nil {
			return nil, err
		}
		if rides.Lessons > 0 {
			stands(club.CodeErasureRides, map[string]any{"name": rider.Name(), "n": rides.Lessons, "firstDay": rides.First})
		}
		vouchers, err := tx.VouchersOf(rider.ID)
		if err != nil {
			return nil, err
		}
		for _, v := range vouchers {
			if v.Left > 0 && v.ValidThrough >= c.today {
				stands(club.CodeErasureVoucher, map[string]any{"name": rider.Name(), "throughDay": v.ValidThrough})
			}
		}
	}
	cards, err := tx.Cards(home.ID)
	for _, card := range cards {
		switch {
		case theirs[card.Rider]:
		case card.Left == 0:
		case card.ValidFrom == "":
			stands(club.CodeErasureCardIdle, map[string]any{"card": card.Name, "n": card.Left})
		case card.ValidThrough >= c.today:
			stands(club.CodeErasureCard, map[string]any{"card": card.Name, "n": card.Left, "throughDay": card.ValidThrough})
		}
	}
	return against, err
}

// heldHousehold loads the household an id stands for, to write about it. It
// refuses one that nobody knows, or whose personal data was erased.
func heldHousehold(tx *sqlite.Tx, id club.HouseholdID) (club.Household, error) {
	if err := notErased(tx, id); err != nil {
		return club.Household{}, err
	}
	return tx.Household(id)
}

// notErased refuses a household that nobody writes about any more.
func notErased(tx *sqlite.Tx, id club.HouseholdID) error {
	at, err := tx.ErasedAt(id)
	if err == nil && at != "" {
		err = club.Refuse(club.CodeHouseholdErased)
	}
	return refused(err, club.CodeHouseholdNotFound)
}

// heldRider loads a rider to write about him, as heldHousehold does.
func heldRider(tx *sqlite.Tx, id club.RiderID) (club.Rider, error) {
	rider, err := tx.Rider(id)
	if err != nil {
		return rider, refused(err, club.CodeRiderNotFound)
	}
	_, err = heldHousehold(tx, rider.Household)
	return rider, err
}
