package billing

import "paddock/backend/money"

// rolePaymentFees is what providers and terminals keep of what they pay out.
const rolePaymentFees = "paymentFees"

// PayoutPostings books that a provider, a terminal or the issuer of vouchers paid out
// what families paid by this way, in cents, less its fee, or with both below nothing
// that it did not. What came by links was booked on the bank's account as it was paid;
// cards and vouchers wait on their own.
func PayoutPostings(way Way, cents, fee money.Cents) []Posting {
	return merged([]Posting{
		{Role: Transfer.Role(), Cents: cents - fee}, {Role: rolePaymentFees, Cents: fee}, {Role: way.Role(), Cents: -cents},
	})
}
