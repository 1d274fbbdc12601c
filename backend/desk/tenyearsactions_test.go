package desk_test

import (
	"fmt"
	"slices"
	"time"

	"paddock/backend/billing"
	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/money"
	"paddock/backend/planning"
)

func (s *simulator) today() calendar.Day { return calendar.DayOf(s.clock.now(), s.zone) }

func pick[T any](s *simulator, all []T) (one T, ok bool) {
	if len(all) == 0 {
		return one, false
	}
	return all[s.rand.IntN(len(all))], true
}

func (s *simulator) someHome() *simHome {
	h, _ := pick(s, s.homes)
	s.touchedHome = h.id
	return h
}

func (s *simulator) someRider() club.RiderID {
	rider, _ := pick(s, s.someHome().riders)
	s.touchedRider = rider
	return rider
}

// someLesson is one of the last planned.
func (s *simulator) someLesson() (*simLesson, error) {
	l, ok := pick(s, s.plan[max(0, len(s.plan)-12):])
	if !ok {
		return nil, errNothing
	}
	s.touchedLesson = l.id
	return l, nil
}

// lessonsAhead are the lessons that did not begin yet and of which this is true.
func (s *simulator) lessonsAhead(of func(*simLesson) bool) (ahead []*simLesson) {
	for _, l := range s.plan {
		if s.clock.now().Before(l.begins(s.zone)) && of(l) {
			ahead = append(ahead, l)
		}
	}
	return ahead
}

func (s *simulator) newFamily() error {
	if len(s.homes) >= 12 {
		return errNothing
	}
	view := s.join("Foyer "+letters(len(s.homes)+1), "Manon", "Hugo")
	home := &simHome{id: view.ID}
	for _, r := range view.Riders {
		home.riders = append(home.riders, r.ID)
	}
	s.homes = append(s.homes, home)
	return nil
}

// timePasses lets hours go by, now and then weeks; what the desk does at each tick
// is done, and nobody calls the rolls of lessons long over.
func (s *simulator) timePasses() error {
	step := time.Duration(1+s.rand.IntN(40)) * time.Hour
	if s.rand.IntN(25) == 0 {
		step = time.Duration(1+s.rand.IntN(60)) * 24 * time.Hour
	}
	return s.goesOn(step)
}

// goesOn lets time go by, with what the desk does at each tick.
func (s *simulator) goesOn(step time.Duration) error {
	s.wait(step)
	if _, err := s.TendWaiting(ctx, s.req()); err != nil {
		return err
	}
	for _, l := range s.plan {
		s.moveUp(l, s.clock.now(), s.zone)
	}
	return nil
}

// issued notes a document; its number follows the last of its year.
func (s *simulator) issued(doc desk.DocumentView, d *simDocument) error {
	d.id, d.due = doc.ID, doc.DueDay
	s.documents = append(s.documents, d)
	year := s.today().Year()
	s.numbers[year]++
	if want := fmt.Sprintf("F%d-%04d", year, s.numbers[year]); doc.Number != want {
		return wrong("number %s, want %s", doc.Number, want)
	}
	return nil
}

func (s *simulator) sellGoods() error {
	h := s.someHome()
	quantity := 1 + s.rand.IntN(3)
	total := goodsPrice * money.Cents(quantity)
	d := &simDocument{home: h, total: total, plain: true}
	cart, err := s.OpenCart(ctx, s.req(), h.id, desk.AddLine{Offer: s.goods, Quantity: quantity})
	if err != nil {
		return err
	}
	in := desk.Checkout{Terms: cart.TermsVersion, OnAccount: true}
	switch s.rand.IntN(4) {
	case 0:
		d.settled = total
		in.Tenders = cash(total)
	case 1:
		d.settled = total
		in.Tenders = []billing.Tender{cheque(total)}
	case 2:
		d.settled = 1 + money.Cents(s.rand.Int64N(int64(total)))
		in.Tenders = []billing.Tender{{Way: billing.BankCard, Cents: d.settled}}
	}
	sale, err := s.Checkout(ctx, s.req(), cart.ID, in)
	if err != nil {
		return err
	}
	s.payments += len(sale.Payments)
	if len(in.Tenders) == 1 && in.Tenders[0].Way == billing.Cheque {
		d.cheque = sale.Payments[0].ID
	}
	return s.issued(sale.Invoice, d)
}

