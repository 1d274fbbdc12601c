package billing

import "paddock/backend/money"

// GivenOf is how much of a line of an invoice a credit note gives back, positive.
func GivenOf(note Document, line int64) money.Cents {
	var cents money.Cents
	for _, back := range note.Lines {
		if back.Original == line && back.Withdraws == 0 {
			cents -= back.Cents
		}
	}
	return cents
}

// roleGiftsExpired is what nobody spent of gift cards by their last day: income
// without VAT, for nothing was supplied (RULES section 5: 758).
const roleGiftsExpired = "giftCardsExpired"

// ExpiryPostings makes income of what was left on gift cards at their end.
func ExpiryPostings(cents money.Cents) []Posting {
	return []Posting{{Role: roleGiftCards, Cents: cents}, {Role: roleGiftsExpired, Cents: -cents}}
}

// Drain takes an amount from balances in their order and returns what each gives.
func Drain(left []money.Cents, cents money.Cents) []money.Cents {
	taken := make([]money.Cents, len(left))
	for i, has := range left {
		taken[i] = min(has, cents)
		cents -= taken[i]
	}
	return taken
}
