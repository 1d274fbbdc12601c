package sqlite

import (
	"fmt"
	"slices"

	"paddock/backend/catalogue"
	"paddock/backend/club"
)

const selectOffer = `SELECT id, kind, name, detail, season, price_cents, deposit_kind, deposit_value,
	age_min, age_max, level_min, level_max, audience, needs_file, link, contact, pay, terms, enrolling, keeps_stock, low_stock, needs_package, sales_account, follows, archived, position, version FROM offers`

// Offers lists all offers, archived ones too, in the order of the catalogue:
// by kind as the desk lists them, then by position.
func (tx *Tx) Offers() ([]catalogue.Offer, error) {
	offers, err := collect(tx, scanOffer, selectOffer+` ORDER BY CASE kind WHEN 'package' THEN 1 WHEN 'card' THEN 2
		WHEN 'activity' THEN 3 WHEN 'licence' THEN 4 WHEN 'membership' THEN 5 WHEN 'goods' THEN 6 ELSE 7 END, position, id`)
	if err != nil {
		return nil, err
	}
	parts, err := tx.offerParts()
	for i := range offers {
		offers[i].Parts = append(offers[i].Parts, parts[offers[i].ID]...)
	}
	return offers, err
}

// Offer loads one offer, or ErrNotFound. What a unit of work read of it once is
// not read again until it changes.
func (tx *Tx) Offer(id catalogue.OfferID) (catalogue.Offer, error) {
	offer, known := tx.seen.offers[id]
	if !known {
		var err error
		if offer, err = tx.offer(id); err != nil {
			return offer, err
		}
		if tx.seen.offers == nil {
			tx.seen.offers = map[catalogue.OfferID]catalogue.Offer{}
		}
		tx.seen.offers[id] = offer
	}
	offer.Parts = slices.Clone(offer.Parts)
	return offer, nil
}

func (tx *Tx) offer(id catalogue.OfferID) (catalogue.Offer, error) {
	offer, err := one(tx, scanOffer, selectOffer+" WHERE id = ?", int64(id))
	if err != nil {
		return offer, err
	}
	offer.Parts, err = collect(tx, func(row scanner) (p catalogue.Part, err error) {
		err = row.Scan(&p.Label, &p.VAT, &p.Cents)
		return p, err
	}, "SELECT label, vat, cents FROM offer_parts WHERE offer = ? ORDER BY n", int64(id))
	return offer, err
}

func scanOffer(row scanner) (o catalogue.Offer, err error) {
	o.Parts = []catalogue.Part{}
	err = row.Scan(&o.ID, &o.Kind, &o.Name, &o.Detail, orZero(&o.Season), &o.Price, &o.Deposit.Kind, &o.Deposit.Value,
		&o.AgeMin, &o.AgeMax, orZero(&o.LevelMin), orZero(&o.LevelMax), &o.Audience, &o.NeedsFile, &o.Link,
		fromJSON(&o.Contact), fromJSON(&o.Pay), fromJSON(&o.Terms), fromJSON(&o.Enrolling), &o.KeepsStock, &o.LowStock, &o.NeedsPackage, &o.SalesAccount, orZero(&o.Follows), &o.Archived, &o.Position, &o.Version)
	return o, err
}

func (tx *Tx) offerParts() (map[catalogue.OfferID][]catalogue.Part, error) {
	parts := map[catalogue.OfferID][]catalogue.Part{}
	_, err := collect(tx, func(row scanner) (none struct{}, err error) {
		var offer catalogue.OfferID
		var p catalogue.Part
		err = row.Scan(&offer, &p.Label, &p.VAT, &p.Cents)
		parts[offer] = append(parts[offer], p)
		return none, err
	}, "SELECT offer, label, vat, cents FROM offer_parts ORDER BY offer, n")
	return parts, err
}

