package desk_test

import (
	"slices"
	"testing"

	"paddock/backend/billing"
	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/desk"
	"paddock/backend/money"
)

// runsFromOctober is a paid package of 30 lessons at 336.00, from 14 October.
func (y *yard) runsFromOctober() desk.PackageRun {
	y.t.Helper()
	y.at("2026-10-13 12:00")
	y.checkout(y.open(y.weekly(y.manon, y.wed)))
	return y.packages()[0]
}

func (y *yard) stops(p desk.PackageRun, from calendar.Day, keeps int) (desk.PackageStop, error) {
	y.t.Helper()
	in := desk.StopPackage{From: from, Keeps: keeps, Reason: "déménage"}
	said, previewErr := y.PreviewStopPackage(ctx, p.ID, in)
	done, err := y.StopPackage(ctx, y.req(), p.ID, in)
	if (err == nil) != (previewErr == nil) || err == nil && (said.Back != done.Back || said.Left != done.Left || said.Freed != done.Freed) {
		y.t.Errorf("said %+v %v, did %+v %v", said, previewErr, done, err)
	}
	return done, err
}

// PRODUCT section 5: the lessons given are counted by closed rolls; what is left
// is credited by the same pro rata, less what the club's terms keep.
func TestAPackageStoppedInMidSeasonCreditsTheLessonsLeftByClosedRolls(t *testing.T) {
	for name, c := range map[string]struct {
		now   string
		from  calendar.Day
		keeps int
		want  booking.Leave
		back  int64
	}{
		"both rolls closed":        {"2026-10-21 22:00", "2026-10-22", 0, booking.Leave{Given: 2, Left: 28, Freed: 28, First: "2026-10-28"}, 31360},
		"one roll is open":         {"2026-10-28 22:00", "2026-10-29", 0, booking.Leave{Given: 2, Left: 28, Freed: 27, First: "2026-11-04", Open: []calendar.Day{"2026-10-28"}}, 31360},
		"a tenth is kept":          {"2026-10-21 22:00", "2026-10-22", 10, booking.Leave{Given: 2, Left: 28, Freed: 28, First: "2026-10-28"}, 28224},
		"all of it is kept":        {"2026-10-21 22:00", "2026-10-22", 100, booking.Leave{Given: 2, Left: 28, Freed: 28, First: "2026-10-28"}, 0},
		"two are still ridden":     {"2026-10-21 22:00", "2026-11-11", 0, booking.Leave{Given: 2, Stays: 2, Left: 26, Freed: 26, First: "2026-11-11"}, 29120},
		"on the day of its lesson": {"2026-10-28 12:00", "2026-10-28", 0, booking.Leave{Given: 2, Left: 28, Freed: 28, First: "2026-10-28"}, 31360},
	} {
		t.Run(name, func(t *testing.T) {
			y := openYard(t)
			p := y.runsFromOctober()
			y.rolls(y.wed, "2026-10-14", "2026-10-21")
			y.at(c.now)
			done, err := y.stops(p, c.from, c.keeps)
			y.must(err)
			if got := done.Leave; got.Given != c.want.Given || got.Stays != c.want.Stays || got.Left != c.want.Left || got.Freed != c.want.Freed ||
				got.First != c.want.First || !slices.Equal(got.Open, c.want.Open) || int64(done.Back) != c.back {
				t.Errorf("%+v gives back %d, want %+v and %d", done.Leave, done.Back, c.want, c.back)
			}
			after := y.packages()[0]
			if after.EndedDay != c.from || (after.CreditNote != 0) != (c.back > 0) || after.NoteNumber != done.Number {
				t.Errorf("%+v", after.Package)
			}
			if y.takenOn("2026-10-14") != 1 || y.takenOn(c.want.First) != 0 || y.takenOn("2027-05-05") != 0 {
				t.Error("what was given is gone, or what is left is booked")
			}
			_, err = y.stops(p, "2027-01-01", 0)
			y.refuses(err, club.CodePackageStopped)
			y.proved()
		})
	}
}

func TestAMissedLessonIsNotCreditedBesideItsVoucher(t *testing.T) {
	y := openYard(t)
	p := y.runsFromOctober()
	y.cancelled(y.ride(y.manon, "2026-10-28"), booking.MakesVoucher)
	y.at("2026-10-13 18:00") // the next day's can be cancelled no more without loss
	y.cancelled(y.ride(y.manon, "2026-10-14"), booking.Counted)
	done, err := y.stops(p, "2026-10-13", 0)
	y.must(err)
	if done.Stays != 2 || done.Left != 28 || done.Back != 31360 {
		t.Errorf("%+v", done)
	}
	if v := y.vouchers(); len(v) != 1 || v[0].Left != 1 {
		t.Errorf("%+v", v)
	}
	y.proved()
}

