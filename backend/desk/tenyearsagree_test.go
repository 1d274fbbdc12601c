package desk_test

import (
	"fmt"

	"paddock/backend/booking"
	"paddock/backend/club"
)

// agrees compares what the last action touched with the model; "" when it agrees.
func (s *simulator) agrees() string {
	for _, l := range s.plan {
		if l.id == s.touchedLesson {
			if fault := s.lessonAgrees(l); fault != "" {
				return fault
			}
		}
	}
	if s.touchedRider != 0 {
		if fault := s.riderAgrees(s.touchedRider); fault != "" {
			return fault
		}
	}
	for _, h := range s.homes {
		if h.id == s.touchedHome {
			return s.homeAgrees(h)
		}
	}
	return ""
}

// whole compares everything, and asks for the proof.
func (s *simulator) whole() string {
	for _, l := range s.plan {
		if fault := s.lessonAgrees(l); fault != "" {
			return fault
		}
	}
	for _, h := range s.homes {
		if fault := s.homeAgrees(h); fault != "" {
			return fault
		}
		for _, rider := range h.riders {
			if fault := s.riderAgrees(rider); fault != "" {
				return fault
			}
		}
	}
	var off, documents, payments, sealed int
	err := s.raw.QueryRow(`SELECT
		(SELECT count(*) FROM (SELECT sum(debit_cents) - sum(credit_cents) AS off FROM postings GROUP BY entry) WHERE off <> 0),
		(SELECT count(*) FROM invoices), (SELECT count(*) FROM payments),
		(SELECT count(*) FROM journal WHERE kind LIKE 'payment.%')`).Scan(&off, &documents, &payments, &sealed)
	switch {
	case err != nil:
		return err.Error()
	case off != 0:
		return fmt.Sprintf("%d entries do not balance", off)
	case documents != len(s.documents) || payments != s.payments || sealed != s.payments:
		return fmt.Sprintf("%d documents, %d payments, %d sealed; the model says %d and %d", documents, payments, sealed, len(s.documents), s.payments)
	}
	if s.blind {
		return ""
	}
	proof, err := s.Verify(ctx)
	if err != nil {
		return err.Error()
	}
	if !proof.OK {
		return fmt.Sprintf("verify: %+v", proof.First)
	}
	return ""
}

func (s *simulator) lessonAgrees(l *simLesson) string {
	rows, err := s.raw.Query("SELECT id, rider, n, by, state, coalesce(card, 0), coalesce(voucher, 0), (SELECT capacity FROM lessons WHERE id = lesson), (SELECT state FROM lessons WHERE id = lesson) FROM bookings WHERE lesson = ?", l.id)
	if err != nil {
		return err.Error()
	}
	defer rows.Close()
	places, there, holds := map[int]bool{}, 0, 0
	for rows.Next() {
		var id booking.BookingID
		var b simBooking
		var n, capacity int
		var state string
		if err := rows.Scan(&id, &b.rider, &n, &b.by, &b.state, &b.card, &b.voucher, &capacity, &state); err != nil {
			return err.Error()
		}
		if n > 0 && (places[n] || n > capacity) {
			return fmt.Sprintf("lesson %d: place %d of %d is sold twice or is none", l.id, n, capacity)
		}
		places[n] = true
		if capacity != l.capacity || state != string(l.state) {
			return fmt.Sprintf("lesson %d has %d places and is %s, the model says %d, %s", l.id, capacity, state, l.capacity, l.state)
		}
		if b.state == booking.Held {
			holds++
			continue
		}
		want, known := s.bookings[id]
		if !known {
			return fmt.Sprintf("lesson %d: booking %d that nobody made", l.id, id)
		}
		there++
		if b.lesson = l; b != *want {
			return fmt.Sprintf("booking %d: %+v, the model says %+v", id, b, *want)
		}
	}
	if err := rows.Err(); err != nil {
		return err.Error()
	}
	for _, b := range s.bookings {
		if b.lesson == l {
			there--
		}
	}
	for _, w := range l.waiting {
		if w.state == booking.Offered && s.clock.now().Before(w.until) {
			holds--
		}
	}
	if there != 0 || holds < 0 {
		return fmt.Sprintf("lesson %d: %d bookings and %d offers more than in the model", l.id, there, holds)
	}
	return ""
}

func (s *simulator) riderAgrees(rider club.RiderID) string {
	for id, c := range s.cards {
		if c.rider != rider {
			continue
		}
		var left, sum int
		var from, through string
		err := s.raw.QueryRow(`SELECT (SELECT balance FROM card_movements WHERE card = c.id ORDER BY id DESC LIMIT 1),
			(SELECT sum(units) FROM card_movements WHERE card = c.id), valid_from, valid_through FROM cards c WHERE id = ?`, id).Scan(&left, &sum, &from, &through)
		if err != nil || left != c.left || sum != left || from != string(c.from) || through != string(c.through) {
			return fmt.Sprintf("card %d: %d left (ledger %d), %s to %s, the model says %+v (%v)", id, left, sum, from, through, *c, err)
		}
	}
	made := 0
	for id, v := range s.heldVouchers {
		if v.rider != rider {
			continue
		}
		made++
		var got simVoucher
		err := s.raw.QueryRow(`SELECT rider, (SELECT balance FROM voucher_movements WHERE voucher = v.id ORDER BY id DESC LIMIT 1),
			valid_from, valid_through, counts FROM vouchers v WHERE id = ?`, id).Scan(&got.rider, &got.left, &got.from, &got.through, &got.counts)
		if got.season = v.season; err != nil || got != *v {
			return fmt.Sprintf("voucher %d: %+v, the model says %+v (%v)", id, got, *v, err)
		}
	}
	var there int
	if err := s.raw.QueryRow("SELECT count(*) FROM vouchers WHERE rider = ?", rider).Scan(&there); err != nil || there != made {
		return fmt.Sprintf("rider %d has %d vouchers, the model says %d (%v)", rider, there, made, err)
	}
	return ""
}

func (s *simulator) homeAgrees(h *simHome) string {
	account, err := s.Account(ctx, h.id)
	if err != nil {
		return err.Error()
	}
	if _, sum := s.open(h); account.Remaining != sum || account.Credit != h.credit {
		return fmt.Sprintf("household %d owes %d with %d of credit, the model says %d with %d", h.id, account.Remaining, account.Credit, sum, h.credit)
	}
	return ""
}
