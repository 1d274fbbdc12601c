package desk

import (
	"context"
	"maps"
	"slices"

	"paddock/backend/club"
	"paddock/backend/exchange"
	"paddock/backend/sqlite"
)

// MemberFileView is a list somebody looks at: how it is read, what would become
// of it, and what is wrong with it.
type MemberFileView struct {
	ID          string             `json:"id"`
	Kind        string             `json:"kind" enum:"members,openings" doc:"What the list holds"`
	Name        string             `json:"name"`
	Doing       string             `json:"doing" enum:",reading,checking,importing" doc:"Ask again while it is not empty"`
	Done        int64              `json:"done" doc:"Of total: lines, or families while importing"`
	Total       int64              `json:"total"`
	Failure     *FileFailure       `json:"failure,omitempty" doc:"Why the last thing done to it failed"`
	Format      string             `json:"format" enum:",csv,xlsx"`
	Separator   string             `json:"separator"`
	Encoding    string             `json:"encoding"`
	Columns     []MemberColumn     `json:"columns" nullable:"false"`
	ProperNames bool               `json:"properNames"`
	Country     string             `json:"country" doc:"Of the members a line says none of; empty is the club's"`
	Postal      *PostalNote        `json:"postal,omitempty" doc:"What is to be said of the list's postal codes"`
	Lacking     []club.MemberField `json:"lacking" nullable:"false" doc:"Needed, and no column holds it"`
	Counts      MembersImported    `json:"counts" doc:"What an import would do"`
	BadLines    int                `json:"badLines" doc:"Lines still to be mended or set aside"`
	Bad         []BadLine          `json:"bad" nullable:"false" doc:"What is wrong with the first of them"`
	Brought     int                `json:"brought" doc:"Openings: bad lines that were brought before"`
	Namesakes   int                `json:"namesakes" doc:"Lines whose rider has the name of somebody known"`
	Earlier     *sqlite.Import     `json:"earlier,omitempty" doc:"The same file was imported before"`
	Imported    *MembersImported   `json:"imported,omitempty" doc:"Once it is"`
}

// FileFailure is a refusal as a screen says it.
type FileFailure struct {
	Code   club.Code      `json:"code" doc:"Text error.*"`
	Params map[string]any `json:"params,omitempty"`
}

// MemberColumn is a column of a list.
type MemberColumn struct {
	Heading string           `json:"heading"`
	Field   club.MemberField `json:"field" doc:"Empty when it is left aside"`
	Example string           `json:"example" doc:"The first cell that says something"`
	Becomes string           `json:"becomes" doc:"What it is understood as; empty when it is at fault or left aside"`
}

// badShown is how many bad lines a screen is given at once.
const badShown = 50

// OpenMemberFile reads a list in the background; nothing is written.
func (d *Desk) OpenMemberFile(ctx context.Context, file MemberFile) (MemberFileView, error) {
	if len(file.Raw) > exchange.MaxBytes {
		return MemberFileView{}, exchange.TooLarge()
	}
	if err := d.mayLookAtLists(ctx); err != nil {
		return MemberFileView{}, err
	}
	kind := listMembers
	if file.Openings {
		kind = listOpenings
	}
	f := d.files.add(clean(file.Name), kind)
	f.mutex.Lock()
	d.begin(f, doingRead, func(ctx context.Context, w *work) error {
		list, err := readMemberList(ctx, file)
		if err != nil {
			return err
		}
		list.properNames = true // the screen shows what it does
		f.keep(w, func() { f.list, f.read, w.what = list, true, doingCheck })
		return d.checkFile(ctx, w, f, list)
	})
	f.mutex.Unlock()
	return d.viewFile(ctx, f)
}

// checkFile checks a list as it stands.
func (d *Desk) checkFile(ctx context.Context, w *work, f *memberFile, list memberList) error {
	if len(list.lacking()) > 0 {
		f.keep(w, func() { f.checked = memberCheck{} })
		return nil
	}
	return d.db.Read(ctx, func(tx *sqlite.Tx) error {
		c, err := loadClub(tx)
		if err != nil {
			return err
		}
		checked, err := list.check(tx, c, w.step(ctx))
		if err == nil {
			f.keep(w, func() { f.checked = checked })
		}
		return err
	})
}

// MemberFile shows a list.
func (d *Desk) MemberFile(ctx context.Context, id string) (MemberFileView, error) {
	f, err := d.lookedAt(ctx, id)
	if err != nil {
		return MemberFileView{}, err
	}
	return d.viewFile(ctx, f)
}

// changeFile changes how a list is read and checks it anew.
func (d *Desk) changeFile(ctx context.Context, id string, change func(memberList, memberCheck) (memberList, error)) (MemberFileView, error) {
	f, err := d.lookedAt(ctx, id)
	if err != nil {
		return MemberFileView{}, err
	}
	f.settle(ctx) // what is said is said of what was read
	if err := d.change(f, change); err != nil {
		return MemberFileView{}, err
	}
	return d.viewFile(ctx, f)
}

