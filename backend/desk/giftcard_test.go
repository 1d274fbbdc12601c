package desk_test

import (
	"bytes"
	"database/sql"
	"slices"
	"testing"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/money"
)

// giftShop sells gift cards of any amount.
func giftShop(t testing.TB) (*shop, catalogue.OfferID) {
	s := newShop(t)
	return s, s.sells(catalogue.Offer{Kind: catalogue.GiftCard, Name: "Carte cadeau",
		Deposit: catalogue.Deposit{Kind: catalogue.DepositAll}, Terms: catalogue.Terms{Months: 12}})
}

// sellGift sells one gift card of an amount, paid by these tenders.
func (s *shop) sellGift(offer catalogue.OfferID, cents money.Cents, onAccount bool, tenders ...billing.Tender) desk.Sale {
	s.t.Helper()
	cart, err := s.OpenCart(ctx, s.req(), s.family.ID, desk.AddLine{Offer: offer, Quantity: 1, Cents: cents})
	s.must(err)
	sale, err := s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, Tenders: tenders, OnAccount: onAccount})
	s.must(err)
	return sale
}

// code reads the code of the latest gift card off its row, as its slip prints it.
func (s *shop) code() (code string) {
	s.t.Helper()
	s.ask("SELECT code FROM gift_cards ORDER BY id DESC LIMIT 1", func(rows *sql.Rows) error { return rows.Scan(&code) })
	return code
}

func gift(code string, cents money.Cents) billing.Tender {
	return billing.Tender{Way: billing.GiftCard, Cents: cents, Detail: billing.Detail{Number: code}}
}

// role adds up what is booked on an account.
func (s *shop) role(name string) (cents money.Cents) {
	s.t.Helper()
	s.ask("SELECT coalesce(sum(debit_cents - credit_cents), 0) FROM postings WHERE role = '"+name+"'", func(rows *sql.Rows) error { return rows.Scan(&cents) })
	return cents
}

func TestAGiftCardIsADebtUntilItIsSpent(t *testing.T) {
	s, offer := giftShop(t)
	sold := s.sellGift(offer, 5000, false, cash(5000)...)
	if got := sold.Invoice; len(got.VAT) != 1 || got.VAT[0].Tax != 0 || got.VAT[0].Kind != club.Voucher {
		t.Errorf("VAT of a voucher of several uses is owed when it is spent: %+v", got.VAT)
	}
	if owed, vat := s.role("giftCards"), s.role("vat.2000"); owed != -5000 || vat != 0 {
		t.Errorf("owed to its holder %d, VAT %d", owed, vat)
	}
	code := s.code()
	typed := " " + code[:4] + "-" + code[4:8] + " " + code[8:]
	s.sell([]billing.Tender{gift(typed, 3500)}, "gloves")
	if owed, vat, cash := s.role("giftCards"), s.role("vat.2000"), s.role("cash"); owed != -1500 || vat != -583 || cash != 5000 {
		t.Errorf("owed %d, VAT %d, cash %d", owed, vat, cash)
	}
	left, err := s.GiftCardCoded(ctx, code)
	s.must(err)
	if left.Left != 1500 || left.ValidFrom != "2026-10-07" || left.ValidThrough != "2027-10-07" {
		t.Errorf("%+v", left)
	}
	s.journal(func(_, line string) {
		if bytes.Contains([]byte(line), []byte(code)) {
			t.Error("the chain holds the code: whoever checks an archive could spend it")
		}
	})
	s.proved()
}

func TestAGiftCardPaysNoMoreThanIsLeftAndNotBeforeItIsPaidNorAfterItsDays(t *testing.T) {
	s, offer := giftShop(t)
	s.sellGift(offer, 5000, true)
	code := s.code()
	try := func(code string, cents money.Cents) error {
		cart := s.cart(s.family.ID, "gloves", "gloves")
		_, err := s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, OnAccount: true, Tenders: []billing.Tender{gift(code, cents)}})
		return err
	}
	wantRefusal(t, try("ABCDEFGHIJKL", 1000), club.CodeGiftCardUnknown, "tenders")
	wantRefusal(t, try(code, 1000), club.CodeGiftCardUnpaid, "tenders")
	_, err := s.Receive(ctx, s.req(), desk.Receive{Household: s.family.ID, Tenders: cash(5000)})
	s.must(err)
	wantRefusal(t, try(code, 5001), club.CodeGiftCardShort, "tenders")
	s.must(try(code, 5000))
	wantRefusal(t, try(code, 1), club.CodeGiftCardShort, "tenders")
	s.sellGift(offer, 2000, false, cash(2000)...)
	s.clock.set(t, "2027-10-08 09:00")
	wantRefusal(t, try(s.code(), 1000), club.CodeGiftCardOver, "tenders")
	s.proved()
}

func TestACreditNoteEndsAnUnspentGiftCardAndGivesNothingSpentBack(t *testing.T) {
	s, offer := giftShop(t)
	first := s.sellGift(offer, 5000, false, cash(5000)...)
	code := s.code()
	s.sell([]billing.Tender{gift(code, 2000), cash(1500)[0]}, "gloves")
	line := first.Invoice.Lines[0].ID
	_, err := s.Credit(ctx, s.req(), first.Invoice.ID, desk.Credit{Reason: "Rendue"})
	wantRefusal(t, err, club.CodeGiftCardSpent, "returns")
	_, err = s.Credit(ctx, s.req(), first.Invoice.ID, desk.Credit{Reason: "Rendue", Returns: []billing.Return{{Line: line, Cents: 3000}}})
	s.must(err)
	if left, err := s.GiftCardCoded(ctx, code); err != nil || left.Left != 0 {
		t.Errorf("%+v, %v", left, err)
	}
	if owed := s.role("giftCards"); owed != 0 {
		t.Errorf("%d is still owed to its holder", owed)
	}
	s.proved()
}

