package desk

import (
	"fmt"
	"slices"

	"paddock/backend/booking"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// places replays the ledgers of cards and vouchers against the bookings: what a
// booking took and gave back, once each, no lesson above its capacity
// and nobody in one twice.
func (p *proof) places() error {
	for _, rule := range []struct {
		code   string
		breaks func() ([]planning.LessonID, error)
	}{{"lessonOverfull", p.tx.Overfull}, {"lessonRiderTwice", p.tx.RidersTwice}} {
		lessons, err := rule.breaks()
		if err != nil {
			return err
		}
		for _, id := range lessons {
			p.find(0, rule.code, map[string]any{"lesson": int64(id)})
		}
	}
	if err := p.seatedPlaces(); err != nil {
		return err
	}
	booked, err := p.tx.PaidPlaces()
	if err != nil {
		return err
	}
	if err := p.cardLedgers(booked); err != nil {
		return err
	}
	return p.voucherLedgers(booked)
}

// unit is what a card is used for in one lesson: by one rider, or by the two of
// a duo.
type unit struct {
	card   booking.CardID
	lesson planning.LessonID
}

func (p *proof) cardLedgers(booked []sqlite.BookedPlace) error {
	movements, err := p.tx.Movements()
	if err != nil {
		return err
	}
	of := map[booking.BookingID]unit{}
	type use struct {
		rides, closed bool // a place is on it; the roll is called
		late, back    bool // one was given up late; the club cancelled the lesson, so that it came back all the same
		own           bool
		moved         int
		spent         int
	}
	uses := map[unit]*use{}
	var order []unit
	for _, b := range booked {
		if b.By != booking.ByCard {
			continue
		}
		key := unit{b.Card, b.Lesson}
		of[b.ID] = key
		if uses[key] == nil {
			uses[key] = &use{}
			order = append(order, key)
		}
		u := uses[key]
		u.rides = u.rides || b.State.Takes()
		u.late = u.late || b.State == booking.CancelledLate
		u.back = u.back || b.State == booking.CancelledByClub
		u.closed = b.LessonState == planning.Closed
		u.own = u.own || b.Owner
	}
	balance := map[int64]int{}
	for _, m := range movements {
		balance[m.Card] += m.Units
		if m.Balance != balance[m.Card] {
			p.find(0, "cardBalance", map[string]any{"card": m.Card, "found": m.Balance, "want": balance[m.Card]})
			balance[m.Card] = m.Balance
		}
		if m.Booking == 0 {
			continue
		}
		u := uses[of[m.Booking]]
		if u == nil || of[m.Booking].card != booking.CardID(m.Card) {
			p.find(0, "cardMovedForNothing", map[string]any{"card": m.Card, "booking": int64(m.Booking)})
			continue
		}
		u.moved += m.Units
		if m.Why == "spent" {
			u.spent++
		}
	}
	for _, key := range order {
		u, want, spent := uses[key], 0, 0
		if u.rides || u.late && !u.back {
			want = -1
			if u.closed {
				spent = 1
			}
		}
		if u.moved != want || u.spent != spent || !u.own {
			p.find(0, "cardUse", map[string]any{"card": int64(key.card), "lesson": int64(key.lesson)})
		}
	}
	return nil
}

func (p *proof) voucherLedgers(booked []sqlite.BookedPlace) error {
	movements, err := p.tx.VoucherMovements()
	if err != nil {
		return err
	}
	made, err := p.tx.MadeVouchers()
	if err != nil {
		return err
	}
	balance, ended := map[booking.VoucherID]int{}, map[booking.VoucherID]int{}
	times := map[booking.VoucherID]int{} // it was made, less how often it was withdrawn
	for _, m := range movements {
		balance[m.Voucher] += m.Units
		switch m.Why {
		case "made":
			times[m.Voucher]++
		case "withdrawn":
			times[m.Voucher]--
			if m.Booking == 0 {
				ended[m.Voucher]++
			}
		}
		if m.Balance != balance[m.Voucher] {
			p.find(0, "voucherBalance", map[string]any{"voucher": int64(m.Voucher), "found": m.Balance, "want": balance[m.Voucher]})
			balance[m.Voucher] = m.Balance
		}
	}
	used := map[booking.VoucherID]int{} // places it pays now
	own := map[booking.VoucherID]bool{}
	anew := map[booking.BookingID]bool{} // a voucher was made for the place, which was paid by one that is spent
	for _, v := range made {
		anew[v.Booking] = anew[v.Booking] || times[v.ID] > 0
	}
	for _, b := range booked {
		if b.By == booking.ByVoucher {
			own[b.Voucher] = own[b.Voucher] || !b.Owner
			if b.State != booking.CancelledInTime || anew[b.ID] {
				used[b.Voucher]++
			}
		}
	}
	for _, v := range made {
		stands, undone := 1-used[v.ID], v.Booking != 0 && times[v.ID] == 0
		switch {
		case v.Missed == booking.Absent && v.Why == "medical": // its certificate came once the roll was closed
			stands = times[v.ID] - used[v.ID]
		case v.Booking != 0 && v.Missed.Takes(), undone: // the cancellation was undone, and perhaps made again too late for one
			stands = 0
		}
		if v.Gone { // what was left went with its opening
			stands -= ended[v.ID]
		}
		missed := v.Booking == 0 || undone || v.Missed.Takes() || slices.Contains([]booking.State{booking.CancelledInTime, booking.CancelledByClub}, v.Missed)
		if balance[v.ID] != stands || own[v.ID] || !v.Same || !missed || v.Booking == 0 && (v.Why == "absence" || v.Why == "club") {
			p.find(0, "voucherUse", map[string]any{"voucher": fmt.Sprint(int64(v.ID))})
		}
	}
	return nil
}
