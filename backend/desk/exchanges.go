package desk

import (
	"context"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/exchange"
	"paddock/backend/sqlite"
)

// Exchanges lists what was exchanged with the household of the query, the latest
// first.
func (d *Desk) Exchanges() List[sqlite.Exchange] {
	return listed(d, "exchanges", "exchanges.title", exchangeColumns, func(tx *sqlite.Tx, _ listing, q ListQuery) ([]sqlite.Exchange, error) {
		home, err := tx.HouseholdHead(club.HouseholdID(q.Of))
		if err != nil {
			return nil, refused(err, club.CodeHouseholdNotFound)
		}
		return tx.Exchanges(home.ID)
	})
}

var exchangeColumns = []column[sqlite.Exchange]{
	{"list.day", exchange.Day, func(l listing, e sqlite.Exchange) any { return calendar.DayOf(e.At, l.zone) }},
	{"exchanges.how", exchange.Text, func(l listing, e sqlite.Exchange) any { return l.say("exchanges.how."+e.How, nil) }},
	{"outbox.subject", exchange.Text, func(_ listing, e sqlite.Exchange) any { return e.Subject }},
	{"exchanges.who", exchange.Text, func(_ listing, e sqlite.Exchange) any { return e.Who }},
	{"outbox.state", exchange.Text, func(l listing, e sqlite.Exchange) any {
		if e.State == "" {
			return nil
		}
		return l.say("outbox.is."+string(e.State), nil)
	}},
}

// WriteToHousehold puts a letter to a household into the outbox. It refuses one that
// would not leave: where the club sends no mails, or the household has no address.
func (d *Desk) WriteToHousehold(ctx context.Context, req Request, id club.HouseholdID, in Letter) (int, error) {
	body := struct {
		ID club.HouseholdID
		In Letter
	}{id, in}
	return write(ctx, d, req, "writeToHousehold", body, func(tx *sqlite.Tx) (int, error) {
		c, err := loadClub(tx)
		if err != nil {
			return 0, err
		}
		if err := in.check(); err != nil {
			return 0, err
		}
		if !c.Mail.Sending {
			return 0, club.Refuse(club.CodeMailOff)
		}
		home, err := tx.HouseholdHead(id)
		if err != nil {
			return 0, refused(err, club.CodeHouseholdNotFound)
		}
		if home.Email == "" {
			return 0, club.Refuse(club.CodeMailNoAddress).With("name", home.Name)
		}
		lang, err := languageOf(tx, c, id)
		if err != nil {
			return 0, err
		}
		return 1, tx.InsertMessage(sqlite.Message{Household: home.ID, Kind: "letter", Language: lang, Subject: in.Subject, Body: in.Body}, req.Actor)
	})
}
