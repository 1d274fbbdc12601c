package desk

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"paddock/backend/club"
	"paddock/backend/sqlite"
)

// MemberOptions are what a command says of a list.
type MemberOptions struct {
	Columns     []MemberColumnChoice // in place of what is guessed
	ProperNames bool                 // DUPONT becomes Dupont
	SkipBad     bool                 // set bad lines aside
	Country     string               // of those a line says none of; "" is the club's
}

// MemberColumnChoice says which column holds a field: by its heading, or by its
// number from 1. No column takes the field away.
type MemberColumnChoice struct {
	Field  club.MemberField
	Column string
}

// MembersRead is what a list would import, or has.
type MembersRead struct {
	MembersImported
	Bad    []BadLine
	Postal PostalNote // what is to be said of its postal codes, once
}

// CheckMembers reads a list and tells what would become of it. It writes
// nothing.
func (d *Desk) CheckMembers(ctx context.Context, file MemberFile, o MemberOptions) (MembersRead, error) {
	list, err := listFor(ctx, file, o)
	if err != nil {
		return MembersRead{}, err
	}
	return d.checkMembers(ctx, list)
}

func (d *Desk) checkMembers(ctx context.Context, list memberList) (MembersRead, error) {
	return read(ctx, d, "checkMembers", func(tx *sqlite.Tx) (MembersRead, error) {
		c, err := loadClub(tx)
		if err != nil {
			return MembersRead{}, err
		}
		checked, err := list.check(tx, c, untilDone(ctx))
		result := MembersRead{MembersImported: checked.report(), Bad: []BadLine{}, Postal: checked.postal}
		for _, line := range checked.lines {
			result.Bad = append(result.Bad, line.bad()...)
		}
		return result, err
	})
}

// ImportMembers reads a list and imports it, all or nothing. With bad lines it
// refuses with CodeBadLines and returns them, unless they are to be skipped.
func (d *Desk) ImportMembers(ctx context.Context, req Request, file MemberFile, o MemberOptions) (MembersRead, error) {
	list, err := listFor(ctx, file, o)
	if err != nil {
		return MembersRead{}, err
	}
	result, err := d.checkMembers(ctx, list)
	if err != nil {
		return result, err
	}
	step := untilDone(ctx)
	done, err := d.importMembers(ctx, req, list, o.SkipBad, step, step)
	if err == nil {
		result.MembersImported = done
	}
	return result, err
}

// untilDone goes on for as long as somebody waits for the answer.
func untilDone(ctx context.Context) steps {
	return func(int, int) error { return ctx.Err() }
}

func listFor(ctx context.Context, file MemberFile, o MemberOptions) (memberList, error) {
	list, err := readMemberList(ctx, file)
	if err != nil {
		return list, err
	}
	list.properNames, list.country = o.ProperNames, o.Country
	if err := list.choose(o.Columns); err != nil {
		return list, err
	}
	if lacks := list.lacking(); len(lacks) > 0 {
		return list, club.Refuse(club.CodeColumnMissing).On(string(lacks[0]))
	}
	return list, nil
}

// choose gives fields to columns in place of what was guessed; an address may
// stand in several.
func (l *memberList) choose(choices []MemberColumnChoice) error {
	l.columns = slices.Clone(l.columns)
	for _, choice := range choices {
		for i, field := range l.columns {
			if field == choice.Field {
				l.columns[i] = ""
			}
		}
	}
	for _, choice := range choices {
		if choice.Column == "" {
			continue
		}
		at := l.column(choice.Column)
		if at < 0 {
			return club.Refuse(club.CodeColumnUnknown).On(string(choice.Field)).With("column", choice.Column)
		}
		l.columns[at] = choice.Field
	}
	return nil
}

// column finds a column by its heading, or by its number.
func (l *memberList) column(name string) int {
	said := strings.TrimSpace(club.Index(name))
	at := slices.IndexFunc(l.headings, func(heading string) bool {
		return strings.TrimSpace(club.Index(heading)) == said
	})
	if n, err := strconv.Atoi(name); at < 0 && err == nil && n >= 1 && n <= len(l.headings) {
		at = n - 1
	}
	return at
}
