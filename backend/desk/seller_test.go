package desk_test

import (
	"slices"
	"testing"

	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/locale"
)

func TestAClubThatChargesVATIssuesNothingWithoutItsMentions(t *testing.T) {
	type change func(*desk.FirstRun)
	belgian := func(in *desk.FirstRun) {
		id := &in.Identity
		id.Country, id.Zone, id.PostalCode, id.SIREN = "BE", "Europe/Brussels", "6999", ""
		id.Enterprise, id.VATNumber, id.IBAN, id.BIC = "0123456749", "BE0123456749", "BE68539007547034", ""
	}
	for name, test := range map[string]struct {
		changes []change
		lacks   []string
		stopped bool
	}{
		"a French club with its numbers": {nil, nil, false},
		"without SIREN and VAT number": {[]change{func(in *desk.FirstRun) { in.Identity.SIREN, in.Identity.VATNumber = "", "" }},
			[]string{"SIREN", "Numéro de TVA"}, true},
		"a SIRET brings its SIREN": {[]change{func(in *desk.FirstRun) { in.Identity.SIREN, in.Identity.SIRET = "", "73282932000074" }}, nil, false},
		"without its street":       {[]change{func(in *desk.FirstRun) { in.Identity.Street = "" }}, []string{"Rue et numéro"}, true},
		"an association outside VAT has no number": {[]change{func(in *desk.FirstRun) {
			in.VAT, in.Identity.SIREN, in.Identity.VATNumber = false, "", ""
		}}, nil, false},
		"outside VAT it is told and not stopped": {[]change{func(in *desk.FirstRun) { in.VAT, in.Identity.Town = false, "" }}, []string{"Ville"}, false},
		"a Belgian club with its numbers":        {[]change{belgian}, nil, false},
		"a Belgian club without enterprise number": {[]change{belgian, func(in *desk.FirstRun) { in.Identity.Enterprise = "" }},
			[]string{"Numéro d’entreprise"}, true},
		"a Belgian club outside VAT": {[]change{belgian, func(in *desk.FirstRun) {
			in.VAT, in.Identity.Enterprise, in.Identity.VATNumber = false, "", ""
		}}, nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			in := firstRun()
			for _, change := range test.changes {
				change(&in)
			}
			h := openClubAs(t, in)
			today, err := h.Today(ctx)
			h.must(err)
			lacks := french(today.SellerLacks)
			if !slices.Equal(lacks, test.lacks) {
				t.Errorf("Today says that %q is missing, want %q", lacks, test.lacks)
			}
			cart, err := h.OpenCart(ctx, h.req(), 0, desk.AddLine{Offer: h.goods("Gants", 3500), Quantity: 1})
			h.must(err)
			_, err = h.Checkout(ctx, h.req(), cart.ID, desk.Checkout{Tenders: cash(3500)})
			if !test.stopped {
				h.must(err)
				return
			}
			refusal := wantRefusal(t, err, club.CodeSellerIncomplete, "seller")
			if named := french(refusal.Params["fields"].(club.Names)); !slices.Equal(named, test.lacks) {
				t.Errorf("the refusal names %q, want %q", named, test.lacks)
			}
		})
	}
}

func french(names club.Names) []string {
	var list []string
	for _, name := range names {
		list = append(list, name.In(locale.French))
	}
	return list
}
