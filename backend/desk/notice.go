package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/mail"
	"paddock/backend/sqlite"
)

// timedKinds are what time alone lets the club write about.
var timedKinds = []club.NoticeKind{club.NoticeLesson, club.NoticeEnding, club.NoticePaper}

// isNotice reports whether no person wrote a mail: nobody need decide about it.
func isNotice(m sqlite.OutboxMail) bool {
	return m.Kind == string(club.NoticeBooked) || slices.Contains(timedKinds, club.NoticeKind(m.Kind))
}

// notices cleans when notices go, and their words.
func (f *form) notices(n *club.Notices) {
	f.figure("noticeMinutes", int64(n.NoticeMinutes), 0, 24*60-1)
	f.figure("endingDays", int64(n.EndingDays), 1, 60)
	f.figure("paperDays", int64(n.PaperDays), 1, club.RenewDays)
	f.texts("lessonSubject", &n.LessonSubject, locale.French)
	f.texts("lessonText", &n.LessonText, locale.French)
	f.texts("endingSubject", &n.EndingSubject, locale.French)
	f.texts("endingText", &n.EndingText, locale.French)
	f.texts("paperSubject", &n.PaperSubject, locale.French)
	f.texts("paperText", &n.PaperText, locale.French)
	f.texts("bookedSubject", &n.BookedSubject, locale.French)
	f.texts("bookedText", &n.BookedText, locale.French)
}

// notice is one mail to one family, and what it tells of.
type notice struct {
	kind   club.NoticeKind
	home   club.HouseholdID
	things []sqlite.Due
}

// tendNotices puts into the outbox what is to be told from this hour of the day on. A
// day on which the program did not run is not made up for: what it is about is over,
// or still to come and told today.
func (d *Desk) tendNotices(ctx context.Context) error {
	due, err := look(ctx, d, func(tx *sqlite.Tx) (int, error) {
		_, due, err := noticesDue(tx)
		return len(due), err
	})
	if err != nil || due == 0 {
		return err
	}
	owner, err := d.Person(ctx, "")
	if err != nil {
		return err
	}
	return d.db.Write(ctx, func(tx *sqlite.Tx) error {
		c, due, err := noticesDue(tx) // as it is now: another turn may have been quicker
		for _, n := range due {
			if err == nil {
				err = n.queue(tx, c, owner)
			}
		}
		return err
	})
}

// noticesDue lists what is to be told now and was not.
func noticesDue(tx *sqlite.Tx) (clubNow, []notice, error) {
	c, err := loadClub(tx)
	if errors.Is(err, club.Refuse(club.CodeClubMissing)) {
		return c, nil, nil
	}
	local := tx.Now.In(c.zone)
	if err != nil || !c.Mail.Sending || c.training || local.Hour()*60+local.Minute() < c.Mail.NoticeMinutes {
		return c, nil, err
	}
	var all []notice
	for _, kind := range timedKinds {
		if !c.Mail.On(kind) {
			continue
		}
		told, err := tx.ToldOf(kind, c.Mail.Days(kind, c.today))
		if err != nil {
			return c, nil, err
		}
		things, err := toTellOf(tx, c, kind, 0)
		if err != nil {
			return c, nil, err
		}
		for _, due := range things {
			if told[due.Key()] {
				continue
			}
			if last := len(all) - 1; last >= 0 && all[last].kind == kind && all[last].home == due.Household {
				all[last].things = append(all[last].things, due)
			} else {
				all = append(all, notice{kind, due.Household, []sqlite.Due{due}})
			}
		}
	}
	return c, all, nil
}

// toTellOf lists what a kind of notices is about today, by household: of one where it
// is not 0.
func toTellOf(tx *sqlite.Tx, c clubNow, kind club.NoticeKind, home club.HouseholdID) (all []sqlite.Due, err error) {
	days := c.Mail.Days(kind, c.today)
	switch kind {
	case club.NoticeLesson:
		return tx.LessonsToTell(days.First, home)
	case club.NoticeEnding:
		all, err = tx.EndingToTell(days)
	default:
		all, err = papersToTell(tx, c, days)
	}
	return slices.DeleteFunc(all, func(due sqlite.Due) bool { return home != 0 && due.Household != home }), err
}

