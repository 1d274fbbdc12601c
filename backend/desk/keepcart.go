package desk

import (
	"context"
	"slices"
	"time"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/sqlite"
)

// promised are what a cart is kept for at the counter.
var promised = []billing.Awaits{billing.AwaitsCheque, billing.AwaitsTransfer, billing.AwaitsVisit, billing.AwaitsLink, billing.AwaitsFile}

// longestKept is how many days ahead a cart can be kept.
const longestKept = 365

// KeepCart says what a cart waits for, and how long.
type KeepCart struct {
	Awaits billing.Awaits `json:"awaits" enum:"cheque,transfer,visit,link,file" doc:"link: by a payment link, that is asked for at once"`
	Until  calendar.Day   `json:"untilDay,omitempty" doc:"The last day; that of a promise by the policy when empty"`
}

// KeepCart puts aside a sale whose payment is promised or whose rider's file is
// awaited: its places are held to the end of a day, by default the policy's days
// from now, and not for an hour (PRODUCT section 6). A moment later they are free,
// as those of any cart; taken up before, it keeps them until then.
func (d *Desk) KeepCart(ctx context.Context, req Request, id billing.CartID, in KeepCart) (CartView, error) {
	body := struct {
		Cart billing.CartID
		In   KeepCart
	}{id, in}
	return d.moveCart(ctx, req, "keepCart", id, body, func(tx *sqlite.Tx, c clubNow, cart *billing.Cart) error {
		until := in.Until
		if until == "" {
			until = c.promiseDay()
		}
		if err := c.checkKept(until); err != nil {
			return err
		}
		switch {
		case !slices.Contains(promised, in.Awaits):
			return club.Refuse(club.CodeInvalid).On("awaits")
		case in.Awaits == billing.AwaitsCheque && !slices.Contains(c.ways(), billing.Cheque):
			return club.Refuse(club.CodeWayUnknown).On("awaits").With("way", string(billing.Cheque))
		case cart.Household == 0:
			return club.Refuse(club.CodeHouseholdNotFound)
		case len(cart.Lines) == 0:
			return club.Refuse(club.CodeCartEmpty)
		case !tx.Now.Before(cart.ExpiresAt):
			return club.Refuse(club.CodeCartExpired)
		}
		if in.Awaits == billing.AwaitsLink {
			if err := keepForLink(tx, c, *cart); err != nil {
				return err
			}
		}
		cart.State = billing.CartParked
		c.keep(cart, in.Awaits, until)
		return nil
	})
}

// waitForFiles keeps a cart for the policy's days when a line of it waits for its
// rider's file and it was not kept for something before: an enrolment whose file is
// awaited holds its places longer than an hour (PRODUCT section 6).
func waitForFiles(tx *sqlite.Tx, c clubNow, cart *billing.Cart) error {
	if cart.Awaits != "" {
		return nil
	}
	now, err := tx.Cart(cart.ID)
	if err != nil {
		return err
	}
	if err := awaitFiles(tx, c, now.Lines); err != nil {
		return err
	}
	if slices.ContainsFunc(now.Lines, awaitsFile) {
		c.keep(cart, billing.AwaitsFile, c.promiseDay())
	}
	return nil
}

// checkKept refuses a day that no cart is kept until.
func (c clubNow) checkKept(until calendar.Day) error {
	switch _, err := calendar.ParseDay(string(until)); {
	case err != nil:
		return club.Refuse(club.CodeBadDay).On("untilDay")
	case until < c.today:
		return club.Refuse(club.CodeDayOrder).On("untilDay")
	case until > c.today.AddDays(longestKept):
		return club.Refuse(club.CodeInvalid).On("untilDay")
	}
	return nil
}

// lastDay is the day at whose end something is over.
func (c clubNow) lastDay(end time.Time) calendar.Day {
	return calendar.DayOf(end.Add(-time.Nanosecond), c.zone)
}

// keep lets a cart live to the end of a day, whatever its hour was.
func (c clubNow) keep(cart *billing.Cart, awaits billing.Awaits, through calendar.Day) {
	cart.Awaits, cart.KeptUntil = awaits, c.midnight(through.AddDays(1))
	cart.ExpiresAt = cart.KeptUntil
}