func (s *simulator) sellCard() error {
	rider := s.someRider()
	h := s.homeOf(rider)
	cart, err := s.OpenCart(ctx, s.req(), h.id, desk.AddLine{Offer: s.card, Rider: rider, Quantity: 1})
	if err != nil {
		return err
	}
	sale, err := s.Checkout(ctx, s.req(), cart.ID, desk.Checkout{Terms: cart.TermsVersion, Tenders: cash(cardPrice)})
	if err != nil {
		return err
	}
	s.payments++
	var id booking.CardID
	if err := s.raw.QueryRow("SELECT max(id) FROM cards WHERE rider = ?", rider).Scan(&id); err != nil {
		return err
	}
	s.cards[id] = &simCard{rider: rider, left: cardUnits, from: s.today(), through: sameDayNextMonth(s.today())}
	return s.issued(sale.Invoice, &simDocument{home: h, total: cardPrice, settled: cardPrice})
}

func (s *simulator) receive() error {
	h := s.someHome()
	_, sum := s.open(h)
	if sum == 0 {
		return errNothing
	}
	cents := 1 + money.Cents(s.rand.Int64N(int64(sum)+500))
	got, err := s.Receive(ctx, s.req(), desk.Receive{Household: h.id, Tenders: []billing.Tender{{Way: billing.BankCard, Cents: cents}}})
	if err := expects(err, true, "money"); err != nil {
		return err
	}
	s.payments += len(got.Payments)
	s.settle(h, cents)
	if got.Credit != h.credit {
		return wrong("credit %d, the model says %d", got.Credit, h.credit)
	}
	return nil
}

func (s *simulator) spendCredit() error {
	h := s.someHome()
	_, sum := s.open(h)
	cents := min(sum, h.credit)
	if cents == 0 {
		return errNothing
	}
	_, err := s.Receive(ctx, s.req(), desk.Receive{Household: h.id, Tenders: []billing.Tender{{Way: billing.SpentCredit, Cents: cents}}})
	if err := expects(err, true, "the household's credit"); err != nil {
		return err
	}
	h.credit -= cents
	s.settle(h, cents)
	return nil
}

func (s *simulator) creditSale() error {
	d, ok := pick(s, s.documents)
	if !ok || !d.plain || d.credited {
		return errNothing
	}
	s.touchedHome = d.home.id
	note, err := s.Credit(ctx, s.req(), d.id, desk.Credit{Reason: "retour"})
	if err := expects(err, true, "a credit note"); err != nil {
		return err
	}
	if note.Total != -d.total {
		return wrong("credited %d of %d", note.Total, d.total)
	}
	d.home.credit += d.settled // what was paid is the household's
	d.settled, d.credited, d.cheque = d.total, true, 0
	return s.issued(note, &simDocument{home: d.home})
}

func (s *simulator) refund() error {
	h := s.someHome()
	if h.credit == 0 {
		return errNothing
	}
	cents := 1 + money.Cents(s.rand.Int64N(int64(h.credit)+100))
	_, err := s.Refund(ctx, s.req(), h.id, desk.Refund{Cents: cents, Way: billing.Transfer})
	if err := expects(err, cents <= h.credit, "a refund"); err != nil {
		return err
	}
	h.credit -= cents
	s.payments++
	return nil
}

