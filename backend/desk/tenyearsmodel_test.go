package desk_test

import (
	"cmp"
	"slices"
	"time"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/money"
	"paddock/backend/planning"

	"paddock/backend/billing"
)

// simModel is what a desk's work must come to, by the rules of PRODUCT alone:
// maps and sums, no database. Amounts are cents.
type simModel struct {
	homes        []*simHome
	documents    []*simDocument // in order of issue
	numbers      map[int]int    // by year: how many documents were issued
	payments     int
	plan         []*simLesson
	cards        map[booking.CardID]*simCard
	bookings     map[booking.BookingID]*simBooking
	heldVouchers map[booking.VoucherID]*simVoucher
}

type simHome struct {
	id     club.HouseholdID
	riders []club.RiderID
	credit money.Cents
}

// simDocument is an invoice or a credit note.
type simDocument struct {
	id             billing.InvoiceID
	home           *simHome
	due            calendar.Day
	total, settled money.Cents
	plain          bool // goods alone: may be credited
	credited       bool
	cheque         billing.PaymentID // that paid all of it and may bounce
	bounced        bool
}

type simLesson struct {
	id       planning.LessonID
	day      calendar.Day
	start    calendar.Minute
	capacity int
	state    planning.State
	waiting  []*simWaiting // who ever waited, in order
}

type simWaiting struct {
	id    booking.WaitingID
	rider club.RiderID
	state booking.Turn
	until time.Time
}

type simCard struct {
	rider         club.RiderID
	left          int
	from, through calendar.Day
}

type simBooking struct {
	lesson  *simLesson
	rider   club.RiderID
	by      booking.By
	card    booking.CardID
	voucher booking.VoucherID
	state   booking.State
	excused bool // by a certificate that came once the roll was closed
}

type simVoucher struct {
	rider         club.RiderID
	left          int
	from, through calendar.Day
	counts        bool
	season        int // the year it began
}

func newSimModel() simModel {
	return simModel{
		numbers: map[int]int{}, cards: map[booking.CardID]*simCard{},
		bookings: map[booking.BookingID]*simBooking{}, heldVouchers: map[booking.VoucherID]*simVoucher{},
	}
}

// sameDayNextMonth is the same day of the next month, or its last.
func sameDayNextMonth(day calendar.Day) calendar.Day {
	t, err := time.Parse("2006-01-02", string(day))
	if err != nil {
		panic(err)
	}
	next := time.Date(t.Year(), t.Month()+1, t.Day(), 0, 0, 0, 0, time.UTC)
	if next.Day() != t.Day() {
		next = time.Date(t.Year(), t.Month()+2, 0, 0, 0, 0, 0, time.UTC)
	}
	return calendar.Day(next.Format("2006-01-02"))
}

// seasonOf is the year the season of a day began; seasons begin on 1 September.
func seasonOf(day calendar.Day) int {
	year := day.Year()
	if day < calendar.Date(year, 9, 1) {
		year--
	}
	return year
}

// clockOf is a time on the club's clocks of a day.
func clockOf(day calendar.Day, minute int, zone *time.Location) time.Time {
	t, err := time.Parse("2006-01-02", string(day))
	if err != nil {
		panic(err)
	}
	return time.Date(t.Year(), t.Month(), t.Day(), minute/60, minute%60, 0, 0, zone)
}

// limitsOf are the minute of the day before at which booking and cancelling close, and the
// absences that make a voucher, in a season: the club's 17:00 and five, or every third
// season's own.
func limitsOf(season int) (closes, most int) {
	if ownLimits(season) {
		return 11*60 + 30, 2
	}
	return 17 * 60, 5
}

func ownLimits(season int) bool { return season%3 == 0 }

// closes is the limit of its season, the day before: until then booking and cancelling are
// free.
func (l *simLesson) closes(zone *time.Location) time.Time {
	minute, _ := limitsOf(seasonOf(l.day))
	return clockOf(l.day.AddDays(-1), minute, zone)
}

func (l *simLesson) begins(zone *time.Location) time.Time {
	return clockOf(l.day, int(l.start), zone)
}

func (l *simLesson) ends(zone *time.Location) time.Time { return l.begins(zone).Add(time.Hour) }

// dayBefore is the same time on the clocks of the day before: a voucher's limit.
func (l *simLesson) dayBefore(zone *time.Location) time.Time {
	return clockOf(l.day.AddDays(-1), int(l.start), zone)
}

// in says whether a rider has a place in a lesson, an offered one among them, and
// how many are taken.
func (m *simModel) in(l *simLesson, rider club.RiderID) (in bool, taken int) {
	for _, b := range m.bookings {
		if b.lesson == l && b.state.Takes() {
			taken++
			in = in || b.rider == rider
		}
	}
	for _, w := range l.waiting {
		if w.state == booking.Offered {
			taken++
			in = in || w.rider == rider
		}
	}
	return in, taken
}

