package desk_test

import (
	"testing"

	"paddock/backend/billing"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/sqlite"
)

func (r *ring) brings(lines ...billing.Carried) ([]desk.OpeningView, error) {
	return r.MoveIn(ctx, r.req(), desk.MoveIn{Day: takeover, Lines: lines})
}

func carriedVoucher(rider club.RiderID) billing.Carried {
	return billing.Carried{Kind: billing.Voucher, Rider: rider, Through: "2026-10-23", Text: "Séance du 23 septembre"}
}

// broughtVoucher carries a voucher over and gives its number and itself.
func (r *ring) broughtVoucher(rider club.RiderID) (desk.OpeningView, sqlite.Voucher) {
	r.t.Helper()
	made, err := r.brings(carriedVoucher(rider))
	r.must(err)
	return made[0], r.voucherNow()
}

func (r *ring) voucherNow() sqlite.Voucher {
	r.t.Helper()
	all, err := r.Vouchers(ctx)
	r.must(err)
	if len(all) != 1 {
		r.t.Fatalf("vouchers %+v", all)
	}
	return all[0]
}

func TestAVoucherBroughtAlongPaysOneLessonWithinItsDaysAndIsBookedNowhere(t *testing.T) {
	r := newRing(t)
	made, voucher := r.broughtVoucher(r.manon)
	if made.Kind != billing.Voucher || made.Cents != 0 || made.Through != "2026-10-23" || len(r.postings(made.Number)) != 0 {
		t.Fatalf("opening %+v, booked %v", made, r.postings(made.Number))
	}
	if voucher.Why != "carried" || voucher.Counts || voucher.Left != 1 || voucher.ValidFrom != takeover {
		t.Fatalf("voucher %+v", voucher)
	}
	_, err := r.book(r.group("2026-10-24", 8), r.manon, byVoucher)
	r.refuses(err, club.CodeNoVoucher)
	r.booked(r.group("2026-10-23", 8), r.manon, byVoucher)
	if used := r.voucherNow(); used.Left != 0 || used.UsedDay != "2026-10-23" {
		t.Fatalf("used %+v", used)
	}
	_, err = r.book(r.group("2026-10-22", 8), r.manon, byVoucher)
	r.refuses(err, club.CodeNoVoucher)
	r.proved()
}

func TestAVoucherIsBroughtAlongForARiderAndWhileItIsGood(t *testing.T) {
	r := newRing(t)
	priced, expired, nobodys := carriedVoucher(r.manon), carriedVoucher(r.manon), carriedVoucher(0)
	priced.Worth, expired.Through, nobodys.Household = 1500, takeover.AddDays(-1), 1
	_, err := r.brings(carriedVoucher(r.manon), priced)
	wantRefusal(t, err, club.CodeInvalid, "lines.1.units")
	_, err = r.brings(expired)
	wantRefusal(t, err, club.CodeOpeningExpired, "lines.0.validThrough")
	_, err = r.brings(nobodys)
	wantRefusal(t, err, club.CodeRiderNotFound, "lines.0.rider")
}

func TestAVoucherBroughtAlongByMistakeGoesWithItsMirror(t *testing.T) {
	r := newRing(t)
	made, _ := r.broughtVoucher(r.manon)
	_, err := r.CorrectOpening(ctx, r.req(), made.ID, "Déjà utilisé")
	r.must(err)
	if v := r.voucherNow(); v.Left != 0 || v.ValidThrough != "2026-10-07" {
		t.Fatalf("voucher %+v", v)
	}
	r.proved()
}

func TestAVoucherTakenBackOnceItIsUsedLeavesThePlaceAndDoesNotComeBack(t *testing.T) {
	r := newRing(t)
	made, _ := r.broughtVoucher(r.manon)
	place := r.booked(r.group("2026-10-22", 8), r.manon, byVoucher)
	_, err := r.CorrectOpening(ctx, r.req(), made.ID, "Trop tard")
	r.must(err)
	r.proved()
	_, err = r.cancel(place, desk.CancelBooking{})
	r.must(err)
	_, err = r.book(r.group("2026-10-21", 8), r.manon, byVoucher)
	r.refuses(err, club.CodeNoVoucher)
	r.proved()
}

func TestVerifyNamesAVoucherThatWasNotBroughtAlongSo(t *testing.T) {
	for name, sql := range map[string]string{
		"good for longer":  "UPDATE vouchers SET valid_through = '2027-12-31'",
		"another rider's":  "UPDATE vouchers SET rider = (SELECT max(id) FROM riders)",
		"ended by nobody":  "INSERT INTO voucher_movements (voucher, units, balance, why, moved_at, moved_by) SELECT id, -1, 0, 'withdrawn', made_at, made_by FROM vouchers",
		"without its line": "UPDATE vouchers SET invoice_line = NULL",
		"one more":         "INSERT INTO vouchers (rider, why, counts, valid_from, valid_through, made_at, made_by) SELECT rider, why, counts, valid_from, valid_through, made_at, made_by FROM vouchers",
	} {
		t.Run(name, func(t *testing.T) {
			r := newRing(t)
			_, voucher := r.broughtVoucher(r.manon)
			if voucher.Why != "carried" {
				t.Fatal(voucher)
			}
			r.proved()
			r.behindItsBack(sql)
			proof, err := r.Verify(ctx)
			r.must(err)
			if proof.First == nil {
				t.Error("not found")
			}
		})
	}
}