func (s *simulator) bounce() error {
	for _, d := range s.documents {
		if d.cheque == 0 {
			continue
		}
		s.touchedHome = d.home.id
		_, err := s.Bounce(ctx, s.req(), d.cheque)
		if err := expects(err, true, "a bounced cheque"); err != nil {
			return err
		}
		d.cheque, d.settled, d.bounced = 0, 0, true
		s.payments++
		return nil
	}
	return errNothing
}

func (s *simulator) planLesson() error {
	l := &simLesson{
		day: s.today().AddDays(1 + s.rand.IntN(1+s.rand.IntN(25))), start: calendar.Minute(8*60 + 30*s.rand.IntN(24)),
		capacity: 1 + s.rand.IntN(3), state: planning.Planned,
	}
	form := desk.LessonForm{Day: l.day, Shape: planning.Shape{Kind: planning.Group, Name: "Reprise", Start: l.start, Minutes: 60, Capacity: l.capacity}}
	planned, err := s.AddLesson(ctx, s.req(), form)
	if err := expects(err, true, "a lesson"); err != nil {
		return err
	}
	l.id = planned.ID
	s.plan = append(s.plan, l)
	return nil
}

// books tries to book and notes it; able is what the rules say beyond the place.
func (s *simulator) books(l *simLesson, in desk.Book, able bool, closes time.Time) (*simBooking, error) {
	now := s.clock.now()
	inIt, taken := s.in(l, in.Rider)
	room := taken < l.capacity && !inIt
	var turn *simWaiting
	inTurn := s.ahead(l, len(l.waiting)) < l.capacity-taken // who is not on the list comes behind all
	for i, w := range l.waiting {
		switch {
		case w.rider != in.Rider:
		case w.state == booking.Offered:
			turn, inTurn, in.Waiting, room = w, true, w.id, now.Before(w.until)
		case w.state == booking.Waits:
			if inTurn = s.ahead(l, i) < l.capacity-taken; w.id == in.Waiting {
				turn = w
			}
		}
	}
	open := now.Before(closes) || turn != nil && in.By != booking.ByVoucher
	fits := able && l.state == planning.Planned && room && now.Before(l.ends(s.zone)) &&
		(in.Reason != "" || open && inTurn && !s.blocked(s.homeOf(in.Rider)) && !s.elsewhere(l, in.Rider))
	seats, err := s.Book(ctx, s.req(), in)
	if err := expects(err, fits, fmt.Sprintf("booking by %s (%d of %d taken, in it %t, %s %s %s, blocked %t)", in.By, taken, l.capacity, inIt, l.state, l.day, l.start, s.blocked(s.homeOf(in.Rider)))); err != nil {
		return nil, err
	}
	if turn != nil {
		turn.state = booking.Placed
	}
	b := &simBooking{lesson: l, rider: in.Rider, by: in.By, state: booking.Booked}
	s.bookings[seats.Bookings[0]] = b
	return b, nil
}

func (s *simulator) bookByCard() error {
	rider := s.someRider()
	l, err := s.someLesson()
	if err != nil {
		return err
	}
	card := s.cardFor(rider, l.day)
	b, err := s.books(l, desk.Book{Lesson: l.id, Rider: rider, By: booking.ByCard}, card != 0, l.closes(s.zone))
	if err != nil {
		return err
	}
	s.takesUnit(b, card)
	return nil
}

func (s *simulator) bookByVoucher() error {
	rider := s.someRider()
	l, err := s.someLesson()
	if err != nil {
		return err
	}
	var usable []booking.VoucherID
	for id, v := range s.heldVouchers {
		if v.left > 0 {
			usable = append(usable, id)
		}
	}
	slices.Sort(usable)
	if id, ok := pick(s, usable); ok && s.rand.IntN(3) > 0 {
		v := s.heldVouchers[id]
		rider, s.touchedRider, s.touchedHome = v.rider, v.rider, s.homeOf(v.rider).id
		if fitting, ok := pick(s, s.lessonsAhead(func(l *simLesson) bool { return v.from <= l.day && l.day <= v.through })); ok {
			l, s.touchedLesson = fitting, fitting.id
		}
	}
	voucher := s.voucherFor(rider, l.day)
	b, err := s.books(l, desk.Book{Lesson: l.id, Rider: rider, By: booking.ByVoucher}, voucher != 0, l.dayBefore(s.zone))
	if err != nil {
		return err
	}
	b.voucher = voucher
	s.heldVouchers[voucher].left = 0
	return nil
}

