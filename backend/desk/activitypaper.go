package desk

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/catalogue"
	"paddock/backend/club"
	"paddock/backend/document"
	"paddock/backend/locale"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// ActivityPaper is an activity with its riders and a box for each day on A4, in
// the club's language. Nothing records that it left.
func (d *Desk) ActivityPaper(ctx context.Context, id catalogue.OfferID) ([]byte, error) {
	paper, err := read(ctx, d, "activity", func(tx *sqlite.Tx) (document.ActivitySheet, error) {
		c, err := loadClub(tx)
		if err != nil {
			return document.ActivitySheet{}, err
		}
		view, err := viewActivity(tx, c, id)
		if err != nil {
			return document.ActivitySheet{}, err
		}
		c.taughtBy(ctx).showActivity(&view)
		sheet := c.activitySheet(view)
		sheet.ProgramVersion = d.version
		return sheet, nil
	})
	if err != nil {
		return nil, err
	}
	return paper.PDF()
}

func (c clubNow) activitySheet(v ActivityView) document.ActivitySheet {
	lang := c.Identity.Language
	sheet := document.ActivitySheet{Seller: c.Identity, Name: v.Offer.Name, Made: c.today, Lang: lang, Training: c.training}
	var given []ActivityDayView
	var hours, places, people []string
	for _, day := range v.Days {
		if day.State == planning.Cancelled {
			continue
		}
		given = append(given, day)
		sheet.Days = append(sheet.Days, locale.Text(lang, "paper.activity.day", locale.Params{
			"weekday": locale.Text(lang, "weekdayShort."+strconv.Itoa(day.Day.ISOWeekday()), nil), "date": day.Day.DayOfMonth(),
		}))
		hours = distinct(hours, locale.Hour(lang, day.Start)+"–"+locale.Hour(lang, day.End()))
		places, people = distinct(places, day.ArenaName), distinct(people, day.InstructorName)
	}
	if len(given) > 0 {
		period := locale.Text(lang, "paper.activity.days", locale.Params{"firstDay": given[0].Day, "lastDay": given[len(given)-1].Day})
		sheet.About = append(sheet.About, period+" · "+strings.Join(hours, ", "))
	}
	sheet.About = append(sheet.About, strings.Join(append(append(places, people...),
		locale.Text(lang, "paper.roster.taken", locale.Params{"taken": v.Taken, "capacity": v.Capacity})), " · "))
	for _, e := range v.Enrolled {
		sheet.Riders = append(sheet.Riders, c.activityRider(e, given))
	}
	for _, w := range v.Waiting {
		sheet.Waiting = append(sheet.Waiting, w.RiderName)
	}
	return sheet
}

func (c clubNow) activityRider(e Enrolled, days []ActivityDayView) document.ActivityRider {
	lang := c.Identity.Language
	rider := document.ActivityRider{Name: e.FirstName + " " + e.Surname, Level: e.LevelCode, Call: callText(e.Call)}
	if e.BirthDate != "" && len(days) > 0 {
		rider.Age = strconv.Itoa(calendar.Age(e.BirthDate, days[0].Day))
	}
	rider.Know = append(rider.Know, healthText(lang, e.Medical, e.KeptBack)...)
	if len(e.Lacks) > 0 {
		names := club.Names{}
		for _, paper := range e.Lacks {
			names = append(names, paper.Name)
		}
		rider.Know = append(rider.Know, locale.Text(lang, "paper.activity.lacks", locale.Params{"papers": names.In(lang)}))
	}
	for _, a := range e.Answers {
		rider.Know = append(rider.Know, a.Asked+" "+a.Answer)
	}
	for _, day := range days {
		mark := document.MarkNone
		for _, place := range e.Places {
			if place.Lesson != day.ID {
				continue
			}
			switch place.State {
			case booking.Attended:
				mark = document.MarkPresent
			case booking.Absent:
				mark = document.MarkAbsent
			default:
				mark = document.MarkOpen
			}
		}
		rider.Days = append(rider.Days, mark)
	}
	return rider
}

// callText is whom to call first, with the number.
func callText(call []sqlite.Emergency) string {
	for _, e := range call {
		if number := cmp.Or(e.Mobile, e.Phone); number != "" {
			return e.Name + " " + strings.ReplaceAll(number, " ", "\u00a0")
		}
	}
	return ""
}

// distinct adds a word to those it is not among yet.
func distinct(words []string, word string) []string {
	if word == "" || slices.Contains(words, word) {
		return words
	}
	return append(words, word)
}
