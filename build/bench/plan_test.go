//go:build bench

package bench

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/planning"
)

// How large the bare plan is: ten seasons of so many series, with so many places
// taken in every lesson.
const (
	bareSeasons = 10
	bareSeries  = 170
	barePlaces  = 6

	// A season of PERFORMANCE, section 5: 10,047 lessons in 51 weeks.
	seasonSeries  = 197
	seasonLessons = 10_000
)

const barePlan = `
CREATE TABLE rider (id INTEGER PRIMARY KEY, name TEXT NOT NULL, level INTEGER NOT NULL, born TEXT NOT NULL);
CREATE TABLE card (id INTEGER PRIMARY KEY, rider INTEGER NOT NULL, units INTEGER NOT NULL);
CREATE TABLE lesson (id INTEGER PRIMARY KEY, series INTEGER NOT NULL, day TEXT NOT NULL, start INTEGER NOT NULL, minutes INTEGER NOT NULL, arena INTEGER, instructor INTEGER, capacity INTEGER NOT NULL, state INTEGER NOT NULL);
CREATE INDEX lesson_day ON lesson (day, start);
CREATE TABLE booking (id INTEGER PRIMARY KEY, lesson INTEGER NOT NULL, rider INTEGER NOT NULL, way INTEGER NOT NULL, state INTEGER NOT NULL);
CREATE INDEX booking_lesson ON booking (lesson);
CREATE TABLE answered (key TEXT PRIMARY KEY, booking INTEGER NOT NULL);`

// planDay is a Saturday of the present season that is still to come, and
// planSeason what is left of it.
const planDay calendar.Day = "2026-10-10"

var planSeason = calendar.Period{First: "2026-10-08", Last: "2027-08-31"}

// TestPlan times the rows of PERFORMANCE, section 5, that the plan reaches, on ten
// years of bookings.
func TestPlan(t *testing.T) {
	printLoad("before")
	b, c := openBarePlan(t), atCounter(t)
	c.bookings()
	for _, a := range slices.Concat(c.planLists(b), c.planWork(b)) {
		t.Run(a.name, func(t *testing.T) { compare(t, a) })
	}
	printLoad("after")
}

// planLists are those that change nothing.
func (c *counter) planLists(b *bare) []action {
	week := calendar.Week(planDay)
	riders := c.grown()
	count := `SELECT l.*, count(b.id), sum(b.way = 1), sum(b.state = 1) FROM lesson l LEFT JOIN booking b ON b.lesson = l.id
		WHERE l.day BETWEEN ? AND ? GROUP BY l.id ORDER BY l.day, l.start`
	return []action{{
		name: "day_roster", most: 18, turns: 60, goal: 2 * time.Millisecond,
		floor: func(int) {
			b.rows("SELECT l.*, b.way, b.state, r.* FROM lesson l JOIN booking b ON b.lesson = l.id JOIN rider r ON r.id = b.rider WHERE l.day BETWEEN ? AND ? ORDER BY l.start, b.id",
				string(planDay), string(planDay.AddDays(1))) // as many rows as ours has on one day
		},
		ours: func(int) {
			roster, err := c.Roster(c.asked(), planDay)
			c.must(err)
			if len(roster.Lessons) < 20 {
				c.t.Fatalf("%d lessons", len(roster.Lessons))
			}
		},
	}, {
		name: "week_grid", most: 20, turns: 60, goal: time.Millisecond,
		floor: func(int) { b.rows(count, string(week.First), string(week.Last)) },
		ours: func(int) {
			plan, err := c.Plan(c.asked(), week)
			c.must(err)
			if len(plan.Lessons) < 100 {
				c.t.Fatalf("%d lessons", len(plan.Lessons))
			}
		},
	}, {
		name: "lessons_of_a_season_for_one_rider", most: 2, turns: 20, goal: 20 * time.Millisecond,
		floor: func(int) { b.rows(count, string(planSeason.First), string(planSeason.Last)) },
		ours: func(n int) {
			chances, err := c.LessonsFor(c.asked(), riders[(n+1)%len(riders)].ID, planSeason.First, planSeason.Last, 0)
			c.must(err)
			if len(chances) < 4000 {
				c.t.Fatalf("%d lessons", len(chances))
			}
		},
	}, {
		name: "offers_for_one_rider", most: 4, turns: 20, goal: 20 * time.Millisecond,
		floor: func(int) { b.rows(count, string(planSeason.First), string(planSeason.Last)) },
		ours: func(n int) {
			rider := riders[(n+1)%len(riders)]
			_, err := c.OffersFor(c.asked(), rider.ID, rider.Household)
			c.must(err)
		},
	}, {
		name: "horses_for_120_riders", most: mostOfHours, turns: 20, goal: 200 * time.Millisecond,
		floor: func(int) { bareHours() },
		ours: func(int) {
			rides, works := stable120()
			if got := planning.Assign(rides, works, func() bool { return true }); !got.Proven {
				c.t.Fatal("not proven")
			}
		},
	}}
}