// bookGiven offers a lesson; its reason sets the closing of bookings aside, until
// the lesson is over.
func (s *simulator) bookGiven() error {
	rider := s.someRider()
	l, err := s.someLesson()
	if err != nil {
		return err
	}
	_, err = s.books(l, desk.Book{Lesson: l.id, Rider: rider, By: booking.ByGiven, Reason: "essai"}, true, l.ends(s.zone))
	return err
}

// bookByPackage gives a place as a package does.
func (s *simulator) bookByPackage() error {
	rider := s.someRider()
	l, err := s.someLesson()
	if err != nil {
		return err
	}
	b, err := s.books(l, desk.Book{Lesson: l.id, Rider: rider, By: booking.ByGiven, Reason: "forfait"}, true, l.ends(s.zone))
	if err != nil {
		return err
	}
	b.by = booking.ByPackage
	_, err = s.raw.Exec("UPDATE bookings SET by = 'package', reason = NULL WHERE id = (SELECT max(id) FROM bookings WHERE rider = ? AND lesson = ?)", rider, l.id)
	return err
}

// someBooking is a place, of a lesson that did not begin if there is one.
func (s *simulator) someBooking() (id booking.BookingID, b *simBooking, err error) {
	l, ok := pick(s, s.lessonsAhead(func(l *simLesson) bool { _, taken := s.in(l, 0); return taken > 0 }))
	if !ok || s.rand.IntN(10) == 0 {
		if l, err = s.someLesson(); err != nil {
			return 0, nil, err
		}
	}
	s.touchedLesson = l.id
	var taken []booking.BookingID
	for id, b := range s.bookings {
		if b.lesson == l && b.state.Takes() {
			taken = append(taken, id)
		}
	}
	slices.Sort(taken) // a map has no order, and a seed has one
	if id, ok := pick(s, taken); ok {
		b := s.bookings[id]
		s.touchedRider, s.touchedHome = b.rider, s.homeOf(b.rider).id
		return id, b, nil
	}
	return 0, nil, errNothing
}

func (s *simulator) cancelBooking() error { return s.cancels(desk.CancelBooking{}) }

func (s *simulator) cancelMedical() error {
	return s.cancels(desk.CancelBooking{Cause: booking.Medical, Reason: "certificat"})
}

func (s *simulator) cancels(in desk.CancelBooking) error {
	id, b, err := s.someBooking()
	if err != nil {
		return err
	}
	return s.cancelsOne(id, b, in)
}

func (s *simulator) cancelsOne(id booking.BookingID, b *simBooking, in desk.CancelBooking) error {
	now := s.clock.now()
	done, err := s.CancelBooking(ctx, s.req(), id, in)
	begun, sick := !now.Before(b.lesson.begins(s.zone)), in.Cause == booking.Medical
	fits := b.lesson.state == planning.Planned && (b.state == booking.Booked && (sick || !begun) || b.state == booking.Absent && sick)
	if b.lesson.state == planning.Closed { // a certificate for a lesson of a package, once
		fits = sick && b.state == booking.Absent && b.by == booking.ByPackage && !b.excused
	}
	if err := expects(err, fits, "cancelling"); err != nil {
		return err
	}
	late := in.Cause == booking.Announced && !now.Before(b.lesson.closes(s.zone))
	switch {
	case b.lesson.state == planning.Closed:
		b.excused = true
		s.givesBack(b, in.Cause, done.Voucher)
		return nil
	case late:
		b.state = booking.CancelledLate
	case s.movedPast(b):
		b.state = booking.CancelledInTime
		s.givesBack(b, booking.ByClub, done.Voucher)
	default:
		b.state = booking.CancelledInTime
		s.givesBack(b, in.Cause, done.Voucher)
	}
	s.moveUp(b.lesson, now, s.zone)
	return nil
}