// papersToTell lists the papers to renew, as Today shows them, that end on some days.
func papersToTell(tx *sqlite.Tx, c clubNow, days calendar.Period) ([]sqlite.Due, error) {
	riders, err := tx.RidersRenewing(days)
	list := c.PapersOn(c.today)
	if err != nil || len(riders) == 0 || len(list) == 0 {
		return nil, err
	}
	season, err := tx.SeasonOn(c.today)
	if err != nil && !errors.Is(err, sqlite.ErrNotFound) {
		return nil, err
	}
	holders, err := tx.FileHolders(season, c.today, riders...)
	if err != nil {
		return nil, err
	}
	var all []sqlite.Due
	for _, h := range holders {
		if !h.Active {
			continue
		}
		for _, p := range club.FileOn(list, h.Holder, c.today).Papers {
			if p.Renew && days.Contains(p.Expires) {
				all = append(all, sqlite.Due{Household: h.Household, Thing: fmt.Sprintf("paper/%d/%s", h.Rider, p.Code), Day: p.Expires, Rider: h.Name, Paper: p.Name})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b sqlite.Due) int { return int(a.Household - b.Household) })
	return all, nil
}

// queue writes a notice to its family and notes what it tells of.
func (n notice) queue(tx *sqlite.Tx, c clubNow, actor club.Actor) error {
	lang, err := languageOf(tx, c, n.home)
	if err != nil {
		return err
	}
	id, err := tx.AddMessage(n.words(c, lang), actor)
	noted := map[string]bool{}
	for _, due := range n.things {
		if err == nil && !noted[due.Key()] {
			err = tx.NoteTold(n.kind, due, id)
		}
		noted[due.Key()] = true
	}
	return err
}

// words are a notice's message, in the club's words.
func (n notice) words(c clubNow, lang locale.Lang) sqlite.Message {
	subject, text := c.Mail.Words(n.kind, lang)
	return sqlite.Message{
		Household: n.home, Kind: string(n.kind), Language: lang, Subject: subject,
		Body: strings.Join([]string{locale.Text(lang, "reminder.hello", nil), text, locale.Text(lang, "notice.stop", nil)}, "\n\n"),
	}
}

// showNotice says in a notice's mail what it tells of, as it is now, or why it is not
// sent any more: the day of its lessons has come, or nothing of it is left. Any other
// mail may tell of places that were booked, beside what it says.
func showNotice(tx *sqlite.Tx, c clubNow, m sqlite.OutboxMail, l *mail.Letter) (over string, err error) {
	things, err := tx.NoticeThings(m.ID)
	if err != nil || len(things) == 0 {
		return "", err
	}
	kind := club.NoticeKind(m.Kind)
	c.today = calendar.DayOf(tx.Now, c.zone)
	said := map[string]bool{}
	for _, due := range things {
		said[due.Key()] = true
		if kind == club.NoticeLesson && due.Day <= c.today {
			return "past", nil
		}
	}
	if kind == club.NoticeBooked || !isNotice(m) {
		return showBooked(tx, c, m, things, l)
	}
	home, err := standing(tx, m.Household)
	if err != nil || !c.Mail.On(kind) {
		return "nothing", err
	}
	now, err := toTellOf(tx, c, kind, home)
	if err != nil {
		return "", err
	}
	for _, due := range now {
		if kind == club.NoticeLesson || said[due.Key()] {
			l.Rows = append(l.Rows, noticeRow(kind, m.Language, due))
		}
	}
	if len(l.Rows) == 0 {
		return "nothing", nil
	}
	if kind == club.NoticeLesson {
		l.Heading = locale.Text(m.Language, "notice.day", locale.Params{
			"weekday": locale.Text(m.Language, fmt.Sprintf("weekday.%d", now[0].Day.Weekday()), nil), "lessonDay": now[0].Day,
		})
	}
	return "", nil
}

// noticeRow is one line of a notice.
func noticeRow(kind club.NoticeKind, lang locale.Lang, due sqlite.Due) mail.Row {
	say := func(key string, params locale.Params) string { return locale.Text(lang, key, params) }
	row := mail.Row{Amount: say("notice.until", locale.Params{"untilDay": due.Day})}
	switch {
	case kind == club.NoticeLesson:
		row.Text, row.Amount = due.Rider+", "+due.Name, locale.Hour(lang, due.Start)
		details := []string{due.Arena}
		if due.Instructor != "" {
			details = append(details, say("notice.instructor", locale.Params{"name": due.Instructor}))
		}
		if due.Horse != "" {
			details = append(details, say("notice.horse", locale.Params{"name": due.Horse}))
		}
		row.Detail = strings.TrimPrefix(strings.Join(details, ", "), ", ")
	case kind == club.NoticePaper:
		row.Text = due.Rider + ", " + due.Paper.In(lang)
	case strings.HasPrefix(due.Thing, "card/"):
		row.Text, row.Detail = due.Rider+", "+due.Name, say("notice.left", locale.Params{"n": due.Left})
	default:
		row.Text = due.Rider + ", " + say("notice.voucher", nil)
	}
	return row
}
