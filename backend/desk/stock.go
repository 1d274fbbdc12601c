package desk

import (
	"context"
	"slices"
	"strings"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/exchange"
	"paddock/backend/locale"
	"paddock/backend/sqlite"
)

// MoveStock is what the owner says of an offer's stock.
type MoveStock struct {
	Why    catalogue.StockReason `json:"why" enum:"counted,received,corrected"`
	Units  int                   `json:"units" doc:"Counted: what is there. Received: what came. Corrected: what is added, negative for what is gone"`
	Reason string                `json:"reason,omitempty" maxLength:"500" doc:"Why it is corrected"`
}

// StockMovements lists the movements of an offer's stock, the latest first.
func (d *Desk) StockMovements() List[sqlite.StockMovement] {
	return listed(d, "stockMovements", "stock.movements", movementColumns, func(tx *sqlite.Tx, l listing, q ListQuery) ([]sqlite.StockMovement, error) {
		moves, err := tx.StockMovements(catalogue.OfferID(q.Of))
		for i := range moves {
			moves[i].Day = calendar.DayOf(moves[i].At, l.zone)
		}
		return moves, err
	})
}

var movementColumns = []column[sqlite.StockMovement]{
	{"list.day", exchange.Day, func(_ listing, m sqlite.StockMovement) any { return m.Day }},
	{"list.what", exchange.Text, func(l listing, m sqlite.StockMovement) any {
		return strings.TrimSpace(l.say("stock."+string(m.Why), nil) + " " + m.Number)
	}},
	{"stock.unitsHead", exchange.Int, func(_ listing, m sqlite.StockMovement) any { return m.Units }},
	{"stock.leftHead", exchange.Int, func(_ listing, m sqlite.StockMovement) any { return m.Left }},
	{"stock.reason", exchange.Text, func(_ listing, m sqlite.StockMovement) any { return m.Reason }},
	{"list.by", exchange.Text, func(_ listing, m sqlite.StockMovement) any { return m.By }},
}

// MoveStock counts, receives or corrects the stock of an offer that keeps one. It
// is taken back by an opposite movement: the ledger only grows.
func (d *Desk) MoveStock(ctx context.Context, req Request, id catalogue.OfferID, in MoveStock) (OfferView, error) {
	body := struct {
		Offer catalogue.OfferID
		In    MoveStock
	}{id, in}
	return write(ctx, d, req, "moveStock", body, func(tx *sqlite.Tx) (OfferView, error) {
		c, err := loadClub(tx)
		if err != nil {
			return OfferView{}, err
		}
		offer, err := tx.Offer(id)
		if err != nil {
			return OfferView{}, refused(err, club.CodeOfferNotFound)
		}
		if !offer.KeepsStock {
			return OfferView{}, club.Refuse(club.CodeNoStock)
		}
		left, err := tx.StockOf(id)
		if err != nil {
			return OfferView{}, err
		}
		if in.Reason = clean(in.Reason); in.Why != catalogue.StockCorrected {
			in.Reason = ""
		}
		units, err := in.movement(left)
		if err != nil {
			return OfferView{}, err
		}
		if err := tx.MoveStock(sqlite.StockMovement{Offer: id, Units: units, Why: in.Why, Reason: in.Reason}, req.Actor); err != nil {
			return OfferView{}, err
		}
		var steps []back
		if units != 0 {
			steps = append(steps, back{"takeStockBack", stockMove{id, units}})
		}
		if err := act(tx, "moveStock", offer.Name, 0, steps...); err != nil {
			return OfferView{}, err
		}
		return viewOfferAt(tx, c, id)
	})
}

// movement is how many come into a stock of which this is left.
func (in MoveStock) movement(left int) (int, error) {
	var fits bool
	switch in.Why {
	case catalogue.StockCounted:
		fits = in.Units >= 0
	case catalogue.StockReceived:
		fits = in.Units > 0
	case catalogue.StockCorrected:
		if fits = in.Units != 0; fits && in.Reason == "" {
			return 0, club.Refuse(club.CodeReasonNeeded).On("reason")
		}
	default:
		return 0, club.Refuse(club.CodeInvalid).On("why")
	}
	if !fits || max(in.Units, -in.Units) > catalogue.MostUnits {
		return 0, club.Refuse(club.CodeStockUnits).On("units").With("max", catalogue.MostUnits)
	}
	if in.Why == catalogue.StockCounted {
		return in.Units - left, nil
	}
	return in.Units, nil
}

