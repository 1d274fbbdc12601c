package club

import (
	"fmt"

	"paddock/backend/locale"
)

// ReminderLevel is one of the reminders of money that is late, in their order. A
// reminder costs the family nothing: what a creditor spends without a judge's
// title stays with it (CPCE L111-8), and a first reminder is free in Belgium
// (RULES section 3).
type ReminderLevel struct {
	Days    int   `json:"days" doc:"After the due day"`
	Subject Texts `json:"subject"`
	Text    Texts `json:"text" doc:"Before the list of what is late"`
}

// reminderDays are the levels of a club that decided nothing else.
var reminderDays = []int{7, 21, 35}

// DefaultReminders are the levels of a club that decided nothing else.
func DefaultReminders() []ReminderLevel {
	levels := make([]ReminderLevel, len(reminderDays))
	for i, days := range reminderDays {
		levels[i] = DefaultReminder(i+1, days)
	}
	return levels
}

// DefaultReminder is a level with the words of the catalogues; levels above those
// they know say what the last one does.
func DefaultReminder(level, days int) ReminderLevel {
	said := func(what string) Texts {
		key := fmt.Sprintf("reminder.%d.%s", min(level, len(reminderDays)), what)
		return Texts{French: locale.Text(locale.French, key, nil), Dutch: locale.Text(locale.Dutch, key, nil), English: locale.Text(locale.English, key, nil)}
	}
	return ReminderLevel{Days: days, Subject: said("subject"), Text: said("text")}
}
