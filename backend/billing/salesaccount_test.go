package billing_test

import (
	"testing"

	"paddock/backend/billing"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/money"
)

func TestADiscountAndACarriedCardAreBookedOnTheAccountOfTheirOffer(t *testing.T) {
	line := billing.Line{N: 1, Kind: catalogue.Goods, Account: "707100", Cents: 24_00, Parts: []billing.Part{{Kind: club.Taxed, Rate: 2000, Cents: 24_00}}}
	lines := []billing.Line{line, billing.DiscountLine(line, nil, 2, billing.Reduction{Cents: -12_00}, "Remise")}
	doc := billing.Document{Kind: billing.Invoice, Household: 1, Lines: lines, VAT: billing.Groups(lines), Total: 12_00}
	for _, p := range billing.IssuePostings(doc, false) {
		if of, number := billing.OwnAccount(p.Role); of == "sales.goods" && (number != "707100" || p.Cents != -10_00) {
			t.Errorf("%s holds %d", p.Role, p.Cents)
		}
	}
	for _, kind := range []catalogue.Kind{catalogue.Card, catalogue.Package} {
		carried := billing.Carried{Kind: kind, Worth: 50_00, Units: 5}.Line("2026-10-07", catalogue.Offer{SalesAccount: "706110"}, "Manon", billing.Part{})
		used := billing.RecognitionPostings([]billing.Used{{Kind: kind, Account: carried.Account, Cents: money.Cents(10_00)}})
		if len(used) != 2 || used[1].Role != "sales."+string(kind)+"@706110" || used[0].Role != "deferred."+string(kind) {
			t.Errorf("%+v", used)
		}
	}
}
