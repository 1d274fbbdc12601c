package club

import (
	"paddock/backend/calendar"
	"paddock/backend/locale"
)

// NoticeKind is what a family is told of by itself: that places were booked, and what is
// about to happen (PRODUCT section 7: confirmations, reminders that save places).
type NoticeKind string

// The kinds of notices, as the outbox names their mails.
const (
	NoticeLesson NoticeKind = "noticeLesson" // lessons of tomorrow
	NoticeEnding NoticeKind = "noticeEnding" // a card or a voucher that ends
	NoticePaper  NoticeKind = "noticePaper"  // a paper of a rider's file to renew
	NoticeBooked NoticeKind = "noticeBooked" // places that were booked, soon after
)

// Notices are the mails that no person writes: which the club sends, when, and in which
// words. What they are about stands in rows under the words.
type Notices struct {
	NoticeMinutes int `json:"noticeMinutes" doc:"Reminders go from this time of the day on, in minutes from midnight: 1080 is 18:00"`

	LessonNotice  bool  `json:"lessonNotice" doc:"The evening before, families are told of the lessons of tomorrow"`
	LessonSubject Texts `json:"lessonSubject"`
	LessonText    Texts `json:"lessonText"`

	EndingNotice  bool  `json:"endingNotice" doc:"Families are told of cards and vouchers that end"`
	EndingDays    int   `json:"endingDays" doc:"So many days before"`
	EndingSubject Texts `json:"endingSubject"`
	EndingText    Texts `json:"endingText"`

	PaperNotice  bool  `json:"paperNotice" doc:"Families are told of papers to renew"`
	PaperDays    int   `json:"paperDays" doc:"So many days before the last one they are good for"`
	PaperSubject Texts `json:"paperSubject"`
	PaperText    Texts `json:"paperText"`

	BookedNotice  bool  `json:"bookedNotice" doc:"Families are told of the places that were booked for them"`
	BookedSubject Texts `json:"bookedSubject"`
	BookedText    Texts `json:"bookedText"`
}

// DefaultNotices are those of a club that decided nothing: none goes. Their hour is the
// evening's, after booking and cancelling closed (17:00 by default); a club that would
// rather have places given up in time chooses an earlier one.
func DefaultNotices() Notices {
	said := func(key string) Texts {
		return Texts{French: locale.Text(locale.French, key, nil), Dutch: locale.Text(locale.Dutch, key, nil), English: locale.Text(locale.English, key, nil)}
	}
	return Notices{
		NoticeMinutes: 18 * 60,
		LessonSubject: said("notice.lesson.subject"), LessonText: said("notice.lesson.text"),
		EndingDays: 7, EndingSubject: said("notice.ending.subject"), EndingText: said("notice.ending.text"),
		PaperDays: 30, PaperSubject: said("notice.paper.subject"), PaperText: said("notice.paper.text"),
		BookedSubject: said("notice.booked.subject"), BookedText: said("notice.booked.text"),
	}
}

// On reports whether the club sends a kind of notices.
func (n Notices) On(kind NoticeKind) bool {
	return map[NoticeKind]bool{NoticeLesson: n.LessonNotice, NoticeEnding: n.EndingNotice, NoticePaper: n.PaperNotice, NoticeBooked: n.BookedNotice}[kind]
}

// Words are the subject and the text of a kind of notices.
func (n Notices) Words(kind NoticeKind, lang locale.Lang) (subject, text string) {
	switch kind {
	case NoticeLesson:
		return n.LessonSubject.In(lang), n.LessonText.In(lang)
	case NoticeEnding:
		return n.EndingSubject.In(lang), n.EndingText.In(lang)
	case NoticeBooked:
		return n.BookedSubject.In(lang), n.BookedText.In(lang)
	}
	return n.PaperSubject.In(lang), n.PaperText.In(lang)
}

// Days are the last days a kind of reminders is about: lessons of tomorrow alone, what
// ends from today on.
func (n Notices) Days(kind NoticeKind, today calendar.Day) calendar.Period {
	switch kind {
	case NoticeLesson:
		return calendar.Period{First: today.AddDays(1), Last: today.AddDays(1)}
	case NoticeEnding:
		return calendar.Period{First: today, Last: today.AddDays(n.EndingDays)}
	}
	return calendar.Period{First: today, Last: today.AddDays(n.PaperDays)}
}
