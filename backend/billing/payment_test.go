package billing_test

import (
	"errors"
	"testing"

	"pgregory.net/rapid"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/money"
)

func TestTendersAreCheckedAgainstWhatIsOwed(t *testing.T) {
	cheque := func(cents money.Cents) billing.Tender {
		return billing.Tender{Way: billing.Cheque, Cents: cents, Detail: billing.Detail{Number: "4081127"}}
	}
	cash := func(cents, handed money.Cents) billing.Tender {
		return billing.Tender{Way: billing.Cash, Cents: cents, Tendered: handed}
	}
	link := func(cents money.Cents) billing.Tender { return billing.Tender{Way: billing.Link, Cents: cents} }
	spent := func(cents money.Cents) billing.Tender {
		return billing.Tender{Way: billing.SpentCredit, Cents: cents}
	}
	const owed, credit = 17000, 5000
	for name, test := range map[string]struct {
		tenders   []billing.Tender
		household bool
		refused   club.Code
	}{
		"70 € by cheque and 100 € by link":                   {[]billing.Tender{cheque(7000), link(10000)}, true, ""},
		"cash with change":                                   {[]billing.Tender{cash(17000, 20000)}, false, ""},
		"less than owed is for the caller to judge":          {[]billing.Tender{cash(1000, 0)}, true, ""},
		"a cheque above what is owed becomes credit":         {[]billing.Tender{cheque(18000)}, true, ""},
		"but not when nobody could have the credit":          {[]billing.Tender{cheque(18000)}, false, club.CodeTooMuch},
		"cash above what is owed":                            {[]billing.Tender{cash(17001, 0)}, true, club.CodeTooMuch},
		"a link above what is owed":                          {[]billing.Tender{link(17001)}, true, club.CodeTooMuch},
		"cash and link above, though a cent comes by cheque": {[]billing.Tender{cash(17000, 0), link(1000), cheque(1)}, true, club.CodeTooMuch},
		"less cash than the amount":                          {[]billing.Tender{cash(17000, 16999)}, true, club.CodeTenderedTooLow},
		"nothing by cash":                                    {[]billing.Tender{cash(0, 0)}, true, club.CodeTenderAmount},
		"a negative cheque":                                  {[]billing.Tender{cheque(-1)}, true, club.CodeTenderAmount},
		"a cheque without its number":                        {[]billing.Tender{{Way: billing.Cheque, Cents: 100}}, true, club.CodeChequeNumber},
		"a link for nobody":                                  {[]billing.Tender{link(100)}, false, club.CodeClientNeeded},
		"more credit than there is":                          {[]billing.Tender{spent(5001)}, true, club.CodeCreditTooHigh},
		"credit in two tenders, together too much":           {[]billing.Tender{spent(3000), spent(3000)}, true, club.CodeCreditTooHigh},
		"a cheque gives no change":                           {[]billing.Tender{{Way: billing.Cheque, Cents: 100, Tendered: 500, Detail: billing.Detail{Number: "1"}}}, true, club.CodeTenderAmount},
		"more cash handed over than there is":                {[]billing.Tender{cash(17000, money.Max+1)}, true, club.CodeTenderAmount},
		"credit beside a cheque that leaves no room for it":  {[]billing.Tender{spent(5000), cheque(13000)}, true, club.CodeTooMuch},
		"a link beside a cheque above what is owed":          {[]billing.Tender{cheque(18000), link(100)}, true, club.CodeTooMuch},
		"a promise for a day that is none":                   {[]billing.Tender{{Way: billing.Promise, Cents: 100, Detail: billing.Detail{Until: "<b>"}}}, true, club.CodeBadDay},
		"a way the club does not take":                       {[]billing.Tender{{Way: "barter", Cents: 1}}, true, club.CodeWayUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			laid, err := billing.Lay(test.tenders, owed, credit, test.household, billing.WaysAt("FR"))
			if test.refused == "" && err != nil {
				t.Fatalf("refused: %v", err)
			}
			if test.refused != "" && !errors.Is(err, club.Refuse(test.refused)) {
				t.Fatalf("want %s, got %+v %v", test.refused, laid, err)
			}
		})
	}
}

func TestAChequeIsNotTakenInBelgium(t *testing.T) {
	tender := billing.Tender{Way: billing.Cheque, Cents: 100, Detail: billing.Detail{Number: "1"}}
	if _, err := billing.Lay([]billing.Tender{tender}, 100, 0, true, billing.WaysAt("BE")); !errors.Is(err, club.Refuse(club.CodeWayUnknown)) {
		t.Errorf("%v", err)
	}
}

func TestAllocationsStayWithinTheirSourcesAndInvoicesAndSettleTheOldestFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var sources []billing.Source
		for i := range rapid.IntRange(0, 5).Draw(t, "sources") {
			sources = append(sources, billing.Source{Payment: billing.PaymentID(i + 1), Left: money.Cents(rapid.Int64Range(0, 50_000).Draw(t, "left"))})
		}
		var open []billing.Open
		for i := range rapid.IntRange(0, 5).Draw(t, "invoices") {
			open = append(open, billing.Open{Invoice: billing.InvoiceID(i + 1), Remaining: money.Cents(rapid.Int64Range(1, 50_000).Draw(t, "remaining"))})
		}
		var has, asked money.Cents
		limit := map[billing.InvoiceID]money.Cents{}
		from := map[billing.PaymentID]money.Cents{}
		for _, s := range sources {
			has += s.Left
			from[s.Payment] = s.Left
		}
		for _, o := range open {
			asked += o.Remaining
			limit[o.Invoice] = o.Remaining
		}
		var moved money.Cents
		for _, a := range billing.Allocate(sources, open) {
			if a.Cents <= 0 {
				t.Fatalf("allocation %+v", a)
			}
			for earlier := billing.InvoiceID(1); earlier < a.Invoice; earlier++ {
				if limit[earlier] > 0 {
					t.Fatalf("invoice %d is settled before %d", a.Invoice, earlier)
				}
			}
			limit[a.Invoice] -= a.Cents
			from[a.Payment] -= a.Cents
			moved += a.Cents
			if limit[a.Invoice] < 0 || from[a.Payment] < 0 {
				t.Fatalf("allocation %+v is out of bounds", a)
			}
		}
		if moved != min(has, asked) {
			t.Fatalf("moved %d of %d for %d", moved, has, asked)
		}
	})
}
