package desk_test

import (
	"bufio"
	"cmp"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/planning"
)

// yearKills is how often the program is killed within the year.
var yearKills = flag.Int("year-kills", 6, "how often the program that plays a year is killed")

// What a program that plays the year is told: the data folder, and when it dies, as
// death writes it; none for one that comes to the end.
const yearFolder, yearDeath = "PADDOCK_YEAR", "PADDOCK_YEAR_DEATH"

// firstDay is the club's first day, a Friday; it closes with the calendar's year.
const firstDay = calendar.Day("2027-01-01")

// A year from the club's opening to its yearly closing, played by programs of their
// own (this test, started again) of which all but the last are killed with SIGKILL
// within one of a day's things to do, at a moment of it that is drawn. The next
// begins with the last day that is closed and does it all again under the same keys:
// what was done answers as it did. -short plays two months with one kill.
func TestAYearIsPlayedThroughToItsClosingByProgramsThatAreKilled(t *testing.T) {
	days, kills := 365, *yearKills
	if testing.Short() {
		days, kills = 59, 1
	}
	if dir := os.Getenv(yearFolder); dir != "" {
		playYear(t, dir, days)
		return
	}
	h := yearsClub(t)
	h.must(h.Close())
	chance := rand.New(rand.NewPCG(5, 6))
	dies := []int{30} // the last of January, which is closed with its month, and days that are drawn
	for len(dies) < kills {
		if n := chance.IntN(days); !slices.Contains(dies, n) {
			dies = append(dies, n)
		}
	}
	slices.Sort(dies)
	acks := map[string]string{}
	for _, n := range dies[:kills] {
		at := death{day: firstDay.AddDays(n), act: chance.IntN(100), after: time.Duration(chance.IntN(4000)) * time.Microsecond}
		if said := h.programPlays(at.String(), acks); said == nil || said.Error() != "signal: killed" {
			t.Fatalf("the program that dies on %s: %v", at, said)
		}
		h.clock.set(t, string(at.day)+" 20:30")
		h.open()
		if through := h.closedDays(); through != n && through != n+1 {
			t.Errorf("killed on %s: %d days are closed", at, through)
		}
		h.proved()
		h.must(h.Close())
	}
	if err := h.programPlays("", acks); err != nil {
		t.Fatal(err)
	}
	h.clock.set(t, string(firstDay.AddDays(days))+" 10:00")
	h.open()
	h.holdsYear(days, acks)
}

// death is when a program that plays the year kills itself: so long after it began
// one of the day's things to do, counted round those the day has.
type death struct {
	day   calendar.Day
	act   int
	after time.Duration
}

func (d death) String() string { return fmt.Sprint(d.day, " ", d.act, " ", d.after) }

// strikes kills this program while do works, or once it has worked, before anything
// more is done.
func (d death) strikes(do func() string) {
	begun := time.Now()
	go func() {
		for time.Since(begun) < d.after {
			runtime.Gosched()
		}
		itself, err := os.FindProcess(os.Getpid())
		if err = errors.Join(err, itself.Kill()); err != nil {
			panic(err)
		}
	}()
	do()
	select {}
}

// programPlays starts this test as a program of its own, which plays the year on, and
// notes what it acknowledged; what was acknowledged before stays what it was.
func (h *house) programPlays(dies string, acks map[string]string) error {
	h.t.Helper()
	program, err := os.Executable()
	h.must(err)
	args := []string{"-test.run=^TestAYearIsPlayedThroughToItsClosingByProgramsThatAreKilled$"}
	if testing.Short() {
		args = append(args, "-test.short")
	}
	cmd := exec.Command(program, args...)
	cmd.Env = append(os.Environ(), yearFolder+"="+h.dir, yearDeath+"="+dies)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	h.must(err)
	h.must(cmd.Start())
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		ack, is := strings.CutPrefix(lines.Text(), "ack ")
		if !is {
			if text := lines.Text(); text != "PASS" {
				h.t.Log(text)
			}
			continue
		}
		at, did, _ := strings.Cut(ack, ": ")
		if before, known := acks[at]; known && before != did {
			h.t.Errorf("%s: %q was acknowledged, and now %q", at, before, did)
		}
		acks[at] = did
	}
	return cmd.Wait()
}

// yearsClub is a club on its first day, with what it sells, a family and a series.
func yearsClub(t *testing.T) *house {
	t.Helper()
	h := emptyHouse(t)
	h.clock.set(t, string(firstDay)+" 07:00")
	in := bareRun()
	in.Season = calendar.Season{Name: "2027", First: firstDay, Last: "2027-12-31"}
	h.begun(in)
	shopOf(h)
	seasons, err := h.Seasons(ctx)
	h.must(err)
	_, err = h.SaveSeries(ctx, h.req(), desk.SaveSeries{Series: planning.Series{
		Season: seasons[0].ID, Weekday: 3, EveryWeeks: 1, First: "2027-01-06", Last: "2027-12-29", InHolidays: true, OnPublic: true,
		Shape: planning.Shape{Kind: planning.Group, Name: "Mercredi", Start: 15 * 60, Minutes: 60, Capacity: 30},
	}})
	h.must(err)
	h.sells(catalogue.Offer{Kind: catalogue.Package, Name: "Forfait", Price: 520_00, Season: seasons[0].ID,
		Parts: []catalogue.Part{{VAT: "riding", Cents: 520_00}}, Terms: catalogue.Terms{Weekly: 1}})
	_, err = h.SaveAids(ctx, h.req(), desk.Change[[]club.AidKind]{Version: h.settings().Versions.Aids, Value: []club.AidKind{
		{Name: "Carte Sortir", Payer: "Ville", Percent: 50_00, From: "2026-09-01"},
	}})
	h.must(err)
	return h
}

