package sqlite

import "paddock/backend/club"

// Household loads the household an id stands for, with its contacts, addresses
// and riders, or returns ErrNotFound. It is the one it was merged into, if it
// was.
func (tx *Tx) Household(id club.HouseholdID) (club.Household, error) {
	into, err := tx.StandsFor(id)
	if err != nil {
		return club.Household{}, err
	}
	return tx.HouseholdAsIs(into)
}

// StandsFor returns the household an id stands for: itself, or the one it was
// merged into; or ErrNotFound.
func (tx *Tx) StandsFor(id club.HouseholdID) (into club.HouseholdID, err error) {
	err = tx.row("SELECT coalesce(merged_into, id) FROM households WHERE id = ?", []any{int64(id)}, &into)
	return into, err
}

// HouseholdAsIs loads a household as its own rows say, also one that was merged
// into another: what stayed behind of it.
func (tx *Tx) HouseholdAsIs(id club.HouseholdID) (club.Household, error) {
	h, err := tx.HouseholdAlone(id)
	if err != nil {
		return h, err
	}
	if h.Contacts, err = tx.contacts(id); err != nil {
		return h, err
	}
	if h.Addresses, err = tx.Addresses(id); err != nil {
		return h, err
	}
	h.Riders, err = tx.RidersOf(id)
	return h, err
}

// HouseholdAlone loads a household as HouseholdAsIs does, without its contacts,
// addresses and riders.
func (tx *Tx) HouseholdAlone(id club.HouseholdID) (club.Household, error) {
	return one(tx, scanHousehold, selectHousehold+"?", int64(id))
}

// HouseholdHead loads the household an id stands for as HouseholdAlone does, or
// returns ErrNotFound.
func (tx *Tx) HouseholdHead(id club.HouseholdID) (club.Household, error) {
	return one(tx, scanHousehold, selectHousehold+"(SELECT coalesce(merged_into, id) FROM households WHERE id = ?)", int64(id))
}

// MobileOf is the number to call a household at: of who pays, else of whom there
// is; empty when nobody gave one.
func (tx *Tx) MobileOf(household club.HouseholdID) (mobile string, err error) {
	err = tx.row("SELECT coalesce((SELECT mobile FROM contacts WHERE household = ? AND mobile <> '' ORDER BY pays DESC, n LIMIT 1), '')",
		[]any{int64(household)}, &mobile)
	return mobile, err
}

const selectHousehold = "SELECT id, kind, name, language, email, note, no_notices, version FROM households WHERE id = "

func scanHousehold(row scanner) (h club.Household, err error) {
	err = row.Scan(&h.ID, &h.Kind, &h.Name, &h.Language, &h.Email, &h.Note, &h.NoNotices, &h.Version)
	return h, err
}

func (tx *Tx) contacts(household club.HouseholdID) ([]club.Contact, error) {
	return collect(tx, func(row scanner) (c club.Contact, err error) {
		err = row.Scan(&c.Civility, &c.Surname, &c.FirstName, &c.Relation, &c.Mobile, &c.Phone, &c.Email, &c.Pays, &c.Emergency)
		return c, err
	}, `SELECT civility, surname, first_name, relation, mobile, phone, email, pays, emergency
		FROM contacts WHERE household = ? ORDER BY n`, int64(household))
}

// Addresses lists the addresses of a household, the default one first.
func (tx *Tx) Addresses(household club.HouseholdID) ([]club.Address, error) {
	return collect(tx, func(row scanner) (a club.Address, err error) {
		err = row.Scan(&a.ID, &a.Recipient, &a.Street, &a.Extra, &a.PostalCode, &a.Town, &a.Country, &a.CompanyID, &a.VATNumber, &a.Default)
		return a, err
	}, `SELECT id, recipient, street, extra, postal_code, town, country, company_id, vat_number, is_default
		FROM addresses WHERE household = ? ORDER BY is_default DESC, id`, int64(household))
}

// InsertHousehold adds a household with its contacts and addresses; its riders
// are added one by one and IndexHousehold follows them.
func (tx *Tx) InsertHousehold(h club.Household, actor club.Actor) (club.HouseholdID, error) {
	id, err := tx.insert(`INSERT INTO households (kind, name, language, email, note, no_notices, folded, created_at, created_by)
		VALUES (?, ?, ?, ?, ?, ?, '', ?, ?)`, h.Kind, h.Name, string(h.Language), h.Email, h.Note, h.NoNotices, stamp(tx.Now), actor.ID)
	if err != nil {
		return 0, err
	}
	h.ID = club.HouseholdID(id)
	return h.ID, tx.saveParts(h)
}