func TestVerifyNamesAGiftCardThatWasMadeWorthMore(t *testing.T) {
	for name, statement := range map[string]string{
		"amount":   "DROP TRIGGER gift_cards_fixed; UPDATE gift_cards SET cents = 9000",
		"code":     "DROP TRIGGER gift_cards_fixed; UPDATE gift_cards SET code = 'AAAABBBBCCCC'",
		"days":     "UPDATE gift_cards SET valid_through = '2099-12-31'",
		"number":   "DROP TRIGGER gift_cards_fixed; PRAGMA foreign_keys = 0; UPDATE gift_cards SET id = 9",
		"ledger":   "DROP TRIGGER gift_card_movements_no_update; UPDATE gift_card_movements SET cents = 9000, balance = 9000",
		"movement": "INSERT INTO gift_card_movements (gift_card, cents, balance, why, moved_at, moved_by) VALUES (1, 1000, 6000, 'sold', '2026-10-07T10:00:00.000Z', 1)",
	} {
		t.Run(name, func(t *testing.T) {
			s, offer := giftShop(t)
			s.sellGift(offer, 5000, false, cash(5000)...)
			s.proved()
			s.behindItsBack(statement)
			if proof, err := s.Verify(ctx); err != nil || proof.OK {
				t.Errorf("nothing found: %+v, %v", proof, err)
			}
		})
	}
}

func TestAGiftCardOfAnyAmountNeedsOneAndOthersTakeNone(t *testing.T) {
	s, offer := giftShop(t)
	_, err := s.OpenCart(ctx, s.req(), 0, desk.AddLine{Offer: offer, Quantity: 1})
	wantRefusal(t, err, club.CodeTenderAmount, "cents")
	_, err = s.OpenCart(ctx, s.req(), 0, desk.AddLine{Offer: s.offers["gloves"], Quantity: 1, Cents: 100})
	wantRefusal(t, err, club.CodeTenderAmount, "cents")
}

func TestTheSlipOfAGiftCardIsDrawn(t *testing.T) {
	s, offer := giftShop(t)
	s.sellGift(offer, 5000, false, cash(5000)...)
	slip, err := s.GiftCardSlip(ctx, 1)
	s.must(err)
	if !bytes.HasPrefix(slip, []byte("%PDF-")) {
		t.Error("no PDF")
	}
}

func TestWhatIsLeftOnAGiftCardIsIncomeAtTheClosingOfItsLastDay(t *testing.T) {
	s, offer := giftShop(t)
	s.sellGift(offer, 5000, false, cash(5000)...)
	s.sell([]billing.Tender{gift(s.code(), 3500)}, "gloves")
	s.clock.set(t, "2027-10-06 20:00")
	s.closes("2027-10-06")
	if s.role("giftCards") != -1500 || s.role("giftCardsExpired") != 0 {
		t.Errorf("the day before: %d owed, %d income", s.role("giftCards"), s.role("giftCardsExpired"))
	}
	s.clock.set(t, "2027-10-09 20:00")
	s.closes("2027-10-08") // its last day was the 7th
	if s.role("giftCards") != 0 || s.role("giftCardsExpired") != -1500 {
		t.Errorf("after it: %d owed, %d income", s.role("giftCards"), s.role("giftCardsExpired"))
	}
	if n := s.rowsOf("entries WHERE text LIKE 'CC-%' AND day = '2027-10-07'"); n != 1 {
		t.Errorf("%d entries of its last day", n)
	}
	for day, want := range map[calendar.Day]money.Cents{"2027-10-06": 1500, "2027-10-07": 0, "2027-10-08": 0} { // as the books of that day
		rows, err := s.DeferredRevenue().Rows(ctx, desk.ListQuery{To: day})
		s.must(err)
		var held money.Cents
		for _, row := range rows {
			if row.Kind == catalogue.GiftCard {
				held += row.Cents
			}
		}
		if held != want {
			t.Errorf("%s: gift cards hold %d, want %d", day, held, want)
		}
	}
	s.proved()
	s.closes("2027-10-09")
	if s.role("giftCardsExpired") != -1500 {
		t.Error("it is income twice")
	}
	s.proved()
}

func TestVerifyNamesTheEndOfAGiftCardThatWasTouched(t *testing.T) {
	for name, c := range map[string]struct{ sql, code string }{
		"its entry":    {"DROP TRIGGER postings_no_update; UPDATE postings SET role = 'cash' WHERE role = 'giftCardsExpired'", "entriesChanged"},
		"its movement": {"DROP TRIGGER gift_card_movements_no_update; UPDATE gift_card_movements SET why = 'spent' WHERE why = 'expired'", "rowChanged"},
		"taken away":   {"DROP TRIGGER gift_card_movements_no_delete; DELETE FROM gift_card_movements WHERE why = 'expired'", "rowMissing"},
	} {
		t.Run(name, func(t *testing.T) {
			s, offer := giftShop(t)
			s.sellGift(offer, 5000, false, cash(5000)...)
			s.clock.set(t, "2027-10-09 20:00")
			s.closes("2027-10-08")
			s.behindItsBack(c.sql)
			if codes, _ := s.found(); !slices.Contains(codes, c.code) {
				t.Errorf("found %v", codes)
			}
		})
	}
}