// closedDays counts the daily closings.
func (h *house) closedDays() (n int) {
	h.t.Helper()
	h.ask("SELECT count(*) FROM closings WHERE kind = 'day'", func(row *sql.Rows) error { return row.Scan(&n) })
	return n
}

// playYear plays the days from the last that is closed, told by the data alone.
func playYear(t *testing.T, dir string, days int) {
	h := &house{t: t, dir: dir, clock: &clock{}}
	from := max(h.closedDays()-1, 0)
	h.clock.set(t, string(firstDay.AddDays(from))+" 07:30")
	h.open()
	var err error
	h.owner, err = h.Person(ctx, "")
	h.must(err)
	y := &year{shop: &shop{house: h, offers: map[string]catalogue.OfferID{}}}
	for name, sold := range map[string]string{"card": "Carte 10 cours collectifs", "licence": "Licence FFE 2027, moins de 18 ans", "gloves": "Gants enfant", "package": "Forfait"} {
		y.offers[name] = h.named(sold).ID
	}
	y.family, err = h.Household(ctx, club.HouseholdID(y.first("SELECT min(id) FROM households")))
	h.must(err)
	y.wed = planning.SeriesID(y.first("SELECT min(id) FROM series"))
	var dies death
	if text := os.Getenv(yearDeath); text != "" {
		var after string
		_, err := fmt.Sscan(text, &dies.day, &dies.act, &after)
		h.must(err)
		dies.after, err = time.ParseDuration(after)
		h.must(err)
	}
	for n := from; n < days; n++ {
		y.day = firstDay.AddDays(n)
		h.keys.Store(int64(n+1) * 1000)
		acts := y.acts()
		for i, do := range acts {
			h.clock.set(t, fmt.Sprintf("%s %02d:00", y.day, 8+i))
			if y.day == dies.day && i == dies.act%len(acts) {
				dies.strikes(do)
			}
			fmt.Printf("ack %s %d: %s\n", y.day, i, do())
		}
	}
}

// holdsYear says that the year is whole: each document and receipt that was
// acknowledged and no other, the closings without a gap, each perpetual total the sum
// of its periods, and every proof of it.
func (h *house) holdsYear(days int, acks map[string]string) {
	h.t.Helper()
	last := firstDay.AddDays(days - 1)
	have, documents, sold := map[string]money.Cents{}, 0, money.Cents(0)
	h.ask("SELECT number, total_cents, 1 FROM invoices UNION ALL SELECT receipt, cents, 0 FROM payments", func(row *sql.Rows) error {
		var number string
		var cents money.Cents
		var document int
		err := row.Scan(&number, &cents, &document)
		have[number] = cents
		documents += document
		return err
	})
	acked := map[string]bool{}
	for at, did := range acks {
		for one := range strings.SplitSeq(did, ";") {
			var number string
			var cents money.Cents
			if n, _ := fmt.Sscanf(one, "%s %d", &number, &cents); n < 2 {
				continue
			}
			if have[number] != cents {
				h.t.Errorf("%s: %s was acknowledged with %d, there it is %d", at, number, cents, have[number])
			}
			if strings.HasPrefix(number, "F") {
				acked[number], sold = true, sold+cents
			}
		}
	}
	if len(acked) != documents {
		h.t.Errorf("%d documents were acknowledged, %d are there", len(acked), documents)
	}

	made, err := h.Closings().Rows(ctx, desk.ListQuery{From: firstDay, To: last})
	h.must(err)
	closed, issued, received := map[billing.ClosingKind]int{}, map[billing.ClosingKind]money.Cents{}, map[billing.ClosingKind]money.Cents{}
	slices.SortFunc(made, func(a, b desk.Closed) int { return cmp.Compare(a.Seq, b.Seq) })
	for _, c := range made {
		closed[c.Kind]++
		issued[c.Kind] += c.Period.Issued.Gross
		received[c.Kind] += c.Period.Received.Cents
		if c.N != closed[c.Kind] || c.Perpetual.Issued.Gross != issued[c.Kind] || c.Perpetual.Received.Cents != received[c.Kind] {
			h.t.Errorf("closing %s %d of %s, the %dth: perpetual %d and %d, added up %d and %d", c.Kind, c.N, c.Day, closed[c.Kind],
				c.Perpetual.Issued.Gross, c.Perpetual.Received.Cents, issued[c.Kind], received[c.Kind])
		}
	}
	want := map[billing.ClosingKind]int{billing.DayClosing: days, billing.MonthClosing: 2}
	if days == 365 {
		want[billing.MonthClosing], want[billing.YearClosing] = 12, 1
	}
	if !maps.Equal(closed, want) {
		h.t.Errorf("closings %v, want %v", closed, want)
	}
	for kind := range want {
		if issued[kind] != sold || received[kind] != received[billing.DayClosing] || sold == 0 {
			h.t.Errorf("%s closings: issued %d and received %d, acknowledged %d and by day %d", kind, issued[kind], received[kind], sold, received[billing.DayClosing])
		}
	}

	h.proved()
	archive, err := h.Archive(ctx, h.req(), calendar.Period{First: firstDay, Last: last}, h.t.TempDir())
	h.must(err)
	if proof, err := desk.VerifyArchive(archive.File, locale.French); err != nil || !proof.OK {
		h.t.Errorf("the archive: %+v, %v", proof, err)
	}
	entries, err := h.EntriesFile(ctx, h.req(), firstDay, last)
	h.must(err)
	if sums, err := readEntries(h.t.(*testing.T), entries.Raw); err != nil || !strings.Contains(sums, "VE ") {
		h.t.Errorf("the entries file: %v\n%s", err, sums)
	}
	h.t.Logf("%d documents, %d.%02d in all, %d things acknowledged", documents, sold/100, sold%100, len(acks))
}
