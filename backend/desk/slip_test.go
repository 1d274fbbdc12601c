package desk_test

import (
	"strings"
	"testing"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/desk"
)

func TestAScannedSlipOpensThePaymentOfItsInvoice(t *testing.T) {
	s := newShop(t)
	sale := s.sell([]billing.Tender{{Way: billing.Link, Cents: 3500}}, "gloves")
	printed := billing.Slip{Number: sale.Invoice.Number, Cents: sale.Invoice.Remaining}
	read, err := s.ReadSlip(ctx, printed.String())
	want := desk.SlipRead{
		Invoice: sale.Invoice.ID, Number: sale.Invoice.Number, Household: s.family.ID, Family: "Delcourt", Printed: 3500, Remaining: 3500,
	}
	if err != nil || read != want {
		t.Fatalf("%s opens %+v, %v", printed, read, err)
	}
	_, err = s.Receive(ctx, s.req(), desk.Receive{Household: s.family.ID, Invoices: []billing.InvoiceID{sale.Invoice.ID}, Tenders: cash(1000)})
	s.must(err)
	if read, err = s.ReadSlip(ctx, "paddock:"+strings.ToLower(sale.Invoice.Number)+":3500"); err != nil || read.Remaining != 2500 || read.Printed != 3500 {
		t.Errorf("after 10.00 the old slip opens %+v, %v", read, err)
	}
}

func TestASlipThatAsksForNothingMoreIsRefusedByWhatItIs(t *testing.T) {
	s := newShop(t)
	paid := s.sell(cash(3500), "gloves")
	given := s.sell([]billing.Tender{{Way: billing.Link, Cents: 3500}}, "gloves")
	note, err := s.Credit(ctx, s.req(), given.Invoice.ID, desk.Credit{Reason: "Trop petits"})
	s.must(err)
	for code, want := range map[string]club.Code{
		"PADDOCK:" + paid.Invoice.Number + ":3500":  club.CodeSlipPaid,
		"PADDOCK:" + given.Invoice.Number + ":3500": club.CodeSlipCredited,
		"PADDOCK:" + note.Number + ":3500":          club.CodeNotAnInvoice,
		"PADDOCK:F1999-0001:3500":                   club.CodeSlipUnknown,
		"978201379624":                              club.CodeSlipUnreadable,
	} {
		_, err := s.ReadSlip(ctx, code)
		s.refuses(err, want)
	}
}
