package desk_test

import (
	"testing"

	"paddock/backend/booking"
	"paddock/backend/club"
	"paddock/backend/desk"
)

func TestEveryMovementOfAVoucherIsReadInItsLedger(t *testing.T) {
	r := newRing(t)
	missed := r.byPackage(r.group("2026-10-14", 8), r.manon)
	_, err := r.cancel(missed, desk.CancelBooking{Cause: booking.Medical, Reason: "plâtre"})
	r.must(err)
	id := r.vouchers()[0].ID
	used := r.booked(r.group("2026-10-21", 8), r.manon, byVoucher)
	r.cancelled(used, booking.VoucherReturns)
	ledger, err := r.VoucherLedger(ctx, id)
	r.must(err)
	want := []struct {
		why     string
		units   int
		balance int
		day     string
		reason  string
	}{{"made", 1, 1, "2026-10-14", "plâtre"}, {"used", -1, 0, "2026-10-21", ""}, {"returned", 1, 1, "2026-10-21", ""}}
	if len(ledger) != len(want) {
		t.Fatalf("%+v", ledger)
	}
	for i, w := range want {
		if l := ledger[i]; l.Why != w.why || l.Units != w.units || l.Balance != w.balance || string(l.Day) != w.day || l.Reason != w.reason || l.Who == "" || l.Lesson == "" {
			t.Errorf("line %d: %+v", i, l)
		}
	}
	_, err = r.VoucherLedger(ctx, id+1)
	r.refuses(err, club.CodeVoucherNotFound)

	plan, err := r.RiderPlan(ctx, r.manon, "2026-10-07", "2026-12-01")
	r.must(err)
	if len(plan.Vouchers) != 1 || len(plan.Past) != 0 {
		t.Errorf("%+v", plan)
	}
	r.at("2026-11-20 09:00") // past its last day
	if plan, err = r.RiderPlan(ctx, r.manon, "2026-10-07", "2026-12-01"); err != nil || len(plan.Vouchers) != 0 || len(plan.Past) != 1 {
		t.Errorf("%+v, %v", plan, err)
	}
}