// planWork are those that book and plan.
func (c *counter) planWork(b *bare) []action {
	type place struct {
		lesson planning.LessonID
		rider  club.RiderID
	}
	var horseDay calendar.Day
	var free []place
	mine := map[planning.LessonID]bool{}
	year := 2027
	return []action{{
		name: "book_lesson", most: 20, turns: 60, goal: 2 * time.Millisecond,
		floor: func(n int) {
			b.write(func(tx *sql.Tx) {
				var taken int
				if err := tx.QueryRow("SELECT count(*) FROM booking WHERE lesson = ?", n+2).Scan(&taken); err != nil {
					b.t.Fatal(err)
				}
				id := b.exec(tx, "INSERT INTO booking (lesson, rider, way, state) VALUES (?, 1, 1, 1)", n+2)
				b.exec(tx, "UPDATE card SET units = units - 1 WHERE rider = 1")
				b.exec(tx, "INSERT INTO answered VALUES (?, ?)", fmt.Sprint("key", n), id)
			})
		},
		ours: func(n int) {
			if n < 0 { // cards for those who book, and where
				for _, rider := range c.grown()[:40] {
					c.giveCard(rider)
					chances, err := c.LessonsFor(c.asked(), rider.ID, planSeason.First, planSeason.First.AddDays(60), 0)
					c.must(err)
					most := len(free) + 5           // units
					days := map[calendar.Day]bool{} // nobody rides twice at the same time
					for _, chance := range chances {
						l := chance.Lesson
						if len(chance.Bars)+len(chance.Asks) == 0 && len(chance.Ways) > 0 && !mine[l.ID] && !days[l.Day] && len(free) < most {
							free, mine[l.ID], days[l.Day] = append(free, place{l.ID, rider.ID}), true, true
						}
					}
				}
			}
			next := free[0]
			free = free[1:]
			_, err := c.Book(c.asked(), c.request(), desk.Book{Lesson: next.lesson, Rider: next.rider, By: booking.ByCard})
			c.must(err)
		},
	}, {
		name: "horses_proposed_for_120_riders", most: mostOfVerb, turns: 20, goal: 200 * time.Millisecond,
		floor: func(int) { bareHours() },
		ours: func(n int) {
			if n < 0 {
				horseDay = c.dayOf120()
			}
			got, err := c.ProposeHorses(c.asked(), desk.ProposeHorses{Day: horseDay, Patience: 2 * time.Second})
			c.must(err)
			if !got.Proven || got.Riders != 120 || got.Mounted < 100 {
				c.t.Fatalf("%d of %d riders, proven %v", got.Mounted, got.Riders, got.Proven)
			}
		},
	}, {
		name: "season_planned", most: 20, turns: 3, goal: 200 * time.Millisecond,
		floor: func(n int) { b.season(bareSeasons+n, seasonSeries) },
		ours: func(n int) {
			seasons, err := c.Seasons(c.asked())
			c.must(err)
			if n < 0 {
				c.fill(seasons[0])
			}
			next, err := c.SaveSeason(ctx, c.request(), calendar.Season{
				Name: fmt.Sprint(year), First: calendar.Date(year, 9, 1), Last: calendar.Date(year+1, 8, 31),
			})
			c.must(err)
			year++
			made, err := c.CopySeries(ctx, c.request(), desk.CopySeries{From: seasons[0].ID, To: next.ID})
			c.must(err)
			if made.Made < seasonLessons {
				c.t.Fatalf("%d lessons", made.Made)
			}
		},
	}}
}

