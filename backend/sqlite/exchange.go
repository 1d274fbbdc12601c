package sqlite

import (
	"time"

	"paddock/backend/club"
)

// Exchange is a mail, a letter or a call between the club and a family.
type Exchange struct {
	How     string    `json:"how" enum:"received,sent,letter,phone" doc:"received: a mail of the family; letter and phone are the club's"`
	ID      int64     `json:"id" doc:"Of the mail that was received or sent, or of the letter or call; one number a how"`
	At      time.Time `json:"at"`
	Subject string    `json:"subject"`
	State   MailState `json:"state" enum:",waiting,sending,sent,perhaps,failed,dropped,bounced" doc:"Of a mail of the club; empty for all others"`
	Who     string    `json:"who" doc:"Who wrote or called; of a mail of the family its sender"`
}

// Exchanges lists what was exchanged with a household, and with those merged into it,
// the latest first: mails of both sides, what somebody told by phone instead, and
// reminders by letter or phone. What is told to nobody any more is not among them.
func (tx *Tx) Exchanges(household club.HouseholdID) ([]Exchange, error) {
	return collect(tx, func(row scanner) (e Exchange, err error) {
		return e, row.Scan(&e.How, &e.ID, instant{&e.At}, &e.Subject, &e.State, &e.Who)
	}, `SELECT 'received' AS how, m.id AS id, m.written_at AS at, m.subject AS subject, '' AS state, coalesce(nullif(m.sender_name, ''), m.sender) AS who
			FROM mails m WHERE m.household IS NOT NULL AND `+account("m.household", "?1")+`
		UNION ALL
		SELECT iif(o.state = 'phoned', 'phone', 'sent'), o.id, iif(o.state = 'phoned', o.told_at, coalesce(g.changed_at, o.made_at)), o.subject,
				iif(o.state = 'phoned', '', g.state), coalesce(t.name, s.name)
			FROM outbox o LEFT JOIN outgoing g ON g.message = o.id JOIN staff s ON s.id = o.made_by LEFT JOIN staff t ON t.id = o.told_by
			WHERE o.household IS NOT NULL AND `+account("o.household", "?1")+` AND (o.state = 'phoned' OR o.state = 'waiting' AND g.message IS NOT NULL)
		UNION ALL
		SELECT r.how, r.id, r.made_at, r.subject, '', s.name
			FROM reminders r JOIN staff s ON s.id = r.made_by WHERE r.how <> 'mail' AND `+account("r.household", "?1")+`
		ORDER BY 3 DESC, 2 DESC`, int64(household))
}
