package desk

import (
	"fmt"
	"slices"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/mail"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// askedPlace is a lesson that a mail can ask a place in, for a rider.
type askedPlace struct {
	rider  club.RiderID
	lesson planning.LessonID
}

// lessonsWished lists the group lessons of the days a mail asks for that are for its
// riders, with what keeps them from a place: the desk's own chances (see LessonsFor).
// Only the days a mail names are loaded.
func lessonsWished(tx *sqlite.Tx, c clubNow, k known, wishes []mail.Wish) (all []mail.Lesson, err error) {
	who, on := map[club.RiderID]prospect{}, map[calendar.Day]bookable{}
	for _, wish := range wishes {
		if c.today.DaysUntil(wish.Day) > ridesAhead {
			continue
		}
		if _, known := who[wish.Rider]; !known {
			if who[wish.Rider], err = prospectOf(tx, c, wish.Rider); err != nil {
				return nil, err
			}
		}
		if _, known := on[wish.Day]; !known {
			if on[wish.Day], err = loadDays(tx, wish.Day, wish.Day); err != nil {
				return nil, err
			}
		}
		chances, err := who[wish.Rider].chances(on[wish.Day])
		if err != nil {
			return nil, err
		}
		for _, chance := range chances {
			l := chance.Lesson
			limits := catalogue.Limits{AgeMin: l.AgeMin, AgeMax: l.AgeMax, LevelMin: l.LevelMin, LevelMax: l.LevelMax}
			if bar, is := chance.mailBar(); is && l.Kind == planning.Group && len(limits.Obstacles(who[wish.Rider].buyer, l.Day)) == 0 {
				k.chances[askedPlace{wish.Rider, l.ID}] = chance
				all = append(all, mail.Lesson{ID: l.ID, Rider: wish.Rider, Day: l.Day, Start: l.Start, Bar: bar})
			}
		}
	}
	return all, nil
}

// mailBar is what keeps a place from being taken by a mail alone; is false of a lesson
// that is over or cancelled, and of one the rider is in.
func (c Chance) mailBar() (bar mail.Why, is bool) {
	for _, obstacle := range c.Bars {
		if obstacle.Code != club.CodeLessonFull {
			return "", false
		}
	}
	switch {
	case len(c.Bars) > 0:
		return mail.WhyFull, true
	case len(c.Asks) > 0:
		return mail.WhyInTheWay, true
	case c.pays(nil) == nil:
		return mail.WhyNothingPays, true
	}
	return "", true
}

// right is a voucher or a card that pays for places.
type right struct {
	voucher booking.VoucherID
	card    booking.CardID
}

// pays is the voucher that expires first, else the card, of what can still pay and other
// places do not need; nil for nothing.
func (c Chance) pays(spent map[right]int) (first *Way) {
	for i, way := range c.Ways { // of each the first to expire first
		if way.Closed == nil && spent[right{way.Voucher, way.Card}] < way.Left && (first == nil || first.By != booking.ByVoucher && way.By == booking.ByVoucher) {
			first = &c.Ways[i]
		}
	}
	return first
}

// proposeBooking is a place in a lesson, with what pays for it, which spent counts: each
// place that a mail asks for needs its own. Of one that is full the answer says so and
// speaks of the waiting list, on which nobody is put.
func proposeBooking(lang locale.Lang, p MailProposal, chance Chance, spent map[right]int) MailProposal {
	l := chance.Lesson
	if l.ID == 0 {
		return p
	}
	p.Lesson, p.Day, p.Through, p.Start = l.Name, l.Day, l.Day, l.Start
	p.Ref = fmt.Sprintf("booking:%d:%d", p.Rider, l.ID)
	p.Place = &chance
	params := locale.Params{"rider": cutName(p.RiderName), "lesson": l.Name, "lessonDay": l.Day, "time": l.Start.String()}
	bar, is := chance.mailBar()
	pays := chance.pays(spent)
	if is && bar == "" && pays == nil {
		bar, p.Sure = mail.WhyNothingPays, false
		p.Why = append(slices.Clone(p.Why), bar)
	}
	p.Key = fmt.Sprintf("%s:%s:%t", p.Ref, bar, is)
	switch {
	case bar == mail.WhyFull:
		p.Says = locale.Text(lang, "mailbox.answer.full", params)
	case is && bar == "":
		p.Pays, p.Can = pays, true
		spent[right{pays.Voucher, pays.Card}]++
		p.Key = fmt.Sprintf("%s:%s:%d:%d:%t:%d", p.Ref, p.Pays.By, p.Pays.Card, p.Pays.Voucher, p.Pays.Final, chance.Turn)
		params["throughDay"] = p.Pays.Through
		p.Says = locale.Text(lang, "mailbox.answer.booking."+string(p.Pays.By), params)
		if p.Pays.Final {
			p.Says += " " + locale.Text(lang, "mailbox.answer.bookingFinal", nil)
		}
	}
	return p
}

// booking takes the place as Book does, by what was shown to pay for it.
func (a *accepting) booking(p MailProposal) error {
	in := Book{Lesson: p.Place.Lesson.ID, Rider: p.Rider, By: p.Pays.By, Card: p.Pays.Card, Voucher: p.Pays.Voucher, Waiting: p.Place.Turn}
	b, err := bookPlace(a.tx, a.c, a.actor, in)
	if err != nil {
		return err
	}
	a.steps = append([]back{{"unbook", unbooked{b.seats.Bookings}}}, a.steps...)
	a.booked = append(a.booked, b.seats.Bookings...)
	return nil
}