// SaveOffer adds an offer, or changes the one with its id and gives it the next
// version; what it follows stays. What was sold before keeps its own snapshot.
func (tx *Tx) SaveOffer(o catalogue.Offer) (catalogue.OfferID, error) {
	tx.seen.offers = nil
	var texts [4]string
	for i, value := range []any{o.Contact, o.Pay, o.Terms, o.Enrolling} {
		var err error
		if texts[i], err = asJSON(value); err != nil {
			return 0, fmt.Errorf("save offer: %w", err)
		}
	}
	values := []any{string(o.Kind), o.Name, o.Detail, orNull(o.Season), int64(o.Price), string(o.Deposit.Kind), o.Deposit.Value,
		o.AgeMin, o.AgeMax, orNull(o.LevelMin), orNull(o.LevelMax), string(o.Audience), o.NeedsFile, string(o.Link),
		texts[0], texts[1], texts[2], texts[3], o.KeepsStock, o.LowStock, o.NeedsPackage, o.SalesAccount, o.Archived, o.Position, club.Fold(o.Name + " " + o.Detail)}
	if o.ID == 0 {
		id, err := tx.insert(`INSERT INTO offers (kind, name, detail, season, price_cents, deposit_kind, deposit_value,
			age_min, age_max, level_min, level_max, audience, needs_file, link, contact, pay, terms, enrolling, keeps_stock, low_stock, needs_package, sales_account, archived, position, folded, follows)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, append(values, orNull(o.Follows))...)
		if err != nil {
			return 0, err
		}
		o.ID = catalogue.OfferID(id)
	} else {
		err := tx.change(`UPDATE offers SET kind = ?, name = ?, detail = ?, season = ?, price_cents = ?, deposit_kind = ?, deposit_value = ?,
			age_min = ?, age_max = ?, level_min = ?, level_max = ?, audience = ?, needs_file = ?, link = ?, contact = ?, pay = ?, terms = ?, enrolling = ?, keeps_stock = ?, low_stock = ?, needs_package = ?, sales_account = ?, archived = ?, position = ?, folded = ?, version = version + 1 WHERE id = ?`,
			append(values, int64(o.ID))...)
		if err != nil {
			return 0, err
		}
		if _, err := tx.exec("DELETE FROM offer_parts WHERE offer = ?", int64(o.ID)); err != nil {
			return 0, err
		}
	}
	for n, p := range o.Parts {
		_, err := tx.exec("INSERT INTO offer_parts (offer, n, label, vat, cents) VALUES (?, ?, ?, ?, ?)",
			int64(o.ID), n+1, p.Label, p.VAT, int64(p.Cents))
		if err != nil {
			return 0, err
		}
	}
	return o.ID, nil
}

// NextPosition is the place after the last offer of a kind.
func (tx *Tx) NextPosition(kind catalogue.Kind) (position int, err error) {
	err = tx.row("SELECT coalesce(max(position), 0) + 1 FROM offers WHERE kind = ?", []any{string(kind)}, &position)
	return position, err
}

// PlaceOffers puts the offers of one kind in this order. It is no change of
// the offers themselves, so they keep their versions.
func (tx *Tx) PlaceOffers(order []catalogue.OfferID) error {
	tx.seen.offers = nil
	for i, id := range order {
		if err := tx.change("UPDATE offers SET position = ? WHERE id = ?", i+1, int64(id)); err != nil {
			return err
		}
	}
	return nil
}

// TimesSold counts how many of each offer were invoiced, less what credit notes
// gave back whole. A line partly given back was still sold.
func (tx *Tx) TimesSold() (map[catalogue.OfferID]int, error) {
	sold := map[catalogue.OfferID]int{}
	_, err := collect(tx, func(row scanner) (none struct{}, err error) {
		var offer catalogue.OfferID
		var n int
		err = row.Scan(&offer, &n)
		sold[offer] = n
		return none, err
	}, `SELECT offer, sum(quantity) FROM invoice_lines
		WHERE original IS NULL AND base = 0 AND invoice NOT IN (SELECT id FROM invoices WHERE kind = 'opening') AND id NOT IN (
			SELECT original FROM invoice_lines c WHERE original IS NOT NULL AND withdraws IS NULL GROUP BY original
			HAVING sum(cents) = -(SELECT cents FROM invoice_lines WHERE id = c.original))
		GROUP BY offer`)
	return sold, err
}