// elsewhere says whether a rider has a place in another lesson at the time of one,
// an offered one among them; all last an hour.
func (m *simModel) elsewhere(l *simLesson, rider club.RiderID) bool {
	return slices.ContainsFunc(m.plan, func(other *simLesson) bool {
		in, _ := m.in(other, rider)
		return in && other != l && other.day == l.day && other.start < l.start+60 && l.start < other.start+60
	})
}

// moveUp offers free places to who waits, in order, while cancelling is free and
// no longer than 24 hours.
func (m *simModel) moveUp(l *simLesson, now time.Time, zone *time.Location) {
	for _, w := range l.waiting {
		if w.state == booking.Offered && !now.Before(w.until) {
			w.state = booking.Lapsed
		}
	}
	if l.state != planning.Planned || !now.Before(l.closes(zone)) {
		return
	}
	for _, w := range l.waiting {
		if w.state != booking.Waits {
			continue
		}
		in, taken := m.in(l, w.rider)
		if taken >= l.capacity {
			return
		}
		if in {
			w.state = booking.Left
			continue
		}
		if m.elsewhere(l, w.rider) {
			continue
		}
		w.state, w.until = booking.Offered, now.Add(24*time.Hour)
		if l.closes(zone).Before(w.until) {
			w.until = l.closes(zone)
		}
	}
}

// ahead counts who waits for a lesson before the nth of its list, and can come.
func (m *simModel) ahead(l *simLesson, n int) (ahead int) {
	for _, w := range l.waiting[:n] {
		if in, _ := m.in(l, w.rider); w.state == booking.Waits && !in && !m.elsewhere(l, w.rider) {
			ahead++
		}
	}
	return ahead
}

// cardFor is the card that expires first of those that open a group lesson.
func (m *simModel) cardFor(rider club.RiderID, day calendar.Day) (best booking.CardID) {
	for id, c := range m.cards {
		if c.rider != rider || c.left < 1 || day < c.from || day > c.through {
			continue
		}
		if best == 0 || cmp.Or(cmp.Compare(c.through, m.cards[best].through), cmp.Compare(id, best)) < 0 {
			best = id
		}
	}
	return best
}

// takesUnit lets a card pay a place; the unit that its rider gave up late in the same
// lesson is the lesson's already.
func (m *simModel) takesUnit(b *simBooking, card booking.CardID) {
	if b.card = card; !m.counted(b) {
		m.cards[card].left--
	}
}

// counted says whether the unit of a place was counted before: its rider gave it up late,
// and came after all.
func (m *simModel) counted(b *simBooking) bool {
	for _, other := range m.bookings {
		if other != b && other.by == booking.ByCard && other.card == b.card && other.lesson == b.lesson && other.state == booking.CancelledLate {
			return true
		}
	}
	return false
}

func (m *simModel) voucherFor(rider club.RiderID, day calendar.Day) (best booking.VoucherID) {
	for id, v := range m.heldVouchers {
		if v.rider != rider || v.left < 1 || day < v.from || day > v.through {
			continue
		}
		if best == 0 || cmp.Or(cmp.Compare(v.through, m.heldVouchers[best].through), cmp.Compare(id, best)) < 0 {
			best = id
		}
	}
	return best
}

// announced counts the vouchers of a season that absences made.
func (m *simModel) announced(rider club.RiderID, season int) (n int) {
	for _, v := range m.heldVouchers {
		if v.rider == rider && v.counts && v.season == season {
			n++
		}
	}
	return n
}

func (h *simHome) owns(rider club.RiderID) bool { return slices.Contains(h.riders, rider) }

func (m *simModel) homeOf(rider club.RiderID) *simHome {
	return m.homes[slices.IndexFunc(m.homes, func(h *simHome) bool { return h.owns(rider) })]
}

// open are the invoices of a household that ask for something, as they fall due.
func (m *simModel) open(h *simHome) (open []*simDocument, sum money.Cents) {
	for _, d := range m.documents {
		if d.home == h && d.settled < d.total {
			open = append(open, d)
			sum += d.total - d.settled
		}
	}
	slices.SortStableFunc(open, func(a, b *simDocument) int { return cmp.Compare(a.due, b.due) })
	return open, sum
}

// settle spreads money over the oldest invoices and leaves the rest as credit.
func (m *simModel) settle(h *simHome, cents money.Cents) {
	open, _ := m.open(h)
	for _, d := range open {
		part := min(cents, d.total-d.settled)
		d.settled += part
		cents -= part
	}
	h.credit += cents
}

// blocked: a cheque bounced and what it paid is not paid again.
func (m *simModel) blocked(h *simHome) bool {
	return slices.ContainsFunc(m.documents, func(d *simDocument) bool { return d.home == h && d.bounced && d.settled < d.total })
}
