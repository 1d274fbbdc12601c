package catalogue

// StockReason is why the stock of an offer moved.
type StockReason string

// The reasons of a movement. A sale and a credit note make theirs; the owner
// writes the others.
const (
	StockCounted   StockReason = "counted"
	StockReceived  StockReason = "received"
	StockCorrected StockReason = "corrected"
	StockSold      StockReason = "sold"
	StockReturned  StockReason = "returned"
)

// MostUnits is the most that one movement of a stock brings or takes.
const MostUnits = 99_999

// Low reports whether the owner is to hear that no more than this is left.
func (o Offer) Low(left int) bool { return o.KeepsStock && !o.Archived && left <= o.LowStock }

// Short is how many of a quantity are not there when this is left; 0 of an offer
// that keeps no stock.
func (o Offer) Short(left, quantity int) int {
	if !o.KeepsStock {
		return 0
	}
	return max(0, min(quantity, quantity-left))
}
