package desk_test

import (
	"slices"
	"strings"
	"testing"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/desk"
)

// refusesWays lets the owner leave ways out.
func (h *house) refusesWays(ways ...string) error {
	view := h.settings()
	view.Policy.WaysRefused = ways
	_, err := h.SavePolicy(h.t.Context(), h.req(), desk.Change[club.Policy]{Version: view.Versions.Policy, Value: view.Policy})
	return err
}

func (h *house) session() desk.Session {
	h.t.Helper()
	session, err := h.Session(h.t.Context(), h.req().Actor)
	h.must(err)
	return session
}

func TestAClubIsPaidByTheWaysOfItsCountryUntilItsOwnerLeavesSomeOut(t *testing.T) {
	h := openClub(t)
	home := h.join("Delcourt", "Manon")
	gloves := h.goods("Gants", 20_00)
	cheque := billing.Tender{Way: billing.Cheque, Cents: 20_00, Detail: billing.Detail{Number: "4081127"}}
	h.sellTo(home.ID, gloves, cheque)
	owed := h.sellTo(home.ID, gloves, billing.Tender{Way: billing.Promise, Cents: 20_00, Detail: billing.Detail{Until: "2026-10-20"}})
	h.must(h.refusesWays("holidayVoucher", "cheque", "aid"))

	cart, err := h.OpenCart(ctx, h.req(), home.ID)
	h.must(err)
	if want := []billing.Way{billing.Cash, billing.BankCard, billing.Link, billing.Announced, billing.Promise, billing.SpentCredit, billing.GiftCard}; !slices.Equal(cart.Ways, want) {
		t.Errorf("the desk offers %v", cart.Ways)
	}
	if want := append(cart.Ways, billing.Transfer, billing.LinkPaid); !slices.Equal(h.session().Ways, want) {
		t.Errorf("an open invoice is paid by %v", h.session().Ways)
	}
	cart, err = h.AddLine(ctx, h.req(), cart.ID, desk.AddLine{Offer: gloves, Quantity: 1})
	h.must(err)
	_, err = h.Checkout(ctx, h.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, Tenders: []billing.Tender{cheque}})
	wantRefusal(t, err, club.CodeWayUnknown, "tenders")
	receive := func(tender billing.Tender) error {
		_, err := h.Receive(ctx, h.req(), desk.Receive{Household: home.ID, Invoices: []billing.InvoiceID{owed.Invoice.ID}, Tenders: []billing.Tender{tender}})
		return err
	}
	wantRefusal(t, receive(cheque), club.CodeWayUnknown, "tenders")
	_, err = h.KeepCart(ctx, h.req(), cart.ID, desk.KeepCart{Awaits: billing.AwaitsCheque})
	wantRefusal(t, err, club.CodeWayUnknown, "awaits")
	later := h.sellTo(home.ID, gloves, billing.Tender{Way: billing.BankCard, Cents: 20_00})
	if boxes := strings.Join(later.Invoice.Paper.Boxes, ", "); strings.Contains(boxes, "Chèque") || !strings.Contains(boxes, "Carte bancaire") {
		t.Errorf("its slip offers %s", boxes)
	}
	h.must(receive(billing.Tender{Way: billing.Transfer, Cents: 20_00}))

	today := h.session().Today
	list, err := h.ListPayments(ctx, today, today)
	h.must(err)
	if !slices.ContainsFunc(list, func(p desk.ListedPayment) bool { return p.Way == billing.Cheque }) {
		t.Error("the cheque of before is not read any more")
	}
	h.proved()
}

func TestWhatAClubOwesAndWhatArrivesByItselfIsNoChoice(t *testing.T) {
	h := openClub(t)
	for _, way := range []string{"credit", "giftCard", "transfer", "linkPaid", "aidAnnounced", "bancontact", "gold"} {
		wantRefusal(t, h.refusesWays(way), club.CodeWayUnknown, "policy.waysRefused")
	}
	h.must(h.refusesWays("cash", "cash"))
	if got := h.settings().Policy.WaysRefused; !slices.Equal(got, []string{"cash"}) {
		t.Errorf("kept %v", got)
	}
}

func TestABelgianClubTakesBancontactAndPayconiqInsteadOfCheques(t *testing.T) {
	h := openClub(t)
	h.must(h.refusesWays("cheque"))
	view, err := h.identify(func(i *club.Identity) {
		belgian(i)
		i.Enterprise, i.VATNumber = "0123456749", "BE0123456749"
	})
	h.must(err)
	if want := []billing.Way{billing.Cash, billing.Bancontact, billing.Payconiq, billing.BankCard, billing.Link, billing.Announced, billing.Aided, billing.Promise}; !slices.Equal(view.Ways, want) || len(view.Policy.WaysRefused) != 0 {
		t.Errorf("may choose among %v, refuses %v", view.Ways, view.Policy.WaysRefused)
	}
	home := h.join("Peeters", "Lotte")
	gloves := h.goods("Handschoenen", 20_00)
	sale := h.sellTo(home.ID, gloves, billing.Tender{Way: billing.Bancontact, Cents: 15_00}, billing.Tender{Way: billing.Payconiq, Cents: 8_00})
	account := h.account(home.ID)
	if sale.Invoice.Remaining != 0 || account.Credit != 3_00 {
		t.Errorf("%d are left to pay and %d are credit", sale.Invoice.Remaining, account.Credit)
	}
	if got := h.session().WaysBack; slices.Contains(got, billing.Cheque) {
		t.Errorf("money goes back by %v", got)
	}
	_, err = h.Refund(ctx, h.req(), home.ID, desk.Refund{Cents: 3_00, Way: billing.Cheque, Detail: billing.Detail{Number: "1"}})
	wantRefusal(t, err, club.CodeWayUnknown, "way")
	h.proved()
}