// PRODUCT section 5: the sixth announced absence gives none.
func TestTheSixthAbsenceIsNotPaidBackWhenItsPackageIsStopped(t *testing.T) {
	y := openYard(t)
	p := y.runsFromOctober()
	for n := range 6 {
		want := booking.MakesVoucher
		if n == 5 {
			want = booking.NoVoucher
		}
		y.cancelled(y.ride(y.manon, calendar.Day("2026-11-04").AddDays(7*n)), want)
	}
	done, err := y.stops(p, "2026-10-13", 0)
	y.must(err)
	if done.Stays != 6 || done.Left != 24 {
		t.Errorf("%+v", done)
	}
	y.proved()
}

func TestACertificateThatComesOnceTheRollIsClosedMakesAVoucherThatDoesNotCountOnce(t *testing.T) {
	y := openYard(t)
	y.runsFromOctober()
	id := y.ride(y.manon, "2026-10-14")
	for range 2 { // said and taken back, twice
		_, err := y.cancel(id, desk.CancelBooking{Cause: booking.Medical, Reason: "malade"})
		y.must(err)
		y.undo()
	}
	y.at("2026-10-14 21:00")
	_, err := y.TickRoll(ctx, y.req(), id, desk.Tick{State: booking.Absent})
	y.must(err)
	if run := y.packages()[0].Run; run[0].Fate != booking.RollOpen {
		t.Errorf("its lesson is %s before its roll is closed", run[0].Fate)
	}
	y.proved()
	_, err = y.CallRoll(ctx, y.req(), y.lessonOf(y.wed, "2026-10-14"), desk.CallRoll{AllPresent: true, Close: true})
	y.must(err)
	y.at("2026-10-16 10:00")
	_, err = y.cancel(id, desk.CancelBooking{})
	y.refuses(err, club.CodeLessonBegun)
	sick := desk.CancelBooking{Cause: booking.Medical, Reason: "certificat du 14"}
	done, err := y.cancel(id, sick)
	y.must(err)
	if v := y.vouchers(); done.Outcome != booking.MakesVoucher || done.State != "" || len(v) != 1 || v[0].Counts || v[0].ValidThrough != "2026-11-14" {
		t.Errorf("%+v, %+v", done, y.vouchers())
	}
	if run := y.packages()[0].Run; run[0].Fate != booking.MadeGood {
		t.Errorf("its lesson is %s", run[0].Fate)
	}
	roster, err := y.Roster(ctx, "2026-10-14")
	y.must(err)
	if row := roster.Lessons[0].Riders[0]; row.State != booking.Absent || !row.MadeVoucher {
		t.Errorf("%+v", row)
	}
	_, err = y.cancel(id, sick)
	y.refuses(err, club.CodeBookingEnded)
	y.proved()
}

func TestAMedicalAbsenceIsNotedWhileTheRollIsOpenAndCanBeUndone(t *testing.T) {
	y := openYard(t)
	y.runsFromOctober()
	id := y.ride(y.manon, "2026-10-14")
	y.at("2026-10-14 21:00")
	_, err := y.TickRoll(ctx, y.req(), id, desk.Tick{State: booking.Absent})
	y.must(err)
	done, err := y.cancel(id, desk.CancelBooking{Cause: booking.Medical, Reason: "certificat du 14"})
	y.must(err)
	if done.Outcome != booking.MakesVoucher || done.State != booking.CancelledInTime || y.vouchersLeft(y.manon) != 1 {
		t.Errorf("%+v", done)
	}
	y.undo()
	if y.vouchersLeft(y.manon) != 0 {
		t.Error("the voucher is left")
	}
	y.proved()
}

func TestThePlacesOfAStoppedPackageGoToWhoWaits(t *testing.T) {
	y := openYard(t)
	one := y.series(5, 17*60, 1, nil)
	sale := y.checkout(y.open(y.weekly(y.manon, one)))
	lesson := y.lessonOf(one, "2026-11-06")
	_, err := y.JoinWaiting(ctx, y.req(), desk.Wait{Lesson: lesson, Rider: y.hugo})
	y.must(err)
	_, err = y.stops(y.packages()[0], "2026-11-01", 0)
	y.must(err)
	if states := y.states(lesson); !slices.Contains(states, booking.Held) {
		t.Errorf("%v: nothing is held for Hugo", states)
	}
	note := y.packages()[0].CreditNote
	doc, err := y.Document(ctx, note)
	y.must(err)
	if doc.OriginalNo != sale.Invoice.Number || doc.Kind != billing.CreditNote {
		t.Errorf("%+v", doc.Document)
	}
	y.refuses(y.undoes(), club.CodeLastingInvoice)
	y.proved()
}

