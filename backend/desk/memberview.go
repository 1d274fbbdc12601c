package desk

import (
	"context"
	"errors"
	"slices"

	"paddock/backend/club"
	"paddock/backend/sqlite"
)

// viewFile shows a list, after a short wait for what is under way.
func (d *Desk) viewFile(ctx context.Context, f *memberFile) (MemberFileView, error) {
	f.settle(ctx)
	levels, err := look(ctx, d, (*sqlite.Tx).Levels)
	if err != nil {
		return MemberFileView{}, err
	}
	f.mutex.Lock()
	view, err := f.view(levels)
	sha := f.list.sha
	f.mutex.Unlock()
	if err != nil || sha == "" || view.Imported != nil {
		return view, err
	}
	earlier, err := look(ctx, d, func(tx *sqlite.Tx) (sqlite.Import, error) { return tx.ImportOf(sha) })
	switch {
	case err == nil:
		view.Earlier = &earlier
	case errors.Is(err, sqlite.ErrNotFound):
		err = nil
	}
	return view, err
}

// view is what is known of the list. f.mutex is held. A fault of the machine is
// returned, once.
func (f *memberFile) view(levels []club.Level) (MemberFileView, error) {
	l := f.list
	view := MemberFileView{
		ID: f.id, Kind: f.kind, Name: f.name, Format: l.sheet.Format, Separator: l.sheet.Separator, Encoding: l.sheet.Encoding, ProperNames: l.properNames,
		Columns: []MemberColumn{}, Lacking: []club.MemberField{}, Bad: []BadLine{}, Imported: f.imported,
	}
	if f.work != nil {
		view.Doing, view.Done, view.Total = f.work.what, f.work.done.Load(), f.work.total.Load()
	}
	if f.failure != nil {
		var refusal *club.Error
		if !errors.As(f.failure, &refusal) {
			fault := f.failure
			f.failure = nil
			return view, fault
		}
		view.Failure = &FileFailure{Code: refusal.Code, Params: refusal.Params}
	}
	if !f.read {
		return view, nil
	}
	view.Lacking = l.lacking()
	view.Counts, view.BadLines, view.Brought, view.Country = f.checked.report(), f.checked.bad, f.checked.brought, l.country
	view.Namesakes = len(f.checked.namesakes())
	if note := f.checked.postal; note.Codes > 0 {
		view.Postal = &note
	}
	view.Counts.Lines = len(l.rows)
	for _, line := range f.checked.lines {
		if line.later || len(line.faults) == 0 {
			continue
		}
		if len(view.Bad) >= badShown {
			break
		}
		view.Bad = append(view.Bad, line.bad()...)
	}
	for i, heading := range l.headings {
		view.Columns = append(view.Columns, f.column(i, heading, levels))
	}
	return view, nil
}

// exampleWithin is how far down an example of a column is looked for.
const exampleWithin = 200

// column shows a column by the first cell that says something, and what that is
// understood as.
func (f *memberFile) column(i int, heading string, levels []club.Level) MemberColumn {
	column := MemberColumn{Heading: heading, Field: f.list.columns[i]}
	for at, row := range f.list.rows[:min(len(f.list.rows), exampleWithin)] {
		if i >= len(row.Cells) || clean(row.Cells[i]) == "" {
			continue
		}
		column.Example = clean(row.Cells[i])
		if column.Field != "" && at < len(f.checked.lines) {
			column.Becomes = becomes(f.checked.lines[at], column.Field, levels)
		}
		break
	}
	return column
}

// becomes is what a field of a line is understood as; days are ISO.
func becomes(line checkedLine, at club.MemberField, levels []club.Level) string {
	if slices.ContainsFunc(line.faults, func(f *club.Error) bool { return f.Field == string(at) || f.Code == club.CodeExtraCells }) {
		return ""
	}
	m := line.member
	switch at {
	case club.MemberCivility:
		return m.Civility
	case club.MemberSurname:
		return m.Surname
	case club.MemberFirstName:
		return m.FirstName
	case club.MemberName:
		return m.FirstName + " " + m.Surname
	case club.MemberSex:
		return m.Sex
	case club.MemberBirthDate:
		return string(m.BirthDate)
	case club.MemberPhone:
		return first(m.Phone, m.Mobile)
	case club.MemberMobile:
		return first(m.Mobile, m.Phone)
	case club.MemberEmail:
		return m.Email
	case club.MemberAddress:
		return m.Address
	case club.MemberPostalCode:
		return m.PostalCode
	case club.MemberTown:
		return m.Town
	case club.MemberCountry:
		return m.Country
	case club.MemberLicence:
		return m.Licence
	case club.MemberPayerCivility:
		return m.Payer.Civility
	case club.MemberPayerSurname:
		return m.Payer.Surname
	case club.MemberPayerFirstName:
		return m.Payer.FirstName
	case club.MemberPayerName:
		return clean(m.Payer.FirstName + " " + m.Payer.Surname)
	case club.MemberParentSurname:
		return m.Parent.Surname
	case club.MemberParentFirstName:
		return m.Parent.FirstName
	case club.MemberParentName:
		return clean(m.Parent.FirstName + " " + m.Parent.Surname)
	case club.MemberEmergencyName:
		return first(m.EmergencyName, m.EmergencyPhone)
	case club.MemberEmergencyPhone:
		return m.EmergencyPhone
	case club.MemberLevel:
		if known := slices.IndexFunc(levels, func(l club.Level) bool { return l.ID == m.Level }); known >= 0 {
			return levels[known].Label
		}
	}
	return line.texts[at]
}
