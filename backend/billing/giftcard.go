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

// Drain takes an amount from balances in their order and returns what each gives.
func Drain(left []money.Cents, cents money.Cents) []money.Cents {
	taken := make([]money.Cents, len(left))
	for i, has := range left {
		taken[i] = min(has, cents)
		cents -= taken[i]
	}
	return taken
}
