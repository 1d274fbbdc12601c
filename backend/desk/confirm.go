package desk

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"paddock/backend/booking"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/mail"
	"paddock/backend/planning"
	"paddock/backend/sqlite"
)

// confirmAfter is how long a confirmation waits: what is booked with the same telephone
// call goes with it, and what is undone at once is never told.
const confirmAfter = 2 * time.Minute

// confirm tells of the places that were booked, in lessons to come: the household that
// bought them, or those of their riders where it is 0. The mail of the same action tells
// of them where there is one; else a household gets one mail of everything until that
// mail leaves. Nothing is told where the club or the family wants none, where there is no
// address, and in a training.
func confirm(tx *sqlite.Tx, c clubNow, actor club.Actor, buyer club.HouseholdID, message int64, made []booking.BookingID) error {
	if !c.Mail.Sending || !c.Mail.On(club.NoticeBooked) || c.training || len(made) == 0 {
		return nil
	}
	all, err := tx.PlacesBooked(made)
	if err != nil {
		return err
	}
	mails := map[club.HouseholdID]int64{}
	for _, due := range toCome(tx, c, all) {
		if buyer != 0 {
			due.Household = buyer
		}
		id, known := mails[due.Household]
		if !known {
			if id = message; id == 0 {
				id, err = confirmation(tx, c, actor, due.Household)
			}
			mails[due.Household] = id
		}
		if err == nil && id != 0 {
			err = tx.NoteTold(club.NoticeBooked, due, id)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// toCome leaves out what has begun.
func toCome(tx *sqlite.Tx, c clubNow, all []sqlite.Due) []sqlite.Due {
	return slices.DeleteFunc(all, func(due sqlite.Due) bool { return !tx.Now.Before(due.Day.At(due.Start, c.zone)) })
}

// confirmation is the mail in which a household is told of what is booked now: the one
// that waits, or a new one; 0 where it is told nothing.
func confirmation(tx *sqlite.Tx, c clubNow, actor club.Actor, home club.HouseholdID) (int64, error) {
	wants, err := tx.WantsNotices(home)
	if err != nil || !wants {
		return 0, err
	}
	if id, err := tx.WaitingNotice(club.NoticeBooked, home); err != nil || id != 0 {
		return id, err
	}
	lang, err := languageOf(tx, c, home)
	if err != nil {
		return 0, err
	}
	message := notice{kind: club.NoticeBooked, home: home}.words(c, lang)
	message.NotBefore = tx.Now.Add(confirmAfter)
	return tx.AddMessage(message, actor)
}

// takeConfirmationBack writes to who was told that places in a lesson are booked, that they are not:
// the booking is undone. A confirmation that has not left tells of what is booked as it
// leaves, or does not leave: see showBooked.
func takeConfirmationBack(tx *sqlite.Tx, c clubNow, actor club.Actor, l planning.Lesson, gone []booking.BookingID) error {
	heard, err := tx.HeardBooked(gone)
	if err != nil {
		return err
	}
	names := map[club.HouseholdID][]string{}
	for _, h := range heard {
		home, err := standing(tx, h.Household)
		if err != nil {
			return err
		}
		names[home] = append(names[home], h.Rider)
	}
	for _, home := range slices.Sorted(maps.Keys(names)) {
		params := map[string]any{"riders": strings.Join(names[home], ", ")}
		if err := tell(tx, c, actor, "bookingUndone", home, l, params, about{names[home], []sqlite.Said{{Code: "bookingUndone"}}}); err != nil {
			return err
		}
	}
	return nil
}

// showBooked says in a mail which of the places it tells of are booked still, and to
// come. A confirmation that has none left is not sent any more.
func showBooked(tx *sqlite.Tx, c clubNow, m sqlite.OutboxMail, things []sqlite.Due, l *mail.Letter) (over string, err error) {
	var ids []booking.BookingID
	for _, due := range things {
		var id booking.BookingID
		if _, err := fmt.Sscanf(due.Thing, "booking/%d", &id); err != nil {
			return "", fmt.Errorf("told of %q: %w", due.Thing, err)
		}
		ids = append(ids, id)
	}
	all, err := tx.PlacesBooked(ids)
	if err != nil {
		return "", err
	}
	l.Places.Rows = bookedRows(m.Language, toCome(tx, c, all))
	if !isNotice(m) {
		if len(l.Places.Rows) > 0 {
			l.Places.Heading = locale.Text(m.Language, "notice.bookedWith", nil)
		}
		return "", nil
	}
	if len(l.Places.Rows) == 0 || !c.Mail.On(club.NoticeBooked) {
		return "nothing", nil
	}
	return "", nil
}

// bookedRows tells of places in the order of their lessons: what repeats from week to
// week, or from day to day, is one row.
func bookedRows(lang locale.Lang, all []sqlite.Due) (rows []mail.Row) {
	say := func(key string, params locale.Params) string { return locale.Text(lang, key, params) }
	type run struct {
		rider, name, arena, instructor string
		start                          calendar.Minute
	}
	var order []run
	days := map[run][]calendar.Day{}
	for _, due := range all {
		r := run{due.Rider, due.Name, due.Arena, due.Instructor, due.Start}
		if days[r] == nil {
			order = append(order, r)
		}
		days[r] = append(days[r], due.Day)
	}
	for _, r := range order {
		first, n := days[r][0], len(days[r])
		details := []string{say("notice.day", locale.Params{"weekday": say(fmt.Sprintf("weekday.%d", first.Weekday()), nil), "lessonDay": first})}
		if n > 1 {
			details[0] = say("notice.days", locale.Params{"n": n, "firstDay": first, "lastDay": days[r][n-1]})
		}
		if r.arena != "" {
			details = append(details, r.arena)
		}
		if r.instructor != "" {
			details = append(details, say("notice.instructor", locale.Params{"name": r.instructor}))
		}
		rows = append(rows, mail.Row{Text: r.rider + ", " + r.name, Detail: strings.Join(details, ", "), Amount: locale.Hour(lang, r.start)})
	}
	return rows
}
