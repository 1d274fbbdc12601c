package desk

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/locale"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// Session is what a screen must know before it shows anything.
type Session struct {
	FirstRun  bool            `json:"firstRun" doc:"There is no club yet"`
	ClubName  string          `json:"clubName"`
	Country   string          `json:"country"`
	Language  locale.Lang     `json:"language" doc:"Of this person's screen"`
	Theme     string          `json:"theme" enum:"system,light,dark"`
	Letters   bool            `json:"letters" doc:"A letter or a figure alone is a shortcut, as long as this person wants it (WCAG 2.1.4)"`
	Training  bool            `json:"training"`
	Person    club.Actor      `json:"person"`
	Today     calendar.Day    `json:"today" doc:"Club-local"`
	Now       time.Time       `json:"now"`
	Zone      string          `json:"zone"`
	Season    calendar.Season `json:"season"`
	Ways      []billing.Way   `json:"ways" nullable:"false" doc:"Ways of paying an open invoice, in the order of the desk's keys"`
	WaysBack  []billing.Way   `json:"waysBack" nullable:"false" doc:"Ways money goes back by"`
	YearMonth int             `json:"yearMonth" doc:"The month the financial year begins with"`
	Promise   calendar.Day    `json:"promiseDay" doc:"Until when a promise made today holds"`
	CashMost  money.Cents     `json:"cashMostCents" doc:"The most the law lets one debt be paid in cash, its parts together"`
	Version   string          `json:"version" doc:"Of the program"`
	Overdue   int             `json:"overdueCount" doc:"Invoices that are late"`
	DataDir   string          `json:"dataDir"`
	Start     string          `json:"start" doc:"Of this opening of the data; another after a restore"`
	Said      string          `json:"said" doc:"What the program has to say since it was started, after a restore"`
	May       []club.Verb     `json:"may" nullable:"false" doc:"What this person may ask"`
	Guarded   bool            `json:"guarded" doc:"The desk locks: the owner has a PIN"`
	Locked    bool            `json:"locked" doc:"Nobody sits here; person is who did last"`
	People    []Sitter        `json:"people" nullable:"false" doc:"Who can sit down"`

	Place string            `json:"place" doc:"Where this person left off, in the screen's own words; empty for nowhere"`
	Lists map[string]string `json:"lists" doc:"How this person set up each list, in the screen's own words"`
}

// Sitter is a person who can sit down at the desk.
type Sitter struct {
	ID   int64     `json:"id"`
	Name string    `json:"name"`
	Role club.Role `json:"role" enum:"owner,desk,instructor"`
}

// Session tells a person's screen where it is.
func (d *Desk) Session(ctx context.Context, actor club.Actor) (Session, error) {
	return read(ctx, d, "session", func(tx *sqlite.Tx) (Session, error) { return d.session(tx, actor) })
}

func (d *Desk) session(tx *sqlite.Tx, actor club.Actor) (Session, error) {
	s := Session{Version: d.version, Now: tx.Now, Theme: "system", Letters: true, Language: locale.French, Person: actor, DataDir: d.db.Dir(), Start: d.start, Said: d.said, May: actor.Role.Verbs(), Ways: []billing.Way{}, WaysBack: []billing.Way{}, People: []Sitter{}, Lists: map[string]string{}}
	c, err := loadClub(tx)
	if errors.Is(err, club.Refuse(club.CodeClubMissing)) {
		s.FirstRun = true
		s.Today = calendar.DayOf(tx.Now, time.Local)
		return s, nil
	}
	if err != nil {
		return s, err
	}
	s.ClubName, s.Country, s.Language = c.Identity.Name, c.Identity.Country, c.Identity.Language
	s.Zone, s.Training, s.Today = c.Identity.Zone, c.training, c.today
	s.Promise = c.promiseDay()
	s.CashMost = billing.CashMost(c.Identity.Country)
	s.YearMonth = int(c.Policy.YearBegins())
	s.Ways, s.WaysBack = c.waysLater(), billing.WaysBackAt(c.Identity.Country)
	if s.Season, err = tx.SeasonOn(c.today); err != nil && !errors.Is(err, sqlite.ErrNotFound) {
		return s, err
	}
	chosen, err := tx.Preferences(actor.ID)
	if err != nil {
		return s, err
	}
	for name, value := range chosen {
		if list, is := strings.CutPrefix(name, "list."); is {
			s.Lists[list] = value
		}
	}
	if theme, has := chosen["theme"]; has {
		s.Theme = theme
	}
	s.Letters = chosen["letters"] != "off"
	s.Place = chosen["place"]
	if lang := locale.Lang(chosen["language"]); lang.Valid() {
		s.Language = lang
	}
	if s.Guarded, s.People, err = sitters(tx); err != nil {
		return s, err
	}
	if actor.Role.May("listInvoices") {
		s.Overdue, err = tx.CountOverdue(c.today)
	}
	return s, err
}

