package billing

import "paddock/backend/money"

// rolePaymentFees is what providers and terminals keep of what they pay out.
const rolePaymentFees = "paymentFees"

// PayoutPostings books that a provider or a terminal paid out what families paid by
// it, in cents, less its fee, or with both below nothing that it did not. What came by
// links was booked on the bank's account as it was paid; cards wait on their own.
func PayoutPostings(cards bool, cents, fee money.Cents) []Posting {
	paid := Transfer.Role()
	if cards {
		paid = BankCard.Role()
	}
	return merged([]Posting{
		{Role: Transfer.Role(), Cents: cents - fee}, {Role: rolePaymentFees, Cents: fee}, {Role: paid, Cents: -cents},
	})
}
