package desk

import (
	"context"
	"crypto/rand"
	"slices"

	"paddock/backend/booking"
	"paddock/backend/club"
	"paddock/backend/journal"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// HorseFor is a horse for a rider's place.
type HorseFor struct {
	Booking booking.BookingID `json:"booking"`
	Horse   planning.HorseID  `json:"horse" doc:"0 takes the horse back"`
}

// GiveHorses gives riders of one day their horses, all or none.
type GiveHorses struct {
	Give   []HorseFor `json:"give" nullable:"false"`
	Reason string     `json:"reason,omitempty" maxLength:"500" doc:"Why although a limit stands against it"`
}

// HorsesGiven is what was done.
type HorsesGiven struct {
	Given   int `json:"given"`
	Against int `json:"against" doc:"Of these, how many although a limit stood against it"`
}

// GiveHorses gives horses to riders: one chosen by hand, two that are exchanged, a
// whole proposal. A horse is never in two lessons at once; every other limit takes
// a reason, which is recorded and listed for the owner (PRODUCT section 4).
func (d *Desk) GiveHorses(ctx context.Context, req Request, in GiveHorses) (HorsesGiven, error) {
	return write(ctx, d, req, "giveHorses", in, func(tx *sqlite.Tx) (HorsesGiven, error) {
		c, err := loadClub(tx)
		if err != nil {
			return HorsesGiven{}, err
		}
		g := giving{tx: tx, actor: req.Actor, reason: clean(in.Reason)}
		if err := g.load(c, in.Give); err != nil {
			return HorsesGiven{}, err
		}
		for _, give := range in.Give {
			if err := g.give(give); err != nil {
				return HorsesGiven{}, err
			}
		}
		if len(in.Give) == 0 {
			return HorsesGiven{}, nil
		}
		return g.done, act(tx, "giveHorses", g.about, g.household, back{"giveHorses", horsesGiven{g.was, in.Give}})
	})
}

// giving is one GiveHorses under way.
type giving struct {
	tx     *sqlite.Tx
	actor  club.Actor
	stable *stable
	reason string

	was       []HorseFor
	about     string
	household club.HouseholdID
	done      HorsesGiven
}

// load finds the places and takes back what they have, so that two riders may
// exchange their horses.
func (g *giving) load(c clubNow, gives []HorseFor) error {
	for i, give := range gives {
		m, err := g.tx.Mount(give.Booking)
		if err != nil {
			return refused(err, club.CodeBookingEnded)
		}
		if m.Closed {
			return club.Refuse(club.CodeLessonClosed)
		}
		if i == 0 {
			if g.stable, err = stableOn(g.tx, c, m.Day); err != nil {
				return err
			}
			g.about = m.Name
			if len(gives) == 1 {
				rider, err := g.tx.Rider(m.Rider)
				if err != nil {
					return err
				}
				g.about, g.household = rider.Name(), rider.Household
			}
		}
		at := g.at(give.Booking)
		if at < 0 { // of another day, or named twice
			return club.Refuse(club.CodeInvalid).On(field("give", i, "booking"))
		}
		g.was = append(g.was, HorseFor{give.Booking, m.Horse})
		g.stable.mounts[at].Horse = 0
		if err := g.tx.GiveHorse(give.Booking, 0); err != nil {
			return err
		}
	}
	return nil
}

func (g *giving) at(id booking.BookingID) int {
	return slices.IndexFunc(g.stable.mounts, func(m sqlite.Mount) bool { return m.Booking == id && m.Day == g.stable.day })
}

func (g *giving) give(give HorseFor) error {
	if give.Horse == 0 {
		return nil
	}
	m := &g.stable.mounts[g.at(give.Booking)]
	horse, works := g.stable.horse(give.Horse)
	if !works {
		held, err := g.tx.Horse(give.Horse)
		if err != nil {
			return refused(err, club.CodeHorseNotFound)
		}
		return club.Refuse(club.CodeHorseLeft).With("name", held.Name)
	}
	limits := g.stable.limits(horse, *m)
	if len(limits) > 0 {
		if err := g.against(horse, *m, limits); err != nil {
			return err
		}
	}
	m.Horse = give.Horse
	g.done.Given++
	return g.tx.GiveHorse(give.Booking, give.Horse)
}

// against records why limits are set aside; an overlap never is.
func (g *giving) against(horse planning.Horse, m sqlite.Mount, limits []planning.Limit) error {
	if slices.ContainsFunc(limits, planning.Limit.Blocks) {
		other := g.stable.busyWith(horse.ID, m)
		return club.Refuse(club.CodeHorseTaken).On("horse").With("name", horse.Name).With("onDay", other.Day).
			With("other", other.Name).With("time", other.Start.String()).With("n", 1).With("blocks", true)
	}
	if g.reason == "" {
		return club.Refuse(horseCodes[limits[0]]).On("horse").With("name", horse.Name).With("rider", m.RiderName)
	}
	text, salt := g.reason, rand.Text()
	id, err := g.tx.InsertReason(salt, text)
	if err != nil {
		return err
	}
	kept := setAside{id, journal.Reason(salt, text)}
	var rules []Obstacle
	for _, limit := range limits {
		rules = append(rules, Obstacle{Code: horseCodes[limit]})
	}
	g.done.Against++
	if err := g.tx.InsertHorseOverride(sqlite.HorseOverride{Booking: m.Booking, Horse: horse.ID, Limits: limits, Reason: id}, g.actor); err != nil {
		return err
	}
	return kept.seal(g.tx, g.actor, m.Lesson, m.Booking, rules)
}

// horseCodes say of each limit why a rider cannot have a horse.
var horseCodes = map[planning.Limit]club.Code{
	planning.LimitOwner: club.CodeHorseOwner, planning.LimitAway: club.CodeHorseAway, planning.LimitDayOff: club.CodeHorseDayOff,
	planning.LimitLevel: club.CodeHorseLevel, planning.LimitWeight: club.CodeHorseWeight,
	planning.LimitOverlap: club.CodeHorseTaken, planning.LimitDay: club.CodeHorseDay, planning.LimitWeek: club.CodeHorseWeek,
}

// horsesGiven is who had which horse before and has since.
type horsesGiven struct {
	Was []HorseFor `json:"was"`
	Is  []HorseFor `json:"is"`
}

func (h horsesGiven) turned() any { return horsesGiven{h.Is, h.Was} }

// undoHorses gives riders the horses they had, with the reasons those had. It
// refuses once one of them has another, or the horse is in another lesson by now.
func undoHorses(u undoing, in horsesGiven) error {
	g := giving{tx: u.tx, actor: u.actor}
	if err := g.load(u.c, in.Is); err != nil {
		return err
	}
	for i, is := range in.Is {
		if g.was[i].Horse != is.Horse {
			return club.Refuse(club.CodeUndoChanged)
		}
	}
	for _, was := range in.Was {
		m := &g.stable.mounts[g.at(was.Booking)]
		if was.Horse != 0 && g.stable.busyWith(was.Horse, *m).Booking != 0 {
			return club.Refuse(club.CodeUndoChanged)
		}
		m.Horse = was.Horse
		if err := u.tx.GiveHorse(was.Booking, was.Horse); err != nil {
			return err
		}
	}
	return nil
}

// releaseHorses gives the horses of a lesson back that cannot come along to its
// new time: they are in another lesson then, away or at rest.
func releaseHorses(tx *sqlite.Tx, c clubNow, l planning.Lesson) error {
	rows, err := tx.BookingsOf(l.ID)
	if err != nil || !slices.ContainsFunc(rows, func(b booking.Booking) bool { return b.Horse != 0 }) {
		return err
	}
	s, err := stableOn(tx, c, l.Day)
	if err != nil {
		return err
	}
	for _, m := range s.mounts {
		if m.Lesson != l.ID || m.Horse == 0 {
			continue
		}
		h, works := s.horse(m.Horse)
		if works && !h.AwayOn(l.Day) && !h.Off(l.Day) && s.busyWith(m.Horse, m).Booking == 0 {
			continue
		}
		if err := tx.GiveHorse(m.Booking, 0); err != nil {
			return err
		}
	}
	return nil
}
