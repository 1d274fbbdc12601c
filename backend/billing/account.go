package billing

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"paddock/backend/catalogue"
	"paddock/backend/money"
)

// Roles lists the accounts that a club's money events may name, in the order of
// a chart of accounts; rates are those its settings ever held, in hundredths of a
// per cent.
func Roles(rates []money.Rate) []string {
	roles := []string{
		roleOpening, roleCustomers, deferredRole + string(catalogue.Card), deferredRole + string(catalogue.Package), roleGiftCards,
		roleHeld, Aided.Role(),
	}
	rates = slices.Clone(rates)
	slices.Sort(rates)
	for _, rate := range slices.Compact(rates) {
		if rate != 0 {
			roles = append(roles, VATRole(rate, false), VATRole(rate, true))
		}
	}
	roles = append(roles, Cheque.Role(), BankCard.Role(), HolidayVoucher.Role(), Transfer.Role(), Cash.Role())
	for _, kind := range []catalogue.Kind{
		catalogue.Card, catalogue.Package, catalogue.Activity, catalogue.Licence, catalogue.Goods, catalogue.Membership,
	} {
		roles = append(roles, earnedRole(kind, ""))
	}
	return append(roles, roleGiftsExpired, rolePaymentFees, roleBadDebts, "tillLoss", "tillGain", "internalTransfers")
}

// frenchAccounts are the numbers of a French club until its accountant gives
// others (RULES section 5, of the plan comptable général).
var frenchAccounts = map[string]string{
	roleOpening:         "890000",
	roleCustomers:       "411000",
	"deferred.card":     "419100",
	"deferred.package":  "419100",
	roleGiftCards:       "419100",
	roleHeld:            "467800",
	"aidsToReceive":     "467100",
	"chequesInHand":     "511200",
	"cardsToReceive":    "511500",
	"holidayVouchers":   "511700",
	"bank":              "512000",
	"cash":              "530000",
	"sales.card":        "706000",
	"sales.package":     "706000",
	"sales.activity":    "706000",
	"sales.licence":     "706000",
	"sales.goods":       "707000",
	"sales.membership":  "756000",
	"internalTransfers": "580000",
	roleGiftsExpired:    "758000",
	rolePaymentFees:     "627000",
	roleBadDebts:        "654000",
	"tillLoss":          "658000",
	"tillGain":          "758000",
}

// DefaultAccount is the number a role has in a country before anybody gave one:
// the French plan's, none elsewhere. Money of third parties is on 467, VAT on
// 44571 once it is due and on 44587 while it waits, each followed by its rate.
func DefaultAccount(country, role string) string {
	if country != "FR" {
		return ""
	}
	if number, is := frenchAccounts[role]; is {
		return number
	}
	if strings.HasPrefix(role, "thirdParty.") {
		return "467000"
	}
	switch rate, pending, is := RateOf(role); {
	case pending:
		return fmt.Sprintf("44587%04d", rate)
	case is:
		return fmt.Sprintf("44571%04d", rate)
	}
	return ""
}

// RateOf is the rate in the name of a role of VAT, and whether it is one.
func RateOf(role string) (rate money.Rate, pending, is bool) {
	digits, is := strings.CutPrefix(role, "vat.")
	if is {
		digits, pending = strings.CutPrefix(digits, "pending.")
	}
	n, err := strconv.Atoi(digits)
	if !is || err != nil {
		return 0, false, false
	}
	return money.Rate(n), pending, true
}
