package desk

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

	"paddock/backend/billing"
	"paddock/backend/calendar"
	"paddock/backend/club"
	"paddock/backend/exchange"
	"paddock/backend/money"
	"paddock/backend/sqlite"
)

// BadLine is what keeps a line of a member list from being imported.
type BadLine struct {
	Line   int              `json:"line" doc:"In the file, from 1"`
	Field  club.MemberField `json:"field" doc:"Empty when the whole line is at fault"`
	Code   club.Code        `json:"code" doc:"Text error.*"`
	Params map[string]any   `json:"params,omitempty" doc:"For the text; choices are what the field can only mean"`
	Value  string           `json:"value" doc:"What the field says"`
	Name   string           `json:"name" doc:"Of the rider, as far as it is there"`
}

// name is the rider's, as far as it is there.
func (l checkedLine) name() string {
	return clean(l.texts[club.MemberFirstName] + " " + first(l.texts[club.MemberSurname], first(l.texts[club.MemberName], l.texts[club.CarriedFamily])))
}

func (l checkedLine) bad() []BadLine {
	list := []BadLine{}
	for _, fault := range l.faults {
		field := club.MemberField(fault.Field)
		list = append(list, BadLine{Line: l.line, Field: field, Code: fault.Code, Params: fault.Params, Value: l.texts[field], Name: l.name()})
	}
	return list
}

// MembersImported is what became of a list.
type MembersImported struct {
	Import     int64 `json:"import" doc:"0 when nothing was written"`
	Lines      int   `json:"lines" doc:"Members or openings in the file"`
	Accepted   int   `json:"accepted" doc:"Riders, or openings"`
	Households int   `json:"households" doc:"New ones"`
	Joined     int   `json:"joined" doc:"Riders who joined a family that was there"`
	Known      int   `json:"known" doc:"Lines whose rider was already there; of openings: whose all was brought before"`
	Alike      int   `json:"alike" doc:"Lines that come in beside somebody of the same name"`
	Nothing    int   `json:"nothing" doc:"Openings: lines that bring nothing, as of a balance of zero"`
	Later      int   `json:"later" doc:"Lines set aside"`

	Owed   money.Cents `json:"owedCents" doc:"Openings: what families owe"`
	Credit money.Cents `json:"creditCents" doc:"Openings: what they have to their credit"`
	Units  int         `json:"units" doc:"Openings: lessons left on cards"`

	Vouchers int `json:"vouchers" doc:"Openings: make-up vouchers"`
}

// report counts what a check would import.
func (r memberCheck) report() MembersImported {
	m := MembersImported{Lines: len(r.lines), Accepted: len(r.members) + len(r.carried), Known: r.known, Alike: r.alike, Nothing: r.nothing, Later: r.later}
	for _, line := range r.carried {
		m.Owed += max(line.Cents, 0)
		m.Credit += max(-line.Cents, 0)
		m.Units += line.Units
		if line.Kind == billing.Voucher {
			m.Vouchers++
		}
	}
	for _, family := range r.families {
		if family.Household == 0 {
			m.Households++
		} else {
			m.Joined += len(family.Lines)
		}
	}
	return m
}

// importWay is how a list is imported; with the list it is the request.
type importWay struct {
	SHA256      string
	Columns     []club.MemberField
	ProperNames bool
	Country     string
	Mends       map[int]Mend
	SkipBad     bool
	Kind        string
	Day         calendar.Day
	VAT         string
}