// openBarePlan is ten bare seasons with their bookings.
func openBarePlan(t *testing.T) *bare {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(t.TempDir(), "bare.db")+"?_journal_mode=WAL&_synchronous=FULL&_foreign_keys=1&_txlock=immediate&_stmt_cache_size=32")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { db.Close() })
	if _, err := db.Exec(barePlan); err != nil {
		t.Fatal(err)
	}
	b := &bare{t: t, db: db, kept: map[string]*sql.Stmt{}}
	for n := range bareSeasons {
		b.season(n, bareSeries)
	}
	b.write(func(tx *sql.Tx) {
		for n := range barePlaces {
			b.exec(tx, "INSERT INTO rider (name, level, born) VALUES (?, 3, '2012-05-01')", fmt.Sprint("Rider ", n))
			b.exec(tx, "INSERT INTO card (rider, units) VALUES (?, 10)", n+1)
			b.exec(tx, "INSERT INTO booking (lesson, rider, way, state) SELECT id, ?, 2, 2 FROM lesson", n+1)
		}
	})
	return b
}

// season makes one season's lessons in one transaction; the tenth is the present.
func (b *bare) season(n, most int) {
	first := calendar.Date(2017+n, 9, 1).Monday()
	b.write(func(tx *sql.Tx) {
		for week := range 51 {
			for series := range most {
				b.exec(tx, "INSERT INTO lesson (series, day, start, minutes, arena, instructor, capacity, state) VALUES (?, ?, ?, 60, 1, 1, 8, 0)",
					series, string(first.AddDays(7*week+series%7)), 300+series/7*30)
			}
		}
	})
}

// fill gives a season the series it lacks for a next one of ten thousand lessons.
func (c *counter) fill(season calendar.Season) {
	plan, err := c.Plan(c.asked(), calendar.Week(planDay))
	c.must(err)
	had := 0
	for _, l := range plan.Lessons {
		if l.Series != 0 {
			had++
		}
	}
	for n := range max(0, seasonSeries+15-had) { // closed days and holidays take some
		_, err := c.SaveSeries(c.asked(), c.request(), desk.SaveSeries{Series: planning.Series{
			Season: season.ID, Weekday: 1 + n%7, EveryWeeks: 1, First: season.First, Last: season.Last, InHolidays: true, OnPublic: true,
			Shape: planning.Shape{Kind: planning.Group, Name: fmt.Sprint("Reprise ", n), Start: 300, Minutes: 30, Capacity: 8},
		}})
		c.must(err)
	}
}

// dayOf120 is a day of the season without lessons to which 120 riders come, in
// aligned lessons of eight, three at a time, with 40 horses at the club.
func (c *counter) dayOf120() calendar.Day {
	stable, err := c.Horses(c.asked(), planSeason.Last)
	c.must(err)
	there := 0
	for _, h := range stable.Horses {
		if !h.Archived && len(h.Away) == 0 && len(h.DaysOff) == 0 && h.Owner == 0 {
			there++
		}
	}
	for n := there; n < 40; n++ {
		_, err := c.SaveHorse(c.asked(), c.request(), planning.Horse{Name: fmt.Sprint("Cheval ", n), LessonsADay: 4, DaysOff: []int{}, Away: []planning.Away{}, Cares: []planning.Care{}})
		c.must(err)
	}
	day := planSeason.Last
	for {
		plan, err := c.Plan(c.asked(), calendar.Period{First: day, Last: day})
		c.must(err)
		if len(plan.Lessons) == 0 {
			break
		}
		day = day.AddDays(-1)
	}
	riders, err := c.ListRiders(c.asked())
	c.must(err)
	for n := range 15 {
		lesson, err := c.AddLesson(c.asked(), c.request(), desk.LessonForm{Day: day, Reason: "bench", Shape: planning.Shape{
			Kind: planning.Group, Name: fmt.Sprint("Reprise ", n), Start: calendar.Minute(540 + n/3*60), Minutes: 60, Capacity: 8}})
		c.must(err)
		for r := range 8 {
			_, err := c.Book(c.asked(), c.request(), desk.Book{Lesson: lesson.ID, Rider: riders[8*n+r].ID, By: booking.ByGiven, Reason: "bench"})
			c.must(err)
		}
	}
	return day
}

