package billing

import (
	"slices"

	"paddock/backend/club"
	"paddock/backend/money"
)

// Pieces are notes or coins of one value.
type Pieces struct {
	Value money.Cents `json:"valueCents"`
	N     int         `json:"n" minimum:"0" maximum:"100000"`
}

// EuroPieces are the notes and coins of the euro, the largest first.
var EuroPieces = []money.Cents{500_00, 200_00, 100_00, 50_00, 20_00, 10_00, 5_00, 2_00, 1_00, 50, 20, 10, 5, 2, 1}

// CountPieces adds up what was found in a drawer.
func CountPieces(pieces []Pieces) (sum money.Cents, err error) {
	return count(pieces, EuroPieces)
}

// VoucherFaces are the face values of holiday vouchers and their like, the largest
// first: ANCV prints 10 to 60 euros (RULES section 9).
var VoucherFaces = []money.Cents{100_00, 60_00, 50_00, 30_00, 25_00, 20_00, 15_00, 10_00, 5_00}

// CountVouchers adds up vouchers by their face values.
func CountVouchers(faces []Pieces) (sum money.Cents, err error) { return count(faces, VoucherFaces) }

func count(pieces []Pieces, values []money.Cents) (sum money.Cents, err error) {
	seen := map[money.Cents]bool{}
	for _, p := range pieces {
		if p.N < 0 || p.N > 100_000 || seen[p.Value] || !slices.Contains(values, p.Value) {
			return 0, club.Refuse(club.CodeInvalid).On("pieces")
		}
		seen[p.Value] = true
		sum += p.Value * money.Cents(p.N)
	}
	return sum, nil
}

// Roles of the till: what was found too much or too little in it, and what was
// put into it before it was first counted.
const (
	roleCash      = "cash"
	roleTillGain  = "tillGain"
	roleTillLoss  = "tillLoss"
	roleTransfers = "internalTransfers"
)

// IsCash reports whether a posting moves what the till holds.
func (p Posting) IsCash() bool { return p.Role == roleCash }

// GapPostings books that a drawer holds more or less than the books say. What
// was put into it before anybody first counted it is no gain: it came from
// elsewhere in the club.
func GapPostings(gap money.Cents, first bool) []Posting {
	role := roleTillGain
	switch {
	case gap == 0:
		return nil
	case first:
		role = roleTransfers
	case gap < 0:
		role = roleTillLoss
	}
	return []Posting{{Role: roleCash, Cents: gap}, {Role: role, Cents: -gap}}
}

// DropPostings books cash that was taken from the till to the bank.
func DropPostings(cents money.Cents) []Posting {
	return []Posting{{Role: Transfer.Role(), Cents: cents}, {Role: roleCash, Cents: -cents}}
}
