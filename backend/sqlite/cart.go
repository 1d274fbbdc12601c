package sqlite

import (
	"fmt"
	"time"

	"paddock/backend/billing"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/money"
)

// InsertCart opens a cart and returns its id.
func (tx *Tx) InsertCart(household club.HouseholdID, expires time.Time, actor club.Actor) (billing.CartID, error) {
	id, err := tx.insert(`INSERT INTO carts (household, state, created_at, changed_at, expires_at, created_by)
		VALUES (?, 'open', ?, ?, ?, ?)`, orNull(household), stamp(tx.Now), stamp(tx.Now), stamp(expires), actor.ID)
	return billing.CartID(id), err
}

// Cart loads a cart with its lines; their prices are the offers' of now and are
// computed by the caller.
func (tx *Tx) Cart(id billing.CartID) (billing.Cart, error) {
	cart, err := one(tx, scanCart, selectCart+" WHERE c.id = ?", int64(id))
	if err != nil {
		return cart, err
	}
	cart.Lines, err = tx.cartLines(id)
	return cart, err
}

// WaitingCarts lists carts that are open or parked, wait for one of these and hold
// something, the oldest first, expired ones too: they can be taken up again.
func (tx *Tx) WaitingCarts(since time.Time, awaits ...billing.Awaits) ([]billing.Cart, error) {
	kinds, err := asJSON(awaits)
	if err != nil {
		return nil, err
	}
	carts, err := collect(tx, scanCart, selectCart+` WHERE c.state IN ('open', 'parked') AND c.expires_at >= ? AND c.awaits IN (SELECT value FROM json_each(?))
		AND EXISTS (SELECT 1 FROM cart_lines WHERE cart = c.id) ORDER BY c.changed_at, c.id`, stamp(since), kinds)
	if err != nil {
		return nil, err
	}
	for i := range carts {
		if carts[i].Lines, err = tx.cartLines(carts[i].ID); err != nil {
			return nil, err
		}
	}
	return carts, nil
}

const selectCart = `SELECT c.id, c.household, c.state, c.created_at, c.changed_at, c.expires_at, s.name, c.promo, c.awaits, iif(c.awaits = '', c.created_at, c.kept_until)
	FROM carts c JOIN staff s ON s.id = c.created_by`

func scanCart(row scanner) (c billing.Cart, err error) {
	err = row.Scan(&c.ID, orZero(&c.Household), &c.State, instant{&c.CreatedAt}, instant{&c.ChangedAt}, instant{&c.ExpiresAt}, &c.CreatedBy, &c.Promo, &c.Awaits, instant{&c.KeptUntil})
	return c, err
}

func (tx *Tx) cartLines(id billing.CartID) ([]billing.CartLine, error) {
	return collect(tx, func(row scanner) (l billing.CartLine, err error) {
		var held bool
		err = row.Scan(&l.ID, &l.Offer, orZero(&l.Rider), &l.RiderName, &l.Quantity, &l.Override, fromJSON(&l.Given), &l.Chosen, fromJSON(&l.Seats), fromJSON(&l.Lost), &held)
		l.Reductions = []billing.Reduction{}
		l.Gone = l.Seats != nil && !held
		return l, err
	}, `SELECT l.id, l.offer, l.rider, coalesce(r.first_name || ' ' || r.surname, ''), l.quantity, l.reason IS NOT NULL, l.discount, l.cents, l.seats, l.lost,
			EXISTS (SELECT 1 FROM bookings WHERE cart_line = l.id AND (state <> 'held' OR held_until > ?2))
		FROM cart_lines l LEFT JOIN riders r ON r.id = l.rider WHERE l.cart = ?1 ORDER BY l.id`, int64(id), stamp(tx.Now))
}

// CartRow is a line of a cart as it is stored, without what it is called or
// costs. Reason and DiscountReason are the rows that say why; 0 for none.
type CartRow struct {
	ID             int64               `json:"id"`
	Offer          catalogue.OfferID   `json:"offer"`
	Rider          club.RiderID        `json:"rider"`
	Quantity       int                 `json:"quantity"`
	Cents          money.Cents         `json:"cents"` // of a gift card without a price
	Reason         int64               `json:"reason"`
	Discount       *club.GivenDiscount `json:"discount"`
	DiscountReason int64               `json:"discountReason"`
	Seats          *billing.LineSeats  `json:"seats"`
}

// CartRows lists the lines of a cart as they are stored.
func (tx *Tx) CartRows(cart billing.CartID) ([]CartRow, error) {
	return collect(tx, func(row scanner) (l CartRow, err error) {
		err = row.Scan(&l.ID, &l.Offer, orZero(&l.Rider), &l.Quantity, &l.Cents, orZero(&l.Reason), fromJSON(&l.Discount), orZero(&l.DiscountReason), fromJSON(&l.Seats))
		return l, err
	}, "SELECT id, offer, rider, quantity, cents, reason, discount, discount_reason, seats FROM cart_lines WHERE cart = ? ORDER BY id", int64(cart))
}