// grown are adults with a rider's page of their own: no lesson asks their age.
func (c *counter) grown() []club.Rider {
	var riders []club.Rider
	for _, home := range c.homes() {
		for _, rider := range home.Riders {
			if rider.BirthDate != "" && rider.BirthDate < "2016" {
				riders = append(riders, rider)
			}
		}
	}
	return riders
}

// giveCard sells a rider a card of group lessons.
func (c *counter) giveCard(rider club.Rider) {
	cart, err := c.OpenCart(ctx, c.request(), rider.Household, desk.AddLine{Offer: c.aGroupCard(), Rider: rider.ID, Quantity: 1})
	c.must(err)
	c.checkout(cart)
}

func (c *counter) aGroupCard() catalogue.OfferID {
	offers, err := c.Offers(ctx, desk.OfferFilter{Kind: catalogue.Card})
	c.must(err)
	most := catalogue.Offer{}
	for _, o := range offers {
		if kind := planning.Kind(o.Terms.LessonKind); !o.Archived && (kind == "" || kind == planning.Group) && o.Terms.Units > most.Terms.Units {
			most = o.Offer
		}
	}
	return most.ID
}

// bookings prints how many the club has.
func (c *counter) bookings() {
	all, err := c.Bookings(ctx, "2017-09-01", "2027-08-31")
	c.must(err)
	fmt.Println("ours_bookings", len(all), "goal 400000")
}

// stable120 is a day of 120 riders in aligned lessons, three at a time, and 40
// horses.
func stable120() (rides []planning.Ride, works []planning.Work) {
	for h := range 40 {
		works = append(works, planning.Work{Horse: planning.HorseID(h + 1), Lessons: 4, Minutes: -1})
	}
	for r := range 120 {
		start := calendar.Minute(540 + r/24*60)
		ride := planning.Ride{ID: int64(r + 1), Span: planning.Span{Start: start, End: start + 60}}
		for h := range 40 {
			choice := planning.Choice{Horse: planning.HorseID(h + 1), Cost: (r*7 + h*13) % 60}
			if (r+h)%5 == 0 {
				choice.Limits = []planning.Limit{planning.LimitLevel}
			}
			ride.Choices = append(ride.Choices, choice)
		}
		rides = append(rides, ride)
	}
	return rides, works
}

// mostOfHours is how many times the cheapest horses of each hour alone a day's
// proposal may take, which keeps to the horses' hours, proves it and has spare.
const mostOfHours = 150

// mostOfVerb is the same of the desk's verb, which reads the day, its riders, and
// what the horses did in the week and the riders ride by habit.
const mostOfVerb = 150

// bareHours finds the cheapest horses of each hour of stable120.
func bareHours() {
	rides, works := stable120()
	for len(rides) > 0 {
		n := slices.IndexFunc(rides, func(r planning.Ride) bool { return r.Span.Start != rides[0].Span.Start })
		if n < 0 {
			n = len(rides)
		}
		bareHour(rides[:n], len(works))
		rides = rides[n:]
	}
}

// bareHour finds the cheapest horse for each ride of one hour, whatever the horses
// do all day: the Hungarian method, and nothing around it. It gives the cost.
func bareHour(rides []planning.Ride, horses int) (cost int) {
	const never = 1 << 30
	value := func(r, h int) int {
		if len(rides[r].Choices[h].Limits) > 0 {
			return never / 1024
		}
		return rides[r].Choices[h].Cost
	}
	u, v := make([]int, len(rides)+1), make([]int, horses+1)
	ride, way := make([]int, horses+1), make([]int, horses+1) // whose a horse is; 0 for nobody's
	for r := 1; r <= len(rides); r++ {
		ride[0] = r
		at, least, used := 0, slices.Repeat([]int{never}, horses+1), make([]bool, horses+1)
		for ride[at] != 0 {
			used[at] = true
			step, next := never, 0
			for h := 1; h <= horses; h++ {
				if used[h] {
					continue
				}
				if reduced := value(ride[at]-1, h-1) - u[ride[at]] - v[h]; reduced < least[h] {
					least[h], way[h] = reduced, at
				}
				if least[h] < step {
					step, next = least[h], h
				}
			}
			for h := range used {
				if used[h] {
					u[ride[h]], v[h] = u[ride[h]]+step, v[h]-step
				} else {
					least[h] -= step
				}
			}
			at = next
		}
		for at != 0 {
			ride[at], at = ride[way[at]], way[at]
		}
	}
	return -v[0]
}