// UpdateHousehold writes a household with its contacts and addresses and counts
// its version.
func (tx *Tx) UpdateHousehold(h club.Household) error {
	err := tx.change("UPDATE households SET kind = ?, name = ?, language = ?, email = ?, note = ?, no_notices = ?, version = version + 1 WHERE id = ?",
		h.Kind, h.Name, string(h.Language), h.Email, h.Note, h.NoNotices, int64(h.ID))
	if err != nil {
		return err
	}
	return tx.saveParts(h)
}

func (tx *Tx) saveParts(h club.Household) error {
	if _, err := tx.exec("DELETE FROM contacts WHERE household = ?", int64(h.ID)); err != nil {
		return err
	}
	for i, c := range h.Contacts {
		_, err := tx.exec(`INSERT INTO contacts (household, n, civility, surname, first_name, relation, mobile, phone, email, pays, emergency)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, int64(h.ID), i+1, c.Civility, c.Surname, c.FirstName, c.Relation,
			c.Mobile, c.Phone, c.Email, c.Pays, c.Emergency)
		if err != nil {
			return err
		}
	}
	return tx.saveAddresses(h)
}

// saveAddresses keeps the ids of the addresses that stay, gives back that of one
// that was removed, and removes the rest; invoices hold snapshots and point to
// none. ErrNotFound when an id is another household's.
func (tx *Tx) saveAddresses(h club.Household) error {
	kept := []int64{}
	for _, a := range h.Addresses {
		kept = append(kept, a.ID)
	}
	list, err := asJSON(kept)
	if err != nil {
		return err
	}
	if _, err := tx.exec("DELETE FROM addresses WHERE household = ? AND id NOT IN (SELECT value FROM json_each(?))", int64(h.ID), list); err != nil {
		return err
	}
	// The old default steps down first: the index allows one at any moment.
	if _, err := tx.exec("UPDATE addresses SET is_default = 0 WHERE household = ?", int64(h.ID)); err != nil {
		return err
	}
	for _, a := range h.Addresses {
		err := tx.change(`INSERT INTO addresses (id, recipient, street, extra, postal_code, town, country, company_id, vat_number, is_default, household)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET recipient = excluded.recipient, street = excluded.street,
			extra = excluded.extra, postal_code = excluded.postal_code, town = excluded.town, country = excluded.country,
			company_id = excluded.company_id, vat_number = excluded.vat_number, is_default = excluded.is_default
			WHERE household = excluded.household`, orNull(a.ID), a.Recipient, a.Street, a.Extra, a.PostalCode, a.Town, a.Country,
			a.CompanyID, a.VATNumber, a.Default, int64(h.ID))
		if err != nil {
			return err
		}
	}
	return nil
}

// IndexHousehold writes what search finds a household and its riders by, after
// any of them changed.
func (tx *Tx) IndexHousehold(h club.Household, country string) error {
	for _, r := range h.Riders {
		if err := tx.change("UPDATE riders SET folded = ? WHERE id = ?", r.Index(country), int64(r.ID)); err != nil {
			return err
		}
	}
	former, err := collect(tx, func(row scanner) (name string, err error) {
		err = row.Scan(&name)
		return name, err
	}, "SELECT name FROM households WHERE merged_into = ? ORDER BY id", int64(h.ID))
	if err != nil {
		return err
	}
	return tx.change("UPDATE households SET folded = ? WHERE id = ?", h.Index(country, former...), int64(h.ID))
}

// AcceptTerms records that a household accepts a version of the conditions of
// sale; the first time counts.
func (tx *Tx) AcceptTerms(household club.HouseholdID, version string, actor int64) error {
	_, err := tx.exec(`INSERT INTO terms_acceptances (household, version, accepted_at, recorded_by) VALUES (?, ?, ?, ?)
		ON CONFLICT DO NOTHING`, int64(household), version, stamp(tx.Now), actor)
	return err
}

// ForgetAcceptance takes back an acceptance noted by mistake, or returns ErrNotFound.
func (tx *Tx) ForgetAcceptance(household club.HouseholdID, version string) error {
	return tx.change("DELETE FROM terms_acceptances WHERE household = ? AND version = ?", int64(household), version)
}

// TermsAccepted returns when a household, or one merged into it, accepted a
// version, as a UTC stamp; "" when none did.
func (tx *Tx) TermsAccepted(household club.HouseholdID, version string) (at string, err error) {
	err = tx.row("SELECT accepted_at FROM terms_acceptances WHERE "+account("household", "?1")+" AND version = ?2 ORDER BY accepted_at LIMIT 1", []any{int64(household), version}, &at)
	return at, ignoreMissing(err)
}