// sitters lists who can sit down: everybody who works here, once the desk locks
// only who has a PIN.
func sitters(tx *sqlite.Tx) (guarded bool, people []Sitter, err error) {
	if guarded, err = tx.Guarded(); err != nil {
		return guarded, nil, err
	}
	staff, err := tx.Staff()
	people = []Sitter{}
	for _, s := range staff {
		if s.Active && (s.HasPIN || !guarded) {
			people = append(people, Sitter{ID: s.ID, Name: s.Name, Role: s.Role})
		}
	}
	return guarded, people, err
}

// clubNow is the club's settings with the day they are used on.
type clubNow struct {
	club.Settings
	training bool
	zone     *time.Location
	today    calendar.Day
	seasons  []calendar.Season // the latest first
}

// loadClub loads what nearly every verb needs, or refuses when there is no club.
func loadClub(tx *sqlite.Tx) (clubNow, error) {
	settings, versions, err := tx.Settings()
	if err != nil {
		return clubNow{}, err
	}
	if len(versions) == 0 {
		return clubNow{}, club.Refuse(club.CodeClubMissing)
	}
	zone, err := zoneNamed(settings.Identity.Zone)
	if err != nil {
		return clubNow{}, err
	}
	training, err := tx.Training()
	if err != nil {
		return clubNow{}, err
	}
	seasons, err := tx.Seasons()
	return clubNow{Settings: settings, training: training, zone: zone, today: calendar.DayOf(tx.Now, zone), seasons: seasons}, err
}

// zonesRead are the time zones that were asked for: Go reads the zone's file anew
// each time.
var zonesRead sync.Map

func zoneNamed(name string) (*time.Location, error) {
	if zone, known := zonesRead.Load(name); known {
		return zone.(*time.Location), nil
	}
	zone, err := time.LoadLocation(name)
	if err == nil {
		zonesRead.Store(name, zone)
	}
	return zone, err
}

// Person finds who acts: the person with this name, or the owner for "". The
// zero Actor before the first run.
func (d *Desk) Person(ctx context.Context, name string) (club.Actor, error) {
	return look(ctx, d, func(tx *sqlite.Tx) (club.Actor, error) { return personIn(tx, name) })
}

func personIn(tx *sqlite.Tx, name string) (club.Actor, error) {
	if name == "" {
		owner, err := tx.Owner()
		if errors.Is(err, sqlite.ErrNotFound) {
			return club.Actor{}, nil
		}
		return actorOf(owner), err
	}
	person, err := tx.StaffNamed(name)
	return actorOf(person), refused(err, club.CodeStaffNotFound)
}

// Preference is one choice of a person for their own screen.
type Preference struct {
	Name  string `json:"name" pattern:"^(theme|language|letters|place|list\\.[a-zA-Z]{1,30})$" example:"theme" doc:"list.NAME is how a list is set up, place where the person left off"`
	Value string `json:"value" maxLength:"1000"`
}

// possible reports whether there is such a theme or language. What a list is like
// is the screen's own word.
func (p Preference) possible() bool {
	switch p.Name {
	case "theme":
		return slices.Contains([]string{"system", "light", "dark"}, p.Value)
	case "letters":
		return slices.Contains([]string{"on", "off"}, p.Value)
	case "language":
		return locale.Lang(p.Value).Valid()
	}
	return true
}

// Prefer keeps a choice of the person who asks.
func (d *Desk) Prefer(ctx context.Context, req Request, in Preference) (Session, error) {
	return write(ctx, d, req, "prefer", in, func(tx *sqlite.Tx) (Session, error) {
		if !in.possible() {
			return Session{}, club.Refuse(club.CodeInvalid).On("value")
		}
		if in.Name == "place" {
			tx.Unseen()
		}
		if err := tx.SavePreference(req.Actor.ID, in.Name, in.Value); err != nil {
			return Session{}, err
		}
		return d.session(tx, req.Actor)
	})
}
