package sqlite

import (
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/planning"
)

// Message is what a family is to be told.
type Message struct {
	Household club.HouseholdID
	Kind      string // lessonCancelled, placeOffered
	Language  locale.Lang
	Subject   string
	Body      string
	Lesson    planning.LessonID
}

// InsertMessage puts a message into the outbox; it is sent once there is mail.
func (tx *Tx) InsertMessage(m Message, actor club.Actor) error {
	_, err := tx.exec("INSERT INTO outbox (household, kind, language, subject, body, lesson, made_at, made_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
		orNull(m.Household), m.Kind, string(m.Language), m.Subject, m.Body, orNull(m.Lesson), stamp(tx.Now), actor.ID)
	return err
}

// DropMessages lets the messages to a household about a lesson that were not sent
// go: what they say was undone. It returns how many there were.
func (tx *Tx) DropMessages(lesson planning.LessonID, household club.HouseholdID) (n int, err error) {
	return n, tx.each(func(scanner) error { n++; return nil },
		"UPDATE outbox SET state = 'dropped' WHERE lesson = ? AND household = ? AND state = 'waiting' RETURNING id", int64(lesson), int64(household))
}
