// Package money computes with amounts in whole cents of a euro and with VAT.
//
// It is pure: integers only, no float, no clock, no text in any language. It
// must not know what is sold or to whom.
package money

import (
	"errors"
	"math/bits"
	"strings"
)

// Cents is an amount in euro cents; negative in credit notes and refunds.
type Cents int64

// Max is the largest amount Paddock handles, 999 999 999.99 €: the limit of a
// SEPA payment code (EPC069-12). It keeps every sum far from overflow.
const Max Cents = 99_999_999_999

// Rate is a VAT rate in hundredths of a per cent: 5.5 % is 550.
type Rate int

// whole is 100 % as a Rate.
const whole = 10_000

// Split divides an amount that includes VAT into net and VAT. The amount
// binds and net is what remains (PRODUCT section 3: 50.01 € at 20 % is 41.67
// + 8.34). The magnitude is rounded half up and then takes the sign, so a
// credit note mirrors its invoice to the cent (PRODUCT section 9).
func (r Rate) Split(gross Cents) (net, vat Cents) {
	vat = gross.MulDiv(int64(r), whole+int64(r))
	return gross - vat, vat
}

// MulDiv returns c × n ÷ d, the magnitude rounded half up. d must be positive.
// The product is held in 128 bits, so it does not overflow for amounts up to
// Max.
func (c Cents) MulDiv(n, d int64) Cents {
	negative := (c < 0) != (n < 0)
	hi, lo := bits.Mul64(magnitude(int64(c)), magnitude(n))
	lo, carry := bits.Add64(lo, uint64(d)/2, 0)
	q, _ := bits.Div64(hi+carry, lo, uint64(d))
	if negative {
		return -Cents(q)
	}
	return Cents(q)
}

// Abs returns the magnitude of c.
func (c Cents) Abs() Cents {
	if c < 0 {
		return -c
	}
	return c
}

// Share divides total in proportion to the weights so that the parts add up to
// total to the cent: every part gets its floor, and the cents left go to the
// largest remainders, the first one first. Weights must not be negative; when
// all are zero the first part takes everything.
func Share(total Cents, weights []Cents) []Cents {
	parts := make([]Cents, len(weights))
	var sum Cents
	for _, w := range weights {
		sum += w
	}
	if len(parts) == 0 {
		return parts
	}
	if sum == 0 {
		parts[0] = total
		return parts
	}
	size := magnitude(int64(total))
	rest := make([]uint64, len(weights))
	left := size
	for i, w := range weights {
		hi, lo := bits.Mul64(size, uint64(w))
		q, r := bits.Div64(hi, lo, uint64(sum))
		parts[i], rest[i] = Cents(q), r
		left -= q
	}
	for ; left > 0; left-- {
		best := 0
		for i := range rest {
			if rest[i] > rest[best] {
				best = i
			}
		}
		parts[best]++
		rest[best] = 0
	}
	if total < 0 {
		for i := range parts {
			parts[i] = -parts[i]
		}
	}
	return parts
}

// ErrAmount says that a text is not an amount of money.
var ErrAmount = errors.New("not an amount")

// Parse reads an amount typed by a person: "12", "12,5", "12.50", "1 234,56 €".
// More than two decimals, or an amount above Max, is refused and never rounded.
func Parse(text string) (Cents, error) {
	clean := strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\u00a0', '\u202f', '€':
			return -1
		case ',':
			return '.'
		case '−':
			return '-'
		}
		return r
	}, text)
	negative := strings.HasPrefix(clean, "-")
	clean = strings.TrimPrefix(clean, "-")
	euros, fraction, _ := strings.Cut(clean, ".")
	if euros == "" && fraction == "" || len(fraction) > 2 || len(euros) > 9 {
		return 0, ErrAmount
	}
	var cents Cents
	for _, r := range euros + (fraction + "00")[:2] {
		if r < '0' || r > '9' {
			return 0, ErrAmount
		}
		cents = cents*10 + Cents(r-'0')
	}
	if negative {
		cents = -cents
	}
	return cents, nil
}

func magnitude(n int64) uint64 {
	if n < 0 {
		return uint64(-n)
	}
	return uint64(n)
}