func (d *Desk) change(f *memberFile, change func(memberList, memberCheck) (memberList, error)) error {
	f.mutex.Lock()
	defer f.mutex.Unlock()
	if err := f.free(); err != nil {
		return err
	}
	list, err := change(f.list, f.checked)
	if err != nil {
		return err
	}
	f.list = list
	d.begin(f, doingCheck, func(ctx context.Context, w *work) error { return d.checkFile(ctx, w, f, list) })
	return nil
}

// free refuses to touch a list that is not read yet, is being imported or has
// been. f.mutex is held.
func (f *memberFile) free() error {
	switch {
	case f.imported != nil:
		return club.Refuse(club.CodeFileGone)
	case !f.read, f.work != nil && f.work.what == doingImport:
		return club.Refuse(club.CodeFileBusy)
	}
	return nil
}

// MemberColumns says what the columns of a list hold.
type MemberColumns struct {
	Fields      []club.MemberField `json:"fields" nullable:"false" doc:"One a column; empty leaves it aside"`
	ProperNames bool               `json:"properNames" doc:"DUPONT becomes Dupont"`
	Country     string             `json:"country,omitempty" pattern:"^([A-Z]{2})?$" doc:"Of the members a line says none of; empty is the club's"`
}

// ReadMemberFileAs changes what the columns hold.
func (d *Desk) ReadMemberFileAs(ctx context.Context, id string, in MemberColumns) (MemberFileView, error) {
	return d.changeFile(ctx, id, func(list memberList, _ memberCheck) (memberList, error) {
		if len(in.Fields) != len(list.headings) {
			return list, club.Refuse(club.CodeInvalid).On("fields")
		}
		for i, at := range in.Fields {
			twice := at != club.MemberAddress && slices.Contains(in.Fields[:i], at)
			if at != "" && (twice || !slices.Contains(list.fields(), at)) {
				return list, club.Refuse(club.CodeInvalid).On(field("fields", i, ""))
			}
		}
		list.columns, list.properNames, list.country = slices.Clone(in.Fields), in.ProperNames, in.Country
		return list, nil
	})
}

// MendMemberLine says what a bad line should be, or what becomes of it.
func (d *Desk) MendMemberLine(ctx context.Context, id string, line int, mend Mend) (MemberFileView, error) {
	return d.changeFile(ctx, id, func(list memberList, _ memberCheck) (memberList, error) {
		if !slices.ContainsFunc(list.rows, func(row exchange.Row) bool { return row.Line == line }) {
			return list, club.Refuse(club.CodeLineMissing)
		}
		return list.mended(line, list.mends[line].and(mend)), nil
	})
}

// SetAllAside sets every line aside that is bad as yet.
func (d *Desk) SetAllAside(ctx context.Context, id string) (MemberFileView, error) {
	return d.changeFile(ctx, id, func(list memberList, checked memberCheck) (memberList, error) {
		list.mends = maps.Clone(list.mends)
		for _, line := range checked.lines {
			if len(line.faults) > 0 {
				list.mends[line.line] = list.mends[line.line].and(Mend{Later: true})
			}
		}
		return list, nil
	})
}

// LeaveBrought leaves out, of every line of openings that was brought before, what was.
func (d *Desk) LeaveBrought(ctx context.Context, id string) (MemberFileView, error) {
	return d.changeFile(ctx, id, func(list memberList, checked memberCheck) (memberList, error) {
		list.mends = maps.Clone(list.mends)
		for _, line := range checked.lines {
			if len(line.faults) > 0 && line.faults[0].Code == club.CodeCarriedBefore {
				list.mends[line.line] = list.mends[line.line].and(Mend{Fresh: true})
			}
		}
		return list, nil
	})
}

// ImportMemberFile imports a list in the background, all of it or nothing.
func (d *Desk) ImportMemberFile(ctx context.Context, req Request, id string) (MemberFileView, error) {
	f, err := d.lookedAt(ctx, id)
	if err != nil {
		return MemberFileView{}, err
	}
	f.mutex.Lock()
	if f.imported == nil && (f.work == nil || f.work.what != doingImport) { // not asked for twice
		if err = f.free(); err == nil {
			list := f.list
			d.begin(f, doingImport, func(ctx context.Context, w *work) error {
				done, err := d.importMembers(ctx, req, list, false, w.step(ctx), w.step(ctx))
				if err == nil {
					f.keep(w, func() { f.imported = &done })
				}
				return err
			})
		}
	}
	f.mutex.Unlock()
	if err != nil {
		return MemberFileView{}, err
	}
	return d.viewFile(ctx, f)
}

// StopMemberFile stops what is being done to a list; of an import nothing is
// left.
func (d *Desk) StopMemberFile(ctx context.Context, id string) (MemberFileView, error) {
	f, err := d.lookedAt(ctx, id)
	if err != nil {
		return MemberFileView{}, err
	}
	f.end(club.Refuse(club.CodeStopped))
	return d.viewFile(ctx, f)
}

// CloseMemberFile lets go of a list. One that is being imported is stopped.
func (d *Desk) CloseMemberFile(ctx context.Context, id string) error {
	f, err := d.lookedAt(ctx, id)
	if err == nil {
		d.files.drop(f)
	}
	return err
}
