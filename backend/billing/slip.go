package billing

import (
	"fmt"
	"strconv"
	"strings"

	"paddock/backend/club"
	"paddock/backend/money"
)

// Slip is what the code on a payment slip says: the invoice, and what it asked
// for when the paper was made (PRODUCT section 9, References).
type Slip struct {
	Number string
	Cents  money.Cents
}

const slipMark = "PADDOCK"

// String is the code as a scanner reads it: PADDOCK:F2026-0431:17000.
func (s Slip) String() string { return fmt.Sprintf("%s:%s:%d", slipMark, s.Number, s.Cents) }

// ReadSlip reads a slip's code back. Capitals do not matter: a keyboard's caps
// lock turns what a scanner types.
func ReadSlip(code string) (Slip, error) {
	parts := strings.Split(strings.TrimSpace(code), ":")
	if len(parts) != 3 || !strings.EqualFold(parts[0], slipMark) || parts[1] == "" {
		return Slip{}, club.Refuse(club.CodeSlipUnreadable)
	}
	cents, err := strconv.ParseInt(parts[2], 10, 64)
	if err != nil || cents <= 0 || cents > int64(money.Max) {
		return Slip{}, club.Refuse(club.CodeSlipUnreadable)
	}
	return Slip{Number: parts[1], Cents: money.Cents(cents)}, nil
}
