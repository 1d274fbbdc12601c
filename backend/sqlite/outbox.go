package sqlite

import (
	"cmp"
	"slices"
	"time"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/planning"
)

// Message is what a family is to be told.
type Message struct {
	Household club.HouseholdID
	Kind      string // lessonCancelled, placeOffered …
	Language  locale.Lang
	Subject   string
	Body      string
	Lesson    planning.LessonID
	Riders    string    // whom it is about
	Says      []Said    // the same as the body, for who phones
	GoesTo    string    // empty for the household's own address
	Answers   string    // Message-ID of the mail it answers, without brackets
	NotBefore time.Time // it is not tried before; zero for at once
}

// Said is a text tell.CODE with its parameters.
type Said struct {
	Code   string         `json:"code"`
	Params map[string]any `json:"params,omitempty"`
}

// InsertMessage puts a message into the outbox: it goes by mail where the club sends
// and the household has an address, else somebody tells it.
func (tx *Tx) InsertMessage(m Message, actor club.Actor) error {
	_, err := tx.AddMessage(m, actor)
	return err
}

// AddMessage is InsertMessage with the row it made.
func (tx *Tx) AddMessage(m Message, actor club.Actor) (int64, error) {
	says, err := asJSON(append([]Said{}, m.Says...))
	if err != nil {
		return 0, err
	}
	id, err := tx.insert("INSERT INTO outbox (household, kind, language, subject, body, lesson, riders, says, made_at, made_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
		orNull(m.Household), m.Kind, string(m.Language), m.Subject, m.Body, orNull(m.Lesson), m.Riders, says, stamp(tx.Now), actor.ID)
	if err != nil {
		return 0, err
	}
	return id, tx.mailIt(id, m)
}

// DropMessages lets the messages of one kind to a household about a lesson that
// nobody told yet go: what they say was undone. Riders are those a message names, ""
// for any. It returns what was dropped, the earliest first.
func (tx *Tx) DropMessages(kind string, lesson planning.LessonID, household club.HouseholdID, riders string) ([]Dropped, error) {
	dropped, err := collect(tx, func(row scanner) (m Dropped, err error) {
		return m, row.Scan(&m.id, &m.Riders, fromJSON(&m.Says))
	}, `UPDATE outbox SET state = 'dropped' WHERE lesson = ?1 AND household = ?2 AND kind = ?3 AND state = 'waiting' AND ?4 IN ('', riders)
			AND `+unsaid+` RETURNING id, riders, says`, int64(lesson), int64(household), kind, riders)
	slices.SortFunc(dropped, func(a, b Dropped) int { return cmp.Compare(a.id, b.id) })
	return dropped, err
}

// Heard reports whether a family was told the last message of a kind about a rider in a
// lesson, by mail, perhaps, or by somebody who phoned.
func (tx *Tx) Heard(kind string, lesson planning.LessonID, household club.HouseholdID, riders string) (heard bool, err error) {
	err = tx.row(`SELECT coalesce((SELECT state = 'phoned' OR state = 'waiting' AND NOT `+unsaid+` FROM outbox
		WHERE lesson = ? AND household = ? AND kind = ? AND riders = ? ORDER BY id DESC LIMIT 1), 0)`, []any{int64(lesson), int64(household), kind, riders}, &heard)
	return heard, err
}

// Dropped is a message that is told to nobody any more.
type Dropped struct {
	id     int64
	Riders string
	Says   []Said
}

// ToTell is a message to a family about a lesson to come, that somebody phones where
// no mail says it.
type ToTell struct {
	ID        int64             `json:"id"`
	Kind      string            `json:"kind"`
	Household club.HouseholdID  `json:"household"`
	Family    string            `json:"family"`
	Mobile    string            `json:"mobile" doc:"Whom to call; empty when nobody gave a number"`
	Riders    string            `json:"riders"`
	Lesson    planning.LessonID `json:"lesson"`
	Name      string            `json:"name" doc:"Of the lesson"`
	Day       calendar.Day      `json:"day"`
	Start     calendar.Minute   `json:"start"`
	Subject   string            `json:"subject" doc:"In the family's language"`
	What      string            `json:"what" doc:"What became of it and what they get, in the language of the screen"`
	Mail      MailState         `json:"mail" enum:",waiting,sending,sent,perhaps,failed,dropped,bounced" doc:"What became of its mail; empty where none goes"`
	Told      bool              `json:"told"`
	ToldAt    time.Time         `json:"toldAt,omitzero"`
	ToldBy    string            `json:"toldBy"`
	Says      []Said            `json:"-"`
}