// importMembers writes a list: all of it or nothing, in one transaction. Bad
// lines are refused unless they are set aside one by one or, with skipBad, all.
// What a long list makes is prepared before that transaction begins, so that
// nobody at the desk waits for it; families that change meanwhile have it prepared
// anew, and in the end checked and written while they cannot.
func (d *Desk) importMembers(ctx context.Context, req Request, list memberList, skipBad bool, checking, writing steps) (MembersImported, error) {
	in := importWay{SHA256: list.sha, Columns: list.columns, ProperNames: list.properNames, Country: list.country, Mends: list.mends, SkipBad: skipBad,
		Kind: list.kind, Day: list.day, VAT: list.vat}
	for range list.preparations() {
		ready, err := d.prepareList(ctx, req, list, skipBad, checking, writing)
		if err != nil {
			return MembersImported{}, err
		}
		done, err := write(ready.families.Within(ctx), d, req, "importMembers", in, func(tx *sqlite.Tx) (MembersImported, error) {
			return ready.moveIn(tx, list, req.Actor)
		})
		if closed := ready.families.Close(); closed != nil {
			d.log.Error("import", "error", closed)
		}
		if !errors.Is(err, errFamiliesChanged) {
			return done, err
		}
	}
	return write(ctx, d, req, "importMembers", in, func(tx *sqlite.Tx) (MembersImported, error) {
		c, err := loadClub(tx)
		if err != nil {
			return MembersImported{}, err
		}
		checked, err := list.accepted(tx, c, skipBad, checking)
		if err != nil {
			return MembersImported{}, err
		}
		return keepImport(tx, list, checked, req.Actor, func(id int64) error {
			if err := checked.setDown(tx, c, id, list, req.Actor, writing); err != nil {
				return err
			}
			return keepCarried(tx, c, id, list.day, checked.carried, req.Actor, writing)
		})
	})
}

// accepted is a list that was checked and may be imported.
func (l memberList) accepted(tx *sqlite.Tx, c clubNow, skipBad bool, step steps) (memberCheck, error) {
	if lacks := l.lacking(); len(lacks) > 0 {
		return memberCheck{}, club.Refuse(club.CodeColumnMissing).On(string(lacks[0]))
	}
	checked, err := l.check(tx, c, step)
	if err != nil {
		return checked, err
	}
	if checked.bad > 0 && !skipBad {
		return checked, club.Refuse(club.CodeBadLines).With("n", checked.bad)
	}
	return checked, checked.setAside(tx, l.rows)
}

// setAside puts every bad line among those that wait, but for those an earlier
// import of such a list has waiting already.
func (r *memberCheck) setAside(tx *sqlite.Tx, rows []exchange.Row) error {
	waiting, err := tx.SetAside()
	if err != nil {
		return err
	}
	known := map[string]bool{}
	for _, w := range waiting {
		known[strings.Join(w.Cells, "\n")] = true
	}
	r.later = 0
	for i := range r.lines {
		line := &r.lines[i]
		if line.later = len(line.faults) > 0 && !known[strings.Join(rows[i].Cells, "\n")]; line.later {
			r.later++
		}
	}
	return nil
}

// keepImport records an import and what enter makes of it, and how it is undone.
func keepImport(tx *sqlite.Tx, list memberList, checked memberCheck, actor club.Actor, enter func(id int64) error) (MembersImported, error) {
	done := checked.report()
	if done.Accepted+done.Later == 0 {
		return done, act(tx, "importMembers", list.name, 0)
	}
	id, err := tx.InsertImport(sqlite.Import{
		File: list.name, SHA256: list.sha, Lines: len(checked.lines), Known: checked.known, Columns: list.columns, ProperNames: list.properNames,
		LostZeros: list.lostZeros(), Country: list.country, Kind: list.kind, Day: list.day, VAT: list.vat,
	}, actor)
	if err != nil {
		return done, err
	}
	done.Import = id
	if err := enter(id); err != nil {
		return done, err
	}
	return done, act(tx, "importMembers", list.name, 0, back{"undoImport", made{id}})
}

// setDown makes the families of a list, as an import's, and sets its bad lines
// aside.
func (r memberCheck) setDown(tx *sqlite.Tx, c clubNow, id int64, list memberList, actor club.Actor, step steps) error {
	entry := memberEntry{tx: tx, c: c, actor: actor}
	for i, family := range r.families {
		if err := step(i, len(r.families)); err != nil {
			return err
		}
		if err := entry.enter(family, r.members); err != nil {
			return err
		}
	}
	for i, line := range r.lines {
		if !line.later {
			continue
		}
		mend, err := json.Marshal(list.mends[line.line])
		if err != nil {
			return err
		}
		if err := tx.InsertSetAside(sqlite.SetAside{Import: id, Line: line.line, Cells: list.rows[i].Cells, Mend: mend}); err != nil {
			return err
		}
	}
	if id == notYet {
		return nil
	}
	return tx.ImportMade(id, entry.households, entry.riders)
}

// memberEntry enters families by the rules of the desk's forms and remembers
// what it made.
type memberEntry struct {
	tx         *sqlite.Tx
	c          clubNow
	actor      club.Actor
	households []club.HouseholdID
	riders     []club.RiderID
}

