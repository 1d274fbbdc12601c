package desk

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/exchange"
	"paddock/backend/journal"
	"paddock/backend/locale"
	"paddock/backend/sqlite"
)

// Event is something that happened to the installation itself, as the journal
// sealed it (RULES section 4): another version, a setting, a person, a restore, an
// export, a closing.
type Event struct {
	Seq  int64        `json:"seq" doc:"Of the journal's entry"`
	Day  calendar.Day `json:"day"`
	At   time.Time    `json:"at" doc:"UTC"`
	Who  string       `json:"who"`
	What string       `json:"what" doc:"In words, in the language of who asks"`
}

// Events lists what happened to the installation in a period, the latest first.
func (d *Desk) Events() List[Event] {
	return listed(d, "events", "settings.events", eventColumns, func(tx *sqlite.Tx, l listing, q ListQuery) ([]Event, error) {
		from, to := q.period()
		entries, err := tx.Events(l.midnight(from), l.midnight(to.AddDays(1)))
		if err != nil {
			return nil, err
		}
		staff, err := tx.Staff()
		if err != nil {
			return nil, err
		}
		rows := make([]Event, len(entries))
		for i, e := range entries {
			var sealed eventSealed
			_ = json.Unmarshal([]byte(e.Line), &sealed) // verify names an entry that cannot be read
			rows[i] = Event{Seq: e.Seq, Day: calendar.DayOf(e.At, l.zone), At: e.At, What: l.eventText(e, sealed)}
			if at := slices.IndexFunc(staff, func(s club.Staff) bool { return s.ID == sealed.Actor }); at >= 0 {
				rows[i].Who = staff[at].Name
			}
		}
		return rows, nil
	})
}

var eventColumns = []column[Event]{
	{"list.day", exchange.Day, func(_ listing, e Event) any { return e.Day }},
	{"events.time", exchange.Text, func(l listing, e Event) any { return e.At.In(l.zone).Format("15:04") }},
	{"events.who", exchange.Text, func(_ listing, e Event) any { return e.Who }},
	{"events.what", exchange.Text, func(_ listing, e Event) any { return e.What }},
	{"events.entry", exchange.Int, func(_ listing, e Event) any { return int(e.Seq) }},
}

// eventSealed is what entries of events say, as far as their texts tell it.
type eventSealed struct {
	Actor   int64 `json:"actor"`
	Payload struct {
		Program string          `json:"program"`
		Was     string          `json:"was"`
		From    calendar.Day    `json:"from"`
		To      calendar.Day    `json:"to"`
		Section string          `json:"section"`
		Old     json.RawMessage `json:"old"`
		New     json.RawMessage `json:"new"`
		List    string          `json:"list"`
		Format  Format          `json:"format"`
		File    string          `json:"file"`
		Faults  int             `json:"faults"`
	} `json:"payload"`
}

// eventText says what an entry is about: the texts are "event.KIND".
func (l listing) eventText(e journal.Entry, sealed eventSealed) string {
	p := sealed.Payload
	what := e.Doc
	switch e.Kind {
	case journal.SettingsChanged:
		var names []string
		for _, change := range l.changesOf(p.Section, p.Old, p.New) {
			names = append(names, change.What)
		}
		what = listOf(names...)
	case journal.ListExported:
		what = p.List + " (" + strings.ToUpper(string(p.Format)) + ")"
		if p.From != "" || p.To != "" {
			what += ", " + l.period(p.From, p.To)
		}
	case journal.BackupMade:
		what = p.File
	case journal.StaffChanged:
		what = firstOf(staffName(p.New), staffName(p.Old))
	}
	return l.say("event."+string(e.Kind), locale.Params{"what": what, "version": p.Program, "was": p.Was, "fromDay": p.From, "toDay": p.To, "n": p.Faults})
}

func staffName(raw json.RawMessage) string {
	var person struct {
		Name string `json:"name"`
	}
	_ = json.Unmarshal(raw, &person)
	return person.Name
}

// programChanged is the version that opened the data and the one before.
type programChanged struct {
	Program string `json:"program"`
	Was     string `json:"was"`
}

// sealProgram puts into the chain that this version of Paddock opened data that
// another wrote (RULES section 4: what was written is known by its version).
func (d *Desk) sealProgram(ctx context.Context) error {
	was, err := d.lastProgram(ctx)
	if err != nil || was == d.version {
		return err
	}
	return d.db.Write(ctx, func(tx *sqlite.Tx) error {
		person, err := personIn(tx, "")
		if err != nil {
			return err
		}
		return tx.Seal(journal.ProgramChanged, person, "", programChanged{d.version, was})
	})
}

// lastProgram is the version that wrote the data last; this one, where there is no
// club yet.
func (d *Desk) lastProgram(ctx context.Context) (was string, err error) {
	err = d.db.Read(ctx, func(tx *sqlite.Tx) error {
		last, err := tx.LastProgram()
		if errors.Is(err, sqlite.ErrNotFound) {
			was = d.version
			return nil
		}
		var sealed eventSealed
		if err == nil {
			err = json.Unmarshal([]byte(last.Line), &sealed)
		}
		was = sealed.Payload.Program
		return err
	})
	return was, err
}
