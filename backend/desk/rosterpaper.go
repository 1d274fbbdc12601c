package desk

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/document"
	"paddock/backend/locale"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// RosterPaper is the roster of a day on A4, in the club's language: each
// instructor's own pages, or those of the one who is named. It refuses a day on
// which nothing is given. Nothing records that it left.
func (d *Desk) RosterPaper(ctx context.Context, day calendar.Day, instructor string) ([]byte, error) {
	paper, err := read(ctx, d, "roster", func(tx *sqlite.Tx) (document.Roster, error) {
		if _, err := calendar.ParseDay(string(day)); err != nil {
			return document.Roster{}, club.Refuse(club.CodeBadDay).On("day")
		}
		c, err := loadClub(tx)
		if err != nil {
			return document.Roster{}, err
		}
		roster, err := rosterOf(tx, c, day)
		if err != nil {
			return document.Roster{}, err
		}
		c.taughtBy(ctx).show(roster)
		return document.Roster{
			Seller: c.Identity, Day: day, Sheets: c.rosterSheets(roster, instructor),
			Lang: c.Identity.Language, Training: c.training, ProgramVersion: d.version,
		}, nil
	})
	switch {
	case err != nil:
		return nil, err
	case len(paper.Sheets) == 0 && instructor != "":
		return nil, club.Refuse(club.CodeRosterInstructor).With("name", instructor).With("onDay", day)
	case len(paper.Sheets) == 0:
		return nil, club.Refuse(club.CodeRosterEmpty).With("onDay", day)
	}
	return paper.PDF()
}

// rosterSheets deals the lessons of a day out to who gives them, by name;
// lessons that nobody gives yet come last.
func (c clubNow) rosterSheets(roster DayRoster, only string) []document.RosterSheet {
	arenas := map[planning.ArenaID]string{}
	for _, a := range roster.Arenas {
		arenas[a.ID] = a.Name
	}
	var sheets []document.RosterSheet
	for _, l := range roster.Lessons {
		name := l.InstructorName
		if only != "" && !strings.EqualFold(name, clean(only)) {
			continue
		}
		i := slices.IndexFunc(sheets, func(s document.RosterSheet) bool { return s.Instructor == name })
		if i < 0 {
			i, sheets = len(sheets), append(sheets, document.RosterSheet{Instructor: name})
		}
		sheets[i].Lessons = append(sheets[i].Lessons, c.rosterLesson(l, arenas[l.Arena]))
	}
	slices.SortFunc(sheets, func(a, b document.RosterSheet) int {
		if a.Instructor == "" || b.Instructor == "" {
			return cmp.Compare(b.Instructor, a.Instructor)
		}
		return cmp.Compare(a.Instructor, b.Instructor)
	})
	return sheets
}

func (c clubNow) rosterLesson(l LessonRoster, arena string) document.RosterLesson {
	lang := c.Identity.Language
	lesson := document.RosterLesson{
		Time: locale.Hour(lang, l.Start) + "–" + locale.Hour(lang, l.End()), Name: l.Name,
		About: []string{arena, locale.Text(lang, "paper.roster.taken", locale.Params{"taken": l.Taken, "capacity": l.Capacity})},
	}
	if l.State == planning.Cancelled {
		lesson.About = append(lesson.About, locale.Text(lang, "roster.offClub", nil), l.Reason)
	}
	for _, r := range l.Riders {
		if r.State.Takes() {
			lesson.Riders = append(lesson.Riders, rosterRider(lang, l.Day, r))
		} else {
			lesson.Gone = append(lesson.Gone, r.FirstName+" "+r.Surname)
		}
	}
	for _, w := range l.Waiting {
		lesson.Waiting = append(lesson.Waiting, w.RiderName)
	}
	return lesson
}

func rosterRider(lang locale.Lang, day calendar.Day, r sqlite.RosterRow) document.RosterRider {
	rider := document.RosterRider{Name: r.FirstName + " " + r.Surname, Level: r.LevelCode, Horse: r.HorseName, Right: rightText(lang, r)}
	if r.BirthDate != "" {
		rider.Age = strconv.Itoa(calendar.Age(r.BirthDate, day))
	}
	if r.FirstTime {
		rider.Know = append(rider.Know, locale.Text(lang, "roster.firstTime", nil))
	}
	rider.Know = append(rider.Know, healthText(lang, r.Medical, r.KeptBack)...)
	if !r.Licensed {
		rider.Know = append(rider.Know, locale.Text(lang, "roster.noLicence", nil))
	}
	rider.Call = callText(r.Emergency)
	return rider
}

// healthText is what a paper says of a rider's health: nothing only of who has no
// note, and never because it is kept from who prints.
func healthText(lang locale.Lang, medical string, keptBack bool) []string {
	switch {
	case keptBack:
		return []string{locale.Text(lang, "roster.keptBack", nil)}
	case medical != "":
		return []string{medical}
	}
	return nil
}

// rightText says how a place is paid, as the roster on screen does.
func rightText(lang locale.Lang, r sqlite.RosterRow) string {
	key, params := "roster.by."+string(r.By), locale.Params(nil)
	switch {
	case r.Late:
		key = "roster.unpaid"
	case r.State == booking.Held:
		key = "roster.held"
	case r.By == booking.ByCard:
		params = locale.Params{"n": r.CardUnit, "units": r.CardUnits}
	case r.By == booking.ByVoucher && r.VoucherNo > 0:
		key, params = "roster.by.voucherNo", locale.Params{"n": r.VoucherNo}
	}
	return locale.Text(lang, key, params)
}