// movedPast reports whether the club moved the lesson that a voucher pays past its end.
func (s *simulator) movedPast(b *simBooking) bool {
	return b.by == booking.ByVoucher && s.heldVouchers[b.voucher].through < b.lesson.day
}

// givesBack is what a place that was given up in time, for health, or that the
// club took gives its rider.
func (s *simulator) givesBack(b *simBooking, cause booking.Cause, made booking.VoucherID) {
	season := seasonOf(b.lesson.day)
	through := min(sameDayNextMonth(b.lesson.day), calendar.Date(season+1, 8, 31))
	switch {
	case b.by == booking.ByCard && cause != booking.ByClub && s.counted(b):
	case b.by == booking.ByCard:
		s.cards[b.card].left++
	case b.by == booking.ByVoucher && cause != booking.ByClub:
		s.heldVouchers[b.voucher].left = 1
	case b.by == booking.ByVoucher:
		s.heldVouchers[made] = &simVoucher{rider: b.rider, left: 1, from: b.lesson.day, through: through, season: season}
	case b.by == booking.ByPackage:
		counts := cause == booking.Announced
		if _, most := limitsOf(season); counts && s.announced(b.rider, season) >= most {
			return
		}
		s.heldVouchers[made] = &simVoucher{rider: b.rider, left: 1, from: b.lesson.day, through: through, counts: counts, season: season}
	}
}

func (s *simulator) cancelLesson() error {
	l, err := s.someLesson()
	if err != nil {
		return err
	}
	_, err = s.CancelLesson(ctx, s.req(), l.id, desk.CancelLesson{Reason: "orage", Version: s.version(l.id)})
	if err := expects(err, l.state == planning.Planned, "cancelling a lesson"); err != nil {
		return err
	}
	l.state = planning.Cancelled
	for id, b := range s.bookings {
		if b.lesson != l || !b.state.Takes() {
			continue
		}
		b.state = booking.CancelledByClub
		var made booking.VoucherID
		_ = s.raw.QueryRow("SELECT id FROM vouchers WHERE booking = ?", id).Scan(&made) // none is seen by agrees
		s.givesBack(b, booking.ByClub, made)
	}
	for _, w := range l.waiting {
		if w.state == booking.Waits || w.state == booking.Offered {
			w.state = booking.Left
		}
	}
	return nil
}

func (s *simulator) changeRoom() error {
	l, err := s.someLesson()
	if err != nil {
		return err
	}
	capacity := 1 + s.rand.IntN(4)
	form := desk.LessonForm{Day: l.day, Version: s.version(l.id), Shape: planning.Shape{Kind: planning.Group, Name: "Reprise", Start: l.start, Minutes: 60, Capacity: capacity}}
	_, err = s.ChangeLesson(ctx, s.req(), l.id, form)
	_, taken := s.in(l, 0)
	if capacity < taken && err == nil {
		return wrong("%d places for %d riders", capacity, taken)
	}
	if err != nil {
		return err
	}
	l.capacity = capacity
	s.moveUp(l, s.clock.now(), s.zone)
	return nil
}

func (s *simulator) callSomeRoll() error {
	l, err := s.someLesson()
	if err != nil {
		return err
	}
	ended := !s.clock.now().Before(l.begins(s.zone))
	_, err = s.CallRoll(ctx, s.req(), l.id, desk.CallRoll{AllPresent: true, Close: true})
	if err := expects(err, ended && l.state == planning.Planned, "a roll"); err != nil {
		return err
	}
	l.state = planning.Closed
	for _, b := range s.bookings {
		if b.lesson == l && b.state == booking.Booked {
			b.state = booking.Attended
		}
	}
	return nil
}
