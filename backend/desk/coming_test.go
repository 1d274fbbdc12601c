package desk_test

import (
	"fmt"
	"slices"
	"testing"

	"paddock/backend/billing"
	"paddock/backend/desk"
	"paddock/backend/payment/paymenttest"
)

// Money that is there or on its way, and in no payment yet, is said of its family: to ask
// for it at the desk would be to ask twice. Once it is booked, or nobody asks for it, it is not.
func TestWhatComesForAFamilyIsSaidUntilItIsBooked(t *testing.T) {
	for name, c := range map[string]struct {
		comes func(l *linked, p *post, sale desk.Sale)
		want  string
		ends  func(l *linked, p *post, sale desk.Sale)
	}{
		"by a link, in another amount": {
			func(l *linked, _ *post, _ desk.Sale) { l.provider.Pay(3000, "EUR"); l.tend() }, "toCheck 3000",
			func(l *linked, _ *post, _ desk.Sale) {
				_, err := l.SettleLinkPayment(ctx, l.req(), l.toCheck()[0].ID, desk.LinkPaymentFate{Take: true})
				l.must(err)
			},
		},
		"at the bank": {
			func(l *linked, _ *post, sale desk.Sale) {
				l.imports(camt(0, moved{day: "2026-10-05", cents: 20_00, name: "S DELCOURT", text: "FACTURE " + sale.Invoice.Number, bankRef: "1"}))
			}, "bank 2000",
			func(l *linked, _ *post, _ desk.Sale) {
				row := l.bank()[0]
				_, err := l.SettleLine(ctx, l.req(), desk.SettleLine{Line: row.ID, Parts: []desk.LinePart{{Household: l.family.ID, Invoice: row.Proposal.Parts[0].Invoice, Cents: 20_00}}})
				l.must(err)
			},
		},
		"at the bank, and nobody's": {
			func(l *linked, _ *post, _ desk.Sale) {
				l.imports(camt(0, moved{day: "2026-10-05", cents: 20_00, name: "X", text: "LOYER", bankRef: "1"}))
			}, "", nil,
		},
		"as a mail says": {
			func(_ *linked, p *post, sale desk.Sale) { p.noticed(sale.Invoice.Number) }, "notice 3500",
			func(l *linked, _ *post, sale desk.Sale) { l.receiveCash(3500) },
		},
	} {
		t.Run(name, func(t *testing.T) {
			l, p := newNotified(t)
			sale := l.sell([]billing.Tender{link(3500)}, "gloves")
			l.tend()
			says := func() (all []string) {
				coming, err := l.Coming(ctx, l.family.ID)
				l.must(err)
				for _, one := range coming {
					if one.Day == "" || one.Number != sale.Invoice.Number || one.Invoice != sale.Invoice.ID || (one.From == "notice") != (one.Mail != 0) {
						t.Errorf("%+v", one)
					}
					all = append(all, fmt.Sprint(one.From, " ", int64(one.Cents)))
				}
				return all
			}
			if got := says(); len(got) != 0 {
				t.Errorf("before: %q", got)
			}
			c.comes(l, p, sale)
			if got := says(); !slices.Equal(got, slices.DeleteFunc([]string{c.want}, func(s string) bool { return s == "" })) {
				t.Errorf("%q, want %q", got, c.want)
			}
			if c.ends != nil {
				c.ends(l, p, sale)
			}
			if got := says(); c.ends != nil && len(got) != 0 {
				t.Errorf("once it is booked: %q", got)
			}
		})
	}
}

func TestWhatAFamilyAnnouncedIsSaidToCome(t *testing.T) {
	s := newShop(t)
	sale := s.sell([]billing.Tender{{Way: billing.Promise, Cents: 3500}}, "gloves")
	coming, err := s.Coming(ctx, s.family.ID)
	s.must(err)
	if len(coming) != 1 || coming[0].From != "promised" || coming[0].Cents != 3500 || coming[0].Invoice != sale.Invoice.ID || coming[0].Day == "" {
		t.Errorf("%+v", coming)
	}
}

// The provider and a mail of its tell of one payment: it comes once. What a second mail
// tells of is another's.
func TestAPaymentThatALinkAndANoticeTellOfComesOnce(t *testing.T) {
	for name, c := range map[string]struct {
		pays func(*linked)
		from string
	}{
		"under way": {func(l *linked) { l.provider.Try(paymenttest.UnderWay) }, "link"},
		"there, in an amount a person decides of": {func(l *linked) { l.receiveCash(1000); l.provider.Pay(3500, "EUR") }, "toCheck"},
	} {
		t.Run(name, func(t *testing.T) {
			l, p := newNotified(t)
			sale := l.sell([]billing.Tender{link(3500)}, "gloves")
			l.tend()
			c.pays(l)
			l.tend()
			says := func(want ...string) {
				t.Helper()
				coming, err := l.Coming(ctx, l.family.ID)
				l.must(err)
				var got []string
				for _, one := range coming {
					got = append(got, one.From)
				}
				if !slices.Equal(got, want) {
					t.Errorf("%q, want %q", got, want)
				}
			}
			says(c.from)
			p.noticed(sale.Invoice.Number)
			says(c.from)
			p.noticed(sale.Invoice.Number)
			says(c.from, "notice")
		})
	}
}