// enter makes a household of its lines, or puts their riders into the one they
// belong to.
func (e *memberEntry) enter(family club.NewFamily, members []club.MemberLine) error {
	var lines []club.MemberLine
	for _, i := range family.Lines {
		lines = append(lines, members[i])
	}
	home := householdOf(lines, e.c.today)
	if family.Household != 0 {
		there, err := e.tx.Household(family.Household)
		if err != nil {
			return err
		}
		home.Riders = joining(lines, there)
	}
	err := checkHousehold(e.tx, e.c, &home)
	if err != nil {
		return err
	}
	if home.ID = family.Household; home.ID == 0 {
		if home.ID, err = e.tx.InsertHousehold(home, e.actor); err != nil {
			return err
		}
		e.households = append(e.households, home.ID)
	}
	for i := range home.Riders {
		home.Riders[i].Household = home.ID
		if err := e.enterRider(&home.Riders[i], lines[i].Licence); err != nil {
			return err
		}
	}
	if family.Household != 0 { // more is there than these lines
		if home, err = e.tx.Household(home.ID); err != nil {
			return err
		}
	}
	return e.tx.IndexHousehold(home, e.c.Identity.Country)
}

func (e *memberEntry) enterRider(rider *club.Rider, licence string) (err error) {
	if rider.ID, err = e.tx.InsertRider(*rider, e.actor); err != nil {
		return err
	}
	e.riders = append(e.riders, rider.ID)
	if licence == "" {
		return nil
	}
	return e.tx.InsertKnownLicence(rider.ID, club.Licence{Kind: federations[e.c.Identity.Country], Number: licence})
}

// federations give the licence that a list names by its number alone. Its dates
// are not in a list: they are asked for when they matter.
var federations = map[string]string{"FR": "FFE", "BE": "FRBSE"}

// Imports lists the imports, the latest first.
func (d *Desk) Imports() List[sqlite.Import] {
	return listed(d, "imports", "import.past", importColumns, func(tx *sqlite.Tx, _ listing, _ ListQuery) ([]sqlite.Import, error) {
		return tx.Imports()
	})
}

// soldTo are the tables that say a family bought something.
var soldTo = map[string]bool{
	"carts": true, "cart_lines": true, "invoices": true, "invoice_lines": true, "payments": true, "requests": true, "postings": true, "cards": true,
}

// refuseUsed refuses to take away what something hangs on; a sale is named
// before the rest.
func refuseUsed(tx *sqlite.Tx, id int64) error {
	hangers, err := tx.HangsOn(id)
	if err != nil || len(hangers) == 0 {
		return err
	}
	for _, hanger := range hangers {
		if soldTo[hanger.Table] {
			return club.Refuse(club.CodeImportSold).With("name", hanger.Name)
		}
	}
	return club.Refuse(club.CodeImportUsed).With("name", hangers[0].Name)
}

// UndoImport takes away all that an import made. It is refused as soon as
// something hangs on one of its families, and names it.
func (d *Desk) UndoImport(ctx context.Context, req Request, id int64) (sqlite.Import, error) {
	return write(sqlite.AtOnce(ctx), d, req, "undoImport", id, func(tx *sqlite.Tx) (sqlite.Import, error) {
		c, err := loadClub(tx)
		if err != nil {
			return sqlite.Import{}, err
		}
		return undoImport(tx, c, req.Actor, id)
	})
}

func undoImport(tx *sqlite.Tx, c clubNow, actor club.Actor, id int64) (sqlite.Import, error) {
	made, err := tx.Import(id)
	if err != nil {
		return made, refused(err, club.CodeImportNotFound)
	}
	if made.UndoneAt != "" {
		return made, club.Refuse(club.CodeImportUndone)
	}
	if made.Kind == listOpenings {
		err = takeBackList(tx, c, actor, made)
	} else {
		err = refuseUsed(tx, id)
	}
	if err != nil {
		return made, err
	}
	joined, err := tx.UndoImport(id, actor)
	if err != nil {
		return made, err
	}
	for _, id := range joined {
		if _, err := indexAndView(tx, c, id); err != nil {
			return made, err
		}
	}
	return tx.Import(id)
}