func TestWithNothingLeftAPackageIsNotStopped(t *testing.T) {
	y := openYard(t)
	p := y.runsFromOctober()
	_, err := y.stops(p, "2027-06-01", 0)
	y.refuses(err, club.CodeNoLessonLeft)
	_, err = y.stops(p, "2026-10-12", 0)
	y.refuses(err, club.CodeDayOrder)
	_, err = y.stops(p, "2026-11-01", 101)
	y.refuses(err, club.CodeInvalid)
	_, err = y.stops(desk.PackageRun{}, "2026-11-01", 0)
	y.refuses(err, club.CodePackageNotFound)
	_, err = y.StopPackage(ctx, y.req(), p.ID, desk.StopPackage{From: "2026-11-01"})
	y.refuses(err, club.CodeReasonNeeded)
	y.proved()
}

// Its money is another program's: the places are free, and nothing is credited.
func TestAPackageBroughtAlongIsStoppedWithoutACreditNote(t *testing.T) {
	y := openYard(t)
	y.at("2026-10-13 12:00")
	y.runs(y.manon)
	y.rolls(y.wed, "2026-10-14")
	done, err := y.stops(y.packages()[0], "2026-10-15", 0)
	y.must(err)
	if done.Given != 1 || done.Left != 29 || done.Worth != 0 || done.Back != 0 || done.Note != 0 {
		t.Errorf("%+v", done)
	}
	if p := y.packages()[0]; p.EndedDay != "2026-10-15" || y.takenOn("2026-10-14") != 1 || y.takenOn("2026-10-21") != 0 {
		t.Errorf("%+v", p.Package)
	}
	y.proved()
	y.behindItsBack("UPDATE packages SET ended_day = ''")
	proof, err := y.Verify(ctx)
	y.must(err)
	if proof.OK || proof.Findings[0].Code != "rowChanged" {
		t.Errorf("%+v", proof.Findings)
	}
}

func TestAStoppedPackageThatIsTamperedWithIsNamed(t *testing.T) {
	for _, change := range []string{
		"UPDATE packages SET ended_day = '2027-05-01'", "UPDATE packages SET ended_day = '', credit_note = NULL", "UPDATE packages SET credit_note = NULL",
	} {
		y := openYard(t)
		_, err := y.stops(y.runsFromOctober(), "2026-11-01", 0)
		y.must(err)
		y.behindItsBack(change)
		proof, err := y.Verify(ctx)
		y.must(err)
		if proof.OK || proof.Findings[0].Code != "rowChanged" {
			t.Errorf("%s: %+v", change, proof.Findings)
		}
	}
}

// PRODUCT section 3: when a rider leaves the ranks are counted again, and the credit
// is the old total less the new one; in mid-season of the lessons left, for those
// given each had the right place.
func TestTheRanksOfAHouseholdAreCountedAgainWhenAPackageStops(t *testing.T) {
	for name, c := range map[string]struct {
		keeps int
		apart bool // each on an invoice of its own
		want  [3]int64
	}{
		// 20 lessons of 30 are left of 336.00 each, 10 % off the second, 20 % the third.
		"on one invoice":     {0, false, [3]int64{17920, 20160, 22400}},
		"on three":           {0, true, [3]int64{17920, 20160, 22400}},
		"less what is kept":  {10, false, [3]int64{16128, 18144, 20160}},
		"on three, the same": {10, true, [3]int64{16128, 18144, 20160}},
	} {
		t.Run(name, func(t *testing.T) {
			y := openYard(t)
			y.rules(
				club.DiscountRule{Kind: club.DiscountRank, Place: 2, Percent: 1000, Label: inFrench("2e cavalier"), Kinds: []string{"package"}, From: "2026-01-01"},
				club.DiscountRule{Kind: club.DiscountRank, Place: 3, Percent: 2000, Label: inFrench("3e cavalier"), Kinds: []string{"package"}, From: "2026-01-01"})
			fri := y.series(5, 17*60, 6, nil)
			var lines []desk.AddLine
			for _, rider := range y.join("Petit", "Zoé", "Lou", "Tom").Riders {
				lines = append(lines, y.weekly(rider.ID, fri))
			}
			y.at("2026-10-13 12:00")
			if c.apart {
				for _, line := range lines {
					y.checkout(y.open(line))
				}
			} else {
				y.checkout(y.open(lines...))
			}
			for day := calendar.Day("2026-10-16"); day < "2026-12-19"; day = day.AddDays(7) {
				y.rolls(fri, day)
			}
			y.at("2026-12-19 12:00")
			var back money.Cents
			for i, p := range y.packages() {
				done, err := y.stops(p, "2026-12-19", c.keeps)
				y.must(err)
				note, err := y.Document(ctx, done.Note)
				y.must(err)
				if int64(done.Back) != c.want[i] || note.Total != -done.Back {
					t.Errorf("the %d. to leave gets %d by a note of %d, want %d: %+v", i+1, done.Back, note.Total, c.want[i], done.Leave)
				}
				back += done.Back
			}
			if c.keeps == 0 && back != money.Cents(33600+30240+26880).MulDiv(20, 30) {
				t.Errorf("%d in all", back)
			}
			y.proved()
		})
	}
}