// ByMail reports whether its mail says it: nobody need phone.
func (t ToTell) ByMail() bool {
	return t.Mail == MailWaiting || t.Mail == MailSending || t.Mail == MailSent
}

// yearAndMore is how long before its lesson a message is made at most, in days.
const yearAndMore = 400

// ToTell lists whom to tell what of the lessons from a day on, of one lesson alone
// unless it is 0: first who was not told yet, in the order of the lessons. What the
// family itself announced, and an offer that stands no more, are not among them.
func (tx *Tx) ToTell(from calendar.Day, lesson planning.LessonID) ([]ToTell, error) {
	return collect(tx, func(row scanner) (t ToTell, err error) {
		var at string
		err = row.Scan(&t.ID, &t.Kind, &t.Household, &t.Family, &t.Mobile, &t.Riders, &t.Lesson, &t.Name, &t.Day, &t.Start, &t.Subject, fromJSON(&t.Says), &t.Mail, &t.Told, &at, &t.ToldBy)
		if err == nil && at != "" {
			t.ToldAt, err = time.Parse(instantLayout, at)
		}
		return t, err
	}, `SELECT o.id, o.kind, h.id, h.name, coalesce((SELECT mobile FROM contacts WHERE household = h.id AND mobile <> '' ORDER BY pays DESC, n LIMIT 1), ''),
			o.riders, l.id, l.name, l.day, l.start, o.subject, o.says, coalesce(g.state, ''), o.state = 'phoned', o.told_at, coalesce(s.name, '')
		FROM outbox o JOIN households h ON h.id = o.household JOIN lessons l ON l.id = o.lesson LEFT JOIN staff s ON s.id = o.told_by LEFT JOIN outgoing g ON g.message = o.id
		WHERE o.state IN ('waiting', 'phoned') AND o.made_at >= ?3 AND l.day >= ?1 AND (?2 = 0 OR l.id = ?2) AND o.kind NOT IN ('absenceNoted', 'enrolmentCancelled')
			AND (o.kind <> 'placeOffered' OR EXISTS (SELECT 1 FROM waiting w JOIN riders r ON r.id = w.rider WHERE w.lesson = l.id AND w.state = 'offered' AND r.household = h.id))
			AND (o.kind <> 'weeklyOffered' OR EXISTS (SELECT 1 FROM waiting w JOIN riders r ON r.id = w.rider WHERE w.series = l.series AND w.state = 'offered' AND r.household = h.id))
		ORDER BY o.state = 'phoned', coalesce(g.state, '') IN ('waiting', 'sending', 'sent'), l.day, l.start, l.id, h.name, o.id`, string(from), int64(lesson), stamp(tx.Now.AddDate(0, 0, -yearAndMore)))
}

// MarkTold notes that somebody told a family, or that nobody did. ErrNotFound when
// that is so already, or the message stands no more.
func (tx *Tx) MarkTold(id int64, told bool, actor club.Actor) error {
	if told {
		return tx.change("UPDATE outbox SET state = 'phoned', told_at = ?, told_by = ? WHERE id = ? AND state = 'waiting'", stamp(tx.Now), actor.ID, id)
	}
	return tx.change("UPDATE outbox SET state = 'waiting', told_at = '', told_by = NULL WHERE id = ? AND state = 'phoned'", id)
}

// MessageTo is whose household a message is for, and what it is about.
func (tx *Tx) MessageTo(id int64) (household club.HouseholdID, name string, err error) {
	err = tx.row("SELECT h.id, h.name FROM outbox o JOIN households h ON h.id = o.household WHERE o.id = ?", []any{id}, &household, &name)
	return household, name, err
}

// MessageBody is what a message says.
func (tx *Tx) MessageBody(id int64) (body string, err error) {
	return body, tx.row("SELECT body FROM outbox WHERE id = ?", []any{id}, &body)
}

// DropMessage lets a message go that nobody was told yet; ErrNotFound once somebody
// was, or perhaps was.
func (tx *Tx) DropMessage(id int64) error {
	return tx.change("UPDATE outbox SET state = 'dropped' WHERE id = ? AND state = 'waiting' AND "+unsaid, id)
}

// mayHaveLeft are the states of a mail that says its message, or perhaps does.
const mayHaveLeft = "('sending', 'sent', 'perhaps')"

// unsaid is that no mail says a message of the outbox, nor perhaps did.
const unsaid = "NOT EXISTS (SELECT 1 FROM outgoing g WHERE g.message = outbox.id AND g.state IN " + mayHaveLeft + ")"