// InsertCartLine puts a line into a cart and returns its id. One that was taken
// out comes back under the id it has, which nobody else got meanwhile or the
// database refuses it.
func (tx *Tx) InsertCartLine(cart billing.CartID, l CartRow) (int64, error) {
	discount, err := asJSON(l.Discount)
	if err != nil {
		return 0, fmt.Errorf("discount: %w", err)
	}
	seats, err := asJSON(l.Seats)
	if err != nil {
		return 0, fmt.Errorf("seats: %w", err)
	}
	return tx.insert("INSERT INTO cart_lines (id, cart, offer, rider, quantity, cents, reason, discount, discount_reason, seats) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		orNull(l.ID), int64(cart), int64(l.Offer), orNull(l.Rider), l.Quantity, int64(l.Cents), orNull(l.Reason), discount, orNull(l.DiscountReason), seats)
}

// SetSeats changes what a line books.
func (tx *Tx) SetSeats(line int64, seats *billing.LineSeats) error {
	return tx.SetSeatsBut(line, seats, nil)
}

// SetQuantity changes how many of a line are bought.
func (tx *Tx) SetQuantity(cart billing.CartID, line int64, quantity int) error {
	return tx.change("UPDATE cart_lines SET quantity = ? WHERE id = ? AND cart = ?", quantity, line, int64(cart))
}

// RemoveCartLine takes a line out of a cart, once it holds no places.
func (tx *Tx) RemoveCartLine(cart billing.CartID, line int64) error {
	return tx.change("DELETE FROM cart_lines WHERE id = ? AND cart = ?", line, int64(cart))
}

// GiveDiscount takes something off a line by hand, with its reason; nil takes it
// away again.
func (tx *Tx) GiveDiscount(cart billing.CartID, line int64, given *club.GivenDiscount, reason int64) error {
	discount, err := asJSON(given)
	if err != nil {
		return fmt.Errorf("discount: %w", err)
	}
	return tx.change("UPDATE cart_lines SET discount = ?, discount_reason = ? WHERE id = ? AND cart = ?",
		discount, orNull(reason), line, int64(cart))
}

// TouchCart gives a cart its state, its promotion and the end of its life after a
// change. The places it holds still, it holds until then.
func (tx *Tx) TouchCart(cart billing.Cart) error {
	_, err := tx.exec("UPDATE bookings SET held_until = ?1 WHERE state = 'held' AND held_until > ?2 AND cart_line IN (SELECT id FROM cart_lines WHERE cart = ?3)",
		stamp(cart.ExpiresAt), stamp(tx.Now), int64(cart.ID))
	if err != nil {
		return err
	}
	kept := ""
	if cart.Awaits != "" {
		kept = stamp(cart.KeptUntil)
	}
	return tx.change("UPDATE carts SET household = ?, state = ?, created_at = ?, changed_at = ?, expires_at = ?, promo = ?, awaits = ?, kept_until = ? WHERE id = ?",
		orNull(cart.Household), string(cart.State), stamp(cart.CreatedAt), stamp(cart.ChangedAt), stamp(cart.ExpiresAt), cart.Promo, string(cart.Awaits), kept, int64(cart.ID))
}

// CloseCart records that a cart became an invoice. Lines left out of the
// checkout were moved to a cart of their own before.
func (tx *Tx) CloseCart(cart billing.CartID, invoice billing.InvoiceID) error {
	return tx.change("UPDATE carts SET state = 'issued', invoice = ? WHERE id = ?", int64(invoice), int64(cart))
}

// MoveCartLine moves a line into another cart, which keeps its hour.
func (tx *Tx) MoveCartLine(line int64, to billing.CartID) error {
	return tx.change("UPDATE cart_lines SET cart = ? WHERE id = ?", int64(to), line)
}

// InsertReason stores a free text outside the chain, with the salt its hash in
// the chain is made with, and returns its id.
func (tx *Tx) InsertReason(salt, text string) (int64, error) {
	return tx.insert("INSERT INTO reasons (salt, text) VALUES (?, ?)", salt, text)
}

// LineReasons returns salt and text of the reasons the lines of a cart carry:
// why each is sold although it does not fit, and why something is taken off it.
func (tx *Tx) LineReasons(cart billing.CartID) (sold, given map[int64]Reason, err error) {
	sold, given = map[int64]Reason{}, map[int64]Reason{}
	for column, reasons := range map[string]map[int64]Reason{"reason": sold, "discount_reason": given} {
		err = tx.each(func(row scanner) error {
			var line int64
			var r Reason
			err := row.Scan(&line, &r.Salt, &r.Text)
			reasons[line] = r
			return err
		}, "SELECT l.id, r.salt, r.text FROM cart_lines l JOIN reasons r ON r.id = l."+column+" WHERE l.cart = ?", int64(cart))
		if err != nil {
			return nil, nil, err
		}
	}
	return sold, given, nil
}

// Reason is a free text that the chain knows by its salted hash only.
type Reason struct {
	ID         int64
	Salt, Text string
}