// stockMove is a movement that can be taken back.
type stockMove struct {
	Offer catalogue.OfferID `json:"offer"`
	Units int               `json:"units"`
}

func undoStock(u undoing, in stockMove) error {
	return u.tx.MoveStock(sqlite.StockMovement{
		Offer: in.Offer, Units: -in.Units, Why: catalogue.StockCorrected, Reason: locale.Text(u.c.Identity.Language, "stock.undone", nil),
	}, u.actor)
}

// takeFromStock takes what a line sells. More than is there is sold below zero,
// where the club's policy does not refuse it.
func (s *sale) takeFromStock(line billing.Line) error {
	offer, err := s.tx.Offer(line.Offer)
	if err != nil || !offer.KeepsStock {
		return err
	}
	left, err := s.tx.StockOf(offer.ID)
	if err != nil {
		return err
	}
	if s.c.Policy.RefuseBelowStock && offer.Short(left, line.Quantity) > 0 {
		return club.Refuse(club.CodeOutOfStock).On("lines").With("name", offer.Name).With("n", max(left, 0))
	}
	return s.tx.MoveStock(sqlite.StockMovement{Offer: offer.ID, Units: -line.Quantity, Why: catalogue.StockSold, Line: line.ID}, s.actor)
}

// putIntoStock brings back what came back of the lines of an invoice: all that
// whole took, which a credit note gives back whole, and of the others the pieces
// that somebody counted. An amount alone is a gesture: the goods stay.
func putIntoStock(tx *sqlite.Tx, actor club.Actor, invoice, note billing.Document, whole []billing.Line, returns []billing.Return) error {
	out, err := tx.OutOfStock(invoice.ID)
	if err != nil {
		return err
	}
	for _, line := range invoice.Lines {
		units := 0
		for _, r := range returns {
			if r.Line == line.ID {
				units += r.Pieces
			}
		}
		if units < 0 || units > out[line.ID] {
			return club.Refuse(club.CodePiecesBack).On("returns").With("line", line.Text).With("n", out[line.ID])
		}
		if slices.ContainsFunc(whole, func(l billing.Line) bool { return l.ID == line.ID }) {
			units = out[line.ID]
		}
		if units == 0 {
			continue
		}
		err := tx.MoveStock(sqlite.StockMovement{
			Offer: line.Offer, Units: units, Why: catalogue.StockReturned, Line: line.ID, Invoice: note.ID,
		}, actor)
		if err != nil {
			return err
		}
	}
	return nil
}

// GoodsOut are goods of a line that the stock may have again.
type GoodsOut struct {
	Line   int64 `json:"line"`
	Pieces int   `json:"pieces"`
}

// fromStock lists the goods that a credit note can still put back, by line.
func fromStock(tx *sqlite.Tx, view DocumentView) ([]GoodsOut, error) {
	out, err := tx.OutOfStock(view.ID)
	goods := []GoodsOut{}
	for i, line := range view.Lines {
		if out[line.ID] > 0 && view.LeftByLine[i] > 0 {
			goods = append(goods, GoodsOut{line.ID, out[line.ID]})
		}
	}
	return goods, err
}

// LowStock is an offer of which little is left.
type LowStock struct {
	Offer catalogue.OfferID `json:"offer"`
	Name  string            `json:"name"`
	Left  int               `json:"left"`
}

// lowStock lists the offers on sale of which no more is left than their limit.
func lowStock(tx *sqlite.Tx) ([]LowStock, error) {
	low := []LowStock{}
	offers, err := tx.Offers()
	if err != nil {
		return low, err
	}
	left, err := tx.Stock()
	for _, o := range offers {
		if o.Low(left[o.ID]) {
			low = append(low, LowStock{o.ID, o.Name, left[o.ID]})
		}
	}
	return low, err
}
